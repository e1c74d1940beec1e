"""Which printed number is wrong: the smallest weighted set whose change satisfies every check (Fellegi and Holt 1976).

One suspect, then two, are tried exactly; larger sets go to a mixed-integer solver (`solver.py`). Every search is
bounded by counts, never by time, so that the answer does not depend on the machine's load.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, islice

from .check import Check, Term, solve_for
from .grid import Grid
from .interval import EVERYTHING, NONNEGATIVE, ZERO, Interval, exactly
from .slips import NONE
from .suspects import Key, Suspect, choices, is_derived, suspect, weigh, words_suspect
from .wholesale import askew

MAX_PAIRS = 4000
MAX_ALTERNATIVES = 8
# A share, or a rate of what was done, is no more than the whole.
_WITHIN = Interval(ZERO, Decimal(100))
# Doubts about a relation that keep it from speaking for or against a figure.
_SOFT = frozenset(("doubtful", "unproven", "different", "incomplete", "restated"))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the search came to for some broken checks.

    `suspects` is the best set, empty where none was found; `alternatives` are the equally small sets, the best first.
    `certain` is True where there are none; `likely` where only the best one is explained by a telling slip. Where
    neither is, the numbers alone cannot tell. `missing` is the amount of an item that is
    probably left out of a list, where no single number can be at fault. `askew` stands for a table whose relations
    break nearly all: it is told once.
    """

    broken: tuple[Check, ...]
    suspects: tuple[Suspect, ...] = ()
    alternatives: tuple[tuple[Suspect, ...], ...] = ()
    certain: bool = False
    missing: Decimal | None = None
    held: tuple[Check, ...] = ()
    likely: bool = False
    askew: bool = False

    @property
    def told(self) -> bool:
        """True where one set may be pointed at."""
        return self.certain or self.likely


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
                if term.key is not None:
                    self.by_key.setdefault(term.key, []).append(check)
                    self.terms.setdefault(term.key, term)

    def held(self, key: Key) -> list[Check]:
        return [check for check in self.by_key.get(key, ()) if check.outcome != "broken" and speaks(check)]


def speaks(check: Check) -> bool:
    """True where a held check may be used as proof: nothing about it is in doubt."""
    return not _SOFT.intersection(check.lowered) and check.kind not in ("words", "list")


def locate(checks: Sequence[Check], grid: Grid) -> list[Verdict]:
    """A verdict for every connected group of broken checks, in the order of the checks."""
    web = Web(checks, grid)
    verdicts = [Verdict(tuple(group), askew=True) for _, group in askew(checks)]
    together = {id(check) for verdict in verdicts for check in verdict.broken}
    broken = [check for check in checks if check.outcome == "broken" and id(check) not in together]
    unsolved: list[list[Check]] = []
    for part in _connected(broken):
        verdict = _words(web, part) or _single(web, part) or _missing_item(web, part)
        if verdict is not None:
            verdicts.append(verdict)
        else:
            unsolved.append(part)
    for joined in _joined(web, unsolved):
        verdicts.append(_pair(web, joined) or _many(web, joined) or Verdict(tuple(joined)))
    order = {id(check): n for n, check in enumerate(checks)}
    verdicts.sort(key=lambda verdict: min(order[id(check)] for check in verdict.broken))
    return verdicts


# ---------------------------------------------------------------- groups
def _connected(checks: Sequence[Check]) -> list[list[Check]]:
    """Groups of checks that share a figure or speak of the same list."""
    parent = list(range(len(checks)))

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    seen: dict[object, int] = {}
    for n, check in enumerate(checks):
        marks: list[object] = list(check.keys)
        if check.group:
            marks.append((check.terms[0].document, check.group))
        for mark in marks:
            if mark in seen:
                parent[root(n)] = root(seen[mark])
            else:
                seen[mark] = n
    groups: dict[int, list[Check]] = {}
    for n, check in enumerate(checks):
        groups.setdefault(root(n), []).append(check)
    return list(groups.values())


def _joined(web: Web, parts: Sequence[list[Check]]) -> list[list[Check]]:
    """Join groups that a held check ties together: the cure of one may break what the other can mend."""
    if len(parts) < 2:
        return [list(part) for part in parts]
    owner: dict[int, int] = {}
    parent = list(range(len(parts)))

    def root(n: int) -> int:
        while parent[n] != n:
            n = parent[n]
        return n

    for n, part in enumerate(parts):
        for check in part:
            for key in check.keys:
                for held in web.held(key):
                    other = owner.setdefault(id(held), n)
                    if root(other) != root(n):
                        parent[max(root(other), root(n))] = min(root(other), root(n))
    groups: dict[int, list[Check]] = {}
    for n, part in enumerate(parts):
        groups.setdefault(root(n), []).extend(part)
    return list(groups.values())


# ---------------------------------------------------------------- one suspect
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


def _allowed(
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


def _speaking(web: Web, key: Key) -> list[Check]:
    return [check for check in web.by_key.get(key, ()) if check.outcome == "broken" or speaks(check)]


def _suspect(web: Web, key: Key, span: Interval) -> Suspect:
    return suspect(key, web.terms[key], span, web.by_key[key], web.grid.neighbours(key))


def _common_keys(checks: Sequence[Check]) -> list[Key]:
    first, rest = checks[0], [set(check.keys) for check in checks[1:]]
    return [key for key in dict.fromkeys(first.keys) if all(key in keys for keys in rest)]


def _single(web: Web, broken: Sequence[Check]) -> Verdict | None:
    found: list[tuple[Suspect, ...]] = []
    for key in _common_keys(broken):
        span = _allowed(_speaking(web, key), key, web.terms[key])
        if span is not None and web.terms[key].reading is not None:
            found.append((_suspect(web, key, span),))
    return _verdict(web, broken, found)


def _words(web: Web, broken: Sequence[Check]) -> Verdict | None:
    """A sentence that denies what numbers say: the words themselves may be wrong, or the one number."""
    if any(check.kind != "words" for check in broken) or len({check.group for check in broken}) != 1:
        return None
    words = words_suspect(broken[0])
    if words is None:
        return None
    numbers = _single(web, broken)
    sets = () if numbers is None else (numbers.suspects, *numbers.alternatives)
    held = _once(check for one in broken for key in one.keys for check in web.held(key))
    # A number in a table was put there on purpose; a sentence is what is carried over from year to year.
    return Verdict(tuple(broken), (words,), sets, not sets, None, held, likely=bool(sets) and _in_tables(broken))


def _announced(web: Web, broken: Sequence[Check]) -> Verdict:
    """The announced number of a list is pointed at; whether it is wrong or an item is missing cannot be told."""
    key = broken[0].keys[0]
    one = Suspect(key, web.terms[key], EVERYTHING, None, NONE, weigh(web.terms[key]))
    return Verdict(tuple(broken), (one,), (), False, None, (), True)


def _in_tables(checks: Sequence[Check]) -> bool:
    figures = [term.figure for check in checks for term in check.terms if term.figure is not None]
    return all(figure.origin == "table" for figure in figures)


def _verdict(web: Web, broken: Sequence[Check], found: list[tuple[Suspect, ...]]) -> Verdict | None:
    if not found:
        return None
    if all(check.kind == "list" for check in broken):
        return _announced(web, broken)
    cost = {id(each): sum(s.weight for s in each) for each in found}
    least = min(cost.values())
    kept = [each for each in found if cost[id(each)] == least]
    kept.sort(key=lambda each: (-min(s.slip.strength for s in each), -sum(s.slip.strength for s in each)))
    best = kept[0]
    lead = min(s.slip.strength for s in best)
    likely = lead >= 2 and all(min(s.slip.strength for s in other) < lead for other in kept[1:])
    held = [check for one in best for check in web.held(one.key)] + _around(web, broken, best)
    others = tuple(kept[1 : 1 + MAX_ALTERNATIVES])
    return Verdict(tuple(broken), best, others, not others, None, _once(held), likely)


def _around(web: Web, broken: Sequence[Check], best: Sequence[Suspect]) -> list[Check]:
    """What holds with the other number of a pair: the reason why it is not the one at fault."""
    blamed = {one.key for one in best}
    pairs = [check for check in broken if len(check.terms) == 2]
    return [held for check in pairs for key in check.keys if key not in blamed for held in web.held(key)]


def _once(checks: Iterable[Check]) -> tuple[Check, ...]:
    return tuple({id(check): check for check in checks}.values())


# ---------------------------------------------------------------- an item that is missing
def _missing_item(web: Web, broken: Sequence[Check]) -> Verdict | None:
    """A list in a sentence whose parts fall short though no single number can be at fault."""
    sums = [check for check in broken if check.kind == "sum" and check.claim is not None]
    others = [check for check in broken if check.kind != "sum"]
    if len(sums) != 1 or sums[0].gap is None or sums[0].gap >= 0 or any(c.rule != "R106" for c in others):
        return None
    if any(check.gap is not None and check.gap > 0 for check in others):
        return None
    parts = [term.key for term in sums[0].terms[1:] if term.key is not None]
    proof = [check for key in parts for check in web.held(key) if check.kind == "ratio"]
    return Verdict(tuple(broken), (), (), True, -sums[0].gap, _once(proof)) if len(proof) >= 2 else None


# ---------------------------------------------------------------- two suspects
def _pair(web: Web, broken: Sequence[Check]) -> Verdict | None:
    found: list[tuple[Suspect, ...]] = []
    for one, other in islice(_candidate_pairs(web, broken), MAX_PAIRS):
        spans = _allowed_pair(web, one, other)
        if spans is not None:
            found.append((_suspect(web, one, spans[0]), _suspect(web, other, spans[1])))
    return _verdict(web, broken, found)


def _candidate_pairs(web: Web, broken: Sequence[Check]) -> Iterable[tuple[Key, Key]]:
    """Pairs that touch every broken check; the second may stand in a held one that the first would break."""
    seen: set[frozenset[Key]] = set()
    start = min(broken, key=lambda check: len(check.terms))
    for one in dict.fromkeys(start.keys):
        rest = [check for check in broken if one not in check.keys]
        others = _common_keys(rest) if rest else [key for check in _speaking(web, one) for key in check.keys]
        for other in dict.fromkeys(others):
            pair = frozenset((one, other))
            if one != other and pair not in seen:
                seen.add(pair)
                yield one, other


def _allowed_pair(web: Web, one: Key, other: Key) -> tuple[Interval, Interval] | None:
    terms = web.terms[one], web.terms[other]
    if terms[0].reading is None or terms[1].reading is None:
        return None
    mine, theirs = _speaking(web, one), _speaking(web, other)
    joint = [check for check in mine if other in check.keys]
    alone = [check for check in mine if other not in check.keys]
    alone_other = [check for check in theirs if one not in check.keys]
    span = _allowed(alone, one, terms[0])
    span_other = _allowed(alone_other, other, terms[1])
    if span is None or span_other is None:
        return None
    if not joint:
        return span, span_other
    for value in choices(span, terms[0]) or ():
        if alone and (inner := _allowed((*joint, *alone_other), other, terms[1], {one: value})) is not None:
            return exactly(value), inner
    for value in choices(span_other, terms[1]) or ():
        if alone_other and (inner := _allowed((*joint, *alone), one, terms[0], {other: value})) is not None:
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


# ---------------------------------------------------------------- more
def _many(web: Web, broken: Sequence[Check]) -> Verdict | None:
    from .solver import solve

    # One broken relation that takes three changes to mend says nothing about any of the three.
    if len(broken) < 2:
        return None
    solved = solve(web, broken)
    if solved is None:
        return None
    values, unique = solved
    found = tuple(_suspect(web, key, exactly(value)) for key, value in values.items())
    held = _once(check for one in found for check in web.held(one.key))
    return Verdict(tuple(broken), found, (), unique, None, held)

