"""The screen over columns agrees with the engine on every single relation."""

from __future__ import annotations

import random
from types import ModuleType

import numpy as np
import pytest
from gouji.forms.loader import load_forms
from gouji.reconcile.engine import checks_of
from gouji.reconcile.screen import screen

FORMS = [form for form in load_forms() if any(table.rows for table in form.tables)]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.form)
def test_screen_and_engine_agree(form: object, hand: ModuleType) -> None:
    draw = random.Random(7)
    tables = form.tables  # type: ignore[attr-defined]
    names = [f"{t.id}.{r.id}.{c.id}" for t in tables for r in t.rows if not r.header for c in t.columns]
    reports = [{name: draw.choice((0, 0, 1, 2, 5)) for name in names} for _ in range(12)]
    columns = {name: np.array([float(report[name]) for report in reports]) for name in names}
    screened = {
        (found.rule, frozenset(found.indicators), number): bool(found.broken[number])
        for found in screen(form, columns)  # type: ignore[arg-type]
        for number in range(len(reports))
    }
    tried = 0
    for number, report in enumerate(reports):
        for check in checks_of(hand.from_values(form, report), form):  # type: ignore[arg-type]
            used = frozenset(term.figure.indicator or "" for term in check.terms if term.figure is not None)
            assert screened[check.rule, used, number] == (check.outcome == "broken")
            tried += 1
    assert tried == len(screened)


def test_a_missing_number_is_unknown_not_broken() -> None:
    form = next(form for form in FORMS if form.form == "annual-2021")
    names = [f"disputes.review.{c}" for c in ("upheld", "corrected", "other", "pending", "total")]
    columns = {name: np.array([1.0, np.nan]) for name in names}
    (found,) = screen(form, columns)
    assert found.broken.tolist() == [True, False] and found.unknown.tolist() == [False, True]
