"""Stretches of a text by offset, and what a table in it is made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from msgspec import Struct, field

Reason = Literal["borderless", "cell-a-line", "run-together"]


class Span(NamedTuple):
    start: int
    end: int


class Tabular(Struct):
    """A table by offsets: `cells` of (row, col, colspan, span) where `reason` is None, else `runs` of (line, span)."""

    span: Span
    cells: list[tuple[int, int, int, Span]] = field(default_factory=list)
    runs: list[tuple[int, Span]] = field(default_factory=list)
    reason: Reason | None = None


def strip(text: str, start: int, end: int) -> Span:
    """Without the white space around; an empty cell stands right after its separator."""
    piece = text[start:end]
    bare = piece.lstrip()
    at = end - len(bare)
    return Span(at, at + len(bare.rstrip())) if bare else Span(start, start)


def grid(span: Span, rows: Sequence[Sequence[Span]]) -> Tabular:
    """A table; a row of a single cell runs over the whole width."""
    width = max(len(row) for row in rows)
    cells = []
    for number, row in enumerate(rows):
        if len(row) == 1:
            cells.append((number, 0, width, row[0]))
        else:
            cells += [(number, col, 1, cell) for col, cell in enumerate(row)]
    return Tabular(span, cells=cells)
