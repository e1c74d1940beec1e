"""One record's figures, found by id, by indicator and by where they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from ..model import Claim, Figure, Record
from .check import Term, count_of, figure_term

if TYPE_CHECKING:
    from .plan import Part

_NUMBERING = re.compile(
    r"^(?:其中[：:]?\s*|[（(][一二三四五六七八九十\d]{1,3}[)）]\s*|[一二三四五六七八九十]{1,3}[、.．]\s*|\d{1,2}[、.．)）]\s*)+"
)
_ASIDE = re.compile(r"\s*[（(][^（()）]*[)）]\s*$")


class Figures:
    """The figures of a record that may be checked: planned and required numbers are left out of the indexes."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.path = record.path
        self._terms: dict[str, Term] = {}
        self._said: dict[str, list[Claim]] | None = None
        self.by_id: dict[str, Figure] = {}
        self.table: dict[str, list[Figure]] = {}
        self.narrative: dict[str, list[Figure]] = {}
        # Cells that print one count, and are printed once.
        self.counts: dict[str, Decimal] = {}
        # Of tables that follow the form, what the form does not have, by table.
        self.local: dict[str, list[Figure]] = {}
        unknown: list[Figure] = []
        for figure in record.figures:
            self.by_id[figure.id] = figure
            indicator, printed = figure.indicator, figure.origin == "table"
            if indicator is None:
                if printed:
                    unknown.append(figure)
            elif figure.modality == "achieved":
                index = self.table if printed else self.narrative
                if indicator in index:
                    index[indicator].append(figure)
                    if printed:
                        self.counts.pop(indicator, None)
                else:
                    index[indicator] = [figure]
                    count = count_of(figure) if printed else None
                    if count is not None:
                        self.counts[indicator] = count
        known = {table_of(figure) for found in self.table.values() for figure in found} if unknown else ()
        for figure in unknown:
            if table_of(figure) in known:
                self.local.setdefault(table_of(figure), []).append(figure)

    def pick(self, indicator: str, near: Figure | None = None) -> Figure | None:
        """The table figure of an indicator; where it is printed twice, the one in the same table as `near`."""
        found = self.table.get(indicator)
        if not found:
            return None
        if len(found) > 1 and near is not None:
            table = table_of(near)
            for figure in found:
                if table_of(figure) == table:
                    return figure
        return found[0]

    def said_of(self, figure: Figure | None) -> Sequence[Claim]:
        """The claims in which a figure has a part, in order."""
        if self._said is None:
            self._said = {}
            for claim in self.record.claims:
                named = (self.by_id.get(part.figure or "") or self.pick(part.indicator or "") for part in claim.terms)
                for id in dict.fromkeys(one.id for one in named if one is not None):
                    self._said.setdefault(id, []).append(claim)
        return self._said.get(figure.id, ()) if figure is not None else ()

    def term_at(self, part: Part, near: Figure) -> Term:
        """The term of a form's cell: what the table prints there, or that it prints nothing."""
        found = self.table.get(part.indicator)
        if found is None:
            return Term(self.path, part.label, None, None)
        return self.term(found[0] if len(found) == 1 else self.pick(part.indicator, near) or found[0], part.label)

    def terms(self, cells: Sequence[Part]) -> tuple[Term, ...]:
        """The terms of cells that are printed, each once."""
        return tuple(self.term(self.table[cell.indicator][0], cell.label) for cell in cells)

    def term(self, figure: Figure, label: str) -> Term:
        """The term of a figure under a label, made once."""
        made = self._terms.get(figure.id)
        if made is None:
            made = self._terms[figure.id] = figure_term(self.path, figure, label)
        if made.label == label:
            return made
        return Term(made.document, label, figure, made.reading, made.column, "", made.integer, made.nonnegative)


def table_of(figure: Figure) -> str:
    """The table's id, which is the part of a figure's id before the colon."""
    return figure.id.partition(":")[0]


@lru_cache(maxsize=8192)
def short_label(label: str) -> str:
    """A printed label without its numbering and without a remark in brackets at its end."""
    bare = _NUMBERING.sub("", label.strip()) or label.strip()
    return _ASIDE.sub("", bare) or bare


_TOTALS = frozenset(("总计", "合计", "总数", "小计"))


def cell_name(figure: Figure, *, totals: bool = False) -> str:
    """Row and column of a cell in words: 行政复议〔结果维持〕; a total says of what: 办理结果总计.

    The column of totals is told only with `totals`.
    """
    name = short_label(figure.label)
    above = figure.row_path.split("/")[:-1]
    if name in _TOTALS and above:
        name = short_label(above[-1]) + name
    column = "" if figure.column is None or (figure.column in _TOTALS and not totals) else f"〔{figure.column}〕"
    return name + column
