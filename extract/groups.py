"""Tables with columns in groups (行政复议 | 行政诉讼): as a matrix, as several tables, or one below another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Cell, Document
from .cells import looks_numeric
from .grid import Grid
from .labels import core
from .sheets import Sheet, matrix_of

_BEFORE = 120


def group_bands(band: Grid, sheet: Sheet) -> Iterator[tuple[Grid, Sheet]]:
    """The band as the tables it holds: a line for every group, or each group's columns below the group before."""
    if _is_matrix(band, sheet):
        yield band, matrix_of(sheet)
        return
    for rows in _blocks(band, sheet):
        block = band.band(rows, range(band.width))
        cells = [cell for row in block.at for cell in row if cell is not None]
        named = {name: cell for cell in reversed(cells) if (name := group_in(cell.text, sheet))}
        if len(named) == 1:
            ((name, cell),) = named.items()
            block = _under(name, cell.start, cell.end, block)
        yield block, sheet


def under_caption(document: Document, band: Grid, sheet: Sheet) -> Grid:
    """The band under the group that the line just before it names, where it names none itself."""
    cells = [cell for row in band.at for cell in row if cell is not None]
    if not sheet.groups or not cells or any(group_in(cell.text, sheet) for cell in cells):
        return band
    at = min(cell.start for cell in cells)
    before = max(0, at - _BEFORE)
    lines = [m for m in re.finditer(r"[^\n]+", document.text[before:at]) if any(map(str.isalnum, m.group()))]
    name = group_in(lines[-1].group(), sheet) if lines else ""
    return _under(name, before + lines[-1].start(), before + lines[-1].end(), band) if name else band


def group_in(text: str, sheet: Sheet) -> str:
    """The one group that a label or caption names, as the form prints it; empty where it names none or several."""
    plain = core(text)
    found = {label for label in _groups(sheet) if core(label) in plain}
    kin = {p for entry in sheet.columns for p in entry.parents if entry.parents[-1] in found}
    others = {p for entry in sheet.columns for p in entry.parents if core(p) in plain} - kin
    return found.pop() if len(found) == 1 and not others else ""


def is_named(path: tuple[str, ...], sheet: Sheet) -> bool:
    """True where the header above a column names one of the groups."""
    return any(group_in(text, sheet) for text in path)


def _under(name: str, start: int, end: int, band: Grid) -> Grid:
    cell = Cell(0, 0, 1, 1, name, start, end)
    return Grid(band.id, ((cell,) * band.width, *band.at), band.confidence, band.transposed)


def _blocks(band: Grid, sheet: Sheet) -> Iterator[range]:
    """A line with a group's name below a line of outcomes and one of numbers begins another block."""
    names = {core(parent) for entry in sheet.columns for parent in entry.parents}
    outcomes = _outcomes(sheet)
    first, numbers = 0, False
    for row in range(band.height):
        texts = band.row_texts(row)
        if numbers and any(core(text) in names or group_in(text, sheet) for text in texts):
            yield range(first, row)
            first, numbers = row, False
        if not any(core(text) in outcomes for text in texts):
            numbers = numbers or any(looks_numeric(text) for text in texts)
    yield range(first, band.height)


def _groups(sheet: Sheet) -> frozenset[str]:
    return frozenset(entry.parents[-1] for entry in sheet.columns if entry.parents)


def _outcomes(sheet: Sheet) -> frozenset[str]:
    return frozenset(core(label) for entry in sheet.columns for label in entry.labels)


def _is_matrix(band: Grid, sheet: Sheet) -> bool:
    """True where the groups stand in the first columns and the outcomes above the others."""
    groups, outcomes = {core(label) for label in _groups(sheet)}, _outcomes(sheet)
    places = [(r, c, core(band.text(r, c))) for r in range(band.height) for c in range(band.width)]
    names = [(r, c) for r, c, text in places if text in groups]
    heads = [(r, c) for r, c, text in places if text in outcomes]
    # A name in the same row as the outcomes is the corner of their header.
    return (
        bool(names and heads)
        and max(c for _, c in names) < min(c for _, c in heads)
        and not ({r for r, _ in names} & {r for r, _ in heads})
    )
