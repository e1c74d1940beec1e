"""What the large outputs cost: workbooks of 200,000 figures, a page of 2,000 findings from 500 reports.

    python benchmarks/outputs.py [--figures N] [--findings N] [--documents N] [--profile OUTPUT]

Generated reports are read once and repeated under other names until the numbers are reached. Each output is written in
a process of its own: CPU seconds of the writing, and the process's largest memory, which holds all figures and checks
as the command does. The peer of the workbooks is XlsxWriter, writing as many cells in the same mode. Of the page it is
also told how long headless Chromium, where there is one, takes to open it.
"""

from __future__ import annotations

import argparse
import cProfile
import io
import multiprocessing
import platform
import pstats
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from importlib.metadata import version
from itertools import count
from pathlib import Path

from gouji.api import CheckOptions, check_results, extract_reports, read_report
from gouji.model import Document, Finding, Record, Relation, Report
from gouji.report import render_check, render_figures
from gouji.report.options import OutputOptions
from msgspec.structs import replace

ROOT = Path(__file__).parents[1]
READ = 60
MARK = "-"
Checked = tuple[Report, tuple[Record, ...]]


def read(folder: Path) -> Checked:
    """Generated reports of all forms, each with four planted contradictions."""
    command = [sys.executable, str(ROOT / "corpus" / "generate.py"), "--out", str(folder), "--seed", "5"]
    for kind in ("cell=70", "narrative=60", "sum=40", "share=40", "balance=30"):
        command += ["--plant", kind]
    command += ["--count", str(READ), "--format", "txt", "--per-report", "4"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    results = extract_reports([str(folder / "reports")], CheckOptions())
    return check_results(results, CheckOptions()), tuple(r.record for r in results if r.record)


def copied(checked: Checked, number: int) -> Checked:
    """The same reports once more, each under another name."""
    report, records = checked

    def name(path: str) -> str:
        return f"{path}{MARK}{number}"

    def relation(old: Relation) -> Relation:
        return replace(old, terms=tuple(replace(t, document=name(t.document)) for t in old.terms))

    def finding(old: Finding) -> Finding:
        evidence = tuple(replace(e, document=name(e.document)) for e in old.evidence)
        listed = tuple(relation(r) for r in old.relations)
        return replace(old, documents=tuple(map(name, old.documents)), evidence=evidence, relations=listed)

    again = Report(
        report.gouji,
        tuple(replace(d, path=name(d.path)) for d in report.documents),
        tuple(map(finding, report.findings)),
        tuple(map(finding, report.unresolved)),
        tuple(map(relation, report.relations)),
    )
    return again, tuple(replace(r, path=name(r.path)) for r in records)


def repeated(checked: Checked, enough: Callable[[Report, list[Record]], bool]) -> Checked:
    """So many copies that there is enough."""
    report, records = Report(checked[0].gouji, (), ()), list[Record]()
    for number in count():
        if enough(report, records):
            return report, tuple(records)
        more, new = copied(checked, number)
        report = Report(
            report.gouji,
            report.documents + more.documents,
            report.findings + more.findings,
            report.unresolved + more.unresolved,
            report.relations + more.relations,
        )
        records += new
    raise AssertionError


def load(path: str) -> Document:
    return read_report(path.rpartition(MARK)[0])


def cells(workbook: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        return sum(archive.read(name).count(b"<c r=") for name in sheets)


def alone(work: Callable[[], bytes]) -> tuple[float, float, bytes]:
    """CPU seconds and largest megabytes of the work in a process of its own, and what it wrote."""

    def run() -> None:
        start = time.process_time()
        data = work()
        seconds = time.process_time() - start
        scale = 1 if platform.system() == "Darwin" else 1024
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * scale / 1e6
        out.send((seconds, peak, data))

    context = multiprocessing.get_context("fork")
    into, out = context.Pipe(duplex=False)
    process = context.Process(target=run)
    process.start()
    out.close()
    result: tuple[float, float, bytes] = into.recv()
    process.join()
    return result


def xlsxwriter_alone(number: int) -> bytes:
    """As many cells as XlsxWriter writes them, two texts and a number in turn, in constant memory."""
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"constant_memory": True})
    sheet = book.add_worksheet()
    for row in range(number // 12):
        for column in range(0, 12, 3):
            sheet.write_string(row, column, "收到政府信息公开申请数量")
            sheet.write_string(row, column + 1, "正文")
            sheet.write_number(row, column + 2, row)
    book.close()
    return stream.getvalue()


def opened(page: bytes, folder: Path) -> str:
    """Seconds by the clock until headless Chromium has the page loaded; the second of two times."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        chromium = None
    if chromium is None:
        return "not opened: no Chromium or no playwright here"
    path = folder / "page.html"
    path.write_bytes(page)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for _ in range(2):
            start = time.perf_counter()
            browser.new_page().goto(path.as_uri())
            took = time.perf_counter() - start
        browser.close()
    return f"opened in {took:.1f} s"


def profiled(work: Callable[[], bytes]) -> None:
    with cProfile.Profile() as profile:
        work()
    pstats.Stats(profile).sort_stats("tottime").print_stats(25)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--figures", type=int, default=200_000)
    parser.add_argument("--findings", type=int, default=2_000)
    parser.add_argument("--documents", type=int, default=500)
    parser.add_argument("--profile", choices=("figures", "paper", "page"))
    options = parser.parse_args()
    print(f"Python {platform.python_version()}, gouji {version('gouji')}, XlsxWriter {version('XlsxWriter')}\n")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        base = read(folder)
        report, records = repeated(base, lambda _, r: sum(len(x.figures) for x in r) >= options.figures)
        many = repeated(base, lambda r, d: len(r.findings) >= options.findings and len(d) >= options.documents)
        works = {
            "figures": lambda: render_figures(records, "xlsx"),
            "paper": lambda: render_check(report, "xlsx", load=load, options=OutputOptions(records=records)),
            "page": lambda: render_check(many[0], "html", load=load, options=OutputOptions(records=many[1])),
        }
        if options.profile:
            profiled(works[options.profile])
            return 0
        figures = sum(len(record.figures) for record in records)
        print(f"{len(records)} reports, {figures:,} figures, {len(report.relations):,} checks")
        print("\n| output | cells | CPU s | peak MB | file MB | of XlsxWriter |\n| --- | --- | --- | --- | --- | --- |")
        for output in ("figures", "paper"):
            seconds, peak, data = alone(works[output])
            written = cells(data)
            plain = alone(lambda n=written: xlsxwriter_alone(n))[0]
            share = f"{seconds / plain:.2f}"
            print(f"| {output}.xlsx | {written:,} | {seconds:.1f} | {peak:.0f} | {len(data) / 1e6:.1f} | {share} |")
        seconds, peak, data = alone(works["page"])
        print(f"\n{len(many[0].findings):,} findings from {len(many[0].documents)} reports, as a page: ", end="")
        print(f"{seconds:.1f} CPU s, {peak:.0f} MB, file {len(data) / 1e6:.1f} MB, {opened(data, folder)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
