"""A form's relations over very many reports at once, as columns of whole numbers.

The columns only choose the reports that the engine is to look at: all in which a relation is broken, and all whose
numbers are not plain counts. What is broken in them, and how sure that is, is the engine's to say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from .plan import Part, plan_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ..forms.expression import Expression
    from ..forms.schema import Form

# Sums of so many digits, times any weight a form gives, are exact in 64 bits.
LARGEST = 10**12
_MAX_WEIGHT = 1000


class Column(Struct, frozen=True):
    """One indicator over all reports: `values` are 0 where `blank` or `odd`, which is what holds something else."""

    values: NDArray[np.int64]
    blank: NDArray[np.bool_]
    odd: NDArray[np.bool_]


def suspicious(form: Form, columns: Mapping[str, Column], wanted: Callable[[str], bool]) -> NDArray[np.bool_]:
    """The reports whose relations are not all seen to hold; a relation that lacks a number holds unless it cannot.

    An indicator that is not among the columns is a number that no report gives.
    """
    import numpy as np

    found = np.zeros(len(next(iter(columns.values())).values), dtype=np.bool_)
    plan = plan_of(form)
    for sums in plan.sums:
        total = columns.get(sums.total.indicator)
        parts = [_worth(part, columns) for part in sums.parts]
        given = [part for part in parts if part is not None]
        if total is not None and given and wanted(sums.rule):
            # A sum is tried against a total alone: what lacks one may come to anything.
            sides = [(1, part) for part in parts] + [(-1, total)]
            found |= _unsure(sides, 0, "==") & ~total.blank
    for pair in plan.pairs:
        both = [columns.get(part.indicator) for part in (pair.part, pair.whole)]
        if both[0] is not None and both[1] is not None and wanted(pair.rule):
            found |= _unsure([(1, both[0]), (-1, both[1])], 0, "<=")
    for rule in plan.rules:
        terms = [columns.get(name) for name in rule.names]
        given = [term for term in terms if term is not None]
        if len(given) >= min(2, len(terms)) and wanted(rule.code):
            weights = _weights(rule.expression)
            if weights is None:
                found |= ~np.logical_and.reduce([term.blank for term in given])
            else:
                constant = int(rule.expression.constant)
                found |= _unsure(list(zip(weights, terms, strict=True)), constant, rule.expression.comparison)
    return found


def _worth(part: Part, columns: Mapping[str, Column]) -> Column | None:
    """A member of a sum: where a heading has no number of its own, what stands under it; None where nothing does."""
    import numpy as np

    own = columns.get(part.indicator)
    under = [column for child in part.children if (column := _worth(child, columns)) is not None]
    if not under:
        return own
    values = np.add.reduce([column.values for column in under])
    # One that is missing, here or in all reports, leaves the sum open upwards.
    blank = np.logical_or.reduce([column.blank for column in under])
    blank |= len(under) < len(part.children)
    odd = np.logical_or.reduce([column.odd for column in under])
    if own is None:
        return Column(values, blank, odd)
    return Column(
        np.where(own.blank, values, own.values), own.blank & blank, np.where(own.blank, odd, own.odd)
    )  # fmt: skip


def _weights(expression: Expression) -> tuple[int, ...] | None:
    """Whole coefficients of left minus right, in the order of t0, t1, …; None where there are none, or too large."""
    numbers = [*(weight for _, weight in sorted(expression.weights)), expression.constant]
    if not expression.weights or any(n != int(n) or abs(n) > _MAX_WEIGHT for n in numbers):
        return None
    return tuple(int(number) for number in numbers[:-1])


def _unsure(sides: Sequence[tuple[int, Column | None]], constant: int, comparison: str) -> NDArray[np.bool_]:
    """Where `sum of weight × column + constant` cannot compare with 0, or a number is not plain.

    What is missing is a count, so it may add any amount to its side, and take nothing from it.
    """
    import numpy as np

    given = [(weight, column) for weight, column in sides if column is not None]
    gap = np.add.reduce([column.values * weight for weight, column in given]) + constant
    above, below = (gap > 0) & ~_open(sides, -1), (gap < 0) & ~_open(sides, 1)
    found: NDArray[np.bool_] = {"==": above | below, "<=": above, ">=": below}[comparison]
    found |= np.logical_or.reduce([column.odd for _, column in given])
    return found


def _open(sides: Sequence[tuple[int, Column | None]], sign: int) -> NDArray[np.bool_]:
    """Where a number is missing that would move the gap in this direction."""
    import numpy as np

    there = [column for weight, column in sides if weight * sign > 0]
    some = next(column.blank for _, column in sides if column is not None)
    found = np.full_like(some, any(column is None for column in there))
    for column in there:
        if column is not None:
            found |= column.blank
    return found
