"""Where the CPU time of `gouji check` goes: by stage, by function, or by import.

`python benchmarks/profile_stages.py [PATH …] [--functions 30]`; without a path, 30 generated reports.
`--imports 30` lists so many modules by the time their own code takes when one small text report is checked.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

ROOT = Path(__file__).parents[1]
T = TypeVar("T")


class Clock:
    """CPU seconds by stage, and of the first file apart from the others (imports, word lists)."""

    def __init__(self) -> None:
        self.first: Counter[str] = Counter()
        self.rest: Counter[str] = Counter()
        self.files = 0

    def run(self, stage: str, work: Callable[..., T], *arguments: Any) -> T:
        start = time.process_time()
        try:
            return work(*arguments)
        finally:
            (self.first if self.files == 0 else self.rest)[stage] += time.process_time() - start


def check(paths: Sequence[str], clock: Clock) -> None:
    """Every stage called as the pipeline calls it, one file after another."""
    forms = clock.run("forms", _forms)
    for path in paths:
        document = clock.run(f"read {Path(path).suffix[1:]}", _read, path)
        who = clock.run("extract identity", _identify, document)
        detection = clock.run("extract detect", _detect, document, forms, who.year)
        tables = clock.run("extract tables", _tables, document, detection.form, who.year)
        clock.run("extract prose", _prose, document, detection.form, who.year, who.body, tables.figures)
        clock.run("extract outline", _outline, document, detection.form, who.year)
        record = clock.run("extract again, whole", _extract, document, forms)
        clock.run("reconcile", _reconcile, record, forms)
        clock.files += 1


def _forms() -> Any:
    from gouji.forms.loader import load_forms

    return load_forms()


def _read(path: str) -> Any:
    from gouji.api import read_report

    return read_report(path)


def _identify(document: Any) -> Any:
    from gouji.extract.identity import identify

    return identify(document)


def _detect(document: Any, forms: Any, year: int | None) -> Any:
    from gouji.extract.detect import detect

    return detect(document, forms, year)


def _tables(document: Any, form: Any, year: int | None) -> Any:
    from gouji.extract.tables import read_tables

    return read_tables(document, form, year)


def _prose(document: Any, form: Any, year: int | None, body: str | None, figures: Any) -> Any:
    from gouji.extract.prose import read_prose

    return read_prose(document, form, year, body, figures)


def _outline(document: Any, form: Any, year: int | None) -> Any:
    from gouji.extract.outline import read_outline

    return read_outline(document, form, year)


def _extract(document: Any, forms: Any) -> Any:
    from gouji.api import extract_record

    return extract_record(document, forms)


def _reconcile(record: Any, forms: Any) -> Any:
    from gouji.api import reconcile_records

    return reconcile_records([record], forms)


def imports(path: str, runs: int = 7) -> Counter[str]:
    """Microseconds each module takes by itself, the least of some runs."""
    command = [sys.executable, "-X", "importtime", "-c", "from gouji.cli import main; main()", "check", path]
    least: dict[str, int] = {}
    for _ in range(runs):
        done = subprocess.run(command, capture_output=True, text=True)
        for line in done.stderr.splitlines():
            own, _, name = line.removeprefix("import time:").split("|") if line.count("|") == 2 else ("", "", "")
            if own.strip().isdigit():
                least[name.strip()] = min(int(own), least.get(name.strip(), int(own)))
    return Counter(least)


def generated(folder: str) -> list[str]:
    command = [sys.executable, str(ROOT / "corpus" / "generate.py"), "--out", folder, "--count", "30", "--seed", "11"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return sorted(str(path) for path in (Path(folder) / "reports").iterdir())


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", nargs="*")
    parser.add_argument("--functions", type=int, default=0, help="list so many functions by their own time")
    parser.add_argument("--imports", type=int, default=0, help="list so many modules by what their import takes")
    options = parser.parse_args(arguments)
    if options.imports:
        spent = imports(options.path[0] if options.path else str(ROOT / "corpus" / "reports" / "anhe-2022.txt"))
        print(f"{len(spent)} modules, {sum(spent.values()) / 1000:.0f} ms\n\n| module | ms |\n| --- | --- |")
        print("\n".join(f"| {name} | {own / 1000:.1f} |" for name, own in spent.most_common(options.imports)))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        paths = options.path or generated(folder)
        clock = Clock()
        profile = cProfile.Profile()
        if options.functions:
            check(paths[:1], Clock())
            profile.enable()
        check(paths, clock)
        profile.disable()
    others = max(1, clock.files - 1)
    print("| stage | first file, ms | other files, ms each |\n| --- | --- | --- |")
    for stage in sorted({*clock.first, *clock.rest}):
        print(f"| {stage} | {1000 * clock.first[stage]:.0f} | {1000 * clock.rest[stage] / others:.1f} |")
    if options.functions:
        pstats.Stats(profile).sort_stats("tottime").print_stats(options.functions)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
