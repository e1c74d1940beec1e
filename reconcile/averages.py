"""Averages a month, a week or a day against the year's total."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from ..forms.expression import parse
from ..model import Claim
from .check import Check, Term, evaluate
from .figures import Figures
from .interval import Interval, Reading
from .terms import fitting, lowered_by, terms_of
from .units import comparable

# The fewest and the most that a year has; days may be working days alone.
_IN_A_YEAR = {"quarter": (4, 4), "month": (12, 12), "week": (50, 53), "workday": (240, 262), "day": (240, 366)}


def _texts(least: int, most: int) -> tuple[str, ...]:
    return (f"t0 / {least} == t1",) if least == most else (f"t0 / {most} <= t1", f"t0 / {least} >= t1")


AVERAGE = tuple(text for span in _IN_A_YEAR.values() for text in _texts(*span))


def average_checks(figures: Figures, claim: Claim) -> Iterator[Check]:
    """Several totals leave open which is meant: one that fits is enough."""
    averages = [_as_ratio(term) for term in terms_of(figures, claim, "average")]
    if not averages or claim.note not in _IN_A_YEAR:
        return
    wholes = [whole for whole in terms_of(figures, claim, "whole") if comparable(whole.unit, averages[0].unit)]
    best = fitting([_worst(claim, whole, averages[0]) for whole in wholes])
    yield from () if best is None else (best,)


def _worst(claim: Claim, whole: Term, average: Term) -> Check:
    """The relation of the two that is broken, if one is."""
    checks = [
        Check("R108", "ratio", "warning", parse(text), (whole, average), lowered=lowered_by(claim), claim=claim)
        for text in _texts(*_IN_A_YEAR[claim.note])
    ]
    return next((check for check in checks if evaluate(check).outcome == "broken"), checks[0])


def _as_ratio(term: Term) -> Term:
    """An average printed as a count is rounded, up or down."""
    value = term.reading.value if term.reading is not None and term.reading.point else None
    if value is None:
        return term
    span = Interval(value - 1, value + 1, True, True)
    return replace(term, reading=Reading(value, span, span, span), integer=False)
