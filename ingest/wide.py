"""A table of a researcher's own, CSV, XLSX, XLS or Parquet, as Arrow columns, some thousand rows at a time."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

from msgspec import Struct

from ..errors import InputError
from .decode import decode
from .limits import Limits
from .read import load, refuse_unreadable
from .sheet import delimiter, printed, sheets_of
from .sniff import sniff

ROWS = 10_000
# A title and remarks may stand above the names of the columns.
_HEAD = 20


class Wide(Struct, frozen=True):
    """`first` is the number of the first row of data as a spreadsheet counts; every batch has all the columns `names`.

    `sheets` are names of further sheets, which are not read.
    """

    names: tuple[str, ...]
    first: int
    batches: Iterator[Sequence[Any]]
    sheets: tuple[str, ...] = ()


def read_wide(path: str, limits: Limits, is_head: Callable[[Sequence[str]], bool]) -> Wide:
    """Open the table; `is_head` knows the row that names the columns.

    Raises:
        InputError: it cannot be read, is no table, or no row of it names columns that are known.
    """
    data = load(path, limits)
    if not data:
        raise InputError("文件为空（0 字节）", "the file is empty (0 bytes)", "empty")
    if data.startswith(b"PAR1"):
        return _parquet(data)
    format = sniff(data, path)
    if format in ("xlsx", "xls"):
        (_, rows), *others = sheets_of(data, format, limits, _values) or [("", [])]
        return _rows(iter(rows), is_head, tuple(name for name, _ in others))
    if format not in ("csv", "text", "code", "config", "no-words"):
        refuse_unreadable(format)
        raise InputError(
            f"{format} 不是表格，应为 CSV、XLSX 或 Parquet",
            f"{format} is no table; give CSV, XLSX or Parquet",
            "no-table",
        )
    text = decode(data).text.replace("\0", "")
    return _rows(_lines(text, limits), is_head)


def _parquet(data: bytes) -> Wide:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(pa.BufferReader(data))
        names = tuple(file.schema_arrow.names)
    except (pa.ArrowException, OSError) as error:
        raise _damaged("Parquet") from error

    def batches() -> Iterator[Sequence[Any]]:
        try:
            for batch in file.iter_batches(batch_size=ROWS):
                yield batch.columns
        except (pa.ArrowException, OSError) as error:
            raise _damaged("Parquet") from error

    return Wide(names, 2, batches())


def _values(sheet: Any) -> list[list[str]]:
    return [[printed(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]


def _lines(text: str, limits: Limits) -> Iterator[list[str]]:
    limit = csv.field_size_limit(limits.text_chars)
    try:
        # A StringIO would hold four bytes a character.
        lines = io.TextIOWrapper(io.BytesIO(text.encode()), "utf-8", newline="")
        mark = delimiter(text)
        del text
        yield from csv.reader(lines, delimiter=mark)
    except csv.Error as error:
        raise _damaged("CSV") from error
    finally:
        csv.field_size_limit(limit)


def _rows(rows: Iterator[list[str]], is_head: Callable[[Sequence[str]], bool], sheets: tuple[str, ...] = ()) -> Wide:
    for number, row in enumerate(islice(rows, _HEAD), start=1):
        names = tuple(name.strip() for name in row)
        if is_head(names):
            return Wide(names, number + 1, _batches(rows, len(names)), sheets)
    raise InputError(
        "没有一列以指标编码为名（如 applications.new.total；见 gouji form 表式名）",
        "no column bears the name of an indicator (such as applications.new.total; see gouji form NAME)",
        "no-indicator",
    )


def _batches(rows: Iterator[list[str]], width: int) -> Iterator[Sequence[Any]]:
    import pyarrow as pa

    while batch := list(islice(rows, ROWS)):
        for row in batch:
            row += [""] * (width - len(row))
        yield [pa.array(column, pa.string()) for column in islice(zip(*batch, strict=False), width)]


def _damaged(kind: str) -> InputError:
    return InputError(f"{kind} 文件已损坏，无法解析", f"the {kind} file is damaged and cannot be parsed", "damaged")
