"""Drawn lines made whole: pieces joined, double lines and the gutters between boxes drawn apart closed to one line."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from .pdf_space import Glyph, Ruling

# Lines nearer than this are one line; a gap shorter than this does not open a cell.
SNAP = 3.0
# The widest gutter between two cells' borders (cellspacing); text of the usual size does not fit in it.
GUTTER = 6.5
_DOT = 2.5


class Stroke(Struct, frozen=True):
    """A merged line: `at` across its direction, from `lo` to `hi` along it."""

    at: float
    lo: float
    hi: float


def strokes(rulings: Iterable[Ruling], glyphs: Sequence[Glyph] = ()) -> tuple[list[Stroke], list[Stroke]]:
    """The level and the upright lines of a page; no text stands in a gutter that is closed."""
    level, upright = [], []
    dots: list[tuple[float, float]] = []
    for x0, top, x1, bottom in rulings:
        if x1 - x0 < _DOT and bottom - top < _DOT:
            dots.append(((x0 + x1) / 2, (top + bottom) / 2))
        elif x1 - x0 > bottom - top:
            level.append(Stroke(top, x0, x1))
        else:
            upright.append(Stroke(x0, top, bottom))
    if dots:
        level += _dotted([(y, x) for x, y in dots])
        upright += _dotted(dots)
    return _without_gutters(merge(level), merge(upright), glyphs)


def _dotted(dots: list[tuple[float, float]]) -> Iterator[Stroke]:
    """Lines of dots, given as (across, along): a dot alone is no line, nor are dots that only stand near."""
    run: list[tuple[float, float]] = []
    for at, along in [*sorted((round(at, 1), along) for at, along in dots), (-1.0, 0.0)]:
        if run and (at != run[0][0] or along - run[-1][1] > 2 * _DOT):
            if len(run) >= 4:
                yield Stroke(run[0][0], run[0][1] - _DOT / 2, run[-1][1] + _DOT / 2)
            run = []
        run.append((at, along))


def merge(lines: list[Stroke]) -> list[Stroke]:
    """Snap lines that lie side by side, then join the pieces of each."""
    merged: list[Stroke] = []
    lines.sort(key=lambda s: s.at)
    start = 0
    for index in range(1, len(lines) + 1):
        if index < len(lines) and lines[index].at - lines[index - 1].at <= SNAP:
            continue
        group = lines[start:index]
        start = index
        at = sum(s.at for s in group) / len(group)
        group.sort(key=lambda s: s.lo)
        lo, hi = group[0].lo, group[0].hi
        for stroke in group[1:]:
            if stroke.lo > hi + SNAP:
                merged.append(Stroke(at, lo, hi))
                lo, hi = stroke.lo, stroke.hi
            else:
                hi = max(hi, stroke.hi)
        merged.append(Stroke(at, lo, hi))
    return [s for s in merged if s.hi - s.lo > SNAP]


# ---------------------------------------------------------------- gutters
def _without_gutters(
    level: list[Stroke], upright: list[Stroke], glyphs: Sequence[Glyph]
) -> tuple[list[Stroke], list[Stroke]]:
    if not glyphs:
        return level, upright
    heights = sorted(g.bottom - g.top for g in glyphs)
    widest = min(GUTTER, 0.75 * heights[len(heights) // 2])
    centres = [((g.x0 + g.x1) / 2, (g.top + g.bottom) / 2) for g in glyphs]
    ys = _gutters(_with_ends(level, upright), widest, [(y, x) for x, y in centres])
    xs = _gutters(_with_ends(upright, level), widest, centres)
    if not xs and not ys:
        return level, upright
    return _moved(level, ys, xs), _moved(upright, xs, ys)


def _with_ends(lines: list[Stroke], crossing: list[Stroke]) -> list[Stroke]:
    """The lines, and where several crossing ones end at no line: a page break leaves cells open beside their frame."""
    known = sorted({s.at for s in lines})
    ends: dict[float, list[float]] = defaultdict(list)
    for stroke in crossing:
        for end in (stroke.lo, stroke.hi):
            index = bisect_left(known, end - SNAP)
            if index == len(known) or known[index] > end + SNAP:
                ends[round(end, 1)].append(stroke.at)
    found = [Stroke(at, min(places), max(places)) for at, places in ends.items() if len(places) > 1]
    return sorted([*lines, *found], key=lambda s: s.at) if found else lines


def _gutters(lines: list[Stroke], widest: float, centres: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Stretches across the lines' direction, from the first to the last of lines that are one border."""
    rows: list[list[Stroke]] = []
    for stroke in lines:
        if rows and stroke.at == rows[-1][0].at:
            rows[-1].append(stroke)
        else:
            rows.append([stroke])
    if all(b[0].at - a[0].at > widest for a, b in pairwise(rows)):
        return []
    centres = sorted(centres)
    found: list[tuple[float, float]] = []
    for before, after in pairwise(rows):
        first, last = before[0].at, after[0].at
        if last - first > widest or not _is_gutter(before, after, centres):
            continue
        if found and found[-1][1] == first:
            found[-1] = found[-1][0], last
        else:
            found.append((first, last))
    return found


def _is_gutter(before: Sequence[Stroke], after: Sequence[Stroke], centres: Sequence[tuple[float, float]]) -> bool:
    """Whether lines run side by side with no character between them."""
    first, last = before[0].at, after[0].at
    inside = [along for _, along in centres[bisect_left(centres, (first,)) : bisect_right(centres, (last,))]]
    beside = False
    i = j = 0
    while i < len(before) and j < len(after):
        one, other = before[i], after[j]
        lo, hi = max(one.lo, other.lo), min(one.hi, other.hi)
        if hi - lo > SNAP:
            beside = True
            if any(lo < along < hi for along in inside):
                return False
        if one.hi < other.hi:
            i += 1
        else:
            j += 1
    return beside


def _moved(lines: list[Stroke], across: list[tuple[float, float]], along: list[tuple[float, float]]) -> list[Stroke]:
    """The lines with each gutter closed to its middle, joined anew."""
    return merge([Stroke(_closed(s.at, across), _closed(s.lo, along), _closed(s.hi, along)) for s in lines])


def _closed(value: float, gutters: list[tuple[float, float]]) -> float:
    index = bisect_right(gutters, (value + SNAP, float("inf"))) - 1
    if index >= 0 and value <= gutters[index][1] + SNAP:
        return sum(gutters[index]) / 2
    return value
