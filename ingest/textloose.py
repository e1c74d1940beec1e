"""Tables in plain text that no separator divides: one cell a line, or cells run together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .textspans import Span, Tabular, strip

NUMBER = re.compile(r"[-+−－]?(?:[\d０-９][\d０-９,，.．]*%?|[增减][\d]+)")
MARK = re.compile(r"[/／\\—–-]{0,2}")
SENTENCE_END = re.compile(r"[。！？；]")
_SECTION = re.compile(
    r"[一二三四五六七八九十]{1,3}、(?:.{6,}(?:情况|事项|措施|附表|统计表|一览表|[（(].{1,30}[）)])|附[件表录].{0,20})"
)
_HEADING = re.compile(r"附[件表录]|第[一二三四五六七八九十]+部分")


_NUMERALS = tuple("一二三四五六七八九十")


# ---------------------------------------------------------------- one cell a line
def is_section_heading(line: str) -> bool:
    """A heading between two tables, such as 四、…情况, rather than a row's label."""
    return len(line) <= 60 and bool(_SECTION.fullmatch(line))


def _may_be_cell(line: str) -> bool:
    return len(line) <= 60 and not SENTENCE_END.search(line) and not is_section_heading(line)


def cells_a_line(text: str, lines: Sequence[Span]) -> Iterator[Tabular]:
    """Stretches of short lines of which a quarter or more are bare numbers, slashes or dashes."""
    stretch: list[Span] = []
    for line in [*lines, None]:
        if line is not None and (_may_be_cell(text[line.start : line.end]) or _goes_on(text, stretch, line)):
            stretch.append(line)
            continue
        yield from _one_cell_lines(text, stretch)
        stretch = []


def _goes_on(text: str, stretch: Sequence[Span], heading: Span) -> bool:
    """Whether what looks like a section's heading is a line of the list before it: its number is the list's next."""
    cells = [text[line.start : line.end] for line in stretch]
    if not cells or not _is_bare(cells[-1]) or any(all(map(_is_bare, cells[n : n + 3])) for n in range(len(cells) - 2)):
        return False
    numbers = [_NUMERALS.index(cell[0]) for cell in cells if cell[:1] in _NUMERALS and cell[1:2] in tuple("、，．.")]
    return bool(numbers) and text[heading.start] == _NUMERALS[(numbers[-1] + 1) % len(_NUMERALS)]


def _one_cell_lines(text: str, stretch: list[Span]) -> Iterator[Tabular]:
    bare = [_is_bare(text[line.start : line.end]) for line in stretch]
    if sum(bare) < 5:
        return
    # The table reaches from the header above its first number to its last number.
    first, last = bare.index(True), len(bare) - 1 - bare[::-1].index(True)
    while first and first > bare.index(True) - 16 and not _is_heading(text, stretch[first - 1]):
        first -= 1
    inside = stretch[first : last + 1]
    if sum(bare[first : last + 1]) * 5 < len(inside):
        return
    yield Tabular(
        Span(inside[0].start, inside[-1].end), runs=[(number, line) for number, line in enumerate(inside)],
        reason="cell-a-line",
    )  # fmt: skip


def _is_bare(line: str) -> bool:
    return bool(NUMBER.fullmatch(line) or (line and MARK.fullmatch(line)))


def _is_heading(text: str, line: Span) -> bool:
    return bool(_HEADING.match(text, line.start, line.end))


# ---------------------------------------------------------------- run together
_DIGITS = re.compile(r"-?\d+(?:\.\d+)?")
# After these a number belongs to a sentence, a date, a document number or a list.
_AFTER = re.compile(
    r"\s?[年月日号件条次篇个项人家期场份批万亿元％%户起宗名位届章款岁米亩吨倍分类级层周天小时\-—~～〔〕）)：:、，,./]"
)
_GAP = 160
_PARENS = re.compile(r"（[^（）]*）|\([^()]*\)|“[^“”]*”|\"[^\"]*\"")


def run_together(text: str, line: Span) -> Iterator[Tabular]:
    """Stretches of a line where labels and bare digits follow each other without a sentence between them."""
    if line.end - line.start < 80:
        return
    cluster: list[re.Match[str]] = []
    after = line.start
    for match in [*_DIGITS.finditer(text, line.start, line.end), None]:
        if match is not None and not _is_cell_number(text, match, line):
            continue
        if cluster and match is not None and _is_label(text[cluster[-1].end() : match.start()]):
            cluster.append(match)
            continue
        if len(cluster) >= 8:
            table = _loose_run(text, Span(after, line.end), cluster)
            after = table.span.end
            yield table
        cluster = [match] if match is not None else []


def _is_cell_number(text: str, match: re.Match[str], line: Span) -> bool:
    if _AFTER.match(text, match.end(), line.end):
        # 0002.其他: the row's digits and the next row's number; 2. alone is the number of an item.
        return text[match.end()] in ".．、" and match.end() - match.start() >= 3
    return not (match.start() > line.start and text[match.start() - 1] in "〔[（(.第/-")


def _is_label(between: str) -> bool:
    if len(between) > _GAP:
        return False
    return not re.search(r"[。！？；，]", _PARENS.sub("", between))


def _loose_run(text: str, line: Span, cluster: Sequence[re.Match[str]]) -> Tabular:
    # Brackets hold commas of their own: blank them out before looking for the end of the last sentence.
    before = _PARENS.sub(lambda match: "x" * len(match[0]), text[line.start : cluster[0].start()])
    sentence = max(before.rfind(mark) for mark in "。！？；，")
    start = strip(text, line.start + sentence + 1, cluster[0].end()).start
    end = cluster[-1].end()
    runs = [
        (0, Span(start + m.start(), start + m.end()))
        for m in re.finditer(r"-?\d+(?:\.\d+)?|[^\d\s-]+(?:-(?!\d)[^\d\s-]*)*|-", text[start:end])
    ]
    return Tabular(Span(start, end), runs=runs, reason="run-together")
