"""Text run together: digits are split only where one way exists, never by whether sums close."""

from pathlib import Path

import pytest
from gouji.extract.flow import split_digits
from gouji.extract.record import extract
from gouji.forms.loader import load_forms
from gouji.ingest.read import read
from gouji.model import Record
from hypothesis import given, settings
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("chunks", "columns", "expected"),
    [
        (["0000000"], 7, list("0000000")),
        (["6000017"], 7, None),  # 6 0 0 0 0 1 7 as well as 60 0 0 0 17 beside blanks
        (["000"], 3, list("000")),
        (["007"], 3, ["0", "0", "7"]),
        (["898989"], 3, None),
        (["2293"], 1, ["2293"]),
        (["02"], 1, None),
        (["24252.311082"], 1, ["24252.311082"]),
        (["4", "0", "0", "0", "0", "0", "4"], 7, ["4", "0", "0", "0", "0", "0", "4"]),
        (["23", "0", "00", "0", "023"], 7, ["23", "0", "0", "0", "0", "0", "23"]),
        (["20", "0", "00", "0", "121"], 7, None),
        (["35-15"], 2, ["35", "-15"]),
        (["1", "2", "3"], 2, None),
        (["1,234", "5"], 2, ["1,234", "5"]),
        (["500000", "5"], 7, None),
    ],
)
def test_split(chunks: list[str], columns: int, expected: list[str] | None) -> None:
    parts = split_digits(chunks, columns)
    assert (None if parts is None else [p for chunk in parts for p in chunk]) == expected


@settings(deadline=None)
@given(st.lists(st.integers(0, 9999), min_size=1, max_size=9))
def test_separated_numbers_come_back_as_they_were(numbers: list[int]) -> None:
    parts = split_digits([str(n) for n in numbers], len(numbers))
    assert parts == [[str(n)] for n in numbers]


@settings(deadline=None)
@given(st.lists(st.integers(0, 99), min_size=2, max_size=7))
def test_what_is_split_is_the_only_way_to_split_it(numbers: list[int]) -> None:
    parts = split_digits(["".join(str(n) for n in numbers)], len(numbers))
    assert parts is None or [p for chunk in parts for p in chunk] == [str(n) for n in numbers]


PAGE = (
    "石桥县司法局2021年政府信息公开工作年度报告\n一、总体情况\n本年度工作正常开展。\n"
    "二、主动公开政府信息情况第二十条第（一）项信息内容本年制发件数本年废止件数现行有效件数规章000行政规范性文件121315"
    "第二十条第（五）项信息内容本年处理决定数量行政许可348第二十条第（六）项信息内容本年处理决定数量行政处罚57行政强制0"
    "三、收到和处理政府信息公开申请情况（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）申请人情况"
    "自然人法人或其他组织总计商业企业科研机构社会公益组织法律服务机构其他"
    "一、本年新收政府信息公开申请数量8100009二、上年结转政府信息公开申请数量0000000三、本年度办理结果（一）予以公开5100006"
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）3000003（三）不予公开1.属于国家秘密0000000"
    "2.其他法律行政法规禁止公开0000000（七）总计8100009四、结转下年度继续办理0000000\n五、存在的主要问题及改进情况\n无。\n"
)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Record:
    path: Path = tmp_path_factory.mktemp("flow") / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    return extract(read(str(path)), load_forms())


def states(record: Record, start: str) -> set[str]:
    return {f.state for f in record.figures if f.indicator and f.indicator.startswith(start)}


def test_what_can_be_split_one_way_is_read_and_the_rest_is_unreadable(page: Record) -> None:
    assert states(page, "applications.carried_in.") == {"value"}
    assert states(page, "applications.refused_state_secret.") == {"value"}
    assert states(page, "applications.new.") == {"unreadable"}
    assert states(page, "documents.rules.") == {"value"}
    assert states(page, "documents.normative.") == {"unreadable"}
    decisions = {f.indicator: f.raw for f in page.figures if f.indicator and f.indicator.endswith("decisions")}
    assert decisions == {
        "licensing.license.decisions": "348",
        "penalties.penalty.decisions": "57",
        "penalties.coercion.decisions": "0",
    }


def test_the_numbering_of_the_next_row_is_no_part_of_the_numbers(page: Record) -> None:
    raw = [f.raw for f in page.figures if f.indicator == "applications.refused_state_secret.total"]
    assert raw == ["0"]


def test_unreadable_cells_have_their_place_and_make_the_reading_partial(page: Record) -> None:
    new = [f for f in page.figures if f.indicator == "applications.new.total"]
    assert [f.evidence.quote for f in new] == ["8100009"]
    assert page.status == "partial"
    assert 0 < page.cells_read < page.cells
    assert all(f.confidence == "loose" for f in page.figures if f.origin == "table")


def test_a_long_run_of_digits_does_not_hang() -> None:
    assert split_digits(["1" * 100_000], 7) is None
    assert split_digits(["0" * 7, "12" * 60], 8) is not None
