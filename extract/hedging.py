"""From a number read to the interval it stands for: printed precision, 余/多, words around it (近, 约, 以上)."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from msgspec import Struct

from ..model import Hedge, Quantity
from .numerals import last_place, tidy
from .scan import late
from .vocabulary import vocabulary

Kind = Literal["near", "about", "over", "under", "most"]
Bounds = tuple[Decimal | None, Decimal | None, bool, bool]
_ZERO = Decimal(0)
_WORDS = vocabulary("hedges")
_KINDS: tuple[Kind, ...] = ("near", "about", "over", "under", "most")


def _table(side: str) -> dict[str, Kind]:
    return {word: kind for kind in _KINDS for word in _WORDS.get(f"{side}_{kind}", ())}


_BEFORE = _table("before")
_AFTER = _table("after")
HEDGES_BEFORE = frozenset(_BEFORE) | {""}
HEDGES_AFTER = frozenset(_AFTER) | {""}
_NOT_BEFORE = frozenset(_WORDS["not_before"])
_BEFORE_LAST = frozenset(word[-1] for word in _BEFORE) | {"上", "过"}
_AFTER_FIRST = frozenset(word[0] for word in _AFTER)
# 30分钟内 and 20个工作日内, but not 3家内资企业.
_WITHIN = late(r"(?<=[钟时日天月年周秒])内(?![设资部外容])|(?<=个)工作日(?:以|之)?内")
_NAMES: dict[Kind, Hedge] = {"near": "under", "about": "about", "over": "over", "under": "under", "most": "under"}


class Reading(Struct, frozen=True):
    """A number read at a place, before the words around it.

    `place` is its last printed place, None for a plain count; `more` says that 余 or 多 follows the digits;
    `upper` is the other end of a range.
    """

    start: int
    end: int
    value: Decimal
    place: Decimal | None
    more: bool
    unit: str
    upper: Decimal | None = None


def quantity(text: str, reading: Reading) -> Quantity:
    """The interval of a number that stands in `text`, hedges taken from the words next to it."""
    before, after = hedged_before(text, reading.start), hedged_after(text, reading.end)
    if reading.upper is not None:
        return Quantity(None, reading.value, reading.upper, False, False, reading.unit, "range")
    bounds = printed(reading.value, reading.place)
    if not reading.more and before is None and after is None:
        return Quantity(reading.value, *bounds, reading.unit, "exact")
    kinds = tuple(kind for kind in (before, after) if kind is not None)
    bounds, hedge = hedged(reading.value, reading.more, kinds)
    return Quantity(reading.value, *bounds, reading.unit, hedge)


def hedged_before(text: str, start: int) -> Kind | None:
    """The hedge that ends at `start`, spaces left aside."""
    if start and text[start - 1] == " ":
        start -= 1
    if not start or text[start - 1] not in _BEFORE_LAST:
        return None
    if text[max(0, start - 2) : start] in _NOT_BEFORE:
        return None
    if text[start - 1] in "上过" and text[start : start + 1] in "百千万亿":
        # 上百家, 过万亿元; 县级以上10家 is none.
        return None if text[max(0, start - 2) : start] in ("通过", "经过") else "over"
    for length in range(min(3, start), 0, -1):
        kind = _BEFORE.get(text[start - length : start])
        if kind is not None:
            return kind
    return None


def hedged_after(text: str, end: int) -> Kind | None:
    """The hedge that starts at `end`, spaces left aside."""
    if text[end : end + 1] == " ":
        end += 1
    if text[end : end + 1] not in _AFTER_FIRST:
        return "most" if text.startswith(("内", "工作日"), end) and _WITHIN.match(text, end) else None
    for length in (3, 2, 1):
        kind = _AFTER.get(text[end : end + length])
        if kind is not None:
            return kind
    return None


def printed(value: Decimal, place: Decimal | None) -> Bounds:
    """What a number printed to `place` may stand for; None: it is exact."""
    if place is None:
        return value, value, False, False
    if value < 0:
        return value - place, value + place / 2, True, False
    return (value - place / 2 if value else _ZERO), value + place, False, True


def hedged(value: Decimal, more: bool, kinds: tuple[Kind, ...]) -> tuple[Bounds, Hedge]:
    """The bounds that 余/多 (`more`) and the hedges around the number leave; contradictory ones leave nothing."""
    step = tidy(last_place(value))
    found: list[tuple[Bounds, Hedge]] = []
    if more:
        found.append(((value, value + step, True, True), "over"))
    for kind in kinds:
        if kind == "near":
            limits: Bounds = (value - step, value, False, True)
        elif kind == "about":
            limits = (value - step / 2, value + step / 2, False, False)
        elif kind == "over":
            limits = (value, None, False, False)
        else:
            limits = (_ZERO, value, False, kind == "under")
        found.append((limits, _NAMES[kind]))
    result, name = found[0]
    for limits, other in found[1:]:
        result = _meet(result, limits)
        name = name if name == other else "about"
    return result, name


def _meet(a: Bounds, b: Bounds) -> Bounds:
    lo, lo_open = max(((x[0], x[2]) for x in (a, b) if x[0] is not None), default=(None, False))
    highs = [(x[1], not x[3]) for x in (a, b) if x[1] is not None]
    if not highs:
        return lo, None, lo_open, False
    hi, closed = min(highs)
    return lo, hi, lo_open, not closed
