"""Averages over the year: 全年公开5200条,平均每月433条."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Claim
from .list_parts import AVERAGE, alike
from .making import ClaimMaker
from .scan import Rare, late
from .sentences import Mention, Sentence
from .vocabulary import vocabulary

_PER = r"(?P<{}>工作日|日|天|星期|周|月|季度?)"
_AVERAGE = Rare(rf"(?:平均)?每个?{_PER.format('every')}(?:平均|均)?|(?<![\d截]){_PER.format('each')}均", "均", "每")
_EVERY = late(r"平均|均")
_PERIODS = {
    "工作日": "workday", "日": "day", "天": "day", "星期": "week", "周": "week", "月": "month", "季": "quarter",
    "季度": "quarter",
}  # fmt: skip
# What did not go on for all of the year has another number of months.
_NOT_ALL_YEAR = Rare(r"以来|成立|开通|上线|启用|运行|截[至止](?!.{0,6}12月)")
_SPANS = frozenset(("天", "日", "周", "个月", "月"))
_VERBS = frozenset(vocabulary("verbs")["verb"])


def average_claims(sentence: Sentence, year: int | None, make: ClaimMaker) -> Iterator[Claim]:
    """An average a month, a week or a day, with the totals of the sentence that it may be of."""
    if "均" not in sentence.text or _NOT_ALL_YEAR.search(sentence.text):
        return
    for n, mention in enumerate(sentence.mentions):
        words = _AVERAGE.search(mention.lead) if mention.role == "count" else None
        if words is None or not _EVERY.search(words.group()) or mention.is_base:
            continue
        if any(one.unit in _SPANS for one in sentence.mentions[:n]):
            # 春运40天,发送旅客386万人次,日均9.65万人次: of other days than the year's.
            continue
        said = mention.lead[: words.start()] + mention.lead[words.end() :]
        totals = [one for one in sentence.mentions[:n] if _may_be_total(one, mention, said, year)]
        if ";" in mention.gap and totals and totals[-1].whole in totals:
            # 386万人次,其中公路342万、水路44万;日均9.65万人次: of the whole, where the list is over.
            totals = [one for one in totals if one.whole is None]
        if totals:
            terms = [*(("whole", total) for total in reversed(totals)), ("average", mention)]
            yield make.over("average", terms, note=_PERIODS[words["every"] or words["each"]], doubtful=True)


def _may_be_total(one: Mention, average: Mention, said: str, year: int | None) -> bool:
    """A count of the whole year, of the same things as the average as far as its words tell."""
    whole = one.role in ("count", "part") and one.modality == "achieved" and not AVERAGE.search(one.lead)
    of_year = one.period in (None, str(year), f"/{year}-12-31") and one.period == average.period and not one.is_base
    same = alike(one.counted_in, average.counted_in) and one.scope == average.scope
    return whole and of_year and same and (not said or said in _VERBS or said in one.lead)
