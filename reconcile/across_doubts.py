"""What makes it doubtful that numbers of two years' reports may be compared: scope, form, definition, identity."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from ..model import Claim, Figure, Record, fold
from .across_bodies import doubt_of_identity
from .across_digest import YEAR
from .check import Check, Term
from .figures import Figures
from .narrative import scopes_match

if TYPE_CHECKING:
    from ..forms.schema import Form

Changed = Callable[[str], bool]
# A sentence that says so itself restates a number; that is no slip.
_RESTATED = re.compile("口径|调整后|修正后|更正|重新(?:统计|核定|核算)|核减|核增")


def changed_between(form: Form | None, before: Form | None) -> Changed:
    """Whether an indicator may mean another thing in `form` than in the form before it."""
    if form is None or before is None or before.form == form.form:
        return lambda indicator: False
    rows = {f"{table.id}.{row.id}": row for table in form.tables for row in table.rows}

    def changed(indicator: str) -> bool:
        row = rows.get(indicator.rpartition(".")[0])
        # What the later form does not count is told by nobody's definition.
        return row is None or row.comparable != "same"

    return changed


def of_another_year(claim: Claim, now: Figures) -> bool:
    """较2020年增长 of a report on 2023 is no claim about 2022."""
    years = {int(word[:4]) for word in YEAR.findall(claim.text)}
    own = now.record.year or 0
    return bool(years) and not years <= {own, own - 1}


def doubts(now: Figures, term: Term, base: Term, indicator: str | None, changed: Changed) -> tuple[str, ...]:
    """What lowers a comparison of a number of this report with one of last year's."""
    found = scope_doubt(now.record.level, term, base)
    if indicator is not None and changed(indicator):
        found = (*found, "unproven")
    figure = term.figure
    if figure is not None and figure.origin == "narrative" and _RESTATED.search(_sentence(now.record, figure)):
        found = (*found, "unproven")
    return found


def _sentence(record: Record, figure: Figure) -> str:
    """The sentence a number of the prose stands in; empty in a digest, which has no text."""
    at = figure.evidence.start
    for section in record.texts:
        if section.start <= at < section.end:
            text, place = section.text, at - section.start
            ends = [end for mark in "。；\n" if (end := text.find(mark, place)) >= 0]
            start = max(text.rfind(mark, 0, place) for mark in "。；\n") + 1
            return fold(text[start : min(ends, default=len(text))])
    return ""


def scope_doubt(level: str | None, one: Term, other: Term) -> tuple[str, ...]:
    """Scopes that differ are not compared; those that may differ leave no more than a note."""
    scopes = [term.figure.scope if term.figure is not None else None for term in (one, other)]
    match = scopes_match(level, *scopes)
    return () if match == "same" else (match,)


def scoped(check: Check) -> Check:
    """Numbers of other scopes are no contradiction."""
    if check.outcome == "broken" and "different" in check.lowered:
        check.outcome = "scope"
        check.reason, check.reason_en = "范围或时期不同，不可直接比较", "scopes or periods differ; not comparable"
    return check


def named_alike(check: Check, by_path: dict[str, Record]) -> Check:
    """A broken check with the doubt whether its reports are of one body."""
    if check.outcome == "broken":
        one, *others = [by_path[path] for path in dict.fromkeys(term.document for term in check.terms)]
        check.lowered += tuple(filter(None, [doubt_of_identity(one, other) for other in others]))
    return check
