"""Spreadsheets (XLSX, XLS by calamine) and CSV: each sheet a table."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from msgspec.structs import replace

from ..errors import InputError
from ..model import Document
from .builder import Builder, CellDraft, Source
from .decode import decode
from .grid import lay
from .headings import find_title, sections_of
from .limits import Limits
from .unpack import open_zip, read_entry

T = TypeVar("T")
_REFERENCE = re.compile(r"([A-Za-z]*)(\d*)")


def read(data: bytes, source: Source, limits: Limits) -> Document:
    """Read a workbook or a CSV file.

    Raises:
        InputError: damaged, encrypted, empty, or over a limit.
    """
    builder = Builder(source, limits)
    if source.format == "csv":
        sheets = [("", _csv_rows(data, source, builder))]
    else:
        sheets = sheets_of(data, source.format, limits, _rows)
    sheets = [(name, rows) for name, rows in sheets if any(cell.text for row in rows for cell in row)]
    if not sheets:
        raise InputError("表格文件中没有数据", "the spreadsheet holds no data", "empty")
    heads: list[str] = []
    for name, rows in sheets:
        if len(sheets) > 1:
            builder.block("heading", name, 1)
        builder.table(lay(rows, limits))
        heads += [cell.text for row in rows[:3] for cell in row if cell.text][:3]
    document = builder.finish(find_title(heads))
    return replace(document, sections=sections_of(document.blocks, document.text))


# ---------------------------------------------------------------- workbooks
def sheets_of(
    data: bytes, format: str, limits: Limits, rows: Callable[[Any], list[list[T]]]
) -> list[tuple[str, list[list[T]]]]:
    """The visible sheets by name, each as `rows` takes it from calamine's.

    Raises:
        InputError: damaged, encrypted or over a limit.
    """
    if format == "xlsx":
        _check_extent(data, limits)
    try:
        from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        found = []
        for meta in book.sheets_metadata:
            if meta.visible == SheetVisibleEnum.Visible and meta.typ == SheetTypeEnum.WorkSheet:
                sheet = book.get_sheet_by_name(meta.name)
                limits.check("cells", sheet.total_height * sheet.total_width)
                found.append((meta.name, rows(sheet)))
        return found
    except (InputError, KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:
        # A panic of the Rust library is no Exception.
        if "password" in str(error).lower() or "encrypt" in str(error).lower():
            raise InputError(
                "工作簿已加密，请另存为不加密的副本", "the workbook is encrypted; save an unencrypted copy", "encrypted"
            ) from error
        raise _damaged() from error


def _check_extent(data: bytes, limits: Limits) -> None:
    """A lone cell in the last corner makes calamine fill a sheet of 17,000 million cells: look before."""
    archive = open_zip(data, limits)
    names = archive.namelist()
    if "xl/workbook.xml" not in names:
        raise _damaged()
    for name in names:
        # A sheet may lie under any name; these never hold one.
        if name.startswith("xl/") and not name.startswith(("xl/media/", "xl/theme/", "xl/sharedStrings", "xl/styles")):
            blob = read_entry(archive, name, limits)
            if b"<" in blob[:200] and b"sheetData" in blob:
                limits.check("markup_bytes", len(blob))
                _check_sheet(blob, limits)


def _check_sheet(blob: bytes, limits: Limits) -> None:
    from lxml import etree

    row = column = rows = columns = 0
    try:
        for _, element in etree.iterparse(io.BytesIO(blob), events=("start",), resolve_entities=False, no_network=True):
            kind = etree.QName(element).localname if isinstance(element.tag, str) else ""
            if kind == "row":
                row, column = int(element.get("r") or row + 1), 0
            elif kind == "c":
                letters, digits = _REFERENCE.fullmatch(element.get("r") or "").groups()  # type: ignore[union-attr]
                column = _column(letters) if letters else column + 1
                rows, columns = max(rows, int(digits or row)), max(columns, column)
                limits.check("cells", rows * columns)
            if kind in ("row", "c"):
                _forget(element)
    except (etree.XMLSyntaxError, ValueError, AttributeError) as error:
        raise _damaged() from error


def _forget(element: Any) -> None:
    """Drop what stands before the element, so that the tree does not grow."""
    parent = element.getparent()
    while element.getprevious() is not None:
        del parent[0]


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper()[:7]:
        number = number * 26 + ord(letter) - 64
    return number


def _damaged() -> InputError:
    return InputError("工作簿已损坏，无法解析", "the workbook is damaged and cannot be parsed", "damaged")


def _rows(sheet: Any) -> list[list[CellDraft]]:
    """The used rectangle; merged ranges become spans of their first cell."""
    values = sheet.to_python(skip_empty_area=False)
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        bottom, right = min(bottom, len(values) - 1), min(right, len(values[0]) - 1 if values else 0)
        if bottom >= top and right >= left:
            spans[top, left] = (bottom - top + 1, right - left + 1)
            covered.update((row, col) for row in range(top, bottom + 1) for col in range(left, right + 1))
            covered.discard((top, left))
    rows = []
    for number, row in enumerate(values):
        cells = []
        for col, value in enumerate(row):
            if (number, col) not in covered:
                height, width = spans.get((number, col), (1, 1))
                cells.append(CellDraft(printed(value), height, width, col=col))
        rows.append(cells)
    return _trim(rows)


def _trim(rows: list[list[CellDraft]]) -> list[list[CellDraft]]:
    """Without empty rows above and below the data."""
    filled = [number for number, row in enumerate(rows) if any(cell.text for cell in row)]
    return rows[filled[0] : filled[-1] + 1] if filled else []


def printed(value: object) -> str:
    """A cell's value as a reader sees it in the general format: 344266, 0.1456, 2023-05-01."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return value.isoformat(" ") if isinstance(value, datetime.datetime) else value.isoformat()
    return str(value).strip() if value is not None else ""


# ---------------------------------------------------------------- CSV
def _csv_rows(data: bytes, source: Source, builder: Builder) -> list[list[CellDraft]]:
    builder.limits.check("text_chars", len(data) // 4)
    decoded = decode(data)
    if decoded.lossy:
        builder.problem(
            "encoding", "部分字节无法解码，已用 U+FFFD 代替", "some bytes could not be decoded; U+FFFD stands for them"
        )
    text = decoded.text.replace("\0", "")
    limit = csv.field_size_limit(builder.limits.text_chars)
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(text)) if any(row)]
    except csv.Error as error:
        raise InputError("CSV 格式有误，无法解析", "the CSV is malformed and cannot be parsed", "damaged") from error
    finally:
        csv.field_size_limit(limit)
    width = max(map(len, rows), default=0)
    builder.limits.check("cells", width * len(rows))
    return [[CellDraft(value.strip()) for value in row] for row in rows]


def delimiter(text: str) -> str:
    """The one of , ; and tab that splits the first lines most evenly."""
    lines = [line for line in text[:20_000].splitlines() if line.strip()][:50]

    def evenness(mark: str) -> tuple[int, int]:
        counts = [line.count(mark) for line in lines]
        common = max(set(counts), key=counts.count) if counts else 0
        return (counts.count(common) if common else 0, common)

    marks: Sequence[str] = (",", "\t", ";")
    return max(marks, key=evenness)
