"""One check: an expression over printed numbers, and whether their intervals can satisfy it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from msgspec import Struct, field

from ..forms.expression import Binary, Expression, Name, Node, Number, parse
from ..model import Claim, Figure, Outcome, Severity
from .interval import EVERYTHING, NONNEGATIVE, RATIOS, ZERO, Interval, Reading, exactly, point_reading, reading_of
from .units import scale


# Not frozen: thousands are made a second, and a frozen one takes three times as long.
class Term(Struct):
    """One number of a check. `figure` is None for a counted or stated number that is no figure of the document.

    `reading` is None where there is no number: a blank, slash, dash or unreadable cell, or one that is missing.
    `label` names the number in a sentence, `label_en` in English where that differs.
    """

    document: str
    label: str
    figure: Figure | None
    reading: Reading | None
    column: str | None = None
    label_en: str = ""
    integer: bool = True
    nonnegative: bool = True

    @property
    def key(self) -> tuple[str, str] | None:
        """What identifies the number over all checks."""
        return None if self.figure is None else (self.document, self.figure.id)

    @property
    def unit(self) -> str:
        """The printed unit; empty where none is printed."""
        return self.figure.quantity.unit if self.figure is not None and self.figure.quantity is not None else ""


# The terms of a check, or what makes them when they are first asked for.
Given = tuple[Term, ...] | Callable[[], tuple[Term, ...]]


class Check(Struct):
    """A relation to be tried, and after `evaluate` how it came out.

    `severity` is the ceiling of its rule. `lowered` names what lowers it (doubtful, scope, ocr, …). `group` ties
    checks that speak of the same list; `place` is the printed row or column all terms stand in. `total` is the
    position of the whole of a sum, None where there is none.
    """

    rule: str
    kind: str
    severity: Severity
    expression: Expression
    given: Given
    why: str = ""
    why_en: str = ""
    message: str = ""
    message_en: str = ""
    lowered: tuple[str, ...] = ()
    group: str = ""
    place: str = ""
    total: int | None = None
    claim: Claim | None = None
    outcome: Outcome = "unknown"
    gap: Decimal | None = None
    reason: str = ""
    reason_en: str = ""
    notes: list[tuple[str, str]] = field(default_factory=list)

    @property
    def terms(self) -> tuple[Term, ...]:
        if not isinstance(self.given, tuple):
            self.given = self.given()
        return self.given

    @property
    def weighted(self) -> tuple[tuple[Decimal, Term], ...]:
        """The terms with their coefficients in left minus right, of a linear relation."""
        assert self.expression.linear is not None
        terms = self.terms
        return tuple((weight, terms[at]) for at, weight in self.expression.weights)

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        return tuple(term.key for term in self.terms if term.key is not None)


def figure_term(document: str, figure: Figure, label: str | None = None, label_en: str = "") -> Term:
    """The term of a printed figure, under its printed label."""
    printed = label or figure.label or figure.subject or figure.text or figure.raw
    quantity = figure.quantity
    if quantity is None or figure.state != "value":
        return Term(document, printed, figure, None, figure.column, label_en)
    value, unit = quantity.value, quantity.unit
    whole = _counts(unit) and (value is None or value == value.to_integral_value())
    nonnegative = unit not in RATIOS and (value is None or value >= 0)
    return Term(document, printed, figure, reading_of(quantity), figure.column, label_en, whole, nonnegative)


def count_of(figure: Figure) -> Decimal | None:
    """The number of a figure that stands for one count; None for every other."""
    quantity = figure.quantity
    if quantity is None or figure.state != "value" or quantity.hedge != "exact" or not _counts(quantity.unit):
        return None
    value = quantity.value
    one = value == quantity.lo and value == quantity.hi and not quantity.lo_open and not quantity.hi_open
    return value if one else None


@lru_cache(maxsize=1024)
def _counts(unit: str) -> bool:
    return unit not in RATIOS and unit != "元" and (not unit or scale(unit) == 1)


def stated_term(document: str, value: Decimal, label: str, label_en: str = "") -> Term:
    """A number that no figure carries, such as the items counted in a list."""
    return Term(document, label, None, point_reading(value), None, label_en)


def sum_expression(parts: int, comparison: str = "==", factors: Sequence[Decimal] = ()) -> Expression:
    """t1 + … + tn compared with t0; `factors` scale t0, t1, … to a common unit."""
    return _sum_expression(parts, comparison, tuple(factors))


@lru_cache(maxsize=4096)
def _sum_expression(parts: int, comparison: str, factors: tuple[Decimal, ...]) -> Expression:
    names = [_scaled(f"t{n}", factors[n] if factors else Decimal(1)) for n in range(parts + 1)]
    return parse(f"{' + '.join(names[1:])} {comparison} {names[0]}")


def _scaled(name: str, factor: Decimal) -> str:
    return name if factor == 1 else f"{name} * {factor:f}"


def common_factors(units: Sequence[str]) -> tuple[Decimal, ...]:
    """Factors that bring money in several units to the smallest of them; empty where nothing is to be scaled."""
    scales = [scale(unit) for unit in units]
    smallest = min(scales, default=Decimal(1))
    factors = tuple(value / smallest for value in scales)
    return () if all(value == 1 for value in factors) else factors


def span_of(node: Node, env: Mapping[str, Interval]) -> Interval:
    """The range of an expression over intervals."""
    if isinstance(node, Number):
        return exactly(node.value)
    if isinstance(node, Name):
        return env[node.text]
    left, right = span_of(node.left, env), span_of(node.right, env)
    if node.operator == "+":
        return left + right
    if node.operator == "-":
        return left - right
    return left * right if node.operator == "*" else left / right


def _side(span: Interval, comparison: str) -> Interval:
    """Where the left side may lie for `left comparison right`, given the right side's range."""
    if comparison == "==":
        return span
    if comparison == "<=":
        return Interval(None, span.hi, False, span.hi_open)
    if comparison == ">=":
        return Interval(span.lo, None, span.lo_open, False)
    return Interval(None, span.hi, False, True) if comparison == "<" else Interval(span.lo, None, True, False)


def satisfied(expression: Expression, env: Mapping[str, Interval]) -> bool:
    """True where some choice of numbers inside the intervals satisfies the relation."""
    right = span_of(expression.right, env)
    return span_of(expression.left, env).meets(_side(right, expression.comparison))


def evaluate(check: Check) -> Check:
    """Fill in outcome, gap and reason, and return the check."""
    known = [term.reading for term in check.terms if term.reading is not None]
    if len(known) < len(check.terms):
        return _incomplete(check)
    expression = check.expression
    values = [r.value for r in known if r.value is not None]
    if expression.linear is not None and len(values) == len(known):
        gap = expression.constant
        for at, weight in expression.weights:
            gap += weight * values[at]
        check.gap = gap
        if all(r.point for r in known):
            return try_gap(check, gap)
    check.outcome = _outcome(expression, known)
    if check.outcome in ("rounding", "truncation"):
        rounded = check.outcome == "rounding"
        check.reason = "四舍五入后成立" if rounded else "按截尾（舍去末位）成立"
        check.reason_en = "explained by rounding" if rounded else "explained by truncation"
    if check.gap is None:
        check.gap = _gap(expression, known)
    if check.outcome == "broken" and check.gap == 0 and expression.comparison == "==":
        # 128余条 of which 46, 58 and 24 are told.
        check.outcome = "rounding"
    return check


def try_gap(check: Check, gap: Decimal) -> Check:
    """The check, tried on numbers that stand for one value each; `gap` is left minus right."""
    check.gap = gap
    check.outcome = "holds" if _compare(gap, check.expression.comparison) else "broken"
    return check


def _compare(gap: Decimal, comparison: str) -> bool:
    if comparison == "==":
        return gap == 0
    if comparison == "<=":
        return gap <= 0
    if comparison == ">=":
        return gap >= 0
    return gap < 0 if comparison == "<" else gap > 0


def _outcome(expression: Expression, readings: Sequence[Reading]) -> Outcome:
    full = {f"t{n}": r.full for n, r in enumerate(readings)}
    if not satisfied(expression, full):
        return "broken"
    if all(r.value is not None for r in readings) and satisfied(
        expression, {f"t{n}": exactly(r.value or ZERO) for n, r in enumerate(readings)}
    ):
        return "holds"
    if any(r.hedged for r in readings):
        return "holds"
    rounded = satisfied(expression, {f"t{n}": r.rounded for n, r in enumerate(readings)})
    truncated = satisfied(expression, {f"t{n}": r.truncated for n, r in enumerate(readings)})
    # A ratio cannot be printed exactly: where both readings give the printed digits, it simply holds.
    if rounded and truncated:
        return "rounding" if expression.linear is not None else "holds"
    return "truncation" if truncated else "rounding"


def _gap(expression: Expression, readings: Sequence[Reading]) -> Decimal | None:
    """Left minus right from the printed values, None where a range or a division by zero stands in the way."""
    if any(r.value is None for r in readings):
        return None
    env = {f"t{n}": exactly(r.value or ZERO) for n, r in enumerate(readings)}
    left, right = span_of(expression.left, env).point, span_of(expression.right, env).point
    return None if left is None or right is None else left - right


def _incomplete(check: Check) -> Check:
    """A number is missing. Counts are not negative, so known parts above the whole are wrong all the same."""
    missing = [term for term in check.terms if term.reading is None]
    env = {
        f"t{n}": (NONNEGATIVE if term.nonnegative else EVERYTHING) if term.reading is None else term.reading.full
        for n, term in enumerate(check.terms)
    }
    check.reason, check.reason_en = _missing(missing)
    whole = check.total is None or check.terms[check.total].reading is not None
    unreadable = any(term.figure is not None and term.figure.state == "unreadable" for term in missing)
    if check.expression.linear is not None and whole and not unreadable and not satisfied(check.expression, env):
        check.outcome = "broken"
        check.lowered = (*check.lowered, "incomplete")
        known = {f"t{n}": exactly(ZERO) if t.reading is None else t.reading.full for n, t in enumerate(check.terms)}
        gap = span_of(Binary("-", check.expression.left, check.expression.right), known)
        check.gap = gap.point
    else:
        check.outcome = "unknown"
    return check


def _missing(terms: Sequence[Term]) -> tuple[str, str]:
    words = {
        "blank": ("留空", "blank"),
        "slash": ("填“/”", "a slash"),
        "dash": ("填“—”", "a dash"),
        "unreadable": ("无法识读", "unreadable"),
        "value": ("无数值", "no number"),
    }
    said, said_en = [], []
    for term in terms[:4]:
        state = words[term.figure.state] if term.figure is not None else ("未印出", "not printed")
        said.append(f"{term.label}{state[0]}")
        said_en.append(f"{term.label_en or term.label}: {state[1]}")
    more = len(terms) - 4
    tail, tail_en = (f"等{len(terms)}项", f" and {more} more") if more > 0 else ("", "")
    return "、".join(said) + tail, "; ".join(said_en) + tail_en


def solve_for(expression: Expression, name: str, env: Mapping[str, Interval]) -> Interval:
    """Every value of `name` with which the relation can hold, the other names lying in `env`."""
    inside = _holds_name(expression.left, name)
    near, far = (expression.left, expression.right) if inside else (expression.right, expression.left)
    comparison = expression.comparison
    if not inside:
        comparison = {"<=": ">=", ">=": "<=", "<": ">", ">": "<"}.get(comparison, comparison)  # type: ignore[assignment]
    return _invert(near, name, _side(span_of(far, env), comparison), env)


def _holds_name(node: Node, name: str) -> bool:
    if isinstance(node, Name):
        return node.text == name
    return isinstance(node, Binary) and (_holds_name(node.left, name) or _holds_name(node.right, name))


def _invert(node: Node, name: str, target: Interval, env: Mapping[str, Interval]) -> Interval:
    if isinstance(node, Name):
        return target
    assert isinstance(node, Binary)
    inside_left = _holds_name(node.left, name)
    near, far = (node.left, node.right) if inside_left else (node.right, node.left)
    other = span_of(far, env)
    if node.operator == "+":
        target = target - other
    elif node.operator == "-":
        target = target + other if inside_left else other - target
    elif node.operator == "*":
        target = target / other
    else:
        target = target * other if inside_left else other / target
    return _invert(near, name, target, env)
