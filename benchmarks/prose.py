"""Speed of the prose stage: `python benchmarks/prose.py [FILE …]` (default: the text reports of the corpus).

Prints characters a second of processor time of the warm stage in one process, and seconds from process start to the
figures of one small text report, with the libraries that were loaded, and to the answer of `gouji check`.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

from gouji.extract.detect import detect
from gouji.extract.prose import read_prose
from gouji.forms.loader import load_forms
from gouji.ingest.read import read

REPORTS = Path(__file__).parents[1] / "corpus" / "reports"
ROUNDS = 9
ONE_FILE = """
import sys, time
started = time.perf_counter()
from gouji.extract.detect import detect
from gouji.extract.prose import read_prose
from gouji.forms.loader import load_forms
from gouji.ingest.read import read
document = read(sys.argv[1])
form = detect(document, load_forms()).form
reading = read_prose(document, form, None, None, ())
heavy = [name for name in ("jieba", "spacy", "rapidfuzz", "pandas") if name in sys.modules]
print(len(reading.figures), "figures, loaded:", ", ".join(heavy) or "none")
"""
CHECK = "import sys; from gouji.cli import main; sys.exit(main())"
STARTS = 5


def warm(path: Path) -> tuple[int, float]:
    """Characters of prose, and the best time of the stage over them."""
    document = read(str(path))
    form = detect(document, load_forms()).form
    size = sum(block.end - block.start for block in document.blocks if block.kind != "table")
    best = float("inf")
    for _ in range(ROUNDS):
        started = time.process_time()
        read_prose(document, form, None, None, ())
        best = min(best, time.process_time() - started)
    return size, best


def start(code: str, *arguments: str) -> tuple[float, str]:
    """The median of the seconds from process start to its end, and what it printed."""
    # With Python's compiled modules, as they are after an installation.
    installed = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    times = []
    for _ in range(STARTS):
        started = time.perf_counter()
        out = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, env=installed)
        times.append(time.perf_counter() - started)
    return sorted(times)[STARTS // 2], out.stdout


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reports", nargs="*", type=Path, metavar="FILE")
    paths = parser.parse_args().reports or sorted(REPORTS.glob("*.txt"))
    characters, seconds = 0, 0.0
    for path in paths:
        size, best = warm(path)
        characters, seconds = characters + size, seconds + best
        print(f"{path.name:32} {size:7d} characters  {best * 1000:7.1f} ms  {size / best:10,.0f} a second")
    print(f"{'all':32} {characters:7d} characters  {seconds * 1000:7.1f} ms  {characters / seconds:10,.0f} a second")
    for path in paths[:3]:
        seconds, told = start(ONE_FILE, str(path))
        print(f"from process start, {path.name}: {seconds:.2f} s (median of {STARTS}), {told.strip()}")
        seconds, told = start(CHECK, "check", str(path))
        print(f"  gouji check: {seconds:.2f} s, {told.splitlines()[-1]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
