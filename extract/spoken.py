"""Numbers written with Chinese numerals: 三千七百多项, 百分之九十五, 三分之二, 七成, 翻一番, 半年.

Most Chinese numerals in running text count nothing (统一, 三公, 第一, 十三五): one counts only before a measure word.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from decimal import Decimal

from .hedging import Reading, hedged_after
from .masks import Span
from .numerals import DIGITS, chinese_number, part_of_one, tidy
from .ordinals import is_ordinal
from .scan import Rare, late, scan
from .units import RATIO, SINGLE, SPOKEN, is_yuan, unit_at
from .vocabulary import vocabulary

_N = "零〇○一二两三四五六七八九十百千万亿"
_ONES = "一二两三四五六七八九"
_CANDIDATE = late(
    rf"""(?P<whole>百分百)
    | (?P<percent>[百千万]分之)(?:(?P<rate>[{_N}]+)(?:点(?P<points>[零〇一二三四五六七八九]+))?
        |(?P<digits>\d+(?:\.\d+)?))(?P<more>多|余)?(?:个百分点)?
    | (?P<below>[{_N}]+)分之(?P<above>[{_N}]+)
    | (?P<tenths>[{_ONES}])(?:点(?P<tenth>[{_ONES}]))?成(?P<rest>[{_ONES}半])?(?P<tenths_more>多(?![种样个元])|余)?
        (?![立功员果效本交绩长都品群熟就份型章人了])
    | 一半(?=以上|以下|左右|的|[,。;、)]|$)
    | (?P<number>[{_N}]+)(?:点(?P<decimals>[{_ONES}零]+))?(?P<some>多|余|几|来)?(?P<scale>万|亿)?
        (?P<some2>多|余)?(?P<half>个?半)?(?=[^\s,。;、:)])
    | 翻了?(?P<times>[一两二三四]|\d)?番
    | (?P<part>半)(?=数|年|天|小时|个月|个小时|个工作日)
    """,
    re.VERBOSE,
)
# What every candidate starts with.
_FIRST = late(f"[{_N}半翻]")
_IDIOMS = vocabulary("names")["idiom"]
_IDIOM_LENGTHS = tuple(sorted({len(word) for word in _IDIOMS}))
_IDIOM_SET = frozenset(_IDIOMS)
_NOT_BEFORE = frozenset("第几数初")
_BIG = frozenset("百千万亿")
# 上百家, 突破百亿元, 近千人; 百家争鸣 and 每万人 count nothing.
_BEFORE_BIG = frozenset("近上逾超约过成破达")
_NAMED_AFTER = frozenset("报精会以代召胜上的和、，。”,")
_ONLY = Rare(
    r"(?:仅|只|共|仅有|各|有|召开|举办|组织|开展|公开|收到|受理|制定|出台|废止|每月|每季度|每年|每周|至少|增加|减少|新增|为|和|及|明确)$"
)
_NOT_ONE = frozenset("了为是进同另之唯逐统专单每任某这那哪其")
_ORDINAL_AFTER = ("工程", "项目", "建设", "规划", "行动", "计划", "级", "制", "化")


def spoken_at(plain: str, spans: list[Span]) -> list[Reading]:
    """All quantities in Chinese numerals, in order, names and idioms left out."""
    starts = [start for start, _ in spans]
    found = []
    for match in scan(_FIRST, _CANDIDATE, plain):
        at = match.start()
        index = bisect_right(starts, at) - 1
        if index >= 0 and at < spans[index][1]:
            continue
        read = _read(plain, match)
        if read is not None:
            found.append(read)
    return found


def _read(plain: str, match: re.Match[str]) -> Reading | None:
    group = match.lastgroup
    start, end = match.span()
    if match["whole"]:
        return Reading(start, end, Decimal(100), Decimal(1), False, "%")
    if match["percent"]:
        return _percent(match)
    if match["below"]:
        return _fraction(match)
    if match["tenths"]:
        return _tenths(plain, match)
    if match["number"]:
        return _counted(plain, match)
    if group == "part":
        if start and plain[start - 1] in "上下前后一多大过对折夜":
            return None if plain[end : end + 1] != "数" else Reading(start, end + 1, Decimal("0.5"), None, False, "")
        unit = unit_at(plain, end)
        return (
            Reading(start, unit.end, Decimal("0.5"), None, False, unit.name)
            if unit
            else (Reading(start, end + 1, Decimal("0.5"), None, False, "") if plain[end] == "数" else None)
        )
    if match.group() == "一半":
        return Reading(start, end, Decimal("0.5"), None, False, "")
    times = match["times"]
    factor = 1 if times is None else DIGITS[times] if times in DIGITS else int(times)
    return Reading(start, end, Decimal(2**factor), Decimal(1), False, "倍")


def _percent(match: re.Match[str]) -> Reading | None:
    unit = {"百": "%", "千": "‰", "万": "‱"}[match["percent"][0]]
    if match.group().endswith("个百分点"):
        return None
    if match["digits"]:
        value = Decimal(match["digits"])
        exponent = int(value.as_tuple().exponent)
        return Reading(*match.span(), value, Decimal(1).scaleb(exponent), bool(match["more"]), unit)
    number = chinese_number(match["rate"])
    if number is None:
        return None
    value, place = Decimal(number[0]), Decimal(1)
    if match["points"]:
        digits = "".join(str(DIGITS[c]) for c in match["points"])
        value, place = Decimal(f"{number[0]}.{digits}"), Decimal(1).scaleb(-len(digits))
    return Reading(*match.span(), value, place, bool(match["more"]), unit)


def _fraction(match: re.Match[str]) -> Reading | None:
    below, above = chinese_number(match["below"]), chinese_number(match["above"])
    if below is None or above is None or not 0 < above[0] < below[0]:
        return None
    return Reading(*match.span(), *part_of_one(above[0], below[0]), False, "")


def _tenths(plain: str, match: re.Match[str]) -> Reading | None:
    start = match.start()
    if (start and plain[start - 1] in "第不") or (
        match["tenths"] == "一" and plain[start - 1 : start] in ("", "有", "完")
    ):
        return None
    rest = match["rest"] or match["tenth"]
    value = DIGITS[match["tenths"]] * 10 + (0 if rest is None else 5 if rest == "半" else DIGITS[rest])
    place = Decimal(10 if rest is None else 1)
    return Reading(*match.span(), Decimal(value), place, match["tenths_more"] is not None, "%")


def _counted(plain: str, match: re.Match[str]) -> Reading | None:
    start, end = match.span()
    words = match["number"]
    more = bool(match["some"] or match["some2"])
    if match["half"] and not match["half"].startswith("个") and plain[end : end + 1] in "个年":
        return None
    unit = unit_at(plain, end, SPOKEN)
    half = Decimal(0)
    if match["half"]:
        half = Decimal("0.5")
        if unit is None:
            return None
    if unit is None or _is_name(plain, start, words, unit.name, unit.end):
        return None
    if match["some"] == "几" and words[-1] not in "十百千万":
        return None
    pair = _neighbours(words)
    scale = {"万": 10**4, "亿": 10**8}.get(match["scale"] or "", 1)
    if pair is not None:
        low, high = (Decimal(n * scale) for n in pair)
        return Reading(start, unit.end, low, None, False, unit.name, high)
    number = chinese_number(words)
    if number is None or (len(words) > 1 and all(c in DIGITS for c in words)):
        return None
    return _scaled(start, unit.end, number, match, scale, half, more, unit.name)


def _scaled(
    start: int,
    end: int,
    number: tuple[int, int],
    match: re.Match[str],
    scale: int,
    half: Decimal,
    more: bool,
    unit: str,
) -> Reading:
    value, place = Decimal(number[0]) + half, Decimal(number[1])
    inexact = match["number"][-1] in "万亿" or scale > 1
    if match["decimals"]:
        digits = "".join(str(DIGITS[c]) for c in match["decimals"])
        value, place, inexact = Decimal(f"{number[0]}.{digits}"), Decimal(1).scaleb(-len(digits)), True
    if is_yuan(unit) and unit == "元":
        # 万 before 元 stays in the unit, as with digits.
        tail = match["number"][len(match["number"].rstrip("万亿")) :] if scale == 1 else match["scale"]
        if tail and number[0] != 10**4:
            factor = 1 if scale > 1 else {"万": 10**4, "亿": 10**8}[tail[-1]]
            return Reading(start, end, value / factor, max(place / factor, Decimal(1)), more, tail[-1] + unit)
    if scale > 1:
        value, place = tidy(value * scale), tidy(place * scale)
    return Reading(start, end, value, place if inexact or unit in RATIO else None, more, unit)


def _neighbours(words: str) -> tuple[int, int] | None:
    """三五个 is 3 to 5, 七八百 700 to 800."""
    if len(words) >= 2 and words[0] in DIGITS and words[1] in DIGITS and all(c not in DIGITS for c in words[2:]):
        low, high = DIGITS[words[0]], DIGITS[words[1]]
        if 0 < low < high <= low + 2:
            tail = chinese_number("一" + words[2:]) if words[2:] else (1, 1)
            if tail is not None:
                return low * tail[0], high * tail[0]
    return None


def _is_name(plain: str, start: int, words: str, unit: str, after: int) -> bool:
    before = plain[start - 1] if start else ""
    if before and (before in _NOT_BEFORE or before.isdigit() or before in "年月-."):
        # 制发数二十三件 is a number, 数十件 none.
        return before != "数" or words[0] in "十百千万亿" or len(words) == 1
    if any(plain[start : start + length] in _IDIOM_SET for length in _IDIOM_LENGTHS):
        return True
    if words[0] in _BIG and before not in _BEFORE_BIG and not _hedged(plain, start, len(words), after):
        return True
    if is_ordinal(plain, start, words, unit, after):
        return True
    follows = plain[after : after + 1]
    if words == "零":
        # 零件 and 零部件 are words; 申请为零件 is none, nor is 咨询零人次.
        closed = unit != "件" and follows in ("", *",。;、)")
        return not before or (before not in "为共计是有达:" and not closed)
    if unit == "大" and (
        (len(words) > 1 and words[0] == "十") or (words[0] in "二三" and "十" in words) or follows in _NAMED_AFTER
    ):
        return True
    if unit == "日":
        return not plain.startswith(("内", "以内", "之内"), after)
    if unit in ("年", "期", "天", "级", "类") and plain.startswith(_ORDINAL_AFTER, after):
        return True
    if unit == "年" and (follows in tuple("级底初末中度") or plain.startswith(("来", "多来"), after)):
        # 三年多来 tells since when, no number.
        return True
    if words == "一":
        return not _counts_one(plain, start, unit, follows)
    return plain[start - 2 : start] in ("之一", "进一")


def _hedged(plain: str, start: int, length: int, after: int) -> bool:
    """百余人 and 万元以上."""
    return plain[start + length] in "余多" or hedged_after(plain, after) is not None


def _counts_one(plain: str, start: int, unit: str, follows: str) -> bool:
    """一 with a measure word mostly counts nothing (一个窗口, 一次性); 一名负责人 and 仅一件 do."""
    if follows and follows in "性体些起道般把网致线旦事":
        return False
    end = start + 1 + len(unit)
    if "一" + unit in plain[max(0, start - len(unit) - 3) : start] + "|" + plain[end : end + len(unit) + 3]:
        # 干一件成一件
        return False
    if plain.rfind("“", max(0, start - 30), start) > plain.rfind("”", max(0, start - 30), start):
        # “办结一件申请、解决一个问题” is a saying.
        return False
    before = plain[max(0, start - 3) : start]
    if unit in SINGLE:
        # 明确了一名工作人员
        return not before or before[-1] not in _NOT_ONE or (unit == "名" and before[-1] == "了")
    return (
        unit in ("个", "次", "项", "条", "起", "处", "天")
        and _ONLY.search(before) is not None
        and before[-1:] not in "为和及有"
    )
