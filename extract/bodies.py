"""Which body reports, of which level and division: from title, opening, signature, metadata and file name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from ..model import HAN, Document, Fact, fold
from .scan import Rare, late
from .title import HEAD, TITLE_YEAR, find_spaced

_BODY_TAIL = (
    "人民政府|政府|管理委员会|管委会|委员会|办公室|办公厅|事务所|研究院|研究所|中心|总局|支队|大队|街道办事处|办事处|街道"
    "|银行|公司|医院|学校|大学|法院|检察院|局|厅|院|署|部|委|办|镇|乡|县|市|区|省|州|盟|旗"
)
_TAILS = tuple(_BODY_TAIL.split("|"))
_HAN = late(rf"{HAN}*")
_LABELS = ("发布机构", "发布单位", "编制单位", "编制机关", "公开机构", "公开主体", "发文机关", "填报单位", "报送单位")
_LABELLED = Rare(rf"(?:{'|'.join(_LABELS)})(?:\(盖章\))?[ ]*[::][ ]*({HAN}{{2,30}}(?:{_BODY_TAIL}))(?!{HAN})", *_LABELS)
_DATED = late(r"(?:20\d\d|二[〇○零一二三四五六七八九]{3})[-年/.].{2,8}日?")
_SIGNATURE = 300
_OF_OWN = {
    "省": "province",
    "州": "prefecture",
    "县": "county",
    "区": "county",
    "旗": "county",
    "镇": "township",
    "乡": "township",
}
_COMPILER = Rare(
    rf"本(?:年度)?(?:年)?报(?:告)?由({HAN}{{2,30}}?(?:{_BODY_TAIL}))(?:根据|按照|依据|依照|编制|依|办公室)",
    "报由", "报告由",
)  # fmt: skip
# 现公布某县人民政府2020年政府信息公开工作年度报告, or a first line that goes on after the report's name.
_ANNOUNCED = late(
    rf"(?:(?:公布|发布|形成了?|编制|现将)[《<“\"]?|^(?!.{{0,6}}(?:公布|发布|编制|现将)))({HAN}{{2,30}}?(?:{_BODY_TAIL}))(?:20\d{{2}}年度?)(?:政府信息公开|政务公开|信息公开)"
)
# 现公布2020年度某县人民政府信息公开工作年度报告, or 由某局编制的2020年度政府信息公开年度报告.
_OF_YEAR = Rare(
    rf"(?:公布|发布|编制|现将)[《<“\"]?20\d{{2}}年度?({HAN}{{2,30}}?(?:{_BODY_TAIL}))(?:政府)?信息公开(?:工作)?(?:年度|年报|情况)",
    "公布", "发布", "编制", "现将",
)  # fmt: skip
_COMPILED_BY = Rare(
    rf"由({HAN}{{2,30}}?(?:{_BODY_TAIL}))编制的?(?:20\d{{2}}年|政府信息公开)"
    rf"|[,，。](?!由)(?P<own>{HAN}{{2,30}}?(?:{_BODY_TAIL}))编制(?:了|完成)?20\d{{2}}年",
    "编制",
)
# 2022年,某县水利局深入贯彻落实《条例》
_ACTING = late(
    rf"(?:^|\d年)度?[,，]?(?!国务院|国家|省)((?:(?![的为以在由]){HAN}){{2,30}}?(?:{_BODY_TAIL}))"
    "(?:(?:深入|认真|严格|坚持|全面|积极|按照|高度重视|扎实|切实|持续|始终)(?!指导|监督|考核|关心|领导|支持|督促)"
    "|在[^,，。]{2,24}[下中][,，])"
)
_NAMED = late(
    rf"(?<!{HAN}){HAN}{{2,3}}(?:省|市|县|区|州|旗)(?=各|政府|人民|(?!{HAN}).)"
    rf"|(?<=[,，。、\d年]){HAN}{{2,3}}(?:省|市|县|州|旗)"
)
# Of a name that is Chinese throughout: a range of all characters in each of its parts would take long to compile.
_DIVISION = late(
    r"((?:.{2,10}?(?:省|自治区|特别行政区))?(?:.{2,10}?(?:自治州|地区|盟|市|州))?"
    r"(?:.{1,10}?(?:自治县|自治旗|新区|开发区|实验区|林区|特区|园区|县|区|旗)|.{2,10}?市)?(?:.{1,8}?(?:镇|乡|街道))?)"
)
_REPORT = late(
    r"(?:政府信息公开|政务公开|信息公开)(?:工作)?(?:情况)?(?:的)?(?:年度|年|工作)*(?:报告|年报)"
    r"|年度报告|工作报告|年报|决算"
)


def bodies_of(document: Document, titles: Sequence[Fact]) -> Iterator[Fact]:
    """Every source that names the body, the most telling first."""
    named = [
        *_in_titles(document, titles), *_in_opening(document), *_on_own_line(document, titles), *_labelled(document),
    ]  # fmt: skip
    yield from named
    name = _body_in_title(PurePath(document.path.replace("!", "/")).stem)
    of_file = name is not None and _is_organ(name)
    author = dict(document.meta).get("author", "")
    if not named and len(author) >= 4 and _is_organ(author):
        yield Fact("body", author, "meta")
    elif not named:
        head = fold(document.text[:HEAD])
        acting = _others(_ACTING.finditer(re.sub(r"\s", "", head))) if not of_file else None
        place = _commonest_division(head) if acting is None else None
        if acting is not None:
            yield Fact("body", acting, "text", *find_spaced(head, acting))
        elif place:
            yield Fact("body", place.group(), "text", *place.span())
    if name and of_file:
        yield Fact("body", name, "filename")


def _in_titles(document: Document, titles: Sequence[Fact]) -> Iterator[Fact]:
    for title in titles:
        name = _body_in_title(title.value)
        if name:
            start = end = None
            if title.start is not None:
                match = re.search(r"\s*".join(map(re.escape, name)), fold(document.text[title.start : title.end]))
                if match:
                    start, end = title.start + match.start(), title.start + match.end()
            yield Fact("body", name, title.place, start, end)


def _in_opening(document: Document) -> Iterator[Fact]:
    head = fold(document.text[:HEAD])
    bare = re.sub(r"\s", "", head)
    naming = (_ANNOUNCED, _COMPILER, _OF_YEAR, _COMPILED_BY)
    compiler = next((found for pattern in naming if (found := _others(pattern.finditer(bare)))), None)
    if compiler:
        yield Fact("body", compiler, "text", *find_spaced(head, compiler))


def _on_own_line(document: Document, titles: Sequence[Fact]) -> Iterator[Fact]:
    """The line below the title, and the one above the date at the end, where they hold nothing but a body's name."""
    text = document.text
    below = titles[0].end if titles else None
    if below is not None:
        yield from _named(text, [*re.finditer(r"[^\n]+", text[below : below + 200])][:1], below)
    tail_at = max(0, len(text) - _SIGNATURE)
    lines = [m for m in re.finditer(r"[^\n]+", text[tail_at:]) if not m.group().isspace()]
    dated = [n for n, line in enumerate(lines) if _DATED.fullmatch("".join(fold(line.group()).split()))]
    if dated and dated[-1] > 0:
        yield from _named(text, lines[dated[-1] - 1 : dated[-1]], tail_at)


def _named(text: str, lines: Sequence[re.Match[str]], at: int) -> Iterator[Fact]:
    for line in lines:
        name = "".join(fold(line.group()).split()).strip("()")
        if len(name) >= 3 and _is_organ(name) and not name.startswith(("一", "二", "本", "我")):
            start, end = find_spaced(fold(text[at + line.start() : at + line.end()]), name)
            if start is not None and end is not None:
                yield Fact("body", name, "text", at + line.start() + start, at + line.start() + end)


def _labelled(document: Document) -> Iterator[Fact]:
    match = _LABELLED.search(fold(document.text))
    if match:
        yield Fact("body", match.group(1), "text", *match.span(1))


def _is_organ(name: str) -> bool:
    """Whether a name is Chinese throughout and ends as those of bodies do."""
    return len(name) <= 40 and name[1:].endswith(_TAILS) and _HAN.fullmatch(name) is not None


def _others(found: Iterator[re.Match[str]]) -> str | None:
    """The first body named otherwise than by 我局, 本单位 or 全县各部门."""
    names = (match[match.lastindex or 0] for match in found)
    return next((name for name in names if name[0] not in "我本该全各"), None)


def _body_in_title(title: str) -> str | None:
    """What stands before the year or the words 政府信息公开 in a title."""
    plain = re.sub(r"^【[^】]*】|[\s《》“”\"]", "", fold(title)).removeprefix("关于")
    plain = re.sub(rf"^[\d_\-.]+(?={HAN})", "", plain) if not TITLE_YEAR.match(plain) else plain
    year = TITLE_YEAR.search(plain)
    report = _REPORT.search(plain)
    if not report:
        return None
    head = plain[: report.start()]
    if year and year.start() == 0:
        # 2023年…局政府信息公开工作年度报告
        head = plain[year.end() : report.start()].removeprefix("度")
    elif year and year.start() < report.start():
        head = plain[: year.start()]
    head = re.sub(r"[(\[].*$", "", head).rstrip("的-—_:")
    head = re.sub(r"(?:政府信息公开|政务公开|信息公开)(?:工作)?(?:情况)?$", "", head).removesuffix("关于")
    head = "" if head in ("部门", "单位", "年度", "工作") else head
    return head if 2 <= len(head) <= 40 and re.fullmatch(r"[一-鿿、·()]+", head) else None


def _commonest_division(head: str) -> re.Match[str] | None:
    """The division named most often in a report without a title, at least three times."""
    found = list(_NAMED.finditer(head))
    names = Counter(match.group() for match in found if match.group()[0] not in "我全本各该")
    if not names:
        return None
    name = names.most_common(1)[0][0]
    return next(m for m in found if m.group() == name) if head.count(name) >= 3 else None


def division_of(body: str) -> str | None:
    """The administrative division a body's name begins with."""
    name = _HAN.match(body)
    match = _DIVISION.match(name.group() if name else "")
    return match.group(1) or None if match else None


def level_of(body: str | None, division: str | None) -> str | None:
    """central, province, prefecture, county or township for a government; department for an organ of one."""
    if not body:
        return None
    if re.search(r"(?:街道办事处|街道办|[镇乡](?:人民)?政府)$", body):
        return "township"
    if division is None and (own := re.match(rf"[省市县区州盟旗镇乡](?={HAN})", body)):
        # 县人民政府 without the county's name; a 市 may be a prefecture or a county.
        own_level = _OF_OWN.get(own.group(), "other")
        return own_level if re.fullmatch(r".(?:人民)?政府(?:办公室|办公厅)?", body) else "department"
    rest = body[len(division) :] if division else body
    government = re.fullmatch(r"(?:各级)?(?:人民政府|政府|管理委员会|管委会|党工委管委会)?(?:办公室|办公厅)?", rest)
    if division is None:
        national = re.match(r"(?:国家|国务院|中华人民共和国|中国)", body) or body.endswith(("部", "总局", "总署"))
        return "central" if national else "other"
    if not government:
        return "department" if re.search(rf"(?:{_BODY_TAIL})$", rest) else "other"
    if division.endswith(("镇", "乡", "街道")):
        return "township"
    if re.search(r"(?:县|区|旗)$", division) and not division.endswith(("自治区", "地区", "行政区")):
        return "county"
    if division.endswith(("省", "自治区", "行政区")):
        return "province"
    if division.count("市") >= 2 or ("自治州" in division and division.endswith("市")):
        return "county"
    return "prefecture"
