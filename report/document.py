"""What `gouji read` prints: one document as JSON."""

from __future__ import annotations

from typing import Any

from ..model import Document, Table, to_plain
from .machine import to_bytes


def document_object(document: Document) -> dict[str, Any]:
    """The document in the order docs/json.md lists it; loose tables and metadata follow the named fields."""
    return {
        "path": document.path,
        "sha256": document.sha256,
        "format": document.format,
        "status": document.status,
        "title": document.title,
        "text": document.text,
        "blocks": to_plain(document.blocks),
        "tables": [_table_object(table) for table in document.tables],
        "sections": to_plain(document.sections),
        "problems": to_plain(document.problems),
        "loose": to_plain(document.loose),
        "meta": dict(document.meta),
    }


def _table_object(table: Table) -> dict[str, Any]:
    plain: dict[str, Any] = to_plain(table)
    for cell in plain["cells"]:
        if cell["unreadable"] is None:
            del cell["unreadable"]
    if not table.ocr:
        del plain["ocr"]
    return plain


def render_document(document: Document) -> bytes:
    return to_bytes(document_object(document), indent=1)
