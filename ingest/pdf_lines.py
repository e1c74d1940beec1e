"""Characters to printed lines, and the text of a line: spaces are told from gaps, never from the file's order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..model import BBox
from .pdf_page import Glyph

# In units of the character size.
_WORD_GAP = 0.25
_WIDE_GAP = 1.0
_COLUMN_GAP = 1.6
_RADICALS: dict[int, int] = {}


@dataclass(slots=True)
class Line:
    """One printed line. `words` are its stretches without a wide gap, each with its left and right edge."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    words: list[tuple[str, float, float]]

    @property
    def bbox(self) -> BBox:
        return round(self.x0, 2), round(self.top, 2), round(self.x1, 2), round(self.bottom, 2)


def lines_of(glyphs: Sequence[Glyph]) -> list[Line]:
    """Group characters to lines from top to bottom, each from left to right, doubled characters once."""
    return [line_of(row) for row in rows_of(glyphs)]


def rows_of(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """The characters of each line, in order, those printed twice for a bold look left out."""
    marked = sorted(((g.top + g.bottom) / 2, g) for g in glyphs)
    rows: list[list[Glyph]] = []
    middle = height = 0.0
    for centre, glyph in marked:
        size = glyph.bottom - glyph.top
        if rows and centre - middle <= 0.45 * min(max(size, 1.0), max(height, 1.0)):
            row = rows[-1]
            row.append(glyph)
            # A running mean: a superscript must not carry the line down.
            middle += (centre - middle) / len(row)
            height = max(height, size) if size < 2 * height else height
        else:
            rows.append([glyph])
            middle, height = centre, size
    return [_single(sorted(row, key=lambda g: (g.x0, g.x1))) for row in rows]


def _single(row: list[Glyph]) -> list[Glyph]:
    """Without the second copy of characters drawn twice a hair's breadth apart."""
    kept: list[Glyph] = []
    for glyph in row:
        reach = 0.3 * (glyph.x1 - glyph.x0)
        twin = any(
            other.text == glyph.text
            and abs(other.x0 - glyph.x0) <= reach
            and abs(other.top - glyph.top) <= 0.3 * (glyph.bottom - glyph.top)
            for other in kept[-3:]
        )
        if not twin:
            kept.append(glyph)
    return kept


def line_of(row: Sequence[Glyph]) -> Line:
    """The line that these characters, ordered from left to right, make."""
    size = _size(row)
    spread = _is_spread(row, size)
    text = [plain(row[0].text)]
    words: list[tuple[str, float, float]] = []
    word, left = [text[0]], row[0].x0
    for before, glyph in zip(row, row[1:], strict=False):
        gap = glyph.x0 - before.x1
        space = "" if spread else _space(before, glyph, gap, size)
        char = plain(glyph.text)
        text.append(space + char)
        if gap >= _COLUMN_GAP * size and not spread:
            words.append(("".join(word), left, before.x1))
            word, left = [char], glyph.x0
        else:
            word.append(space + char)
    words.append(("".join(word), left, row[-1].x1))
    top, bottom = min(g.top for g in row), max(g.bottom for g in row)
    return Line("".join(text), row[0].x0, top, max(g.x1 for g in row), bottom, size, words)


def _size(row: Sequence[Glyph]) -> float:
    """The character size: the width of the Chinese characters, else from the height."""
    widths = sorted(g.x1 - g.x0 for g in row if is_wide(g.text))
    if widths:
        return widths[len(widths) // 2] or 1.0
    heights = sorted(g.bottom - g.top for g in row)
    return heights[len(heights) // 2] * 0.8 or 1.0


def _is_spread(row: Sequence[Glyph], size: float) -> bool:
    """Letter-spaced, as 总　计: a few Chinese characters all the same distance apart."""
    if not 2 <= len(row) <= 12 or not all(is_wide(g.text) for g in row):
        return False
    gaps = [b.x0 - a.x1 for a, b in zip(row, row[1:], strict=False)]
    return min(gaps) > 0.2 * size and max(gaps) - min(gaps) < 0.3 * size and max(gaps) < 5 * size


def _space(before: Glyph, after: Glyph, gap: float, size: float) -> str:
    """A space where the reader sees one. Between Chinese characters justified text has gaps that mean nothing."""
    if is_wide(before.text) or is_wide(after.text):
        return " " if gap >= _WIDE_GAP * size else ""
    if gap > _WORD_GAP * size or (after.spaced and gap > 0.1 * size):
        return " "
    return ""


def is_wide(text: str) -> bool:
    """Chinese characters and their punctuation: what is set without spaces."""
    code = ord(text[0])
    return code >= 0x2E80 and not 0xFF61 <= code <= 0xFFDC or code in (0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2026)


def plain(char: str) -> str:
    """A radical as the character it stands for (⾃ is 自): fonts map the glyph of the one to the other."""
    code = ord(char[0])
    if not (0x2E80 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF):
        return char
    if code not in _RADICALS:
        import unicodedata

        folded = _CJK_RADICALS.get(char) or unicodedata.normalize("NFKC", char)
        _RADICALS[code] = ord(folded) if len(folded) == 1 else code
    return chr(_RADICALS[code])


# The supplement block has no compatibility mapping in Unicode for these; they turn up in place of the plain ones.
_CJK_RADICALS = {
    "⺠": "民", "⻅": "见", "⻋": "车", "⻓": "长", "⻔": "门", "⻚": "页", "⻛": "风", "⻜": "飞", "⻝": "食",
    "⻢": "马", "⻥": "鱼", "⻦": "鸟", "⻩": "黄", "⻬": "齐", "⻰": "龙", "⻄": "西", "⻉": "贝", "⻆": "角",
    "⺟": "母", "⺎": "兀", "⻤": "鬼", "⻘": "青", "⻣": "骨", "⻮": "齿", "⻳": "龟", "⻨": "麦", "⻑": "長",
}  # fmt: skip


def joint(first: str, second: str) -> str:
    """What stands between two lines of one paragraph: nothing, or a space between two words of letters."""
    if not first or not second:
        return ""
    a, b = first[-1], second[0]
    if a.isascii() and b.isascii() and not (a.isdigit() and b.isdigit()):
        if a in "-/@_" or b in "/@_,.;:)%" or a == "(":
            return ""
        return " "
    return ""
