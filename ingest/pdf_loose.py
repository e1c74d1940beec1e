"""Runs of lines that are a table without a grid: columns kept apart by gaps, with or without a few level rules."""

from __future__ import annotations

from collections.abc import Sequence

from ..model import BBox
from .pdf_lines import Line

_MIN_LINES = 3


def loose_runs(lines: Sequence[Line], rules: Sequence[BBox]) -> list[tuple[int, int]]:
    """Half-open ranges of lines, in order, that belong to loose tables."""
    runs: list[tuple[int, int]] = []
    for top, bottom in _ruled_zones(rules):
        inside = [i for i, line in enumerate(lines) if top - 2 <= (line.top + line.bottom) / 2 <= bottom + 2]
        if inside and sum(_is_row(lines[i]) for i in inside) >= 2:
            runs.append((inside[0], inside[-1] + 1))
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
    return sorted(runs)


def _ruled_zones(rules: Sequence[BBox]) -> list[tuple[float, float]]:
    """Between the first and last of rules with the same ends: a three-line table's extent."""
    zones: list[tuple[float, float, float, float]] = []
    for x0, top, x1, _ in sorted(rules, key=lambda r: r[1]):
        for number, (left, right, first, last) in enumerate(zones):
            if abs(x0 - left) <= 4 and abs(x1 - right) <= 4:
                zones[number] = left, right, first, max(last, top)
                break
        else:
            zones.append((x0, x1, top, top))
    return [(first, last) for _, _, first, last in zones if last - first > 10]


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
