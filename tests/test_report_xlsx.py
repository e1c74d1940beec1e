"""The working paper: its formulas calculated by LibreOffice, its text never a formula, its bytes the same twice."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import openpyxl
import pytest
from gouji import model as m
from gouji.report import render_check, render_figures
from gouji.report.formulas import spread_of, spread_of_text
from gouji.report.options import OutputOptions
from gouji.report.sheets import Book
from msgspec.structs import replace
from openpyxl.workbook import Workbook

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def rendered(samples: ModuleType, report: m.Report, records: tuple[m.Record, ...] = ()) -> bytes:
    options = OutputOptions(records=records)
    return render_check(report, "xlsx", load=lambda path: samples.document(path), options=options)


def opened(data: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


@pytest.fixture
def calculate(tmp_path: Path) -> Callable[[Workbook], Workbook]:
    """Saves a workbook without results, lets LibreOffice work them out, and reads them back."""
    if SOFFICE is None:
        pytest.skip("no LibreOffice on this machine")

    def run(book: Workbook) -> Workbook:
        source, target = tmp_path / "in.xlsx", tmp_path / "out"
        book.save(source)
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        command = [str(SOFFICE), profile, "--headless", "--convert-to", "xlsx", "--outdir", str(target), str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        return openpyxl.load_workbook(target / "in.xlsx", data_only=True)

    return run


def checks(book: Workbook, name: str = "勾稽1") -> list[tuple[object, ...]]:
    """(rule, left, right, difference, result by formula, result as found) of every check of a sheet."""
    rows = list(book[name].iter_rows(values_only=True))
    start = next(at for at, row in enumerate(rows) if row[0] == "规则") + 1
    return [(row[0], *row[3:8]) for row in rows[start:] if row[0]]


def test_same_bytes_twice(samples: ModuleType) -> None:
    records = (samples.record(),)
    assert rendered(samples, samples.report(), records) == rendered(samples, samples.report(), records)
    assert render_figures(records, "xlsx") == render_figures(records, "xlsx")


def test_the_quick_sheet_writes_what_xlsxwriter_writes(samples: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def book() -> bytes:
        made = Book()
        sheet = made.sheet("a", [("甲", 9.0)], (0, 0))
        for number in (Decimal("1e300"), Decimal("-0.1"), Decimal(0), Decimal("123456789012345")):
            sheet.text(0, f" {number}\n& <b> \"'")
            sheet.number(1, number, "件")
            sheet.next()
        sheet.sheet.write_number(9, 1, 1 / 3)
        sheet.sheet.write_number(9, 2, float("inf"))
        return made.finish()

    def cells() -> list[tuple[object, ...]]:
        sheets = opened(rendered(samples, samples.report(), (samples.record(),))).worksheets
        listed = (cell for sheet in sheets for row in sheet.iter_rows() for cell in row)
        return [(c.coordinate, c.value, c.number_format, c.font.b, c.fill.fgColor.rgb) for c in listed]

    quick = book(), cells()
    monkeypatch.setattr("gouji.report.sheets.QuickSheet", None)
    assert (book(), cells()) == quick


def test_sheets_and_findings(samples: ModuleType) -> None:
    book = opened(rendered(samples, samples.report(), (samples.record(),)))
    assert book.sheetnames == ["汇总", "问题", "成立", "数字", "勾稽1"]
    findings = book["问题"]
    row = [cell.value for cell in findings[2]]
    assert row[:7] == [1, "B101", "错误", "某县.txt", "6:9[3,2]", "新收加结转不等于办理加待办", -1]
    assert row[8] == "42" and row[14] == "41 + 3 ≠ 43 + 2"
    assert findings.freeze_panes == "D2" and findings.auto_filter.ref == "A1:R4"
    assert [cell.value for cell in findings[1]][9:12] == ["复核人", "日期", "复核意见"]
    assert findings["M2"].hyperlink.location == "'勾稽1'!A18"
    assert book["勾稽1"]["A18"].value == "B101"
    assert [row[0].value for row in book["成立"].iter_rows(min_row=2)] == ["B101", "S201"]


def test_rows_are_as_high_as_their_words(samples: ModuleType) -> None:
    report = samples.report()
    long = replace(report.findings[0], message="数字不等" * 40, explanation="解释" * 400)
    sheet = opened(rendered(samples, replace(report, findings=(long, report.findings[1]))))["问题"]
    assert sheet.row_dimensions[2].height == 15 * 8 and sheet.row_dimensions[3].height in (None, 15)


def test_formulas_agree_with_gouji(samples: ModuleType, calculate: Callable[[Workbook], Workbook]) -> None:
    book = calculate(opened(rendered(samples, samples.report(), (samples.record(),))))
    assert checks(book) == [
        ("B101", 44, 45, -1, "不符", "不符"),
        ("B101", 32, 32, 0, "成立", "成立"),
        ("S201", 42, 42, 0, "成立", "成立"),
        ("N102", 41, 42, -1, "不符", "不符"),
    ]


def test_a_changed_number_turns_the_check(samples: ModuleType, calculate: Callable[[Workbook], Workbook]) -> None:
    book = opened(rendered(samples, samples.report()))
    sheet = book["勾稽1"]
    row = next(row for row in sheet.iter_rows() if row[0].value == "t1:3,2")
    assert row[4].value == 43
    row[4].value = 42
    turned = checks(calculate(book))
    assert turned[0] == ("B101", 44, 44, 0, "成立", "不符")
    row[4].value = None
    assert checks(calculate(book))[0][4] == "无法核对"


INTERVALS = [
    ("t0 / t1 * 100 == t2", [("41", "件"), ("687", "件"), ("5.96", "%")], "truncation", "成立"),
    ("t0 / t1 * 100 == t2", [("41", "件"), ("687", "件"), ("5.97", "%")], "rounding", "成立"),
    ("t0 / t1 * 100 == t2", [("41", "件"), ("687", "件"), ("5.98", "%")], "broken", "不符"),
    ("t0 / t1 * 100 == t2", [("41", "件"), ("687", "件"), ("6", "%")], "holds", "成立"),
    ("t0 <= t1", [("9", "件"), ("8", "件")], "broken", "不符"),
    ("t0 <= t1", [("8", "件"), ("8", "件")], "holds", "成立"),
    ("t0 > t1", [("8", "件"), ("8", "件")], "broken", "不符"),
    ("t1 + t2 == t0", [("2.3", "万元"), ("1.2", "万元"), ("1.2", "万元")], "rounding", "成立"),
    ("t1 * 10000 == t0", [("20000", "元"), ("2", "万元")], "holds", "成立"),
    ("(t0 - t1) / t1 * 100 == t2", [("120", "件"), ("100", "件"), ("-20", "%")], "broken", "不符"),
    ("t0 + t1 == t2", [("1", "件"), (None, "件"), ("3", "件")], "unknown", "无法核对"),
    ("t0 + t1 == t2", [("5", "件"), (None, "件"), ("3", "件")], "broken", "不符"),
    ("t0 / t1 == t2", [("5", "件"), ("0", "件"), ("3", "倍")], "unknown", "无法核对"),
]


def test_intervals_in_formulas(samples: ModuleType, calculate: Callable[[Workbook], Workbook]) -> None:
    relations = []
    for number, (expression, values, outcome, _) in enumerate(INTERVALS):
        terms = tuple(
            m.RelationTerm(f"t{at}", "某县.txt", f"n:{number * 10 + at}", f"甲{at}", None, value, unit, None, None)
            for at, (value, unit) in enumerate(values)
        )
        relations.append(m.Relation(f"R{number:03}", "share", expression, terms, outcome, "error", None))
    report = replace(samples.report(), relations=tuple(relations))
    found = checks(calculate(opened(rendered(samples, report))))
    assert [(row[0], row[4]) for row in found] == [
        (f"R{number:03}", result) for number, (_, _, _, result) in enumerate(INTERVALS)
    ]


def test_spread_follows_the_quantity() -> None:
    hedged = m.Quantity(Decimal(37500), Decimal(37500), Decimal(37600), True, True, "件", "over")
    spread = spread_of(hedged)
    assert spread.below == 0 and spread.above is not None and Decimal(99) < spread.above < 100
    assert spread_of(m.Quantity(Decimal(3), Decimal(3), None, unit="件", hedge="over")).above is None
    assert spread_of(m.Quantity(Decimal(13), Decimal(13), Decimal(13), unit="%")).below == Decimal("0.5")
    assert spread_of_text("13", "件").point and not spread_of_text("1.3", "万件").point


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "{=1}", "http://x.example/", "=cmd|' /C calc'!A0"]
)
def test_text_is_never_a_formula(samples: ModuleType, text: str) -> None:
    report = samples.report()
    finding = replace(report.findings[0], message=text, explanation=text)
    terms = tuple(replace(term, label=text) for term in report.relations[0].terms)
    report = replace(
        report,
        findings=(finding,),
        relations=(replace(report.relations[0], terms=terms, reason=text),),
        documents=(replace(report.documents[0], title=text, body=text, path=text),),
    )
    record = samples.record()
    record = replace(record, figures=tuple(replace(figure, row_path=text, text=text) for figure in record.figures))
    book = opened(rendered(samples, report, (record,)))
    allowed = {"D", "E", "F", "G"}
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                formula = cell.data_type == "f"
                assert not formula or (sheet.title.startswith("勾稽") and cell.column_letter in allowed)
    assert book["问题"]["F2"].value == text.replace("\t", "\t")
    assert book["问题"]["F2"].data_type == "s" and book["问题"]["F2"].hyperlink is None


def test_more_documents_than_sheets(samples: ModuleType) -> None:
    one = samples.report()
    documents, relations = [], []
    for number in range(201):
        path = f"{number}.txt"
        documents.append(replace(one.documents[0], path=path))
        relation = one.relations[0]
        relations.append(replace(relation, terms=tuple(replace(term, document=path) for term in relation.terms)))
    book = opened(rendered(samples, replace(one, documents=tuple(documents), relations=tuple(relations), findings=())))
    assert [name for name in book.sheetnames if name.startswith("勾稽")] == ["勾稽"]
    assert [row[0] for row in book["勾稽"].iter_rows(values_only=True)].count("B101") == 201


def test_long_text_is_cut_to_what_excel_holds(samples: ModuleType) -> None:
    report = samples.report()
    finding = replace(report.findings[0], explanation="字" * 40_000)
    cell = opened(rendered(samples, replace(report, findings=(finding,))))["问题"]["Q2"].value
    assert len(cell) == 32_767 and cell.endswith("…")


def test_what_looks_like_a_workbooks_own_markup_is_text() -> None:
    # openpyxl shows Excel's escapes as they are in the file.
    texts = {
        "<r>a & b</r>": "<r>a & b</r>",
        "_x0041_": "_x005F_x0041_",
        "a\rb": "a_x000D_b",
        " 空 ": " 空 ",
        '"\n': '"\n',
    }
    book = Book()
    sheet = book.sheet("甲", [("", 20)] * 3, (0, 0))
    for text in texts:
        sheet.text(0, text)
        sheet.number(1, Decimal("-12.5"), "万元")
        sheet.formula(2, "=1<2", 1.0)
        sheet.next()
    read = [[cell.value for cell in row] for row in opened(book.finish())["甲"].iter_rows()]
    assert read == [[shown, -12.5, "=1<2"] for shown in texts.values()]


def test_figures_beyond_a_row_limit_are_counted(samples: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gouji.report.figure_workbook.MAX_ROWS", 6)
    rows = list(opened(render_figures([samples.record()], "xlsx"))["数字"].iter_rows(values_only=True))
    assert rows[-1][0] == "另有 6 个数字超出 Excel 行数上限"
