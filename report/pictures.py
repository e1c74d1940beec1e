"""Cut-out pictures of PDF pages with the numbers of a finding framed."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from typing import Any

from ..model import BBox, FindingEvidence

SCALE = 1.5
_MARGIN = 24.0
_HEIGHT = 460.0


class Pages:
    """The pages of one PDF, opened from its bytes; close it after use."""

    def __init__(self, data: bytes) -> None:
        import pypdfium2

        self._pdf = pypdfium2.PdfDocument(data)

    def close(self) -> None:
        self._pdf.close()

    def picture(self, page: int, evidence: Sequence[FindingEvidence]) -> str | None:
        """The part of the page (from 1) that holds the evidence, as a PNG data address; None where it has no place."""
        boxes = [(item.location.bbox, item.suspect) for item in evidence if item.location.page == page]
        placed = [(box, suspect) for box, suspect in boxes if box is not None]
        if not placed or not 1 <= page <= len(self._pdf):
            return None
        sheet = self._pdf[page - 1]
        width, height = sheet.get_size()
        top, bottom = _window(placed, height)
        bitmap = sheet.render(scale=SCALE, crop=(0, height - bottom, 0, top))
        picture = bitmap.to_pil().convert("RGB")
        _frame(picture, placed, top)
        return _data_address(picture, width)


def _window(placed: Sequence[tuple[BBox, bool]], height: float) -> tuple[float, float]:
    """The strip of the page to show: round all evidence, or where that is too tall round the suspect."""
    top = min(box[1] for box, _ in placed) - _MARGIN
    bottom = max(box[3] for box, _ in placed) + _MARGIN
    if bottom - top > _HEIGHT:
        middle = next((box for box, suspect in placed if suspect), placed[0][0])
        centre = (middle[1] + middle[3]) / 2
        top, bottom = max(top, centre - _HEIGHT / 2), min(bottom, centre + _HEIGHT / 2)
    return max(0.0, float(int(top))), min(height, float(int(bottom) + 1))


def _frame(picture: Any, placed: Sequence[tuple[BBox, bool]], top: float) -> None:
    from PIL import ImageDraw

    draw = ImageDraw.Draw(picture)
    for box, suspect in placed:
        corners = (box[0] - 2, box[1] - 2 - top, box[2] + 2, box[3] + 2 - top)
        edge = [round(value * SCALE) for value in corners]
        draw.rectangle(edge, outline=(200, 0, 0) if suspect else (0, 90, 200), width=3 if suspect else 2)


def _data_address(picture: Any, width: float) -> str:
    stream = io.BytesIO()
    picture.quantize(32).save(stream, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(stream.getvalue()).decode("ascii")
