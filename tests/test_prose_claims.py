"""What sentences assert: parts of wholes, shares, rates, growth, lists, words, and defects of single numbers."""

from __future__ import annotations

import pytest
from gouji.extract.prose import ProseReading, read_prose
from gouji.forms.loader import find_form, load_forms
from gouji.forms.schema import Form
from gouji.model import Block, Claim, Document


def document(*paragraphs: str) -> Document:
    """A document of these paragraphs."""
    blocks, text = [], ""
    for number, words in enumerate(paragraphs, 1):
        blocks.append(Block(f"b{number}", "paragraph", None, len(text), len(text) + len(words)))
        text += words + "\n"
    return Document("r.txt", "0" * 64, "txt", "ok", None, text, tuple(blocks))


def form(name: str) -> Form:
    return find_form(load_forms(), name)


def read(*paragraphs: str, name: str | None = "statistics-2014", year: int = 2016) -> ProseReading:
    return read_prose(document(*paragraphs), form(name) if name else None, year, None, ())


def terms(claim: Claim, reading: ProseReading) -> dict[str, list[str]]:
    """The printed numbers of a claim by role."""
    raw = {figure.id: figure.raw for figure in reading.figures}
    found: dict[str, list[str]] = {}
    for term in claim.terms:
        found.setdefault(term.role, []).append(raw.get(term.figure or "", term.text))
    return found


def only(reading: ProseReading, kind: str) -> dict[str, list[str]]:
    claims = [claim for claim in reading.claims if claim.kind == kind]
    assert len(claims) == 1, [c.kind for c in reading.claims]
    return terms(claims[0], reading)


def kinds(reading: ProseReading) -> set[str]:
    return {claim.kind for claim in reading.claims}


@pytest.mark.parametrize(
    ("text", "whole", "parts"),
    [
        ("受理申请687件，其中市本级574件，下级113件。", "687件", ["574件", "113件"]),
        ("走访企业12件、学校9件，共21件。", "21件", ["12件", "9件"]),
        ("走访企业12件、学校9件，两项合计21件。", "21件", ["12件", "9件"]),
        (
            "发布380条信息，其中专项152条，预决算197条（政府32条、部门165条）、经费31条。",
            "380条",
            ["152条", "197条", "31条"],
        ),
        ("公布信息99条（其中机构类25条，规划类68条，其他6条）", "99条", ["25条", "68条", "6条"]),
        ("在公开的20条信息中，机构类共2条；民生类14条；规划类4条。", "20条", ["2条", "14条", "4条"]),
        (
            "新增主体218户，同比增长23.6%。其中，企业52户，同比增长21.4%；个体166户，同比增长24.3%。",
            "218户",
            ["52户", "166户"],
        ),
        ("新增公开130条，具体包括公开年报1条，招标投标129条。", "130条", ["1条", "129条"]),
        ("公开信息59条，内容涵盖政务信息12条、通知公告3条以及检查公示1条。", "59条", ["12条", "3条", "1条"]),
        ("收到8份申请，均已答复。其中，予以公开2件，部分公开5件，其他1件。", "8份", ["2件", "5件", "1件"]),
        (
            "截至2022年12月31日，公开信息12条。机构类5条，占41%；预算类5条，占41%；公告类2条，占16%。",
            "12条",
            ["5条", "5条", "2条"],
        ),
        (
            "答复申请20件。公开8件，占40%；不予公开6件，占30%；无法提供3件，占15%；其他处理0件。",
            "20件",
            ["8件", "6件", "3件", "0件"],
        ),
    ],
)
def test_sum(text: str, whole: str, parts: list[str]) -> None:
    reading = read(text, name=None)
    sums = [terms(claim, reading) for claim in reading.claims if claim.kind == "sum"]
    assert sums and sums[0]["whole"] == [whole] and sums[0]["part"] == parts


@pytest.mark.parametrize("stop", ["，", "。"])
def test_what_follows_the_cases_carried_in_may_divide_both(stop: str) -> None:
    reading = read(f"全年收到申请9件，上年结转1件{stop}其中自然人申请8件，法人申请2件。", name="annual-2021", year=2022)
    assert [claim.kind for claim in reading.claims] == []


def test_brackets_break_a_part_down() -> None:
    reading = read("发布380条信息，其中专项152条，预决算228条（政府32条、部门196条）。", name=None)
    sums = [terms(claim, reading) for claim in reading.claims if claim.kind == "sum"]
    assert {"whole": ["228条"], "part": ["32条", "196条"]} in sums


def test_shares_of_a_total_told_before() -> None:
    reading = read("全市公开信息100条。主要类别。甲类50条，占50%；乙类30条，占30%；其他类20条，占20%。", name=None)
    assert only(reading, "sum") == {"whole": ["100条"], "part": ["50条", "30条", "20条"]}
    shares = [terms(claim, reading) for claim in reading.claims if claim.kind == "share"]
    assert shares[0] == {"whole": ["100条"], "part": ["50条"], "share": ["50%"]} and len(shares) == 3


@pytest.mark.parametrize(("last", "found"), [("20%", True), ("25%", True), ("35%", False)])
def test_shares_of_a_total_further_up(last: str, found: bool) -> None:
    # One share may be wrong; where more are, the numbers speak of something else.
    wrong = "60%" if last == "35%" else "30%"
    text = f"全市公开信息100条。市直公开40条，区县公开60条。甲类50条，占50%；乙类30条，占{wrong}；丙类20条，占{last}。"
    sums = [terms(claim, reading) for reading in [read(text, name=None)] for claim in reading.claims]
    assert ({"whole": ["100条"], "part": ["50条", "30条", "20条"]} in sums) is found


def test_other_makes_a_list_complete() -> None:
    (claim,) = [c for c in read("共公开50条，其中甲类20条，其他30条。", name=None).claims if c.kind == "sum"]
    assert claim.complete is True
    (claim,) = [c for c in read("共公开50条，其中甲类20条，乙类10条。", name=None).claims if c.kind == "sum"]
    assert claim.complete is None


@pytest.mark.parametrize(
    ("text", "doubtful"),
    [
        ("共公开50条，其中甲类20条，乙类10条，其他20条。", False),
        # Digits that were not read as a number may be a part; what was taken back may be counted or not.
        ("共公开50条，其中甲类20条，乙类编码10，其他25条。", True),
        ("共公开50条，其中甲类20条（同时撤销2条），其他32条。", True),
    ],
)
def test_sum_with_something_open_between_its_parts_is_doubtful(text: str, doubtful: bool) -> None:
    (claim,) = [c for c in read(text, name=None).claims if c.kind == "sum"]
    assert claim.doubtful is doubtful


def test_share_behind_brackets_is_of_what_stands_before_them() -> None:
    reading = read("答复83件。其中其他处理41件（其中主动撤销36件），占49.4%。", name=None)
    assert [terms(c, reading)["part"] for c in reading.claims if c.kind == "share"] == [["41件"]]


@pytest.mark.parametrize(
    ("text", "complete"),
    [
        # More of the list may stand behind the semicolon, or between in another measure word.
        ("公开345条，其中规章11条、文件8条、其他文件102条；工作报告2条、动态类信息222条。", False),
        ("公开795条，其中会议信息220条，政策文件33件，其他信息542条。", False),
        ("收到申请20件，其中网络12件、其他9件；答复申请20件。", True),
        ("收到10件，分为甲类5件、乙类3件，丙类申请2件。", False),
        ("收到10件，分为甲类5件、乙类3件、丙类1件，答复9件。", True),
    ],
)
def test_what_may_be_more_of_a_list_leaves_it_open(text: str, complete: bool) -> None:
    first = next(c for c in read(text, name=None).claims if c.kind == "sum")
    assert first.complete is complete


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        # Two ways to divide one total are two lists.
        (
            "公开信息50条。按内容分：甲类20条，其他30条；按渠道分：网站15条，其他渠道35条。",
            "sum",
            [["50条", "20条", "30条"], ["50条", "15条", "35条"]],
        ),
        # Growth behind a list or a bracket is the whole's.
        (
            "收到申请309件，其中甲126件、乙183件；与2015年的337件相比下降8.3%。",
            "growth",
            [["309件", "337件", "8.3%"]],
        ),
        ("收到申请128件（甲100件、乙28件），同比增长11.3%（2015年为115件）。", "growth", [["128件", "115件", "11.3%"]]),
        ("收到申请309件，其中甲126件、乙183件，同比下降8.3%。", "growth", []),
        ("2015年收到申请100件，2016年增至120件，增长25%。", "growth", [["120件", "100件", "25%"]]),
        ("2015年收到申请100件，2016年收到120件，增长25%。", "growth", [["120件", "100件", "25%"]]),
        ("2016年收到申请120件，2015年收到申请100件，同比增长25%。", "growth", [["120件", "100件", "25%"]]),
        ("2015年收到申请100件，2016年办结120件，增长25%。", "growth", []),
        ("收到申请120件，上年为100件，增幅为25%。", "growth", [["120件", "100件", "25%"]]),
        ("收到申请90件，较2015年的100件降幅达9%。", "growth", [["90件", "100件", "9%"]]),
        ("收到申请120件，是上年50件的2.5倍。", "rate", [["120件", "50件", "2.5倍"]]),
        ("收到申请120件，比上年50件的2.5倍还多。", "rate", []),
        # What is told of two numbers together is no part of the second, nor last year's number one of this year's.
        ("办理建议93件、提案158件，其中公开全文187件。", "part", []),
        ("收到申请164件，同比下降3.5%（上年170件）。", "part", []),
        ("发布信息213条，比2015年多发布34条（2015年179条）。", "part", []),
        ("召开会议4次，其中领导主持2次；派员参加培训3次。", "part", [["4次", "2次"]]),
        # Shares that none of a total's would be speak of another, which was told before.
        (
            "公开信息158条。其中2016年新增83条。在2016年的信息中，甲17条，占20%；乙9条，占11%；丙57条，占69%。",
            "share",
            [["83条", "17条", "20%"], ["83条", "9条", "11%"], ["83条", "57条", "69%"]],
        ),
        (
            "受理412件，已答复409件。“同意公开”301件，占答复总数的73.6%；“不予公开”31件，占7.6%；“不存在”77件，占18.8%。",
            "share",
            [
                ["409件", "412件", "301件", "73.6%"],
                ["409件", "412件", "31件", "7.6%"],
                ["409件", "412件", "77件", "18.8%"],
            ],
        ),
        ("受理来电86件，收取检索、邮寄费用共计4382元。", "bad_unit", []),
        ("从主体看，甲219件，占91%；乙22件，占9%。从结果看，丙105件，占44%；丁136件，占56%；其他0件。", "share", []),
        ("办理247件（含结转6件），其中新收241件；已办结241件。", "sum", []),
        ("新收56件，其中公开21件，占办结总数55件的38.2%。", "sum", []),
        ("新收241件，同比增加37件，上年为204件。", "change", [["241件", "204件", "37件"]]),
        # Whatever the parts add up to, what became of the cases and what else was done is none of them.
        ("诉讼15件，其中直接起诉9件、复议后起诉6件，一审审结11件。", "sum", [["15件", "9件", "6件"]]),
        ("诉讼15件，其中甲类9件、乙类5件，一审审结11件。", "sum", [["15件", "9件", "5件"]]),
        (
            "公开信息40条，其中甲类信息9条、乙类信息30条，组织访谈24场，发布解读信息2条。",
            "sum",
            [["40条", "9条", "30条"]],
        ),
        ("收到9件，分为两类：甲类5件、乙类3件。", "sum", [["9件", "5件", "3件"]]),
        # An inner list in another measure word ends where the outer one goes on.
        (
            "发布信息516条，其中，媒体发布200余篇，其中省级媒体发布28篇，市级媒体发布43篇，公众号发布文章473篇。",
            "sum",
            [["200余篇", "28篇", "43篇"]],
        ),
        ("公开272条，分布情况为：公示类103条，其他类169条。", "sum", [["272条", "103条", "169条"]]),
        # Brackets without a number open nothing; clauses that count the same things go on over a semicolon.
        ("不予处理406件、作其他处理（含申请人主动撤回）341件、转下年度办理121件。", "sum", []),
        ("收费2件，其中甲区民政局1件，收取88元；乙镇1件，收取27元。", "sum", [["2件", "1件", "1件"]]),
        (
            "收到534件，完成答复件502，其中同意368件，占73%；不同意134件，占27%。",
            "share",
            [["502", "534件", "368件", "73%"], ["502", "534件", "134件", "27%"]],
        ),
        ("公开9条，其中甲4条、乙5条，分别占44%、56%。", "share", [["9条", "4条", "44%"], ["9条", "5条", "56%"]]),
        ("公开9条，其中甲4条、乙5条，占44%、56%。", "share", []),
        ("上半年收到咨询118件，下半年收到132件，全年共收到咨询241件。", "sum", [["241件", "118件", "132件"]]),
        ("上半年办结118件，下半年办结132件，全年收到300件。", "sum", []),
        ("上半年发布信息118条，全年发布信息250条。", "sum", []),
        (
            "公开12条，其中动态类5条（41.7%）、政策类7条（58.3%）。",
            "share",
            [["12条", "5条", "41.7%"], ["12条", "7条", "58.3%"]],
        ),
    ],
)
def test_whose_number_it_is(text: str, kind: str, expected: list[list[str]]) -> None:
    reading = read(text, name=None)
    found = [terms(claim, reading) for claim in reading.claims if claim.kind == kind]
    assert [[number for numbers in claim.values() for number in numbers] for claim in found] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("予以公开10件，占41.7%；部分公开3件，占12.5%。", [["10件", "41.7%"], ["3件", "12.5%"]]),
        ("各局答复16件，予以公开10件，占41.7%。", []),
        ("公开信息10件，占41.7%。", []),
    ],
)
def test_shares_of_what_only_the_table_tells(text: str, expected: list[list[str]]) -> None:
    reading = read("信息公开申请办理情况。", text, name="annual-2021", year=2022)
    found = [terms(claim, reading) for claim in reading.claims if claim.kind == "share"]
    assert [[*claim["part"], *claim["share"]] for claim in found] == expected
    assert not any("whole" in claim for claim in found)


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("安排3名兼职工作人员。", ["count"]),
        ("依次占37.6%、24.5%和11%。", ["share", "share", "share"]),
        ("材料仍有106篇，超过六成；关停的达三分之一以上，半数以上已注销。", ["count", "share", "share", "share"]),
        ("信息量增长不低于一成。", ["growth"]),
        ("复印每页0.5元。", ["price"]),
        ("参训130人次，比上年多出近50人次，列全省第4位，较2020年前移3位。", ["count", "change", "change"]),
        ("网站由上年的39家整合为31家，减少8家。", ["count", "count", "change"]),
        ("与上年相比，申请数增加3件，复议数减少1件。", ["change", "change"]),
        ("平均每件用时不到11天，答复时限压缩到10天。", ["count", "limit"]),
    ],
)
def test_roles(text: str, roles: list[str]) -> None:
    assert [figure.role for figure in read(text).figures] == roles


def test_next_clause_is_no_part() -> None:
    reading = read("行政复议4件，其中维持3件、纠正1件；我镇发生行政诉讼案件6件。", name=None)
    assert only(reading, "sum")["part"] == ["3件", "1件"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("新增铁路639公里、其中高铁370公里，新增公路2600公里，农村道路300公里。", ["370公里"]),
        ("新增造林148万亩，其中北山43万亩，修复草原517万亩，治理荒地23万亩。", ["43万亩"]),
        ("处理干部126人，其中科级干部28人，给予党纪处分98人，政务处分42人。", ["28人"]),
        ("全年公开信息60条，其中民生类10条，公共服务类20条，建设项目类30条。", ["10条", "20条", "30条"]),
        ("两者之比从1.68:1提升至2.5:1。", []),
    ],
)
def test_where_the_parts_end(text: str, parts: list[str]) -> None:
    reading = read(text, name=None)
    assert [part for claim in reading.claims for part in terms(claim, reading).get("part", [])] == parts


@pytest.mark.parametrize(
    "text",
    [
        "排名由369位上升到235位。",
        "2015年，共收到申请6件。2016年，从方式看，传真申请1件、信函申请7件、网络申请9件，其他1件。",
        "两项标准分别从每人每月209元、280元提高到217元、290元。",
        "抽检量超每千人6.6批次，其中现场抽检超5万批次。",
        "浓度降至30微克/立方米，优良天数比例同比提升7.2个百分点。",
        "PM2.5年均浓度较2020年下降25%。",
        # Subjects overlap, and beside another count they are no part of it.
        "申请内容涉及土地征收的104件，涉及房屋拆迁的117件。",
        "办理政府信息公开类行政复议案件0件，涉及政府信息公开的行政诉讼案件6件。",
    ],
)
def test_nothing_claimed(text: str) -> None:
    assert read(text, name=None).claims == ()


def test_rate() -> None:
    reading = read("共受理审批事项117件，办结171件，办结率100%。", name=None)
    assert only(reading, "rate") == {"numerator": ["171件"], "denominator": ["117件"], "rate": ["100%"]}
    reading = read("网民留言689条，办结679条，办结率98.5%。", name=None)
    assert only(reading, "rate") == {"numerator": ["679条"], "denominator": ["689条"], "rate": ["98.5%"]}
    assert "rate" not in kinds(read("建议104件、提案144件，已办结248件，办结率100%。", name=None))


def test_growth_with_and_without_base() -> None:
    assert only(read("受理24190件，同比增长29.4%。", name=None), "growth") == {
        "current": ["24190件"],
        "growth": ["29.4%"],
    }
    reading = read("公开信息120条，比2015年的100条增长20%。", name=None)
    assert only(reading, "growth") == {"current": ["120条"], "base": ["100条"], "growth": ["20%"]}


def test_change() -> None:
    reading = read("公开信息376条，比上年（143条）增加233条。", name=None)
    assert only(reading, "change") == {"current": ["376条"], "base": ["143条"], "change": ["233条"]}


@pytest.mark.parametrize(
    "words, note",
    [
        ("收到申请40件，与上年持平。", "flat"),
        ("收到申请40件，数量较上年有所上升。", "up"),
        ("收到申请40件，同比略有下降。", "down"),
        ("收到申请40件，与上年基本持平。", None),
        ("收到申请40件，办结率较上年有所上升。", None),
        ("收到申请40件，数量与2012年持平。", None),
    ],
)
def test_direction_in_words_alone(words: str, note: str | None) -> None:
    claims = [claim for claim in read(words).claims if claim.kind == "direction"]
    assert [claim.note for claim in claims] == ([note] if note else [])


def test_direction_of_a_shortening() -> None:
    reading = read("办理时限由法定的683个工作日压缩至96个工作日。", name=None)
    assert only(reading, "direction") == {"current": ["96个"], "base": ["683个"]}


def test_announced_list() -> None:
    reading = read("设立了“企业服务、便民服务、项目服务”五大功能区。", name=None)
    assert only(reading, "list") == {"announced": ["五大"], "listed": ["企业服务", "便民服务", "项目服务"]}


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("主要公开以下四类信息：预决算、采购、补贴。", ["预决算", "采购", "补贴"]),
        ("公开了五个领域的信息，即预决算、采购、补贴、食品。", ["预决算", "采购", "补贴", "食品"]),
        ("公开三类信息：预决算、采购、补贴和食品。", None),
        ("公开一类信息，三个专栏：预决算、采购和补贴、食品、养老。", ["预决算", "采购和补贴", "食品", "养老"]),
        ("公开四类信息：预决算、采购等。", None),
        ("公开15个项目：甲厂、乙厂、丙厂。", None),
        ("存在三个问题：（一）不够及时；（二）不够全面。", ["(一)、(二)"]),
        ("存在两个问题：（一）不够及时，一是慢，二是少，三是旧；（二）不够全面。", ["(一)、(二)"]),
        ("抓好四项工作：一是完善制度；二是加强培训；三是考核。", ["一是、二是、三是"]),
        ("抓好两项工作：一是一、二是二，又一是三。", None),
    ],
)
def test_announced_list_after_a_colon_or_numbered(text: str, listed: list[str] | None) -> None:
    claims = [claim for claim in read(text, name=None).claims if claim.kind == "list"]
    assert [[term.text for term in claim.terms[1:]] for claim in claims] == ([listed] if listed else [])


@pytest.mark.parametrize(
    "text", ["包括总体情况、公开、申请和其他等六个部分。", "开设“甲”“乙”等5个专栏。", "围绕三个方面改进工作。"]
)
def test_open_lists_announce_nothing(text: str) -> None:
    assert "list" not in kinds(read(text, name=None))


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("我市办理的政府信息公开申请未收取任何费用。", "charges.charges.total"),
        ("全年未发生行政复议。", "disputes.review.total"),
        ("未收到政府信息公开申请。", "applications.new.total"),
        ("全年行政诉讼为零。", "disputes.litigation.total"),
        ("全年未向申请人收取信息处理费。", "charges.charges.total"),
        ("无收费及减免情况。", "charges.charges.total"),
        ("依申请公开收费为零。", "charges.charges.total"),
        ("无诉讼案件。", "disputes.litigation.total"),
        ("未发生因政府信息公开引发的行政复议。", "disputes.review.total"),
        ("没有发生一起行政复议案件。", "disputes.review.total"),
        ("本年度未收到依申请公开事项。", "applications.new.total"),
        ("未收到公民、法人和其他组织的政府信息公开申请。", "applications.new.total"),
        ("没有群众提出政府信息公开申请。", "applications.new.total"),
        ("依申请公开为零。", "applications.new.total"),
    ],
)
def test_denied(text: str, indicator: str) -> None:
    (claim,) = [c for c in read(text).claims if c.kind == "none"]
    assert [term.indicator for term in claim.terms] == [indicator]


@pytest.mark.parametrize("text", [
    "上年未发生行政复议。", "未发生行政复议被纠正的情况。", "不得收取任何费用。", "2015年未收到政府信息公开申请。",
    "市档案局全年未收到政府信息公开申请。", "各县（区）政府办公室未收到政府信息公开申请。", "上半年未发生行政复议。",
    "市本级未发生行政诉讼。", "被纠错的行政诉讼为零。", "未发生因答复不当引发的行政复议。",
    "未经复议直接提起行政诉讼。",
    "并非未收取费用。", "收费不为零，行政复议数量不为零。", "没有收到要求更正的政府信息公开申请。",
    "无行政诉讼败诉案件。", "申请人未按通知缴纳费用。", "未收到法人或其他组织的政府信息公开申请。",
    "没有收到企业的政府信息公开申请。", "未收到公民提出的政府信息公开申请。",
])  # fmt: skip
def test_denials_of_something_else(text: str) -> None:
    assert "none" not in kinds(read(text))


def test_two_kinds_are_denied_at_once() -> None:
    (claim,) = read("全年未引发复议、诉讼。").claims
    assert [term.indicator for term in claim.terms] == ["disputes.review.total", "disputes.litigation.total"]


def test_all_done() -> None:
    assert "all_done" in kinds(read("收到政府信息公开申请12件，均已办结。"))
    assert "all_done" in kinds(read("收到政府信息公开申请12件，都已办结。"))
    assert "all_of" in kinds(read("收到政府信息公开申请12件，一律予以公开。"))
    assert "all_done" in kinds(read("收到政府信息公开申请12件，均已在法定期限内全部办结。"))
    assert "all_done" in kinds(read("收到政府信息公开申请12件，上年结转3件，全部申请均已办结。"))


@pytest.mark.parametrize("text", [
    "受理群众来信12件，均已办结。", "收到的申请除正在办理的外，均已按时办结。", "已到期的申请均已按时办结。",
    "上年结转的2件申请均已办结。", "收到申请248件，其中网络申请118件，均已办结。",
    "收到申请248件，对群众关心的问题均及时答复。",
])  # fmt: skip
def test_not_all_was_done(text: str) -> None:
    assert "all_done" not in kinds(read(text))


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("信函申请71件，占申请总数248件的38.6%。", "share", {"part": ["71件"], "whole": ["248件"], "share": ["38.6%"]}),
        ("覆盖率由75%提高到90%，提高20个百分点。", "change",
         {"current": ["90%"], "base": ["75%"], "change": ["20个百分点"]}),
        ("受理来信806件，办结860件，其余正在办理。", "part", {"whole": ["806件"], "part": ["860件"]}),
        ("发布信息5200条，较上年的4100条有所减少。", "direction", {"current": ["5200条"], "base": ["4100条"]}),
        ("收到申请248件。从申请方式看，网络申请118件，信函申请171件。", "sum",
         {"whole": ["248件"], "part": ["118件", "171件"]}),
        ("本级收到申请22件。全年收到申请248件，从申请方式看，网络申请118件，信函申请171件。", "sum",
         {"whole": ["248件"], "part": ["118件", "171件"]}),
    ],
)  # fmt: skip
def test_relations_told_in_words(text: str, kind: str, expected: dict[str, list[str]]) -> None:
    reading = read(text)
    assert terms(next(claim for claim in reading.claims if claim.kind == kind), reading) == expected


def test_each_growth_has_its_own_base() -> None:
    reading = read("发布信息5200条，较2014年的4100条增长26.8%，较2015年增长5%。")
    found = [terms(claim, reading) for claim in reading.claims if claim.kind == "growth"]
    assert [("base" in one, one["growth"]) for one in found] == [(True, ["26.8%"]), (False, ["5%"])]


@pytest.mark.parametrize(
    ("text", "complete", "doubtful"),
    [
        ("申请办结239件，其中按时办结231件，延期办结8件。", True, False),
        ("收到申请248件，其中网络申请118件，信函申请71件。", None, False),
        ("来信办结239件，其中按时办结231件，延期办结8件。", True, True),
    ],
)
def test_a_list_is_complete_where_the_form_knows_no_more(text: str, complete: bool | None, doubtful: bool) -> None:
    claim = next(claim for claim in read(text).claims if claim.kind == "sum")
    assert (claim.complete, claim.doubtful) == (complete, doubtful)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("重大舆情最迟在小时内予以回应。", "missing_number"),
        ("核准企业资质条、施工许可证76条、安全许可证121条、排水许可证5条。", "missing_number"),
        ("全市受理网上信访7324件,办结7250年,办结率99%。", "bad_unit"),
        ("网上处理群众信访近10余件。", "empty_interval"),
    ],
)
def test_misprints(text: str, kind: str) -> None:
    assert kind in kinds(read(text, name=None))


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("全市受理网上信访7324件,办结7250年,办结率99%。", ["7250件"]),
        ("全年召开会议3次，受理来电1,806宗，办结1,798年。", ["1,798宗"]),
        ("办结7250年，受理网上信访7324件。", ["7250件"]),
        ("较上年的201件增加47年，达到248件。", ["47件"]),
        ("收到申请53件，上年为36年，同比增长47.22%。", ["36件"]),
        ("提起行政复议3件，维持2件，纠正1年。", ["1件"]),
        ("收到自然人申请5件、法人申请8年，合计13件。", ["8件"]),
        ("发布稿件50篇，其中图解20年，视频30篇。", ["20篇"]),
    ],
)
def test_the_likely_unit(text: str, instead: list[str]) -> None:
    found = [c for c in read(text, name=None).claims if c.kind == "bad_unit"]
    assert len(found) == 1
    assert [term.text for term in found[0].terms if term.role == "instead"] == instead


@pytest.mark.parametrize(
    "text",
    [
        "在24小时内予以回应。",
        "发布文件、事项、通知12条、公告5条、简报3条。",
        "有效期3年，保存期限30年。",
        "成立10年，受理申请12件。",
        "工作人员从事信息公开3年，办理案件20件。",
        "申请公开1998年、2003年的文件3件。",
        "追缴欠款案件12件，办结500万元。",
        "减免税91件，共计219万元。",
        "收到申请较多的年份是2014年，办结2016年。",
        "网上处理群众信访10余件。",
        "近200家单位公开预算，3700多项权力上网，办结率100%。",
    ],
)
def test_no_misprint(text: str) -> None:
    assert not kinds(read(text, name=None)) & {"missing_number", "bad_unit", "empty_interval"}


def test_a_sentence_goes_on_after_a_page_break() -> None:
    words = ("全市各级各部门共收到政府信息公开申请687件，其中市本级", "收到574件，下级收到113件。")
    first, second = words
    text = f"{first}\n- 3 -\n{second}\n"
    at = len(first) + 1
    blocks = (
        Block("b1", "paragraph", None, 0, len(first), page=1),
        Block("b2", "furniture", None, at, at + 5, page=1),
        Block("b3", "paragraph", None, at + 6, at + 6 + len(second), page=2),
    )
    reading = read_prose(Document("r.pdf", "0" * 64, "pdf", "ok", None, text, blocks), None, 2016, None, ())
    assert only(reading, "sum")["part"] == ["574件", "113件"]
    assert all(text[f.evidence.start : f.evidence.end] == f.evidence.quote for f in reading.figures)


def test_parts_that_end_alike_go_on_over_semicolons_and_sums_of_money() -> None:
    text = (
        "全年受理审批117件，办结171件。其中办理下岗人员减免税共计91件，共计减免金额219062.78元；"
        "受理审批个人出售自有住房减免税共计7件，减免金额21470.27元；无偿赠与减免税19件。"
    )
    (found,) = [claim for claim in read(text, name=None).claims if claim.kind == "sum"]
    assert [term.role for term in found.terms].count("part") == 3


def test_growth_with_a_subject_of_its_own() -> None:
    text = "规上企业92家，比上年净增8家，工业增加值增长9.2%。"
    assert "growth" not in kinds(read(text, name=None))
    text = "规上企业92家，比上年净增8家，数量增长9.5%。"
    assert only(read(text, name=None), "growth") == {"current": ["92家"], "growth": ["9.5%"]}
