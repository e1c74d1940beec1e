"""The space of a displayed page: its characters and lines, in points from the top left corner, and its turning."""

from __future__ import annotations

import math
import unicodedata
from typing import NamedTuple

import pypdfium2 as pdfium
from msgspec import Struct, field

from ..model import BBox


class Glyph(NamedTuple):
    """One printed character. `spaced`: a space character stands before it in the file; `wide`: set without spaces."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    spaced: bool = False
    wide: bool = False


class Ruling(NamedTuple):
    """A drawn line, horizontal where top == bottom, vertical where x0 == x1."""

    x0: float
    top: float
    x1: float
    bottom: float


class Page(Struct):
    """What one page shows. `aside` are characters that are no part of its text: rotated, faint or invisible.

    `overfull`: it holds more than is read of one page; its lines are left out, its text may be cut off.
    """

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    rulings: list[Ruling] = field(default_factory=list)
    aside: list[Glyph] = field(default_factory=list)
    images: list[BBox] = field(default_factory=list)
    grounds: list[BBox] = field(default_factory=list)
    invisible: int = 0
    unmapped: int = 0
    objects: int = 0
    turn: int = 0
    overfull: bool = False


class View:
    """Page space to the space of the displayed page."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        left, bottom, right, top = page.get_bbox()
        self.rotation = page.get_rotation() % 360
        self.left, self.bottom, self.right, self.top = left, bottom, right, top
        across, down = right - left, top - bottom
        self.width, self.height = (down, across) if self.rotation in (90, 270) else (across, down)

    def point(self, x: float, y: float) -> tuple[float, float]:
        if self.rotation == 90:
            return y - self.bottom, x - self.left
        if self.rotation == 180:
            return self.right - x, y - self.bottom
        if self.rotation == 270:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def box(self, x0: float, y0: float, x1: float, y1: float) -> BBox:
        ax, ay = self.point(x0, y0)
        bx, by = self.point(x1, y1)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def is_radical(char: str) -> bool:
    """Radicals and compatibility characters, which fonts give in place of plain ones."""
    return 0x2E80 <= ord(char) <= 0x2FDF or 0xF900 <= ord(char) <= 0xFAFF


def plain(char: str) -> str:
    """A radical as the character it stands for (⾃ is 自): fonts map the glyph of the one to the other."""
    found = _RADICALS.get(char) or unicodedata.normalize("NFKC", char)
    return found if len(found) == 1 else char


# Unicode gives these of the supplement block no plain form.
_RADICALS = {
    "⺠": "民", "⻅": "见", "⻋": "车", "⻓": "长", "⻔": "门", "⻚": "页", "⻛": "风", "⻜": "飞", "⻝": "食",
    "⻢": "马", "⻥": "鱼", "⻦": "鸟", "⻩": "黄", "⻬": "齐", "⻰": "龙", "⻄": "西", "⻉": "贝", "⻆": "角",
    "⺎": "兀", "⻤": "鬼", "⻘": "青", "⻣": "骨", "⻮": "齿", "⻳": "龟", "⻨": "麦", "⻑": "長",
}  # fmt: skip


def turn_box(box: BBox, turn: int, width: float, height: float) -> BBox:
    """A box of a page that is `width` by `height`, once that page is turned so many quarters clockwise."""
    x0, top, x1, bottom = box
    if turn % 4 == 1:
        return height - bottom, x0, height - top, x1
    if turn % 4 == 2:
        return width - x1, height - bottom, width - x0, height - top
    if turn % 4 == 3:
        return top, width - x1, bottom, width - x0
    return box


def slanted(box: BBox, angle: float, cx: float, cy: float) -> BBox:
    """The box around a box turned by `angle` degrees about (cx, cy)."""
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    points = [
        (cx + (x - cx) * cos - (y - cy) * sin, cy + (x - cx) * sin + (y - cy) * cos)
        for x in (box[0], box[2])
        for y in (box[1], box[3])
    ]
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return round(min(xs), 2), round(min(ys), 2), round(max(xs), 2), round(max(ys), 2)


def upright(page: Page) -> Page:
    """The page turned so that its text runs from left to right; `turn_box` with page.turn leads back."""
    if page.turn == 0:
        return page
    back = -page.turn % 4
    width, height = page.width, page.height
    swap = back % 2 == 1
    return Page(
        page.number,
        height if swap else width,
        width if swap else height,
        [Glyph(g.text, *turn_box(g[1:5], back, width, height), g.spaced, g.wide) for g in page.glyphs],
        [Ruling(*turn_box((r.x0, r.top, r.x1, r.bottom), back, width, height)) for r in page.rulings],
        page.aside,
        page.images,
        page.grounds,
        page.invisible,
        page.unmapped,
        page.objects,
        page.turn,
        page.overfull,
    )
