"""Numbers whose printed unit cannot be meant: 办结7250年 among cases, 减少187年 between two counts of 件."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from .phrases import PhraseIndex, bare
from .scan import late
from .sentences import Mention, Sentence
from .units import TIME, YUAN

_SHORT_TIMES = frozenset(("天", "日", "小时", "分钟", "工作日", "个月"))
_ODD = (TIME - _SHORT_TIMES) | {word for yuan in YUAN for word in (yuan, "万" + yuan, "亿" + yuan)} | {
    "米", "公里", "吨", "平方米",
}  # fmt: skip
CASES = frozenset(("件", "条", "宗", "起", "例", "份", "篇", "件次"))
_COUNTED = CASES | {"人次", "次"}
# What may last: a number of years beside it is meant.
_LASTS = late(
    r"期|满|历时|限|追溯|近|保存|从事|施行|实施|实行|运行|开办|成立|坚持|连续|推进|推行|任职|任期|开通|上线|创办|存续|使用|达到?$|至$"
)
_OF_CASES = late(
    r"(?:申请|来信|来电|来访|电话|咨询|工单|诉求|投诉|举报|案件|信访|建议|提案|信息|文件|稿件|行政复议|行政诉讼"
    r"|维持|纠正|纠错|不存在|答复|办理|(?:同意|予|部分|主动)公开)(?:数量?|件数|总数|共|共计|总计|合计)?$"
)
_DONE = late(r"(?:合计|共计|总计|办结|答复|办复|受理|收到|审结|回复)$")
_RECEIVED = late(
    r"(?:受理|收到|办结|答复|接听).{0,24}(?:申请|工单|案件|信访|来电|来信|诉求)[^,]{0,4}$|(?:申请|工单|案件)(?:共|共计|总计|合计)$|(?:的|信息公开)(?:申请|案件|工单)$"
)
_MONEY = late(r"[费款金额]|收入|支出")
_NEAR = 40
_CALENDAR = range(1900, 2101)


def mark_odd_units(sentences: Sequence[Sentence], index: PhraseIndex | None) -> None:
    """Mark the numbers whose unit cannot be meant, and set the unit that is, where the text tells it."""
    for sentence in sentences:
        for n, mention in enumerate(sentence.mentions):
            if mention.unit in _ODD and _is_plain(mention):
                meant = next(_meant(mention, n, sentence, index), None)
                if meant is not None:
                    mention.odd, mention.meant = True, meant
                    mention.role = "count" if mention.role == "limit" else mention.role


def _is_plain(mention: Mention) -> bool:
    value = mention.found.value
    if value is None or mention.found.hedge != "exact" or value != value.to_integral_value():
        return False
    if "元" in mention.unit and _MONEY.search(mention.lead):
        return False
    return mention.right[:1] in ("", "占") and _LASTS.search(mention.lead) is None


def _meant(mention: Mention, n: int, sentence: Sentence, index: PhraseIndex | None) -> Iterator[str]:
    """The unit meant by every line of evidence, the strongest first; empty where only the defect is certain."""
    mentions = sentence.mentions
    others = mentions[:n] + mentions[n + 1 :]
    yield from _as_change(mention, mentions[:n])
    yield from _as_sum(mention, n, mentions, sentence.previous)
    if mention.unit == "年" and mention.found.value is not None and int(mention.found.value) in _CALENDAR:
        return
    yield from _as_phrase(mention, index)
    near = [o for o in (*reversed(mentions[:n]), *mentions[n + 1 :]) if abs(o.start - mention.start) < _NEAR]
    near = [o for o in near if o.unit in _COUNTED]
    done = _DONE.search(mention.lead) is not None
    in_years = mention.unit == "年" and (done or _OF_CASES.search(mention.lead) is not None)
    if near and (in_years or (done and len(mention.lead) <= 8 and _nearly(mention, near[0]))):
        yield near[0].unit
    elif mention.unit == "年" and _RECEIVED.search(mention.lead) and not any(o.unit == "年" for o in others):
        yield ""


def _nearly(mention: Mention, other: Mention) -> bool:
    """受理806件,办结798万元: an amount of money would hardly come so near to the count."""
    done, received = mention.found.value, other.found.value
    return done is not None and received is not None and received / 2 <= done <= received


def _as_change(mention: Mention, earlier: Sequence[Mention]) -> Iterator[str]:
    """较2020年的631件减少187年, 收到53件,上年为36年: a change and a base have the unit of what they are told of."""
    counts = [m for m in earlier if m.role in ("count", "part")]
    if not counts or counts[-1].unit not in _COUNTED:
        return
    if mention.is_base or (mention.role == "change" and counts[-1].is_base):
        yield counts[-1].unit


def _as_sum(mention: Mention, n: int, mentions: Sequence[Mention], previous: Sentence | None) -> Iterator[str]:
    """The number closes a list as a count: it is the total of those after it, or what is missing to a total."""
    value = mention.found.value
    for unit in dict.fromkeys(m.unit for m in mentions if m.unit in _COUNTED):
        after = _run(mentions[n + 1 :], unit)
        if any(len(after[:k]) > 1 and sum(after[:k]) == value for k in range(2, len(after) + 1)):
            yield unit
        before = _run(mentions[:n][::-1], unit)
        last = previous.mentions if previous is not None else ()
        wholes = [m.found.value for m in (*last, *mentions[:n]) if m.unit == unit and m.role in ("count", "part")]
        for head in range(len(before) + 1):
            for tail in range(len(after) + 1):
                listed = sum((*before[:head], *after[:tail]), value or Decimal(0))
                if head + tail and listed in wholes and listed not in before[:head]:
                    yield unit


def _run(mentions: Sequence[Mention], unit: str) -> list[Decimal]:
    """The exact counts in this unit that follow each other."""
    found: list[Decimal] = []
    for mention in mentions:
        if mention.unit != unit or mention.found.value is None or mention.found.hedge != "exact":
            break
        found.append(mention.found.value)
    return found


def _as_phrase(mention: Mention, index: PhraseIndex | None) -> Iterator[str]:
    """信函申请7年: the words right before the number name what the form counts in cases."""
    if index is None or mention.unit not in TIME:
        return
    plain = bare(mention.lead)
    for hit in index.bare_hits(plain):
        phrase = hit.phrase
        told = hit.end == len(plain) and hit.end - hit.start > 2 and all(word in plain for word in phrase.all)
        if told and phrase.units[:1] and phrase.units[0] in CASES and not any(w in plain for w in phrase.none):
            yield phrase.units[0]
