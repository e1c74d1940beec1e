"""Who reports on which year, and from where that is known."""

import hashlib
from pathlib import Path

import pytest
from gouji.extract.identity import identify, year_of
from gouji.ingest.read import read, read_bytes
from gouji.model import Block, Document

SHARED = Path(__file__).parents[2] / "shared"


def document(
    text: str, title: str | None = None, path: str = "r.txt", meta: tuple[tuple[str, str], ...] = ()
) -> Document:
    blocks = []
    at = 0
    for number, line in enumerate(text.split("\n")):
        blocks.append(Block(f"b{number}", "paragraph", None, at, at + len(line)))
        at += len(line) + 1
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(path, digest, "text", "ok", title, text, tuple(blocks), meta=meta)


@pytest.mark.parametrize(
    ("title", "body", "level", "division", "year"),
    [
        ("北原省人民政府2022年政府信息公开工作年度报告", "北原省人民政府", "province", "北原省", 2022),
        ("云州市2016年政府信息公开工作年度报告", "云州市", "prefecture", "云州市", 2016),
        (
            "云州市东河区人民政府2023年度政府信息公开工作年度报告",
            "云州市东河区人民政府",
            "county",
            "云州市东河区",
            2023,
        ),
        (
            "云州市东河区外事办公室政府信息公开工作2022年度报告",
            "云州市东河区外事办公室",
            "department",
            "云州市东河区",
            2022,
        ),
        ("青溪县财政局2011年度政府信息公开年度报告", "青溪县财政局", "department", "青溪县", 2011),
        (
            "2021年青溪县柳林镇人民政府政府信息公开工作年度报告",
            "青溪县柳林镇人民政府",
            "township",
            "青溪县柳林镇",
            2021,
        ),
        (
            "白石市人力资源和社会保障局二〇一八年政府信息公开工作年度报告",
            "白石市人力资源和社会保障局",
            "department",
            "白石市",
            2018,
        ),
        ("国家林草总局2020年政府信息公开工作年度报告", "国家林草总局", "central", None, 2020),
        ("政府信息公开工作年度报告格式模板", None, None, None, None),
    ],
)
def test_body_level_division_and_year_of_a_title(
    title: str, body: str | None, level: str | None, division: str | None, year: int | None
) -> None:
    found = identify(document(title + "\n正文。", title))
    assert (found.body, found.level, found.division, found.year) == (body, level, division, year)


def test_every_fact_of_the_text_has_its_place() -> None:
    text = (
        "云州市水务局2022年政府信息公开工作年度报告\n发布时间：2023-01-19\n"
        "本报告由云州市水务局办公室编制。所列数据的统计期限自2022年1月1日起至2022年12月31日止。\n二〇二三年一月十九日"
    )
    found = identify(document(text, "云州市水务局2022年政府信息公开工作年度报告"))
    assert found.period == "2022-01-01/2022-12-31"
    assert found.published == "2023-01-19"
    shown = {(f.name, f.value, text[f.start : f.end]) for f in found.facts if f.start is not None}
    assert ("year", "2022", "2022") in shown
    assert ("body", "云州市水务局", "云州市水务局") in shown
    assert ("period", "2022-01-01/2022-12-31", "2022年1月1日起至2022年12月31日") in shown
    assert ("published", "2023-01-19", "2023-01-19") in shown
    assert ("published", "2023-01-19", "二〇二三年一月十九日") in shown


def test_a_title_broken_by_a_page_number_is_found() -> None:
    text = "云州市人民政府\n-1-\n2022 年政府信息公开工作年度报告\n正文。"
    found = identify(document(text, "云州市人民政府2022年政府信息公开工作年度报告"))
    assert [f.place for f in found.facts if f.name == "title"] == ["text"]


def test_without_a_title_the_text_tells() -> None:
    text = "一、概述\n2016年,云州市各级各部门开展工作。云州市公开信息。2016年底,云州市政府网站。2016年共收到。"
    found = identify(document(text))
    assert (found.body, found.year, found.title) == ("云州市", 2016, None)


def test_the_year_of_a_file_name_is_used_only_where_nothing_else_tells() -> None:
    assert identify(document("无标题。", None, "archive/某县-2015.txt")).year == 2015
    title = "某县2016年政府信息公开工作年度报告"
    found = identify(document(title, title, "archive/某县-2015.txt"))
    assert found.year == 2016
    assert [(c.kind, c.note) for c in found.claims] == [("extra_layout", "文件名中的年份是 2015，报告年度是 2016")]


@pytest.mark.parametrize(
    ("opening", "title", "body"),
    [
        # The title broken over lines, behind the site's own lines, in the first sentence alone.
        ("云州市水利局2020年政府信息公开\n工作年度报告", "云州市水利局2020年政府信息公开工作年度报告", "云州市水利局"),
        ("云州市水利局2020年政府信息公开工\n作年度报告", "云州市水利局2020年政府信息公开工作年度报告", "云州市水利局"),
        (
            "您的位置：首页 > 信息公开 > 公开年报\n青溪镇2020年政府信息公开工作年度报告",
            "青溪镇2020年政府信息公开工作年度报告",
            "青溪镇",
        ),
        (
            "2020年青溪镇政府信息公开工作年度报告\n来源:青溪镇\n发布日期:2021-01-31",
            "2020年青溪镇政府信息公开工作年度报告",
            "青溪镇",
        ),
        ("根据条例，现公布云州市人民政府2020年政府信息公开工作年度报告。", None, "云州市人民政府"),
        ("青溪街道2020年政府信息公开工作年度报告是根据条例编制的。", None, "青溪街道"),
        ("根据条例，现公布我局2020年政府信息公开工作年度报告。", None, None),
        ("根据条例，现向社会公布2020年度云州市水利局信息公开工作年度报告。", None, "云州市水利局"),
        ("本报告根据条例要求，由云州市水利局编制的2020年度政府信息公开年度报告。", None, "云州市水利局"),
        ("根据条例，云州市水利局编制完成2020年政府信息公开年度报告。", None, "云州市水利局"),
        (
            "【图文】云州市水利局2020年政府信息公开工作年度报告",
            "【图文】云州市水利局2020年政府信息公开工作年度报告",
            "云州市水利局",
        ),
        # Who acts is who reports, where nothing else tells.
        ("2020年，云州市水利局深入贯彻落实条例。", None, "云州市水利局"),
        ("2020年，我局在市政府的领导下，以群众需求为中心全面推进公开。", None, None),
    ],
)
def test_titles_and_openings(opening: str, title: str | None, body: str | None) -> None:
    text = f"{opening}\n\n一、总体情况\n全年公开信息5条。\n"
    found = identify(read_bytes(text.encode(), "r.txt"))
    assert (found.title, found.body) == (title, body)


_BODY = "\n\n一、总体情况\n全年公开信息5条。\n"


@pytest.mark.parametrize(
    ("text", "body", "level", "year"),
    [
        ("云州市水务局关于2022年政府信息公开工作情况的报告", "云州市水务局", "department", 2022),
        ("云州市水务局关于2022年度政府信息公开工作年度报告的公示", "云州市水务局", "department", 2022),
        ("云州市水务局\n2022年\n政府信息公开工作年度报告", "云州市水务局", "department", 2022),
        ("2022 年 度 政 府 信 息 公 开 工 作 年 度 报 告\n（云州市水务局）", "云州市水务局", "department", 2022),
        ("2022年政府信息公开工作年度报告\n云州市水务局", "云州市水务局", "department", 2022),
        ("发布机构：云州市水务局\n2022年政府信息公开工作年度报告", "云州市水务局", "department", 2022),
        ("中共云州市委\n社工部2024年度\n部门决算\n一、中共云州市委社工部", "中共云州市委社工部", "department", 2024),
        ("云州市城市投资集团有限公司2022年信息公开工作年度报告", "云州市城市投资集团有限公司", "department", 2022),
        ("东河区柳林街道办事处2022年政府信息公开工作年度报告", "东河区柳林街道办事处", "township", 2022),
        ("县人民政府办公室2022年政府信息公开工作年度报告", "县人民政府办公室", "county", 2022),
        ("市水务局2022年政府信息公开工作年度报告", "市水务局", "department", 2022),
    ],
)  # fmt: skip
def test_who_reports_wherever_it_is_said(text: str, body: str, level: str, year: int) -> None:
    found = identify(read_bytes((text + _BODY).encode(), "r.txt"))
    assert (found.body, found.level, found.year) == (body, level, year)


@pytest.mark.parametrize("signed", ["云州市水务局\n2023年1月20日", "   云州市水务局  \n\n   二〇二三年一月二十日"])
def test_the_signature_tells_where_the_title_does_not(signed: str) -> None:
    text = "2022年政府信息公开工作年度报告" + _BODY + signed
    found = identify(read_bytes(text.encode(), "r.txt"))
    assert (found.body, found.division, found.published) == ("云州市水务局", "云州市", "2023-01-20")
    (place,) = [(f.start, f.end) for f in found.facts if f.name == "body"]
    assert text[place[0] : place[1]] == "云州市水务局"


@pytest.mark.parametrize(
    ("signed", "kinds"),
    [
        ("清河县水务局\n2023年1月20日", ["other_body"]),
        ("发布单位：清河县水务局\n2023年1月20日", []),
        ("云州市水务局办公室\n2023年1月20日", []),
        ("云州市水务局\n2022年1月20日", ["wrong_year"]),
        ("云州市水务局\n2022年12月30日", []),
    ],
)
def test_a_signature_of_another_body_or_before_the_end_of_the_year(signed: str, kinds: list[str]) -> None:
    text = "云州市水务局2022年政府信息公开工作年度报告" + _BODY + signed
    assert [c.kind for c in identify(read_bytes(text.encode(), "r.txt")).claims] == kinds


def test_a_year_in_the_metadata_that_differs_is_a_claim() -> None:
    title = "某县2016年政府信息公开工作年度报告"
    found = identify(document(title, title, meta=(("title", "某县2015年政府信息公开工作年度报告"),)))
    assert found.year == 2016
    assert [c.kind for c in found.claims] == ["wrong_year"]
    assert "2015" in found.claims[0].note_en


def test_numbers_that_are_no_years_are_not_taken_for_one() -> None:
    assert identify(document("无。", None, "20160123456.txt")).year is None
    assert identify(document("电话 2016888，共 2016 件。", None, "r.txt")).year is None


@pytest.mark.parametrize(
    ("printed", "year"), [("2016", 2016), ("二〇一六", 2016), ("二○二三", 2023), ("二O一九", 2019)]
)
def test_years_in_any_writing(printed: str, year: int) -> None:
    assert year_of(printed) == year


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("seed/xiangtan-2016.pdf", ("prefecture", 2016, None)),
        ("real/hongze_2023_pdf/report.pdf", ("county", 2023, None)),
        ("real/shuyang_fgj_2023_html/report.html", ("department", 2023, "2024-01-17")),
        ("real/pingtan/tax_2013/page.txt", ("department", 2013, "2014-02-25")),
        ("real/blank_template_docx/report.docx", (None, None, None)),
    ],
)
def test_published_reports(path: str, expected: tuple[str | None, int | None, str | None]) -> None:
    if not (SHARED / path).exists():
        pytest.skip("needs the reports beside the project")
    found = identify(read(str(SHARED / path)))
    assert (found.level, found.year, found.published) == expected


@pytest.mark.parametrize(
    ("title", "count"), [("2026年云州市政府信息公开工作年度报告", 1), ("2026年云州市政府工作报告", 0)]
)
def test_only_what_looks_back_is_dated_too_early(title: str, count: int) -> None:
    found = identify(read_bytes(f"{title}\n发布日期:2026-02-05{_BODY}".encode(), "r.txt"))
    assert len([claim for claim in found.claims if "发布日期却是" in claim.note]) == count
