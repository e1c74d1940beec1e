"""Cut-out pictures of PDF pages with the numbers of a finding framed."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from typing import Any

from ..model import BBox, Document, FindingEvidence
from .pdf_places import Pages, spot_of

SCALE = 1.5
_MARGIN = 24.0
_HEIGHT = 460.0
Framed = tuple[BBox, bool]


def picture(pages: Pages, evidence: Sequence[FindingEvidence], document: Document | None) -> str | None:
    """The part of a page that holds the evidence, as a PNG data address; None where nothing has a place.

    `evidence` is all of the one document; the page shown is that of the first suspect, else of the first of all.
    """
    placed = []
    for item in evidence:
        spot = spot_of(item, document)
        if spot is not None and 1 <= spot.page <= len(pages):
            placed.append((*pages.find(spot), item.suspect))
    if not placed:
        return None
    page = next((page for page, _, suspect in placed if suspect), placed[0][0])
    framed = [(box, suspect) for at, boxes, suspect in placed if at == page for box in boxes]
    sheet = pages.pdf[page - 1]
    _, height = sheet.get_size()
    top, bottom = _window(framed, height)
    image = sheet.render(scale=SCALE, crop=(0, height - bottom, 0, top)).to_pil().convert("RGB")
    _frame(image, framed, top)
    return _data_address(image)


def _window(framed: Sequence[Framed], height: float) -> tuple[float, float]:
    """The strip of the page to show: round all evidence, or where that is too tall round the suspect."""
    top = min(box[1] for box, _ in framed) - _MARGIN
    bottom = max(box[3] for box, _ in framed) + _MARGIN
    if bottom - top > _HEIGHT:
        middle = next((box for box, suspect in framed if suspect), framed[0][0])
        centre = (middle[1] + middle[3]) / 2
        top, bottom = max(top, centre - _HEIGHT / 2), min(bottom, centre + _HEIGHT / 2)
    return max(0.0, float(int(top))), min(height, float(int(bottom) + 1))


def _frame(image: Any, framed: Sequence[Framed], top: float) -> None:
    from PIL import ImageDraw

    draw = ImageDraw.Draw(image)
    for box, suspect in framed:
        corners = (box[0] - 2, box[1] - 2 - top, box[2] + 2, box[3] + 2 - top)
        edge = [round(value * SCALE) for value in corners]
        draw.rectangle(edge, outline=(200, 0, 0) if suspect else (0, 90, 200), width=3 if suspect else 2)


def _data_address(image: Any) -> str:
    stream = io.BytesIO()
    image.quantize(32).save(stream, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(stream.getvalue()).decode("ascii")
