"""One group of reports read, checked and compared; the counts are plain data, so that processes can hand them on."""

from __future__ import annotations

import collections
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from .match import Gold, cures, fold, letters, same_number, speaks_of, touches

SERIOUS = ("error", "warning")


@dataclass
class Case:
    """One planted contradiction and what became of it."""

    plant: str
    rule: str
    form: str
    format: str
    severity: str
    file: str
    place: str
    found: bool = False
    as_note: bool = False
    placed: bool = False
    cured: bool = False
    curable: bool = False
    placeable: bool = False
    got: str = ""


@dataclass
class Alarm:
    """A finding that no label explains."""

    rule: str
    severity: str
    kind: str
    form: str
    format: str
    file: str
    message: str
    place: str


@dataclass
class Score:
    """Everything counted over some reports."""

    reports: int = 0
    clean_with_alarm: int = 0
    clean: int = 0
    failed: list[str] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    alarms: list[Alarm] = field(default_factory=list)
    echoes: int = 0
    hits: list[tuple[str, str, str, str]] = field(
        default_factory=list
    )  # rule letter, severity, form, format of true findings
    cells: collections.Counter[str] = field(default_factory=collections.Counter)
    figures: collections.Counter[str] = field(default_factory=collections.Counter)
    wrong_cells: list[str] = field(default_factory=list)
    wrong_figures: list[str] = field(default_factory=list)
    coverage: collections.Counter[str] = field(default_factory=collections.Counter)

    def add(self, other: Score) -> None:
        for name in ("reports", "clean_with_alarm", "clean", "echoes"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name in ("failed", "cases", "alarms", "hits", "wrong_cells", "wrong_figures"):
            getattr(self, name).extend(getattr(other, name))
        for name in ("cells", "figures", "coverage"):
            getattr(self, name).update(getattr(other, name))


@dataclass(frozen=True)
class Item:
    """One file of a group: its line of the manifest and its gold."""

    entry: dict[str, str]
    path: str
    figures: tuple[Gold, ...]
    findings: tuple[Gold, ...]


def score_group(items: Sequence[Item]) -> Score:
    """Reads the files of one group together, as a user who names them together would."""
    from gouji.api import CheckOptions, check_results, extract_reports

    paths = [item.path for item in items]
    if len(paths) > 1:
        paths = [str(Path(paths[0]).parent)]
    results = extract_reports(paths)
    report = check_results(results, CheckOptions())
    score = Score(reports=len(items))
    by_path = {result.path: result for result in results}
    for item in items:
        result = by_path.get(item.path)
        if result is None or result.record is None:
            reason = result.problems[0].message if result and result.problems else "not read"
            score.failed.append(f"{item.path}: {reason}")
            continue
        _score_figures(score, item, result.record)
    for summary in report.documents:
        for name in ("cells", "cells_read", "figures", "linked", "relations", "held", "broken", "unknown", "blocked"):
            score.coverage[name] += getattr(summary.coverage, name)
    _score_findings(score, items, report.findings)
    return score


def _score_findings(score: Score, items: Sequence[Item], findings: Sequence[Any]) -> None:
    explained: set[int] = set()
    for item in items:
        for gold in item.findings:
            case = Case(
                gold["plant"] or gold["kind"], gold["rule"], item.entry["form"], item.entry["format"], gold["severity"],
                item.path, f"{gold['indicator']} {gold['suspect_quote']} {gold['context'][:60]}".strip(),
            )  # fmt: skip
            case.curable = bool(gold["suggested"])
            case.placeable = case.curable or not gold["suspect_value"]
            score.cases.append(case)
            for number, finding in enumerate(findings):
                if speaks_of(finding, gold, item.path):
                    _judge(score, case, gold, finding, item, number in explained)
                    explained.add(number)
    for item in items:
        mine = [
            finding
            for number, finding in enumerate(findings)
            if number not in explained and finding.severity in SERIOUS and _first_document(finding) == item.path
        ]
        for finding in mine:
            first = finding.evidence[0] if finding.evidence else None
            place = f"{first.indicator or ''} {first.text[:60]!r}" if first else ""
            score.alarms.append(
                Alarm(
                    finding.rule, finding.severity, finding.kind, item.entry["form"], item.entry["format"], item.path,
                    finding.message, place,
                )
            )  # fmt: skip
        if item.entry["status"] == "clean":
            score.clean += 1
            score.clean_with_alarm += bool(mine)


def _judge(score: Score, case: Case, gold: Gold, finding: Any, item: Item, seen: bool) -> None:
    """One finding at the place of one label."""
    right_kind = finding.rule[0] in letters(gold)
    if finding.severity not in SERIOUS:
        case.as_note = case.as_note or right_kind
        return
    if not right_kind:
        case.got = case.got or f"{finding.rule} {finding.message[:80]}"
    if case.found or not right_kind or seen:
        score.echoes += not seen
        if not case.found and right_kind:
            case.found = True
        return
    case.found = True
    score.hits.append((finding.rule[0], finding.severity, item.entry["form"], item.entry["format"]))
    suspects = [e for e in finding.evidence if e.suspect and e.document == item.path and touches(e, gold)]
    case.placed = bool(suspects) or not gold["suspect_value"]
    case.cured = any(cures(e.suggested, gold) for e in suspects)


def _first_document(finding: Any) -> str:
    return str(finding.documents[-1]) if finding.documents else ""


def _score_figures(score: Score, item: Item, record: Any) -> None:
    """Cells by indicator and value; prose figures by their words, linked ones by indicator too."""
    form = "/".join(item.entry.get(name, "") for name in ("form", "format", "style"))
    table: dict[str, Any] = {}
    prose: list[Any] = []
    for figure in record.figures:
        if figure.origin == "narrative":
            prose.append(figure)
        elif figure.indicator and figure.state == "value":
            table.setdefault(figure.indicator, figure)
    for gold in item.figures:
        if gold["source"] != "table":
            continue
        got = table.get(gold["indicator"])
        value = str(got.quantity.value) if got is not None and got.quantity is not None else None
        right = same_number(value, gold["value"])
        score.cells[f"gold {form}"] += 1
        score.cells[f"right {form}"] += right
        if not right:
            score.wrong_cells.append(f"{item.path}: {gold['indicator']} is {gold['value']}, read {value}")
    _score_prose(score, item, prose, form)


def _score_prose(score: Score, item: Item, prose: list[Any], form: str) -> None:
    used: set[int] = set()
    for gold in item.figures:
        if gold["source"] != "narrative":
            continue
        context = fold(gold["context"])
        score.figures[f"gold {form}"] += 1
        at = next((i for i, f in enumerate(prose) if i not in used and _is_there(f, gold, context)), None)
        if at is None:
            score.wrong_figures.append(f"{item.path}: not found {gold['quote']} in …{gold['context']}…")
            continue
        used.add(at)
        figure = prose[at]
        quantity = figure.quantity
        value = None if quantity is None or quantity.value is None else str(quantity.value)
        right = (same_number(value, gold["value"]) or not gold["value"]) and (
            quantity is None or quantity.hedge == gold["hedge"]
        )
        score.figures[f"found {form}"] += 1
        score.figures[f"right {form}"] += right
        if not right:
            score.wrong_figures.append(f"{item.path}: {gold['quote']} read as {quantity}")
        if gold["free"] or not gold["indicator"]:
            continue
        score.figures[f"to link {form}"] += 1
        score.figures[f"linked {form}"] += figure.indicator == gold["indicator"]
        if figure.indicator != gold["indicator"]:
            text = f"{item.path}: {gold['indicator']} linked to {figure.indicator}: …{gold['context']}…"
            score.wrong_figures.append(text)
            score.figures[f"mislinked {form}"] += figure.indicator is not None


def _is_there(figure: Any, gold: Gold, context: str) -> bool:
    """The number's words are the same and what stands around it is the gold's context."""
    quote = fold(gold["quote"])
    raw = fold(figure.evidence.quote)
    if not raw or (raw not in quote and quote not in raw):
        return False
    number = _number(figure)
    if gold["value"] and number is not None and number != Decimal(gold["value"]) and raw != quote:
        return False
    text = fold(figure.text)
    at = text.find(raw)
    around = text[max(0, at - 4) : at + len(raw)]
    return around in context or context in text


def _number(figure: Any) -> Decimal | None:
    return None if figure.quantity is None else figure.quantity.value
