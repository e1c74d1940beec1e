"""What types cannot say of a form file: the shape of ids, uniqueness, and that every name used exists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from ..errors import ConfigError
from .expression import Expression, parse
from .schema import Form, FormTable, Rule, RuleExample

_IDENT = re.compile(r"[a-z][a-z0-9_]*\Z")
_INDICATOR = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*){2}\Z")
_CODE = re.compile(r"[A-Z]{1,2}\d{3}\Z")
_NAME = re.compile(r"[a-z0-9-]+\Z")

Path = tuple[Any, ...]
# Where it is, and what was expected there, in Chinese and in English.
Mistake = tuple[Path, str, str]


def mistakes_of(form: Form) -> Iterator[Mistake]:
    """What types cannot say: the shape of ids, uniqueness, and that every id named exists."""
    if form.years[0] is not None and form.years[1] is not None and form.years[0] > form.years[1]:
        yield ("years",), "先小后大的两个年份", "the first year, then the last"
    if not _NAME.match(form.form):
        yield ("form",), "小写字母、数字和连字符", "lower-case letters, digits and hyphens"
    yield from _unique(("tables",), [table.id for table in form.tables])
    for number, table in enumerate(form.tables):
        yield from _table_mistakes(("tables", number), table)
    sections = {section.id for section in form.sections}
    yield from _unique(("sections",), [section.id for section in form.sections])
    for number, table in enumerate(form.tables):
        if table.section is not None and table.section not in sections:
            yield ("tables", number, "section"), f"某节的 id，而非 {table.section}", "the id of a section"
    known = {i for table in form.tables for i in indicators(table)}
    for number, phrase in enumerate(form.narrative):
        if phrase.indicator not in known and not (phrase.prose and _INDICATOR.match(phrase.indicator)):
            yield ("narrative", number, "indicator"), "表.行.列", f"table.row.column, not {phrase.indicator}"
    codes = [rule.code for rule in form.rules]
    for number, rule in enumerate(form.rules):
        at = ("rules", number)
        if codes.count(rule.code) > 1:
            yield (*at, "code"), "不重复的编号", f"a code used once; {rule.code} is used twice"
        yield from _rule_mistakes(at, rule, form, known)


def _rule_mistakes(at: Path, rule: Rule, form: Form, known: set[str]) -> Iterator[Mistake]:
    """What keeps a rule from being tried: unknown names, a relation that does not parse, half an example."""
    if not _CODE.match(rule.code):
        yield (*at, "code"), "一两个大写字母加三位数字，如 B101", "one or two capitals and three digits"
    ids = known
    if rule.over is not None:
        table, _, part = rule.over.partition(".")
        found = next((t for t in form.tables if t.id == table), None)
        if found is None or part not in ("columns", "rows"):
            yield (*at, "over"), "某表的 columns 或 rows", f"TABLE.columns or TABLE.rows, not {rule.over}"
            return
        ids = {item.id for item in (found.rows if part == "columns" else found.columns)}
    try:
        relation = parse(rule.expr, declared=True)
    except ConfigError as error:
        yield (*at, "expr"), f"合法的关系式（{error.message}）", f"a relation ({error.message_en})"
        return
    names = relation.names
    for name in names:
        if name.removeprefix("prev.").removeprefix("text.") not in (known if name.startswith("text.") else ids):
            yield (*at, "expr"), f"已有的 id，而非 {name}", f"ids of the form, not {name}"
    for key in ("message", "message_en"):
        for name in re.findall(r"\{([^{}]*)\}", getattr(rule, key)):
            if name not in names:
                yield (*at, key), f"关系式中的名称，而非 {name}", f"names of the relation in braces, not {name}"
    for number, example in enumerate(rule.examples):
        where = (*at, "examples", number)
        if set(example.values) != set(names):
            yield (
                (*where, "values"),
                f"恰为 {'、'.join(names)}",
                f"a value for each of {', '.join(names)}, and no other",
            )
        elif example.outcome in ("holds", "broken") and _holds(relation, example) is (example.outcome == "broken"):
            yield (*where, "outcome"), "按这些数值得出的结果", f"what the values give, not {example.outcome}"


def _holds(relation: Expression, example: RuleExample) -> bool | None:
    """Whether the values keep the relation; None where one is missing or they are more than added up."""
    values = example.values
    if relation.linear is None or any(value is None for value in values.values()):
        return None
    gap = relation.constant + sum(weight * Decimal(str(values[name])) for name, weight in relation.linear)
    return {"==": gap == 0, "<=": gap <= 0, ">=": gap >= 0}[relation.comparison]


def _table_mistakes(at: Path, table: FormTable) -> Iterator[Mistake]:
    columns, rows = [c.id for c in table.columns], [r.id for r in table.rows]
    labels = (("columns", [c.label for c in table.columns]), ("rows", [r.label for r in table.rows]))
    for part, printed in labels:
        for number, label in enumerate(printed):
            if not label.strip():
                yield (*at, part, number, "label"), "印在表上的文字", "the words that the table prints"
    sums = (("columns", columns, [c.total_of for c in table.columns]), ("rows", rows, [r.total_of for r in table.rows]))
    for part, ids, totals in sums:
        if not ids:
            yield (*at, part), "至少一项", "at least one"
        yield from _unique((*at, part), ids)
        for number, others in enumerate(totals):
            for other in (other for other in others if not _names(other, ids) or other == ids[number]):
                where = (*at, part, number, "total_of")
                yield where, f"本表其他项的 id，而非 {other}", f"another id of this table, not {other}"
    for number, row in enumerate(table.rows):
        if row.part_of is not None and row.part_of not in [r.id for r in table.rows]:
            yield (*at, "rows", number, "part_of"), "本表已有的行 id", f"a row of this table, not {row.part_of}"
    if not _IDENT.match(table.id):
        yield (*at, "id"), "小写字母开头的标识", "a lower-case letter, then letters, digits, underscores"


def _names(pattern: str, ids: Sequence[str]) -> bool:
    if pattern.endswith(".*"):
        return any(i.startswith(pattern[:-2] + "_") for i in ids)
    return pattern in ids


def _unique(at: Path, ids: Sequence[str]) -> Iterator[Mistake]:
    for number, name in enumerate(ids):
        if not _IDENT.match(name):
            yield (*at, number, "id"), "小写字母开头的标识", "a lower-case letter, then letters, digits, underscores"
        if ids.index(name) != number:
            yield (*at, number, "id"), f"不重复的 id；{name} 已用过", f"an id used once; {name} is used twice"


def indicators(table: FormTable) -> Iterator[str]:
    """Every `table.row.column` the table defines, rows that only head others included."""
    for row in table.rows:
        for column in table.columns:
            yield f"{table.id}.{row.id}.{column.id}"
