"""Which relations a rule may state: what a findings file says beyond that was not found by it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..errors import ConfigError
from ..forms.expression import Expression, parse
from ..forms.schema import Form
from .averages import AVERAGE
from .check import common_factors, sum_expression
from .growth import BY_CHANGE, GROWTH
from .plan import Part, plan_of, renamed
from .points import BY_DIFFERENCE, BY_GROWTH
from .ratios import SHARE, scaled, share_of_sum

# Findings that rest on words alone, or on more numbers than a relation can show.
WITHOUT_RELATION = ("F", "U", "D", "H")
# Rules with a term that is counted in the text or worked out, and printed nowhere.
_COUNTED = frozenset(("L101", "R107"))
_SUMS = frozenset(("S101", "S102", "S103", "S104", "S105", "G101", "P103"))
_PAIRS = {
    "P101": ("<=",), "P102": ("<=",), "P103": ("<=",), "N101": ("==",), "N102": ("==",), "N103": ("==",),
    "L101": ("==",), "W102": ("==",), "W103": (">", "<", "=="), "W104": (">", "<", "=="), "W105": (">=",),
}  # fmt: skip
_SHARES = frozenset(("R101", "R102", "R107"))
_ZERO = frozenset(("W101", "W102"))
_LAST_YEAR = r"t\d+ / \(1 [+-] t\d+ / 100\)"
_GROWTH_OF_PARTS = re.compile(rf"{_LAST_YEAR}(?: \+ {_LAST_YEAR})+ == {_LAST_YEAR}")
_PLAIN = re.compile(r"[-+*/() t\d]+(?:==|<=|>=|<|>)[-+*/() t\d]+")
_ROUND = re.compile(r"(?<![t\d])\d+")


def fits(rule: str, expression: str, units: Sequence[str], forms: Sequence[Form]) -> bool:
    """Whether a rule states such a relation between as many numbers in these units."""
    try:
        found = parse(expression)
    except ConfigError:
        return False
    if set(found.names) != {f"t{n}" for n in range(len(units))}:
        return False
    declared = [parse(renamed(r.expr), declared=True) for form in forms for r in form.rules if r.code == rule]
    if declared:
        return any(_same(found, each) for each in declared)
    if rule == "R105":
        return _GROWTH_OF_PARTS.fullmatch(expression) is not None
    known = tuple(_known(rule, units))
    if known:
        return any(_same(found, parse(each)) for each in known)
    # Relations between reports: numbers as printed, and factors between units.
    return bool(_PLAIN.fullmatch(expression)) and all(re.fullmatch("10*|0", n) for n in _ROUND.findall(expression))


def may_be_counted(rule: str) -> bool:
    return rule in _COUNTED


def lacking(form: Form, rule: str, indicators: Sequence[str | None]) -> tuple[str, ...]:
    """The parts of a form's sum that no number of the relation stands for; the total's indicator comes first.

    Each None among the indicators stands for one part that is not printed.
    """
    there = set(indicators)
    for plan in plan_of(form).sums:
        if plan.rule == rule and plan.total.indicator == indicators[0]:
            missing = [name for part in plan.parts for name in _absent(part, there)]
            return tuple(missing[indicators.count(None) :])
    return ()


def _absent(part: Part, there: set[str | None]) -> Iterator[str]:
    if part.indicator not in there and not part.children:
        yield part.indicator
    elif part.indicator not in there:
        yield from (name for child in part.children for name in _absent(child, there))


def _same(one: Expression, other: Expression) -> bool:
    return (one.left, one.comparison, one.right) == (other.left, other.comparison, other.right)


def _known(rule: str, units: Sequence[str]) -> Iterator[str]:
    count = len(units)
    factors = common_factors(units) if all(units) else ()
    if rule in _SUMS and count > 2:
        for comparison in ("<=",) if rule == "P103" else ("==",):
            yield sum_expression(count - 1, comparison).text
            yield sum_expression(count - 1, comparison, factors).text
    if rule in _PAIRS and count == 2:
        for comparison in _PAIRS[rule]:
            yield f"t0 {comparison} t1"
            if factors:
                yield f"t0 * {factors[0]:f} {comparison} t1 * {factors[1]:f}"
    if rule == "W106" and count > 1:
        yield sum_expression(count - 1, ">=").text
    if rule in _ZERO and count == 1:
        yield "t0 == 0"
    if rule in _SHARES and count == 3:
        yield from (scaled(text, ways).text for text in SHARE.values() for ways in {(), common_factors(units[:2])})
    if rule == "R101" and count > 3:
        yield from (share_of_sum(text, count - 2) for text in SHARE.values())
    if rule in ("R103", "R104") and count == 3:
        for text in (*GROWTH.values(), *BY_CHANGE.values(), "t0 - t1 == t2") if rule == "R103" else ("t0 - t1 == t2",):
            yield text
            yield text.replace("t2", "0 - t2")
    if rule in ("W107", "R103") and count == 3:
        yield from (text for each in (BY_DIFFERENCE, BY_GROWTH) for text in (each, each.replace("t2", "0 - t2")))
    if rule == "B102":
        yield from ("t0 + t1 == t2 + t3", "t0 == t1 + t2", "t0 <= t1 + t2")
    if rule == "R108":
        yield from AVERAGE
    if rule == "R106":
        yield from (f"{' + '.join(f't{n}' for n in range(count))} {comparison} 100" for comparison in ("==", "<="))
