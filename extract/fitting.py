"""Whether a phrase found beside a number may name it, by all that the sentence and its place say besides."""

from __future__ import annotations

from ..forms.schema import Phrase
from .beside import title_of
from .cases import DISPUTES, RECEIVED, after_received, among_its_own, in_context, of_other_cases, other_case, table_of
from .counted import is_neither, since_the_beginning
from .phrases import Hit
from .scan import late
from .sentences import Mention, Sentence
from .vocabulary import vocabulary

_UNDONE = late(
    r"(?:[未不无待拟需]|不予|不再|[正尚仍还]在|需要|应当|应予|(?<![相对响适])应|(?:下一?|次|明)年度?(?:继续)?(?:办理)?)$"
)
_IN_PART = late(
    r"(?:(?<!未经复议)直接|其[他它]各?类?|(?<![各此同两几多种])(?<!公开)类|另外?|又|还|再|当[场日]|口头|书面|电话|日之?内|逾期|超期"
    r"|(?:线[上下]|窗口|平台|邮箱)(?:渠道|方式)?)(?:予以|依法)?$"
)
_TOPICS = late("(?:事项|内容)?(?:主要)?(?:集中|涉及|主要为)[^,;]*,$")
_SHORT = 3
# 在美篇公开信息78条: published in one place. Platforms and systems may be that of all; 在…领导下 names no place.
_SOMEWHERE = late(
    "(?:在|利用|借助)(?!全|各|多|不同|[本今当此已上])[^,;:、下中]{2,14}(?<![下中内间面时网栏])(?<!基础上)(?<!平台|系统|目录|在线|渠道)$"
)
VERBS = tuple(verb for verb in vocabulary("verbs")["verb"] if len(verb) > 1)
_DOING_ALONE = late(f"(?:{'|'.join(VERBS)})+")
_IN_ALL_WAYS = late("等[^,;:。等]{0,4}(?:形式|渠道|载体|方式|途径|媒体|平台),$")
_STANDS_ALONE = late(rf"{RECEIVED.pattern}|复议|诉讼|收费|[专兼全]职|网站|微博|微信|来信|来函")


def fits(hit: Hit, mention: Mention, words: str, sentence: Sentence, context: str) -> bool:
    """Whether the phrase may name the number; `words` are those it was found in, `context` the text before."""
    phrase = hit.phrase
    if phrase.units and mention.counted_in not in phrase.units:
        return False
    if phrase.indicator == "disclosure.proactive.total" and _SOMEWHERE.search(words, 0, hit.start):
        return False
    if phrase.none:
        unsaid = _said_for(mention, hit)
        if table_of(phrase.indicator) == "disclosure":
            # (一)门户网站公开情况。全年发布政府信息148条: the title of the paragraph says where.
            unsaid += title_of(mention, context)
        if any(word in words or word in unsaid for word in phrase.none):
            return False
    if not all(word in words for word in phrase.all) or words[hit.end :].startswith(("中\x00", "里\x00")):
        # 9个查阅点中4个没有电脑: some of what the phrase names.
        return False
    whole = mention.whole
    of_all = whole is not None and (is_neither(whole, whole.sentence) or since_the_beginning(whole, [mention]))
    if whole is not None and whole.indicator is None and not of_all:
        # 被纠正7件(含行政复议6件): a part has the qualities of its whole; 专兼职人员 are of both kinds.
        quality = whole.lead.replace("专兼职", "")
        # 复议6件和诉讼3件,其中复议维持5件: the words of the part say of which.
        of_which = DISPUTES if any(word in hit.words for word in DISPUTES) else ()
        if any(word in quality for word in phrase.none if word not in of_which):
            return False
    if _denied(words, hit) or of_other_cases(phrase, mention, sentence):
        return False
    short = hit.end - hit.start <= 2 and not _STANDS_ALONE.search(hit.words)
    if short and not after_received(phrase, mention, sentence) and not _goes_on(phrase, mention):
        return False
    if not phrase.context or any(word in words for word in phrase.context):
        return True
    other = other_case(hit, mention, sentence)
    if in_context(hit, mention, sentence, context, other):
        return True
    return not other and among_its_own(phrase, mention, sentence)


def _goes_on(phrase: Phrase, mention: Mention) -> bool:
    """制发规范性文件6件,废止3件: the number just before is told of what the short phrase leaves unsaid."""
    at = mention.sentence.mentions.index(mention)
    last = mention.sentence.mentions[at - 1] if at else None
    same = last is not None and last.unit == mention.unit and any(word in last.lead for word in phrase.context)
    return last is not None and same and table_of(last.indicator or "") == table_of(phrase.indicator)


def _denied(words: str, hit: Hit) -> bool:
    """未办结 is not 办结, nor is 需办结, and 依申请公开 not 申请公开; 直接收到 and 当场答复 tell of some alone."""
    before = words[: hit.start]
    if _IN_PART.search(before) and not hit.words.startswith(("直接", "复议")):
        return True
    return _UNDONE.search(before) is not None or (before.endswith("依") and hit.words.startswith("申请"))


def _said_for(mention: Mention, hit: Hit) -> str:
    """What the words of a short phrase leave unsaid: 投诉方面,受理12件; 制发文件96件,主动公开96件."""
    if not hit.phrase.context and mention.lead == hit.words and _DOING_ALONE.fullmatch(hit.words):
        at = mention.sentence.mentions.index(mention)
        last = mention.sentence.mentions[at - 1] if at else None
        return mention.before + (last.lead if last is not None and last.unit == mention.unit else "")
    if table_of(hit.phrase.indicator) == "disclosure" and mention.lead == hit.words:
        # “政务公开平台”作为子栏目,公开政府信息24833条: who publishes is told by the clause before; ways like
        # 通过网站、公示栏等形式 leave none out.
        at = mention.sentence.mentions.index(mention)
        last = mention.sentence.mentions[at - 1] if at else None
        # 发行《某地政报》12期,发布政府信息662条
        of_issues = last.lead if last is not None and last.unit == "期" and len(mention.before) < 2 else ""
        return "" if _IN_ALL_WAYS.search(mention.before) else mention.before + of_issues
    if len(hit.words) > _SHORT or mention.before[-1:] == ";":
        return ""
    # 申请事项主要集中在规划、建设等方面,办结13件: what they were about is over.
    return _TOPICS.sub(",", mention.before)
