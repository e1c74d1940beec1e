"""XlsxWriter's sheet with its inner loop cut short: a workbook over many reports has millions of cells."""

from __future__ import annotations

import io
from functools import cache
from html import escape
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

_column = cache(xl_col_to_name)


class QuickSheet(Worksheet):  # type: ignore[misc]
    """Writes the same bytes; what it does not know it leaves to XlsxWriter, and so it would if that were rewritten."""

    fh: Any
    # Without the look whether the place is given as "A1".
    write_string = Worksheet._write_string
    write_number = Worksheet._write_number
    write_blank = Worksheet._write_blank
    write_formula = Worksheet._write_formula

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        """The formula without its sign; ours use no function that would need Excel's prefix for newer ones."""
        return formula.removeprefix("=")

    def _write_single_row(self, current_row_num: int = 0) -> None:
        """Rows go to the file whole: a file open for reading too takes long over every write."""
        file, self.fh = self.fh, io.StringIO()
        super()._write_single_row(current_row_num)
        file.write(self.fh.getvalue())
        self.fh = file

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        kind = type(cell).__name__
        style = f' s="{cell.format._get_xf_index()}"' if cell.format else ""
        if kind == "String":
            text = cell.string
            if "_x" in text or "\r" in text:
                # XlsxWriter knows how Excel wants these escaped, but takes a text between <r> and </r> for its own.
                text = self._escape_control_characters(text)
            space = ' xml:space="preserve"' if text[:1].isspace() or text[-1:].isspace() else ""
            shown = f' t="inlineStr"><is><t{space}>{escape(text, quote=False)}</t></is></c>'
        elif kind == "Number":
            shown = f"><v>{cell.number:.16G}</v></c>"
        elif kind == "Blank":
            shown = "/>"
        else:
            super()._write_cell(row, col, cell)
            return
        self.fh.write(f'<c r="{_column(col)}{row + 1}"{style}{shown}')
