"""How a table's lines may be drawn, and tables whose lines are drawn in part only."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from gouji.api import extract_record
from gouji.ingest.builder import Source
from gouji.ingest.pdf import read
from gouji.model import Document

pytest.importorskip("reportlab")
_spec = importlib.util.spec_from_file_location("pdf_samples", Path(__file__).with_name("pdf_samples.py"))
assert _spec and _spec.loader
s = sys.modules.setdefault("pdf_samples", importlib.util.module_from_spec(_spec))
_spec.loader.exec_module(s)

DATA = [["项目", "数量", "金额"], ["许可", "12", ""], ["处罚", "/", "1,234"]]
EDGES = [72.0, 172.0, 252.0, 332.0]
Border = Callable[[Any, float, float, float, float], None]


def boxes(spacing: float) -> Border:
    """Each cell in a frame of its own."""

    def draw(canvas: Any, x0: float, top: float, x1: float, bottom: float) -> None:
        canvas.rect(x0 + spacing / 2, s.HEIGHT - bottom + spacing / 2, x1 - x0 - spacing, bottom - top - spacing)

    return draw


def thick(canvas: Any, x0: float, top: float, x1: float, bottom: float) -> None:
    for x, y, w, h in (
        (x0, top, x1 - x0, 4),
        (x0, bottom, x1 - x0, 4),
        (x0, top, 4, bottom - top),
        (x1, top, 4, bottom - top),
    ):
        canvas.rect(x - 2, s.HEIGHT - y - h + 2, w, h, stroke=0, fill=1)


def dotted(canvas: Any, x0: float, top: float, x1: float, bottom: float) -> None:
    for x in range(round(x0), round(x1), 2):
        canvas.rect(x, s.HEIGHT - top, 0.8, 0.8, stroke=0, fill=1)
        canvas.rect(x, s.HEIGHT - bottom, 0.8, 0.8, stroke=0, fill=1)
    for y in range(round(top), round(bottom), 2):
        canvas.rect(x0, s.HEIGHT - y, 0.8, 0.8, stroke=0, fill=1)
        canvas.rect(x1, s.HEIGHT - y, 0.8, 0.8, stroke=0, fill=1)


def read_page(draw: Callable[[Any], None]) -> Document:
    return read(s.make(draw), Source("a.pdf", "a.pdf", "0", "pdf"))


def words(canvas: Any, data: list[list[str]] = DATA) -> None:
    for row, line in enumerate(data):
        for x, word in zip(EDGES, line, strict=False):
            s.text(canvas, x + 8, 105 + row * 20, word, 9)


BORDERS = {"touching": boxes(0), "spaced": boxes(2), "far": boxes(5), "thick": thick, "dotted": dotted}


@pytest.mark.parametrize("frame", [False, True])
@pytest.mark.parametrize("border", BORDERS)
def test_border(border: str, frame: bool) -> None:
    def draw(canvas: Any) -> None:
        for row in range(3):
            for x0, x1 in pairwise(EDGES):
                BORDERS[border](canvas, x0, 100 + row * 20, x1, 120 + row * 20)
        if frame:
            canvas.rect(70, s.HEIGHT - 162, 264, 64)
        words(canvas)

    table = read_page(draw).tables[0]
    assert [[c.text for c in table.cells if c.row == row] for row in range(3)] == DATA
    assert len(table.cells) == 9


def columns_only(canvas: Any) -> None:
    for x in EDGES:
        s.line(canvas, x, 100, x, 220)
    for top in (100, 220):
        s.line(canvas, 72, top, 332, top)


def rows_only(canvas: Any) -> None:
    for x in (72, 332):
        s.line(canvas, x, 100, x, 220)
    for top in range(100, 221, 20):
        s.line(canvas, 72, top, 332, top)


@pytest.mark.parametrize("lines", [columns_only, rows_only])
def test_columns_or_rows_without_lines_are_never_run_together(lines: Callable[[Any], None]) -> None:
    data = [["许可", "1", "12"], ["处罚", "2", "13"], ["强制", "3", "/"], ["收费", "4", "14"], ["采购", "5", "15"]]

    def draw(canvas: Any) -> None:
        lines(canvas)
        words(canvas, data)

    found = read_page(draw)
    assert not found.tables
    assert [[run.text for run in found.loose[0].runs if run.line == line] for line in range(5)] == data


def test_lines_of_one_table_do_not_move_those_of_another() -> None:
    def draw(canvas: Any) -> None:
        s.grid(canvas, 72, 100, [100, 60, 60], [["项目", "甲", "乙"], ["许可", "1", "2"]])
        s.text(canvas, 72, 160, "二、行政处罚情况")
        s.grid(canvas, 72, 190, [102.4, 62.4, 55.2], [["项目", "甲", "乙"], ["处罚", "3", "4"]])

    first, second = read_page(draw).tables
    assert [c.bbox[0] for c in first.cells if c.bbox and c.row == 0] == [72, 172, 232]
    assert [c.bbox[0] for c in second.cells if c.bbox and c.row == 0] == [72, 174.4, 236.8]


def test_blank_row_of_a_borderless_table_does_not_take_the_next_rows_number() -> None:
    table = [
        ("统计指标", "单位", "统计数"), ("（一）收到申请数", "件", "9"), ("1.当面申请数", "件", "4"),
        ("2.传真申请数", "件", "2"), ("3.网络申请数", "件", "3"), ("4.信函申请数", "件", "0"),
        ("（二）申请办结数", "件", "7"), ("1.按时办结数", "件", ""), ("2.延期办结数", "件", "5"),
        ("四、行政复议数量", "件", "1"),
    ]  # fmt: skip

    def draw(canvas: Any) -> None:
        s.text(canvas, 150, 60, "某县2016年政府信息公开工作年度报告", 16)
        for row, line in enumerate(table):
            for x, word in zip((72, 300, 380), line, strict=True):
                s.text(canvas, x, 100 + row * 20, word)

    record = extract_record(read_page(draw))
    found = {f.indicator: f.raw for f in record.figures if f.origin == "table" and f.state == "value"}
    assert found["applications.closed_extended.total"] == "5"
    assert "applications.closed_on_time.total" not in found
