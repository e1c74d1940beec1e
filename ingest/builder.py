"""Collects text, blocks and cells in reading order, so that every backend keeps the same invariants.

Paragraphs end with a line feed; the cells of a row are separated by tabs, rows by line feeds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import Struct

from ..model import (
    BBox,
    Block,
    BlockKind,
    Cell,
    Document,
    Location,
    LooseTable,
    Place,
    Problem,
    Run,
    Section,
    Status,
    Table,
)
from .limits import DEFAULT_LIMITS, Limits


class Source(Struct, frozen=True):
    """The bytes being read: `path` as the user named it, `name` the bare file name, `sha256` of the bytes."""

    path: str
    name: str
    sha256: str
    format: str


class CellDraft(Struct):
    """A cell before it has offsets: as its row lists it, then at its place in the grid.

    Until the grid is laid `col` is set only where the format says it (Word), `row` never, and spans are as written.
    """

    text: str
    rowspan: int = 1
    colspan: int = 1
    header: bool = False
    col: int = -1
    row: int = -1
    page: int | None = None
    bbox: BBox | None = None
    unreadable: str | None = None


class Builder:
    """Grows one Document. Offsets are fixed as text is added; nothing is moved afterwards."""

    def __init__(self, source: Source, limits: Limits = DEFAULT_LIMITS) -> None:
        self.source = source
        self.limits = limits
        self._parts: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._tables: list[Table] = []
        self._loose: list[LooseTable] = []
        self._problems: list[Problem] = []
        self._cells = 0

    @property
    def length(self) -> int:
        return self._length

    def write(self, text: str) -> tuple[int, int]:
        """Append raw text that belongs to no block of its own; returns its (start, end)."""
        start = self._length
        self._parts.append(text)
        self._length += len(text)
        self.limits.check("text_chars", self._length)
        return start, self._length

    def block(
        self,
        kind: BlockKind,
        text: str,
        level: int | None = None,
        page: int | None = None,
        bbox: BBox | None = None,
        lines: Sequence[Place] = (),
    ) -> Block:
        """Append one paragraph, heading, list item, caption or piece of furniture, and a line feed.

        `lines` are the places of its printed lines, their offsets counted from the start of `text`.
        """
        start, end = self.write(text + "\n")
        end -= 1
        places = tuple(Place(start + line.start, start + line.end, line.page, line.bbox) for line in lines)
        return self._add_block(kind, level, start, end, page, bbox, None, places)

    def table(self, drafts: Iterable[CellDraft], pages: Sequence[int] = (), ocr: bool = False) -> Table:
        """Append a grid. Drafts are written in row order; the block that holds them is made here."""
        cells: list[Cell] = []
        parts: list[str] = []
        start = at = self._length
        row: int | None = None
        for draft in sorted(drafts, key=lambda d: (d.row, d.col)):
            if row is not None:
                parts.append("\t" if draft.row == row else "\n")
                at += 1
            row, text = draft.row, draft.text
            parts.append(text)
            end = at + len(text)
            cells.append(
                Cell(
                    row, draft.col, draft.rowspan, draft.colspan, text, at, end,
                    draft.page, draft.bbox, draft.header, draft.unreadable,
                )
            )  # fmt: skip
            at = end
        self._cells += len(cells)
        self.limits.check("cells", self._cells)
        table = Table(f"t{len(self._tables) + 1}", tuple(pages), tuple(cells), ocr)
        self._tables.append(table)
        parts.append("\n")
        self.write("".join(parts))
        self._add_block("table", None, start, at, pages[0] if pages else None, None, table.id)
        return table

    def loose(
        self,
        lines: Iterable[Sequence[tuple[str, int | None, BBox | None]]],
        reason: Literal["borderless", "cell-a-line", "run-together"],
        pages: Sequence[int] = (),
        ocr: bool = False,
    ) -> LooseTable:
        """Append a table without a certain grid: `lines` of (text, page, bbox) runs."""
        runs: list[Run] = []
        start = self._length
        for number, line in enumerate(lines):
            for position, (text, page, bbox) in enumerate(line):
                if runs:
                    self.write("\t" if position else "\n")
                at, to = self.write(text)
                runs.append(Run(text, at, to, number, page, bbox))
        table = LooseTable(f"l{len(self._loose) + 1}", tuple(pages), tuple(runs), reason, ocr)
        self._loose.append(table)
        end = self._length
        self.write("\n")
        self._add_block("table", None, start, end, pages[0] if pages else None, None, table.id)
        return table

    def problem(self, code: str, message: str, message_en: str, location: Location | None = None) -> None:
        self._problems.append(Problem(code, message, message_en, location))

    def finish(
        self,
        title: str | None = None,
        meta: Sequence[tuple[str, str]] = (),
        sections: Sequence[Section] = (),
        status: Status | None = None,
    ) -> Document:
        """The document. Status is `partial` where a cell or page with characters is unreadable, unless given."""
        unreadable = any(cell.unreadable for table in self._tables for cell in table.cells)
        unreadable = unreadable or any(problem.code.startswith("unreadable") for problem in self._problems)
        found: Status = "partial" if unreadable else "ok"
        return Document(
            self.source.path, self.source.sha256, self.source.format, status or found, title, "".join(self._parts),
            tuple(self._blocks), tuple(self._tables), tuple(sections), tuple(self._problems), tuple(self._loose),
            tuple(meta),
        )  # fmt: skip

    def _add_block(
        self,
        kind: BlockKind,
        level: int | None,
        start: int,
        end: int,
        page: int | None,
        bbox: BBox | None,
        table: str | None = None,
        lines: tuple[Place, ...] = (),
    ) -> Block:
        block = Block(f"b{len(self._blocks) + 1}", kind, level, start, end, page, bbox, table, lines)
        self._blocks.append(block)
        return block
