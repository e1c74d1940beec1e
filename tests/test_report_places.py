"""Words found on the pages of a PDF: by printed lines, over line and page breaks, else the whole paragraph."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from gouji import model as m
from gouji.report.pdf_places import Frame, Pages, spot_of
from gouji.report.pictures import picture
from msgspec.structs import replace
from PIL import Image

LINES = (("received 41 items and", 1, 60), ("again 41 items and 1", 1, 40), ("2 items in all", 2, 360))
TEXT = "received 41 items and again 41 items and 12 items in all"
STARTS = (0, 22, 42, len(TEXT))


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[Pages]:
    canvas_module = pytest.importorskip("reportlab.pdfgen.canvas", reason="reportlab is not installed")
    path = tmp_path / "a.pdf"
    canvas = canvas_module.Canvas(str(path), pagesize=(300, 400), invariant=1)
    for number, (words, page, y) in enumerate(LINES):
        if number and page != LINES[number - 1][1]:
            canvas.showPage()
        canvas.setFont("Helvetica", 12)
        canvas.drawString(20, y, words)
    canvas.save()
    opened = Pages(path.read_bytes())
    yield opened
    opened.close()


def document(lines: bool) -> m.Document:
    places = tuple(
        m.Place(STARTS[at], STARTS[at + 1], page, (18, 400 - y - 12, 200, 400 - y + 4))
        for at, (_, page, y) in enumerate(LINES)
    )
    block = m.Block("b1", "paragraph", None, 0, len(TEXT), 1, (18, 328, 200, 364), None, places if lines else ())
    return m.Document("a.pdf", "0" * 64, "pdf", "ok", None, TEXT, (block,))


def evidence(start: int, end: int) -> m.FindingEvidence:
    quote = TEXT[start:end]
    where = m.Location(1, None, "b1", None, start, end)
    return m.FindingEvidence("a.pdf", None, "x", None, None, "", "narrative", TEXT, quote, True, None, where)


Found = tuple[int, list[tuple[int, ...]]]


@pytest.fixture
def find(pages: Pages) -> Callable[[int, int, bool], Found]:
    def run(start: int, end: int, lines: bool) -> Found:
        spot = spot_of(evidence(start, end), document(lines))
        assert spot is not None
        page, boxes = pages.find(spot)
        return page, [tuple(round(value) for value in box) for box in boxes]

    return run


@pytest.mark.parametrize("lines", [True, False])
def test_the_second_of_two_equal_numbers(find: Callable[[int, int, bool], Found], lines: bool) -> None:
    page, first = find(9, 11, lines)
    assert page == 1 and len(first) == 1 and 330 <= first[0][1] <= 345
    page, second = find(28, 30, lines)
    assert page == 1 and 350 <= second[0][1] <= 362
    assert abs(second[0][0] - 53) <= 3


def test_words_overleaf(find: Callable[[int, int, bool], Found]) -> None:
    page, boxes = find(43, 48, True)
    assert page == 2 and 30 <= boxes[0][1] <= 45


def test_words_that_are_not_found_give_the_paragraph(pages: Pages) -> None:
    spot = spot_of(evidence(9, 11), document(False))
    assert spot is not None
    assert pages.find(replace(spot, quote="nowhere")) == (1, [(18, 328, 200, 364)])


def test_no_place_at_all() -> None:
    doc = document(False)
    bare = replace(doc, blocks=(replace(doc.blocks[0], page=None, bbox=None),))
    assert spot_of(evidence(9, 11), bare) is None


def test_a_picture_shows_the_strip_round_the_number(pages: Pages) -> None:
    address = picture(pages, [evidence(9, 11)], document(True))
    assert address is not None and address.startswith("data:image/png;base64,")
    image = Image.open(io.BytesIO(base64.b64decode(address.partition(",")[2]))).convert("RGB")
    assert image.width == 450 and image.height < 120
    colours = [colour for _, colour in image.getcolors(1 << 20) or []]
    assert any(isinstance(colour, tuple) and colour[0] > 150 and colour[1] < 60 for colour in colours)
    assert address == picture(pages, [evidence(9, 11)], document(True))


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_frames_turn_back(turn: int) -> None:
    frame = Frame(20, 30, 280, 380, turn)
    box = (50.0, 298.0, 64.0, 311.0)
    assert frame.to_page(frame.to_shown(box)) == box
