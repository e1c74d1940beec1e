"""Pages that are pictures: text by rapidocr, rulings by OpenCV, then the same tables and lines as any other page.

Needs the extra `gouji[ocr]`. What is read so says so: tables carry `ocr`, doubtful cells their reason.
"""

from __future__ import annotations

import importlib.util
import math
from typing import TYPE_CHECKING, Any

from ..errors import SkippedError
from ..model import BBox, Location
from .builder import Builder
from .ocr_cells import cells_of_grids, centre_in, second_look, split_words
from .ocr_engine import SURE, Word, is_upside_down, recognise
from .ocr_rulings import deskew, find_rulings
from .ocr_turn import text_turn
from .pdf_space import Glyph, Page, Ruling, slanted, turn_box

if TYPE_CHECKING:
    import pypdfium2 as pdfium

    from .pdf_flow import PageItems

_DPI = 200
# A page drawn larger than this is read at a lower resolution.
_MAX_PIXELS = 3000 * 3000
_MARKS = frozenset("，。、；：！？）》”’")
_NEEDED = ("rapidocr", "onnxruntime", "cv2")


def available() -> bool:
    """Whether the OCR component is installed."""
    return all(importlib.util.find_spec(name) is not None for name in _NEEDED)


def require() -> None:
    """Raise where the OCR component is missing.

    Raises:
        SkippedError: code `needs-ocr`; the sentence names the extra.
    """
    if not available():
        raise SkippedError(
            "图片需要 OCR 组件才能读取；请安装：pip install 'gouji[ocr]'",
            "a picture needs the OCR component: pip install 'gouji[ocr]'",
            "needs-ocr",
        )


def read_page(handle: pdfium.PdfPage, number: int, builder: Builder) -> PageItems:
    """A PDF page drawn and read; its points are the page's."""
    width, height = handle.get_size()
    scale = min(_DPI / 72, math.sqrt(_MAX_PIXELS / max(width * height, 1.0)))
    image = handle.render(scale=scale, rev_byteorder=False).to_numpy()
    return read_image(image, number, scale, builder)


def read_image(image: Any, number: int, scale: float, builder: Builder) -> PageItems:
    """A picture (BGR pixels) read as one page; `scale` is pixels a point."""
    from .pdf_items import page_items

    level, turn = _level(_bgr(image))
    straight, angle = deskew(level)
    words = recognise(straight)
    rulings = find_rulings(straight)
    cells = cells_of_grids(rulings)
    words = split_words(straight, words, cells)
    words += second_look(straight, words, cells)
    page = _page(words, rulings, straight.shape, number, scale)
    items = page_items(page, ocr=True)
    _note(builder, number, words, scale)
    _mark_doubtful(items, words, scale)
    if angle or turn:
        _turn_back(items, angle, turn)
    return items


def _level(image: Any) -> tuple[Any, int]:
    """The picture with its text running from left to right, and how many quarters it was turned clockwise."""
    import numpy

    turn = text_turn(image, is_upside_down)
    return (numpy.ascontiguousarray(numpy.rot90(image, turn)), turn) if turn else (image, 0)


def _bgr(image: Any) -> Any:
    import cv2

    if image.ndim == 2:
        return cv2.cvtColor(image, cv2.COLOR_GRAY2BGR)
    if image.shape[2] == 4:
        return cv2.cvtColor(image, cv2.COLOR_BGRA2BGR)
    return image


# ---------------------------------------------------------------- to a page
def _page(words: list[Word], rulings: list[Ruling], shape: Any, number: int, scale: float) -> Page:
    glyphs: list[Glyph] = []
    for word in words:
        glyphs.extend(_glyphs(word, scale))
    points = [Ruling(*(value / scale for value in ruling)) for ruling in rulings]
    return Page(number, shape[1] / scale, shape[0] / scale, glyphs, points)


def _glyphs(word: Word, scale: float) -> list[Glyph]:
    """A word's characters with their shares of its box."""
    from .pdf_lines import is_wide

    x0, top, x1, bottom = (value / scale for value in word.box)
    if word.text in _MARKS:
        # The ink of a mark is narrow, its place as wide as a character.
        x1 = max(x1, x0 + 0.8 * (bottom - top))
    if "".join(word.text.split()) == "\ufffd":
        return [Glyph("\ufffd", x0, top, x1, bottom)]
    weights = [1.0 if is_wide(char) else 0.55 for char in word.text]
    unit = (x1 - x0) / sum(weights)
    glyphs, at = [], x0
    for char, weight in zip(word.text, weights, strict=True):
        if not char.isspace():
            glyphs.append(Glyph(char, at, top, at + weight * unit, bottom, False, is_wide(char)))
        at += weight * unit
    return glyphs


def _mark_doubtful(items: PageItems, words: list[Word], scale: float) -> None:
    """Cells whose characters could not be read, or only with doubt, say so."""
    for part in items.parts:
        for cell in part.cells:
            if not cell.text:
                continue
            inside = [w for w in words if centre_in(tuple_scaled(w.box, scale), cell.bbox)]
            worst = min((w.score for w in inside), default=1.0)
            if "\ufffd" in cell.text:
                cell.text, cell.unreadable = cell.text.replace("\ufffd", ""), "ocr"
            elif worst < SURE and any(char.isdigit() for char in cell.text):
                cell.unreadable = f"ocr:{worst:.2f}"


def tuple_scaled(box: BBox, scale: float) -> BBox:
    return box[0] / scale, box[1] / scale, box[2] / scale, box[3] / scale


def _note(builder: Builder, number: int, words: list[Word], scale: float) -> None:
    mean = sum(word.score for word in words) / len(words) if words else 0.0
    builder.problem(
        "ocr",
        f"第 {number} 页由 OCR 识别（平均置信度 {mean:.2f}），数字请核对原图",
        f"page {number} was read by OCR (mean confidence {mean:.2f}); check its figures against the picture",
        Location(page=number),
    )


def _turn_back(items: PageItems, angle: float, turn: int) -> None:
    """Boxes of the straightened picture as boxes of the picture itself."""
    cx, cy = items.width / 2, items.height / 2
    items.slant, items.turn = angle, turn
    for part in items.parts:
        part.turn = turn
        for cell in part.cells:
            box = slanted(cell.bbox, angle, cx, cy) if angle else cell.bbox
            cell.bbox = turn_box(box, turn, items.width, items.height)
