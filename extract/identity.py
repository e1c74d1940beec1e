"""Who reports on which year: body, level, division, year, period, date and title, each with where it was found."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from msgspec import Struct

from ..model import Claim, ClaimTerm, Document, Evidence, Fact, fold
from .bodies import bodies_of, division_of, level_of
from .scan import late
from .title import HEAD, TITLE_YEAR, YEAR, titles_of

_CHINESE = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_NAME_YEAR = late(r"(?<!\d)(20\d{2})(?!\d{3})")
_PERIOD = late(
    YEAR + r"\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日\s*(?:起)?\s*(?:至|到|—|-|~|～)+\s*"
    r"(?:" + YEAR + r"\s*年)?\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日"
)
_DAY = r"(20\d{2})\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})日?"
_DATE = late(_DAY)
_CHINESE_DATE = late(
    r"(二[〇○零][〇○零一二三四五六七八九]{2})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_PUBLISHED = late(r"(?:发布时间|发布日期|发文日期|成文日期|公开日期|生成日期|时间|日期)\s*[::]\s*" + _DAY)


class Identity(Struct, frozen=True):
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
    facts = [*titles_of(document), *_periods(document), *_dates(document)]
    titles = [fact for fact in facts if fact.name == "title"]
    facts += list(_years(document, titles))
    facts += list(bodies_of(document, titles))
    period = _first(facts, "period")
    year = _year(facts, period)
    body = _first(facts, "body")
    division = division_of(body) if body else None
    return Identity(
        body, level_of(body, division), division, year, period, _first(facts, "published"),
        titles[0].value if titles else document.title, tuple(facts), tuple(_disagreements(document, facts, year)),
    )  # fmt: skip


# ---------------------------------------------------------------- year and period
def _years(document: Document, titles: Sequence[Fact]) -> Iterator[Fact]:
    for title in titles:
        match = TITLE_YEAR.search(fold(title.value)) or _NAME_YEAR.search(fold(title.value))
        if match:
            start, end = None, None
            if title.start is not None and title.end is not None:
                inside = TITLE_YEAR.search(fold(document.text[title.start : title.end]))
                if inside:
                    start, end = title.start + inside.start(1), title.start + inside.end(1)
            yield Fact("year", str(year_of(match.group(1))), title.place, start, end)
    if not titles:
        opening = Counter[str]()
        places: dict[str, re.Match[str]] = {}
        for match in TITLE_YEAR.finditer(fold(document.text)):
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
    for match in _PERIOD.finditer(fold(document.text[: 2 * HEAD])):
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
    match = _PUBLISHED.search(fold(document.text[:HEAD]))
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


# ---------------------------------------------------------------- disagreement
_BEFORE_ITS_END = late("半年|季度|月份|政府工作报告|计划|预算|要点|方案|规划")
_SOURCES = {"filename": ("文件名", "the file name"), "meta": ("文件属性", "the metadata"), "text": ("正文", "the text")}


def _disagreements(document: Document, facts: Sequence[Fact], year: int | None) -> Iterator[Claim]:
    """A year, a date or a body that one source gives and another does not bear out."""
    anchor = next((f for f in facts if f.name in ("year", "title", "period") and f.start is not None), None)
    if anchor is None:
        return
    yield from _other_body(document, [fact for fact in facts if fact.name == "body" and fact.place == "text"])
    if year is None:
        return
    seen: set[tuple[str, str]] = set()
    for fact in facts:
        zh, en = _SOURCES[fact.place]
        if fact.name == "year" and int(fact.value) != year and (fact.place, fact.value) not in seen:
            seen.add((fact.place, fact.value))
            yield _claim(
                document, anchor, f"year-{fact.place}-{fact.value}", fact,
                f"{zh}中的年份是 {fact.value}，报告年度是 {year}",
                f"{en} gives the year {fact.value}, the report is for {year}",
            )  # fmt: skip
    title = next((fact.value for fact in facts if fact.name == "title"), "")
    dated = next((fact for fact in facts if fact.name == "published"), None)
    # A year is not reported on before its last month; a part of one is, and what lies ahead is told before it.
    if dated is not None and dated.value < f"{year}-12" and not _BEFORE_ITS_END.search(title):
        yield _claim(
            document, dated if dated.start is not None else anchor, f"dated-{dated.value}", dated,
            f"报告年度是 {year}，发布日期却是 {dated.value}",
            f"the report is for {year} but was published on {dated.value}",
        )  # fmt: skip


def _other_body(document: Document, named: Sequence[Fact]) -> Iterator[Claim]:
    """The title names a body of one division, the opening or the signature one of another."""
    first = named[0] if named else None
    for fact in named[1:]:
        # 发布机构：… is the web site's word for who put the page there.
        if (
            first is None
            or fact.start is None
            or fold(document.text[max(0, fact.start - 20) : fact.start]).rstrip().endswith(":")
        ):
            continue
        own, other = division_of(first.value) or "", division_of(fact.value) or ""
        if own and other and own[:2] not in other and other[:2] not in own:
            yield _claim(
                document, fact, f"body-{fact.value}", fact,
                f"标题中的机关是“{first.value}”，正文或落款是“{fact.value}”",
                f"the title names “{first.value}”, the text or signature “{fact.value}”",
            )  # fmt: skip
            return


def _claim(document: Document, at: Fact, key: str, fact: Fact, note: str, note_en: str) -> Claim:
    start, end = at.start or 0, at.end or 0
    quote = document.text[start:end]
    kind = {"body": "other_body"}.get(fact.name, "extra_layout" if fact.place == "filename" else "wrong_year")
    return Claim(
        f"{kind}:{key}", kind, (ClaimTerm("place", text=fact.value),), quote,
        Evidence(document.sha256, start, end, quote), doubtful=fact.place != "text", note=note, note_en=note_en,
    )  # fmt: skip


def _first(facts: Sequence[Fact], name: str) -> str | None:
    for fact in facts:
        if fact.name == name:
            return fact.value
    return None
