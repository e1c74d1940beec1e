"""Lists of parts that no word opens: a run of shares under one total, kinds, the body itself and all below it."""

from __future__ import annotations

from itertools import pairwise

from .list_ends import belongs
from .list_parts import AMONG, REST, Group, alike, covers, governed, is_count, leaves_nothing
from .scan import late
from .sentences import Mention, Sentence

_KIND_LEAD = late(r"按[^,。;:]{1,10}(?:分|划分|看|统计)|从[^,。;:]{1,10}看|类别(?:是|为|包括)?:")
_BY_CHANNEL = late(r"渠道|平台|载体|途径|发布|公开方式|公开形式")
_SPAN = late(r"(\d{4})-\d\d/\1-\d\d")
_YEAR = late(r"\d{4}")
_WHEN = late(r"\d{4}年|全年|年内|[上下]半年|第?[一二三四1-4]季度|共|累计|合计|总计")
_MONTH = late(r"-(\d\d)")
SHARE_LEAD = late(
    r"^占(?:[^,;]{0,8}(?=总数|总量|总件数))?(?:比|总数|总量|全部|总|申请|信息|的|比例|比重|为|约|达|总申请数|总件数)*$"
)


def run_of_shares(sentence: Sentence, earlier: list[Sentence], further: list[Sentence]) -> Group | None:
    """Three or more counts each followed by its share: parts of the last total told, else of one `further` up."""
    mentions = sentence.mentions
    pairs = _shares(sentence)
    if not pairs:
        return None
    unit = pairs[0][0].counted_in
    parts = [a for a, _ in pairs if a.counted_in == unit]
    first = mentions.index(parts[0])
    heads = [m for m in mentions[:first] if is_count(m) and m.counted_in == unit]
    if heads:
        return Group(heads[-1], parts, doubtful=len(parts) < 2) if len(parts) >= 2 and _fits(heads[-1], pairs) else None
    if len(parts) < 3:
        return None
    parts += [m for m in mentions[mentions.index(parts[-1]) + 1 :] if m.counted_in == unit and REST.match(m.lead)][:1]
    return _fitting(governed(earlier, unit, parts, first=False), pairs) or _told_by_shares(further, parts, pairs)


def _told_by_shares(
    further: list[Sentence], parts: list[Mention], pairs: list[tuple[Mention, Mention]]
) -> Group | None:
    """Under the nearest number of which all shares but one at most can be."""
    told = [whole for sentence in reversed(further) for whole in reversed(sentence.mentions)]
    told = [m for m in told if is_count(m) and m.depth == 0 and alike(m.counted_in, parts[0].counted_in)]
    whole = next((m for m in told if sum(_near(m, pairs)) >= max(2, len(pairs) - 1)), None)
    return Group(whole, parts, doubtful=True) if whole is not None else None


def _shares(sentence: Sentence) -> list[tuple[Mention, Mention]]:
    """The counts that a share follows, each with its share."""
    pairs = [(a, b) for a, b in pairwise(sentence.mentions) if is_count(a) and b.role == "share"]
    return [(a, b) for a, b in pairs if SHARE_LEAD.match(b.lead) or b.right.startswith("占")]


def _fitting(one: Group | None, pairs: list[tuple[Mention, Mention]]) -> Group | None:
    """The group under those of its possible totals that the shares may be of."""
    if one is None or not pairs:
        return one
    fitting = [whole for whole in (one.whole, *one.others) if _fits(whole, pairs)]
    return Group(fitting[0], one.parts, one.complete, one.doubtful, fitting[1:]) if fitting else None


def _fits(whole: Mention, pairs: list[tuple[Mention, Mention]]) -> bool:
    """Whether half of the shares could be of this total: else the list speaks of another, and nothing is known."""
    return sum(_near(whole, pairs)) * 2 >= len(pairs)


def _near(whole: Mention, pairs: list[tuple[Mention, Mention]]) -> list[bool]:
    """Which shares are of this total, within a percentage point."""
    total = whole.found.value
    told = [(a.found.value, b.found.value) for a, b in pairs]
    return [None not in (total, a, b) and abs(a * 100 - b * total) <= total for a, b in told]  # type: ignore[operator]


def covering(sentence: Sentence, earlier: list[Sentence]) -> Group | None:
    """市本级公开3条,县区公开5条: two parts that make the total of the sentence before."""
    counts = [m for m in sentence.mentions if is_count(m)]
    if len(counts) != 2 or counts[0].counted_in != counts[1].counted_in or not covers(counts):
        return None
    totals = [m for m in earlier[-1].mentions if is_count(m) and m.scope == "whole"] if earlier else []
    totals = [m for m in totals if m.counted_in == counts[0].counted_in and m.whole is None]
    return Group(totals[0], counts, True, len(totals) > 1, totals[1:]) if totals else None


def over_the_year(sentence: Sentence) -> Group | None:
    """上半年118件,下半年132件,全年250件: spans that make a year without a gap, and the one number of the year."""
    counts = [m for m in sentence.mentions if is_count(m) and m.period]
    parts = [m for m in counts if _SPAN.fullmatch(m.period or "")]
    wholes = [m for m in counts if _YEAR.fullmatch(m.period or "")]
    if len(wholes) != 1 or len({m.counted_in for m in (*parts, *wholes)}) != 1:
        return None
    months = [[int(month) for month in _MONTH.findall(part.period or "")] for part in parts]
    ends = [0, *(last for _, last in months)]
    if ends[-1] != 12 or any(first != end + 1 for (first, _), end in zip(months, ends, strict=False)):
        return None
    told = [_WHEN.sub("", m.lead) for m in (*parts, *wholes)]
    if any(words not in max(told, key=len) for words in told):
        # 上半年办结118件,下半年办结132件,全年收到300件: not one thing.
        return None
    return Group(wholes[0], parts, complete=True, doubtful=True)


def by_kind(sentence: Sentence, earlier: list[Sentence], further: list[Sentence]) -> list[Group]:
    """按类别分:甲类3条,乙类5条,其他类2条;按渠道分:…: each run holds the parts of the last total told before, or of one
    `further` up that they make."""
    runs: list[list[Mention]] = []
    for mention in sentence.mentions:
        if not is_count(mention):
            continue
        if _KIND_LEAD.search(mention.gap) or not runs:
            runs.append([])
        runs[-1].append(mention)
    # 收到35件,从申请方式看,…: a total of the same sentence is nearer than those before it.
    head = runs[0] if runs and not _KIND_LEAD.search(runs[0][0].gap) else []
    return [one for counts in runs if (one := _of_kind(counts, head, earlier, further)) is not None]


def _of_kind(
    counts: list[Mention], head: list[Mention], earlier: list[Sentence], further: list[Sentence]
) -> Group | None:
    kind = _KIND_LEAD.search(counts[0].gap)
    if kind is None:
        return None
    if counts[0].right.startswith(AMONG) and len(counts) > 1:
        # 从时限看,18件中,…
        head, counts = counts[:1], counts[1:]
    listed = Group(counts[0], counts[:1])
    for mention in counts[1:]:
        if mention.counted_in != counts[0].counted_in or not belongs(mention, listed):
            break
        listed.parts.append(mention)
    complete = leaves_nothing(listed.parts) or covers(listed.parts)
    if len(listed.parts) < 2 or (not complete and _BY_CHANNEL.search(kind.group())):
        # One item in three channels is three there, and one in the total told before.
        return None
    told = [(a, b) for a, b in _shares(counts[0].sentence) if a in listed.parts]
    if head:
        alone = len(head) == 1 and alike(head[0].counted_in, counts[0].counted_in)
        return _fitting(Group(head[0], listed.parts, complete or None), told) if alone else None
    made = sum(part.found.value or 0 for part in listed.parts)
    above = [
        m for told_before in reversed(further) for m in told_before.mentions if is_count(m) and m.found.value == made
    ]
    above = [m for m in above if alike(m.counted_in, counts[0].counted_in)]
    if above:
        return Group(above[0], listed.parts, complete or None)
    found = _fitting(governed(earlier, counts[0].counted_in, listed.parts, complete=complete or None), told)
    return found if found is None or complete or not found.others else None
