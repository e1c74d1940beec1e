"""Slots of a read table as figures, with their place in the document."""

from __future__ import annotations

from collections.abc import Sequence

from ..model import Cell, Document, Evidence, Figure, Link, Location, Problem
from .cells import Reading, read_cell
from .formgrid import RegionReading, Slot
from .grid import Grid
from .labels import core, unit_in
from .sheets import Sheet, indicator, unit_of

_MONEY = frozenset(["元", "万元", "亿元"])


class Maker:
    """Builds figures and problems of one document's tables."""

    def __init__(self, document: Document, year: int | None) -> None:
        self.document = document
        self.period = str(year) if year is not None else None
        self._blocks = {block.table: block.id for block in document.blocks if block.table}
        self.figures: list[Figure] = []
        self.problems: list[Problem] = []
        self._told: set[Location] = set()

    def region(self, grid: Grid, sheet: Sheet, reading: RegionReading) -> None:
        """Add every slot of a region read with a form's sheet."""
        printed = {core(label): label for slot in reading.slots for label in slot.row_labels[:-1]}
        heads = {core(label): label for slot in reading.slots for label in slot.column_labels[:-1]}
        printed |= {core(entry.labels[0]): label for entry, label in reading.matched}
        for slot in reading.slots:
            name = indicator(slot.row, slot.column) if slot.row and slot.column else None
            unit = slot.unit
            if slot.row and slot.column and not unit and unit_of(slot.row, slot.column) in _MONEY:
                # What stands over the table wins over the form's unit.
                above = caption_unit(self.document, grid)
                unit = above if above in _MONEY else unit_of(slot.row, slot.column)
            if sheet.groups and slot.column_labels:
                rows = _group_path(slot, heads)
                columns: tuple[str, ...] = slot.column_labels[-1:]
            else:
                rows = _row_path(slot, printed)
                columns = slot.column_labels
            if slot.row is not None and (
                slot.row.bare or (slot.row.header and not any(c.isdigit() for c in slot.cell.text))
            ):
                # A heading without a number has none to miss.
                name = None
            one = sheet.listing and len(reading.columns) == 1
            self.add(grid, slot.cell, name, rows, () if one else columns, unit, slot.sure)

    def add(
        self,
        grid: Grid,
        cell: Cell,
        name: str | None,
        rows: Sequence[str],
        columns: Sequence[str],
        unit: str,
        sure: bool = True,
        expected: bool = True,
        losses: bool = False,
    ) -> None:
        """Add one cell as a figure; `expected`: a number should stand there; `losses`: (5) is −5."""
        read = read_cell(cell.text, unit, cell.unreadable, losses)
        if read.reason == "not-a-number" and not expected:
            return
        link: Link = "none" if name is None else ("exact" if sure else "doubtful")
        loose = grid.confidence == "loose" or not grid.at
        evidence = self.evidence(grid.id, cell, read, loose)
        # A loose table has no rows and columns of its own, so its figures are numbered.
        key = f"{grid.id}:{len(self.figures) + 1}" if loose else f"{grid.id}:{cell.row},{cell.col}"
        whole = "/".join(rows)
        self.figures.append(
            Figure(
                key, name, read.quantity, cell.text[read.start : read.end], "table",
                rows[-1] if rows else "", whole,
                columns[-1] if columns else None, "/".join(columns) if columns else None,
                cell.text, evidence, subject=core(rows[-1]) if rows else "", period=self.period, link=link,
                confidence=grid.confidence, state=read.state,
            )
        )  # fmt: skip
        if read.state == "unreadable":
            self._unreadable(grid, cell, read)

    def evidence(self, table: str, cell: Cell, read: Reading, loose: bool = False) -> Evidence:
        start, end = cell.start + read.start, cell.start + read.end
        return Evidence(
            self.document.sha256, start, end, self.document.text[start:end], cell.page, cell.bbox,
            self._blocks.get(table), None if loose else (cell.row, cell.col),
        )  # fmt: skip

    def _unreadable(self, grid: Grid, cell: Cell, read: Reading) -> None:
        place = (cell.row, cell.col) if grid.at and grid.confidence != "loose" else None
        where = Location(cell.page, cell.bbox, self._blocks.get(grid.id), place, cell.start, cell.end)
        if where in self._told:
            return
        self._told.add(where)
        text = " ".join(cell.text.split())[:30]
        if read.reason == "not-a-number":
            self.problems.append(
                Problem("not-a-number", f"应为数字的单元格是“{text}”", f"a cell for a number holds “{text}”", where)
            )
        else:
            message = f"单元格无法读取（{read.reason}）"
            self.problems.append(Problem("unreadable-cell", message, f"unreadable cell ({read.reason})", where))


def caption_unit(document: Document, grid: Grid) -> str:
    """The unit that stands over the table, within the few words before it."""
    starts = [cell.start for row in grid.at for cell in row if cell is not None]
    if not starts:
        return ""
    before = document.text[max(0, min(starts) - 80) : min(starts)]
    return unit_in(before) if "单位" in before else ""


def _group_path(slot: Slot, heads: dict[str, str]) -> tuple[str, ...]:
    """The group as the label: 行政诉讼/未经复议直接起诉 is one label of two parts."""
    above = slot.column_labels[:-1]
    if slot.column is not None:
        known = {core(label): label for label in above}
        parents = [(core(parent), parent) for parent in slot.column.parents]
        # A merged header copied into text stands over its first column only; without any, the form's names serve.
        above = tuple(known.get(c) or heads.get(c) or parent for c, parent in parents)
    return ("/".join(above),) if above else slot.row_labels


def _row_path(slot: Slot, printed: dict[str, str]) -> tuple[str, ...]:
    """The printed labels of the row, with those of the rows above it that the form says it belongs to.

    A merged label copied into text stands beside its first row only, and a list shows its levels by numbering alone.
    """
    own = slot.row_labels
    if slot.row is None:
        return own
    above = []
    for parent in map(core, slot.row.parents):
        found = next((label for label in own[:-1] if core(label) == parent), None) or printed.get(parent)
        if found is not None:
            above.append(found)
    return (*above, *(label for label in own if label not in above))
