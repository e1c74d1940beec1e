"""Which table figures stand beside each other, for slips that copy a neighbour's value."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from ..model import Figure
from .figures import table_of

Key = tuple[str, str]


class Grid:
    """Table figures by document, table, row and column."""

    def __init__(self) -> None:
        self._at: dict[tuple[str, str, int, int], Figure] = {}
        self._place: dict[Key, tuple[str, str, int, int]] = {}

    def add(self, document: str, figures: Iterable[Figure]) -> None:
        for figure in figures:
            cell = figure.evidence.cell
            if figure.origin == "table" and cell is not None:
                place = (document, table_of(figure), cell[0], cell[1])
                self._at[place] = figure
                self._place[(document, figure.id)] = place

    def neighbours(self, key: Key) -> tuple[Decimal, ...]:
        """The values printed left, right, above and below."""
        place = self._place.get(key)
        if place is None:
            return ()
        document, table, row, column = place
        found = []
        for down, right in ((0, -1), (0, 1), (-1, 0), (1, 0)):
            figure = self._at.get((document, table, row + down, column + right))
            if figure is not None and figure.quantity is not None and figure.quantity.value is not None:
                found.append(figure.quantity.value)
        return tuple(found)
