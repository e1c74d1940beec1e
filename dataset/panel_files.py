"""The panel as CSV, Parquet, Excel or Stata, with no clock in any of them."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import UsageError
from .panel import RULE, concepts, long_panel, stata_names, wide_panel

if TYPE_CHECKING:
    import pandas as pd

    from .opened import Dataset

_EXCEL_ROWS = 1_048_575
_THEN = dt.datetime(2000, 1, 1)


def write_panel(dataset: Dataset, out: str, wide: bool = False) -> list[str]:
    """Write the panel to `out`; its ending decides: .csv, .parquet, .xlsx or .dta. Returns the files written.

    Beside it (or in a sheet of it) goes the table of which form version has which concept.

    Raises:
        UsageError: another ending, a file that cannot be written, or too many rows for Excel.
    """
    ending = Path(out).suffix.lower()
    writers = {".csv": _csv, ".parquet": _parquet, ".xlsx": _xlsx, ".dta": _stata}
    if ending not in writers:
        raise UsageError(
            f"{out}：扩展名应为 {'、'.join(writers)} 之一", f"{out}: the name must end in one of {', '.join(writers)}"
        )
    frame = wide_panel(dataset) if wide else long_panel(dataset)
    table = concepts(dataset)
    if ending == ".xlsx" and len(frame) > _EXCEL_ROWS:
        raise UsageError(
            f"{out}：{len(frame):,} 行超过 Excel 的上限，请用 .parquet 或 .csv",
            f"{out}: {len(frame):,} rows are more than Excel takes; use .parquet or .csv",
        )
    partial = f"{out}.partial{ending}"
    try:
        writers[ending](partial, frame, table)
        os.replace(partial, out)
        if ending == ".xlsx":
            return [out]
        beside = str(Path(out).with_suffix("")) + ".concepts.csv"
        _csv(beside, table, table)
        return [out, beside]
    except OSError as error:
        Path(partial).unlink(missing_ok=True)
        raise UsageError(
            f"{out}：无法写入（{error.strerror}）", f"{out}: cannot be written ({error.strerror})"
        ) from None


def _csv(out: str, frame: pd.DataFrame, _: pd.DataFrame) -> None:
    # Excel recognises UTF-8 by the BOM alone.
    frame.to_csv(out, index=False, encoding="utf-8-sig", lineterminator="\r\n")


def _parquet(out: str, frame: pd.DataFrame, _: pd.DataFrame) -> None:
    frame.to_parquet(out, index=False, compression="zstd")


def _xlsx(out: str, frame: pd.DataFrame, table: pd.DataFrame) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        book.set_properties({"created": _THEN})
        for name, rows in (("panel", frame), ("concepts", table)):
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            _fill(sheet, rows)
        sheet = book.add_worksheet("rule")
        sheet.write_string(0, 0, RULE)


def _fill(sheet: Any, frame: pd.DataFrame) -> None:
    import pandas as pd

    for column, name in enumerate(frame.columns):
        sheet.write_string(0, column, str(name))
    for row, values in enumerate(frame.itertuples(index=False, name=None), 1):
        for column, value in enumerate(values):
            if value is None or value is pd.NA or value != value:
                continue
            if isinstance(value, int | float):
                sheet.write_number(row, column, value)
            else:
                # As text whatever it begins with: a printed label is never a formula.
                sheet.write_string(row, column, str(value))


def _stata(out: str, frame: pd.DataFrame, _: pd.DataFrame) -> None:
    import pandas as pd

    names = stata_names([str(name) for name in frame.columns])
    labels = {names[name]: name[:80] for name in names}
    data = frame.rename(columns=names)
    for name in data.columns:
        if pd.api.types.is_numeric_dtype(data[name]):
            data[name] = data[name].astype("float64")
        else:
            data[name] = data[name].astype("object").where(data[name].notna(), "")
    data.to_stata(
        out, write_index=False, version=118, time_stamp=_THEN, variable_labels=labels, data_label="gouji panel"
    )
