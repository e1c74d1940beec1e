"""Which indicator a number of the prose tells, and when it tells none."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from gouji.extract.prose import ProseReading, read_prose
from gouji.extract.sentences import View
from gouji.forms.loader import find_form, load_forms
from gouji.forms.schema import Form
from gouji.ingest.read import read_bytes
from gouji.model import Block, Document, fold, to_json

REPORTS = Path(__file__).parents[1] / "corpus" / "reports"


def document(*paragraphs: str) -> Document:
    blocks, text = [], ""
    for number, words in enumerate(paragraphs, 1):
        blocks.append(Block(f"b{number}", "paragraph", None, len(text), len(text) + len(words)))
        text += words + "\n"
    return Document("r.txt", "0" * 64, "txt", "ok", None, text, tuple(blocks))


def form(name: str) -> Form:
    return find_form(load_forms(), name)


def read(*paragraphs: str, name: str = "statistics-2014", year: int = 2016) -> ProseReading:
    return read_prose(document(*paragraphs), form(name), year, None, ())


def links(*paragraphs: str, name: str = "statistics-2014", year: int = 2016) -> dict[str, str | None]:
    return {f.raw: f.indicator for f in read(*paragraphs, name=name, year=year).figures}


@pytest.mark.parametrize(
    ("text", "raw", "indicator"),
    [
        ("全市共受理政府信息公开申请687件。", "687件", "applications.new.total"),
        ("我局专兼职从事政府信息公开工作的人员134人。", "134人", "organisation.staff.total"),
        ("申请答复情况：“同意公开”336件", "336件", "applications.granted.total"),
        ("申请答复情况：“不同意公开”41件", "41件", "applications.refused.total"),
        ("答复申请中，“同意部分公开”41件", "41件", "applications.partly.total"),
        ("以信函形式申请311件", "311件", "applications.new_letter.total"),
        ("专职人员69名", "69名", "organisation.staff_full_time.total"),
        ("收到申请9件，其中当面4件、传真3件、信函寄来2件。", "3件", "applications.new_fax.total"),
        ("回应热点7条，在线访谈6次", "6次", "response.interviews.total"),
        ("办培训班2期", "2期", "training.courses.total"),
        ("县政府公报登载26条", "26条", "channels.gazette.total"),
        ("在局网站发布731条", "731条", "channels.website.total"),
        ("全年收到书面申请57件", "57件", "applications.new.total"),
        ("专职人员69名、兼职人员366人", "366人", "organisation.staff_part_time.total"),
        ("4562人次参加了业务培训。", "4562人次", "training.trainees.total"),
        ("全市一共受理各类政府信息公开申请总数为687件。", "687件", "applications.new.total"),
        ("公民、法人和其他组织提出的政府信息公开申请687件。", "687件", "applications.new.total"),
        ("群众通过各种渠道向我局申请公开政府信息66件。", "66件", "applications.new.total"),
        ("通过各类渠道主动公开各类政府信息共计1200条。", "1200条", "disclosure.proactive.total"),
        (
            "有1232条政府信息主动公开。主要包括：动态类信息1203条、其他类信息29条。",
            "1232条",
            "disclosure.proactive.total",
        ),
    ],
)
def test_linked(text: str, raw: str, indicator: str) -> None:
    assert links(text)[raw] == indicator


def test_answered_and_carried_on() -> None:
    told = "受理政府信息公开申请46件，答复40件（含上年度结转申请3件，另有9件顺延到下年度答复）。"
    found = links(told, name="annual-2021", year=2023)
    assert found["40件"] == "applications.handled.total"
    assert found["9件"] == "applications.carried_out.total"
    both = links("办理政府信息公开申请46件，年末尚未办结、结转下年度的申请6件。", name="annual-2021", year=2023)
    assert both["6件"] == "applications.carried_out.total"
    rest = links("办理政府信息公开申请46件。剩余4件转2024年办理。", name="annual-2021", year=2023)
    assert rest["4件"] == "applications.carried_out.total"


def test_number_inside_its_phrase() -> None:
    assert links("本年度全区共收到70件申请。", name="annual-2021", year=2021)["70件"] == "applications.new.total"


def test_decisions_are_of_what_was_named_before() -> None:
    found = links("行政处罚方面，今年作出处理决定27件。行政许可方面，作出处理决定36件。", name="annual-2021", year=2022)
    assert (found["27件"], found["36件"]) == ("penalties.penalty.decisions", "licensing.license.decisions")


def test_closed_follows_what_was_received() -> None:
    found = links("收到政府信息公开申请70件，办结69件。受理群众来信30件，办结28件。", name="annual-2021", year=2021)
    assert (found["69件"], found["28件"]) == ("applications.handled.total", None)


def test_respectively_pairs_names_and_numbers() -> None:
    found = links("政务微博、政务微信分别公开8400条和9106条。")
    assert (found["8400条"], found["9106条"]) == ("channels.weibo.total", "channels.wechat.total")


@pytest.mark.parametrize(
    "text",
    [
        "市公安局收到政府信息公开申请46件。",
        "2015年，收到政府信息公开申请46件。",
        "第一季度收到政府信息公开申请46件。",
        "2008年以来，累计收到政府信息公开申请46件。",
        "其中，市本级收到政府信息公开申请46件。",
        "2017年，计划在全市受理政府信息公开申请46件。",
        "受理审批事项46件。",
        "受理政府信息公开申请增长46%。",
        "收到政府信息公开申请8件。热线转办事项48件，已办结46件。",
        "全年被依法纠错7件（含行政复议6件）。",
        "制发规范性文件46件，主动公开46件。",
        "答复申请中，同意公开和同意部分公开46件。",
        "收到政府信息公开申请96件，办结91件。申请行政复议8件，复议决定责令重新答复1件。",
        "答复申请52件。其余46件分别按属于已主动公开范围、信息不存在等情形答复。",
        # What was to be handled, and staff of both kinds.
        "新收政府信息公开申请130件，加上上年结转的8件，全年需办理申请138件。",
        "全系统共有专（兼）职工作人员134人。",
        "因政府信息公开引发的行政复议、行政诉讼案件共46件。",
        "答复信息公开申请中，同意公开（含同意部分公开）46件。",
    ],
)
def test_not_linked(text: str) -> None:
    assert list(links(text).values())[-1] is None


@pytest.mark.parametrize(
    ("text", "raw"),
    [
        ("共受理政府信息公开申请47件（含上年结转2件）。", "47件"),
        ("2021年至2023年，受理政府信息公开申请分别为31件、38件和46件。", "31件"),
        ("收到政府信息公开申请46件。向第三方征求意见16件，其中同意公开7件。", "7件"),
        ("收到政府信息公开申请46件，其中不同意公开7件。", "7件"),
        ("全部74件及2022年结转的3件均已办结。", "74件"),
        ("办理政府信息公开申请46件，办理依申请查阅城建档案1320件。", "1320件"),
        # Received and carried in together, and who asked for those; the government's own office; cases put on file.
        ("共收办政府信息公开申请案件46件。", "46件"),
        ("共收办政府信息公开申请46件，其中自然人申请40件，法人申请6件。", "40件"),
        ("区政府办代表区政府受理政府信息公开申请46件。", "46件"),
        ("全市全年备案依申请公开领域行政复议案件46件。", "46件"),
        # Two kinds together; those received, whatever is told behind them.
        ("作出行政处罚和行政强制共计46件。", "46件"),
        ("政府信息公开申请规范办理。收到的46件申请均已办结。", "46件"),
        # With those carried in; what is left of the whole.
        ("共收到并办理政府信息公开申请46件，其中当年新收40件，上年结转6件。", "46件"),
        ("办理政府信息公开申请，除不予处理1件外，实质答复46件。", "46件"),
    ],
)
def test_not_what_the_table_counts(text: str, raw: str) -> None:
    assert links(text, name="annual-2021", year=2023)[raw] is None


def test_a_cumulative_number_without_a_year_may_be_of_all_years() -> None:
    for text, name, link in (
        ("累计制发行政规范性文件22件。", "documents.normative.made", "loose"),
        ("2022年累计制发行政规范性文件22件。", "documents.normative.made", "exact"),
        ("累计收到政府信息公开申请22件。", "applications.new.total", "doubtful"),
    ):
        (figure,) = read(text, name="annual-2021", year=2022).figures
        assert (figure.indicator, figure.link) == (name, link)


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("通过政府网站公开政府信息46条。", "exact"),
        ("政务微博发布信息46条。", "loose"),
        ("市政府门户网站公开信息46条。", "loose"),
        ("制发规范性文件46件。", "exact"),
        ("市政府制发规范性文件46件。", "loose"),
        ("2016年，区人民政府共制发规范性文件46件。", "loose"),
        ("2016年，区人民政府共收到信息公开申请46件。", "doubtful"),
    ],
)
def test_words_that_may_tell_of_more_or_less(text: str, link: str) -> None:
    (figure,) = read(text).figures
    assert figure.indicator is not None and figure.link == link


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("属于过程性信息2件。", "refused_process"),
        ("因属于行政执法案卷不予公开的2件。", "refused_enforcement"),
        ("重复申请2件。", "unprocessed_repeat"),
        ("补正后申请内容仍不明确2件。", "unable_unclear"),
        ("依申请公开2件。", "new"),
        ("答复依申请公开2件。", "handled"),
    ],
)
def test_rows_of_what_became_of_applications(text: str, row: str) -> None:
    for name, year in (("annual-2019", 2020), ("annual-2021", 2022)):
        found = links("政府信息公开申请办理情况。", text, name=name, year=year)
        assert found["2件"] == f"applications.{row}.total"


@pytest.mark.parametrize("whose", ["", "政府", "地方政府", "省政府"])
def test_rules_whosever_they_are(whose: str) -> None:
    found = links(f"制定{whose}规章3件，废止{whose}规章2件，现行有效{whose}规章30件。", name="annual-2021", year=2022)
    assert list(found.values()) == [f"documents.rules.{row}" for row in ("made", "repealed", "valid")]


def test_what_is_joined_to_a_number_is_no_word_about_it() -> None:
    found = links("共收到依申请公开57件以及2021年度结转2件。", name="annual-2021", year=2022)
    assert found == {"57件": "applications.new.total", "2件": "applications.carried_in.total"}
    assert links("我局收到12起政府信息依申请公开。")["12起"] == "applications.new.total"
    found = links("公开情况：1、政府公报公开政府信息数46条；二、政府网站公开政府信息数47条。")
    assert found == {"46条": "channels.gazette.total", "47条": "channels.website.total"}


def test_a_reason_names_no_body() -> None:
    reading = read("在政府信息公开申请中，本机关不掌握相关政府信息的5件，我局公开8件。", name="annual-2021", year=2022)
    assert [(f.raw, f.scope) for f in reading.figures] == [("5件", None), ("8件", "own")]


@pytest.mark.parametrize(
    ("body", "text", "scope", "link"),
    [
        ("某省机关事务管理局", "2022年，省机关事务局受理政府信息公开申请4件。", "own", "exact"),
        ("某省机关事务管理局", "2022年，省市场监管局受理政府信息公开申请4件。", "named:省市场监管局", "none"),
        ("从阳区人民政府", "2022年，从阳区财政局受理政府信息公开申请4件。", "named:从阳区财政局", "none"),
        ("某区人民政府", "2022年，区网宣办公开政府信息4条。", "named:区网宣办", "none"),
        ("平和县人民政府", "平和县人民政府共收到政府信息公开申请4件。", "own", "exact"),
        ("平和县人民政府", "县人民政府共收到政府信息公开申请4件。", None, "doubtful"),
        ("平和县人民政府", "（市司法局转来2件）共收到政府信息公开申请4件。", None, "exact"),
        ("平和县人民政府", "各乡镇、各部门共收到政府信息公开申请4件。", None, "exact"),
        ("平和县人民政府办公室", "县政府及县政府办公室收到政府信息公开申请4件。", "own", "exact"),
        ("平和县人民政府办公室", "县政府共收到政府信息公开申请4件。", None, "exact"),
        ("平和县人民政府", "各部门收到政府信息公开申请4件。", "named:各部门", "none"),
        ("平和县人民政府", "全年办理县政府及县政府办公室政府信息公开申请4件。", None, "exact"),
    ],
)
def test_whose_number_it_is(body: str, text: str, scope: str | None, link: str) -> None:
    figure = read_prose(document(text), form("annual-2021"), 2022, body, ()).figures[-1]
    assert (figure.scope, figure.link) == (scope, link)


def test_what_is_said_of_the_number_before_is_not_said_of_this_one() -> None:
    found = links("受理政府信息公开申请18件，其中17件已答复，1件经申请人撤回。", name="annual-2021", year=2022)
    assert (found["17件"], found["1件"]) == ("applications.handled.total", None)


def test_what_is_told_since_the_beginning_is_no_number_of_the_year() -> None:
    found = links("累计主动公开政府信息9860条，其中本年新增主动公开政府信息2315条。")
    assert (found["9860条"], found["2315条"]) == (None, "disclosure.proactive.total")


def test_last_year_ends_with_its_number() -> None:
    reading = read("受理政府信息公开申请320件，上年为283件，同比增长13%，传真申请128件。")
    assert {f.raw: f.period for f in reading.figures}["283件"] == "2015"
    assert {f.raw: f.period for f in reading.figures}["128件"] is None
    assert links("尚有去年结转的申请3件。", name="annual-2021")["3件"] == "applications.carried_in.total"


def test_total_behind_its_list_is_what_the_form_makes_of_the_parts() -> None:
    parts = "予以公开20件、部分公开6件、不予公开5件、无法提供10件、不予处理3件、其他处理2件"
    found = links(f"办理结果：{parts}，合计46件。", name="annual-2021", year=2022)
    assert found["46件"] == "applications.handled.total"


def test_indicator_told_in_prose_alone_is_doubtful() -> None:
    (figure,) = read("全县主动公开政府信息8204条。", name="annual-2021").figures
    assert (figure.indicator, figure.link) == ("disclosure.proactive.total", "doubtful")


def test_scope_period_and_modality() -> None:
    (own,) = read("我市市本级公开信息244343条。").figures
    (whole,) = read("全市总计公开信息344266条。").figures
    (later,) = read("到2017年，力争公开信息500条。").figures
    (past,) = read("截至2015年底，共有网站60家。").figures
    assert (own.scope, whole.scope) == ("own", "whole")
    assert (later.period, later.modality) == ("2017", "planned")
    assert past.period == "/2015-12-31"


@pytest.mark.parametrize(
    "text, label",
    [
        ("承接47项省级经济管理权限。", "承接省级经济管理权限"),
        ("市直62家单位参加。", "市直单位参加"),
        ("对进驻大厅的295个审批事项编印了指南。", "对进驻大厅的审批事项"),
        ("各部门共举办了62场业务培训。", "各部门共举办了业务培训"),
        ("3个园区都成立了工作机构。", "园区"),
        ("发布政策解读稿件35篇。", "发布政策解读稿件"),
        ("公开规划计划56条。", "公开规划计划"),
    ],
)
def test_label_holds_the_noun_behind_the_number_where_none_stands_before_it(text: str, label: str) -> None:
    assert read(text).figures[0].label == label


def test_every_figure_is_listed_linked_or_not() -> None:
    reading = read("关停网站30多家，受理政府信息公开申请12件。")
    assert [f.raw for f in reading.figures] == ["30多家", "12件"]
    assert [f.raw for f in reading.unlinked] == ["30多家"]


def test_numbers_of_table_cells_are_not_told_again() -> None:
    text = document("收到申请12件。")
    first = read_prose(text, None, 2016, None, ())
    assert read_prose(text, None, 2016, None, first.figures).figures == ()


@pytest.mark.parametrize("path", sorted(REPORTS.glob("*.txt")), ids=lambda p: p.stem)
def test_forcing_the_libraries_changes_no_byte(path: Path) -> None:
    text = document(*path.read_text(encoding="utf-8").splitlines())
    year = int(path.stem[-4:])
    for name in ("free-2008", "statistics-2014", "annual-2021"):
        plain = read_prose(text, form(name), year, None, ())
        forced = read_prose(text, form(name), year, None, (), force=True)
        assert to_json((plain.figures, plain.claims)) == to_json((forced.figures, forced.claims))


def test_forced_libraries_are_believed_over_a_phrase(monkeypatch: pytest.MonkeyPatch) -> None:
    # Without this the test above could not fail: what forcing finds must be able to reach the output.
    monkeypatch.setattr("gouji.extract.link._best", lambda *_: ("training.courses.total", True))
    text = document("设置政府信息公开查阅点401个")
    read_with = [
        read_prose(text, form("statistics-2014"), 2016, None, (), force=force).figures[0] for force in (False, True)
    ]
    assert [f.indicator for f in read_with] == ["training.courses.total", "organisation.reading_points.total"]


def test_left_over_clause_is_a_doubtful_link() -> None:
    (figure,) = read("微博微信等回应事件6次").figures
    assert (figure.indicator, figure.link) == ("response.social.total", "doubtful")


def test_words_that_only_come_near_a_label_stay_unlinked() -> None:
    (figure,) = read("设置政府信息公开的咨询点401个").figures
    assert (figure.indicator, figure.link) == (None, "none")


@pytest.mark.parametrize(
    ("added", "loaded"), [("", "[]"), ("\n本机关设置政府信息公开的咨询点401个。\n", "['rapidfuzz']")]
)
def test_jieba_and_spacy_are_loaded_only_for_words_near_a_label(tmp_path: Path, added: str, loaded: str) -> None:
    code = (
        "import sys\n"
        "from gouji.extract.detect import detect\n"
        "from gouji.extract.prose import read_prose\n"
        "from gouji.forms.loader import load_forms\n"
        "from gouji.ingest.read import read\n"
        "document = read(sys.argv[1])\n"
        "reading = read_prose(document, detect(document, load_forms()).form, 2012, None, ())\n"
        "assert reading.figures\n"
        "print([name for name in ('jieba', 'spacy', 'rapidfuzz', 'pandas') if name in sys.modules])\n"
    )
    report = tmp_path / "report.txt"
    report.write_text((REPORTS / "prose-linjiang-2012.txt").read_text(encoding="utf-8") + added, encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", code, str(report)], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == (loaded, "")


def test_endless_sentence_is_read_in_pieces() -> None:
    endless = document("受理信访事项" + "".join(f"第{n}类{n % 90 + 1}件、" for n in range(1000)) + "其他5件。")
    sentences = list(View(endless).sentences())
    assert max(len(sentence.mentions) for sentence in sentences) < 300
    assert sum(len(sentence.mentions) for sentence in sentences) == 1001
    assert "".join(sentence.text for sentence in sentences) == endless.text.rstrip()
    assert all(sentence.text.endswith(("、", "。")) for sentence in sentences)


def test_the_report_of_a_place_is_that_of_its_government() -> None:
    text = document("2016年，临桥市人民政府共受理政府信息公开申请35件。")
    for body, link in (("临桥市", "exact"), ("临桥市财政局", "doubtful")):
        (figure,) = read_prose(text, form("statistics-2014"), 2016, body, ()).figures
        assert (figure.indicator, figure.link) == ("applications.new.total", link)


def test_who_is_told_of_a_part_is_told_of_nothing_behind_it() -> None:
    text = "因信息公开引发行政复议3件，其中市财政局受理1件；行政诉讼2件。"
    assert links(text)["2件"] == "disputes.litigation.total"


def test_endless_words_without_a_number_are_read_in_pieces() -> None:
    endless = document("均已办结，" * 4000 + "收到申请5件。")
    sentences = list(View(endless).sentences())
    assert max(len(sentence.text) for sentence in sentences) <= 4000
    assert "".join(sentence.text for sentence in sentences) == fold(endless.text.rstrip())


@pytest.mark.parametrize(
    ("others", "link"),
    [
        (("我局公开信息8条。", "在市政府网站公布信息9条。"), "exact"),
        (("我县公开信息8条。", "在县政府网站公布信息9条。"), "none"),
        (("我局公开信息8条。", "县教育局公开信息9条。"), "none"),
        ((), "none"),
    ],
)
def test_who_speaks_in_a_report_that_names_nobody(others: tuple[str, ...], link: str) -> None:
    """The only office told of, as long as the report is a whole one and no other's; a sentence alone is not."""
    told = read("2016年，市水利局共收到政府信息公开申请5件。", *others).figures
    assert told[0].link == link


def test_the_title_in_the_first_words_of_a_paragraph_is_its_heading() -> None:
    text = "（二）依申请公开。工作流程进一步完善，全年没有发生差错，也没有收到任何意见。今年发生行政复议5件。"
    assert links(text, name="annual-2021", year=2022)["5件"] == "disputes.review.total"
    assert links(text.replace("依申请公开", "其他工作"), name="annual-2021", year=2022)["5件"] is None


WRAPPED = """某县水利局2016年政府信息公开工作年度报告
一、概述
2016年，某县水利局认真贯彻落实条例，加强组织领导，落实工作责任，坚持
做好主动公开工作，及时完善了各项制度，全年累计主动公开政府信息共计120
条，收到群众通过各种渠道提出的政府信息公开申请5件，都在规定的期限之
内办结，办结5件，其中同意公
开3件。
"""


@pytest.mark.parametrize("break_", ["\n", "\r\n"])
def test_a_sentence_goes_on_over_lines_broken_at_a_width_or_inside_a_word(break_: str) -> None:
    told = read_bytes(WRAPPED.replace("\n", break_).encode(), "r.txt")
    figures = read_prose(told, form("statistics-2014"), 2016, "某县水利局", ()).figures
    assert [(f.quantity.value, f.quantity.unit, f.indicator) for f in figures if f.quantity] == [
        (120, "条", "disclosure.proactive.total"),
        (5, "件", "applications.new.total"),
        (5, "件", "applications.closed.total"),
        (3, "件", "applications.granted.total"),
    ]
    assert all(told.text[f.evidence.start : f.evidence.end] == f.evidence.quote for f in figures)


def test_lines_that_end_where_they_end_are_not_joined() -> None:
    lines = (
        "政府网站公开信息数\n政府公报公开信息数\n政务微博公开信息\n全年收到政府信息公开申请5件\n办结率不高的原因有三\n"
    )
    told = read_bytes(lines.encode(), "r.txt")
    assert [s.text for s in View(told).sentences()] == [f"{line}\x1e" for line in lines.split()[:-1]] + [
        lines.split()[-1]
    ]
