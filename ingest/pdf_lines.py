"""Characters to printed lines, and the text of a line: spaces are told from gaps, never from the file's order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct, field

from .pdf_space import Glyph

# In units of the character size. Between Chinese characters justified text has gaps that mean nothing.
_WORD_GAP = 0.25
_COLUMN_GAP = 1.6
DIGIT = 0.55
_GROUPED = re.compile(r"\d{1,3}(?:[,，]\d{3})+(?:[.．]\d+)?[%％]?")
# What a line cannot be broken within: brackets and what they hold on to, words, numbers, marks that start no line.
_UNIT = re.compile(
    r"[（《〈“‘【〔(\[]*(?:[!-~]+|.)[，。、；：！？）》〉”’】〕…,.;:!?)\]%]*"
    r"(?:(?<=[,.:;])\d+)?(?:[“‘][!-~]*.?[”’]?)?"
)


class Line(Struct):
    """One printed line. `words` are its stretches without a wide gap, each with its left and right edge.

    `pieces` are the stretches without even a narrow gap, told only of lines with several words.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    words: list[tuple[str, float, float]]
    pieces: list[tuple[str, float, float]] = field(default_factory=list)


def lines_of(glyphs: Sequence[Glyph]) -> list[Line]:
    """Group characters to lines from top to bottom, each from left to right, doubled characters once."""
    return [line_of(row) for row in rows_of(glyphs)]


def rows_of(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """The characters of each line, in order, those printed twice for a bold look left out."""
    rows: list[list[Glyph]] = []
    middle = height = 0.0
    for glyph in sorted(glyphs, key=_middle):
        _, _, top, _, bottom, _, _ = glyph
        centre, size = (top + bottom) / 2, bottom - top
        if rows and centre - middle <= 0.45 * (size if size < height else height) + 0.01:
            row = rows[-1]
            row.append(glyph)
            # A running mean: a superscript must not carry the line down.
            middle += (centre - middle) / len(row)
            if height < size < 2 * height:
                height = size
        else:
            rows.append([glyph])
            middle, height = centre, size
    return [_single(sorted(row, key=_left)) for row in rows]


def columns_of(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """The columns of vertical writing from right to left: characters touch downwards and stand apart sideways.

    Empty where the text is not written so.
    """
    if len(glyphs) < 4 or not all(glyph.wide for glyph in glyphs):
        return []
    size = _size(glyphs)
    columns: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: (-g.x0, g.top)):
        if columns and columns[-1][0].x0 - glyph.x0 < 0.3 * size:
            columns[-1].append(glyph)
        else:
            columns.append([glyph])
    columns = [sorted(column, key=_middle) for column in columns]
    down = [b.top - a.top for column in columns for a, b in pairwise(column)]
    across = [a[0].x0 - b[0].x0 for a, b in pairwise(columns)]
    if not down or not across or max(down) > 1.08 * size or min(across) < 1.2 * size:
        return []
    return columns


def _middle(glyph: Glyph) -> float:
    return glyph[2] + glyph[4]


def _left(glyph: Glyph) -> tuple[float, float]:
    return glyph[1], glyph[3]


def _single(row: list[Glyph]) -> list[Glyph]:
    """Without the second copy of characters drawn twice a hair's breadth apart."""
    kept: list[Glyph] = []
    for glyph in row:
        text, x0, _, x1, _, _, _ = glyph
        from_x = x0 - 0.3 * (x1 - x0)
        position = len(kept) - 1
        while position >= 0 and kept[position].x0 >= from_x:
            other = kept[position]
            if other.text == text and _level(other, glyph):
                break
            position -= 1
        else:
            kept.append(glyph)
    return kept


def _level(one: Glyph, other: Glyph) -> bool:
    """Whether two copies of a character stand at one height; the box of one may be of its ink only."""
    near = 0.3 * max(one.bottom - one.top, other.bottom - other.top)
    return abs(one.top - other.top) <= near or abs(one.top + one.bottom - other.top - other.bottom) <= near


def line_of(row: Sequence[Glyph]) -> Line:
    """The line that these characters, ordered from left to right, make."""
    size = _size(row)
    spread = _is_spread(row, size)
    narrow_gap, column_gap = _WORD_GAP * size, _COLUMN_GAP * size
    before = row[0]
    x1, top, bottom = before.x1, before.top, before.bottom
    text = [before.text]
    words: list[tuple[str, float, float]] = []
    word, left = [before.text], before.x0
    for glyph in row[1:]:
        gap = glyph.x0 - before.x1
        if spread or gap < 0.1 * size:
            space = ""
        else:
            wide = before.wide or glyph.wide
            limit = size if wide else 0.1 * size if glyph.spaced else narrow_gap
            space = " " if gap >= limit else ""
        text.append(space + glyph.text)
        if gap >= column_gap and not spread:
            words.append(("".join(word), left, before.x1))
            word, left = [glyph.text], glyph.x0
        else:
            word.append(space + glyph.text)
        if glyph.x1 > x1:
            x1 = glyph.x1
        if glyph.top < top:
            top = glyph.top
        if glyph.bottom > bottom:
            bottom = glyph.bottom
        before = glyph
    words.append(("".join(word), left, before.x1))
    pieces = _pieces(row, size) if len(words) > 1 else []
    return Line("".join(text), row[0].x0, top, x1, bottom, size, words, pieces)


def _pieces(row: Sequence[Glyph], size: float) -> list[tuple[str, float, float]]:
    """The row parted at every gap that might be a column's edge."""
    found = [(row[0].text, row[0].x0, row[0].x1)]
    for before, glyph in pairwise(row):
        if glyph.x0 - before.x1 >= 0.08 * size:
            found.append((glyph.text, glyph.x0, glyph.x1))
        else:
            text, x0, _ = found[-1]
            found[-1] = text + glyph.text, x0, glyph.x1
    return found


def _size(row: Sequence[Glyph]) -> float:
    """The character size: the width of the Chinese characters, else from the height."""
    widths = sorted([g.x1 - g.x0 for g in row if g.wide])
    if widths:
        return widths[len(widths) // 2] or 1.0
    heights = sorted([g.bottom - g.top for g in row])
    return heights[len(heights) // 2] * 0.8 or 1.0


def _is_spread(row: Sequence[Glyph], size: float) -> bool:
    """Letter-spaced, as 总　计: a few Chinese characters all the same distance apart."""
    if not 2 <= len(row) <= 12 or not all(g.wide for g in row):
        return False
    gaps = [b.x0 - a.x1 for a, b in pairwise(row)]
    return min(gaps) > 0.2 * size and max(gaps) - min(gaps) < 0.3 * size and max(gaps) < 5 * size


def is_wide(text: str) -> bool:
    """Chinese characters and their punctuation: what is set without spaces."""
    code = ord(text[0])
    return (code >= 0x2E80 and not 0xFF61 <= code <= 0xFFDC) or code in (0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2026)


def is_grouped(text: str) -> bool:
    """Whether a text is one number with its thousands set off."""
    return bool(_GROUPED.fullmatch(text))


def joint(first: str, second: str) -> str:
    """What stands between two lines of one paragraph: nothing, or a space between two words of letters."""
    if not first or not second:
        return ""
    a, b = first[-1], second[0]
    if a.isascii() and b.isascii() and not (a.isdigit() and b.isdigit()):
        if a in "-/@_" or b in "/@_,.;:)%" or a == "(" or is_grouped(first + second):
            return ""
        return " "
    return ""


def unit_width(text: str) -> float:
    """How much must stand together at the start of a line, in characters: it may not have fitted above."""
    unit = _UNIT.match(text)
    return sum(1.0 if is_wide(char) else DIGIT for char in unit[0]) if unit else 1.0
