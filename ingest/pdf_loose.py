"""Runs of lines that are a table without a grid: columns kept apart by gaps, with or without a few level rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import Protocol

from ..model import BBox
from .headings import heading_level
from .pdf_lines import Line

_MIN_LINES = 3
Words = list[tuple[str, float, float]]


def loose_runs(lines: Sequence[Line], rules: Sequence[BBox]) -> list[tuple[int, int]]:
    """Half-open ranges of lines, in order, that belong to loose tables."""
    runs: list[tuple[int, int]] = []
    for first, last in _ruled(lines, rules):
        if sum(_is_row(line) for line in lines[first:last]) >= 2:
            runs.append((first, last))
    taken = {i for first, last in runs for i in range(first, last)}
    index = 0
    while index < len(lines):
        if index in taken or not _is_row(lines[index]):
            index += 1
            continue
        last, rows = _extent(lines, index, taken)
        if rows >= _MIN_LINES and _has_numbers(lines[index:last]):
            runs.append((index, last))
        index = max(last, index + 1)
    return sorted(runs + _begun(lines, rules, runs))


def _ruled(lines: Sequence[Line], rules: Sequence[BBox]) -> list[tuple[int, int]]:
    """The lines between rules with the same ends, parted where only a heading stands between two of them."""
    zones: list[tuple[float, float, list[float]]] = []
    for x0, top, x1, _ in sorted(rules, key=lambda rule: rule[1]):
        for left, right, tops in zones:
            if abs(x0 - left) <= 4 and abs(x1 - right) <= 4:
                tops.append(top)
                break
        else:
            zones.append((x0, x1, [top]))
    found: list[tuple[int, int]] = []
    for _, _, tops in zones:
        groups: list[list[int]] = [[]]
        for above, below in pairwise(tops):
            inside = [i for i, line in enumerate(lines) if above - 2 <= (line.top + line.bottom) / 2 <= below + 2]
            if _is_between(lines, inside):
                groups.append([])
            else:
                groups[-1].extend(inside)
        found.extend((group[0], group[-1] + 1) for group in groups if group)
    return sorted(found)


def _begun(lines: Sequence[Line], rules: Sequence[BBox], runs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Rows under a rule at the foot of the page: a table that goes on overleaf."""
    first = len(lines)
    while first and _is_row(lines[first - 1]) and not any(a <= first - 1 < b for a, b in runs):
        first -= 1
    if first == len(lines):
        return []
    above = lines[first - 1].bottom if first else 0.0
    under = any(above - 3 <= rule[1] <= lines[first].top + 3 for rule in rules)
    return [(first, len(lines))] if under else []


def _is_between(lines: Sequence[Line], inside: Sequence[int]) -> bool:
    """Whether what stands between two rules belongs to no table: no columns, and a heading or a sentence."""
    if not inside or any(_is_row(lines[i]) for i in inside):
        return False
    return any(heading_level(lines[i].text) == 1 or "。" in lines[i].text for i in inside)


def _is_row(line: Line) -> bool:
    return len(line.words) >= 2


def _is_number(text: str) -> bool:
    plain = text.strip().rstrip("%％")
    return bool(plain) and (plain in {"/", "-", "—", "－", "／"} or not any(c.isalpha() for c in plain))


def _extent(lines: Sequence[Line], first: int, taken: set[int]) -> tuple[int, int]:
    """How far a table that begins here reaches, and how many of its lines have columns."""
    last, rows, index = first + 1, 1, first + 1
    while index < len(lines) and index not in taken:
        before, line = lines[index - 1], lines[index]
        if line.top - before.bottom > 2.2 * line.size:
            break
        if _is_row(line):
            rows += 1
            last = index + 1
        elif index - last >= 1 or len(line.text) > 25:
            break
        index += 1
    return last, rows


def _has_numbers(lines: Sequence[Line]) -> bool:
    rows = [line for line in lines if _is_row(line)]
    return sum(any(_is_number(text) for text, _, _ in line.words[1:]) for line in rows) * 2 >= len(rows)


# ---------------------------------------------------------------- grids that are drawn in part
class Slot(Protocol):
    """The place of a cell in its grid."""

    @property
    def row(self) -> int: ...
    @property
    def col(self) -> int: ...
    @property
    def colspan(self) -> int: ...


def lacks_lines(cells: Sequence[Slot], lines: Sequence[Sequence[Line]], edges: Sequence[float]) -> bool:
    """Whether cells hold several columns or several rows of numbers: lines between them were never drawn.

    `edges` are the grid's column edges.
    """
    spread: set[float] = set()
    across: set[float] = set()
    lone = 0
    stacked: dict[int, int] = defaultdict(int)
    tall: dict[int, int] = defaultdict(int)
    for cell, printed in zip(cells, lines, strict=True):
        for line in printed:
            if any(_is_number(text) for text, _, _ in line.words[1:]):
                spread.add(line.top)
                inner = edges[cell.col + 1 : cell.col + cell.colspan]
                gaps = [(a[2], b[1]) for a, b in pairwise(line.words)]
                if any(left < edge < right for left, right in gaps for edge in inner):
                    across.add(line.top)
        numbers = sum(_is_number(line.text) for line in printed)
        lone += numbers == len(printed) == 1
        stacked[cell.row] += numbers >= 4 and 3 * numbers >= 2 * len(printed)
        tall[cell.row] += len(printed) >= 4
    if len(across) >= 2 or (len(spread) >= 2 and 2 * len(spread) >= lone):
        return True
    return any(count and tall[row] > count for row, count in stacked.items())


# ---------------------------------------------------------------- columns
def columns_apart(lines: Sequence[Line]) -> list[Words]:
    """The words of each line, parted also at narrow gaps where most other lines have a gap at the same place."""
    pieces = [line.pieces or line.words for line in lines]
    found = []
    for line, own in zip(lines, pieces, strict=True):
        words: Words = []
        for piece in own:
            if words and not _is_gutter(words[-1][2], piece[1], line, lines, pieces):
                text, x0, _ = words[-1]
                words[-1] = text + piece[0], x0, piece[2]
            else:
                words.append(piece)
        found.append(words)
    return found


def _is_gutter(left: float, right: float, line: Line, lines: Sequence[Line], pieces: Sequence[Words]) -> bool:
    """Whether a gap is a column's edge: wide, or free of ink in nearly all lines that reach over it."""
    if right - left >= 1.6 * line.size:
        return True
    clear = crossed = 0
    for other, own in zip(lines, pieces, strict=True):
        if other is line or other.x0 >= left or other.x1 <= right:
            continue
        middle = (left + right) / 2
        if any(x0 < middle < x1 for _, x0, x1 in own):
            crossed += 1
        else:
            clear += 1
    return clear >= 2 and crossed <= clear // 4
