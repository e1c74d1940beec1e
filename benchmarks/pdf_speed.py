"""Pages a second and peak memory of reading PDF, beside plain pdfplumber (text and tables), on the same files.

    python benchmarks/pdf_speed.py FILE... [--repeat N] [--ocr]

CPU time of one process. Each reader runs in a process of its own, in turn, so that memory and caches are not
shared; the ratio of one run is what counts, not its milliseconds.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path


def read_gouji(path: str) -> int:
    """Our Document, with every cell's and line's place."""
    from gouji.ingest.read import read

    document = read(path)
    return max((place.page for block in document.blocks for place in block.lines), default=0)


def read_pdfplumber(path: str) -> int:
    """Text and tables as its documentation shows, pages closed after use."""
    import pdfplumber

    with pdfplumber.open(path) as document:
        for page in document.pages:
            page.extract_text()
            page.extract_tables()
            page.close()
        return len(document.pages)


def read_rapidocr(path: str) -> int:
    """The OCR engine alone on pages drawn as we draw them."""
    import pypdfium2 as pdfium
    from gouji.ingest.ocr import _DPI
    from gouji.ingest.ocr_engine import engine

    document = pdfium.PdfDocument(path)
    for page in document:
        engine()(page.render(scale=_DPI / 72).to_numpy(), return_word_box=True)
    return len(document)


READERS: dict[str, Callable[[str], int]] = {
    "gouji": read_gouji,
    "pdfplumber": read_pdfplumber,
    "rapidocr": read_rapidocr,
}


def measure(reader: str, paths: Sequence[str]) -> dict[str, object]:
    """CPU seconds of each file after a first reading of the smallest, which pays for the imports."""
    read = READERS[reader]
    read(min(paths, key=lambda path: Path(path).stat().st_size))
    seconds = {}
    for path in paths:
        start = time.process_time()
        read(path)
        seconds[path] = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "peak_mb": peak}


def run(reader: str, paths: Sequence[str]) -> dict[str, object]:
    """Measure in a fresh process."""
    command = [sys.executable, __file__, "--reader", reader, *paths]
    found: dict[str, object] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return found


def pages_of(path: str) -> int:
    import pypdfium2 as pdfium

    return len(pdfium.PdfDocument(path))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--ocr", action="store_true", help="the files are scans: compare with rapidocr alone")
    parser.add_argument("--reader", choices=sorted(READERS), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.reader:
        print(json.dumps(measure(options.reader, options.files)))
        return
    other = "rapidocr" if options.ocr else "pdfplumber"
    best: dict[str, dict[str, float]] = {"gouji": {}, other: {}}
    peak: dict[str, float] = {}
    for _ in range(options.repeat):
        for reader in best:
            found = run(reader, options.files)
            peak[reader] = max(peak.get(reader, 0.0), float(str(found["peak_mb"])))
            for path, seconds in dict(found["seconds"]).items():  # type: ignore[call-overload]
                best[reader][path] = min(best[reader].get(path, seconds), seconds)
    report(options.files, best, peak, other)


def report(files: Sequence[str], best: dict[str, dict[str, float]], peak: dict[str, float], other: str) -> None:
    print(f"{'file':40} {'pages':>5} {'gouji ms/p':>11} {other + ' ms/p':>16} {'ratio':>6}")
    total = {"gouji": 0.0, other: 0.0}
    count = 0
    for path in files:
        pages = pages_of(path)
        count += pages
        ours, theirs = best["gouji"][path], best[other][path]
        total["gouji"] += ours
        total[other] += theirs
        name = Path(path).name[-40:]
        print(f"{name:40} {pages:5} {ours / pages * 1e3:11.1f} {theirs / pages * 1e3:16.1f} {theirs / ours:6.2f}")
    print(
        f"{'all':40} {count:5} {total['gouji'] / count * 1e3:11.1f} {total[other] / count * 1e3:16.1f} "
        f"{total[other] / total['gouji']:6.2f}"
    )
    print(f"peak memory: gouji {peak['gouji']:.0f} MB, {other} {peak[other]:.0f} MB")


if __name__ == "__main__":
    main()
