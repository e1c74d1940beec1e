"""Pages as government sites publish them: decoding, main content, tables, hidden parts, title and date."""

from __future__ import annotations

from pathlib import Path

import pytest
from gouji.errors import InputError
from gouji.ingest.read import read, read_bytes
from gouji.model import Document

SHARED = Path(__file__).parents[1].parent / "shared"
PROSE = "本年度共收到政府信息公开申请12件，均已按期答复，未发生行政复议和行政诉讼，有关情况如下。"


def page(body: str, head: str = "") -> Document:
    return read_bytes(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode(), "page.html")


def cells(document: Document, number: int = 0) -> list[tuple[int, int, int, int, str]]:
    return [(c.row, c.col, c.rowspan, c.colspan, c.text) for c in document.tables[number].cells]


def shown(document: Document, kind: str = "") -> list[str]:
    return [document.text[b.start : b.end] for b in document.blocks if b.table is None and (not kind or b.kind == kind)]


# ---------------------------------------------------------------- decoding
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_encodings_that_lie_about_themselves(encoding: str) -> None:
    text = f'<html><head><meta charset="gb2312"></head><body><p>镕㎡〇{PROSE}</p><p>尾</p></body></html>'
    assert shown(read_bytes(text.encode(encoding), "x.html")) == [f"镕㎡〇{PROSE}", "尾"]


def test_a_damaged_byte_costs_one_character_not_the_page() -> None:
    data = f"<html><body><p>{PROSE}</p></body></html>".encode().replace("共".encode(), b"\xff\xfe")
    document = read_bytes(data, "x.html")
    assert "收到政府信息公开申请12件" in document.text
    assert [problem.code for problem in document.problems] == ["encoding"]


# ---------------------------------------------------------------- main content, title, date
CHROME = '<div class="top"><a href="/">首页</a> <a href="/a">政务公开</a></div>'
FOOT = '<div class="foot"><p>主办：某县人民政府办公室 网站标识码：3213220001</p><p>苏ICP备05003616号</p></div>'


def test_navigation_is_furniture_and_the_article_is_not() -> None:
    article = f"<h1>某县2023年年度报告</h1><div><p>{PROSE * 3}</p><p>一、总体情况</p><p>{PROSE}</p></div>"
    body = f"{CHROME}<div id=c>{article}</div>{FOOT}"
    document = page(body)
    kinds = {document.text[b.start : b.end]: (b.kind, b.level) for b in document.blocks}
    assert kinds["首页 政务公开"] == ("furniture", None)
    assert kinds["苏ICP备05003616号"] == ("furniture", None)
    assert kinds["某县2023年年度报告"] == ("heading", 0)
    assert kinds["一、总体情况"] == ("heading", 1)
    assert kinds[PROSE] == ("paragraph", None)


def test_a_page_laid_out_by_tables() -> None:
    body = (
        f"<table><tr><td>{CHROME}</td></tr><tr><td><table><tr><td><p>{PROSE * 4}</p>"
        f"<table><tr><td>指标</td><td>数量</td></tr><tr><td>收到</td><td>12</td></tr></table></td></tr></table></td></tr>"
        f"<tr><td>{FOOT}</td></tr></table>"
    )
    document = page(body)
    assert cells(document) == [(0, 0, 1, 1, "指标"), (0, 1, 1, 1, "数量"), (1, 0, 1, 1, "收到"), (1, 1, 1, 1, "12")]
    assert PROSE * 4 in shown(document, "paragraph")


def test_title_and_date_from_the_meta_elements_sites_must_carry() -> None:
    head = (
        "<title>某县2023年政府信息公开年度报告_某县人民政府</title>"
        '<meta name="ArticleTitle" content="某县2023年政府信息公开年度报告">'
        '<meta name="PubDate" content="2024-01-17 09:30"><meta name="ContentSource" content="某县政府办">'
    )
    document = page(f"<p>{PROSE}</p>", head)
    assert document.title == "某县2023年政府信息公开年度报告"
    assert dict(document.meta) == {
        "title": "某县2023年政府信息公开年度报告",
        "published": "2024-01-17",
        "author": "某县政府办",
    }


def test_title_without_its_site_and_date_from_the_page() -> None:
    document = page(
        f"<p>发布时间：2022年3月1日 浏览：33次</p><p>{PROSE * 2}</p>", "<title>某局2021年度工作报告-某县某局</title>"
    )
    assert document.title == "某局2021年度工作报告"
    assert dict(document.meta)["published"] == "2022-03-01"


@pytest.mark.parametrize(
    "link", ["<a href='/files/P020240117.pdf'>某县2023年年度报告</a>", "<iframe src='/view/report.docx'></iframe>"]
)
def test_a_page_whose_report_is_an_attachment_names_it(link: str) -> None:
    with pytest.raises(InputError) as caught:
        page(f"{CHROME}<div><p>附件下载</p>{link}</div>{FOOT}")
    assert caught.value.code == "attachment"
    assert "P020240117.pdf" in caught.value.message or "report.docx" in caught.value.message


def test_a_report_with_an_attachment_too_is_read() -> None:
    assert "12件" in page(f"<p>{PROSE * 12}</p><a href='/x.pdf'>下载</a>").text


# ---------------------------------------------------------------- inline text
def test_white_space_breaks_and_invisible_characters() -> None:
    document = page("<p>收到\n  <span>1</span><span>2</span>件<br>答复&nbsp;3\u200b4 件<wbr>。</p>")
    assert shown(document) == ["收到 12件", "答复\xa034 件。"]


def test_list_items_and_definition_lists_are_paragraphs_of_their_own() -> None:
    assert shown(page("<ul><li>甲</li><li>乙</li></ul><dl><dt>丙</dt><dd>丁</dd></dl>")) == ["甲", "乙", "丙", "丁"]


def test_preformatted_lines_are_kept() -> None:
    assert shown(page("<pre>甲 1\n乙 2</pre>")) == ["甲 1", "乙 2"]


HIDDEN = (
    "<style>.no{display:none} #gone, td.x { visibility : hidden } @media print{.yes{display:none}}</style>"
    "<p class=no>一</p><p id=gone>二</p><p style='display: none'>三</p><p hidden>四</p><script>五</script>"
    "<p style='mso-hide:all'>六</p><!-- 七 --><textarea>八</textarea><p class=yes>九</p>"
)


def test_hidden_parts_are_left_out() -> None:
    assert shown(page(HIDDEN)) == ["九"]


# ---------------------------------------------------------------- tables
def test_spans() -> None:
    body = (
        "<table><tr><td rowspan=2>组</td><td colspan=2>宽</td></tr><tr><td>1</td><td>2</td></tr>"
        "<tr><td>尾</td><td>3</td><td>4</td></tr></table>"
    )
    assert cells(page(body)) == [
        (0, 0, 2, 1, "组"),
        (0, 1, 1, 2, "宽"),
        (1, 1, 1, 1, "1"),
        (1, 2, 1, 1, "2"),
        (2, 0, 1, 1, "尾"),
        (2, 1, 1, 1, "3"),
        (2, 2, 1, 1, "4"),
    ]


def test_absurd_spans_are_cut_to_the_table() -> None:
    body = "<table><tr><td rowspan=1000000000 colspan=1000000000>甲</td></tr><tr><td>乙</td><td>1</td></tr></table>"
    grid = cells(page(body))
    assert sum(rows * cols for _, _, rows, cols, _ in grid) == 2 * len({col for _, col, *_ in grid})
    assert [text for *_, text in grid if text] == ["甲", "乙", "1"]


def test_span_of_a_row_too_many_does_not_push_the_next_rows_numbers_aside() -> None:
    body = (
        "<table><tr><td colspan=2>项目</td><td>甲</td><td>乙</td></tr>"
        "<tr><td rowspan=3>办理</td><td>许可</td><td>1</td><td>2</td></tr><tr><td>处罚</td><td>3</td><td>4</td></tr>"
        "<tr><td colspan=2>结转</td><td>5</td><td>6</td></tr></table>"
    )
    found = cells(page(body))
    assert (1, 0, 2, 1, "办理") in found and found[-3:] == [(3, 0, 1, 2, "结转"), (3, 2, 1, 1, "5"), (3, 3, 1, 1, "6")]


def test_rowspan_zero_reaches_the_end() -> None:
    body = "<table><tr><td rowspan=0>甲</td><td>1</td></tr><tr><td>2</td></tr><tr><td>3</td></tr></table>"
    assert cells(page(body))[0] == (0, 0, 3, 1, "甲")


def test_rows_in_sections_forms_and_nothing() -> None:
    body = "<table><thead><tr><th>头</th><th>数</th></tr></thead><form><tr><td>甲</td><td>1</td></tr></form></table>"
    document = page(body)
    assert [text for *_, text in cells(document)] == ["头", "数", "甲", "1"]
    assert [c.header for c in document.tables[0].cells] == [True, True, False, False]


def test_hidden_cells_give_up_their_place_invisible_ones_do_not() -> None:
    body = (
        "<table><tr><td style='display:none'>藏</td><td>甲</td><td style='visibility:hidden'>9</td><td>1</td></tr>"
        "<tr><td>乙</td><td>2</td><td>3</td></tr></table>"
    )
    assert [text for *_, text in cells(page(body))] == ["甲", "", "1", "乙", "2", "3"]


def test_line_breaks_in_cells() -> None:
    body = "<table><tr><td>自然<br>人</td><td><p>法律</p><p>服务</p></td></tr><tr><td>1</td><td>2</td></tr></table>"
    assert [text for *_, text in cells(page(body))] == ["自然\n人", "法律\n服务", "1", "2"]


def test_a_table_of_page_data_is_furniture_but_gives_its_date() -> None:
    data = "<table><tr><td>索引号</td><td>014/2024</td></tr><tr><td>公开日期</td><td>2024-01-17</td></tr></table>"
    document = page(f"<div>{data}</div><div><p>{PROSE * 8}</p></div>")
    assert not document.tables
    assert dict(document.meta)["published"] == "2024-01-17"


def test_a_report_that_is_nearly_all_table_keeps_its_headings_and_prose() -> None:
    rows = "".join(f"<tr><td>指标名称较长的一行之{n}</td><td>{n}</td></tr>" for n in range(80))
    body = f"{CHROME}<div><p>一、概述</p><p>收到3件。</p><table>{rows}</table><p>某局</p></div>{FOOT}"
    document = page(body)
    assert [(b.kind) for b in document.blocks][1:5] == ["heading", "paragraph", "table", "paragraph"]


def test_unclosed_and_misnested_tags_lose_nothing() -> None:
    document = page("<div><p>甲<b>乙<table><tr><td>丙<td>1<tr><td>丁<td>2</table>戊")
    assert [char for char in document.text if char in "甲乙丙丁戊12"] == list("甲乙丙1丁2戊")


# ---------------------------------------------------------------- MHTML
def test_mhtml() -> None:
    html = f'<html><head><meta charset="gb2312"></head><body><p>{PROSE}</p></body></html>'.encode("gb18030")
    import base64

    data = (
        b"From: <Saved by a browser>\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="B"\r\n\r\n'
        b"--B\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(html)
        + b"\r\n"
        b"--B\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBOR\r\n--B--\r\n"
    )
    document = read_bytes(data, "saved.mht")
    assert document.format == "mhtml"
    assert shown(document) == [PROSE]


@pytest.mark.skipif(not SHARED.exists(), reason="the shared reports are not here")
def test_a_real_page() -> None:
    document = read(str(SHARED / "real/shuyang_fgj_2023_html/report.html"))
    grids = [
        (max(c.row + c.rowspan for c in t.cells), max(c.col + c.colspan for c in t.cells)) for t in document.tables
    ]
    assert grids == [(14, 4), (28, 10), (4, 15)]
    assert dict(document.meta)["published"] == "2024-01-17"
    assert sum(1 for b in document.blocks if b.kind == "heading" and b.level == 1) == 6
