"""CPU time and peak memory of a whole `gouji check` against plain pdfplumber reading the same PDFs, in one run.

`python benchmarks/check_speed.py [--pdf DIR] [--runs 3]`. Without --pdf the reports are generated (30 of each format).
Plain pdfplumber extracts the text and the tables of every page and does nothing else with them. Last comes what a
person waits for: the start-up of the command and one small report. Every command runs once before it is measured, so
that Python's compiled modules are there, as they are after an installation.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).parents[1]
FORMATS = ("pdf", "docx", "html", "txt")
_PLAIN = """
import sys, pdfplumber
for path in sys.argv[1:]:
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_text()
            page.extract_tables()
            page.close()
"""


@dataclass(frozen=True)
class Cost:
    """CPU seconds of a process and all it starts, seconds by the clock, and the largest process in MB."""

    seconds: float
    elapsed: float
    megabytes: float


def measure(command: Sequence[str], documents: int | None = None) -> Cost:
    """Runs the command in a process of its own, so that memory is not that of an earlier run.

    Where `documents` is given, the JSON printed must tell of as many: a command that did nothing is no result.
    """
    script = (
        "import resource, subprocess, sys, time\n"
        "start = time.perf_counter()\n"
        "done = subprocess.run(sys.argv[1:], capture_output=True)\n"
        "took = time.perf_counter() - start\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "told = done.stdout.count(b'\"coverage\"')\n"
        "print(used.ru_utime + used.ru_stime, took, used.ru_maxrss, done.returncode, told)\n"
        "sys.stderr.buffer.write(done.stderr[-2000:])\n"
    )
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [sys.executable, "-c", script, *command], capture_output=True, text=True, check=True, env=environment
    )
    seconds, elapsed, kilobytes, code, told = done.stdout.split()
    if int(code) not in (0, 1) or (documents is not None and int(told) != documents):
        raise SystemExit(f"{' '.join(command[:4])} … ended with {code}: {done.stderr}")
    scale = 1 if platform.system() == "Darwin" else 1024
    return Cost(float(seconds), float(elapsed), float(kilobytes) * scale / 1e6)


def median(command: Sequence[str], runs: int, documents: int | None = None) -> Cost:
    """The median of each time, memory the largest seen, the first run left out."""
    measure(command, documents)
    costs = [measure(command, documents) for _ in range(runs)]
    cpu, clock = statistics.median(c.seconds for c in costs), statistics.median(c.elapsed for c in costs)
    return Cost(cpu, clock, max(c.megabytes for c in costs))


def gouji(*arguments: str) -> list[str]:
    return [sys.executable, "-c", "from gouji.cli import main; main()", *arguments]


def check(paths: Sequence[str]) -> list[str]:
    return gouji("check", "--format", "json", *paths)


def plain(paths: Sequence[str]) -> list[str]:
    return [sys.executable, "-c", _PLAIN, *paths]


def generated(folder: Path, count: int) -> dict[str, list[str]]:
    """`count` reports of each format, of all forms, the same every time."""
    files = {}
    for format in FORMATS:
        out = folder / format
        command = [sys.executable, str(ROOT / "corpus" / "generate.py"), "--out", str(out)]
        command += ["--count", str(count), "--seed", "11", "--format", format]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        files[format] = sorted(str(path) for path in (out / "reports").iterdir())
    return files


def row(name: str, cost: Cost, files: int, against: Cost | None = None) -> str:
    share = f"{cost.seconds / against.seconds:.2f}" if against else ""
    cells = (name, files, f"{cost.seconds:.2f}", f"{1000 * cost.seconds / files:.0f}", f"{cost.megabytes:.0f}", share)
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pdf", type=Path, action="append", help="PDFs of your own: a folder or a file")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--count", type=int, default=30)
    options = parser.parse_args(arguments)
    packages = ("gouji", "pdfplumber", "pdfminer.six", "pypdfium2")
    print(f"Python {platform.python_version()}, " + ", ".join(f"{name} {version(name)}" for name in packages))
    print(f"median of {options.runs}; CPU seconds of all processes; largest process\n")
    print("| command | files | CPU s | ms a file | peak MB | of pdfplumber |\n| --- | --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        files = generated(Path(folder), options.count)
        if options.pdf:
            files["pdf"] = [
                str(p) for path in options.pdf for p in (sorted(path.rglob("*.pdf")) if path.is_dir() else [path])
            ]
        for paths in (files["pdf"], files["pdf"][:1]):
            reading = median(plain(paths), options.runs)
            print(row("pdfplumber: text and tables", reading, len(paths)))
            print(
                row("gouji check (pdf)", median(check(paths), options.runs, len(paths)), len(paths), reading),
                flush=True,
            )
        for format in FORMATS[1:]:
            for paths in (files[format], files[format][:1]):
                print(
                    row(f"gouji check ({format})", median(check(paths), options.runs, len(paths)), len(paths)),
                    flush=True,
                )
        print("\n| from process start | CPU s | by the clock, s |\n| --- | --- | --- |")
        small = str(ROOT / "corpus" / "reports" / "anhe-2022.txt")
        for name, command in (
            ("python -c pass", [sys.executable, "-c", "pass"]),
            ("gouji --help", gouji("--help")),
            ("gouji check, one small text report", gouji("check", small)),
        ):
            cost = median(command, 5 * options.runs)
            print(f"| {name} | {cost.seconds:.2f} | {cost.elapsed:.2f} |")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
