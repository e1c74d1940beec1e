"""Tables without a grid: by the places of their words, cell by cell, or out of text that has run together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ..model import Cell, Document, LooseTable, Run
from .cells import looks_numeric
from .figures import Maker
from .flow import read_flow, split_digits
from .formgrid import RegionReading
from .grid import Confidence, Grid
from .labels import is_unit, squeeze
from .placed import box_of, columns_of, read_placed
from .segment import Region, Vocabulary, sheet_runs
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
        for lines, likely in _stretches(table, words):
            sheet = likely or _by_header(lines, words)
            if sheet is None:
                rest.append(Region(grid_of_places(document, table, lines, confidence), None))
                continue
            reading = read_placed(document, lines, sheet)
            maker.region(Grid(table.id, (), confidence), sheet, reading)
            result.append((sheet, reading))
        return result, rest
    read = read_flow if table.reason == "run-together" else read_sequence
    before = len(maker.figures)
    for sheet, reading in read(document, table, words):
        maker.region(Grid(table.id, (), confidence), sheet, reading)
        result.append((sheet, reading))
    taken = [(figure.evidence.start, figure.evidence.end) for figure in maker.figures[before:]]
    _leftovers(table, taken, maker, Grid(table.id, (), confidence))
    return result, rest


def _leftovers(table: LooseTable, taken: Sequence[tuple[int, int]], maker: Maker, grid: Grid) -> None:
    """Numbers that no sheet accounts for, each with the words before it; those run into a numbering are cut off it."""
    runs = [run for run in table.runs if run.text.strip()]
    label = ""
    for number, run in enumerate(runs):
        if not any(c.isdigit() for c in run.text) or not looks_numeric(run.text):
            label = label if is_unit(run.text) else "".join(run.text.split())
            continue
        after = runs[number + 1].text[:1] if number + 1 < len(runs) else ""
        text, reason = run.text, None
        if table.reason == "run-together":
            text, reason = _apart(run.text, bool(after) and after in ".．、")
        if text and not any(start < run.end and run.start < end for start, end in taken):
            end = run.start + len(text)
            cell = Cell(0, 0, 1, 1, text, run.start, end, run.page, run.bbox, False, reason)
            words, unit = _unit_apart(label) if table.reason == "run-together" else (label, "")
            maker.add(grid, cell, None, (words,) if words else (), (), unit, expected=False)


def _unit_apart(label: str) -> tuple[str, str]:
    """A label that its unit column has run into, and that unit."""
    label = label.lstrip(".．、")
    for length in (2, 1):
        if len(label) > length + 1 and is_unit(label[-length:]):
            return label[:-length], label[-length:]
    return label, ""


def _apart(text: str, numbered: bool) -> tuple[str, str | None]:
    """The number in digits that may have run together, and why it cannot be told; a bare numbering is none."""
    if numbered:
        if len(text) <= 2 and text[0] != "0":
            return "", None
        return ("0", None) if len(text) == 2 else (text, "run-together")
    return text, None if split_digits([text], 1) else "run-together"


def _stretches(table: LooseTable, words: Vocabulary) -> list[tuple[list[list[Run]], Sheet | None]]:
    """The visual lines, cut where another sheet of the form begins."""
    lines: dict[int, list[Run]] = {}
    for run in table.runs:
        if run.text.strip():
            lines.setdefault(run.line, []).append(run)
    rows = [sorted(line, key=lambda run: box_of(run)[0]) for line in lines.values()]
    width = max((len(row) for row in rows), default=0)
    cells = [[Cell(n, c, 1, 1, r.text, r.start, r.end) for c, r in enumerate(row)] for n, row in enumerate(rows)]
    grid = Grid(table.id, tuple((*row, *(None,) * (width - len(row))) for row in cells), "loose")
    return [(rows[start:end], sheet) for start, end, sheet in sheet_runs(grid, words)]


def _by_header(lines: Sequence[Sequence[Run]], words: Vocabulary) -> Sheet | None:
    """The sheet of groups whose header the lines print in narrow, interleaved columns: same characters, same count."""
    printed = Counter("".join(squeeze(r.text) for line in lines for r in line if not looks_numeric(r.text)))
    for sheet in words.sheets:
        if not sheet.groups or len(columns_of(lines)) != len(sheet.columns):
            continue
        labels = Counter("".join(squeeze(entry.labels[0]) for entry in sheet.columns))
        heads = Counter("".join(squeeze(p) for p in {p for entry in sheet.columns for p in entry.parents}))
        missing, other = (labels - printed).total(), (printed - labels - heads).total()
        if missing + other <= labels.total() // 20:
            return sheet
    return None


# ---------------------------------------------------------------- words with places
def grid_of_places(
    document: Document, table: LooseTable, lines: Sequence[Sequence[Run]], confidence: Confidence
) -> Grid:
    """A grid with a row for every visual line; numbers standing above one another make the columns."""
    columns = columns_of(lines)
    return Grid(table.id, tuple(_row(document, n, line, columns) for n, line in enumerate(lines)), confidence)


def _row(
    document: Document, number: int, line: Sequence[Run], columns: Sequence[tuple[float, float]]
) -> tuple[Cell | None, ...]:
    """One line: words left of the first column are its label, the others belong to the column they stand in."""
    places: list[list[Run]] = [[] for _ in range(len(columns) + 1)]
    wide: list[tuple[Run, int, int]] = []
    for run in line:
        covered = _covered(run, columns)
        if not covered:
            places[0 if not columns or box_of(run)[0] < columns[0][0] else _nearest(run, columns) + 1].append(run)
        elif len(covered) > 1 and not looks_numeric(run.text) and covered[0] > 0:
            wide.append((run, covered[0] + 1, covered[-1] + 1))
        elif box_of(run)[0] < columns[0][0] - 20 and not looks_numeric(run.text):
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
    boxes = [box_of(run) for run in runs]
    box = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
    return Cell(row, col, 1, 1, document.text[start:end], start, end, runs[0].page, box)


def _covered(run: Run, columns: Sequence[tuple[float, float]]) -> list[int]:
    x0, _, x1, _ = box_of(run)
    return [i for i, (a, b) in enumerate(columns) if min(x1, b) - max(x0, a) > 0.2 * min(x1 - x0, b - a)]


def _nearest(run: Run, columns: Sequence[tuple[float, float]]) -> int:
    middle = (box_of(run)[0] + box_of(run)[2]) / 2
    return min(range(len(columns)), key=lambda i: abs(middle - sum(columns[i]) / 2))
