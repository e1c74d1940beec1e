"""Workbooks and CSV: each sheet a table, its cells as they are shown."""

from __future__ import annotations

import datetime
import io

import openpyxl
import pytest
from gouji.errors import InputError
from gouji.ingest.read import read_bytes
from gouji.ingest.sheet import printed


def workbook(**sheets: list[list[object]]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return book


def data_of(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_each_sheet_is_a_table_under_its_name() -> None:
    document = read_bytes(
        data_of(workbook(甲表=[["指标", "数量"], ["收到", 12]], 乙表=[["x", 1.5], ["y", -2]])), "a.xlsx"
    )
    assert [[cell.text for cell in table.cells] for table in document.tables] == [
        ["指标", "数量", "收到", "12"],
        ["x", "1.5", "y", "-2"],
    ]
    assert [document.text[b.start : b.end] for b in document.blocks if b.kind == "heading"] == ["甲表", "乙表"]


def test_merged_cells_empty_rows_and_hidden_sheets() -> None:
    book = workbook(甲=[["某局年度报告", None, None], ["组", "宽", None], [None, 1, 2]], 乙=[["藏", 9], ["藏", 8]])
    book["甲"].merge_cells("A1:C1")
    book["甲"].merge_cells("A2:A3")
    book["甲"].merge_cells("B2:C2")
    book["乙"].sheet_state = "hidden"
    document = read_bytes(data_of(book), "a.xlsx")
    assert [(c.row, c.col, c.rowspan, c.colspan, c.text) for c in document.tables[0].cells] == [
        (0, 0, 1, 3, "某局年度报告"),
        (1, 0, 2, 1, "组"),
        (1, 1, 1, 2, "宽"),
        (2, 1, 1, 1, "1"),
        (2, 2, 1, 1, "2"),
    ]
    assert len(document.tables) == 1
    assert document.title == "某局年度报告"


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_csv(mark: str, encoding: str) -> None:
    text = f'指标{mark}数量\r\n"公开{mark}总数"{mark}12\r\n收费{mark}\r\n'
    document = read_bytes(text.encode(encoding), "a.csv")
    assert [cell.text for cell in document.tables[0].cells] == ["指标", "数量", f"公开{mark}总数", "12", "收费", ""]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (344266.0, "344266"),
        (0.1456, "0.1456"),
        (-2, "-2"),
        (True, "TRUE"),
        (None, ""),
        (" 甲 ", "甲"),
        (datetime.datetime(2023, 5, 1), "2023-05-01"),
        (datetime.date(2023, 5, 1), "2023-05-01"),
    ],
)
def test_values_as_shown(value: object, shown: str) -> None:
    assert printed(value) == shown


def test_nothing_in_it() -> None:
    with pytest.raises(InputError) as caught:
        read_bytes(data_of(workbook(空=[[None]])), "a.xlsx")
    assert caught.value.code == "empty"
