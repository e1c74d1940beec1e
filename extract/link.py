"""Which indicator of the form a quantity of the prose tells. No match is an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..forms.schema import Phrase
from ..model import HAN, Link
from .beside import NAMELESS, YEAR, words_before, words_behind
from .carried import carried_behind, relative
from .cases import CASES, RECEIVED, STAGE, STANDING, last_placed, table_of
from .counted import (
    is_neither,
    is_part_of,
    of_both,
    of_one_office_or_all,
    of_some,
    since_the_beginning,
    since_when,
    to_this_day,
    told_of_this_report,
)
from .fitting import VERBS, fits
from .phrases import Hit, PhraseIndex, bare, without_fillers
from .scan import late
from .scopes import is_short_for
from .sentences import Mention, Sentence
from .wording import plainly

# 主动公开5200条,其中网站公开4800条: each item once, and not once for every channel as the line of the form counts.
_COUNTED_ONCE = {"disclosure.proactive.total": "channels", "response.hot_topics.total": "response"}
_LISTED = late(r"\s*[、和及与]")
_OF_ALL = ("总", "共", "合计")
_SECTIONS = late("部分(?!公开|予以|给予|同意|答复|不)|方面|章节")
# 公开的各类海关政府信息; of words like 工作 and 政策 every body may have some.
_FIELD = late(
    rf"((?:公开|发布)(?:了|的|各类|各种)*)((?!政府|政务|工作|业务|动态|重点|其他|其它|相关|有关|各类|机构|人事|部门){HAN}{{2,4}}?)"
    "((?:政府|政务)?信息$)"
)
_DOING_LAST = late(rf"(?:[本当今]年度?)?新?(?:{'|'.join(VERBS)})+$")
_FILLER = late(r"^(?:为|达|达到|共|共计|总计|合计|是)$")
_OTHER = late("以及|(?<!涉)及|和|与|加上|并")
# 除不予处理1件外,实质答复20件: what is left of the whole, whatever the words say.
_LEAVING_OUT = late(r"除(?!此)[^;]*外,?[^;\d]*$")
# 除结转下年7件,其余54件已答复: they are all that were answered.
_CARRIED_ON = late(r"除[^;。]{0,8}结转[^;。]*,?(?:其余|其他|其它|剩余)[^;\d]*$")
_EVER = late(r"(?<![今本]年)以来|历年")
_THIS_YEAR = late(r"(?<!\d)\d{4}年|[全本今当]年|年内|年度")
_AND = late(r"[和或及与、]|以及")
# A sign behind a number is numbering: 1、政府公报公开政府信息数.
_JOINED = late(r"(?<=[^,;:、和及与\d一二三四五六七八九十])(?:和|(?<![以涉])及|以及|与|、)$")
_OPEN = ("未办结", "未答复", "在办理", "在办", "期限")
_INCLUDED = late(r"\((?:含|包括|包含)(?P<words>[^()\d]*)\)[^()\d]{0,3}$")
_JOINING = late(
    r"(?:和|(?<!涉)及|以及|与|、)[^,;:\x00]+共计?(?=\x00)|(?:或者?|和|以?及|与|、)[不非已无未][^,;:\x00]+(?=\x00)"
    r"|等(?:其[他它余]|各[类种])[^,;:\x00]*(?=\x00)"
)
_JOINED_ON = late(r"[^,;:。()\d和或及与、]{0,4}(?:和|或者?|(?<!涉)及|以及|(?<!参)与|、)[^\d\s,;。]")
_JOINED_TO = late("(?:或者?|和|(?<!涉)及|以及|(?<!参)与|、)[^,;:。()]{0,3}$")
_REST = late(r"其余|其他|其它|剩余|另有?")
_COMPARED = late(r"(?:比|较|与|同比).*$")
_CARRIED_APART = late("[;。](?:其中)?(?:上一?年|去年)[^;。]{0,6}结转")
_HAPPENED = late("(?:(?:发生|产生|引发|出现|收到|接到)了?|(?<!没)有)$")
# 已按照规定时限和程序依法依规进行了答复: nothing but how it was done stands before what was done.
_ANSWERED = late(
    "(?:申请|均|都|全部|已经?|严格|按(?:照|时|期|要求|规定|程序)|依(?:法|规|照|据)|在|法定|规定|时限|期限|时间|之?内|和|程序|予以"
    "|给予|作出|进行|完成|及时|如期|[了的]|要求|有关|相关|法律|法规|条例|向?申请人|书面){1,14}"
    "(?:答复|回复|办结|办复|办毕|办理完毕|处理完毕|答复完毕|回复完毕)"
)
_SET_UP = late("(?:设立|设置|开辟|建立|建成|设有|增设|配备)了?$")
_THOSE_RECEIVED = late(rf"(?:{RECEIVED.pattern})[的了]?$")

Fitting = Callable[[Iterable[Hit], str], list[Hit]]


def link_sentence(
    sentence: Sentence, index: PhraseIndex, year: int | None, context: str, body: str | None = None
) -> None:
    """Set indicator and link of the mentions that phrases place; `context` is the text of the sentences before."""
    for n, mention in enumerate(sentence.mentions):
        if mention.role not in ("count", "part") or mention.found.quantity.is_empty:
            continue
        if index.units is not None and mention.counted_in not in index.units:
            continue
        if _SECTIONS.match(mention.right):
            # 办理结果公开情况等7个部分
            continue
        before = sentence.text[: mention.start - sentence.start]
        if is_neither(mention, sentence) or (_LEAVING_OUT.search(before) and not _CARRIED_ON.search(before)):
            continue
        if n and sentence.mentions[n - 1].role == "change" and _FILLER.match(mention.lead):
            # 申请量较上年增加5件,为43件
            mention.lead = _COMPARED.sub("", sentence.mentions[n - 1].lead) + mention.lead
        of_field = body is not None and _without_field(mention, body)
        best = _best(mention, index, sentence, context, year)
        if best is None:
            continue
        indicator, sure = best
        if of_field and sure == "exact":
            sure = "loose"
        if sure == "exact" and of_one_office_or_all(mention, body):
            sure = "doubtful" if table_of(indicator) == CASES else "loose"
        if since_the_beginning(mention, sentence.mentions[n + 1 :]):
            mention.period = f"/{year}"
        if not told_of_this_report(mention, year, table_of(indicator) == STANDING):
            continue
        whole = mention.whole
        if whole is not None and not is_part_of([whole, *mention.others], mention, indicator, index):
            continue
        if index.is_of_a_row(indicator) and of_both(mention):
            continue
        if to_this_day(mention, indicator):
            mention.period = f"/{year}"
            continue
        if of_some(mention, indicator, before):
            continue
        if sure == "exact" and whole is not None and _COUNTED_ONCE.get(whole.indicator or "") == table_of(indicator):
            sure = "loose"
        mention.indicator = indicator
        since_ever = (mention.period or "").startswith("/") or _EVER.search(before) is not None
        this_year = _THIS_YEAR.search(before) or f"{year}年" in context
        mention.link = (None if this_year and not since_ever else since_when(mention, before, since_ever)) or sure


def _without_field(mention: Mention, body: str) -> bool:
    """Take the words for what the body deals with out of 主动公开海关政府信息: what customs publishes is its own."""
    lead = _FIELD.sub(lambda m: m[1] + m[3] if is_short_for(m[2], body) else m[0], mention.lead)
    changed = lead != mention.lead
    mention.lead = lead
    return changed


def set_apart(sentence: Sentence) -> None:
    """强制措施12件,强制执行5件: two names and two numbers for one line are parts of it, or more than it.

    Of those carried over told apart (予以公开13件;上年结转1件,予以公开1件) and of two websites none is the line's.
    """
    told = [m for m in sentence.mentions if m.link in ("exact", "loose") and m.depth == 0]
    for n, one in enumerate(told):
        for other in told[n + 1 :]:
            same = (one.indicator, one.period, one.scope) == (other.indicator, other.period, other.scope)
            if not same or one.indicator is None or one.found.value == other.found.value:
                continue
            names = bare(one.lead), bare(other.lead)
            between = sentence.text[one.end - sentence.start : other.start - sentence.start]
            carried = names[0] == names[1] and _CARRIED_APART.search(between)
            if carried or ("网" in names[0] and "网" in names[1]):
                # 在门户网站公开320条,在市政府信息公开网公开150条: the site whose words are surer is the body's own.
                for told_less in (m for m in (one, other) if carried or one.link == other.link or m.link == "loose"):
                    told_less.indicator, told_less.link = None, "none"
            elif not (names[0] in names[1] or names[1] in names[0]):
                one.link = other.link = "loose"


def _best(
    mention: Mention, index: PhraseIndex, sentence: Sentence, context: str, year: int | None
) -> tuple[str, Link] | None:
    """The indicator of the nearest phrase before the number, around it, or after it."""

    def fitting(hits: Iterable[Hit], words: str) -> list[Hit]:
        return [hit for hit in hits if fits(hit, mention, words, sentence, context)]

    carried = carried_behind(mention, sentence)
    right = relative(carried or words_behind(mention), year)
    lead = words_before(mention, right, context, year)
    words, found = _named_before(mention, index, lead, right, fitting)
    # 除3件外均为自然人提出: what stands behind is said of the others.
    left_out = "除" in mention.lead and "外" in right
    if not found and right and (carried or not left_out) and not _AND.match(right):
        near = plainly(YEAR.split(mention.lead)[-1] if lead else "")
        over = _CARRIED_ON.search(sentence.text, 0, mention.start - sentence.start) is not None
        words, found = _named_around(index, near, plainly(right), carried != "", over, fitting)
        found = [hit for hit in found if not _one_of_several(hit, mention, sentence)]
    if not found:
        return None
    last = max(hit.end for hit in found)
    first = min(hit.start for hit in found if hit.end == last)
    nearest = [hit for hit in found if (hit.start, hit.end) == (first, last)]
    joined = any(_AND.fullmatch(lead[hit.end : first]) for hit in index.hits(lead) if hit.end < first)
    joined = joined or _JOINED.search(words, 0, first) is not None or _JOINING.match(words, last) is not None
    if joined or any(_with_others(mention.gap, h, index) for h in nearest):
        # 予以公开和部分公开105件, 行政处罚和行政强制88件: the number counts the two together.
        return None
    return _decided({h.phrase.indicator: h.phrase for h in nearest}, mention, sentence)


def _named_before(
    mention: Mention, index: PhraseIndex, lead: str, right: str, fitting: Fitting
) -> tuple[str, list[Hit]]:
    """The phrases in the words before a number, as they stand or without fillers, and the words they were found in."""
    # 收到57件以及上年结转2件: what is joined to the number is no word about it.
    about = _OTHER.split(right, maxsplit=1)[0]
    words = lead + "\x00" + about
    found = fitting(index.hits(lead), words)
    if not found:
        plain = bare(lead)
        words = plain + "\x00" + about
        found = fitting(index.bare_hits(plain), words)
    if not found and (shared := _shared_verb(mention, mention.sentence)):
        plain = bare(plainly(shared + lead))
        found = fitting((hit for hit in index.bare_hits(plain) if hit.end == len(plain) > len(shared)), plain)
    return words, found


def _named_around(
    index: PhraseIndex, near: str, right: str, carried: bool, over: bool, fitting: Fitting
) -> tuple[str, list[Hit]]:
    """The phrases that reach over a number or close the clause behind it, and the words they were found in."""
    # 收到的23件申请均已办结: they are those received, what became of them is told behind.
    latest = len(near) + (0 if _THOSE_RECEIVED.search(near) else 4)
    found = fitting(_crossing(index.hits(near + right), len(near), latest), near + right)
    if not carried and _REST.fullmatch(near) and not over:
        # 其余3件已答复: not all that were answered; 其余3件分别按已公开、信息不存在答复: some this, some that.
        found = [hit for hit in found if not STAGE.search(hit.words) and "分别" not in right]
    elif not found and (NAMELESS.fullmatch(near) or _HAPPENED.search(near)):
        # 8件因故无法提供, 1950件已按规定在期限内予以答复, 发生2件针对信息公开的行政复议: the end of the clause
        # says what became of them, or what they are.
        hits = index.hits(right) + (index.bare_hits(right) if _ANSWERED.fullmatch(right) else [])
        found = fitting((hit for hit in hits if hit.end == len(right) and hit.phrase.context), right)
    elif not found and _SET_UP.search(near):
        # 开辟了23个公安政府信息查阅点
        hits = index.hits(right)
        found = fitting((h for h in hits if h.end == len(right) and table_of(h.phrase.indicator) == STANDING), right)
    if not found and near:
        near, right = without_fillers(near), without_fillers(right)
        found = fitting(_crossing(index.bare_hits(near + right), len(near), len(near)), near + right)
    return near + right, found


def _with_others(gap: str, hit: Hit, index: PhraseIndex) -> bool:
    """复议、诉讼共4件; 同意公开(含部分公开)50件: the words before the number, lists and brackets with them."""
    gap = gap.lstrip(") ")
    # 微博、微信共发布信息90条 says 微信发布信息 with a filler in it.
    at = gap.rfind(hit.words if hit.words in gap or "分别" in gap else hit.words[:2])
    included = _INCLUDED.search(gap)
    joined = _JOINED.search(gap, 0, at) if at > 0 else None
    # 尚未办结、结转下年度4件: not done is what is carried over.
    apart = joined is not None and not gap.endswith(_OPEN, 0, joined.start())
    return apart or (
        included is not None and any(h.phrase.indicator != hit.phrase.indicator for h in index.hits(included["words"]))
    )


def _one_of_several(hit: Hit, mention: Mention, sentence: Sentence) -> bool:
    """5件行政复议和行政诉讼案件, 20件予以公开或部分公开: what stands behind the number is joined to something else."""
    at = mention.end - sentence.start
    later = next((m.start for m in sentence.mentions if m.start > mention.start), sentence.end)
    before, said, after = sentence.text[at : later - sentence.start].partition(hit.words[-2:])
    return said != "" and (_JOINED_ON.match(after) is not None or _JOINED_TO.search(before) is not None)


def _crossing(hits: list[Hit], number: int, latest: int) -> list[Hit]:
    """Phrases that reach over the place of the number and begin at `latest` there."""
    return [h for h in hits if h.end > number and h.start <= latest]


def _shared_verb(mention: Mention, sentence: Sentence) -> str:
    """制发规章1件、规范性文件7件: the verb of the first of a list is said of all."""
    at = sentence.mentions.index(mention)
    while at and _goes_on(sentence.mentions[at]):
        at -= 1
    head = sentence.mentions[at]
    if head is mention or head.unit != mention.unit:
        return ""
    end = max((head.lead.rfind(verb) + len(verb) for verb in VERBS if verb in head.lead), default=0)
    doing = _DOING_LAST.search(head.lead, 0, end)
    return doing.group() if doing is not None else ""


def _goes_on(mention: Mention) -> bool:
    """Whether it is listed behind the number before it: by 、 or, without a verb of its own, by a comma."""
    alone = mention.gap == f",{mention.lead}" != "," and not any(verb in mention.lead for verb in (*VERBS, *_OF_ALL))
    return alone or _LISTED.match(mention.gap) is not None


def _decided(found: dict[str, Phrase], mention: Mention, sentence: Sentence) -> tuple[str, Link] | None:
    """One indicator of those the same words may mean: the whole's own parts, else whose context stands nearest."""
    if len(found) > 1 and mention.whole is not None and mention.whole.indicator is not None:
        stem = mention.whole.indicator.rpartition(".")[0] + "."
        found = {name: phrase for name, phrase in found.items() if name.startswith(stem)} or found
    if len(found) > 1:
        before = sentence.text[: mention.start - sentence.start]
        places = {name: max((before.rfind(w) for w in phrase.context), default=-1) for name, phrase in found.items()}
        best = max(places.values())
        told = last_placed(mention, sentence).rpartition(".")[0] if best < 0 else ""
        found = {
            name: phrase
            for name, phrase in found.items()
            if (best >= 0 and places[name] == best) or name.rpartition(".")[0] == told
        }
    if len(found) != 1:
        return None
    [(name, phrase)] = found.items()
    return name, "doubtful" if phrase.prose else "loose" if phrase.loose else "exact"
