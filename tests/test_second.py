"""The second reader agrees with the first on what is printed, and knows when it cannot tell."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest
from gouji.ingest.read import read
from gouji.ingest.second import reread
from gouji.model import Document

pytest.importorskip("reportlab")
_spec = importlib.util.spec_from_file_location("pdf_samples", Path(__file__).with_name("pdf_samples.py"))
assert _spec and _spec.loader
s = sys.modules.setdefault("pdf_samples", importlib.util.module_from_spec(_spec))
_spec.loader.exec_module(s)

SHARED = Path(__file__).parents[1].parent / "shared"
DATA = [["项目", "数量"], ["许可", "4119"], ["处罚", ""], ["金额", "7730.28"]]


def bare(text: str | None) -> str | None:
    return None if text is None else "".join(text.split())


def compare(document: Document, path: str) -> list[tuple[str, str | None]]:
    cells = [c for t in document.tables for c in t.cells if c.page is not None and c.bbox is not None]
    again = reread(path, [(c.page, c.bbox) for c in cells])  # type: ignore[misc]
    return [(c.text, text) for c, text in zip(cells, again, strict=True) if bare(c.text) != bare(text)]


@pytest.mark.parametrize("rotation", [0, 90])
def test_cells_are_read_alike(tmp_path: Path, rotation: int) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(s.make(lambda c: s.grid(c, 72, 400, [100, 80], DATA), rotate=rotation))
    document = read(str(path))
    assert len(document.tables[0].cells) == 8
    assert compare(document, str(path)) == []


def test_page_with_a_crop_box(tmp_path: Path) -> None:
    def draw(canvas: object) -> None:
        canvas.setCropBox((40, 50, 500, 800))  # type: ignore[attr-defined]
        s.grid(canvas, 72, 150, [100, 80], DATA)

    path = tmp_path / "a.pdf"
    path.write_bytes(s.make(draw))
    document = read(str(path))
    box = document.tables[0].cells[0].bbox
    assert box is not None and abs(box[0] - (72 - 40)) < 1
    assert compare(document, str(path)) == []


def test_order_of_places_is_kept_and_empty_is_not_none(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(
        s.make(lambda c: s.text(c, 72, 100, "21"), lambda c: s.text(c, 72, 100, "37")),
    )
    box, empty = (60.0, 90.0, 200.0, 130.0), (300.0, 300.0, 320.0, 320.0)
    assert reread(str(path), [(2, box), (1, box), (1, empty)]) == ["37", "21", ""]


def test_none_where_it_cannot_tell(tmp_path: Path) -> None:
    box = (0.0, 0.0, 10.0, 10.0)
    text = tmp_path / "a.txt"
    text.write_text("一、总体情况")
    broken = tmp_path / "b.pdf"
    broken.write_bytes(b"%PDF-1.4 nothing here")
    blank = tmp_path / "c.pdf"
    blank.write_bytes(s.make(lambda c: None))
    assert reread(str(text), [(1, box)]) == [None]
    assert reread(str(broken), [(1, box)]) == [None]
    assert reread(str(blank), [(1, box), (9, box)]) == [None, None]
    assert reread(str(tmp_path / "none.pdf"), [(1, box)]) == [None]


@pytest.mark.parametrize("name", ["real/hongze_2023_pdf/report.pdf", "seed/xiangtan-2016.pdf"])
def test_published_file_is_read_alike_by_both(name: str) -> None:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{name} is not beside this checkout")
    assert compare(read(str(path)), str(path)) == []
