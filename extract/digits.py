"""Numbers written with digits: 7,506 件, 1.8万余条次, 496.5万元, 80-100个, 1亿2300万元."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from .hedging import Reading
from .numerals import scale_of, tidy
from .units import RATIO, Unit, is_yuan, unit_at

_NUMBER = re.compile(r"(\d{1,3}(?:,\d{3})+(?!\d)|\d+)(\.\d+)?")
_SCALE = re.compile(r"\s?([百千万亿]+)")
_MORE = re.compile(r"\s?(?:余(?!额|下|人员)|多(?!种多|方|次组|元化|部门|媒)|来(?=[个项件条次家名人年天]))")
_BROKEN = re.compile(r"[ \t]*\n[ \t]*(\d+)")
_RANGE = re.compile(r"\s{0,2}(?:-|—{1,2}|–|~|至|到)\s{0,2}(?=\d)")
_SPACES = re.compile(r"[ \t]{0,3}\n?[ \t]{0,2}")
_FRACTION = re.compile(r"(\d{1,3})/(\d{1,3})(?![\d/])")
# Before a number without a unit that ends its clause.
_COUNTS = frozenset("数量为共计达约近有是:于至率了超逾增减占升降长额到值分")
_STOPS = frozenset("\x1e。,、;:)】]>\n\r\t |”")
_CUT = frozenset("削缩精核裁递消酌扣抵增加删清")
_BEFORE_MINUS = frozenset("比长降减为是约达:(,、 \n\t|较幅")
_WEAK = frozenset("大分所口字位本单")


def read_digits(text: str, plain: str, at: int) -> Reading | None:
    """The quantity whose first digit stands at `at`, ranges joined; None where the digits count nothing."""
    first = _one(text, plain, at)
    if first is None:
        return None
    joint = _RANGE.match(plain, first.end)
    if joint is not None and not first.more:
        second = _one(text, plain, joint.end())
        if second is not None and (not first.unit or first.unit == second.unit) and second.unit:
            low = first.value
            if not first.unit and first.place is None and second.place is not None and second.unit not in RATIO:
                low *= _borrowed(plain, joint.end(), second)
            if low < second.value:
                return replace(second, start=first.start, value=low, upper=second.value)
    if not first.unit and not _stands_alone(plain, first):
        return None
    return first


def _borrowed(plain: str, at: int, second: Reading) -> Decimal:
    """1-2万 scales both ends."""
    found = _NUMBER.match(plain, at)
    scale = _SCALE.match(plain, found.end()) if found else None
    return Decimal(scale_of(scale.group(1))) if scale is not None and not is_yuan(second.unit[-1:]) else Decimal(1)


def _one(text: str, plain: str, at: int) -> Reading | None:
    found = _NUMBER.match(plain, at)
    if found is None:
        return None
    whole, decimals, end = found.group(1), found.group(2) or "", found.end()
    if "," in whole:
        whole, end = _thousands(text, at, whole, end)
    if not decimals:
        whole, end = _over_line_break(plain, at, whole, end)
        fraction = _FRACTION.match(plain, at)
        if fraction is not None and 0 < int(fraction.group(1)) < int(fraction.group(2)):
            value = (Decimal(fraction.group(1)) / Decimal(fraction.group(2))).quantize(Decimal("0.000001"))
            return Reading(at, fraction.end(), value, Decimal("0.000001"), False, "")
    number = Decimal(whole + decimals)
    place = Decimal(1).scaleb(-(len(decimals) - 1)) if decimals else Decimal(1)
    return _with_unit(plain, at, end, number, place, bool(decimals))


def _with_unit(plain: str, at: int, end: int, number: Decimal, place: Decimal, inexact: bool) -> Reading:
    start = _signed(plain, at)
    if start < at and plain[start] != "+":
        number = -number
    scale, more = "", False
    unit = _unit_after(plain, at, end)
    while unit is None:
        extra = _MORE.match(plain, end) if not more else None
        if extra is not None:
            more, end = True, extra.end()
        else:
            found = _SCALE.match(plain, end)
            if found is None:
                break
            scale += found.group(1)
            end = found.end()
            compound = _compound(plain, end, scale, number)
            if compound is not None:
                end, scale, number, place = compound
        unit = _unit_after(plain, at, end)
    name = ""
    if unit is not None:
        name, end = unit.name, unit.end
        if scale and is_yuan(name):
            name, inexact, scale = scale + name, True, ""
    if scale:
        factor = scale_of(scale)
        number, place, inexact = tidy(number * factor), tidy(place * factor), True
    if name == "成":
        number, place, name, inexact = number * 10, place * 10, "%", True
    return Reading(start, end, number, place if inexact or name in RATIO else None, more, name)


def _thousands(text: str, at: int, whole: str, end: int) -> tuple[str, int]:
    """A full-width comma between half-width digits separates two numbers, not thousands."""
    for i, char in enumerate(whole):
        if char == "," and text[at + i] != "," and text[at + i - 1] < "\uff10":
            return whole[:i].replace(",", ""), at + i
    return whole.replace(",", ""), end


def _over_line_break(plain: str, at: int, whole: str, end: int) -> tuple[str, int]:
    """收到34\\n26件: a number broken by the end of a printed line inside running text."""
    broken = _BROKEN.match(plain, end)
    if broken is None or at == 0 or not "\u4e00" <= plain[at - 1] <= "\u9fff":
        return whole, end
    unit = unit_at(plain, broken.end())
    line = plain.rfind("\n", 0, at)
    if unit is None or at - line < 12:
        return whole, end
    return whole + broken.group(1), broken.end()


def _unit_after(plain: str, at: int, end: int) -> Unit | None:
    """The unit after spaces, over a line break only where the number ends a line of running text."""
    char = plain[end : end + 1]
    if char == " " or char == "\n" or char == "\t":
        gap = _SPACES.match(plain, end)
        assert gap is not None
        if "\t" in gap.group() or ("\n" in gap.group() and not _runs_on(plain, at)):
            return None
        end = gap.end()
        char = plain[end : end + 1]
    if not char:
        return None
    unit = unit_at(plain, end)
    if unit is None or not _fits(plain, at, unit):
        return None
    return unit


def _runs_on(plain: str, at: int) -> bool:
    line = plain.rfind("\n", 0, at)
    return at - line > 8 and ("\u4e00" <= plain[at - 1] <= "\u9fff" or plain[at - 1] in "约近,、")


def _fits(plain: str, at: int, unit: Unit) -> bool:
    """Not 2016对比, 3成立, 20日 (a date)."""
    digits = _NUMBER.match(plain, at)
    assert digits is not None
    if unit.name == "成":
        return len(digits.group()) <= 3 and plain[unit.end : unit.end + 1] not in tuple("了份就章型长人")
    if unit.name == "日":
        return plain.startswith(("内", "以内", "之内"), unit.end)
    return not (unit.name in _WEAK and len(digits.group()) == 4 and plain[at : at + 2] in ("19", "20"))


def _compound(plain: str, end: int, scale: str, number: Decimal) -> tuple[int, str, Decimal, Decimal] | None:
    """1亿2300万 counted in 万: end, scale, number and place."""
    found = _NUMBER.match(plain, end)
    if found is None or "," in found.group() or scale[-1] not in "亿万千":
        return None
    smaller = _SCALE.match(plain, found.end())
    low = scale_of(smaller.group(1)) if smaller is not None else 1
    if smaller is None or low >= scale_of(scale):
        return None
    total = number * scale_of(scale) / low + Decimal(found.group())
    decimals = found.group(2) or "."
    return smaller.end(), smaller.group(1), total, Decimal(1).scaleb(-(len(decimals) - 1))


def _signed(plain: str, at: int) -> int:
    """Where the number starts with its sign: -2, +3, 减2, but not 精减2, 80-100, A-2."""
    before = plain[at - 1] if at else ""
    if before == "减":
        return at if at > 1 and plain[at - 2] in _CUT else at - 1
    if before in "-+" and before:
        outer = plain[at - 2] if at > 1 else "\n"
        line_start = outer == "\n" and before == "-"
        return at - 1 if outer in _BEFORE_MINUS and not line_start else at
    return at


def _stands_alone(plain: str, read: Reading) -> bool:
    """A number without a unit is a figure where a counting word leads to it and its clause ends."""
    start, end = read.start, read.end
    while start and plain[start - 1] in " ":
        start -= 1
    before = plain[start - 1] if start else ""
    if before and before not in _COUNTS:
        return False
    while plain[end : end + 1] == " ":
        end += 1
    if plain[end : end + 1] == "、" and read.end - read.start <= 2 and read.place is None:
        return plain[end + 1 : end + 2].isdigit()
    return end >= len(plain) or plain[end] in _STOPS
