"""Whose number it is, of when, and whether it was reached, planned or required."""

from __future__ import annotations

import re

from ..model import Modality
from .carried import FROM_YEAR, TO_YEAR
from .scan import Rare, late, scan
from .sentences import STARTS_ITEM, Mention, Sentence
from .vocabulary import vocabulary

_WORDS = vocabulary("scopes")


def _any(words: tuple[str, ...]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


# A department or office by name, where it can be the subject: behind a sign (one is put before the text).
_BODY = (
    r"[,;:。、()年\d]\s*(?:其中:?)?(?P<body>(?:[\u4e00-\u9fff]{0,4}[省市县区州旗盟]|国家|省)[\u4e00-\u9fff]{1,14}?"
    r"(?:管理局|监督局|局|委员会|办公室|委(?=[^托员派任会办])|厅|中心|支队|大队|档案馆|图书馆|[^政]馆|公司|[^部]部(?=[^门分署])|网宣办|[^政府]办(?=[^理事公法案结件好])|(?<=政府)办(?=代表|自身|本身|共|全年|累计|受理|收到|新收|答复))"
    r"|[\u4e00-\u9fff]{1,8}(?:管理局|监督局|财政局|公安局|税务局|教育局|质监局|交通局|环保局|民政局|档案馆)|[\u4e00-\u9fff]{2,6}(?:股|科)(?=(?:共|累计|分别|均|未|没有?)*(?:收到|受理|办理|办结)))(?!系统|长|域|部分|网站)"
)
_SCOPE = late(
    f"(?P<own>{_any(_WORDS['own'])})|(?P<whole>{_any(_WORDS['whole'])})|(?P<below>(?:{_any(_WORDS['below'])})(?!、各)"
    # 全市各部门, 各级各部门 and 各地、各部门 are the whole; 各部门 alone leaves out the government's office and what is
    # below.
    r"|(?<![级地市县区省州旗盟镇乡及和与、])各(?:部门|单位|委办局)(?!网站|门户)"
    r"|(?:(?<=[,;:。(])|(?<![级地门位局关乡镇道县区]、)(?<=、)|^)(?:各(?:街道|乡|镇)|各?(?:乡镇|镇街|部门|区县|县区|[省市区县]直(?:各)?(?:部门|单位)|[省市区县]级部门)|[省市]局"
    r"|[省市区县]?政府(?:各|组成)?部门(?:[和及与](?:各)?[乡镇街道]+)?)"
    r"(?:\([^()]{1,6}\))?(?=(?:共|累计|均|都|也|未|没有?|无|主动)*(?:收到|受理|新收|办理|办结|公开|发布|制发|出台|作出|报送)))"
)
# What every scope starts with.
_SCOPE_FIRST = late(f"[各乡镇部区县省市政{''.join(word[0] for kind in _WORDS.values() for word in kind)}]")
# 市本级 speaks of one office of many; 本局 of the body that reports.
_LEVEL = late("本级|[局委厅]机关")
_BELOW = late(_any(_WORDS["below"]))
_WHEN = late("^(?:[本全今当]?年度?)+")
_JOINED = late("[和及与]其?")
# What is found with one of these is no name: 全年办理省政府及省政府办公厅, 配合市政府办.
# 针对市政府办公室的复议, 在县档案馆设立: the body is where or to whom something is done.
_NO_SUBJECT = late("在|由|与|针对|通过|依托|对(?!外)|向(?!阳)|从(?!化)|经(?![济营贸信])")
_DOING = late("办理|处理|收到|受理|答复|配合|协助|指导|会同|根据|按照")
# A government by its full name, which no body's name in the report leaves out: 某县人民政府共受理.
_GOVERNMENT = Rare(r"[\u4e00-\u9fff]{2,3}[省市县区州旗](?:人民)?政府(?!办)", "政府")
_NAMED = Rare(_BODY, "股", "科", "局", "委", "厅", "中心", "队", "馆", "公司", "部", "办")
_YEAR = late(
    # What the alternatives begin with (a new one may need its character here), which spares most places all of them.
    r"(?=[截到至\s\d上去往前今本全年明下来第一二三四五六七八九十近过这最两历])(?:"
    r"(?P<until>截至|截止)?\s*(?:到|至)?\s*(?P<year>(?:19|20)\d{2})\s*年(?!版)(?(until)(?:12月[底末])?)"
    r"|(?P<last>(?<!结转)(?<!转自)(?<!接办)(?<!接转)(?<!承接)(?<!接续)(?:上一?年|去年)(?!度?[底末]?(?:结转|转结|转入|转来|转办|接转|转接|顺延|延续|遗留|未办))(?:度|同?期)?|往年|前一年)|(?P<before>(?<![目以])前年(?!均))|(?P<this>今年|本年(?!度?新)|全年|年内)"
    r"|(?P<next>明年|(?<![转延待])(?<![转延待][至入到])下一?年(?!度?(?:继续|办理|结转))|来年)|(?P<now>历年|截[至止]到?(?:目前|(?:今年|本年)?(?:年底|12月(?:底|末|31日)?)))"
    r"|(?P<quarter>(?:第?[一二三四]|第[1-4])季度|前[一二三]季度)|(?P<half>(?:上|下)半年)"
    r"|(?P<span>(?:近|过去|前|这|最近)(?:[两二三四五六七八九十]|\d{1,2})年|[两三四五六七八九十]年(?:来|间|多来))"
    r"|(?P<months>(?<![\d.])(?:1[0-2]|[1-9])\s*月?\s*[-—~至]\s*(?:1[0-2]|[1-9])\s*月)|(?P<month>(?<![\d.])(?:1[0-2]|[1-9])\s*月(?!\s*\d)份?))"
)
# 本机关不掌握相关政府信息 is a reason for a decision, whoever decided.
_REASON = late("不掌握|不存在|[未没]有?(?:制作|保存|获取)")
_YEARS = late(r"((?:19|20)\d{2})\s*年?度?\s*(?:至|到|[-—~])\s*((?:19|20)\d{2})\s*年(?!\d{1,2}月)")
# 2008年5月1日起, and 2019年4月15日新条例施行后 in the report of 2019.
_SINCE = late(r"(?:\d{1,2}月(?:\d{1,2}日)?)?(?:以来|至今|起(?!至|到))")
_AFTER = late(r"\d{1,2}月(?:\d{1,2}日)?[^,;。\d]{0,12}?(?:施行|实施|成立|上线|开通|启用|运行)(?:以?后|之后)")
# 依据省、市政府办公厅的要求 and 向档案馆、图书馆报送: whose it is, or to whom, is no subject.
_GOVERNED = late(
    "依据|根据|按照|依照|遵照|落实|贯彻|执行|对照|向|至|到|为|与|同|经|通过|在|由|从|会同|联合|配合|协助|报"
)
_LIST_OF_ALL = late(r"(?:据统计,?)?全[省市县区州旗]各?")
_QUARTERS = dict(zip("一二三四1234", (1, 2, 3, 4) * 2, strict=True))
# Every word that tells a time has one of these characters.
_TIMES = late("[年月季截]")
_COUNTED_IN = late("[两二三四五六七八九十]")
_COUNTED = dict(zip("二三四五六七八九十两", (2, 3, 4, 5, 6, 7, 8, 9, 10, 2), strict=True))
_COMPARING = late(r"(?:比|较|与|同|相比|超)\s*$")
# 比2014年的5040条增长: the number is the base, of that year.
_BASE = late(
    r"(?:比|较|与|由|从)(?:(?P<year>(?:19|20)\d{2})年度?|(?P<last>上一?年度?|去年))(?:同期)?(?:的|公开的|受理的|收到的)?[^,\d]{0,6}$"
    r"|^(?:(?P<year2>(?:19|20)\d{2})年度?|上一?年度?|去年)(?:同期)?(?:为|是|有|受理|收到|公开|发布)?$"
)
_IN_NAME = late("(?<=以)[^,;。以]{2,12}(?=名义)")
_FILLED = late("(?:共|有|为|达到?|是)*")
_OFFICES = ("局", "委", "厅")
_OFFICE_ENDS = (*_OFFICES, "镇", "乡")
_BODY_BEFORE = late(r"(?<=[为是:])(?![本我各全该])[\u4e00-\u9fff]{3,9}$")
_LEVELS = ("县直", "区直", "市直", "县级", "区级", "市级")
_BODY_ENDS = (*_OFFICES, *_LEVELS, "部门", "单位", "乡镇", "镇街", "街道", "办", "中心")
_CHANGES = late(r"[增减多少升降]")
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
    scopes = _scopes(text, body)
    if (scopes and scopes[0][0] < 24) or (carried is not None and STARTS_ITEM.match(text)):
        carried = None
    periods = _periods(text, year) if sentence.mentions else []
    plans = _MAY_PLAN.search(text) is not None
    levels = not is_office(body)
    for mention in sentence.mentions:
        at = mention.start - sentence.start
        mention.scope = carried
        for place, scope in scopes:
            if place <= at and not _in_part(text, place, at):
                mention.scope = scope or None
        if len(scopes) > 1 and _after_breakdown(scopes, text, at):
            mention.scope = "whole"
        mention.at_level = levels and mention.scope == "own" and _LEVEL.search(text, 0, at) is not None
        told = [one for one in periods if not _in_closed(text, one[0], at)] if ")" in text else periods
        mention.period, planned_year = _period_at(told, at)
        if mention.label and (own := _periods(mention.label, year)):
            # 2021年、2022年分别收到20件、23件
            _, mention.period, planned_year = own[-1]
        named = _named_in(mention, body)
        if named and not (body and named in body):
            mention.scope = f"named:{named}"
        base = _BASE.search(mention.lead or mention.gap.rstrip("( \n")[-16:])
        if (
            base is not None
            and mention.unit not in ("%", "百分点", "倍")
            and not _CHANGES.search(mention.lead)
            and "结转" not in mention.lead
            and str(year) not in (base["year"], base["year2"])
        ):
            mention.period = base["year"] or base["year2"] or (str(year - 1) if year is not None else mention.period)
            mention.is_base = True
            # The other year is told of this number alone: 上年为13件,同比增长38%,其中网络申请9件.
            periods = [told for told in periods if not at - len(mention.gap) <= told[0] < at]
        mention.modality = _modality(text[:at], mention, plans, planned_year)
    if not scopes:
        return carried
    # Only the one body that is the subject of the whole sentence is still spoken of in the next, not one of many.
    place, first = scopes[0]
    if text.lstrip().startswith("其中"):
        return None
    alone = all(scope == first for _, scope in scopes)
    return first if alone and first.startswith("named:") and not _BELOW.fullmatch(first[6:]) and place < 40 else None


def _in_part(text: str, place: int, at: int) -> bool:
    """复议3件,其中市政府受理2件;诉讼1件: who is told of a part is told of nothing behind the semicolon."""
    return text.find(";", place, at) >= 0 and "其中" in text[text.rfind(";", 0, place) + 1 : place]


def _in_closed(text: str, place: int, at: int) -> bool:
    """收到42件(2013年为40件),答复41件: the year inside brackets is told of nothing behind them."""
    close = text.find(")", place, at)
    return close >= 0 and text.rfind("(", 0, place) > text.rfind(")", 0, place) and "(" not in text[place:close]


def is_office(body: str | None) -> bool:
    """A government's office, whose own number is what is told of 本级."""
    return body is not None and body.endswith(("政府办公室", "政府办公厅"))


def _named_in(mention: Mention, body: str | None) -> str:
    """The body that the words beside the number name: 县直部门、乡镇分别收到20件、3件; 最多的是自然资源局,共6件;
    以县政府名义制发2件."""
    if mention.label.endswith(_BODY_ENDS):
        return mention.label
    # The words before a bare 共 are those before the comma.
    bare = len(mention.lead) < 4 and _FILLED.fullmatch(mention.lead) is not None
    lead = mention.before.rstrip(",") if bare else mention.lead
    found = _BODY_BEFORE.search(lead) if lead.endswith(_OFFICE_ENDS) else None
    if found is None and "名义" in mention.lead:
        found = _in_anothers_name(mention, body)
    return found[0] if found is not None else ""


def told_elsewhere(text: str, at: int, year: int | None, body: str | None) -> bool:
    """Whether what a sentence says at a place is said of another body, of one office of many, or of another year."""
    before = text[:at]
    scopes = [scope for scope in _scopes(text, body) if scope[0] < at]
    if scopes and (scopes[-1][1].startswith("named:") or (not is_office(body) and _LEVEL.search(before))):
        return True
    period, later = _period_at(_periods(before, year), at)
    return later or (period is not None and year is not None and period not in (str(year), f"/{year}-12-31"))


def _scopes(text: str, body: str | None) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for match in scan(_SCOPE_FIRST, _SCOPE, text):
        kind = match.lastgroup
        assert kind is not None
        if kind == "own" and _REASON.match(text, match.end()):
            continue
        if kind == "below" and text[: match.start()].endswith("个"):
            # 全市12个县区均建立了机构: they are counted, not spoken of.
            continue
        if kind == "below" and "、" in (clause := _clause(text, match.start())) and _LIST_OF_ALL.match(clause):
            # 全市各县区、市直各部门: together they are the whole.
            kind = "whole"
        if kind == "below" and body is not None and match.group() in ("省局", "市局") and body.endswith("局"):
            # 市局公开8600条 tells of the bureau above, unless the report is that bureau's own.
            kind = "own" if match.group()[0] in body else kind
        found.append((match.start(), kind if kind != "below" else f"named:{match.group()}"))
    # 区经济发展局推进重点领域公开: the body is the subject; 由市财政局牵头 names no scope.
    for match in _NAMED.finditer("," + text):
        name = _WHEN.sub("", match["body"])
        at = match.start("body") - 1
        listed = text[at - 1 : at] == "、" and _GOVERNED.match(_clause(text, at)) is not None
        if listed or _DOING.search(name) or _NO_SUBJECT.match(name):
            continue
        mine = body is not None and any(_is_short_for(part, body) for part in _JOINED.split(name))
        found.append((at, "own" if mine else f"named:{name}"))
    if body is not None and body.endswith("政府"):
        own = (match for match in _GOVERNMENT.finditer(text) if _is_short_for(match.group(), body))
        found += [(match.start(), "own") for match in own]
    found.sort()
    return _without_asides(found, text) if "(" in text else found


def _clause(text: str, at: int) -> str:
    """The words from the last sign that parts clauses up to a place."""
    return text[max(text.rfind(sign, 0, at) for sign in ",;。:") + 1 : at].strip()


def _after_breakdown(scopes: list[tuple[int, str]], text: str, at: int) -> bool:
    """全市受理137件,市直60件,县区77件;办结130件: the offices divide the number before the sign, and no other."""
    group = text.rfind(";", 0, at)
    if group < 0:
        return False
    last = text.rfind(";", 0, group)
    before = [scope for place, scope in scopes if last < place < group]
    return len(before) > 1 and before[0] == "whole" and not any(group < place <= at for place, _ in scopes)


def _without_asides(scopes: list[tuple[int, str]], text: str) -> list[tuple[int, str]]:
    """Whose number it is in brackets is told no longer behind them: 收到3件(市司法局转来1件),办结2件."""
    found: list[tuple[int, str]] = []
    outside = ""
    for place, scope in scopes:
        found.append((place, scope))
        if text.count("(", 0, place) <= text.count(")", 0, place):
            outside = scope
        elif (end := text.find(")", place)) >= 0:
            found.append((end, outside))
    return sorted(found)


def _in_anothers_name(mention: Mention, body: str | None) -> re.Match[str] | None:
    """以县政府名义制发2件 in the report of a department; in that of the county it is its own."""
    found = _IN_NAME.search(mention.lead) if body is not None else None
    if found is None or body is None or _is_short_for(found[0], body):
        return None
    return found if body.endswith(("局", "委", "厅", "办公室", "委员会")) or not found[0].endswith("政府") else None


def _is_short_for(name: str, body: str) -> bool:
    """省机关事务局 stands for 某省机关事务管理局: its characters stand in the body's name in this order. Where a report
    names its body without the place (住建局), the name may have it."""
    if name.endswith(body):
        return True
    characters = iter(body)
    return all(character in characters for character in name)


def _periods(text: str, year: int | None) -> list[tuple[int, str, bool]]:
    """(place, period, later than the report's year) for every word that tells a time."""
    found: list[tuple[int, str, bool]] = []
    current = str(year) if year is not None else ""
    spans = [(match.start(), match.end(), f"{match[1]}/{match[2]}") for match in _YEARS.finditer(text)]
    found += [(start, told, False) for start, _, told in spans]
    for match in _YEAR.finditer(text) if _TIMES.search(text) else ():
        if (match["year"] and _carried(text, match)) or any(start <= match.start() < end for start, end, _ in spans):
            continue
        if _COMPARING.search(text, max(0, match.start() - 3), match.start()):
            continue
        kind = match.lastgroup or ""
        if kind == "span":
            if year is not None:
                number = re.sub(r"\D", "", match.group()) or str(_COUNTED["".join(_COUNTED_IN.findall(match.group()))])
                found.append((match.start(), f"{year - int(number) + 1}/{year}", False))
        elif kind in ("quarter", "half", "months", "month"):
            part = _part_of_year(kind, match.group(), current)
            if part and not text.startswith(("计划", "预算"), match.end()):
                found.append((match.start(), part, False))
        elif match["year"]:
            told = int(match["year"])
            current = match["year"]
            # 2015年以来 in the report of 2015 is that year, unless it counts up.
            last = year if year is None or "累计" in text[match.end() : match.end() + 8] else year - 1
            since = last is not None and told <= last and _SINCE.match(text, match.end())
            if since or _AFTER.match(text, match.end()):
                found.append((match.start(), f"{told}/{year}", False))
                continue
            until = match["until"] is not None
            found.append((match.start(), f"/{told}-12-31" if until else current, year is not None and told > year))
        elif year is not None:
            shift = {"before": -2, "last": -1, "this": 0, "next": 1}.get(kind, 0)
            period = f"/{year}-12-31" if kind == "now" else str(year + shift)
            found.append((match.start(), period, shift > 0))
    return sorted(found) if spans else found


def _carried(text: str, year: re.Match[str]) -> bool:
    """2021年度结转的3件 and 结转至2023年 tell of cases of this report's year."""
    return FROM_YEAR.match(text, year.end()) is not None or TO_YEAR.search(text, 0, year.start()) is not None


def _part_of_year(kind: str, words: str, year: str) -> str | None:
    """第一季度 of 2016 → 2016-01/2016-03; 1-12月 is the year."""
    if not year:
        return None
    if kind == "half":
        first, last = (1, 6) if words[0] == "上" else (7, 12)
    elif kind == "quarter":
        number = _QUARTERS[words.removesuffix("季度")[-1]]
        first, last = (1 if words[0] == "前" else number * 3 - 2), number * 3
    else:
        numbers = [int(n) for n in re.findall(r"\d+", words)]
        first, last = numbers[0], numbers[-1]
    if (first, last) == (1, 12):
        return year
    return f"{year}-{first:02}" if first == last else f"{year}-{first:02}/{year}-{last:02}"


def _period_at(periods: list[tuple[int, str, bool]], at: int) -> tuple[str | None, bool]:
    period, later = None, False
    for place, told, after in periods:
        if place < at:
            period, later = told, after
    return period, later


def _modality(before: str, mention: Mention, plans: bool, later: bool) -> Modality:
    if (later or (plans and _PLANNED.search(before))) and not _DONE.search(mention.lead):
        return "planned"
    if _REQUIRED.search(mention.lead) or ("要求" in before and _DEMAND.search(before)):
        return "required"
    return "achieved"
