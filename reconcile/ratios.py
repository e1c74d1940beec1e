"""Shares and rates against their own counts; sums of shares."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from ..forms.expression import Expression, parse
from ..model import Claim
from .averages import average_checks
from .check import Check, Term, common_factors, evaluate, figure_term, stated_term
from .claims import is_complete, share_figures
from .figures import Figures, short_label
from .growth import change_checks, growth_checks, parts_checks
from .plan import Part, plan_of
from .terms import fitting, lowered_by, terms_of

if TYPE_CHECKING:
    from ..forms.schema import Form

SHARE = {"%": "t0 / t1 * 100 == t2", "‰": "t0 / t1 * 1000 == t2", "倍": "t0 / t1 == t2"}
_NAME = re.compile(r"t\d+")
# Concepts of the forms: a share of the cases may be of those received, with or without those carried forward.
_CASES, _TOTAL = "applications.", ".total"
_RECEIVED, _CARRIED = "applications.new.total", "applications.carried_in.total"


def ratio_checks(figures: Figures, form: Form | None) -> Iterator[Check]:
    """The checks of every claim of a share, rate, growth or change."""
    for claim in figures.record.claims:
        if claim.kind == "share" and not any(part.role == "whole" for part in claim.terms):
            yield from _share_of_table(figures, claim, form)
        elif claim.kind == "share":
            yield from _share(figures, claim, "part", "whole", "share", "R101")
        elif claim.kind == "rate":
            yield from _share(figures, claim, "numerator", "denominator", "rate", "R102")
        elif claim.kind == "growth":
            yield from growth_checks(figures, claim)
        elif claim.kind == "change":
            yield from change_checks(figures, claim)
        elif claim.kind == "average":
            yield from average_checks(figures, claim)
        elif claim.kind == "sum":
            yield from _sum_of_shares(figures, claim)
            yield from parts_checks(figures, claim)


def _share(figures: Figures, claim: Claim, part: str, whole: str, share: str, rule: str) -> Iterator[Check]:
    parts, wholes, shares = (terms_of(figures, claim, role) for role in (part, whole, share))
    if not shares or not wholes:
        return
    text = SHARE.get(shares[0].unit.replace("％", "%") or "%")
    if text is None:
        return
    if len(parts) < sum(1 for term in claim.terms if term.role == part):
        return
    # 受理0件,办结0件,办结率100%: what is a share of nothing cannot be told.
    wholes = [each for each in wholes if each.reading is None or each.reading.value != 0]
    if not wholes:
        return
    if parts:
        wholes += _with_carried(figures, wholes)
        best = fitting([_share_of(claim, rule, text, parts, each, shares[0]) for each in wholes])
        if best is not None:
            if evaluate(best).outcome == "broken" and _balanced(figures, best.terms):
                best.lowered += ("balanced",)
            yield best
    elif wholes[0].integer and not claim.doubtful:
        yield from _reachable(claim, wholes[0], shares[0], text)


def _with_carried(figures: Figures, wholes: Sequence[Term]) -> list[Term]:
    """收到81件,上年结转2件,办结80件,办结率96.4%: what there was to deal with, those carried forward among it."""
    carried = figures.pick(_CARRIED) or next(iter(figures.narrative.get(_CARRIED, ())), None)
    received = [w for w in wholes if w.figure is not None and w.figure.indicator == _RECEIVED and w.reading is not None]
    counts = [each.reading.value for each in received if each.reading is not None and each.reading.value is not None]
    left = carried.quantity.value if carried is not None and carried.quantity is not None else None
    if left is None:
        return []
    return [stated_term(figures.path, count + left, "新收与结转之和", "new and carried forward") for count in counts]


def _balanced(figures: Figures, terms: tuple[Term, ...]) -> bool:
    """Whether a share of a list is one last place off because the list's shares, rounded, would not make 100.

    862件占82.4%,171件占16.3%,13件占1.3% of 1046: the last was made 1.3 so that they do.
    """
    whole = terms[1]
    listed: list[tuple[Decimal, Decimal]] = []
    for claim in figures.said_of(whole.figure):
        if claim.kind != "share" or whole.key not in [term.key for term in terms_of(figures, claim, "whole")]:
            continue
        one = [term.reading for role in ("part", "share") for term in terms_of(figures, claim, role)]
        values = [reading.value for reading in one if reading is not None and reading.value is not None]
        if len(values) == 2:
            listed.append((values[0], values[1]))
    total = sum((part for part, _ in listed), Decimal(0))
    known = whole.reading is not None and total == whole.reading.value and total > 0
    if not known or sum(share for _, share in listed) != 100:
        return False
    place = Decimal(1).scaleb(min(int(share.as_tuple().exponent) for _, share in listed))
    rounded = [(part / total * 100).quantize(place, ROUND_HALF_UP) for part, _ in listed]
    moved = [abs(share - right) for (_, share), right in zip(listed, rounded, strict=True)]
    return max(moved) == place and sum(moved) == abs(100 - sum(rounded))


def _share_of_table(figures: Figures, claim: Claim, form: Form | None) -> Iterator[Check]:
    """A share of what is not said, against every total of the form that the number may be a part of."""
    parts, shares = terms_of(figures, claim, "part"), terms_of(figures, claim, "share")
    text = SHARE.get(shares[0].unit.replace("％", "%")) if shares else None
    named = [part.figure.indicator for part in parts if part.figure is not None and part.figure.indicator is not None]
    if text is None or form is None or not named or len(parts) < sum(1 for term in claim.terms if term.role == "part"):
        return
    wholes = [term for whole in _wholes(named[0], form) if (term := _total(figures, whole)) is not None]
    checks = [_share_of(claim, "R101", text, parts, whole, shares[0]) for whole in wholes]
    if all(part.figure is not None and part.figure.origin == "table" for part in parts):
        checks += [_share_of(claim, "R101", text, *each, shares[0]) for each in _of_other_rows(figures, named)]
    best = fitting(checks)
    yield from () if best is None else (best,)


def _of_other_rows(figures: Figures, columns: Sequence[str]) -> Iterator[tuple[list[Term], Term]]:
    """自然人占78.3% may be said of those received, of those dealt with, or of all there were to deal with."""
    names = [name.split(".")[2] for name in columns if name.startswith(_CASES) and not name.endswith(_TOTAL)]
    for rows in (("new",), ("handled",), ("new", "carried_in")) if names else ():
        both = [
            [figures.counts.get(f"{_CASES}{row}.{column}") for row in rows for column in group]
            for group in (names, ("total",))
        ]
        part, whole = ([count for count in counts if count is not None] for counts in both)
        if (len(part), len(whole)) == (len(both[0]), len(both[1])):
            one, other = (stated_term(figures.path, sum(counts, Decimal(0)), "申请") for counts in (part, whole))
            yield [one], other


def _wholes(indicator: str, form: Form) -> Iterator[Part]:
    """The totals and headings of the form that a cell is a part of, with what stands under them."""
    for sums in plan_of(form).sums:
        if any(indicator == part.indicator for part in (*sums.parts, *sums.line.cells[1:])):
            yield Part(sums.total.indicator, sums.total.label, sums.parts)
        yield from (part for part in sums.parts if any(indicator == child.indicator for child in part.children))
    if indicator.startswith(_CASES) and indicator.endswith(_TOTAL):
        received = Part(_RECEIVED, "新收")
        # No row of its own: the sum of the two.
        yield from (received, Part(_CASES, "新收与结转之和", (received, Part(_CARRIED, "结转"))))


def _total(figures: Figures, whole: Part) -> Term | None:
    """What is printed for it, else the sum of what stands under it; None where a part has no number either."""
    printed = figures.pick(whole.indicator)
    if printed is not None:
        return figure_term(figures.path, printed, short_label(printed.label))
    counts = [figures.counts.get(part.indicator) for part in whole.children]
    known = [count for count in counts if count is not None]
    if not known or len(known) < len(counts):
        return None
    label_en = "new and carried forward" if whole.indicator == _CASES else whole.label
    return stated_term(figures.path, sum(known, Decimal(0)), whole.label, label_en)


def _share_of(claim: Claim, rule: str, text: str, parts: Sequence[Term], whole: Term, share: Term) -> Check:
    terms = (*parts, whole, share)
    units = [term.unit for term in terms[:-1]]
    factors = common_factors(units) if all(units) and len(parts) == 1 else ()
    expression = scaled(share_of_sum(text, len(parts)), factors)
    return Check(
        rule, "ratio", "error", expression, terms, lowered=lowered_by(claim), group=claim.id, claim=claim
    )  # fmt: skip


def share_of_sum(text: str, parts: int) -> str:
    """The relation of a share for so many parts together."""
    if parts == 1:
        return text
    names = {"t0": f"({' + '.join(f't{n}' for n in range(parts))})", "t1": f"t{parts}", "t2": f"t{parts + 1}"}
    return _NAME.sub(lambda name: names[name.group()], text)


@lru_cache(maxsize=256)
def scaled(text: str, factors: tuple[Decimal, ...]) -> Expression:
    if factors:
        text = text.replace("t0", f"(t0 * {factors[0]:f})").replace("t1", f"(t1 * {factors[1]:f})")
    return parse(text)


def _reachable(claim: Claim, whole: Term, share: Term, text: str) -> Iterator[Check]:
    """A share of a known number of cases must be some whole number of cases (GRIM)."""
    if whole.reading is None or share.reading is None or share.reading.value is None or share.reading.hedged:
        return
    total = whole.reading.full.point
    if total is None or total <= 0 or "100" not in text:
        return
    low = (share.reading.value * total / 100).to_integral_value(ROUND_FLOOR)
    tried = []
    for count in (low, low + 1):
        near = stated_term(share.document, count, "最接近的整数件数", "nearest whole count")
        check = Check("R107", "ratio", "warning", parse(text), (near, whole, share), claim=claim, group=claim.id)
        tried.append(evaluate(check))
        if check.outcome != "broken":
            yield check
            return
    yield min(tried, key=lambda check: abs(check.gap or Decimal(0)))


def _sum_of_shares(figures: Figures, claim: Claim) -> Iterator[Check]:
    parts = terms_of(figures, claim, "part")
    shares = share_figures(figures, parts)
    if len(parts) < 2 or len(shares) != len(parts):
        return
    terms = tuple(figure_term(figures.path, share) for share in shares)
    if any(term.reading is None or term.unit.replace("％", "%") != "%" for term in terms):
        return
    comparison = "==" if is_complete(figures, claim, parts) else "<="
    text = f"{' + '.join(f't{n}' for n in range(len(terms)))} {comparison} 100"
    yield Check("R106", "ratio", "warning", parse(text), terms, lowered=lowered_by(claim), group=claim.id, claim=claim)
