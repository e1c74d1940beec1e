"""What an archive costs: `python benchmarks/scale.py --documents 10000 --out build/scale.json`.

Measured, with generated reports (corpus/generate.py; their bodies are renamed so that every document is its own):
the curve of cost and of the parent's peak memory from 100 documents to `--documents`, two workers against one and
against the same loop without ledger and tables, cost by format and stage, size on disk, and checks between reports of
a million figures. Needs a machine that does nothing else meanwhile.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
SEEDS = 200  # different reports; the rest are these with other names
START = 2  # documents of the run that shows what starting costs: one a worker


def make_reports(folder: Path, count: int) -> Path:
    """`count` reports as HTML and text, each of a body of its own."""
    seeds = folder / "seeds"
    target = folder / f"n{count}"
    if target.exists():
        return target
    if not seeds.exists():
        _generate(seeds, SEEDS, "html", "txt")
    with open(seeds / "gold" / "manifest.csv", encoding="utf-8-sig") as stream:
        rows = [row for row in csv.DictReader(stream) if row["style"] != "gb18030"]
    for number in range(count):
        row = rows[number % len(rows)]
        data = (seeds / row["file"]).read_bytes()
        place = row["body"][:3]
        name = target / f"{number // 1000:03d}" / f"{number:06d}{Path(row['file']).suffix}"
        name.parent.mkdir(parents=True, exist_ok=True)
        name.write_bytes(data.replace(place[:2].encode(), _place(number).encode()))
    return target


def _generate(out: Path, count: int, *formats: str) -> None:
    given = [f"--format={format}" for format in formats]
    command = [sys.executable, str(ROOT / "corpus" / "generate.py"), "--out", str(out), "--count", str(count), *given]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def _place(number: int) -> str:
    """A two-character name that no other number has."""
    return chr(0x5000 + number % 4096) + chr(0x6200 + number // 4096)


def timed_run(source: Path, out: Path, workers: int) -> dict[str, float]:
    """Seconds, and peak resident memory of the parent in MB, of a run in a process of its own."""
    shutil.rmtree(out, ignore_errors=True)
    code = (
        "import sys, resource, json; from gouji.batch.run import run, RunOptions; "
        "s = run(RunOptions((sys.argv[1],), sys.argv[2], workers=int(sys.argv[3]), log='none')); "
        "own, all = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)); "
        "cpu = sum(use.ru_utime + use.ru_stime for use in (own, all)); "
        "print(json.dumps([s.seconds, own.ru_maxrss / 1024, s.processed, cpu, own.ru_utime + own.ru_stime]))"
    )
    command = [sys.executable, "-c", code, str(source), str(out), str(workers)]
    shown = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    seconds, peak, processed, cpu, own = json.loads(shown.splitlines()[-1])
    return {"seconds": seconds, "parent_mb": peak, "documents": processed, "cpu_s": cpu, "parent_cpu_s": own}


def bare_loop(source: Path, workers: int) -> float:
    """Seconds of the same work on the same workers without ledger, tables and checks between reports."""
    from gouji.batch.jobs import Task, Work, encode
    from gouji.batch.pool import Pool
    from gouji.batch.supervised import Guard
    from gouji.forms.loader import load_forms

    paths = sorted(str(path) for path in source.rglob("*") if path.is_file())
    started = time.monotonic()
    with Pool("gouji.batch.jobs:prepare", Work(load_forms()), workers, Guard()) as pool:
        done = sum(1 for _ in pool.run(iter(paths), lambda path: encode(Task(path))))
    assert done == len(paths)
    return time.monotonic() - started


def ledger_costs(out: Path) -> dict[str, Any]:
    """Seconds a document by stage, from the ledger, and bytes a document."""
    connection = sqlite3.connect(out / "ledger.sqlite")
    columns = "format, count(*), avg(read_seconds), avg(check_seconds), max(peak_mb)"
    query = f"SELECT {columns} FROM files GROUP BY format ORDER BY 1"
    rows = connection.execute(query).fetchall()
    count = connection.execute("SELECT count(*) FROM files").fetchone()[0]
    tables = sum(f.stat().st_size for f in out.rglob("*.parquet"))
    return {
        "formats": {
            name or "unread": {"documents": n, "read_extract_s": read, "check_pack_s": check, "worker_peak_mb": peak}
            for name, n, read, check, peak in rows
        },
        "ledger_bytes_a_document": (out / "ledger.sqlite").stat().st_size / count,
        "parquet_bytes_a_document": tables / count,
    }


def by_format(folder: Path, count: int) -> dict[str, Any]:
    """Cost by format of generated reports of all forms."""
    found = {}
    for format in ("docx", "html", "pdf", "txt"):
        seeds = folder / f"format-{format}"
        if not seeds.exists():
            _generate(seeds, count, format)
        timed_run(seeds / "reports", folder / f"out-{format}", 1)
        found |= ledger_costs(folder / f"out-{format}")["formats"]
    return found


def between_a_million(figures: int = 1_000_000) -> dict[str, float]:
    """Seconds and memory of the checks between reports of so many figures, streamed by body from their digests."""
    import msgspec
    import psutil
    from gouji.forms.loader import load_forms
    from gouji.reconcile.across import Digest, Hierarchy, between, digest
    from gouji.reconcile.across_bodies import Bodies

    forms = load_forms()
    form = next(form for form in forms if form.form == "annual-2021")
    rng = random.Random(1)
    process = psutil.Process()
    before = process.memory_info().rss
    seconds, cpu_seconds, made, bodies, peak = 0.0, 0.0, 0, 0, before
    hierarchy = Hierarchy(Bodies(), forms)
    while made < figures:
        packed = [msgspec.msgpack.encode(digest(record)) for record in _series(form, rng, bodies)]
        bodies += 1
        started, cpu = time.perf_counter(), time.process_time()
        digests = [msgspec.msgpack.decode(data, type=Digest) for data in packed]
        made += sum(len(each.record.figures) for each in digests)
        between(digests, forms, lambda path, known=digests: next(d.record for d in known if d.record.path == path))
        for each in digests:
            hierarchy.add(each)
        seconds += time.perf_counter() - started
        cpu_seconds += time.process_time() - cpu
        peak = max(peak, process.memory_info().rss)
    started = time.perf_counter()
    list(hierarchy.findings(lambda path: (_ for _ in ()).throw(KeyError(path))))
    seconds += time.perf_counter() - started
    return {
        "figures": made,
        "bodies": bodies,
        "seconds": seconds,
        "cpu_seconds": cpu_seconds,
        "memory_mb": (peak - before) / 1e6,
    }


def _series(form: Any, rng: random.Random, number: int) -> Iterator[Any]:
    """A body's reports of ten years with every cell filled, carried forward as it should be but for one year of every
    fiftieth body.
    """
    from gouji.model import Evidence, Figure, Quantity, Record, SectionText

    out = {c.id: rng.randint(0, 9) for table in form.tables if table.id == "applications" for c in table.columns}
    for year in range(2015, 2025):
        figures = []
        carried = {name: value + (year == 2020 and number % 50 == 0) for name, value in out.items()}
        out = {name: rng.randint(0, 9) for name in out}
        for table in form.tables:
            for at, row in enumerate(table.rows):
                for column in table.columns:
                    value = rng.randint(0, 500)
                    if table.id == "applications" and row.id in ("carried_in", "carried_out"):
                        value = (carried if row.id == "carried_in" else out)[column.id]
                    if table.id == "documents":
                        value = 40 if column.id == "valid" else 5
                    held = Quantity(Decimal(value), Decimal(value), Decimal(value), unit="件")
                    spot = Evidence("", at * 10, at * 10 + 3, str(value), cell=(at, 0))
                    figures.append(
                        Figure(
                            f"{table.id}:{at},{column.id}",
                            f"{table.id}.{row.id}.{column.id}",
                            held,
                            str(value),
                            "table",
                            row.label,
                            row.label,
                            column.label,
                            column.label,
                            str(value),
                            spot,
                            link="exact",
                        )
                    )
        words = "".join(chr(0x4E00 + rng.randint(0, 3000)) for _ in range(900))
        texts = (SectionText("overview", "一、总体情况", words, 0, len(words)),)
        yield Record(
            f"{number}/{year}", f"{number}:{year}", "text", "ok", f"甲县第{number}局", None, None, year, None, None,
            None, form.form, "", tuple(figures), texts=texts,
        )  # fmt: skip


def curve(folder: Path, most: int) -> dict[str, dict[str, float]]:
    """Runs of more and more documents. The cost beyond the start leaves out what two documents cost, which is the start
    of two workers and of the parent: that share is the same for every run and shrinks with their size.
    """
    runs: dict[str, dict[str, float]] = {}
    start = 0.0
    for count in sorted({START, *(n for n in (100, 300, 1000, 3000, 10_000) if n < most), most}):
        run = timed_run(make_reports(folder, count), folder / "out", 2)
        start = start or run["cpu_s"]
        run["cpu_ms_a_document"] = run["cpu_s"] / count * 1000
        run["cpu_ms_beyond_start"] = (run["cpu_s"] - start) / max(1, count - START) * 1000
        runs[str(count)] = run
        print(count, run, file=sys.stderr, flush=True)
    return runs


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "scale")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "scale.json")
    parser.add_argument("--only", action="append", choices=("curve", "workers", "formats", "between"))
    given = parser.parse_args()
    only = given.only or ["curve", "workers", "formats", "between"]
    given.folder.mkdir(parents=True, exist_ok=True)
    result: dict[str, Any] = {
        "cores": os.cpu_count(),
        "python": sys.version.split()[0],
        "load_before": os.getloadavg()[0],
    }
    if "between" in only:
        result["between"] = between_a_million()
    if "formats" in only:
        result["formats"] = by_format(given.folder, 60)
    if "workers" in only:
        source = make_reports(given.folder, 1000)
        one, two = (timed_run(source, given.folder / "out", n)["seconds"] for n in (1, 2))
        bare_one, bare_two = (bare_loop(source, n) for n in (1, 2))
        gain, bare = one / two, bare_one / bare_two
        result["workers"] = {"one_s": one, "two_s": two, "gain": gain, "bare_gain": bare, "of_bare": gain / bare}
    if "curve" in only:
        result["curve"] = curve(given.folder, given.documents)
        result["storage"] = ledger_costs(given.folder / "out")
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_text(json.dumps(result, indent=1) + "\n")
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
