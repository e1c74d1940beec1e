"""A form's tables as the axes a printed table is aligned with."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from ..forms.kept import once_a_form
from ..forms.schema import Column, Form, FormTable, Row


class Entry(Struct, frozen=True):
    """One line of an axis: what may be printed there, and the parts of the indicator it settles."""

    labels: tuple[str, ...]
    parents: tuple[str, ...] = ()
    table: str = ""
    row: str = ""
    column: str = ""
    unit: str = ""
    level: int = 0
    header: bool = False
    required: bool = True
    # A heading that no number belongs to.
    bare: bool = False


class Sheet(Struct, frozen=True):
    """One printed table of a form: its line and column entries, and the words that announce it.

    `listing` is true where every line has one number, so that the column says nothing.
    """

    name: str
    rows: tuple[Entry, ...]
    columns: tuple[Entry, ...]
    markers: tuple[str, ...]
    titles: tuple[str, ...]
    listing: bool
    tables: tuple[str, ...]
    groups: bool = False


def indicator(row: Entry, column: Entry) -> str:
    return f"{row.table or column.table}.{row.row or column.row}.{row.column or column.column}"


def unit_of(row: Entry, column: Entry) -> str:
    return column.unit or row.unit


@once_a_form
def sheets_of(form: Form) -> tuple[Sheet, ...]:
    """The printed tables of a form. Tables of one column and no marker are one printed list."""
    lists = [t for t in form.tables if _is_list(t)]
    sheets = [_sheet(table) for table in form.tables if not _is_list(table)]
    if lists:
        rows = tuple(entry for table in lists for entry in _list_rows(table))
        labels = dict.fromkeys(label for table in lists for label in _labels(table.columns[0]))
        titles = tuple(title for table in lists for title in (table.title, *table.aliases))
        column = Entry(tuple(labels))
        sheets.append(Sheet("list", rows, (column,), (), titles, True, tuple(t.id for t in lists)))
    return tuple(sheets)


def matrix_of(sheet: Sheet) -> Sheet:
    """The same table printed with a line for every group and a column for every outcome."""
    rows: dict[str, Entry] = {}
    columns: dict[str, Entry] = {}
    for entry in sheet.columns:
        rows.setdefault(entry.row, Entry(entry.parents[-1:], entry.parents[:-1], entry.table, entry.row))
        columns.setdefault(entry.column, Entry(entry.labels, (), "", "", entry.column, entry.unit))
    return replace(sheet, rows=tuple(rows.values()), columns=tuple(columns.values()), groups=False)


def _is_list(table: FormTable) -> bool:
    return table.marker is None and (table.layout == "stacked" or (table.layout == "rows" and len(table.columns) == 1))


def _sheet(table: FormTable) -> Sheet:
    markers = (table.marker,) if table.marker else ()
    titles = (table.title, *table.aliases)
    if table.layout == "groups":
        columns = tuple(
            Entry(_labels(c), (*row.under, row.label), table.id, row.id, c.id, c.unit or row.unit)
            for row in table.rows
            for c in table.columns
        )
        return Sheet(table.id, (Entry(("",)),), columns, markers, titles, False, (table.id,), True)
    rows = tuple(_row(table, row) for row in table.rows)
    columns = tuple(Entry(_labels(c), (c.under,) if c.under else (), "", "", c.id, c.unit or "") for c in table.columns)
    return Sheet(table.id, rows, columns, markers, titles, False, (table.id,))


def _list_rows(table: FormTable) -> list[Entry]:
    first = table.columns[0]
    if table.layout == "rows":
        return [replace(_row(table, row), column=first.id) for row in table.rows]
    return [
        replace(_row(table, row), column=first.id)
        if column is first
        else Entry(_labels(column), (*row.under, row.label), table.id, row.id, column.id, row.unit, row.level + 1)
        for row in table.rows
        for column in table.columns
    ]


def _row(table: FormTable, row: Row) -> Entry:
    bare = row.header and not row.total_of
    return Entry(_labels(row), row.under, table.id, row.id, "", row.unit, row.level, row.header, row.required, bare)


def _labels(item: Row | Column) -> tuple[str, ...]:
    return (item.label, *item.aliases)
