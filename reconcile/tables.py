"""Checks that a form's tables promise: sums over rows and columns, parts within wholes, and the declared rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from ..model import Figure
from .check import Check, Given, Term, common_factors, sum_expression, try_gap
from .figures import Figures
from .local_rows import counted_rows
from .narrative import match_of
from .plan import PairPlan, Part, RulePlan, SumPlan, plan_of, split_name

if TYPE_CHECKING:
    from ..forms.schema import Form


def table_checks(figures: Figures, form: Form) -> Iterator[Check]:
    """Every check of the form that has at least two printed numbers to work on."""
    if not figures.table:
        return
    plan = plan_of(form)
    headed = any(figure.state == "value" for name in plan.headings for figure in figures.table.get(name, ()))
    for sums in plan.sums:
        total = figures.pick(sums.total.indicator)
        if total is not None:
            yield from _sum_check(figures, sums, total, headed)
        elif sums.total.indicator in figures.narrative:
            yield from _told_sum(figures, sums)
    for pair in plan.pairs:
        yield from _pair_check(figures, pair)
    for rule in plan.rules:
        yield from _rule_checks(figures, rule)


def _sum_check(figures: Figures, plan: SumPlan, total: Figure, headed: bool) -> Iterator[Check]:
    """`headed` is True where a heading of the form prints a number, which then stands for what is under it."""
    rows_added = bool(figures.local) and not plan.across
    gap = None if headed or rows_added else plan.line.gap(figures.counts)
    if gap is not None:
        later = partial(figures.terms, plan.line.cells)
        yield try_gap(Check(plan.rule, "sum", "error", plan.line.expression, later, total=0, place=plan.place), gap)
        return
    parts = [term for part in plan.parts for term in _members(figures, part, total)]
    added = counted_rows(figures, total, parts) if rows_added else ()
    parts += added
    terms = (figures.term(total, plan.total.label), *parts)
    if all(term.reading is None for term in terms) or all(term.figure is None for term in parts):
        return
    expression = sum_expression(len(parts), "==", _factors(terms))
    lowered = ("added",) if added else ()
    yield Check(plan.rule, "sum", "error", expression, terms, lowered=lowered, total=0, place=plan.place)


def _told_sum(figures: Figures, plan: SumPlan) -> Iterator[Check]:
    """A total that the table leaves out, as the text tells it, against the rows under it."""
    for told in figures.narrative[plan.total.indicator]:
        parts = [term for part in plan.parts for term in _members(figures, part, told)]
        cells = [term.figure for term in parts if term.figure is not None]
        if told.role in ("count", "part") and cells and len(cells) == len(parts) and not _is_rest(figures, told, plan):
            match = match_of(figures, told, cells[0])
            lowered = () if match == "same" else (match,)
            terms = (figures.term(told, plan.total.label), *parts)
            expression = sum_expression(len(parts), "==")
            yield Check("S104", "sum", "error", expression, terms, lowered=lowered, total=0, place=plan.place)


def _is_rest(figures: Figures, told: Figure, plan: SumPlan) -> bool:
    """逾期不补正2件,其他处理1件: what the heading's other rows leave may go by the heading's name."""
    table, row, column = plan.total.indicator.split(".")
    rest = figures.counts.get(f"{table}.{row}_rest.{column}")
    return rest is not None and told.quantity is not None and told.quantity.value == rest


def _factors(terms: Sequence[Term]) -> tuple[Decimal, ...]:
    """Factors of money printed in several units; none where a unit is not printed."""
    units = [t.figure.quantity.unit for t in terms if t.figure is not None and t.figure.quantity is not None]
    same = len(set(units)) < 2 or "" in units or len(units) < len(terms)
    return () if same else common_factors(units)


def _members(figures: Figures, part: Part, near: Figure) -> Iterator[Term]:
    figure = figures.pick(part.indicator, near)
    # A heading that prints nothing is worth what stands under it.
    if part.children and (figure is None or figure.state != "value"):
        for child in part.children:
            yield from _members(figures, child, near)
    else:
        yield figures.term_at(part, near)


def _pair_check(figures: Figures, plan: PairPlan) -> Iterator[Check]:
    gap = plan.line.gap(figures.counts)
    if gap is not None:
        later = partial(figures.terms, plan.line.cells)
        yield try_gap(Check(plan.rule, "part", "error", plan.line.expression, later), gap)
        return
    whole = figures.pick(plan.whole.indicator)
    part = figures.pick(plan.part.indicator, whole)
    if whole is not None and part is not None:
        terms = (figures.term(part, plan.part.label), figures.term(whole, plan.whole.label))
        if any(term.reading is not None for term in terms):
            yield Check(plan.rule, "part", "error", plan.line.expression, terms)


def _rule_checks(figures: Figures, plan: RulePlan) -> Iterator[Check]:
    gap = None if plan.line is None else plan.line.gap(figures.counts)
    if plan.line is not None and gap is not None:
        yield try_gap(_rule_check(plan, partial(figures.terms, plan.line.cells)), gap)
        return
    chosen: list[list[Figure | None]] = []
    for name in plan.names:
        prefix, indicator = split_name(name)
        if prefix == "text.":
            spoken: list[Figure | None] = list(figures.narrative.get(indicator, ()))
            chosen.append(spoken)
        else:
            chosen.append([figures.pick(indicator)])
    for spoken_at in range(max((len(each) for each in chosen), default=0)):
        row = [each[min(spoken_at, len(each) - 1)] if each else None for each in chosen]
        if sum(1 for figure in row if figure is not None) < min(2, len(row)):
            continue
        terms = tuple(
            figures.term(figure, label) if figure is not None else Term(figures.path, label, None, None)
            for figure, label in zip(row, plan.labels, strict=True)
        )
        if any(term.reading is not None for term in terms):
            yield _rule_check(plan, terms)


def _rule_check(plan: RulePlan, terms: Given) -> Check:
    return Check(
        plan.code, plan.kind, plan.severity, plan.expression, terms, plan.why, plan.why_en, plan.message,
        plan.message_en, place=plan.place,
    )  # fmt: skip
