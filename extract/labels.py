"""Printed labels compared with a form's: numbering, remarks and spaces aside, wrapped and misprinted ones included."""

from __future__ import annotations

import re
from functools import lru_cache

from ..model import HAN, fold
from .scan import late

_NUMBER = late(
    rf"^(?:\((?:[一二三四五六七八九十]{{1,3}}|\d{{1,2}})\)[、.]?|[一二三四五六七八九十]{{1,3}}[、.]|\d{{1,2}}[、.)](?!\d)|\d{{1,2}}(?={HAN}))"
)
_REMARK = late(r"\([^()]*\)")
_LEAD = late(r"^(?:其中|另|含|包括)[::]")
_NOT_WORD = late(r"[^0-9A-Za-z%一-鿿㐀-䶿]+")
_UNIT_REMARK = late(r"[(\[]\s*(?:计量)?(?:单位\s*[::]?\s*)?([^()\[\]\s]{1,6})\s*[)\]]\s*$")
_UNIT_NOTE = late(r"单位\s*[::]\s*([^\s()\[\],,;;。]{1,6})")
_UNITS = frozenset(
    re.split(
        " ",
        "条 件 次 篇 个 人 人次 项 份 期 家 户 场 宗 起 名 例 部 处 元 万元 亿元 千元 百万元 万 % 条次 万条 万件 "
        "平方米 公里 吨 辆 台 套 股 元/股 美元 万美元 港元 人民币元",
    )
)
_NEGATIONS = "不未无非"


def squeeze(text: str) -> str:
    """The folded text without any white space."""
    return "".join(fold(text).split())


@lru_cache(maxsize=65536)
def core(text: str) -> str:
    """What a label says: no numbering, no bracketed remark, no punctuation."""
    plain = squeeze(text)
    bare = _LEAD.sub("", _strip_number(plain))
    without = _REMARK.sub("", bare)
    return _NOT_WORD.sub("", without) or _NOT_WORD.sub("", bare) or plain


@lru_cache(maxsize=65536)
def whole(text: str) -> str:
    """The label with its remarks, without numbering and punctuation."""
    plain = squeeze(text)
    return _NOT_WORD.sub("", _strip_number(plain)) or plain


@lru_cache(maxsize=65536)
def number_of(text: str) -> str:
    """The numbering a label begins with, bare: 一, 3; empty where there is none."""
    match = _NUMBER.match(squeeze(text))
    return match.group().strip("()、.") if match else ""


def _strip_number(plain: str) -> str:
    match = _NUMBER.match(plain)
    return plain[match.end() :] if match and match.end() < len(plain) else plain


@lru_cache(maxsize=262144)
def similarity(printed: str, label: str) -> float:
    """How likely `printed` is a printing of `label`: 1 is the same, below 0.7 another label."""
    a, b = core(printed), core(label)
    if a == b:
        return 1.0
    if whole(printed) == whole(label):
        return 1.0
    if min(len(a), len(b)) < 3:
        return 0.0
    return max(_close(*pair) for pair in {(a, b), (whole(printed), whole(label))})


def _close(a: str, b: str) -> float:
    if set(a).isdisjoint(b) or sum(map(a.count, _NEGATIONS)) != sum(map(b.count, _NEGATIONS)):
        return 0.0
    if len(a) == len(b) >= 4 and sorted(a) == sorted(b):
        # The stacked characters of a narrow header, read line by line, or two of them exchanged.
        return 0.9
    short, long = sorted((a, b), key=len)
    if len(short) >= 3 and (long.startswith(short) or long.endswith(short)):
        # Cut off by the cell's edge, or words added before or after.
        return 0.72 + 0.25 * len(short) / len(long)
    from rapidfuzz.distance import Levenshtein

    for block in Levenshtein.opcodes(a, b):
        # Two or more characters replaced in a row is another word, not a slip of the pen.
        if block.tag == "replace" and min(block.src_end - block.src_start, block.dest_end - block.dest_start) >= 2:
            return 0.0
    score: float = Levenshtein.normalized_similarity(a, b)
    return score


def unit_in(text: str) -> str:
    """The unit a label or header names in brackets or after 单位; empty where it names none."""
    plain = fold(text)
    note = _UNIT_NOTE.search(plain)
    if note:
        return _unit_word(note.group(1))
    remark = _UNIT_REMARK.search("".join(plain.split()))
    return _unit_word(remark.group(1)) if remark else ""


def is_unit(text: str) -> bool:
    """True where the text is nothing but a measure word."""
    return squeeze(text) in _UNITS


def _unit_word(text: str) -> str:
    text = text.removeprefix("人民币") or text
    return text if text in _UNITS else ""
