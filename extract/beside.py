"""The words beside a number that say what it counts, where they are not simply those of its own clause."""

from __future__ import annotations

from ..model import HAN
from .carried import relative
from .scan import late
from .sentences import Mention
from .wording import plainly

YEAR = late(r"\d{4}年度?")
# 公开2020年度政府信息: the year is in the midst of what was done.
_OF_YEAR = late(r"(?<=公开)\d{4}年度?(?=(?:各类)?(?:政府)?信息)")
# 收到政府信息公开5件: what is received is a request, said or not.
_UNSAID = late("(?:收到|受理|接到|新收|提交|提出)(?:的|各类)?政府信息公开$")
_WHEN = late(r"\d{4}年度?|全年度?|[本今]年度?")
_NUMBERED = late(r"(?:^|[^一二三四五六七八九十\d])[一二三四五六七八九十\d]{1,3}[)、]$")
_ENDS_JOINED = late(r"(?:和|(?<!涉)及|与)$")
_CLAUSES = late("[,;:()]")
_PIECES = late("[,;:、()]")
# 公民、法人提交的申请: who asked is said in two words.
_ASKERS = late("(?:自然人|公民|法人|企业)、$")
# 线上、线下共收到, 以信函、传真的方式受理: the ways listed are all of them.
_LAST_WAY = late(
    r"^(?:[^,;:]{1,14}?(?:方式|渠道|途径|形式)|线[上下]|网[上络]|信函|当面|现场)(?:提交|申请)?的?"
    r"(?=[共总累计]*(?:受理|收到|新收|接[到收受]))"
)
# The title of a paragraph in its own first words: (一)行政复议情况。
_TITLE = late(
    r"(?:^|[。\x1e])\s*(?:\(?[一二三四五六七八九十\d]{1,3}[)、.]|[一二三四五六七八九十]是)?"
    r"(?P<words>[^,。;:、\d()\s\x1e]{2,16}?)(?:的?(?:情况|方面|工作))*[。:\s\x1e]*$"
)
_ONLY_WHEN = late(rf"(?:\d{{4}}年度?|[本全今当]?年度?|年内|[我本全]{HAN}|累计|总计|共计|合计|共|有|为|[,:])++")
# Words before a number that name nothing: what it counts is told behind it.
NAMELESS = late("(?:对?其中|另外?|还|有|[,:])*+")
_RESULT = late("^的?(?:办理|答复|处理)?(?:结果|类型)(?:均|都)?[为是]")
_KIND = late("(?:行政)?(?:复议|诉讼)(?:案件|申请)?")


def words_before(mention: Mention, right: str, context: str, year: int | None) -> str:
    """The words before the number, in one wording; `right` are those behind it, `context` the sentence before."""
    lead, before = relative(mention.lead, year), _about(mention)
    spoken_of = before and not (right and before.endswith(("中,", ";")))
    if len(lead) < 2 and spoken_of and mention.gap[-1:] != "(" and not _is_of_last(mention):
        # “申请答复数,共687件”: the words before the comma belong to the number; 受理的申请中,7件予以公开: not so.
        lead = before[-24:] + lead
    elif mention.gap.endswith("(") and mention.sentence.text.startswith(")", mention.end - mention.sentence.start):
        # 予以公开(12件)
        lead = _PIECES.split(before[:-1])[-1]
    elif before.endswith("、") and "等" in lead:
        # 通过微信公众号公开通知公告、政策法规等信息共238条: the list is one.
        lead = _CLAUSES.split(before)[-1] + lead
    elif len(before) > 1 and before.endswith("、"):
        askers = _ASKERS.search(before)
        lead = askers.group() + lead if askers is not None else _LAST_WAY.sub("", lead)
    elif _names_the_last(mention):
        lead = ""
    elif mention is mention.sentence.mentions[0] and _ONLY_WHEN.fullmatch(before + lead):
        # (一)行政复议情况。本年度共4件: the title names what is counted.
        title = _TITLE.search(context)
        lead = title["words"] + lead if title is not None else lead
    # In run-on text a heading stands before the year: (二)认真办理依申请公开2020年全区共受理申请21件.
    lead = _OF_YEAR.sub("", lead)
    headed = _NUMBERED.search(mention.gap, 0, max(0, mention.gap.rfind(mention.lead))) is not None
    when = _WHEN if headed else YEAR
    if not mention.right and _UNSAID.search(lead):
        lead += "申请"
    return plainly(when.split(lead)[-1] or lead)


def _about(mention: Mention) -> str:
    """The words before the clause of the number that are not said of the number before it."""
    if mention.lead or not mention.right:
        return mention.before
    at = mention.sentence.mentions.index(mention)
    said = mention.sentence.mentions[at - 1].right if at else ""
    return mention.before.removeprefix(said).lstrip(",") if said else mention.before


def title_of(mention: Mention, context: str) -> str:
    """The title in the first words of the paragraph whose first number it is; empty where there is none."""
    title = _TITLE.search(context) if mention is mention.sentence.mentions[0] else None
    return title["words"] if title is not None else ""


def words_behind(mention: Mention) -> str:
    """The words behind the number, without 办理结果为."""
    if mention.right.startswith("中"):
        # 办结的42件中予以公开的10件: what stands behind is told of the next.
        return ""
    following = _next_listed(mention) if _KIND.fullmatch(mention.right) else None
    if following is not None:
        return mention.right + _KIND.sub("", following.right, count=1)
    return _RESULT.sub("", mention.right)


def _next_listed(mention: Mention) -> Mention | None:
    """3件行政复议、2件行政诉讼获维持: the next of the list, behind which stands what is said of both."""
    sentence = mention.sentence
    following = next((m for m in sentence.mentions if m.start > mention.start), None)
    if following is None or sentence.text[mention.end - sentence.start : following.start - sentence.start] not in (
        mention.right + "、",
        mention.right + "和",
    ):
        return None
    return following


def _names_the_last(mention: Mention) -> bool:
    """2名专职人员和5名兼职人员: the words between two numbers, up to the word that joins them, name the first."""
    at = mention.sentence.mentions.index(mention)
    same = at > 0 and mention.clause[0] == mention.sentence.mentions[at - 1].end
    return same and _ENDS_JOINED.search(mention.lead) is not None


def _is_of_last(mention: Mention) -> bool:
    """17件已答复,1件撤回: what stands before the comma is said of the number before it."""
    at = mention.sentence.mentions.index(mention)
    last = mention.sentence.mentions[at - 1] if at else None
    return last is not None and bool(mention.right) and mention.before.rstrip(",;、") == last.right
