"""Highlights and comments appended to a PDF; the original bytes stay as they are, the new ones follow them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..errors import UsageError
from .pdf_places import Pages
from .words import speak

if TYPE_CHECKING:
    from ..model import BBox
    from .annotations import Mark

_COLOURS = {
    "error": (1.0, 0.72, 0.72),
    "warning": (1.0, 0.87, 0.6),
    "note": (0.75, 0.87, 1.0),
    "plain": (1.0, 0.95, 0.55),
}


def annotate_pdf(data: bytes, marks: Sequence[Mark], lang: str) -> bytes:
    """The file with an incremental update: a highlight with its comment at every mark.

    Raises:
        UsageError: the file is encrypted, or so damaged that nothing can be appended to it.
    """
    from pypdf import PdfReader, PdfWriter
    from pypdf.errors import PyPdfError

    pages = Pages(data)
    try:
        # Nothing can be appended to an encrypted file without its keys, even where reading needs no password.
        if PdfReader(io.BytesIO(data)).is_encrypted:
            message = "加密的 PDF 不能标注；请先去除加密再核对"
            raise UsageError(message, "an encrypted PDF cannot be marked up; remove the encryption first", "encrypted")
        writer = PdfWriter(io.BytesIO(data), incremental=True)
        for number, mark in enumerate(marks):
            page, shown = pages.find(mark.spot) if mark.spot else (1, [])
            page = min(max(1, page), len(pages))
            boxes = [pages.frame(page).to_page(box) for box in shown]
            writer.add_annotation(page - 1, _annotation(writer, mark, boxes, number, lang))
        stream = io.BytesIO()
        writer.write(stream)
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
        message = f"此 PDF 无法追加标注（{error}）"
        raise UsageError(message, f"nothing can be appended to this PDF ({error})", "damaged") from None
    finally:
        pages.close()
    return stream.getvalue()


def _annotation(writer: Any, mark: Mark, boxes: Sequence[BBox], number: int, lang: str) -> Any:
    from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, NumberObject, TextStringObject

    say = speak(lang)
    # Without a place the comment stands as a note in the page's corner.
    at = 8.0 + 20 * (number % 30)
    box = _round_all(boxes) if boxes else (at, 8.0, at + 18, 26.0)
    colour = _COLOURS[mark.severity if mark.suspect else "plain"]
    entries = {
        "/Type": NameObject("/Annot"),
        "/Subtype": NameObject("/Highlight" if boxes else "/Text"),
        "/Rect": ArrayObject([FloatObject(value) for value in box]),
        "/Contents": TextStringObject(mark.comment if boxes else f"“{mark.quote}”\n{mark.comment}"),
        "/T": TextStringObject("gouji"),
        "/Subj": TextStringObject(say("勾稽核对", "Reconciliation")),
        "/NM": TextStringObject(f"gouji-{number + 1}"),
        "/C": ArrayObject([FloatObject(value) for value in colour]),
        # Printed with the page.
        "/F": NumberObject(4),
    }
    if boxes:
        corners = [value for x0, y0, x1, y1 in boxes for value in (x0, y1, x1, y1, x0, y0, x1, y0)]
        entries["/QuadPoints"] = ArrayObject([FloatObject(round(value, 2)) for value in corners])
        entries["/AP"] = DictionaryObject({NameObject("/N"): writer._add_object(_appearance(boxes, box, colour))})
    else:
        entries["/Name"] = NameObject("/Comment")
    return DictionaryObject({NameObject(key): value for key, value in entries.items()})


def _round_all(boxes: Sequence[BBox]) -> BBox:
    """The box round all boxes."""
    x0, y0 = min(box[0] for box in boxes), min(box[1] for box in boxes)
    x1, y1 = max(box[2] for box in boxes), max(box[3] for box in boxes)
    return round(x0, 2), round(y0, 2), round(x1, 2), round(y1, 2)


def _appearance(boxes: Sequence[BBox], around: BBox, colour: tuple[float, float, float]) -> Any:
    """What the highlight looks like, for viewers that do not draw one themselves: colour that darkens, like a pen."""
    from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, StreamObject

    drawn = ["/M gs {:.3f} {:.3f} {:.3f} rg".format(*colour)]
    drawn += [f"{x0:.2f} {y0:.2f} {x1 - x0:.2f} {y1 - y0:.2f} re f" for x0, y0, x1, y1 in boxes]
    painted = StreamObject()
    painted.set_data(" ".join(drawn).encode())
    blend = DictionaryObject(
        {NameObject("/Type"): NameObject("/ExtGState"), NameObject("/BM"): NameObject("/Multiply")}
    )
    states = DictionaryObject({NameObject("/M"): blend})
    painted.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): ArrayObject([FloatObject(value) for value in around]),
            NameObject("/Resources"): DictionaryObject({NameObject("/ExtGState"): states}),
        }
    )
    return painted
