"""Rows of cells with spans, as HTML and Word write them, to a rectangular grid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from .builder import CellDraft
from .limits import Limits

# HTML's own cap; no report is wider.
MAX_COLUMNS = 1000


def lay(rows: Sequence[Sequence[CellDraft]], limits: Limits) -> list[CellDraft]:
    """Place cells row by row, cut spans to the table, fill gaps with empty cells, drop rows and columns nobody starts.

    The result tiles a rectangle, made of the same cells. Where two spans collide the later cell is cut, never dropped.
    """
    height = len(rows)
    _end_spans(rows)
    drafts: list[CellDraft] = []
    # One integer a row, a bit a column: a set of columns for a million cells would take a hundred megabytes.
    taken = [0] * height
    area = 0
    for number, row in enumerate(rows):
        at = 0
        for cell in row:
            if cell.col >= 0:
                at = cell.col
            while taken[number] >> at & 1:
                at += 1
            if at > limits.cells:
                limits.check("cells", at)
            cell.row, cell.col = number, at
            if cell.colspan == cell.rowspan == 1:
                taken[number] |= 1 << at
                area += 1
            else:
                _span(cell, taken, height)
                area += cell.rowspan * cell.colspan
                limits.check("cells", area)
            at += cell.colspan
        limits.check("cells", area)
        drafts += row
    return _tile(drafts, height, area, limits)


def _span(cell: CellDraft, taken: list[int], height: int) -> None:
    """Take the columns and rows a cell spans, cut to what is free."""
    colspan = _free_width(taken[cell.row] >> cell.col, min(max(cell.colspan, 1), MAX_COLUMNS))
    bits = ((1 << colspan) - 1) << cell.col
    rowspan = _free_height(taken, cell.row, bits, min(max(cell.rowspan, 1), height - cell.row))
    for below in range(cell.row, cell.row + rowspan):
        taken[below] |= bits
    cell.rowspan, cell.colspan = rowspan, colspan


def _end_spans(rows: Sequence[Sequence[CellDraft]]) -> None:
    """End cells that span a row too many: above a row that fills the table's width by its own cells alone."""
    spanning = any(cell.rowspan > 1 for row in rows for cell in row)
    if not spanning or any(cell.col >= 0 for row in rows for cell in row):
        return
    own = [sum(cell.colspan for cell in row) for row in rows]
    widths: Counter[int] = Counter()
    for spans, width in _spanned(rows, own, 0):
        widths[width + spans] += 1
    usual, count = widths.most_common(1)[0] if widths else (0, 0)
    if 2 * count > len(rows):
        for _ in _spanned(rows, own, usual):
            pass


def _spanned(rows: Sequence[Sequence[CellDraft]], own: Sequence[int], full: int) -> Iterator[tuple[int, int]]:
    """For each row how many columns cells from above take of it, and its own; spans end above a `full` row."""
    ends: Counter[int] = Counter()
    running = 0
    open_cells: list[tuple[int, CellDraft]] = []
    for number, row in enumerate(rows):
        running -= ends.pop(number, 0)
        if running and own[number] == full:
            for start, cell in open_cells:
                cell.rowspan = min(cell.rowspan, number - start)
            open_cells, running = [], 0
            ends.clear()
        yield running, own[number]
        for cell in row:
            if cell.rowspan > 1:
                running += cell.colspan
                ends[number + cell.rowspan] += cell.colspan
                open_cells.append((number, cell))


def _free_width(taken: int, wanted: int) -> int:
    """How many columns from here are free, at most `wanted`; the first is."""
    free = (taken & -taken).bit_length() - 1 if taken else wanted
    return min(max(free, 1), wanted)


def _free_height(taken: Sequence[int], row: int, bits: int, wanted: int) -> int:
    height = 1
    while height < wanted and not taken[row + height] & bits:
        height += 1
    return height


def _tile(drafts: list[CellDraft], height: int, area: int, limits: Limits) -> list[CellDraft]:
    """Renumber without the rows and columns in which no cell starts, then fill what is left open."""
    rows = sorted({draft.row for draft in drafts})
    cols = sorted({draft.col for draft in drafts})
    width = max((draft.col + draft.colspan for draft in drafts), default=0)
    if len(rows) == height and len(cols) == width and area == height * width:
        # Every row and column is begun and every slot taken: most tables.
        return drafts
    row_ends = _edges(rows, height)
    col_ends = _edges(cols, width)
    limits.check("cells", len(rows) * len(cols))
    covered = [0] * len(rows)
    for draft in drafts:
        last_row, last_col = row_ends[draft.row + draft.rowspan], col_ends[draft.col + draft.colspan]
        draft.row, draft.col = row_ends[draft.row], col_ends[draft.col]
        draft.rowspan, draft.colspan = last_row - draft.row, last_col - draft.col
        for row in range(draft.row, last_row):
            covered[row] |= ((1 << draft.colspan) - 1) << draft.col
    full = (1 << len(cols)) - 1
    gaps = [
        CellDraft("", col=col, row=row)
        for row, mask in enumerate(covered)
        if mask != full
        for col in range(len(cols))
        if not mask >> col & 1
    ]
    return sorted(drafts + gaps, key=lambda d: (d.row, d.col)) if gaps else drafts


def _edges(kept: Sequence[int], size: int) -> list[int]:
    """For each old edge 0…size, the new one: how many kept rows (columns) start before it."""
    edges = []
    at = 0
    for edge in range(size + 1):
        while at < len(kept) and kept[at] < edge:
            at += 1
        edges.append(at)
    return edges


def is_layout(rows: Sequence[Sequence[CellDraft]]) -> bool:
    """A table that only places things on the page: one column, or passages of prose that fill most of it."""
    filled = [cell.text for row in rows for cell in row if cell.text]
    if len(filled) <= 1 or max(len(row) for row in rows) == 1:
        return True
    everything = sum(map(len, filled))
    prose = sum(len(text) for text in filled if len(text) > 150 and text.count("。") >= 2)
    longest = max(map(len, filled))
    return prose * 10 > everything * 6 or (longest > 600 and longest * 10 > everything * 7)
