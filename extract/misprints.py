"""Defects of single numbers: one missing from its sentence, an impossible unit, an approximation of nothing."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Claim, ClaimTerm
from .making import ClaimMaker
from .scan import Rare, late
from .sentences import Mention, Sentence
from .vocabulary import vocabulary

_MEASURE = "件|条|项|次|人次|篇|份|个|家|场|起|期|户|人|%"
_NOUN_UNIT = late(
    r"(?=[信文材简资发培座会讲])(?:信息条|(?:文件|材料|简报|资料)份|(?:发布会|培训班|座谈会|会议|讲座)(?:次|期))(?=[,。;])"
)
# Words that a number is missing from.
_LOST = (
    Rare(
        r"(?:最迟|最长|不超过|须|应|可)?(?:在|于|至)(?:小时|分钟|个?工作日)(?:内|以内|之内|前)",
        "小时",
        "分钟",
        "工作日",
    ),
    Rare(rf"(?:共计|合计|总计|累计|达到|共)(?:{_MEASURE})(?=[,。;、])", "共", "计", "达到"),
    Rare(
        r"率(?:为|达到?|是|均为)?%"
        r"|(?:占[^,。;\d]{0,8}(?:的|比|例)|同比(?:增长|下降|增加|减少|上升)|(?:较|比)上年(?:增长|下降|增加|减少|上升))(?:了|约)?(?=%[,。;])",
        "%",
    ),
    Rare(
        r"(?:收到|受理|办结|公开|召开|举办|发布|共|申请|信息|次数|数量) {1,6}(?:件|条|次|场|篇|期|人次|份)"
        r"(?=[,。;、])",
        " ",
    ),
    Rare(r"(?:之日|来件|收件)起(?:个工作日|个月)(?:内|以内|之内)", "起个"),
    Rare(r"(?:召开|举办|举行|组织|开展|参加)[^,。;]{0,12}(?:发布会|座谈会|培训班?|讲座|吹风会|访谈)场(?=[,。;])", "场"),
    Rare(r"共(?:收到|受理|接到|接收|办理)[^,。;\d]{0,8}(?:来信|来电|申请|工单|诉求|投诉|建议|提案)件(?=[,。;])", "件"),
)
_ITEM = Rare(r"(?:^|[、;,:。(])(?P<name>[^、;,:。()\d]{2,20}?)(?P<unit>条|件|项|次|篇|份|期|人次|场)$")
_COMMON_ENDS = vocabulary("names")["ends"]


def defect_claims(sentence: Sentence, make: ClaimMaker) -> Iterator[Claim]:
    """empty_interval, bad_unit and missing_number of one sentence."""
    mentions = sentence.mentions
    for mention in mentions:
        empty = mention.found.quantity.is_empty
        if not empty and not mention.odd:
            continue
        place = ClaimTerm("place", mention.id, mention.found.raw)
        if empty:
            start, end = mention.start - 1, mention.end
            note = f"“{make.plain[start:end]}”没有可能的数"
            yield make.claim("empty_interval", [place], start, end, note=note, note_en="no number fits these words")
        if mention.odd:
            note, note_en = (
                f"“{mention.label}”的单位不可能是“{mention.unit}”",
                f"{mention.unit} cannot be the unit here",
            )
            terms = [place, *_instead(mention)]
            yield make.claim("bad_unit", terms, mention.start, mention.end, note=note, note_en=note_en)
    for start, end in _missing(sentence):
        words = make.plain[start:end]
        yield make.claim(
            "missing_number", [ClaimTerm("place", None, words)], start, end, note=f"“{words}”缺少数字",
            note_en="a number is missing here",
        )  # fmt: skip


def _instead(mention: Mention) -> Iterator[ClaimTerm]:
    """The number with the unit that is meant, where the text tells it."""
    raw = mention.found.raw
    if mention.meant and raw.endswith(mention.unit):
        yield ClaimTerm("instead", None, raw.removesuffix(mention.unit) + mention.meant)


def _missing(sentence: Sentence) -> Iterator[tuple[int, int]]:
    text = sentence.text
    for pattern in _LOST:
        for match in pattern.finditer(text):
            yield sentence.start + match.start(), sentence.start + match.end()
    for match in _NOUN_UNIT.finditer(text):
        yield sentence.start + max(match.start() - 6, 0), sentence.start + match.end()
    yield from _missing_item(sentence)


def _missing_item(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """核准企业资质条、施工许可证76条、排水许可证5条: one item of a list has lost its number."""
    mentions = sentence.mentions
    for n, mention in enumerate(mentions):
        follows = mentions[n + 1] if n + 1 < len(mentions) else None
        if mention.role not in ("count", "part") or "、" not in mention.gap[-30:] + (
            follows.gap[:2] if follows else ""
        ):
            continue
        cut = mention.gap.rfind("、")
        if cut < 0 or not mention.gap[:cut]:
            continue
        item = _ITEM.search(mention.gap[:cut])
        if item is None or item["unit"] != mention.unit or (item["name"] + item["unit"]).endswith(_COMMON_ENDS):
            continue
        beside = [m for m in mentions[n + 1 : n + 3] if m.unit == mention.unit and "、" in m.gap]
        if beside:
            yield mention.start - len(mention.gap) + item.start("name"), mention.start - len(mention.gap) + item.end()
