"""Shares: of what is told by the number before, by the list they stand in, by words, or by the form alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..forms.schema import Form
from ..model import Claim, ClaimTerm
from .cases import HANDLED_LINE, RECEIVED_LINE
from .counted import told_of_this_report
from .list_runs import SHARE_LEAD
from .making import ClaimMaker
from .named import named_in, total_named
from .roles import in_brackets_alone, in_one_list
from .scan import Rare, late
from .sentences import Mention, Sentence

_IN_ORDER = late("^(?:分别|依次|各)占")
_OF_WHOLE = late(r"^占[^,;]{0,20}$")
_OF_MOST = late("(?:其中[^,;]{2,16}(?:最多|最高|最大|居首)[^,;]{0,2}|以[^,;]{1,10}为主),?(?:约)?占")
_OF_ALL = late("^(?:约|共)?占全[国省市县区州旗盟镇乡系]")
# 约占全年主动公开总数的15%
_NAMED_WHOLE = Rare(
    r"^(?:约|共|分别)?占(?:全年|本年度?|全部|所有|[全我本][省市县区州局])?(?P<what>[^,;占]{2,14}?)"
    r"(?:总?(?:件|条)?[数量]|总[数量额])的?(?:比例|比重)?(?:约|为|达到?|近|超过?)*$"
)
# 自然人申请占比78.3%, 自然人提出的申请所占比例为78.3%
_NAMED_PART = Rare(
    r"^(?:其中:?)?(?P<what>[^,;占]{2,20}?)(?:的?(?:占比|所占(?:比例|比重)|比例|比重)|占(?:申请)?(?:总[数量])?的?)(?:约|为|达到?|是)*$"
)
# 其中78.3%为自然人申请, 78.3%的申请来自自然人
_PART_BEHIND = Rare(r"^的?(?:申请人?)?(?:为|是|由|来自于?|系|来源于|通过|以)(?P<what>[^,;。]{2,16})")
_NO_NAME = late("(?:其中:?|约|近|有|超)*")
# Whole rows that are told to be divided so, where no number before the share says of what it is.
_DIVIDED = (RECEIVED_LINE, HANDLED_LINE, "channels.channels.total")


def _part_behind(mention: Mention) -> re.Match[str] | None:
    return _PART_BEHIND.match(mention.right) if _NO_NAME.fullmatch(mention.lead) else None


def is_share(mention: Mention, last: Mention | None) -> bool:
    """Whether a percentage is a share of something: by its role, of the number before it, or by what stands behind."""
    return mention.role == "share" or _is_share_of(mention, last) or _part_behind(mention) is not None


def _is_share_of(mention: Mention, last: Mention | None) -> bool:
    """信函申请71件,占申请总数248件的28.6%: a percentage right behind the whole it is a share of."""
    return last is not None and mention.gap == "的" and _OF_WHOLE.match(last.lead) is not None


def share_claims(sentence: Sentence, n: int, form: Form | None, year: int | None, make: ClaimMaker) -> Iterator[Claim]:
    """The claims of the nth quantity of a sentence, a share."""
    mention, earlier = sentence.mentions[n], sentence.mentions[:n]
    # 其他41件(其中撤销36件),占49.4%: what stands behind brackets is not said of what is inside.
    last = next((m for m in reversed(earlier) if m.depth <= mention.depth), None)
    if _is_share_of(mention, last):
        yield from _share_of(mention, earlier[-2], earlier[-1], make) if n > 1 else ()
        return
    if _OF_MOST.search(mention.gap):
        # …其他62条,其中甲类最多,占26.6%: the share is of the one that is named.
        return
    listed = _listed_shares(sentence.mentions[n:])
    if listed and last is not None:
        yield from _shares_in_order(listed, earlier, make)
        return
    if _OF_ALL.match(mention.lead) and (last is None or last.whole is None):
        # 我局收到23件,占全县总数的19.2%: of what another report tells.
        return
    found = list(_share(mention, last, make)) if last is not None else []
    yield from found
    if found or form is None or mention.unit != "%" or not told_of_this_report(mention, year):
        return
    yield from _of_named_whole(mention, last, form, make) if last is not None else ()
    yield from _of_named_part(mention, sentence, earlier, form, make)


def _of_named_whole(mention: Mention, part: Mention, form: Form, make: ClaimMaker) -> Iterator[Claim]:
    """财政信息520条,占主动公开总数的10%: the whole is a line of the form, told by name."""
    words = _NAMED_WHOLE.match(mention.lead)
    if words is None or part.whole is not None or part.role != "count" or mention.gap.count(",") != 1:
        return
    named = total_named(words["what"], part.counted_in, form)
    wholes = [ClaimTerm("whole", None, words["what"], None, name) for name in named]
    if wholes:
        terms = [*wholes, ClaimTerm("part", part.id, part.label, None, part.indicator)]
        terms.append(ClaimTerm("share", mention.id, mention.label))
        yield make.claim("share", terms, part.clause[0], mention.end, doubtful=True)


def _of_named_part(
    mention: Mention, sentence: Sentence, earlier: list[Mention], form: Form, make: ClaimMaker
) -> Iterator[Claim]:
    """收到23件,其中自然人申请占78.3%: how many they are tells the table alone."""
    words = _NAMED_PART.match(mention.lead) or _part_behind(mention)
    if words is None:
        return
    told = [m for m in earlier if m.role in ("count", "part")]
    if not told and sentence.previous is not None and sentence.previous.block == sentence.block:
        told = [m for m in sentence.previous.mentions if m.role in ("count", "part")][-1:]
    if told and told[-1].link != "exact":
        # It may be a share of a number that is no line of the form.
        return
    known = (told[-1].indicator or "",) if told else _DIVIDED
    found = [(whole, cells) for whole in known if (cells := named_in(words["what"], form, whole, exactly=True))]
    if not found:
        return
    parts = [ClaimTerm("part", None, words["what"], None, name) for name in found[0][1]]
    share = ClaimTerm("share", mention.id, mention.label)
    alone = len(told) == 1 and told[0].sentence is sentence and "其中" in mention.gap
    whole = [ClaimTerm("whole", told[0].id, told[0].label, None, told[0].indicator)] if alone else []
    start = told[0].clause[0] if alone else mention.clause[0]
    yield make.claim("share", [*whole, *parts, share], start, mention.end, doubtful=not alone)


def _share(mention: Mention, part: Mention, make: ClaimMaker) -> Iterator[Claim]:
    if not mention.unit:
        # 占三分之一 is said of 30 % and of 35 %.
        return
    bare = SHARE_LEAD.match(mention.lead) or (mention.right.startswith("占") and not mention.lead)
    bare = bare or in_brackets_alone(mention)
    if bare and part.whole is None and part.role == "count" and part.link == "exact" and _opens_shares(part):
        # 自然人申请18件,占78.3%: of what, only the form's table can tell.
        yield make.over("share", [("part", part), ("share", mention)], doubtful=True)
    elif bare and part.whole is not None and part.role == "part":
        wholes = [("whole", whole) for whole in (part.whole, *part.others)]
        yield make.over("share", [*wholes, ("part", part), ("share", mention)], doubtful=bool(part.others))


def _opens_shares(part: Mention) -> bool:
    """No number before it in the sentence may be what the share is of: all have shares of their own."""
    mentions = part.sentence.mentions
    before = mentions[: mentions.index(part)]
    return all(
        m.role == "share" or m.counted_in != part.counted_in or mentions[n + 1].role == "share"
        for n, m in enumerate(before)
    )


def _listed_shares(mentions: list[Mention]) -> list[Mention]:
    """The shares of a list that begins with the first of the mentions; empty where it stands alone."""
    listed = mentions[:1]
    for mention in mentions[1:]:
        if mention.role != "share" or not in_one_list(mention, listed[-1]):
            break
        listed.append(mention)
    return listed if len(listed) > 1 else []


def _shares_in_order(shares: list[Mention], earlier: list[Mention], make: ClaimMaker) -> Iterator[Claim]:
    """甲318条、乙207条,分别占37.6%、24.5%: the nth share is of the nth part, where the parts are as many."""
    whole = earlier[-1].whole
    parts = [mention for mention in earlier if whole is not None and mention.whole is whole]
    if _IN_ORDER.search(shares[0].lead) is None or len(parts) != len(shares) or parts[-1] is not earlier[-1]:
        return
    for part, share in zip(parts, shares, strict=True):
        wholes = [("whole", one) for one in (part.whole, *part.others) if one is not None]
        yield make.over("share", [*wholes, ("part", part), ("share", share)], doubtful=bool(part.others))


def _share_of(mention: Mention, part: Mention, whole: Mention, make: ClaimMaker) -> Iterator[Claim]:
    counts = part.role in ("count", "part") and part.counted_in == whole.counted_in and not whole.is_ratio
    if counts and mention.unit in ("%", "‰") and whole.gap.count(",") == 1:
        yield make.over("share", [("whole", whole), ("part", part), ("share", mention)])
