"""The stream of paragraphs and tables that markup formats share, and its way into a Document.

A backend turns its tree into `Para` and `Grid` items in reading order; what is a heading, a caption, a title and
what only looks like a table is decided here, so that the same report in HTML and DOCX gives the same Document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from ..model import BlockKind, Document
from .builder import Builder
from .grid import RawCell, is_layout, lay
from .headings import find_title, heading_level, sections_of

ParaKind = Literal["text", "heading", "title", "list", "caption", "furniture"]
_CAPTION = re.compile(r"(?:附?表|图|续表)\s?[-\d一二三四五六七八九十]+|(?:单位|计量单位)[:：].{1,20}$")


class Para(Struct):
    """One paragraph as the reader sees it. `level` is the format's own heading level, `linked` counts link text."""

    text: str
    kind: ParaKind = "text"
    level: int | None = None
    linked: int = 0


class Grid(Struct):
    """A data table. `linked` counts characters of link text in it."""

    rows: list[list[RawCell]]
    linked: int = 0

    def size(self) -> int:
        return sum(len(cell.text) for row in self.rows for cell in row)


Item = Para | Grid


class CellItems(Struct):
    """A cell whose content is not yet known to be a cell's: it may be a page laid out by a table."""

    items: list[Item] = field(default_factory=list)
    rowspan: int = 1
    colspan: int = 1
    header: bool = False
    col: int | None = None


def table_items(rows: Sequence[Sequence[CellItems]]) -> Grid | None:
    """The grid these rows are, or None where the table only lays out its page and is to be read through."""
    flat = [[_raw(cell) for cell in row] for row in rows]
    if is_layout(flat):
        return None
    nested = sum(item.size() for row in rows for cell in row for item in cell.items if isinstance(item, Grid))
    if nested * 2 > sum(len(cell.text) for row in flat for cell in row):
        return None
    return Grid(flat, sum(item.linked for row in rows for cell in row for item in cell.items))


def _raw(cell: CellItems) -> RawCell:
    lines = []
    for item in cell.items:
        if isinstance(item, Para):
            lines.append(item.text.replace("\t", " "))
        else:
            lines += [" ".join(inner.text for inner in row if inner.text) for row in item.rows]
    text = "\n".join(line for line in lines if line)
    return RawCell(text, cell.rowspan, cell.colspan, cell.header, cell.col)


def emit(items: Sequence[Item], builder: Builder, title: str | None, meta: Sequence[tuple[str, str]]) -> Document:
    """Write the items and finish the document; the title's own lines become a heading of level 0."""
    title = title or find_title([item.text for item in items if isinstance(item, Para) and item.kind != "furniture"])
    wanted = _plain(title or "")
    for index, item in enumerate(items):
        if isinstance(item, Grid):
            drafts = lay(item.rows, builder.limits)
            item.rows = []
            builder.table(drafts)
            continue
        following = items[index + 1] if index + 1 < len(items) else None
        kind, level = _kind(item, wanted, isinstance(following, Grid))
        if level == 0:
            wanted = wanted[len(_plain(item.text)) :]
        builder.block(kind, item.text, level)
    document = builder.finish(title, meta)
    return replace(document, sections=sections_of(document.blocks, document.text))


def _kind(item: Para, title_left: str, before_table: bool) -> tuple[BlockKind, int | None]:
    if item.kind == "furniture":
        return "furniture", None
    plain = _plain(item.text)
    if plain and title_left.startswith(plain) and len(plain) > 3:
        return "heading", 0
    level = heading_level(item.text)
    if level is not None:
        return "heading", level
    if item.kind == "title":
        return "heading", 0
    if item.kind == "heading" and len(item.text) <= 80:
        return "heading", item.level or 1
    if item.kind == "caption" or (before_table and _CAPTION.match(item.text.strip()) and len(item.text) <= 60):
        return "caption", None
    return ("list" if item.kind == "list" else "paragraph"), None


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text)
