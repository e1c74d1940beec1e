"""Documents a second for every format but PDF, and memory over many files.

    python benchmarks/formats.py --seconds 5 --files 1000 report.html report.docx report.txt

Processor time of one process, imports and the first reading of each file left out.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from pathlib import Path

from gouji.errors import InputError
from gouji.ingest.read import read_bytes


def rate(path: Path, seconds: float) -> dict[str, object]:
    """How often a second this file can be read."""
    data = path.read_bytes()
    document = read_bytes(data, path.name)
    count = 0
    start = time.process_time()
    while (used := time.process_time() - start) < seconds:
        read_bytes(data, path.name)
        count += 1
    return {
        "file": path.name,
        "format": document.format,
        "characters": len(document.text),
        "cells": sum(len(table.cells) for table in document.tables),
        "documents_per_second": round(count / used, 1),
    }


def resident() -> int:
    """Resident memory now, in kB (Linux)."""
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))


def memory(paths: list[Path], files: int) -> dict[str, object]:
    """Resident memory after a tenth of the files and after all: flat means no leak."""
    contents = [(path.name, path.read_bytes()) for path in paths]
    early = 0
    for number in range(files):
        name, data = contents[number % len(contents)]
        try:
            read_bytes(data, name)
        except InputError:
            continue
        finally:
            if number == files // 10:
                early = resident()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"files": files, "kb_after_a_tenth": early, "kb_after_all": resident(), "kb_peak": peak}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--seconds", type=float, default=3.0, help="of processor time for each file")
    parser.add_argument("--files", type=int, default=1000, help="readings for the memory figure")
    options = parser.parse_args()
    for path in options.paths:
        print(json.dumps(rate(path, options.seconds), ensure_ascii=False))
    print(json.dumps(memory(options.paths, options.files)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
