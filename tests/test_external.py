"""Real reports that are not part of the project: every labelled contradiction is found, and nothing else is alleged."""

from __future__ import annotations

import csv
import hashlib
from functools import cache
from pathlib import Path

import gouji
import pytest
from gouji.model import Finding, Report

SHARED = Path(__file__).parents[1].parent / "shared"
LABELS = Path(__file__).parents[1] / "corpus" / "gold" / "external"
MANIFEST = {row["name"]: row for row in csv.DictReader((LABELS / "manifest.csv").open(encoding="utf-8"))}

# Labelled contradictions that gouji does not find: (report, place). Mending one is shown by its test failing here.
KNOWN_MISSES = {
    # A word was lost together with its number (“信[息20]条”), so no phrase is left to recognise.
    ("pingtan-finance-2011", "missing_number"),
}


@cache
def checked(name: str) -> Report:
    path = SHARED / MANIFEST[name]["file"]
    if not path.is_file():
        pytest.skip(f"{MANIFEST[name]['file']} is not here; only its labels are part of the project")
    assert hashlib.sha256(path.read_bytes()).hexdigest() == MANIFEST[name]["sha256"]
    return gouji.check_reports([str(path)])


def labels(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((LABELS / f"{name}.findings.csv").open(encoding="utf-8")))


def matches(label: dict[str, str], finding: Finding) -> bool:
    if finding.rule[0] not in label["rule"] + label["also"] or finding.severity != label["severity"]:
        return False
    suspects = [e for e in finding.evidence if e.suspect]
    if label["suggested"] and label["suggested"] not in [e.suggested for e in suspects]:
        return False
    if label["indicator"] and label["indicator"] not in [e.indicator for e in finding.evidence]:
        return False
    if label["suspect_start"]:
        place = int(label["suspect_start"])
        places = [(e.location.start, e.location.end) for e in finding.evidence]
        return any(s is not None and t is not None and s - 2 <= place <= t + 2 for s, t in places)
    return not label["suspect_value"] or label["suspect_value"] in [e.value for e in finding.evidence]


def told(finding: Finding) -> str:
    return f"{finding.rule} {finding.severity} {finding.message} {[e.quote for e in finding.evidence]}"


@pytest.mark.parametrize("name", MANIFEST)
def test_every_labelled_contradiction_is_found(name: str) -> None:
    report = checked(name)
    missed = [
        row
        for row in labels(name)
        if not any(matches(row, finding) for finding in report.findings) and (name, row["kind"]) not in KNOWN_MISSES
    ]
    assert missed == [], "\n".join(told(finding) for finding in report.findings)


@pytest.mark.parametrize("name", MANIFEST)
def test_nothing_else_is_alleged(name: str) -> None:
    alarms = [
        told(finding)
        for finding in checked(name).findings
        if finding.severity != "note" and not any(matches(row, finding) for row in labels(name))
    ]
    assert alarms == []


@pytest.mark.parametrize("name", MANIFEST)
def test_every_finding_quotes_the_source(name: str) -> None:
    report = checked(name)
    text = gouji.read_report(report.documents[0].path).text
    for finding in report.findings:
        for item in finding.evidence:
            assert text[item.location.start : item.location.end] == item.quote
