"""Numbers written with digits: 7,506 件, 1.8万余条次, 496.5万元, 80-100个, 1亿2300万元."""

from __future__ import annotations

from decimal import Decimal

from msgspec.structs import replace

from .alone import counts_alone, joined, next_in_list
from .hedging import Reading
from .numerals import part_of_one, scale_of, tidy
from .scan import late
from .units import RATIO, SPOKEN, TIME, Unit, is_yuan, unit_at

_NUMBER = late(r"(\d{1,3}(?:,\d{3})+(?!\d)|\d+)(\.\d+)?")
# 1亿千瓦 is counted in 千瓦, 3千万元 in 千万元.
_SCALE = late(r"\s?((?:[万亿]|百(?!分)|千(?![瓦米克伏卡帕]))+)")
_MORE = late(r"\s?(?:余(?!额|下|人员)|多(?!种多|方|次组|元化|部门|媒)|来(?=[个项件条次家名人年天])|\+(?![\dNnXx]))")
_BROKEN = late(r"[ \t]*\n[ \t]*(\d+)")
_RANGE = late(r"\s{0,2}(?:-|—{1,2}|–|~|至|到)\s{0,2}(?=\d)")
_SPACES = late(r"[ \t]{0,3}\n?[ \t]{0,2}")
_FRACTION = late(r"(\d{1,3})/(\d{1,3})(?![\d/])")
_SPACED = late(r"\d{1,3}(?: \d{3})+(?!\d)")
_CUT = frozenset("削缩精核裁递消酌扣抵增加删清压调冲锐骤")
# 3年半 is 3.5 years.
_HALF = late(r"半(?![数月年天途])")
# A unit and the rest of its sentence.
_ALONE = late(r"\S{1,3}[,。;、)]|\S{6}")
# Spaces that part thousands in print, beside the plain one.
_THIN = "\u00a0\u2009\u202f"
# Words whose number may be followed by another: 表1 234件.
_NUMBERS_FOLLOW = frozenset("第表图附件录页章节条款项号年月日时分期级类组栏列格例")
_BEFORE_MINUS = frozenset("比长降减为是约达:(,、 \n\t|较幅")
_LEADS_TO_PARTS = ("等", "共", "分")
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
            if not first.unit and second.place is not None and second.unit not in RATIO:
                scaled = tidy(low * _borrowed(plain, joint.end(), second))
                low = scaled if scaled < second.value else low
            if low < second.value:
                return replace(second, start=first.start, value=low, upper=second.value)
    if first.unit:
        return first
    return _listed(text, plain, first) or (first if counts_alone(plain, first) else None)


def _listed(text: str, plain: str, first: Reading) -> Reading | None:
    """A number of a list whose last one has the unit: 3、5和8件."""
    at = next_in_list(plain, first)
    second = _one(text, plain, at) if at is not None else None
    if second is not None and not second.unit:
        second = _listed(text, plain, second)
    return joined(plain, first, second) if second is not None else None


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
        whole, end = _thousands(text, plain, at, whole, end)
    elif not decimals and plain.startswith(" ", end):
        whole, end = _spaced(text, plain, at, whole, end)
    if not decimals and plain.startswith((" ", "\t", "\n", "/"), end):
        whole, end = _over_line_break(plain, at, whole, end)
        fraction = _FRACTION.match(plain, at)
        if fraction is not None and 0 < int(fraction.group(1)) < int(fraction.group(2)):
            return Reading(at, fraction.end(), *part_of_one(*map(int, fraction.groups())), False, "")
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
    half = _HALF.match(plain, end) if name in TIME else None
    if half is not None:
        number, end = number + Decimal("0.5"), half.end()
    if name == "成":
        number, place, name, inexact = number * 10, place * 10, "%", True
    return Reading(start, end, number, place if inexact or name in RATIO else None, more, name)


def _thousands(text: str, plain: str, at: int, whole: str, end: int) -> tuple[str, int]:
    """A full-width comma between half-width digits parts thousands only where a word before and a unit behind say so.

    受理1，234件 is one number; 分别为1，234件 are two.
    """
    for i, char in enumerate(whole):
        if char == "," and text[at + i] != "," and text[at + i - 1] < "\uff10":
            if _said_of_one(plain, at) and unit_at(plain, end) is not None:
                break
            return whole[:i].replace(",", ""), at + i
    return whole.replace(",", ""), end


def _said_of_one(plain: str, at: int) -> bool:
    """Whether a word stands right before the digits that leads to one number: not 分别, a list, or 第 and 表."""
    before = plain[at - 1 : at]
    if before == " ":
        before = plain[at - 2 : at - 1] if at > 1 else ""
    of_one = "\u4e00" <= before <= "\u9fff" and before not in _NUMBERS_FOLLOW
    return of_one and "分别" not in plain[max(0, at - 12) : at]


def _spaced(text: str, plain: str, at: int, whole: str, end: int) -> tuple[str, int]:
    """收到1 234件: thousands parted by thin spaces, or by plain ones after a word that leads to one number."""
    found = _SPACED.match(plain, at)
    if found is None:
        return whole, end
    thin = all(char in _THIN for char in text[at : found.end()] if not char.isdigit())
    if thin or (_said_of_one(plain, at) and unit_at(plain, _past_space(plain, found.end()))):
        return found.group().replace(" ", ""), found.end()
    return whole, end


def _past_space(plain: str, at: int) -> int:
    return at + 1 if plain[at : at + 1] == " " else at


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
        if "\t" in gap.group() or ("\n" in gap.group() and not _runs_on(plain, at, gap.end())):
            return None
        end = gap.end()
        char = plain[end : end + 1]
    if not char:
        return None
    unit = unit_at(plain, end)
    if unit is None and plain.startswith("部分", end) and plain[at - 1 : at] in _LEADS_TO_PARTS:
        # 由概述、附表等6部分组成; 予以公开12部分公开3 is no 12 parts.
        return unit_at(plain, end, SPOKEN)
    return unit if unit is not None and _fits(plain, at, unit) else None


def _runs_on(plain: str, at: int, unit: int) -> bool:
    """Whether a line that ends with the number at `at` goes on with the word at `unit`.

    Also where mark-up put the number on a line of its own: 累计公开\n5928\n条,占九成.
    """
    line = plain.rfind("\n", 0, at)
    if at - line > 8 and ("\u4e00" <= plain[at - 1] <= "\u9fff" or plain[at - 1] in "约近,、"):
        return True
    alone = at - line == 1 and line > 8 and "\u4e00" <= plain[line - 1] <= "\u9fff"
    return alone and _ALONE.match(plain, unit) is not None


def _fits(plain: str, at: int, unit: Unit) -> bool:
    """Not 2016对比, 3成立, 20日 (a date)."""
    if unit.name == "日":
        return plain.startswith(("内", "以内", "之内"), unit.end)
    if unit.name not in _WEAK and unit.name != "成":
        return True
    digits = _NUMBER.match(plain, at)
    assert digits is not None
    if unit.name == "成":
        return len(digits.group()) <= 3 and plain[unit.end : unit.end + 1] not in tuple("了份就章型长人")
    return not (len(digits.group()) == 4 and plain[at : at + 2] in ("19", "20"))


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
