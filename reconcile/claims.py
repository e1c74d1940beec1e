"""What sentences assert, as checks: sums, parts, lists, and claims in words. Shares and growth are in `ratios.py`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from ..forms.expression import Comparison, parse
from ..model import Claim, ClaimTerm, Figure, Severity
from .check import Check, Term, common_factors, evaluate, figure_term, stated_term, sum_expression
from .figures import Figures, cell_name, short_label
from .narrative import scopes_match
from .slips import explain
from .units import comparable

_EQUAL, _WITHIN, _ZERO = parse("t0 == t1"), parse("t0 <= t1"), parse("t0 == 0")
# 其他处理 is a kind of result by itself.
_REST = re.compile(r"其[他它](?!处理|途径)|其余|剩余|另外|other", re.IGNORECASE)
_COMPARE: dict[str, Comparison] = {"gt": ">", "lt": "<", "eq": "=="}
_DIRECTION: dict[str, Comparison] = {"up": ">", "down": "<", "flat": "=="}
# A relation longer than this is no longer one that a person could follow, nor a list that was read as one.
_MAX_PARTS = 200
_PERCENT_FULL = (Decimal(99), Decimal(101))


def lowered_by(claim: Claim) -> tuple[str, ...]:
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
        label = short_label(figure.label) if figure.origin == "table" else part.text or None
        return figure_term(figures.path, figure, label) if figure.modality == "achieved" else None
    if part.value is not None:
        return stated_term(figures.path, part.value, part.text or "列出的项目", part.text or "items listed")
    return None


def terms_of(figures: Figures, claim: Claim, role: str) -> list[Term]:
    found = (term_of(figures, part) for part in claim.terms if part.role == role)
    return [term for term in found if term is not None]


def claim_checks(figures: Figures) -> Iterator[Check]:
    """The checks of every claim of these kinds."""
    for claim in figures.record.claims:
        maker = _MAKERS.get(claim.kind)
        if maker is not None:
            yield from maker(figures, claim)


def fitting(checks: Sequence[Check]) -> Check | None:
    """Of checks that stand for readings of one claim the first that is not broken, one that closes exactly before one
    that leaves a rest; the first where all are broken."""
    if len(checks) < 2:
        return checks[0] if checks else None
    return min(checks, key=lambda one: (evaluate(one).outcome == "broken", one.outcome != "broken" and one.gap != 0))


def _sum(figures: Figures, claim: Claim) -> Iterator[Check]:
    """A claim with several wholes leaves open which one it means."""
    wholes = terms_of(figures, claim, "whole")
    if len(wholes) == 1:
        yield from _sum_of(figures, claim, wholes[0])
    else:
        best = fitting([check for whole in wholes for check in _sum_of(figures, claim, whole)])
        yield from () if best is None else (best,)


def _sum_of(figures: Figures, claim: Claim, whole: Term) -> Iterator[Check]:
    parts = terms_of(figures, claim, "part")
    announced = sum(1 for part in claim.terms if part.role == "part")
    if not 2 <= len(parts) <= _MAX_PARTS or len(parts) != announced:
        return
    terms = (whole, *parts)
    units = [_unit(term) for term in terms]
    if not all(comparable(units[0], unit) for unit in units):
        return
    complete = is_complete(figures, claim, parts)
    tables = any(term.figure is not None and term.figure.origin == "table" for term in terms)
    factors = common_factors(units) if all(units) else ()
    expression = sum_expression(len(parts), "==" if complete else "<=", factors)
    rule = ("S104" if tables else "S103") if complete else "P103"
    kind = "sum" if complete else "part"
    ceiling: Severity = "error"
    if claim.id.startswith("total:"):
        # Found in a table that no form describes, so the reading itself may be wrong.
        rule, kind, ceiling = "G101", "generic", "warning"
        if units[0] in ("%", "％", "‰") or _of_which(terms):
            return
    low = (*lowered_by(claim), *_far(figures, terms[1], whole)) if kind == "part" else lowered_by(claim)
    yield Check(
        rule, kind, ceiling, expression, terms, lowered=low, group=claim.id, total=0, claim=claim,
    )  # fmt: skip
    if not complete and claim.complete is None and not claim.doubtful and nearly_whole(terms):
        whole_sum = sum_expression(len(parts), "==", factors)
        yield Check("S105", "sum", "note", whole_sum, terms, group=claim.id, total=0, claim=claim)


def _of_which(terms: Sequence[Term]) -> bool:
    """True where parts exceed their total by just one of them: that one is a line "of which", not a wrong number."""
    values = [term.reading.value for term in terms if term.reading is not None]
    known = [value for value in values if value is not None]
    return len(known) == len(terms) and sum(known[1:], Decimal(0)) - known[0] in known[1:]


def nearly_whole(terms: Sequence[Term]) -> bool:
    """True where parts miss their whole by little, and one slip of the pen in one number would explain it."""
    values = [term.reading.full.point for term in terms if term.reading is not None]
    known = [value for value in values if value is not None]
    if len(known) < len(terms):
        return False
    missing = known[0] - sum(known[1:], Decimal(0))
    if known[0] < 100 or missing <= 0 or missing > known[0] / 10:
        return False
    cured = [known[0] - missing, *(value + missing for value in known[1:])]
    return any(explain(was, right).strength for was, right in zip(known, cured, strict=True))


def is_complete(figures: Figures, claim: Claim, parts: Sequence[Term]) -> bool:
    """True where a shortfall counts: the claim says so, a part is the rest, or the printed shares reach the whole."""
    if claim.complete is not None:
        return claim.complete
    if any(_REST.search(part.label) for part in parts):
        return True
    shares = share_figures(figures, claim, parts)
    if len(shares) < len(parts):
        return False
    total = sum((f.quantity.value for f in shares if f.quantity and f.quantity.value is not None), Decimal(0))
    return _PERCENT_FULL[0] <= total <= _PERCENT_FULL[1]


def share_figures(figures: Figures, claim: Claim, parts: Sequence[Term]) -> list[Figure]:
    """The printed shares of a list's parts, in the order of the parts."""
    found: list[Figure] = []
    for part in parts:
        for other in reversed(figures.said_of(part.figure)):
            roles = {one.role: one.figure for one in other.terms if one.figure is not None}
            if other.kind == "share" and part.figure is not None and roles.get("part") == part.figure.id:
                share = figures.by_id.get(roles.get("share", ""))
                found += [share] if share is not None else []
                break
    return found


def _unit(term: Term) -> str:
    return term.figure.quantity.unit if term.figure is not None and term.figure.quantity is not None else ""


def _part(figures: Figures, claim: Claim) -> Iterator[Check]:
    wholes = terms_of(figures, claim, "whole")
    for part in terms_of(figures, claim, "part"):
        near = [whole for whole in wholes if comparable(_unit(part), _unit(whole))]
        best = fitting([_pair("P103", "part", figures, claim, "<=", part, whole) for whole in near])
        if best is not None:
            yield best


def _pair(
    rule: str, kind: str, figures: Figures, claim: Claim, comparison: Comparison, left: Term, right: Term
) -> Check:
    units = [_unit(left), _unit(right)]
    factors = common_factors(units) if all(units) else ()
    scaled = f"t0 * {factors[0]:f} {comparison} t1 * {factors[1]:f}" if factors else f"t0 {comparison} t1"
    severity: Severity = "error" if kind in ("part", "narrative") else "warning"
    low = (*lowered_by(claim), *_far(figures, left, right)) if kind == "part" else lowered_by(claim)
    return Check(rule, kind, severity, parse(scaled), (left, right), lowered=low, group=claim.id, claim=claim)


def _far(figures: Figures, part: Term, whole: Term) -> tuple[str, ...]:
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


def _list(figures: Figures, claim: Claim) -> Iterator[Check]:
    announced = terms_of(figures, claim, "announced")
    listed = [part for part in claim.terms if part.role == "listed"]
    if len(announced) != 1 or not listed:
        return
    count = listed[0].value if len(listed) == 1 and listed[0].value is not None else Decimal(len(listed))
    there = stated_term(figures.path, count, "列出的项目数", "items listed")
    check = _pair("L101", "list", figures, claim, "==", announced[0], there)
    if claim.complete is not False:
        yield check


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
        for said in told:
            if (said.role, said.link) == ("count", "exact") and said.scope in (None, "whole", "own"):
                yield figure_term(figures.path, said)
        stem = part.indicator.rstrip("*.") + "."
        for indicator in figures.table:
            if indicator.startswith(stem) and indicator.endswith(".total"):
                figure = figures.pick(indicator)
                if figure is not None:
                    yield figure_term(figures.path, figure, short_label(figure.label))


# Concepts of the forms: what is left over when not everything was done, and what was done out of what was received.
_LEFT_OVER = "applications.carried_out.total"
_CARRIED_IN = "applications.carried_in.total"
_RECEIVED, _CLOSED, _HANDLED = "applications.new.total", "applications.closed.total", "applications.handled.total"


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
    cells = [figures.pick(part.indicator or "") for part in claim.terms if part.role == "part"]
    parts = [figure_term(figures.path, cell, cell_name(cell)) for cell in cells if cell is not None]
    if len(parts) < len(cells):
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


def _balance(figures: Figures, claim: Claim) -> Iterator[Check]:
    """What came in is what was done and what is left, where a sentence tells all of it and no table does."""
    terms = [term for role in ("received", "carried", "done", "left") for term in terms_of(figures, claim, role)]
    told = [term.figure for term in terms if term.figure is not None]
    if len(terms) < len(claim.terms) or all(figure.indicator in figures.table for figure in told):
        return
    coming, going = " + ".join(f"t{n}" for n in range(len(terms) - 2)), f"t{len(terms) - 2} + t{len(terms) - 1}"
    # What was left from last year, and is not told, makes what was done more.
    relation = parse(f"{coming} {'==' if claim.complete else '<='} {going}")
    severity: Severity = "warning" if claim.complete else "note"
    yield Check("B102", "balance", severity, relation, tuple(terms), lowered=lowered_by(claim), claim=claim)


def _direction(figures: Figures, claim: Claim) -> Iterator[Check]:
    current, base = terms_of(figures, claim, "current"), terms_of(figures, claim, "base")
    comparison = _DIRECTION.get(claim.note)
    if current and base and comparison is not None and comparable(_unit(current[0]), _unit(base[0])):
        yield _pair("W103", "words", figures, claim, comparison, current[0], base[0])


def _compare(figures: Figures, claim: Claim) -> Iterator[Check]:
    left, right = terms_of(figures, claim, "left"), terms_of(figures, claim, "right")
    comparison = _COMPARE.get(claim.note)
    if left and right and comparison is not None and comparable(_unit(left[0]), _unit(right[0])):
        yield _pair("W104", "words", figures, claim, comparison, left[0], right[0])


def _largest(figures: Figures, claim: Claim) -> Iterator[Check]:
    subject = terms_of(figures, claim, "subject")
    for part in terms_of(figures, claim, "part"):
        if subject and part.key != subject[0].key and comparable(_unit(part), _unit(subject[0])):
            yield _pair("W105", "words", figures, claim, ">=", subject[0], part)


def _same(figures: Figures, claim: Claim) -> Iterator[Check]:
    left, right = terms_of(figures, claim, "left"), terms_of(figures, claim, "right")
    if left and right and comparable(_unit(left[0]), _unit(right[0])):
        yield _pair("N102", "narrative", figures, claim, "==", left[0], right[0])


_MAKERS = {
    "sum": _sum,
    "part": _part,
    "list": _list,
    "none": _none,
    "all_done": _all_done,
    "all_of": _all_of,
    "balance": _balance,
    "direction": _direction,
    "compare": _compare,
    "largest": _largest,
    "same": _same,
}
