"""What a number is in its sentence: a count, a share, a rate, growth, a change, a price, a limit, a rank."""

from __future__ import annotations

import re

from ..model import Role
from .hedging import HEDGES_BEFORE
from .scan import late
from .sentences import Mention, Sentence
from .units import TIME
from .vocabulary import vocabulary

UP = r"增长|增加|上升|提高|提升|增幅|上涨|扩大|增"
DOWN = r"下降|减少|降低|降幅|下滑|回落|缩减|减|降|跌"
YEAR_ON_YEAR = late(r"同比|环比|(?:比|较|与)(?:上|去|往|前)(?:一)?年|(?:比|较|与|和|同)(?:20\d\d年|同期|上年同期)|比20")
_GROWTH = late(rf"(?:{UP}|{DOWN}|翻)(?:了|率?为|率?达到?|约|近|超过?|幅度?为|不低于|不少于|至少)*$")
_GROWTH_NAMED = late(
    r"(?:[增涨升降减跌]幅|增速|增长率|下降率|(?:增长|上升|增加|下降|减少)的?幅度)(?:分别|均|约)?(?:为|是|达到?|约|近|超过?)*$"
)
_LEVEL = late(r"(?:到|至|为|达)$")
_SHARE = late(r"占(?:比|有率|据)?|比重|比例|总数的|总量的|总额的|任务的|目标的|任务数的|以上的")
_RATE = late(
    r"(?:率|满意度|知晓度|覆盖面|完成度|提速|压减)(?:均|都|分别)?(?:为|达到?|是|约|近|超过?|提升[到至]|提高[到至]|保持在|稳定在)*(?:了)?$"
)
_CHANGE = late(
    r"(?:增加|增长|增量|上涨|减少|新增加|净增|多|少|多出|前移|上移|后移|跃升|前进|后退|增|减|精简|压减|压缩|缩短|削减|下降|提高|上升|提升|节省)了?(?:约|近)?$|(?:比|较)[^,;]{1,10}(?:多|少)(?:发布|公开|受理|收到|办理|推送)了?$"
)
# 网络申请比信函申请多35件
_MORE_THAN = late(r"[比较][^,;\d]{2,12}[多少]出?了?$")
_COMPARED = late(r"(?:比|较|与|相比)[^,;]{1,10}$")
_EACH = late(r"每(?:人|月|年|天|日|亩|户|件|份|页|张|本|册|例|台|辆|吨|公?斤|度|次|平方米|立方米|公里)[^,]{0,4}$")
_HALVES = frozenset(("半数", "一半"))
_AVERAGE = late("平均|人均|[日件]均|实际")
_REDUCED = late(r"(?:精简|缩短|压缩|压减|削减|净增|净减)了?(?:约|近)?$")
_LIMIT_WORDS = late(r"时限|期限|法定|审批时间|办理时间|最迟|不超过|控制在|承诺|答复时间|响应时间")
_LIMIT_AFTER = late(r"^(?:个?工作日|小时|自然日)?(?:内|以内|之内|前|可完成|完成|办结|答复)")
_SPAN_AFTER = late(r"^(?:工作日|小时|自然日|月|星期)")
_SHORTENED = late(r"(?:压缩|缩短|缩减|压减|减少|降|缩)(?:至|到|为)了?$")
_FROM = late(r"(?:由|从)[^,;。]{0,16}$")
_TO = late(
    r"^(?:个?工作日|左右|以上)?(?P<way>增加?长?|提高|上升|提升|扩大|压缩|缩短|缩减|缩|降低?|减少?|下降)(?:到|至|为)了?(?:20\d\d年度?的?)?$"
)
_RANK = late(r"(?:前|排名|(?<!安)排|位列|位居|名列)$")
# 每千人6.6张
_PER_HEAD = late(r"每[十百千万]?(?:名|个)?(?:常住)?(?:人口?|户|家|亩|公里|平方公里)(?:拥有|约|为|达|超|有)*$")
_ITEM_SHARE = late(r"(?:事项|工作|单位|部门|项目|人员|群众|企业)$")
_OTHER_CASE = late(r"^以?上?的?(?:案件|项目|工程|企业|资金)")


def classify(sentence: Sentence) -> None:
    """Give every mention its role, in order."""
    mentions = sentence.mentions
    for n, mention in enumerate(mentions):
        mention.role = _role(mention, mentions[n - 1] if n else None)
        if n and moved(mention, mentions[n - 1]) is not None:
            mentions[n - 1].is_base = mentions[n - 1].role == "count"


def moved(mention: Mention, last: Mention) -> str | None:
    """up or down, where the verb between two numbers says that the one became the other: 由683个压缩至96个."""
    verb = _TO.match(mention.lead)
    if verb is None or last.unit != mention.unit:
        return None
    if last.gap.startswith("、") or not _FROM.search(last.before[-16:] + last.lead):
        # 从209元、280元提高到217元: the second of the old numbers is not the base of the first new one.
        return None
    return "up" if verb["way"].startswith(("增", "提", "上升", "扩")) else "down"


def _role(mention: Mention, last: Mention | None) -> Role:
    unit, lead, right = mention.unit, mention.lead, mention.right
    if last is not None and last.role == "share" and in_one_list(mention, last):
        return "share"
    if mention.found.raw in _HALVES:
        return "share"
    if unit in ("%", "‰", "‱", "倍") or (not unit and mention.found.raw.find("分之") > 0):
        return _ratio(mention)
    if unit in ("百分点", "基点"):
        return "change" if last is not None or _CHANGE.search(lead) else "growth"
    if "/" in unit and "元" in unit:
        return "price"
    if "元" in unit and (_EACH.search(lead) or lead.endswith(("单价", "标准为"))):
        return "price"
    if _PER_HEAD.search(lead):
        return "rate"
    if unit == "强" or _RANK.search(lead):
        return "rank"
    if "元" in unit and right.startswith("以上") and _OTHER_CASE.match(right):
        return "limit"
    if unit in TIME or _SPAN_AFTER.match(right):
        span = _span(mention, last)
        if span is not None:
            return span
    if _changed(mention) or (last is not None and (_after_base(mention, last) or _changed_too(mention, last))):
        return "change"
    return "count"


def in_one_list(mention: Mention, last: Mention) -> bool:
    """分别占37.6%、24.5%和11%: percentages with nothing between them but the signs of a list."""
    return mention.unit == last.unit == "%" and mention.gap in ("、", "和", "及", "与")


def in_brackets_alone(mention: Mention) -> bool:
    """2106条(43.3%): a percentage and nothing else in brackets right behind a number."""
    after = mention.sentence.text[mention.end - mention.sentence.start :]
    return mention.unit == "%" and mention.gap == "(" and after[:1] == ")" and mention.found.raw[0].isdigit()


def _ratio(mention: Mention) -> Role:
    lead, right = mention.lead, mention.right
    if in_brackets_alone(mention):
        return "share"
    if _part_of_all(mention) and not _GROWTH.search(lead):
        return "share"
    if _GROWTH_NAMED.search(lead):
        return "growth"
    if _LEVEL.search(lead) and not _SHARE.search(lead):
        return "rate"
    if _GROWTH.search(lead):
        return "change" if mention.unit == "" or (mention.unit != "%" and "缩" in lead) else "growth"
    if _REDUCED.search(lead):
        return "rate" if mention.unit else "change"
    if right.startswith("占") or _SHARE.search(lead):
        return "share"
    if _RATE.search(lead):
        return "rate"
    if mention.unit == "倍":
        return "growth" if YEAR_ON_YEAR.search(mention.before + lead) else "other"
    if (
        _ITEM_SHARE.search(lead)
        or (lead in HEDGES_BEFORE and right)
        or re.match(r"以?上?(?:的|可|能|已|群众|事项|高频|公共|单位|部门|企业)", right)
    ):
        return "share"
    return "rate"


def _part_of_all(mention: Mention) -> bool:
    """纯文字的106篇,超过六成 and 关停的达三分之一: tenths and fractions with nothing before them that they rate."""
    raw, lead = mention.found.raw, mention.lead
    if "分之" in raw and not mention.unit:
        return not _REDUCED.search(lead) and not _RATE.search(lead)
    return "成" in raw and (lead in HEDGES_BEFORE or lead.endswith("的达"))


def _span(mention: Mention, last: Mention | None) -> Role | None:
    """A duration is a limit, a shortening, or just a count."""
    if _SHORTENED.search(mention.lead) and last is not None and last.role == "limit":
        return "limit"
    if _REDUCED.search(mention.lead):
        return "change"
    if _AVERAGE.search(mention.lead):
        return None
    if _LIMIT_AFTER.match(mention.right) or mention.found.quantity.hedge == "under":
        return "limit"
    if _LIMIT_WORDS.search(mention.lead):
        return "limit"
    return None


def _after_base(mention: Mention, last: Mention) -> bool:
    """比上年的21件增加6件; 由上年的39家整合为31家,减少8家: the base is told before it, with what it became or not."""
    if not _CHANGE.search(mention.lead):
        return False
    at = mention.sentence.mentions.index(last)
    before = mention.sentence.mentions[at - 1] if at else None
    became = _FROM.search(before.before[-16:] + before.lead) and before.unit == last.unit if before else False
    return last.is_base or bool(became and mention.unit == last.unit and mention.gap[:1] == ",")


def _changed_too(mention: Mention, last: Mention) -> bool:
    """与上年相比,申请增加3件,复议减少1件"""
    return last.role == "change" and mention.gap[:1] in (",", "、") and _CHANGE.search(mention.lead) is not None


def _changed(mention: Mention) -> bool:
    if _REDUCED.search(mention.lead):
        return True
    if not _CHANGE.search(mention.lead):
        return False
    if _COMPARED.match(mention.lead) or _MORE_THAN.search(mention.lead):
        return True
    return bool(YEAR_ON_YEAR.search(mention.before + mention.lead)) or mention.lead.endswith(("净增", "净减"))


# ---------------------------------------------------------------- what is counted
_VERBS = tuple(sorted(vocabulary("verbs")["verb"], key=len, reverse=True))
_VERB_FIRST: dict[str, tuple[str, ...]] = {}
for _verb in _VERBS:
    _VERB_FIRST[_verb[0]] = (*_VERB_FIRST.get(_verb[0], ()), _verb)
_VERB_LAST: dict[str, tuple[str, ...]] = {}
for _verb in _VERBS:
    _VERB_LAST[_verb[-1]] = (*_VERB_LAST.get(_verb[-1], ()), _verb)
_DATED = late(r"^(?:\d{4}年度?|[一二三四五]是|\d{1,2}[.、]|(?:\d{1,2}[-至])?\d{1,2}月份?)+")
# 市直62家单位, 对进驻大厅的295个行政审批事项, 共举办了62场培训班: what is counted stands behind the number.
_NOT_YET_NAMED = late(rf"[的了]$|^(?:{'|'.join(map(re.escape, vocabulary('scopes')['whole']))}|[省市区县]直)$")
_DOING = frozenset(vocabulary("verbs")["doing"])
_NOUN_ENDS = late(
    rf",|(?<=..)(?:{'|'.join(verb for verb in _VERBS if len(verb) > 1)})|{'|'.join(vocabulary('verbs')['behind'])}"
)


def name(mention: Mention) -> None:
    """Set the printed label and the noun phrase counted: 主动公开规范性文件 of 其中主动公开规范性文件数86条.

    Where the words before the number are but a verb or whose it is, the noun behind it belongs to the label:
    承接省级管理权限 of 承接47项省级管理权限.
    """
    label = _DATED.sub("", mention.lead).removeprefix("其中").lstrip(":")
    if not label and mention.gap.endswith("("):
        label = _last_piece(mention.gap[:-1])
    subject = _stripped(label)
    if len(subject) < 2 or subject in _DOING or _NOT_YET_NAMED.search(label):
        noun = _noun(mention.right)
        subject = noun if len(noun) >= 2 else subject
        label += noun
    mention.label = label[-40:] or mention.right[:24]
    mention.subject = subject[-30:]


def _noun(right: str) -> str:
    """The noun at the beginning of the words behind a number, up to the verb or the adverb that follows it."""
    return _NOUN_ENDS.split(right, maxsplit=1)[0][:24].rstrip("和及与")


def _last_piece(text: str) -> str:
    return re.split(r"[,;:、。()]", text)[-1].strip(" \n“”")


def _stripped(label: str) -> str:
    """Without the verbs, times and fillers around the noun phrase."""
    changed = True
    while changed and label:
        changed = False
        for verb in _VERB_LAST.get(label[-1], ()):
            if label.endswith(verb):
                label, changed = label[: -len(verb)], True
                break
    changed = True
    while changed and label:
        changed = False
        for verb in _VERB_FIRST.get(label[0], ()):
            if label.startswith(verb):
                label, changed = label[len(verb) :], True
                break
    return label.removesuffix("数量").removesuffix("总数") if len(label) > 3 else label
