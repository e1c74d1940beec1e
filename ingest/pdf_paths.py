"""Drawn paths of a page to rulings; matrices, bounds and colours of page objects."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pypdfium2.raw as raw

from ..model import BBox
from .pdf_space import Page, Ruling, View

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
# Wider than most drawn lines, narrower than any cell; wider ones are lines where they are long.
_THIN, _THICK = 3.0, 5.0
_MAX_SEGMENTS = 20_000
_MAX_GROUNDS = 20
# pdfium writes into these; it is not thread-safe itself, so one set a process is enough.
_FLOATS = tuple(ctypes.c_float() for _ in range(4))
_INTS = tuple(ctypes.c_uint() for _ in range(4))
_MODE = ctypes.c_int(), ctypes.c_int()
_MATRIX = raw.FS_MATRIX()


def matrix_of(obj: Any) -> Matrix:
    found = _MATRIX
    if not raw.FPDFPageObj_GetMatrix(obj, found):
        return IDENTITY
    return found.a, found.b, found.c, found.d, found.e, found.f


def times(first: Matrix, then: Matrix) -> Matrix:
    if then is IDENTITY:
        return first
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def bounds_of(obj: Any) -> BBox | None:
    left, bottom, right, top = _FLOATS
    if not raw.FPDFPageObj_GetBounds(obj, left, bottom, right, top):
        return None
    found = left.value, bottom.value, right.value, top.value
    return found if all(map(math.isfinite, found)) else None


def transformed(bounds: BBox, matrix: Matrix, view: View) -> BBox:
    x0, y0, x1, y1 = bounds
    if matrix is not IDENTITY:
        corners = [_apply(matrix, x, y) for x in (x0, x1) for y in (y0, y1)]
        x0, x1 = min(p[0] for p in corners), max(p[0] for p in corners)
        y0, y1 = min(p[1] for p in corners), max(p[1] for p in corners)
    return view.box(x0, y0, x1, y1)


# ---------------------------------------------------------------- drawn lines
def colour_of(read: Any, obj: Any) -> tuple[int, int, int, int]:
    r, g, b, a = _INTS
    if not read(obj, r, g, b, a):
        return 0, 0, 0, 255
    return r.value, g.value, b.value, a.value


def _is_light(colour: tuple[int, int, int, int]) -> bool:
    """White, or so transparent that nothing shows."""
    r, g, b, a = colour
    return a < 20 or min(r, g, b) > 245


def add_path(obj: Any, matrix: Matrix, view: View, page: Page, fills: list[tuple[BBox, bool]]) -> None:
    mode, stroked = _MODE
    if not raw.FPDFPath_GetDrawMode(obj, mode, stroked):
        return
    bounds = bounds_of(obj)
    if bounds is None:
        return
    box = transformed(bounds, matrix, view)
    stroke = bool(stroked.value) and not _is_light(colour_of(raw.FPDFPageObj_GetStrokeColor, obj))
    fill = False
    if mode.value:
        colour = colour_of(raw.FPDFPageObj_GetFillColor, obj)
        fill = not _is_light(colour)
        dark = fill and colour[3] > 128 and 0.3 * colour[0] + 0.59 * colour[1] + 0.11 * colour[2] < 170
        if not fill and colour[3] > 200 and _on_dark(box, page.grounds):
            _add_outline(page, box)
        if dark and min(box[2] - box[0], box[3] - box[1]) > 4 * _THIN:
            page.grounds.append(box)
        fills.append((box, dark))
    if not (stroke or fill):
        return
    if _is_thin(box[2] - box[0], box[3] - box[1]):
        _add_ruling(page, *box)
        return
    segments = raw.FPDFPath_CountSegments(obj)
    if not stroke and segments <= 6:
        return  # a shaded box: its edges are no lines
    page.objects += segments // 10
    page.overfull = page.overfull or segments > _MAX_SEGMENTS
    outlines = list(_outlines(obj, min(segments, _MAX_SEGMENTS), times(matrix_of(obj), matrix), view))
    for outline in outlines:
        if stroke:
            for (ax, ay), (bx, by) in pairwise(outline):
                if abs(ax - bx) < 1 or abs(ay - by) < 1:
                    _add_ruling(page, min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
        elif outline:
            xs, ys = [p[0] for p in outline], [p[1] for p in outline]
            if _is_thin(max(xs) - min(xs), max(ys) - min(ys)):
                _add_ruling(page, min(xs), min(ys), max(xs), max(ys))


def _is_thin(across: float, down: float) -> bool:
    thin, long = min(across, down), max(across, down)
    return thin <= _THIN or (thin <= _THICK and long > 3 * thin)


def _on_dark(box: BBox, grounds: list[BBox]) -> bool:
    """A white box upon a dark one: where the cells are drawn so, what is left of the dark shows as lines."""
    if min(box[2] - box[0], box[3] - box[1]) <= _THIN:
        return False
    return any(
        ground[0] - 1 <= box[0] and ground[1] - 1 <= box[1] and box[2] <= ground[2] + 1 and box[3] <= ground[3] + 1
        for ground in grounds[-_MAX_GROUNDS:]
    )


def _add_outline(page: Page, box: BBox) -> None:
    x0, top, x1, bottom = box
    for edge in ((x0, top, x1, top), (x0, bottom, x1, bottom), (x0, top, x0, bottom), (x1, top, x1, bottom)):
        _add_ruling(page, *edge)


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
    """Keep a thin box as the line along its longer side, cut to the page."""
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
