"""The relations of the forms over a table that somebody holds already: a row a report, a column an indicator.

All rows are tried at once, as columns of whole numbers; those not seen to agree go to the engine one by one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from ..dataset.columns import CHECK
from ..errors import InputError, UsageError
from ..extract.wide import Cells, as_text, cells_of, record_of_row
from ..ingest.limits import DEFAULT_LIMITS, Limits
from ..ingest.wide import ROWS, Wide, read_wide
from ..model import Severity, fold
from ..reconcile.broken import Broken, broken_relations
from ..reconcile.columns import LARGEST, Column, suspicious
from ..reconcile.plan import plan_of
from ..reconcile.severity import rank

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from ..forms.schema import Form

MAX_UNREADABLE = 1000
_KEYS = ("body", "body_id", "year", "form")
# What a dataset's panel tells of its reports.
OWN_ROWS = "own_rows"
_BESIDE = (".flag", ".source")


class TableCheck(Struct):
    """What checking a table came to. `broken` has one row a broken relation; see docs/codebook.md for its columns.

    `rows` counts the rows with numbers by form, those of no form under the empty name. `unreadable` lists (row, column,
    text) of cells that hold no number, the first thousand of them. `lacking` are the totals without a column, by form.
    """

    broken: list[dict[str, Any]]
    rows: Counter[str] = field(default_factory=Counter)
    ignored: tuple[str, ...] = ()
    unreadable: list[tuple[int, str, str]] = field(default_factory=list)
    unreadable_count: int = 0
    lacking: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sheets: tuple[str, ...] = ()

    def found(self, severity: Severity) -> bool:
        """Whether a relation is broken at or above this severity."""
        return any(rank(each["severity"]) <= rank(severity) for each in self.broken)

    @property
    def frame(self) -> pd.DataFrame:
        """`broken` as a frame."""
        import pandas as pd

        return pd.DataFrame(self.broken, columns=[column.name for column in CHECK], dtype="object")


def check_table(
    table: str | pd.DataFrame,
    forms: Sequence[Form],
    form: str | None = None,
    wanted: Callable[[str], bool] = lambda rule: True,
    limits: Limits = DEFAULT_LIMITS,
) -> TableCheck:
    """Try every relation of the forms on every row of a file (CSV, XLSX, Parquet) or a frame.

    Columns bear the names of indicators; `body`, `year` and `form` tell what a row is about. Each row is tried by
    `form`, else by the form it names, else by that of its year.

    Raises:
        UsageError: no such form.
        InputError: the file cannot be read, or has no column of an indicator, or one twice.
    """
    known = " ".join(each.form for each in forms)
    if form is not None and form not in known.split():
        raise UsageError(f"没有表式 {form}；有：{known}", f"no form {form}; there are: {known}", "form")
    names = {name for each in forms for name in _indicators(each)}
    wide = _of_frame(table) if not isinstance(table, str) else _opened(table, limits, names)
    _once(wide.names, names)
    checker = _Checker(forms, form, wanted, wide, table if isinstance(table, str) else "")
    for batch in wide.batches:
        checker.add(dict(zip(wide.names, batch, strict=True)))
    return checker.result


def _indicators(form: Form) -> list[str]:
    return [f"{t.id}.{row.id}.{column.id}" for t in form.tables for row in t.rows for column in t.columns]


def _opened(path: str, limits: Limits, names: set[str]) -> Wide:
    try:
        wide = read_wide(path, limits, lambda head: not names.isdisjoint(head))
    except InputError as error:
        raise type(error)(f"{path}：{error.message}", f"{path}: {error.message_en}", error.code) from None
    return wide


def _of_frame(frame: pd.DataFrame) -> Wide:
    columns = [_arrow(frame.iloc[:, at]) for at in range(frame.shape[1])]
    batches = ([column.slice(start, ROWS) for column in columns] for start in range(0, len(frame), ROWS))
    return Wide(tuple(str(name) for name in frame.columns), 2, batches)


def _arrow(column: pd.Series[Any]) -> Any:
    """The column as Arrow has it; one of mixed values, numbers and words, as words."""
    import pyarrow as pa

    try:
        made = pa.array(column, from_pandas=True)
    except (pa.ArrowException, OverflowError):
        made = pa.array([_text(value) for value in column.tolist()], pa.string())
    return made.combine_chunks() if isinstance(made, pa.ChunkedArray) else made


def _once(columns: Sequence[str], names: set[str]) -> None:
    for name, count in Counter(columns).items():
        if count > 1 and (name in names or name in _KEYS):
            raise InputError(f"列 {name} 出现了{count}次", f"column {name} stands {count} times", "column-twice")
    if names.isdisjoint(columns):
        raise InputError(
            "没有一列以指标编码为名（如 applications.new.total；见 gouji form 表式名）",
            "no column bears the name of an indicator (such as applications.new.total; see gouji form NAME)",
            "no-indicator",
        )


class _Checker:
    """Tries one batch of rows after the other."""

    def __init__(
        self, forms: Sequence[Form], form: str | None, wanted: Callable[[str], bool], wide: Wide, path: str
    ) -> None:
        self.forms = {each.form: each for each in forms}
        self.form, self.wanted, self.path = form, wanted, path
        self.next_row = wide.first
        self.names = {name for each in forms for name in _indicators(each) if name in set(wide.names)}
        beside = {name + ending for name in self.names for ending in _BESIDE}
        known = {*self.names, *beside, *_KEYS, "level", "division", OWN_ROWS, ""}
        ignored = tuple(name for name in wide.names if name not in known)
        self.result = TableCheck([], ignored=ignored, sheets=wide.sheets)

    def add(self, batch: Mapping[str, Any]) -> None:
        import numpy as np

        columns = {name: cells_of(_hedged(batch, name), LARGEST) for name in batch if name in self.names}
        some = ~np.logical_and.reduce([column.blank for column in columns.values()])
        forms = self._forms(batch, some)
        for name in sorted({each for each in forms if each is not None}):
            rows = np.array([each == name for each in forms]) & some
            self.result.rows[name] += int(rows.sum())
            if name:
                self._form(self.forms[name], columns, batch, rows)
        self.next_row += len(some)
        self.result.broken.sort(key=lambda each: each["row"])

    def _forms(self, batch: Mapping[str, Any], some: NDArray[np.bool_]) -> list[str]:
        """The form of every row; empty where none is known."""
        if self.form is not None:
            return [self.form] * len(some)
        named, years = _texts(batch.get("form"), len(some)), _texts(batch.get("year"), len(some))
        return [name if name in self.forms else self._of_year(year) for name, year in zip(named, years, strict=True)]

    def _of_year(self, year: str) -> str:
        number = _year(year)
        found = [
            name
            for name, form in self.forms.items()
            if number is not None and (form.years[0] or 0) <= number <= (form.years[1] or 9999)
        ]
        return found[0] if len(found) == 1 else ""

    def _form(
        self, form: Form, columns: Mapping[str, Cells], batch: Mapping[str, Any], rows: NDArray[np.bool_]
    ) -> None:
        own = {name: columns[name] for name in _indicators(form) if name in columns}
        if not own:
            return
        self._tell_unreadable(own, batch, rows)
        if lacking := tuple(_lacking(form, own)):
            self.result.lacking[form.form] = lacking
        found = suspicious(form, {n: Column(c.values, c.blank, c.odd) for n, c in own.items()}, self.wanted) & rows
        for at in found.nonzero()[0].tolist():
            self._row(form, own, batch, at)

    def _row(self, form: Form, own: Mapping[str, Cells], batch: Mapping[str, Any], at: int) -> None:
        def text(name: str) -> str:
            return _text(batch[name][at].as_py()) if name in batch else ""

        flags = {name: text(name + ".flag") for name in own if name + ".flag" in batch}
        body, year = text("body") or text("body_id") or None, _year(text("year"))
        record = record_of_row(form, {name: text(name) for name in own}, flags, self.path, body, year)
        key = {"row": self.next_row + at, "body": body, "year": year, "form": form.form}
        own_rows = text(OWN_ROWS) == "TRUE"
        self.result.broken += [key | _told(each) for each in broken_relations(record, form, self.wanted, own_rows)]

    def _tell_unreadable(self, own: Mapping[str, Cells], batch: Mapping[str, Any], rows: NDArray[np.bool_]) -> None:
        found = [
            (self.next_row + at, name, batch[name], at)
            for name, cells in own.items()
            for at in (cells.unreadable & rows).nonzero()[0].tolist()
        ]
        self.result.unreadable_count += len(found)
        left = MAX_UNREADABLE - len(self.result.unreadable)
        for row, name, column, at in sorted(found, key=lambda each: each[0])[:left]:
            self.result.unreadable.append((row, name, _text(column[at].as_py())))


def _lacking(form: Form, own: Mapping[str, Cells]) -> Iterator[str]:
    """The totals that have no column beside those of their parts; a heading's total is seldom printed."""
    headings = plan_of(form).headings
    for sums in plan_of(form).sums:
        total, *parts = (cell.indicator for cell in sums.line.cells)
        if total not in own and total not in headings and any(part in own for part in parts):
            yield total


def _hedged(batch: Mapping[str, Any], name: str) -> Any:
    """The column; as text no longer plain where a panel's flag says that a number is about, over or under."""
    import pyarrow.compute as pc

    column, flags = batch[name], batch.get(name + ".flag")
    if flags is None:
        return column
    hedged = pc.fill_null(pc.match_substring_regex(as_text(flags), "about|over|under"), False)
    if not pc.any(hedged).as_py():
        return column
    return pc.if_else(hedged, pc.binary_join_element_wise("约", as_text(column), ""), as_text(column))


def _texts(column: Any, rows: int) -> list[str]:
    return [""] * rows if column is None else [_text(value) for value in column.to_pylist()]


def _text(value: object) -> str:
    from ..ingest.sheet import printed

    return "" if value is None or str(value) in ("nan", "<NA>", "NaT") else printed(value)


def _year(text: str) -> int | None:
    found = re.fullmatch(r"\s*(\d{4})(?:\.0|\s*年度?)?\s*", fold(text), re.ASCII)
    return int(found.group(1)) if found else None


def _told(one: Broken) -> dict[str, Any]:
    names, values, cures = zip(*one.suspects, strict=True) if one.suspects else ((), (), ())

    def joined(parts: Sequence[str | None]) -> str | None:
        return " ".join(part or "?" for part in parts) or None

    return {
        "rule": one.rule, "severity": one.severity, "place": one.place, "relation": one.relation,
        "relation_en": one.relation_en, "computed": one.computed, "reported": one.reported, "gap": one.gap,
        "suspect": joined(names), "value": joined(values), "suggested": joined(cures) if any(cures) else None,
        "culprit": one.culprit, "culprit_en": one.culprit_en,
    }  # fmt: skip
