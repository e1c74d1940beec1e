"""Pictures of pages: rulings and skew by OpenCV, text by rapidocr, doubt kept. Skipped without the extra."""

from __future__ import annotations

import importlib.util
import io
import sys
from pathlib import Path
from typing import Any

import pytest
from gouji.errors import InputError, SkippedError
from gouji.ingest import image, ocr, ocr_engine
from gouji.ingest.builder import Source
from gouji.ingest.pdf import read as read_pdf
from gouji.model import Document, fold

pytest.importorskip("reportlab")
needs_ocr = pytest.mark.skipif(not ocr.available(), reason="gouji[ocr] is not installed")
_spec = importlib.util.spec_from_file_location("pdf_samples", Path(__file__).with_name("pdf_samples.py"))
assert _spec and _spec.loader
s = sys.modules.setdefault("pdf_samples", importlib.util.module_from_spec(_spec))
_spec.loader.exec_module(s)

DATA = [["项目", "单位", "数量"], ["行政许可", "件", "4119"], ["行政处罚", "/", "0"], ["收费金额", "—", "77.28"]]


def page(canvas: Any) -> None:
    s.text(canvas, 72, 60, "一、总体情况", 14)
    s.text(canvas, 72, 90, "全年公开政府信息1136条，收到申请21件。", 12)
    s.grid(canvas, 72, 130, [140, 80, 120], DATA, height=30, size=12)
    s.text(canvas, 76, 260, "结", 12)
    s.text(canvas, 76, 276, "果", 12)


def prose(canvas: Any) -> None:
    for number in range(6):
        s.text(canvas, 72, 320 + number * 22, f"全年受理政府信息公开申请{number + 3}件，均已按期答复。", 12)


def drawn(data: bytes, angle: float = 0.0) -> Any:
    """The first page as a picture at 200 dpi, turned a little."""
    import pypdfium2 as pdfium
    from PIL import Image

    picture = pdfium.PdfDocument(data)[0].render(scale=200 / 72).to_pil()
    return picture.rotate(angle, fillcolor="white", resample=Image.Resampling.BICUBIC) if angle else picture


def saved(picture: Any, format: str, **options: Any) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, format, **options)
    return stream.getvalue()


def document(data: bytes) -> Document:
    return image.read(data, Source("a.png", "a.png", "0", "png"))


def rows(found: Document) -> list[list[str]]:
    grid: dict[int, dict[int, str]] = {}
    for cell in found.tables[0].cells:
        grid.setdefault(cell.row, {})[cell.col] = fold(cell.text)
    return [[row[col] for col in sorted(row)] for _, row in sorted(grid.items())]


def test_picture_without_the_component_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    with pytest.raises(SkippedError) as caught:
        document(b"\x89PNG")
    assert caught.value.code == "needs-ocr" and "gouji[ocr]" in caught.value.message_en


@needs_ocr
def test_damaged_picture() -> None:
    with pytest.raises(InputError) as caught:
        document(b"\x89PNG\r\n\x1a\n" + b"\0" * 50)
    assert caught.value.code == "damaged"


@needs_ocr
@pytest.mark.parametrize("angle", [0.0, 1.2])
def test_table_of_a_picture_with_lone_slash_and_dash(angle: float) -> None:
    found = document(saved(drawn(s.make(page), angle), "PNG", dpi=(200, 200)))
    assert rows(found) == DATA
    assert found.tables[0].ocr
    assert "ocr" in [p.code for p in found.problems]
    assert "收到申请21件" in found.text.replace(" ", "")


@needs_ocr
def test_looking_at_a_part_does_not_change_how_the_next_picture_is_read() -> None:
    import numpy

    picture = numpy.ascontiguousarray(numpy.asarray(drawn(s.make(page)))[:900, :, ::-1])
    ocr_engine.recognise_crop(picture, (200.0, 160.0, 600.0, 210.0))
    assert "4119" in [word.text for word in ocr_engine.recognise(picture)]


@needs_ocr
@pytest.mark.parametrize("turn", [1, 2, 3])
def test_turn_of_a_picture_is_told_by_its_lines(turn: int) -> None:
    import numpy
    from gouji.ingest.ocr_engine import is_upside_down
    from gouji.ingest.ocr_turn import text_turn

    picture = numpy.asarray(drawn(s.make(prose)))[:, :, ::-1]
    assert text_turn(numpy.ascontiguousarray(numpy.rot90(picture, -turn)), is_upside_down) == turn
    assert text_turn(numpy.ascontiguousarray(picture), is_upside_down) == 0


@needs_ocr
def test_sideways_picture_is_read_and_its_boxes_are_those_of_the_picture() -> None:
    def draw(canvas: Any) -> None:
        page(canvas)
        prose(canvas)

    picture = drawn(s.make(draw)).rotate(-90, expand=True)
    found = document(saved(picture, "PNG", dpi=(200, 200)))
    assert rows(found) == DATA
    grey = picture.convert("L")
    for box in [c.bbox for c in found.tables[0].cells] + [p.bbox for b in found.blocks for p in b.lines]:
        assert box is not None
        x0, top, x1, bottom = (round(v * 200 / 72) for v in box)
        assert grey.crop((x0 + 4, top + 4, x1 - 4, bottom - 4)).getextrema()[0] < 120


@needs_ocr
def test_boxes_of_a_slanted_picture_are_those_of_the_picture() -> None:
    picture = drawn(s.make(page), 1.2)
    found = document(saved(picture, "PNG", dpi=(200, 200)))
    straight = document(saved(drawn(s.make(page)), "PNG", dpi=(200, 200)))
    grey = picture.convert("L")
    for cell, other in zip(found.tables[0].cells, straight.tables[0].cells, strict=True):
        assert cell.bbox is not None and other.bbox is not None
        x0, top, x1, bottom = (v * 200 / 72 for v in cell.bbox)
        assert grey.crop((round(x0) + 4, round(top) + 4, round(x1) - 4, round(bottom) - 4)).getextrema()[0] < 120
        assert cell.bbox != other.bbox  # the picture is turned, so its boxes are elsewhere


@needs_ocr
def test_scanned_pdf_is_read_like_the_printed_one() -> None:
    scan = saved(drawn(s.make(page)).convert("L"), "PDF", resolution=200)
    found = read_pdf(scan, Source("a.pdf", "a.pdf", "0", "pdf"))
    printed = read_pdf(s.make(page), Source("a.pdf", "a.pdf", "0", "pdf"))
    assert rows(found) == rows(printed) == DATA
    for ours, theirs in zip(found.tables[0].cells, printed.tables[0].cells, strict=True):
        assert ours.bbox == pytest.approx(theirs.bbox, abs=3)


@needs_ocr
def test_ink_that_cannot_be_read_is_not_a_blank() -> None:
    def draw(canvas: Any) -> None:
        page(canvas)
        for number in range(5):  # a scribble over the cell that would hold the last number
            canvas.setLineWidth(2)
            canvas.bezier(300, s.HEIGHT - 225 - number, 320, s.HEIGHT - 245, 350, s.HEIGHT - 222, 400, s.HEIGHT - 246)

    cell = document(saved(drawn(s.make(draw)), "PNG", dpi=(200, 200))).tables[0].cells[-1]
    assert cell.unreadable is not None or "77.28" in cell.text


@needs_ocr
def test_frames_of_a_tiff_are_pages_and_each_is_read_whole() -> None:
    picture = drawn(s.make(page)).resize((827, 1170))
    data = saved(picture, "TIFF", save_all=True, append_images=[picture], dpi=(100, 100))
    found = document(data)
    texts = ["".join(found.text[b.start : b.end] for b in found.blocks if b.page == number) for number in (1, 2)]
    assert texts[0] == texts[1] != ""


def test_skew_is_found_and_undone() -> None:
    pytest.importorskip("cv2")
    import numpy
    from gouji.ingest.ocr_rulings import deskew, find_rulings

    picture = numpy.asarray(drawn(s.make(page), 0.9))[:, :, ::-1].copy()
    straight, angle = deskew(picture)
    assert abs(abs(angle) - 0.9) < 0.15
    level = [r for r in find_rulings(straight) if r.top == r.bottom and r.x1 - r.x0 > 800]
    assert len({round(r.top / 8) for r in level}) >= 5
