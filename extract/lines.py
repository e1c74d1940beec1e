"""The printed lines of a document's prose, and evidence for words in them."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from ..model import Block, Document, Evidence, fold, place_in
from .scan import late

_ROW = late(r"(?:\s+[-+]?\d[\d,.]*%?){3,}\s*$")
_LINE = late(r"[^\r\n]+")


class Line(Struct, frozen=True):
    """One printed line or paragraph of prose: folded text at `start:end` of the document."""

    text: str
    start: int
    end: int
    block: Block | None


def prose_lines(document: Document) -> Iterator[Line]:
    """The lines of a document outside its tables and page furniture; a row of numbers left behind is no prose."""
    for block in document.blocks:
        if block.kind in ("table", "furniture"):
            continue
        for match in _LINE.finditer(document.text, block.start, block.end):
            text = fold(match.group())
            lead = len(text) - len(text.lstrip())
            if text.strip() and not _ROW.search(text):
                yield Line(text.strip(), match.start() + lead, match.start() + lead + len(text.strip()), block)


def evidence(document: Document, start: int, end: int, block: Block | None) -> Evidence:
    """Evidence for the words at `start:end`."""
    page, bbox = place_in(block, document.text, start, end) if block else (None, None)
    return Evidence(document.sha256, start, end, document.text[start:end], page, bbox, block.id if block else None)
