"""One quantity told twice in the prose, where no form says what it is."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Claim
from .making import ClaimMaker
from .scan import late
from .sentences import Mention, Sentence

_SHORTEST = 8
_FILLERS = late(r"累计|总共|一共|共计|合计|总计|共|^\d{4}年度?|^全年|为$|达到?$")


def same_claims(sentences: list[Sentence], make: ClaimMaker) -> Iterator[Claim]:
    """Two totals of the whole with the very same words, unit and period.

    Words alone do not prove that two sentences speak of one thing (全年共发布信息 is said of every department), so only
    clauses that name the whole territory or body are compared, and never quantities that a form has placed.
    """
    told: dict[tuple[str, str, str | None], Mention] = {}
    for sentence in sentences:
        for mention in sentence.mentions:
            if mention.indicator is not None or mention.role != "count" or mention.scope not in ("whole", "own"):
                continue
            if len(mention.lead) < _SHORTEST or mention.modality != "achieved" or mention.found.hedge != "exact":
                continue
            key = (_FILLERS.sub("", mention.lead), mention.unit, mention.period)
            first = told.setdefault(key, mention)
            if first is not mention:
                yield make.over("same", [("left", first), ("right", mention)], doubtful=True)
