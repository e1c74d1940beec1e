"""Automatic numbering of Word rendered as the reader sees it: 一、（一）1. often exist only in numbering.xml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from .wordpackage import Package, W
from .wordstyles import Look, Styles

_VAL, _NUM_PR = W + "val", W + "numPr"
_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_COUNTING = frozenset(
    ("chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "taiwaneseCountingThousand",
     "japaneseCounting", "koreanCounting", "japaneseDigitalTenThousand")
)  # fmt: skip
_CLOSING = "、，．.。）)】》〕:："


class _Level(Struct):
    start: int = 1
    format: str = "decimal"
    text: str = ""
    tail: str = "tab"
    legal: bool = False
    restart: bool = True
    style: str | None = None


class _List(Struct):
    """One abstract list: its levels and how far it has counted."""

    levels: dict[int, _Level] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)
    link: str | None = None


class Numbering:
    """Counts through a document; `label` must be asked for every paragraph, in order."""

    def __init__(self, package: Package, styles: Styles) -> None:
        self._package = package
        self._styles = styles
        self._lists: dict[str, _List] | None = None
        self._nums: dict[str, tuple[str, dict[int, int], dict[int, _Level]]] = {}

    def label(self, properties: Mapping[str, Any], look: Look) -> tuple[str, bool]:
        """The printed number with what separates it from the text, and whether it is a bullet."""
        own = properties.get(_NUM_PR)
        if own is None and look.number is None:
            return "", False
        number, level = _of(own, "numId"), _of(own, "ilvl")
        if number is None and look.number is not None:
            number, level = look.number[0], level or look.number[1]
        if number is None or number == "0":
            return "", False
        if self._lists is None:
            self._lists = {}
            self._load(self._lists)
        if number not in self._nums:
            return "", False
        abstract, overrides, replaced = self._nums[number]
        found = self._lists.get(abstract)
        if found is None:
            return "", False
        at = int(level) if level and re.fullmatch(r"\d", level) else _level_of_style(found, look.style)
        return self._count(found, number, at, overrides, replaced)

    def _count(
        self, found: _List, number: str, at: int, overrides: dict[int, int], replaced: dict[int, _Level]
    ) -> tuple[str, bool]:
        levels = {**found.levels, **replaced}
        level = levels.get(at, _Level())
        if number not in found.begun:
            found.begun.add(number)
            for position, start in overrides.items():
                found.counts[position] = start - 1
        found.counts[at] = found.counts.get(at, level.start - 1) + 1
        for deeper in [position for position in found.counts if position > at]:
            if levels.get(deeper, level).restart:
                del found.counts[deeper]
        if level.format == "bullet":
            return "", True
        if level.format == "none" and "%" not in level.text:
            return level.text, False
        text = re.sub(r"%([1-9])", lambda m: self._value(found, levels, int(m[1]) - 1, level.legal), level.text)
        if not text:
            return "", False
        gap = "" if level.tail == "nothing" or text[-1] in _CLOSING else " "
        return text + gap, False

    def _value(self, found: _List, levels: dict[int, _Level], at: int, legal: bool) -> str:
        level = levels.get(at, _Level())
        return render(found.counts.get(at, level.start), "decimal" if legal else level.format)

    def _load(self, lists: dict[str, _List]) -> None:
        root = self._package.part("numbering")
        if root is None:
            return
        by_link: dict[str, str] = {}
        for element in root.iterfind(W + "abstractNum"):
            name = element.get(W + "abstractNumId", "")
            made = lists[name] = _List(dict(map(_level, element.iterfind(W + "lvl"))))
            made.link = _of(element, "numStyleLink")
            style = _of(element, "styleLink")
            if style:
                by_link[style] = name
        for made in lists.values():
            if made.link and not made.levels and made.link in by_link:
                made.levels = lists[by_link[made.link]].levels
        for element in root.iterfind(W + "num"):
            overrides: dict[int, int] = {}
            replaced: dict[int, _Level] = {}
            for change in element.iterfind(W + "lvlOverride"):
                at = int(change.get(W + "ilvl", "0") or 0) if change.get(W + "ilvl", "0").isdigit() else 0
                start = _of(change, "startOverride")
                if start and re.fullmatch(r"\d{1,6}", start):
                    overrides[at] = int(start)
                inner = change.find(W + "lvl")
                if inner is not None:
                    replaced[at] = _level(inner)[1]
            self._nums[element.get(W + "numId", "")] = (_of(element, "abstractNumId") or "", overrides, replaced)


def _level(element: Any) -> tuple[int, _Level]:
    at = element.get(W + "ilvl", "0")
    start = _of(element, "start") or "1"
    # Newer formats hide behind a choice: <mc:AlternateContent><mc:Choice><w:numFmt w:val="custom"/>.
    format = next((f.get(_VAL, "") for f in element.iter(W + "numFmt") if f.get(_VAL) != "custom"), "decimal")
    text = _of(element, "lvlText") or ""
    legal = element.find(W + "isLgl")
    return (int(at) if at.isdigit() else 0), _Level(
        int(start) if re.fullmatch(r"\d{1,6}", start) else 1,
        format or "decimal",
        text,
        _of(element, "suff") or "tab",
        legal is not None and legal.get(_VAL, "1") not in ("0", "false"),
        _of(element, "lvlRestart") != "0",
        _of(element, "pStyle"),
    )


def _level_of_style(found: _List, style: str | None) -> int:
    return next((at for at, level in found.levels.items() if style and level.style == style), 0)


def _of(element: Any, name: str) -> str | None:
    child = element.find(W + name) if element is not None else None
    value = child.get(_VAL) if child is not None else None
    return str(value) if value is not None else None


def render(number: int, format: str) -> str:
    """A number in one of Word's counting formats; an unknown format counts in digits."""
    if format in _COUNTING:
        return _counting(number)
    if format in ("ideographDigital", "taiwaneseDigital", "koreanDigital2"):
        return "".join(_DIGITS[int(digit)] for digit in str(number))
    if format in ("chineseLegalSimplified", "ideographLegalTraditional"):
        return _counting(number, _LEGAL, "拾佰仟")
    if format == "ideographTraditional":
        return _STEMS[(number - 1) % 10]
    if format == "ideographZodiac":
        return _BRANCHES[(number - 1) % 12]
    if format in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1 if number < 1000 else 1)
        return letter if format == "lowerLetter" else letter.upper()
    if format in ("lowerRoman", "upperRoman"):
        roman = _roman(number)
        return roman.lower() if format == "lowerRoman" else roman
    return _decimal(number, format)


def _decimal(number: int, format: str) -> str:
    enclosed = {
        "decimalEnclosedCircle": 0x2460,
        "decimalEnclosedCircleChinese": 0x2460,
        "decimalEnclosedParen": 0x2474,
        "decimalEnclosedFullstop": 0x2488,
    }
    if format in enclosed and 1 <= number <= 20:
        return chr(enclosed[format] + number - 1)
    if format in ("decimalFullWidth", "decimalFullWidth2"):
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))
    return f"{number:02d}" if format == "decimalZero" else str(number)


def _counting(number: int, digits: str = _DIGITS, places: str = "十百千") -> str:
    """十一, 二十, 一百零五; past 9999 in digits."""
    if number == 0:
        return "〇" if digits == _DIGITS else digits[0]
    if not 0 < number < 10_000:
        return str(number)
    zero = "零"
    parts: list[str] = []
    pending = False
    for place in range(len(str(number)) - 1, -1, -1):
        digit = number // 10**place % 10
        if digit:
            parts.append((zero if pending and parts else "") + digits[digit] + ("", *places)[place])
            pending = False
        else:
            pending = True
    text = "".join(parts)
    return text[1:] if digits == _DIGITS and 10 <= number < 20 else text


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    values = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
              (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
    text = ""
    for value, mark in values:
        count, number = divmod(number, value)
        text += mark * count
    return text
