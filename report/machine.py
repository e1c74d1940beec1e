"""`check` for programs: JSON, JSON lines and CSV, in the shape docs/json.md describes."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from ..model import Finding, FindingEvidence, Relation, Report, to_plain
from .spreadsheet_text import harmless


def finding_object(finding: Finding, unresolved: bool = False) -> dict[str, Any]:
    """One finding as the JSON object others build on."""
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "kind": finding.kind,
        "documents": list(finding.documents),
        "message": finding.message,
        "message_en": finding.message_en,
        "explanation": finding.explanation,
        "explanation_en": finding.explanation_en,
        "gap": finding.gap,
        "evidence": [_evidence_object(evidence) for evidence in finding.evidence[:40]],
        "relations": [_relation_object(relation, unresolved) for relation in finding.relations],
        "alternatives": [list(alternative) for alternative in finding.alternatives],
        "fingerprint": finding.fingerprint,
        "baseline": to_plain(finding.baseline),
    }


def _evidence_object(evidence: FindingEvidence) -> dict[str, Any]:
    plain: dict[str, Any] = to_plain(evidence)
    if plain["read"] is None:
        del plain["read"]
    return plain


def _relation_object(relation: Relation, unresolved: bool) -> dict[str, Any]:
    plain = {
        "rule": relation.rule,
        "expression": relation.expression,
        "terms": to_plain(relation.terms),
        "gap": relation.gap,
    }
    if unresolved:
        plain.update(outcome=relation.outcome, reason=relation.reason, reason_en=relation.reason_en)
    return plain


def report_object(report: Report) -> dict[str, Any]:
    """The whole `check` result as one JSON object."""
    return {
        "gouji": report.gouji,
        "documents": [to_plain(document) for document in report.documents],
        "findings": [finding_object(finding) for finding in report.findings],
        "unresolved": [finding_object(finding, unresolved=True) for finding in report.unresolved],
    }


def to_bytes(value: Any, indent: int | None = None) -> bytes:
    """UTF-8 JSON, Chinese as Chinese. Lone surrogates, which UTF-8 cannot hold, become U+FFFD."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, separators=None if indent else (",", ":"))
    return text.encode("utf-8", "replace") + b"\n"


def render_json(report: Report) -> bytes:
    return to_bytes(report_object(report), indent=1)


def render_jsonl(report: Report) -> bytes:
    """One finding a line."""
    return b"".join(to_bytes(finding_object(finding)) for finding in report.findings)


CSV_COLUMNS = (
    "finding", "rule", "severity", "kind", "message", "message_en", "gap", "document", "indicator", "label", "column",
    "value", "unit", "source", "quote", "suspect", "suggested", "page", "start", "end", "text", "fingerprint",
    "baseline",
)  # fmt: skip


def render_csv(report: Report) -> bytes:
    """One line for every number a finding rests on, findings numbered from 1."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(CSV_COLUMNS)
    for number, finding in enumerate(report.findings, 1):
        status = finding.baseline.status if finding.baseline else ""
        head = [number, finding.rule, finding.severity, finding.kind, finding.message, finding.message_en, finding.gap]
        for item in finding.evidence:
            cells = [
                *head, item.document, item.indicator, item.label, item.column, item.value, item.unit, item.source,
                item.quote, "yes" if item.suspect else "", item.suggested, item.location.page, item.location.start,
                item.location.end, item.text, finding.fingerprint, status,
            ]  # fmt: skip
            writer.writerow([harmless(cell) for cell in cells])
    return stream.getvalue().encode("utf-8-sig", "replace")
