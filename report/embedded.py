"""What of the documents goes into the page: their text with marks, where findings stand, pictures of PDF pages."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from markupsafe import Markup
from msgspec import Struct, field

from ..errors import GoujiError
from ..model import Document, DocumentSummary, Finding, Relation, Report
from .arithmetic import Working, work_out
from .loading import Documents
from .marks import Marker, Span, write_document
from .options import Load, OutputOptions
from .pdf_places import Pages
from .pictures import picture
from .places import leading, place

# Up to this many documents are embedded whole; of more only what a finding cites, unless `full`.
_WHOLE_DOCUMENTS = 20
_WHOLE_CHARACTERS = 2_000_000
_PICTURE_BYTES = 3_000_000
_HELD = 400
GOOD = ("holds", "rounding", "truncation", "scope")


class View(Struct, frozen=True):
    """One document on the page: `index` names its template; `text` is None where it cannot be shown.

    `found` counts its errors and warnings.
    """

    index: int
    summary: DocumentSummary
    text: Markup | None
    excerpt: bool
    changed: bool
    found: int
    held: tuple[tuple[Relation, Working], ...]


class Embedded(Struct):
    """The views in the report's order; place and picture of each finding by its number, from 1."""

    views: list[View] = field(default_factory=list)
    places: dict[int, str] = field(default_factory=dict)
    pictures: dict[int, str] = field(default_factory=dict)


def embed(report: Report, findings: Sequence[Finding], load: Load | None, options: OutputOptions) -> Embedded:
    """Everything the page takes from the documents; each is read once."""
    return _Embedding(report, findings, load, options).all()


class _Embedding:
    def __init__(self, report: Report, findings: Sequence[Finding], load: Load | None, options: OutputOptions) -> None:
        self.report, self.options = report, options
        self.documents = Documents(load)
        self.cited, self.held = _spans(report)
        self.led: dict[str, list[tuple[int, Finding]]] = {}
        for number, finding in enumerate(findings, 1):
            if (first := leading(finding)) is not None:
                self.led.setdefault(first.document, []).append((number, finding))
        readable = sum(summary.status in ("ok", "partial") for summary in report.documents)
        self.whole = options.full or readable <= _WHOLE_DOCUMENTS
        self.characters = _WHOLE_CHARACTERS
        self.picture_bytes = _PICTURE_BYTES * (50 if options.full else 1)
        self.made = Embedded()

    def all(self) -> Embedded:
        serious = (f for f in self.report.findings if f.severity != "note")
        found = Counter(path for finding in serious for path in finding.documents)
        checks = self._checks()
        for index, summary in enumerate(self.report.documents):
            path = summary.path
            document = self.documents.get(path) if summary.status in ("ok", "partial") else None
            changed = document is not None and document.sha256 != summary.sha256
            text, excerpt = (None, False) if document is None or changed else self._text(document, path)
            view = View(index, summary, text, excerpt, changed, found[path], tuple(checks.get(path, [])[:_HELD]))
            self.made.views.append(view)
            for number, finding in self.led.get(path, []):
                first = leading(finding)
                assert first is not None
                self.made.places[number] = place(first.location, None if changed else document)
            if summary.format == "pdf" and document is not None and not changed:
                self._pictures(document, summary)
        return self.made

    def _checks(self) -> dict[str, list[tuple[Relation, Working]]]:
        """The checks that held, by document; left out where documents are not shown whole."""
        checks: dict[str, list[tuple[Relation, Working]]] = {}
        for relation in self.report.relations if self.whole else ():
            if relation.outcome in GOOD and relation.terms:
                checks.setdefault(relation.terms[0].document, []).append((relation, work_out(relation)))
        return checks

    def _text(self, document: Document, path: str) -> tuple[Markup, bool]:
        entire = self.whole and (self.options.full or len(document.text) <= self.characters)
        self.characters -= len(document.text)
        marker = Marker(document.text, self.cited.get(path, []), self.held.get(path, []) if entire else [])
        return write_document(document, marker, entire), not entire

    def _pictures(self, document: Document, summary: DocumentSummary) -> None:
        """Pictures of the document's findings, until the room for them is used up."""
        wanted = self.led.get(summary.path, [])
        pages = _open(summary, self.options) if wanted and self.picture_bytes > 0 else None
        if pages is None:
            return
        try:
            for number, finding in wanted:
                near = [item for item in finding.evidence if item.document == summary.path]
                made = picture(pages, near, document)
                if made is not None and len(made) <= self.picture_bytes:
                    self.picture_bytes -= len(made)
                    self.made.pictures[number] = made
        finally:
            pages.close()


def _spans(report: Report) -> tuple[dict[str, list[Span]], dict[str, list[Span]]]:
    """Every stretch that a finding, and that a held check, rests on, by document."""
    cited: dict[str, list[Span]] = {}
    held: dict[str, list[Span]] = {}
    for finding in report.findings:
        for item in finding.evidence:
            if item.location.start is not None and item.location.end is not None:
                cited.setdefault(item.document, []).append((item.location.start, item.location.end))
        _add_terms(finding.relations, cited)
    _add_terms((relation for relation in report.relations if relation.outcome in GOOD), held)
    return cited, held


def _add_terms(relations: Iterable[Relation], spans: dict[str, list[Span]]) -> None:
    for relation in relations:
        for term in relation.terms:
            if term.start is not None and term.end is not None:
                spans.setdefault(term.document, []).append((term.start, term.end))


def _open(summary: DocumentSummary, options: OutputOptions) -> Pages | None:
    """The PDF's pages; None where its bytes cannot be had or are no longer those that were checked."""
    try:
        data = options.fetch(summary.path) if options.fetch else Path(summary.path).read_bytes()
        return Pages(data) if hashlib.sha256(data).hexdigest() == summary.sha256 else None
    except (GoujiError, OSError, RuntimeError, ValueError):
        return None
