"""The rules: every one is in the catalogue, and the examples in the form files come out as they say."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from gouji.forms.expression import parse
from gouji.forms.loader import load_forms
from gouji.forms.schema import Form, Rule, RuleExample
from gouji.model import Quantity
from gouji.reconcile.catalog import catalog
from gouji.reconcile.check import Check, Term, evaluate
from gouji.reconcile.interval import reading_of
from gouji.reconcile.plan import instances
from gouji.reconcile.structure import DEFECTS

FORMS = load_forms()
EXAMPLES = [(form, rule, example) for form in FORMS for rule in form.rules for example in rule.examples]
CATALOG = {entry.code: entry for entry in catalog(FORMS)}


def _term(name: str, value: object) -> Term:
    if value is None:
        return Term("r", name, None, None)
    number = Decimal(str(value))
    exponent = number.as_tuple().exponent
    place = Decimal(1).scaleb(exponent) if isinstance(exponent, int) and exponent < 0 else None
    quantity = (
        Quantity(number, number, number)
        if place is None
        else Quantity(number, number - place / 2, number + place, False, True)
    )
    return Term("r", name, None, reading_of(quantity))


@pytest.mark.parametrize(
    ("form", "rule", "example"), EXAMPLES, ids=[f"{f.form}-{r.code}-{e.outcome}" for f, r, e in EXAMPLES]
)
def test_examples_come_out_as_they_say(form: Form, rule: Rule, example: RuleExample) -> None:
    names = parse(rule.expr, declared=True).names
    text = rule.expr
    for at, name in enumerate(names):
        text = re.sub(rf"(?<![\w.]){re.escape(name)}(?![\w.])", f"t{at}", text)
    check = Check(rule.code, rule.kind, rule.severity, parse(text), tuple(_term(n, example.values[n]) for n in names))
    assert evaluate(check).outcome == example.outcome


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.form)
def test_rules_speak_of_rows_and_columns_that_exist(form: Form) -> None:
    known = {f"{t.id}.{r.id}.{c.id}" for t in form.tables for r in t.rows for c in t.columns}
    for rule in form.rules:
        found = list(instances(form, rule))
        assert found, rule.code
        for filled, _ in found:
            assert {name.removeprefix("prev.").removeprefix("text.") for name in filled.values()} <= known


def test_every_code_the_engine_uses_is_in_the_catalogue() -> None:
    folder = Path(__file__).parents[1] / "reconcile"
    used = {
        code
        for path in folder.glob("*.py")
        if path.name not in ("catalog.py", "across_rules.py")
        for code in re.findall(r'"([A-Z]\d{3})"', path.read_text(encoding="utf-8"))
    }
    assert used <= set(CATALOG)
    assert {defect.code for defect in DEFECTS.values()} <= set(CATALOG)


def test_every_entry_says_why_in_both_languages() -> None:
    for entry in CATALOG.values():
        assert entry.name and entry.name_en and entry.why and entry.why_en, entry.code
        assert re.fullmatch(r"[A-Z]\d{3}", entry.code)
    assert list(CATALOG) == sorted(CATALOG)
