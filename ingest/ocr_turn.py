"""Pictures laid on the scanner sideways or upside down: how many quarters the text is turned."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_WIDTH = 1000
# How many lines of text are asked whether they stand on their heads, and how many must answer.
_ASKED, _ANSWERS = 16, 4


def text_turn(image: Any, is_upside_down: Callable[[Any], bool | None]) -> int:
    """In how many quarters clockwise the text of a picture runs; 0 where nothing tells.

    `is_upside_down` judges the picture of one line of text, None where it is not sure.
    """
    import numpy

    turn = 1 if _runs_down(image) else 0
    level = numpy.rot90(image, turn)
    votes = [vote for line in _lines(level) if (vote := is_upside_down(line)) is not None]
    if len(votes) >= _ANSWERS and sum(votes) > 0.75 * len(votes):
        return turn + 2
    # Text that runs down is believed only where its lines, once level, read well.
    return turn if len(votes) >= _ANSWERS and sum(votes) < 0.25 * len(votes) else 0


def _ink(image: Any) -> tuple[Any, float]:
    """A small copy with ink as 255 and long strokes left out, and its scale."""
    import cv2

    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    scale = _WIDTH / max(grey.shape)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = cv2.threshold(small, 170, 255, cv2.THRESH_BINARY_INV)[1]
    for size in ((_WIDTH // 30, 1), (1, _WIDTH // 30)):
        lines = cv2.morphologyEx(ink, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, size))
        ink = cv2.subtract(ink, cv2.dilate(lines, cv2.getStructuringElement(cv2.MORPH_RECT, (3, 3))))
    return ink, scale


def _boxes(ink: Any) -> list[tuple[int, int, int, int]]:
    """Stretches of text that lie level."""
    import cv2

    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, (5, 1)))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    return [(x, y, w, h) for x, y, w, h, _ in stats[1:count].tolist() if h >= 6 and w >= 3 * h]


def _runs_down(image: Any) -> bool:
    """Whether more ink joins to stretches of text from top to bottom than from left to right."""
    ink, _ = _ink(image)
    across = sum(w for _, _, w, _ in _boxes(ink))
    down = sum(w for _, _, w, _ in _boxes(ink.T.copy()))
    return down > 2 * across and down > _WIDTH // 4


def _lines(image: Any) -> list[Any]:
    """Pictures of the longest level stretches of text, cut to the shape a classifier is made for."""
    ink, scale = _ink(image)
    found = []
    for x, y, w, h in sorted(_boxes(ink), key=lambda box: -box[2])[:_ASKED]:
        x0, top = max(round((x - 2) / scale), 0), max(round((y - 2) / scale), 0)
        bottom = round((y + h + 2) / scale)
        found.append(image[top:bottom, x0 : min(round((x + w + 2) / scale), x0 + 6 * (bottom - top))])
    return found
