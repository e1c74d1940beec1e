"""What a form's tables promise: sums over rows and columns, parts within wholes, and the declared rules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from operator import itemgetter, mul
from typing import TYPE_CHECKING

from msgspec import Struct

from ..forms.expression import Expression, expand, parse
from ..forms.kept import once_a_form
from ..model import Severity
from .check import sum_expression
from .figures import short_label

if TYPE_CHECKING:
    from ..forms.schema import Form, FormTable, Rule

_PART_OF = parse("t0 <= t1")
_WORD = re.compile(r"[A-Za-z_][A-Za-z_0-9]*(?:\.[A-Za-z_][A-Za-z_0-9]*)*")


class Part(Struct, frozen=True):
    """A member of a relation; where it is not printed and has `children`, these stand for it."""

    indicator: str
    label: str
    children: tuple[Part, ...] = ()


class Line:
    """A relation over t0, t1, …, each of which is one cell of the form."""

    __slots__ = ("_numbers", "_weights", "cells", "expression")

    def __init__(self, expression: Expression, cells: tuple[Part, ...]) -> None:
        self.expression, self.cells = expression, cells
        self._weights = tuple(weight for _, weight in sorted(expression.weights))
        self._numbers = itemgetter(*(cell.indicator for cell in cells))

    def gap(self, counts: Mapping[str, Decimal]) -> Decimal | None:
        """Left minus right; None where a cell has no number here, or the relation is not linear."""
        if len(self._weights) < 2:
            return None
        try:
            return sum(map(mul, self._weights, self._numbers(counts)), self.expression.constant)
        except KeyError:
            return None


class SumPlan(Struct, frozen=True):
    """One sum a form promises. `across` is True where the columns of a row are added.

    `line` is over the total, the parts, and for every heading among the parts what stands under it.
    """

    rule: str
    total: Part
    parts: tuple[Part, ...]
    place: str
    across: bool
    line: Line


class PairPlan(Struct, frozen=True):
    rule: str
    part: Part
    whole: Part
    line: Line


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
    line: Line | None


class Plan(Struct, frozen=True):
    """All checks of one form inside one report. `headings` are the indicators of parts that stand for others."""

    sums: tuple[SumPlan, ...]
    pairs: tuple[PairPlan, ...]
    rules: tuple[RulePlan, ...]
    headings: frozenset[str]


@once_a_form
def plan_of(form: Form) -> Plan:
    """The checks of a form, worked out once."""
    sums: list[SumPlan] = []
    pairs: list[PairPlan] = []
    for table in form.tables:
        sums += _row_sums(table)
        sums += _column_sums(table)
        pairs += _pairs(table)
    headings = {name for each in sums for part in each.parts for name in _headings(part)}
    return Plan(tuple(sums), tuple(pairs), tuple(_rules(form)), frozenset(headings))


def _leaves(part: Part) -> tuple[Part, ...]:
    """The part itself, or what stands under it at last."""
    return tuple(leaf for child in part.children for leaf in _leaves(child)) or (part,)


def _headings(part: Part) -> Iterator[str]:
    if part.children:
        yield part.indicator
    for child in part.children:
        yield from _headings(child)


def _part(indicator: str, label: str, children: tuple[Part, ...] = ()) -> Part:
    return Part(indicator, short_label(label), children)


def _sum(rule: str, total: Part, parts: tuple[Part, ...], place: str, across: bool) -> SumPlan:
    cells = [leaf for part in parts for leaf in _leaves(part)]
    return SumPlan(rule, total, parts, place, across, Line(sum_expression(len(cells)), (total, *cells)))


def _pair(rule: str, part: Part, whole: Part) -> PairPlan:
    return PairPlan(rule, part, whole, Line(_PART_OF, (part, whole)))


def _row_sums(table: FormTable) -> Iterator[SumPlan]:
    rows = {row.id: row for row in table.rows}

    def member(row: str, column: str) -> Part:
        known = rows.get(row)
        children = known.total_of if known is not None and known.header else ()
        below = tuple(member(child, column) for name in children for child in expand(name, rows))
        return _part(f"{table.id}.{row}.{column}", known.label if known else row, below)

    for row in table.rows:
        if not row.total_of:
            continue
        for column in table.columns:
            parts = tuple(member(name, column.id) for each in row.total_of for name in expand(each, rows))
            total = _part(f"{table.id}.{row.id}.{column.id}", row.label)
            yield _sum("S101", total, parts, column.label if len(table.columns) > 1 else "", False)


def _column_sums(table: FormTable) -> Iterator[SumPlan]:
    columns = {column.id: column for column in table.columns}
    for column in table.columns:
        if not column.total_of:
            continue
        for row in table.rows:
            parts = tuple(
                _part(f"{table.id}.{row.id}.{name}", columns[name].label)
                for each in column.total_of
                for name in expand(each, columns)
            )
            total = _part(f"{table.id}.{row.id}.{column.id}", column.label)
            yield _sum("S102", total, parts, row.label, True)


def _pairs(table: FormTable) -> Iterator[PairPlan]:
    rows = {row.id: row for row in table.rows}
    for row in table.rows:
        if row.part_of is not None:
            whole = rows.get(row.part_of)
            for column in table.columns:
                name = f"{table.id}.{row.part_of}.{column.id}"
                part = _part(f"{table.id}.{row.id}.{column.id}", row.label)
                yield _pair("P101", part, _part(name, whole.label if whole else row.part_of))
    labels = {column.id: column.label for column in table.columns}
    for column in table.columns:
        for least in dict.fromkeys(column.at_least):
            for row in table.rows:
                part = _part(f"{table.id}.{row.id}.{least}", f"{row.label}/{labels.get(least, least)}")
                whole_part = _part(f"{table.id}.{row.id}.{column.id}", f"{row.label}/{column.label}")
                yield _pair("P102", part, whole_part)


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
                prefix, bare = split_name(name)
                inner = f"{bare}.{item.id}" if axis == "columns" else f"{item.id}.{bare}"
                filled[name] = name if bare.count(".") >= 2 else f"{prefix}{table_id}.{inner}"
            yield filled, item.label


def split_name(name: str) -> tuple[str, str]:
    """The `prev.` or `text.` before an indicator, and the indicator."""
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
            pairs = [labels.get(split_name(name)[1], (name, "")) for name in indicators]
            named = tuple(short_label(column if by_row and column else row) for row, column in pairs)
            cells = tuple(Part(*each) for each in zip(indicators, named, strict=True))
            line = None if any(split_name(name)[0] for name in indicators) else Line(parse(text), cells)
            yield RulePlan(
                rule.code, rule.kind, rule.severity, parse(text), indicators, named, place, message, message_en,
                rule.why, rule.why_en, line,
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
