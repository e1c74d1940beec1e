"""Whether the place a findings file tells, and the words around it, are those of the document."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..model import Document, fold, place_in

_APART = re.compile(r"[\s，。；、：,;:()（）/]+")


def stands_at(document: Document, item: Mapping[str, Any]) -> bool:
    """True where page and cell are those of the quote's offsets, and label, column and text are printed there."""
    where = item.get("location") or {}
    start, end = where["start"], where["end"]
    cells = [cell for table in document.tables for cell in table.cells if cell.start <= start and end <= cell.end]
    if where.get("cell") is not None and cells and list(where["cell"]) not in [[c.row, c.col] for c in cells]:
        return False
    if where.get("page") is not None and where["page"] not in _pages(document, start, end, [c.page for c in cells]):
        return False
    printed = _bare(document.text)
    told = [str(item.get("text") or "")]
    if cells and where.get("cell") is not None:
        told += [str(item.get("label") or ""), str(item.get("column") or "")]
    return all(_printed(_bare(piece), printed) for words in told for piece in _APART.split(words))


def _printed(piece: str, text: str) -> bool:
    """Whether the words are there, perhaps broken over lines of a cell with other cells between."""
    while piece and piece not in text:
        end = next((n for n in range(len(piece) - 1, 1, -1) if piece[:n] in text), 0)
        if end == 0:
            return False
        piece = piece[end:]
    return True


def _pages(document: Document, start: int, end: int, known: list[int | None]) -> list[int | None]:
    known += [run.page for table in document.loose for run in table.runs if run.start <= start < run.end]
    blocks = [block for block in document.blocks if block.start <= start < block.end]
    return known + [page for block in blocks for page in (block.page, place_in(block, document.text, start, end)[0])]


def _bare(text: str) -> str:
    return re.sub(r"[\s“”‘’\"']", "", fold(text))
