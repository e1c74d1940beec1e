"""What a report says did not happen: 未收取费用, 无行政复议、行政诉讼, 未收到申请, 均为零."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..forms.schema import Form
from ..model import Claim, ClaimTerm
from .cases import RECEIVED_LINE
from .counted import told_of_this_report
from .making import ClaimMaker
from .scan import Rare, late
from .sentences import Mention, Sentence
from .wholes import ancestors

# 未经复议直接起诉 and 未按通知缴费 deny something else, 并非未收费 denies the denial.
_NOT = r"(?<!非)(?:未曾?|没有?|无)(?![经按能果及正法])"
_HAPPENED = r"(?:发生|收到|接到|受理|有|出现|产生|涉及|引发|引起|存在|收取|收过|被|过|一[起件例宗]|任何){0,6}"
# Who might have asked, and about what: words that do not narrow what is denied (因答复不当引发的 would, and who asked
# does where only persons or only bodies are named).
_WHOM = (
    r"(?:向[^,。;]{1,6}(?=收)|(?:针?对|涉及)[本我][^,。;的]{1,4}的?|公民|自然人|群众|社会公众|企业|申请人|法人|其他组织|组织"
    r"|有关|相关|任何|一[起件例宗]|和|或者?|以及|、|的|提出|提交|书面){0,12}"
)
_ABOUT = (
    r"(?:因|涉及|关于|与|在)?(?:依申请公开|政府信息公开|政务公开|信息公开|政府信息|公开|信息)*(?:工作|事项|答复|问题|行为)?"
    r"(?:的|而|被|引发|引起|产生|导致|有关|提起|申请|发生){0,8}"
)
_END = r"(?=[,。;、(]|$)"
_PERSONS, _BODIES = late("公民|自然人"), late("法人|组织|企业")
_CASE = r"(?:行政)?{}(?:申请|案件)?"
_CASES = (
    rf"(?P<what>{_CASE.format('(?:复议|诉讼)')})"
    rf"(?:(?:和|及|以及|、|与|或者?)?(?:被)?(?:提起)?(?P<also>{_CASE.format('(?:复议|诉讼)')}))?"
)
_ASKED = r"(?:(?:政府)?信息公开的?申请|依申请公开(?:政府信息|信息)?的?(?:申请|事项|件)?)"
_FEES = r"(?:依申请公开|政府信息公开|信息公开)?的?(?:收费|费用|检索费|信息处理费)"
_NOTHING = r"(?:的|情况|情形|行为|事项|发生){0,4}"
_WHAT: dict[str, tuple[Rare, ...]] = {
    "charges": (
        Rare(rf"{_NOT}{_WHOM}{_HAPPENED}{_WHOM}{_FEES}(?:[及和、]减免)?{_NOTHING}{_END}", "费"),
        Rare(rf"{_FEES}(?:金额|总额|数额)?均?为零{_END}", "为零"),
    ),
    "cases": (
        Rare(rf"{_NOT}{_HAPPENED}{_WHOM}{_ABOUT}{_CASES}{_NOTHING}{_END}", "复议", "诉讼"),
        Rare(rf"(?<![的被])(?<!行政){_CASES}(?:数量?|件数)?均?为零{_END}", "为零"),
    ),
    "applications": (
        Rare(rf"{_NOT}{_HAPPENED}{_WHOM}{_ASKED}{_NOTHING}{_END}", "申请"),
        Rare(rf"{_ASKED}(?:数量?|件数)?为零{_END}", "为零"),
    ),
}
_STEMS = {"复议": "disputes.review", "诉讼": "disputes.litigation"}


# What a fee is called that was taken after all; 减免 and prices are none.
_TAKEN = late(
    r"(?:信息处理|检索|复制|邮寄|邮递)费|(?:收取|收到)(?:依申请公开|(?:政府)?信息公开)(?:申请)?的?(?:收费|费用)"
)
_NOT_TAKEN = late(r"免|退|标准|[每次页]$|不")
_OF_APPLICATIONS = late("申请|信息公开|信息处理费")
_NAMED_FEE = late("信息处理费|检索费")


def fees_told(sentences: Sequence[Sentence], year: int | None) -> list[Mention]:
    """The sums of money told as fees of applications, of this year and report."""
    return [
        mention
        for sentence in sentences
        for mention in sentence.mentions
        if "元" in mention.unit
        and mention.role == "count"
        and mention.found.value
        and _TAKEN.search(mention.lead)
        and not _NOT_TAKEN.search(mention.lead)
        and _OF_APPLICATIONS.search(sentence.heading + sentence.text)
        and told_of_this_report(mention, year)
    ]


def denials(
    sentence: Sentence, form: Form | None, make: ClaimMaker, fees: Sequence[Mention] = ()
) -> Iterator[tuple[Claim, int]]:
    """What is said not to have been, each with its place in the sentence; `fees` are those told anywhere."""
    text = sentence.text
    for kind, patterns in _WHAT.items():
        for match in (found for pattern in patterns for found in pattern.finditer(text)):
            if bool(_PERSONS.search(match.group())) != bool(_BODIES.search(match.group())):
                continue
            subjects = _subjects(kind, match, form)
            terms = [ClaimTerm("subject", None, match.group(), None, indicator) for indicator in subjects]
            doubtful = False
            if kind == "charges":
                named = _NAMED_FEE.search(match.group())
                taken = [fee for fee in fees if named is None or named.group() in fee.lead]
                terms += [ClaimTerm("subject", fee.id, fee.label) for fee in taken]
                # 未收取费用 may be told of other fees than 收取邮寄费20元.
                doubtful = bool(taken) and named is None
            terms = terms or [ClaimTerm("subject", None, match.group())]
            start, end = sentence.start + match.start(), sentence.start + match.end()
            yield make.claim("none", terms, start, end, doubtful=doubtful), match.start()


def _subjects(kind: str, match: re.Match[str], form: Form | None) -> list[str]:
    """The totals of the form's tables that are denied."""
    known = ancestors(form) if form is not None else {}
    if kind == "charges":
        return [name for name in ("charges.charges.total",) if name in known]
    if kind == "applications":
        return [name for name in (RECEIVED_LINE,) if name in known]
    words = match["what"] + (match["also"] or "")
    stems = tuple(stem for word, stem in _STEMS.items() if word in words)
    return [name for name in known if name.endswith(".total") and name.startswith(stems)]
