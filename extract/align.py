"""Printed lines against a form's lines, in sequence: label, numbering and the labels above decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from .labels import core, number_of, similarity, squeeze
from .labels import whole as whole_label
from .sheets import Entry

_SURE = 0.9
_LIKELY = 0.7


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed line or column: its labels, outermost first, and whether numbers stand beside it."""

    path: tuple[str, ...]
    valued: bool = True

    @property
    def label(self) -> str:
        return self.path[-1] if self.path else ""


@dataclass(frozen=True, slots=True)
class Match:
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
    own = {core(label) for entry in entries for label in entry.labels}
    exact = [core(p.label) in own for p in printed]
    scores = [[_score(p, entry, known) for entry in entries] for p, known in zip(printed, exact, strict=True)]
    if jumbled:
        scores = [
            [score or _bag_score(p, entry) * (not known) for score, entry in zip(row, entries, strict=True)]
            for row, p, known in zip(scores, printed, exact, strict=True)
        ]
    found = _in_sequence(printed, entries, scores)
    _out_of_sequence(found, scores)
    _between_neighbours(found, printed, entries)
    return found


def _score(printed: Printed, entry: Entry, known: bool) -> float:
    """How well label and parents agree. A label that is exactly another line's is never a misprint of this one."""
    if not printed.path:
        return 0.0
    own = max((similarity(printed.label, label) for label in entry.labels), default=0.0)
    if own < _LIKELY or (known and own < 1.0):
        return 0.0
    above = [p for p in printed.path[:-1] if core(p) != core(printed.label)]
    if above and entry.parents:
        kin = max(similarity(p, parent) for p in above for parent in entry.parents[-1:])
        own = 0.75 * own + 0.25 * kin
    number = number_of(printed.label)
    if number and any(number_of(label) == number for label in entry.labels):
        own += 0.02
    return own


def _bag_score(printed: Printed, entry: Entry) -> float:
    """How well the label's characters are all there, and all others are those of the labels above it."""
    bag = Counter(core(printed.label))
    own = Counter(core(entry.labels[0]))
    if len(own) < 3:
        # Too short for a bag: with its numbering at the end of the pieces it is still itself.
        return 0.85 if squeeze(printed.label).endswith(squeeze(entry.labels[0])) else 0.0
    if not bag:
        return 0.0
    there = sum((bag & own).values()) / sum(own.values())
    whole = own + sum((Counter(core(parent)) for parent in entry.parents), Counter())
    remark = Counter(whole_label(entry.labels[0]))
    explained = max(sum((bag & whole).values()), sum((bag & remark).values())) / sum(bag.values())
    return 0.75 + (there + explained - 1.8) if there >= 0.9 and explained >= 0.9 else 0.0


def _in_sequence(
    printed: Sequence[Printed], entries: Sequence[Entry], scores: Sequence[Sequence[float]]
) -> list[Match | None]:
    """The matching of greatest total score that keeps the order; two printed lines may be one entry broken in two."""
    n, m = len(printed), len(entries)
    labels = Counter(core(label) for entry in entries for label in set(entry.labels))
    alone = [all(labels[core(label)] == 1 for label in entry.labels) for entry in entries]
    pairs = [_broken_line(printed, i, entries) for i in range(n - 1)]
    best = [[0.0] * (m + 1) for _ in range(n + 1)]
    step = [[""] * (m + 1) for _ in range(n + 1)]
    for i in range(1, n + 1):
        for j in range(1, m + 1):
            value, how = best[i - 1][j], "printed"
            if best[i][j - 1] > value:
                value, how = best[i][j - 1], "entry"
            gain = scores[i - 1][j - 1] - 0.6
            if gain > 0 and best[i - 1][j - 1] + gain > value:
                value, how = best[i - 1][j - 1] + gain, "match"
            if i >= 2:
                both = pairs[i - 2].get(j - 1, 0.0) - 0.6
                if both > 0 and best[i - 2][j - 1] + both > value + 0.05:
                    value, how = best[i - 2][j - 1] + both, "pair"
            best[i][j], step[i][j] = value, how
    found: list[Match | None] = [None] * n
    i, j = n, m
    while i > 0 and j > 0:
        how = step[i][j]
        if how == "match":
            # A label that no other line bears needs no labels above it.
            score = scores[i - 1][j - 1]
            found[i - 1] = Match(j - 1, score, score >= (0.75 if alone[j - 1] else 0.8))
            i, j = i - 1, j - 1
        elif how == "pair":
            match = Match(j - 1, pairs[i - 2][j - 1], True)
            found[i - 1] = found[i - 2] = match
            i, j = i - 2, j - 1
        elif how == "printed":
            i -= 1
        else:
            j -= 1
    return found


def _broken_line(printed: Sequence[Printed], i: int, entries: Sequence[Entry]) -> dict[int, float]:
    """Entries that lines i and i+1 make together, where only one of the two bears numbers."""
    first, second = printed[i], printed[i + 1]
    if (first.valued and second.valued) or not first.path or not second.path or first.label == second.label:
        return {}
    joined = core(first.label + second.label)
    result = {}
    for number, entry in enumerate(entries):
        for label in entry.labels:
            if core(label) == joined and core(label) not in (core(first.label), core(second.label)):
                result[number] = 1.0
    return result


def _out_of_sequence(found: list[Match | None], scores: Sequence[Sequence[float]]) -> None:
    used = {match.entry for match in found if match}
    for i, match in enumerate(found):
        if match is not None:
            continue
        ranked = sorted(((s, j) for j, s in enumerate(scores[i]) if s >= _SURE and j not in used), reverse=True)
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
                # A short label that differs in a word is another line, not a misprint of this one.
                garbled = alike >= 75 and len(core(printed[k].label)) >= 6
                if garbled or not printed[k].label.strip():
                    found[k] = Match(j, alike / 100, False)
        i = end
