"""Who reports on which year: body, level, division, year, period, date and title, each with where it was found."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from ..model import Claim, ClaimTerm, Document, Evidence, Fact, fold

_CHINESE = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_YEAR = r"((?:19|20)\d{2}|[二][〇○零O0][〇○零一二三四五六七八九0O]{2})"
_TITLE_YEAR = re.compile(_YEAR + r"\s*年")
_NAME_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d{3})")
_REPORT = re.compile(
    r"(?:政府信息公开|政务公开|信息公开)(?:工作)?(?:情况)?(?:的)?(?:年度|年|工作)*(?:报告|年报)"
    r"|年度报告|工作报告|年报|决算"
)
_PERIOD = re.compile(
    _YEAR + r"\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日\s*(?:起)?\s*(?:至|到|—|-|~|～)+\s*"
    r"(?:" + _YEAR + r"\s*年)?\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日"
)
_BODY_TAIL = (
    "人民政府|政府|管理委员会|管委会|委员会|办公室|办公厅|事务所|研究院|研究所|中心|总局|支队|大队|街道办事处|办事处|街道"
    "|银行|公司|医院|学校|大学|法院|检察院|局|厅|院|署|部|委|办|镇|乡|县|市|区|省|州|盟|旗"
)
_COMPILER = re.compile(
    rf"本(?:年度)?(?:年)?报(?:告)?由([一-鿿]{{2,30}}?(?:{_BODY_TAIL}))(?:根据|按照|依据|依照|编制|依|办公室)"
)
# 现公布某县人民政府2020年政府信息公开工作年度报告, or a first line that goes on after the report's name.
_ANNOUNCED = re.compile(
    rf"(?:(?:公布|发布|形成了?|编制|现将)[《<“\"]?|^(?!.{{0,6}}(?:公布|发布|编制|现将)))([一-鿿]{{2,30}}?(?:{_BODY_TAIL}))(?:20\d{{2}}年度?)(?:政府信息公开|政务公开|信息公开)"
)
_DAY = r"(20\d{2})\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})"
_DATE = re.compile(_DAY)
_CHINESE_DATE = re.compile(
    r"(二[〇○零][〇○零一二三四五六七八九]{2})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_PUBLISHED = re.compile(r"(?:发布时间|发布日期|发文日期|成文日期|公开日期|生成日期|时间|日期)\s*[::]\s*" + _DAY)
_NAMED = re.compile(
    r"(?<![一-鿿])[一-鿿]{2,3}(?:省|市|县|区|州|旗)(?=各|政府|人民|[^一-鿿])"
    r"|(?<=[,，。、\d年])[一-鿿]{2,3}(?:省|市|县|州|旗)"
)
_DIVISION = re.compile(
    r"^((?:[一-鿿]{2,10}?(?:省|自治区|特别行政区))?(?:[一-鿿]{2,10}?(?:自治州|地区|盟|市|州))?"
    r"(?:[一-鿿]{1,10}?(?:自治县|自治旗|新区|开发区|实验区|林区|特区|园区|县|区|旗|市))?(?:[一-鿿]{1,8}?(?:镇|乡|街道))?)"
)
_PAGE_NUMBER = re.compile(r"\s*-\s*\d{1,3}\s*-")
_SPAN = 3000


@dataclass(frozen=True, slots=True)
class Identity:
    """What is known of the report itself; `facts` hold every source, `claims` where sources disagree."""

    body: str | None
    level: str | None
    division: str | None
    year: int | None
    period: str | None
    published: str | None
    title: str | None
    facts: tuple[Fact, ...]
    claims: tuple[Claim, ...]


def identify(document: Document) -> Identity:
    """Read title, text, metadata and file name; the text decides, the file name only where nothing else tells."""
    facts = [*_titles(document), *_periods(document), *_dates(document)]
    titles = [fact for fact in facts if fact.name == "title"]
    facts += list(_years(document, titles))
    facts += list(_bodies(document, titles))
    period = _first(facts, "period")
    year = _year(facts, period)
    body = _first(facts, "body")
    division = _division(body) if body else None
    return Identity(
        body, _level(body, division), division, year, period, _first(facts, "published"),
        titles[0].value if titles else document.title, tuple(facts), tuple(_disagreements(document, facts, year)),
    )  # fmt: skip


# ---------------------------------------------------------------- title
def _titles(document: Document) -> Iterator[Fact]:
    meta = dict(document.meta)
    head = fold(document.text[:_SPAN])
    for value in dict.fromkeys(v for v in (document.title, meta.get("title")) if v):
        plain = "".join(fold(value).split())
        start, end = _find(head, plain)
        if start is not None:
            yield Fact("title", value, "text", start, end)
        else:
            yield Fact("title", value, "meta" if value == meta.get("title") else "text")


def _find(head: str, plain: str) -> tuple[int | None, int | None]:
    """The place of a title in the text, line breaks, spaces and a page number inside it aside."""
    plain = plain[:120]
    start = head.find(plain[:1]) if plain else -1
    while start >= 0:
        end = _match_from(head, plain, start)
        if end is not None:
            return start, end
        start = head.find(plain[0], start + 1)
    return None, None


def _match_from(head: str, plain: str, start: int) -> int | None:
    """Where the title ends that begins at `start`, None where it does not stand there."""
    at = start + 1
    for number in range(1, len(plain)):
        # A page number first, unless the title itself goes on with a dash.
        page = _PAGE_NUMBER.match(head, at) if plain[number] != "-" else None
        after = page.end() if page else at
        while after < len(head) and head[after].isspace():
            after += 1
        if after >= len(head) or head[after] != plain[number]:
            return None
        at = after + 1
    return at


# ---------------------------------------------------------------- year and period
def _years(document: Document, titles: Sequence[Fact]) -> Iterator[Fact]:
    for title in titles:
        match = _TITLE_YEAR.search(fold(title.value)) or _NAME_YEAR.search(fold(title.value))
        if match:
            start, end = None, None
            if title.start is not None and title.end is not None:
                inside = _TITLE_YEAR.search(fold(document.text[title.start : title.end]))
                if inside:
                    start, end = title.start + inside.start(1), title.start + inside.end(1)
            yield Fact("year", str(year_of(match.group(1))), title.place, start, end)
    if not titles:
        opening = Counter[str]()
        places: dict[str, re.Match[str]] = {}
        for match in _TITLE_YEAR.finditer(fold(document.text)):
            value = str(year_of(match.group(1)))
            opening[value] += 1
            places.setdefault(value, match)
        if opening:
            value, count = opening.most_common(1)[0]
            if count >= 3:
                yield Fact("year", value, "text", places[value].start(1), places[value].end(1))
    named = _NAME_YEAR.findall(PurePath(document.path.replace("!", "/")).stem)
    if named:
        yield Fact("year", named[0], "filename")


def year_of(printed: str) -> int:
    """A printed year, in digits or in Chinese numerals, as a number."""
    return int(printed.replace("O", "0").replace("二", "2").translate(_CHINESE))


def _periods(document: Document) -> Iterator[Fact]:
    for match in _PERIOD.finditer(fold(document.text[: 2 * _SPAN])):
        first, last = year_of(match[1]), year_of(match[4] or match[1])
        months = int(match[2]), int(match[5])
        if max(months) > 12 or max(int(match[3]), int(match[6])) > 31:
            continue
        value = f"{first}-{months[0]:02}-{int(match[3]):02}/{last}-{months[1]:02}-{int(match[6]):02}"
        yield Fact("period", value, "text", match.start(), match.end())
        return


def _year(facts: Sequence[Fact], period: str | None) -> int | None:
    """The year of the title; else of a period within one year; else of the text, the metadata, the file name."""
    years = [fact for fact in facts if fact.name == "year"]
    for place in ("text", "meta"):
        for fact in years:
            if fact.place == place:
                return int(fact.value)
    if period is not None and period[:4] == period.split("/")[1][:4]:
        return int(period[:4])
    return int(years[0].value) if years else None


# ---------------------------------------------------------------- dates
def _dates(document: Document) -> Iterator[Fact]:
    meta = dict(document.meta)
    if meta.get("published"):
        date = _DATE.search(fold(meta["published"]))
        if date:
            yield Fact("published", _iso(*date.groups()), "meta")
    match = _PUBLISHED.search(fold(document.text[:_SPAN]))
    if match:
        yield Fact("published", _iso(*match.groups()), "text", match.start(1), match.end())
    tail_at = max(0, len(document.text) - 400)
    tail = fold(document.text[tail_at:])
    signed = [m for m in _DATE.finditer(tail) if _stands_alone(tail, m)]
    if signed:
        last = signed[-1]
        yield Fact("published", _iso(*last.groups()), "text", tail_at + last.start(), tail_at + last.end())
    whole = fold(document.text)
    for chinese in _CHINESE_DATE.finditer(whole):
        if _stands_alone(whole, chinese):
            month, day = _small(chinese[2]), _small(chinese[3])
            yield Fact("published", _iso(str(year_of(chinese[1])), str(month), str(day)), "text", *chinese.span())


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    """True where the line holds nothing but the date."""
    line_start = text.rfind("\n", 0, match.start()) + 1
    line_end = text.find("\n", match.end())
    line = text[line_start : line_end if line_end >= 0 else len(text)]
    return len("".join(line.split())) - len("".join(match.group().split())) <= 1


def _small(numeral: str) -> int:
    tens, _, ones = numeral.partition("十")
    if "十" not in numeral:
        return int(numeral.translate(_CHINESE))
    return (int(tens.translate(_CHINESE)) if tens else 1) * 10 + (int(ones.translate(_CHINESE)) if ones else 0)


def _iso(year: str, month: str, day: str) -> str:
    return f"{year}-{int(month):02}-{int(day):02}"


# ---------------------------------------------------------------- body
def _bodies(document: Document, titles: Sequence[Fact]) -> Iterator[Fact]:
    for title in titles:
        name = _body_in_title(title.value)
        if name:
            start = end = None
            if title.start is not None:
                match = re.search(r"\s*".join(map(re.escape, name)), fold(document.text[title.start : title.end]))
                if match:
                    start, end = title.start + match.start(), title.start + match.end()
            yield Fact("body", name, title.place, start, end)
    head = fold(document.text[:_SPAN])
    bare = re.sub(r"\s", "", head)
    compiler = _announced(bare) or _COMPILER.search(bare)
    if compiler:
        start, end = _find(head, compiler.group(1))
        yield Fact("body", compiler.group(1), "text", start, end)
    if not any(_body_in_title(title.value) for title in titles) and not compiler:
        place = _commonest_division(head)
        if place:
            yield Fact("body", place.group(), "text", *place.span())
    name = _body_in_title(PurePath(document.path.replace("!", "/")).stem)
    if name and re.search(rf"(?:{_BODY_TAIL})$", name):
        yield Fact("body", name, "filename")


def _announced(head: str) -> re.Match[str] | None:
    """The report named in its own opening, unless by 我局 or 本单位."""
    return next((m for m in _ANNOUNCED.finditer(head) if m.group(1)[0] not in "我本该全各"), None)


def _body_in_title(title: str) -> str | None:
    """What stands before the year or the words 政府信息公开 in a title."""
    plain = re.sub(r"[\s《》“”\"]", "", fold(title)).removeprefix("关于")
    plain = re.sub(r"^[\d_\-.]+(?=[一-鿿])", "", plain) if not _TITLE_YEAR.match(plain) else plain
    year = _TITLE_YEAR.search(plain)
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
    head = re.sub(r"(?:政府信息公开|政务公开|信息公开)(?:工作)?(?:情况)?$", "", head)
    return head if 2 <= len(head) <= 40 and re.fullmatch(r"[一-鿿、·()]+", head) else None


def _commonest_division(head: str) -> re.Match[str] | None:
    """The division named most often in a report without a title, at least three times."""
    found = list(_NAMED.finditer(head))
    names = Counter(match.group() for match in found if match.group()[0] not in "我全本各该")
    if not names:
        return None
    name = names.most_common(1)[0][0]
    return next(m for m in found if m.group() == name) if head.count(name) >= 3 else None


def _division(body: str) -> str | None:
    """The administrative division a body's name begins with."""
    match = _DIVISION.match(body)
    return match.group(1) or None if match else None


def _level(body: str | None, division: str | None) -> str | None:
    """central, province, prefecture, county or township for a government; department for an organ of one."""
    if not body:
        return None
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


# ---------------------------------------------------------------- disagreement
def _disagreements(document: Document, facts: Sequence[Fact], year: int | None) -> Iterator[Claim]:
    """A year that metadata or the file name gives and the text does not bear out."""
    if year is None:
        return
    anchor = next((f for f in facts if f.name in ("year", "title", "period") and f.start is not None), None)
    if anchor is None or anchor.start is None or anchor.end is None:
        return
    quote = document.text[anchor.start : anchor.end]
    evidence = Evidence(document.sha256, anchor.start, anchor.end, quote)
    seen: set[tuple[str, str]] = set()
    for fact in facts:
        if fact.name != "year" or int(fact.value) == year or (fact.place, fact.value) in seen:
            continue
        seen.add((fact.place, fact.value))
        kind = "extra_layout" if fact.place == "filename" else "wrong_year"
        source = {"filename": "文件名", "meta": "文件属性", "text": "正文"}[fact.place]
        source_en = {"filename": "the file name", "meta": "the metadata", "text": "the text"}[fact.place]
        yield Claim(
            f"{kind}:year-{fact.place}-{fact.value}", kind, (ClaimTerm("place", text=fact.value),), quote, evidence,
            doubtful=fact.place != "text",
            note=f"{source}中的年份是 {fact.value}，报告年度是 {year}",
            note_en=f"{source_en} gives the year {fact.value}, the report is for {year}",
        )  # fmt: skip


def _first(facts: Sequence[Fact], name: str) -> str | None:
    for fact in facts:
        if fact.name == name:
            return fact.value
    return None
