"""Which quantities are parts of which: 其中, 分为, brackets, “共” at the end; see list_runs for lists no word opens."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .list_ends import LEFT, NEW_TOPIC, OWN_CLAUSE, TOGETHER, belongs, ends_in_comma
from .list_parts import AMONG, LEFT_OVER, ON_TIME, STAGE, Group, alike, completeness, covers, governed, is_count
from .list_runs import by_kind, covering, over_the_year, run_of_shares
from .scan import late
from .sentences import Mention, Sentence

_OF_WHICH = late(
    r"其中|(?<!不)包括:?$|(?:具体|主要)(?:包括|包含)|(?<!不)(?:包括|涵盖)[^,;。()\d]{2,24}$|(?:情况|分布)(?:为|是|如下):|(?<!部)分为|(?<!不)包含|含(?!税|溢|有|量|糊|义)"
    r"|分别(?:是|为)|构成"
)
_COMPLETE = late(r"(?<!部)分为|包括以下|共\S{1,2}类|主要类别")
_TOTAL_ONLY = late(r"^(?:全[年市县区省镇])?(?:以上|上述|总共|共计|合计|总计|累计|共|总数)+(?:为|达|有)?$")
# Two words that leave hardly a third, though no form says so.
_OPPOSED = (
    ON_TIME,
    (late(r"专职"), late(r"兼职")),
    (late(r"城镇"), late(r"乡村|农村")),
)
_SORTS = frozenset(("类", "大类", "种", "部分", "方面"))
_SEPARATED = late(r"[)\s]*[、,;]")
# Measure words in which things made public are counted, side by side in one list.
_ITEMS = frozenset(("条", "件", "篇", "份", "条次", "次", "期", "个", "则"))
_ALL = 100
_EACH = late("(?:各[有占为]?|均为?|都是)$")
_PUBLISHING = late("公开|专兼职|工作人员|队伍")
_ENDS = late(r"(?:19|20)\d\d")
# 对其中1件予以公开,对其中2件不予公开: each is of the whole.
_OF_THEM = late("[对将把有]其中")
_TAKEN_BACK = late("撤销|删除|扣除|剔除|作废|注销|重复")
_ASIDE = late(r"\([^()]*\)")
_FIRST_FEW = late(r"[前后][两二三四五六七八九\d]{1,2}[大小]?[类项者个种]\D{0,4}$")
_OTHERWISE = late(r"\(即|:(?:一是|第?一、|\(一\))")
_COLON = late(r"[^,;。()]{0,8}:(?!\d)")


def group(sentences: list[Sentence]) -> list[Group]:
    """All groups of a run of sentences in order; sets `role` and `whole` of the parts."""
    groups: list[Group] = []
    for n, sentence in enumerate(sentences):
        if not sentence.mentions:
            continue
        earlier = [s for s in sentences[max(0, n - 3) : n] if sentence.block - s.block <= 4]
        found = _in_sentence(sentence, earlier)
        if not found:
            further = [s for s in sentences[max(0, n - 8) : n] if sentence.block - s.block <= 6]
            run = run_of_shares(sentence, earlier, further) or covering(sentence, earlier) or over_the_year(sentence)
            found = [run] if run is not None else by_kind(sentence, earlier, further)
        for one in found:
            if not one.parts or not _of_their_year(one):
                continue
            if one.complete is None:
                one.complete = completeness(one)
            if any(_EACH.search(part.lead) for part in one.parts):
                # 国家秘密和危及稳定各1件: how many that makes is left open.
                continue
            if one.complete is None and covers(one.parts, _OPPOSED) and not _of_more(one):
                one.complete = one.doubtful = True
            one.doubtful |= _takes_back(one)
            for part in one.parts:
                part.whole, part.others = one.whole, one.others
                part.role = "part"
            groups.append(one)
    return groups


def _of_more(group: Group) -> bool:
    """全办48人,其中专职3人、兼职6人,占18.75%: the two are told of some of the staff alone."""
    told = group.parts[-1].sentence.mentions
    after = told[told.index(group.parts[-1]) + 1 :][:1]
    share = any(m.role == "share" and (m.found.value or 0) < _ALL for m in after)
    return share or ("职" in group.parts[0].lead and not _PUBLISHING.search(group.whole.lead))


def _takes_back(group: Group) -> bool:
    """甲类20条(同时撤销2条): whether the number before it is meant with or without those is open."""
    first, last = group.parts[0], group.parts[-1]
    inside = [m for m in first.sentence.mentions if first.start < m.start < last.start and m.depth > first.depth]
    return any(_TAKEN_BACK.search(m.lead) for m in inside)


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


def _in_sentence(sentence: Sentence, earlier: list[Sentence]) -> list[Group]:
    done: list[Group] = []
    open_groups: dict[int, Group] = {}
    counts: list[Mention] = []
    for mention in sentence.mentions:
        for depth in [d for d in open_groups if d > mention.depth]:
            done.append(open_groups.pop(depth))
        if not is_count(mention):
            continue
        depth = mention.depth
        opened = _opened(mention, counts, earlier, open_groups.get(depth), (*done, *open_groups.values()))
        if opened is not None and mention.right.startswith(AMONG):
            # 其中2009年公开的217条里,网上139条: the whole is told again.
            open_groups[depth] = Group(mention)
            counts.append(mention)
            continue
        if opened is not None:
            if depth in open_groups:
                closing = open_groups.pop(depth)
                closing.complete = False if closing.complete is None else closing.complete
                done.append(closing)
            open_groups[depth] = opened
        current = open_groups.get(depth)
        if current is not None and not belongs(mention, current):
            if _may_go_on(mention, current):
                current.complete = False
            done.append(open_groups.pop(depth))
            current = None
        if current is not None:
            if alike(current.whole.counted_in, mention.counted_in):
                current.parts.append(mention)
            elif {current.whole.unit, mention.unit} <= _ITEMS and _goes_on(mention, current):
                # 条 of which some are counted in 件 or 篇: what is in the whole's unit is not all of it.
                current.complete = False
                current.beside.append(mention)
        elif _TOTAL_ONLY.match(mention.lead):
            trailing = _trailing(mention, counts, done)
            if trailing is not None:
                done.append(trailing)
        counts.append(mention)
    done += open_groups.values()
    done.sort(key=lambda g: g.parts[0].start if g.parts else g.whole.start)
    return done


def _goes_on(mention: Mention, current: Group) -> bool:
    """Whether a number in another measure word stands in the list, or begins it."""
    return _SEPARATED.match(mention.gap) is not None if current.parts or current.beside else True


def _opened(
    mention: Mention, counts: list[Mention], earlier: list[Sentence], current: Group | None, groups: Sequence[Group]
) -> Group | None:
    """The group that begins with this mention, its whole found by where the marker stands.

    其中 speaks of the number before it as a rule; other totals of its sentence, those not listed as parts in `groups`,
    may be meant as well.
    """
    named = _named_again(mention, counts)
    if named is not None:
        return Group(named)
    # 其他处理(含申请人撤回)3件: brackets without a number in them open nothing.
    gap = _ASIDE.sub("", mention.gap)
    if counts and counts[-1].unit in _SORTS and gap.startswith(":"):
        # 9件,分为两类:甲类5件、乙类4件: the words before the number of kinds open the list.
        gap = counts[-1].gap + counts[-1].found.raw + gap
    marker = _OF_WHICH.search(gap)
    if marker is not None and ";" in gap[marker.end() :]:
        # 机构职能类370条,主要包括机构和领导情况;法规文件类510条: what they include is over.
        marker = None
    if marker is None and not counts:
        return None
    told = counts or [m for sentence in earlier[-1:] for m in sentence.mentions if is_count(m)]
    if gap.startswith("含") or (
        marker is not None and len(told) > 1 and LEFT_OVER.match(told[-1].lead) and ";" not in told[-1].gap
    ):
        # 处罚信息33条含207条决定 counts something else; 收到19件,上年结转1件,其中…: of the two together, in a new
        # sentence as well, but not behind a semicolon.
        return None
    before = [c for c in counts if alike(c.counted_in, mention.counted_in) and c.depth <= mention.depth]
    if not before and counts and _of_items(counts[-1], mention):
        before = counts[-1:]
    if marker is not None and not gap[: marker.start()].rstrip(" ,(:;、\n。").endswith(("将", "把")):
        if before:
            return _marked(mention, gap, marker.start(), before, counts[-1], current, groups)
        if counts or marker.start() > 6 or _opens_nothing(marker, gap, mention):
            return None
        return governed(earlier, mention.counted_in, [], complete=True if _COMPLETE.search(gap) else None)
    if not before or counts[-1].counted_in != mention.counted_in:
        return None
    return Group(counts[-1]) if _opened_by_sign(mention, gap, counts[-1], current, len(before) == len(counts)) else None


def _named_again(mention: Mention, counts: list[Mention]) -> Mention | None:
    """The number that words like 教师中 name once more (教师168人…;教师中教授26人)."""
    name, among, _ = mention.lead.partition("中")
    if not among or len(name) < 2:
        return None
    named = [c for c in counts if c.lead.endswith(name) and alike(c.counted_in, mention.counted_in)]
    return named[-1] if named else None


def _opens_nothing(marker: re.Match[str], gap: str, mention: Mention) -> bool:
    """申请人构成:9件申请由9人提出; 2017年分别为6件和3件; 全系统(含机关、质监站5个单位): in a sentence without a number
    before them such words divide none."""
    alone = sum(is_count(m) and m.unit == mention.unit for m in mention.sentence.mentions) < 2
    return marker.group().startswith("分别") or gap[marker.start() - 1] == "(" or (alone and marker.group() == "构成")


def _marked(
    mention: Mention, gap: str, at: int, before: list[Mention], last: Mention, current: Group | None,
    groups: Sequence[Group],
) -> Group | None:  # fmt: skip
    """The group that 其中, at a place in the gap, opens under the last of the numbers it may be of."""
    whole = before[-1]
    if _beside_another(whole, before[:-1]):
        return None
    again = ";" in gap[:at] or (_OF_THEM.search(gap) and _OF_THEM.search(whole.gap))
    if current is not None and whole in current.parts and mention.depth == whole.depth and again:
        return None
    listed = [part for group in groups for part in group.parts]
    others = [] if whole in listed else [c for c in reversed(before[:-1]) if c not in listed]
    inner = whole not in listed and whole is last and _OF_WHICH.search(whole.gap) is not None
    return Group(whole, [], True if _COMPLETE.search(gap) else None, bool(others), others, inner)


def _opened_by_sign(mention: Mention, gap: str, last: Mention, current: Group | None, alone: bool) -> bool:
    """Whether a bracket, a colon or 在收到的申请中 opens a list under the number before; `alone` says that no number of
    another kind stands before it."""
    after = gap.lstrip(" ")
    if _OTHERWISE.match(after):
        # 终止1件(即结果维持5件…) tells the list before in other words; 问题有三个:一是4个教学点… begins what they are.
        return False
    if after.startswith("(") and mention.depth == last.depth + 1 and len(gap) > 1 and not mention.is_base:
        # 采用126条,采用率42%(报送300条): the bracket belongs to what stands before it.
        at = mention.sentence.mentions.index(mention)
        return mention.sentence.mentions[at - 1] is last
    if current is not None:
        return False
    among = last.right.endswith("中") and "," in gap and len(last.right) <= 12
    return among or (alone and _COLON.match(after) is not None)


def _of_items(last: Mention, mention: Mention) -> bool:
    """发布信息110条,其中政策文件40件: items of information of other measure words."""
    return last.unit == "条" and "信息" in last.lead and mention.unit in _ITEMS and last.depth == mention.depth


def _beside_another(mention: Mention, before: list[Mention]) -> bool:
    """建议93件、提案158件,其中…: what is listed next may be of the two together."""
    if not before or not re.match(r"[、和与及]", mention.gap) or STAGE.search(mention.lead):
        return False
    return before[-1].unit == mention.unit and mention.whole is None


def _may_go_on(mention: Mention, current: Group) -> bool:
    """Whether what follows a list behind a semicolon, or one announced as whole behind a comma, may be more of it, so
    that the list is not known to be whole."""
    if TOGETHER.match(mention.lead):
        # …,三者相加15件,还有1件未审结
        return True
    parted = ";" in mention.gap or (current.complete and ends_in_comma(mention, current))
    if not parted or not mention.lead or not alike(current.whole.unit, mention.unit):
        return False
    return not (OWN_CLAUSE.search(mention.lead) or NEW_TOPIC.match(mention.lead) or STAGE.search(mention.lead))


def _trailing(mention: Mention, counts: list[Mention], done: list[Group]) -> Group | None:
    """A 12件、B 9件,共22件: every count of the sentence before it, where all share the unit; after a list of parts
    (收到22件,其中A 12件、B 9件,共22件) those alone."""
    if _FIRST_FEW.search(mention.sentence.text, 0, mention.start - mention.sentence.start):
        # 甲356条、乙402条、丙173条;前两类合计758条
        return None
    announced = counts[-1] if counts and _TOTAL_ONLY.match(counts[-1].right) else None
    if announced is not None and announced.unit in ("项", "类", "者") and announced.found.value == len(counts) - 1:
        # 同意公开61件、部分公开9件,两项合计70件
        counts = counts[:-1]
    listed = [group for group in done if group.parts and group.parts[0].depth == mention.depth]
    parts = listed[-1].parts if listed else [c for c in counts if c.depth == mention.depth]
    for n, part in enumerate(parts):
        if n and LEFT.match(part.lead):
            # 办毕42件,余3件为下旬收到、1件延期,共4件: of what was left.
            parts = parts[n:]
            break
    if parts and any(c.depth > mention.depth and parts[0].start < c.start for c in counts):
        # 微信9860条,超过微博(7125条),合计43615条: whether what stands in brackets is among them is open.
        return None
    unlike = any(c.counted_in != mention.counted_in for c in parts)
    if len(parts) < 2 or unlike or (listed and parts[-1] is not counts[-1]):
        return None
    if mention.right and all(c.right and c.right not in mention.right for c in parts):
        # 14个村、2个社区,共有163个小组
        return None
    if any(_TOTAL_ONLY.match(c.lead) for c in parts) or any("共" in c.lead[:2] for c in parts[1:]):
        return None
    if parts[0].lead.startswith("共") and not parts[1].gap.startswith("、"):
        return None
    for n in range(1, len(parts) - 1):
        own_run = parts[n].gap[:1] == "," and all(part.gap[:1] == "、" for part in parts[n + 1 :])
        if own_run and sum(part.found.value or 0 for part in parts[n:]) == mention.found.value:
            # 办结112件,12月收到的5件、延期的1件,共6件: the signs leave open whether it is of the last of them alone.
            parts = parts[n:]
            break
    return Group(mention, list(parts), complete=True)
