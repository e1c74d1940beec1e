"""What every plant needs: the label it returns, chance, and ways to find and change places of a finished report."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from rendering import Box, Grid, Heading, Mark, Paragraph, Report, parse_marks
from rendering.description import Piece

from .world import World


@dataclass(frozen=True)
class Label:
    """What was planted. `where` is a cell's indicator or a mark's name; `truth` what stood there before.

    `rule` is the family letter, `also` the letters under which the same culprit may rightly be reported.
    `words` are printed at the place, for defects that are no number.
    """

    plant: str
    rule: str
    severity: str
    kind: str
    where: str = ""
    value: str = ""
    truth: str = ""
    indicator: str = ""
    also: str = ""
    words: str = ""
    piece: int = -1


Planted = tuple[Report, Label]


@dataclass(frozen=True)
class Hand:
    """Who plants: chance, the true figures, and how far a slip may go (one, digit, large)."""

    rng: random.Random
    world: World
    size: str = "digit"

    def slip(self, value: int) -> int:
        """Another number, never below zero: off by one; a digit changed, dropped or swapped; or ten times as much."""
        rng, text = self.rng, str(value)
        if self.size == "one":
            return value + 1 if value == 0 or rng.random() < 0.5 else value - 1
        if self.size == "large":
            return value * 10 + rng.randint(0, 9) if value else rng.randint(20, 90)
        options: set[int] = {value + 1, value + rng.choice((2, 3, 10))}
        if value > 3:
            options.add(value - rng.choice((1, 2)))
        if len(text) > 1:
            i, j = rng.randrange(len(text) - 1), rng.randrange(len(text))
            options.add(int(text[:i] + text[i + 1] + text[i] + text[i + 2 :]))
            options.add(int(text[:j] + text[j + 1 :] or "0"))
            digit = rng.choice([d for d in "123456789" if d != text[j]])
            options.add(int(text[:j] + digit + text[j + 1 :]))
        return rng.choice(sorted(options - {value}))


Plant = Callable[[Hand, Report], Planted | None]


# ---------------------------------------------------------------- finding and changing places
def marks_of(report: Report) -> Iterator[tuple[int, Mark]]:
    for index, piece in enumerate(report.pieces):
        if isinstance(piece, Paragraph):
            for mark in parse_marks(piece.text)[1]:
                yield index, mark


def boxes_of(report: Report) -> Iterator[tuple[int, Box]]:
    for index, piece in enumerate(report.pieces):
        if isinstance(piece, Grid):
            for box in piece.boxes:
                if box.indicator:
                    yield index, box


def with_piece(report: Report, index: int, piece: Piece) -> Report:
    pieces = list(report.pieces)
    pieces[index] = piece
    return replace(report, pieces=tuple(pieces))


def with_text(report: Report, index: int, old: str, new: str) -> Report:
    piece = report.pieces[index]
    assert isinstance(piece, Paragraph) and piece.text.count(old) == 1, old
    return with_piece(report, index, Paragraph(piece.text.replace(old, new)))


def with_mark(report: Report, index: int, mark: Mark, quote: str, value: str, unit: str | None = None) -> Report:
    """The same sentence with another number at the mark."""
    piece = report.pieces[index]
    assert isinstance(piece, Paragraph)
    found = re.search(rf"⟦[^⟦⟧]*\|#{re.escape(mark.name)}(\|[^⟦⟧]*)?⟧", piece.text)
    assert found is not None, mark.name
    options = dict(mark.options) | {"value": value}
    if unit is not None:
        options["unit"] = unit
    rest = "".join(f"|{key}={text}" for key, text in options.items())
    fresh = f"⟦{quote}|{mark.indicator}|#{mark.name}{rest}⟧"
    return with_piece(report, index, Paragraph(piece.text[: found.start()] + fresh + piece.text[found.end() :]))


def with_cell(report: Report, indicator: str, text: str) -> Report:
    pieces = [piece.with_texts({indicator: text}) if isinstance(piece, Grid) else piece for piece in report.pieces]
    return replace(report, pieces=tuple(pieces))


def reprint(mark: Mark, value: int | str) -> str:
    return f"{value}{mark.option('unit')}"


def whole_number(mark: Mark) -> int | None:
    value = mark.option("value")
    return int(value) if value.isdigit() and not mark.option("hedge") else None


def with_sentence(report: Report, words: str, label: Label) -> Planted:
    at = next(i for i, piece in enumerate(report.pieces) if isinstance(piece, Heading) and piece.level == 1) + 1
    while not isinstance(report.pieces[at], Paragraph):
        at += 1
    pieces = (*report.pieces[: at + 1], Paragraph(words + "。"), *report.pieces[at + 1 :])
    return replace(report, pieces=pieces), replace(label, piece=at + 1)
