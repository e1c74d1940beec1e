"""All of one kind: 收到申请23件,均为自然人提出; 复议3件,全部维持; 所有申请均予以公开."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..forms.schema import Form
from ..model import Claim, ClaimTerm
from .cases import HANDLED_LINE, RECEIVED_LINE
from .context import told_elsewhere
from .making import ClaimMaker
from .named import named_in
from .scan import Rare, late
from .sentences import SPACES, Mention, Sentence
from .wholes import ancestors

_ALL = Rare(r"(?<![不未非])(?:均|全部|悉数|一律)(?P<words>[^,;:。、()\d]{2,24})", "均", "全部", "悉数", "一律")
# What was done in time, whatever is not yet due or was lawfully extended.
IN_TIME = late("[期时]")
_KIND = r"(?:政府信息公开|信息公开|依申请公开)?(?:的)?申请"
# What may stand between the number and the word all, so that it is said of that number and of all of it.
_OF_IT = Rare(
    rf"(?:[,的]|{_KIND}|案件|(?:复议|诉讼|审理|判决)?结果|其|上述|以上|这些|所有|全部|目前|已|经审[核查]"
    r"|(?:申请)?(?:人|来源|主体|对象|类型|(?:提交|受理)?(?:方式|渠道|途径|形式)))*"
)
# All that came in, where no number is told beside it.
_CAME = Rare(
    rf"(?:\d{{4}}年|[本全今当]年)?度?内?(?:[我全本][省市县区州局镇乡委厅办])?(?:共|累计)?"
    rf"(?:(?:收到|受理|新收|接收|接到|收悉|所有|全部)的?{_KIND}|申请)(?:人|主体|的?(?:来源|方式|渠道|途径))?"
)
# What is made public in part, or was public before, counts as made public where all is said to be.
_PUBLIC = ("applications.granted.total", "applications.partly.total", "applications.already_public.total")


def uniform_claims(
    sentence: Sentence, form: Form | None, make: ClaimMaker, year: int | None, body: str | None
) -> Iterator[Claim]:
    """Claims that all of a number are of one kind that the form counts by itself."""
    if form is None:
        return
    text = sentence.text
    for match in _ALL.finditer(text):
        at = sentence.start + match.start()
        before = [m for m in sentence.mentions if m.end <= at]
        subject = text[before[-1].end - sentence.start if before else 0 : match.start()].translate(SPACES)
        counted = before[-1] if before and _of_all(before[-1]) and _OF_IT.fullmatch(subject) else None
        if text.startswith("、", match.end()) or IN_TIME.search(match["words"]):
            # 均为自然人、企业提出 are several kinds; what was done within a lawful extension is done in time.
            continue
        if counted is None and (
            not _CAME.fullmatch(re.split("[,;:。]", subject)[-1]) or told_elsewhere(text, match.start(), year, body)
        ):
            continue
        yield from _claim(match, counted, form, make, at, sentence)


def _of_all(mention: Mention) -> bool:
    return mention.link == "exact" and mention.found.hedge == "exact" and mention.role in ("count", "part")


def _claim(
    match: re.Match[str], counted: Mention | None, form: Form, make: ClaimMaker, at: int, sentence: Sentence
) -> Iterator[Claim]:
    told = (counted.indicator if counted is not None else None) or RECEIVED_LINE
    wholes = [ClaimTerm("whole", counted.id if counted else None, counted.label if counted else "", None, told)]
    found = named_in(match["words"], form, told)
    if not found and told == RECEIVED_LINE:
        # What became of those received is told of those dealt with.
        found = named_in(match["words"], form, HANDLED_LINE)
        wholes.append(ClaimTerm("whole", None, "", None, HANDLED_LINE))
    if not found:
        return
    if found[0] in _PUBLIC:
        found = tuple(name for name in _PUBLIC if name in ancestors(form))
    parts = [ClaimTerm("part", None, match["words"], None, name) for name in found]
    start = counted.clause[0] if counted is not None else sentence.start
    yield make.claim("all_of", [*wholes, *parts], start, at + len(match.group()))
