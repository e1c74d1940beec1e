"""Headings, numbering, required sections and defects of the text, from plain documents."""

from __future__ import annotations

import pytest
from gouji.extract.outline import read_outline
from gouji.forms.schema import Detect, Form, FormSection
from gouji.model import Block, Claim, Document


def document(*paragraphs: str, table: str = "") -> Document:
    blocks, parts, at = [], [], 0
    for number, paragraph in enumerate(paragraphs):
        kind = "table" if paragraph is table and table else "paragraph"
        blocks.append(Block(f"b{number}", kind, None, at, at + len(paragraph)))  # type: ignore[arg-type]
        parts.append(paragraph + "\n")
        at += len(paragraph) + 1
    return Document("a.txt", "0" * 64, "text", "ok", None, "".join(parts), tuple(blocks))


def claims(kind: str, *paragraphs: str, year: int | None = 2020, form: Form | None = None) -> list[Claim]:
    doc = document(*paragraphs)
    found = [claim for claim in read_outline(doc, form, year).claims if claim.kind == kind]
    for claim in found:
        assert doc.text[claim.evidence.start : claim.evidence.end] == claim.evidence.quote
    return found


FORM = Form(
    form="x", title="x", years=(2019, None), detect=Detect(),
    sections=(FormSection(id="overview", number="一", title="总体情况"),
              FormSection(id="issues", number="五", title="存在的主要问题及改进情况", aliases=("存在问题及改进措施",))),
)  # fmt: skip


@pytest.mark.parametrize(
    "lines, pairs",
    [
        (["1、甲", "2、乙", "3、丙", "3、丁", "5、戊", "6、己"], [("3、", "3、"), ("3、", "5、")]),
        (["一、甲", "二、乙", "四、丙"], [("二、", "四、")]),
        (["（一）甲", "（二）乙", "（三）丙", "二、外层", "（一）甲", "（二）乙", "（四）丙"], [("（二）", "（四）")]),
        (["一、甲", "1.子", "2.子", "3.子", "二、乙", "1.子", "2.子", "3.子", "三、丙"], []),
        (["1、甲", "2、乙。3、丙", "4、丁"], []),
        (["2.5万件", "3.5万件", "9.5万件"], []),
        (["一、甲", "三、乙"], []),
        (["一、甲", "二、乙", "正文中提到三、的说法", "四、丙"], []),
    ],
    ids=["repeat-and-skip", "han", "inner-list", "nested", "inline-fills-gap", "decimals", "too-short", "hidden"],
)
def test_numbering(lines: list[str], pairs: list[tuple[str, str]]) -> None:
    found = claims("numbering", *lines)
    assert [tuple(term.text for term in claim.terms) for claim in found] == pairs


@pytest.mark.parametrize(
    "text, skips",
    [
        ("一是甲。二是乙。三是丙。", 0),
        ("一是甲。三是丙。", 1),
        ("一是甲。二是乙。一是丙。二是丁。", 0),
        ("第一是学习，唯一是他，一是甲。二是乙。", 0),
    ],
)
def test_spoken_lists(text: str, skips: int) -> None:
    assert len(claims("numbering", text)) == skips


def test_sections_of_text_without_line_breaks() -> None:
    doc = document("导言。一、总体情况今年工作。二、主动公开。五、存在的主要问题及改进情况还有不足。")
    texts = read_outline(doc, FORM, 2020).texts
    assert [(text.concept, doc.text[text.start]) for text in texts] == [("overview", "一"), ("issues", "五")]


@pytest.mark.parametrize(
    "headings, missing",
    [
        (["一、总体情况", "五、存在的主要问题及改进情况"], []),
        (["一、总体情况", "五、存在问题及改进措施"], []),
        (["一、基本总体情况", "五、存在的主要问题和改进情况"], []),
        (["一、总体情况"], ["存在的主要问题及改进情况"]),
        (["全年共办理12件。"], []),
    ],
)
def test_required_sections(headings: list[str], missing: list[str]) -> None:
    assert [claim.text for claim in claims("missing_section", *headings, form=FORM)] == missing


@pytest.mark.parametrize("text", ["全年公开XX条信息。", "于__月完成。", "（此处填写数量）件", "共**件", "某某XX局"])
def test_placeholders(text: str) -> None:
    assert len(claims("placeholder", text)) == 1


@pytest.mark.parametrize("text", ["联系电话138****1234", "网址 a__b.html", "XXL号服装", "2×3米"])
def test_not_placeholders(text: str) -> None:
    assert claims("placeholder", text) == []


@pytest.mark.parametrize(
    "paragraphs, count",
    [
        (["印发《通知》（试行）和“方案”。"], 0),
        (["印发《通知（试行）。"], 1),
        (["称为“甲。", "另一段。"], 1),
        (["多出一个）括号。"], 1),
        (["1)甲；2)乙。"], 0),
        (["一段话（前半", "后半）结束。"], 0),
    ],
)
def test_unbalanced(paragraphs: list[str], count: int) -> None:
    assert len(claims("unbalanced", *paragraphs)) == count


def test_text_broken_as_a_whole_is_told_so_often_that_it_is_seen() -> None:
    assert len(claims("unbalanced", "(" * 5000)) == 200


@pytest.mark.parametrize(
    "text, count",
    [
        ("自收到申请之日起个工作日内答复。", 1),
        ("自收到申请之日起20个工作日内答复。", 0),
        ("共受理申请687件,申请答复数。其中:同意公开86件。", 1),
        ("共受理申请687件,申请答复数687件。其中:同意公开86件。", 0),
        ("来信占多数。其中:来电86件。", 0),
        ("全年举办新闻发布会场，政策解读9篇。", 1),
        ("全年举办新闻发布会3场，政策解读9篇。", 0),
    ],
)
def test_missing_number(text: str, count: int) -> None:
    assert len(claims("missing_number", text)) == count


def test_doubled_word() -> None:
    assert [c.terms[0].text for c in claims("duplicated_word", "受理消费者消费者来电，逐步逐步推进。")] == [
        "消费者消费者"
    ]


@pytest.mark.parametrize(
    "text, kinds",
    [
        ("本报告统计期限自2019年1月1日起至2019年12月31日止。", ["wrong_year"]),
        ("本报告统计期限自2020年1月1日起至2020年12月31日止。", []),
        ("数据统计时间为2019年1月1日至12月31日。", ["wrong_year"]),
        ("对2018年1月1日至2018年12月31日制发的文件进行了清理。", []),
        ("数据统计时间为2020年1月1日至12月31日。", []),
        ("依据某办发〔2031〕5号文件。", ["document_year"]),
        ("依据某办发〔2021〕5号文件。", []),
        ("2019年，我局共收到申请5件。", ["wrong_year"]),
        ("2019年以来，我局累计公开信息5条。", []),
    ],
)
def test_years(text: str, kinds: list[str]) -> None:
    found = [claim.kind for kind in ("wrong_year", "document_year") for claim in claims(kind, text)]
    assert found == kinds


def test_tables_are_not_prose() -> None:
    table = "3、甲\tXX件"
    doc = document("1、甲", "2、乙", table, "3、丙", table=table)
    assert read_outline(doc, None, 2020).claims == ()


def test_a_row_left_behind_by_a_table_is_no_heading() -> None:
    rows = ["一、甲", "二、乙", "三、丙", "四、结转下年度继续办理 16 2 0 1", "四、丁", "五、戊"]
    assert claims("numbering", *rows) == []
    assert len(claims("numbering", *rows[:3], "四、结转下年度继续办理", *rows[4:])) == 1
