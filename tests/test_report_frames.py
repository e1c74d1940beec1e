"""Tables of a dataset as files."""

from __future__ import annotations

import io

import openpyxl
import pandas as pd
import pytest
from gouji.report.frames import render_frame


def frame() -> pd.DataFrame:
    return pd.DataFrame({"body": ["某县", "=1+1"], "year": [2019, None], "value": [1.5, 2.0], "seen": [True, False]})


def test_csv_opens_in_excel_and_keeps_whole_numbers_whole() -> None:
    made = render_frame(frame(), "csv")
    assert made == "\ufeffbody,year,value,seen\r\n某县,2019,1.5,True\r\n=1+1,,2,False\r\n".encode()


def test_json_lines() -> None:
    lines = render_frame(frame(), "jsonl").decode().splitlines()
    assert lines[1] == '{"body":"=1+1","year":null,"value":2.0,"seen":false}'


def test_parquet_comes_back() -> None:
    back = pd.read_parquet(io.BytesIO(render_frame(frame(), "parquet")))
    assert back["body"].tolist() == ["某县", "=1+1"] and back["year"].tolist()[0] == 2019


def test_workbook_holds_text_as_text_and_numbers_as_numbers() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(render_frame(frame(), "xlsx"))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows == [["body", "year", "value", "seen"], ["某县", 2019, 1.5, "True"], ["=1+1", None, 2, "False"]]
    assert sheet["A3"].data_type == "s"


@pytest.mark.parametrize("format", ["csv", "jsonl", "parquet", "xlsx"])
def test_the_same_bytes_twice(format: str) -> None:
    assert render_frame(frame(), format) == render_frame(frame(), format)


def test_the_frame_given_is_not_changed() -> None:
    given = frame()
    render_frame(given, "csv")
    assert given.equals(frame())
