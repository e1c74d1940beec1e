"""Every quantity in running text, as an interval with its printed unit, and none of the numbers that count nothing.

A plain count is a point. A number with decimals, a scale word or a share sign stands for [v - u/2, v + u), u being the
last printed place: it may have been rounded or cut off. Hedges before and after it narrow or widen that.
"""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from ..model import Hedge, Quantity, fold
from .digits import read_digits
from .hedging import HEDGES_AFTER, HEDGES_BEFORE, Reading, quantity
from .masks import Span, masked_spans, refused_at
from .numerals import spelled_number
from .scan import late
from .spoken import spoken_at

_DIGITS = late(r"\d+")
_CELL_SIGN = late(r"^(增加?|新增|减少?|负|[-+—–])\s*(?=\d)")


class Found(Struct, frozen=True):
    """A quantity and where it stands: `raw` is the printed number with its unit, hedges outside it."""

    start: int
    end: int
    raw: str
    quantity: Quantity

    @property
    def value(self) -> Decimal | None:
        return self.quantity.value

    @property
    def lo(self) -> Decimal | None:
        return self.quantity.lo

    @property
    def hi(self) -> Decimal | None:
        return self.quantity.hi

    @property
    def unit(self) -> str:
        return self.quantity.unit

    @property
    def hedge(self) -> Hedge:
        return self.quantity.hedge


def find_quantities(text: str) -> list[Found]:
    """All quantities of the text in order; offsets count its characters."""
    return quantities_in(text, fold(text))


def quantities_in(text: str, plain: str) -> list[Found]:
    """As `find_quantities`, for a text already folded."""
    spans = masked_spans(plain)
    readings = _with_digits(text, plain, spans)
    spoken = spoken_at(plain, spans)
    if spoken:
        readings = _merged(readings, spoken)
    return [Found(r.start, r.end, text[r.start : r.end], quantity(plain, r)) for r in readings]


def quantity_of(raw: str, unit: str = "") -> Quantity | None:
    """The one number of a cell, or None where the cell is not one number; a printed unit wins over `unit`."""
    plain = fold(raw).replace("\n", "").strip()
    if not plain or len(plain) > 40:
        return None
    sign = _CELL_SIGN.match(plain)
    negative = sign is not None and sign.group(1)[0] in "减负-—–"
    if sign is not None:
        plain = plain[sign.end() :]
    if unit == "元" and plain[-1:] in ("万", "亿"):
        plain += unit
    read = _whole(plain)
    if read is None or (negative and read.upper is not None):
        return None
    if negative:
        read = replace(read, value=-read.value)
    found = quantity("为" + plain, read)
    if not found.unit and unit:
        found = Quantity(found.value, found.lo, found.hi, found.lo_open, found.hi_open, unit, found.hedge)
    return found


def _whole(plain: str) -> Reading | None:
    """The reading that takes the whole cell, a hedge before or after it aside."""
    lead = "为" + plain
    match = _DIGITS.search(lead)
    read = None
    if match is not None and lead[1 : match.start()] in HEDGES_BEFORE:
        read = read_digits(lead, lead, match.start())
    if read is None:
        spoken = spoken_at(lead, [])
        read = _bare_numeral(plain) or (spoken[0] if len(spoken) == 1 else None)
        if read is not None and lead[1 : read.start] not in HEDGES_BEFORE:
            return None
    if read is None or lead[read.end :].strip() not in HEDGES_AFTER:
        return _bare_numeral(plain)
    return read


def _bare_numeral(plain: str) -> Reading | None:
    number = spelled_number(plain)
    return None if number is None else Reading(1, 1 + len(plain), *number, False, "")


def _with_digits(text: str, plain: str, spans: list[Span]) -> list[Reading]:
    found: list[Reading] = []
    at, span = 0, 0
    while True:
        match = _DIGITS.search(plain, at)
        if match is None:
            return found
        start, at = match.span()
        while span < len(spans) and spans[span][1] <= start:
            span += 1
        if span < len(spans) and spans[span][0] <= start:
            at = max(at, spans[span][1])
            continue
        if text[start] in "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳":
            continue
        refused = refused_at(plain, start, at)
        if refused is not None:
            at = max(at, refused)
            continue
        read = read_digits(text, plain, start)
        if read is None:
            continue
        found.append(read)
        at = read.end


def _merged(digits: list[Reading], spoken: list[Reading]) -> list[Reading]:
    """Both in order; where they overlap, the one that starts first."""
    result: list[Reading] = []
    for read in sorted([*digits, *spoken], key=lambda r: (r.start, -r.end)):
        if not result or read.start >= result[-1].end:
            result.append(read)
    return result
