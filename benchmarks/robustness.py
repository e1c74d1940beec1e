"""Damages corpus files in every way and runs them: `python benchmarks/robustness.py [--count 10000]`.

The files go through `gouji run`. Counts what became of each kind of damage, and fails where a file is not accounted
for in the ledger, a fault of gouji's own is met, or a process takes more memory than the limit. The same seed
damages the same bytes.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
Damage = Callable[[random.Random, bytes], bytes]


def bits(rng: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice((1, 8, 64))):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def truncated(rng: random.Random, data: bytes) -> bytes:
    return data[: rng.randrange(len(data))]


def block_removed(rng: random.Random, data: bytes) -> bytes:
    start = rng.randrange(len(data))
    return data[:start] + data[start + rng.randrange(1, 4000) :]


def block_repeated(rng: random.Random, data: bytes) -> bytes:
    start = rng.randrange(len(data))
    block = data[start : start + rng.randrange(1, 4000)]
    return data[:start] + block * rng.randrange(2, 40) + data[start:]


def noise(rng: random.Random, data: bytes) -> bytes:
    start = rng.randrange(len(data))
    return data[:start] + rng.randbytes(rng.randrange(1, 3000)) + data[start:]


def other_beginning(rng: random.Random, data: bytes) -> bytes:
    return rng.choice((b"%PDF-1.7\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"<html>", b"\xff\xfe", b"{\\rtf1")) + data


def _edited(rng: random.Random, text: bytes) -> bytes:
    """Tags and attributes of XML, HTML or a PDF's objects removed, doubled, emptied or given absurd numbers."""
    tags = list(re.finditer(rb"<[^<>]{1,200}>|\d+ \d+ obj|/[A-Z][A-Za-z]+", text))
    for _ in range(rng.choice((1, 3, 12))):
        if not tags:
            break
        found = rng.choice(tags)
        new = rng.choice(
            (
                b"",
                found.group() * 2,
                re.sub(rb"\d+", rb"99999999", found.group()),
                re.sub(rb"\d+", rb"-1", found.group()),
                b"<" + found.group(),
            )
        )
        text = text[: found.start()] + new + text[found.end() :]
        tags = list(re.finditer(rb"<[^<>]{1,200}>|\d+ \d+ obj|/[A-Z][A-Za-z]+", text))
    return text


def markup(rng: random.Random, data: bytes) -> bytes:
    """In a DOCX the markup of one member, elsewhere that of the file."""
    if data[:2] != b"PK":
        return _edited(rng, data)
    return _rezipped(rng, data, lambda name, text: _edited(rng, text) if name == "word/document.xml" else text)


def members(rng: random.Random, data: bytes) -> bytes:
    """A member of a zip lost, emptied or renamed; other files are put into a zip of their own."""
    if data[:2] != b"PK":
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr(rng.choice(("report.docx", "a/b/report.txt", "../report.pdf", "报告.html")), data)
        return out.getvalue()
    how = rng.randrange(3)
    names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    victim = rng.choice(names)

    def change(name: str, text: bytes) -> bytes | None:
        if name != victim:
            return text
        return (None, b"", text[: len(text) // 2])[how]

    return _rezipped(rng, data, change)


def _rezipped(rng: random.Random, data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            text = change(name, source.read(name))
            if text is not None:
                target.writestr(name, text)
    return out.getvalue()


DAMAGES: dict[str, Damage] = {
    "bits": bits,
    "truncated": truncated,
    "block removed": block_removed,
    "block repeated": block_repeated,
    "noise": noise,
    "other beginning": other_beginning,
    "markup": markup,
    "zip members": members,
}


def damage(folder: Path, count: int, seed: int, sources: Sequence[Path]) -> dict[str, str]:
    """Writes `count` damaged files; the kind of damage by file name."""
    originals = [(path, path.read_bytes()) for path in sources]
    kinds = {}
    for number in range(count):
        rng = random.Random(f"{seed}:{number}")
        path, data = rng.choice(originals)
        kind = rng.choice(sorted(DAMAGES))
        name = f"{number:05d}{rng.choice((path.suffix, path.suffix, path.suffix, '.pdf', '.docx', '.html', ''))}"
        (folder / name).write_bytes(DAMAGES[kind](rng, data))
        kinds[name] = kind
    return kinds


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=60.0, help="limit of one file")
    parser.add_argument("--megabytes", type=int, default=1000, help="limit of one file")
    parser.add_argument("--keep", type=Path, help="leave the damaged files and the dataset here")
    options = parser.parse_args(arguments)
    reports = ROOT / "corpus" / "reports"
    sources = sorted(p for p in reports.rglob("*") if p.suffix in (".pdf", ".docx", ".html", ".txt"))
    with tempfile.TemporaryDirectory() as temporary:
        work = options.keep or Path(temporary)
        files = work / "files"
        files.mkdir(parents=True)
        kinds = damage(files, options.count, options.seed, sources)
        start = time.monotonic()
        limits = ["--seconds", str(options.seconds), "--megabytes", str(options.megabytes), "--log", "none"]
        names = sorted(str(files / name) for name in kinds)
        batches = [names[i : i + 2000] for i in range(0, len(names), 2000)]
        codes = []
        for batch in batches:
            command = [sys.executable, "-c", "from gouji.cli import main; main()", "run", *batch]
            done = subprocess.run([*command, "--out", str(work / "dataset"), *limits], capture_output=True, text=True)
            codes.append(done.returncode)
            if done.returncode not in (0, 1, 3):
                print(done.stderr[-3000:])
        took = time.monotonic() - start
        rows = _ledger(work / "dataset" / "ledger.sqlite")
    return _tell(kinds, rows, codes, took, options.megabytes)


def _ledger(path: Path) -> list[tuple[str, str, int, int, float]]:
    with sqlite3.connect(path) as connection:
        return connection.execute("SELECT path, status, internal, peak_mb, seconds FROM files").fetchall()


def _tell(
    kinds: dict[str, str], rows: list[tuple[str, str, int, int, float]], codes: list[int], took: float, limit: int
) -> int:
    """The table of outcomes; 1 where something promised does not hold."""
    found: Counter[tuple[str, str]] = Counter()
    faults, seen, peak, slowest = 0, set(), 0, 0.0
    for path, status, internal, megabytes, seconds in rows:
        # A zip is told as archive.zip!/member: what is inside a file counts for the file.
        name = Path(path.split("!/")[0]).name
        seen.add(name)
        found[kinds.get(name, "?"), status] += 1
        faults += bool(internal)
        peak, slowest = max(peak, megabytes), max(slowest, seconds)
    statuses = ("ok", "partial", "failed", "skipped")
    print("| damage | " + " | ".join(statuses) + " |\n| --- |" + " --- |" * len(statuses))
    for kind in (*DAMAGES, "?"):
        if any(found[kind, status] for status in statuses):
            print(f"| {kind} | " + " | ".join(str(found[kind, status]) for status in statuses) + " |")
    lost = sorted(set(kinds) - seen)
    print(f"\n{len(kinds)} files, {len(rows)} lines in the ledger, {len(lost)} files without one {lost[:5]}")
    print(f"exit status {codes}, faults of gouji's own {faults}, largest process {peak} MB (limit {limit})")
    print(f"slowest file {slowest:.1f} s, whole run {took:.0f} s")
    return 1 if lost or faults or peak > limit * 1.1 or any(code not in (0, 1, 3) for code in codes) else 0


if __name__ == "__main__":
    raise SystemExit(main())
