"""Figures in Excel: the sheet of a working paper, and the whole workbook of `extract --format xlsx`."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from ..model import Record
from .figures import select
from .sheets import MAX_ROWS, Book
from .spreadsheet_text import without_control as clean
from .words import Say, shorten, source_word, speak


def render_figure_workbook(records: Sequence[Record], all_cells: bool = False, unlinked: bool = False) -> bytes:
    """One sheet, a figure a row."""
    book = Book()
    write_figures(book, records, speak("zh"), all_cells, unlinked)
    return book.finish()


def write_figures(
    book: Book, records: Sequence[Record], say: Say, all_cells: bool = False, unlinked: bool = False
) -> None:
    """Add the sheet; figures beyond Excel's last row are counted there in one line."""
    names = (
        ("报告", "report", 30), ("单位", "body", 16), ("年度", "year", 6), ("指标", "indicator", 26),
        ("行", "row", 36), ("列", "column", 18), ("数值", "value", 14), ("计量单位", "unit", 8),
        ("至少", "at least", 12), ("至多", "at most", 12), ("说法", "hedge", 8), ("来源", "source", 6),
        ("页", "page", 5), ("起", "start", 8), ("原文", "text", 48),
    )  # fmt: skip
    heads = [(say(zh, en), width) for zh, en, width in names]
    sheet = book.sheet(say("数字", "Figures"), heads)
    sheet.sheet.set_column(13, 13, 8, None, {"hidden": True})
    write_string, write_number = sheet.sheet.write_string, sheet.sheet.write_number
    # Paths, indicators and labels come back thousands of times.
    cut = lru_cache(10_000)(lambda text: shorten(clean(text), 2000))
    left_out = 0
    for record in records:
        for figure in select(record, all_cells, unlinked):
            if sheet.row >= MAX_ROWS - 2:
                left_out += 1
                continue
            row, quantity = sheet.row, figure.quantity if figure.state == "value" else None
            texts = (record.path, record.body, None, figure.indicator, figure.row_path or figure.label, figure.column)
            for column, text in enumerate(texts):
                if text:
                    write_string(row, column, cut(text))
            if record.year is not None:
                write_number(row, 2, record.year)
            if quantity is not None:
                sheet.number(6, quantity.value, "", "number") if quantity.value is not None else None
                if quantity.unit:
                    write_string(row, 7, clean(quantity.unit))
                for column, bound in ((8, quantity.lo), (9, quantity.hi)):
                    if bound is not None and not quantity.is_point:
                        write_number(row, column, float(Decimal(bound)))
            hedge = quantity.hedge if quantity is not None else figure.state
            if hedge != "exact":
                write_string(row, 10, hedge)
            write_string(row, 11, source_word(figure.origin, say))
            if figure.evidence.page is not None:
                write_number(row, 12, figure.evidence.page)
            write_number(row, 13, figure.evidence.start)
            write_string(row, 14, shorten(clean(figure.text or figure.raw), 500))
            sheet.next()
    sheet.filters()
    if left_out:
        message = say(f"另有 {left_out} 个数字超出 Excel 行数上限", f"{left_out} figures beyond Excel's last row")
        sheet.text(0, message)
