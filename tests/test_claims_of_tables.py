"""What sentences claim of numbers that only a table holds: true ones stay silent, false ones are told."""

from __future__ import annotations

import pytest
from by_hand import from_values
from gouji.extract.prose import read_prose
from gouji.extract.wholes import partitions
from gouji.forms.loader import find_form, load_forms
from gouji.model import Block, Document
from gouji.reconcile.engine import reconcile
from msgspec.structs import replace

FORMS = load_forms()
_WHO = ("person", "business", "research", "charity", "legal", "other", "total")
VALUES = {
    "annual-2021": {
        **{f"applications.new.{who}": count for who, count in zip(_WHO, (18, 3, 0, 1, 1, 0, 23), strict=True)},
        "applications.carried_in.person": 2,
        "applications.carried_in.total": 2,
        "applications.handled.person": 19,
        "applications.granted.total": 11,
        "applications.partly.total": 3,
        **dict.fromkeys(partitions(find_form(FORMS, "annual-2021"))["applications.refused.total"], 0),
        "applications.refused_third_party.total": 1,
        "applications.refused_process.total": 2,
        **dict.fromkeys(partitions(find_form(FORMS, "annual-2021"))["applications.others.total"], 0),
        "applications.others_uncorrected.total": 2,
        "applications.others_rest.total": 1,
        "documents.normative.made": 5,
        "documents.normative.repealed": 2,
        "applications.handled.total": 24,
        "applications.carried_out.total": 1,
        "disputes.review.upheld": 2,
        "disputes.review.corrected": 1,
        "disputes.review.total": 3,
    },
    "free-2008": {},
    "statistics-2014": {
        "disclosure.proactive.total": 5200,
        "channels.channels.total": 8300,
        "channels.website.total": 5200,
        "applications.new.total": 48,
        "applications.new_online.total": 40,
        "applications.new_letter.total": 5,
        "applications.new_in_person.total": 3,
        "applications.new_fax.total": 0,
        "applications.closed.total": 46,
        "applications.closed_on_time.total": 44,
        "applications.handled.total": 46,
        "applications.granted.total": 43,
        "applications.partly.total": 3,
        "disputes.review.total": 2,
        "disputes.review.upheld": 2,
        "disputes.review.corrected": 0,
    },
}


def told(name: str, *sentences: str, body: str | None = None) -> list[tuple[str, str]]:
    """Rule and severity of what is found in these sentences beside the form's table."""
    blocks, text = [], ""
    for number, words in enumerate(("政府信息公开申请情况。", *sentences), 1):
        blocks.append(Block(f"p{number}", "paragraph", None, len(text), len(text) + len(words)))
        text += words + "\n"
    form = find_form(FORMS, name)
    year = {"annual-2021": 2022, "statistics-2014": 2016}.get(name, 2012)
    table = from_values(form, VALUES[name])
    document = Document(table.path, table.sha256, "txt", "ok", None, text, tuple(blocks))
    reading = read_prose(document, form, year, body or table.body)
    table = replace(table, body=body or table.body, level="department" if body else table.level, year=year)
    record = replace(table, figures=(*table.figures, *reading.figures), claims=reading.claims)
    return [(finding.rule, finding.severity) for finding in reconcile([record], FORMS, ignore=["P203"]).findings]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("annual-2021", "收到政府信息公开申请23件，均为自然人提出。"),
        ("annual-2021", "收到政府信息公开申请23件，全部来自法人或其他组织。"),
        ("annual-2021", "2022年收到的政府信息公开申请均为自然人申请。"),
        ("annual-2021", "收到政府信息公开申请23件，均予以公开。"),
        ("annual-2021", "收到政府信息公开申请23件，均不予公开。"),
        ("annual-2021", "政府信息公开行政复议3件，结果均为维持。"),
        ("statistics-2014", "收到政府信息公开申请48件，全部为网上申请。"),
        ("statistics-2014", "收到政府信息公开申请48件，提交方式均为信函。"),
        ("statistics-2014", "政府信息公开行政复议2件，均被依法纠错。"),
    ],
)
def test_not_all_were_of_that_kind(name: str, sentence: str) -> None:
    assert told(name, sentence) == [("W106", "error")]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("statistics-2014", "政府信息公开行政复议2件，均维持。"),
        # All that is made public in some way, and all that were dealt with.
        ("statistics-2014", "收到政府信息公开申请48件，均予以公开。"),
        ("annual-2021", "收到政府信息公开申请23件，其中自然人申请18件，均予以公开。"),
        ("annual-2021", "收到政府信息公开申请23件，大部分为自然人提出。"),
        ("annual-2021", "收到政府信息公开申请23件，对符合条件的均予以公开。"),
        ("annual-2021", "收到政府信息公开申请23件，不均为自然人提出。"),
        ("annual-2021", "收到政府信息公开申请23件，均为自然人和企业提出。"),
        ("annual-2021", "收到政府信息公开申请23件，均为自然人、企业提出。"),
        ("annual-2021", "2021年收到的申请均为自然人提出。"),
        ("annual-2021", "市财政局收到的申请均为自然人提出。"),
        ("annual-2021", "收到政府信息公开申请23件，除3件外均为自然人提出。"),
        ("annual-2021", "收到政府信息公开申请23件，答复结果均予以公开。"),
        ("annual-2021", "收到复杂申请3件，均为自然人提出。"),
        ("statistics-2014", "收到政府信息公开申请48件，均为信函申请和网络申请。"),
    ],
)
def test_true_or_said_of_others(name: str, sentence: str) -> None:
    assert told(name, sentence) == []


@pytest.mark.parametrize(
    ("name", "sentence", "severity"),
    [
        ("annual-2021", "收到政府信息公开申请23件，其中自然人申请占87.3%。", "error"),
        ("annual-2021", "收到政府信息公开申请23件，自然人申请占87.3%。", "warning"),
        ("annual-2021", "收到政府信息公开申请23件。其中，商业企业占31%。", "warning"),
        ("annual-2021", "收到政府信息公开申请23件，其中法人或其他组织申请占比12.7%。", "error"),
        ("annual-2021", "办理政府信息公开申请24件，予以公开占54.8%。", "warning"),
        ("annual-2021", "收到政府信息公开申请23件，其中87.3%为自然人申请。", "error"),
        ("annual-2021", "收到政府信息公开申请23件，87.3%的申请由自然人提出。", "warning"),
        ("statistics-2014", "收到政府信息公开申请48件，其中网络申请占38.3%。", "error"),
        ("statistics-2014", "网络申请占申请总数的93.3%。", "warning"),
        ("statistics-2014", "公开财政信息520条，占主动公开政府信息总数的15%。", "warning"),
    ],
)
def test_wrong_shares_of_what_the_table_counts(name: str, sentence: str, severity: str) -> None:
    assert told(name, sentence) == [("R101", severity)]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("annual-2021", "收到政府信息公开申请23件，其中自然人申请占78.3%，法人和其他组织占21.7%。"),
        ("annual-2021", "收到政府信息公开申请23件，自然人申请占比近八成。"),
        ("annual-2021", "收到政府信息公开申请23件，其中78.3%为自然人申请。"),
        ("annual-2021", "收到政府信息公开申请23件，近80%的申请由自然人提出。"),
        ("annual-2021", "收到政府信息公开申请23件，60%的申请由自然人通过网络提出。"),
        # Of those dealt with, and of all there were.
        ("annual-2021", "收到政府信息公开申请23件，自然人申请占79.2%。"),
        ("annual-2021", "收到政府信息公开申请23件，上年结转2件，自然人申请占80%。"),
        ("annual-2021", "办理政府信息公开申请24件，予以公开占45.8%，部分公开占12.5%。"),
        ("annual-2021", "2021年自然人申请占87.3%。"),
        ("annual-2021", "收到政府信息公开申请23件，涉及土地征收的申请10件，其中自然人占90%。"),
        ("annual-2021", "网上收到的申请中自然人占90%。"),
        ("statistics-2014", "公开财政信息520条，占主动公开政府信息总数的10%。"),
        # The other way to count what was made public.
        ("statistics-2014", "公开财政信息520条，占主动公开总数的6.3%。"),
        ("statistics-2014", "通过各渠道公开政府信息8300条。"),
        ("statistics-2014", "通过多种渠道公开政府信息5200条。"),
    ],
)
def test_right_shares_and_shares_of_something_else(name: str, sentence: str) -> None:
    assert told(name, sentence) == []


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        # Each year's number has its own year, each growth its own base.
        ("annual-2021", "2021年、2022年分别收到政府信息公开申请20件、23件，同比增长15%。"),
        ("annual-2021", "今年收到政府信息公开申请23件，去年同期收到20件，前年收到16件。"),
        ("statistics-2014", "主动公开政府信息5200条，较上年增长26.8%，较2014年的2600条翻了一番。"),
        # 3 of 48 are 6.25 %, which is printed 6.3; a heading's share is of all that were dealt with.
        ("statistics-2014", "网络申请40件，占83.3%；信函申请5件，占10.4%；当面申请3件，占6.3%。"),
        ("annual-2021", "办理申请结果：予以公开11件，占45.8%；部分公开3件，占12.5%；不予公开3件，占12.5%。"),
        # Said of others, of what was due, or of some of the kinds together.
        ("annual-2021", "乡镇均未收到政府信息公开申请。"),
        ("statistics-2014", "申请办结46件，均在规定期限内办结。"),
        ("annual-2021", "收到政府信息公开申请23件，除3件外均为自然人提出。"),
        ("statistics-2014", "政务新媒体公开政府信息2480条，其中政务微博980条、政务微信1500条。"),
        ("annual-2021", "收到政府信息公开申请23件，均不涉及国家秘密。"),
        ("annual-2021", "法人或其他组织提出的5件政府信息公开申请均已办结。"),
        ("annual-2021", "县直部门、乡镇分别收到政府信息公开申请20件、3件。"),
        ("annual-2021", "政府信息公开申请量居前的部门分别为自然资源局6件、住建局5件、人社局3件。"),
        ("statistics-2014", "全年更新信息3650条，日均10条，其中工作日日均14.6条。"),
        # The table counts those of last year with them.
        ("annual-2021", "新收政府信息公开申请23件均已登记，其中22件已办结。"),
        ("annual-2021", "2022年4月15日新条例施行后收到政府信息公开申请15件。"),
        ("annual-2021", "最多的一天收到政府信息公开申请5件。"),
        ("annual-2021", "新收政府信息公开申请23件、结转2件，总量25件。"),
        ("annual-2021", "2021年结转的1件政府信息公开行政诉讼本年审结。"),
        ("annual-2021", "政府信息公开申请之外，其他类行政复议20件。"),
        ("annual-2021", "收到土地类政府信息公开申请8件。"),
        ("annual-2021", "办理申请24件，其余10件因不掌握、过程性信息等原因未公开。"),
        # What it was before, in whichever way it is told.
        ("annual-2021", "2021年和2022年，新收政府信息公开申请分别为20件和23件。"),
        ("annual-2021", "政府信息公开申请量有所上升，由20件增加到23件。"),
        ("annual-2021", "新收政府信息公开申请较上年的20件增加15%，行政复议较上年的4件减少25%。"),
        ("statistics-2014", "申请数由50件降至48件，降幅4%，其中网络申请由42件降至40件，降幅4.8%。"),
        ("free-2008", "收到申请20件，上年结转1件，共办理21件，办结20件，转下年办理1件。"),
        # The heading's name for the last of its rows.
        ("annual-2021", "办理申请24件，其中逾期不补正2件，其他处理1件。"),
        ("annual-2021", "收到政府信息公开申请23件，其中自然人申请18件（含上年结转2件则为20件），法人或其他组织5件。"),
    ],
)
def test_true_sentences_stay_silent(name: str, sentence: str) -> None:
    assert told(name, sentence) == []


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("annual-2021", "累计制发行政规范性文件96件，废止65件。"),
        ("annual-2021", "历年累计制发规范性文件96件，废止65件。"),
        ("statistics-2014", "累计主动公开政府信息52000条。"),
        ("statistics-2014", "主动公开政府信息5200条，其中通过政府网站公开4800条、政务微信公开400条。"),
        ("annual-2021", "申请办理结果中，予以公开11件、部分公开3件、不予公开3件，三项合计17件。"),
    ],
)
def test_what_may_reach_further_or_less_far_is_a_note(name: str, sentence: str) -> None:
    assert {severity for _, severity in told(name, sentence)} <= {"note"}


@pytest.mark.parametrize(
    ("name", "sentence", "rule"),
    [
        ("annual-2021", "办理申请24件，其中其他处理2件。", "S104"),
        ("annual-2021", "2021年、2022年分别收到政府信息公开申请20件、32件。", "N101"),
        ("annual-2021", "未收到政府信息公开申请。", "W101"),
        ("annual-2021", "新收政府信息公开申请23件均已登记，其中20件已办结。", "N101"),
        ("annual-2021", "2021年和2022年，新收政府信息公开申请分别为20件和32件。", "N101"),
        ("statistics-2014", "申请数由50件降至48件，降幅14%。", "R103"),
        ("annual-2021", "2022年全县累计制发行政规范性文件15件。", "N101"),
    ],
)
def test_what_is_wrong_beside_them_is_told(name: str, sentence: str, rule: str) -> None:
    assert told(name, sentence) == [(rule, "error")]


@pytest.mark.parametrize(
    "sentence",
    [
        "全年主动公开政府信息5200条，平均每月533条。",
        "全年主动公开政府信息5200条，月均公开343条。",
        "全年主动公开政府信息5200条，日均41条。",
        "全年主动公开政府信息5200条，日均1.4条。",
        "全年受理来电36500件，平均每天10件。",
        "全年编发简报24期，每月平均1期。",
    ],
)
def test_wrong_averages(sentence: str) -> None:
    assert told("statistics-2014", sentence) == [("R108", "warning")]


@pytest.mark.parametrize(
    "sentence",
    [
        # Rounded, up as well; days may be working days.
        "全年主动公开政府信息5200条，平均每月433条。",
        "全年主动公开政府信息5200条，月均434条，日均20.8条。",
        "全年主动公开政府信息5200条，日均14条，平均每周100条。",
        "全年公开政府信息约5200条，月均400余条。",
        # Of a part, of other things, of a part of the year.
        "全年主动公开政府信息5200条，其中政务微信1500条，月均125条。",
        "全年主动公开政府信息5200条，月均更新专栏20条。",
        "全年主动公开政府信息5200条，每月公开不少于10条。",
        "上半年公开财政信息600条，月均100条。",
        "栏目上线以来发布信息1200条，月均150条。",
    ],
)
def test_right_averages(sentence: str) -> None:
    assert told("statistics-2014", sentence) == []


@pytest.mark.parametrize(
    ("sentence", "severity"),
    [
        ("全年新收政府信息公开申请23件，上年结转2件，办结23件，结转下年1件。", "warning"),
        ("上年结转2件，全年受理申请23件，已答复22件，1件正在办理。", "warning"),
        ("全年收到申请25件（含上年结转2件），办结22件，1件正在办理。", "warning"),
        ("收到申请48件，2011年结转1件，办结46件，2件结转至2013年办理。", "warning"),
        ("受理群众来信806件，办结798件，3件正在办理。", "note"),
    ],
)
def test_a_sentence_that_does_not_balance(sentence: str, severity: str) -> None:
    assert told("free-2008", sentence) == [("B102", severity)]


@pytest.mark.parametrize(
    "sentence",
    [
        "全年新收政府信息公开申请23件，上年结转2件，合计25件；办结24件，结转下年1件。",
        "全年收到申请25件（含上年结转2件），办结24件，1件正在办理。",
        "受理群众来信806件，办结798件（含上年结转5件），13件正在办理。",
        "收到申请48件，办结49件，结转下年2件。",
        # Something else became of some, or was told of another stage.
        "全年收到申请30件，办结28件，申请人撤回1件，结转下年1件。",
        "收到申请50件，受理48件，办结46件，2件正在办理。",
        "收到申请48件，其中当面3件、网络40件、信函5件，办结46件，其余2件正在办理。",
    ],
)
def test_a_sentence_that_balances_or_tells_not_all(sentence: str) -> None:
    assert told("free-2008", sentence) == []


@pytest.mark.parametrize(
    ("sentence", "rule", "severity"),
    [
        ("申请办结率由上年的75%提高到90%，提高15%。", "W107", "note"),
        ("申请办结率由上年的75%提高到90%，提高30%。", "R103", "warning"),
        ("申请办结率98%，比上年的90%提高10个百分点。", "R104", "error"),
        ("收到申请48件，同比增长20个百分点（上年40件）。", "W107", "note"),
        ("收到申请48件，比上年的40件增长30个百分点。", "R103", "warning"),
    ],
)
def test_percent_and_percentage_points(sentence: str, rule: str, severity: str) -> None:
    assert told("free-2008", sentence) == [(rule, severity)]


@pytest.mark.parametrize(
    "sentence",
    [
        "申请办结率由上年的75%提高到90%，提高15个百分点。",
        # By a fifth of what it was.
        "申请办结率由上年的75%提高到90%，提高20%。",
        # What 98 and 95, both rounded, may differ by either way.
        "申请办结率98%，比上年的95%提高3%。",
        "群众满意度95%，较上年的97%下降2个百分点。",
        "收到申请48件，比上年的40件多8件，办结率提高20个百分点。",
    ],
)
def test_percent_and_percentage_points_told_right(sentence: str) -> None:
    assert told("free-2008", sentence) == []


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("全年发布信息100条，其中政策文件40件、解读稿件50篇、其他20条。", [("S103", "note")]),
        ("全年发布信息30条，其中政策文件40件、其他信息5条。", [("S103", "note")]),
        ("全年发布信息110条，其中政策文件40件、解读稿件50篇、其他20条。", []),
        ("全年发布信息200条，其中政策文件40件、动态信息80条。", []),
        ("全年发布信息200条，其中动态信息40条，发放宣传册5000份，其他160条。", []),
        ("收到申请48件，其中公开信息12条、不予公开4件。", []),
    ],
)
def test_items_in_other_measure_words(sentence: str, found: list[tuple[str, str]]) -> None:
    assert told("free-2008", sentence) == found


@pytest.mark.parametrize(
    ("name", "sentences", "severity"),
    [
        ("annual-2021", ["2022年未收取信息处理费。", "全年共收取信息处理费120元。"], "error"),
        ("free-2008", ["未收取依申请公开费用。", "依申请公开收取检索费、复制费共计300元。"], "warning"),
        ("free-2008", ["本年度未收到政府信息公开申请。", "全年收到政府信息公开申请3件。"], "error"),
        ("free-2008", ["全年未发生行政复议。", "因政府信息公开引发行政复议2件。"], "error"),
    ],
)
def test_denied_here_and_told_there(name: str, sentences: list[str], severity: str) -> None:
    assert told(name, *sentences) == [("W101", severity)]


@pytest.mark.parametrize(
    ("name", "sentences"),
    [
        ("annual-2021", ["依申请公开未收取任何费用。", "全县收取行政事业性收费156.32万元。"]),
        ("annual-2021", ["2022年未收取信息处理费。", "收取邮寄费20元。"]),
        ("annual-2021", ["2022年未收取信息处理费，减免信息处理费120元。"]),
        ("annual-2021", ["2022年未收取信息处理费。", "2021年收取信息处理费120元。"]),
        ("free-2008", ["本年度未收到政府信息公开申请。", "2011年收到政府信息公开申请3件。"]),
        ("free-2008", ["本年度未收到政府信息公开申请。", "县财政局收到政府信息公开申请3件。"]),
        ("free-2008", ["上半年未收到政府信息公开申请。", "全年收到政府信息公开申请3件。"]),
    ],
)
def test_denied_of_something_else(name: str, sentences: list[str]) -> None:
    assert told(name, *sentences) == []


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("审批事项由326项减至258项，精简30.9%。", [("R103", "error")]),
        ("审批事项由326项减至258项，精简20.9%。", []),
        ("工业用电11.2亿千瓦时，占全社会用电量18.6亿千瓦时的50.2%。", [("R101", "error")]),
        ("工业用电11.2亿千瓦时，占全社会用电量18.6亿千瓦时的60.2%。", []),
        ("受理案件8620件，审结8350件，结案率91.9%。", [("R102", "error")]),
        ("受理案件8620件，审结8350件，结案率96.9%。", []),
        ("常住人口42.6万人，其中城镇人口22.8万人，乡村人口18.8万人。", [("S103", "warning")]),
        ("常住人口42.6万人，其中城镇人口22.8万人，乡村人口19.8万人。", []),
        ("收到建议120件，上年结转2件，办结118件，结转下年6件。", [("B102", "warning")]),
        ("收到建议120件，上年结转2件，办结116件，结转下年6件。", []),
    ],
)
def test_reports_of_other_kinds(sentence: str, found: list[tuple[str, str]]) -> None:
    assert told("free-2008", sentence) == found


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("annual-2021", "我局收到政府信息公开申请23件，占全县总数的19.2%。"),
        ("annual-2021", "局机关收到政府信息公开申请20件，下属单位收到3件，共23件。"),
        ("annual-2021", "局属单位未收到政府信息公开申请。"),
        ("annual-2021", "预算股收到政府信息公开申请15件，国库股收到政府信息公开申请8件。"),
        ("annual-2021", "以县政府名义制发规范性文件2件，以本局名义制发5件。"),
        ("annual-2021", "收到政府信息公开申请23件，撤回1件，实际办理22件。"),
        ("statistics-2014", "市局主动公开政府信息8600条，我局主动公开政府信息5200条。"),
        ("statistics-2014", "上级转办政府信息公开申请5件，直接收到43件，合计48件。"),
        ("statistics-2014", "申请办结46件，其中当场答复3件，15个工作日内答复41件，延期答复2件。"),
    ],
)
def test_a_department_tells_of_others_and_of_parts_of_itself(name: str, sentence: str) -> None:
    assert told(name, sentence, body="青山县财政局") == []


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("annual-2021", "我局收到政府信息公开申请32件。"),
        ("annual-2021", "县财政局收到政府信息公开申请32件。"),
        ("statistics-2014", "我局主动公开政府信息8600条。"),
    ],
)
def test_what_a_department_tells_of_itself_is_checked(name: str, sentence: str) -> None:
    assert told(name, sentence, body="青山县财政局") == [("N101", "error")]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("全县应办政府信息公开申请28件，已办结24件。", [("S104", "warning")]),
        ("全年共收到政府信息公开申请27件（含上年结转2件）。", [("S104", "error")]),
        ("全县应办政府信息公开申请25件，已办结24件，1件正在办理。", []),
        ("全年共收到政府信息公开申请25件（含上年结转2件）。", []),
        ("县财政局受理政府信息公开申请8件（含上年结转1件）。", []),
        ("收到土地类政府信息公开申请8件（含上年结转1件）。", []),
        ("已答复政府信息公开申请24件（含上年结转2件）。", []),
        ("受理来信86件（含上年结转6件），其中政府信息公开申请3件。", []),
    ],
)
def test_all_there_was_to_handle(sentence: str, found: list[tuple[str, str]]) -> None:
    assert told("annual-2021", sentence) == found
