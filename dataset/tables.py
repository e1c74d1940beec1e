"""Rows to Parquet: one schema, a fixed order, no clock, so that the same rows give the same bytes.

Each table is a folder of files `YEAR-NNNN.parquet` (`none-NNNN` where the year is not known). Every file carries all
columns, so pandas, polars and DuckDB open the folder as it is, and skip files and row groups by the year's range.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.ipc
import pyarrow.parquet as pq

from .columns import TABLES
from .rows import Row

ROWS_A_GROUP = 32_768
ROWS_A_FILE = 2_097_152
PIECES = 128


@lru_cache(maxsize=8)
def schema_of(table: str) -> Any:
    """The pyarrow schema of a table."""
    kinds = {
        "string": pa.string(),
        "integer": pa.int32(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "strings": pa.list_(pa.string()),
    }
    fields = [pa.field(c.name, kinds[c.kind], nullable=not c.required) for c in TABLES[table]]
    return pa.schema(fields)


def pack(table: str, rows: Sequence[Row]) -> bytes:
    """Rows as Arrow bytes, to be kept until the tables are written."""
    schema = schema_of(table)
    columns = [pa.array([row[name] for row in rows], schema.field(name).type) for name in schema.names]
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, schema) as writer:
        writer.write_batch(pa.record_batch(columns, schema=schema))
    return squeeze(sink.getvalue())


def unpack(data: bytes) -> Any:
    """What `pack` kept, as an Arrow table."""
    return pa.ipc.open_stream(expand(data)).read_all()


def squeeze(data: Any) -> bytes:
    """Compressed, with the length before compression in front."""
    return len(data).to_bytes(8, "little") + bytes(pa.compress(data, codec="zstd", asbytes=True))


def expand(data: bytes) -> Any:
    return pa.decompress(memoryview(data)[8:], decompressed_size=int.from_bytes(data[:8], "little"), codec="zstd")


class TableWriter:
    """Writes one table of a dataset, year after year, in the order given."""

    def __init__(self, folder: Path, table: str) -> None:
        self._folder = folder / table
        self._folder.mkdir(parents=True)
        self._table = table
        self._year: int | None = None
        self._waiting: list[Any] = []
        self._small: list[Any] = []
        self._rows = 0
        self._number = 0
        self._in_file = 0
        self._writer: Any = None
        self.files: list[dict[str, Any]] = []

    def write(self, year: int | None, rows: Any) -> None:
        """Append an Arrow table; all rows of a year must come together."""
        if year != self._year:
            self._end_year()
            self._year = year
        self._small.append(rows)
        self._rows += rows.num_rows
        if len(self._small) >= PIECES:
            self._gather()
        while self._rows >= ROWS_A_GROUP:
            self._flush(ROWS_A_GROUP)

    def close(self) -> list[dict[str, Any]]:
        """Finish; returns path, rows, bytes and hash of every file, in order."""
        self._end_year()
        if not self.files:
            self._open()
            self._close_file()
        return self.files

    def _gather(self) -> None:
        """Many tables of a few rows as one: each on its own takes far more memory than its rows."""
        if self._small:
            self._waiting.append(pa.concat_tables(self._small).combine_chunks())
            self._small = []

    def _flush(self, count: int) -> None:
        """Write exactly `count` rows as one row group, so that groups do not depend on how rows arrived."""
        self._gather()
        whole = pa.concat_tables(self._waiting)
        if self._writer is None:
            self._open()
        self._writer.write_table(whole.slice(0, count).combine_chunks(), row_group_size=count)
        rest = whole.slice(count)
        # A copy, or the slice would keep the whole alive.
        self._waiting = [rest.combine_chunks()] if rest.num_rows else []
        self._rows = rest.num_rows
        self._in_file += count
        if self._in_file >= ROWS_A_FILE:
            self._close_file()

    def _end_year(self) -> None:
        if self._rows:
            self._flush(self._rows)
        if self._writer is not None:
            self._close_file()
        self._number = 0

    def _open(self) -> None:
        name = f"{'none' if self._year is None else self._year}-{self._number:04d}.parquet"
        self._path = self._folder / name
        self._writer = pq.ParquetWriter(self._path, schema_of(self._table), compression="zstd", version="2.6")

    def _close_file(self) -> None:
        self._writer.close()
        self._writer = None
        with open(self._path, "rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        rows = pq.read_metadata(self._path).num_rows
        self.files.append(
            {
                "path": f"{self._table}/{self._path.name}",
                "rows": rows,
                "bytes": self._path.stat().st_size,
                "hash": f"sha256:{digest}",
            }
        )
        self._number += 1
        self._in_file = 0
