"""Rows of cells with spans, as HTML and Word write them, to a rectangular grid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .builder import CellDraft
from .limits import Limits

# HTML's own cap; no report is wider.
MAX_COLUMNS = 1000


@dataclass(slots=True)
class RawCell:
    """A cell as its row lists it; `col` is set where the format says it (Word), else the next free one is taken."""

    text: str
    rowspan: int = 1
    colspan: int = 1
    header: bool = False
    col: int | None = None


def lay(rows: Sequence[Sequence[RawCell]], limits: Limits) -> list[CellDraft]:
    """Place cells row by row, cut spans to the table, fill gaps with empty cells, drop rows and columns nobody starts.

    The result tiles a rectangle. Where two spans collide the later cell is cut, never dropped.
    """
    height = len(rows)
    drafts: list[CellDraft] = []
    taken: list[set[int]] = [set() for _ in range(height)]
    area = 0
    for number, row in enumerate(rows):
        at = 0
        for raw in row:
            at = raw.col if raw.col is not None else at
            while at in taken[number]:
                at += 1
            rowspan = min(max(raw.rowspan, 1), height - number)
            colspan = _free_width(taken[number], at, min(max(raw.colspan, 1), MAX_COLUMNS))
            rowspan = _free_height(taken, number, at, colspan, rowspan)
            area += rowspan * colspan
            limits.check("cells", area)
            for below in range(number, number + rowspan):
                taken[below].update(range(at, at + colspan))
            drafts.append(CellDraft(number, at, raw.text, rowspan, colspan, raw.header))
            at += colspan
    return _tile(drafts, height, limits)


def _free_width(taken: set[int], at: int, wanted: int) -> int:
    width = 1
    while width < wanted and at + width not in taken:
        width += 1
    return width


def _free_height(taken: Sequence[set[int]], row: int, at: int, width: int, wanted: int) -> int:
    columns = range(at, at + width)
    height = 1
    while height < wanted and taken[row + height].isdisjoint(columns):
        height += 1
    return height


def _tile(drafts: list[CellDraft], height: int, limits: Limits) -> list[CellDraft]:
    """Renumber without the rows and columns in which no cell starts, then fill what is left open."""
    rows = _kept(draft.row for draft in drafts)
    cols = _kept(draft.col for draft in drafts)
    row_ends = _edges(rows, height)
    col_ends = _edges(cols, max((d.col + d.colspan for d in drafts), default=0))
    limits.check("cells", len(rows) * len(cols))
    covered: set[tuple[int, int]] = set()
    for draft in drafts:
        last_row, last_col = row_ends[draft.row + draft.rowspan], col_ends[draft.col + draft.colspan]
        draft.row, draft.col = row_ends[draft.row], col_ends[draft.col]
        draft.rowspan, draft.colspan = last_row - draft.row, last_col - draft.col
        covered.update((row, col) for row in range(draft.row, last_row) for col in range(draft.col, last_col))
    gaps = [
        CellDraft(row, col, "") for row in range(len(rows)) for col in range(len(cols)) if (row, col) not in covered
    ]
    return sorted(drafts + gaps, key=lambda d: (d.row, d.col))


def _kept(starts: Iterable[int]) -> list[int]:
    return sorted(set(starts))


def _edges(kept: Sequence[int], size: int) -> list[int]:
    """For each old edge 0…size, the new one: how many kept rows (columns) start before it."""
    edges = []
    at = 0
    for edge in range(size + 1):
        while at < len(kept) and kept[at] < edge:
            at += 1
        edges.append(at)
    return edges


def is_layout(rows: Sequence[Sequence[RawCell]]) -> bool:
    """A table that only places things on the page: one column, or passages of prose that fill most of it."""
    filled = [cell.text for row in rows for cell in row if cell.text]
    if len(filled) <= 1 or max(len(row) for row in rows) == 1:
        return True
    everything = sum(map(len, filled))
    prose = sum(len(text) for text in filled if len(text) > 150 and text.count("。") >= 2)
    longest = max(map(len, filled))
    return prose * 10 > everything * 6 or (longest > 600 and longest * 10 > everything * 7)
