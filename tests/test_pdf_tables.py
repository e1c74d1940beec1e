"""Grids, tables over page breaks, and tables without a grid, on PDFs made here; invariants on the real ones."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

import pytest
from gouji.ingest.builder import Source
from gouji.ingest.lattice import find_grids, rectangles
from gouji.ingest.pdf import read
from gouji.ingest.pdf_space import Ruling
from gouji.model import Document, Table
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("reportlab")
_spec = importlib.util.spec_from_file_location("pdf_samples", Path(__file__).with_name("pdf_samples.py"))
assert _spec and _spec.loader
s = sys.modules.setdefault("pdf_samples", importlib.util.module_from_spec(_spec))
_spec.loader.exec_module(s)

SHARED = Path(__file__).parents[1].parent / "shared"
REAL = [
    "real/hongze_2023_pdf/report.pdf",
    "seed/xiangtan-2016.pdf",
    "real/other_genres/doc2.pdf",
]
HEAD = ["项目", "数量", "金额"]


def document(data: bytes) -> Document:
    return read(data, Source("a.pdf", "a.pdf", "0", "pdf"))


def rows(table: Table) -> list[list[str]]:
    """The grid, merged cells at their first place only."""
    height = max(c.row + c.rowspan for c in table.cells)
    width = max(c.col + c.colspan for c in table.cells)
    grid = [[""] * width for _ in range(height)]
    for cell in table.cells:
        grid[cell.row][cell.col] = cell.text
    return grid


def check_invariants(found: Document) -> None:
    for table in found.tables:
        places = [
            (row, col)
            for c in table.cells
            for row in range(c.row, c.row + c.rowspan)
            for col in range(c.col, c.col + c.colspan)
        ]
        height, width = max(p[0] for p in places) + 1, max(p[1] for p in places) + 1
        assert len(places) == len(set(places)) == height * width
        for cell in table.cells:
            assert found.text[cell.start : cell.end] == cell.text
    for block in found.blocks:
        for place in block.lines:
            assert block.start <= place.start < place.end <= block.end


# ---------------------------------------------------------------- one page
def test_plain_grid() -> None:
    data = [HEAD, ["许可", "12", "3.5"], ["处罚", "", "/"]]
    found = document(s.make(lambda c: s.grid(c, 72, 100, [100, 80, 80], data)))
    assert rows(found.tables[0]) == data
    check_invariants(found)


def test_shaded_and_white_boxes_are_no_lines() -> None:
    def draw(canvas: Any) -> None:
        for number in range(6):
            canvas.setFillGray(1)
            canvas.setStrokeGray(1)
            canvas.rect(72, s.HEIGHT - 120 - number * 20, 400, 20, stroke=1, fill=1)
            canvas.line(200, s.HEIGHT - 100 - number * 20, 200, s.HEIGHT - 120 - number * 20)
            canvas.setFillGray(0)
            s.text(canvas, 72, 104 + number * 20, "主动公开政府信息一百三十六条，受理申请二十一件")

    found = document(s.make(draw))
    assert found.tables == ()


def test_framed_prose_is_text() -> None:
    def draw(canvas: Any) -> None:
        canvas.rect(60, s.HEIGHT - 200, 450, 100)
        s.text(canvas, 72, 120, "本报告由办公室编制。")

    found = document(s.make(draw))
    assert found.tables == () and found.text.strip() == "本报告由办公室编制。"


def test_borders_drawn_as_thin_boxes_and_pieces() -> None:
    def draw(canvas: Any) -> None:
        for row in range(3):
            for col in range(2):
                x, top = 72 + col * 100, 100 + row * 20
                for dx, dy, w, h in ((0, 0, 100, 0.6), (0, 20, 100, 0.6), (0, 0, 0.6, 20), (100, 0, 0.6, 20)):
                    canvas.rect(x + dx, s.HEIGHT - top - dy - h, w, h, stroke=0, fill=1)
                s.text(canvas, x + 5, top + 4, f"{row}{col}", 10)

    found = document(s.make(draw))
    assert rows(found.tables[0]) == [["00", "01"], ["10", "11"], ["20", "21"]]


def test_merged_cells_and_stacked_header() -> None:
    def draw(canvas: Any) -> None:
        for x in (72, 92, 112, 132):
            s.line(canvas, x, 120 if x in (92, 112) else 100, x, 180)
        for top in (100, 120, 160, 180):
            s.line(canvas, 72, top, 132, top)
        s.text(canvas, 80, 104, "行政复议", 9)
        for col, (first, second) in enumerate([("结", "果"), ("总", "计"), ("其", "他")]):
            s.text(canvas, 77 + col * 20, 124, first, 10)
            s.text(canvas, 77 + col * 20, 140, second, 10)
            s.text(canvas, 79 + col * 20, 164, str(col), 10)

    table = document(s.make(draw)).tables[0]
    assert rows(table) == [["行政复议", "", ""], ["结果", "总计", "其他"], ["0", "1", "2"]]
    assert table.cells[0].colspan == 3


def test_vertical_writing_runs_from_right_to_left() -> None:
    def draw(canvas: Any) -> None:
        s.grid(canvas, 72, 100, [60, 40], [["", ""], ["3", "4"]], height=50)
        for x, words in ((108, "法律服"), (92, "务机构"), (145, "其他")):
            for number, char in enumerate(words):
                s.text(canvas, x, 106 + number * 10, char, 10)

    assert rows(document(s.make(draw)).tables[0]) == [["法律服务机构", "其他"], ["3", "4"]]


def test_digits_wrapped_in_a_narrow_cell_are_one_number_and_listed_ones_are_not() -> None:
    data = [["金额", "说明", ""], ["12345\n67", "11\n12", "2,\n31\n4"]]
    found = document(s.make(lambda c: s.grid(c, 72, 100, [36, 200, 20], data, height=40)))
    assert rows(found.tables[0])[1] == ["1234567", "11\n12", "2,314"]


def test_number_wider_than_its_cell_stays_in_one_piece() -> None:
    def draw(canvas: Any) -> None:
        s.grid(canvas, 72, 100, [100, 40, 40], [["项目", "甲", "乙"], ["合计", "", "7"]])
        s.text(canvas, 169, 124, "123456789", 10)

    assert rows(document(s.make(draw)).tables[0])[1][1:] == ["123456789", "7"]


def test_tables_side_by_side_are_two() -> None:
    def draw(canvas: Any) -> None:
        s.grid(canvas, 60, 100, [60, 60], [["甲", "1"], ["乙", "2"]])
        s.grid(canvas, 320, 100, [60, 60], [["丙", "3"], ["丁", "4"]])

    found = document(s.make(draw))
    assert [rows(t) for t in found.tables] == [[["甲", "1"], ["乙", "2"]], [["丙", "3"], ["丁", "4"]]]


def test_table_with_open_sides() -> None:
    def draw(canvas: Any) -> None:
        for top in (100, 120, 140, 160):
            s.line(canvas, 72, top, 332, top)
        for x in (172, 252):
            s.line(canvas, x, 100, x, 160)
        for row, words in enumerate([HEAD, ["许可", "12", "3"], ["处罚", "7", "9"]]):
            for x, word in zip((76, 176, 256), words, strict=True):
                s.text(canvas, x, 104 + row * 20, word, 10)

    assert rows(document(s.make(draw)).tables[0]) == [HEAD, ["许可", "12", "3"], ["处罚", "7", "9"]]


def test_sideways_table_on_an_upright_page() -> None:
    def draw(canvas: Any) -> None:
        canvas.translate(s.WIDTH, 0)
        canvas.rotate(90)
        canvas.translate(0, -s.HEIGHT + s.WIDTH)
        s.grid(canvas, 100, 380, [100, 80, 80], [HEAD, ["许可", "12", "3.5"], ["处罚", "41", "0"]])

    found = document(s.make(draw))
    assert rows(found.tables[0]) == [HEAD, ["许可", "12", "3.5"], ["处罚", "41", "0"]]
    box = found.tables[0].cells[0].bbox
    assert box is not None and box[3] - box[1] == pytest.approx(100, abs=1)  # the row runs up the page


# ---------------------------------------------------------------- no grid
def test_borderless_table_is_loose_with_its_columns_apart() -> None:
    def draw(canvas: Any) -> None:
        s.text(canvas, 72, 60, "　　收支情况如下：")
        for row, words in enumerate([HEAD, ["许可", "12", "3.5"], ["处罚", "7", "9"], ["合计", "19", "12.5"]]):
            for x, word in zip((72, 250, 400), words, strict=True):
                s.text(canvas, x, 100 + row * 20, word)

    found = document(s.make(draw))
    assert found.tables == () and len(found.loose) == 1
    loose = found.loose[0]
    assert loose.reason == "borderless"
    assert [(r.line, r.text) for r in loose.runs][3:6] == [(1, "许可"), (1, "12"), (1, "3.5")]
    assert all(found.text[r.start : r.end] == r.text and r.bbox for r in loose.runs)


def test_three_line_table_is_loose_from_first_rule_to_last() -> None:
    def draw(canvas: Any) -> None:
        for top in (98, 118, 180):
            s.line(canvas, 72, top, 460, top)
        for row, words in enumerate([HEAD, ["许可", "12", "3.5"], ["处罚", "7", "9"], ["合计", "19", "12.5"]]):
            for x, word in zip((72, 250, 400), words, strict=True):
                s.text(canvas, x, 101 + row * 20, word)
        s.text(canvas, 72, 200, "注：以上数字截至年底。")

    found = document(s.make(draw))
    assert [r.text for r in found.loose[0].runs if r.line == 0] == HEAD
    assert len({r.line for r in found.loose[0].runs}) == 4
    assert "注：以上数字截至年底。" in [found.text[b.start : b.end] for b in found.blocks if b.kind == "paragraph"]


# ---------------------------------------------------------------- laws
@given(st.lists(st.lists(st.integers(0, 4), min_size=3, max_size=3), min_size=1, max_size=6))
def test_rectangles_tile_any_ownership(owner: list[list[int]]) -> None:
    seen = [(r, c) for row, col, h, w in rectangles(owner) for r in range(row, row + h) for c in range(col, col + w)]
    assert sorted(seen) == [(r, c) for r in range(len(owner)) for c in range(3)]


_edge = st.integers(0, 12).map(lambda n: n * 30.0)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(_edge, _edge, _edge, st.booleans()), max_size=25))
def test_grids_tile_their_box_whatever_is_drawn(lines: list[tuple[float, float, float, bool]]) -> None:
    rulings = [
        Ruling(lo, at, hi, at) if level else Ruling(at, lo, at, hi)
        for at, a, b, level in lines
        for lo, hi in [sorted((a, b))]
    ]
    for grid in find_grids(rulings):
        seen = [(r, c) for row, col, h, w in grid.cells for r in range(row, row + h) for c in range(col, col + w)]
        assert len(seen) == len(set(seen)) == (len(grid.xs) - 1) * (len(grid.ys) - 1)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.integers(0, 99999), min_size=3, max_size=3), min_size=2, max_size=12))
def test_every_number_of_a_drawn_table_is_read_in_its_cell(numbers: list[list[int]]) -> None:
    data = [[str(n) for n in row] for row in numbers]
    found = document(s.make(lambda c: s.grid(c, 72, 100, [80, 80, 80], data)))
    assert rows(found.tables[0]) == data


# ---------------------------------------------------------------- published files
def real(name: str) -> Path:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{name} is not beside this checkout")
    return path


@pytest.mark.parametrize("name", REAL)
def test_published_file_keeps_every_character_once(name: str) -> None:
    import pypdfium2 as pdfium

    path = real(name)
    found = document(path.read_bytes())
    check_invariants(found)
    assert found.status == "ok"
    printed = pdfium.PdfDocument(path)
    raw = "".join(printed[n].get_textpage().get_text_range() for n in range(len(printed)))
    ours = sorted("".join(found.text.split()))
    # pdfium marks a hyphen at a line's end with U+0002 or U+FFFE, and gives some spaces as no spaces.
    theirs = sorted(c for c in "".join(raw.split()) if c not in "\x02\ufffe\x00")
    surplus, missing = _difference(ours, theirs), _difference(theirs, ours)
    headers = sum(len(c.text) for t in found.tables for c in t.cells if c.header) * 3
    assert len(surplus) <= 2 and len(missing) <= 2 + headers


def _difference(left: list[str], right: list[str]) -> list[str]:
    from collections import Counter

    return list((Counter(left) - Counter(right)).elements())


@pytest.mark.parametrize("name", REAL)
def test_published_file_has_ink_where_a_cell_with_text_is(name: str) -> None:
    import pypdfium2 as pdfium

    path = real(name)
    found = document(path.read_bytes())
    pages = pdfium.PdfDocument(path)
    images: dict[int, Any] = {}
    for table in found.tables[:4]:
        for cell in table.cells:
            if not cell.text or cell.page is None or cell.bbox is None:
                continue
            if cell.page not in images:
                images[cell.page] = pages[cell.page - 1].render(scale=2, grayscale=True).to_numpy()
            x0, top, x1, bottom = (round(v * 2) for v in cell.bbox)
            assert images[cell.page][top + 4 : bottom - 3, x0 + 4 : x1 - 3].min() < 140, cell


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(_edge, _edge, _edge, st.booleans()), max_size=40))
def test_cells_are_those_of_the_reference(lines: list[tuple[float, float, float, bool]]) -> None:
    from gouji.ingest.lattice import cells_of
    from gouji.ingest.pdf_strokes import Stroke, merge
    from pdfplumber.table import edges_to_intersections, intersections_to_cells

    level = merge([Stroke(at, *sorted((a, b))) for at, a, b, is_level in lines if is_level])
    upright = merge([Stroke(at, *sorted((a, b))) for at, a, b, is_level in lines if not is_level])
    edges = [{"orientation": "h", "x0": e.lo, "x1": e.hi, "top": e.at, "bottom": e.at} for e in level]
    edges += [{"orientation": "v", "x0": e.at, "x1": e.at, "top": e.lo, "bottom": e.hi} for e in upright]
    assert cells_of(level, upright) == intersections_to_cells(edges_to_intersections(edges, 3, 3))


def test_white_cells_on_a_dark_ground_are_a_grid() -> None:
    def draw(canvas: Any) -> None:
        canvas.setFillGray(0)
        canvas.rect(71, s.HEIGHT - 143, 203, 43, stroke=0, fill=1)
        for row in range(2):
            for col in range(2):
                canvas.setFillGray(1)
                canvas.rect(72 + col * 101, s.HEIGHT - 121 - row * 21, 100, 20, stroke=0, fill=1)
                canvas.setFillGray(0)
                s.text(canvas, 76 + col * 101, 104 + row * 21, f"{row}{col}", 10)

    assert rows(document(s.make(draw)).tables[0]) == [["00", "01"], ["10", "11"]]


def test_side_of_a_merged_cell_that_fills_the_page_belongs_to_the_table() -> None:
    lines = [Ruling(72, 100, 72, 160)]  # crosses nothing: the merged cell goes on overleaf
    lines += [Ruling(x, 100, x, 160) for x in (120, 200, 280)]
    lines += [Ruling(120, top, 280, top) for top in (120, 140)]
    (grid,) = find_grids(lines)
    assert grid.xs == [72, 120, 200, 280] and (0, 0, 3, 1) in grid.cells
