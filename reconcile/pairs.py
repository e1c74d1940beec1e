"""Two figures whose change together satisfies every check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, islice

from .check import Check, Term
from .interval import ZERO, Interval, exactly
from .suspects import Key, Suspect, choices
from .web import Web, allowed, common_keys, speaking, suspect_in

MAX_PAIRS = 4000


def pairs(web: Web, broken: Sequence[Check]) -> Iterator[tuple[Suspect, ...]]:
    """Every such pair, in the order of the checks' figures; the search is bounded by a count."""
    for one, other in islice(_candidate_pairs(web, broken), MAX_PAIRS):
        spans = _allowed_pair(web, one, other)
        if spans is not None:
            yield suspect_in(web, one, spans[0]), suspect_in(web, other, spans[1])


def _candidate_pairs(web: Web, broken: Sequence[Check]) -> Iterable[tuple[Key, Key]]:
    """Pairs that touch every broken check; the second may stand in a held one that the first would break."""
    seen: set[frozenset[Key]] = set()
    start = min(broken, key=lambda check: len(check.terms))
    for one in dict.fromkeys(start.keys):
        rest = [check for check in broken if one not in check.keys]
        others = common_keys(rest) if rest else [key for check in speaking(web, one) for key in check.keys]
        for other in dict.fromkeys(others):
            pair = frozenset((one, other))
            if one != other and pair not in seen:
                seen.add(pair)
                yield one, other


def _allowed_pair(web: Web, one: Key, other: Key) -> tuple[Interval, Interval] | None:
    terms = web.terms[one], web.terms[other]
    if terms[0].reading is None or terms[1].reading is None:
        return None
    mine, theirs = speaking(web, one), speaking(web, other)
    joint = [check for check in mine if other in check.keys]
    alone = [check for check in mine if other not in check.keys]
    alone_other = [check for check in theirs if one not in check.keys]
    span = allowed(alone, one, terms[0])
    span_other = allowed(alone_other, other, terms[1])
    if span is None or span_other is None:
        return None
    if not joint:
        return span, span_other
    for value in choices(span, terms[0]) or ():
        if alone and (inner := allowed((*joint, *alone_other), other, terms[1], {one: value})) is not None:
            return exactly(value), inner
    for value in choices(span_other, terms[1]) or ():
        if alone_other and (inner := allowed((*joint, *alone), one, terms[0], {other: value})) is not None:
            return inner, exactly(value)
    return _two_equations(joint, one, other, terms)


def _two_equations(
    joint: Sequence[Check], one: Key, other: Key, terms: tuple[Term, Term]
) -> tuple[Interval, Interval] | None:
    """Two figures that stand only in the same relations, pinned by two of them that are exact."""
    rows = []
    for check in joint:
        if check.expression.linear is None or check.expression.comparison != "==":
            return None
        rest, a, b = check.expression.constant, ZERO, ZERO
        for weight, term in check.weighted:
            if term.key == one:
                a = weight
            elif term.key == other:
                b = weight
            elif term.reading is None or term.reading.full.point is None:
                return None
            else:
                rest += weight * term.reading.full.point
        rows.append((a, b, -rest))
    for (a, b, c), (d, e, f) in combinations(rows, 2):
        determinant = a * e - b * d
        if determinant != 0:
            x, y = (c * e - b * f) / determinant, (a * f - c * d) / determinant
            fits = all(p * x + q * y == r for p, q, r in rows)
            spans = exactly(x), exactly(y)
            signs = (x >= 0 or not terms[0].nonnegative) and (y >= 0 or not terms[1].nonnegative)
            whole = all(choices(span, term) for span, term in zip(spans, terms, strict=True))
            return spans if fits and signs and whole else None
    return None
