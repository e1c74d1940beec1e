"""One PDF page as characters and rulings in the page's own upright points, read through pdfium.

Boxes are (x0, top, x1, bottom) as a viewer shows the page: /Rotate applied, the crop box's corner at (0, 0).
"""

from __future__ import annotations

import ctypes
import heapq
import math
from collections.abc import Iterator
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from msgspec import Struct

from ..model import BBox
from .pdf_paths import IDENTITY, Matrix, add_path, bounds_of, colour_of, matrix_of, times, transformed
from .pdf_space import Glyph, Page, View, is_radical, plain

_FORM_DEPTH = 12
# Far above any printed page: what has more is a map or a drawing, or was made to harm.
_MAX_OBJECTS = 200_000
_MAX_GLYPHS = 200_000
_MAX_FILLS = 1_000


class _Style(Struct):
    """How a text object is drawn."""

    turn: int | None
    faint: bool
    invisible: bool


def read_page(page: pdfium.PdfPage, number: int) -> Page:
    """Characters, rulings and images of a page; spaces and what pdfium made up are left out."""
    view = View(page)
    result = Page(number, view.width, view.height)
    styles: dict[int, _Style] = {}
    fills: list[tuple[BBox, bool]] = []
    for obj, kind, matrix in _walk(page):
        result.objects += 1
        if result.objects > _MAX_OBJECTS:
            result.overfull = True
            break
        if kind == raw.FPDF_PAGEOBJ_PATH:
            add_path(obj, matrix, view, result, fills)
        elif kind == raw.FPDF_PAGEOBJ_TEXT:
            _note_style(obj, matrix, view, styles)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            bounds = bounds_of(obj)
            if bounds:
                result.images.append(transformed(bounds, matrix, view))
    if result.overfull:
        result.rulings.clear()
    dark = heapq.nlargest(_MAX_FILLS, (box for box, dark in fills if dark), key=_area)
    _add_glyphs(page, view, result, styles, dark)
    return result


def _area(box: BBox) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _walk(page: pdfium.PdfPage) -> Iterator[tuple[Any, int, Matrix]]:
    """Every page object, those inside form XObjects with the form's matrix."""
    stack: list[tuple[Any, int, Matrix, int]] = []
    for index in range(raw.FPDFPage_CountObjects(page)):
        obj = raw.FPDFPage_GetObject(page, index)
        stack.append((obj, raw.FPDFPageObj_GetType(obj), IDENTITY, 0))
    stack.reverse()
    while stack:
        obj, kind, matrix, depth = stack.pop()
        if kind != raw.FPDF_PAGEOBJ_FORM:
            yield obj, kind, matrix
        elif depth < _FORM_DEPTH:
            inner = times(matrix_of(obj), matrix)
            for index in range(raw.FPDFFormObj_CountObjects(obj) - 1, -1, -1):
                child = raw.FPDFFormObj_GetObject(obj, index)
                stack.append((child, raw.FPDFPageObj_GetType(child), inner, depth + 1))


# ---------------------------------------------------------------- characters
def _note_style(obj: Any, matrix: Matrix, view: View, styles: dict[int, _Style]) -> None:
    """Remember how a text object is drawn where that is anything but upright, dark and visible."""
    a, b, _c, _d, _, _ = times(matrix_of(obj), matrix)
    turn = _turn(a, b, view.rotation)
    r, g, blue, alpha = colour_of(raw.FPDFPageObj_GetFillColor, obj)
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


def _add_glyphs(page: pdfium.PdfPage, view: View, result: Page, styles: dict[int, _Style], dark: list[BBox]) -> None:
    textpage = page.get_textpage()
    handle = textpage.raw
    glyphs: list[Glyph] = []
    drawn: list[_Style | None] = []
    rect = raw.FS_RECTF()
    get_code, get_box = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox
    upright, left, top = view.rotation == 0, view.left, view.top
    pair, spaced, style, usual = 0, False, None, math.inf
    count = raw.FPDFText_CountChars(handle)
    result.overfull = result.overfull or count > _MAX_GLYPHS
    for index in range(min(count, _MAX_GLYPHS)):
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
        elif y1 - y0 < 0.7 * usual and (y1 - y0 < 0.6 * (x1 - x0) or usual is not math.inf):
            box = _whole_box(handle, index, rect, code, view)
        elif -0.002 < (x1 - x0) - (y1 - y0) < 0.002:
            box = _square_box(handle, index, rect, view)
        elif upright:
            box = x0 - left, top - y1, x1 - left, top - y0
        else:
            box = view.box(x0, y0, x1, y1)
        if y1 - y0 >= 0.7 * usual or usual is math.inf:
            usual = y1 - y0
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


def _whole_box(handle: Any, index: int, rect: Any, code: int, view: View) -> BBox:
    """The place of a character for which pdfium gives its ink: fonts of drawn shapes have no height of their own."""
    matrix = raw.FS_MATRIX()
    raw.FPDFText_GetMatrix(handle, index, matrix)
    size = math.hypot(matrix.c, matrix.d) * raw.FPDFText_GetFontSize(handle, index)
    x, y = ctypes.c_double(), ctypes.c_double()
    if rect.top - rect.bottom >= 0.7 * size or not raw.FPDFText_GetCharOrigin(handle, index, x, y):
        return view.box(rect.left, rect.bottom, rect.right, rect.top)
    x0, x1 = rect.left, rect.right
    if code >= 0x2E80:
        x0, x1 = min(x0, x.value), max(x1, x.value + size)
    return view.box(x0, y.value - 0.12 * size, x1, y.value + 0.88 * size)


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


def _over(glyph: Glyph, boxes: list[BBox]) -> bool:
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    return any(x0 <= x <= x1 and top <= y <= bottom for x0, top, x1, bottom in boxes)
