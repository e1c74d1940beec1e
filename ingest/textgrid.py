"""Tables in plain text: separated by pipes or tabs, one cell a line, aligned by spaces, or run together."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from ..model import simplified
from .textloose import NUMBER, SENTENCE_END, cells_a_line, is_section_heading, run_together
from .textpipes import PIPE, is_frame, pipe_tables
from .textspans import Span, Tabular, grid, strip

_WORDS = re.compile(r"\S+(?:[ 　]\S+)*")
# 收到申请数 件 326 1568: words, and after a single space each the unit and the numbers of the row.
_VALUE = rf"(?:{NUMBER.pattern}|[/／—–-]{{1,2}})"
# 一、概述 1
_ENTRY = re.compile(
    r"(?:目录|附|第?[一二三四五六七八九十]+[、章节部]|[（(][一二三四五六七八九十]+[)）]).*\D[ 　](?P<page>\d{1,3})"
)
_BARE_ROW = re.compile(rf"{_VALUE}(?:[ 　]{_VALUE}){{7,}}")
_PIECE, _FEWEST_ENDS, _MOST_HEADER = re.compile(r"\S+"), 3, 4
_ENDS = re.compile(rf"(?P<label>\S.*?)(?:[ 　](?P<unit>[^\s\d]{{1,3}}))?(?P<numbers>(?:[ 　]{_VALUE})+)$")


def find_tables(text: str, lines: Sequence[Span]) -> list[Tabular]:
    """All tables, in order, none overlapping."""
    text = simplified(text)
    found: list[Tabular] = []
    free: list[list[Span]] = []
    stretches = list(_stretches(text, lines))
    for number, (kind, stretch) in enumerate(stretches):
        tables: list[Tabular] = []
        if kind == "pipes":
            tables = pipe_tables(text, stretch)
            following = stretches[number + 1][1] if number + 1 < len(stretches) else []
            if len(tables) == 1 and tables[0].reason and following:
                tables = _with_last_cell(text, stretch, following) or tables
        elif kind == "tabs":
            tables = _tabs(text, stretch)
        elif kind == "spaces":
            tables = _spaces(text, stretch)
        elif kind == "ends":
            tables = _ends(text, stretch, free[-1] if free else [])
        if tables:
            found += tables
            free.append([])
        else:
            free = free or [[]]
            free[-1] += stretch
    for stretch in free:
        found += cells_a_line(text, stretch)
    taken = sorted((table.span for table in found), key=lambda span: span.start)
    starts = [span.start for span in taken]
    for stretch in free:
        for line in stretch:
            before = bisect_right(starts, line.start) - 1
            if before < 0 or taken[before].end <= line.start:
                found += run_together(text, line)
    return sorted(found, key=lambda table: table.span.start)


def _kind(text: str, line: Span) -> str:
    raw = text[line.start : line.end]
    if PIPE.search(raw) or is_frame(raw):
        return "pipes"
    # The white space around the line is not part of it, a tab at its end still is.
    if "\t" in raw or text[line.end : line.end + 1] == "\t" or (line.start and text[line.start - 1] == "\t"):
        return "tabs"
    if len(raw) <= 120 and len(re.findall(r"\S(?: {2,}|　{2,})(?=\S)", raw)) >= 1 and not SENTENCE_END.search(raw):
        return "spaces"
    if len(raw) <= 120 and _ENDS.search(raw) and not SENTENCE_END.search(raw):
        return "ends"
    return "plain"


def _may_be_cell(line: str, kind: str) -> bool:
    """Whether a line without a pipe may be the first half of a cell; any short line stands between rows."""
    return len(line) <= 60 and not SENTENCE_END.search(line) and (kind == "ends" or not is_section_heading(line))


def _stretches(text: str, lines: Sequence[Span]) -> Iterator[tuple[str, list[Span]]]:
    """Neighbouring lines of one kind. A line or two without a pipe between lines with one belong to a broken cell,
    one without a number between lines that end with some is a heading of the table."""
    position = 0
    while position < len(lines):
        kind = _kind(text, lines[position])
        end = position + 1
        while end < len(lines):
            if _kind(text, lines[end]) == kind:
                end += 1
                continue
            if kind not in ("pipes", "ends"):
                break
            gap = next((n for n in (1, 2) if end + n < len(lines) and _kind(text, lines[end + n]) == kind), 0)
            between = lines[end : end + gap]
            if not gap or not all(_may_be_cell(text[s.start : s.end], kind) for s in between):
                break
            end += gap
        yield kind, list(lines[position:end])
        position = end


def _with_last_cell(text: str, lines: Sequence[Span], following: list[Span]) -> list[Tabular]:
    """The last cell of a broken table may lack its pipe: then the line after the last pipe makes the rows come out."""
    tables = pipe_tables(text, [*lines, following[0]]) if following[0].end - following[0].start <= 60 else []
    if len(tables) != 1 or tables[0].reason is not None:
        return []
    del following[0]
    return tables


# ---------------------------------------------------------------- tabs, spaces
def _tabs(text: str, lines: Sequence[Span]) -> list[Tabular]:
    """Rows copied from a spreadsheet or a browser: equal counts are a grid, ragged ones are not certain."""
    if len(lines) < 2:
        return []
    rows = []
    for line in lines:
        at, end = line.start, line.end
        # Empty cells at either end were stripped with the line's white space.
        while at and text[at - 1] in "\t ":
            at -= 1
        while end < len(text) and text[end] in "\t ":
            end += 1
        pieces = []
        while (tab := text.find("\t", at, end)) >= 0:
            pieces.append(strip(text, at, tab))
            at = tab + 1
        rows.append([*pieces, strip(text, at, end)])
    span = Span(rows[0][0].start, max(rows[-1][-1].end, lines[-1].end))
    widths = {len(row) for row in rows}
    if len(widths) == 1 and widths != {1}:
        return [grid(span, rows)]
    runs = [(number, cell) for number, row in enumerate(rows) for cell in row]
    return [Tabular(span, runs=runs, reason="borderless")]


def _spaces(text: str, lines: Sequence[Span]) -> list[Tabular]:
    """Columns lined up by spaces: words with their line, for there may be spaces within a cell too."""
    rows = [[Span(m.start(), m.end()) for m in _WORDS.finditer(text, line.start, line.end)] for line in lines]
    numbers = sum(1 for row in rows for cell in row if NUMBER.fullmatch(text[cell.start : cell.end]))
    with_number = sum(1 for row in rows if any(NUMBER.fullmatch(text[cell.start : cell.end]) for cell in row))
    if len(rows) < 3 or numbers < 2 or with_number * 2 < len(rows):
        return []
    runs = [(number, cell) for number, row in enumerate(rows) for cell in row]
    return [Tabular(Span(lines[0].start, lines[-1].end), runs=runs, reason="borderless")]


def _ends(text: str, lines: list[Span], above: list[Span]) -> list[Tabular]:
    """Rows whose cells stand a single space apart, as programs that take the text out of a PDF write them.

    A row without a label belongs to the short lines right above it, which are taken from `above`.
    """
    if _BARE_ROW.fullmatch(text, lines[0].start, lines[0].end):
        header: list[Span] = []
        while above and len(header) < _MOST_HEADER and _is_header(text, above[-1], lines[0]):
            header.append(above.pop())
        lines = [*reversed(header), *lines]
    elif len(lines) < _FEWEST_ENDS or _is_contents(text, lines):
        return []
    runs = [
        (number, Span(m.start(), m.end()))
        for number, line in enumerate(lines)
        for m in _PIECE.finditer(text, line.start, line.end)
    ]
    return [Tabular(Span(lines[0].start, lines[-1].end), runs=runs, reason="borderless")]


def _is_contents(text: str, lines: Sequence[Span]) -> bool:
    """Whether the lines are headings and their pages, which never go back."""
    entries = [_ENTRY.fullmatch(text, line.start, line.end) for line in lines]
    pages = [int(entry["page"]) for entry in entries if entry is not None]
    return len(pages) == len(lines) and pages == sorted(pages) and pages[0] < pages[-1]


def _is_header(text: str, line: Span, row: Span) -> bool:
    words = text[line.start : line.end]
    near = text.count("\n", line.end, row.start) <= _MOST_HEADER
    return near and len(words) <= 120 and not SENTENCE_END.search(words) and not is_section_heading(words)
