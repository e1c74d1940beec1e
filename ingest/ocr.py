"""Pages that are pictures: text by rapidocr, rulings by OpenCV, then the same tables and lines as any other page.

Needs the extra `gouji[ocr]`. What is read so says so: tables carry `ocr`, doubtful cells their reason.
"""

from __future__ import annotations

import functools
import importlib.util
import logging
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..errors import SkippedError
from ..model import BBox, Location
from .builder import Builder
from .ocr_rulings import deskew, find_rulings
from .ocr_turn import text_turn
from .pdf_space import Glyph, Page, Ruling, slanted, turn_box

if TYPE_CHECKING:
    import pypdfium2 as pdfium

    from .pdf_flow import PageItems

_DPI = 200
# A page drawn larger than this is read at a lower resolution.
_MAX_PIXELS = 3000 * 3000
_SURE = 0.80
_MARKS = frozenset("，。、；：！？）》”’")
_NEEDED = ("rapidocr", "onnxruntime", "cv2")


@dataclass(slots=True)
class Word:
    """A recognised word or character in pixels, and how sure the engine is of it."""

    text: str
    box: BBox
    score: float


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


@functools.cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    engine = RapidOCR(params={"Global.log_level": "critical"})
    logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)
    return engine


def read_page(handle: pdfium.PdfPage, number: int, builder: Builder) -> PageItems:
    """A PDF page drawn and read; its points are the page's."""
    width, height = handle.get_size()
    scale = min(_DPI / 72, math.sqrt(_MAX_PIXELS / max(width * height, 1.0)))
    image = handle.render(scale=scale, rev_byteorder=False).to_numpy()
    return read_image(image, number, scale, builder)


def read_image(image: Any, number: int, scale: float, builder: Builder) -> PageItems:
    """A picture (BGR pixels) read as one page; `scale` is pixels a point."""
    from .pdf import page_items

    level, turn = _level(_bgr(image))
    straight, angle = deskew(level)
    words = recognise(straight)
    rulings = find_rulings(straight)
    cells = _cells(rulings)
    words = _split_words(straight, words, cells)
    words += _second_look(straight, words, cells)
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

    turn = text_turn(image, _is_upside_down)
    return (numpy.ascontiguousarray(numpy.rot90(image, turn)), turn) if turn else (image, 0)


def _is_upside_down(line: Any) -> bool | None:
    import numpy

    result = _engine()(numpy.ascontiguousarray(line), use_det=False, use_cls=True, use_rec=False)
    label, score = result.cls_res[0] if result.cls_res else ("", 0.0)
    return "180" in label if score >= _SURE else None


def _bgr(image: Any) -> Any:
    import cv2

    if image.ndim == 2:
        return cv2.cvtColor(image, cv2.COLOR_GRAY2BGR)
    if image.shape[2] == 4:
        return cv2.cvtColor(image, cv2.COLOR_BGRA2BGR)
    return image


# ---------------------------------------------------------------- recognition
def recognise(image: Any) -> list[Word]:
    """The words of a picture; Chinese characters each for itself, numbers whole."""
    # The engine keeps what it was last told: every call says all.
    result = _engine()(image, use_det=True, use_cls=True, use_rec=True, return_word_box=True)
    words: list[Word] = []
    if result.txts is None:
        return words
    for line in result.word_results:
        for text, score, points in line:
            if text.strip():
                xs, ys = [p[0] for p in points], [p[1] for p in points]
                words.append(Word(text, (min(xs), min(ys), max(xs), max(ys)), float(score)))
    return words


def recognise_crop(image: Any, box: BBox, margin: int = 6) -> tuple[str, float]:
    """What stands in one box, read as one line without looking for text first."""
    import cv2

    x0, top, x1, bottom = (max(round(v), 0) for v in box)
    crop = image[top:bottom, x0:x1]
    if crop.size == 0:
        return "", 0.0
    framed = cv2.copyMakeBorder(crop, margin, margin, margin, margin, cv2.BORDER_CONSTANT, value=(255, 255, 255))
    result = _engine()(framed, use_det=False, use_cls=False, use_rec=True, return_word_box=False)
    if not result.txts:
        return "", 0.0
    return result.txts[0].strip(), float(result.scores[0])


# ---------------------------------------------------------------- words and cells
def _cells(rulings: list[Ruling]) -> list[BBox]:
    from .lattice import find_grids

    return [grid.box(cell) for grid in find_grids(rulings) if len(grid.cells) > 1 for cell in grid.cells]


def _split_words(image: Any, words: list[Word], cells: list[BBox]) -> list[Word]:
    """Words that reach over a ruling are read again, cell by cell; columns of stacked characters likewise."""
    kept = []
    for word in words:
        touched = [cell for cell in cells if _overlap(word.box, cell) > 0.2]
        tall = word.box[3] - word.box[1] > 1.8 * (word.box[2] - word.box[0]) and len(word.text) != 1
        if len(touched) > 1 and not tall:
            for cell in touched:
                part = _common(word.box, _inner(cell))
                text, score = recognise_crop(image, part)
                if text:
                    kept.append(Word(text, part, score))
        else:
            kept.append(word)
    return kept


def _overlap(box: BBox, cell: BBox) -> float:
    x0, top, x1, bottom = _common(box, cell)
    if x1 <= x0 or bottom <= top:
        return 0.0
    return (x1 - x0) * (bottom - top) / max((box[2] - box[0]) * (box[3] - box[1]), 1.0)


def _common(a: BBox, b: BBox) -> BBox:
    return max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])


def _inner(cell: BBox, margin: float = 4.0) -> BBox:
    return cell[0] + margin, cell[1] + margin, cell[2] - margin, cell[3] - margin


def _second_look(image: Any, words: list[Word], cells: list[BBox]) -> list[Word]:
    """Cells with ink and no word: lone / and — are lost by the detector, stacked columns by the recogniser."""
    import cv2

    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    found: list[Word] = []
    for cell in cells:
        x0, top, x1, bottom = (round(v) for v in _inner(cell))
        if x1 - x0 < 4 or bottom - top < 4:
            continue
        if any(_centre_in(word.box, cell) for word in words):
            continue
        dark = (grey[top:bottom, x0:x1] < 140).astype("uint8")
        blobs = _blobs(dark)
        if blobs:
            found.extend(_read_blobs(image, blobs, (x0, top)))
    return found


def _centre_in(box: BBox, cell: BBox) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return cell[0] <= x <= cell[2] and cell[1] <= y <= cell[3]


def _blobs(dark: Any) -> list[tuple[int, int, int, int, int]]:
    """The pieces of ink in a cell (x, y, width, height, pixels), specks and remains of rulings left out."""
    import cv2

    count, _, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    height, width = dark.shape
    kept = []
    for x, y, w, h, area in stats[1:count].tolist():
        edge = x == 0 or y == 0 or x + w == width or y + h == height
        if area >= 12 and max(w, h) >= 6 and not (edge and min(w, h) <= 4):
            kept.append((x, y, w, h, area))
    return kept


def _read_blobs(image: Any, blobs: list[tuple[int, int, int, int, int]], corner: tuple[int, int]) -> list[Word]:
    left, up = corner
    x0, y0 = min(b[0] for b in blobs) + left, min(b[1] for b in blobs) + up
    x1, y1 = max(b[0] + b[2] for b in blobs) + left, max(b[1] + b[3] for b in blobs) + up
    box = float(x0), float(y0), float(x1), float(y1)
    if len(blobs) == 1:
        _, _, w, h, area = blobs[0]
        mark = _mark(w, h, area)
        if mark:
            return [Word(mark, box, 0.9)]
    if y1 - y0 > 1.8 * (x1 - x0) and len(blobs) > 2:
        return _read_column(image, box)
    text, score = recognise_crop(image, (box[0] - 3, box[1] - 3, box[2] + 3, box[3] + 3))
    # Ink that cannot be read is a character of unknown meaning, never a blank.
    return [Word(text, box, score)] if text else [Word("\ufffd", box, 0.0)]


def _mark(width: int, height: int, area: int) -> str:
    """A lone stroke: a dash lies flat, a slash fills little of its box."""
    if width >= 2.5 * height:
        return "—"
    if height >= 0.8 * width and area < 0.45 * width * height and 0.25 * height <= width:
        return "/"
    return ""


def _read_column(image: Any, box: BBox) -> list[Word]:
    """Stacked characters: cut the column to pieces as high as it is wide and read them one by one."""
    import cv2

    x0, top, x1, bottom = (round(v) for v in box)
    grey = cv2.cvtColor(image[top:bottom, x0:x1], cv2.COLOR_BGR2GRAY)
    inked = (grey < 140).any(axis=1).tolist()
    side = x1 - x0
    pieces: list[tuple[int, int]] = []
    for row, ink in enumerate(inked):
        if not ink:
            continue
        if pieces and (row - pieces[-1][1] <= 1 or row + 1 - pieces[-1][0] <= 1.12 * side):
            pieces[-1] = pieces[-1][0], row + 1
        else:
            pieces.append((row, row + 1))
    words = []
    for first, last in pieces:
        piece = float(x0) - 2, float(top + first) - 2, float(x1) + 2, float(top + last) + 2
        text, score = recognise_crop(image, piece)
        if text:
            words.append(Word(text[:1], piece, score))
    return words


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
            inside = [w for w in words if _centre_in(tuple_scaled(w.box, scale), cell.bbox)]
            worst = min((w.score for w in inside), default=1.0)
            if "\ufffd" in cell.text:
                cell.text, cell.unreadable = cell.text.replace("\ufffd", ""), "ocr"
            elif worst < _SURE and any(char.isdigit() for char in cell.text):
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
