"""Relations as live spreadsheet formulas over the cells that hold the figures.

A printed number may stand for an interval; such a figure has three cells: the value, and the least and greatest
number it may stand for, which follow the value when somebody changes it. A plain count stands for itself and needs the
one. A relation fails only where no choice of numbers inside the intervals satisfies it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from msgspec import Struct

from ..forms.expression import Expression, Name, Node, Number
from ..model import Quantity

_RATIOS = frozenset(("%", "％", "‰", "百分点", "个百分点", "倍"))
_UNBOUNDED = "1E+99"
# Excel refuses longer formulas.
LONGEST = 8000


class Spread(Struct, frozen=True):
    """How far below and above its value a printed number may lie; None where it has no bound.

    `value` is None for a range, whose bounds then are fixed numbers in `below` and `above`.
    """

    value: Decimal | None
    below: Decimal | None = Decimal(0)
    above: Decimal | None = Decimal(0)

    @property
    def point(self) -> bool:
        return self.value is not None and self.below == 0 and self.above == 0


def spread_of(quantity: Quantity) -> Spread:
    """The interval of a quantity, relative to its value."""
    value = quantity.value
    if value is None:
        return Spread(None, quantity.lo, quantity.hi)
    if quantity.is_point and quantity.hedge == "exact":
        return spread_of_text(format(value, "f"), quantity.unit) if quantity.unit in _RATIOS else Spread(value)
    below = None if quantity.lo is None else value - quantity.lo
    above = None if quantity.hi is None else quantity.hi - value
    # An open end is not reached: a hair less.
    if below is not None and quantity.lo_open:
        below -= abs(below) / 10_000
    if above is not None and quantity.hi_open:
        above -= abs(above) / 10_000
    return Spread(value, below, above)


def spread_of_text(value: str, unit: str) -> Spread:
    """The interval of a printed number known only by its digits: with decimals, or a ratio, its last place counts."""
    number = Decimal(value)
    exponent = number.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    if not places and unit not in _RATIOS:
        return Spread(number)
    place = Decimal(1).scaleb(-places)
    wide = place - place / 10_000
    return Spread(number, place / 2, wide) if number >= 0 else Spread(number, wide, place / 2)


class Cells(Struct, frozen=True):
    """Where a figure's value, least and greatest number stand, as in `$E$5`; all one cell for a plain count."""

    value: str
    lo: str
    hi: str

    @property
    def point(self) -> bool:
        return self.lo == self.hi


class Formulas(Struct, frozen=True):
    """The formulas of one check. `left`, `right` and `gap` use the values, `result` the intervals."""

    left: str
    right: str
    gap: str
    result: str


def translate(
    expression: Expression, cells: Mapping[str, Cells], at: tuple[str, str], words: Verdicts
) -> Formulas | None:
    """The formulas, `at` being the cells that will hold left and right; None where one would be too long."""
    if any(name not in cells for name in expression.names):
        return None
    left, right = _value(expression.left, cells), _value(expression.right, cells)
    gap = f"={at[0]}-{at[1]}"
    test = _test(expression, cells, at)
    used = [cells[name] for name in expression.names]
    # A missing interval may be anything, which can still be too much; a missing count is no number at all.
    wide = _missing([cell.value for cell in used if not cell.point])
    decided = f'IF({wide},"{words.unknown}","{words.holds}")' if wide else f'"{words.holds}"'
    decided = f'IF({test},"{words.broken}",{decided})'
    if counts := _missing([cell.value for cell in used if cell.point]):
        decided = f'IF({counts},"{words.unknown}",{decided})'
    result = f'=IFERROR({decided},"{words.unknown}")'
    if max(len(left), len(right), len(result)) > LONGEST or len(used) > 200:
        return None
    return Formulas("=" + left, "=" + right, gap, result)


def _missing(cells: Sequence[str]) -> str:
    """True where one of the cells holds no number; empty without cells."""
    return f"COUNT({','.join(cells)})<{len(cells)}" if cells else ""


class Verdicts(Struct, frozen=True):
    """The words a check's cell shows."""

    holds: str
    broken: str
    unknown: str


def _value(node: Node, cells: Mapping[str, Cells]) -> str:
    if isinstance(node, Number):
        return format(node.value, "f")
    if isinstance(node, Name):
        return cells[node.text].value
    return f"({_value(node.left, cells)}{node.operator}{_value(node.right, cells)})"


def _test(expression: Expression, cells: Mapping[str, Cells], at: tuple[str, str]) -> str:
    """True where the relation cannot hold. The tolerance only swallows what binary fractions lose."""
    near = f"1E-9*MAX(1,ABS({at[0]}),ABS({at[1]}))"
    left, right = _bounds(expression.left, cells), _bounds(expression.right, cells)
    over = f"{left[0]}-{right[1]}"
    under = f"{right[0]}-{left[1]}"
    tests = {
        "==": f"OR({over}>{near},{under}>{near})",
        "<=": f"{over}>{near}",
        ">=": f"{under}>{near}",
        "<": f"{over}>-{near}",
        ">": f"{under}>-{near}",
    }
    return tests[expression.comparison]


def _bounds(node: Node, cells: Mapping[str, Cells]) -> tuple[str, str]:
    """The formulas of the least and the greatest value."""
    if isinstance(node, Number):
        return format(node.value, "f"), format(node.value, "f")
    if isinstance(node, Name):
        return cells[node.text].lo, cells[node.text].hi
    left, right = _bounds(node.left, cells), _bounds(node.right, cells)
    if node.operator == "+":
        return f"({left[0]}+{right[0]})", f"({left[1]}+{right[1]})"
    if node.operator == "-":
        return f"({left[0]}-{right[1]})", f"({left[1]}-{right[0]})"
    for number, other in ((node.right, left), (node.left, right)):
        if isinstance(number, Number) and number.value > 0 and (node.operator == "*" or number is node.right):
            factor = format(number.value, "f")
            return f"({other[0]}{node.operator}{factor})", f"({other[1]}{node.operator}{factor})"
    corners = ",".join(f"{a}{node.operator}{b}" for a in dict.fromkeys(left) for b in dict.fromkeys(right))
    return f"MIN({corners})", f"MAX({corners})"


def bound_formulas(spread: Spread | None, value: str) -> tuple[str, str]:
    """What the cells of the least and greatest number hold, for a figure whose value stands in cell `value`.

    A figure without a number may be anything from nothing upwards.
    """
    if spread is not None and spread.value is None:
        low = Decimal(0) if spread.below is None else spread.below
        return f"={low:f}", "=" + (_UNBOUNDED if spread.above is None else format(spread.above, "f"))
    below, above = (spread.below, spread.above) if spread is not None else (Decimal(0), Decimal(0))
    low_end = "0" if below is None else value + (f"-{below:f}" if below else "")
    high_end = _UNBOUNDED if above is None else value + (f"+{above:f}" if above else "")
    return f"=IF(ISNUMBER({value}),{low_end},0)", f"=IF(ISNUMBER({value}),{high_end},{_UNBOUNDED})"
