"""The indicators of all form versions, as the forms declare them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..forms.schema import Form


@dataclass(frozen=True, slots=True)
class Indicator:
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
    """Every row and column of every table of every form, in the order the forms print them."""
    for form in sorted(forms, key=lambda form: (form.years[0] or 0, form.form)):
        for table in form.tables:
            for row in table.rows:
                if row.header:
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
                        column.unit or row.unit,
                        row.level,
                        row.required,
                        row.comparable,
                        row.comparable_why,
                    )
