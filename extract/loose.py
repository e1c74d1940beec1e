"""Tables without a grid: by the places of their words, cell by cell, or out of text that has run together."""

from __future__ import annotations

from collections.abc import Sequence

from ..model import BBox, Cell, Document, LooseTable, Run
from .cells import looks_numeric
from .figures import Maker
from .flow import read_flow
from .formgrid import RegionReading, read_region
from .grid import Confidence, Grid
from .segment import Region, Vocabulary, regions
from .sequence import read_sequence
from .sheets import Sheet


def read_loose(
    document: Document, table: LooseTable, words: Vocabulary, maker: Maker
) -> tuple[list[tuple[Sheet, RegionReading]], list[Region]]:
    """Read one loose table into `maker`; what the form's columns cannot settle stays unreadable.

    Returns what was read with the form, and the regions that the form does not know.
    """
    confidence: Confidence = "ocr" if table.ocr else "loose"
    placed = bool(table.runs) and all(run.bbox is not None for run in table.runs)
    result: list[tuple[Sheet, RegionReading]] = []
    rest: list[Region] = []
    if placed:
        for region in regions(grid_of_places(document, table, confidence), words):
            if region.sheet is None:
                rest.append(region)
                continue
            reading = read_region(region.grid, region.sheet)
            maker.region(region.grid, region.sheet, reading)
            result.append((region.sheet, reading))
        return result, rest
    read = read_flow if table.reason == "run-together" else read_sequence
    for sheet, reading in read(document, table, words):
        maker.region(Grid(table.id, (), confidence), sheet, reading)
        result.append((sheet, reading))
    return result, rest


# ---------------------------------------------------------------- words with places
def grid_of_places(document: Document, table: LooseTable, confidence: Confidence) -> Grid:
    """A grid with a row for every visual line; numbers standing above one another make the columns."""
    lines: dict[int, list[Run]] = {}
    for run in table.runs:
        lines.setdefault(run.line, []).append(run)
    columns = _columns(list(lines.values()))
    rows = []
    for number, line in enumerate(lines.values()):
        rows.append(_row(document, number, line, columns))
    return Grid(table.id, tuple(rows), confidence)


def _columns(lines: Sequence[Sequence[Run]]) -> list[tuple[float, float]]:
    """The x ranges in which numbers stand in at least a quarter of the lines that hold any."""
    spans = sorted((_box(run)[0], _box(run)[2]) for line in lines for run in line if looks_numeric(run.text))
    with_numbers = sum(any(looks_numeric(run.text) for run in line) for line in lines)
    clusters: list[list[tuple[float, float]]] = []
    for x0, x1 in spans:
        if clusters and x0 < max(right for _, right in clusters[-1]) - 0.5:
            clusters[-1].append((x0, x1))
        else:
            clusters.append([(x0, x1)])
    return [
        (min(a for a, _ in cluster), max(b for _, b in cluster))
        for cluster in clusters
        if len(cluster) >= max(1, with_numbers // 4)
    ]


def _row(
    document: Document, number: int, line: Sequence[Run], columns: Sequence[tuple[float, float]]
) -> tuple[Cell | None, ...]:
    """One line: words left of the first column are its label, the others belong to the column they stand in."""
    places: list[list[Run]] = [[] for _ in range(len(columns) + 1)]
    wide: list[tuple[Run, int, int]] = []
    for run in line:
        covered = _covered(run, columns)
        if not covered:
            places[0 if not columns or _box(run)[0] < columns[0][0] else _nearest(run, columns) + 1].append(run)
        elif len(covered) > 1 and not looks_numeric(run.text) and covered[0] > 0:
            wide.append((run, covered[0] + 1, covered[-1] + 1))
        elif _box(run)[0] < columns[0][0] - 20 and not looks_numeric(run.text):
            places[0].append(run)
        else:
            places[covered[0] + 1].append(run)
    cells: list[Cell | None] = [None] * len(places)
    for col, runs in enumerate(places):
        if runs:
            cells[col] = _cell(document, number, col, runs)
    for run, first, last in wide:
        cell = _cell(document, number, first, [run])
        for col in range(first, last + 1):
            cells[col] = cells[col] or cell
    return tuple(cells)


def _cell(document: Document, row: int, col: int, runs: Sequence[Run]) -> Cell:
    start, end = min(run.start for run in runs), max(run.end for run in runs)
    boxes = [_box(run) for run in runs]
    box = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
    return Cell(row, col, 1, 1, document.text[start:end], start, end, runs[0].page, box)


def _covered(run: Run, columns: Sequence[tuple[float, float]]) -> list[int]:
    x0, _, x1, _ = _box(run)
    return [i for i, (a, b) in enumerate(columns) if min(x1, b) - max(x0, a) > 0.2 * min(x1 - x0, b - a)]


def _nearest(run: Run, columns: Sequence[tuple[float, float]]) -> int:
    middle = (_box(run)[0] + _box(run)[2]) / 2
    return min(range(len(columns)), key=lambda i: abs(middle - sum(columns[i]) / 2))


def _box(run: Run) -> BBox:
    return run.bbox or (0.0, 0.0, 0.0, 0.0)
