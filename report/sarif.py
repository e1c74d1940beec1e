"""`check` as SARIF 2.1.0, for the tools that show findings beside code and in review systems."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from ..model import Finding, FindingEvidence, Report
from .machine import to_bytes
from .words import speak

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render_sarif(report: Report, lang: str = "zh") -> bytes:
    """One run; a result a finding; files that could not be read are notifications."""
    say = speak(lang)
    codes = sorted({finding.rule for finding in report.findings})
    notices = [
        {
            "level": "error" if document.status == "failed" else "warning",
            "message": {"text": document.problem or document.status},
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": _uri(document.path)}}}],
        }
        for document in report.documents
        if document.status in ("failed", "skipped")
    ]
    run = {
        "tool": {"driver": {"name": "gouji", "version": report.gouji, "rules": [{"id": code} for code in codes]}},
        "columnKind": "unicodeCodePoints",
        "artifacts": [
            {"location": {"uri": _uri(document.path)}, "hashes": {"sha-256": document.sha256}}
            if document.sha256
            else {"location": {"uri": _uri(document.path)}}
            for document in report.documents
        ],
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": notices}],
        "results": [
            _result(finding, say(finding.message, finding.message_en), codes.index(finding.rule))
            for finding in report.findings
        ],
    }
    return to_bytes({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1)


def _result(finding: Finding, message: str, index: int) -> dict[str, Any]:
    suspects = [item for item in finding.evidence if item.suspect] or list(finding.evidence[:1])
    others = [item for item in finding.evidence if item not in suspects]
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": finding.severity,
        "kind": "fail",
        "message": {"text": message},
        "locations": [_location(item) for item in suspects],
        "partialFingerprints": {"gouji/v1": finding.fingerprint},
    }
    if others:
        result["relatedLocations"] = [{"id": at, **_location(item)} for at, item in enumerate(others)]
    if finding.baseline is not None and finding.baseline.status == "dismissed":
        result["suppressions"] = [{"kind": "external", "justification": finding.baseline.note}]
    return result


def _location(item: FindingEvidence) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(item.document)}}
    start, end = item.location.start, item.location.end
    if start is not None and end is not None:
        physical["region"] = {"charOffset": start, "charLength": end - start, "snippet": {"text": item.quote}}
    label = item.label + (f" / {item.column}" if item.column else "")
    location: dict[str, Any] = {"physicalLocation": physical, "message": {"text": label or item.quote}}
    if item.location.page is not None:
        location["logicalLocations"] = [{"name": f"page {item.location.page}", "kind": "page"}]
    return location


def _uri(path: str) -> str:
    """A relative reference, or a file address where the path is absolute."""
    plain = PurePath(path)
    return plain.as_uri() if plain.is_absolute() else quote(plain.as_posix(), safe="/!~@")
