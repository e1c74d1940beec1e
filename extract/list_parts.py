"""A whole and its parts as sentences tell them, and what every way of finding them needs to know."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct, field

from .scan import late
from .sentences import Mention, Sentence
from .vocabulary import vocabulary

_DOING = vocabulary("verbs")["doing"]
REST = late(r"^(?:其他|其它|其余|剩余)")
# 其他处理 is a kind of result by itself, beside which others may be left out.
_ALL_ELSE = late(rf"{REST.pattern}(?!处理|途径|对外管理)")
ON_TIME = (late(r"按时|按期|如期"), late(r"延期|逾期|超期"))
_COVERING = (
    (late(r"本级"), late(r"下级|县区|区县|县市区|所辖|乡镇|各区|各县")),
    (late(r"自然人|公民|个人"), late(r"法人(?:和|或|或者|及|与|、)其他组织")),
)
# Where things are made public: one in two channels is one in the total.
CHANNEL = late("网站|微博|微信|公众号|公报|新媒体|客户端|公[开告]栏|广播|电视|报[纸刊]|短信|电子屏|方式公开")
# What happens to a case, one stage after the other.
STAGE = late(
    r"收到|新收|受理|接到|接听|接收|收件|登记|申请(?:量|总量|数|共|合计)|办结|答复|办复|回复|办理|处理|审结|办毕|转办|交办|结转"
)
# 9件申请中 and 217条里 tell a whole again.
AMONG = ("中", "里")
# What was left from the year before, as it is named before its number.
LEFT_OVER = late(
    r"(?:上一?年度?|去年|\d{4}年度?)(?:结转|转结|转入|转来|转办|接转|遗留)|(?:结转|转结|承接)(?:自)?(?:上一?年|去年|\d{4}年)"
)
AVERAGE = late(r"[日月年周人户]均|平均|每[日天月年周]|单[日月]|最[多高少]的?一?[日天月周]")
_PART_OF_YEAR = late(r"/(?!$)|-\d\d")


class Group(Struct):
    """A whole and its parts in printed order. `complete` as in Claim; `doubtful` where the whole is a guess.

    `others` are the totals that may be meant instead of `whole`, the likelier first. `inner` says that the whole is
    itself listed as a part of something counted otherwise, so that the outer list may go on behind it. `beside` are
    items of the list in other measure words.
    """

    whole: Mention
    parts: list[Mention] = field(default_factory=list)
    complete: bool | None = None
    doubtful: bool = False
    others: list[Mention] = field(default_factory=list)
    inner: bool = False
    beside: list[Mention] = field(default_factory=list)


_KINDS = {unit: kind for kind in ("件宗起例份", "人名位", "场次期") for unit in kind} | {
    "场次": "场次期",
    "件次": "件宗起例份",
    "元人民币": "元",
}


def alike(one: str, other: str) -> bool:
    """Whether two measure words count one kind of thing; a number without one counts what its whole counts."""
    return one == other or not other or _KINDS.get(one, one) == _KINDS.get(other, other)


def is_count(mention: Mention) -> bool:
    """Whether it counts things of the year: no base of a comparison, no average, no share, nothing below zero."""
    value = mention.found.value
    counted = mention.role in ("count", "part") and value is not None and value >= 0 and not mention.is_base
    return counted and AVERAGE.search(mention.lead) is None


def _may_be_whole(mention: Mention) -> bool:
    """A quarter's count is not the whole of what the year's sentences list."""
    period = (mention.period or "").lstrip("/")
    return period.endswith("-12-31") or _PART_OF_YEAR.search(period[:7]) is None


def governed(
    earlier: list[Sentence], unit: str, parts: list[Mention], *, first: bool = True, complete: bool | None = None
) -> Group | None:
    """A group under a total of the sentences before: the first (or last) of the nearest sentence that has any; the
    other totals there, and stages of the same cases told further up, may be meant as well."""
    whole: Mention | None = None
    others: list[Mention] = []
    for sentence in reversed(earlier):
        found = [m for m in sentence.mentions if is_count(m) and _may_be_whole(m) and alike(m.counted_in, unit)]
        found = [m for m in found if m.whole is None and m.depth == 0]
        if covers(found[-2:], (ON_TIME,)):
            # 按时办结517件,延期办结8件。其中…: what is listed is of the two together.
            found = found[:-2]
        if whole is not None:
            others += _stages(whole, found)
        elif found:
            whole = found[0] if first else found[-1]
            # 新收12件,上年结转1件,共计13件。其中…: of the new ones alone, it may be.
            summed = [m for m in sentence.mentions if m.whole is whole and m.start < whole.start]
            others = [m for m in found if m is not whole] + summed
    return None if whole is None else Group(whole, parts, complete, bool(others), others)


def _stages(whole: Mention, others: list[Mention]) -> list[Mention]:
    """Those that count the cases of `whole` at another stage (收到48件,办结46件): a list may speak of each."""
    if not STAGE.search(whole.lead + whole.right):
        return []
    return [m for m in reversed(others) if m.whole is None and STAGE.search(m.lead + m.right)]


def covers(parts: list[Mention], words: Sequence[tuple[re.Pattern[str], re.Pattern[str]]] = _COVERING) -> bool:
    """Whether the parts are two, the body itself and all below it, or another pair of such words."""
    if len(parts) != 2:
        return False
    for one, other in words:
        a, b = (part.gap[-14:] for part in parts)
        if (one.search(a) and other.search(b)) or (one.search(b) and other.search(a)):
            return True
    return False


def completeness(group: Group) -> bool | None:
    """True with 其他/其余 among the parts or two parts that cover the whole; else it cannot be told."""
    if leaves_nothing(group.parts):
        return True
    return True if len(group.parts) == 2 and covers(group.parts) else None


def leaves_nothing(parts: Sequence[Mention]) -> bool:
    """Whether one of the parts is all that the others leave."""
    return any(_ALL_ELSE.match(part.label) for part in parts)


def doing(words: str) -> bool:
    """Whether the words begin with a verb of what the body did."""
    return words.startswith(_DOING)
