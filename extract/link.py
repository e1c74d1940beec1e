"""Which indicator of the form a quantity of the prose tells. No match is an answer."""

from __future__ import annotations

import re

from ..forms.schema import Phrase
from ..model import Link
from .beside import NAMELESS, YEAR, title_of, words_before, words_behind
from .carried import carried_behind, relative
from .context import is_office
from .list_parts import AVERAGE
from .phrases import Hit, PhraseIndex, bare, without_fillers
from .sentences import Mention, Sentence
from .vocabulary import vocabulary
from .wording import plainly

_UNDONE = re.compile(
    r"(?:[未不无待拟需]|不予|不再|[正尚仍还]在|需要|应当|应予|(?<![相对响适])应|(?:下一?|次|明)年度?)$"
)
_DONE_WITH = re.compile("[办答]|完成|[下次明来]一?年")
# 主动公开5200条,其中网站公开4800条: each item once, and not once for every channel as the line of the form counts.
_COUNTED_ONCE = {"disclosure.proactive.total": "channels", "response.hot_topics.total": "response"}
# 其余10件因不掌握、过程性信息等原因未公开: no reason has all of them.
_SEVERAL_REASONS = re.compile(r"[^,;。]*、[^,;。]*等(?:原因|情形|情况|理由)")
# 新条例实施前收到8件,实施后收到15件
_SPAN = re.compile(r"(?:实施|施行|生效|改革|成立)(?:之?[前后]|以[前后])|^的(?:乡镇|街道|部门|单位|县区)")
_BODIES_ALONE, _ANYONE = re.compile("^(?:其中)?(?:法人|其他组织)"), re.compile("公民|自然人|个人|群众")
_NARROWED = re.compile("(?<![各此同两几多种])(?<!公开)类|涉及|关于")
_WITHDRAWN = re.compile("撤[回销件]|终止")
_IN_PART = re.compile(
    r"(?:(?<!未经复议)直接|其[他它]各?类?|(?<![各此同两几多种])(?<!公开)类|另外?|又|还|再|当[场日]|口头|书面|电话|日之?内|逾期|超期"
    r"|(?:线[上下]|窗口|平台|邮箱)(?:渠道|方式)?)(?:予以|依法)?$"
)
_OF_THE_YEAR = re.compile(r"(?:本|今|当|\d)年度?(?:新增|公开|发布|收到|受理)")
_SHORT = 3
_LISTED = re.compile(r"\s*[、和及与]")
_VERBS = tuple(verb for verb in vocabulary("verbs")["verb"] if len(verb) > 1)
_DOING_ALONE = re.compile(f"(?:{'|'.join(_VERBS)})+")
_DOING_LAST = re.compile(rf"(?:[本当今]年度?)?新?(?:{'|'.join(_VERBS)})+$")
_STAGE = re.compile(r"办结|答复|办复|办毕|结转|转入|转下")
_FILLER = re.compile(r"^(?:为|达|达到|共|共计|总计|合计|是)$")
# What came in together with what was left from last year is neither of the two, nor is what was 收办.
_BOTH = re.compile("收办|应办")
# 行政复议21件,其中涉及政府信息公开2件: the whole is of all kinds.
_OF_ALL_KINDS = re.compile(r"[,(]\s*其中:?(?:因|涉及|有关|关于|属于)?(?:政府)?信息公开")
# 连同上年结转共办理25件; 含上年结转2件,共办理申请25件
_CARRIED_BEFORE = re.compile(
    r"(?:含|连同|加上|包括|算上)(?:上一?年度?|去年)?[^;。]{0,6}结转(?:的|\d+[件宗份]|申请)*,?[^,;。\d]{0,4}共[^,;。\d]{0,8}$"
)
_OPENS = (",", "(")
_WITH_CARRIED = re.compile(
    r"\((?:当年|本年度?|今年)?新收|\((?:上一?年度?|去年)结转\d|"
    r"\((?:其中)?(?:包?含|包括)[^()。;]{0,10}结转|[,(]其中[:,]?(?:当年|本年度?|今年|全?年内?)?新(?:收|接收|受理)"
)
# 除不予处理1件外,实质答复20件: what is left of the whole, whatever the words say.
_OTHER = re.compile("以及|(?<!涉)及|和|与|加上|并")
_DONE = re.compile("答复|办结")
_LEAVING_OUT = re.compile(r"除(?!此)[^;]*外,?[^;\d]*$")
_EVER = re.compile(r"(?<![今本]年)以来|历年")
_FRESH = re.compile("新增的?主动公开")
_TO_THIS_DAY = re.compile("目前.*[总累共]计?|历年")
_THIS_YEAR = re.compile(r"(?<!\d)\d{4}年|[全本今当]年|年内|年度")
# 市政府制发20件 may be told of the government's own office or of all below it; applications to it mostly of all.
_CASES = "applications"
_GOVERNMENT = re.compile(
    r"(?:^|[,;:。(年度])(?:其中,?)?(?P<place>[\u4e00-\u9fff]{0,3})[省市县区州旗](?:人民)?政府(?:门户)?(?=网站|[共先全累制印出公发召举收受新]|办[理结])"
)
_AND = re.compile(r"[和或及与、]|以及")
# A sign behind a number is numbering: 1、政府公报公开政府信息数.
_JOINED = re.compile(r"(?<=[^,;:、和及与\d一二三四五六七八九十])(?:和|(?<![以涉])及|以及|与|、)$")
_OPEN = ("未办结", "未答复", "在办理", "在办", "期限")
_INCLUDED = re.compile(r"\((?:含|包括|包含)(?P<words>[^()\d]*)\)[^()\d]{0,3}$")
_JOINING = re.compile(
    r"(?:和|(?<!涉)及|以及|与|、)[^,;:\x00]+共计?(?=\x00)|(?:或者?|和|以?及|与|、)[不非已无未][^,;:\x00]+(?=\x00)"
    r"|等(?:其[他它余]|各[类种])[^,;:\x00]*(?=\x00)"
)
_IN_ALL_WAYS = re.compile("等[^,;:。等]{0,4}(?:形式|渠道|载体|方式|途径|媒体|平台),$")
_JOINED_ON = re.compile(r"[^,;:。()\d和或及与、]{0,4}(?:和|或者?|(?<!涉)及|以及|(?<!参)与|、)[^\d\s,;。]")
_JOINED_TO = re.compile("(?:或者?|和|(?<!涉)及|以及|(?<!参)与|、)[^,;:。()]{0,3}$")
_REST = re.compile(r"其余|其他|其它|剩余|另有?")
_COMPARED = re.compile(r"(?:比|较|与|同比).*$")
# Cases of other kinds; what follows them in a sentence is told of them.
_OTHER_CASES = re.compile(
    # The first two are reasons for which requests are not dealt with.
    r"信访、?(?:举报、?投诉|投诉、?举报)[类等]|行政查询事项"
    r"|(热线|工单|信访|来信(?![申\d、])|留言|信箱|建议|提案|投诉|诉求|来电|复议|诉讼|起诉|征求意见|咨询|查询|查阅)"
)
_DISPUTES = ("复议", "诉讼", "起诉")
# Requests for information, whatever became of them.
# Lines of the form that count no cases: a reading room beside them (查阅点) is no other case.
_STANDING = "organisation"
_NO_CASES = (_STANDING, "training", "channels")
_OWN_CASES = re.compile("信息公开|依申请|申请公开|公开申请")
_RECEIVED = re.compile(r"受理|收到|新收|接到|接听|收件")
_STANDS_ALONE = re.compile(rf"{_RECEIVED.pattern}|复议|诉讼|收费|[专兼全]职|网站|微博|微信|来信|来函")
_A_REQUEST = re.compile(rf"(?:{_RECEIVED.pattern})(?:书面)?申请$")
_HAPPENED = re.compile("(?:发生|产生|引发|出现|收到|接到)了?$")
_THOSE_RECEIVED = re.compile(rf"(?:{_RECEIVED.pattern})[的了]?$")


def link_sentence(
    sentence: Sentence, index: PhraseIndex, year: int | None, context: str, body: str | None = None
) -> None:
    """Set indicator and link of the mentions that phrases place; `context` is the text of the sentences before."""
    for n, mention in enumerate(sentence.mentions):
        if mention.role not in ("count", "part") or mention.found.quantity.is_empty:
            continue
        if index.units is not None and mention.counted_in not in index.units:
            continue
        before = sentence.text[: mention.start - sentence.start]
        if _is_neither(mention, sentence) or _LEAVING_OUT.search(before):
            continue
        if n and sentence.mentions[n - 1].role == "change" and _FILLER.match(mention.lead):
            # 申请量较上年增加5件,为43件
            mention.lead = _COMPARED.sub("", sentence.mentions[n - 1].lead) + mention.lead
        best = _best(mention, index, sentence, context, year)
        if best is None:
            continue
        indicator, sure = best
        if sure == "exact" and _of_one_office_or_all(mention, body):
            sure = "doubtful" if _table_of(indicator) == _CASES else "loose"
        if _since_the_beginning(mention, sentence.mentions[n + 1 :]):
            mention.period = f"/{year}"
        if not told_of_this_report(mention, year, _table_of(indicator) == _STANDING):
            continue
        whole = mention.whole
        if whole is not None and not _is_part_of([whole, *mention.others], mention, indicator, index):
            continue
        if _to_this_day(mention, indicator) or _of_some(mention, indicator, before):
            continue
        if sure == "exact" and whole is not None and _COUNTED_ONCE.get(whole.indicator or "") == _table_of(indicator):
            sure = "loose"
        mention.indicator = indicator
        since_ever = (mention.period or "").startswith("/") or _EVER.search(before) is not None
        this_year = _THIS_YEAR.search(before) or f"{year}年" in context
        mention.link = (None if this_year and not since_ever else _since_when(mention, before, since_ever)) or sure


def _of_some(mention: Mention, indicator: str, before: str) -> bool:
    """Whether the number is of some of the cases that the line counts, or of another stage of them."""
    sentence, whole = mention.sentence, mention.whole
    if _accepted(mention, indicator) or _carried_in(mention, indicator, before):
        return True
    if _SEVERAL_REASONS.match(sentence.text, mention.end - sentence.start):
        return True
    if mention.depth and whole is not None and whole.indicator is None and _NARROWED.search(whole.lead):
        # 土地类申请8件(含上年结转1件)
        return True
    # 收到23件,撤回1件,实际办理22件: the table counts the one as well.
    if _BODIES_ALONE.search(mention.lead) and not _ANYONE.search(before[-30:]):
        # 法人或其他组织提出的5件申请, but 公民、法人和其他组织 are all there are.
        return indicator.endswith(".total") and _table_of(indicator) == _CASES
    return "实际" in mention.lead and _WITHDRAWN.search(before) is not None


def set_apart(sentence: Sentence) -> None:
    """强制措施12件,强制执行5件: two names and two numbers for one line are parts of it, or more than it."""
    told = [m for m in sentence.mentions if m.link == "exact" and m.depth == 0]
    for n, one in enumerate(told):
        for other in told[n + 1 :]:
            same = (one.indicator, one.period, one.scope) == (other.indicator, other.period, other.scope)
            if same and one.found.value != other.found.value and not _one_name(bare(one.lead), bare(other.lead)):
                one.link = other.link = "loose"


def _one_name(one: str, other: str) -> bool:
    return one in other or other in one


def _is_part_of(wholes: list[Mention], mention: Mention, indicator: str, index: PhraseIndex) -> bool:
    """Whether one of the numbers it may be a part of can be its whole, and none of them is another of its own kind.

    15件已答复。在已答复的15件中…: the same number again is no part.
    """
    same = [whole for whole in wholes if whole.indicator == indicator]
    if same:
        return all(whole.found.value == mention.found.value for whole in same)
    return any(index.is_whole(indicator, whole.indicator) for whole in wholes)


def _accepted(mention: Mention, indicator: str) -> bool:
    """收到申请50件,受理48件: the second tells how many of the first were taken on."""
    if "受理" not in mention.lead:
        return False
    earlier = [m for m in mention.sentence.mentions if m.start < mention.start and "受理" not in m.lead]
    both = [m for m in earlier if m.indicator is None and _is_neither(m, m.sentence) and _RECEIVED.search(m.lead)]
    return bool(both) or any(m.indicator == indicator for m in earlier)


def _carried_in(mention: Mention, indicator: str, before: str) -> bool:
    """新收23件、结转2件: before anything was done with them they are those left from last year."""
    bare = mention.lead.endswith(("结转", "转结")) and not _DONE_WITH.search(before + mention.right)
    return bare and indicator == "applications.carried_out.total"


def _to_this_day(mention: Mention, indicator: str) -> bool:
    """2011年公开606条,目前总计公开2739条: of all years, where this year's number was told before."""
    told = [m for m in mention.sentence.mentions if m.start < mention.start and m.indicator == indicator]
    fresh = any("新增" in m.lead for m in told) and "累计" in mention.lead
    return fresh or (bool(told) and _TO_THIS_DAY.search(mention.lead) is not None)


def _since_when(mention: Mention, before: str, since_ever: bool) -> Link | None:
    """累计 without a year may reach back to the beginning, with what is told behind it (累计制发96件,废止65件);
    applications mostly are the year's. Up to a day (截至2010年底,累计公开9860条) it mostly does."""
    if (mention.indicator or "").startswith(_CASES) or since_ever:
        return "doubtful" if "累计" in mention.lead else None
    return "loose" if "累计" in before else None


def _of_one_office_or_all(mention: Mention, body: str | None) -> bool:
    """市政府受理20件 may be either, but not in the report of the government's office, nor 某县人民政府受理20件 in that
    government's own."""
    if is_office(body):
        return False
    government = _GOVERNMENT.search(mention.before[-12:] + mention.lead)
    return government is not None and not (len(government["place"]) > 1 and mention.scope == "own")


def _is_neither(mention: Mention, sentence: Sentence) -> bool:
    """Received and carried in together; 答复3050件(含上年结转34件) is just what was answered."""
    if _CARRIED_BEFORE.search(sentence.text, 0, mention.start - sentence.start):
        return not _DONE.search(mention.lead)
    after = mention.end - sentence.start
    opened = sentence.text[after : after + 1] in _OPENS
    if _BOTH.search(mention.lead) or (opened and _OF_ALL_KINDS.match(sentence.text, after)):
        return True
    carried = _WITH_CARRIED.match(sentence.text, after) if opened else None
    if carried is None:
        # 办理25件,其中同意公开8件,…,结转下年1件
        parts = [m for m in sentence.mentions if m.whole is mention]
        told = _DONE.search(mention.lead) or _RECEIVED.search(mention.lead)
        return not told and any("结转下" in m.lead + m.right for m in parts)
    later = [m for m in sentence.mentions if m.start > mention.start]
    done = [m.found.value or 0 for m in later if _DONE.search(m.lead + m.right)]
    left = [m.found.value or 0 for m in later if "结转" in m.lead + m.right and m.depth == mention.depth]
    # 答复151件(含上年结转13件),办结146件,结转下年5件: answered is said of all that there were to answer.
    return not _DONE.search(mention.lead) or any(one + other == mention.found.value for one in done for other in left)


def _since_the_beginning(mention: Mention, later: list[Mention]) -> bool:
    """累计公开12860条,其中2012年新增2315条: the whole is of all years."""
    fresh = ((m.whole is mention and _OF_THE_YEAR.search(m.lead)) or _FRESH.search(m.lead) for m in later)
    return "累计" in mention.lead and any(fresh)


def told_of_this_report(mention: Mention, year: int | None, standing: bool = False) -> bool:
    """Not of another body, another year, a plan, or an average; what is `standing` since then is of this year too
    (自2008年以来,配备了1名专职人员)."""
    if mention.scope is not None and mention.scope.startswith("named:"):
        return False
    if mention.modality != "achieved" or mention.at_level or mention.is_base:
        return False
    told = mention.period
    if told is not None and year is not None and told not in (str(year), f"/{year}-12-31"):
        return standing and told.endswith(f"/{year}")
    return AVERAGE.search(mention.lead) is None and _SPAN.search(mention.lead) is None


def _best(
    mention: Mention, index: PhraseIndex, sentence: Sentence, context: str, year: int | None
) -> tuple[str, Link] | None:
    """The indicator of the nearest phrase before the number, around it, or after it."""
    carried = carried_behind(mention, sentence)
    right = relative(carried or words_behind(mention), year)
    lead = words_before(mention, right, context, year)
    # 收到57件以及上年结转2件: what is joined to the number is no word about it.
    about = _OTHER.split(right, maxsplit=1)[0]
    words = lead + "\x00" + about
    said = index.hits(lead)
    found = [h for h in said if _fits(h, mention, words, sentence, context)]
    if not found:
        plain = bare(lead)
        words = plain + "\x00" + about
        found = [h for h in index.bare_hits(plain) if _fits(h, mention, words, sentence, context)]
    if not found and (shared := _shared_verb(mention, sentence)):
        plain = bare(plainly(shared + lead))
        hits = [h for h in index.bare_hits(plain) if h.end > len(shared)]
        found = [h for h in hits if _fits(h, mention, plain, sentence, context)]
    # 除3件外均为自然人提出: what stands behind is said of the others.
    left_out = "除" in mention.lead and "外" in right
    if not found and right and (carried or not left_out) and not _AND.match(right):
        near, right = plainly(YEAR.split(mention.lead)[-1] if lead else ""), plainly(right)
        # 收到的23件申请均已办结: they are those received, what became of them is told behind.
        latest = len(near) + (0 if _THOSE_RECEIVED.search(near) else 4)
        crossing = _crossing(index.hits(near + right), len(near), latest)
        found = [h for h in crossing if _fits(h, mention, near + right, sentence, context)]
        if not carried and _REST.fullmatch(near):
            # 其余3件已答复: not all that were answered; 其余3件分别按已公开、信息不存在答复: some this, some that.
            found = [h for h in found if not _STAGE.search(h.words) and "分别" not in right]
        else:
            if not found and (NAMELESS.fullmatch(near) or _HAPPENED.search(near)):
                # 8件因故无法提供, 1950件已按规定在期限内予以答复, 发生2件针对信息公开的行政复议: the end of the clause
                # says what became of them, or what they are.
                closing = [h for h in index.hits(right) if h.end == len(right) and h.phrase.context]
                found = [h for h in closing if _fits(h, mention, right, sentence, context)]
        if not found and near:
            near, right = without_fillers(near), without_fillers(right)
            crossing = _crossing(index.bare_hits(near + right), len(near), len(near))
            found = [h for h in crossing if _fits(h, mention, near + right, sentence, context)]
        words = near + right
        found = [h for h in found if not _one_of_several(h, mention, sentence)]
    if not found:
        return None
    last = max(hit.end for hit in found)
    first = min(hit.start for hit in found if hit.end == last)
    nearest = [hit for hit in found if (hit.start, hit.end) == (first, last)]
    joined = any(_AND.fullmatch(lead[hit.end : first]) for hit in said if hit.end < first)
    joined = joined or _JOINED.search(words, 0, first) is not None or _JOINING.match(words, last) is not None
    if joined or any(_with_others(mention.gap, h, index) for h in nearest):
        # 予以公开和部分公开105件, 行政处罚和行政强制88件: the number counts the two together.
        return None
    return _decided({h.phrase.indicator: h.phrase for h in nearest}, mention, sentence)


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
    while at and _LISTED.match(sentence.mentions[at].gap):
        at -= 1
    head = sentence.mentions[at]
    if head is mention or head.unit != mention.unit:
        return ""
    end = max((head.lead.rfind(verb) + len(verb) for verb in _VERBS if verb in head.lead), default=0)
    doing = _DOING_LAST.search(head.lead, 0, end)
    return doing.group() if doing is not None else ""


def _decided(found: dict[str, Phrase], mention: Mention, sentence: Sentence) -> tuple[str, Link] | None:
    """One indicator of those the same words may mean: the whole's own parts, else whose context stands nearest."""
    if len(found) > 1 and mention.whole is not None and mention.whole.indicator is not None:
        stem = mention.whole.indicator.rpartition(".")[0] + "."
        found = {name: phrase for name, phrase in found.items() if name.startswith(stem)} or found
    if len(found) > 1:
        before = sentence.text[: mention.start - sentence.start]
        places = {name: max((before.rfind(w) for w in phrase.context), default=-1) for name, phrase in found.items()}
        best = max(places.values())
        told = _last_placed(mention, sentence).rpartition(".")[0] if best < 0 else ""
        found = {
            name: phrase
            for name, phrase in found.items()
            if (best >= 0 and places[name] == best) or name.rpartition(".")[0] == told
        }
    if len(found) != 1:
        return None
    [(name, phrase)] = found.items()
    return name, "doubtful" if phrase.prose else "loose" if phrase.loose else "exact"


def _fits(hit: Hit, mention: Mention, words: str, sentence: Sentence, context: str) -> bool:
    phrase = hit.phrase
    if phrase.units and mention.counted_in not in phrase.units:
        return False
    if phrase.none:
        unsaid = _said_for(mention, hit)
        if _table_of(phrase.indicator) == "disclosure":
            # (一)门户网站公开情况。全年发布政府信息148条: the title of the paragraph says where.
            unsaid += title_of(mention, context)
        if any(word in words or word in unsaid for word in phrase.none):
            return False
    if not all(word in words for word in phrase.all):
        return False
    whole = mention.whole
    of_all = whole is not None and (_is_neither(whole, whole.sentence) or _since_the_beginning(whole, [mention]))
    if whole is not None and whole.indicator is None and not of_all:
        # 被纠正7件(含行政复议6件): a part has the qualities of its whole; 专兼职人员 are of both kinds.
        quality = whole.lead.replace("专兼职", "")
        # 复议6件和诉讼3件,其中复议维持5件: the words of the part say of which.
        of_which = _DISPUTES if any(word in hit.words for word in _DISPUTES) else ()
        if any(word in quality for word in phrase.none if word not in of_which):
            return False
    if _denied(words, hit) or _of_other_cases(phrase, mention, sentence):
        return False
    short = hit.end - hit.start <= 2 and not _STANDS_ALONE.search(hit.words)
    if short and not _after_received(phrase, mention, sentence):
        return False
    if not phrase.context or any(word in words for word in phrase.context):
        return True
    other = _other_case(hit, mention, sentence)
    if _in_context(hit, mention, sentence, context, other):
        return True
    return not other and _among_its_own(phrase, mention, sentence)


def _denied(words: str, hit: Hit) -> bool:
    """未办结 is not 办结, nor is 需办结, and 依申请公开 not 申请公开; 直接收到 and 当场答复 tell of some alone."""
    before = words[: hit.start]
    if _IN_PART.search(before) and not hit.words.startswith(("直接", "复议")):
        return True
    return _UNDONE.search(before) is not None or (before.endswith("依") and hit.words.startswith("申请"))


def _of_other_cases(phrase: Phrase, mention: Mention, sentence: Sentence) -> bool:
    """受理信访33件,办结31件,结转下年2件: what was received in this sentence is nothing of the form's."""
    if _RECEIVED.search(mention.lead) or not _STAGE.search(mention.lead + mention.right):
        return False
    for other in reversed([m for m in sentence.mentions if m.start < mention.start]):
        if _table(other) == _table_of(phrase.indicator):
            return False
        if _RECEIVED.search(other.lead):
            return True
    return False


def _table_of(indicator: str) -> str:
    return indicator.split(".")[0]


def _table(mention: Mention) -> str:
    """The table of the form of which a number before it tells, linked or a sum that is linked to nothing."""
    whole = mention.whole.indicator if mention.whole is not None else None
    if mention.indicator or whole:
        return _table_of(mention.indicator or whole or "")
    other = any(m[1] for m in _OTHER_CASES.finditer(mention.lead))
    if other or not _RECEIVED.search(mention.lead):
        # 受理政府信息公开投诉3件: no request is among them.
        return ""
    said = mention.lead
    if _A_REQUEST.search(said):
        said = mention.sentence.heading + mention.sentence.text[: mention.end - mention.sentence.start]
    return _CASES if _OWN_CASES.search(said) else ""


def _said_for(mention: Mention, hit: Hit) -> str:
    """What the words of a short phrase leave unsaid: 投诉方面,受理12件; 制发文件96件,主动公开96件."""
    if not hit.phrase.context and mention.lead == hit.words and _DOING_ALONE.fullmatch(hit.words):
        at = mention.sentence.mentions.index(mention)
        last = mention.sentence.mentions[at - 1] if at else None
        return mention.before + (last.lead if last is not None and last.unit == mention.unit else "")
    if _table_of(hit.phrase.indicator) == "disclosure" and mention.lead == hit.words:
        # “政务公开平台”作为子栏目,公开政府信息24833条: who publishes is told by the clause before; ways like
        # 通过网站、公示栏等形式 leave none out.
        return "" if _IN_ALL_WAYS.search(mention.before) else mention.before
    return mention.before if len(hit.words) <= _SHORT and mention.before[-1:] != ";" else ""


def _after_received(phrase: Phrase, mention: Mention, sentence: Sentence) -> bool:
    """办结42件 alone follows the cases received that were told last: they must be of the same table of the form."""
    told = [m for m in sentence.mentions if m.start < mention.start]
    if sentence.previous is not None:
        told = sentence.previous.mentions + told
    for other in reversed(told):
        if _table(other) == _table_of(phrase.indicator):
            return True
        if _RECEIVED.search(other.lead):
            return False
    return False


def _among_its_own(phrase: Phrase, mention: Mention, sentence: Sentence) -> bool:
    """The last number placed before it in the paragraph belongs to the same table of the form."""
    return _table_of(_last_placed(mention, sentence)) == _table_of(phrase.indicator)


def _last_placed(mention: Mention, sentence: Sentence) -> str:
    """The indicator of the last number placed before it in the paragraph, or of its whole; empty without one."""
    told = [m for m in sentence.mentions if m.start < mention.start]
    if sentence.previous is not None and sentence.previous.block == sentence.block:
        told = sentence.previous.mentions + told
    placed = [name for m in told if (name := m.indicator or (m.whole.indicator if m.whole is not None else None))]
    return placed[-1] if placed else ""


def _other_case(hit: Hit, mention: Mention, sentence: Sentence) -> int:
    """Where the last words end that name cases of another kind than the phrase's own; 0 where there are none, or where
    a number behind them is told of the phrase's own (收到申请13件,其中局长信箱收到2件)."""
    table = _table_of(hit.phrase.indicator)
    if table in _NO_CASES:
        return 0
    before = sentence.text[: mention.end - sentence.start]
    own = (hit.words, *hit.phrase.context, *(_DISPUTES if any(word in hit.words for word in _DISPUTES) else ()))
    found = [m for m in _OTHER_CASES.finditer(before) if m[1] and not any(m[1] in word for word in own)]
    end = found[-1].end() if found else 0
    told = [m for m in sentence.mentions if sentence.start + end <= m.start < mention.start]
    return 0 if any(_table(m) == table for m in told) else end


def _in_context(hit: Hit, mention: Mention, sentence: Sentence, context: str, other: int) -> bool:
    """One of the words stands in the sentence up to the number, the heading, or the sentence before; behind the words
    that name `other` cases."""
    # Staff and offices are named before what they are for: 配备了1名专职人员,负责政府信息公开工作.
    standing = _table_of(hit.phrase.indicator) == _STANDING
    before = sentence.text if standing else sentence.text[: mention.end - sentence.start]
    places = (before[other:],) if other else (before, sentence.heading, context)
    return any(word in place for word in hit.phrase.context for place in places)
