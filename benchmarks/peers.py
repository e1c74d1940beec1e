"""gouji beside its peers, on the same generated reports, in one run: `python benchmarks/peers.py [--count 24]`.

1. table rows of PDFs against pdfplumber, camelot (lattice) and PyMuPDF; 2. numbers in Chinese sentences against cn2an
and recognizers-text; 3. prose against table by seven regular expressions, as checkers of such reports do it, against
`gouji check`; 4. sums against pandera and frictionless, which are told every sum. A peer that is not installed is left
out and named.
"""

from __future__ import annotations

import argparse
import csv
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Decimal
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
Row = dict[str, str]
PEERS = ("pdfplumber", "camelot-py", "pymupdf", "cn2an", "recognizers-text-number", "pandera", "frictionless")


def generate(folder: Path, *arguments: str) -> list[tuple[Row, list[Row], list[Row]]]:
    """Reports of the corpus generator: entry of the manifest, figures, findings."""
    command = [sys.executable, str(ROOT / "corpus" / "generate.py"), "--out", str(folder), *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    gold = folder / "gold"
    entries = _csv(gold / "manifest.csv")
    return [(e, _csv(gold / f"{e['name']}.figures.csv"), _csv(gold / f"{e['name']}.findings.csv")) for e in entries]


def _csv(path: Path) -> list[Row]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def plain(text: str | None) -> str:
    return re.sub(r"\s+", "", text or "")


def timed(work: Callable[[str], Any], path: str) -> tuple[Any, float]:
    start = time.process_time()
    try:
        return work(path), time.process_time() - start
    except Exception as error:
        return error, time.process_time() - start


# ---------------------------------------------------------------- 1. rows of tables
def by_pdfplumber(path: str) -> list[list[str]]:
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        return [[plain(c) for c in row] for page in pdf.pages for table in page.extract_tables() for row in table]


def by_camelot(path: str) -> list[list[str]]:
    import camelot

    return [[plain(c) for c in row] for table in camelot.read_pdf(path, pages="all") for row in table.data]


def by_pymupdf(path: str) -> list[list[str]]:
    import pymupdf

    with pymupdf.open(path) as pdf:
        return [
            [plain(c) for c in row] for page in pdf for table in page.find_tables().tables for row in table.extract()
        ]


def by_gouji(path: str) -> list[list[str]]:
    """Rows rebuilt from the figures: label, then numbers in the order of the columns."""
    import gouji

    rows: dict[str, list[str]] = {}
    for figure in gouji.extract_record(gouji.read_report(path)).figures:
        if figure.origin == "table" and figure.quantity is not None and figure.indicator:
            stem = figure.indicator.rsplit(".", 1)[0]
            key = figure.indicator if figure.column is None else stem
            rows.setdefault(key, [plain(figure.label)]).append(str(figure.quantity.value))
    return list(rows.values())


def rows_right(gold: Sequence[Row], got: Sequence[Sequence[str]]) -> tuple[int, int]:
    """Gold rows whose label and whole sequence of numbers some row has."""
    wanted: dict[str, list[str]] = {}
    for figure in gold:
        if figure["source"] == "table" and not figure["indicator"].startswith("disputes."):
            stem = figure["indicator"] if not figure["column"] else figure["indicator"].rsplit(".", 1)[0]
            wanted.setdefault(stem, [plain(figure["label"])]).append(figure["value"])
    lines = []
    for row in got:
        cells = [cell for cell in row if cell]
        lines.append(("".join(c for c in cells if not _number(c)), [c.lstrip("+") for c in cells if _number(c)]))
    right = sum(any(row[0] in label and numbers == row[1:] for label, numbers in lines) for row in wanted.values())
    return right, len(wanted)


def _number(cell: str) -> bool:
    return re.fullmatch(r"[+-]?\d+(\.\d+)?", cell) is not None


def compare_tables(folder: Path, count: int) -> None:
    readers = {"gouji": by_gouji, "pdfplumber": by_pdfplumber, "camelot": by_camelot, "pymupdf": by_pymupdf}
    print("\n## Table rows of PDFs: label and all numbers right\n")
    print("| style | " + " | ".join(readers) + " |\n| --- |" + " --- |" * len(readers))
    seconds = dict.fromkeys(readers, 0.0)
    failures = dict.fromkeys(readers, 0)
    for style in ("ruled", "segments", "page-broken", "three-line"):
        forms = ("--form", "annual-2019", "--form", "annual-2021", "--form", "statistics-2014")
        arguments = ("--count", str(max(1, count // 4)), "--seed", "31", "--format", "pdf", "--style", style, *forms)
        reports = generate(folder / style, *arguments)
        shares = []
        for name, reader in readers.items():
            right = total = 0
            for entry, figures, _ in reports:
                rows, took = timed(reader, str(folder / style / entry["file"]))
                seconds[name] += took
                if isinstance(rows, ImportError):
                    break
                failures[name] += isinstance(rows, Exception)
                hits, all_ = rows_right(figures, [] if isinstance(rows, Exception) else rows)
                right, total = right + hits, total + all_
            shares.append(f"{100 * right / total:.1f} % ({right}/{total})" if total else "not installed")
        print(f"| {style} | " + " | ".join(shares) + " |")
    print("| CPU s | " + " | ".join(f"{seconds[name]:.1f}" for name in readers) + " |")
    print("| errors | " + " | ".join(str(failures[name]) for name in readers) + " |")
    print("\ngouji also names the indicator of each cell; the others give bare cells.")


# ---------------------------------------------------------------- 2. numbers in sentences
def compare_numbers(folder: Path, count: int) -> None:
    """The lines of the prose that hold marked numbers, each read whole; what else is taken for a number is counted."""
    import gouji

    def by_gouji(text: str) -> list[Decimal | None]:
        return [quantity.value for quantity in gouji.find_quantities(text)]

    readers: dict[str, Callable[[str], list[Decimal | None]]] = {
        "gouji": by_gouji,
        "cn2an.transform": by_cn2an,
        "recognizers-text": by_recognizers,
    }
    lines = _lines_with_numbers(folder, count)
    total = Counter(kind for _, wanted in lines for kind, _ in wanted)
    right: Counter[tuple[str, str]] = Counter()
    others: Counter[str] = Counter()
    seconds: Counter[str] = Counter()
    missing = set()
    for line, wanted in lines:
        for name, reader in readers.items():
            values, took = timed(reader, line)
            seconds[name] += took
            if isinstance(values, ImportError):
                missing.add(name)
            left = [] if isinstance(values, Exception) else list(values)
            for kind, value in wanted:
                if value in left:
                    left.remove(value)
                    right[name, kind] += 1
            others[name] += len(left)
    head = [f"{name} (not installed)" if name in missing else name for name in readers]
    print("\n## Numbers in sentences: the value is found\n")
    print(f"| kind | {' | '.join(head)} |\n| --- |" + " --- |" * len(head))
    for kind, all_ in sorted(total.items()):
        shares = [f"{100 * right[name, kind] / all_:.1f} % ({right[name, kind]}/{all_})" for name in readers]
        print(f"| {kind} | {' | '.join(shares)} |")
    print("| other numbers given | " + " | ".join(str(others[name]) for name in readers) + " |")
    print("| CPU ms a paragraph | " + " | ".join(f"{1000 * seconds[name] / len(lines):.2f}" for name in readers) + " |")
    print(
        "\nThe others also give years, dates, document numbers and numbering. gouji gives unit, hedge and bounds too."
    )


def _lines_with_numbers(folder: Path, count: int) -> list[tuple[str, list[tuple[str, Decimal]]]]:
    """Each line of prose, with kind and value of the numbers that the generator marked in it."""
    arguments = ("--count", str(count), "--seed", "32", "--format", "txt", "--style", "tabs")
    lines: dict[tuple[str, int], tuple[str, list[tuple[str, Decimal]]]] = {}
    for entry, figures, _ in generate(folder, *arguments):
        text = (folder / entry["file"]).read_text()
        for figure in figures:
            if figure["source"] == "narrative" and figure["value"]:
                start = text.rfind("\n", 0, int(figure["start"])) + 1
                line = text[start : text.find("\n", int(figure["end"]))]
                marked = lines.setdefault((entry["name"], start), (line, []))[1]
                marked.append((_kind_of_number(figure), Decimal(figure["value"])))
    return list(lines.values())


def _kind_of_number(figure: Row) -> str:
    if re.match(r"[零一二三四五六七八九十百千]", figure["quote"]):
        return "Chinese numeral"
    return "hedged or scaled" if figure["hedge"] != "exact" or "万" in figure["quote"] else "digits"


def by_cn2an(text: str) -> list[Decimal | None]:
    import cn2an

    plain_text = cn2an.transform(text, "cn2an").replace(",", "")
    return [Decimal(number) for number in re.findall(r"-?\d+(?:\.\d+)?", plain_text)]


def by_recognizers(text: str) -> list[Decimal | None]:
    from recognizers_number import Culture, recognize_number

    found = [result.resolution["value"] for result in recognize_number(text, Culture.Chinese) if result.resolution]
    return [Decimal(value) for value in found if re.fullmatch(r"-?\d+(\.\d+)?", value)]


# ---------------------------------------------------------------- 3. seven regular expressions
# Written anew after the description of a peer: the first match in the text is compared with the total column.
SEVEN: dict[str, str] = {
    "applications.new.total": r"新收.*?(\d+)\s*件",
    "applications.carried_in.total": r"上年.{0,2}结转.*?(\d+)\s*件",
    "applications.new.total ": r"收到.*?申请.*?(\d+)\s*件",
    "applications.handled.total": r"(?:办结|答复|办理).{0,10}?(\d+)\s*件",
    "applications.carried_out.total": r"结转下.{0,3}年度?.*?(\d+)\s*件",
    "disputes.review.total": r"行政复议[^，。、；]*?(\d+)\s*件",
    "disputes.litigation_direct.total": r"行政诉讼[^，。、；]*?(\d+)\s*件",
}


def by_seven(text: str, figures: Sequence[Row]) -> set[str]:
    """The indicators that the first match of an expression contradicts; given the true table, which flatters it."""
    cells = {f["indicator"]: int(Decimal(f["value"])) for f in figures if f["source"] == "table"}
    prose = text.split("二、主动公开政府信息情况")[0]
    flagged = set()
    for key, pattern in SEVEN.items():
        found, indicator = re.search(pattern, prose), key.strip()
        if found and indicator in cells and int(found.group(1)) != cells[indicator]:
            flagged.add(indicator)
    return flagged


def compare_prose(folder: Path, count: int) -> None:
    from gouji.api import check_reports

    forms = ("--form", "annual-2019", "--form", "annual-2021")
    planted = ("--plant", f"narrative={count // 2}")
    reports = generate(
        folder, "--count", str(count), "--seed", "33", "--format", "txt", "--style", "tabs", *forms, *planted
    )
    tally = {name: [0, 0, 0.0] for name in ("gouji", "seven expressions")}
    wanted = 0
    for entry, figures, findings in reports:
        path = folder / entry["file"]
        bad = {row["indicator"] for row in findings}
        wanted += len(bad)
        start = time.process_time()
        seven = by_seven(path.read_text(), figures)
        middle = time.process_time()
        report = check_reports([str(path)])
        end = time.process_time()
        told = [{e.indicator for e in f.evidence} for f in report.findings if f.severity != "note"]
        ours = {indicator for indicator in bad if any(indicator in terms for terms in told)}
        ours |= {f"false {number}" for number, terms in enumerate(told) if not terms & bad}
        for name, flagged, took in (("seven expressions", seven, middle - start), ("gouji", ours, end - middle)):
            tally[name][0] += len(bad & flagged)
            tally[name][1] += len(flagged - bad)
            tally[name][2] += took
    print("\n## Prose against table: planted contradictions\n")
    print("| check | found | false | CPU ms a report |\n| --- | --- | --- | --- |")
    for name, (hits, false, took) in tally.items():
        print(f"| {name} | {hits}/{wanted} | {false} | {1000 * took / len(reports):.1f} |")
    print("\nThe expressions are given the true table; gouji reads it from the file.")


# ---------------------------------------------------------------- 4. sums
def _frames(reports: Sequence[tuple[Row, list[Row], list[Row]]]) -> list[tuple[dict[str, dict[str, int]], str]]:
    tables = []
    for _, figures, findings in reports:
        table: dict[str, dict[str, int]] = {}
        for figure in figures:
            parts = figure["indicator"].split(".")
            if figure["source"] == "table" and parts[0] == "applications":
                table.setdefault(parts[1], {})[parts[2]] = int(figure["value"])
        tables.append((table, findings[0]["indicator"] if findings else ""))
    return tables


def by_pandera(table: dict[str, dict[str, int]]) -> bool:
    import pandas
    import pandera.pandas as pandera

    frame = pandas.DataFrame.from_dict(table, orient="index")
    parts = [name for name in frame.index if name not in ("new", "carried_in", "handled", "carried_out")]
    schema = pandera.DataFrameSchema(
        checks=[
            pandera.Check(lambda f: f.drop(columns="total").sum(axis=1) == f["total"]),
            pandera.Check(lambda f: bool((f.loc[parts].sum() == f.loc["handled"]).all())),
            pandera.Check(
                lambda f: bool((f.loc["new"] + f.loc["carried_in"] == f.loc["handled"] + f.loc["carried_out"]).all())
            ),
        ]
    )
    try:
        schema.validate(frame, lazy=True)
    except pandera.errors.SchemaErrors:
        return True
    return False


def by_frictionless(table: dict[str, dict[str, int]]) -> bool:
    """Row sums only: its checks see one row at a time."""
    import frictionless

    columns = list(next(iter(table.values())))
    rows = [["row", *columns], *[[name, *values.values()] for name, values in table.items()]]
    formula = " + ".join(c for c in columns if c != "total") + " == total"
    report = frictionless.validate(rows, checks=[frictionless.checks.row_constraint(formula=formula)])
    return not report.valid


def by_gouji_sums(path: str) -> tuple[bool, set[str]]:
    from gouji.api import check_reports

    findings = [f for f in check_reports([path]).findings if f.severity == "error"]
    return bool(findings), {e.indicator or "" for f in findings for e in f.evidence if e.suspect}


def compare_sums(folder: Path, count: int) -> None:
    forms = ("--form", "annual-2019", "--form", "annual-2021")
    planted = ("--plant", f"cell={count // 2}")
    arguments = ("--count", str(count), "--seed", "34", "--format", "txt", "--style", "tabs", *forms, *planted)
    reports = [r for r in generate(folder, *arguments) if not r[2] or r[2][0]["indicator"].startswith("applications.")]
    frames = _frames(reports)
    wanted = sum(bool(bad) for _, bad in frames)
    print("\n## Sums of the applications table: planted slips\n")
    print("| check | found | false | names the cell | CPU ms a report |\n| --- | --- | --- | --- | --- |")
    start = time.process_time()
    hits = false = named = 0
    for (entry, _, _), (_, bad) in zip(reports, frames, strict=True):
        flagged, cells = by_gouji_sums(str(folder / entry["file"]))
        hits, false, named = hits + (flagged and bool(bad)), false + (flagged and not bad), named + (bad in cells)
    took = time.process_time() - start
    print(f"| gouji, from the file | {hits}/{wanted} | {false} | {named}/{wanted} | {1000 * took / len(frames):.1f} |")
    for name, check in (("pandera, told the sums", by_pandera), ("frictionless, row sums", by_frictionless)):
        start = time.process_time()
        try:
            flags = [(check(table), bool(bad)) for table, bad in frames]
        except ImportError:
            print(f"| {name} | not installed | | | |")
            continue
        took = time.process_time() - start
        hits, false = sum(f and b for f, b in flags), sum(f and not b for f, b in flags)
        print(f"| {name} | {hits}/{wanted} | {false} | – | {1000 * took / len(frames):.1f} |")
    print("\nThe others are given the table as a clean frame and every sum by hand; they tell that a sum fails.")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=24, help="reports for each comparison")
    options = parser.parse_args(arguments)
    told = []
    for name in ("gouji", *PEERS):
        try:
            told.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            told.append(f"{name} not installed")
    print(f"Python {platform.python_version()}, {platform.machine()}; " + ", ".join(told))
    with tempfile.TemporaryDirectory() as folder:
        compare_tables(Path(folder) / "tables", options.count)
        compare_numbers(Path(folder) / "numbers", options.count)
        compare_prose(Path(folder) / "prose", options.count)
        compare_sums(Path(folder) / "sums", options.count)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
