"""Drawn lines to grids of cells. Cells are those of pdfplumber's TableFinder; what it leaves open is closed.

A grid is a rectangle tiled by cells without gap or overlap, so that every point in its box is in exactly one.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct, field

from ..model import BBox
from .pdf_space import Glyph, Ruling
from .pdf_strokes import GUTTER, SNAP, Stroke, strokes

_MAX_LINES = 600


class Grid(Struct):
    """Column edges, row edges, and each cell as (row, col, rowspan, colspan) in reading order."""

    xs: list[float]
    ys: list[float]
    cells: list[tuple[int, int, int, int]]
    drawn: list[Stroke] = field(default_factory=list)

    @property
    def bbox(self) -> BBox:
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def box(self, cell: tuple[int, int, int, int]) -> BBox:
        row, col, rowspan, colspan = cell
        return self.xs[col], self.ys[row], self.xs[col + colspan], self.ys[row + rowspan]

    def is_open(self, box: BBox, edge: float) -> bool:
        """Whether no line is drawn at the box's upper or lower edge: a page break left the cell open there."""
        near = [s for s in self.drawn if abs(s.at - edge) <= 2 * SNAP]
        covered = sum(max(min(s.hi, box[2]) - max(s.lo, box[0]), 0.0) for s in near)
        return covered < 0.5 * (box[2] - box[0])


def find_grids(rulings: Iterable[Ruling], glyphs: Sequence[Glyph] = ()) -> list[Grid]:
    """Every grid the lines draw, from top to bottom; a single closed box is a grid of one cell."""
    grids = []
    for zone in _zones(rulings):
        groups, lone = _components(*strokes(zone, glyphs))
        for drawn, upright in groups:
            across, down = _close(drawn, upright + _beside(upright, lone))
            if len(across) >= 2 and len(down) >= 2 and len(across) + len(down) <= _MAX_LINES:
                for grid in _grids(across, down):
                    grid.drawn = drawn
                    _trim(grid, glyphs)
                    grids.append(grid)
    return sorted(grids, key=lambda grid: (grid.ys[0], grid.xs[0]))


def _zones(rulings: Iterable[Ruling]) -> Iterator[list[Ruling]]:
    """Lines one above the other with nothing drawn between: lines of one table do not straighten another's."""
    zone: list[Ruling] = []
    reach = 0.0
    for ruling in sorted(rulings, key=lambda r: r.top):
        if zone and ruling.top > reach + 2 * SNAP:
            yield zone
            zone = []
        reach = max(reach, ruling.bottom) if zone else ruling.bottom
        zone.append(ruling)
    if zone:
        yield zone


def _trim(grid: Grid, glyphs: Sequence[Glyph]) -> None:
    """Take off what a page break leaves between a table's frame and its cells: a strip or an open row without text."""
    first = len(grid.ys) > 2 and _is_rest(grid, 0, glyphs)
    last = len(grid.ys) > 2 + first and _is_rest(grid, len(grid.ys) - 2, glyphs)
    if not (first or last):
        return
    grid.ys = grid.ys[first : len(grid.ys) - last]
    height = len(grid.ys) - 1
    kept = []
    for row, col, rowspan, colspan in grid.cells:
        top, below = max(row - first, 0), min(row - first + rowspan, height)
        if below > top:
            kept.append((top, col, below - top, colspan))
    grid.cells = kept


def _is_rest(grid: Grid, row: int, glyphs: Sequence[Glyph]) -> bool:
    """Whether an outer row has no text and is too low for any, or all that is in it goes on overleaf."""
    x0, _, x1, _ = grid.bbox
    top, bottom = grid.ys[row], grid.ys[row + 1]
    if bottom - top > GUTTER:
        outer = bottom if row else top
        cells = [cell for cell in grid.cells if cell[0] <= row < cell[0] + cell[2]]
        if not all(grid.is_open(grid.box(cell), outer) for cell in cells):
            return False
    return bool(glyphs) and not any(top <= (g.top + g.bottom) / 2 <= bottom and x0 <= g.x0 <= x1 for g in glyphs)


def _cross(level: Stroke, upright: Stroke) -> bool:
    return level.lo - SNAP <= upright.at <= level.hi + SNAP and upright.lo - SNAP <= level.at <= upright.hi + SNAP


def _components(
    level: list[Stroke], upright: list[Stroke]
) -> tuple[list[tuple[list[Stroke], list[Stroke]]], list[Stroke]]:
    """Lines that hang together, and the upright ones that cross nothing."""
    parent = list(range(len(level) + len(upright)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    heights = [s.at for s in level]
    for number, line in enumerate(upright):
        first, last = bisect_left(heights, line.lo - SNAP), bisect_right(heights, line.hi + SNAP)
        for index in range(first, last):
            if _cross(level[index], line):
                parent[root(len(level) + number)] = root(index)
    groups: dict[int, tuple[list[Stroke], list[Stroke]]] = {}
    for index in range(len(parent)):
        group = groups.setdefault(root(index), ([], []))
        if index < len(level):
            group[0].append(level[index])
        else:
            group[1].append(upright[index - len(level)])
    lone = [upright for across, down in groups.values() if not across for upright in down]
    return [group for group in groups.values() if group[0] and group[1]], lone


def _beside(upright: list[Stroke], lone: list[Stroke]) -> list[Stroke]:
    """Lines that cross nothing and run along the whole of a table: its side, where a merged cell fills the page."""
    if not upright:
        return []
    top, bottom = min(s.lo for s in upright), max(s.hi for s in upright)
    if bottom - top < 10 * SNAP:
        return []
    return [s for s in lone if abs(s.lo - top) <= 2 * SNAP and abs(s.hi - bottom) <= 2 * SNAP]


def _close(level: list[Stroke], upright: list[Stroke]) -> tuple[list[Stroke], list[Stroke]]:
    """Add the outer lines that are not drawn: at a page break, or where a table's sides are left open."""
    for _ in range(2):
        level = _with_ends(level, upright)
        upright = _with_ends(upright, level)
    return level, upright


def _with_ends(lines: list[Stroke], crossing: list[Stroke]) -> list[Stroke]:
    """`lines`, and one more where at least two of the crossing lines run beyond the outermost and end together."""
    if len(crossing) < 2:
        return lines
    found = list(lines)
    for far in (False, True):
        ends = sorted((s.hi if far else s.lo for s in crossing), reverse=far)
        edge = ends[0]
        together = [s for s in crossing if abs((s.hi if far else s.lo) - edge) <= SNAP]
        if len(together) < 2:
            continue
        lo, hi = min(s.at for s in together), max(s.at for s in together)
        near = [s for s in lines if abs(s.at - edge) <= 2 * SNAP]
        if not near:
            found.append(Stroke(edge, lo, hi))
        elif not any(s.lo <= lo + SNAP and s.hi >= hi - SNAP for s in near):
            # Drawn in part: beside a merged cell that runs over the page break.
            found = [s for s in found if s not in near]
            found.append(Stroke(near[0].at, min(lo, *(s.lo for s in near)), max(hi, *(s.hi for s in near))))
    return sorted(found, key=lambda s: s.at)


def cells_of(level: Sequence[Stroke], upright: Sequence[Stroke]) -> list[BBox]:
    """The smallest box below and right of each crossing whose four sides are drawn: TableFinder's cells."""
    across: dict[tuple[float, float], set[int]] = {}
    down: dict[tuple[float, float], set[int]] = {}
    for number, line in enumerate(level):
        for index, other in enumerate(upright):
            if _cross(line, other):
                point = other.at, line.at
                across.setdefault(point, set()).add(number)
                down.setdefault(point, set()).add(index)
    rows: dict[float, list[float]] = {}
    columns: dict[float, list[float]] = {}
    for x, y in sorted(across):
        rows.setdefault(y, []).append(x)
        columns.setdefault(x, []).append(y)
    found = []
    for x, y in sorted(across):
        rights = [right for right in rows[y][bisect_right(rows[y], x) :] if across[x, y] & across[right, y]]
        for bottom in columns[x][bisect_right(columns[x], y) :]:
            if not down[x, y] & down[x, bottom]:
                continue
            right = _closing(x, y, bottom, rights, across, down)
            if right is not None:
                found.append((x, y, right, bottom))
                break
    return found


def _closing(
    x: float,
    y: float,
    bottom: float,
    rights: Sequence[float],
    across: dict[tuple[float, float], set[int]],
    down: dict[tuple[float, float], set[int]],
) -> float | None:
    """The first right side that, with the bottom given, closes a box."""
    for right in rights:
        corner = right, bottom
        if corner in across and across[corner] & across[x, bottom] and down[corner] & down[right, y]:
            return right
    return None


def _grids(level: list[Stroke], upright: list[Stroke]) -> list[Grid]:
    """The cells that connected lines enclose, completed to a rectangle."""
    found = cells_of(level, upright)
    if not found:
        return []
    xs = _distinct(edge for cell in found for edge in (cell[0], cell[2]))
    ys = _distinct(edge for cell in found for edge in (cell[1], cell[3]))
    owner = [[-1] * (len(xs) - 1) for _ in range(len(ys) - 1)]
    for number, (x0, top, x1, bottom) in enumerate(found):
        for row in range(_nearest(ys, top), _nearest(ys, bottom)):
            for col in range(_nearest(xs, x0), _nearest(xs, x1)):
                if owner[row][col] < 0:
                    owner[row][col] = number
    _fill(owner, xs, ys, level, upright)
    return [Grid(xs, ys, rectangles(owner))]


def _distinct(edges: Iterable[float]) -> list[float]:
    kept: list[float] = []
    for edge in sorted(edges):
        if not kept or edge - kept[-1] > SNAP:
            kept.append(edge)
    return kept


def _nearest(edges: list[float], value: float) -> int:
    at = bisect_left(edges, value)
    if at == len(edges) or (at and value - edges[at - 1] < edges[at] - value):
        return at - 1
    return at


def _fill(owner: list[list[int]], xs: list[float], ys: list[float], level: list[Stroke], upright: list[Stroke]) -> None:
    """Give the places that are in no cell to cells of their own: what no line divides belongs together."""
    fresh = max(max(row) for row in owner) + 1
    for row in range(len(owner)):
        for col in range(len(owner[row])):
            if owner[row][col] >= 0:
                continue
            stack = [(row, col)]
            owner[row][col] = fresh
            while stack:
                r, c = stack.pop()
                across, down = (xs[c] + xs[c + 1]) / 2, (ys[r] + ys[r + 1]) / 2
                around = (
                    (r - 1, c, level, ys[r], across), (r + 1, c, level, ys[r + 1], across),
                    (r, c - 1, upright, xs[c], down), (r, c + 1, upright, xs[c + 1], down),
                )  # fmt: skip
                for nr, nc, lines, at, along in around:
                    inside = 0 <= nr < len(owner) and 0 <= nc < len(owner[0])
                    if inside and owner[nr][nc] < 0 and not _walled(lines, at, along):
                        owner[nr][nc] = fresh
                        stack.append((nr, nc))
            fresh += 1


def _walled(lines: list[Stroke], at: float, along: float) -> bool:
    return any(abs(s.at - at) <= SNAP and s.lo <= along <= s.hi for s in lines)


def rectangles(owner: Sequence[Sequence[int]]) -> list[tuple[int, int, int, int]]:
    """Owners to cells (row, col, rowspan, colspan); an owner that is no rectangle becomes several."""
    height, width = len(owner), len(owner[0])
    taken = [[False] * width for _ in range(height)]
    cells = []
    for row in range(height):
        for col in range(width):
            if taken[row][col]:
                continue
            who = owner[row][col]
            right = col
            while right < width and owner[row][right] == who and not taken[row][right]:
                right += 1
            below = row + 1
            while below < height and all(owner[below][c] == who and not taken[below][c] for c in range(col, right)):
                below += 1
            for r in range(row, below):
                for c in range(col, right):
                    taken[r][c] = True
            cells.append((row, col, below - row, right - col))
    return cells
