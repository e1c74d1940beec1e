"""Tables in which most relations break at once: more likely read or printed askew than wrong in every number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from .check import Check
from .figures import table_of

_LEAST = 8
Place = tuple[str, str]


def askew(checks: Sequence[Check]) -> Iterator[tuple[Place, list[Check]]]:
    """The tables where more than half of the relations that say something break, with those that do."""
    broken = _by_table(check for check in checks if check.outcome == "broken")
    if any(len(found) >= _LEAST for found in broken.values()):
        said = _by_table(check for check in checks if check.outcome not in ("unknown", "blocked"))
        for place, found in broken.items():
            if len(found) >= _LEAST and 2 * len(found) > len(said[place]):
                yield place, found


def _by_table(checks: Iterable[Check]) -> dict[Place, list[Check]]:
    found: dict[Place, list[Check]] = {}
    for check in checks:
        place = _table(check)
        if place is not None and _says_something(check):
            found.setdefault(place, []).append(check)
    return found


def _table(check: Check) -> Place | None:
    """The one table all the check's numbers stand in."""
    places = {(t.document, table_of(t.figure)) for t in check.terms if t.figure and t.figure.origin == "table"}
    inside = all(term.figure is None or term.figure.origin == "table" for term in check.terms)
    return next(iter(places)) if inside and len(places) == 1 else None


def _says_something(check: Check) -> bool:
    """Zeros that add up to zero are no sign that a table was read right."""
    return any(term.reading is not None and term.reading.value != 0 for term in check.terms)
