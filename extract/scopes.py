"""Whose a number is: the body that reports, all of its place, or another body that the sentence names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from ..model import HAN
from .scan import Rare, late, scan
from .sentences import Mention
from .vocabulary import vocabulary

_WORDS = vocabulary("scopes")


def _any(words: tuple[str, ...]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


# A department or office by name, where it can be the subject: behind a sign (one is put before the text).
_BODY = (
    rf"[,;:。、()年\d]\s*(?:其中:?)?(?P<body>(?:{HAN}{{0,4}}[省市县区州旗盟]|国家|省){HAN}{{1,14}}?"
    r"(?:管理局|监督局|局|委员会|办公室|委(?=[^托员派任会办])|厅|中心|支队|大队|档案馆|图书馆|[^政]馆|公司|[^部]部(?=[^门分署])|[^政府]办(?=公开|[^理事公法案结件好])|(?<=政府)办(?=代表|自身|本身|共|全年|累计|受理|收到|新收|答复))"
    rf"|{HAN}{{1,8}}(?:管理局|监督局|财政局|公安局|税务局|教育局|质监局|交通局|环保局|民政局|档案馆)|{HAN}{{2,6}}(?:股|科)(?=(?:共|累计|分别|均|未|没有?)*(?:收到|受理|办理|办结)))(?!系统|长|域|部分|网站)"
)
_SCOPE = late(
    rf"(?P<own>{_any(_WORDS['own'])})|(?P<place>(?:(?<=[,;:。(年度日])|^)我[省市县区州旗](?=(?:\([^()]{{1,8}}\))?(?:共|累计|总计|全年|今年|本年|主动|新|收到|受理|接到|公开|办理|办结|发布|制发)))|(?P<whole>{_any(_WORDS['whole'])})|(?P<below>(?:{_any(_WORDS['below'])})(?!、各)"
    r"|其[他它](?:单位|部门|机关|街道|乡镇|科室|局)(?=[共合总均收受公])"
    # 全市各部门, 各级各部门 and 各地、各部门 are the whole; 各部门 alone leaves out the government's office and what is
    # below.
    r"|(?<![级地市县区省州旗盟镇乡及和与、])各(?:部门|单位|委办局)(?!网站|门户)"
    r"|(?:(?<=[,;:。(])|(?<![级地门位局关乡镇道县区]、)(?<=、)|^)(?:各(?:街道|乡|镇)|各?(?:乡镇|镇街|部门|区县|县区|[省市区县]直(?:各)?(?:部门|单位)|[省市区县]级部门)|[省市]局"
    r"|[省市区县]?政府(?:各|组成)?部门(?:[和及与](?:各)?[乡镇街道]+)?)"
    r"(?:\([^()]{1,6}\))?(?=(?:共|累计|均|都|也|未|没有?|无|主动)*(?:收到|受理|新收|办理|办结|公开|发布|制发|出台|作出|报送)))"
)
# What every scope starts with.
_SCOPE_FIRST = late(f"[我其各乡镇部区县省市政{''.join(word[0] for kind in _WORDS.values() for word in kind)}]")
_BELOW = late(_any(_WORDS["below"]))
# 2022年区财政局, 52条区卫生局政府信息: what stands before the name.
_WHEN = late("^(?:(?:[本全今当]?年度?)+|[条件项份](?=[省市县区州旗镇乡]))")
_JOINED = late("[和及与]其?")
# What is found with one of these is no name: 全年办理省政府及省政府办公厅, 配合市政府办.
# 针对市政府办公室的复议, 在县档案馆设立: the body is where or to whom something is done.
_NO_SUBJECT = late("在|由|与|针对|通过|依托|对(?!外)|向|从|经(?![济营贸信])")
# 强化与县司法局的协作; 县财政局与县税务局 are two subjects.
_WITH_WHOM = late("[^与同向对由]{1,4}(?<![局委厅办府室会])[与同向对由][省市县区州旗]")
_DOING = late("办理|处理|收到|受理|答复|主动公开|配合|协助|指导|会同|根据|按照")
# A government by its full name, which no body's name in the report leaves out: 某县人民政府共受理.
_GOVERNMENT = Rare(rf"{HAN}{{2,3}}[省市县区州旗](?:人民)?政府(?!办)", "政府")
_NAMED = Rare(_BODY, "股", "科", "局", "委", "厅", "中心", "队", "馆", "公司", "部", "办")
# 本机关不掌握相关政府信息 is a reason for a decision, whoever decided.
_REASON = late("不掌握|不存在|[未没]有?(?:制作|保存|获取)")
# 依据省、市政府办公厅的要求 and 向档案馆、图书馆报送: whose it is, or to whom, is no subject.
_GOVERNED = late(
    "依据|根据|按照|依照|遵照|落实|贯彻|执行|对照|向|至|到|为|与|同|经|通过|在|由|从|会同|联合|配合|协助|报"
)
_LIST_OF_ALL = late(r"(?:据统计,?)?全[省市县区州旗]各?|[^,;]*(?:[镇乡]|街道)\)?、$")
_OFFICE_TOO = late("办公[室厅]|本级|机关")
_ALL_BELOW = late(r"各[^,;。]{0,6}(?:[镇乡]|街道)\)?、(?:各|[省市县区]直(?:各)?)?(?:部门|单位)")
_IN_NAME = late("(?<=以)[^,;。以]{2,12}(?=名义)")
_FILLED = late("(?:共|有|为|达到?|是)*")
_OFFICES = ("局", "委", "厅")
_OFFICE_ENDS = (*_OFFICES, "镇", "乡")
# How a body calls itself, other than 本单位 and 本机关, which any may.
_SELF = late(
    "(?:我|本(?!单位|机关|级|年|次|报|部门|月|季|条|办法|行政))(街道|中心|公司|[局委办厅镇乡院校处站所市县区省州旗队])(?!理)"
)
_PLACES, _BOTTOM = "省市县区州旗", ("镇", "乡", "街道", "街道办事处", "镇人民政府", "乡人民政府")
# 我区(含各部门)共收到 and 督促指导各部门规范办理,全区收到5件: no number behind the clause is theirs.
_OF_THEM = late(r"[^,;:。()]*\d")
_NO_SPEAKERS = late(
    r"\(不?(?:包?含|包括)[^()]{0,8}$|(?:指导|督促|要求|组织|协调|推动|推进|引导|监督|检查|抽查|考核|帮助|支持|督导|提醒)$"
)
_BODY_BEFORE = late(rf"(?<=[为是:])(?![本我各全该]){HAN}{{3,9}}$")
_LEVELS = ("县直", "区直", "市直", "县级", "区级", "市级")
_BODY_ENDS = (*_OFFICES, *_LEVELS, "部门", "单位", "乡镇", "镇街", "街道", "办", "中心")


def is_office(body: str | None) -> bool:
    """A government's office, whose own number is what is told of 本级."""
    return body is not None and body.endswith(("政府办公室", "政府办公厅"))


def named_beside(mention: Mention, body: str | None) -> str:
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


@lru_cache(maxsize=8)
def scopes_in(text: str, body: str | None) -> Sequence[tuple[int, str]]:
    """(place, own | whole | named:… | nothing) for every word that tells whose a number is; `body` is the one that
    reports."""
    found: list[tuple[int, str]] = []
    for match in scan(_SCOPE_FIRST, _SCOPE, text):
        told = _scope_of(match, text, body)
        if told is not None:
            found.append((match.start(), told))
    # 区经济发展局推进重点领域公开: the body is the subject; 由市财政局牵头 names no scope.
    for match in _NAMED.finditer("," + text):
        name = _WHEN.sub("", match["body"])
        at = match.start("body") - 1
        listed = text[at - 1 : at] == "、" and _GOVERNED.match(_clause(text, at)) is not None
        # In the report of a place that is called like that, 向 or 从 is the beginning of a name.
        local = body is not None and body.startswith(name[:2])
        if listed or _DOING.search(name) or (_NO_SUBJECT.match(name) and not local) or _WITH_WHOM.match(name):
            continue
        mine = body is not None and any(is_short_for(part, body) for part in _JOINED.split(name))
        found.append((at, "own" if mine else f"named:{name}"))
    if body is not None and body.endswith("政府"):
        own = (match for match in _GOVERNMENT.finditer(text) if is_short_for(match.group(), body))
        found += [(match.start(), "own") for match in own]
    found.sort()
    return _without_asides(found, text) if "(" in text else found


def _scope_of(match: re.Match[str], text: str, body: str | None) -> str | None:
    """What one word of `_SCOPE` tells, None where it only seems to."""
    kind, at = match.lastgroup, match.start()
    if kind == "whole" and body is not None and body.endswith(_BOTTOM) and match.group()[1] in _PLACES:
        # 全区12个街道 in the report of one of them.
        return f"named:{match.group()}"
    if kind == "place":
        # 我市共收到 speaks of no one office any more, and leaves open whether of all; in an office's report it is more.
        return "whole" if body is not None and body.endswith(_OFFICES) else ""
    if kind != "below":
        return None if kind == "own" and _REASON.match(text, match.end()) else kind
    told = _OF_THEM.match(text, match.end()) is not None
    if text[:at].endswith("个") or (not told and _NO_SPEAKERS.search(text, max(0, at - 12), at)):
        # 全市12个县区均建立了机构: they are counted, not spoken of.
        return None
    clause = _clause(text, at)
    listed = "、" in clause and _LIST_OF_ALL.match(clause) is not None
    if listed and not clause.startswith(("全", "据")):
        listed = match.group().removeprefix("各").startswith(("部门", "单位")) and not _OFFICE_TOO.search(text, 0, at)
    if listed or (_ALL_BELOW.match(text, at) and not _OFFICE_TOO.search(text, 0, at)):
        # 全市各县区、市直各部门, 各乡镇、各部门: together they are the whole.
        return "whole"
    if body is not None and match.group() in ("省局", "市局") and body.endswith("局") and match.group()[0] in body:
        # 市局公开8600条 tells of the bureau above, unless the report is that bureau's own.
        return "own"
    return f"named:{match.group()}"


def speaker(texts: Sequence[str], telling: Sequence[str]) -> str | None:
    """The body that a report which names itself nowhere speaks of: the only one told of as a subject where numbers are
    told, and named twice or meant by 我局 besides; nothing is told of a whole place, and no 我县 or 我校 is another."""
    scopes = [scope for text in telling for _, scope in scopes_in(text, None)]
    names = [scope[6:] for scope in scopes if scope.startswith("named:") and scope[6] != "被"]
    selves = [match[1] for text in texts for match in _SELF.finditer(text)]
    if not names or "whole" in scopes or any(map(_BELOW.fullmatch, names)):
        return None
    longest = max(names, key=len)
    alike = all(is_short_for(name, longest) for name in names) and all(map(longest.endswith, selves))
    often = sum(name in text for text in texts for name in set(names)) > 1
    return longest if alike and (often or selves) else None


def scope_at(scopes: Sequence[tuple[int, str]], text: str, at: int, carried: str | None) -> str | None:
    """The last scope told up to a place that is told of it too; `carried` where none is."""
    scope = carried
    for place, told in scopes:
        if place <= at and not _in_part(text, place, at):
            scope = told or None
    return "whole" if len(scopes) > 1 and _after_breakdown(scopes, text, at) else scope


def still_spoken_of(scopes: Sequence[tuple[int, str]], text: str) -> str | None:
    """The named body of which the next sentence speaks too: the one that is the subject of all of this one."""
    place, first = scopes[0]
    if place >= 40 or not first.startswith("named:") or text.lstrip().startswith("其中"):
        return None
    return first if all(scope == first for _, scope in scopes) and not _BELOW.fullmatch(first[6:]) else None


def _in_part(text: str, place: int, at: int) -> bool:
    """复议3件,其中市政府受理2件;诉讼1件: who is told of a part is told of nothing behind the semicolon."""
    return text.find(";", place, at) >= 0 and "其中" in text[text.rfind(";", 0, place) + 1 : place]


def _after_breakdown(scopes: Sequence[tuple[int, str]], text: str, at: int) -> bool:
    """全市受理137件,市直60件,县区77件;办结130件: the offices divide the number before the sign, and no other."""
    group = text.rfind(";", 0, at)
    if group < 0:
        return False
    last = text.rfind(";", 0, group)
    before = [scope for place, scope in scopes if last < place < group]
    return len(before) > 1 and before[0] == "whole" and not any(group < place <= at for place, _ in scopes)


def _clause(text: str, at: int) -> str:
    """The words from the last sign that parts clauses up to a place."""
    return text[max(text.rfind(sign, 0, at) for sign in ",;。:") + 1 : at].strip()


def _without_asides(scopes: Sequence[tuple[int, str]], text: str) -> list[tuple[int, str]]:
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
    if found is None or body is None or any(is_short_for(part, body) for part in _JOINED.split(found[0])):
        return None
    return found if body.endswith(("局", "委", "厅", "办公室", "委员会")) or not found[0].endswith("政府") else None


def is_short_for(name: str, body: str) -> bool:
    """省机关事务局 stands for 某省机关事务管理局: its characters stand in the body's name in this order. Where a report
    names its body without the place (住建局), the name may have it."""
    if name.endswith(body):
        return True
    characters = iter(body)
    return all(character in characters for character in name)
