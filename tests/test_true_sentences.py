"""True sentences over clean tables, each of which was a false alarm once, and the false ones nearest to them."""

from __future__ import annotations

from pathlib import Path

import pytest
from beside_tables import FORMS, told
from clean_tables import values_of
from gouji.forms.loader import find_form


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("annual-2021", "所有办结政府信息公开申请均在法定期限内答复。"),
        ("statistics-2014", "网络申请比信函申请多35件。"),
        # A fall too small to show.
        ("statistics-2014", "主动公开政府信息5200条，比上年的5209条减少9条，下降0%。"),
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
        ("annual-2021", "政府信息公开申请量最多的部门是自然资源局，共6件，占26.1%。"),
        ("annual-2021", "新条例实施前收到政府信息公开申请8件，实施后收到15件，全年23件。"),
        ("annual-2021", "编辑简报12期，信息采用126条，采用率42%（报送300条）。"),
        # What it was before, in whichever way it is told.
        ("annual-2021", "2021年和2022年，新收政府信息公开申请分别为20件和23件。"),
        ("annual-2021", "政府信息公开申请量有所上升，由20件增加到23件。"),
        ("annual-2021", "新收政府信息公开申请较上年的20件增加15%，行政复议较上年的4件减少25%。"),
        ("statistics-2014", "申请数由50件降至48件，降幅4%，其中网络申请由42件降至40件，降幅4.8%。"),
        ("free-2008", "收到申请20件，上年结转1件，共办理21件，办结20件，转下年办理1件。"),
        # A share of nothing, growth from nothing.
        ("annual-2021", "受理政府信息公开投诉0件，已办结0件，办结率100%。"),
        ("free-2008", "2009年收到投诉0件，2010年收到投诉0件，增长0%。"),
        # Another way to divide the same cases.
        ("annual-2021", "受理信访48件，其中在内容方面，住房类30件、土地类18件；在结果方面，解决40件、解释8件。"),
        ("annual-2021", "收到来信6件，对其中1件当场答复，对其中5件书面答复。"),
        ("annual-2021", "收到来信23件，其中网上来信18件、信函5件，按时办结23件。"),
        ("annual-2021", "在受理的3件来信中，3件属于网络提交，且2件不属于本机关职责。"),
        ("free-2008", "收到申请525件。按时办结517件，延期办结8件。其中同意公开292件，不属于本机关233件。"),
        ("free-2008", "收到来信254件，上年结转3件，当年办结257件，办结率100%。"),
        # One item in two channels, and what a list does not hold.
        ("free-2008", "主动公开政府信息919条，其中微信公开776条，网站公开183条。"),
        ("free-2008", "公开政府信息16条，其中机构类3条，其他类13条，截止到年底累计公开552条。"),
        ("annual-2021", "通报3条，1条部分不妥，其余内容需要完善，3条公开详细内容有待核实。"),
        ("free-2008", "累计主动公开政府信息921条，新增的主动公开政府信息36条。"),
        ("free-2008", "行政处罚信息33条含207条处理决定。"),
        ("free-2008", "因城管执法引起行政诉讼2件，其中直接起诉1件，结果维持1件，复议后起诉1件，结果维持1件。"),
        ("free-2008", "公开信息154条，其中许可类4条，其他对外管理服务类0条，处罚类0条。"),
        ("free-2008", "工作动态128余条，其中网站46条，简报58条，其他24条。"),
        ("free-2008", "公开信息252条，大部分为征收信息和公示信息，其中征收信息128条，公示信息90条。"),
        ("free-2008", "公开信息480条，其中部门文件53条，行政处罚和其他权力40条，惠农信息30条。"),
        ("free-2008", "受理来信11件，其中网上来信11件，申请办结数8件。"),
        # Of both ways to sue together, which the form has no row for.
        ("annual-2021", "行政诉讼62件，直接起诉40件，复议后起诉22件；其中维持38件、纠正5件、其他8件、未审结11件。"),
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
        ("annual-2021", "采取行政强制措施12件，实施行政强制执行5件，共17件。"),
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
        # The last two make twelve, but the list is one.
        ("free-2008", "公开通知12件、公告9件、简报3件，共12件。", "S103"),
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
    ("name", "sentence", "rule"),
    [
        ("annual-2021", "诉讼62件，直接40件，复议后起诉22件；其中维持38件、纠正5件、其他8件、未审结15件。", "S103"),
        ("free-2008", "教职工2215人，其中专任教师1468人；专任教师中教授1486人、副教授521人。", "P103"),
        ("free-2008", "新收来信1246件，上年结转64件，共计1310件。其中，自然人1139件，法人及其他组织117件。", "S103"),
    ],
)
def test_a_list_that_fits_none_of_the_totals_it_may_be_of_is_likely_wrong(name: str, sentence: str, rule: str) -> None:
    assert [rule] == [found for found, _ in told(name, sentence)]


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
        ("annual-2021", "截至2022年底，仍在办理、结转下年度的政府信息公开申请3件。"),
    ],
)
def test_what_a_department_tells_of_itself_is_checked(name: str, sentence: str) -> None:
    assert told(name, sentence, body="青山县财政局") == [("N101", "error")]


@pytest.mark.parametrize("name", ["annual-2021", "annual-2019", "statistics-2014", "free-2008"])
def test_no_true_sentence_is_a_contradiction(name: str) -> None:
    values = values_of(find_form(FORMS, name))
    flagged = {
        sentence: found
        for sentence in _true_sentences(name)
        if (found := [one for one in told(name, sentence, values=values, body=None) if one[1] != "note"])
    }
    assert flagged == {}


def _true_sentences(name: str) -> list[str]:
    lines = (Path(__file__).parent / "true_sentences.txt").read_text(encoding="utf-8").split(f"[{name}]\n")[1]
    return [line for line in lines.split("\n[")[0].splitlines() if line]
