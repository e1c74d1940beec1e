"""What sentences say in words, as checks: that there was none, that all was done, which way it went, what is most."""

from __future__ import annotations

from collections.abc import Iterator

from ..forms.expression import Comparison, parse
from ..model import Claim, ClaimTerm
from .check import Check, Term, figure_term, sum_expression
from .figures import Figures, short_label
from .narrative import scopes_match
from .terms import fitting, lowered_by, pair, term_of, terms_of
from .units import comparable

_EQUAL, _ZERO = parse("t0 == t1"), parse("t0 == 0")
_COMPARE: dict[str, Comparison] = {"gt": ">", "lt": "<", "eq": "=="}
_DIRECTION: dict[str, Comparison] = {"up": ">", "down": "<", "flat": "=="}
# Concepts of the forms: what is left over when not everything was done, and what was done out of what was received.
_LEFT_OVER = "applications.carried_out.total"
_CARRIED_IN = "applications.carried_in.total"
_RECEIVED, _CLOSED, _HANDLED = "applications.new.total", "applications.closed.total", "applications.handled.total"


def _none(figures: Figures, claim: Claim) -> Iterator[Check]:
    """Words that say there was none, against the numbers of what they speak of."""
    for part in claim.terms:
        for term in _subjects(figures, part):
            yield Check(
                "W101", "words", "error", _ZERO, (term,), lowered=lowered_by(claim), group=claim.id, claim=claim
            )


def _subjects(figures: Figures, part: ClaimTerm) -> Iterator[Term]:
    direct = term_of(figures, part)
    if direct is not None:
        yield direct
    elif part.indicator is not None:
        told = figures.narrative.get(part.indicator, ()) if part.indicator not in figures.table else ()
        # 全市收费6412元 in the report of an office that took none is not its own.
        scopes = (None, "own") if figures.record.level in ("department", "township") else (None, "whole", "own")
        for said in told:
            if (said.role, said.link) == ("count", "exact") and said.scope in scopes:
                yield figure_term(figures.path, said)
        stem = part.indicator.rstrip("*.") + "."
        for indicator in figures.table:
            if indicator.startswith(stem) and indicator.endswith(".total"):
                figure = figures.pick(indicator)
                if figure is not None:
                    yield figure_term(figures.path, figure, short_label(figure.label))


def _all_done(figures: Figures, claim: Claim) -> Iterator[Check]:
    """Words that say all was done, against what is left over or against the numbers of received and done."""
    low = lowered_by(claim)
    whole, done = terms_of(figures, claim, "whole"), terms_of(figures, claim, "part")
    if whole and done:
        yield Check("W102", "words", "error", _EQUAL, (done[0], whole[0]), lowered=low, group=claim.id, claim=claim)
        return
    about = {part.indicator for part in claim.terms if part.indicator is not None}
    about |= {f.indicator for p in claim.terms if p.figure and (f := figures.by_id.get(p.figure)) and f.indicator}
    if not any(indicator.startswith("applications.") for indicator in about):
        return
    handled = figures.pick(_HANDLED)
    if handled is not None and any(
        term.reading == figure_term(figures.path, handled).reading for term in terms_of(figures, claim, "counted")
    ):
        # All that were dealt with were, whatever is left over.
        return
    left = figures.pick(_LEFT_OVER)
    received, closed = figures.pick(_RECEIVED), figures.pick(_CLOSED)
    if left is not None:
        term = figure_term(figures.path, left, short_label(left.label))
        if (figures.counts.get(_CARRIED_IN) or 0) >= (figures.counts.get(_LEFT_OVER) or 0) > 0:
            # What is left over may be what was left over from last year.
            low = (*low, "doubtful")
        yield Check("W102", "words", "error", _ZERO, (term,), lowered=low, group=claim.id, claim=claim)
    elif received is not None and closed is not None:
        pair = tuple(figure_term(figures.path, f, short_label(f.label)) for f in (closed, received))
        yield Check("W102", "words", "error", _EQUAL, pair, lowered=low, group=claim.id, claim=claim)


def _all_of(figures: Figures, claim: Claim) -> Iterator[Check]:
    """Words that say all were of one kind: what the table counts of that kind must be as many. Broken only where it
    falls short of every whole that may be meant."""
    wholes = terms_of(figures, claim, "whole")
    parts = terms_of(figures, claim, "part")
    if len(parts) < sum(1 for part in claim.terms if part.role == "part"):
        return
    checks = []
    for whole in wholes:
        scope = whole.figure.scope if whole.figure is not None else None
        match = scopes_match(figures.record.level, scope, None)
        low = lowered_by(claim) if match == "same" else (*lowered_by(claim), match)
        terms, relation = (whole, *parts), sum_expression(len(parts), ">=")
        checks.append(Check("W106", "words", "error", relation, terms, lowered=low, group=claim.id, claim=claim))
    best = fitting(checks)
    yield from () if best is None else (best,)


def _direction(figures: Figures, claim: Claim) -> Iterator[Check]:
    current, base = terms_of(figures, claim, "current"), terms_of(figures, claim, "base")
    comparison = _DIRECTION.get(claim.note)
    if current and base and comparison is not None and comparable(current[0].unit, base[0].unit):
        yield pair("W103", "words", figures, claim, comparison, current[0], base[0])


def _compare(figures: Figures, claim: Claim) -> Iterator[Check]:
    left, right = terms_of(figures, claim, "left"), terms_of(figures, claim, "right")
    comparison = _COMPARE.get(claim.note)
    if left and right and comparison is not None and comparable(left[0].unit, right[0].unit):
        yield pair("W104", "words", figures, claim, comparison, left[0], right[0])


def _largest(figures: Figures, claim: Claim) -> Iterator[Check]:
    subject = terms_of(figures, claim, "subject")
    for part in terms_of(figures, claim, "part"):
        if subject and part.key != subject[0].key and comparable(part.unit, subject[0].unit):
            yield pair("W105", "words", figures, claim, ">=", subject[0], part)


SAID = {
    "none": _none,
    "all_done": _all_done,
    "all_of": _all_of,
    "direction": _direction,
    "compare": _compare,
    "largest": _largest,
}
