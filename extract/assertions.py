"""Claims in words (均已办结, 未收取费用, 持平) and defects of single numbers (a missing one, an impossible unit)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..forms.schema import Form
from ..model import Claim, ClaimTerm
from .claims import ClaimMaker
from .grouping import Group
from .sentences import Mention, Sentence
from .units import TIME

# Another year, body or kind of case: what is denied there says nothing about this report's table.
_ELSEWHERE = re.compile(r"上一?年(?!度?结转)|去年|往年|历年|如果|若|凡|对于|应当|不得|未按")
_NO_CHARGE = re.compile(r"(?:未|没有|无|不)(?:曾|对[^,。;]{0,10})?(?:收取|发生|收过|产生)?(?:过|任何)*(?:依申请公开)?(?:政府)?(?:信息)?(?:公开)?(?:的)?(?:收费|费用|检索费|信息处理费)(?:的?情况|行为)?(?=[,。;、]|$)")
_NO_REVIEW = re.compile(
    r"(?:未|没有|无|未曾|均未)(?:发生|收到|有|出现|产生|涉及|被|因)?[^,。;、]{0,16}?(?P<what>行政复议|行政诉讼)(?:(?:和|及|、|与|或)(?:提起)?(?P<also>行政复议|行政诉讼))?(?:申请|案件|情况|的)*(?=[,。;、(]|$)"
)
_NO_APPLICATION = re.compile(r"(?:未|没有|未曾)(?:收到|接到|受理)(?:过|任何|有关)*(?:公民|法人|组织|、)*(?:[^,。;]{0,6})(?:政府)?信息公开(?:的)?申请(?=[,。;、(]|$)")
_ZERO_REVIEW = re.compile(r"(?P<what>行政复议|行政诉讼)(?:申请|案件)?(?:(?:和|及|、|与)(?P<also>行政复议|行政诉讼))?(?:申请|案件)?(?:数量?)?均?为零(?=[,。;])")
_ALL_DONE = re.compile(r"(?:均|全部|都|悉数)(?:已)?(?:依法|按时|按期|及时|如期|按规定|在规定时间内|在法定期限内|予以)*(?:办结|答复|办复|办理完毕|处理完毕|回复)(?!率)")
_FLAT = re.compile(r"(?:与|和|较)(?:上年|去年|上年度|上一年)(?:基本)?(?:持平|相同|一致)|同比(?:基本)?持平")
_LARGEST = re.compile(r"(?:数量|占比|比例|总量)?(?:最多|最高|最大)的(?:是|为)(?P<name>[^,。;、()\d]{2,16})")
_CONCEPTS = {"review": "disputes.review", "litigation": "disputes.litigation"}
_VERB_END = re.compile(r"(?:合计|共计|总计|办结|答复|办复|受理|收到|审结|回复)$")
_CASES = re.compile(r"(?:受理|收到|办结|答复|接听).{0,24}(?:申请|工单|案件|信访|来电|来信|诉求)[^,]{0,4}$|(?:申请|工单|案件)(?:共|共计|总计|合计)$")
_SPAN = re.compile(r"期|满|历时|限|追溯|近|保存")
_IMPOSSIBLE = (TIME | {"元", "万元", "亿元", "米", "公里", "吨", "岁", "平方米"}) - {"天", "日", "小时", "分钟", "工作日", "个月"}
_COUNTED = frozenset("件 条 宗 起 例 人次 次 份 件次".split())

_MEASURE = "件|条|项|次|人次|篇|份|个|家|场|起|期|户|人|%"
_IN_TIME = re.compile(r"(?:最迟|最长|不超过|须|应|可)?(?P<at>在|于|至)(?:小时|分钟|个工作日|工作日)(?:内|以内|之内|前)")
_TOTAL_OF = re.compile(rf"(?:共计|合计|总计|累计|达到|共)(?P<unit>(?:{_MEASURE})(?=[,。;、]))")
_RATE_OF = re.compile(r"率(?:为|达到?|是|均为)?(?P<unit>%)")
_NOUN_UNIT = re.compile(r"(?:信息(?P<unit>条)|(?:文件|材料|简报|资料)份|(?:发布会|培训班|座谈会|会议|讲座)(?:次|期))(?=[,。;])")
_BLANK = re.compile(r"(?:收到|受理|办结|公开|召开|举办|发布|共|申请|信息|次数|数量)[ \u3000]{1,6}(?P<unit>件|条|次|场|篇|期|人次|份)(?=[,。;、])")
_ITEM = re.compile(r"(?:^|[、;,:。(])(?P<name>[^、;,:。()\d]{2,20}?)(?P<unit>条|件|项|次|篇|份|期|人次|场)$")
_COMMON_ENDS = ("头条", "信条", "链条", "线条", "案件", "文件", "事件", "要件", "附件", "邮件", "条件", "软件", "硬件", "信件", "证件", "零件", "稿件", "来件", "办件", "收件", "申请件", "事项", "选项", "立项", "奖项", "款项", "各项", "专项", "每项", "单项", "多项", "逐项", "一项", "进项", "首次", "多次", "每次", "历次", "层次", "批次", "再次", "单次", "场次", "人次", "档次", "此次", "逐条", "每条", "第一篇", "一篇", "每篇", "身份", "部分", "年份", "月份", "省份", "备份", "股份", "长期", "定期", "近期", "后期", "前期", "中期", "初期", "时期", "到期", "早期", "同期", "逾期", "日期", "学期", "周期", "市场", "现场", "广场", "职场", "立场", "会场", "专场", "机场", "进场", "入场", "登场")


def word_claims(
    sentence: Sentence, form: Form | None, make: ClaimMaker, before: str, groups: list[Group]
) -> Iterator[Claim]:
    """Claims in words of one sentence; `before` is the text of the sentence before it."""
    text = sentence.text
    # Most sentences hold none of these words; four look-ups spare them five patterns.
    if not ("为零" in text or "未" in text or "无" in text or "没" in text or "均" in text or "全部" in text or "最" in text or "持平" in text):
        return
    if _ELSEWHERE.search(text):
        return
    yield from _denials(sentence, form, make)
    for match in _ALL_DONE.finditer(text):
        around = text[: match.start()] + before
        if "申请" not in around[-160:] and "申请" not in sentence.heading or re.search(r"复议|诉讼|信访|投诉|提案|建议", text[: match.end()]):
            continue
        terms = [ClaimTerm("subject", None, match.group(), None, "applications.new.total" if form else None)]
        yield make.claim("all_done", terms, sentence.start, sentence.start + match.end(), doubtful="期" in match.group())
    for match in _FLAT.finditer(text):
        last = [m for m in sentence.mentions if m.end <= sentence.start + match.start() and not m.is_ratio]
        if last:
            term = ClaimTerm("current", last[-1].id, last[-1].label, None, last[-1].indicator)
            yield make.claim("direction", [term], last[-1].clause[0], sentence.start + match.end(), note="flat")
    for match in _LARGEST.finditer(text):
        yield from _largest(sentence, match, make, groups)


def _denials(sentence: Sentence, form: Form | None, make: ClaimMaker) -> Iterator[Claim]:
    text = sentence.text
    indicators = known_indicators(form)
    for pattern in (_NO_CHARGE, _NO_REVIEW, _NO_APPLICATION, _ZERO_REVIEW):
        for match in pattern.finditer(text):
            if pattern is _NO_CHARGE:
                subjects = [i for i in ("charges.charges.total",) if i in indicators]
            elif pattern is _NO_APPLICATION:
                subjects = [i for i in ("applications.new.total",) if i in indicators]
            else:
                words = {match["what"], match["also"]}
                stems = [stem for key, stem in _CONCEPTS.items() if {"review": "行政复议", "litigation": "行政诉讼"}[key] in words]
                subjects = [i for i in indicators if i.endswith(".total") and i.startswith(tuple(stems))]
            terms = [ClaimTerm("subject", None, match.group(), None, i) for i in subjects]
            terms = terms or [ClaimTerm("subject", None, match.group())]
            yield make.claim("none", terms, sentence.start + match.start(), sentence.start + match.end())


_INDICATORS: dict[int, tuple[Form, tuple[str, ...]]] = {}


def known_indicators(form: Form | None) -> tuple[str, ...]:
    """Every indicator of the form's tables, in order."""
    if form is None:
        return ()
    known = _INDICATORS.get(id(form))
    if known is None or known[0] is not form:
        found = tuple(f"{t.id}.{r.id}.{c.id}" for t in form.tables for r in t.rows for c in t.columns)
        known = (form, found)
        _INDICATORS[id(form)] = known
    return known[1]


def _largest(sentence: Sentence, match: re.Match[str], make: ClaimMaker, groups: list[Group]) -> Iterator[Claim]:
    name = match["name"].strip("“” ")
    at = sentence.start + match.start()
    for group in reversed(groups):
        if group.parts[0].start < at and sentence.start - group.parts[0].sentence.start < 400:
            subject = [part for part in group.parts if name in part.label or (len(part.label) > 3 and part.label in name)]
            if len(subject) == 1:
                terms = [("subject", subject[0]), *(("part", part) for part in group.parts)]
                yield make.over("largest", terms, doubtful=True)
            return


# ---------------------------------------------------------------- defects
def defect_claims(sentence: Sentence, make: ClaimMaker) -> Iterator[Claim]:
    """empty_interval, bad_unit and missing_number of one sentence."""
    mentions = sentence.mentions
    for n, mention in enumerate(mentions):
        place = ClaimTerm("place", mention.id, mention.found.raw)
        if mention.found.quantity.is_empty:
            yield make.claim(
                "empty_interval", [place], *_hedged(mention), note=f"“{make.plain[slice(*_hedged(mention))]}”没有可能的数",
                note_en="no number fits these words",
            )  # fmt: skip
        if _bad_unit(mention, mentions[:n] + mentions[n + 1 :]):
            yield make.claim(
                "bad_unit", [place], mention.start, mention.end, note=f"“{mention.label}”的单位不可能是“{mention.unit}”",
                note_en=f"{mention.unit} cannot be the unit here",
            )  # fmt: skip
    for start, end in _missing(sentence):
        words = make.plain[start:end]
        yield make.claim(
            "missing_number", [ClaimTerm("place", None, words)], start, end, note=f"“{words}”缺少数字",
            note_en="a number is missing here",
        )  # fmt: skip


def _hedged(mention: Mention) -> tuple[int, int]:
    return mention.start - 1, mention.end


def _bad_unit(mention: Mention, others: list[Mention]) -> bool:
    """办结7250年 beside 受理7324件."""
    if mention.unit == "年" and mention.right == "" and mention.found.hedge == "exact" and mention.found.raw[:1].isdigit():
        if _CASES.search(mention.lead) and not _SPAN.search(mention.lead):
            return True
    if mention.unit not in _IMPOSSIBLE or not _VERB_END.search(mention.lead) or len(mention.lead) > 8:
        return False
    if mention.found.hedge != "exact" or mention.right[:1] not in ("", "占"):
        return False
    return any(other.unit in _COUNTED and abs(other.start - mention.start) < 40 for other in others)


def _missing(sentence: Sentence) -> Iterator[tuple[int, int]]:
    text = sentence.text
    if "在" in text or "于" in text or "至" in text:
        for match in _IN_TIME.finditer(text):
            yield sentence.start + match.start(), sentence.start + match.end()
    for pattern in (_TOTAL_OF, _RATE_OF, _BLANK) if sentence.mentions or " " in text or "共" in text or "率" in text else ():
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
        if mention.role not in ("count", "part") or "、" not in mention.gap[-30:] + (follows.gap[:2] if follows else ""):
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


