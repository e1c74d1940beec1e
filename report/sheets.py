"""What every workbook shares: text that stays text, numbers with their units, Excel's limits, fixed dates."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

import xlsxwriter
from rich.cells import cell_len

from .quick_sheet import QuickSheet
from .spreadsheet_text import without_control

MAX_ROWS = 1_048_576
MAX_TEXT = 32_767
# Excel drops the links of a sheet that has more.
MAX_LINKS = 60_000
_A4 = 9
_LINE_HEIGHT = 15
_MOST_LINES = 8
_MAX_FORMATS = 200


class Book:
    """A workbook being written; equal calls give equal bytes."""

    def __init__(self) -> None:
        self._stream = io.BytesIO()
        options = {
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": True,
            # Rows go to disk as they are written, or hundreds of thousands of them would fill the memory.
            "constant_memory": True,
        }
        self.book = xlsxwriter.Workbook(self._stream, options)
        self.book.set_properties({"author": "gouji", "created": datetime(2000, 1, 1)})
        self.book.set_calc_mode("auto")
        self._formats: dict[str, Any] = {}
        self._numbers: dict[tuple[str, int, str], Any] = {}
        self.omissions: list[str] = []

    def finish(self) -> bytes:
        self.book.close()
        return self._stream.getvalue()

    def style(self, name: str) -> Any:
        """One of the house's few cell styles."""
        if name not in self._formats:
            self._formats[name] = self.book.add_format(_STYLES[name])
        return self._formats[name]

    def number_style(self, unit: str, places: int, style: str = "cell") -> Any:
        """A number format that prints the unit, such as `#,##0.00"万元"`."""
        key = (unit, places, style)
        if key not in self._numbers:
            if len(self._numbers) >= _MAX_FORMATS:
                return self.style("number")
            shown = "#,##0" + ("." + "0" * min(places, 10) if places else "")
            if plain := without_control(unit).replace('"', "").replace("\\", "")[:12]:
                shown += f'"{plain}"'
            self._numbers[key] = self.book.add_format({**_STYLES[style], "num_format": shown, "align": "right"})
        return self._numbers[key]

    def sheet(self, name: str, headings: Sequence[tuple[str, float]], freeze: tuple[int, int] = (1, 0)) -> Sheet:
        """A sheet whose first row holds headings of the given widths, frozen, with filters."""
        return Sheet(self, self.book.add_worksheet(name, QuickSheet), headings, freeze)


class Sheet:
    """A sheet written row after row."""

    def __init__(self, book: Book, sheet: Any, headings: Sequence[tuple[str, float]], freeze: tuple[int, int]) -> None:
        self.book = book
        self.sheet = sheet
        self.row = 0
        self.links = 0
        self.columns = len(headings)
        self.widths = [width for _, width in headings]
        self._lines = 1
        for column, (_, width) in enumerate(headings):
            sheet.set_column(column, column, width)
        if any(name for name, _ in headings):
            for column, (name, _) in enumerate(headings):
                self.text(column, name, "head")
            self.next()
            sheet.repeat_rows(0)
        if freeze != (0, 0):
            sheet.freeze_panes(*freeze)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer("&L&A&R&P / &N")
        sheet.fit_to_pages(1, 0)

    def next(self) -> None:
        """Go to the next row; the one left is made high enough for what its cells hold.

        Not every program does that by itself for wrapped text.
        """
        if self._lines > 1:
            self.sheet.set_row(self.row, _LINE_HEIGHT * self._lines)
        self.row += 1
        self._lines = 1

    @property
    def full(self) -> bool:
        return self.row >= MAX_ROWS - 1

    def text(self, column: int, text: str | None, style: str = "cell") -> None:
        """Text that is never taken for a formula, number or link."""
        if not text:
            self.sheet.write_blank(self.row, column, None, self.book.style(style))
            return
        plain, lines = _shown(text, self.widths[column])
        if lines > self._lines and style not in ("long", "title", "plain"):
            self._lines = lines
        self.sheet.write_string(self.row, column, plain, self.book.style(style))

    def number(self, column: int, value: Decimal | int | None, unit: str = "", style: str = "cell") -> None:
        """A number with its unit; Excel keeps fifteen digits, so a longer one is written as text."""
        if value is None:
            self.text(column, None, style)
            return
        number = Decimal(value)
        digits, exponent = number.as_tuple().digits, number.as_tuple().exponent
        places = max(0, -exponent) if isinstance(exponent, int) else 0
        if len(digits) > 15:
            self.text(column, format(number, "f") + unit, style)
        else:
            self.sheet.write_number(self.row, column, float(number), self.book.number_style(unit, places, style))

    def formula(self, column: int, formula: str, result: str | float | None, style: str = "cell") -> None:
        """A formula with the result it has now, for programs that do not calculate."""
        self.sheet.write_formula(self.row, column, formula, self.book.style(style), "" if result is None else result)

    def link(self, column: int, place: str, text: str) -> None:
        """A link to a cell of this workbook, as long as Excel takes more links."""
        if self.links >= MAX_LINKS:
            self.text(column, text)
            return
        self.links += 1
        self.sheet.write_url(
            self.row, column, f"internal:{place}", self.book.style("link"), without_control(text)[:200]
        )
        self._lines = max(self._lines, _lines(text[:200], self.widths[column]))

    def filters(self) -> None:
        if self.row > 1:
            self.sheet.autofilter(0, 0, self.row - 1, self.columns - 1)


_BASE = {"valign": "top", "text_wrap": True, "border": 1, "border_color": "#D4D4DC"}
_STYLES: dict[str, dict[str, Any]] = {
    "cell": _BASE,
    "number": {**_BASE, "align": "right"},
    "head": {**_BASE, "bold": True, "bg_color": "#E4E7EE"},
    "title": {"bold": True, "font_size": 14},
    "plain": {"valign": "top"},
    "link": {**_BASE, "font_color": "#0B4FA8", "underline": 1},
    "input": {**_BASE, "bg_color": "#FFFBE0"},
    "suspect": {**_BASE, "bg_color": "#FFD7D7", "bold": True},
    # Cells that are read one at a time; they do not make their row higher.
    "long": _BASE,
    "fill": {**_BASE, "bg_color": "#F2F7F2"},
    "error": {"font_color": "#B00020", "bold": True},
    "warning": {"font_color": "#8A4B00", "bold": True},
    "good": {"font_color": "#1B6E2D"},
    "bad": {"font_color": "#FFFFFF", "bg_color": "#B00020", "bold": True},
    "grey": {"font_color": "#6B6B76"},
}


@lru_cache(20_000)
def _shown(text: str, width: float) -> tuple[str, int]:
    """The text as a cell can hold it, and its lines; paths, labels and words come back thousands of times."""
    plain = without_control(text)
    if len(plain) > MAX_TEXT:
        plain = plain[: MAX_TEXT - 1] + "…"
    return plain, _lines(plain, width)


def _lines(text: str, width: float) -> int:
    """How many lines a cell of this width needs; a Chinese character is as wide as two digits."""
    if len(text) * 2 <= width:
        return 1 + text.count("\n")
    return min(_MOST_LINES, sum(max(1, -(-cell_len(line) // max(1, int(width) - 1))) for line in text.split("\n")))


def colour_words(sheet: Sheet, column: int, last: int, words: Sequence[tuple[str, str]]) -> None:
    """Colour a column's cells by their text, which follows when a formula's result changes."""
    for word, style in words:
        rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": sheet.book.style(style)}
        sheet.sheet.conditional_format(0, column, max(1, last), column, rule)


def column_letter(column: int) -> str:
    return chr(ord("A") + column)
