"""What a report holds, before it has a format.

Numbers whose truth we want to record are marked in the sentence itself: `收到申请⟦43件|applications.new.total⟧`.
A mark is the printed words, then the indicator (may be empty), then options: `#name` names the mark so that a
planted contradiction can point at it, `role=share` and `value=…` override what the words would tell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

_MARK = re.compile(r"⟦([^⟦⟧|]*)((?:\|[^⟦⟧|]*)*)⟧")


@dataclass(frozen=True)
class Mark:
    """A printed number and what it says; `start` and `end` count characters of the plain sentence."""

    start: int
    end: int
    quote: str
    indicator: str = ""
    name: str = ""
    options: tuple[tuple[str, str], ...] = ()

    def option(self, key: str, default: str = "") -> str:
        return dict(self.options).get(key, default)


def parse_marks(text: str) -> tuple[str, list[Mark]]:
    """The plain sentence and its marks in order."""
    plain: list[str] = []
    marks: list[Mark] = []
    length = position = 0
    for found in _MARK.finditer(text):
        before = text[position : found.start()]
        quote = found.group(1)
        plain += [before, quote]
        start = length + len(before)
        length = start + len(quote)
        position = found.end()
        indicator, name, options = "", "", []
        for part in found.group(2).split("|")[1:]:
            if part.startswith("#"):
                name = part[1:]
            elif "=" in part:
                key, _, value = part.partition("=")
                options.append((key, value))
            else:
                indicator = part
        marks.append(Mark(start, length, quote, indicator, name, tuple(options)))
    plain.append(text[position:])
    result = "".join(plain)
    if "⟦" in result or "⟧" in result:
        raise ValueError(f"unclosed mark in: {text}")
    return result, marks


@dataclass(frozen=True)
class Box:
    """One cell at its anchor. `indicator` is what the number in it says, "" for labels and headers.

    `path` names the labels above a number where the grid alone does not tell them (by numbering, or by headers
    that are groups).
    """

    row: int
    col: int
    text: str
    rowspan: int = 1
    colspan: int = 1
    header: bool = False
    indicator: str = ""
    path: tuple[str, ...] = ()


@dataclass(frozen=True)
class Grid:
    """A table: boxes that tile `rows` × `cols`. `widths` are relative column widths."""

    boxes: tuple[Box, ...]
    rows: int
    cols: int
    widths: tuple[float, ...] = ()
    name: str = ""

    @classmethod
    def parse(
        cls, rows: Sequence[Sequence[str]], header: int = 1, widths: Sequence[float] = (), name: str = ""
    ) -> Grid:
        """Cells as strings; `<` joins the cell to its left neighbour, `^` to the one above.

        A cell may hold one mark (`⟦43|applications.new.total⟧`), which gives it its indicator.
        """
        height, width = len(rows), max(len(row) for row in rows)
        full = [[str(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
        boxes = []
        for r in range(height):
            for c in range(width):
                if full[r][c] in ("<", "^"):
                    continue
                colspan = 1
                while c + colspan < width and full[r][c + colspan] == "<":
                    colspan += 1
                rowspan = 1
                while r + rowspan < height and full[r + rowspan][c] == "^":
                    rowspan += 1
                text, marks = parse_marks(full[r][c])
                indicator = marks[0].indicator if marks else ""
                boxes.append(Box(r, c, text, rowspan, colspan, r < header, indicator))
        return cls(tuple(boxes), height, width, tuple(widths), name)

    def with_texts(self, texts: dict[str, str]) -> Grid:
        """The same table with other numbers, by indicator."""
        boxes = tuple(
            replace(box, text=texts.get(box.indicator, box.text)) if box.indicator else box for box in self.boxes
        )
        return replace(self, boxes=boxes)

    def matrix(self) -> list[list[str]]:
        """Rows of texts, spans left empty, as a browser's copy gives them."""
        full = [[""] * self.cols for _ in range(self.rows)]
        for box in self.boxes:
            full[box.row][box.col] = box.text
        return full


@dataclass(frozen=True)
class Heading:
    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """`text` may hold marks; writers print the plain sentence."""

    text: str

    @property
    def plain(self) -> str:
        return parse_marks(self.text)[0]


Piece = Heading | Paragraph | Grid


@dataclass(frozen=True)
class Report:
    """A whole report. `body` published it on `published` (ISO date); both show only where a format has a place."""

    title: str
    pieces: tuple[Piece, ...]
    body: str = ""
    published: str = ""
