"""Phrases of the form that reach over a number or stand behind it: 收到7件申请, 8件因故无法提供, 设立12个查阅点."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from .beside import NAMELESS
from .cases import RECEIVED, STAGE, STANDING, table_of
from .phrases import Hit, PhraseIndex, without_fillers
from .scan import late
from .sentences import Mention, Sentence

_JOINED_ON = late(r"[^,;:。()\d和或及与、]{0,4}(?:和|或者?|(?<!涉)及|以及|(?<!参)与|、)[^\d\s,;。]")
_JOINED_TO = late("(?:或者?|和|(?<!涉)及|以及|(?<!参)与|、)[^,;:。()]{0,3}$")
_CARRIED_ON = late(r"除[^;。]{0,8}结转[至到入]?(?:下一?年|次年|明年|\d{4}年)[^;。]*,(?:其余|其他|其它|剩余)的?$")
_REST = late(r"其余|其他|其它|剩余|另有?")
_HAPPENED = late("(?:(?:发生|产生|引发|出现|收到|接到)了?|(?<!没)有)$")
# 已按照规定时限和程序依法依规进行了答复: nothing but how it was done stands before what was done.
_ANSWERED = late(
    "(?:申请|均|都|全部|已经?|严格|按(?:照|时限?|期限?|要求|规定|程序)|依(?:法|规|照|据)|在|法定|规定|时限|期限|时间|之?内|和|程序|予以"
    "|给予|作出|进行|完成|及时|如期|[了的]|要求|有关|相关|法律|法规|条例|向?申请人|书面){1,14}"
    "(?:答复|回复|办结|办复|办毕|办理完毕|处理完毕|答复完毕|回复完毕)"
)
_IN_TIME = late("按|期限|时限|时间|及时|如期")
_NEXT_YEAR = late("结转|[至到入]下一?年|下年度?")
_SET_UP = late("(?:设立|设置|开辟|建立|建成|设有|增设|配备)了?$")
_THOSE_RECEIVED = late(rf"(?:{RECEIVED.pattern})[的了]?$")

Fitting = Callable[[Iterable[Hit], str], list[Hit]]


def all_left(before: str) -> bool:
    """除结转下年7件,其余54件已答复: whether the rest that the words before a number speak of is all that was done."""
    return "除" in before and _CARRIED_ON.search(before) is not None


def named_around(
    index: PhraseIndex, near: str, right: str, left: bool, mention: Mention, fitting: Fitting
) -> tuple[str, list[Hit]]:
    """The phrases that reach over a number or close the clause behind it, and the words they were found in; `left` says
    that what is called the rest is all there is."""
    # 收到的23件申请均已办结: they are those received, what became of them is told behind.
    latest = len(near) + (0 if _THOSE_RECEIVED.search(near) else 4)
    found = fitting(_crossing(index.hits(near + right), len(near), latest), near + right)
    if not left and _REST.fullmatch(near):
        # 其余3件已答复: not all that were answered; 其余3件分别按已公开、信息不存在答复: some this, some that.
        found = [hit for hit in found if not STAGE.search(hit.words) and "分别" not in right]
    elif not found and (left or NAMELESS.fullmatch(near) or _HAPPENED.search(near)):
        # 8件因故无法提供, 1950件已按规定在期限内予以答复, 发生2件针对信息公开的行政复议: the end of the clause
        # says what became of them, or what they are.
        hits = index.hits(right) + (index.bare_hits(right) if _all_answered(mention, right, left) else [])
        found = fitting((hit for hit in hits if hit.end == len(right) and hit.phrase.context), right)
    elif not found and _SET_UP.search(near):
        # 开辟了23个公安政府信息查阅点
        hits = index.hits(right)
        found = fitting((h for h in hits if h.end == len(right) and table_of(h.phrase.indicator) == STANDING), right)
    if not found and near:
        near, right = without_fillers(near), without_fillers(right)
        found = fitting(_crossing(index.bare_hits(near + right), len(near), len(near)), near + right)
    return near + right, found


def _all_answered(mention: Mention, right: str, left: bool) -> bool:
    """17件在法定期限内完成答复,2件转至下年: those that were not answered in time are told, so these are all."""
    if _ANSWERED.fullmatch(right) is None:
        return False
    later = (m.lead + m.right for m in mention.sentence.mentions if m.start > mention.start)
    return left or _IN_TIME.search(right) is None or any(_NEXT_YEAR.search(words) for words in later)


def one_of_several(hit: Hit, mention: Mention, sentence: Sentence) -> bool:
    """5件行政复议和行政诉讼案件, 20件予以公开或部分公开: what stands behind the number is joined to something else."""
    at = mention.end - sentence.start
    later = next((m.start for m in sentence.mentions if m.start > mention.start), sentence.end)
    before, said, after = sentence.text[at : later - sentence.start].partition(hit.words[-2:])
    return said != "" and (_JOINED_ON.match(after) is not None or _JOINED_TO.search(before) is not None)


def _crossing(hits: list[Hit], number: int, latest: int) -> list[Hit]:
    """Phrases that reach over the place of the number and begin at `latest` there."""
    return [h for h in hits if h.end > number and h.start <= latest]
