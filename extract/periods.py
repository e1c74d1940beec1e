"""Of when a number is: every word of a sentence that tells a time, and the one that a place in it follows."""

from __future__ import annotations

import re

from .carried import FROM_YEAR, TO_YEAR
from .scan import late

_YEAR = late(
    # What the alternatives begin with (a new one may need its character here), which spares most places all of them.
    r"(?=[目截到至\s\d上去往前今本全年明下来第一二三四五六七八九十近过这最两历])(?:"
    r"(?P<until>截至|截止)?\s*(?:到|至)?\s*(?P<year>(?:19|20)\d{2})\s*年(?!版)(?(until)(?:12月[底末])?)"
    r"|(?P<last>(?<!结转)(?<!转自)(?<!接办)(?<!接转)(?<!承接)(?<!接续)(?:上一?年|去年)(?!度?[底末]?(?:结转|转结|转入|转来|转办|接转|转接|顺延|延续|遗留|未办))(?:度|同?期)?|往年|前一年)|(?P<before>(?<![目以])前年(?!均))|(?P<this>今年|本年(?!度?新)|全年|年内)"
    r"|(?P<next>明年|(?<![转延待])(?<![转延待][至入到])下一?年(?!度?(?:继续|办理|结转))|来年)|(?P<now>历年|目前(?=[已共有设配])|截[至止]到?(?:目前|(?:今年|本年)?(?:年底|12月(?:底|末|31日)?)))"
    r"|(?P<quarter>(?:第?[一二三四]|第[1-4])季度|前[一二三]季度)|(?P<half>(?:上|下)半年)"
    r"|(?P<span>(?:近|过去|前|这|最近)(?:[两二三四五六七八九十]|\d{1,2})年|[两三四五六七八九十]年(?:来|间|多来))"
    r"|(?P<months>(?<![\d.])(?:1[0-2]|[1-9])\s*月?\s*[-—~至]\s*(?:1[0-2]|[1-9])\s*月)|(?P<month>(?<![\d.])(?:1[0-2]|[1-9])\s*月(?!\s*\d)份?))"
)
_YEARS = late(
    r"((?:19|20)\d{2})\s*年?度?\s*(?:至|到|[-—~])\s*((?:19|20)\d{2})\s*年(?!\d{1,2}月)"
    # 自2008年5月1日至2011年12月31日, but not from the first to the last day of one year.
    r"|((?:19|20)\d{2})年\d{1,2}月(?:\d{1,2}日)?起?(?:至|到|[-—~])(?!\3)((?:19|20)\d{2})年\d{1,2}月(?:\d{1,2}日)?"
)
# 2008年5月1日起, and 2019年4月15日新条例施行后 in the report of 2019.
_SINCE = late(r"(?:\d{1,2}月(?:\d{1,2}日)?)?(?:以来|至今|起(?!至|到))")
_AFTER = late(r"\d{1,2}月(?:\d{1,2}日)?[^,;。\d]{0,12}?(?:施行|实施|成立|上线|开通|启用|运行)(?:以?后|之后)")
_QUARTERS = dict(zip("一二三四1234", (1, 2, 3, 4) * 2, strict=True))
# Every word that tells a time has one of these characters.
_TIMES = late("[年月季截]|目前")
_COUNTED_IN = late("[两二三四五六七八九十]")
_COUNTED = dict(zip("二三四五六七八九十两", (2, 3, 4, 5, 6, 7, 8, 9, 10, 2), strict=True))
_COMPARING = late(r"(?:比|较|与|同|相比|超)\s*$")


def periods_in(text: str, year: int | None) -> list[tuple[int, str, bool]]:
    """(place, period, later than the report's year) for every word that tells a time."""
    found: list[tuple[int, str, bool]] = []
    current = str(year) if year is not None else ""
    spans = [(m.start(), m.end(), f"{m[1] or m[3]}/{m[2] or m[4]}") for m in _YEARS.finditer(text)]
    found += [(start, told, False) for start, _, told in spans]
    for match in _YEAR.finditer(text) if _TIMES.search(text) else ():
        if (match["year"] and _carried(text, match)) or any(start <= match.start() < end for start, end, _ in spans):
            continue
        if _COMPARING.search(text, max(0, match.start() - 3), match.start()):
            continue
        kind = match.lastgroup or ""
        if kind == "span":
            if year is not None:
                number = re.sub(r"\D", "", match.group()) or str(_COUNTED["".join(_COUNTED_IN.findall(match.group()))])
                found.append((match.start(), f"{year - int(number) + 1}/{year}", False))
        elif kind in ("quarter", "half", "months", "month"):
            part = _part_of_year(kind, match.group(), current)
            if part and not text.startswith(("计划", "预算"), match.end()):
                found.append((match.start(), part, False))
        elif match["year"]:
            told = int(match["year"])
            current = match["year"]
            # 2015年以来 in the report of 2015 is that year, unless it counts up.
            last = year if year is None or "累计" in text[match.end() : match.end() + 8] else year - 1
            since = last is not None and told <= last and _SINCE.match(text, match.end())
            if since or _AFTER.match(text, match.end()):
                found.append((match.start(), f"{told}/{year}", False))
                continue
            until = match["until"] is not None
            found.append((match.start(), f"/{told}-12-31" if until else current, year is not None and told > year))
        elif year is not None:
            shift = {"before": -2, "last": -1, "this": 0, "next": 1}.get(kind, 0)
            period = f"/{year}-12-31" if kind == "now" else str(year + shift)
            found.append((match.start(), period, shift > 0))
    return sorted(found) if spans else found


def _carried(text: str, year: re.Match[str]) -> bool:
    """2021年度结转的3件 and 结转至2023年 tell of cases of this report's year."""
    return FROM_YEAR.match(text, year.end()) is not None or TO_YEAR.search(text, 0, year.start()) is not None


def _part_of_year(kind: str, words: str, year: str) -> str | None:
    """第一季度 of 2016 → 2016-01/2016-03; 1-12月 is the year."""
    if not year:
        return None
    if kind == "half":
        first, last = (1, 6) if words[0] == "上" else (7, 12)
    elif kind == "quarter":
        number = _QUARTERS[words.removesuffix("季度")[-1]]
        first, last = (1 if words[0] == "前" else number * 3 - 2), number * 3
    else:
        numbers = [int(n) for n in re.findall(r"\d+", words)]
        first, last = numbers[0], numbers[-1]
    if (first, last) == (1, 12):
        return year
    return f"{year}-{first:02}" if first == last else f"{year}-{first:02}/{year}-{last:02}"


def period_at(periods: list[tuple[int, str, bool]], at: int) -> tuple[str | None, bool]:
    """The last time told before a place, and whether it is later than the report's year."""
    period, later = None, False
    for place, told, after in periods:
        if place < at:
            period, later = told, after
    return period, later
