"""Whether a number is just what a line of the form counts: of this body and year, all of it, and nothing with it."""

from __future__ import annotations

from ..model import HAN, Link
from .cases import CARRIED_IN_LINE, CASES, HANDLED_LINE, RECEIVED, table_of
from .list_parts import AVERAGE, LEFT_OVER
from .phrases import PhraseIndex
from .scan import late
from .scopes import is_office
from .sentences import Mention, Sentence

_DONE_WITH = late("[办答]|完成|[下次明来]一?年")
# 其余10件因不掌握、过程性信息等原因未公开: no reason has all of them.
_SEVERAL_REASONS = late(r"[^,;。]*、[^,;。]*等(?:原因|情形|情况|理由)")
# 新条例实施前收到8件,实施后收到15件
_SPAN = late(r"(?:实施|施行|生效|改革|成立)(?:之?[前后]|以[前后])|^的(?:乡镇|街道|部门|单位|县区)")
_BODIES_ALONE, _ANYONE = late("^(?:其中)?(?:法人|其他组织)"), late("公民|自然人|个人|群众")
_NARROWED = late("(?<![各此同两几多种])(?<!公开)类|涉及|关于")
_CARRIED_ON = late("结转[至到入]?(?:下|次年|明年)")
_OF_NEW = late("[当本今]年(?:收到|新收|受理)并")
_MARKED = late("(?:其中:?)?(?:定为|属性为|认定为?|作为)?(主动公开|依申请公开|不予公开)(?:的|类|信息数?)*$")
_ADDED_TO = late(r"[,(](?:再)?(?:加上|连同)")
_WITHDRAWN = late("撤[回销件]|终止")
_OF_THE_YEAR = late(r"(?:本|今|当|\d)年度?(?:新增|主动公开|公开|发布|收到|受理)")
# What came in together with what was left from last year is neither of the two, nor is what was 收办.
_BOTH = late("收办|应办")
# 行政复议21件,其中涉及政府信息公开2件: the whole is of all kinds.
_OF_ALL_KINDS = late(r"[,(]\s*其中:?(?:因|涉及|有关|关于|属于)?(?:政府)?信息公开")
# 连同上年结转共办理25件; 含上年结转2件,共办理申请25件
_CARRIED_BEFORE = late(
    r"(?:含|连同|加上|包括|算上)(?:上一?年度?|去年)?[^;。]{0,6}结转(?:的|\d+[件宗份]|申请)*,?[^,;。\d]{0,4}共[^,;。\d]{0,8}$"
)
_CAME_IN = late(f"{RECEIVED.pattern}|接收|登记")
_OPENS = (",", "(")
_WITH_CARRIED = late(
    r"\((?:当年|本年度?|今年)?新收|\((?:上一?年度?|去年)结转\d|"
    r"\((?:其中)?(?:包?含|包括)[^()。;]{0,10}结转|[,(]其中[:,]?(?:本机关|本单位|我[局委办厅县市区镇乡院校]|\d{4}年度?)?(?:当年|本年度?|今年|全?年内?)?新(?:收|接收|受理)"
)
_DONE = late("答复|办结|完结|办毕|完毕")
_LATE = late("[超逾延]期")
_FRESH = late("新增的?主动公开")
_TO_THIS_DAY = late("目前.*[总累共]计?|历年")
# 市政府制发20件 may be told of the government's own office or of all below it; applications to it mostly of all.
_GOVERNMENT = late(
    rf"(?:^|[,;:。(年度])(?:其中,?)?(?P<place>{HAN}{{0,3}})[省市县区州旗](?:人民)?政府(?:门户)?(?=网站|[共先全累制印出公发召举收受新]|办[理结])"
)


def told_of_this_report(mention: Mention, year: int | None, standing: bool = False) -> bool:
    """Not of another body, another year, a plan, or an average; what is `standing` since then is of this year too
    (自2008年以来,配备了1名专职人员)."""
    if mention.scope is not None and mention.scope.startswith("named:"):
        return False
    if mention.modality != "achieved" or mention.at_level or mention.is_base:
        return False
    told = mention.period
    if told is not None and year is not None and told not in (str(year), f"/{year}-12-31"):
        return standing and told.endswith(f"/{year}")
    if mention.lead.endswith("各"):
        # 各业务科室配备兼职人员各1人
        return False
    return AVERAGE.search(mention.lead) is None and _SPAN.search(mention.lead) is None


def is_neither(mention: Mention, sentence: Sentence) -> bool:
    """Received and carried in together; 答复3050件(含上年结转34件) is just what was answered."""
    if _CARRIED_BEFORE.search(sentence.text, 0, mention.start - sentence.start):
        return not _DONE.search(mention.lead)
    after = mention.clause[1] - sentence.start
    opened = sentence.text[after : after + 1] in _OPENS
    if _BOTH.search(mention.lead) or (opened and _OF_ALL_KINDS.match(sentence.text, after)):
        return True
    carried = _WITH_CARRIED.match(sentence.text, after) if opened else None
    if carried is None:
        if "结转" not in sentence.text or _DONE.search(mention.lead) or RECEIVED.search(mention.lead):
            return False
        # 办理25件,其中同意公开8件,…,结转下年1件, or behind the list 另有1件结转至下年
        later = [m for m in sentence.mentions if m.start > mention.start]
        ends = (m for m in later if m.whole is mention or m.lead.startswith("另"))
        return any(m.whole is mention for m in later) and any(_CARRIED_ON.search(m.lead + m.right) for m in ends)
    later = [m for m in sentence.mentions if m.start > mention.start and m.depth == mention.depth]
    done = any(_DONE.search(said) and not _LATE.search(said) for said in (m.lead + m.right for m in later))
    left = any("结转" in m.lead + m.right for m in later)
    # 答复151件(含上年结转13件),办结146件,结转下年5件: answered is said of all that there were to answer.
    return not _DONE.search(mention.lead) or (done and left)


def since_the_beginning(mention: Mention, later: list[Mention]) -> bool:
    """累计公开12860条,其中2012年新增2315条: the whole is of all years. So is what was counted 截止2011年."""
    fresh = [m.lead for m in later if (m.whole is mention and _OF_THE_YEAR.search(m.lead)) or _FRESH.search(m.lead)]
    until = (mention.period or "").startswith("/") and any("新增" in lead or "主动公开" in lead for lead in fresh)
    return until or ("累计" in mention.lead and bool(fresh))


def is_part_of(wholes: list[Mention], mention: Mention, indicator: str, index: PhraseIndex) -> bool:
    """Whether one of the numbers it may be a part of can be its whole, and none of them is another of its own kind.

    15件已答复。在已答复的15件中…: the same number again is no part.
    """
    same = [whole for whole in wholes if whole.indicator == indicator]
    if same:
        return all(whole.found.value == mention.found.value for whole in same)
    if index.is_of_a_row(indicator):
        # 收到86件,其中自然人80件;上年结转7件,其中自然人6件: who asked is told of the nearest.
        wholes = [whole for whole in wholes if whole.indicator is not None][:1] or wholes
    return any(index.is_whole(indicator, whole.indicator) for whole in wholes)


def of_documents(mention: Mention) -> bool:
    """公文6402件,主动公开3117件,依申请公开2046件,不予公开1239件: how documents are marked is told of no requests."""
    mark = _MARKED.match(mention.lead)
    if mark is None:
        return False
    told = mention.sentence.mentions
    at = told.index(mention)
    beside = {found[1] for m in told[max(0, at - 3) : at + 4] if (found := _MARKED.match(m.lead)) is not None}
    papers = any("公文" in m.lead or "文件" in m.lead for m in told[:at])
    return {"主动公开", "依申请公开"} <= beside and (papers or mark[1] != "主动公开")


def of_both(mention: Mention) -> bool:
    """收到19件,上年结转1件,其中自然人20件: what 其中 divides is the two together."""
    told = mention.sentence.mentions
    at = told.index(mention)
    while at and told[at].gap[:1] in (",", "、") and "其中" not in told[at].gap and told[at].whole is None:
        at -= 1
    opens = at > 1 and told[at].gap.startswith((",其中", ",(其中")) and mention.whole is None
    return opens and LEFT_OVER.match(told[at - 1].lead) is not None and _CAME_IN.search(told[at - 2].lead) is not None


def of_some(mention: Mention, indicator: str, before: str) -> bool:
    """Whether the number is of some of the cases that the line counts, or of another stage of them."""
    sentence, whole = mention.sentence, mention.whole
    if _accepted(mention, indicator) or _carried_in(mention, indicator, before):
        return True
    if indicator != CARRIED_IN_LINE and LEFT_OVER.search(mention.lead) and _DONE.search(mention.lead):
        # 上年结转答复的1件
        return True
    added = _ADDED_TO.match(sentence.text, mention.clause[1] - sentence.start) or _OF_NEW.search(mention.lead)
    if indicator == HANDLED_LINE and added:
        # 当年收到并答复29件,加上上年结转的1件,全年共答复30件
        return True
    if _SEVERAL_REASONS.match(sentence.text, mention.end - sentence.start):
        return True
    if mention.depth and whole is not None and whole.indicator is None and _NARROWED.search(whole.lead):
        # 土地类申请8件(含上年结转1件)
        return True
    # 收到23件,撤回1件,实际办理22件: the table counts the one as well.
    if _BODIES_ALONE.search(mention.lead) and not _ANYONE.search(before[-30:]):
        # 法人或其他组织提出的5件申请, but 公民、法人和其他组织 are all there are.
        return indicator.endswith(".total") and table_of(indicator) == CASES
    return "实际" in mention.lead and _WITHDRAWN.search(before) is not None


def _accepted(mention: Mention, indicator: str) -> bool:
    """收到申请50件,受理48件: the second tells how many of the first were taken on."""
    if "受理" not in mention.lead:
        return False
    earlier = [m for m in mention.sentence.mentions if m.start < mention.start and "受理" not in m.lead]
    both = [m for m in earlier if m.indicator is None and is_neither(m, m.sentence) and RECEIVED.search(m.lead)]
    return bool(both) or any(m.indicator == indicator for m in earlier)


def _carried_in(mention: Mention, indicator: str, before: str) -> bool:
    """新收23件、结转2件: before anything was done with them they are those left from last year."""
    bare = mention.lead.endswith(("结转", "转结")) and not _DONE_WITH.search(before + mention.right)
    return bare and indicator == "applications.carried_out.total"


def to_this_day(mention: Mention, indicator: str) -> bool:
    """2011年公开606条,目前总计公开2739条: of all years, where this year's number was told before."""
    told = [m for m in mention.sentence.mentions if m.start < mention.start and m.indicator == indicator]
    larger = [m for m in told if (m.found.value or 0) < (mention.found.value or 0)]
    fresh = "累计" in mention.lead and any("新增" in m.lead or mention.lead.startswith("累计") for m in larger)
    return fresh or (bool(told) and _TO_THIS_DAY.search(mention.lead) is not None)


def since_when(mention: Mention, before: str, since_ever: bool) -> Link | None:
    """累计 without a year may reach back to the beginning, with what is told behind it (累计制发96件,废止65件);
    applications mostly are the year's. Up to a day (截至2010年底,累计公开9860条) it mostly does."""
    if (mention.indicator or "").startswith(CASES) or since_ever:
        return "doubtful" if "累计" in mention.lead else None
    return "loose" if "累计" in before else None


def of_one_office_or_all(mention: Mention, body: str | None) -> bool:
    """市政府受理20件 may be either, but not in the report of the government's office, nor 某县人民政府受理20件 in that
    government's own."""
    if is_office(body):
        return False
    government = _GOVERNMENT.search(mention.before[-12:] + mention.lead)
    return government is not None and not (len(government["place"]) > 1 and mention.scope == "own")
