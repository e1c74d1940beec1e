"""Recognised words and the cells around them: words over rulings parted, cells with unread ink looked at again."""

from __future__ import annotations

from typing import Any

from ..model import BBox
from .lattice import find_grids
from .ocr_engine import Word, recognise_crop
from .pdf_space import Ruling


def cells_of_grids(rulings: list[Ruling]) -> list[BBox]:
    """The cells of every grid that is more than a frame."""
    return [grid.box(cell) for grid in find_grids(rulings) if len(grid.cells) > 1 for cell in grid.cells]


def split_words(image: Any, words: list[Word], cells: list[BBox]) -> list[Word]:
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


def second_look(image: Any, words: list[Word], cells: list[BBox]) -> list[Word]:
    """Cells with ink and no word: lone / and — are lost by the detector, stacked columns by the recogniser."""
    import cv2

    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    found: list[Word] = []
    for cell in cells:
        x0, top, x1, bottom = (round(v) for v in _inner(cell))
        if x1 - x0 < 4 or bottom - top < 4:
            continue
        if any(centre_in(word.box, cell) for word in words):
            continue
        dark = (grey[top:bottom, x0:x1] < 140).astype("uint8")
        blobs = _blobs(dark)
        if blobs:
            found.extend(_read_blobs(image, blobs, (x0, top)))
    return found


def centre_in(box: BBox, cell: BBox) -> bool:
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
