"""分别 pairing and enumerations that announce their length."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ..model import Claim, ClaimTerm
from .making import ClaimMaker
from .scan import late
from .sentences import Mention, Sentence

_RESPECTIVELY = late(r"分别(?!是指)")
_YEARS_TOLD = late(r"(?:19|20)\d\d年")
_SPLIT = late(r"、|和|与|及|以及")
_TAIL_VERB = late(r"^(?:通过|利用|在|由|经|向|对|从|其中:?)+")
_QUOTED_LIST = late(r"[“「]([^“”「」]{3,120})[”」]$")
_SEPARATE = late(r"(?:[“「][^“”「」]{1,30}[”」][、和及,]?){2,}$")
_ONE = late(r"[“「][^“”「」]{1,30}[”」]")
_LIST_UNITS = frozenset(["个", "大", "项", "类", "种", "大类", "条", "家", "方面", "张", "款", "门", "章", "处"])
# The ways to number the items of a list inside a paragraph, each with its first marks in order.
_FIRSTLY = (
    (late(r"([一二三四五六七八九十])是"), "一二三四五六七八九十"),
    (late(r"\(([一二三四五六七八九十])\)"), "一二三四五六七八九十"),
    (late(r"\(([1-9])\)"), "123456789"),
)
# 以下四类信息:甲、乙、丙。 and 四类信息,即甲、乙、丙和丁。
_COLON_LIST = late(r"(?P<lead>[^,。;:、\d]{0,10})(?::|,即|,分别是|,分别为)(?P<list>[^,。;:()\d“”]{2,200})。")


def pair_respectively(sentence: Sentence) -> None:
    """A、B分别公开3条和5条: the nth name goes into the words before the nth number."""
    mentions = sentence.mentions
    for n, first in enumerate(mentions):
        mark = _RESPECTIVELY.search(first.gap)
        if mark is None:
            continue
        numbers = [first]
        for other in mentions[n + 1 :]:
            if other.unit != first.unit and numbers[-1].unit:
                break
            if not re.fullmatch(r"[、和及与,\s]*", other.gap):
                break
            numbers.append(other)
        if len(numbers) < 2:
            continue
        before = re.split(r"[,;:。()]", first.gap[: mark.start()])
        names = [part.strip(" \n“”") for part in _SPLIT.split(before[-1]) if part.strip()]
        years = _YEARS_TOLD.findall("".join(before[-2:]))
        if len(names) < len(numbers) == len(years):
            # 2021年和2022年,新收申请分别为20件和23件
            for year, number in zip(years, numbers, strict=True):
                number.lead = number.label = year + names[0] if names else year
            continue
        if len(names) < len(numbers):
            continue
        verb = first.gap[mark.end() :].strip()
        for name, number in zip(names[-len(numbers) :], numbers, strict=True):
            bare = _TAIL_VERB.sub("", name)
            number.lead = bare + verb
            number.label = number.subject = bare


def list_claims(sentence: Sentence, text: str, make: ClaimMaker) -> Iterator[Claim]:
    """“A、B、C”三大…, “A”“B”“C”三个…, 三个方面:一是…二是…, and 四类信息:A、B、C、D."""
    for mention in sentence.mentions:
        value = mention.found.value
        if value is None or mention.unit not in _LIST_UNITS or not 2 <= value <= 30 or mention.found.hedge != "exact":
            continue
        names = _named(text[max(sentence.start, mention.start - 200) : mention.start])
        if names:
            terms = [ClaimTerm("announced", mention.id, mention.found.raw)]
            terms += [ClaimTerm("listed", None, name) for name in names]
            yield make.claim("list", terms, mention.start - len("".join(names)), mention.end, complete=True)
            continue
        yield from _firstly(mention, text, make)
        yield from _after_colon(mention, value, text, make)


def _named(before: str) -> list[str]:
    before = before.rstrip(" \n")
    separate = _SEPARATE.search(before)
    if separate is not None and len(found := _ONE.findall(separate.group())) >= 2:
        return [name.strip("“”「」") for name in found]
    quoted = _QUOTED_LIST.search(before)
    if quoted is not None and "、" in quoted.group(1) and not re.search(r"[和与及,。;等]", quoted.group(1)):
        return [name for name in quoted.group(1).split("、") if name]
    return []


def _firstly(mention: Mention, text: str, make: ClaimMaker) -> Iterator[Claim]:
    """三个方面:一是…;二是…;三是… up to the end of the paragraph, counted only where they run from 一 without a gap."""
    if re.match(r"[^,。;]{0,16}[:：]", text[mention.end : mention.end + 20]) is None:
        return
    end = text.find("\x1e", mention.end)
    stretch = text[mention.end : end if end >= 0 else len(text)]
    ways = [(list(pattern.finditer(stretch)), order) for pattern, order in _FIRSTLY]
    # (一)…一是…二是…(二)…: the items announced are those of the numbering that begins first.
    marks, order = min(ways, key=lambda way: way[0][0].start() if way[0] else len(stretch))
    if len(marks) < 2 or "".join(mark[1] for mark in marks) != order[: len(marks)]:
        return
    terms = [
        ClaimTerm("announced", mention.id, mention.found.raw),
        ClaimTerm("listed", None, "、".join(mark[0] for mark in marks), Decimal(len(marks))),
    ]
    yield make.claim("list", terms, mention.start, mention.end, complete=True, doubtful=True)


def _after_colon(mention: Mention, value: Decimal, text: str, make: ClaimMaker) -> Iterator[Claim]:
    """四类信息:A、B、C。 counted only where the items are parted by 、 alone; what 和 joins may be one item or two.

    A list of hardly half, or more than twice, of what was announced tells some of them, or something else.
    """
    found = _COLON_LIST.match(text, mention.end)
    if found is None or "等" in found["list"]:
        return
    names = found["list"].strip().split("、")
    joined = re.search(r"[和与及]", found["list"]) is not None
    if not value <= 2 * len(names) <= 4 * value or len(names) < 2 or (joined and len(names) <= value):
        return
    terms = [ClaimTerm("announced", mention.id, mention.found.raw)]
    terms += [ClaimTerm("listed", None, name.strip()) for name in names]
    yield make.claim("list", terms, mention.start, found.end(), complete=True, doubtful=True)
