"""A table of which only the order of its cells is known, one cell a run: labels, then as many numbers as columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from ..model import Cell, Document, LooseTable, Run
from .align import Match, Printed, align
from .cells import looks_numeric
from .formgrid import RegionReading, Slot
from .grid import Grid
from .groups import group_in
from .labels import core, is_unit, similarity, squeeze
from .segment import Vocabulary, sheet_runs
from .shape import HEAD_WORDS, REMARK_HEADS
from .sheets import Entry, Sheet


class _Line(Struct):
    """A label and the runs that follow it up to the next label."""

    label: Run | None
    unit: str = ""
    values: list[Run] = field(default_factory=list)


def read_sequence(document: Document, table: LooseTable, words: Vocabulary) -> Iterator[tuple[Sheet, RegionReading]]:
    """Rows whose count of numbers equals the form's columns are read, others are unreadable in their place."""
    lines = _lines(_without_serials([*_label_before(document, table.runs), *table.runs]))
    cells = [(_cell(n, line.label) if line.label else None,) for n, line in enumerate(lines)]
    for start, end, sheet in sheet_runs(Grid(table.id, tuple(cells), "loose"), words):
        if sheet is not None:
            read = _read_groups if sheet.groups else _read
            yield sheet, read(document, lines[start:end], sheet)


def columns_in_order(labels: Sequence[str], sheet: Sheet) -> list[int] | None:
    """Which of the sheet's columns the n-th number belongs to; None where the printed header leaves that open."""
    natural = list(range(len(sheet.columns)))
    if sheet.groups or len(natural) == 1:
        return natural
    places: dict[str, int] = {}
    for place, label in enumerate(labels):
        places.setdefault(core(label), place)
    found = {n: at for n, entry in enumerate(sheet.columns) if (at := _place(entry.labels, places)) is not None}
    order = sorted(found, key=found.__getitem__)
    upper = [n for n in order if not sheet.columns[n].parents]
    lower = [n for n in order if sheet.columns[n].parents]
    heads = {_place(sheet.columns[n].parents[-1:], places) for n in lower}
    head = heads.pop() if len(heads) == 1 else None
    if head is not None and order == [*upper, *lower]:
        # A header of two levels read level by level: what stands under the common head comes where that stands.
        before = [n for n in upper if found[n] < head]
        order = [*before, *lower, *upper[len(before) :]]
    elif order == [*sorted(upper), *sorted(lower)]:
        return natural
    if order == sorted(order):
        return natural
    return order if len(order) == len(natural) and (head is not None or not lower) else None


def _place(labels: Sequence[str], places: dict[str, int]) -> int | None:
    return min((places[core(label)] for label in labels if core(label) in places), default=None)


def _label_before(document: Document, runs: Sequence[Run]) -> list[Run]:
    """The line just above, where a table begins with a number: its label may look like a heading."""
    first = next((run for run in runs if run.text.strip()), None)
    if first is None or not looks_numeric(first.text):
        return []
    before = document.text[: first.start].rstrip()
    start = before.rfind("\n") + 1
    line = before[start:].strip()
    start = before.index(line, start) if line else start
    return [Run(line, start, start + len(line), first.line, first.page)] if 0 < len(line) <= 60 else []


def _without_serials(runs: Sequence[Run]) -> list[Run]:
    """The runs without the numbers that only count the rows: 1, 2, 3 … each just before a label."""
    texts = [squeeze(run.text) for run in runs]
    found = [
        n
        for n in range(len(runs) - 1)
        if texts[n].isdigit() and texts[n + 1] and not looks_numeric(texts[n + 1]) and not is_unit(texts[n + 1])
    ]
    counted = [int(texts[n]) for n in found]
    if len(found) < 5 or counted != list(range(counted[0], counted[0] + len(found))):
        return list(runs)
    return [run for n, run in enumerate(runs) if n not in set(found)]


def _lines(runs: Sequence[Run]) -> list[_Line]:
    lines: list[_Line] = []
    for run in runs:
        text = squeeze(run.text)
        if not text:
            continue
        if lines and is_unit(text) and not lines[-1].values and not lines[-1].unit:
            lines[-1].unit = text
        elif looks_numeric(run.text) and lines:
            lines[-1].values.append(run)
        else:
            lines.append(_Line(run))
    return lines


def _read(document: Document, lines: Sequence[_Line], sheet: Sheet) -> RegionReading:
    reading = RegionReading()
    labels = [line.label.text if line.label else "" for line in lines]
    order = columns_in_order(labels, sheet)
    more = _more_columns(lines, sheet)
    printed = [Printed(("".join(label.split()),), bool(line.values)) for label, line in zip(labels, lines, strict=True)]
    for number, (line, match) in enumerate(zip(lines, align(printed, sheet.rows), strict=True)):
        entry = sheet.rows[match.entry] if match else None
        if entry is not None:
            reading.matched.append((entry, printed[number].label))
        values = _without_unit_mark(line, sheet)
        # The last one may be a remark; elsewhere seven of eight columns may be any seven.
        unsure = bool(more) and (not more <= REMARK_HEADS or (bool(values) and not _has_digit(values[-1])))
        reading.slots += _slots(
            document, values, line.unit, entry, printed[number].path, sheet, None if unsure else order, match
        )
        if entry is None and values and line.label is not None:
            reading.added_rows.append((printed[number].label, _cell(number, line.label)))
    reading.columns = tuple(Match(n, 1.0, True) for n in range(len(sheet.columns)))
    return reading


def _more_columns(lines: Sequence[_Line], sheet: Sheet) -> frozenset[str]:
    """The labels of the header, from the first column that the form has, that are no columns of the form."""
    height = next((n for n, line in enumerate(lines) if any(map(_has_digit, line.values))), len(lines))
    head = [core(line.label.text) if line.label else "" for line in lines[:height]]
    own = {core(label) for entry in sheet.columns for label in entry.labels}
    places = [n for n, text in enumerate(head) if text in own]
    if sheet.listing or len(places) < 2:
        return frozenset()
    parents = {core(p) for entry in sheet.columns for p in entry.parents}
    known = own | parents | (HEAD_WORDS - REMARK_HEADS)
    rows = {label for entry in sheet.rows for label in (*entry.labels, *entry.parents)}
    more = [text for text in head[places[0] :] if text and text not in known]
    strange = {text for text in more if max(similarity(text, label) for label in rows) < 0.7}
    # A remark's column may stand over two lines of the header and so come before the first of the columns.
    return frozenset(strange | (REMARK_HEADS & set(head)))


def _has_digit(run: Run) -> bool:
    return any(c.isdigit() for c in run.text)


def _read_groups(document: Document, lines: Sequence[_Line], sheet: Sheet) -> RegionReading:
    """One line of numbers for all groups, or a line for each below its name."""
    reading = RegionReading()
    used: set[int] = set()
    labels: list[str] = []
    for line in lines:
        labels.append(line.label.text if line.label else "")
        if not line.values:
            continue
        whole = len(line.values) == len(sheet.columns)
        columns = list(range(len(sheet.columns))) if whole else _columns_under(labels, sheet)
        entry = None if used & set(columns) else sheet.rows[0]
        reading.slots += _slots(document, line.values, line.unit, entry, (), sheet, columns, Match(0, 1.0, True))
        used |= set(columns)
        labels = []
    reading.columns = tuple(Match(n, 1.0, True) for n in sorted(used))
    return reading


def _columns_under(labels: Sequence[str], sheet: Sheet) -> list[int]:
    """The columns of the one group that the labels name, or all of them."""
    names = {name for label in labels if (name := group_in(label, sheet))}
    return [n for n, entry in enumerate(sheet.columns) if len(names) != 1 or entry.parents[-1] in names]


def _without_unit_mark(line: _Line, sheet: Sheet) -> list[Run]:
    """A list's first mark where two stand in a row is its unit column's, not a number."""
    if sheet.listing and not line.unit and len(line.values) == 2 and squeeze(line.values[0].text) in ("/", "-", "—"):
        return line.values[1:]
    return line.values


def _slots(
    document: Document,
    values: Sequence[Run],
    unit: str,
    entry: Entry | None,
    path: tuple[str, ...],
    sheet: Sheet,
    order: Sequence[int] | None,
    match: Match | None,
) -> list[Slot]:
    """The values in the order of the columns; where their count differs, one unreadable cell for every column."""
    if not values or (entry is not None and entry.header and len(values) != len(sheet.columns)):
        return []
    fits = order is not None and len(values) == len(order)
    if entry is None and not fits:
        return [Slot(_cell(0, run), None, None, path, (), unit, True) for run in values]
    if order is not None and fits:
        return [
            Slot(_cell(0, run), entry, sheet.columns[n], path, header(sheet, n), unit, bool(match and match.sure))
            for run, n in zip(values, order, strict=True)
        ]
    start, end = values[0].start, values[-1].end
    reason = "column-order" if order is None else "column-count"
    whole = Cell(0, 0, 1, 1, document.text[start:end], start, end, values[0].page, None, False, reason)
    every = range(len(sheet.columns)) if order is None else order
    return [Slot(whole, entry, sheet.columns[n], path, header(sheet, n), unit, True) for n in every]


def header(sheet: Sheet, number: int) -> tuple[str, ...]:
    """The form's own header of a column, for text that prints it once for all."""
    column = sheet.columns[number]
    return (*column.parents, column.labels[0])


def _cell(row: int, run: Run) -> Cell:
    return Cell(row, 0, 1, 1, run.text, run.start, run.end, run.page, run.bbox)
