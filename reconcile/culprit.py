"""Which printed number is wrong: the smallest weighted set whose change satisfies every check (Fellegi and Holt 1976).

One suspect, then two, are tried exactly; larger sets go to a mixed-integer solver (`solver.py`). Every search is
bounded by counts, never by time, so that the answer does not depend on the machine's load.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from msgspec import Struct

from .check import Check
from .grid import Grid
from .interval import EVERYTHING, exactly
from .pairs import pairs
from .points import UNIT_SAID
from .slips import NONE
from .suspects import Suspect, weigh, words_suspect
from .web import Web, allowed, common_keys, speaking, suspect_in
from .wholesale import askew

MAX_ALTERNATIVES = 8
# A number read from a picture costs half of one that was printed: no smaller doubt points at a number by itself.
_DOUBTED = Decimal("0.6")


class Verdict(Struct, frozen=True):
    """What the search came to for some broken checks.

    `suspects` is the best set, empty where none was found; `alternatives` are the equally small sets, the best first.
    `certain` is True where there are none; `likely` where only the best one is explained by a telling slip. Where
    neither is, the numbers alone cannot tell. `backed` are lists that close exactly with the figures of all other sets
    as printed, which makes the best one likely. `missing` is the amount of an item that is probably left out of a list,
    where no single number can be at fault. `askew` stands for a table whose relations break nearly all: told once.
    """

    broken: tuple[Check, ...]
    suspects: tuple[Suspect, ...] = ()
    alternatives: tuple[tuple[Suspect, ...], ...] = ()
    certain: bool = False
    missing: Decimal | None = None
    held: tuple[Check, ...] = ()
    likely: bool = False
    askew: bool = False
    backed: tuple[Check, ...] = ()

    @property
    def told(self) -> bool:
        """True where one set may be pointed at."""
        return self.certain or self.likely


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
        found = _verdict(web, joined, list(pairs(web, joined))) or _many(web, joined)
        verdicts.append(found or Verdict(tuple(joined)))
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
def _single(web: Web, broken: Sequence[Check]) -> Verdict | None:
    found: list[tuple[Suspect, ...]] = []
    for key in common_keys(broken):
        span = allowed(speaking(web, key), key, web.terms[key])
        if span is not None and web.terms[key].reading is not None:
            found.append((suspect_in(web, key, span),))
    return _verdict(web, broken, found)


def _words(web: Web, broken: Sequence[Check]) -> Verdict | None:
    """A sentence that denies what numbers say: the words themselves may be wrong, or the one number."""
    if any(check.kind != "words" for check in broken) or len({check.group for check in broken}) != 1:
        return None
    words = words_suspect(broken[0])
    if words is None:
        return None
    numbers = None if broken[0].rule == UNIT_SAID else _single(web, broken)
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
    backing = {id(each): [check for one in each for check in web.closing(one.key)] for each in found}
    kept = sorted(found, key=lambda each: _rank(each, bool(backing[id(each)])))
    best = kept[0]
    lead = min(s.slip.strength for s in best)
    others_backed = len(kept) > 1 and not backing[id(best)] and all(backing[id(other)] for other in kept[1:])
    likely = lead >= 2 and all(min(s.slip.strength for s in other) < lead for other in kept[1:])
    likely = likely or (others_backed and lead > 0) or all(_cost(best) <= _DOUBTED * _cost(other) for other in kept[1:])
    backed = _once(check for other in kept[1:] for check in backing[id(other)]) if likely and others_backed else ()
    held = [check for one in best for check in web.held(one.key)] + _around(web, broken, best)
    others = tuple(kept[1 : 1 + MAX_ALTERNATIVES])
    return Verdict(tuple(broken), best, others, not others, None, _once(held), likely, backed=backed)


def _cost(each: Sequence[Suspect]) -> Decimal:
    return sum((one.weight for one in each), Decimal(0))


def _rank(each: Sequence[Suspect], backed: bool) -> tuple[bool, int, Decimal, int, int]:
    """A telling slip comes first, then what may have been misread, then a possible slip."""
    least = min(one.slip.strength for one in each)
    return backed, -(least if least >= 2 else 0), _cost(each), -least, -sum(one.slip.strength for one in each)


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
    found = tuple(suspect_in(web, key, exactly(value)) for key, value in values.items())
    held = _once(check for one in found for check in web.held(one.key))
    return Verdict(tuple(broken), found, (), unique, None, held)
