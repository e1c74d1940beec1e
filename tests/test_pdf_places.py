"""The box of a figure told in prose holds that number on the page, as a second engine sees it."""

from __future__ import annotations

from pathlib import Path

import gouji
import pytest

ROOT = Path(__file__).parents[1]
REPORTS = [
    *sorted((ROOT / "corpus" / "reports").glob("*.pdf")),
    ROOT.parent / "shared" / "seed" / "xiangtan-2016.pdf",
    ROOT.parent / "shared" / "real" / "hongze_2023_pdf" / "report.pdf",
]
# A box is cut out of its line by the widths of wide and narrow characters, not by the font's own.
SLACK = 8.0


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_the_box_holds_the_number(path: Path) -> None:
    pdfplumber = pytest.importorskip("pdfplumber")
    if not path.is_file():
        pytest.skip(f"{path.name} is not part of the project and not here")
    record = gouji.extract_record(gouji.read_report(str(path)))
    told = [figure.evidence for figure in record.figures if figure.origin == "narrative"]
    if not told:
        pytest.skip("its prose tells no figure")
    missed = []
    with pdfplumber.open(path) as pdf:
        for evidence in told:
            digits = "".join(char for char in evidence.quote if char.isdigit())
            assert evidence.page is not None and evidence.bbox is not None
            x0, top, x1, bottom = evidence.bbox
            inside = [
                char["text"]
                for char in pdf.pages[evidence.page - 1].chars
                if x0 - SLACK < (char["x0"] + char["x1"]) / 2 < x1 + SLACK
                and top - 1 < (char["top"] + char["bottom"]) / 2 < bottom + 1
            ]
            # A number broken over two lines has the box of its first part.
            if digits[:2] not in "".join(char for char in inside if char.isdigit()):
                missed.append((evidence.page, evidence.quote, "".join(inside)))
    assert missed == []
