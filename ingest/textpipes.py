"""Tables in plain text whose cells are separated by pipes: a row a line, or cells broken over lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import groupby, pairwise

from msgspec import Struct

from .textloose import MARK, NUMBER
from .textspans import Span, Tabular, grid, strip

PIPES = "|│┃｜¦"
PIPE = re.compile(f"[{PIPES}]")
# Rows of a drawn frame or of Markdown, which hold no cell.
_FRAME = frozenset(" \t　+:=-─━┄┈┌┐└┘├┤┬┴┼╋┏┓┗┛┣┫┳┻" + PIPES)
_DASHES = re.compile("[-─━=]{2}")


def is_frame(line: str) -> bool:
    return line[:1] in _FRAME and _FRAME.issuperset(line) and bool(_DASHES.search(line))


def pipe_tables(text: str, lines: Sequence[Span]) -> list[Tabular]:
    """The tables of neighbouring lines, nearly all with a pipe; none where they are no table."""
    lines = [line for line in lines if not is_frame(text[line.start : line.end])]
    if len(lines) < 2:
        return []
    span = Span(lines[0].start, lines[-1].end)
    pipes = len(PIPE.findall(text, span.start, span.end))
    if pipes < 4 and not re.search(r"\d", text[span.start : span.end]):
        return []
    rows = _rows_of_lines(text, lines) or _rows_of_pipes(text, lines)
    if rows is not None:
        return [_in_columns(text, span, rows)]
    if all(_is_whole_row(text, line) for line in lines if PIPE.search(text, line.start, line.end)):
        return _row_tables(text, lines)
    broken = _framed_rows(text, lines)
    return [_in_columns(text, span, broken) if broken is not None else _stream_table(text, lines)]


def _in_columns(text: str, span: Span, rows: Sequence[Sequence[Span]]) -> Tabular:
    """A grid, unless merged cells were written once and their rows filled up at the end: then only the order holds."""
    if not _is_filled_up(text, rows):
        return grid(span, rows)
    return Tabular(span, runs=[(n, cell) for n, row in enumerate(rows) for cell in row], reason="cell-a-line")


def _is_filled_up(text: str, rows: Sequence[Sequence[Span]]) -> bool:
    """Whether numbers stand right of all that a header of several lines holds: its merged cells lost their width."""
    first = next((n for n, row in enumerate(rows) if any(_is_number(text, cell) for cell in row)), 0)
    if first < 2:
        return False
    reach = [max((col + 1 for col, cell in enumerate(row) if cell.end > cell.start), default=0) for row in rows]
    return max(reach[:first]) < max(reach[first:])


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
        rows.append(split_at_pipes(text, start, end))
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


def _rows_of_pipes(text: str, lines: Sequence[Span]) -> list[list[Span]] | None:
    """Rows of equally many pipes, most between cells: one at the end of a line stands before an empty cell."""
    inside = [text[line.start] not in PIPES and text[line.end - 1] not in PIPES for line in lines]
    rows = [split_at_pipes(text, line.start, line.end) for line in lines]
    return rows if len({len(row) for row in rows}) == 1 and sum(inside) * 2 > len(rows) else None


def _is_whole_row(text: str, line: Span) -> bool:
    """Whether the line holds two cells or more, or one between two pipes: then no row is broken over lines here."""
    inner = PIPE.search(text, line.start + 1, line.end - 1)
    return inner is not None or (
        text[line.start] in PIPES and text[line.end - 1] in PIPES and line.end - line.start > 2
    )


class _Part(Struct):
    """Lines that stand together: rows of one width, or of several (`ragged`); lines without a pipe have none."""

    lines: list[Span]
    rows: list[list[Span]]
    ragged: bool = False


def _row_tables(text: str, lines: Sequence[Span]) -> list[Tabular]:
    """One line a row: a line without a pipe, another number of cells or a new header begins another table."""
    tables: list[_Part] = []
    gap: list[Span] = []
    for piped, group in groupby(lines, key=lambda line: bool(PIPE.search(text, line.start, line.end))):
        if not piped:
            gap = list(group)
            continue
        for part in _parts(text, list(group)):
            if gap and tables and _goes_on(text, tables[-1], part):
                # A note or the name of a group, over the whole width.
                tables[-1].rows += [[line] for line in gap]
                tables[-1].rows += part.rows
                tables[-1].lines += part.lines
            else:
                tables.append(part)
            gap = []
    return [table for part in tables if (table := _table(text, part)) is not None]


def _parts(text: str, lines: list[Span]) -> list[_Part]:
    """Lines in sequence divided where the number of cells changes, if each part is a table of its own."""
    rows = _even_rows(text, lines)
    if rows is not None:
        return [_Part(lines, rows)]
    parts: list[_Part] = []
    for line in lines:
        row = _row(text, line, framed=text[line.start] in PIPES)
        if parts and len(parts[-1].rows[0]) == len(row):
            parts[-1].lines.append(line)
            parts[-1].rows.append(row)
        else:
            parts.append(_Part([line], [row]))
    if all(len(part.rows) > 1 and _has_header(text, part) and _has_numbers(text, part) for part in parts):
        return parts
    return [_Part(lines, [row for part in parts for row in part.rows], ragged=True)]


def _even_rows(text: str, lines: Sequence[Span]) -> list[list[Span]] | None:
    """The rows under the first reading of the outer pipes that gives every line as many cells."""
    framed = [_row(text, line, framed=text[line.start] in PIPES) for line in lines]
    bare = [_row(text, line, framed=False) for line in lines]
    closed = [row[:-1] for row in bare] if all(text[line.end - 1] in PIPES for line in lines) else []
    open_left = not any(text[line.start] in PIPES for line in lines)
    for rows in (closed, bare) if open_left else (framed, closed, bare):
        widths = {len(row) for row in rows}
        if len(widths) == 1 and widths.isdisjoint((0, 1)):
            return rows
    return None


def _row(text: str, line: Span, framed: bool) -> list[Span]:
    if not framed:
        return split_at_pipes(text, line.start, line.end)
    return split_at_pipes(text, line.start + 1, line.end - (text[line.end - 1] in PIPES))


def _goes_on(text: str, table: _Part, part: _Part) -> bool:
    """Whether `part` is more of `table` after a line between: as wide, and without a header of its own."""
    return (
        not (table.ragged or part.ragged)
        and len(table.rows[0]) == len(part.rows[0])
        and _has_header(text, table)
        and not _has_header(text, part)
    )


def _has_header(text: str, part: _Part) -> bool:
    return not any(_is_number(text, cell) for cell in part.rows[0])


def _has_numbers(text: str, part: _Part) -> bool:
    return any(_is_number(text, cell) for row in part.rows for cell in row)


def _is_number(text: str, cell: Span) -> bool:
    return _cell_kind(text[cell.start : cell.end]) == "number"


def _table(text: str, part: _Part) -> Tabular | None:
    span = Span(part.lines[0].start, part.lines[-1].end)
    if part.ragged:
        runs = [(number, cell) for number, row in enumerate(part.rows) for cell in row if cell.end > cell.start]
        return Tabular(span, runs=runs, reason="borderless")
    return _in_columns(text, span, part.rows) if len(part.rows) > 1 or _has_numbers(text, part) else None


def _framed_rows(text: str, lines: Sequence[Span]) -> list[list[Span]] | None:
    """Rows from each line that begins with a pipe to the next such line, ending with one; all of one width."""
    starts = [number for number, line in enumerate(lines) if text[line.start] in PIPES]
    if not starts or starts[0]:
        return None
    rows = []
    for first, following in pairwise([*starts, len(lines)]):
        start, end = lines[first].start, lines[following - 1].end
        if text[end - 1] not in PIPES or end - start < 2:
            return None
        rows.append(split_at_pipes(text, start + 1, end - 1))
    widths = {len(row) for row in rows}
    return rows if len(widths) == 1 and widths.isdisjoint((0, 1)) else None


# ---------------------------------------------------------------- cells broken over lines
def _stream_table(text: str, lines: Sequence[Span]) -> Tabular:
    """Each pipe ends a cell, wherever the lines end."""
    span = Span(lines[0].start, lines[-1].end)
    cells = _stream(text, span)
    width = _stream_width(text, lines, cells)
    if width is not None:
        return grid(span, [cells[at : at + width] for at in range(0, len(cells), width)])
    starts = [line.start for line in lines]
    runs = [(max(bisect_right(starts, cell.start) - 1, 0), cell) for cell in cells]
    return Tabular(span, runs=runs, reason="cell-a-line")


def split_at_pipes(text: str, start: int, end: int) -> list[Span]:
    cells = []
    at = start
    for match in PIPE.finditer(text, start, end):
        cells.append(strip(text, at, match.start()))
        at = match.end()
    cells.append(strip(text, at, end))
    return cells


def _stream(text: str, span: Span) -> list[Span]:
    """Cells where each pipe ends one; what follows the last pipe is a cell if anything stands there."""
    cells = split_at_pipes(text, span.start, span.end)
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
