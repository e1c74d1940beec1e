"""The lines of one axis of a form's table, and how well any printed line agrees with each of them.

Bodies print the same labels over and over, so what was worked out for one is kept for the next, within bounds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from .labels import core, number_of, similarity, squeeze
from .labels import whole as whole_label
from .sheets import Entry

_LIKELY = 0.7
# What a matched line must be worth more than.
PRICE = 0.6
_MOST_AXES = 256
_MOST_LABELS = 20_000

Scores = dict[int, float]


class _Bag:
    """An entry's label as a bag of characters, alone and with the labels above it."""

    def __init__(self, entry: Entry) -> None:
        self.own = Counter(core(entry.labels[0]))
        self.size = sum(self.own.values())
        self.whole = self.own + sum((Counter(core(parent)) for parent in entry.parents), Counter())
        self.remark = Counter(whole_label(entry.labels[0]))


class Axis:
    """The entries of an axis, with the scores of printed lines."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = tuple(entries)
        self.by_core: dict[str, list[int]] = {}
        self._by_whole: dict[str, list[int]] = {}
        for number, entry in enumerate(self.entries):
            for label in entry.labels:
                self.by_core.setdefault(core(label), []).append(number)
                self._by_whole.setdefault(whole_label(label), []).append(number)
        counts = Counter(core(label) for entry in self.entries for label in set(entry.labels))
        # Whose labels no other entry bears.
        self.alone = [all(counts[core(label)] == 1 for label in entry.labels) for entry in self.entries]
        self._bags: list[_Bag] | None = None
        self._scores: dict[tuple[tuple[str, ...], bool], Scores] = {}

    def scores(self, path: tuple[str, ...], jumbled: bool) -> Scores:
        """The score of every entry that is worth its price, for a line with these labels, outermost first."""
        found = self._scores.get((path, jumbled))
        if found is None:
            if len(self._scores) >= _MOST_LABELS:
                self._scores.clear()
            found = self._scores[path, jumbled] = self._score(path, jumbled)
        return found

    def _score(self, path: tuple[str, ...], jumbled: bool) -> Scores:
        label = path[-1] if path else ""
        known = core(label) in self.by_core
        result: Scores = {}
        if path:
            # A label that is exactly another line's is never a misprint of this one.
            same = {*self.by_core.get(core(label), ()), *self._by_whole.get(whole_label(label), ())}
            for number in sorted(same) if known else range(len(self.entries)):
                score = _agreement(path, self.entries[number])
                if score - PRICE > 0:
                    result[number] = score
            cut_short = self._cut_short(label) if known else None
            if cut_short is not None:
                result = {cut_short: 0.75}
        if jumbled and not known:
            for number, bag in enumerate(self._all_bags()):
                if number not in result and (score := _bag_score(label, self.entries[number], bag)):
                    result[number] = score
        return result

    def _cut_short(self, label: str) -> int | None:
        """（六）其他 is the start of （六）其他处理 where the line called 其他 is numbered otherwise: 3.其他."""
        plain, number = core(label), number_of(label)
        labels = [entry.labels[0] for entry in self.entries]
        if not number or any(number_of(labels[n]).isdigit() == number.isdigit() for n in self.by_core[plain]):
            return None
        found = [n for n, text in enumerate(labels) if number_of(text) == number and core(text).startswith(plain)]
        return found[0] if len(found) == 1 else None

    def _all_bags(self) -> list[_Bag]:
        if self._bags is None:
            self._bags = [_Bag(entry) for entry in self.entries]
        return self._bags


# By identity, with the entries kept so that the id stays theirs.
_known: dict[int, tuple[Sequence[Entry], Axis]] = {}


def axis_of(entries: Sequence[Entry]) -> Axis:
    """The axis of these very entries, made once."""
    known = _known.get(id(entries))
    if known is None or known[0] is not entries:
        if len(_known) >= _MOST_AXES:
            _known.clear()
        known = _known[id(entries)] = (entries, Axis(entries))
    return known[1]


def _agreement(path: tuple[str, ...], entry: Entry) -> float:
    """How well label and parents agree."""
    label = path[-1]
    own = max((similarity(label, other) for other in entry.labels), default=0.0)
    if own < _LIKELY:
        return 0.0
    above = [p for p in path[:-1] if core(p) != core(label)]
    if above and entry.parents:
        kin = max(similarity(p, parent) for p in above for parent in entry.parents[-1:])
        own = 0.75 * own + 0.25 * kin
    number = number_of(label)
    if number and any(number_of(other) == number for other in entry.labels):
        own += 0.02
    return own


def _bag_score(label: str, entry: Entry, known: _Bag) -> float:
    """How well the label's characters are all there, and all others are those of the labels above it."""
    if len(known.own) < 3:
        # Too short for a bag: with its numbering at the end of the pieces it is still itself.
        return 0.85 if squeeze(label).endswith(squeeze(entry.labels[0])) else 0.0
    text = core(label)
    if not text:
        return 0.0
    bag = Counter(text)
    there = _shared(known.own, bag) / known.size
    if there < 0.9:
        return 0.0
    explained = max(_shared(bag, known.whole), _shared(bag, known.remark)) / sum(bag.values())
    return 0.75 + (there + explained - 1.8) if explained >= 0.9 else 0.0


def _shared(first: Counter[str], second: Counter[str]) -> int:
    get = second.get
    return sum(min(count, get(char, 0)) for char, count in first.items())
