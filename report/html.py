"""`check` as one self-contained page: findings beside the report's own text, numbers highlighted in place."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ..errors import GoujiError
from ..model import DocumentSummary, Finding, Relation, Report
from .arithmetic import Working, work_out
from .loading import Documents
from .marks import Marker, Span, write_document
from .options import DEFAULT_OPTIONS, Load, OutputOptions
from .overview import broken_rules, heat_map, trends
from .pdf_places import Pages
from .pictures import picture
from .places import alternatives, leading, ordered, place
from .words import SEVERITIES, Say, clip, outcome_word, severity_word, source_word, speak, status_word, told

# Up to this many documents are embedded whole; of more only what a finding cites, unless `full`.
_WHOLE_DOCUMENTS = 20
_WHOLE_CHARACTERS = 2_000_000
_PICTURE_BYTES = 4_000_000
_HELD = 400
_EVIDENCE = 12
_EXPLAINED = 500
GOOD = ("holds", "rounding", "truncation", "scope")


@dataclass(frozen=True, slots=True)
class View:
    """One document on the page: `index` names its template; `text` is None where it cannot be shown."""

    index: int
    summary: DocumentSummary
    text: Markup | None
    excerpt: bool
    changed: bool
    held: tuple[tuple[Relation, Working], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding with what the page adds to it. `main` is how many of its numbers are shown without unfolding."""

    number: int
    finding: Finding
    where: str
    sums: tuple[tuple[Relation, Working], ...]
    bodies: tuple[str, ...]
    years: tuple[int, ...]
    main: int
    picture: str | None


def render_html(
    report: Report, lang: str = "zh", load: Load | None = None, options: OutputOptions = DEFAULT_OPTIONS
) -> bytes:
    """The page; it asks for nothing from anywhere and runs no script but its own."""
    say = speak(lang)
    findings = ordered(report)
    views = list(_views(report, Documents(load), options))
    shown = list(_shown(report, findings, Documents(load), options))
    script = _asset("report.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    counts = Counter(finding.severity for finding in findings)
    text = _environment(say).get_template("report.html.j2").render(
        lang="zh-Hans" if lang == "zh" else "en",
        report=report,
        views=views,
        findings=shown,
        index={view.summary.path: view.index for view in views},
        counts=counts,
        heat_years=heat_map(report),
        rules=broken_rules(report),
        charts=trends(options.records) if len(report.documents) > 1 else [],
        many=len(report.documents) > 1,
        with_notes=options.notes,
        # Of very many findings the sums must do; the reasoning in words would double the page.
        explain=options.full or len(findings) <= _EXPLAINED,
        script=Markup(script),
        style=Markup(_asset("report.css")),
        digest=digest,
    )  # fmt: skip
    return text.encode("utf-8", "replace")


def _asset(name: str) -> str:
    return (Path(__file__).parent / "templates" / name).read_text("utf-8")


def _environment(say: Say) -> Environment:
    environment = Environment(
        loader=PackageLoader(__package__ or "", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    words: dict[str, Any] = {
        "say": say,
        "severities": SEVERITIES,
        "severity": partial(severity_word, say=say),
        "source": partial(source_word, say=say),
        "outcome": partial(outcome_word, say=say),
        "status": partial(status_word, say=say),
        "quoted": _quoted,
        "step_label": _step_label,
        "heat": _heat,
        "alternatives": alternatives,
        "told": partial(told, say=say),
    }
    environment.globals.update(words)
    return environment


def _quoted(text: str, quote: str, limit: int = 160) -> Markup:
    """The sentence with the number in bold."""
    shown = clip(text or quote, quote, limit)
    before, found, after = shown.partition(quote) if quote else (shown, "", "")
    return Markup("{}<b>{}</b>{}").format(before, found, after) if found else Markup("{}").format(before)


def _step_label(term: Any) -> str:
    return str(term.label) + (f"〔{term.column}〕" if term.column else "")


def _heat(count: int | None) -> str:
    """The class of a heat map's cell."""
    if count is None:
        return "none"
    return f"h{min(5, count if count < 3 else 3 + (count > 5) + (count > 10))}"


def _views(report: Report, documents: Documents, options: OutputOptions) -> Iterator[View]:
    cited, held = _spans(report)
    readable = [summary for summary in report.documents if summary.status in ("ok", "partial")]
    whole = options.full or len(readable) <= _WHOLE_DOCUMENTS
    room = _WHOLE_CHARACTERS
    checks: dict[str, list[tuple[Relation, Working]]] = {}
    if whole:
        for relation in report.relations:
            if relation.outcome in GOOD and relation.terms:
                checks.setdefault(relation.terms[0].document, []).append((relation, work_out(relation)))
    for index, summary in enumerate(report.documents):
        document = documents.get(summary.path) if summary.status in ("ok", "partial") else None
        changed = document is not None and document.sha256 != summary.sha256
        text, excerpt = None, False
        if document is not None and not changed:
            entire = whole and (options.full or len(document.text) <= room)
            room -= len(document.text)
            spans = held.get(summary.path, []) if entire else []
            marker = Marker(document.text, cited.get(summary.path, []), spans)
            text, excerpt = write_document(document, marker, entire), not entire
        yield View(index, summary, text, excerpt, changed, tuple(checks.get(summary.path, [])[:_HELD]))


def _spans(report: Report) -> tuple[dict[str, list[Span]], dict[str, list[Span]]]:
    """Every stretch that a finding, and that a held check, rests on, by document."""
    cited: dict[str, list[Span]] = {}
    held: dict[str, list[Span]] = {}
    for finding in report.findings:
        for item in finding.evidence:
            if item.location.start is not None and item.location.end is not None:
                cited.setdefault(item.document, []).append((item.location.start, item.location.end))
        for relation in finding.relations:
            _add_terms(relation, cited)
    for relation in report.relations:
        if relation.outcome in GOOD:
            _add_terms(relation, held)
    return cited, held


def _add_terms(relation: Relation, spans: dict[str, list[Span]]) -> None:
    for term in relation.terms:
        if term.start is not None and term.end is not None:
            spans.setdefault(term.document, []).append((term.start, term.end))


def _shown(report: Report, findings: list[Finding], documents: Documents, options: OutputOptions) -> Iterator[Shown]:
    by_path = {summary.path: summary for summary in report.documents}
    pictures = _pictures(findings, by_path, documents, options)
    for number, finding in enumerate(findings, 1):
        first = leading(finding)
        about = [by_path[path] for path in finding.documents if path in by_path]
        where = place(first.location, documents.get(first.document)) if first else ""
        sums = tuple((relation, work_out(relation)) for relation in finding.relations[:6])
        bodies = tuple(dict.fromkeys(summary.body for summary in about if summary.body))
        years = tuple(dict.fromkeys(summary.year for summary in about if summary.year))
        # The numbers of the leading relation come first in the evidence.
        main = len(finding.relations[0].terms) if finding.relations else _EVIDENCE
        yield Shown(number, finding, where, sums, bodies, years, min(main, _EVIDENCE), pictures.get(number))


def _pictures(
    findings: list[Finding], by_path: dict[str, DocumentSummary], documents: Documents, options: OutputOptions
) -> dict[int, str]:
    """Pictures by finding number, document by document, until the room for them is used up."""
    wanted: dict[str, list[int]] = {}
    for number, finding in enumerate(findings, 1):
        first = leading(finding)
        if first is not None and first.document in by_path and by_path[first.document].format == "pdf":
            wanted.setdefault(first.document, []).append(number)
    room = _PICTURE_BYTES * (50 if options.full else 1)
    found: dict[int, str] = {}
    for path, numbers in wanted.items():
        pages = _open(path, by_path[path].sha256, options)
        if pages is None:
            continue
        try:
            for number in numbers:
                near = [item for item in findings[number - 1].evidence if item.document == path]
                made = picture(pages, near, documents.get(path))
                if made is not None and len(made) <= room:
                    room -= len(made)
                    found[number] = made
        finally:
            pages.close()
    return found


def _open(path: str, sha256: str, options: OutputOptions) -> Pages | None:
    """The PDF's pages; None where its bytes cannot be had or are no longer those that were checked."""
    try:
        data = options.fetch(path) if options.fetch else Path(path).read_bytes()
        return Pages(data) if hashlib.sha256(data).hexdigest() == sha256 else None
    except (GoujiError, OSError, RuntimeError, ValueError):
        return None
