"""How serious a broken check may be called: its rule's ceiling, lowered for every doubt."""

from __future__ import annotations

from ..model import Severity
from .check import Check

_ORDER: tuple[Severity, ...] = ("note", "warning", "error")
# What lowers a severity to what.
_LOWERS: dict[str, Severity] = {
    "doubtful": "warning",
    "incomplete": "warning",
    "far": "warning",
    "unproven": "note",
    "different": "note",
    "balanced": "note",
    "restated": "warning",
}


def severity_of(check: Check) -> Severity:
    """The check's severity after its doubts: a doubtful link, a loose or OCR reading or a hedge makes it at most a
    warning; a scope or period that is not proven equal makes it a note."""
    level = check.severity
    for reason in check.lowered:
        level = lower(level, _LOWERS.get(reason, "warning"))
    for term in check.terms:
        figure = term.figure
        if figure is None:
            continue
        narrated = figure.origin == "narrative" and figure.indicator is not None
        if (narrated and figure.link in ("loose", "doubtful") and check.claim is None) or figure.confidence != "sure":
            level = lower(level, "warning")
        if term.reading is not None and term.reading.hedged:
            level = lower(level, "warning")
    # A defect of the text, or a list of another length, is certain but no sum.
    return lower(level, "warning") if check.kind == "list" else level


def lower(level: Severity, ceiling: Severity) -> Severity:
    return min(level, ceiling, key=_ORDER.index)


def rank(level: Severity) -> int:
    """Most serious first: 0 error, 1 warning, 2 note."""
    return 2 - _ORDER.index(level)
