"""Tables in plain text: separated by pipes or tabs, one cell a line, aligned by spaces, or run together."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from .textloose import MARK, NUMBER, SENTENCE_END, cells_a_line, is_section_heading, run_together
from .textspans import Span, Tabular, strip

PIPES = "|│┃｜¦"
_PIPE = re.compile(f"[{PIPES}]")
# Rows of a drawn frame or of Markdown, which hold no cell.
_FRAME = frozenset(" \t　+:=-─━┄┈┌┐└┘├┤┬┴┼╋┏┓┗┛┣┫┳┻" + PIPES)
_DASHES = re.compile("[-─━=]{2}")
_WORDS = re.compile(r"\S+(?:[ 　]\S+)*")


def find_tables(text: str, lines: Sequence[Span]) -> list[Tabular]:
    """All tables, in order, none overlapping."""
    found: list[Tabular] = []
    free: list[list[Span]] = []
    stretches = list(_stretches(text, lines))
    for number, (kind, stretch) in enumerate(stretches):
        table = None
        if kind == "pipes":
            table = _pipes(text, stretch)
            following = stretches[number + 1][1] if number + 1 < len(stretches) else []
            if table is not None and table.reason and following:
                table = _with_last_cell(text, stretch, following) or table
        elif kind == "tabs":
            table = _tabs(text, stretch)
        elif kind == "spaces":
            table = _spaces(text, stretch)
        if table is not None:
            found.append(table)
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
    if _PIPE.search(raw) or _is_frame(raw):
        return "pipes"
    # The white space around the line is not part of it, a tab at its end still is.
    if "\t" in raw or text[line.end : line.end + 1] == "\t" or (line.start and text[line.start - 1] == "\t"):
        return "tabs"
    if len(raw) <= 120 and len(re.findall(r"\S(?: {2,}|　{2,})(?=\S)", raw)) >= 1 and not SENTENCE_END.search(raw):
        return "spaces"
    return "plain"


def _may_be_cell(line: str) -> bool:
    """Whether a line without a pipe may be the first half of a cell."""
    return len(line) <= 60 and not SENTENCE_END.search(line) and not is_section_heading(line)


def _is_frame(line: str) -> bool:
    return line[:1] in _FRAME and _FRAME.issuperset(line) and bool(_DASHES.search(line))


def _stretches(text: str, lines: Sequence[Span]) -> Iterator[tuple[str, list[Span]]]:
    """Neighbouring lines of one kind. A line or two without a pipe between lines with one belong to a broken cell."""
    position = 0
    while position < len(lines):
        kind = _kind(text, lines[position])
        end = position + 1
        while end < len(lines):
            if _kind(text, lines[end]) == kind:
                end += 1
                continue
            if kind != "pipes":
                break
            gap = next((n for n in (1, 2) if end + n < len(lines) and _kind(text, lines[end + n]) == "pipes"), 0)
            between = lines[end : end + gap]
            if not gap or not all(_may_be_cell(text[s.start : s.end]) for s in between):
                break
            end += gap
        yield kind, list(lines[position:end])
        position = end


# ---------------------------------------------------------------- pipes
def _pipes(text: str, lines: Sequence[Span]) -> Tabular | None:
    lines = [line for line in lines if not _is_frame(text[line.start : line.end])]
    if not lines:
        return None
    span = Span(lines[0].start, lines[-1].end)
    pipes = len(_PIPE.findall(text, span.start, span.end))
    if len(lines) < 2 or (pipes < 4 and not re.search(r"\d", text[span.start : span.end])):
        return None
    rows = _rows_of_lines(text, lines)
    if rows is not None:
        return _grid(span, rows)
    cells = _stream(text, span)
    width = _stream_width(text, lines, cells)
    if width is not None:
        return _grid(span, [cells[at : at + width] for at in range(0, len(cells), width)])
    starts = [line.start for line in lines]
    runs = [(max(bisect_right(starts, cell.start) - 1, 0), cell) for cell in cells]
    return Tabular(span, runs=runs, reason="cell-a-line")


def _with_last_cell(text: str, lines: Sequence[Span], following: list[Span]) -> Tabular | None:
    """The last cell of a broken table may lack its pipe: then the line after the last pipe makes the rows come out."""
    table = _pipes(text, [*lines, following[0]]) if following[0].end - following[0].start <= 60 else None
    if table is None or table.reason is not None:
        return None
    del following[0]
    return table


def _rows_of_lines(text: str, lines: Sequence[Span]) -> list[list[Span]] | None:
    """Rows where each line is one: every line has as many cells as the others, and at least two.

    A line with a single cell that holds no number is a row of its own (a note or a group's name).
    """
    rows = []
    for line in lines:
        start, end = line.start, line.end
        # A pipe at the start is a frame where most lines have one; then the one at the end is too.
        if text[start] in PIPES:
            start += 1
            end -= text[end - 1] in PIPES and end > start
        rows.append(_split(text, start, end))
    counts = sorted(len(row) for row in rows)
    width = counts[-1]
    open_ended = sum(1 for line in lines if text[line.end - 1] in PIPES and text[line.start] not in PIPES)
    if open_ended:
        # `a | b | c |`: the pipe closes a cell, so the last piece is no cell. One cell a line is the broken kind.
        if open_ended < len(lines) or width < 3:
            return None
        rows = [row[:-1] for row in rows]
        width -= 1
    if width < 2:
        return None
    for row in rows:
        if len(row) == 1 and not re.search(r"\d{2,}$", text[row[0].start : row[0].end]):
            continue
        if len(row) != width:
            return None
    full = sum(1 for row in rows if len(row) == width)
    return rows if full * 2 >= len(rows) else None


def _split(text: str, start: int, end: int) -> list[Span]:
    cells = []
    at = start
    for match in _PIPE.finditer(text, start, end):
        cells.append(strip(text, at, match.start()))
        at = match.end()
    cells.append(strip(text, at, end))
    return cells


def _stream(text: str, span: Span) -> list[Span]:
    """Cells where each pipe ends one; what follows the last pipe is a cell if anything stands there."""
    cells = _split(text, span.start, span.end)
    if cells and cells[-1].start == cells[-1].end:
        cells.pop()
    return cells


def _stream_width(text: str, lines: Sequence[Span], cells: Sequence[Span]) -> int | None:
    """The one number of columns under which every column holds either numbers or words.

    None where the cells do not fill whole rows, or no column of numbers appears: then nothing is certain.
    """
    kinds = [_cell_kind(text[cell.start : cell.end]) for cell in cells]
    for width in range(2, 21):
        if len(cells) % width or len(cells) < 3 * width:
            continue
        columns = [kinds[col::width][1:] for col in range(width)]
        pure = [("number" in column, "words" in column) for column in columns]
        if (
            all(not (number and words) for number, words in pure)
            and any(number for number, _ in pure)
            and any(words for _, words in pure)
        ):
            return width
    return None


def _cell_kind(cell: str) -> str:
    plain = cell.strip()
    if MARK.fullmatch(plain):
        return "blank"
    return "number" if NUMBER.fullmatch(plain) else "words"


# ---------------------------------------------------------------- tabs, spaces
def _tabs(text: str, lines: Sequence[Span]) -> Tabular | None:
    """Rows copied from a spreadsheet or a browser: equal counts are a grid, ragged ones are not certain."""
    if len(lines) < 2:
        return None
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
        return _grid(span, rows)
    runs = [(number, cell) for number, row in enumerate(rows) for cell in row]
    return Tabular(span, runs=runs, reason="borderless")


def _spaces(text: str, lines: Sequence[Span]) -> Tabular | None:
    """Columns lined up by spaces: words with their line, for there may be spaces within a cell too."""
    rows = [[Span(m.start(), m.end()) for m in _WORDS.finditer(text, line.start, line.end)] for line in lines]
    numbers = sum(1 for row in rows for cell in row if NUMBER.fullmatch(text[cell.start : cell.end]))
    with_number = sum(1 for row in rows if any(NUMBER.fullmatch(text[cell.start : cell.end]) for cell in row))
    if len(rows) < 3 or numbers < 2 or with_number * 2 < len(rows):
        return None
    runs = [(number, cell) for number, row in enumerate(rows) for cell in row]
    return Tabular(Span(lines[0].start, lines[-1].end), runs=runs, reason="borderless")


def _grid(span: Span, rows: Sequence[Sequence[Span]]) -> Tabular:
    """A table; a row of a single cell runs over the whole width."""
    width = max(len(row) for row in rows)
    cells = []
    for number, row in enumerate(rows):
        if len(row) == 1:
            cells.append((number, 0, width, row[0]))
        else:
            cells += [(number, col, 1, cell) for col, cell in enumerate(row)]
    return Tabular(span, cells=cells)
