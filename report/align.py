"""Where a document's characters stand in the source they were read from.

Reading leaves things out (navigation, spaces, hidden text) and adds some (numbers Word draws by itself), but keeps
the order. So long stretches that occur once in both are matched first, and what lies between them is aligned.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ..model import Document

# Alignment needs a bit for every pair of characters; a gap with more pairs stays unmatched.
_MOST = 1_000_000_000
_ANCHOR = 10


class Alignment:
    """Offsets of `document.text` to offsets of a source text, spaces disregarded."""

    def __init__(self, document: Document, source: str) -> None:
        self._text = document.text
        left, self._left_at = _squeezed(document.text)
        right, self._right_at = _squeezed(source)
        self._source = source
        self._to: dict[int, int] = {}
        at_left = at_right = 0
        for start, place, length in [*_anchors(document, left, self._left_at, right), (len(left), len(right), 0)]:
            self._between(left, at_left, start, right, at_right, place)
            self._take(start, place, length)
            at_left, at_right = start + length, place + length

    def find(self, start: int, end: int) -> tuple[int, int] | None:
        """The source's offsets of a stretch; None where it is not there character for character."""
        places = []
        for at in range(start, end):
            if not self._text[at].isspace():
                place = self._to.get(at)
                if place is None or self._source[place] != self._text[at]:
                    return None
                places.append(place)
        if not places or any(later <= earlier for earlier, later in pairwise(places)):
            return None
        return places[0], places[-1] + 1

    def _take(self, start: int, place: int, length: int) -> None:
        for step in range(length):
            self._to[self._left_at[start + step]] = self._right_at[place + step]

    def _between(self, left: str, start: int, end: int, right: str, place: int, stop: int) -> None:
        if start >= end or place >= stop or (end - start) * (stop - place) > _MOST:
            return
        from rapidfuzz.distance import Indel

        for step in Indel.opcodes(left[start:end], right[place:stop]):
            if step.tag == "equal":
                self._take(start + step.src_start, place + step.dest_start, step.src_end - step.src_start)


def _squeezed(text: str) -> tuple[str, list[int]]:
    places = [at for at, char in enumerate(text) if not char.isspace()]
    return "".join(text[at] for at in places), places


def _anchors(document: Document, left: str, left_at: Sequence[int], right: str) -> list[tuple[int, int, int]]:
    """(start, place, length) of blocks and cells that occur exactly once in both, in an order both agree on."""
    stretches = [(block.start, block.end) for block in document.blocks if block.table is None]
    stretches += [(cell.start, cell.end) for table in document.tables for cell in table.cells]
    position = {place: at for at, place in enumerate(left_at)}
    found: list[tuple[int, int, int]] = []
    for start, end in sorted(stretches):
        words = "".join(document.text[start:end].split())
        if len(words) < _ANCHOR:
            continue
        first = next((position[at] for at in range(start, end) if at in position), None)
        place = right.find(words)
        if first is None or place < 0 or right.find(words, place + 1) >= 0 or left.count(words) != 1:
            continue
        if not found or (first >= found[-1][0] + found[-1][2] and place >= found[-1][1] + found[-1][2]):
            found.append((first, place, len(words)))
    return found
