"""A table with a row a report and a column an indicator: what its cells say, in columns and as records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from ..model import Evidence, Figure, Quantity, Record
from .cells import read_cell

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ..forms.schema import Form

# What the flags of a panel say of a number: how it is read, and how it is hedged.
_HEDGES = {"about": "约", "over": "超过", "under": "不足"}
_DOUBTS = frozenset(("disputed", "doubtful", "narrative", "partial", "loose", "ocr"))
_PLAIN = r"^\s*\d{1,12}\s*$"


class Cells(Struct, frozen=True):
    """One column: whole numbers, and where there are none. `odd` cells hold something else, `unreadable` no number."""

    values: NDArray[np.int64]
    blank: NDArray[np.bool_]
    odd: NDArray[np.bool_]
    unreadable: NDArray[np.bool_]


def cells_of(column: Any, largest: int) -> Cells:
    """An Arrow column as whole numbers up to `largest`. A blank, a slash and a dash are no numbers, and not zero."""
    import pyarrow as pa

    kind = column.type
    if pa.types.is_floating(kind) or (pa.types.is_integer(kind) and kind != pa.uint64()):
        return _of_numbers(column, largest)
    return _of_text(as_text(column), largest)


def as_text(column: Any) -> Any:
    """The column as strings; lists and the like, which are no cells, as Python writes them."""
    import pyarrow as pa

    try:
        return column.cast(pa.string())
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid):
        return pa.array([None if value is None else str(value) for value in column.to_pylist()], pa.string())


def _of_numbers(column: Any, largest: int) -> Cells:
    import numpy as np
    import pyarrow.compute as pc

    found = column.to_numpy(zero_copy_only=False)
    blank = np.asarray(pc.is_null(column, nan_is_null=True))
    with np.errstate(invalid="ignore"):
        whole = ~blank & (np.abs(found) <= largest)
        whole &= found == np.where(whole, np.rint(found), 0)
        values = np.where(whole, found, 0).astype(np.int64)
        endless = ~blank & np.isinf(found)
    return Cells(values, blank, ~whole & ~blank, endless)


def _of_text(column: Any, largest: int) -> Cells:
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    plain = pc.fill_null(pc.match_substring_regex(column, _PLAIN), False)
    values = np.array(pc.cast(pc.utf8_trim_whitespace(pc.if_else(plain, column, "0")), pa.int64()))
    blank = np.array(pc.is_null(column))
    odd = ~np.asarray(plain) & ~blank
    unreadable = np.zeros_like(odd)
    # Everything else is read as the cell of a report is, each text once.
    texts = pc.unique(column.filter(pa.array(odd)))
    if len(texts):
        read = [read_cell(text) for text in texts.to_pylist()]
        counts = [_count(cell.quantity, largest) for cell in read]
        place = np.asarray(pc.fill_null(pc.index_in(column, texts), -1))
        at = place[odd]
        values[odd] = np.array([count or 0 for count in counts], dtype=np.int64)[at]
        blank[odd] = np.array([cell.state in ("blank", "slash", "dash") for cell in read])[at]
        unreadable[odd] = np.array([cell.state == "unreadable" for cell in read])[at]
        odd[odd] = np.array(
            [cell.state == "unreadable" or (cell.state == "value" and count is None)
             for cell, count in zip(read, counts, strict=True)]
        )[at]  # fmt: skip
    return Cells(values, blank, odd, unreadable)


def _count(quantity: Quantity | None, largest: int) -> int | None:
    """The whole number that an exact quantity without a unit is."""
    if quantity is None or quantity.value is None or not quantity.is_point or quantity.hedge != "exact":
        return None
    value = quantity.value
    return int(value) if not quantity.unit and abs(value) <= largest and value == int(value) else None


def record_of_row(
    form: Form, cells: Mapping[str, str], flags: Mapping[str, str], path: str, body: str | None, year: int | None
) -> Record:
    """One row as a record of the form, every indicator that has a column in a cell of the form's own grid.

    `flags` are those of a panel: a doubt makes a number a loose one, a hedge an approximate one.
    """
    figures: list[Figure] = []
    for number, table in enumerate(form.tables, start=1):
        for down, row in enumerate(table.rows):
            for right, column in enumerate(table.columns):
                name = f"{table.id}.{row.id}.{column.id}"
                text = cells.get(name)
                if text is None or (row.header and not text.strip()):
                    continue
                words = set(flags.get(name, "").split("+"))
                hedge = next((_HEDGES[word] for word in sorted(words & _HEDGES.keys())), "")
                read = read_cell(hedge + text if text.strip() else text)
                raw, start = text.strip(), len(figures) * 100
                evidence = Evidence("", start, start + len(raw), raw, cell=(down, right))
                several = len(table.columns) > 1
                figures.append(
                    Figure(
                        f"t{number}:{down},{right}", name, read.quantity, hedge + raw, "table", row.label,
                        "/".join((*row.under, row.label)), column.label if several else None,
                        "/".join(filter(None, (column.under, column.label))) if several else None, raw, evidence,
                        link="exact", confidence="loose" if words & _DOUBTS else "sure", state=read.state,
                    )
                )  # fmt: skip
    return Record(
        path, "", "table", "ok", body, None, None, year, None, None, None, form.form, "", tuple(figures),
        cells=len(figures), cells_read=len(figures),
    )  # fmt: skip
