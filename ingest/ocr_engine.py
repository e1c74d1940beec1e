"""The recogniser: rapidocr, told what to do at every call, and what it makes of a picture or a part of one."""

from __future__ import annotations

import functools
import logging
from typing import Any

from msgspec import Struct

from ..model import BBox

SURE = 0.80


class Word(Struct):
    """A recognised word or character in pixels, and how sure the engine is of it."""

    text: str
    box: BBox
    score: float


@functools.cache
def engine() -> Any:
    from rapidocr import RapidOCR

    made = RapidOCR(params={"Global.log_level": "critical"})
    logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)
    return made


def recognise(image: Any) -> list[Word]:
    """The words of a picture; Chinese characters each for itself, numbers whole."""
    # The engine keeps what it was last told: every call says all.
    result = engine()(image, use_det=True, use_cls=True, use_rec=True, return_word_box=True)
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
    result = engine()(framed, use_det=False, use_cls=False, use_rec=True, return_word_box=False)
    if not result.txts:
        return "", 0.0
    return result.txts[0].strip(), float(result.scores[0])


def is_upside_down(line: Any) -> bool | None:
    """Whether a picture of one line of text stands on its head; None where that is not sure."""
    import numpy

    result = engine()(numpy.ascontiguousarray(line), use_det=False, use_cls=True, use_rec=False)
    label, score = result.cls_res[0] if result.cls_res else ("", 0.0)
    return "180" in label if score >= SURE else None
