"""One region of a grid read with the sheet that describes it: header, labels, alignment, cells."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct, field

from ..model import Cell
from .align import Match, Printed, align
from .cells import looks_numeric
from .grid import Grid, distinct
from .groups import is_named
from .labels import core, is_unit, similarity, squeeze, unit_in
from .shape import HEAD_WORDS, Shape, bands_of, is_serial, leaf_of, shape_of
from .sheets import Entry, Sheet


class Slot(Struct, frozen=True):
    """One cell of the value area with all that was found out about it; `row`/`column` None where nothing fits."""

    cell: Cell
    row: Entry | None
    column: Entry | None
    row_labels: tuple[str, ...]
    column_labels: tuple[str, ...]
    unit: str
    sure: bool


class RegionReading(Struct):
    """The slots of a region in reading order, and how it departs from the form."""

    slots: list[Slot] = field(default_factory=list)
    added_rows: list[tuple[str, Cell]] = field(default_factory=list)
    matched: list[tuple[Entry, str]] = field(default_factory=list)
    added_columns: list[tuple[str, Cell]] = field(default_factory=list)
    columns: tuple[Match | None, ...] = ()
    swapped: bool = False


def read_region(grid: Grid, sheet: Sheet, hint: Sequence[Match | None] = ()) -> RegionReading:
    """Read a region; `hint` are the column matches of the part before it, for a part printed without header."""
    bands = bands_of(grid, sheet)
    if len(bands) == 1:
        return _read(grid, sheet, hint)
    return _readbands_of(grid, bands, sheet)


def _read(grid: Grid, sheet: Sheet, hint: Sequence[Match | None]) -> RegionReading:
    shape = shape_of(grid, sheet)
    reading = RegionReading()
    rows = [_printed_row(grid, shape, row) for row in shape.data]
    row_matches = _row_matches(rows, sheet)
    columns = _columns(grid, shape, sheet)
    marked = any(squeeze(m) in squeeze(grid.text(row, 0)) for row in shape.notes for m in sheet.markers)
    matches = _column_matches(columns, sheet, hint if not shape.header else (), marked)
    if _is_shifted(grid, shape, sheet):
        matches = [None] * len(columns)
    reading.columns = tuple(matches)
    _emit(grid, shape, sheet, rows, row_matches, columns, matches, reading)
    _deviations(grid, shape, sheet, rows, row_matches, columns, matches, reading)
    return reading


def _readbands_of(grid: Grid, bands: list[list[int]], sheet: Sheet) -> RegionReading:
    """Lists printed side by side: their lines in one sequence, left band first."""
    reading = RegionReading()
    parts = [grid.band(range(grid.height), cols) for cols in bands]
    shapes = [shape_of(part, sheet) for part in parts]
    rows = [[_printed_row(part, shape, row) for row in shape.data] for part, shape in zip(parts, shapes, strict=True)]
    matches = _row_matches([row for band in rows for row in band], sheet)
    at = 0
    for part, shape, band in zip(parts, shapes, rows, strict=True):
        own = matches[at : at + len(band)]
        at += len(band)
        columns = _columns(part, shape, sheet)
        fits = _column_matches(columns, sheet, ())
        reading.columns = tuple(fits)
        _emit(part, shape, sheet, band, own, columns, fits, reading)
        _deviations(part, shape, sheet, band, own, columns, fits, reading)
    return reading


# ---------------------------------------------------------------- alignment
def _printed_row(grid: Grid, shape: Shape, row: int) -> Printed:
    path = tuple(_clean(text) for text in distinct(grid.at[row][c] for c in shape.labels))
    valued = any(looks_numeric(grid.text(row, c)) for c in shape.values if grid.at[row][c] is not None)
    return Printed(path, valued)


def _row_matches(rows: Sequence[Printed], sheet: Sheet) -> list[Match | None]:
    if sheet.groups:
        valued = [row.valued for row in rows]
        # Only the first line of numbers is the table's; a second one would be another table's or a part of it.
        first = valued.index(True) if True in valued else 0
        return [Match(0, 1.0, True) if i == first else None for i in range(len(rows))]
    return align(rows, sheet.rows)


class _Column(Struct, frozen=True):
    """One printed column: the grid columns it covers and the headers above it, outermost first."""

    cols: tuple[int, ...]
    path: tuple[str, ...]
    unit: str


def _columns(grid: Grid, shape: Shape, sheet: Sheet) -> list[_Column]:
    """Grid columns under one innermost header that names a column of the form are one printed column."""
    groups: list[list[int]] = []
    for col in shape.values:
        leaf = leaf_of(grid, shape.header, col)
        if groups and leaf is not None and leaf is leaf_of(grid, shape.header, groups[-1][-1]):
            labels = [label for e in sheet.columns for label in e.labels]
            if any(similarity(leaf.text, label) >= 0.7 for label in labels):
                groups[-1].append(col)
                continue
        groups.append([col])
    result = []
    for cols in groups:
        heads = [grid.at[row][cols[0]] for row in shape.header]
        path = tuple(_clean(text) for text in distinct(heads))
        unit = next((u for u in (unit_in(text) for text in reversed(path)) if u), "")
        result.append(_Column(tuple(cols), path, unit))
    return result


def _column_matches(
    columns: Sequence[_Column], sheet: Sheet, hint: Sequence[Match | None], marked: bool = False
) -> list[Match | None]:
    if hint and len(hint) == len(columns):
        return list(hint)
    if not sheet.groups and len(sheet.columns) == 1 and len(columns) == 1:
        head = columns[0].path[-1] if columns[0].path else ""
        labels = sheet.columns[0].labels
        bare = not head and (marked or not sheet.markers)
        known = bare or core(head) in HEAD_WORDS or any(similarity(head, label) >= 0.7 for label in labels)
        # A list says little in its header; elsewhere another header means another table with the same row labels.
        return [Match(0, 1.0, known)] if known or sheet.listing else [None]
    printed = [Printed(column.path) for column in columns]
    if not any(column.path for column in columns) and len(columns) == len(sheet.columns):
        return [Match(number, 0.5, False) for number in range(len(columns))]
    matches = align(printed, sheet.columns)
    _fill_columns(matches, columns, sheet)
    if sheet.groups and sum(match is not None for match in matches) < len(sheet.columns):
        # Some groups' columns without their name may be any group's.
        return [match if is_named(column.path, sheet) else None for match, column in zip(matches, columns, strict=True)]
    return matches


def _is_shifted(grid: Grid, shape: Shape, sheet: Sheet) -> bool:
    """True where a column's own header stands above the labels: an empty cell was dropped, and numbers may be too."""
    names = {core(label) for entry in sheet.columns for label in entry.labels} - HEAD_WORDS
    heads = [leaf_of(grid, shape.header, col) for col in shape.labels]
    first = {id(leaf_of(grid, shape.header, col)) for col in shape.values}
    return not sheet.listing and any(h is not None and id(h) not in first and core(h.text) in names for h in heads)


def _fill_columns(matches: list[Match | None], columns: Sequence[_Column], sheet: Sheet) -> None:
    """Columns whose own header is missing, where the group header above leaves exactly as many of the form's."""
    open_ = [i for i, match in enumerate(matches) if match is None]
    used = {match.entry for match in matches if match}
    free = [j for j in range(len(sheet.columns)) if j not in used]
    if not open_ or len(open_) != len(free) or open_ != list(range(open_[0], open_[-1] + 1)):
        return
    for i, j in zip(open_, free, strict=True):
        parents = {core(parent) for parent in sheet.columns[j].parents}
        if columns[i].path and core(columns[i].path[-1]) not in parents:
            return
    for i, j in zip(open_, free, strict=True):
        matches[i] = Match(j, 0.5, False)


def _clean(text: str) -> str:
    """A label as printed, without the line breaks and spaces that wrapping put in."""
    return "".join(text.split())


# ---------------------------------------------------------------- cells
def _emit(
    grid: Grid,
    shape: Shape,
    sheet: Sheet,
    rows: Sequence[Printed],
    row_matches: Sequence[Match | None],
    columns: Sequence[_Column],
    matches: Sequence[Match | None],
    reading: RegionReading,
) -> None:
    values = set(shape.values)
    others = _label_cells(grid, shape, values)
    for row, cell in others:
        # A number outside the columns of numbers: in a remark, or where no column could be made out.
        if row in shape.data and cell.col > 0 and any(c.isdigit() for c in cell.text) and looks_numeric(cell.text):
            beside = distinct(c for c in grid.at[row] if c is not None and c.col < cell.col)
            words = tuple(_clean(text) for text in beside if not looks_numeric(text))
            if words and not any(is_serial(grid, c, shape.header, shape.data) for c in _covers(grid, row, cell)):
                reading.slots.append(Slot(cell, None, None, words, (), "", True))
    for number, row in enumerate(shape.data):
        fit = row_matches[number]
        entry = sheet.rows[fit.entry] if fit else None
        unit = _row_unit(grid, shape, row, rows[number])
        for column, match in zip(columns, matches, strict=True):
            for cell in _content(grid, row, column.cols):
                col_entry = sheet.columns[match.entry] if match else None
                spans_more = any(grid.at[row][c] is cell for c in values if c not in column.cols)
                if spans_more and len(columns) > 1:
                    col_entry = None
                sure = (fit is None or fit.sure) and (match is None or match.sure)
                labels = rows[number].path
                reading.slots.append(Slot(cell, entry, col_entry, labels, column.path, column.unit or unit, sure))


def _content(grid: Grid, row: int, cols: Sequence[int]) -> list[Cell]:
    """The cells of one printed position; empty ones beside a filled one are the header's span, not blanks."""
    cells: list[Cell] = []
    for col in cols:
        cell = grid.at[row][col]
        if cell is not None and grid.is_anchor(row, col) and not any(cell is other for other in cells):
            cells.append(cell)
    filled = [cell for cell in cells if cell.text.strip() or cell.unreadable]
    return filled or cells[:1]


def _row_unit(grid: Grid, shape: Shape, row: int, printed: Printed) -> str:
    if shape.unit is not None:
        unit = _clean(grid.text(row, shape.unit))
        if unit and not looks_numeric(unit):
            # A neighbour's punctuation may hang over into the cell.
            return core(unit) if is_unit(core(unit)) else unit
    return unit_in(printed.label) if printed.label else ""


def _covers(grid: Grid, row: int, cell: Cell) -> list[int]:
    return [col for col in range(grid.width) if grid.at[row][col] is cell]


def _label_cells(grid: Grid, shape: Shape, values: set[int]) -> list[tuple[int, Cell]]:
    """Every cell that is not of the value area, with its row: labels, headers, units, notes."""
    data = set(shape.data)
    found: list[tuple[int, Cell]] = []
    for row in range(grid.height):
        for col in range(grid.width):
            cell = grid.at[row][col]
            if cell is not None and grid.is_anchor(row, col) and not (row in data and col in values):
                found.append((row, cell))
    return found


def _deviations(
    grid: Grid,
    shape: Shape,
    sheet: Sheet,
    rows: Sequence[Printed],
    row_matches: Sequence[Match | None],
    columns: Sequence[_Column],
    matches: Sequence[Match | None],
    reading: RegionReading,
) -> None:
    order = [match.entry for match in row_matches if match]
    reading.swapped = reading.swapped or any(b < a for a, b in pairwise(order))
    for number, row in enumerate(shape.data):
        match = row_matches[number]
        if match is not None:
            reading.matched.append((sheet.rows[match.entry], rows[number].label))
        elif rows[number].valued and rows[number].path and not sheet.groups:
            cell = next(c for c in grid.at[row] if c is not None and c.text.strip())
            innermost = [c for c in (grid.at[row][col] for col in shape.labels) if c is not None and c.text.strip()]
            reading.added_rows.append((rows[number].label, innermost[-1] if innermost else cell))
    for column, fit in zip(columns, matches, strict=True):
        leaf = leaf_of(grid, shape.header, column.cols[0])
        if fit is None and leaf is not None:
            reading.added_columns.append((_clean(leaf.text), leaf))
