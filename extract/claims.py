"""What sentences assert about their numbers, as checkable claims: sums, parts, shares, rates, growth, changes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ..model import Claim, ClaimTerm, Evidence
from .grouping import SHARE_LEAD, Group, alike
from .roles import DOWN, YEAR_ON_YEAR, moved
from .sentences import Mention, Sentence

EvidenceOf = Callable[[int, int], Evidence]
_DOWN = re.compile(DOWN)
_CLOSED = re.compile(r"办结|答复|办复|回复|解决|整改|审结|处置|完成")
_OPENED = re.compile(r"受理|收到|收件|接到|接听|交办|转办|登记")
_RATE_OF = re.compile(r"^(?:办结|答复|办复|回复|办理|整改|处置|完成|解决)率(?:为|达到?|均为|是)?$")
_RESULT = re.compile(r"^(?:达到?|为|至|增至|升至|降至|减至)$")
_MORE_OR_LESS = re.compile(
    r"^\)?[,]?[^,;。()\d]{0,4}(?<!不)(?:(?P<more>高于|多于|大于)|(?P<less>低于|少于|小于))(?![^,;]*(?:上年|去年|同期|平均|目标|要求|标准|规定|\d年))[^,;。()\d]{0,20}\(?$"
)


class ClaimMaker:
    """Builds claims with evidence from view offsets."""

    def __init__(self, evidence: EvidenceOf, plain: str) -> None:
        self.evidence = evidence
        self.plain = plain
        self._ids: dict[str, int] = {}

    def claim(
        self, kind: str, terms: list[ClaimTerm], start: int, end: int,
        complete: bool | None = None, doubtful: bool = False, note: str = "", note_en: str = "",
    ) -> Claim:  # fmt: skip
        evidence = self.evidence(start, end)
        name = f"{kind}:{evidence.start}"
        seen = self._ids.get(name, 0)
        self._ids[name] = seen + 1
        if seen:
            name = f"{name}.{seen + 1}"
        return Claim(name, kind, tuple(terms), evidence.quote, evidence, complete, doubtful, note, note_en)

    def over(self, kind: str, terms: list[tuple[str, Mention]], **rest: object) -> Claim:
        """A claim about mentions; its text reaches from the first to the last of them."""
        start = min(m.clause[0] for _, m in terms)
        end = max(m.end for _, m in terms)
        made = [ClaimTerm(role, m.id, m.label or m.subject, None, m.indicator) for role, m in terms]
        return self.claim(kind, made, start, end, **rest)  # type: ignore[arg-type]


def group_claims(groups: list[Group], make: ClaimMaker) -> Iterator[Claim]:
    """A sum for every list of two or more parts, part-of for a single one, and the shares told with them."""
    for group in groups:
        wholes = [("whole", whole) for whole in (group.whole, *group.others)]
        terms = [*wholes, *(("part", part) for part in group.parts)]
        if len(group.parts) > 1:
            yield make.over("sum", terms, complete=group.complete, doubtful=group.doubtful)
        for part in group.parts if len(group.parts) == 1 or group.complete is False else ():
            yield make.over("part", [*wholes, ("part", part)], doubtful=group.doubtful)


def sentence_claims(sentence: Sentence, make: ClaimMaker) -> Iterator[Claim]:
    """Shares, rates, growth, changes and directions of one sentence."""
    mentions = sentence.mentions
    for n, mention in enumerate(mentions):
        last = mentions[n - 1] if n else None
        if mention.role == "share" and last is not None:
            yield from _share(mention, last, make)
        elif mention.role == "rate":
            yield from _rate(mention, mentions[:n], make)
        elif mention.role in ("growth", "change"):
            follows = mentions[n + 1] if n + 1 < len(mentions) else None
            yield from _growth(mention, mentions[:n], follows, make)
        if last is not None:
            yield from _moved(mention, last, make)
            yield from _compared(mention, last, make)


def _share(mention: Mention, part: Mention, make: ClaimMaker) -> Iterator[Claim]:
    if part.whole is None or part.role != "part" or not mention.unit:
        # 占三分之一 is said of 30 % and of 35 %.
        return
    bare = SHARE_LEAD.match(mention.lead) or (mention.right.startswith("占") and not mention.lead)
    if bare:
        wholes = [("whole", whole) for whole in (part.whole, *part.others)]
        yield make.over("share", [*wholes, ("part", part), ("share", mention)], doubtful=bool(part.others))


def _rate(mention: Mention, earlier: list[Mention], make: ClaimMaker) -> Iterator[Claim]:
    if not _RATE_OF.match(mention.lead):
        return
    counts = [m for m in earlier if m.role == "count"]
    done = next((m for m in reversed(counts) if _CLOSED.search(m.lead)), None)
    if done is None:
        return
    opened = [m for m in counts if m.start < done.start and _OPENED.search(m.lead) and not _CLOSED.search(m.lead)]
    if not opened or len([m for m in counts if _CLOSED.search(m.lead)]) > 1:
        return
    total = opened[-1]
    if total.unit != done.unit and done.unit not in ("年", "元"):
        return
    yield make.over(
        "rate", [("numerator", done), ("denominator", total), ("rate", mention)], doubtful=total.unit != done.unit
    )


def _growth(
    mention: Mention, earlier: list[Mention], follows: Mention | None, make: ClaimMaker
) -> Iterator[Claim]:
    base = _base(earlier)
    if base is not None:
        earlier = earlier[: earlier.index(base)]
        if not earlier and follows is not None and _RESULT.match(follows.lead):
            # 比2021年的9件增加12件,达到21件
            earlier = [follows]
    elif follows is not None and follows.is_base and follows.depth > mention.depth:
        base = follows
    elif not YEAR_ON_YEAR.search(mention.before + mention.lead) and not (
        earlier
        and earlier[-1].role in ("growth", "change")
        and YEAR_ON_YEAR.search(earlier[-1].before + earlier[-1].lead)
    ):
        return
    if mention.found.raw.startswith("翻") or not mention.unit:
        return
    counts = [m for m in earlier if (m.unit == "%" if mention.unit == "百分点" else not m.is_ratio)]
    # What stands in brackets that were closed before is an aside.
    counts = [m for m in counts if m.depth <= mention.depth] or counts
    current = _of_list(counts[-1], earlier, mention) if counts else None
    if current is None or any(m.role == "share" and m.start > current.start for m in earlier):
        return
    if mention.role == "change" and mention.unit not in (current.unit, "百分点"):
        return
    way = "down" if _DOWN.search(mention.lead[-6:]) else "up"
    term = mention.role
    if base is not None and alike(current.unit, base.unit):
        yield make.over(term, [("current", current), ("base", base), (term, mention)], note=way)
    elif base is None:
        yield make.over(term, [("current", current), (term, mention)], note=way)


def _of_list(last: Mention, earlier: list[Mention], mention: Mention) -> Mention | None:
    """收到309件,其中甲86件、乙183件;同比下降8.3%: growth behind a list is the whole's after a semicolon, else open."""
    listed = [m for m in earlier if last.whole is not None and m.whole is last.whole and m.role == "part"]
    if len(listed) < 2 or any(m.role in ("growth", "change") and m.start > listed[0].start for m in earlier):
        return last
    between = last.sentence.text[last.end - last.sentence.start : mention.start - last.sentence.start]
    return last.whole if ";" in between else None


def _compared(mention: Mention, last: Mention, make: ClaimMaker) -> Iterator[Claim]:
    """A的12件多于B的9件: the two numbers stand on either side of the word, nothing but names between them."""
    if mention.unit != last.unit or mention.is_base or not {mention.role, last.role} <= {"count", "part", "rate"}:
        return
    word = _MORE_OR_LESS.search(mention.gap)
    if word is None or (mention.role == "rate") != (last.role == "rate") or mention.found.value is None:
        return
    if mention.period == last.period and mention.modality == last.modality == "achieved":
        yield make.over("compare", [("left", last), ("right", mention)], note="lt" if word["less"] else "gt")


def _base(earlier: list[Mention]) -> Mention | None:
    """Last year's number told just before, at most a change between: 较上年的38460条增加11380条,增幅29.6%."""
    for mention in reversed(earlier):
        if mention.is_base:
            return mention
        if mention.role not in ("change", "growth"):
            return None
    return None


def _moved(mention: Mention, last: Mention, make: ClaimMaker) -> Iterator[Claim]:
    """由683个…压缩至96个: the direction the verb tells."""
    way = moved(mention, last)
    # A rank that rises is a smaller number.
    if way is not None and mention.unit not in ("位", "名"):
        yield make.over("direction", [("current", mention), ("base", last)], note=way)
