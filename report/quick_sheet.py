"""XlsxWriter's sheet with its inner loop cut short: a workbook over many reports has millions of cells."""

from __future__ import annotations

import io
from functools import cache, lru_cache
from html import escape
from math import isfinite
from operator import itemgetter
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

_column = cache(xl_col_to_name)
_FIRST = itemgetter(0)


class QuickSheet(Worksheet):  # type: ignore[misc]
    """Writes the same bytes, in constant memory only; what it does not know it leaves to XlsxWriter.

    Texts and numbers wait in the row as the end of their XML, everything else as XlsxWriter's own cells. Styles are
    numbered as they come, so that a row that is not written from left to right has other numbers for the same styles.
    """

    fh: Any
    previous_row: int

    def write_string(self, row: int, col: int, string: str, cell_format: Format | None = None) -> None:
        """Text of at most 32,767 characters, as the caller sees to."""
        self._put(row, col, _text_end(string, _style(cell_format)))

    def write_number(self, row: int, col: int, number: float, cell_format: Format | None = None) -> None:
        if isfinite(number):
            self._put(row, col, f"{_style(cell_format)}><v>{number:.16G}</v></c>")
        else:
            super()._write_number(row, col, number, cell_format)

    def write_blank(self, row: int, col: int, blank: None, cell_format: Format | None = None) -> None:
        self._put(row, col, _style(cell_format) + "/>")

    def write_formula(self, row: int, col: int, formula: str, cell_format: Format | None, value: str | float) -> None:
        """A formula with its sign and with no function that would need Excel's prefix for newer ones."""
        kind = ' t="str"' if isinstance(value, str) and value else ""
        shown = f"<f>{escape(formula[1:], quote=False)}</f><v>{escape(str(value), quote=False)}</v></c>"
        self._put(row, col, f"{_style(cell_format)}{kind}>{shown}")

    def _put(self, row: int, col: int, end: str) -> None:
        if row > self.previous_row:
            self._write_single_row(row)
        if col not in self.table[row]:
            self._check_dimensions(row, col)
        self.table[row][col] = end

    def _write_single_row(self, current_row_num: int = 0) -> None:
        """Rows go to the file whole: a file open for reading too takes long over every write."""
        file, self.fh = self.fh, io.StringIO()
        row, cells = self.previous_row, self.table.get(self.previous_row)
        if cells:
            self.previous_row = current_row_num
            self._write_row(row, None, self.row_info.get(row))
            for column, cell in sorted(cells.items(), key=_FIRST):
                if type(cell) is str:
                    self.fh.write(f'<c r="{_column(column)}{row + 1}"{cell}')
                else:
                    self._write_cell(row, column, cell)
            self.fh.write("</row>")
            self.table.clear()
        else:
            super()._write_single_row(current_row_num)
        file.write(self.fh.getvalue())
        self.fh = file


def _style(cell_format: Format | None) -> str:
    return f' s="{cell_format._get_xf_index()}"' if cell_format else ""


@lru_cache(20_000)
def _text_end(text: str, style: str) -> str:
    """Paths, labels and words come back thousands of times."""
    space = ' xml:space="preserve"' if text[:1].isspace() or text[-1:].isspace() else ""
    if "_x" in text or "\r" in text:
        # XlsxWriter knows how Excel wants these escaped, but takes a text between <r> and </r> for its own.
        text = QuickSheet._escape_control_characters(text)
    return f'{style} t="inlineStr"><is><t{space}>{escape(text, quote=False)}</t></is></c>'
