"""Pictures of pages (PNG, JPEG, TIFF with several pages) to Document, by the OCR component."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from ..errors import InputError
from ..model import Document
from . import ocr
from .builder import Builder, Source
from .headings import sections_of
from .limits import DEFAULT_LIMITS, Limits
from .pdf_flow import Flow

_MAX_PIXELS = 60_000_000
_LIKELY_DPI = 200


def read(data: bytes, source: Source, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read a picture; boxes are in points of 1/72 inch at the picture's own resolution.

    Raises:
        SkippedError: the OCR component is missing.
        InputError: damaged, too large, or without any text.
    """
    ocr.require()
    builder = Builder(source, limits)
    pages = [
        ocr.read_image(image, number, dpi / 72, builder)
        for number, (image, dpi) in enumerate(_frames(data, limits), start=1)
    ]
    title = Flow(builder, pages).run()
    if not builder.length:
        raise InputError("图片中没有识别出文字", "no text was recognised in the picture", "no-text-layer")
    found = builder.finish(title)
    return builder.finish(title, (), sections_of(found.blocks, found.text))


def _frames(data: bytes, limits: Limits) -> Iterator[tuple[Any, float]]:
    """Each frame as BGR pixels with its dots an inch, turned as its EXIF says."""
    import numpy
    from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data)) as picture:
            limits.check("pages", getattr(picture, "n_frames", 1))
            for frame in ImageSequence.Iterator(picture):
                if frame.width * frame.height > _MAX_PIXELS:
                    raise InputError(
                        f"图片过大：{frame.width}×{frame.height} 像素，上限 {_MAX_PIXELS:,} 像素",
                        f"the picture is too large: {frame.width}×{frame.height}, limit {_MAX_PIXELS:,} pixels",
                        "limit",
                    )
                upright = ImageOps.exif_transpose(frame).convert("RGB")
                declared = float(picture.info.get("dpi", (0, 0))[0] or 0)
                dpi = declared if 90 <= declared <= 1200 else _LIKELY_DPI
                yield numpy.asarray(upright)[:, :, ::-1].copy(), dpi
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise InputError("图片已损坏，无法打开", "the picture is damaged and cannot be opened", "damaged") from error
