"""Rows that a body added to a form's table: they are part of a total where it counts them, and that is told."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ..model import Figure
from .check import Term, figure_term
from .figures import Figures, table_of


def counted_rows(figures: Figures, total: Figure, parts: Sequence[Term]) -> tuple[Term, ...]:
    """The body's own rows among the parts of a total, where the parts do not make it up alone and do with them.

    All of them or none: with a choice, some rows or others would close too many sums. A row that begins with 其中
    is a part of another row. Where such a row lacks its number here, what the total has beyond its parts may be it.
    """
    whole = _value(total)
    table = table_of(total)
    beside = [t.figure for t in parts if t.figure is not None and table_of(t.figure) == table]
    if whole is None or not beside:
        return ()
    first = min(figure.evidence.start for figure in beside)
    last = max(figure.evidence.start for figure in (*beside, total))
    found = [
        figure
        for figure in figures.local.get(table, ())
        if first <= figure.evidence.start <= last
        and _in_line(figure, total, beside)
        and not figure.label.lstrip().startswith(("其中", "#"))
    ]
    extra = sum((_value(figure) or Decimal(0) for figure in found), Decimal(0))
    named = sum((_value(t.figure) or Decimal(0) for t in parts if t.figure is not None), Decimal(0))
    lacking = any(figure.state == "blank" and _counts_elsewhere(figures, figure) for figure in found)
    closes = bool(extra) and named + extra == whole
    if named == whole or not (closes or (lacking and named + extra < whole)):
        return ()
    return tuple(figure_term(figures.path, figure) for figure in found)


def _counts_elsewhere(figures: Figures, blank: Figure) -> bool:
    """True where the row prints a number in another column: a row that prints none is a heading."""
    return any(
        figure.row_path == blank.row_path and _value(figure) is not None for figure in figures.local[table_of(blank)]
    )


def _in_line(figure: Figure, total: Figure, beside: Sequence[Figure]) -> bool:
    """True in the column of the total and its parts, which is a row where the table is printed on its side."""
    cell, own = figure.evidence.cell, total.evidence.cell
    if cell is None or own is None:
        return figure.column_path == total.column_path
    places = [part.evidence.cell for part in beside if part.evidence.cell is not None]
    return any(cell[axis] == own[axis] and all(place[axis] == own[axis] for place in places) for axis in (1, 0))


def _value(figure: Figure) -> Decimal | None:
    return figure.quantity.value if figure.quantity is not None else None
