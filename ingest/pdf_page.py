"""One PDF page as characters and rulings in the page's own upright points, read through pdfium.

Boxes are (x0, top, x1, bottom) as a viewer shows the page: /Rotate applied, the crop box's corner at (0, 0).
"""

from __future__ import annotations

import ctypes
import itertools
import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ..model import BBox

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
# Wider than any drawn line, narrower than any cell.
_THIN = 3.0
_FORM_DEPTH = 12
_MAX_OBJECTS = 200_000
_MAX_SEGMENTS = 20_000


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


@dataclass(slots=True)
class Page:
    """What one page shows. `aside` are characters that are no part of its text: rotated, faint or invisible."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    rulings: list[Ruling] = field(default_factory=list)
    aside: list[Glyph] = field(default_factory=list)
    images: list[BBox] = field(default_factory=list)
    invisible: int = 0
    unmapped: int = 0
    objects: int = 0
    turn: int = 0


# pdfium writes into these; it is not thread-safe itself, so one set a process is enough.
_FLOATS = tuple(ctypes.c_float() for _ in range(4))
_INTS = tuple(ctypes.c_uint() for _ in range(4))
_MODE = ctypes.c_int(), ctypes.c_int()
_MATRIX = raw.FS_MATRIX()


@dataclass(slots=True)
class _Style:
    """How a text object is drawn."""

    turn: int | None
    faint: bool
    invisible: bool


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


def read_page(page: pdfium.PdfPage, number: int) -> Page:
    """Characters, rulings and images of a page; spaces and what pdfium made up are left out."""
    view = View(page)
    result = Page(number, view.width, view.height)
    styles: dict[int, _Style] = {}
    fills: list[tuple[BBox, bool]] = []
    for obj, kind, matrix in _walk(page):
        result.objects += 1
        if kind == raw.FPDF_PAGEOBJ_PATH:
            _add_path(obj, matrix, view, result, fills)
        elif kind == raw.FPDF_PAGEOBJ_TEXT:
            _note_style(obj, matrix, view, styles)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            bounds = _bounds(obj)
            if bounds:
                result.images.append(_transformed(bounds, matrix, view))
    _add_glyphs(page, view, result, styles, [box for box, dark in fills if dark])
    return result


def _walk(page: pdfium.PdfPage) -> Iterator[tuple[Any, int, Matrix]]:
    """Every page object, those inside form XObjects with the form's matrix."""
    seen = 0
    stack: list[tuple[Any, int, Matrix, int]] = []
    for index in range(raw.FPDFPage_CountObjects(page)):
        obj = raw.FPDFPage_GetObject(page, index)
        stack.append((obj, raw.FPDFPageObj_GetType(obj), _IDENTITY, 0))
    stack.reverse()
    while stack and seen < _MAX_OBJECTS:
        obj, kind, matrix, depth = stack.pop()
        seen += 1
        if kind != raw.FPDF_PAGEOBJ_FORM:
            yield obj, kind, matrix
        elif depth < _FORM_DEPTH:
            inner = _times(_matrix(obj), matrix)
            for index in range(raw.FPDFFormObj_CountObjects(obj) - 1, -1, -1):
                child = raw.FPDFFormObj_GetObject(obj, index)
                stack.append((child, raw.FPDFPageObj_GetType(child), inner, depth + 1))


def _matrix(obj: Any) -> Matrix:
    found = _MATRIX
    if not raw.FPDFPageObj_GetMatrix(obj, found):
        return _IDENTITY
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(first: Matrix, then: Matrix) -> Matrix:
    if then is _IDENTITY:
        return first
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _bounds(obj: Any) -> BBox | None:
    left, bottom, right, top = _FLOATS
    if not raw.FPDFPageObj_GetBounds(obj, left, bottom, right, top):
        return None
    found = left.value, bottom.value, right.value, top.value
    return found if all(map(math.isfinite, found)) else None


def _transformed(bounds: BBox, matrix: Matrix, view: View) -> BBox:
    x0, y0, x1, y1 = bounds
    if matrix is not _IDENTITY:
        corners = [_apply(matrix, x, y) for x in (x0, x1) for y in (y0, y1)]
        x0, x1 = min(p[0] for p in corners), max(p[0] for p in corners)
        y0, y1 = min(p[1] for p in corners), max(p[1] for p in corners)
    return view.box(x0, y0, x1, y1)


# ---------------------------------------------------------------- drawn lines
def _colour(read: Any, obj: Any) -> tuple[int, int, int, int]:
    r, g, b, a = _INTS
    if not read(obj, r, g, b, a):
        return 0, 0, 0, 255
    return r.value, g.value, b.value, a.value


def _is_light(colour: tuple[int, int, int, int]) -> bool:
    """White, or so transparent that nothing shows."""
    r, g, b, a = colour
    return a < 20 or min(r, g, b) > 245


def _add_path(obj: Any, matrix: Matrix, view: View, page: Page, fills: list[tuple[BBox, bool]]) -> None:
    mode, stroked = _MODE
    if not raw.FPDFPath_GetDrawMode(obj, mode, stroked):
        return
    bounds = _bounds(obj)
    if bounds is None:
        return
    box = _transformed(bounds, matrix, view)
    stroke = bool(stroked.value) and not _is_light(_colour(raw.FPDFPageObj_GetStrokeColor, obj))
    fill = False
    if mode.value:
        colour = _colour(raw.FPDFPageObj_GetFillColor, obj)
        fill = not _is_light(colour)
        dark = fill and colour[3] > 128 and 0.3 * colour[0] + 0.59 * colour[1] + 0.11 * colour[2] < 170
        fills.append((box, dark))
    if not (stroke or fill):
        return
    if min(box[2] - box[0], box[3] - box[1]) <= _THIN:
        _add_ruling(page, *box)
        return
    segments = raw.FPDFPath_CountSegments(obj)
    if not stroke and segments <= 6:
        return  # a shaded box: its edges are no lines
    outlines = list(_outlines(obj, min(segments, _MAX_SEGMENTS), _times(_matrix(obj), matrix), view))
    for outline in outlines:
        if stroke:
            for (ax, ay), (bx, by) in itertools.pairwise(outline):
                if abs(ax - bx) < 1 or abs(ay - by) < 1:
                    _add_ruling(page, min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
        elif outline:
            xs, ys = [p[0] for p in outline], [p[1] for p in outline]
            if min(max(xs) - min(xs), max(ys) - min(ys)) <= _THIN:
                _add_ruling(page, min(xs), min(ys), max(xs), max(ys))


def _outlines(obj: Any, segments: int, matrix: Matrix, view: View) -> Iterator[list[tuple[float, float]]]:
    """The straight stretches of a path; a curve ends one."""
    outline: list[tuple[float, float]] = []
    start: tuple[float, float] | None = None
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(segments):
        segment = raw.FPDFPath_GetPathSegment(obj, index)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = view.point(*_apply(matrix, x.value, y.value))
        if kind == raw.FPDF_SEGMENT_LINETO:
            outline.append(point)
        else:
            yield outline
            outline = [point]
            if kind == raw.FPDF_SEGMENT_MOVETO:
                start = point
        if raw.FPDFPathSegment_GetClose(segment) and start is not None:
            outline.append(start)
    yield outline


def _add_ruling(page: Page, x0: float, top: float, x1: float, bottom: float) -> None:
    """Keep a thin box as the line along its longer side, cut to the page; dots are no lines."""
    x0, x1 = max(x0, -2.0), min(x1, page.width + 2)
    top, bottom = max(top, -2.0), min(bottom, page.height + 2)
    across, down = x1 - x0, bottom - top
    if across < 0 or down < 0:
        return
    if across >= down:
        middle = (top + bottom) / 2
        page.rulings.append(Ruling(x0, middle, x1, middle))
    else:
        middle = (x0 + x1) / 2
        page.rulings.append(Ruling(middle, top, middle, bottom))


# ---------------------------------------------------------------- characters
def _note_style(obj: Any, matrix: Matrix, view: View, styles: dict[int, _Style]) -> None:
    """Remember how a text object is drawn where that is anything but upright, dark and visible."""
    a, b, _c, _d, _, _ = _times(_matrix(obj), matrix)
    turn = _turn(a, b, view.rotation)
    r, g, blue, alpha = _colour(raw.FPDFPageObj_GetFillColor, obj)
    luminance = 0.3 * r + 0.59 * g + 0.11 * blue
    faint = luminance > 200 or alpha < 110
    invisible = raw.FPDFTextObj_GetTextRenderMode(obj) == raw.FPDF_TEXTRENDERMODE_INVISIBLE
    if turn != 0 or faint or invisible:
        styles[_address(obj)] = _Style(turn, faint, invisible)


def _turn(a: float, b: float, rotation: int) -> int | None:
    """The direction text runs on the displayed page, in quarter turns clockwise, None where it is aslant."""
    angle = -math.degrees(math.atan2(b, a)) + rotation
    quarter = round(angle / 90)
    return quarter % 4 if abs(angle - quarter * 90) < 5 else None


def _address(obj: Any) -> int:
    return ctypes.cast(obj, ctypes.c_void_p).value or 0


def _add_glyphs(
    page: pdfium.PdfPage, view: View, result: Page, styles: dict[int, _Style], dark: list[BBox]
) -> None:
    textpage = page.get_textpage()
    handle = textpage.raw
    glyphs: list[Glyph] = []
    drawn: list[_Style | None] = []
    rect = raw.FS_RECTF()
    get_code, get_box = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox
    upright, left, top = view.rotation == 0, view.left, view.top
    pair, spaced, style = 0, False, None
    for index in range(raw.FPDFText_CountChars(handle)):
        code = get_code(handle, index)
        if code <= 45 or code in _SPACES:
            # Only spaces, line ends and hyphens are ever made up by pdfium.
            generated = raw.FPDFText_IsGenerated(handle, index) == 1
            if (code <= 32 and code != 2) or code in _SPACES:
                spaced = spaced or not generated
                result.unmapped += code == 0 and not generated
                continue
            if generated:
                continue
        if 0xD800 <= code <= 0xDFFF:
            if code < 0xDC00:
                pair = code
                continue
            code = 0x10000 + ((pair - 0xD800) << 10) + (code - 0xDC00) if pair else 0xFFFD
            pair = 0
        if styles:
            style = styles.get(_address(raw.FPDFText_GetTextObject(handle, index)))
        if not get_box(handle, index, rect):
            continue
        x0, y0, x1, y1 = rect.left, rect.bottom, rect.right, rect.top
        if style is not None and style.turn not in (0, 2):
            box = _turned_box(handle, index, style.turn, chr(code), view)
        elif -0.002 < (x1 - x0) - (y1 - y0) < 0.002:
            box = _square_box(handle, index, rect, view)
        elif upright:
            box = x0 - left, top - y1, x1 - left, top - y0
        else:
            box = view.box(x0, y0, x1, y1)
        if index % 4 == 0 and raw.FPDFText_HasUnicodeMapError(handle, index) > 0:
            result.unmapped += 4
        if glyphs and glyphs[-1].x0 == box[0] and glyphs[-1][1:5] == box:
            box = _share(glyphs, box, chr(code))
        # pdfium gives the hyphen at a line's end as U+0002 in some fonts.
        char = "-" if code == 2 else chr(code)
        if is_radical(char):
            char = plain(char)
        glyphs.append(Glyph(char, *box, spaced, (code >= 0x2E80 and not 0xFF61 <= code <= 0xFFDC) or code in _WIDE))
        drawn.append(style)
        spaced = False
    textpage.close()
    if styles:
        _sort_out(glyphs, drawn, result, dark)
    else:
        result.glyphs = glyphs


_SPACES = frozenset((0xA0, 0x3000, 0xFEFF, 0x200B, 0x202F, 0x205F, *range(0x2000, 0x200B)))
# Dashes, quotes and dots that Chinese fonts set as wide as a character.
_WIDE = frozenset((0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2026))


def _share(glyphs: list[Glyph], box: BBox, char: str) -> BBox:
    """One glyph that stands for two characters (——): each gets its half. The same character printed twice does not."""
    x0, top, x1, bottom = box
    if glyphs[-1].text == char and x1 - x0 < 1.4 * (bottom - top):
        return box
    middle = (x0 + x1) / 2
    glyphs[-1] = glyphs[-1]._replace(x1=middle)
    return middle, top, x1, bottom


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


def _turned_box(handle: Any, index: int, turn: int | None, char: str, view: View) -> BBox:
    """The box of a turned character, where pdfium's loose box is empty: from its origin, size and ink."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(handle, index, left, right, bottom, top)
    ink = view.box(left.value, bottom.value, right.value, top.value)
    matrix = raw.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    if turn not in (1, 3) or not raw.FPDFText_GetCharOrigin(handle, index, x, y):
        return ink
    raw.FPDFText_GetMatrix(handle, index, matrix)
    size = math.hypot(matrix.a, matrix.b) * raw.FPDFText_GetFontSize(handle, index)
    px, py = view.point(x.value, y.value)
    # Text that runs down has its feet to the left, text that runs up to the right.
    x0, x1 = (px - 0.12 * size, px + 0.88 * size) if turn == 1 else (px - 0.88 * size, px + 0.12 * size)
    advance = size if ord(char) >= 0x2E80 else 0.5 * size if char.isdigit() else 0.0
    if turn == 1:
        return x0, py, x1, max(ink[3], py + advance)
    return x0, min(ink[1], py - advance), x1, py


def _square_box(handle: Any, index: int, rect: Any, view: View) -> BBox:
    """The box of a character that may be of a vertical font, where pdfium forgets the text matrix's scale."""
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(handle, index, matrix)
    side = rect.right - rect.left
    size = abs(matrix.a) * raw.FPDFText_GetFontSize(handle, index)
    if size <= 0 or side <= 1.2 * size:
        return view.box(rect.left, rect.bottom, rect.right, rect.top)
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(handle, index, x, y)
    return view.box(rect.left, y.value - 0.1 * size, rect.left + size, y.value + 0.9 * size)


def _sort_out(glyphs: list[Glyph], drawn: list[_Style | None], page: Page, dark: list[BBox]) -> None:
    """Keep the page's text, set aside what is turned another way, faint or invisible."""
    counts: dict[int | None, int] = {}
    for style in drawn:
        turn = style.turn if style else 0
        counts[turn] = counts.get(turn, 0) + 1
    page.turn = max((t for t in counts if t is not None), key=lambda t: (counts[t], -t), default=0)
    page.invisible = sum(1 for style in drawn if style and style.invisible)
    keep_invisible = page.invisible > len(glyphs) / 2
    for glyph, style in zip(glyphs, drawn, strict=True):
        if (style.turn if style else 0) != page.turn:
            page.aside.append(glyph)
        elif style is None or (style.invisible and keep_invisible):
            page.glyphs.append(glyph)
        elif style.invisible or (style.faint and not _over(glyph, dark)):
            page.aside.append(glyph)
        else:
            page.glyphs.append(glyph)


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
        [g._replace(**dict(zip(_BOX, turn_box(g[1:5], back, width, height), strict=True))) for g in page.glyphs],
        [Ruling(*turn_box(tuple(r), back, width, height)) for r in page.rulings],
        page.aside,
        page.images,
        page.invisible,
        page.unmapped,
        page.objects,
        page.turn,
    )


_BOX = ("x0", "top", "x1", "bottom")


def _over(glyph: Glyph, boxes: list[BBox]) -> bool:
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    return any(x0 <= x <= x1 and top <= y <= bottom for x0, top, x1, bottom in boxes)
