"""The language of relations: what it takes, what it refuses, what it means."""

from __future__ import annotations

from decimal import Decimal

import pytest
from gouji.errors import ConfigError
from gouji.forms.expression import expand, parse


def test_a_relation_gives_names_and_coefficients() -> None:
    relation = parse("a.b.c + 2 * d - prev.e == text.f.g.h + 3", declared=True)
    assert relation.names == ("a.b.c", "d", "prev.e", "text.f.g.h")
    assert relation.comparison == "=="
    assert dict(relation.linear or ()) == {"a.b.c": 1, "d": 2, "prev.e": -1, "text.f.g.h": -1}
    assert relation.constant == -3


@pytest.mark.parametrize("comparison", ["==", "<=", ">="])
def test_the_three_comparisons_are_taken(comparison: str) -> None:
    assert parse(f"a {comparison} b", declared=True).comparison == comparison


@pytest.mark.parametrize(
    "text",
    [
        "a", "a == b == c", "a != b", "a < b", "a / b == c", "a == 1.5", "f(a) == b", "a[0] == b", "'x' == a",
        "a if b else c == d", "a and b == c", "a == ", "a ** 2 == b", "(a := 1) == b", "True == a", "a.b().c == d",
        "__import__('os').system('x') == 1", "a == b; c", "lambda: a == b", "",
    ],
)  # fmt: skip
def test_everything_else_is_refused_with_the_text_quoted(text: str) -> None:
    with pytest.raises(ConfigError) as error:
        parse(text, declared=True)
    assert error.value.code == "expression"
    assert text in error.value.message


def test_a_very_long_or_deep_relation_is_refused_not_run() -> None:
    for text in ("a + " * 3000 + "a == b", "(" * 900 + "a" + ")" * 900 + " == b"):
        with pytest.raises(ConfigError):
            parse(text, declared=True)


def test_the_engines_own_relations_may_divide_and_are_then_not_linear() -> None:
    share = parse("t0 / t1 * 100 == t2")
    assert share.linear is None
    assert parse("t0 * 0.5 == t1").linear == (("t0", Decimal("0.5")), ("t1", Decimal(-1)))


def test_a_star_names_every_row_that_begins_so() -> None:
    ids = ["refused", "refused_secret", "refused_other", "refusedly", "granted"]
    assert expand("refused.*", ids) == ("refused_secret", "refused_other")
    assert expand("granted", ids) == ("granted",)
