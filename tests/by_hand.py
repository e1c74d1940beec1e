"""Small records made by hand, for tests of what follows extraction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from gouji.model import Claim, ClaimTerm, Evidence, Figure, Hedge, Quantity, Record, State


def quantity(value: str | int | None, unit: str = "", hedge: Hedge = "exact") -> Quantity:
    """A count as a point, a number with decimals or a share as [v - u/2, v + u)."""
    if value is None:
        return Quantity(None, None, None, unit=unit)
    number = Decimal(str(value))
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    if exponent < 0 or unit == "%":
        place = Decimal(1).scaleb(min(exponent, 0))
        return Quantity(number, number - place / 2, number + place, False, True, unit, hedge)
    return Quantity(number, number, number, unit=unit, hedge=hedge)


def cell(
    indicator: str | None, value: str | int | None, at: tuple[int, int], *, table: str = "t1", unit: str = "",
    label: str = "", state: State = "value", column: str | None = None, raw: str | None = None, **more: object,
) -> Figure:  # fmt: skip
    printed = raw if raw is not None else ("" if value is None else str(value))
    start = 1000 + at[0] * 100 + at[1] * 10
    evidence = Evidence("0" * 64, start, start + len(printed), printed, None, None, "b1", at)
    held = quantity(value, unit) if state == "value" else None
    name = label or (indicator or "").split(".")[-2 if indicator else 0]
    figure = Figure(f"{table}:{at[0]},{at[1]}", indicator, held, printed, "table", name, name, column, column, printed,
                    evidence, link="exact" if indicator else "none", state=state)  # fmt: skip
    return _with(figure, more)


def said(
    start: int, value: str | int | None, unit: str = "件", indicator: str | None = None, *, subject: str = "",
    hedge: Hedge = "exact", held: Quantity | None = None, **more: object,
) -> Figure:  # fmt: skip
    printed = f"{value}{unit}"
    evidence = Evidence("0" * 64, start, start + len(printed), printed)
    figure = Figure(f"n:{start}", indicator, held or quantity(value, unit, hedge), printed, "narrative", subject, "",
                    None, None, subject + printed, evidence, subject=subject,
                    link="exact" if indicator else "none")  # fmt: skip
    return _with(figure, more)


def _with(figure: Figure, more: Mapping[str, object]) -> Figure:
    from msgspec.structs import replace

    return replace(figure, **more)  # type: ignore[arg-type]


def claim(kind: str, start: int, roles: Sequence[tuple[str, Figure | Decimal | int | str]], **more: object) -> Claim:
    """`roles` are (role, figure) pairs; a number stands for a counted value, a word for an indicator."""
    terms = []
    for role, what in roles:
        if isinstance(what, Figure):
            terms.append(ClaimTerm(role, what.id, what.subject))
        elif isinstance(what, str):
            terms.append(ClaimTerm(role, None, "", None, what))
        else:
            terms.append(ClaimTerm(role, None, "", Decimal(what)))
    text = str(more.pop("text", "原句"))
    evidence = Evidence("0" * 64, start, start + len(text), text)
    return Claim(f"{kind}:{start}", kind, tuple(terms), text, evidence, **more)  # type: ignore[arg-type]


def record(
    figures: Sequence[Figure], claims: Sequence[Claim] = (), form: str | None = None, path: str = "report.txt",
    year: int | None = 2023, level: str | None = "prefecture", file_format: str = "text",
) -> Record:  # fmt: skip
    return Record(path, "0" * 64, file_format, "ok", "某市", level, None, year, None, None, "年度报告", form, "",
                  tuple(figures), tuple(claims), cells=len(figures), cells_read=len(figures))  # fmt: skip


def from_values(
    form: object, values: Mapping[str, str | int | None], path: str = "report.txt", blank: Sequence[str] = ()
) -> Record:
    """A record of a form with these indicators printed, row by row."""
    figures = []
    for number, table in enumerate(form.tables, start=1):  # type: ignore[attr-defined]
        for down, row in enumerate(table.rows):
            for right, column in enumerate(table.columns):
                indicator = f"{table.id}.{row.id}.{column.id}"
                if indicator in blank:
                    figures.append(cell(indicator, None, (down, right), table=f"t{number}", label=row.label,
                                        column=column.label, state="blank"))  # fmt: skip
                elif indicator in values:
                    figures.append(cell(indicator, values[indicator], (down, right), table=f"t{number}",
                                        label=row.label, column=column.label))  # fmt: skip
    return record(figures, (), form.form, path)  # type: ignore[attr-defined]
