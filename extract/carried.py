"""Cases carried over the end of a year: the same words for them whichever years the sentence names."""

from __future__ import annotations

import re

from .scan import late
from .sentences import SPACES, Mention, Sentence

_FROM = r"结转|转结|转入|转来|转办|接转|转接|遗留|留存|顺延|延续|(?:尚)?未办[结理]"
# 2021年度结转的3件 and 结转至2023年 tell of cases of this report's year.
FROM_YEAR = late(rf"度?(?:[底末]|未办结)?(?:{_FROM})")
TO_YEAR = late(r"(?:转结?|顺延|延|留待)(?:至|到|入)?$")
_OVER = r"(?:结转|转结|转入|转至|接转|转接|顺延|延至|延续|留待|转)(?:至|到|入)?(?:下一?|次|明|来|\d{4})年"
# What stands between the number and the verb is about the same cases, unless another number or other cases are told.
_BEHIND = late(rf"[^;:。\d]{{0,36}}?(?={_OVER}度?(?:继续|再)?(?:办理|办结|答复|处理)?(?:[之以]?外)?(?:[,;:。()、]|$))")
# Every verb for what is carried over has one of these.
_SIGNS = late("[转延留未]")
_OTHERS = late(r"已|均|其余|剩余|另|其中|提供|公开(?!申请)|维持|收到|受理|办结|答复(?!期|时)")
_LEFT = late(r"(?:除|其[中它他余]|剩余|余下|剩下|另|外|还|尚|仍|有|的|[,:]|因故|\(|截至?止?|目前|年[底末])*+")


def relative(words: str, year: int | None) -> str:
    """2021年度结转 is 上年度结转 in the report of 2022, and 结转至2023年 is 结转下年度."""
    if year is None or _SIGNS.search(words) is None:
        return words
    words = re.sub(rf"{year - 1}年度?[底末]?(?={_FROM})", "上年度", words)
    # 2023年结转2024年的申请 are, in the report of 2024, those carried in.
    words = re.sub(rf"(?<=上年度结转)(?:至|到|入)?{year}年度?", "", words)
    return re.sub(rf"(?<=[转结延待])(?:至|到|入)?{year + 1}年度?", "下年度", words)


def carried_behind(mention: Mention, sentence: Sentence) -> str:
    """The words behind a number from where they say that it is carried over: 另有5件申请因未到期,结转下年办理."""
    if not _LEFT.fullmatch(mention.lead) or _SIGNS.search(sentence.text, mention.end - sentence.start) is None:
        return ""
    rest = sentence.text[mention.end - sentence.start :].translate(SPACES)
    between = _BEHIND.match(rest)
    if between is None or _OTHERS.search(between.group()):
        return ""
    return re.split("[,;:。()、]", rest[between.end() :], maxsplit=1)[0]
