"""What came in, what was done and what is left, told in one sentence: 新收23件,上年结转2件,办结24件,结转下年1件."""

from __future__ import annotations

from collections.abc import Iterator

from ..forms.schema import Form
from ..model import Claim, ClaimTerm
from .cases import CARRIED_IN_LINE, RECEIVED_LINE
from .counted import told_of_this_report
from .making import ClaimMaker
from .scan import Rare
from .sentences import Mention, Sentence
from .wholes import ancestors

_LAST, _NEXT = r"(?:上一?年|去年|往年|20\d\d年)", r"(?:下一?年|次年|明年|20\d\d年)"
_STAGES = {
    "left": Rare(
        rf"(?:结转|转结|转|顺延|延续|留待|延)(?:至|到|入)?{_NEXT}|(?:未|没有)(?:办结|答复|办理完|办完)"
        r"|正在?(?:办理|处理|办)|[在待](?:办|处理|答复)|(?:办理|处理|答复)(?:之|过程)?中|未到(?:答复|办理)?期|尚在"
    ),
    "carried": Rare(rf"{_LAST}度?[底末]?(?:结转|转结|转入|转来|遗留|未办结|顺延|延续)|结转自?{_LAST}"),
    # 办理 alone may be said of all that there was to handle.
    "done": Rare(
        r"(?<![应需拟])(?:(?:办结|答复|办复|办毕|回复|审结)(?:完毕|完成)?|(?:办理|处理)(?:完毕|完成))(?:申请|共|了|的)*$"
    ),
    "received": Rare(r"(?<!不予)(?:收到|新收|受理|接收|接到|收件|来件)[^,;]{0,16}$"),
}
_INCLUDED = Rare(r"\((?:其中)?(?:包?含|包括)[^()。;\d]{0,10}结转[^()。;]{0,12}\)")
# All the applications: 答复25件(含上年结转2件) is just what was answered, 土地类申请8件(含上年结转1件) some of them.
_ALL = Rare(
    r"(?:\d{4}年|[全本今当]年)?度?(?:[全我本][省市县区州局镇乡委厅办])?(?:各级[^,;]{0,8}?)?(?:共|累计|依法)*"
    r"(?P<verb>收到|受理|新收|接收|办理|处理|应办理?)(?:各类)?(?:政府信息公开|(?:政府)?信息依?申请公开|信息公开|依申请公开(?:政府信息)?)?的?"
    r"申请(?:共计?|总?[数量]|件)*"
)
_ADDED = Rare(r"^(?:两项|两者)?(?:共|合计|共计|总计)+$")


def balance_claims(sentence: Sentence, make: ClaimMaker) -> Iterator[Claim]:
    """A claim where each stage is told once, and nothing else is that the cases may have come to."""
    if _STAGES["left"].search(sentence.text) is None:
        return
    counts = [m for m in sentence.mentions if m.role in ("count", "part") and not m.is_base]
    staged = {stage for m in counts if (stage := _stage(m)) is not None}
    if not {"received", "done", "left"} <= staged:
        return
    told: dict[str, Mention] = {}
    included, last = False, None
    for mention in counts:
        stage = _stage(mention)
        if mention.depth > 0:
            if stage == "carried" and last != "received":
                # 办结798件(含上年结转5件) leaves open what the others count.
                return
            included = included or stage == "carried"
        elif mention.counted_in != counts[0].counted_in or stage in told:
            return
        elif stage is not None:
            told[stage], last = mention, stage
        elif not _ADDED.match(mention.lead) and mention.whole is None:
            return
    if len({(m.scope, m.period) for stage, m in told.items() if stage in ("received", "done")}) == 1:
        terms: list[tuple[str, Mention]] = [
            (stage, told[stage]) for stage in ("received", "carried", "done", "left") if stage in told
        ]
        yield make.over("balance", terms, complete=included or "carried" in told)


def _stage(mention: Mention) -> str | None:
    for stage, words in _STAGES.items():
        behind = stage == "left" or not mention.lead
        if words.search(mention.lead) or (behind and words.search(mention.right)):
            return stage
    return None


def due_claims(sentence: Sentence, form: Form | None, year: int | None, make: ClaimMaker) -> Iterator[Claim]:
    """应办申请25件, 受理申请25件(含上年结转2件): what came in and what was left from last year, as the table has it."""
    if form is None or "申请" not in sentence.text or not {RECEIVED_LINE, CARRIED_IN_LINE} <= ancestors(form).keys():
        return
    for mention in sentence.mentions:
        included = _INCLUDED.match(sentence.text, mention.end - sentence.start) is not None
        words = _ALL.fullmatch(mention.lead)
        if (
            words is None
            or included == words["verb"].startswith("应")
            or mention.role != "count"
            or mention.indicator is not None
            or mention.found.hedge != "exact"
        ):
            continue
        if told_of_this_report(mention, year) and mention.counted_in in ("件", "宗", "份") and mention.depth == 0:
            parts = [ClaimTerm("part", None, "", None, name) for name in (RECEIVED_LINE, CARRIED_IN_LINE)]
            terms = [ClaimTerm("whole", mention.id, mention.label), *parts]
            yield make.claim(
                "sum", terms, mention.clause[0], mention.end, complete=True, doubtful=not included, note="due"
            )
