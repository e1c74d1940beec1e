"""Little tables with pipes or tabs one after another in plain text, however they were written down."""

from __future__ import annotations

import pytest
from gouji.extract.record import extract
from gouji.forms.loader import load_forms
from gouji.ingest.read import read_bytes
from gouji.model import Document

TABLES = (
    (
        "第二十条第（一）项",
        [
            ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
            ["规章", "0", "0", "0"],
            ["行政规范性文件", "3", "1", "12"],
        ],
    ),
    ("第二十条第（五）项", [["信息内容", "本年处理决定数量"], ["行政许可", "1532"]]),
    ("第二十条第（六）项", [["信息内容", "本年处理决定数量"], ["行政处罚", "86"], ["行政强制", "4"]]),
    ("第二十条第（八）项", [["信息内容", "本年收费金额（单位：万元）"], ["行政事业性收费", "12.5"]]),
)
EXPECTED = {
    "documents.rules.made": "0",
    "documents.rules.repealed": "0",
    "documents.rules.valid": "0",
    "documents.normative.made": "3",
    "documents.normative.repealed": "1",
    "documents.normative.valid": "12",
    "licensing.license.decisions": "1532",
    "penalties.penalty.decisions": "86",
    "penalties.coercion.decisions": "4",
    "fees.fees.amount": "12.5",
}


def written(
    left: str = "",
    between: str = "|",
    right: str = "",
    *,
    captions: bool = True,
    blank: str = "",
    rule: bool = False,
    headers: bool = True,
    width: int = 0,
) -> str:
    lines = []
    for caption, rows in TABLES:
        lines += [caption, *([""] if blank else [])] if captions else []
        for number, row in enumerate(rows):
            if number or headers:
                padded = row + [""] * (width - len(row))
                lines += [left + between.join(padded) + right, *([blank] if blank else [])]
            if rule and not number:
                lines.append("|" + "---|" * max(len(row), width))
    return "\n".join(lines)


VARIANTS = {
    "inner pipes": written(),
    "spaces around": written("", " | ", ""),
    "outer pipes": written("| ", " | ", " |"),
    "left pipe only": written("|"),
    "right pipe only": written("", "|", "|"),
    "Markdown": written("| ", " | ", " |", rule=True),
    "Markdown without captions": written("| ", " | ", " |", rule=True, captions=False),
    "blank lines between rows": written(blank=" "),
    "outer pipes, blank lines": written("|", "|", "|", blank="　"),
    "no captions": written(captions=False),
    "trailing spaces": written(right="   　"),
    "full-width pipes": written(between="｜"),
    "full-width outer pipes": written("｜", " ｜ ", "｜"),
    "box drawing": written("│", "│", "│"),
    "tabs": written(between="\t"),
    "tabs without captions": written(between="\t", captions=False),
    "tabs at the ends": written("", "\t", "\t"),
    "padded to one width": written("| ", " | ", " |", width=4),
    "padded, inner pipes": written(width=4),
    "padded tabs": written(between="\t", width=4),
    "indented": written("　　"),
}


def open_report(table: str, after: str = "五、存在的主要问题及改进情况\n没有。\n") -> Document:
    return read_bytes(
        "某市某局2022年政府信息公开工作年度报告\n\n一、总体情况\n全年工作平稳。\n"
        f"二、主动公开政府信息情况\n{table}\n{after}".encode(),
        "report.txt",
    )


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda name: name.replace(" ", "-"))
def test_small_tables_one_after_another(variant: str) -> None:
    document = open_report(VARIANTS[variant])
    figures = [figure for figure in extract(document, load_forms()).figures if figure.state != "blank"]
    assert {f.indicator: str(f.quantity.value) for f in figures if f.quantity and f.origin == "table"} == EXPECTED
    assert document.status == "ok"


def grids(document: Document) -> list[list[list[str]]]:
    found = []
    for table in document.tables:
        rows: dict[int, list[str]] = {}
        for cell in table.cells:
            rows.setdefault(cell.row, []).append(cell.text)
        found.append(list(rows.values()))
    return found


def test_captions_stay_outside_the_tables() -> None:
    document = open_report(VARIANTS["inner pipes"])
    assert grids(document) == [rows for _, rows in TABLES]
    lines = {document.text[b.start : b.end] for b in document.blocks if b.kind != "table"}
    assert {caption for caption, _ in TABLES} <= lines


def test_a_note_between_rows_of_one_width_divides_no_table() -> None:
    document = open_report("指标|甲|乙\n收到|1|2\n其中：\n办结|3|4")
    assert grids(document) == [[["指标", "甲", "乙"], ["收到", "1", "2"], ["其中："], ["办结", "3", "4"]]]


def test_ragged_rows_are_not_certain() -> None:
    document = open_report("指标|甲|乙\n收到|1\n办结|2|3\n结转|4|5")
    assert not document.tables
    assert document.loose[0].reason == "borderless"
    assert [(run.line, run.text) for run in document.loose[0].runs][:5] == [
        (0, "指标"),
        (0, "甲"),
        (0, "乙"),
        (1, "收到"),
        (1, "1"),
    ]


def test_empty_cells_at_either_end() -> None:
    document = open_report("|甲|乙\n收到|1|2\n办结|3|")
    assert grids(document) == [[["", "甲", "乙"], ["收到", "1", "2"], ["办结", "3", ""]]]


def test_cells_broken_over_lines_within_outer_pipes() -> None:
    document = open_report("|指标|数量|\n|部分公开（区分处理的，\n只计这一情形）|3|\n|不予公开|\n4|")
    assert grids(document) == [[["指标", "数量"], ["部分公开（区分处理的，\n只计这一情形）", "3"], ["不予公开", "4"]]]


@pytest.mark.parametrize("left", ["", "|"])
def test_merged_cells_written_once_shift_no_number(left: str) -> None:
    """A crawler's rows: what spans cells stands once, and the row is filled up at its end."""
    rows = [
        ["（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", "申请人情况"],
        ["自然人", "法人或其他组织", "总计"],
        ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"],
        ["一、本年新收政府信息公开申请数量", "8", "2", "0", "1", "0", "0", "11"],
        ["二、上年结转政府信息公开申请数量", "1", "0", "0", "0", "0", "0", "1"],
        ["三、本年度办理结果", "（一）予以公开", "7", "2", "0", "0", "0", "0", "9"],
        ["四、结转下年度继续办理", "2", "0", "0", "1", "0", "0", "3"],
    ]
    table = "\n".join(left + " | ".join(row) + " |" + "|" * (10 - len(row)) for row in rows)
    record = extract(open_report(f"三、收到和处理政府信息公开申请情况\n{table}"), load_forms())
    read = {figure.indicator: figure.raw for figure in record.figures}
    assert [read.get(f"applications.new.{c}") for c in ("person", "business", "charity", "total")] == [*"821", "11"]
    assert [read.get(f"applications.granted.{c}") for c in ("person", "business", "total")] == ["7", "2", "9"]
