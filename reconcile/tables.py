"""Checks that a form's tables promise: sums over rows and columns, parts within wholes, and the declared rules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from ..forms.expression import Expression, expand, parse
from ..model import Figure, Severity
from .check import Check, Term, common_factors, figure_term, sum_expression
from .figures import Figures, short_label
from .local_rows import counted_rows
from .narrative import match_of

if TYPE_CHECKING:
    from ..forms.schema import Form, FormTable, Rule

_WORD = re.compile(r"[A-Za-z_][A-Za-z_0-9]*(?:\.[A-Za-z_][A-Za-z_0-9]*)*")
_PART_OF = parse("t0 <= t1")


class Part(Struct, frozen=True):
    """A member of a sum; where it is not printed and has `children`, these stand for it."""

    indicator: str
    label: str
    children: tuple[Part, ...] = ()


class SumPlan(Struct, frozen=True):
    """One sum a form promises. `across` is True where the columns of a row are added."""

    rule: str
    total: Part
    parts: tuple[Part, ...]
    place: str
    across: bool


class PairPlan(Struct, frozen=True):
    rule: str
    part: Part
    whole: Part


class RulePlan(Struct, frozen=True):
    """One instance of a declared rule; `expression` is over t0, t1, … in the order of `names`."""

    code: str
    kind: str
    severity: Severity
    expression: Expression
    names: tuple[str, ...]
    labels: tuple[str, ...]
    place: str
    message: str
    message_en: str
    why: str
    why_en: str


class Plan(Struct, frozen=True):
    """All checks of one form inside one report."""

    sums: tuple[SumPlan, ...]
    pairs: tuple[PairPlan, ...]
    rules: tuple[RulePlan, ...]


_PLANS: dict[int, tuple[Form, Plan]] = {}


def plan_of(form: Form) -> Plan:
    """The checks of a form, worked out once."""
    known = _PLANS.get(id(form))
    if known is None or known[0] is not form:
        sums: list[SumPlan] = []
        pairs: list[PairPlan] = []
        for table in form.tables:
            sums += _row_sums(table)
            sums += _column_sums(table)
            pairs += _pairs(table)
        plan = Plan(tuple(sums), tuple(pairs), tuple(_rules(form)))
        known = _PLANS[id(form)] = (form, plan)
    return known[1]


def _row_sums(table: FormTable) -> Iterator[SumPlan]:
    rows = {row.id: row for row in table.rows}

    def member(row: str, column: str) -> Part:
        known = rows.get(row)
        children = known.total_of if known is not None and known.header else ()
        below = tuple(member(child, column) for name in children for child in expand(name, rows))
        return Part(f"{table.id}.{row}.{column}", known.label if known else row, below)

    for row in table.rows:
        if not row.total_of:
            continue
        for column in table.columns:
            parts = tuple(member(name, column.id) for each in row.total_of for name in expand(each, rows))
            total = Part(f"{table.id}.{row.id}.{column.id}", row.label)
            yield SumPlan("S101", total, parts, column.label if len(table.columns) > 1 else "", False)


def _column_sums(table: FormTable) -> Iterator[SumPlan]:
    columns = {column.id: column for column in table.columns}
    for column in table.columns:
        if not column.total_of:
            continue
        for row in table.rows:
            parts = tuple(
                Part(f"{table.id}.{row.id}.{name}", columns[name].label)
                for each in column.total_of
                for name in expand(each, columns)
            )
            total = Part(f"{table.id}.{row.id}.{column.id}", column.label)
            yield SumPlan("S102", total, parts, row.label, True)


def _pairs(table: FormTable) -> Iterator[PairPlan]:
    rows = {row.id: row for row in table.rows}
    for row in table.rows:
        if row.part_of is not None:
            whole = rows.get(row.part_of)
            for column in table.columns:
                name = f"{table.id}.{row.part_of}.{column.id}"
                part = Part(f"{table.id}.{row.id}.{column.id}", row.label)
                yield PairPlan("P101", part, Part(name, whole.label if whole else row.part_of))
    labels = {column.id: column.label for column in table.columns}
    for column in table.columns:
        for least in column.at_least:
            for row in table.rows:
                part = Part(f"{table.id}.{row.id}.{least}", f"{row.label}/{labels.get(least, least)}")
                whole_part = Part(f"{table.id}.{row.id}.{column.id}", f"{row.label}/{column.label}")
                yield PairPlan("P102", part, whole_part)


def instances(form: Form, rule: Rule) -> Iterator[tuple[dict[str, str], str]]:
    """For each column or row a rule is repeated over: its bare names as indicators, and the printed label.

    `prev.` and `text.` stay before the indicator.
    """
    names = parse(rule.expr, declared=True).names
    if rule.over is None:
        yield {name: name for name in names}, ""
        return
    table_id, _, axis = rule.over.partition(".")
    for table in form.tables:
        if table.id != table_id:
            continue
        for item in table.columns if axis == "columns" else table.rows:
            filled = {}
            for name in names:
                prefix, bare = _split(name)
                inner = f"{bare}.{item.id}" if axis == "columns" else f"{item.id}.{bare}"
                filled[name] = name if bare.count(".") >= 2 else f"{prefix}{table_id}.{inner}"
            yield filled, item.label


def _split(name: str) -> tuple[str, str]:
    for prefix in ("prev.", "text."):
        if name.startswith(prefix):
            return prefix, name[len(prefix) :]
    return "", name


def _rules(form: Form) -> Iterator[RulePlan]:
    labels = {
        f"{t.id}.{r.id}.{c.id}": (r.label, c.label if len(t.columns) > 1 else "")
        for t in form.tables
        for r in t.rows
        for c in t.columns
    }
    for rule in form.rules:
        expression = parse(rule.expr, declared=True)
        # A relation with last year's report needs two records; those are tried across reports.
        if rule.status == "retired" or any(name.startswith("prev.") for name in expression.names):
            continue
        order = {name: f"t{n}" for n, name in enumerate(expression.names)}
        text = _numbered(rule.expr, order)
        message, message_en = _renamed(rule.message, order), _renamed(rule.message_en, order)
        by_row = rule.over is not None and rule.over.endswith(".rows")
        for filled, place in instances(form, rule):
            indicators = tuple(filled[name] for name in expression.names)
            pairs = [labels.get(_split(name)[1], (name, "")) for name in indicators]
            named = tuple(column if by_row and column else row for row, column in pairs)
            yield RulePlan(
                rule.code, rule.kind, rule.severity, parse(text), indicators, named, place, message, message_en,
                rule.why, rule.why_en,
            )  # fmt: skip


def renamed(expr: str) -> str:
    """A declared relation over t0, t1, … in the order of its names."""
    order = {name: f"t{n}" for n, name in enumerate(parse(expr, declared=True).names)}
    return _numbered(expr, order)


def _numbered(expr: str, order: dict[str, str]) -> str:
    return _WORD.sub(lambda word: order.get(word.group(), word.group()), expr)


def _renamed(message: str, order: dict[str, str]) -> str:
    for name, term in order.items():
        message = message.replace("{" + name + "}", "{" + term + "}")
    return message


# ---------------------------------------------------------------- plans to checks
def table_checks(figures: Figures, form: Form) -> Iterator[Check]:
    """Every check of the form that has at least two printed numbers to work on."""
    if not figures.table:
        return
    plan = plan_of(form)
    for sums in plan.sums:
        yield from _sum_check(figures, sums)
    for pair in plan.pairs:
        whole = figures.pick(pair.whole.indicator)
        part = figures.pick(pair.part.indicator, whole)
        if whole is not None and part is not None:
            terms = (_term(figures, pair.part, part), _term(figures, pair.whole, whole))
            if any(term.reading is not None for term in terms):
                yield Check(pair.rule, "part", "error", _PART_OF, terms)
    for rule in plan.rules:
        yield from _rule_checks(figures, rule)


def _sum_check(figures: Figures, plan: SumPlan) -> Iterator[Check]:
    total = figures.pick(plan.total.indicator)
    if total is None:
        yield from _told_sum(figures, plan)
        return
    parts = [term for part in plan.parts for term in _members(figures, part, total)]
    added = counted_rows(figures, total, parts) if figures.local and not plan.across else ()
    parts += added
    terms = (_term(figures, plan.total, total), *parts)
    printed = sum(1 for term in terms if term.reading is not None)
    if printed == 0 or all(term.figure is None for term in parts):
        return
    expression = sum_expression(len(parts), "==", _factors(terms))
    lowered = ("added",) if added else ()
    yield Check(plan.rule, "sum", "error", expression, terms, lowered=lowered, total=0, place=plan.place)


def _told_sum(figures: Figures, plan: SumPlan) -> Iterator[Check]:
    """A total that the table leaves out, as the text tells it, against the rows under it."""
    for told in figures.narrative.get(plan.total.indicator, ()):
        parts = [term for part in plan.parts for term in _members(figures, part, told)]
        cells = [term.figure for term in parts if term.figure is not None]
        if told.role in ("count", "part") and cells and len(cells) == len(parts):
            match = match_of(figures, told, cells[0])
            lowered = () if match == "same" else (match,)
            terms = (_term(figures, plan.total, told), *parts)
            expression = sum_expression(len(parts), "==")
            yield Check("S104", "sum", "error", expression, terms, lowered=lowered, total=0, place=plan.place)


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
        yield _term(figures, part, figure)


def _term(figures: Figures, part: Part, figure: Figure | None) -> Term:
    if figure is None:
        return Term(figures.path, short_label(part.label), None, None)
    return figures.term(figure, short_label(part.label))


def _rule_checks(figures: Figures, plan: RulePlan) -> Iterator[Check]:
    chosen: list[list[Figure | None]] = []
    for name in plan.names:
        prefix, indicator = _split(name)
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
            figure_term(figures.path, figure, short_label(label))
            if figure is not None
            else Term(figures.path, short_label(label), None, None)
            for figure, label in zip(row, plan.labels, strict=True)
        )
        if any(term.reading is not None for term in terms):
            yield Check(
                plan.code, plan.kind, plan.severity, plan.expression, terms, plan.why, plan.why_en, plan.message,
                plan.message_en, place=plan.place,
            )  # fmt: skip
