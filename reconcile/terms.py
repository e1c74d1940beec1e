"""The numbers that a claim of a sentence speaks of, and the relation of two of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from ..forms.expression import Comparison, parse
from ..model import Claim, ClaimTerm, Figure, Severity
from .check import Check, Term, common_factors, evaluate, figure_term, stated_term
from .figures import Figures, cell_name


def lowered_by(claim: Claim) -> tuple[str, ...]:
    """Why a finding on the claim is less than certain."""
    if claim.note == "unlike":
        # Items of other measure words may be counted otherwise than their whole.
        return ("unproven",)
    return ("doubtful",) if claim.doubtful else ()


def term_of(figures: Figures, part: ClaimTerm, near: Figure | None = None) -> Term | None:
    """The number a claim's term stands for; None where it stands for none, or for a planned one."""
    figure = figures.by_id.get(part.figure) if part.figure is not None else None
    if figure is None and part.indicator is not None:
        figure = figures.pick(part.indicator, near)
    if figure is not None:
        label = cell_name(figure) if figure.origin == "table" else part.text or None
        return figure_term(figures.path, figure, label) if figure.modality == "achieved" else None
    if part.value is not None:
        return stated_term(figures.path, part.value, part.text or "列出的项目", part.text or "items listed")
    return None


def terms_of(figures: Figures, claim: Claim, role: str) -> list[Term]:
    """The numbers of one role that the claim's terms stand for."""
    found = (term_of(figures, part) for part in claim.terms if part.role == role)
    return [term for term in found if term is not None]


def fitting(checks: Sequence[Check]) -> Check | None:
    """Of checks that stand for readings of one claim the first that is not broken, one that closes exactly before one
    that leaves a rest; the first where all are broken."""
    if len(checks) < 2:
        return checks[0] if checks else None
    return min(checks, key=lambda one: (evaluate(one).outcome == "broken", one.outcome != "broken" and one.gap != 0))


def pair(
    rule: str, kind: str, figures: Figures, claim: Claim, comparison: Comparison, left: Term, right: Term
) -> Check:
    """The relation of two numbers of a claim, in the units they are printed in."""
    units = [left.unit, right.unit]
    factors = common_factors(units) if all(units) else ()
    scaled = f"t0 * {factors[0]:f} {comparison} t1 * {factors[1]:f}" if factors else f"t0 {comparison} t1"
    severity: Severity = "error" if kind in ("part", "narrative") else "warning"
    low = (*lowered_by(claim), *far(figures, left, right)) if kind == "part" else lowered_by(claim)
    return Check(rule, kind, severity, parse(scaled), (left, right), lowered=low, group=claim.id, claim=claim)


def far(figures: Figures, part: Term, whole: Term) -> tuple[str, ...]:
    """Only a part told right after its whole is proven to belong to it; over other numbers it is a guess."""
    one, other = part.figure, whole.figure
    if one is None or other is None or one.origin != other.origin or one.origin != "narrative":
        return ()
    said = _said(figures)
    at = bisect_left(said, other.evidence.start + 1)
    return ("far",) if at < len(said) and said[at] < one.evidence.start else ()


@lru_cache(maxsize=1)
def _said(figures: Figures) -> list[int]:
    """Where the numbers of the text stand, in order."""
    return sorted(f.evidence.start for f in figures.record.figures if f.origin == "narrative")
