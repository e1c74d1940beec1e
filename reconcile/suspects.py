"""A figure, or a sentence, that may be at fault: with what values it would agree, and how one came to be the other."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from msgspec import Struct

from .check import Check, Term, solve_for
from .interval import EVERYTHING, RATIOS, Interval, exactly
from .slips import DERIVED, NONE, WORDS, Slip, explain

Key = tuple[str, str]

# As many values are tried in turn; a wider range is no proposal.
MAX_CHOICES = 24
_TELLING = 100


class Suspect(Struct, frozen=True):
    """A figure whose change would mend what is broken; `proposal` is None where no single value is singled out."""

    key: Key
    term: Term
    allowed: Interval
    proposal: Decimal | None
    slip: Slip
    weight: Decimal


def weigh(term: Term) -> Decimal:
    """How costly it is to suspect a figure: what may have been misread or was printed as approximate comes cheaper."""
    figure = term.figure
    if figure is None:
        return Decimal(1)
    weight = {"ocr": Decimal("0.5"), "loose": Decimal("0.7"), "sure": Decimal(1)}[figure.confidence]
    if figure.quantity is not None and figure.quantity.hedge != "exact":
        weight *= Decimal("0.8")
    if figure.link in ("loose", "doubtful"):
        weight *= Decimal("0.8")
    return weight


def choices(span: Interval, term: Term) -> list[Decimal] | None:
    """The values a figure could take, as printed numbers; None where there are too many to list."""
    if span.point is not None:
        point = span.point
        return [] if term.integer and point != point.to_integral_value() else [point]
    if not term.integer or span.lo is None or span.hi is None:
        return None
    low, high = span.lo.to_integral_value(ROUND_CEILING), span.hi.to_integral_value(ROUND_FLOOR)
    if high - low >= MAX_CHOICES:
        return None
    values = [low + n for n in range(int(high - low) + 1)]
    return [value for value in values if span.contains(value)]


def is_derived(check: Check, key: Key) -> bool:
    """True for the share, rate, growth or change that a ratio check computes from the other numbers."""
    return check.kind == "ratio" and check.terms[-1].key == key and check.rule != "R105"


def suspect(
    key: Key, term: Term, span: Interval, checks: Sequence[Check], neighbours: Sequence[Decimal] = ()
) -> Suspect:
    """The suspect with the value that best explains what is printed."""
    printed = term.reading.value if term.reading is not None else None
    broken = [check for check in checks if check.outcome == "broken"]
    slip, proposal = NONE, None
    values = choices(span, term)
    if values is None:
        values = [value for value in _nominal(key, broken) if span.contains(value)]
    if printed is not None:
        is_total = any(check.total is not None and check.terms[check.total].key == key for check in checks)
        slip, proposal = _best(printed, values, neighbours, is_total)
    bounded = any(check.expression.comparison != "==" for check in broken)
    if bounded and (slip.strength < 2 or printed is None or abs(printed) < _TELLING):
        # Below a bound every value would do: only a telling slip of a number long enough singles one out, not 11 for 1.
        slip, proposal = NONE, None
    if printed is not None and broken and all(is_derived(check, key) for check in broken):
        proposal = _as_printed(printed, span) if proposal is None or slip.strength < 2 else proposal
        slip = slip if slip.strength >= 2 else DERIVED
    if proposal is not None and printed is not None and _is_ratio(term):
        proposal = _to_place(proposal, printed)
    return Suspect(key, term, span, proposal, slip, weigh(term))


def _nominal(key: Key, broken: Sequence[Check]) -> list[Decimal]:
    """What the other numbers give as printed, rounding left aside."""
    found = []
    for check in broken:
        env = {f"t{n}": exactly(t.reading.value) for n, t in enumerate(check.terms)
               if t.reading is not None and t.reading.value is not None}  # fmt: skip
        position = next(n for n, term in enumerate(check.terms) if term.key == key)
        if len(env) == len(check.terms) and check.expression.comparison == "==":
            point = solve_for(check.expression, f"t{position}", env).point
            found += [] if point is None else [point]
    return found


def _best(
    printed: Decimal, values: Sequence[Decimal], neighbours: Sequence[Decimal], is_total: bool
) -> tuple[Slip, Decimal | None]:
    ranked = [(explain(printed, value, neighbours, is_total), value) for value in values if value != printed]
    if not ranked:
        return NONE, None
    slip, value = max(ranked, key=lambda each: (each[0].strength, -abs(each[1] - printed)))
    return slip, value if slip.strength or len(ranked) == 1 else None


def _as_printed(printed: Decimal, span: Interval) -> Decimal | None:
    """The computed ratio to as many places as the printed one; None where it is not one value."""
    if span.point is None:
        return None
    return _to_place(span.point, printed)


def _is_ratio(term: Term) -> bool:
    return term.figure is not None and term.figure.quantity is not None and term.figure.quantity.unit in RATIOS


def _to_place(value: Decimal, printed: Decimal) -> Decimal:
    exponent = printed.as_tuple().exponent
    return value.quantize(Decimal(1).scaleb(min(exponent, 0) if isinstance(exponent, int) else 0), ROUND_HALF_UP)


def words_suspect(check: Check) -> Suspect | None:
    """The sentence itself, where words stand against numbers."""
    if check.claim is None:
        return None
    claim, document = check.claim, check.terms[0].document
    term = Term(document, claim.text or claim.evidence.quote, None, None)
    return Suspect((document, claim.id), term, EVERYTHING, None, WORDS, Decimal(1))
