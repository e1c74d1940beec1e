"""A table of words with places and no lines: numbers in line are columns, labels gather round their numbers."""

from __future__ import annotations

from collections.abc import Sequence

from ..model import BBox, Cell, Document, Run
from .align import Match, Printed, align
from .cells import looks_numeric
from .formgrid import RegionReading, Slot
from .labels import core, is_unit, squeeze, whole
from .sequence import header
from .shape import HEAD_WORDS
from .sheets import Entry, Sheet

Column = tuple[float, float]


def box_of(run: Run) -> BBox:
    return run.bbox or (0.0, 0.0, 0.0, 0.0)


def columns_of(lines: Sequence[Sequence[Run]]) -> list[Column]:
    """The x ranges in which numbers stand in at least a quarter of the lines that hold any."""
    numbers = [run for line in lines for run in line if looks_numeric(run.text)]
    digits = [box_of(run) for run in numbers if any(c.isdigit() for c in run.text)]
    spans = sorted((box_of(run)[0], box_of(run)[2]) for run in numbers)
    with_numbers = sum(any(looks_numeric(run.text) for run in line) for line in lines)
    clusters: list[list[Column]] = []
    for x0, x1 in spans:
        if clusters and x0 < max(right for _, right in clusters[-1]) - 0.5:
            clusters[-1].append((x0, x1))
        else:
            clusters.append([(x0, x1)])
    found = [
        (min(a for a, _ in cluster), max(b for _, b in cluster))
        for cluster in clusters
        if len(cluster) >= max(1, with_numbers // 4)
    ]
    # A column of dashes alone is that of the units.
    return [(a, b) for a, b in found if any(a <= box[0] and box[2] <= b for box in digits)]


def read_placed(document: Document, lines: Sequence[Sequence[Run]], sheet: Sheet) -> RegionReading:
    """Read the lines with the sheet's columns; without a fitting number of columns every number is unreadable."""
    reading = RegionReading()
    columns = columns_of(lines)
    rows = _rows(lines, columns, sheet)
    if not rows:
        return reading
    first = rows[0][0]
    order = _order(lines[:first], columns, sheet)
    printed = [Printed((label,) if label else ()) for _, label, _, _ in rows]
    if sheet.groups:
        full = next((n for n, row in enumerate(rows) if len(row[3]) == len(sheet.columns)), 0)
        matches: list[Match | None] = [Match(0, 1.0, True) if n == full else None for n in range(len(rows))]
    else:
        matches = align(printed, sheet.rows, jumbled=True)
    for (_, label, unit, values), match in zip(rows, matches, strict=True):
        entry = sheet.rows[match.entry] if match else None
        if entry is not None:
            reading.matched.append((entry, label))
        elif label and not sheet.groups:
            run = next(iter(values.values()))
            reading.added_rows.append((label, _cell(document, [run], None)))
        path = (label,) if label and not sheet.groups else ()
        reading.slots += _slots(document, values, entry, path, unit, sheet, order, match)
    reading.columns = tuple(Match(n, 1.0, True) for n in range(len(sheet.columns)))
    return reading


def _rows(
    lines: Sequence[Sequence[Run]], columns: Sequence[Column], sheet: Sheet
) -> list[tuple[int, str, str, dict[int, Run]]]:
    """For every line with numbers: its index, the label gathered from the lines nearest to it, unit and numbers."""
    if not columns:
        return []
    valued: list[tuple[int, dict[int, Run]]] = []
    for number, line in enumerate(lines):
        values = {col: run for run in line if looks_numeric(run.text) and (col := _column(run, columns)) is not None}
        if values:
            valued.append((number, values))
    heads = HEAD_WORDS | {core(label) for entry in sheet.columns for label in (*entry.labels, *entry.parents)}
    marks = [squeeze(text) for text in (*sheet.markers, *sheet.titles)]
    headings = {core(label) for entry in sheet.rows if entry.header for label in entry.labels}
    labels = {whole(label) for entry in sheet.rows for label in entry.labels}
    pieces: dict[int, list[str]] = {number: [] for number, _ in valued}
    units = dict.fromkeys(pieces, "")
    for number, line in enumerate(lines):
        if number < valued[0][0] - 2:
            continue
        if number not in pieces and core("".join(run.text for run in line if not looks_numeric(run.text))) in headings:
            continue
        home = min(pieces, key=lambda n: (_distance(lines, n, number), -n))
        if number != home and _own_label(line) in labels and _own_label(lines[home]) in labels:
            continue  # a row of its own, left blank
        for run in line:
            if _column(run, columns) is not None:
                continue
            if is_unit(run.text) and number == home:
                units[home] = run.text.strip()
            elif not looks_numeric(run.text) and not (
                number < valued[0][0] and (core(run.text) in heads or any(mark in squeeze(run.text) for mark in marks))
            ):
                pieces[home].append("".join(run.text.split()))
    return [(number, *_label_and_unit(pieces[number], units[number], labels), values) for number, values in valued]


def _own_label(line: Sequence[Run]) -> str:
    """The words of one line without its numbers and unit."""
    return whole("".join("".join(r.text.split()) for r in line if not looks_numeric(r.text) and not is_unit(r.text)))


def _label_and_unit(pieces: Sequence[str], unit: str, labels: set[str]) -> tuple[str, str]:
    """The pieces as one label; a unit that stands close to one of them is taken off where a label comes of it."""
    joined = "".join(pieces)
    if unit or whole(joined) in labels:
        return joined, unit
    for number, piece in enumerate(pieces):
        for length in (1, 2):
            rest = "".join([*pieces[:number], piece[:-length], *pieces[number + 1 :]])
            if is_unit(piece[-length:]) and whole(rest) in labels:
                return rest, piece[-length:]
    return joined, unit


def _distance(lines: Sequence[Sequence[Run]], a: int, b: int) -> float:
    """How far apart two lines stand, those of other pages by their number only."""
    first, second = lines[a][0], lines[b][0]
    if first.page != second.page:
        return 1000.0 * abs(a - b)
    return abs(_middle(first) - _middle(second))


def _middle(run: Run) -> float:
    return (box_of(run)[1] + box_of(run)[3]) / 2


def _column(run: Run, columns: Sequence[Column]) -> int | None:
    """The column a run stands in; words that begin far left of the first are labels."""
    x0, _, x1, _ = box_of(run)
    if x0 < columns[0][0] - 20 and not looks_numeric(run.text):
        return None
    best = max(range(len(columns)), key=lambda i: min(x1, columns[i][1]) - max(x0, columns[i][0]))
    return best if min(x1, columns[best][1]) - max(x0, columns[best][0]) > 0 else None


def _order(head: Sequence[Sequence[Run]], columns: Sequence[Column], sheet: Sheet) -> list[int] | None:
    """The sheet's column for every printed one; None where counts differ or the header says otherwise."""
    if len(columns) != len(sheet.columns):
        return None
    natural = list(range(len(columns)))
    if sheet.groups or len(natural) == 1:
        return natural
    order = list(natural)
    seen: dict[int, int] = {}
    for line in head:
        for run in line:
            for number, entry in enumerate(sheet.columns):
                if core(run.text) in {core(label) for label in entry.labels}:
                    middle = (box_of(run)[0] + box_of(run)[2]) / 2
                    seen[min(natural, key=lambda i: abs(middle - sum(columns[i]) / 2))] = number
    if all(place == number for place, number in seen.items()):
        return natural
    if len(seen) == len(natural) and len(set(seen.values())) == len(natural):
        order = [seen[place] for place in natural]
        return order
    return None


def _slots(
    document: Document,
    values: dict[int, Run],
    entry: Entry | None,
    path: tuple[str, ...],
    unit: str,
    sheet: Sheet,
    order: Sequence[int] | None,
    match: Match | None,
) -> list[Slot]:
    if entry is None and order is None:
        return [Slot(_cell(document, [run], None), None, None, path, (), unit, True) for run in values.values()]
    if order is None:
        every = _cell(document, list(values.values()), "column-count")
        return [Slot(every, entry, c, path, header(sheet, n), unit, True) for n, c in enumerate(sheet.columns)]
    sure = bool(match and match.sure)
    return [
        Slot(_cell(document, [run], None), entry, sheet.columns[order[c]], path, header(sheet, order[c]), unit, sure)
        for c, run in sorted(values.items())
    ]


def _cell(document: Document, runs: Sequence[Run], reason: str | None) -> Cell:
    start, end = min(run.start for run in runs), max(run.end for run in runs)
    boxes = [box_of(run) for run in runs]
    box = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
    return Cell(0, 0, 1, 1, document.text[start:end], start, end, runs[0].page, box, False, reason)
