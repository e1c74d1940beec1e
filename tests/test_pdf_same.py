"""The same report as DOCX and as the PDF that LibreOffice prints from it: equal grids, equal paragraphs."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from gouji.ingest.read import read
from gouji.model import Document, fold

REPORTS = Path(__file__).parents[1] / "corpus" / "reports"
NAMES = ("changping-2020", "dengta-2024", "dushan-2016")
OFFICE = shutil.which("soffice")


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the reports printed to PDF; skipped where that cannot be done."""
    if OFFICE is None:
        pytest.skip("LibreOffice is not installed")
    out = tmp_path_factory.mktemp("printed")
    sources = [str(REPORTS / f"{name}.docx") for name in NAMES]
    if not all(Path(source).exists() for source in sources):
        pytest.skip("the corpus is not beside the tests")
    profile = f"-env:UserInstallation=file://{out}/profile"
    command = [OFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", str(out), *sources]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return out


def bare(text: str) -> str:
    return "".join(fold(text).split())


def grids(document: Document) -> list[list[tuple[int, int, int, int, str]]]:
    return [[(c.row, c.col, c.rowspan, c.colspan, bare(c.text)) for c in t.cells] for t in document.tables]


def prose(document: Document) -> list[str]:
    kinds = ("heading", "paragraph", "list", "caption")
    return [bare(document.text[b.start : b.end]) for b in document.blocks if b.kind in kinds]


@pytest.mark.parametrize("name", NAMES)
def test_printed_report_reads_like_its_source(name: str, printed: Path) -> None:
    source, copy = read(str(REPORTS / f"{name}.docx")), read(str(printed / f"{name}.pdf"))
    assert grids(copy) == grids(source)
    assert [text for text in prose(copy) if text] == [text for text in prose(source) if text]
