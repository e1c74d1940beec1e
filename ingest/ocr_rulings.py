"""What OpenCV sees of a page's picture: how far it is turned, and where lines are drawn. All in pixels."""

from __future__ import annotations

from typing import Any

from .pdf_space import Ruling

_MAX_SKEW = 6.0


def deskew(image: Any) -> tuple[Any, float]:
    """The picture turned so that its lines are level, and the degrees that turn its boxes back."""
    import cv2

    angle = _skew(image)
    if abs(angle) < 0.08:
        return image, 0.0
    height, width = image.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    straight = cv2.warpAffine(image, turn, (width, height), flags=cv2.INTER_LINEAR, borderValue=(255, 255, 255))
    return straight, angle


def _skew(image: Any) -> float:
    """The angle at which the rows of ink are sharpest, on a small copy, first coarse and then fine."""
    import cv2

    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    small = cv2.resize(grey, None, fx=800 / grey.shape[1], fy=800 / grey.shape[1], interpolation=cv2.INTER_AREA)
    ink = (small < 160).astype("uint8") * 255
    best = 0.0
    for step, reach in ((0.5, _MAX_SKEW), (0.1, 0.4)):
        count = round(reach / step)
        around = [best + number * step for number in range(-count, count + 1)]
        best = max(around, key=lambda angle: (_sharpness(ink, angle), -abs(angle)))
    return best


def _sharpness(ink: Any, angle: float) -> float:
    import cv2

    height, width = ink.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    rows = cv2.warpAffine(ink, turn, (width, height), flags=cv2.INTER_LINEAR).sum(axis=1, dtype="float64")
    return float(((rows[1:] - rows[:-1]) ** 2).sum())


def find_rulings(image: Any) -> list[Ruling]:
    """Long straight strokes, level and upright; a broken line is closed where the gap is small."""
    import cv2

    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    ink = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 12)
    found = []
    length = max(image.shape[1] // 45, 24)
    for level in (True, False):
        size = (length, 1) if level else (1, length)
        gap = (length // 2, 3) if level else (3, length // 2)
        closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, (3, 3)))
        lines = cv2.morphologyEx(closed, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, size))
        lines = cv2.morphologyEx(lines, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, gap))
        count, _, stats, _ = cv2.connectedComponentsWithStats(lines, connectivity=8)
        for x, y, w, h, _ in stats[1:count].tolist():
            along, across = (w, h) if level else (h, w)
            if along < 1.5 * length or across > 14 or along < 6 * across:
                continue
            if level:
                found.append(Ruling(x, y + h / 2, x + w, y + h / 2))
            else:
                found.append(Ruling(x + w / 2, y, x + w / 2, y + h))
    return found
