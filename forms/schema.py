"""The shape of a form file, as plain types.

Ids are concepts: `table.row.column` is an indicator and keeps its meaning in every form version; where the
meaning changed, the row says so in `comparable` and `comparable_why`.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Ident = str  # a lower-case letter, then letters, digits and underscores; the loader checks it


class Column(Struct, frozen=True, kw_only=True):
    """A column. `under` is the printed header above it; `total_of` names columns whose sum it is."""

    id: Ident
    label: str
    aliases: tuple[str, ...] = ()
    under: str | None = None
    total_of: tuple[str, ...] = ()
    at_least: tuple[str, ...] = ()
    unit: str | None = None
    counts: str | None = None
    signed: bool = False


class Row(Struct, frozen=True, kw_only=True):
    """A row. `level` 0 is outermost; `total_of` names rows (`refused.*` = every row whose id starts so).

    `part_of`: this row is a part of that one (≤). `header` rows usually carry no number; one with `total_of` is
    worth its printed number, or where none is printed the sum of those rows, wherever another row counts it.
    """

    id: Ident
    label: str
    aliases: tuple[str, ...] = ()
    level: int = 0
    under: tuple[str, ...] = ()
    unit: str = ""
    total_of: tuple[str, ...] = ()
    part_of: str | None = None
    header: bool = False
    required: bool = True
    integer: bool = True
    comparable: Literal["same", "narrower", "wider", "break"] = "same"
    comparable_why: str = ""


class FormTable(Struct, frozen=True, kw_only=True):
    """A concept with rows and columns, printed as (part of) one table.

    `layout`: `rows` prints rows down and columns across; `groups` prints every row's columns side by side
    in one line of numbers under a header of row labels (行政复议/诉讼); `stacked` prints every column as a row of
    its own under the row's label, the first column being the number beside that label. `marker` is the text that
    starts this table inside a larger grid (第二十条第（一）项). `counts`, here or in a column, is what its numbers are
    numbers of (件) where the form prints no unit: for datasets and readers, never taken for printed.
    """

    id: Ident
    title: str
    aliases: tuple[str, ...] = ()
    layout: Literal["rows", "groups", "stacked"] = "rows"
    marker: str | None = None
    section: str | None = None
    required: bool = True
    counts: str = ""
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


class FormSection(Struct, frozen=True, kw_only=True):
    """A section the form requires; `number` as printed (一)."""

    id: Ident
    number: str | None = None
    title: str
    aliases: tuple[str, ...] = ()
    required: bool = True


class Phrase(Struct, frozen=True, kw_only=True):
    """How prose speaks of an indicator.

    `any` are phrases one of which must stand in the clause before or after the number (folded, spaces
    removed); `all` must all be there; `none` must not. `units` are the printed units accepted. One of
    `context` must stand in the clause, the sentence before the number, the heading, or the sentence before.
    A phrase of `any` that ends with `$` must close the words before the number (fillers aside). `prose`: no table of
    the form has the indicator, it is told in prose alone. `loose`: the words may tell of more or less than the line.
    """

    indicator: str
    any: tuple[str, ...]
    context: tuple[str, ...] = ()
    all: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    prose: bool = False
    loose: bool = False


class RuleExample(Struct, frozen=True, kw_only=True):
    """Values for the names of the expression and what must come out; run as a test."""

    outcome: Literal["holds", "rounding", "truncation", "broken", "unknown"]
    values: dict[str, str | int | float | None]


class Rule(Struct, frozen=True, kw_only=True):
    """A declared relation. `over` repeats it for every column (or row) of a table; `prev.` is last year's
    report, `text.` a figure of the narrative. The code means the same check in every form."""

    code: str
    name: str
    name_en: str
    expr: str
    over: str | None = None
    severity: Literal["error", "warning", "note"]
    message: str
    message_en: str
    why: str
    why_en: str
    basis: str = ""
    kind: str = "rule"
    status: Literal["preview", "stable", "retired"] = "stable"
    examples: tuple[RuleExample, ...] = ()


class Detect(Struct, frozen=True, kw_only=True):
    """What recognises a form. `needs`: labels that must occur (as a share of them, scored); `excludes`: labels of
    other versions; `words`: words of the title or head of the document, for forms without a table."""

    needs: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


class Form(Struct, frozen=True, kw_only=True):
    """One form version, one file."""

    form: str
    title: str
    title_en: str = ""
    basis: str = ""
    years: tuple[int | None, int | None]
    detect: Detect
    sections: tuple[FormSection, ...] = ()
    tables: tuple[FormTable, ...] = ()
    narrative: tuple[Phrase, ...] = ()
    rules: tuple[Rule, ...] = ()
