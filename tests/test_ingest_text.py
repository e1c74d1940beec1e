"""Plain text: the file itself is the text, and tables in it are told by offsets."""

from __future__ import annotations

from pathlib import Path

import pytest
from gouji.ingest.read import read, read_bytes
from gouji.model import Document

SHARED = Path(__file__).parents[1].parent / "shared"


def open_text(text: str, encoding: str = "utf-8") -> Document:
    document = read_bytes(text.encode(encoding), "report.txt")
    for table in document.tables:
        assert all(document.text[cell.start : cell.end] == cell.text for cell in table.cells)
    for loose in document.loose:
        assert all(document.text[run.start : run.end] == run.text for run in loose.runs)
    return document


def rows(document: Document, number: int = 0) -> list[list[str]]:
    found: dict[int, list[str]] = {}
    for cell in document.tables[number].cells:
        found.setdefault(cell.row, []).append(cell.text)
    return list(found.values())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_the_text_is_the_decoded_file(encoding: str) -> None:
    text = "一、总体情况\r\n　　本年收到 12 件，镕㎡。\n\n尾\u00a0\n"
    document = open_text(text, encoding)
    assert document.text == text
    assert [(b.kind, text[b.start : b.end]) for b in document.blocks] == [
        ("heading", "一、总体情况"),
        ("paragraph", "本年收到 12 件，镕㎡。"),
        ("paragraph", "尾"),
    ]


BROKEN = (
    "指 标 |\n单位 |\n合计 |\n(一)公开数 |\n条 |\n344266 |\n(同一信息计1条) |\n||\n"
    "其中:规范性\n文件数 |\n条 |\n930 |\n合计 |\n/ |\n|\n"
)


def test_pipes_with_rows_broken_over_lines() -> None:
    assert rows(open_text("八、附表\n" + BROKEN)) == [
        ["指 标", "单位", "合计"],
        ["(一)公开数", "条", "344266"],
        ["(同一信息计1条)", "", ""],
        ["其中:规范性\n文件数", "条", "930"],
        ["合计", "/", ""],
    ]


def test_the_last_cell_may_lack_its_pipe() -> None:
    assert rows(open_text("指标 |\n数量 |\n甲 |\n1 |\n乙 |\n2"))[-1] == ["乙", "2"]


@pytest.mark.parametrize(
    "text",
    [
        "指标 | 单位 | 数量\n甲 | 件 | 1\n乙 | 件 | 2\n",
        "| 指标 | 单位 | 数量 |\n|---|:--:|---|\n| 甲 | 件 | 1 |\n| 乙 | 件 | 2 |\n",
        "+----+----+----+\n| 指标 | 单位 | 数量 |\n+====+====+====+\n| 甲 | 件 | 1 |\n+----+---+\n| 乙 | 件 | 2 |\n",
        "┌───┬──┬──┐\n│指标│单位│数量│\n├───┼──┼──┤\n│甲│件│1│\n│乙│件│2│\n└───┴──┴──┘\n",
        "指标｜单位｜数量\n甲｜件｜1\n乙｜件｜2\n",
        "指标 | 单位 | 数量 |\n甲 | 件 | 1 |\n乙 | 件 | 2 |\n",
        "指标\t单位\t数量\n甲\t件\t1\n乙\t件\t2\n",
        "指标 |\n单位 |\n数量 |\n甲 |\n件 |\n1 |\n乙 |\n件 |\n2 |\n",
    ],
)
def test_separators_of_many_kinds_give_the_same_grid(text: str) -> None:
    assert rows(open_text("前文。\n" + text + "后文。\n")) == [
        ["指标", "单位", "数量"],
        ["甲", "件", "1"],
        ["乙", "件", "2"],
    ]


def test_a_note_over_the_whole_width() -> None:
    document = open_text(
        "指标 | 单位 | 数量\n甲 | 件 | 1\n注：不含转载\n乙 | 件 | 2\n丙 | 件 | 3\n".replace(
            "注：不含转载", "| 注：不含转载 |"
        )
    )
    assert [(cell.colspan, cell.text) for cell in document.tables[0].cells if cell.row == 2] == [(3, "注：不含转载")]


def test_empty_cells_at_the_ends_of_tabbed_rows() -> None:
    assert rows(open_text("指标\t甲\t乙\n收到\t1\t\n\t\t2\n办结\t\t3\n")) == [
        ["指标", "甲", "乙"],
        ["收到", "1", ""],
        ["", "", "2"],
        ["办结", "", "3"],
    ]


def test_rows_of_unequal_length_are_not_certain() -> None:
    document = open_text("申请人情况\t总计\n自然人\t商业\t科研\t总计\n1\t2\t3\t6\n")
    assert not document.tables
    assert document.loose[0].reason == "borderless"
    assert [run.line for run in document.loose[0].runs] == [0, 0, 1, 1, 1, 1, 2, 2, 2, 2]


def test_cells_that_fill_no_rows_are_not_certain() -> None:
    document = open_text("指标 |\n单位 |\n数量 |\n甲 |\n件 |\n1 |\n乙 |\n2 |\n丙 |\n件 |\n3 |\n")
    assert not document.tables
    assert document.loose[0].reason == "cell-a-line"
    assert [run.text for run in document.loose[0].runs][3:6] == ["甲", "件", "1"]


def test_one_cell_a_line() -> None:
    cells = [
        "指标",
        "单位",
        "数量",
        "收到申请数",
        "件",
        "12",
        "答复数",
        "件",
        "11",
        "其他",
        "件",
        "1",
        "收费",
        "/",
        "0",
    ]
    document = open_text("一、总体情况\n本年收到申请12件。\n八、附表\n" + "\n".join(cells) + "\n")
    assert document.loose[0].reason == "cell-a-line"
    assert [run.text for run in document.loose[0].runs] == cells
    assert document.status == "ok"


def test_columns_lined_up_by_spaces() -> None:
    document = open_text("指标      单位   数量\n收到申请  件     12\n答复数    件     11\n")
    assert document.loose[0].reason == "borderless"
    assert [run.text for run in document.loose[0].runs][3:6] == ["收到申请", "件", "12"]


RUN_TOGETHER = (
    "本年收到申请64件，均已办结。三、收到和处理情况 申请人情况自然人企业总计一、本年新收数量640064二、上年结转数量000"
    "（一）予以公开270027（二）部分公开（只计这一情形，不计其他）5005（三）不予公开1.国家秘密0002.法律禁止0003.安全稳定000"
    "四、结转下年度100五、存在的问题信息公开还不够及时，有待改进。2022年将继续努力。"
)


def test_rows_with_single_spaces_between_their_cells() -> None:
    text = (
        "附表\n统计指标 单位 统计数\n（一）收到申请数 件 1,326\n1.当面申请数 件 88\n三、办结情况\n"
        "（二）申请办结数 件 /\n结果维持 结果纠正 其他结果 尚未审结 总计\n说明：无。\n"
        "表四\n1 0 1 0 2 0 0 0 0 0 1 0 0 0 1\n"
    )
    first, second = open_text(text).loose
    cells = [[run.text for run in first.runs if run.line == line] for line in range(first.runs[-1].line + 1)]
    assert cells == [
        ["（一）收到申请数", "件", "1,326"], ["1.当面申请数", "件", "88"], ["三、办结情况"],
        ["（二）申请办结数", "件", "/"],
    ]  # fmt: skip
    assert [run.text for run in second.runs] == ["表四", *"101020000010001"]


@pytest.mark.parametrize(
    "text",
    [
        "一、概述 1\n二、主动公开情况 2\n三、依申请公开情况 4\n（一）收费 4\n",
        "全年共收到申请 12\n件，办结 12 件。\n全年公开 30\n条。\n",
        "办公时间 9\n电话 12345\n",
    ],
)
def test_lines_that_end_with_numbers_and_are_no_table(text: str) -> None:
    document = open_text(text)
    assert not document.tables and not document.loose


def test_cells_run_together_are_said_to_be_unreadable() -> None:
    document = open_text(RUN_TOGETHER)
    assert document.status == "partial"
    assert [problem.code for problem in document.problems] == ["unreadable-run-together"]
    (table,) = document.loose
    assert table.reason == "run-together"
    words = [run.text for run in table.runs]
    assert "本年收到申请64件" not in "".join(words) and "有待改进" not in "".join(words)
    assert words[:4] == [
        "三、收到和处理情况",
        "申请人情况自然人企业总计一、本年新收数量",
        "640064",
        "二、上年结转数量",
    ]
    assert words[-1] == "100"


def test_prose_full_of_figures_is_no_table() -> None:
    text = (
        "2021年收到申请70件，办结69件，结转1件；公开20680批次，其中第一季度5000批次，第二季度5680批次，其余10000批次；"
        "邮编：350400；电话/传真：0591-23165370；发布信息2645条、解读29篇、回应20期、办理15件、建议13件、提案8件。"
    )
    document = open_text(text)
    assert not document.loose and not document.tables


def test_a_line_of_links_with_pipes_is_no_table() -> None:
    assert not open_text("首页 | 政务公开 | 年报\n正文一段。\n关于我们 | 网站地图 | 联系我们\n").tables


def test_the_head_an_archive_wrote_over_the_page() -> None:
    head = "标题: 某区2021年度报告\n发布时间: 2022-02-08 16:34\n文号: \n原文链接: http://a.cn/1.htm\n==== 正文 ====\n"
    document = open_text(head + "一、概述\n正文。")
    assert document.title == "某区2021年度报告"
    assert dict(document.meta) == {"title": "某区2021年度报告", "published": "2022-02-08", "url": "http://a.cn/1.htm"}
    assert [b.kind for b in document.blocks] == ["furniture"] * 5 + ["heading", "paragraph"]


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["某县2023年政府信息公开工作年度报告", "一、总体情况"], "某县2023年政府信息公开工作年度报告"),
        (
            ["某县发展和改革局", "2023年政府信息公开工作年度报告", "根据条例。"],
            "某县发展和改革局2023年政府信息公开工作年度报告",
        ),
        (["一、总体情况", "二、主动公开情况报告"], None),
        (["根据条例，现公布本年度报告。", "一、概述"], None),
    ],
)
def test_titles(lines: list[str], title: str | None) -> None:
    assert open_text("\n".join(lines)).title == title


@pytest.mark.skipif(not SHARED.exists(), reason="the shared reports are not here")
def test_the_founding_report() -> None:
    (path,) = (SHARED / "seed").glob("*.txt")
    document = read(str(path))
    assert document.text == path.read_text("utf-8")
    assert [len(table.cells) for table in document.tables] == [204]
    assert rows(document)[-1] == ["(三)接受培训人员数", "人次", "4562"]


@pytest.mark.skipif(not SHARED.exists(), reason="the shared reports are not here")
@pytest.mark.parametrize("name", ["district_2019", "district_2020", "district_2021", "finance_2011", "tax_2013"])
def test_pages_whose_cells_have_run_together(name: str) -> None:
    document = read(str(SHARED / f"real/pingtan/{name}/page.txt"))
    assert len(document.loose) == (0 if name == "tax_2013" else 1)
    assert document.status == ("ok" if name == "tax_2013" else "partial")
