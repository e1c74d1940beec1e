"""The same quantity told twice: a sentence against the table, two sentences, one cell printed twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations, pairwise
from typing import Literal

from ..forms.expression import parse
from ..model import Figure
from .check import Check, common_factors, figure_term
from .figures import Figures, cell_name
from .units import comparable

# Concepts of the forms.
_RECEIVED, _CARRIED = "applications.new.total", "applications.carried_in.total"
_COUNTED_TWICE = {
    "disclosure.proactive.total": "channels.channels.total",
    "channels.channels.total": "disclosure.proactive.total",
}
_WAYS = re.compile("渠道|方式|形式|途径|平台|载体")
Match = Literal["same", "unproven", "different"]

_SAME = parse("t0 == t1")
# Roles of numbers that are not the quantity itself.
_NOT_THE_QUANTITY = frozenset(("share", "rate", "growth", "change", "rank", "price", "limit"))
_ON_A_DAY = re.compile(r"^applications\.carried_out\.|^organisation\.|\.valid$")
# In whose reports a number said of nobody may be their own beside one of all.
_OFFICES = ("办公室", "办公厅", "局", "委", "厅")
# A body at the bottom has no lower bodies: its own and its whole are one.
_BOTTOM = frozenset(("department", "township"))


def narrative_checks(figures: Figures) -> Iterator[Check]:
    """Every pair of figures that carry one indicator, scope and period."""
    for indicator, spoken in figures.narrative.items():
        told = [figure for figure in spoken if figure.role not in _NOT_THE_QUANTITY and figure.link != "none"]
        cells = [figure for figure in figures.table.get(indicator, ()) if figure.state == "value"]
        for figure in told:
            for cell in cells[:1]:
                check = next(_pair(figures, "N101", figure, _meant(figures, figure, cell)), None)
                if check is not None and _of_new_alone(figures, figure, cell):
                    check.lowered = (*check.lowered, "different")
                yield from () if check is None else (check,)
        # Each sentence is held against the table; held against each other as well, one slip would be told twice.
        if not cells:
            yield from _chain(figures, told)
    for printed in figures.table.values():
        if len(printed) == 1:
            continue
        values = [figure for figure in printed if figure.state == "value"]
        for first, second in pairwise(values):
            yield from _pair(figures, "N103", first, second)


def _of_new_alone(figures: Figures, figure: Figure, cell: Figure) -> bool:
    """新收23件,其中22件已办结, where the table counts those done with what was left from last year among them."""
    carried = figures.counts.get(_CARRIED)
    if not carried or figure.id not in _parts_of_new(figures):
        return False
    one, all_of_them = (each.quantity.value if each.quantity is not None else None for each in (figure, cell))
    return one is not None and all_of_them is not None and 0 < all_of_them - one <= carried


@lru_cache(maxsize=1)
def _parts_of_new(figures: Figures) -> frozenset[str]:
    """The figures told as parts of what came in in the year."""
    found = set()
    for claim in figures.record.claims if _CARRIED in figures.counts else ():
        wholes = {part.figure for part in claim.terms if part.role == "whole"}
        if claim.kind in ("sum", "part") and any(_is_new(figures.by_id.get(name or "")) for name in wholes):
            found |= {part.figure for part in claim.terms if part.role == "part" and part.figure is not None}
    return frozenset(found)


def _is_new(figure: Figure | None) -> bool:
    return figure is not None and figure.indicator == _RECEIVED


def _meant(figures: Figures, figure: Figure, cell: Figure) -> Figure:
    """The cell that a sentence tells: of two that count the same things, each once or once for every channel, the one
    with its number, where the words may mean either (通过各渠道公开政府信息8300条)."""
    twin = figures.pick(_COUNTED_TWICE.get(cell.indicator or "", ""))
    if twin is None or twin.state != "value" or ("主动" in figure.text and _WAYS.search(figure.text) is None):
        return cell
    told, other = (one.quantity.value if one.quantity is not None else None for one in (figure, twin))
    return twin if told == other else cell


def _chain(figures: Figures, told: Sequence[Figure]) -> Iterator[Check]:
    pairs = combinations(told, 2) if len(told) <= 4 else pairwise(told)
    own = [figure.quantity for figure in told if figure.scope == "own"]
    for first, second in pairs:
        # 我办收到47件,全县163件。收到的47件申请: the office's own number once more.
        office = (figures.record.body or "").endswith(_OFFICES) or first.quantity in own or second.quantity in own
        if office and {first.scope, second.scope} == {None, "whole"}:
            continue
        if match_of(figures, first, second) == "same":
            yield from _pair(figures, "N102", second, first)


def _pair(figures: Figures, rule: str, one: Figure, other: Figure) -> Iterator[Check]:
    if one.quantity is None or other.quantity is None or not comparable(one.quantity.unit, other.quantity.unit):
        return
    units = (one.quantity.unit, other.quantity.unit)
    factors = common_factors(units) if all(units) else ()
    expression = parse(f"t0 * {factors[0]:f} == t1 * {factors[1]:f}") if factors else _SAME
    label = cell_name(other) if other.origin == "table" else ""
    terms = (
        figure_term(figures.path, one, label or None),
        figure_term(figures.path, other, label or None),
    )
    match = match_of(figures, one, other)
    if match == "same" and "loose" in (one.link, other.link):
        match = "unproven"
    lowered = () if match == "same" else (match,)
    yield Check(rule, "narrative", "error", expression, terms, lowered=lowered)


def match_of(figures: Figures, one: Figure, other: Figure) -> Match:
    """Whether two figures are said of one scope and one period."""
    return _worse(scopes_match(figures.record.level, one.scope, other.scope), _periods(figures, one, other))


def _worse(one: Match, other: Match) -> Match:
    order: tuple[Match, ...] = ("same", "unproven", "different")
    return max(one, other, key=order.index)


def scopes_match(level: str | None, a: str | None, b: str | None) -> Match:
    """Whether two scopes are one in a report of a body of this level; None where a figure names none."""
    if a == b:
        return "same"
    if level == "department" and "whole" in (a, b):
        # 全市 is more than a department's own, 全系统 may be what its table counts.
        return "unproven"
    plain = {scope for scope in (a, b) if scope in ("own", "whole", None)}
    if len(plain) == 2 and level in _BOTTOM:
        return "same"
    if a is None or b is None:
        told = a if b is None else b
        # The appendix table counts the whole; a sentence that names no scope speaks of the same.
        return "same" if told == "whole" else "different"
    return "different"


def _periods(figures: Figures, one: Figure, other: Figure) -> Match:
    a, b = _period(figures, one), _period(figures, other)
    if a == b:
        return "same"
    if a.startswith("/") or b.startswith("/"):
        if a[-10:].lstrip("/")[:4] != b[-10:].lstrip("/")[:4]:
            return "different"
        # Cumulative to the end of the year or of the year alone: the sentence does not tell, unless it is what there
        # is on that day (截至年底仍在办理3件).
        return "same" if _ON_A_DAY.search(one.indicator or "") else "unproven"
    return "different"


def _period(figures: Figures, figure: Figure) -> str:
    year = str(figures.record.year) if figures.record.year is not None else ""
    period = figure.period or year
    return period
