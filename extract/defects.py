"""Defects of the text itself that need no arithmetic: placeholders, brackets, doubled words, impossible years."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from ..model import HAN, Claim, ClaimTerm, Document
from .lines import Line, evidence
from .scan import Rare, late

_PLACEHOLDERS = Rare(
    r"(?<![A-Za-z0-9])[Xx×]{2,}(?=[年月日件条次人元个项篇期场家份户名位宗起批类种%]|市|县|区|局|镇|乡|街道)"
    r"|(?<![A-Za-z0-9/_.])_{2,}(?![A-Za-z0-9/_.])"
    r"|(?<![\d*A-Za-z])\*{2,}(?=[年月日件条次人元个项篇期])"
    r"|[(\[【](?:此处|请在此|请)(?:填写|填|插入)[^)\]】]{0,20}[)\]】]"
    r"|[○〇]{2,}(?=[年月日件条次人元个项])",
    "X",
    "x",
    "×",
    "_",
    "*",
    "请",
    "○",
    "〇",
    "此处",
)
# A unit or a count's name with nothing to count: 之日起个工作日, and “申请答复数。其中:”.
_NUMBER_LOST = late(
    r"(?:起|不少于|不超过|不得超过|达到|共计|累计)(?=(?:个工作日|个月|小时|个小时|工作日内))"
    r"|(?<![\d一二三四五六七八九十百两多数几各])(?:发布会|座谈会|听证会|培训会|培训班|推进会|讲座)(?=[场次期][,，。;；、])"
    rf"|(?<=[,，]){HAN}{{2,9}}(?<![多少大半参])数(?=[。;]\s*其中)"
)
_DOUBLED = late(rf"({HAN}{{3,8}})\1")
_NUMBER_OF_DOCUMENT = Rare(r"[〔\[【(](?P<year>(?:19|20|21)\d{2})[〕\]】)]\s*(?:第\s*)?\d{1,4}\s*号", "号")
_PERIOD = Rare(
    r"(?P<first>(?:19|20)\d{2})\s*年\s*1\s*月\s*1\s*日\s*起?\s*[,，]?\s*(?:至|到|—|-)\s*"
    r"(?:(?P<last>(?:19|20)\d{2})\s*年|同年)?\s*12\s*月\s*31\s*日",
    "31",
)
_STATISTICS = late(r"统计|期限|时限|所列|数据")
_STATED_YEAR = Rare(
    r"(?:^|[。;])\s*(?P<year>20\d{2})\s*年度?[,，]?\s*(?:我|本|全)[^。;,，]{0,8}[,，]?[^。;]{0,16}?"
    r"(?:共|累计)[^。;]{0,6}(?:公开|收到|受理)",
    "20",
)
_COMPARING = late(r"同比|相比|较|比上年|上年|去年|以来|截至|累计至")
_PAIRS = {")": "(", "》": "《", "】": "【", "〕": "〔", "」": "「", "』": "『", "”": "“", "}": "{"}
_OPENERS = frozenset(_PAIRS.values())
# A text with more of them is broken as a whole, and its reader has seen that by then.
_MOST_UNBALANCED = 200
_LIST_MARK = late(r"(?:^|[\s。;,，、:])(?:\d{1,2}|[一二三四五六七八九十]{1,2}|[a-zA-Z])$")


def read_defects(document: Document, lines: Sequence[Line], year: int | None) -> list[Claim]:
    """Claims of the kinds placeholder, missing_number, duplicated_word, unbalanced, document_year and wrong_year."""
    claims = [claim for line in lines for claim in _line_defects(document, line)]
    claims += islice(_unbalanced(document, lines), _MOST_UNBALANCED)
    if year is not None:
        claims += [claim for line in lines for claim in _years(document, line, year)]
    return claims


def _claim(
    document: Document, line: Line, start: int, end: int, kind: str, note: str, note_en: str, doubtful: bool = False
) -> Claim:
    at, to = line.start + start, line.start + end
    quote = document.text[at:to]
    around = document.text[max(line.start, at - 20) : min(line.end, to + 20)]
    term = ClaimTerm("place", None, quote)
    return Claim(
        f"{kind}:{at}", kind, (term,), around, evidence(document, at, to, line.block), None, doubtful, note, note_en
    )


def _line_defects(document: Document, line: Line) -> Iterator[Claim]:
    for match in _PLACEHOLDERS.finditer(line.text):
        found = match.group()
        yield _claim(
            document, line, *match.span(), "placeholder",
            f"留有未填写的占位符“{found}”", f"a placeholder was left in: “{found}”",
        )  # fmt: skip
    for match in _NUMBER_LOST.finditer(line.text):
        words = line.text[match.start() : match.end() + 4]
        yield _claim(
            document, line, *match.span(), "missing_number",
            f"“{words}”缺少数字", f"a number is missing in “{words}”",
        )  # fmt: skip
    for match in _DOUBLED.finditer(line.text):
        yield _claim(
            document, line, *match.span(), "duplicated_word",
            f"“{match[1]}”重复", f"“{match[1]}” is written twice",
        )  # fmt: skip


def _years(document: Document, line: Line, year: int) -> Iterator[Claim]:
    for match in _NUMBER_OF_DOCUMENT.finditer(line.text):
        # A report of year N appears in N+1 and may cite a document of that year, not of a later one.
        if int(match["year"]) > year + 1:
            yield _claim(
                document, line, *match.span("year"), "document_year",
                f"文号年份 {match['year']} 晚于报告发布年份",
                f"the document number's year {match['year']} lies after the report",
            )  # fmt: skip
    for match in _PERIOD.finditer(line.text):
        told = _STATISTICS.search(line.text, max(0, match.start() - 40), match.start())
        if told and match["last"] in (None, match["first"]) and int(match["first"]) != year:
            yield _claim(
                document, line, *match.span(), "wrong_year",
                f"统计期限为 {match['first']} 年，报告年度为 {year} 年",
                f"the period stated is {match['first']}, the report is for {year}",
            )  # fmt: skip
    for match in _STATED_YEAR.finditer(line.text):
        if int(match["year"]) == year - 1 and not _COMPARING.search(match.group()):
            yield _claim(
                document, line, *match.span("year"), "wrong_year",
                f"以 {match['year']} 年叙述本年情况，报告年度为 {year} 年",
                f"speaks of {match['year']} where the report is for {year}", doubtful=True,
            )  # fmt: skip


def _unbalanced(document: Document, lines: Sequence[Line]) -> Iterator[Claim]:
    """Brackets and quotes that do not close. A paragraph broken over lines is followed to its full stop."""
    open_marks: list[tuple[str, Line, int]] = []
    for line in lines:
        for position, char in enumerate(line.text):
            if char in _OPENERS:
                open_marks.append((char, line, position))
            elif char in _PAIRS:
                if open_marks and open_marks[-1][0] == _PAIRS[char]:
                    open_marks.pop()
                elif any(mark[0] == _PAIRS[char] for mark in open_marks):
                    # An inner mark was left open: that one is the defect.
                    while open_marks[-1][0] != _PAIRS[char]:
                        yield _unclosed(document, *open_marks.pop())
                    open_marks.pop()
                elif not (char == ")" and _LIST_MARK.search(line.text[:position])):
                    yield _claim(
                        document, line, position, position + 1, "unbalanced",
                        f"“{char}”没有与之配对的“{_PAIRS[char]}”", f"“{char}” closes nothing",
                    )  # fmt: skip
        if line.text[-1] in "。！？!?；;":
            for mark in open_marks:
                yield _unclosed(document, *mark)
            open_marks.clear()
    for mark in open_marks:
        yield _unclosed(document, *mark)


def _unclosed(document: Document, char: str, line: Line, position: int) -> Claim:
    return _claim(
        document, line, position, position + 1, "unbalanced",
        f"“{char}”没有闭合", f"“{char}” is not closed",
    )  # fmt: skip
