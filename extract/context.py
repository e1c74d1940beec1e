"""Whose number it is, of when, and whether it was reached, planned or required."""

from __future__ import annotations

from ..model import Modality
from .periods import period_at, periods_in
from .scan import late
from .scopes import is_office, named_beside, scope_at, scopes_in, still_spoken_of
from .sentences import STARTS_ITEM, Mention, Sentence

# 市本级 speaks of one office of many; 本局 of the body that reports.
_LEVEL = late("本级|[局委厅]机关")
# 比2014年的5040条增长: the number is the base, of that year.
_BASE = late(
    r"(?:比|较|与|由|从)(?:(?P<year>(?:19|20)\d{2})年度?|(?P<last>上一?年度?|去年))(?:同期)?(?:的|公开的|受理的|收到的)?[^,\d]{0,6}$"
    r"|^(?:(?P<year2>(?:19|20)\d{2})年度?|上一?年度?|去年)(?:同期)?(?:为|是|有|受理|收到|公开|发布)?$"
)
_CHANGES = late(r"[增减多少升降净]")
_PLANNED = late(
    r"力争|争取|计划(?=年内|新|在|完成|开展|举办|召开|实现|于)|拟(?=适时|于|在|新|对)|预计|下一步|明年|(?<![转延待])(?<![转延待][至入到])下年度(?!继续|办理)|将(?=在|于|进一步|继续|实现|达到|新增|开展|举办|从|围绕|采取|按照|通过|重点|再|新建)"
)
# Every plan has one of these.
_MAY_PLAN = late(r"力争|争取|计划|拟|预计|下一步|明年|下年度|将")
_REQUIRED = late(r"应当|必须|不得|原则上")
# 要求各单位公开20件 is a demand; 按要求办结8件, 收到公民要求公开信息的申请8件 and 收到要求4件 are none.
_DEMAND = late(
    r"(?:^|[,;:])(?![^,;:]*?(?:按|依[照据]|根据|[遵对][照循]|应|符合|落实|贯彻|执行|收到|受理|接到|申请|公民|公众|群众|法人|组织)[^,;:]*?要求)[^,;:]*?"
    r"要求(?!申请人|补正|补充|更改|提供公开|行政机关|缴纳)[^,;]{1,40}$"
)
_DONE = late(r"已|完成了|均")


def settle(sentence: Sentence, year: int | None, body: str | None, carried: str | None) -> str | None:
    """Fill scope, period and modality of a sentence's mentions; `carried` is the body the paragraph speaks of.

    Returns the named body the next sentence of the paragraph still speaks of, or None.
    """
    text = sentence.text
    planned_year = False
    scopes = scopes_in(text, body)
    if (scopes and scopes[0][0] < 24) or (carried is not None and STARTS_ITEM.match(text)):
        carried = None
    periods = periods_in(text, year) if sentence.mentions else []
    plans = _MAY_PLAN.search(text) is not None
    levels = not is_office(body)
    for mention in sentence.mentions:
        at = mention.start - sentence.start
        mention.scope = scope_at(scopes, text, at, carried)
        mention.at_level = levels and mention.scope == "own" and _LEVEL.search(text, 0, at) is not None
        told = [one for one in periods if not _in_closed(text, one[0], at)] if ")" in text else periods
        mention.period, planned_year = period_at(told, at)
        if mention.label and (own := periods_in(mention.label, year)):
            # 2021年、2022年分别收到20件、23件
            _, mention.period, planned_year = own[-1]
        named = named_beside(mention, body)
        if named and not (body and named in body):
            mention.scope = f"named:{named}"
        if _settle_base(mention, year):
            # The other year is told of this number alone: 上年为13件,同比增长38%,其中网络申请9件.
            periods = [told for told in periods if not at - len(mention.gap) <= told[0] < at]
        mention.modality = _modality(text[:at], mention, plans, planned_year)
    return still_spoken_of(scopes, text) if scopes else carried


def _settle_base(mention: Mention, year: int | None) -> bool:
    """Mark a number of another year that this year's is compared with (比上年的13件增长), and say of which."""
    base = _BASE.search(mention.lead or mention.gap.rstrip("( \n")[-16:])
    if (
        base is None
        or mention.unit in ("%", "百分点", "倍")
        or _CHANGES.search(mention.lead)
        or "结转" in mention.lead
        or str(year) in (base["year"], base["year2"])
    ):
        return False
    mention.period = base["year"] or base["year2"] or (str(year - 1) if year is not None else mention.period)
    mention.is_base = True
    return True


def _in_closed(text: str, place: int, at: int) -> bool:
    """收到42件(2013年为40件),答复41件: the year inside brackets is told of nothing behind them."""
    close = text.find(")", place, at)
    return close >= 0 and text.rfind("(", 0, place) > text.rfind(")", 0, place) and "(" not in text[place:close]


def told_elsewhere(text: str, at: int, year: int | None, body: str | None) -> bool:
    """Whether what a sentence says at a place is said of another body, of one office of many, or of another year."""
    before = text[:at]
    scopes = [scope for scope in scopes_in(text, body) if scope[0] < at]
    if scopes and (scopes[-1][1].startswith("named:") or (not is_office(body) and _LEVEL.search(before))):
        return True
    period, later = period_at(periods_in(before, year), at)
    return later or (period is not None and year is not None and period not in (str(year), f"/{year}-12-31"))


def _modality(before: str, mention: Mention, plans: bool, later: bool) -> Modality:
    if (later or (plans and _PLANNED.search(before))) and not _DONE.search(mention.lead):
        return "planned"
    if _REQUIRED.search(mention.lead) or ("要求" in before and _DEMAND.search(before)):
        return "required"
    return "achieved"
