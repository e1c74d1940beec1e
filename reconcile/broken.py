"""The relations that a row of a table breaks, one by one, each with what the search says of its culprit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from ..forms.expression import Node
from ..model import Record, Severity
from .check import Check
from .culprit import Verdict, locate
from .engine import checks_of
from .explain import judgement, sentence
from .findings import plain
from .grid import Grid
from .severity import lower, severity_of
from .suspects import Suspect
from .words import worth

if TYPE_CHECKING:
    from ..forms.schema import Form


class Broken(Struct, frozen=True):
    """One broken relation. `computed` is its left side, `reported` its right side, `gap` the difference.

    `suspects` are the numbers to blame, as (indicator, value, value that would cure it); empty where it cannot be told.
    """

    rule: str
    severity: Severity
    place: str
    relation: str
    relation_en: str
    computed: str | None
    reported: str | None
    gap: str | None
    suspects: tuple[tuple[str, str | None, str | None], ...]
    culprit: str
    culprit_en: str


def broken_relations(
    record: Record, form: Form, wanted: Callable[[str], bool], own_rows: bool = False
) -> Iterator[Broken]:
    """What the engine finds broken among the relations of one record.

    A total of rows that exceeds them is at most a warning: a report may have rows of its own, which no column holds.
    Where it is known to have some, with `own_rows`, it is a note.
    """
    grid = Grid()
    grid.add(record.path, record.figures)
    for verdict in locate(checks_of(record, form, wanted), grid):
        for check in verdict.broken:
            yield _broken(verdict, check, "note" if own_rows else "warning")


def _broken(verdict: Verdict, check: Check, rest: Severity) -> Broken:
    """`rest` is the most that a total beyond its rows may be called."""
    mine = [one for one in verdict.suspects if one.key in check.keys] or list(verdict.suspects)
    one = mine[0] if mine else None
    severity = severity_of(check)
    if verdict.askew:
        severity = lower(severity, "warning")
    if check.rule == "S101" and check.gap is not None and check.gap < 0:
        severity = lower(severity, rest)
    return Broken(
        check.rule, severity, check.place, sentence(check, "zh"), sentence(check, "en"),
        _worth(check, check.expression.left), _worth(check, check.expression.right),
        None if check.gap is None else plain(check.gap), tuple(map(_suspect, mine)) if verdict.told else (),
        judgement(verdict, one, "zh"), judgement(verdict, one, "en"),
    )  # fmt: skip


def _suspect(one: Suspect) -> tuple[str, str | None, str | None]:
    figure, reading = one.term.figure, one.term.reading
    value = reading.value if reading is not None else None
    return (
        (figure.indicator if figure is not None else None) or one.term.label,
        None if value is None else plain(value),
        None if one.proposal is None else plain(one.proposal),
    )


def _worth(check: Check, side: Node) -> str | None:
    value = worth(check, side)
    return None if value is None else plain(value)
