"""分别 pairing and enumerations that announce their length."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ..model import Claim, ClaimTerm
from .claims import ClaimMaker
from .sentences import Mention, Sentence

_RESPECTIVELY = re.compile(r"分别(?!是指)")
_SPLIT = re.compile(r"、|和|与|及|以及")
_TAIL_VERB = re.compile(r"^(?:通过|利用|在|由|经|向|对|从|其中:?)+")
_QUOTED_LIST = re.compile(r"[“「]([^“”「」]{3,120})[”」]$")
_SEPARATE = re.compile(r"(?:[“「][^“”「」]{1,30}[”」][、和及,]?){2,}$")
_ONE = re.compile(r"[“「][^“”「」]{1,30}[”」]")
_LIST_UNITS = frozenset(["个", "大", "项", "类", "种", "大类", "条", "家", "方面", "张", "款", "门", "章", "处"])
_FIRSTLY = re.compile(r"([一二三四五六七八九十])是")
_ORDER = "一二三四五六七八九十"


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
        if len(names) < len(numbers):
            continue
        verb = first.gap[mark.end() :].strip()
        for name, number in zip(names[-len(numbers) :], numbers, strict=True):
            bare = _TAIL_VERB.sub("", name)
            number.lead = bare + verb
            number.label = number.subject = bare


def list_claims(sentence: Sentence, text: str, make: ClaimMaker) -> Iterator[Claim]:
    """“A、B、C”三大…, “A”“B”“C”三个…, and 三个方面:一是…二是…."""
    for mention in sentence.mentions:
        value = mention.found.value
        if value is None or mention.unit not in _LIST_UNITS or not 2 <= value <= 30 or mention.found.hedge != "exact":
            continue
        names = _named(text[max(sentence.start, mention.start - 200) : mention.start])
        if names:
            terms = [ClaimTerm("announced", mention.id, mention.found.raw)]
            terms += [ClaimTerm("listed", None, name) for name in names]
            yield make.claim("list", terms, mention.start - len("".join(names)), mention.end, complete=True)
        else:
            yield from _firstly(sentence, mention, value, text, make)


def _named(before: str) -> list[str]:
    before = before.rstrip(" \n")
    separate = _SEPARATE.search(before)
    if separate is not None and len(found := _ONE.findall(separate.group())) >= 2:
        return [name.strip("“”「」") for name in found]
    quoted = _QUOTED_LIST.search(before)
    if quoted is not None and "、" in quoted.group(1) and not re.search(r"[和与及,。;等]", quoted.group(1)):
        return [name for name in quoted.group(1).split("、") if name]
    return []


def _firstly(sentence: Sentence, mention: Mention, value: Decimal, text: str, make: ClaimMaker) -> Iterator[Claim]:
    """三个方面:一是…;二是…;三是… up to the end of the paragraph, counted only where they run from 一 without a gap."""
    colon = re.match(r"[^,。;]{0,16}[:：]", text[mention.end : mention.end + 20])
    if colon is None:
        return
    end = text.find("\x1e", mention.end)
    marks = _FIRSTLY.findall(text[mention.end : end if end >= 0 else len(text)])
    count = 0
    for mark in marks:
        if count < len(_ORDER) and mark == _ORDER[count]:
            count += 1
        else:
            return
    if count >= 2:
        terms = [
            ClaimTerm("announced", mention.id, mention.found.raw),
            ClaimTerm("listed", None, "、".join(f"{mark}是" for mark in _ORDER[:count]), Decimal(count)),
        ]
        yield make.claim("list", terms, mention.start, mention.end, complete=True, doubtful=True)
