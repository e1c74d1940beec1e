"""Which indicator of the form a quantity of the prose tells. No match is an answer."""

from __future__ import annotations

from collections.abc import Iterable

from ..forms.schema import Phrase
from ..model import HAN, Link
from .around import Fitting, all_left, named_around, one_of_several
from .beside import YEAR, words_before, words_behind
from .carried import carried_behind, relative
from .cases import CASES, STANDING, last_placed, table_of
from .counted import (
    is_neither,
    is_part_of,
    of_both,
    of_documents,
    of_one_office_or_all,
    of_some,
    since_the_beginning,
    since_when,
    to_this_day,
    told_of_this_report,
)
from .fitting import VERBS, fits
from .phrases import Hit, PhraseIndex, bare
from .scan import late
from .scopes import is_short_for
from .sentences import Mention, Sentence
from .wording import plainly

# 主动公开5200条,其中网站公开4800条: each item once, and not once for every channel as the line of the form counts.
_COUNTED_ONCE = {"disclosure.proactive.total": "channels", "response.hot_topics.total": "response"}
_LISTED = late(r"\s*[、和及与]")
_OWN_VERB = late(f"{'|'.join(VERBS)}|[总共办转]|合计|答复")
# A list longer than this has a verb of its own again.
_LONG_LIST = 32
_WITH_PART = late("(?:含|包括|包含).*公开")
_SECTIONS = late("部分(?!公开|予以|给予|同意|答复|不)|方面|章节")
# 公开的各类海关政府信息; of words like 工作 and 政策 every body may have some.
_FIELD = late(
    rf"((?:公开|发布)(?:了|的|各类|各种)*)((?!政府|政务|工作|业务|动态|重点|其他|其它|相关|有关|各类|机构|人事|部门){HAN}{{2,4}}?)"
    "((?:政府|政务)?信息$)"
)
_DOING_LAST = late(rf"(?:[本当今]年度?)?新?(?:{'|'.join(VERBS)})+$")
_FILLER = late(r"^(?:为|达|达到|共|共计|总计|合计|是)$")
_OTHER = late("以及|(?<!涉)及|和|与|加上|并")
# What is left out of a number is said so near before it.
_NEAR = 200
# 除不予处理1件外,实质答复20件: what is left of the whole, whatever the words say.
_LEAVING_OUT = late(r"除(?!此)[^;]*外,?[^;\d]*$")
_EVER = late(r"(?<![今本]年)以来|历年")
_THIS_YEAR = late(r"(?<!\d)\d{4}年|[全本今当]年|年内|年度")
_AND = late(r"[和或及与、]|以及")
# A sign behind a number is numbering: 1、政府公报公开政府信息数.
_JOINED = late(r"(?<=[^,;:、和及与\d一二三四五六七八九十])(?:和|或|(?<![以涉])及|以及|与|、)$")
_OPEN = ("未办结", "未答复", "在办理", "在办", "期限")
_INCLUDED = late(r"\((?:含|包括|包含)(?P<words>[^()\d]*)\)[^()\d]{0,3}$")
_JOINING = late(
    r"(?:和|(?<!涉)及|以及|与|、)[^,;:\x00]+共计?(?=\x00)|(?:或者?|和|以?及|与|、)[不非已无未][^,;:\x00]+(?=\x00)"
    r"|等(?:其[他它余]|各[类种])[^,;:\x00]*(?=\x00)|(?:和|及|与|以及)(?:其[他它])?(?:相关|有关)?文件(?=\x00)"
)
_COMPARED = late(r"(?:比|较|与|同比).*$")


def link_sentence(
    sentence: Sentence, index: PhraseIndex, year: int | None, context: str, body: str | None = None
) -> None:
    """Set indicator and link of the mentions that phrases place; `context` is the text of the sentences before."""
    for n, mention in enumerate(sentence.mentions):
        before = sentence.text[: mention.start - sentence.start]
        if not _may_tell(mention, sentence, index, before):
            continue
        if n and sentence.mentions[n - 1].role == "change" and _FILLER.match(mention.lead):
            # 申请量较上年增加5件,为43件
            mention.lead = _COMPARED.sub("", sentence.mentions[n - 1].lead) + mention.lead
        of_field = body is not None and _without_field(mention, body)
        best = _best(mention, index, sentence, context, year)
        if best is None:
            continue
        indicator, sure = best
        if sure == "exact" and of_field:
            sure = "loose"
        if sure == "exact" and of_one_office_or_all(mention, body):
            sure = "doubtful" if table_of(indicator) == CASES else "loose"
        if since_the_beginning(mention, sentence.mentions[n + 1 :]) or to_this_day(mention, indicator):
            mention.period = f"/{year}"
        if not _tells_all(mention, indicator, index, before, year):
            continue
        whole = mention.whole
        if sure == "exact" and whole is not None and _COUNTED_ONCE.get(whole.indicator or "") == table_of(indicator):
            sure = "loose"
        mention.indicator = indicator
        since_ever = (mention.period or "").startswith("/") or _EVER.search(before) is not None
        this_year = _THIS_YEAR.search(before) or f"{year}年" in context
        mention.link = (None if this_year and not since_ever else since_when(mention, before, since_ever)) or sure


def _may_tell(mention: Mention, sentence: Sentence, index: PhraseIndex, before: str) -> bool:
    """Whether a number may tell any line of the form, by its role and unit and by what it is told with."""
    if mention.role not in ("count", "part") or mention.found.quantity.is_empty:
        return False
    if index.units is not None and mention.counted_in not in index.units:
        return False
    sections = mention.unit in ("个", "项", "大") and _SECTIONS.match(mention.right) is not None
    if sections or is_neither(mention, sentence) or of_documents(mention):
        # 办理结果公开情况等7个部分
        return False
    at = sentence.mentions.index(mention)
    last = sentence.mentions[at - 1] if at else None
    if last is not None and mention.gap == mention.lead and mention.lead.endswith(("中", "里", "有")):
        # 9个查阅点有4个没有电脑: what is named is the number before.
        return last.unit != mention.unit
    if last is not None and last.depth > mention.depth and _WITH_PART.match(last.lead):
        # 予以公开(包括部分公开2件)13件
        return False
    near = before[-_NEAR:]
    return "除" not in near or _LEAVING_OUT.search(near) is None or all_left(near)


def _tells_all(mention: Mention, indicator: str, index: PhraseIndex, before: str, year: int | None) -> bool:
    """Whether it tells just what the line counts: of this report, no part of something else, and not some of it."""
    if not told_of_this_report(mention, year, table_of(indicator) == STANDING):
        return False
    whole = mention.whole
    if whole is not None and not is_part_of([whole, *mention.others], mention, indicator, index):
        return False
    if index.is_of_a_row(indicator) and of_both(mention):
        return False
    if whole is not None and _of_some_staff(whole, indicator):
        return False
    return not of_some(mention, indicator, before)


def _of_some_staff(whole: Mention, indicator: str) -> bool:
    """工作人员20人,镇里3人(专职1人、兼职2人): the whole is itself some of those told before."""
    told = [m for m in whole.sentence.mentions if m.start < whole.start and m.unit == whole.unit]
    over = any("人员" in m.lead and (m.found.value or 0) > (whole.found.value or 0) for m in told)
    return whole.indicator is None and table_of(indicator) == STANDING and over


def _without_field(mention: Mention, body: str) -> bool:
    """Take the words for what the body deals with out of 主动公开海关政府信息: what customs publishes is its own."""
    lead = _FIELD.sub(lambda m: m[1] + m[3] if is_short_for(m[2], body) else m[0], mention.lead)
    changed = lead != mention.lead
    mention.lead = lead
    return changed


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
        at = mention.start - sentence.start
        left = carried != "" or all_left(sentence.text[max(0, at - _NEAR) : at])
        words, found = named_around(index, near, plainly(right), left, mention, fitting)
        found = [hit for hit in found if not one_of_several(hit, mention, sentence)]
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
        plain, verb = bare(plainly(shared + lead)), bare(plainly(shared))
        # 收到申请23件,有3件撤回: the verb alone names nothing.
        said = len(plain) - len(verb) > 1
        found = fitting((hit for hit in index.bare_hits(plain) if said and hit.end == len(plain)), plain)
    return words, found


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
        included is not None
        and (
            included["words"] == "部分"
            or any(h.phrase.indicator != hit.phrase.indicator for h in index.hits(included["words"]))
        )
    )


def _shared_verb(mention: Mention, sentence: Sentence) -> str:
    """制发规章1件、规范性文件7件: the verb of the first of a list is said of all."""
    at = last = sentence.mentions.index(mention)
    while at and last - at < _LONG_LIST and _goes_on(sentence.mentions[at], sentence.mentions[at - 1]):
        at -= 1
    head = sentence.mentions[at]
    if head is mention or head.unit != mention.unit:
        return ""
    end = max((head.lead.rfind(verb) + len(verb) for verb in VERBS if verb in head.lead), default=0)
    doing = _DOING_LAST.search(head.lead, 0, end)
    return doing.group() if doing is not None else ""


def _goes_on(mention: Mention, last: Mention) -> bool:
    """Whether it is listed behind the number before it: by 、 or, without a verb of its own, by a comma behind one that
    tells a line of the form."""
    alone = last.link == "exact" and mention.gap == f",{mention.lead}" != "," and not _OWN_VERB.search(mention.lead)
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
