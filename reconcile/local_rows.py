"""Rows that a body added to a form's table: they are part of a total where it counts them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ..model import Figure
from .check import Term, figure_term
from .figures import Figures, table_of


def counted_rows(figures: Figures, total: Figure, parts: Sequence[Term]) -> tuple[Term, ...]:
    """The body's own rows among the parts of a total, where the parts do not make it up alone and do with them.

    All of them or none: with a choice, some rows or others would close too many sums. A row that begins with 其中
    is a part of another row.
    """
    cell, whole = total.evidence.cell, _value(total)
    if cell is None or whole is None:
        return ()
    table = table_of(total)
    beside = [t.figure.evidence.cell for t in parts if t.figure is not None and table_of(t.figure) == table]
    rows = [place[0] for place in beside if place is not None]
    if not rows:
        return ()
    found = []
    for figure in figures.local.get((table, cell[1]), ()):
        place = figure.evidence.cell
        among = place is not None and min(rows) <= place[0] <= max(max(rows), cell[0])
        if among and not figure.label.lstrip().startswith(("其中", "#")):
            found.append(figure)
    extra = sum((_value(figure) or Decimal(0) for figure in found), Decimal(0))
    named = sum((_value(t.figure) or Decimal(0) for t in parts if t.figure is not None), Decimal(0))
    if not extra or named == whole or named + extra != whole:
        return ()
    return tuple(figure_term(figures.path, figure) for figure in found)


def _value(figure: Figure) -> Decimal | None:
    return figure.quantity.value if figure.quantity is not None else None
