"""Tables over page breaks: what is one row, one cell, one table, and what is not."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

import pytest
from gouji.ingest.builder import Source
from gouji.ingest.pdf import read
from gouji.model import Document, Table

pytest.importorskip("reportlab")
_spec = importlib.util.spec_from_file_location("pdf_samples", Path(__file__).with_name("pdf_samples.py"))
assert _spec and _spec.loader
s = sys.modules.setdefault("pdf_samples", importlib.util.module_from_spec(_spec))
_spec.loader.exec_module(s)

HEAD = ["项目", "数量", "金额"]
WIDTHS = [100, 80, 80]


def document(data: bytes) -> Document:
    return read(data, Source("a.pdf", "a.pdf", "0", "pdf"))


def rows(table: Table) -> list[list[str]]:
    """The grid, merged cells at their first place only."""
    height = max(c.row + c.rowspan for c in table.cells)
    width = max(c.col + c.colspan for c in table.cells)
    grid = [[""] * width for _ in range(height)]
    for cell in table.cells:
        grid[cell.row][cell.col] = cell.text
    return grid


def two_pages(first: list[list[str]], second: list[list[str]], bottom: bool = True) -> Document:
    top = s.HEIGHT - 60 - 20 * len(first)
    return document(
        s.make(
            lambda c: s.grid(c, 72, top, WIDTHS, first, bottom=bottom),
            lambda c: s.grid(c, 72, 60, WIDTHS, second),
        )
    )


def test_table_over_two_pages_is_one() -> None:
    found = two_pages([HEAD, ["许可", "1", "2"]], [["处罚", "3", "4"]])
    assert [rows(t) for t in found.tables] == [[HEAD, ["许可", "1", "2"], ["处罚", "3", "4"]]]
    assert found.tables[0].pages == (1, 2)
    assert [c.page for c in found.tables[0].cells] == [1] * 6 + [2] * 3


def test_repeated_header_is_dropped_and_marked() -> None:
    found = two_pages([HEAD, ["许可", "1", "2"]], [HEAD, ["处罚", "3", "4"]])
    assert rows(found.tables[0]) == [HEAD, ["许可", "1", "2"], ["处罚", "3", "4"]]
    assert [c.header for c in found.tables[0].cells] == [True] * 3 + [False] * 6


@pytest.mark.parametrize(
    ("again", "kept"),
    [
        (["许可", "1", "2"], False),
        (["许可", "0", "0"], True),
        (["合计", "2021", "2022"], False),
        (["许可", "8", "2"], True),
    ],
)
def test_equal_rows_of_numbers_under_a_repeated_header_are_two_rows(again: list[str], kept: bool) -> None:
    found = two_pages([HEAD, again, ["处罚", "3", "4"]], [HEAD, again, ["强制", "5", "6"]])
    assert rows(found.tables[0]) == [HEAD, again, ["处罚", "3", "4"], *([again] if kept else []), ["强制", "5", "6"]]


def test_row_cut_in_two_is_one_row() -> None:
    found = two_pages([HEAD, ["8.属于行政查询事项", "1", "2"]], [["的申请", "", ""], ["9.其他", "3", "4"]])
    assert rows(found.tables[0]) == [HEAD, ["8.属于行政查询事项的申请", "1", "2"], ["9.其他", "3", "4"]]


def test_full_rows_on_both_sides_of_the_break_stay_two() -> None:
    found = two_pages([HEAD, ["二、上年结转数量", "1", "2"]], [["本年新收", "3", "4"]])
    assert rows(found.tables[0])[1:] == [["二、上年结转数量", "1", "2"], ["本年新收", "3", "4"]]


def test_row_left_open_at_the_break_keeps_its_text() -> None:
    found = two_pages([HEAD, ["许可", "1", "2"]], [["处罚", "3", "4"]], bottom=False)
    assert rows(found.tables[0]) == [HEAD, ["许可", "1", "2"], ["处罚", "3", "4"]]


def test_text_between_keeps_tables_apart() -> None:
    def second(canvas: Any) -> None:
        s.text(canvas, 72, 60, "二、行政处罚情况")
        s.grid(canvas, 72, 90, WIDTHS, [HEAD, ["处罚", "3", "4"]])

    found = document(s.make(lambda c: s.grid(c, 72, 700, WIDTHS, [HEAD, ["许可", "1", "2"]]), second))
    assert len(found.tables) == 2


def test_merged_label_runs_over_the_break() -> None:
    def part(canvas: Any, top: float, label: str, data: list[list[str]]) -> None:
        end = top + 20 * len(data)
        s.line(canvas, 72, top, 72, end)
        s.line(canvas, 72, top, 92, top)
        s.line(canvas, 72, end, 92, end)
        s.grid(canvas, 92, top, [160, 60], data)
        for number, char in enumerate(label):
            s.text(canvas, 77, top + 4 + number * 12, char, 10)

    found = document(
        s.make(
            lambda c: part(c, 680, "办理结果", [["（一）予以公开", "1"], ["（二）部分公开", "2"], ["（三）其他", "3"]]),
            lambda c: part(c, 60, "", [["（四）无法提供", "4"], ["（五）总计", "10"]]),
        )
    )
    cells = found.tables[0].cells
    assert (cells[0].text, cells[0].rowspan) == ("办理结果", 5)
    assert [c.text for c in cells if c.col == 2] == ["1", "2", "3", "4", "10"]


# A number that fills its cell, a label that does, an indent before one; and what looks alike but is two rows.
ROWS = [
    (["四、结转下年度的数量", "1", "1234567"], ["续办理", "", "89"], ["四、结转下年度的数量续办理", "1", "123456789"]),
    (["　　（三）工作人员情况", "人", "5"], ["统计数", "", ""], ["（三）工作人员情况统计数", "人", "5"]),
    (["362,", "12", "9"], ["822", "", ""], ["362,822", "12", "9"]),
    (["四、结转下年度的数量", "1", "12"], ["续办理", "", "89"], None),
    (["（三）行政处罚", "1", "1234567"], ["（四）行政强制", "", "89"], None),
    (["四、结转下年度的数量", "1", "2"], ["五、合计", "", ""], None),
]


@pytest.mark.parametrize(("above", "below", "whole"), ROWS)
def test_halves_of_a_row_are_joined_and_two_rows_are_not(
    above: list[str], below: list[str], whole: list[str] | None
) -> None:
    def page(canvas: Any, top: float, data: list[list[str]]) -> None:
        s.grid(canvas, 72, top, [110, 50, 44], [[""] * 3 for _ in data])
        for row, words in enumerate(data):
            for x, word in zip((76, 186, 236), words, strict=True):
                indent = 10 * (len(word) - len(word.lstrip("　")))
                s.text(canvas, x + indent, top + 4 + row * 20, word.strip("　"), 10)

    first = [HEAD, ["许可", "7", "8"], above]
    found = document(s.make(lambda c: page(c, 700, first), lambda c: page(c, 60, [below, ["强制", "3", "4"]])))
    middle = [whole] if whole else [[word.strip("　") for word in above], below]
    assert rows(found.tables[0]) == [HEAD, ["许可", "7", "8"], *middle, ["强制", "3", "4"]]


def test_cells_left_open_on_both_pages_are_one_row() -> None:
    def second(canvas: Any) -> None:
        for x in (72, 172, 252, 332):
            s.line(canvas, x, 60, x, 100)
        for top in (80, 100):
            s.line(canvas, 72, top, 332, top)
        for x, word in zip((76, 76, 176, 256), ("内容", "强制", "3", "4"), strict=True):
            s.text(canvas, x, 64 if word == "内容" else 84, word, 10)

    first = [HEAD, ["许可", "7", "8"], ["信息", "9", "9"]]
    found = document(s.make(lambda c: s.grid(c, 72, 700, WIDTHS, first, bottom=False), second))
    assert rows(found.tables[0])[2:] == [["信息内容", "9", "9"], ["强制", "3", "4"]]


def test_merged_header_ends_above_a_row_that_begins_with_a_blank() -> None:
    def first(canvas: Any) -> None:
        s.line(canvas, 232, 680, 332, 680)
        for x in (72, 132, 232, 332):
            s.line(canvas, x, 680, x, 720)
        s.line(canvas, 72, 680, 232, 680)
        s.line(canvas, 232, 700, 332, 700)
        s.line(canvas, 282, 700, 282, 720)
        s.line(canvas, 72, 720, 332, 720)
        for x, top, word in (
            (76, 690, "项目"),
            (140, 690, "自然人"),
            (240, 684, "法人"),
            (236, 704, "企业"),
            (286, 704, "其他"),
        ):
            s.text(canvas, x, top, word, 10)

    data = [["一、本年新收", "", "3", "4"], ["二、上年结转", "5", "6", "7"]]
    found = document(s.make(first, lambda c: s.grid(c, 72, 60, [60, 100, 50, 50], data, size=8)))
    assert rows(found.tables[0]) == [["项目", "自然人", "法人", ""], ["", "", "企业", "其他"], *data]
    assert [c.rowspan for c in found.tables[0].cells if c.row == 0] == [2, 2, 1]


@pytest.mark.parametrize(
    ("second", "tables"),
    [
        ([["名称", "件数", "费用"], ["强制", "3", "4"]], 2),
        ([["强制", "3", "4"], ["收费", "5", "6"]], 1),
        ([["强制", "无", "/"], ["收费", "5", "6"]], 1),
    ],
)
def test_table_with_a_header_of_its_own_is_another(second: list[list[str]], tables: int) -> None:
    found = two_pages([HEAD, ["许可", "1", "2"], ["处罚", "3", "4"]], second)
    assert len(found.tables) == tables
    assert [row for table in found.tables for row in rows(table)][3:] == second
