"""Contradictions between reports: years of a body, copies, a parent and its subordinates."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from by_hand import cell, claim, quantity, record, said
from gouji.errors import ConfigError
from gouji.forms.loader import load_forms
from gouji.model import Claim, Figure, Finding, Record, SectionText, from_json, to_json
from gouji.reconcile.across import across, between, digest
from gouji.reconcile.across_bodies import Bodies, load_bodies
from gouji.reconcile.across_compare import compare
from gouji.reconcile.across_digest import Digest
from gouji.reconcile.engine import reconcile
from msgspec.structs import replace

FORMS = load_forms()
WORDS = (
    "一年来，我们把公开贯穿政务运行全过程，围绕群众关心的教育、就业、社保、医疗等领域细化公开内容。"
    "工作中也发现一些不足：个别单位对公开属性的认定不够准确，解读形式较为单一，基层人员流动频繁。"
    "下一步将完善制度，开展业务培训，丰富图解和视频解读，把公开成效纳入年度绩效考核，推动工作再上台阶。"
)


def of_year(
    year: int, values: dict[str, int | None], claims: Sequence[Claim] = (), body: str = "甲市人民政府",
    extra: Sequence[Figure] = (), text: str = "", name: str = "",
) -> Record:  # fmt: skip
    form = "annual-2021" if year >= 2021 else "annual-2019" if year >= 2019 else "statistics-2014"
    figures = [
        cell(
            indicator,
            value,
            (row, 0),
            label=indicator.split(".")[1],
            unit="件",
            state="value" if value is not None else "blank",
        )
        for row, (indicator, value) in enumerate(values.items())
    ]
    made = record([*figures, *extra], claims, form, name or f"{body}{year}.txt", year)
    texts = (SectionText("problems", "五、存在的主要问题", text, 5000, 5000 + len(text)),) if text else ()
    return replace(made, body=body, texts=texts, sha256=f"{body}{year}{name}")


def flat(findings: Sequence[Finding]) -> list[tuple[str, str]]:
    return sorted((finding.rule, finding.severity) for finding in findings)


def both_ways(records: Sequence[Record]) -> list[tuple[str, str]]:
    """What `check` finds in the files given together; a dataset must find the same from digests."""
    by_path = {one.path: one for one in records}
    found = [f for f in reconcile(records, FORMS).findings if f.rule[0] in "CDH"]
    digests = [from_json(to_json(digest(one)), Digest) for one in records]
    bodies = sorted({one.body or "" for one in records})
    groups = [[each for each in digests if each.record.body == body] for body in bodies]
    streamed = [finding for group in groups for finding in between(group, FORMS, by_path.__getitem__)]
    assert {f.rule for f in streamed} == {f.rule for f in found if f.rule[0] != "H"}
    return flat(found)


IN, OUT, NEW = "applications.carried_in.total", "applications.carried_out.total", "applications.new.total"


@pytest.mark.parametrize(
    "brought, expected",
    [(3, []), (4, [("C101", "error")]), (None, [])],
)
def test_carried_forward_is_brought_forward(brought: int | None, expected: list[tuple[str, str]]) -> None:
    assert both_ways([of_year(2021, {OUT: 3, IN: 0}), of_year(2022, {OUT: 5, IN: brought})]) == expected


def test_every_column_is_carried_forward() -> None:
    person = {name.replace("total", "person"): 2 for name in (OUT, IN)}
    first, second = (
        of_year(2021, {OUT: 3, **person}),
        of_year(2022, {IN: 3, **person, "applications.carried_in.person": 1}),
    )
    assert both_ways([first, second]) == [("C101", "error")]


def test_a_year_between_leaves_nothing_to_carry() -> None:
    assert both_ways([of_year(2021, {OUT: 3}), of_year(2023, {IN: 9})]) == [("C206", "note")]


def test_stock_and_flow() -> None:
    names = [f"documents.normative.{column}" for column in ("valid", "made", "repealed")]
    first = of_year(2021, dict(zip(names, (10, 1, 1), strict=True)))
    assert both_ways([first, of_year(2022, dict(zip(names, (12, 3, 1), strict=True)))]) == []
    assert both_ways([first, of_year(2022, dict(zip(names, (13, 3, 1), strict=True)))]) == [("C102", "warning")]


@pytest.mark.parametrize("rate, expected", [("20", []), ("19.9", []), ("30", [("C201", "warning")])])
def test_growth_against_last_years_own_report(rate: str, expected: list[tuple[str, str]]) -> None:
    now = said(100, 120, "件", NEW, subject="收到申请")
    grown = said(110, rate, "%", held=quantity(rate, "%"), role="growth")
    told = claim("growth", 100, [("current", now), ("growth", grown)])
    assert both_ways([of_year(2021, {NEW: 100}), of_year(2022, {NEW: 120}, [told], extra=[now, grown])]) == (
        expected if rate != "19.9" else [("C201", "warning")]
    )


def test_a_change_and_a_direction_against_last_year() -> None:
    now = said(100, 120, "件", NEW)
    step = said(110, 15, "件", role="change")
    change = claim("change", 100, [("current", now), ("change", step)])
    down = claim("direction", 100, [("current", now)], note="down")
    before = of_year(2021, {NEW: 100})
    assert both_ways([before, of_year(2022, {NEW: 120}, [change], extra=[now, step])]) == [("C202", "warning")]
    assert both_ways([before, of_year(2022, {NEW: 120}, [down], extra=[now])]) == [("C203", "warning")]


def test_last_years_number_told_otherwise() -> None:
    told = said(100, 98, "件", subject="申请", period="2021", text="上年收到政府信息公开申请98件")
    assert both_ways([of_year(2021, {NEW: 100}), of_year(2022, {NEW: 5}, extra=[told])]) == [("C204", "warning")]
    right = said(100, 100, "件", subject="申请", period="2021", text="上年收到政府信息公开申请100件")
    assert both_ways([of_year(2021, {NEW: 100}), of_year(2022, {NEW: 5}, extra=[right])]) == []


def test_another_scope_is_no_contradiction() -> None:
    told = said(100, 98, "件", NEW, period="2021", scope="own")
    first = of_year(2021, {}, extra=[said(100, 100, "件", NEW, scope="whole")])
    assert both_ways([first, of_year(2022, {NEW: 5}, extra=[told])]) == []


@pytest.mark.parametrize(
    "words, period, later, expected",
    [
        ("累计公开信息", "/{}-12-31", 480, [("C205", "warning")]),
        ("累计公开信息", "2008/{}", 480, [("C205", "warning")]),
        ("累计公开信息", "/{}-12-31", 500, []),
        # What there is on a day may fall, and so may what is added up within one year.
        ("现有政务新媒体", "/{}-12-31", 480, []),
        ("全年累计公开信息", "{}", 480, []),
        ("累计公开信息", "{0}-01-01/{0}-12-31", 480, []),
    ],
)
def test_a_cumulative_total_may_not_fall(words: str, period: str, later: int, expected: list[tuple[str, str]]) -> None:
    def total(year: int, value: int) -> Record:
        figure = said(100, value, "条", subject=words, period=period.format(year))
        return of_year(year, {}, extra=[replace(figure, label=words)])

    assert both_ways([total(2021, 500), total(2022, later)]) == expected


def test_growth_over_another_year_is_not_held_against_last_years_report() -> None:
    now, grown = said(100, 120, "件", NEW), said(110, "35", "%", held=quantity("35", "%"), role="growth")
    for words, expected in (("较2020年增长35%", []), ("较2021年增长35%", [("C201", "warning")])):
        told = claim("growth", 100, [("current", now), ("growth", grown)], text=words)
        assert both_ways([of_year(2021, {NEW: 100}), of_year(2022, {NEW: 120}, [told], extra=[now, grown])]) == expected


def test_a_number_said_to_be_recounted_gives_no_more_than_a_note() -> None:
    told = said(5010, 98, "件", NEW, period="2021")
    texts = (("按新统计口径，上年收到申请98件。", "note"), ("上年共计收到信息公开申请98件。", "warning"))
    for words, severity in texts:
        second = of_year(2022, {NEW: 5}, extra=[told], text=words)
        assert both_ways([of_year(2021, {NEW: 100}), second]) == [("C204", severity)]


def test_what_the_later_form_does_not_count_gives_no_more_than_a_note() -> None:
    name = "disclosure.proactive.total"
    now, grown = said(100, 250, "条", name), said(110, "30", "%", held=quantity("30", "%"), role="growth")
    told = claim("growth", 100, [("current", now), ("growth", grown)])
    for year, severity in ((2018, "warning"), (2019, "note")):
        first = of_year(year - 1, {name: 120})
        assert both_ways([first, of_year(year, {}, [told], extra=[now, grown])]) == [("C201", severity)]


def test_a_whole_territory_is_not_a_departments_own() -> None:
    told = said(100, 480, "件", NEW, period="2021", scope="whole")
    for level, severity in (("department", "note"), ("county", "warning")):
        records = [of_year(2021, {NEW: 50}), of_year(2022, {NEW: 5}, extra=[told])]
        assert both_ways([replace(each, level=level) for each in records]) == [("C204", severity)]


@pytest.mark.parametrize(
    "folders, body, expected",
    [
        (("a", "b"), "甲县城关镇人民政府", [("C101", "error")]),
        (("a", "b"), "城关镇人民政府", [("C101", "warning")]),
        (("河北", "陕西"), "城关镇人民政府", [("C101", "note")]),
    ],
)
def test_a_name_that_many_bodies_bear(folders: tuple[str, str], body: str, expected: list[tuple[str, str]]) -> None:
    pair = of_year(2021, {OUT: 3}, body=body), of_year(2022, {IN: 9}, body=body)
    assert both_ways([replace(one, path=f"{at}/{one.year}") for one, at in zip(pair, folders, strict=True)]) == expected


def test_two_unlike_reports_of_a_year_are_not_compared_with_other_years() -> None:
    names = (NEW, OUT, "applications.granted.total", "applications.partly.total", "applications.repeat.total")
    mine: dict[str, int | None] = dict(zip(names, (12, 3, 9, 2, 0), strict=True))
    theirs: dict[str, int | None] = dict(zip(names, (70, 1, 60, 5, 0), strict=True))
    twins = [of_year(2021, mine, name="a.html"), of_year(2021, theirs, name="b.html")]
    assert both_ways([*twins, of_year(2022, {IN: 8})]) == [("D104", "note")]


def test_narrative_copied_but_for_its_numbers() -> None:
    first, second = of_year(2021, {}, text=WORDS + "培训12次。"), of_year(2022, {}, text=WORDS + "培训15次。")
    assert both_ways([first, second]) == [("D101", "warning")]
    finding = next(f for f in reconcile([first, second], FORMS).findings if f.rule == "D101")
    assert [e.document for e in finding.evidence] == [second.path, first.path]
    assert all(e.location.start == 5000 for e in finding.evidence)


def test_a_text_copied_year_after_year_is_told_once_a_year() -> None:
    series = [of_year(year, {}, text=WORDS) for year in (2021, 2022, 2023)]
    found = [f for f in reconcile(series, FORMS).findings if f.rule == "D101"]
    years = [[path[-8:-4] for path in finding.documents] for finding in found]
    assert sorted(years) == [["2022", "2021"], ["2023", "2022"]]


def test_boilerplate_and_other_words_are_no_copy() -> None:
    formula = "本报告根据《中华人民共和国政府信息公开条例》和有关要求，由办公室编制，向社会公布。" * 6
    assert both_ways([of_year(2021, {}, text=formula), of_year(2022, {}, text=formula)]) == []
    other = (
        WORDS.replace("围绕群众关心", "聚焦")
        .replace("下一步将完善制度", "今后健全机制")
        .replace("基层人员流动频繁", "队伍不稳")
    )
    other = (
        other[40:]
        + "我们还建立了政策解读与文件同步起草、同步审批、同步发布的机制，邀请企业代表参加座谈，并逐条回应所提意见。"
    )
    assert both_ways([of_year(2021, {}, text=WORDS), of_year(2022, {}, text=other)]) == []


@pytest.mark.parametrize(
    "words",
    ["自2021年以来，每季度召开一次政务公开工作例会。", "专区于2021年6月建成，设有查询和打印的设备。",
     "执行2021年2月1日起施行的办法，逐件开展审核。", "落实《2021年政务公开工作要点》，逐项抓好各项任务。"],
)  # fmt: skip
def test_a_year_told_as_history_may_be_told_again(words: str) -> None:
    assert both_ways([of_year(2021, {}, text=words), of_year(2022, {}, text=words)]) == []


def test_a_year_left_in_from_the_earlier_report() -> None:
    old = "2021年，全市新建公开专区三十七个，配备专职人员。"
    first, second = of_year(2021, {}, text=old), of_year(2022, {}, text=old)
    assert both_ways([first, second]) == [("D103", "warning")]
    finding = next(f for f in reconcile([first, second], FORMS).findings if f.rule == "D103")
    assert [place.document for place in finding.evidence] == [second.path, first.path]
    assert all(old.startswith(place.quote) and place.location.start == 5000 for place in finding.evidence)


def test_tables_copied_from_an_earlier_year() -> None:
    values: dict[str, int | None] = {f"applications.{row}.total": number for number, row in enumerate(
        ("new", "granted", "partly", "refused_secret", "refused_law", "none_held", "petition", "repeat", "handled"), 11
    )}  # fmt: skip
    assert both_ways([of_year(2021, values), of_year(2022, values)]) == [("D102", "warning")]
    assert both_ways([of_year(2021, values), of_year(2022, {**values, NEW: 99})]) == []
    few = dict.fromkeys(values, 1)
    assert both_ways([of_year(2021, few), of_year(2022, few)]) == []


def test_one_report_published_twice() -> None:
    values: dict[str, int | None] = {NEW: 12, OUT: 3, "applications.granted.total": 9, "applications.partly.total": 2}
    first = of_year(2022, values, name="a.pdf")
    same, other = of_year(2022, values, name="b.html"), of_year(2022, {**values, NEW: 21}, name="b.html")
    assert both_ways([first, same]) == []
    assert both_ways([first, other]) == [("D104", "warning")]
    finding = next(f for f in reconcile([first, other], FORMS).findings if f.rule == "D104")
    assert [e.value for e in finding.evidence] == ["12", "21"] and set(finding.documents) == {"a.pdf", "b.html"}


def family(parent: int, *children: int) -> list[Record]:
    names = ("甲市教育局", "甲市财政局", "甲市水利局")
    below = [of_year(2022, {NEW: value}, body=name) for name, value in zip(names, children, strict=False)]
    return [of_year(2022, {NEW: parent}), *below]


def test_a_parent_below_the_sum_of_its_subordinates() -> None:
    assert both_ways(family(30, 10, 12, 8)) == []
    assert both_ways(family(29, 10, 12, 8)) == [("H101", "warning")]
    finding = next(f for f in reconcile(family(29, 10, 12, 8), FORMS).findings if f.rule == "H101")
    assert finding.gap == "-1" and len(finding.documents) == 4


@pytest.mark.parametrize("words", ["本报告统计范围为市政府本级。", "各部门年度报告另行公布。", "数据不含所属部门。"])
def test_a_government_that_counts_its_own_office_alone_is_no_sum(words: str) -> None:
    parent, *below = family(29, 10, 12, 8)
    told = replace(parent, texts=(SectionText("overview", "一、总体情况", words, 0, len(words)),))
    assert both_ways([told, *below]) == []


def test_increases_of_some_bodies_are_made_up_by_decreases_of_others() -> None:
    change, before = "licensing.license.items_change", "licensing.license.items_last"
    for indicator, found in ((change, []), (before, [("H101", "warning")])):
        above = of_year(2020, {indicator: 6})
        below = of_year(2020, {indicator: 23}, body="甲市教育局")
        assert both_ways([above, below]) == found


def test_a_table_of_bodies_decides_who_belongs_to_whom_and_who_is_who(tmp_path: Path) -> None:
    table = tmp_path / "bodies.csv"
    table.write_text("name,former,parent,evidence\n丙局,,乙委员会,\n丁局,,乙委员会,\n丁局,戊局,,2018年机构改革方案\n")
    bodies = load_bodies(str(table))
    records = [of_year(2022, {NEW: value}, body=body) for body, value in (("乙委员会", 5), ("丙局", 4), ("丁局", 4))]
    assert flat(across(records, FORMS, bodies).findings) == [("H101", "warning")]
    assert flat(across(records, FORMS).findings) == []
    renamed = [of_year(2021, {OUT: 3}, body="戊局"), of_year(2022, {IN: 4}, body="丁局")]
    assert [c.rule for c in across(renamed, FORMS, bodies).checks if c.outcome == "broken"] == ["C101"]
    assert across(renamed, FORMS).checks == ()


def test_doubtful_renamings_are_listed_and_not_made() -> None:
    spans = [("甲市国土资源局", 2010, 2018), ("甲市自然资源局", 2019, 2024), ("乙市自然资源局", 2019, 2024)]
    listed = Bodies().renamings(spans)
    assert [(old, new, joined) for old, new, joined, _ in listed] == [("甲市国土资源局", "甲市自然资源局", "no")]
    assert Bodies().identify("甲市国土资源局") != Bodies().identify("甲市自然资源局")


@pytest.mark.parametrize(
    "text, said_en",
    [("body\n甲\n", "line 1"), ("name,colour\n甲,红\n", "line 1"), ("name,parent\n甲,乙\n甲,丙\n", ":3: 甲 has two"),
     ("name,code\n,1\n", ":2: name is empty")],
)  # fmt: skip
def test_mistakes_in_a_table_of_bodies(tmp_path: Path, text: str, said_en: str) -> None:
    table = tmp_path / "bodies.csv"
    table.write_text(text)
    with pytest.raises(ConfigError, match=said_en):
        load_bodies(str(table))


def test_administrative_codes_tell_the_parent() -> None:
    city, county = of_year(2022, {NEW: 5}, body="甲市人民政府"), of_year(2022, {NEW: 9}, body="乙县人民政府")
    records = [replace(city, division="430300"), replace(county, division="430321")]
    assert flat(across(records, FORMS).findings) == [("H101", "warning")]


def test_two_years_side_by_side() -> None:
    first = of_year(2021, {NEW: 100, OUT: 3}, text=WORDS + "去年建成专栏若干并上线运行。")
    second = of_year(2022, {NEW: 120, IN: 3}, text=WORDS + "今年首次开通了移动端查询服务。")
    shown = compare(second, first)
    assert (shown.year_before, shown.year_after, shown.same_body) == (2021, 2022, True)
    changes = {c.indicator: (c.before, c.after, c.difference, c.percent) for c in shown.changes}
    assert changes[NEW] == ("100", "120", "20", "20")
    assert changes[OUT] == ("3", None, None, None) and changes[IN] == (None, "3", None, None)
    assert [s.text for s in shown.dropped] == ["去年建成专栏若干并上线运行"]
    assert [s.text for s in shown.new] == ["今年首次开通了移动端查询服务"]
    assert [s.likeness > 0.8 for s in shown.sections] == [True]
    assert second.texts[0].text[shown.new[0].start - 5000 : shown.new[0].end - 5000] == shown.new[0].text


def test_a_section_of_a_heading_and_a_table_is_not_alike() -> None:
    pair = [of_year(year, {NEW: 1}) for year in (2021, 2022)]
    bare = SectionText("applications", "收到和处理政府信息公开申请情况", "三、收到和处理政府信息公开申请情况\n", 0, 18)
    same = SectionText("other", "其他事项", "六、其他事项\n本年度没有更多需要说明的情形。", 20, 42)
    first, second = (replace(one, texts=(bare, same)) for one in pair)
    assert [(s.section, s.likeness) for s in compare(first, second).sections] == [("其他事项", 1.0)]


def test_a_digest_keeps_what_the_checks_need_and_no_more() -> None:
    one = of_year(2022, {NEW: 12}, extra=[said(100, 7, "次")], text=WORDS)
    made = digest(one)
    assert [f.indicator for f in made.record.figures] == [NEW]
    assert made.record.texts == () and len(made.sketches) == 1
    assert made.values == {NEW: Decimal(12)}
    assert len(to_json(made)) < len(to_json(one))
