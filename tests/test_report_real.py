"""Outputs of real reports that stay outside the project: formulas agree, every mark finds its place."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest
from gouji import api
from gouji import model as m
from gouji.report import render_check
from gouji.report.annotate import annotate
from gouji.report.annotations import marks_of
from gouji.report.options import OutputOptions

SHARED = Path(__file__).parents[1].parent / "shared"
SOURCES = [SHARED / "seed" / name for name in ("xiangtan-2016.pdf", "xiangtan-2016.docx", "xiangtan-2016.html")]
SOURCES.append(SHARED / "real" / "hongze_2023_pdf" / "report.pdf")
SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
SAME = {
    "成立": {"成立", "四舍五入后成立", "截尾后成立", "口径不同"},
    "不符": {"不符", "口径不同"},
    "无法核对": {"无法核对", "待定"},
}


def checked(path: Path) -> tuple[m.Report, m.Document, tuple[m.Record, ...]]:
    if not path.exists():
        pytest.skip(f"{path.name} is not beside the project")
    results = api.extract_reports([str(path)])
    report = api.check_results(results, api.CheckOptions())
    records = tuple(result.record for result in results if result.record is not None)
    return report, api.read_report(str(path)), records


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_every_number_of_a_finding_is_marked(path: Path) -> None:
    report, document, _ = checked(path)
    data = path.read_bytes()
    marks = marks_of(report, document)
    assert marks
    marked = annotate(data, report, document)
    if path.suffix == ".pdf":
        import pypdf

        assert marked.startswith(data)
        pages = pypdf.PdfReader(io.BytesIO(marked)).pages
        kinds = [item.get_object()["/Subtype"] for page in pages for item in page.get("/Annots") or ()]
        assert kinds.count("/Highlight") == len(marks) and "/Text" not in kinds
    elif path.suffix == ".docx":
        import docx

        comments = list(docx.Document(io.BytesIO(marked)).comments)
        assert len(comments) == len(marks) and not any("未能" in comment.text for comment in comments)
    else:
        assert marked.count(b'<a href="#gouji-') == len(marks)


def test_formulas_agree_with_gouji(tmp_path: Path) -> None:
    if SOFFICE is None:
        pytest.skip("no LibreOffice on this machine")
    report, _, records = checked(SOURCES[1])
    data = render_check(report, "xlsx", load=api.read_report, options=OutputOptions(records=records))
    # Saved again by openpyxl the formulas have no results, so LibreOffice must work them out.
    openpyxl.load_workbook(io.BytesIO(data)).save(tmp_path / "in.xlsx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [SOFFICE, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "out")]
    subprocess.run([*command, str(tmp_path / "in.xlsx")], check=True, capture_output=True, timeout=180)
    sheet = openpyxl.load_workbook(tmp_path / "out" / "in.xlsx", data_only=True)["勾稽1"]
    rows = [row[:9] for row in sheet.iter_rows(values_only=True) if row[7] is not None and row[0] != "规则"]
    rows = [row for row in rows if row[6] in SAME]
    assert len(rows) == len(report.relations)
    assert [row for row in rows if row[7] not in SAME[str(row[6])]] == []


def test_the_page_of_a_real_report(tmp_path: Path) -> None:
    report, _, records = checked(SOURCES[0])
    options = OutputOptions(records=records)
    page = render_check(report, "html", load=api.read_report, options=options)
    assert page == render_check(report, "html", load=api.read_report, options=options)
    assert len(page) < 2_000_000
    assert page.count(b"data:image/png") >= 2
