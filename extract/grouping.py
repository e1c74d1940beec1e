"""Which quantities are parts of which: 其中, 分为, brackets, “共” at the end, a run of shares under one total."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from .sentences import Mention, Sentence
from .vocabulary import vocabulary

_OF_WHICH = re.compile(
    r"其中|包括:?$|(?:具体|主要)(?:包括|包含)|(?:包括|涵盖)[^,;。()\d]{2,24}$|分为|包含|含(?!税|溢|有|量|糊|义)"
    r"|分别(?:是|为)|构成"
)
_INNER = re.compile(r"[^,;。()]*、\s*其中")
_DOING = vocabulary("verbs")["doing"]
_COMPLETE = re.compile(r"分为|包括以下|共\S{1,2}类|主要类别")
_TOTAL_ONLY = re.compile(r"^(?:全[年市县区省镇])?(?:以上|上述|总共|共计|合计|总计|累计|共|总数)+(?:为|达|有)?$")
_REST = re.compile(r"^(?:其他|其它|其余|剩余)")
_NEW_TOPIC = re.compile(r"^(?:同时|此外|另外|另|全年|今年|截至|全市|累计|共|总计|合计|并|还)")
_COVERING = (
    (re.compile(r"本级"), re.compile(r"下级|县区|区县|县市区|所辖|乡镇|各区|各县")),
    (re.compile(r"自然人|公民|个人"), re.compile(r"法人(?:和|或|或者|及|与|、)其他组织")),
)
# Two words that leave hardly a third, though no form says so.
_OPPOSED = (
    (re.compile(r"按时|按期|如期"), re.compile(r"延期|逾期|超期")),
    (re.compile(r"专职"), re.compile(r"兼职")),
)
# What happens to a case, one stage after the other.
_STAGE = re.compile(
    r"收到|新收|受理|接到|接听|接收|收件|登记|申请(?:量|总量|数|共|合计)|办结|答复|办复|回复|办理|处理|审结|办毕|转办|交办|结转"
)
_CAME = re.compile(r"收|接|受理|登记")
_WENT = re.compile(r"办结|答复|办复|回复|审结|结转")
_OWN_CLAUSE = re.compile(r"我[市县区省州局镇乡委]|全[市县区省州]|本[年局机]|各级|政府信息公开|通过|发生")
_SEPARATED = re.compile(r"[)\s]*[、,;]")
# Measure words in which things made public are counted, side by side in one list.
_ITEMS = frozenset(("条", "件", "篇", "份", "条次", "次", "期", "个", "则"))
_ENDS = re.compile(r"(?:19|20)\d\d")
_PART_OF_YEAR = re.compile(r"/(?!$)|-\d\d")
_COLON = re.compile(r"[^,;。()]{0,8}:(?!\d)")
_KIND_LEAD = re.compile(r"按[^,。;:]{1,10}(?:分|划分|看|统计)|从[^,。;:]{1,10}看|类别(?:是|为|包括)?:")
_BY_CHANNEL = re.compile(r"渠道|平台|载体|途径|发布|公开方式|公开形式")
_TOTAL_WORD = re.compile(r"(?:共计|总计|合计|共|数)$")
SHARE_LEAD = re.compile(
    r"^占(?:[^,;]{0,8}(?=总数|总量|总件数))?(?:比|总数|总量|全部|总|申请|信息|的|比例|比重|为|约|达|总申请数|总件数)*$"
)


@dataclass(slots=True)
class Group:
    """A whole and its parts in printed order. `complete` as in Claim; `doubtful` where the whole is a guess.

    `others` are the totals that may be meant instead of `whole`, the likelier first.
    """

    whole: Mention
    parts: list[Mention] = field(default_factory=list)
    complete: bool | None = None
    doubtful: bool = False
    others: list[Mention] = field(default_factory=list)


def group(sentences: list[Sentence]) -> list[Group]:
    """All groups of a run of sentences in order; sets `role` and `whole` of the parts."""
    groups: list[Group] = []
    for n, sentence in enumerate(sentences):
        if not sentence.mentions:
            continue
        earlier = [s for s in sentences[max(0, n - 3) : n] if sentence.block - s.block <= 4]
        found = _in_sentence(sentence, earlier)
        if not found:
            run = _run_of_shares(sentence, earlier) or _covering(sentence, earlier)
            found = [run] if run is not None else _by_kind(sentence, earlier)
        for one in found:
            if not one.parts or not _of_their_year(one):
                continue
            if one.complete is None:
                one.complete = _completeness(one)
            if one.complete is None and _covers(one.parts, _OPPOSED):
                one.complete = one.doubtful = True
            for part in one.parts:
                part.whole, part.others = one.whole, one.others
                part.role = "part"
            groups.append(one)
    return groups


def _of_their_year(group: Group) -> bool:
    """Leave the totals of the parts' own year, told or not; False where none is."""
    wholes = [m for m in (group.whole, *group.others) if not _differ(m.period, group.parts[0].period)]
    if wholes:
        group.whole, group.others = wholes[0], wholes[1:]
    return bool(wholes)


def _differ(one: str | None, other: str | None) -> bool:
    """Whether two periods end in different years."""
    years = [_ENDS.findall(period or "") for period in (one, other)]
    return bool(years[0] and years[1]) and years[0][-1] != years[1][-1]


_KINDS = {unit: kind for kind in ("件宗起例份", "人名位", "场次期") for unit in kind} | {
    "场次": "场次期",
    "件次": "件宗起例份",
    "元人民币": "元",
}


def alike(one: str, other: str) -> bool:
    """Whether two measure words count one kind of thing; a number without one counts what its whole counts."""
    return one == other or not other or _KINDS.get(one, one) == _KINDS.get(other, other)


def _counts(mention: Mention) -> bool:
    return mention.role in ("count", "part") and mention.found.value is not None and not mention.is_base


def _may_be_whole(mention: Mention) -> bool:
    """A quarter's count is not the whole of what the year's sentences list."""
    period = (mention.period or "").lstrip("/")
    return period.endswith("-12-31") or _PART_OF_YEAR.search(period[:7]) is None


def _in_sentence(sentence: Sentence, earlier: list[Sentence]) -> list[Group]:
    done: list[Group] = []
    open_groups: dict[int, Group] = {}
    counts: list[Mention] = []
    for mention in sentence.mentions:
        for depth in [d for d in open_groups if d > mention.depth]:
            done.append(open_groups.pop(depth))
        if not _counts(mention):
            continue
        depth = mention.depth
        listed = [part for group in (*done, *open_groups.values()) for part in group.parts]
        opened = _opened(mention, counts, earlier, open_groups.get(depth), listed)
        if opened is not None:
            if depth in open_groups:
                closing = open_groups.pop(depth)
                closing.complete = False if closing.complete is None else closing.complete
                done.append(closing)
            open_groups[depth] = opened
        current = open_groups.get(depth)
        if current is not None and not _belongs(mention, current):
            if _may_go_on(mention, current):
                current.complete = False
            done.append(open_groups.pop(depth))
            current = None
        if current is not None:
            if alike(current.whole.counted_in, mention.counted_in):
                current.parts.append(mention)
            elif {current.whole.unit, mention.unit} <= _ITEMS and current.parts and _SEPARATED.match(mention.gap):
                # 条 of which some are counted in 件 or 篇: what is in the whole's unit is not all of it.
                current.complete = False
        elif _TOTAL_ONLY.match(mention.lead):
            trailing = _trailing(mention, counts, done)
            if trailing is not None:
                done.append(trailing)
        counts.append(mention)
    done += open_groups.values()
    done.sort(key=lambda g: g.parts[0].start if g.parts else g.whole.start)
    return done


def _opened(
    mention: Mention, counts: list[Mention], earlier: list[Sentence], current: Group | None, listed: list[Mention]
) -> Group | None:
    """The group that begins with this mention, its whole found by where the marker stands.

    其中 speaks of the number before it as a rule; other totals of its sentence, those not `listed` as parts, may be
    meant as well.
    """
    gap = mention.gap
    marker = _OF_WHICH.search(gap)
    before = [c for c in counts if alike(c.counted_in, mention.counted_in) and c.depth <= mention.depth]
    if marker is not None and not gap[: marker.start()].rstrip(" ,(:;、\n。").endswith(("将", "把")):
        if before:
            whole = before[-1]
            if _beside_another(whole, before[:-1]):
                return None
            if (
                current is not None
                and whole in current.parts
                and mention.depth == whole.depth
                and ";" in gap[: marker.start()]
            ):
                return None
            others = [] if whole in listed else [c for c in reversed(before[:-1]) if c not in listed]
            return Group(whole, [], True if _COMPLETE.search(gap) else None, bool(others), others)
        if counts or marker.start() > 6:
            return None
        return _governed(earlier, mention.counted_in, [], complete=True if _COMPLETE.search(gap) else None)
    if not before:
        return None
    last = counts[-1]
    if last.counted_in != mention.counted_in:
        return None
    if gap.lstrip(" ").startswith("(") and mention.depth == last.depth + 1 and len(gap) > 1 and not mention.is_base:
        return Group(last)
    if (
        last.right.endswith(("信息中", "申请中", "中"))
        and gap.count(",") >= 1
        and current is None
        and len(last.right) <= 12
    ):
        return Group(last)
    after = gap.lstrip(" ")
    if (
        current is None
        and _COLON.match(after)
        and len(before) == len(counts)
    ):
        return Group(last)
    return None


def _beside_another(mention: Mention, before: list[Mention]) -> bool:
    """建议93件、提案158件,其中…: what is listed next may be of the two together."""
    if not before or not re.match(r"[、和与及]", mention.gap) or _STAGE.search(mention.lead):
        return False
    return before[-1].unit == mention.unit and mention.whole is None


def _governed(
    earlier: list[Sentence], unit: str, parts: list[Mention], *, first: bool = True, complete: bool | None = None
) -> Group | None:
    """A group under a total of the sentences before: the first (or last) of the nearest sentence that has any; the
    other totals there, and stages of the same cases told further up, may be meant as well."""
    whole: Mention | None = None
    others: list[Mention] = []
    for sentence in reversed(earlier):
        found = [m for m in sentence.mentions if _counts(m) and _may_be_whole(m) and alike(m.counted_in, unit)]
        found = [m for m in found if m.whole is None and m.depth == 0]
        if whole is not None:
            others += _stages(whole, found)
        elif found:
            whole = found[0] if first else found[-1]
            others = [m for m in found if m is not whole]
    return None if whole is None else Group(whole, parts, complete, bool(others), others)


def _stages(whole: Mention, others: list[Mention]) -> list[Mention]:
    """Those that count the cases of `whole` at another stage (收到48件,办结46件): a list may speak of each."""
    if not _STAGE.search(whole.lead + whole.right):
        return []
    return [m for m in reversed(others) if m.whole is None and _STAGE.search(m.lead + m.right)]


def _belongs(mention: Mention, current: Group) -> bool:
    if mention is current.whole or mention.lead.startswith("占"):
        # 占办结总数55件的38.2%: what the share is of.
        return False
    carried = "结转" in mention.lead and "(含" not in mention.gap
    if carried and not any("结转" in told.lead for told in (current.whole, *current.parts)):
        # What is carried over from last year is no way in which this year's applications came.
        return False
    if current.parts and _parted(mention, current):
        return False
    if _CAME.search(current.parts[0].lead if current.parts else "") and _WENT.search(mention.lead):
        # 其中新收241件;已办结241件: what became of the cases is another way to divide them.
        return False
    if len(current.parts) > 1 and mention.gap[:1] == "," and current.parts[-1].gap[:1] == "、" and _is_full(current):
        # 其中直接起诉9件、复议后起诉6件,一审审结11件: another way to divide the 15.
        return False
    if current.parts and _NEW_TOPIC.match(mention.lead) and mention.lead[:2] not in ("全市", "全年"):
        # What the cases of one part came to in money (91件,共计219062.78元) is told beside it.
        return "元" in mention.counted_in and "元" not in current.whole.counted_in and mention.lead.startswith("共")
    return not (current.parts and mention.scope == "whole" and current.parts[-1].scope != "whole")


def _is_full(current: Group) -> bool:
    """Whether the parts make the whole already."""
    return sum(part.found.value or 0 for part in current.parts) == current.whole.found.value


def _may_go_on(mention: Mention, current: Group) -> bool:
    """Whether what follows a list behind a semicolon may be more of it, so that the list is not known to be whole."""
    if ";" not in mention.gap or not mention.lead or not alike(current.whole.unit, mention.unit):
        return False
    return not (_OWN_CLAUSE.search(mention.lead) or _NEW_TOPIC.match(mention.lead) or _STAGE.search(mention.lead))


def _parted(mention: Mention, current: Group) -> bool:
    """Whether the sentence turns to something else: after a semicolon, after a comma where 其中 stood behind a 、
    (639公里、其中高铁370公里,新增…), or with a verb like the whole's where the first part is only named
    (新增造林148万亩,其中北山43万亩,修复草原517万亩)."""
    if ";" in mention.gap:
        return not _goes_on(mention, current)
    first = current.parts[0]
    if "," in mention.gap and _INNER.match(first.gap):
        return True
    return doing(mention.lead) and not doing(first.lead) and doing(current.whole.lead)


def doing(words: str) -> bool:
    """Whether the words begin with a verb of what the body did."""
    return words.startswith(_DOING)


def _goes_on(mention: Mention, current: Group) -> bool:
    """Whether a part follows a semicolon: the parts before were parted so too, it is as short as they are, or it ends
    as the part before it does (…减免税共计91件;…减免税共计7件)."""
    if len(current.parts) > 1:
        return ";" in current.parts[-1].gap
    last = current.parts[-1]
    ratio = any(m.is_ratio for m in mention.sentence.mentions if last.start < m.start < mention.start)
    ends = [_TOTAL_WORD.sub("", lead)[-1:] for lead in (mention.lead, last.lead)]
    short = len(mention.lead) <= 12 and (ratio or ends[0] == ends[1])
    return (short or _alike_ends(mention.lead, last.lead)) and not _OWN_CLAUSE.search(mention.lead)


def _alike_ends(one: str, other: str) -> bool:
    one, other = (_TOTAL_WORD.sub("", lead) for lead in (one, other))
    return len(one) > 2 and one[-3:] == other[-3:]


def _trailing(mention: Mention, counts: list[Mention], done: list[Group]) -> Group | None:
    """A 12件、B 9件,共22件: every count of the sentence before it, where all share the unit; after a list of parts
    (收到22件,其中A 12件、B 9件,共22件) those alone."""
    announced = counts[-1] if counts and _TOTAL_ONLY.match(counts[-1].right) else None
    if announced is not None and announced.unit in ("项", "类", "者") and announced.found.value == len(counts) - 1:
        # 同意公开61件、部分公开9件,两项合计70件
        counts = counts[:-1]
    listed = [group for group in done if group.parts and group.parts[0].depth == mention.depth]
    parts = listed[-1].parts if listed else [c for c in counts if c.depth == mention.depth]
    unlike = any(c.counted_in != mention.counted_in for c in parts)
    if len(parts) < 2 or unlike or (listed and parts[-1] is not counts[-1]):
        return None
    if any(_TOTAL_ONLY.match(c.lead) for c in parts) or any("共" in c.lead[:2] for c in parts[1:]):
        return None
    if parts[0].lead.startswith("共") and not parts[1].gap.startswith("、"):
        return None
    return Group(mention, list(parts), complete=True)


def _run_of_shares(sentence: Sentence, earlier: list[Sentence]) -> Group | None:
    """Three or more counts each followed by its share: parts of the last total told before."""
    mentions = sentence.mentions
    pairs = _shares(sentence)
    if not pairs:
        return None
    unit = pairs[0][0].counted_in
    parts = [a for a, _ in pairs if a.counted_in == unit]
    first = mentions.index(parts[0])
    heads = [m for m in mentions[:first] if _counts(m) and m.counted_in == unit]
    if heads:
        return Group(heads[-1], parts, doubtful=len(parts) < 2) if len(parts) >= 2 and _fits(heads[-1], pairs) else None
    if len(parts) < 3:
        return None
    parts += [m for m in mentions[mentions.index(parts[-1]) + 1 :] if m.counted_in == unit and _REST.match(m.lead)][:1]
    return _fitting(_governed(earlier, unit, parts, first=False), pairs)


def _shares(sentence: Sentence) -> list[tuple[Mention, Mention]]:
    """The counts that a share follows, each with its share."""
    pairs = [(a, b) for a, b in pairwise(sentence.mentions) if _counts(a) and b.role == "share"]
    return [(a, b) for a, b in pairs if SHARE_LEAD.match(b.lead) or b.right.startswith("占")]


def _fitting(one: Group | None, pairs: list[tuple[Mention, Mention]]) -> Group | None:
    """The group under those of its possible totals that the shares may be of."""
    if one is None or not pairs:
        return one
    fitting = [whole for whole in (one.whole, *one.others) if _fits(whole, pairs)]
    return Group(fitting[0], one.parts, one.complete, one.doubtful, fitting[1:]) if fitting else None


def _fits(whole: Mention, pairs: list[tuple[Mention, Mention]]) -> bool:
    """Whether half of the shares could be of this total: else the list speaks of another, and nothing is known."""
    total = whole.found.value
    told = [(a.found.value, b.found.value) for a, b in pairs]
    if total is None:
        return False
    near = [a is not None and b is not None and abs(a * 100 - b * total) <= total for a, b in told]
    return sum(near) * 2 >= len(near)


def _covering(sentence: Sentence, earlier: list[Sentence]) -> Group | None:
    """市本级公开3条,县区公开5条: two parts that make the total of the sentence before."""
    counts = [m for m in sentence.mentions if _counts(m)]
    if len(counts) != 2 or counts[0].counted_in != counts[1].counted_in or not _covers(counts):
        return None
    totals = [m for m in earlier[-1].mentions if _counts(m) and m.scope == "whole"] if earlier else []
    totals = [m for m in totals if m.counted_in == counts[0].counted_in and m.whole is None]
    return Group(totals[0], counts, True, len(totals) > 1, totals[1:]) if totals else None


def _by_kind(sentence: Sentence, earlier: list[Sentence]) -> list[Group]:
    """按类别分:甲类3条,乙类5条,其他类2条;按渠道分:…: each run holds the parts of the last total told before."""
    runs: list[list[Mention]] = []
    for mention in sentence.mentions:
        if not _counts(mention):
            continue
        if _KIND_LEAD.search(mention.gap) or not runs:
            runs.append([])
        runs[-1].append(mention)
    # 收到35件,从申请方式看,…: a total of the same sentence is nearer than those before it.
    head = runs[0] if runs and not _KIND_LEAD.search(runs[0][0].gap) else []
    return [one for counts in runs if (one := _of_kind(counts, head, earlier)) is not None]


def _of_kind(counts: list[Mention], head: list[Mention], earlier: list[Sentence]) -> Group | None:
    kind = _KIND_LEAD.search(counts[0].gap)
    if kind is None:
        return None
    listed = Group(counts[0], counts[:1])
    for mention in counts[1:]:
        if mention.counted_in != counts[0].counted_in or not _belongs(mention, listed):
            break
        listed.parts.append(mention)
    complete = any(_REST.match(m.label) for m in listed.parts) or _covers(listed.parts)
    if len(listed.parts) < 2 or (not complete and _BY_CHANNEL.search(kind.group())):
        # One item in three channels is three there, and one in the total told before.
        return None
    told = [(a, b) for a, b in _shares(counts[0].sentence) if a in listed.parts]
    if head:
        alone = len(head) == 1 and alike(head[0].counted_in, counts[0].counted_in)
        return _fitting(Group(head[0], listed.parts, complete or None), told) if alone else None
    found = _fitting(_governed(earlier, counts[0].counted_in, listed.parts, complete=complete or None), told)
    return found if found is None or complete or not found.others else None


def _covers(parts: list[Mention], words: Sequence[tuple[re.Pattern[str], re.Pattern[str]]] = _COVERING) -> bool:
    """Whether the parts are two, the body itself and all below it, or another pair of such words."""
    if len(parts) != 2:
        return False
    for one, other in words:
        a, b = (part.gap[-14:] for part in parts)
        if (one.search(a) and other.search(b)) or (one.search(b) and other.search(a)):
            return True
    return False


def _completeness(group: Group) -> bool | None:
    """True with 其他/其余 among the parts or two parts that cover the whole; else it cannot be told."""
    if any(_REST.match(part.label) for part in group.parts):
        return True
    return True if len(group.parts) == 2 and _covers(group.parts) else None
