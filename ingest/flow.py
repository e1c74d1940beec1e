"""The stream of paragraphs and tables that markup formats share, and its way into a Document.

A backend turns its tree into `Para` and `Grid` items in reading order; what is a heading, a caption, a title and
what only looks like a table is decided here, so that the same report in HTML and DOCX gives the same Document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from ..model import BlockKind, Document
from .builder import Builder, CellDraft
from .grid import is_layout, lay
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

    rows: Sequence[Sequence[CellDraft]]
    linked: int = 0

    def size(self) -> int:
        return sum(len(cell.text) for row in self.rows for cell in row)


Item = Para | Grid


class CellItems(CellDraft):
    """A cell whose content is not yet known to be a cell's: it may be a page laid out by a table."""

    items: Sequence[Item] = ()


def table_items(rows: Sequence[Sequence[CellItems]]) -> Grid | None:
    """The grid these rows are, or None where the table only lays out its page and is to be read through."""
    nested = linked = 0
    for row in rows:
        for cell in row:
            cell.text = _text(cell.items)
            for item in cell.items:
                linked += item.linked
                nested += item.size() if isinstance(item, Grid) else 0
    grid = Grid(rows, linked)
    if is_layout(rows) or nested * 2 > grid.size():
        return None
    for row in rows:
        for cell in row:
            cell.items = ()
    return grid


def _text(items: Sequence[Item]) -> str:
    """What a cell that holds these prints: a line each."""
    lines = []
    for item in items:
        if isinstance(item, Para):
            lines.append(item.text.replace("\t", " "))
        else:
            lines += [" ".join(inner.text for inner in row if inner.text) for row in item.rows]
    return "\n".join(line for line in lines if line)


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
    if title_left and (plain := _plain(item.text)) and title_left.startswith(plain) and len(plain) > 3:
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
