"""Where a list of parts ends: whether one more number still belongs to it."""

from __future__ import annotations

from .list_parts import REST, Group, alike, doing
from .scan import late
from .sentences import Mention

_DEALT_WITH = late("给予|移送|问责|追缴|挽回|拘留|逮捕")
_INNER = late(r"[^,;。()]*、\s*其中")
NEW_TOPIC = late(r"^(?:同时|此外|另外|另|全年|今年|截[至止]|全市|累计|共|总计|合计|并|还|则|且)")
_CAME = late(r"收|接|受理|登记")
_WENT = late(r"办结|答复|办复|回复|审结|结转")
_DONE = late(
    r"(?:申请|已|均|全部|按时|按期|如期|依法|共|受理|并)*(?:办结|答复|回复|办复)|(?:被?申请|被?提起)?行政(?:复议|诉讼)"
)
_OUTCOME = late("(?:其中:?|结果|均|被|已)*(?:维持|纠正|纠错|撤销|驳回|败诉|胜诉)")
TOGETHER = late(
    "(?:[两二三四五六七八九\\d]{1,2}[者项类]|上述|以上|前)[^,;]{0,4}(?:相加|合计|共计|共|之和|加起来)|合起来|加起来|累加|总数"
)
LEFT = late("余下?|其余|剩余|剩下")
_ASPECT = late("在[^,;。:]{2,10}方面")
OWN_CLAUSE = late(r"我[市县区省州局镇乡委]|全[市县区省州]|本[年局机]|各级|政府信息公开|通过|发生")
_TARGET = late("应(?![急用对])|须|需")
_REACHED = late("已|实际|完成")
_TOTAL_WORD = late(r"(?:共计|总计|合计|共|数)$")


def belongs(mention: Mention, current: Group) -> bool:
    """Whether a count is one more part of the list, as its words and the signs before it tell."""
    if mention is current.whole or mention.lead.startswith("占"):
        # 占办结总数55件的38.2%: what the share is of.
        return False
    if (
        mention.lead.startswith("即")
        or TOGETHER.match(mention.lead)
        or (mention.unit not in ("", current.whole.unit) and _filled(current))
    ):
        # 在校生3件、毕业生2件,即自然人5件; 当面3件、信函2件,提供材料14份: the list before is whole.
        return False
    rest = mention.right if LEFT.fullmatch(mention.lead) else ""
    carried = "结转" in mention.lead + rest and "(含" not in mention.gap
    if carried and not any("结转" in told.lead for told in (current.whole, *current.parts)):
        # What is carried over from last year is no way in which this year's applications came.
        return False
    if current.parts and _parted(mention, current):
        return False
    if current.inner and current.parts and not _alike_ends(mention.lead, current.parts[-1].lead):
        # 信息516条,其中媒体200余篇,其中市级媒体43篇,公众号473篇: the outer list goes on.
        return False
    first = current.parts[0].lead if current.parts else ""
    if first and _OUTCOME.match(mention.lead or mention.right) and not _OUTCOME.match(first):
        # 诉讼2件,其中直接起诉1件,结果维持1件,复议后起诉1件: what came of the one before.
        return False
    if first and _TARGET.search(current.parts[-1].lead) and _REACHED.match(mention.lead):
        # 应公开48项,已公开48项: what was to be done, and what was.
        return False
    done = first and _DONE.match(mention.lead) and not _DONE.match(first)
    if done or (_CAME.search(first) and _WENT.search(mention.lead)):
        # 其中新收241件;已办结241件 and 其中网络申请2件,办结7件: what became of the cases divides them in another way.
        return False
    if ends_in_comma(mention, current):
        return False
    if current.parts and _ASPECT.search(mention.gap):
        # 在申请内容方面,预算类7件;在办理结果方面,同意公开8件
        return False
    if current.parts and NEW_TOPIC.match(mention.lead) and mention.lead[:2] not in ("全市", "全年"):
        # What the cases of one part came to in money (91件,共计219062.78元) is told beside it.
        return "元" in mention.counted_in and "元" not in current.whole.counted_in and mention.lead.startswith("共")
    return not (current.parts and mention.scope == "whole" and current.parts[-1].scope != "whole")


def _filled(current: Group) -> bool:
    """Whether the parts are all of the whole already."""
    return len(current.parts) > 1 and sum(part.found.value or 0 for part in current.parts) == current.whole.found.value


def ends_in_comma(mention: Mention, current: Group) -> bool:
    """直接起诉9件、复议后起诉6件,一审审结11件: behind parts joined by 、 alone a comma parts off what is neither their
    rest nor named like them."""
    joined = len(current.parts) > 1 and all(part.gap[:1] == "、" for part in current.parts[1:])
    if not joined or mention.gap[:1] != "," or REST.match(mention.lead):
        return False
    told_alike = alike(current.whole.counted_in, mention.counted_in) or doing(mention.lead)
    return told_alike and not _alike_ends(mention.lead, current.parts[-1].lead)


def _parted(mention: Mention, current: Group) -> bool:
    """Whether the sentence turns to something else: after a semicolon, after a comma where 其中 stood behind a 、
    (639公里、其中高铁370公里,新增…), or with a verb like the whole's where the first part is only named
    (新增造林148万亩,其中北山43万亩,修复草原517万亩)."""
    if ";" in mention.gap:
        return not _goes_on(mention, current)
    first = current.parts[0]
    if "," in mention.gap and _INNER.match(first.gap):
        return True
    if _DEALT_WITH.match(mention.lead) and not _DEALT_WITH.match(first.lead):
        # 处理126人,其中科级干部28人,给予处分98人
        return True
    return doing(mention.lead) and not doing(first.lead) and doing(current.whole.lead)


def _goes_on(mention: Mention, current: Group) -> bool:
    """Whether a part follows a semicolon: the parts before were parted so too, both clauses count the same things
    (甲局1件,收取420元;乙局2件,收取290元), it is as short as they are, or it ends as the part before it does
    (…减免税共计91件;…减免税共计7件)."""
    if len(current.parts) > 1:
        return ";" in current.parts[-1].gap
    last = current.parts[-1]
    if _counts_the_same(mention, last):
        return True
    ratio = any(m.is_ratio for m in mention.sentence.mentions if last.start < m.start < mention.start)
    ends = [_TOTAL_WORD.sub("", lead)[-1:] for lead in (mention.lead, last.lead, current.whole.lead)]
    if ends[0] == ends[2]:
        # 公开13件,其中部分公开2件;不公开2件: named like the whole, it stands beside it.
        return False
    short = len(mention.lead) <= 12 and (ratio or ends[0] == ends[1])
    return (short or _alike_ends(mention.lead, last.lead)) and not OWN_CLAUSE.search(mention.lead)


def _counts_the_same(mention: Mention, last: Mention) -> bool:
    """Whether the clauses of two numbers, parted by a semicolon, count the same two or more things in order."""
    mentions = mention.sentence.mentions
    at = mentions.index(mention)
    one = [m.counted_in for m in mentions[mentions.index(last) : at]]
    other = [m.counted_in for m in mentions[at : at + len(one)]]
    return len(one) > 1 and one == other and not any(";" in m.gap for m in mentions[at + 1 : at + len(one)])


def _alike_ends(one: str, other: str) -> bool:
    one, other = (_TOTAL_WORD.sub("", lead) for lead in (one, other))
    return len(one) > 2 and one[-3:] == other[-3:]
