"""Records of any form whose numbers agree with each other, for measuring what is found when one is changed."""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal

from gouji.forms.expression import expand
from gouji.forms.schema import Form, FormTable
from gouji.model import Evidence, Figure, Quantity, Record
from gouji.reconcile.plan import plan_of


def clean_values(form: Form, seed: int) -> dict[str, Decimal]:
    """One consistent set of numbers, by indicator: small numbers and many zeros, as in real reports."""
    draw = random.Random(f"{form.form}:{seed}")
    values: dict[str, Decimal] = {}
    for table in form.tables:
        for row in table.rows:
            if row.header:
                continue
            for column in table.columns:
                values[f"{table.id}.{row.id}.{column.id}"] = _leaf(draw)
    for _ in range(4):
        for table in form.tables:
            _sum_up(table, values)
        _keep_rules(form, values, draw)
    return values


def _leaf(draw: random.Random) -> Decimal:
    kind = draw.random()
    if kind < 0.3:
        return Decimal(0)
    low, high = (1, 9) if kind < 0.5 else (10, 99) if kind < 0.8 else (100, 2999)
    return Decimal(draw.randint(low, high))


def _sum_up(table: FormTable, values: dict[str, Decimal]) -> None:
    rows = {row.id: row for row in table.rows}
    columns = {column.id: column for column in table.columns}

    def worth(row: str, column: str) -> Decimal:
        known = rows[row]
        if known.total_of:
            return sum((worth(n, column) for each in known.total_of for n in expand(each, rows)), Decimal(0))
        if columns[column].total_of:
            return sum((worth(row, n) for each in columns[column].total_of for n in expand(each, columns)), Decimal(0))
        return values[f"{table.id}.{row}.{column}"]

    for row in table.rows:
        for column in table.columns:
            if not row.header:
                values[f"{table.id}.{row.id}.{column.id}"] = worth(row.id, column.id)


def _keep_rules(form: Form, values: dict[str, Decimal], draw: random.Random) -> None:
    plan = plan_of(form)
    for pair in plan.pairs:
        part, whole = pair.part.indicator, pair.whole.indicator
        if part in values and values[part] > values[whole]:
            values[part] = Decimal(draw.randint(0, int(values[whole])))
    totals = {sums.total.indicator for sums in plan.sums}
    for rule in plan.rules:
        if rule.expression.linear is None or any(name not in values for name in rule.names):
            continue
        weights = [weight for _, weight in rule.expression.linear]
        gap = sum((w * values[n] for w, n in zip(weights, rule.names, strict=True)), rule.expression.constant)
        if rule.expression.comparison == "==" and gap != 0:
            free = next((n for n, name in enumerate(rule.names) if name not in totals), None)
            if free is None:
                continue
            values[rule.names[free]] -= gap / weights[free]
            if values[rule.names[free]] < 0:
                other = next(n for n, w in enumerate(weights) if w * weights[free] < 0 and rule.names[n] not in totals)
                values[rule.names[other]] += values[rule.names[free]] * weights[free] / weights[other]
                values[rule.names[free]] = Decimal(0)
        elif rule.expression.comparison == "<=" and gap > 0:
            free = next((n for n, w in enumerate(weights) if w > 0 and rule.names[n] not in totals), None)
            if free is not None:
                values[rule.names[free]] -= gap / weights[free]
                continue
            # Both sides are totals: the larger one gets a larger part.
            right = next(name for name, w in zip(rule.names, weights, strict=True) if w < 0)
            sums = next(each for each in plan.sums if each.total.indicator == right)
            values[sums.parts[0].indicator] += gap


def record_of(form: Form, values: dict[str, Decimal], path: str = "clean.txt") -> Record:
    """The values as a record, every figure in a cell of its own."""
    figures = []
    for number, table in enumerate(form.tables, start=1):
        for down, row in enumerate(table.rows):
            for right, column in enumerate(table.columns):
                indicator = f"{table.id}.{row.id}.{column.id}"
                if indicator in values:
                    place = (down, right)
                    figures.append(_figure(f"t{number}", place, indicator, values[indicator], row.label, column.label))
    return Record(path, "0" * 64, "text", "ok", "某市", "prefecture", None, 2023, None, None, None, form.form, "",
                  tuple(figures), cells=len(figures), cells_read=len(figures))  # fmt: skip


def _figure(table: str, at: tuple[int, int], indicator: str, value: Decimal, label: str, column: str) -> Figure:
    raw = f"{value:f}"
    start = int(table[1:]) * 10_000 + at[0] * 100 + at[1] * 10
    evidence = Evidence("0" * 64, start, start + len(raw), raw, None, None, None, at)
    quantity = Quantity(value, value, value)
    return Figure(f"{table}:{at[0]},{at[1]}", indicator, quantity, raw, "table", label, label, column, column, raw,
                  evidence, link="exact")  # fmt: skip


# ---------------------------------------------------------------- one number for another
def _transposed(value: Decimal) -> Decimal | None:
    digits = f"{value:f}"
    for at in range(len(digits) - 1 if digits.isdigit() else 0):
        if digits[at] != digits[at + 1]:
            swapped = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
            if swapped[0] != "0":
                return Decimal(swapped)
    return None


def _digit(value: Decimal) -> Decimal | None:
    digits = f"{value:f}"
    return Decimal(digits[:-1] + str((int(digits[-1]) + 3) % 10)) if digits.isdigit() else None


def _dropped(value: Decimal) -> Decimal | None:
    digits = f"{value:f}"
    return Decimal(digits[:-2] + digits[-1:]) if len(digits) > 1 and digits.isdigit() else None


MUTATIONS: dict[str, Callable[[Decimal], Decimal | None]] = {
    "+1": lambda value: value + 1,
    "-1": lambda value: value - 1 if value >= 1 else None,
    "+10%": lambda value: (value * Decimal("1.1")).to_integral_value() if value >= 10 else None,
    "-10%": lambda value: (value * Decimal("0.9")).to_integral_value() if value >= 10 else None,
    "x10": lambda value: value * 10 if value else None,
    "digit": _digit,
    "transposed": _transposed,
    "dropped": _dropped,
}
