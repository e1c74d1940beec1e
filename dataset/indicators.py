"""The indicators of all form versions, as the forms declare them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from ..forms.schema import Form


_PROSE = "表式的表中没有此项，只见于正文，口径不一"


class Indicator(Struct, frozen=True):
    """One indicator in one form version. `comparable` says whether it means the same as in the other versions."""

    id: str
    form: str
    first_year: int | None
    last_year: int | None
    table: str
    row: str
    column: str
    unit: str
    level: int
    required: bool
    comparable: str
    why: str


def indicators(forms: Sequence[Form]) -> Iterator[Indicator]:
    """Every row and column of every table of every form, in the order the forms print them, then what only prose tells.

    A group's heading is among them where it stands for the sum of its rows.
    """
    for form in sorted(forms, key=lambda form: (form.years[0] or 0, form.form)):
        for table in form.tables:
            for row in table.rows:
                if row.header and not row.total_of:
                    continue
                for column in table.columns:
                    yield Indicator(
                        f"{table.id}.{row.id}.{column.id}",
                        form.form,
                        form.years[0],
                        form.years[1],
                        table.title,
                        "/".join((*row.under, row.label)),
                        "/".join(part for part in (column.under, column.label) if part),
                        column.unit or row.unit or column.counts or table.counts,
                        row.level,
                        row.required and not row.header,
                        row.comparable,
                        row.comparable_why,
                    )
        for phrase in form.narrative:
            if phrase.prose:
                unit = phrase.units[0] if phrase.units else ""
                yield Indicator(
                    phrase.indicator, form.form, *form.years, "", phrase.any[0], "", unit, 0, False, "break", _PROSE
                )
