"""The tables of one page: each character of a grid's box to its cell, each cell's characters to text."""

from __future__ import annotations

import itertools
import math
from bisect import bisect_right
from collections.abc import Sequence

from msgspec import Struct, field

from ..model import BBox
from .lattice import Grid, find_grids
from .pdf_lines import DIGIT, Line, columns_of, is_grouped, is_wide, joint, line_of, rows_of, unit_width
from .pdf_loose import lacks_lines
from .pdf_space import Glyph, Page

# The usual inner margin of Word's cells; a smaller one is measured.
_PADDING = 5.5
_NUMERIC = frozenset("0123456789.,%-+")


class PartCell(Struct):
    """A cell of a page's part of a table.

    `room`: how many characters still fit in its last line; `open_above`, `open_below`: no line closes it there.
    """

    row: int
    col: int
    rowspan: int
    colspan: int
    text: str
    bbox: BBox
    page: int
    room: float = math.inf
    unreadable: str | None = None
    open_above: bool = False
    open_below: bool = False


class Part(Struct):
    """A grid on one page with its texts: a table, or what a page break left of one."""

    page: int
    xs: list[float]
    ys: list[float]
    cells: list[PartCell]
    lines: list[Line] = field(default_factory=list)
    turn: int = 0

    @property
    def bbox(self) -> BBox:
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    @property
    def columns(self) -> int:
        return len({cell.col for cell in self.cells})

    @property
    def filled(self) -> int:
        return sum(1 for cell in self.cells if cell.text)


def take_tables(page: Page) -> tuple[list[Part], list[Glyph]]:
    """The page's grids with their text, and the characters outside all of them."""
    grids = find_grids(page.rulings, page.glyphs)
    grids = [g for g in grids if not (len(g.cells) == 1 and any(_holds(g.bbox, o.bbox) for o in grids if o is not g))]
    if not grids:
        return [], page.glyphs
    inside: list[list[Glyph]] = [[] for _ in grids]
    outside = []
    order = sorted(range(len(grids)), key=lambda i: _area(grids[i].bbox))
    boxes = [(i, grids[i].bbox) for i in order]
    for glyph in page.glyphs:
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        for index, (x0, top, x1, bottom) in boxes:
            if x0 <= x <= x1 and top <= y <= bottom:
                inside[index].append(glyph)
                break
        else:
            outside.append(glyph)
    parts = []
    for grid, glyphs in zip(grids, inside, strict=True):
        # A page's frame or a chart's raster: no text, no table.
        if not glyphs:
            continue
        part, lines = _part(grid, glyphs, page)
        if lacks_lines(part.cells, lines, part.xs):
            outside += glyphs
        else:
            parts.append(part)
    return parts, outside


def _area(box: BBox) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _holds(outer: BBox, inner: BBox) -> bool:
    return (
        outer[0] - 1 <= inner[0]
        and outer[1] - 1 <= inner[1]
        and outer[2] + 1 >= inner[2]
        and outer[3] + 1 >= inner[3]
        and _area(outer) > _area(inner)
    )


def _part(grid: Grid, glyphs: list[Glyph], page: Page) -> tuple[Part, list[list[Line]]]:
    owner: dict[tuple[int, int], int] = {}
    for number, (row, col, rowspan, colspan) in enumerate(grid.cells):
        for r in range(row, row + rowspan):
            for c in range(col, col + colspan):
                owner[r, c] = number
    held: list[list[Glyph]] = [[] for _ in grid.cells]
    for run in _runs(glyphs):
        number = _cell_at(grid, owner, run)
        held[number].extend(run)
    rows = [(columns_of(cell) or rows_of(cell)) if cell else [] for cell in held]
    lines = [[line_of(row) for row in cell] for cell in rows]
    padding = _padding(grid, rows)
    left = _left_aligned(grid, lines)
    cells = []
    for place, printed, glyph_rows in zip(grid.cells, lines, rows, strict=True):
        box = grid.box(place)
        text, room = cell_text(printed, glyph_rows, box, padding, (place[1], place[3]) in left)
        rounded = (round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2))
        cell = PartCell(*place, text, rounded, page.number, room)
        cell.open_above = place[0] == 0 and grid.is_open(box, box[1])
        cell.open_below = place[0] + place[2] == len(grid.ys) - 1 and grid.is_open(box, box[3])
        cells.append(cell)
    part = Part(page.number, grid.xs, grid.ys, cells, turn=page.turn)
    if part.columns == 1:
        part.lines = [line_of(row) for row in rows_of(glyphs)]
    return part, lines


def _runs(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Characters one by one, but numbers in one piece: one that is wider than its cell is still that cell's."""
    runs: list[list[Glyph]] = []
    for glyph in glyphs:
        before = runs[-1][-1] if runs else None
        height = glyph.bottom - glyph.top
        if (
            before is not None
            and not glyph.spaced
            and glyph.text in _NUMERIC
            and before.text in _NUMERIC
            and abs(glyph.x0 - before.x1) < 0.08 * height
            and abs(glyph.top - before.top) < 0.3 * height
        ):
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    return runs


def _cell_at(grid: Grid, owner: dict[tuple[int, int], int], run: Sequence[Glyph]) -> int:
    x = (run[0].x0 + run[-1].x1) / 2
    y = (run[0].top + run[0].bottom) / 2
    col = min(max(bisect_right(grid.xs, x) - 1, 0), len(grid.xs) - 2)
    row = min(max(bisect_right(grid.ys, y) - 1, 0), len(grid.ys) - 2)
    return owner[row, col]


def _padding(grid: Grid, rows: Sequence[Sequence[Sequence[Glyph]]]) -> float:
    """The smallest distance of text from the side of its cell, which is where lines are wrapped."""
    found = _PADDING
    for place, lines in zip(grid.cells, rows, strict=True):
        box = grid.box(place)
        for line in lines:
            found = min(found, line[0].x0 - box[0], box[2] - line[-1].x1)
    return max(found, 0.0)


def _left_aligned(grid: Grid, lines: Sequence[Sequence[Line]]) -> set[tuple[int, int]]:
    """Columns (and spans) in which a line ends well before the right side: their indents take room from a line."""
    found = set()
    for place, printed in zip(grid.cells, lines, strict=True):
        x0, _, x1, _ = grid.box(place)
        if any((x1 - line.x1) > (line.x0 - x0) + line.size for line in printed):
            found.add((place[1], place[3]))
    return found


def cell_text(
    lines: Sequence[Line], rows: Sequence[Sequence[Glyph]], box: BBox, padding: float, left: bool = False
) -> tuple[str, float]:
    """The lines of a cell as text: wrapped lines joined, others kept apart by a line feed. And the last line's room.

    `left`: lines start at the left side or at an indent from it.
    """
    parts: list[str] = []
    width = box[2] - box[0] - 2 * padding
    whole = is_grouped("".join(line.text for line in lines))

    def used(line: Line) -> float:
        return line.x1 - (min(box[0] + padding, line.x0) if left else line.x0)

    for number, line in enumerate(lines):
        if number:
            before, needed = lines[number - 1], _first_word(rows[number])
            # A column of a few characters holds no list: 结果 over 维持 is one label.
            narrow = width < 4.5 * line.size and is_wide(before.text[-1]) and is_wide(line.text)
            wrapped = narrow or line.x1 <= before.x0 or used(before) + needed > width - 0.1 * line.size
            between = "" if whole else joint(before.text, line.text)
            parts.append(between if wrapped else "\n")
        parts.append(line.text)
    if not lines:
        return "", math.inf
    last = lines[-1]
    # Digits are measured by digits: their height tells little of their width.
    digits = (last.x1 - last.x0) / len(last.text) / DIGIT if last.text.isascii() else 0.0
    return "".join(parts), (width - used(last)) / (digits or last.size)


def _first_word(row: Sequence[Glyph]) -> float:
    """The width of what may not be parted from the line's start: one Chinese character with its marks, or one word."""
    if row[0].wide:
        return (row[0].x1 - row[0].x0) * unit_width("".join(glyph.text for glyph in row[:4]))
    end = row[0].x1
    for before, glyph in itertools.pairwise(row):
        if glyph.wide or glyph.x0 - before.x1 > 0.25 * (glyph.bottom - glyph.top):
            break
        # A wrap inside a number happens too, so that a digit is a word of its own.
        if before.text.isdigit():
            break
        end = glyph.x1
    return end - row[0].x0
