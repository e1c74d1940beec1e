"""Grids of many shapes read with the form of 2021 or the list of 2014."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from gouji.extract.tables import TableReading, read_tables
from gouji.forms.loader import find_form, load_forms
from gouji.ingest.read import read
from gouji.model import Figure

Rows = Sequence[Sequence[str]]
OUTCOMES = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
PEOPLE = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
HEAD = [
    ["<td rowspan=2 colspan=2>项目</td>", "<td colspan=7>申请人情况</td>", "<td rowspan=2>备注</td>"],
    PEOPLE,
]


def page(rows: Rows) -> str:
    lines = ("<tr>" + "".join(c if c.startswith("<td") else f"<td>{c}</td>" for c in row) + "</tr>" for row in rows)
    return f"<table>{''.join(lines)}</table>"


def reading(tmp_path: Path, body: str, form: str = "annual-2021") -> TableReading:
    file = tmp_path / "page.html"
    file.write_text(f"<html><meta charset=utf-8><body><p>本年度情况如下。</p>{body}<p>完。</p></body></html>", "utf-8")
    return read_tables(read(str(file)), find_form(load_forms(), form), 2022)


def linked(found: TableReading) -> dict[str, str]:
    return {f.indicator: f.raw for f in found.figures if f.indicator}


def one(found: TableReading, name: str) -> Figure:
    (figure,) = [f for f in found.figures if f.indicator == name]
    return figure


def test_blank_slash_dash_and_words_are_not_nought(tmp_path: Path) -> None:
    row = ["<td colspan=2>一、本年新收政府信息公开申请数量</td>", "3", "", "/", "—", "无", "见说明", "4件", "含网络2件"]
    out = ["<td colspan=2>四、结转下年度继续办理</td>", "1,000", "0", "0", "0", "0", "0", "1,000", ""]
    found = reading(tmp_path, page([*HEAD, row, out]))
    states = [one(found, f"applications.new.{c}").state for c in ("business", "research", "charity", "legal", "other")]
    assert states == ["blank", "slash", "dash", "dash", "unreadable"]
    total = one(found, "applications.new.total")
    assert total.quantity is not None and (total.quantity.value, total.quantity.unit, total.column) == (4, "件", "总计")
    assert (
        one(found, "applications.carried_out.total").quantity == one(found, "applications.carried_out.person").quantity
    )
    assert [p.code for p in found.problems] == ["not-a-number"]


def test_suits_printed_down_the_page(tmp_path: Path) -> None:
    rows = [
        ["<td rowspan=5 colspan=2>行政复议</td>", OUTCOMES[0], "1"],
        *[[o, str(n)] for n, o in enumerate(OUTCOMES[1:], 2)],
    ]
    for number, (group, first) in enumerate((("未经复议直接起诉", 6), ("复议后起诉", 11))):
        side = ["<td rowspan=10>行政诉讼</td>"] if number == 0 else []
        rows.append([*side, f"<td rowspan=5>{group}</td>", OUTCOMES[0], str(first)])
        rows += [[o, str(n)] for n, o in enumerate(OUTCOMES[1:], first + 1)]
    found = reading(tmp_path, page(rows))
    values = linked(found)
    assert [values[f"disputes.review.{c}"] for c in ("upheld", "total")] == ["1", "5"]
    assert [values[f"disputes.litigation_after_review.{c}"] for c in ("upheld", "total")] == ["11", "15"]
    assert one(found, "disputes.litigation_direct.other").label == "行政诉讼/未经复议直接起诉"


def test_suits_with_a_label_beside_the_numbers(tmp_path: Path) -> None:
    rows = [
        ["<td rowspan=3>类别</td>", "<td colspan=5>行政复议</td>", "<td colspan=10>行政诉讼</td>"],
        [f"<td rowspan=2>{o}</td>" for o in OUTCOMES]
        + ["<td colspan=5>未经复议直接起诉</td>", "<td colspan=5>复议后起诉</td>"],
        OUTCOMES * 2,
        ["件数", *[str(n) for n in range(1, 16)]],
    ]
    assert list(linked(reading(tmp_path, page(rows))).values()) == [str(n) for n in range(1, 16)]


def test_a_list_with_a_column_for_each_level(tmp_path: Path) -> None:
    rows = [["指标", "单位", "市本级", "县区", "合计"], ["（一）收到申请数", "件", "10", "20", "30"]]
    rows += [
        ["1.当面申请数", "件", "1", "2", "3"],
        ["2.传真申请数", "件", "0", "0", "0"],
        ["3.网络申请数", "件", "9", "18", "27"],
    ]
    found = reading(tmp_path, page(rows), "statistics-2014")
    assert linked(found)["applications.new.total"] == "30"
    assert [f.column for f in found.figures if f.indicator is None][:2] == ["市本级", "县区"]


def test_every_part_of_table_two_may_be_a_table_of_its_own(tmp_path: Path) -> None:
    body = "<p>第二十条第（一）项</p>" + page(
        [["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"], ["规章", "1", "2", "3"]]
    )
    body += "<p>第二十条第（六）项</p>" + page(
        [["信息内容", "本年处理决定数量"], ["行政处罚", "41"], ["行政强制", "9"]]
    )
    assert linked(reading(tmp_path, body)) == {
        "documents.rules.made": "1",
        "documents.rules.repealed": "2",
        "documents.rules.valid": "3",
        "penalties.penalty.decisions": "41",
        "penalties.coercion.decisions": "9",
    }


def test_a_local_table_with_the_same_row_labels_is_not_the_forms(tmp_path: Path) -> None:
    found = reading(
        tmp_path, page([["事项类别", "事项数（项）"], ["行政许可", "25"], ["行政处罚", "100"], ["行政强制", "7"]])
    )
    assert linked(found) == {}
    assert [f.raw for f in found.figures] == ["25", "100", "7"]


@pytest.mark.parametrize(
    ("unit", "printed"),
    [("本年收费金额（单位：万元）", "万元"), ("本年收费金额（元）", "元"), ("本年收费金额", "万元")],
)
def test_the_unit_of_money_is_the_printed_one_or_the_forms(tmp_path: Path, unit: str, printed: str) -> None:
    body = "<p>第二十条第（八）项</p>" + page([["信息内容", unit], ["行政事业性收费", "77.50"]])
    figure = one(reading(tmp_path, body), "fees.fees.amount")
    assert figure.quantity is not None and figure.quantity.unit == printed


def test_the_unit_over_a_table_wins_over_the_forms(tmp_path: Path) -> None:
    body = "<p>第二十条第（八）项（单位：元）</p>" + page([["信息内容", "本年收费金额"], ["行政事业性收费", "775"]])
    figure = one(reading(tmp_path, body), "fees.fees.amount")
    assert figure.quantity is not None and figure.quantity.unit == "元"


def test_signed_changes(tmp_path: Path) -> None:
    head = ["信息内容", "上一年项目数量", "本年增/减", "处理决定数量"]
    rows = [
        ["<td colspan=4>第二十条第（五）项</td>"],
        head,
        ["行政许可", "30", "减2", "5"],
        ["其他对外管理服务事项", "7", "+3", "1"],
    ]
    found = reading(tmp_path, page(rows), "annual-2019")
    changes = [one(found, f"licensing.{row}.items_change").quantity for row in ("license", "services")]
    assert [q.value for q in changes if q is not None] == [-2, 3]


def test_offsets_and_quotes_agree_and_ids_are_unique(tmp_path: Path) -> None:
    rows = [*HEAD, ["<td colspan=2>一、本年新收政府信息公开申请数量</td>", " 3 ", "", "/", "—", "5", "6", "14", ""]]
    file = tmp_path / "page.html"
    found = reading(tmp_path, page(rows))
    document = read(str(file))
    ids = [figure.id for figure in found.figures]
    assert len(ids) == len(set(ids))
    for figure in found.figures:
        place = figure.evidence
        assert document.text[place.start : place.end] == place.quote == figure.raw


def test_suits_with_one_cell_a_line(tmp_path: Path) -> None:
    words = ["行政复议", "行政诉讼", "未经复议直接起诉", "复议后起诉", *OUTCOMES * 3, *[str(n) for n in range(1, 16)]]
    file = tmp_path / "page.txt"
    file.write_text("本年度情况如下。\n" + "\n".join(words) + "\n完。\n", encoding="utf-8")
    found = read_tables(read(str(file)), find_form(load_forms(), "annual-2021"), 2022)
    assert list(linked(found).values()) == [str(n) for n in range(1, 16)]
    assert {f.confidence for f in found.figures} == {"loose"}
