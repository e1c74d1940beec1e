"""A table of a dataset, as CSV, JSON lines, Parquet or Excel."""

from __future__ import annotations

import io
from numbers import Real
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def render_frame(frame: pd.DataFrame, format: str) -> bytes:
    """The frame in one of csv (with a BOM, for Excel), jsonl, parquet, xlsx; equal frames give equal bytes."""
    # Whole numbers with gaps are whole numbers, not 2019.0.
    frame = frame.convert_dtypes()
    if format == "jsonl":
        text: str = frame.to_json(orient="records", lines=True, force_ascii=False)
        return text.encode() if len(frame) else b""
    if format == "csv":
        for column in frame.select_dtypes("float").columns:
            frame[column] = frame[column].map(_short, na_action="ignore").astype("object")
        return b"\xef\xbb\xbf" + frame.to_csv(index=False, lineterminator="\r\n").encode()
    buffer = io.BytesIO()
    if format == "parquet":
        frame.to_parquet(buffer, index=False, compression="zstd")
    else:
        _workbook(buffer, frame)
    return buffer.getvalue()


def _short(value: float) -> str:
    """41, not 41.0, beside numbers that have decimals."""
    return repr(float(value)).removesuffix(".0")


def _workbook(buffer: io.BytesIO, frame: pd.DataFrame) -> None:
    import datetime as dt

    import pandas as pd
    import xlsxwriter

    # Text stays text: nothing in a cell becomes a formula or a link, and no clock is written.
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": dt.datetime(2000, 1, 1)})
    sheet = book.add_worksheet("query")
    for column, name in enumerate(frame.columns):
        sheet.write_string(0, column, str(name))
        for row, value in enumerate(frame[name], 1):
            if pd.isna(value):
                continue
            if isinstance(value, Real) and not isinstance(value, bool):
                sheet.write_number(row, column, float(value))
            else:
                sheet.write_string(row, column, str(value))
    sheet.freeze_panes(1, 0)
    book.close()
