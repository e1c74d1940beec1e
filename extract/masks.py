"""Digits that count nothing: dates, document numbers, numbering, telephones, addresses, names.

Works on folded text (full-width forms as plain ones), offsets unchanged.
"""

from __future__ import annotations

import re

from .scan import late
from .vocabulary import vocabulary

Span = tuple[int, int]

_TITLE = late(r"《(?:[^《》]|《[^《》]*》){0,150}》")
_ADDRESS = late(
    r"(?:https?://|www\.)[!-~]+|[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+|[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.(?:cn|com|org|net)\b[!-~]*"
)
# Short quotations are names of campaigns and services (“1+6+17”, “三个一”), a quoted percentage is a figure.
_QUOTED = late(r"[“「『‘](?!\d+(?:\.\d+)?%[”」』’])[^“”「」『』‘’\n]{1,12}[”」』’]")

_YEAR = r"(?:19|20)\d{2}"
_DAY = r"\d{1,2}\s*[日号]"
_MONTH = r"(?:1[0-2]|0?[1-9])\s*月(?:份|底|初|末|上旬|中旬|下旬)?"
# Tried at the first digit of a run; what matches is refused whole.
_REFUSED = late(
    rf"""
      {_YEAR}\s*(?:[-—–~至到]\s*(?:{_YEAR}|\d{{2}}(?=\s*[年学]))\s*)?(?:学年度?|年度|年|财年)(?:\s*{_MONTH}(?:\s*{_DAY})?)?
          (?:\s*[-—–~至到]\s*(?:{_MONTH}\s*(?:{_DAY})?|\d{{1,2}}\s*日))?
    | {_YEAR}\s*[-—–~]+\s*{_YEAR}(?!\d)
    | {_YEAR}(?:\s*[、,和及与]\s*{_YEAR})+\s*(?=[两三四五六]?年)
    | {_YEAR}\s*[-/.]\s*(?:1[0-2]|0?[1-9])\s*[-/.]\s*(?:3[01]|[12]\d|0?[1-9])(?!\d)
          (?:\s+\d{{1,2}}:\d{{2}}(?::\d{{2}})?)?
    | (?<=[〔\[【(（])\s*{_YEAR}\s*[〕\]】)）]\s*(?:第\s*)?\d+\s*号?
    | (?<=[〔\[【])\s*{_YEAR}\s*[〕\]】]
    | \d{{2,4}}\s*年代
    | (?:1[0-2]|0?[1-9])\s*[-—–~至到]\s*{_MONTH}(?!\d)
    | (?<![\d.]){_MONTH}(?:\s*{_DAY})?(?:\s*[-—–~至到]\s*(?:{_MONTH}\s*)?{_DAY})?
    | \d{{1,2}}\s*[-—–~至到]\s*{_DAY}(?!内|以内|之内)
    | (?:3[01]|[12]\d|0?[1-9])\s*日(?!内|以内|之内|均)
    | (?:[01]?\d|2[0-4])\s*(?::\s*[0-5]\d(?!\d)(?::[0-5]\d)?|[时点](?:\s*[0-5]?\d\s*分|整|半|至|前|后|[,。)]))
    | (?:(?<=第)|(?<=第\s))\d+(?:\s*[、,和至到-]\s*\d+)*
    | \d+\s*号(?!召)(?:楼|院|文|令|公告)?
    | \d+\s*[-—]\s*\d+\s*号
    | (?:0\d{{2,3}}\s*\)?\s*[-—]+\s*)\d{{7,8}}(?:\s*[-—、/]\s*\d{{1,8}})?
    | 1[3-9]\d{{9}}(?!\d)
    | 400\s*-?\s*\d{{3}}\s*-?\s*\d{{4}}
    | \d+(?:\s?\+\s?(?:\d+|[NnXx]))+
    | \d+\s*[×xX*]\s*\d+(?:\s*小时)?
    | \d+(?:\.\d+){{2,}}
    | \d{{1,3}}(?:\.\d+)?\s*(?:周年|版本|年版)
    | [1-4]\s*季度
    | \d{{1,2}}\s*年多?来(?!自)
    | \d{{15,}}
    """,
    re.VERBOSE,
)
_NUMBERING = late(r"\d{1,2}(?:\.\d{1,2}){0,3}\s*(?:[.．、](?!\d)|\)|:(?!\d))")
_DECIMALS = late(r"(?:\.\d+)+")
_BRACKETED = late(r"\d{1,3}\s*\)")
_GROUPS = late(r"(?:,\d{3})+(?!\d)")
_OPENERS = frozenset("\x1e\n\r\t \u3000。;:!?！？；：)】〕”》>|")
_SERVICE = frozenset(vocabulary("names")["service"])
_CONTACT = late("(?:" + "|".join(vocabulary("names")["contact"]) + r")[^,，。;；、0-9]{0,8}[0-9\-、/ ]*$")
_STRONG = frozenset(
    "个项件条家名人次篇份期场余多万亿%元起户批处位辆宗例.年米千公吨瓦天小分岁页字只头亩座盏栋张套册本部所对轮种类组届强"
)
_ROOM = late(r"\s*(?:号楼|室|房(?!屋|产|源|间))")
_HOUSE = late(r"\s*(?:号楼|楼|层|室|栋|幢|单元|弄|房)")


def masked_spans(text: str) -> list[Span]:
    """Stretches whose numbers are names: titles in 《》, web and mail addresses, short quotations."""
    spans = [m.span() for m in _TITLE.finditer(text)] if "《" in text else []
    if "www" in text or "@" in text or "http" in text or ".c" in text or ".org" in text or ".net" in text:
        spans += [m.span() for m in _ADDRESS.finditer(text)]
    spans += [m.span() for m in _QUOTED.finditer(text)]
    spans.sort()
    return spans


def refused_at(text: str, start: int, end: int) -> int | None:
    """Where a stretch of digits that is no figure ends, or None; [start, end) is the run of digits."""
    found = _REFUSED.match(text, start)
    if found is not None:
        return found.end()
    before = text[start - 1] if start else "\n"
    if before in "(（":
        found = _BRACKETED.match(text, start)
        if found is not None:
            return found.end()
    if end - start <= 2:
        found = _NUMBERING.match(text, start)
        if found is not None and _numbers_a_heading(text, start, found):
            return found.end()
    digits = text[start:end]
    grouped = _GROUPS.match(text, end) if text.startswith(",", end) else None
    if grouped is not None:
        # 211,000件 is no 211.
        digits, end = digits + grouped.group(), grouped.end()
    if digits in _SERVICE and text[end : end + 2].strip()[:1] not in _STRONG:
        return end
    if before.isascii() and before.isalpha():
        # PM2.5 whole
        decimals = _DECIMALS.match(text, end)
        return end if decimals is None else decimals.end()
    if digits[0] == "0" and end - start > 1 and not text.startswith(".", end):
        return end
    if (
        end - start >= 3
        and text[end : end + 2].strip()[:1] not in _STRONG
        and _CONTACT.search(text, max(0, start - 24), start)
    ):
        return end
    if before in "楼座栋幢号厦路街区院园村道场" and _HOUSE.match(text, end):
        return end
    if end - start >= 3 and _ROOM.match(text, end):
        return end
    return None


def _numbers_a_heading(text: str, start: int, found: re.Match[str]) -> bool:
    """1. 1、 1) before words, at the start of a line or sentence; 1. before words anywhere.

    `共12、13件` and `第3、5条` are no numbering: there a digit follows.
    """
    after = text[found.end() : found.end() + 1]
    if not after or after.isdigit():
        return False
    before = text[start - 1] if start else "\n"
    if before in _OPENERS:
        return found.group()[-1] != ":" or before == "\n"
    return found.group()[-1] in ".．" and not after.isspace()
