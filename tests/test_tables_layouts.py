"""Layouts of the forms' tables in plain text: suits in several tables, serial numbers, labels cut short, local rows."""

from pathlib import Path

import pytest
from gouji.api import reconcile_records
from gouji.extract.record import extract
from gouji.extract.tables import TableReading, read_tables
from gouji.forms.loader import find_form, load_forms
from gouji.ingest.read import read

OUTCOMES = "结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计"
PEOPLE = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
SUITS = ("1 | 2 | 3 | 4 | 10", "5 | 6 | 7 | 8 | 26", "9 | 11 | 12 | 13 | 45")


def reading(tmp_path: Path, body: str, form: str = "annual-2021") -> TableReading:
    file = tmp_path / "page.txt"
    file.write_text(f"本年度情况如下。\n{body}\n完。\n", "utf-8")
    return read_tables(read(str(file)), find_form(load_forms(), form), 2022)


def linked(found: TableReading) -> dict[str, str]:
    return {f.indicator: f.raw for f in found.figures if f.indicator}


def suits(*heads: str) -> str:
    return "\n".join(f"{head}{numbers}" for head, numbers in zip(heads, SUITS, strict=True))


def a_line(body: str) -> str:
    return body.replace(" | ", "\n")


STACKED = suits(f"行政复议\n{OUTCOMES}\n", f"行政诉讼\n未经复议直接起诉\n{OUTCOMES}\n", f"复议后起诉\n{OUTCOMES}\n")
CAPTIONS = suits(
    f"（一）行政复议情况\n{OUTCOMES}\n", f"\n（二）行政诉讼：未经复议直接起诉\n{OUTCOMES}\n",
    f"\n（三）行政诉讼：复议后起诉\n{OUTCOMES}\n",
)  # fmt: skip
CORNERS = suits(
    f"行政复议 | {OUTCOMES}\n数量 | ", f"未经复议直接起诉 | {OUTCOMES}\n数量 | ", f"复议后起诉 | {OUTCOMES}\n数量 | "
)


@pytest.mark.parametrize(
    "body", [STACKED, CAPTIONS, CORNERS, a_line(STACKED)], ids=["below", "captions", "corners", "a-line"]
)
def test_suits_in_three_tables(tmp_path: Path, body: str) -> None:
    names = ("disputes.review", "disputes.litigation_direct", "disputes.litigation_after_review")
    expected = {f"{name}.total": row.split(" | ")[-1] for name, row in zip(names, SUITS, strict=True)}
    found = linked(reading(tmp_path, body))
    assert len(found) == 15 and expected.items() <= found.items()


def test_the_outcomes_of_a_suit_that_is_not_named_are_nobodys(tmp_path: Path) -> None:
    body = f"四、政府信息公开行政复议、行政诉讼情况\n{OUTCOMES}\n{SUITS[0]}"
    found = reading(tmp_path, body)
    assert linked(found) == {} and [f.raw for f in found.figures] == ["1", "2", "3", "4", "10"]


@pytest.mark.parametrize("level_by_level", [True, False])
def test_a_total_before_the_others_with_one_cell_a_line(tmp_path: Path, level_by_level: bool) -> None:
    head = ["总计", "自然人", "法人或其他组织", *PEOPLE[1:-1]]
    if not level_by_level:
        head = ["自然人", "总计", "法人或其他组织", *PEOPLE[1:-1]]
    rows = ["一、本年新收政府信息公开申请数量", *"1234567", "四、结转下年度继续办理", "10", *"987654"]
    found = linked(reading(tmp_path, "\n".join([*head, *rows])))
    total, person = ("1", "2") if level_by_level else ("2", "1")
    assert found["applications.new.total"] == total and found["applications.new.person"] == person
    assert found["applications.new.business"] == "3" and found["applications.carried_out.other"] == "4"


def test_a_header_with_a_column_of_another_name_out_of_order_tells_nothing(tmp_path: Path) -> None:
    head = ["总计", "自然人", "法人或其他组织", "企业单位", *PEOPLE[2:-1]]
    rows = ["一、本年新收政府信息公开申请数量", *"1234567", "四、结转下年度继续办理", "10", *"987654"]
    found = reading(tmp_path, "\n".join([*head, *rows]))
    assert {f.state for f in found.figures if f.indicator} == {"unreadable"}


def test_serial_numbers_are_no_values(tmp_path: Path) -> None:
    lines = [
        "一、主动公开情况",
        "（一）主动公开政府信息数 | 条 | 40",
        "其中：主动公开规范性文件数 | 条 | 9",
        "制发规范性文件总数 | 件 | 12",
    ]
    lines += ["二、回应解读情况", "（一）回应公众关注热点或重大舆情数 | 次 | 3"]
    body = "\n".join(f"{number} | {line}" for number, line in enumerate(lines, 1))
    found = linked(reading(tmp_path, f"统计指标 | 单位 | 数量\n{body}", "statistics-2014"))
    assert found == {
        "disclosure.proactive.total": "40", "disclosure.normative.total": "9", "documents.normative.made": "12",
        "response.hot_topics.total": "3",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("label", "indicator"),
    [
        ("（六）其他", "others"),
        ("3.其他", "others_rest"),
        ("（一）予以", "granted"),
        ("（二）部分公升", "partly"),
        ("（一）当面受理", None),
    ],
)
def test_a_label_cut_short_or_misprinted_keeps_its_number(tmp_path: Path, label: str, indicator: str | None) -> None:
    lines = [
        "一、本年新收政府信息公开申请数量",
        "二、上年结转政府信息公开申请数量",
        label,
        "（七）总计",
        "四、结转下年度继续办理",
    ]
    rows = [f"{line} | " + " | ".join(str(10 * n + k) for k in range(7)) for n, line in enumerate(lines)]
    found = linked(reading(tmp_path, "\n".join(["项目 | " + " | ".join(PEOPLE), *rows])))
    assert len(found) == (35 if indicator else 28)
    assert indicator is None or found[f"applications.{indicator}.person"] == "20"


@pytest.mark.parametrize("printed", ["a-line", "turned"])
def test_a_local_row_that_the_total_counts_is_told_and_breaks_no_sum(tmp_path: Path, printed: str) -> None:
    table = next(t for t in find_form(load_forms(), "annual-2021").tables if t.id == "applications")
    names = [row.label for row in table.rows if not row.header]
    inner = range(len(names) - 4)
    numbers = [[40 + c, 9, *[n % 3 + c for n in inner], 0, 0] for c in range(6)]
    for c, column in enumerate(numbers):
        column[-2] = sum(column[2:-2]) + 5 + c
        column[-1] = 40 + c + 9 - column[-2]
        column.insert(-2, 5 + c)
    names.insert(-2, "（七）移送其他单位办理")
    rows = [["项目", *PEOPLE]]
    rows += [[name, *map(str, row), str(sum(row))] for name, row in zip(names, zip(*numbers, strict=True), strict=True)]
    if printed == "turned":
        text = "\n".join(" | ".join(row) for row in zip(*rows, strict=True))
    else:
        text = "\n".join(cell for row in rows for cell in row)
    file = tmp_path / "page.txt"
    file.write_text(f"清河县水务局2022年政府信息公开工作年度报告\n本年度情况如下。\n{text}\n完。\n", "utf-8")
    record = extract(read(str(file)), load_forms())
    assert sum(f.indicator is not None for f in record.figures) >= 150
    told = [(f.severity, "自行增加的行" in f.message) for f in reconcile_records([record]) if f.rule == "S101"]
    assert told == [("note", True)] * 7


def test_a_header_without_its_empty_corner_names_no_column(tmp_path: Path) -> None:
    body = "第二十条第（一）项\n本年制发件数 | 本年废止件数 | 现行有效件数\n规章 | 33 | 7\n行政规范性文件 | 7 | 250"
    assert linked(reading(tmp_path, body)) == {}


def test_a_number_of_the_list_before_makes_a_heading_a_line_of_it(tmp_path: Path) -> None:
    lines = ["六、举报投诉数量", "件", "5", "七、依申请公开信息收取的费用", "万元", "0", "八、机构建设和保障经费情况"]
    lines += ["（一）政府信息公开工作专门机构数", "个", "1", "（二）设置政府信息公开查阅点数", "个", "3"]
    lines += ["九、政府信息公开会议和培训情况", "（一）召开政府信息公开工作会议或专题会议数", "次", "2"]
    found = linked(reading(tmp_path, "\n".join(lines), "statistics-2014"))
    assert found["organisation.reading_points.total"] == "3" and found["training.meetings.total"] == "2"


def test_a_line_that_ends_with_a_pipe_before_an_empty_cell(tmp_path: Path) -> None:
    lines = [
        "三、依申请公开情况 | ",
        "（一）收到申请数 | 5",
        "1.当面申请数 | 1",
        "2.传真申请数 | 0",
        "3.网络申请数 | 4",
    ]
    found = reading(tmp_path, "\n".join(lines), "statistics-2014")
    assert {f.confidence for f in found.figures} == {"sure"} and linked(found)["applications.new_online.total"] == "4"


@pytest.mark.parametrize(("extra", "states"), [("基层组织", {"unreadable"}), ("备注", {"unreadable", "value"})])
def test_seven_numbers_under_eight_headers_may_be_any_seven(tmp_path: Path, extra: str, states: set[str]) -> None:
    rows = ["一、本年新收政府信息公开申请数量", *"123456", "无" if extra == "备注" else "7"]
    rows += ["四、结转下年度继续办理", "10", *"987654"]
    found = reading(
        tmp_path,
        "\n".join(["项目", *PEOPLE[:6], extra, "总计", *rows] if extra != "备注" else ["项目", *PEOPLE, extra, *rows]),
    )
    assert {f.state for f in found.figures if f.indicator} == states
    assert all(f.state == "unreadable" for f in found.figures if f.indicator and ".new." in f.indicator)
