"""`extract`: every figure of the records as JSON lines, CSV, Parquet or a workbook, with the same columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

from ..model import Figure, Record, to_plain
from .machine import to_bytes
from .spreadsheet_text import harmless

COLUMNS = (
    "document", "sha256", "body", "year", "form", "indicator", "label", "row_path", "column", "column_path", "value",
    "unit", "lo", "hi", "lo_open", "hi_open", "hedge", "role", "source", "scope", "period", "text", "quote",
)  # fmt: skip
PLACE_COLUMNS = ("page", "bbox", "block", "cell", "start", "end")


def select(record: Record, all_cells: bool = False, unlinked: bool = False) -> Iterator[Figure]:
    """The figures to list: numbers; with `all_cells` blank, slash, dash and unreadable cells as well.

    `unlinked` keeps only those that no indicator fits.
    """
    for figure in record.figures:
        if (all_cells or figure.state == "value") and not (unlinked and figure.indicator is not None):
            yield figure


def figure_object(record: Record, figure: Figure) -> dict[str, Any]:
    """One figure as the JSON object others build on."""
    quantity = figure.quantity if figure.state == "value" else None
    return {
        "document": record.path,
        "sha256": record.sha256,
        "body": record.body,
        "year": record.year,
        "form": record.form,
        "indicator": figure.indicator,
        "label": figure.label,
        "row_path": figure.row_path,
        "column": figure.column,
        "column_path": figure.column_path,
        "value": _decimal(quantity.value) if quantity else None,
        "unit": quantity.unit if quantity else "",
        "lo": _decimal(quantity.lo) if quantity else None,
        "hi": _decimal(quantity.hi) if quantity else None,
        "lo_open": quantity.lo_open if quantity else False,
        "hi_open": quantity.hi_open if quantity else False,
        "hedge": quantity.hedge if quantity else figure.state,
        "role": figure.role,
        "source": figure.origin,
        "scope": figure.scope,
        "period": figure.period,
        "text": figure.text,
        "quote": figure.evidence.quote,
        "location": to_plain(figure.evidence.location),
    }


def _decimal(value: Any) -> str | None:
    return None if value is None else format(value, "f")


def _rows(records: Sequence[Record], all_cells: bool, unlinked: bool) -> Iterator[dict[str, Any]]:
    for record in records:
        for figure in select(record, all_cells, unlinked):
            yield figure_object(record, figure)


def flat_row(plain: dict[str, Any]) -> list[Any]:
    """The object as one row: the location's parts become columns, lists become text."""
    where = plain["location"]
    place = [
        where["page"],
        _joined(where["bbox"]),
        where["block"],
        _joined(where["cell"]),
        where["start"],
        where["end"],
    ]
    return [plain[name] for name in COLUMNS] + place


def _joined(values: Sequence[float] | None) -> str | None:
    return None if values is None else ",".join(format(value, "g") for value in values)


def render_jsonl(records: Sequence[Record], all_cells: bool, unlinked: bool) -> bytes:
    return b"".join(to_bytes(row) for row in _rows(records, all_cells, unlinked))


def render_csv(records: Sequence[Record], all_cells: bool, unlinked: bool) -> bytes:
    """With a byte order mark, for Excel."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([*COLUMNS, *PLACE_COLUMNS])
    for row in _rows(records, all_cells, unlinked):
        writer.writerow([harmless(_lower(cell)) for cell in flat_row(row)])
    return stream.getvalue().encode("utf-8-sig", "replace")


def _lower(cell: Any) -> Any:
    return str(cell).lower() if isinstance(cell, bool) else cell


def render_parquet(records: Sequence[Record], all_cells: bool, unlinked: bool) -> bytes:
    """Values stay the decimal strings of the JSON, so that nothing is rounded."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    where = pa.struct(
        [
            ("page", pa.int32()), ("bbox", pa.list_(pa.float64())), ("block", pa.string()),
            ("cell", pa.list_(pa.int32())), ("start", pa.int64()), ("end", pa.int64()),
        ]
    )  # fmt: skip
    kinds = {"year": pa.int32(), "lo_open": pa.bool_(), "hi_open": pa.bool_()}
    fields = [(name, kinds.get(name, pa.string())) for name in COLUMNS]
    table = pa.Table.from_pylist(list(_rows(records, all_cells, unlinked)), pa.schema([*fields, ("location", where)]))
    sink = io.BytesIO()
    pq.write_table(table, sink, compression="zstd")
    return sink.getvalue()
