"""Headings told by their numbering, the title of a document, and sections from headings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..model import HAN, Block, Section, fold

_CN = "一二三四五六七八九十百零〇"
# The order of levels in official documents (GB/T 9704): 一、 （一） 1. （1） ①
_NUMBERINGS = (
    (1, re.compile(rf"第\s?[{_CN}\d]{{1,4}}\s?(?:部分|章|篇)")),
    (1, re.compile(rf"[{_CN}]{{1,3}}\s?[、.,]")),
    (2, re.compile(rf"\(\s?[{_CN}]{{1,3}}\s?\)")),
    (3, re.compile(r"\d{1,2}\s?(?:[.](?!\d)|、)")),
    (4, re.compile(r"\(\s?\d{1,2}\s?\)")),
)
# No numbering is longer, with the character that must not follow it.
_LONGEST = 12
_CIRCLED = re.compile(r"[①-⑳]")
_TITLE_WORD = re.compile(
    r"(?:报告|年报|报表|公报|总结|统计表|情况表|决算|模板|模版|格式)(?:的(?:公示|公告|说明))?(?:[(（【《].{0,20})?$"
)
# What a line holds that begins in the middle of a title.
_REST = re.compile(r"(?:信?息?公?开?工?作)?(?:年?度)?(?:工作)?(?:报告|年报)$|(?:部门|单位)?决算(?:公开|报告|说明)?$")
_LINES_OF_TITLE = 4
# Where the page stands on its site: 首页 > 政府信息公开 > 年报.
_TRAIL = re.compile(r"[>＞»→]|->")
_SENTENCE = re.compile(r"[。！？；;!?]")
_PAREN = str.maketrans("（）．，", "().,")


def numbering(text: str) -> tuple[int, str] | None:
    """Level and printed number where the text opens with one: `（二）工作` gives (2, "（二）")."""
    stripped = text.lstrip()
    plain = fold(stripped[:_LONGEST]).translate(_PAREN)
    if _CIRCLED.match(stripped):
        return 5, stripped[0]
    for level, pattern in _NUMBERINGS:
        match = pattern.match(plain)
        if match:
            return level, stripped[: match.end()].strip()
    return None


def heading_level(text: str) -> int | None:
    """The level of a line that is a heading by its numbering: short, one clause, no list item's ending."""
    stripped = text.strip()
    if len(stripped) > 42 or "\n" in stripped:
        return None
    found = numbering(stripped)
    if found is None:
        return None
    body = stripped[len(found[1]) :].strip()
    if not body or body[-1] in "；;，,：:、" or _SENTENCE.search(body[:-1]):
        return None
    if body[-1] in "。!！?？" and (len(body) > 32 or "，" in body or "," in body):
        return None
    return found[0]


def find_title(lines: Sequence[str]) -> str | None:
    """The title among the first lines of a document: what ends in 报告 and the like, before the first heading.

    A name standing alone on the line above belongs to it (局 above 2023年度报告).
    """
    for index, line in enumerate(lines[:12]):
        text = _closed_up(line.strip())
        if numbering(text) is not None or len(text) > 80:
            return None
        if _SENTENCE.search(text) or _TRAIL.search(text) or not _TITLE_WORD.search(text):
            continue
        for above in range(index - 1, max(-1, index - _LINES_OF_TITLE), -1):
            name = lines[above].strip()
            if not _belongs(name, text, lines[index + 1 :]):
                break
            text = name + text
        return text
    return None


def _closed_up(text: str) -> str:
    """年 度 报 告 without the spaces between its characters."""
    pieces = text.split()
    return "".join(pieces) if len(pieces) >= 6 and max(map(len, pieces)) <= 4 else text


def _belongs(above: str, text: str, following: Sequence[str]) -> bool:
    """Whether the line above is a part of the title that goes on with `text`."""
    if not above or len(above) > 40 or _SENTENCE.search(above) or _TRAIL.search(above):
        return False
    if _REST.match(text):
        # A title that was too long for its line.
        return True
    if re.fullmatch(r"[\d二〇○零一三四五六七八九]{4}\s?年度?", above):
        return re.match("政府信息|政务公开|信息公开", text) is not None
    if re.search(r"[\d：:。，,|/>〔]", above):
        return False
    if re.match(r"(?:关于)?[\d二〇○零一三四五六七八九]{4}\s?年|年度|政府信息|信息公开", text):
        return True
    # A name broken over two lines stands whole further down.
    name = re.match(rf"{HAN}{{2,20}}(?=20\d\d)", text)
    return name is not None and any(above + name.group() in line for line in following[:40])


def sections_of(blocks: Sequence[Block], text: str) -> tuple[Section, ...]:
    """One section a heading block; it ends where the next heading begins, of whatever level."""
    heads = [block for block in blocks if block.kind == "heading" and block.level]
    found = []
    for position, block in enumerate(heads):
        end = heads[position + 1].start if position + 1 < len(heads) else len(text)
        printed = text[block.start : block.end].strip()
        number = numbering(printed)
        title = printed[len(number[1]) :].strip() if number else printed
        found.append(Section(title, number[1] if number else None, block.level or 1, block.start, end))
    return tuple(found)
