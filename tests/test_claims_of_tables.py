"""What sentences claim of numbers that only a table, or another sentence, holds: false ones told, true ones silent."""

from __future__ import annotations

import pytest
from beside_tables import told


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


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("收到政府信息公开申请81件，上年结转2件，办结80件，结转下年3件，办结率96.4%。", []),
        ("收到政府信息公开申请163件，上年结转7件，其中予以公开或部分公开96件、占56.47%。", []),
        ("收到政府信息公开申请81件，上年结转2件，办结80件，结转下年3件，办结率93.4%。", [("R102", "error")]),
    ],
)
def test_a_share_may_be_of_those_carried_forward_too(sentence: str, found: list[tuple[str, str]]) -> None:
    assert told("annual-2021", sentence, values={}) == found
