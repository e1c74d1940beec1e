"""The columns of a Word table: those too narrow to hold anything are no columns."""

from __future__ import annotations

import re
from typing import Any

from .flow import CellItems
from .wordpackage import W

# Word-binary rounding leaves columns a twip wide; no column with text is as narrow as one millimetre.
_PHANTOM = 57


def drop_phantoms(table: Any, rows: list[list[CellItems]]) -> None:
    """Count columns without those too narrow to hold anything, unless a cell with text stands in one."""
    widths = [_width(column) for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
    last = max((cell.col + cell.colspan for row in rows for cell in row), default=0)
    if not any(0 <= width < _PHANTOM for width in widths) or len(widths) < last:
        return
    edge = position = 0
    edges = [0]
    for width in widths:
        position += max(width, 0)
        if position >= _PHANTOM:
            edge += 1
            position = 0
        edges.append(edge)
    if position:
        edges[-1] = edge
    starts = [(cell, edges[cell.col], edges[cell.col + cell.colspan]) for row in rows for cell in row]
    if any(end == start and cell.items for cell, start, end in starts):
        return
    for row in rows:
        row[:] = [cell for cell in row if edges[cell.col + cell.colspan] > edges[cell.col]]
    for cell, start, end in starts:
        cell.col, cell.colspan = start, max(end - start, 1)


def _width(column: Any) -> int:
    value = column.get(W + "w", "")
    return int(value) if re.fullmatch(r"\d{1,6}", value) else -1
