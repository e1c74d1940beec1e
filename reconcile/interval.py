"""Intervals of Decimal numbers, open or closed, and what a printed number may stand for.

None as a bound means unbounded. The operations give the exact range as long as every name occurs once.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from msgspec import Struct

from ..model import Quantity

ZERO = Decimal(0)


class Interval(Struct, frozen=True):
    """All numbers between `lo` and `hi`, with or without the ends."""

    lo: Decimal | None
    hi: Decimal | None
    lo_open: bool = False
    hi_open: bool = False

    @property
    def empty(self) -> bool:
        if self.lo is None or self.hi is None:
            return False
        return self.lo > self.hi or (self.lo == self.hi and (self.lo_open or self.hi_open))

    @property
    def point(self) -> Decimal | None:
        closed = not self.lo_open and not self.hi_open
        return self.lo if closed and self.lo is not None and self.lo == self.hi else None

    def contains(self, value: Decimal) -> bool:
        if self.lo is not None and (value < self.lo or (value == self.lo and self.lo_open)):
            return False
        return not (self.hi is not None and (value > self.hi or (value == self.hi and self.hi_open)))

    def __and__(self, other: Interval) -> Interval:
        lo, lo_open = _higher(self.lo, self.lo_open, other.lo, other.lo_open)
        hi, hi_open = _lower(self.hi, self.hi_open, other.hi, other.hi_open)
        return Interval(lo, hi, lo_open, hi_open)

    def meets(self, other: Interval) -> bool:
        return not (self & other).empty

    def __neg__(self) -> Interval:
        lo = None if self.hi is None else -self.hi
        hi = None if self.lo is None else -self.lo
        return Interval(lo, hi, self.hi_open, self.lo_open)

    def __add__(self, other: Interval) -> Interval:
        lo = None if self.lo is None or other.lo is None else self.lo + other.lo
        hi = None if self.hi is None or other.hi is None else self.hi + other.hi
        return Interval(lo, hi, self.lo_open or other.lo_open, self.hi_open or other.hi_open)

    def __sub__(self, other: Interval) -> Interval:
        return self + (-other)

    def __mul__(self, other: Interval) -> Interval:
        for number, span in ((self.point, other), (other.point, self)):
            if number is not None:
                return span.scaled(number)
        if None in (self.lo, self.hi, other.lo, other.hi):
            nonnegative = all(side.lo is not None and side.lo >= 0 for side in (self, other))
            return NONNEGATIVE if nonnegative else EVERYTHING
        corners = [
            (a * b, a_open or b_open)
            for a, a_open in ((self.lo, self.lo_open), (self.hi, self.hi_open))
            for b, b_open in ((other.lo, other.lo_open), (other.hi, other.hi_open))
            if a is not None and b is not None
        ]
        low, high = min(value for value, _ in corners), max(value for value, _ in corners)
        return Interval(
            low,
            high,
            all(is_open for value, is_open in corners if value == low),
            all(is_open for value, is_open in corners if value == high),
        )

    def scaled(self, factor: Decimal) -> Interval:
        if factor == 0:
            return Interval(ZERO, ZERO)
        lo = None if self.lo is None else self.lo * factor
        hi = None if self.hi is None else self.hi * factor
        if factor > 0:
            return Interval(lo, hi, self.lo_open, self.hi_open)
        return Interval(hi, lo, self.hi_open, self.lo_open)

    def __truediv__(self, other: Interval) -> Interval:
        point = other.point
        if point == 0:
            return EVERYTHING
        if point is None:
            return self * other.reciprocal()
        # Not by the reciprocal: 3 / 48 is 0.0625, and 3 * (1 / 48) a little less.
        lo = None if self.lo is None else self.lo / point
        hi = None if self.hi is None else self.hi / point
        if point > 0:
            return Interval(lo, hi, self.lo_open, self.hi_open)
        return Interval(hi, lo, self.hi_open, self.lo_open)

    def reciprocal(self) -> Interval:
        """1/x over the interval; everything where zero lies inside or at its edge."""
        lo, hi = self.lo, self.hi
        if lo is not None and lo > 0:
            return Interval(ZERO if hi is None else 1 / hi, 1 / lo, hi is None or self.hi_open, self.lo_open)
        if hi is not None and hi < 0:
            return Interval(1 / hi, ZERO if lo is None else 1 / lo, self.hi_open, lo is None or self.lo_open)
        return EVERYTHING


EVERYTHING = Interval(None, None)
NONNEGATIVE = Interval(ZERO, None)


def exactly(value: Decimal) -> Interval:
    return Interval(value, value)


def _higher(a: Decimal | None, a_open: bool, b: Decimal | None, b_open: bool) -> tuple[Decimal | None, bool]:
    if a is None or (b is not None and b > a):
        return b, b_open
    if b is None or a > b:
        return a, a_open
    return a, a_open or b_open


def _lower(a: Decimal | None, a_open: bool, b: Decimal | None, b_open: bool) -> tuple[Decimal | None, bool]:
    if a is None or (b is not None and b < a):
        return b, b_open
    if b is None or a < b:
        return a, a_open
    return a, a_open or b_open


class Reading(Struct, frozen=True):
    """What one printed number may stand for.

    `full` is the whole interval; `rounded` and `truncated` are what it stands for if its last place was rounded or
    cut off. A count, and a hedged number, reads the same in all three; `point` is True where that is one value.
    """

    value: Decimal | None
    full: Interval
    rounded: Interval
    truncated: Interval
    hedged: bool = False
    point: bool = False


def reading_of(quantity: Quantity) -> Reading | None:
    """The reading of a quantity; None where no value fits (近10余件)."""
    value, hedged = quantity.value, quantity.hedge != "exact"
    if value is not None and value == quantity.lo and value == quantity.hi and not hedged:
        if quantity.unit in RATIOS:
            return _of_place(value)
        if not quantity.lo_open and not quantity.hi_open:
            return point_reading(value)
    full = Interval(quantity.lo, quantity.hi, quantity.lo_open, quantity.hi_open)
    if full.empty:
        return None
    if value is None or hedged or full.point is not None or quantity.lo is None or quantity.hi is None:
        return Reading(value, full, full, full, hedged, full.point is not None)
    # The printed place u: the upper end is v + u cut off, the lower end v - u/2 rounded. Negative numbers mirror.
    if value >= 0:
        half = value - quantity.lo
        return Reading(value, full, Interval(value - half, value + half), Interval(value, quantity.hi, False, True))
    half = quantity.hi - value
    return Reading(value, full, Interval(value - half, value + half), Interval(quantity.lo, value, True, False))


# A share is never a count: 13% may stand for 12.5% or for 13.9%.
RATIOS = frozenset(("%", "％", "‰", "百分点", "个百分点", "倍"))


def _of_place(value: Decimal) -> Reading:
    """A ratio printed to its last decimal place, whole numbers too."""
    exponent = value.as_tuple().exponent
    unit = Decimal(1).scaleb(exponent if isinstance(exponent, int) and exponent < 0 else 0)
    half = unit / 2
    rounded = Interval(value - half, value + half)
    if value >= 0:
        return Reading(value, Interval(value - half, value + unit, False, True), rounded,
                       Interval(value, value + unit, False, True))  # fmt: skip
    return Reading(value, Interval(value - unit, value + half, True), rounded, Interval(value - unit, value, True))


@lru_cache(maxsize=8192)
def point_reading(value: Decimal) -> Reading:
    span = exactly(value)
    return Reading(value, span, span, span, False, True)
