"""Growth and changes against the numbers they are told of; growth of a whole and of its parts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..forms.expression import parse
from ..model import Claim, Figure
from .check import Check, Term, figure_term
from .figures import Figures
from .points import confused, point_checks
from .terms import lowered_by, terms_of

# A growth from a number and by how much it grew or fell.
BY_CHANGE = {"up": "t1 / (t0 - t1) * 100 == t2", "down": "t1 / (t0 + t1) * 100 == t2"}
_NO_BASE = ["current", "change"]
GROWTH = {"%": "t0 / t1 * 100 - 100 == t2", "倍": "t0 / t1 - 1 == t2"}
_DOWN = re.compile(r"减|降|下滑|回落|少|缩|压|精简|节省")


def growth_checks(figures: Figures, claim: Claim) -> Iterator[Check]:
    current, base, growth = (terms_of(figures, claim, role) for role in ("current", "base", "growth"))
    if current and growth and not base:
        yield from _growth_by_change(figures, claim, current[0], growth[0])
    if not current or not base or not growth:
        return
    if confused(current[0], growth[0]):
        yield from point_checks(claim, (current[0], base[0], growth[0]), _is_down(claim, growth[0]))
        return
    text = growth_text(growth[0], current[0].unit)
    if text is None:
        return
    yield Check(
        "R103", "ratio", "error", parse(signed_text(text, claim, growth[0])), (current[0], base[0], growth[0]),
        lowered=lowered_by(claim), group=claim.id, claim=claim,
    )  # fmt: skip


def _growth_by_change(figures: Figures, claim: Claim, current: Term, growth: Term) -> Iterator[Check]:
    """326件,比上年减少24件,下降6.9%: the number of the year before is not printed, but the other two tell it."""
    for other in figures.said_of(current.figure):
        if other.kind != "change" or other.note != claim.note or [part.role for part in other.terms] != _NO_BASE:
            continue
        told, by = (terms_of(figures, other, role) for role in _NO_BASE)
        same = told and by and told[0].figure is current.figure and growth.unit.replace("％", "%") == "%"
        alone = "年" not in claim.terms[-1].text and not claim.doubtful and not other.doubtful
        values = [term.reading.value for term in (current, *by) if term.reading is not None]
        if not same or not alone or None in values or len(values) < 2 or values[1] in (0, values[0]):
            continue
        text = BY_CHANGE["down" if claim.note == "down" else "up"]
        yield Check("R103", "ratio", "warning", parse(text), (current, by[0], growth), group=claim.id, claim=claim)


def growth_text(growth: Term, unit: str) -> str | None:
    """The relation of a number t0 in `unit`, its base t1 and its growth t2; None where they do not go together."""
    printed = growth.unit.replace("％", "%")
    share = unit in ("%", "％")
    if printed == "百分点" or (share and printed != "%"):
        return "t0 - t1 == t2"
    return None if share else GROWTH.get(printed or "%")


def signed_text(text: str, claim: Claim, term: Term) -> str:
    """A decrease is printed without a sign: 减少5件, 下降3%."""
    return text.replace("t2", "0 - t2") if _is_down(claim, term) else text


def _is_down(claim: Claim, term: Term) -> bool:
    value = term.reading.value if term.reading is not None else None
    down = claim.note == "down" or (claim.note != "up" and bool(_DOWN.search(claim.terms[-1].text)))
    # 下降0% stands for a fall too small to show.
    return down and value is not None and value >= 0


def change_checks(figures: Figures, claim: Claim) -> Iterator[Check]:
    current, base, change = (terms_of(figures, claim, role) for role in ("current", "base", "change"))
    if current and base and change and confused(current[0], change[0]):
        yield from point_checks(claim, (current[0], base[0], change[0]), _is_down(claim, change[0]))
    elif current and base and change:
        text = signed_text("t0 - t1 == t2", claim, change[0])
        yield Check(
            "R104", "ratio", "error", parse(text), (current[0], base[0], change[0]),
            lowered=lowered_by(claim), group=claim.id, claim=claim,
        )  # fmt: skip


def parts_checks(figures: Figures, claim: Claim) -> Iterator[Check]:
    """Where a whole and all its parts grew by stated rates, last year's whole must be the sum of last year's parts."""
    members = [part for part in claim.terms if part.role in ("whole", "part")]
    members.sort(key=lambda part: part.role != "whole")
    if len(members) < 3 or claim.complete is False:
        return
    terms: list[Term] = []
    pieces: list[str] = []
    for part in members:
        current = figures.by_id.get(part.figure or "")
        told = _growth_of(figures, current) if current is not None else None
        if current is None or told is None:
            return
        growth, other = told
        rate = figure_term(figures.path, growth)
        down = signed_text("t2", other, rate) != "t2"
        pieces.append(f"t{len(terms)} / (1 {'-' if down else '+'} t{len(terms) + 1} / 100)")
        terms += [figure_term(figures.path, current), rate]
    expression = parse(f"{' + '.join(pieces[1:])} == {pieces[0]}")
    yield Check(
        "R105", "ratio", "warning", expression, tuple(terms), lowered=lowered_by(claim), group=claim.id, claim=claim
    )


def _growth_of(figures: Figures, current: Figure) -> tuple[Figure, Claim] | None:
    """By how many per cent a number grew, as told without its base; None where it is not."""
    for claim in reversed(figures.said_of(current)):
        roles = {part.role: part.figure for part in claim.terms if part.figure is not None}
        growth = figures.by_id.get(roles.get("growth", ""))
        if claim.kind == "growth" and roles.get("current") == current.id and "base" not in roles and growth is not None:
            per_cent = growth.quantity is not None and growth.quantity.unit in ("%", "％")
            return (growth, claim) if per_cent else None
    return None
