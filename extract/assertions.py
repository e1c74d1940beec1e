"""Claims in words: 均已办结, 未收取费用, 无行政复议, 持平, 最多的是."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..forms.schema import Form
from ..model import Claim, ClaimTerm
from .cases import RECEIVED_LINE
from .context import told_elsewhere
from .denials import denials
from .list_parts import Group
from .making import ClaimMaker
from .scan import Rare, late
from .sentences import Mention, Sentence
from .uniform import IN_TIME, uniform_claims

# Another year, body or kind of case: what is denied there says nothing about this report's table.
_ELSEWHERE = late(r"上一?年(?!度?结转)|去年|往年|历年|如果|若|凡|对于|应当|不得|未按")
_ALL_DONE = Rare(
    r"(?:均|全部|都|悉数)(?:已)?(?:依法依规|依法|按时|按期|及时|如期|按规定|在规定时间内|在?年内|在法定期限内|予以|作出|给予|已|全部)*(?:办结|答复|办复|办理完毕|处理完毕|回复)(?!率)",
    "均", "全部", "都", "悉数",
)  # fmt: skip
# 基本持平 is no claim that two numbers can refute.
_TREND = Rare(
    r"(?P<lead>[,，]?(?:总|收件|申请|受理|办理|公开|发布)*(?:数量|总量|总数|件数|条数|量)?(?:上)?)"
    r"(?:(?:与|和|同|较|比|相较)(?:上一?年度?|去年)(?:同期)?(?:相比)?|同比)[,，]?(?:总?(?:数量|总量|总数|件数))?"
    r"(?:(?P<flat>持平|相同|一致)|(?:略有?|稍有|有所|有较大幅度|小幅|大幅度?|明显|显著|呈)"
    r"(?:(?P<up>上升|增长|增加|提高|增多)|(?P<down>下降|减少|降低|回落)))(?:趋势|态势)?(?=[,，。;；、()（）]|$)"
)
_LARGEST = Rare(r"(?:数量|占比|比例|总量)?(?:最多|最高|最大)的(?:是|为)(?P<name>[^,。;、()\d]{2,16})", "最")
# Other kinds of case, and cases left out: 除正在办理的外均已办结.
_NOT_ALL = Rare(
    r"复议|诉讼|信访|投诉|提案|建议|咨询|来[信访电]|信箱|留言|热线|工单|转办|协[助办]|诉求|举报|除[^,。;]{1,20}外"
)
# Some of them only: 到期的申请, 上年结转的2件, 网络申请.
_SOME = Rare(
    r"(?:办[结理]|答复)的?(?:(?:政府)?信息公开)?申请|到期|届满|期满|结转|转来|转入|应予?(?:办结|答复)的"
    r"|(?:网[络上]|信函|当面|传真|邮件|线[上下])申请"
)
_ALL_OF_THEM = late(r"所有|全部|上述|以上|申请")
# Who or what was dealt with, where the clause names it: 收到的申请均已办结, but not 对群众关心的问题均及时答复.
_ITS_CASES = Rare(r"申请|收到|受理|接到|上述|以上|这些|所有|全部|件|目前|截至|年底|已$|并$|我[市县区省局委办厅镇乡]$")
# What every claim in words but a trend has; most sentences hold none of these, which spares them the patterns.
_SAID = ("为零", "未", "无", "没", "均", "全部", "都", "悉数", "一律", "最")


def word_claims(
    sentence: Sentence, form: Form | None, make: ClaimMaker, before: str, groups: list[Group],
    fees: Sequence[Mention], year: int | None, body: str | None,
) -> Iterator[Claim]:  # fmt: skip
    """Claims in words of one sentence; `before` is the text of the sentence before it, `fees` are told anywhere."""
    text = sentence.text
    yield from _trends(sentence, make)
    if not any(word in text for word in _SAID) or _ELSEWHERE.search(text):
        return
    for claim, at in denials(sentence, form, make, fees):
        if not told_elsewhere(text, at, year, body):
            yield claim
    for match in _ALL_DONE.finditer(text):
        if not told_elsewhere(text, match.start(), year, body):
            yield from _all_done(sentence, match, form, make, before)
    yield from uniform_claims(sentence, form, make, year, body)
    for match in _LARGEST.finditer(text):
        yield from _largest(sentence, match, make, groups)


def _all_done(
    sentence: Sentence, match: re.Match[str], form: Form | None, make: ClaimMaker, before: str
) -> Iterator[Claim]:
    """收到的23件申请均已办结: all that came in, or all of the number told, unless some or other cases are meant."""
    text = sentence.text
    around = text[: match.start()] + before
    about_these = "申请" in around[-160:] or "申请" in sentence.heading
    if not about_these or _NOT_ALL.search(text[: match.end()]):
        return
    subject = re.split(r"[,;:、()。]", text[: match.start()])[-1].strip()
    if _SOME.match(text, match.end()):
        # 已全部办结到期申请
        return
    if subject and (_SOME.search(subject) or not _ITS_CASES.search(subject)):
        return
    told = [m for m in sentence.mentions if m.end <= sentence.start + match.start()]
    inside = told and told[-1].end > sentence.start + match.start() - len(subject) - 1
    if inside and told[-1].indicator is None and len(_ALL_OF_THEM.sub("", told[-1].lead)) > 1:
        # 法人提出的5件申请均已办结: of some that the form does not count.
        return
    part = told and told[-1].indicator is not None and told[-1].indicator != RECEIVED_LINE
    if part and not _ALL_OF_THEM.search(subject):
        # 网络申请118件,均已办结 says nothing of those that came by letter.
        return
    terms = [ClaimTerm("subject", None, match.group(), None, RECEIVED_LINE if form else None)]
    if subject and inside:
        # 24件申请均已办结: all of so many.
        terms.append(ClaimTerm("counted", told[-1].id, told[-1].label))
    in_time = IN_TIME.search(match.group()) is not None
    yield make.claim("all_done", terms, sentence.start, sentence.start + match.end(), doubtful=in_time)


def _trends(sentence: Sentence, make: ClaimMaker) -> Iterator[Claim]:
    """40件，数量较上年有所上升: how the number just before stands to last year's, in words alone."""
    if not ("上年" in sentence.text or "上一年" in sentence.text or "去年" in sentence.text or "同比" in sentence.text):
        return
    for match in _TREND.finditer(sentence.text):
        start = sentence.start + match.start()
        last = [m for m in sentence.mentions if m.end == start and not m.is_ratio]
        if last:
            term = ClaimTerm("current", last[-1].id, last[-1].label, None, last[-1].indicator)
            way = next(name for name in ("flat", "up", "down") if match[name])
            yield make.claim("direction", [term], last[-1].clause[0], sentence.start + match.end(), note=way)


def _largest(sentence: Sentence, match: re.Match[str], make: ClaimMaker, groups: list[Group]) -> Iterator[Claim]:
    name = match["name"].strip("“” ")
    at = sentence.start + match.start()
    for group in reversed(groups):
        if group.parts[0].start < at and sentence.start - group.parts[0].sentence.start < 400:
            subject = [
                part for part in group.parts if name in part.label or (len(part.label) > 3 and part.label in name)
            ]
            if len(subject) == 1:
                terms = [("subject", subject[0]), *(("part", part) for part in group.parts)]
                yield make.over("largest", terms, doubtful=True)
            return
