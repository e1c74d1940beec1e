"""All checks of one run as a web of figures, and the values a figure may take without breaking what holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from .check import Check, Term, solve_for
from .grid import Grid
from .interval import EVERYTHING, NONNEGATIVE, ZERO, Interval, exactly
from .suspects import Key, Suspect, choices, is_derived, suspect

# A share, or a rate of what was done, is no more than the whole.
_WITHIN = Interval(ZERO, Decimal(100))
# Doubts about a relation that keep it from speaking for or against a figure.
_SOFT = frozenset(("doubtful", "unproven", "different", "incomplete", "restated"))


class Web:
    """All checks of one run, found by the figures they use."""

    def __init__(self, checks: Sequence[Check], grid: Grid) -> None:
        self.grid = grid
        self.checks = checks
        self.by_key: dict[Key, list[Check]] = {}
        self.terms: dict[Key, Term] = {}
        for check in checks:
            if check.outcome in ("unknown", "blocked", "scope"):
                continue
            for term in check.terms:
                key = term.key
                if key is not None:
                    self.by_key.setdefault(key, []).append(check)
                    self.terms.setdefault(key, term)

    def held(self, key: Key) -> list[Check]:
        return [check for check in self.by_key.get(key, ()) if check.outcome != "broken" and speaks(check)]

    def closing(self, key: Key) -> list[Check]:
        """Lists that need not be complete, and yet make up their whole exactly with this figure as printed."""
        return [check for check in self.by_key.get(key, ()) if check.outcome == "holds" and _closes(check)]


def _closes(check: Check) -> bool:
    listed = check.kind == "part" and check.total is not None and len(check.terms) > 2
    return listed and check.gap == 0 and all(term.reading is not None and term.reading.point for term in check.terms)


def speaks(check: Check) -> bool:
    """True where a held check may be used as proof: nothing about it is in doubt."""
    return not _SOFT.intersection(check.lowered) and check.kind not in ("words", "list")


def environment(check: Check, changed: Mapping[Key, Decimal] | None = None) -> dict[str, Interval]:
    """The intervals of a check's terms, some of them set to other values."""
    env: dict[str, Interval] = {}
    for n, term in enumerate(check.terms):
        if changed and term.key is not None and term.key in changed:
            env[f"t{n}"] = exactly(changed[term.key])
        elif term.reading is None:
            env[f"t{n}"] = NONNEGATIVE if term.nonnegative else EVERYTHING
        else:
            env[f"t{n}"] = term.reading.full
    return env


def allowed(
    checks: Iterable[Check], key: Key, term: Term, changed: Mapping[Key, Decimal] | None = None
) -> Interval | None:
    """The values of one figure with which all these checks hold; None where there is none."""
    span = NONNEGATIVE if term.nonnegative else EVERYTHING
    for check in checks:
        position = next(n for n, other in enumerate(check.terms) if other.key == key)
        span &= solve_for(check.expression, f"t{position}", environment(check, changed))
        if check.rule in ("R101", "R102") and is_derived(check, key):
            span &= _WITHIN
        if span.empty:
            return None
    found = choices(span, term)
    return span if found is None or found else None


def speaking(web: Web, key: Key) -> list[Check]:
    return [check for check in web.by_key.get(key, ()) if check.outcome == "broken" or speaks(check)]


def suspect_in(web: Web, key: Key, span: Interval) -> Suspect:
    return suspect(key, web.terms[key], span, web.by_key[key], web.grid.neighbours(key))


def common_keys(checks: Sequence[Check]) -> list[Key]:
    first, rest = checks[0], [set(check.keys) for check in checks[1:]]
    return [key for key in dict.fromkeys(first.keys) if all(key in keys for keys in rest)]
