"""Lines, paragraphs, headings, furniture and the places of text, on PDFs made here."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

import pytest
from gouji.ingest.builder import Source
from gouji.ingest.pdf import read
from gouji.model import Document, place_of

pytest.importorskip("reportlab")
_spec = importlib.util.spec_from_file_location("pdf_samples", Path(__file__).with_name("pdf_samples.py"))
assert _spec and _spec.loader
s = sys.modules.setdefault("pdf_samples", importlib.util.module_from_spec(_spec))
_spec.loader.exec_module(s)

LONG = "各级行政机关主动公开政府信息情况总体平稳有序并且逐年有所增加公众满意度稳步提升"


def document(data: bytes) -> Document:
    return read(data, Source("a.pdf", "a.pdf", "0", "pdf"))


def texts(found: Document, *kinds: str) -> list[str]:
    return [found.text[b.start : b.end] for b in found.blocks if b.kind in kinds]


def body(canvas: Any, top: float, lines: list[str]) -> float:
    return float(s.paragraph(canvas, top, lines))


def test_wrapped_lines_become_one_paragraph_without_spaces() -> None:
    lines = ["　　" + LONG[:34], LONG[:36], "全年共公开12件。"]
    found = document(s.make(lambda c: body(c, 100, lines)))
    assert texts(found, "paragraph") == [LONG[:34] + LONG[:36] + "全年共公开12件。"]


def test_indented_line_begins_a_new_paragraph() -> None:
    lines = ["　　" + LONG[:34], "　　" + LONG[:34], "全年共公开12件。"]
    found = document(s.make(lambda c: body(c, 100, lines)))
    assert texts(found, "paragraph") == [LONG[:34], LONG[:34] + "全年共公开12件。"]


def test_number_broken_over_lines_is_one_number() -> None:
    lines = ["　　" + LONG[:31] + "共1234", "56件，比上年多。" + LONG[:26], LONG[:20] + "。"]
    found = document(s.make(lambda c: body(c, 100, lines)))
    assert "共123456件" in found.text


def test_paragraph_runs_over_a_page_break_and_keeps_both_places() -> None:
    def first(canvas: Any) -> None:
        body(canvas, 700, ["　　" + LONG[:34], LONG[:36]])
        s.text(canvas, 280, 790, "- 1 -", 10)

    def second(canvas: Any) -> None:
        body(canvas, 80, [LONG[:36], "全年共公开12件。"])
        s.text(canvas, 280, 790, "- 2 -", 10)

    found = document(s.make(first, second))
    assert texts(found, "paragraph") == [LONG[:34] + LONG[:36] + LONG[:36] + "全年共公开12件。"]
    assert [t.replace(" ", "") for t in texts(found, "furniture")] == ["-1-", "-2-"]
    at = found.text.index("12件")
    place = place_of(found, at, at + 3)
    assert place is not None and place[0] == 2


def test_page_numbers_and_running_headers_are_furniture() -> None:
    def page(number: int) -> Any:
        def draw(canvas: Any) -> None:
            s.text(canvas, 72, 40, "某市年度报告", 9)
            body(canvas, 100, [f"　　第{number}段文字，共{number * 7}件。"])
            s.text(canvas, 290, 800, str(number), 9)

        return draw

    found = document(s.make(*(page(n) for n in range(1, 5))))
    assert texts(found, "furniture").count("某市年度报告") == 4
    assert [t for t in texts(found, "furniture") if t.isdigit()] == ["1", "2", "3", "4"]
    assert len(texts(found, "paragraph")) == 4


def test_lone_number_at_the_foot_of_one_page_is_kept_as_text() -> None:
    found = document(s.make(lambda c: (body(c, 100, ["　　" + LONG]), s.text(c, 72, 800, "37", 12))))
    assert "37" not in texts(found, "furniture")
    assert "37" in found.text


def test_headings_get_levels_from_their_numbering() -> None:
    def draw(canvas: Any) -> None:
        s.text(canvas, 180, 60, "某市2023年政府信息公开工作年度报告", 14)
        body(canvas, 120, ["　　一、总体情况", "　　（一）主动公开", "　　" + LONG + "。"])

    found = document(s.make(draw))
    heads = [(b.level, found.text[b.start : b.end]) for b in found.blocks if b.kind == "heading"]
    assert heads == [(0, "某市2023年政府信息公开工作年度报告"), (1, "一、总体情况"), (2, "（一）主动公开")]
    assert found.title == "某市2023年政府信息公开工作年度报告"
    assert [section.title for section in found.sections] == ["总体情况", "主动公开"]


def test_letter_spaced_heading_is_closed_up() -> None:
    def draw(canvas: Any) -> None:
        for number, char in enumerate("目录"):
            s.text(canvas, 250 + number * 50, 60, char, 16)
        body(canvas, 120, ["　　" + LONG])

    assert "目录" in document(s.make(draw)).text


def test_doubled_characters_of_fake_bold_are_read_once() -> None:
    def draw(canvas: Any) -> None:
        s.text(canvas, 72, 100, "合计11件")
        s.text(canvas, 74.0, 100, "合计11件")

    assert document(s.make(draw)).text.strip() == "合计11件"


def test_separate_numbers_are_never_run_together() -> None:
    def draw(canvas: Any) -> None:
        s.text(canvas, 72, 100, "合计")
        s.text(canvas, 120, 100, "21")
        s.text(canvas, 138, 100, "0")

    assert document(s.make(draw)).text.strip() == "合计 21 0"


def test_radicals_are_read_as_plain_characters() -> None:
    assert document(s.make(lambda c: s.text(c, 72, 100, "⾃然⼈⺠"))).text.strip() == "自然人民"


def test_slanted_and_faint_text_is_kept_aside_and_reported() -> None:
    def draw(canvas: Any) -> None:
        body(canvas, 100, ["　　" + LONG, "共12件。"])
        canvas.saveState()
        canvas.translate(200, 500)
        canvas.rotate(45)
        canvas.setFont(s.FONT, 40)
        canvas.drawString(0, 0, "内部99")
        canvas.restoreState()
        canvas.setFillGray(0.9)
        s.text(canvas, 72, 120, "样本88", 12)

    found = document(s.make(draw))
    assert "99" not in "".join(texts(found, "paragraph")) and "88" not in "".join(texts(found, "paragraph"))
    assert [p.code for p in found.problems] == ["watermark"]
    assert found.status == "ok"


@pytest.mark.parametrize("angle", [90, 270])
def test_sideways_page_is_read_and_its_boxes_are_those_of_the_page(angle: int) -> None:
    def draw(canvas: Any) -> None:
        canvas.translate(300, 400)
        canvas.rotate(angle)
        canvas.setFont(s.FONT, 12)
        canvas.drawString(0, 40, "一、总体情况")
        canvas.drawString(0, 0, "全年公开信息1136条，收到申请21件。")

    found = document(s.make(draw))
    assert "全年公开信息1136条，收到申请21件。" in found.text
    block = next(b for b in found.blocks if "1136" in found.text[b.start : b.end])
    assert block.bbox is not None
    assert block.bbox[3] - block.bbox[1] > 3 * (block.bbox[2] - block.bbox[0])  # taller than wide: it runs sideways


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_boxes_hold_the_ink_a_viewer_shows(rotation: int) -> None:
    import pypdfium2 as pdfium

    def draw(canvas: Any) -> None:
        s.text(canvas, 150, 300, "共1136条")

    data = s.make(draw, rotate=rotation)
    found = document(data)
    block = found.blocks[0]
    assert block.bbox is not None
    image = pdfium.PdfDocument(data)[0].render(scale=1, grayscale=True).to_numpy()
    x0, top, x1, bottom = (round(v) for v in block.bbox)
    assert image[top:bottom, x0:x1].min() < 128
    outside = image.copy()
    outside[max(top - 3, 0) : bottom + 3, max(x0 - 3, 0) : x1 + 3] = 255
    assert outside.min() == 255


def test_text_in_a_form_xobject_is_read_in_place() -> None:
    def draw(canvas: Any) -> None:
        canvas.beginForm("inner")
        canvas.setFont(s.FONT, 12)
        canvas.drawString(0, 0, "合计35件")
        canvas.line(0, -5, 100, -5)
        canvas.endForm()
        canvas.saveState()
        canvas.translate(100, 500)
        canvas.doForm("inner")
        canvas.restoreState()

    found = document(s.make(draw))
    assert found.text.strip() == "合计35件"
    box = found.blocks[0].bbox
    assert box is not None and abs(box[0] - 100) < 2 and abs(box[3] - (s.HEIGHT - 500)) < 6


def test_offsets_of_lines_are_those_of_the_text() -> None:
    lines = ["　　" + LONG[:34], LONG[:36], "全年共公开12件。"]
    found = document(s.make(lambda c: body(c, 100, lines)))
    block = found.blocks[0]
    assert [found.text[p.start : p.end] for p in block.lines] == [line.strip("　") for line in lines]


def test_second_copy_of_a_character_is_dropped_but_a_repeated_one_is_not() -> None:
    from gouji.ingest.pdf_lines import lines_of
    from gouji.ingest.pdf_space import Glyph

    def glyph(char: str, x0: float) -> Glyph:
        return Glyph(char, x0, 100.0, x0 + 12, 112.0, False, True)

    assert [line.text for line in lines_of([glyph("人", 72), glyph("人", 73), glyph("人", 84)])] == ["人人"]
