"""Printed lines against a form's lines, in sequence: label, numbering and the labels above decide."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from .axis import PRICE, Axis, Scores, axis_of
from .labels import core, number_of
from .sheets import Entry

_SURE = 0.9


class Printed(Struct, frozen=True):
    """A printed line or column: its labels, outermost first, and whether numbers stand beside it."""

    path: tuple[str, ...]
    valued: bool = True

    @property
    def label(self) -> str:
        return self.path[-1] if self.path else ""


class Match(Struct, frozen=True):
    """The entry a printed line was matched with, and whether that is certain."""

    entry: int
    score: float
    sure: bool


def align(printed: Sequence[Printed], entries: Sequence[Entry], jumbled: bool = False) -> list[Match | None]:
    """For every printed line the form's line it is, or None for one that the form does not have.

    Lines out of order are found by their label afterwards; a line misprinted beyond that is taken only where
    exactly the missing lines stand between the same two neighbours. `jumbled` labels are pieces of wrapped text in
    the order of the page, those of the label above among them: their characters are compared as a bag.
    """
    axis = axis_of(entries)
    scores = [axis.scores(line.path, jumbled) for line in printed]
    found = _in_sequence(printed, axis, scores)
    _out_of_sequence(found, scores)
    _between_neighbours(found, printed, entries)
    return found


def _in_sequence(printed: Sequence[Printed], axis: Axis, scores: Sequence[Scores]) -> list[Match | None]:
    """The matching of greatest total score that keeps the order; two printed lines may be one entry broken in two."""
    n, m = len(printed), len(axis.entries)
    pairs = [_broken_line(printed[i], printed[i + 1], axis) for i in range(n - 1)]
    # best[i][j]: the first i lines against the first j entries. A step that is not kept leaves out the printed line.
    best = [[0.0] * (m + 1)]
    steps: list[dict[int, str]] = [{}]
    for i in range(1, n + 1):
        row, step = _next_row(best, scores[i - 1], pairs[i - 2] if i >= 2 else ())
        best.append(row)
        steps.append(step)
    found: list[Match | None] = [None] * n
    i, j = n, m
    while i > 0 and j > 0:
        how = steps[i].get(j, "printed")
        if how == "match":
            # A label that no other line bears needs no labels above it.
            score = scores[i - 1][j - 1]
            found[i - 1] = Match(j - 1, score, score >= (0.75 if axis.alone[j - 1] else 0.8))
            i, j = i - 1, j - 1
        elif how == "pair":
            found[i - 1] = found[i - 2] = Match(j - 1, 1.0, True)
            i, j = i - 2, j - 1
        elif how == "printed":
            i -= 1
        else:
            j -= 1
    return found


def _next_row(best: list[list[float]], scores: Scores, pairs: Sequence[int]) -> tuple[list[float], dict[int, str]]:
    """The row of one more printed line. Scores never fall along a row, so only what a match changes is worked out."""
    above = best[-1]
    step: dict[int, str] = {}
    if not scores and not pairs:
        return above, step
    row = above[:]
    changed = [*scores, *pairs]
    last = max(changed) + 1
    for j in range(min(changed) + 1, len(row)):
        value, how = above[j], ""
        if row[j - 1] > value:
            value, how = row[j - 1], "entry"
        elif j > last:
            break
        score = scores.get(j - 1)
        if score is not None and above[j - 1] + (score - PRICE) > value:
            value, how = above[j - 1] + (score - PRICE), "match"
        if j - 1 in pairs and best[-2][j - 1] + (1.0 - PRICE) > value + 0.05:
            value, how = best[-2][j - 1] + (1.0 - PRICE), "pair"
        if how:
            row[j], step[j] = value, how
    return row, step


def _broken_line(first: Printed, second: Printed, axis: Axis) -> Sequence[int]:
    """Entries that two lines make together, where only one of the two bears numbers."""
    if (first.valued and second.valued) or not first.path or not second.path or first.label == second.label:
        return ()
    joined = core(first.label + second.label)
    return () if joined in (core(first.label), core(second.label)) else axis.by_core.get(joined, ())


def _out_of_sequence(found: list[Match | None], scores: Sequence[Scores]) -> None:
    used = {match.entry for match in found if match}
    for i, match in enumerate(found):
        if match is not None:
            continue
        ranked = sorted(((s, j) for j, s in scores[i].items() if s >= _SURE and j not in used), reverse=True)
        if ranked and (len(ranked) == 1 or ranked[0][0] > ranked[1][0]):
            found[i] = Match(ranked[0][1], ranked[0][0], True)
            used.add(ranked[0][1])


def _between_neighbours(found: list[Match | None], printed: Sequence[Printed], entries: Sequence[Entry]) -> None:
    """A garbled or empty label between two matched lines is the one line that is missing there."""
    from rapidfuzz import fuzz

    used = {match.entry for match in found if match}
    i = 0
    while i < len(found):
        if found[i] is not None:
            i += 1
            continue
        end = i
        while end < len(found) and found[end] is None:
            end += 1
        before = found[i - 1] if i else None
        after = found[end] if end < len(found) else None
        low = before.entry + 1 if before else 0
        high = after.entry if after else len(entries)
        free = [j for j in range(low, high) if j not in used and not entries[j].header]
        if len(free) == end - i and (before or after):
            for k, j in zip(range(i, end), free, strict=True):
                alike = max(fuzz.ratio(core(printed[k].label), core(label)) for label in entries[j].labels)
                if not printed[k].label.strip() or _is_garbled(printed[k].label, entries[j], alike):
                    found[k] = Match(j, alike / 100, False)
        else:
            for k in range(i, end):
                likely = [j for j in free if _is_garbled(printed[k].label, entries[j], 0.0)]
                if len(likely) == 1:
                    found[k] = Match(likely[0], 0.7, False)
                    free.remove(likely[0])
        i = end


def _is_garbled(label: str, entry: Entry, alike: float) -> bool:
    """True for a misprint of the entry's label. A short one that differs in a word is another line, unless it bears
    the entry's number and is cut short or has one character wrong."""
    plain = core(label)
    if len(plain) >= 6 and alike >= 75:
        return True
    for known in entry.labels:
        if number_of(label) and number_of(label) == number_of(known):
            other = core(known)
            wrong = sum(a != b for a, b in zip(plain, other, strict=False))
            if (len(plain) >= 2 and other.startswith(plain)) or (len(plain) == len(other) >= 4 and wrong == 1):
                return True
    return False
