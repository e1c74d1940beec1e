"""A table as a full matrix: every position tells which cell covers it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import Struct

from ..model import Cell, Table

Confidence = Literal["sure", "loose", "ocr"]


class Grid(Struct, frozen=True):
    """`at[row][col]` is the cell that covers the position, None where the table has a hole."""

    id: str
    at: tuple[tuple[Cell | None, ...], ...]
    confidence: Confidence = "sure"
    transposed: bool = False

    @property
    def height(self) -> int:
        return len(self.at)

    @property
    def width(self) -> int:
        return len(self.at[0]) if self.at else 0

    def text(self, row: int, col: int) -> str:
        cell = self.at[row][col]
        return cell.text if cell is not None else ""

    def is_anchor(self, row: int, col: int) -> bool:
        """True at the first position that a cell covers, of those this grid shows."""
        cell = self.at[row][col]
        if cell is None:
            return False
        above = row > 0 and self.at[row - 1][col] is cell
        left = col > 0 and self.at[row][col - 1] is cell
        return not above and not left

    def row_texts(self, row: int) -> list[str]:
        """The distinct texts of a row, left to right, empty ones left out."""
        return distinct(self.at[row])

    def turned(self) -> Grid:
        """Rows and columns exchanged; the cells keep their places in the document."""
        return Grid(self.id, tuple(zip(*self.at, strict=True)), self.confidence, not self.transposed)

    def band(self, rows: Sequence[int], cols: Sequence[int]) -> Grid:
        return Grid(self.id, tuple(tuple(self.at[r][c] for c in cols) for r in rows), self.confidence, self.transposed)


def grid_of(table: Table) -> Grid:
    """The table's matrix; overlapping spans keep the earlier cell."""
    height = max((c.row + c.rowspan for c in table.cells), default=0)
    width = max((c.col + c.colspan for c in table.cells), default=0)
    at: list[list[Cell | None]] = [[None] * width for _ in range(height)]
    for cell in table.cells:
        for row in range(cell.row, cell.row + cell.rowspan):
            for col in range(cell.col, cell.col + cell.colspan):
                if at[row][col] is None:
                    at[row][col] = cell
    return Grid(table.id, tuple(tuple(row) for row in at), "ocr" if table.ocr else "sure")


def distinct(cells: Iterable[Cell | None]) -> list[str]:
    """The texts of the different cells in order, empty ones left out."""
    seen: set[int] = set()
    texts: list[str] = []
    last: Cell | None = None
    for cell in cells:
        # A cell that spans columns comes again at once.
        if cell is None or cell is last:
            continue
        last = cell
        if id(cell) not in seen:
            seen.add(id(cell))
            if cell.text and not cell.text.isspace():
                texts.append(cell.text)
    return texts
