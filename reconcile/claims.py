"""What sentences assert, as checks: sums, parts, lists, balances. Words are in `said.py`, ratios in `ratios.py`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ..forms.expression import parse
from ..model import Claim, Figure, Severity
from .check import Check, Term, common_factors, stated_term, sum_expression
from .figures import Figures
from .said import SAID
from .slips import explain
from .terms import far, fitting, lowered_by, pair, terms_of
from .units import comparable

# 其他处理 is a kind of result by itself.
_REST = re.compile(r"[\W\d]*(?:其中:?)?(?:其[他它](?!处理|途径|对外管理)|其余|剩余|另外|other)", re.IGNORECASE)
# A relation longer than this is no longer one that a person could follow, nor a list that was read as one.
_MAX_PARTS = 200
_PERCENT_FULL = (Decimal(99), Decimal(101))


def claim_checks(figures: Figures) -> Iterator[Check]:
    """The checks of every claim of these kinds."""
    for claim in figures.record.claims:
        maker = _MAKERS.get(claim.kind)
        if maker is not None:
            yield from maker(figures, claim)


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
    units = [term.unit for term in terms]
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
    low = (*lowered_by(claim), *far(figures, terms[1], whole)) if kind == "part" else lowered_by(claim)
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
    if any(_REST.match(part.label) for part in parts):
        return True
    shares = share_figures(figures, parts)
    if len(shares) < len(parts):
        return False
    total = sum((f.quantity.value for f in shares if f.quantity and f.quantity.value is not None), Decimal(0))
    return _PERCENT_FULL[0] <= total <= _PERCENT_FULL[1]


def share_figures(figures: Figures, parts: Sequence[Term]) -> list[Figure]:
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


def _part(figures: Figures, claim: Claim) -> Iterator[Check]:
    wholes = terms_of(figures, claim, "whole")
    for part in terms_of(figures, claim, "part"):
        near = [whole for whole in wholes if comparable(part.unit, whole.unit)]
        best = fitting([pair("P103", "part", figures, claim, "<=", part, whole) for whole in near])
        if best is not None:
            yield best


def _list(figures: Figures, claim: Claim) -> Iterator[Check]:
    announced = terms_of(figures, claim, "announced")
    listed = [part for part in claim.terms if part.role == "listed"]
    if len(announced) != 1 or not listed:
        return
    count = listed[0].value if len(listed) == 1 and listed[0].value is not None else Decimal(len(listed))
    there = stated_term(figures.path, count, "列出的项目数", "items listed")
    check = pair("L101", "list", figures, claim, "==", announced[0], there)
    if claim.complete is not False:
        yield check


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


def _same(figures: Figures, claim: Claim) -> Iterator[Check]:
    left, right = terms_of(figures, claim, "left"), terms_of(figures, claim, "right")
    if left and right and comparable(left[0].unit, right[0].unit):
        yield pair("N102", "narrative", figures, claim, "==", left[0], right[0])


_MAKERS = {
    **SAID,
    "sum": _sum,
    "part": _part,
    "list": _list,
    "balance": _balance,
    "same": _same,
}
