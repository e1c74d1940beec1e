"""What sentences assert about their numbers, as checkable claims: sums, parts, shares, rates, growth, changes."""

from __future__ import annotations

from collections.abc import Iterator

from ..forms.schema import Form
from ..model import Claim
from .beside import YEAR
from .list_parts import CHANNEL, Group, alike, doing, leaves_nothing
from .making import ClaimMaker
from .roles import DOWN, UP, YEAR_ON_YEAR, moved
from .scan import Rare, late
from .sentences import Mention, Sentence
from .shares import is_share, share_claims

_DOWN = late(rf"{DOWN}|(?<!至)少|缩短|压缩|压减|精简|削减|节省")
_DIGITS = late(r"(?<![\d第])\d{2,}(?![\d年月日号])")
_ITEMS = frozenset(("条", "件", "篇", "份", "个", "则", "条次"))
_CLOSED = late(r"办结|答复|办复|回复|解决|整改|审结|处置|完成")
_CLOSED_ALONE = late(r"[已共均]?(?:办结|答复|办复|回复|解决|整改|审结|完成)")
_OPENED = late(r"受理|收到|收件|接到|接听|交办|转办|登记")
_RATE_OF = late(r"^(?:办结|结案|审结|答复|办复|回复|办理|整改|处置|完成|解决)率(?:为|达到?|均为|是)?$")
_TIMES = late(r"^(?:约|几乎|恰好|正好)?(?:是|为|相当于|达到?)[^,;。\d]{0,12}$")
_REST = late(r"^,?(?:其余|余下|剩余|其他正在)")
_AGAINST = Rare(r"(?:比|较|与)(?P<year>(?:19|20)\d\d)年|环比|(?:比|较)上[半季月]")
_SAID_WAY = Rare(
    r"^(?:同期)?(?:的?水平)?,?(?:同比|相比|总体|有所|略有|明显|大幅度?|小幅|稳步|持续|呈)*"
    r"(?:(?P<up>增加|增长|上升|提高|提升|上涨)|(?P<down>减少|下降|降低|回落|下滑)|(?P<flat>持平|相同|一致))(?:趋势)?(?=[,;。]|$)"
)
_BY = late(rf"^,(?:共|合计|净)?(?:{UP}|{DOWN})了?$")
_REDUCED_BY = Rare(r"^,(?:共|合计|净)?(?:精简|压缩|压减|缩短|缩减|削减)了?(?:比例|幅度)?(?:为|达到?)?$")
_BECAME = late(r"(?:增加?长?|上?升|提高|扩大|减少?|下?降低?|回落)(?:至|到|为)了?$")
# 增长26.8%,较2014年的2600条翻了一番: that base belongs to what follows it.
_BASE_BEHIND = Rare(r",(?:而)?(?:(?:19|20)\d\d年|上一?年|去年|同期)")
_CHANGED_ALONE = Rare(rf"(?:同比|环比|(?:较|比|与)?(?:上一?年|去年)(?:同期)?(?:相比)?|增幅|降幅)*(?:{UP}|{DOWN})了?")
_CHANGE_WORDS = Rare(
    rf"{YEAR_ON_YEAR.pattern}|{UP}|{DOWN}|20\d\d年|年度?|同期|相比|数量|总[数量]|[件条]数|[率幅度了为达到约近也又再均的分别]|有所|略有|明显|大幅|小幅"
)
_THAN_LAST = Rare(r"(?:较|比|与)(?:上一?年度?|去年|\d{4}年)(?:同期)?的?")
_RESULT = late(r"^(?:达到?|为|至|增至|升至|降至|减至)$")
_MORE_OR_LESS = Rare(
    r"^\)?[,]?[^,;。()\d]{0,4}(?<!不)(?:(?P<more>高于|多于|大于)|(?P<less>低于|少于|小于))(?![^,;]*(?:上年|去年|同期|平均|目标|要求|标准|规定|\d年))[^,;。()\d]{0,20}\(?$",
    "于",
)


def group_claims(groups: list[Group], make: ClaimMaker) -> Iterator[Claim]:
    """A sum for every list of two or more parts, part-of for a single one, and the shares told with them."""
    for group in groups:
        wholes = [("whole", whole) for whole in (group.whole, *group.others)]
        terms = [*wholes, *(("part", part) for part in group.parts)]
        alone = len(group.parts) == 1 or group.complete is False or _counted_again(group)
        if len(group.parts) > 1 and not _counted_again(group):
            doubtful = group.doubtful or (group.complete is True and _leaves_digits(group))
            yield make.over("sum", terms, complete=group.complete, doubtful=doubtful)
        for part in group.parts if alone else ():
            yield make.over("part", [*wholes, ("part", part)], doubtful=group.doubtful)
        yield from _of_unlike(group, make)


def _counted_again(group: Group) -> bool:
    """主动公开919条,其中微信公开776条,网站公开183条: an item in two channels is one of the total, two of the list."""
    told = [part.found.value or 0 for part in group.parts]
    channels = [part for part in group.parts if CHANNEL.search(part.lead)]
    return len(channels) > 1 and sum(told) > (group.whole.found.value or 0)


def _leaves_digits(group: Group) -> bool:
    """Whether digits stand among the parts that were not read as numbers: one of them may be a part."""
    sentence = group.parts[0].sentence
    if group.parts[-1].sentence is not sentence:
        return False
    start, end = group.parts[0].end, group.parts[-1].start
    told = [m for m in sentence.mentions if start <= m.start < end]
    gaps = zip([start, *(m.end for m in told)], [*(m.start for m in told), end], strict=True)
    return any(_DIGITS.search(sentence.text, a - sentence.start, b - sentence.start) for a, b in gaps)


def _of_unlike(group: Group, make: ClaimMaker) -> Iterator[Claim]:
    """110条,其中文件40件、解读50篇、其他20条: one list where all the measure words count items."""
    if not group.beside or any(m.unit not in _ITEMS or doing(m.lead) for m in group.beside):
        return
    parts = sorted((*group.parts, *group.beside), key=lambda part: part.start)
    terms = [*(("whole", whole) for whole in (group.whole, *group.others)), *(("part", part) for part in parts)]
    yield make.over("sum", terms, complete=leaves_nothing(parts) or None, doubtful=True, note="unlike")


def sentence_claims(sentence: Sentence, form: Form | None, year: int | None, make: ClaimMaker) -> Iterator[Claim]:
    """Shares, rates, growth, changes and directions of one sentence."""
    mentions = sentence.mentions
    for n, mention in enumerate(mentions):
        last = mentions[n - 1] if n else None
        if n > 1 and last is not None and mention.unit == "倍" and mention.gap == "的" and _TIMES.match(last.lead):
            yield from _multiple(mention, mentions[n - 2], last, make)
        elif is_share(mention, last):
            yield from share_claims(sentence, n, form, year, make)
        elif mention.role == "rate":
            yield from _rate(mention, mentions[:n], make)
        elif mention.role in ("growth", "change"):
            follows = mentions[n + 1] if n + 1 < len(mentions) else None
            yield from _growth(mention, mentions[:n], follows, make)
        if last is not None:
            yield from _done_of(mention, mentions[:n], sentence, make)
            yield from _said_way(mention, last, sentence, make)
            yield from _moved(mention, last, make)
            yield from _rate_changed(mention, mentions[:n], make)
            yield from _compared(mention, last, make)


def _multiple(mention: Mention, current: Mention, base: Mention, make: ClaimMaker) -> Iterator[Claim]:
    """收到120件,是上年48件的2.5倍"""
    counts = {current.role, base.role} <= {"count", "part"} and alike(current.counted_in, base.counted_in)
    if counts and base.gap.count(",") == 1 and not current.is_base:
        yield make.over("rate", [("numerator", current), ("denominator", base), ("rate", mention)])


def _rate(mention: Mention, earlier: list[Mention], make: ClaimMaker) -> Iterator[Claim]:
    if not _RATE_OF.match(mention.lead):
        return
    counts = [m for m in earlier if m.role == "count"]
    done = next((m for m in reversed(counts) if _CLOSED.search(m.lead)), None)
    if done is None:
        return
    opened = [m for m in counts if m.start < done.start and _OPENED.search(m.lead) and not _CLOSED.search(m.lead)]
    if not opened and _CLOSED_ALONE.fullmatch(done.lead):
        # 网民留言689条,办结679条: a bare verb is said of the one number before it.
        before = [m for m in counts if m.start < done.start and m.counted_in == done.counted_in]
        opened = before if len(before) == 1 else []
    if not opened or len([m for m in counts if _CLOSED.search(m.lead)]) > 1:
        return
    total = opened[-1]
    more = (done.found.value or 0) > (total.found.value or 0)
    if more and any("结转" in m.lead for m in earlier):
        # 收到254件,上年结转3件,办结257件,办结率100%
        return
    if total.counted_in == done.counted_in:
        # 来信5127封,有效信件4866封,办结4812封: the rate may be of either.
        others = [m for m in counts if total.start < m.start < done.start and m.counted_in == done.counted_in]
        enough = done.found.value or 0
        wholes = [("denominator", m) for m in (total, *others) if m is total or (m.found.value or 0) >= enough]
        yield make.over("rate", [("numerator", done), *wholes, ("rate", mention)], doubtful=total.unit != done.unit)


def _done_of(mention: Mention, earlier: list[Mention], sentence: Sentence, make: ClaimMaker) -> Iterator[Claim]:
    """受理806件,办结798件,其余正在办理: where there is a rest, what was done is a part of what was received."""
    if mention.role != "count" or not _CLOSED.search(mention.lead) or mention.whole is not None:
        return
    if _REST.match(sentence.text[mention.end - sentence.start :]):
        last = earlier[-1]
        if any("结转" in m.lead or "转入" in m.lead for m in earlier):
            # What was left from last year was done with it.
            return
        opened = _OPENED.search(last.lead) and not _CLOSED.search(last.lead) and last.role == "count"
        if opened and last.counted_in == mention.counted_in:
            yield make.over("part", [("whole", last), ("part", mention)])


def _growth(mention: Mention, earlier: list[Mention], follows: Mention | None, make: ClaimMaker) -> Iterator[Claim]:
    base = _base(earlier)
    if base is not None and _of_another_year(mention, base):
        base = None
    elif base is not None:
        earlier = earlier[: earlier.index(base)]
        if not earlier and follows is not None and _RESULT.match(follows.lead):
            # 比2021年的9件增加12件,达到21件
            earlier = [follows]
    elif follows is not None and follows.is_base and (follows.depth > mention.depth or _BASE_BEHIND.match(follows.gap)):
        base = follows
    elif mention.gap[:1] == "," and (years := _two_years(earlier)) is not None:
        base, earlier = years[0], [years[1]]
    elif not YEAR_ON_YEAR.search(mention.before + mention.lead) and not (
        earlier
        and earlier[-1].role in ("growth", "change")
        and YEAR_ON_YEAR.search(earlier[-1].before + earlier[-1].lead)
    ):
        return
    if mention.found.raw.startswith("翻") or not mention.unit:
        return
    earlier = [m for m in earlier if not m.is_base]
    counts = [m for m in earlier if (m.unit == "%" if mention.unit == "百分点" else not m.is_ratio)]
    if mention.unit == "百分点" and not counts and base is not None and _CHANGED_ALONE.fullmatch(mention.lead):
        # 收到48件,同比增长20个百分点(上年40件)
        counts = [m for m in earlier if not m.is_ratio]
    # What stands in brackets that were closed before is an aside.
    counts = [m for m in counts if m.depth <= mention.depth] or counts
    current = _of_list(counts[-1], earlier, mention) if counts else None
    if current is None or any(m.role == "share" and m.start > current.start for m in earlier):
        return
    if base is None and (_names_another(mention, current) or _of_its_own_year(mention, current)):
        return
    if mention.role == "change" and mention.counted_in not in (current.counted_in, "百分点"):
        return
    way = "down" if _DOWN.search(mention.lead[-6:]) else "up"
    term = mention.role
    if base is not None and alike(current.counted_in, base.counted_in):
        yield make.over(term, [("current", current), ("base", base), (term, mention)], note=way)
    elif base is None:
        yield make.over(term, [("current", current), (term, mention)], note=way)


def _of_its_own_year(mention: Mention, current: Mention) -> bool:
    """2013年公开162条,今年比上年多27条,增长16.7%: the number before is last year's."""
    years = [period for period in (mention.period, current.period) if period is not None and period.isdigit()]
    return len(years) == 2 and years[0] != years[1]


def _names_another(mention: Mention, current: Mention) -> bool:
    """规上企业92家,比上年净增8家,工业增加值增长9.2%: the growth has a subject of its own."""
    own = _CHANGE_WORDS.sub("", mention.lead)
    return mention.gap[:1] == "," and len(own) > 2 and own not in current.lead


def _two_years(earlier: list[Mention]) -> tuple[Mention, Mention] | None:
    """2015年收到100件,2016年增至120件; 2016年120件,2015年100件: the same of the year before, and of the year."""
    if len(earlier) < 2:
        return None
    first, second = earlier[-2:]
    told = [one.period for one in (first, second) if one.period is not None and one.period.isdigit()]
    counts = {first.role, second.role} <= {"count", "part"} and alike(first.counted_in, second.counted_in)
    if not counts or len(told) < 2 or told[0] == told[1]:
        return None
    if not _BECAME.search(second.lead) and YEAR.sub("", second.lead) not in first.lead:
        return None
    return (first, second) if told[0] < told[1] else (second, first)


def _of_list(last: Mention, earlier: list[Mention], mention: Mention) -> Mention | None:
    """收到309件,其中甲86件、乙183件;同比下降8.3%: growth behind a list is the whole's after a semicolon, else open."""
    listed = [m for m in earlier if last.whole is not None and m.whole is last.whole and m.role == "part"]
    if len(listed) < 2 or any(m.role in ("growth", "change") and m.start > listed[0].start for m in earlier):
        return last
    between = last.sentence.text[last.end - last.sentence.start : mention.start - last.sentence.start]
    return last.whole if ";" in between else None


def _of_another_year(mention: Mention, base: Mention) -> bool:
    """较2014年的4100条增长26.8%,较2015年增长5%: the second growth has a base of its own."""
    named = _AGAINST.search(mention.lead)
    return named is not None and named["year"] != base.period


def _rate_changed(mention: Mention, earlier: list[Mention], make: ClaimMaker) -> Iterator[Claim]:
    """办结率98%,比上年的90%提高8个百分点"""
    if len(earlier) < 2 or mention.unit not in ("%", "百分点") or not _CHANGED_ALONE.fullmatch(mention.lead):
        return
    current, base = earlier[-2:]
    rates = current.unit == base.unit == "%" and current.role in ("rate", "share") and mention.gap == mention.lead
    if rates and _THAN_LAST.fullmatch(base.lead) and base.gap[:1] == ",":
        way = "down" if _DOWN.search(mention.lead) else "up"
        yield make.over("change", [("current", current), ("base", base), ("change", mention)], note=way)


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


def _said_way(mention: Mention, last: Mention, sentence: Sentence, make: ClaimMaker) -> Iterator[Claim]:
    """248件,较上年的201件有所减少: the two numbers, and the word behind them that no number follows."""
    if not mention.is_base or last.is_base or last.is_ratio or not alike(last.counted_in, mention.counted_in):
        return
    word = _SAID_WAY.match(sentence.text[mention.end - sentence.start :])
    if word is not None:
        yield make.over("direction", [("current", last), ("base", mention)], note=word.lastgroup or "")


def _moved(mention: Mention, last: Mention, make: ClaimMaker) -> Iterator[Claim]:
    """由683个…压缩至96个: the direction the verb tells."""
    way = moved(mention, last)
    if way is None or mention.unit in ("位", "名"):
        # A rank that rises is a smaller number.
        return
    yield make.over("direction", [("current", mention), ("base", last)], note=way)
    after = mention.sentence.mentions[mention.sentence.mentions.index(mention) + 1 :]
    by = after[0] if after else None
    if by is not None and by.role in ("change", "growth") and _BY.match(by.gap):
        # 由75%提高到90%,提高15个百分点
        terms = [("current", mention), ("base", last), (by.role, by)]
        yield make.over(by.role, terms, note="down" if _DOWN.search(by.lead) else "up")
    elif by is not None and by.unit == "%" and _REDUCED_BY.match(by.gap) and mention.unit != "%":
        # 由326项减至258项,精简20.9%
        yield make.over("growth", [("current", mention), ("base", last), ("growth", by)], note="down")
