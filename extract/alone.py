"""Numbers without a measure word of their own: which of them count all the same."""

from __future__ import annotations

from msgspec.structs import replace

from ..model import HAN
from .hedging import Reading, hedged_after
from .scan import late
from .units import RATIO

# Before a number without a unit that ends its clause.
_COUNTS = frozenset("数量为共计达约近有是:于至率了超逾增减占升降长高低额到值分别")
# 答复件502,: what is counted ends like a measure word of its own.
_COUNTED_PIECE = late("(?:[请复办收来结信理文]件|信息|申请|结果|公告|动态|数据)$")
_SHARE_BEHIND = late(r" ?[,(]占\D{0,6}\d")
_STOPS = frozenset("\x1e。,、;:)】]>\n\r\t |”")
_LISTED = late(r"\s?[、和及]\s?(?=\d)")
# What leads to a list, or goes on with one.
_LEADS = late(rf"(?:分别|依次){HAN}*$|\d\s?[、和及]\s?$")
# 1.96缩小至1.81: a decimal that moves to another.
_MOVES = late(r"(?:提|上升|升|降|下降|缩|增|减|扩|压|回)\w{0,3}(?:至|到|为)")
_RATIO_TAIL = late(r":1(?![\d.%])")
# 3000多万群众, 1.7万P.
_SCALED = late(r"[万亿][余多]?$")


def counts_alone(plain: str, read: Reading) -> bool:
    """Whether a number without a unit is a figure: a fraction, one with 万 or 亿, one that moves, one its clause
    leads to and ends with."""
    start, end = read.start, read.end
    words = plain[start:end]
    if ":" in plain[start - 1 : start] and plain[start - 2 : start - 1].isdigit():
        return False
    if _SCALED.search(words) or (start and "/" in words and (plain[start - 1] >= "\u4e00" or plain[start - 1] == "、")):
        return True
    if read.place is not None and (_RATIO_TAIL.match(plain, end) or _MOVES.match(plain, end)):
        return start > 0 and plain[start - 1] >= "\u4e00"
    return _ends_its_clause(plain, read)


def _ends_its_clause(plain: str, read: Reading) -> bool:
    start, end = read.start, read.end
    while start and plain[start - 1] in " ":
        start -= 1
    before = plain[start - 1] if start else ""
    if before >= "\u4e00" and _SHARE_BEHIND.match(plain, end):
        # 部分公开67,占4.6%
        return True
    if before and before not in _COUNTS and not _COUNTED_PIECE.search(plain, max(0, start - 2), start):
        return False
    while plain[end : end + 1] == " ":
        end += 1
    if plain[end : end + 1] == ":" and plain[end + 1 : end + 2].isdigit():
        return False
    if plain[end : end + 1] == "、" and read.end - read.start <= 2 and read.place is None:
        return plain[end + 1 : end + 2].isdigit()
    return end >= len(plain) or plain[end] in _STOPS or hedged_after(plain, end) is not None


def joined(plain: str, first: Reading, second: Reading) -> Reading | None:
    """The first number of a list with the unit of the next: 分别增长20.9、36.2、54个百分点."""
    before = plain[first.start - 1 : first.start]
    leads = before in _COUNTS or _LEADS.search(plain, max(0, first.start - 12), first.start) is not None
    if not before or not leads or first.more or not second.unit or second.upper is not None:
        return None
    exact = first.place is None and second.unit not in RATIO
    return replace(first, unit=second.unit, place=None if exact else first.place or second.place)


def next_in_list(plain: str, first: Reading) -> int | None:
    """Where the next number of a list begins: 3、5和8件."""
    found = _LISTED.match(plain, first.end)
    return found.end() if found is not None else None
