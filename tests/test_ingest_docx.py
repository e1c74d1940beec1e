"""What a reader of a Word document sees is what is read; files are made here, part by part."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from gouji.errors import InputError
from gouji.ingest.read import read, read_bytes
from gouji.ingest.wordnumbers import render
from gouji.model import Document

SHARED = Path(__file__).parents[1].parent / "shared"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{REL}/officeDocument" Target="word/document.xml"/></Relationships>'
)


def docx(body: str, **parts: str) -> bytes:
    """A package with this body; parts by name (styles, numbering, footnotes, header1 …) hold their root's content."""
    roots = {"styles": "styles", "numbering": "numbering", "footnotes": "footnotes", "header": "hdr", "footer": "ftr"}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELS)
        archive.writestr("word/document.xml", f"<w:document {W} {MC}><w:body>{body}</w:body></w:document>")
        links = ""
        for number, (name, content) in enumerate(parts.items()):
            kind = name.rstrip("0123456789")
            archive.writestr(f"word/{name}.xml", f"<w:{roots[kind]} {W}>{content}</w:{roots[kind]}>")
            links += f'<Relationship Id="p{number}" Type="{REL}/{kind}" Target="{name}.xml"/>'
        archive.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>',
        )
    return out.getvalue()


def open_docx(body: str, **parts: str) -> Document:
    return read_bytes(docx(body, **parts), "report.docx")


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def tbl(*rows: str, grid: str = "") -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid.split())
    return f"<w:tbl><w:tblGrid>{columns}</w:tblGrid>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def cells(document: Document, number: int = 0) -> list[tuple[int, int, int, int, str]]:
    return [(c.row, c.col, c.rowspan, c.colspan, c.text) for c in document.tables[number].cells]


def lines(document: Document) -> list[str]:
    return [document.text[b.start : b.end] for b in document.blocks if b.table is None]


def test_paragraphs_and_tables_in_body_order() -> None:
    document = open_docx(p("前") + tbl(tc("甲") + tc("1"), tc("乙") + tc("2")) + p("后"))
    assert [b.kind for b in document.blocks] == ["paragraph", "table", "paragraph"]
    assert document.text == "前\n甲\t1\n乙\t2\n后\n"


def test_merged_cells_are_stored_once_with_their_spans() -> None:
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    document = open_docx(
        tbl(
            tc("组", down) + tc("宽", '<w:gridSpan w:val="2"/>'),
            tc("", on) + tc("1") + tc("2"),
            tc("尾") + tc("3") + tc("4"),
        )
    )
    assert cells(document) == [
        (0, 0, 2, 1, "组"),
        (0, 1, 1, 2, "宽"),
        (1, 1, 1, 1, "1"),
        (1, 2, 1, 1, "2"),
        (2, 0, 1, 1, "尾"),
        (2, 1, 1, 1, "3"),
        (2, 2, 1, 1, "4"),
    ]


def test_cells_before_and_after_the_grid_become_empty_ones() -> None:
    shifted = '<w:trPr><w:gridBefore w:val="1"/></w:trPr>' + tc("2")
    document = open_docx(tbl(tc("甲") + tc("1"), shifted, tc("丙")))
    assert cells(document) == [
        (0, 0, 1, 1, "甲"),
        (0, 1, 1, 1, "1"),
        (1, 0, 1, 1, ""),
        (1, 1, 1, 1, "2"),
        (2, 0, 1, 1, "丙"),
        (2, 1, 1, 1, ""),
    ]


def test_phantom_columns_of_a_twip_are_no_columns() -> None:
    wide = '<w:gridSpan w:val="2"/>'
    document = open_docx(tbl(tc("a", wide) + tc("b"), tc("c") + tc("d", wide), grid="658 1 657"))
    assert cells(document) == [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b"), (1, 0, 1, 1, "c"), (1, 1, 1, 1, "d")]


def test_a_narrow_column_that_holds_text_is_kept() -> None:
    document = open_docx(tbl(tc("a") + tc("7") + tc("b"), tc("c") + tc("8") + tc("d"), grid="658 20 657"))
    assert [text for *_, text in cells(document)] == ["a", "7", "b", "c", "8", "d"]


def test_layout_table_is_read_through_and_its_inner_table_kept() -> None:
    inner = tbl(tc("甲") + tc("1"), tc("乙") + tc("2"))
    outer = f"<w:tbl><w:tr><w:tc>{p('一、总体情况')}{inner}{p('后文')}</w:tc></w:tr></w:tbl>"
    document = open_docx(outer)
    assert [b.kind for b in document.blocks] == ["heading", "table", "paragraph"]
    assert len(document.tables) == 1


def test_a_small_table_inside_a_cell_stays_in_the_cell() -> None:
    inner = tbl(tc("其中") + tc("3"))
    outer = f"<w:tbl><w:tr>{tc('很长的项目名称一')}<w:tc>{p('合计 10')}{inner}</w:tc></w:tr>"
    outer += f"<w:tr>{tc('乙')}{tc('2')}</w:tr></w:tbl>"
    document = open_docx(outer)
    assert cells(document)[1][4] == "合计 10\n其中 3"


def test_content_controls_around_everything() -> None:
    def sdt(content: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"

    run = sdt("<w:r><w:t>12</w:t></w:r>")
    row = sdt(f"<w:tr>{sdt(tc('乙'))}{tc('2')}</w:tr>")
    document = open_docx(
        sdt(p("块")) + f"<w:p><w:r><w:t>共</w:t></w:r>{run}<w:r><w:t>件</w:t></w:r></w:p>"
        f"<w:tbl><w:tr>{tc('甲')}{tc('1')}</w:tr>{row}</w:tbl>"
    )
    assert lines(document) == ["块", "共12件"]
    assert [text for *_, text in cells(document)] == ["甲", "1", "乙", "2"]


def test_text_boxes_once_and_after_their_paragraph() -> None:
    box = f"<w:txbxContent>{p('框中文字')}</w:txbxContent>"
    run = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert lines(open_docx(f"<w:p><w:r><w:t>正文</w:t></w:r>{run}</w:p>")) == ["正文", "框中文字"]


def test_tracked_changes_show_the_final_state() -> None:
    body = (
        "<w:p><w:r><w:t>收到</w:t></w:r><w:del><w:r><w:delText>41</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>43</w:t></w:r></w:ins><w:r><w:t>件</w:t></w:r></w:p>"
        "<w:p><w:moveFrom><w:r><w:t>搬走</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>搬来</w:t></w:r></w:moveTo></w:p>"
    )
    assert lines(open_docx(body)) == ["收到43件", "搬来"]


def test_a_deleted_paragraph_mark_joins_the_paragraphs() -> None:
    first = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>共收到</w:t></w:r></w:p>"
    assert lines(open_docx(first + p("12件"))) == ["共收到12件"]


def test_deleted_and_hidden_rows_are_no_rows() -> None:
    gone = "<w:trPr><w:del/></w:trPr>" + tc("旧") + tc("9")
    hidden = "<w:trPr><w:hidden/></w:trPr>" + tc("藏") + tc("8")
    document = open_docx(tbl(tc("甲") + tc("1"), gone, hidden, tc("乙") + tc("2")))
    assert [text for *_, text in cells(document)] == ["甲", "1", "乙", "2"]


def test_hidden_text_by_run_and_by_style() -> None:
    styles = '<w:style w:styleId="h"><w:name w:val="藏"/><w:rPr><w:vanish/></w:rPr></w:style>'
    body = (
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏一</w:t></w:r>"
        '<w:r><w:rPr><w:rStyle w:val="h"/></w:rPr><w:t>藏二</w:t></w:r>'
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>可见</w:t></w:r></w:p>'
    )
    assert lines(open_docx(body, styles=styles)) == ["可见"]


def test_field_results_are_shown_and_codes_are_not() -> None:
    body = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> =SUM(A1) </w:instrText></w:r>'
        '<w:r><w:t>码</w:t></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>27</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>件</w:t></w:r></w:p>'
    )
    assert lines(open_docx(body)) == ["27件"]


def test_footnotes_come_last_and_leave_no_mark_behind_a_figure() -> None:
    body = '<w:p><w:r><w:t>公开25</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t>条</w:t></w:r></w:p>'
    notes = f'<w:footnote w:type="separator" w:id="0">{p("—")}</w:footnote>'
    notes += f'<w:footnote w:id="2">{p("含转载。")}</w:footnote>'
    assert lines(open_docx(body, footnotes=notes)) == ["公开25条", "含转载。"]


def test_line_breaks_split_paragraphs_and_stay_in_cells() -> None:
    two = "<w:p><w:r><w:t>一行</w:t><w:br/><w:t>二行</w:t></w:r></w:p>"
    document = open_docx(two + f"<w:tbl><w:tr><w:tc>{two}</w:tc>{tc('1')}</w:tr></w:tbl>")
    assert lines(document) == ["一行", "二行"]
    assert cells(document)[0][4] == "一行\n二行"


NUMBERED = (
    '<w:abstractNum w:abstractNumId="7">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>'
    '<w:lvl w:ilvl="3"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF06C;"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="7"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
)


def numbered(text: str, level: int, number: int = 1) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def test_automatic_numbers_are_printed_and_make_headings() -> None:
    body = "".join(
        numbered(text, level)
        for text, level in [("总体情况", 0), ("主动公开", 1), ("依申请", 1), ("受理", 2), ("收费", 0), ("减免", 1)]
    )
    document = open_docx(body, numbering=NUMBERED)
    assert lines(document) == ["一、总体情况", "（一）主动公开", "（二）依申请", "1.受理", "二、收费", "（一）减免"]
    assert [b.level for b in document.blocks] == [1, 2, 2, 3, 1, 2]


def test_an_automatic_number_never_makes_a_decimal_of_its_text() -> None:
    assert lines(open_docx(numbered("5个部门", 2), numbering=NUMBERED)) == ["1. 5个部门"]


def test_numbering_restarts_bullets_and_no_number() -> None:
    body = numbered("甲", 0) + numbered("乙", 0, 2) + numbered("丙", 0) + numbered("点", 3) + numbered("无", 0, 0)
    document = open_docx(body, numbering=NUMBERED)
    assert lines(document) == ["一、甲", "五、乙", "六、丙", "点", "无"]
    assert document.blocks[3].kind == "list"


def test_numbering_from_a_style_and_its_base() -> None:
    styles = (
        '<w:style w:styleId="a"><w:name w:val="一级"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="b"><w:name w:val="像一级"/><w:basedOn w:val="a"/></w:style>'
    )
    body = p("甲", '<w:pStyle w:val="a"/>') + p("乙", '<w:pStyle w:val="b"/>')
    assert lines(open_docx(body, styles=styles, numbering=NUMBERED)) == ["一、甲", "二、乙"]


@pytest.mark.parametrize(
    ("number", "format", "printed"),
    [
        (1, "chineseCounting", "一"),
        (10, "chineseCountingThousand", "十"),
        (11, "japaneseCounting", "十一"),
        (20, "chineseCounting", "二十"),
        (21, "taiwaneseCountingThousand", "二十一"),
        (105, "chineseCountingThousand", "一百零五"),
        (110, "chineseCountingThousand", "一百一十"),
        (1001, "chineseCountingThousand", "一千零一"),
        (12, "ideographDigital", "一二"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (3, "ideographTraditional", "丙"),
        (3, "ideographZodiac", "寅"),
        (3, "decimalEnclosedCircleChinese", "③"),
        (3, "decimalEnclosedParen", "⑶"),
        (12, "decimalFullWidth", "１２"),
        (3, "decimalZero", "03"),
        (4, "lowerRoman", "iv"),
        (1994, "upperRoman", "MCMXCIV"),
        (27, "lowerLetter", "aa"),
        (7, "unheardOf", "7"),
    ],
)
def test_counting_formats(number: int, format: str, printed: str) -> None:
    assert render(number, format) == printed


def test_heading_levels_and_title_from_styles() -> None:
    styles = (
        '<w:style w:styleId="t"><w:name w:val="Title"/></w:style>'
        '<w:style w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
        '<w:style w:styleId="c"><w:name w:val="toc 1"/></w:style>'
    )
    body = "".join(
        p(text, f'<w:pStyle w:val="{style}"/>')
        for text, style in [("某县年度总结", "t"), ("概述…1", "c"), ("概述", "1")]
    )
    document = open_docx(body + p("正文。"), styles=styles)
    assert document.title == "某县年度总结"
    assert [(b.kind, b.level) for b in document.blocks] == [
        ("heading", 0),
        ("furniture", None),
        ("heading", 1),
        ("paragraph", None),
    ]


def test_running_heads_are_furniture_and_page_numbers_are_left_out() -> None:
    document = open_docx(p("正文。"), header1=p("某市人民政府文件"), header2=p("某市人民政府文件"), footer1=p("- 3 -"))
    assert [(b.kind, document.text[b.start : b.end]) for b in document.blocks] == [
        ("furniture", "某市人民政府文件"),
        ("paragraph", "正文。"),
    ]


def test_strict_namespace() -> None:
    data = docx(p("正文"))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name).replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
            new.writestr(name, content)
    assert lines(read_bytes(out.getvalue(), "strict.docx")) == ["正文"]


def test_a_relationship_that_points_nowhere_is_survived() -> None:
    data = docx(p("正文"))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/_rels/document.xml.rels":
                link = f'<Relationship Id="x" Type="{REL}/image" Target="../NULL"/></Relationships>'
                content = content.replace(b"</Relationships>", link.encode())
            new.writestr(name, content)
    assert lines(read_bytes(out.getvalue(), "null.docx")) == ["正文"]


def test_no_text_is_an_error() -> None:
    with pytest.raises(InputError) as caught:
        open_docx("<w:p/>")
    assert caught.value.code == "no-text"


@pytest.mark.skipif(not SHARED.exists(), reason="the shared reports are not here")
def test_the_blank_national_form() -> None:
    document = read(str(SHARED / "real/blank_template_docx/report.docx"))
    grids = [
        (max(c.row + c.rowspan for c in t.cells), max(c.col + c.colspan for c in t.cells)) for t in document.tables
    ]
    assert grids == [(14, 4), (28, 10), (4, 15)]
    assert [s.number for s in document.sections] == ["一、", "二、", "三、", "四、", "五、", "六、"]


# ---------------------------------------------------------------- what is plain is read without being walked
MIXED = (
    p("一、总体情况")
    + '<w:p><w:r><w:t>受理</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>9</w:t></w:r><w:r><w:t>5件</w:t></w:r></w:p>'
    + "<w:p><w:r><w:t>办结</w:t></w:r><w:unknown><w:r><w:t>8</w:t></w:r></w:unknown><w:r><w:t>4件</w:t></w:r></w:p>"
    + "<w:p><w:r><w:t>收费<w:x/>7</w:t></w:r><w:r><w:t><w:x/>6</w:t></w:r><w:r><w:t>元\n整</w:t></w:r></w:p>"
    + '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>' + p("域代码")
    + '<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>' + p("目", '<w:rPr><w:del/></w:rPr>') + p("标")
    + "<w:r><w:t>野</w:t></w:r><w:p><w:sdt><w:r><w:t>9</w:t></w:r></w:sdt><w:r><w:t>末</w:t></w:r></w:p>"
    + "<w:p><w:unknown><w:p><w:r><w:t>内</w:t></w:r></w:p></w:unknown><w:r><w:t>外</w:t></w:r></w:p>"
    + f"<w:tbl><w:tr>{tc('甲')}{tc('1')}</w:tr><w:tr>{tc('乙')}{tc('2', '<w:vMerge/>')}</w:tr></w:tbl>"
)  # fmt: skip


def test_a_glance_finds_what_walking_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    files = sorted((Path(__file__).parents[1] / "corpus").rglob("*.docx"))
    contents = [docx(MIXED), docx(MIXED[: MIXED.index("<w:p><w:unknown><w:p>")]), *(f.read_bytes() for f in files)]
    glanced = [read_bytes(data, "report.docx") for data in contents]
    assert "受理5件\n办结4件\n收费元 整\n目标\n末\n外\n甲\t1" in glanced[0].text
    monkeypatch.setattr("gouji.ingest.word.plain_texts", lambda part: {})
    assert [read_bytes(data, "report.docx") for data in contents] == glanced
