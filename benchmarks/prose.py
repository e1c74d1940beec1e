"""Speed of the prose stage: `python benchmarks/prose.py [FILE …]` (default: the text reports of the corpus).

Prints characters a second of processor time of the warm stage in one process, and seconds from process start to the
figures of one small text report, with the libraries that were loaded.
"""

from __future__ import annotations

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


def main(arguments: list[str]) -> int:
    paths = [Path(a) for a in arguments] or sorted(REPORTS.glob("*.txt"))
    characters, seconds = 0, 0.0
    for path in paths:
        size, best = warm(path)
        characters, seconds = characters + size, seconds + best
        print(f"{path.name:32} {size:7d} characters  {best * 1000:7.1f} ms  {size / best:10,.0f} a second")
    print(f"{'all':32} {characters:7d} characters  {seconds * 1000:7.1f} ms  {characters / seconds:10,.0f} a second")
    # With Python's compiled modules, as they are after an installation.
    installed = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    for path in paths[:3]:
        times = []
        for _ in range(5):
            started = time.perf_counter()
            out = subprocess.run(
                [sys.executable, "-c", ONE_FILE, str(path)], capture_output=True, text=True, check=True, env=installed
            )
            times.append(time.perf_counter() - started)
        print(f"from process start, {path.name}: {sorted(times)[2]:.2f} s (median of 5), {out.stdout.strip()}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
