"""`check` as one self-contained page: findings beside the report's own text, numbers highlighted in place."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from msgspec import Struct

from ..model import DocumentSummary, Finding, FindingEvidence, Relation, Report
from .arithmetic import Working, work_out
from .embedded import Embedded, embed
from .labels import names, with_column
from .options import DEFAULT_OPTIONS, Load, OutputOptions
from .overview import broken_rules, heat_map, total_coverage, trends
from .places import adds, alternatives, ordered
from .words import (
    SEVERITIES,
    Say,
    clip,
    decision_word,
    outcome_word,
    severity_word,
    source_word,
    speak,
    status_word,
    told,
)

_EVIDENCE = 12
_RELATIONS = 6
_EXPLAINED = 500
# A number in a document: its path and first character.
Spot = tuple[str, int | None]


class Sum(Struct, frozen=True):
    """A relation set out line by line: what its numbers share, and what each is called, by the term's `id`."""

    relation: Relation
    working: Working
    shared: str
    names: Mapping[int, str]


class Shown(Struct, frozen=True):
    """A finding with what the page adds to it.

    `lead` is its strongest relation where that is a sum, `broken` are the others that break with it; `known` is the
    evidence beside the numbers, `others` that of numbers in none of them, of which `main` pieces are shown unfolded.
    """

    number: int
    finding: Finding
    where: str
    lead: Sum | None
    broken: tuple[Sum, ...]
    known: Mapping[Spot, FindingEvidence]
    others: tuple[FindingEvidence, ...]
    main: int
    bodies: tuple[str, ...]
    years: tuple[int, ...]
    picture: str | None


def render_html(
    report: Report, lang: str = "zh", load: Load | None = None, options: OutputOptions = DEFAULT_OPTIONS
) -> bytes:
    """The page; it asks for nothing from anywhere and runs no script but its own."""
    say = speak(lang)
    findings = ordered(report)
    embedded = embed(report, findings, load, options)
    script = _asset("report.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    many = len(report.documents) > 1
    text = _environment(say).get_template("report.html.j2").render(
        lang="zh-Hans" if lang == "zh" else "en",
        title=_title(report, say),
        views=embedded.views,
        findings=list(_shown(report, findings, embedded, say)),
        index={view.summary.path: view.index for view in embedded.views},
        counts=Counter(finding.severity for finding in findings),
        total=total_coverage(report),
        heat_years=heat_map(report),
        rules=broken_rules(report),
        charts=trends(options.records) if many else [],
        many=many,
        with_notes=options.notes,
        # Of very many findings the sums must do; the reasoning in words would double the page.
        explain=options.full or len(findings) <= _EXPLAINED,
        script=Markup(script),
        style=Markup(_asset("report.css")),
        digest=digest,
    )  # fmt: skip
    return text.encode("utf-8", "replace")


def _title(report: Report, say: Say) -> str:
    """What the page is about: the one report, or how many."""
    if len(report.documents) == 1:
        return report.documents[0].title or Path(report.documents[0].path).name
    number = len(report.documents)
    return say(f"{number} 份报告的勾稽核对", f"Reconciliation of {number} reports")


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
        "decision": partial(decision_word, say=say),
        "quoted": _quoted,
        "id": id,
        "named": with_column,
        "heat": _heat,
        "adds": adds,
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


def _heat(count: int | None) -> str:
    """The class of a heat map's cell."""
    if count is None:
        return "none"
    return f"h{min(5, count if count < 3 else 3 + (count > 5) + (count > 10))}"


def _shown(report: Report, findings: list[Finding], embedded: Embedded, say: Say) -> Iterator[Shown]:
    by_path = {summary.path: summary for summary in report.documents}
    for number, finding in enumerate(findings, 1):
        about: list[DocumentSummary] = [by_path[path] for path in finding.documents if path in by_path]
        # A single number is no sum.
        sums = [_sum(relation, say) for relation in finding.relations[:_RELATIONS] if len(relation.terms) > 1]
        first = finding.relations[0] if finding.relations else None
        lead = sums[0] if sums and sums[0].relation is first else None
        told = {(term.document, term.start) for one in sums for term in one.relation.terms}
        yield Shown(
            number,
            finding,
            embedded.places.get(number, ""),
            lead,
            tuple(one for one in sums if one is not lead),
            {(item.document, item.location.start): item for item in finding.evidence},
            tuple(item for item in finding.evidence if (item.document, item.location.start) not in told),
            0 if lead else _EVIDENCE,
            tuple(dict.fromkeys(summary.body for summary in about if summary.body)),
            tuple(dict.fromkeys(summary.year for summary in about if summary.year)),
            embedded.pictures.get(number),
        )


def _sum(relation: Relation, say: Say) -> Sum:
    working = work_out(relation)
    shared, called = names([step.term for step in working.steps if step.term is not None], say)
    return Sum(relation, working, shared, called)
