"""Mutates files of a corpus and reads them, in a process of its own with limits, for as long as told.

    python benchmarks/fuzz.py --minutes 20 --out /tmp/fuzz corpus/reports other/files

Whatever is read must keep the document's invariants; whatever is refused must be refused with an InputError. All
else is a finding: it is saved with its traceback under --out. Input N of a seed is always the same:
--only N makes and reads that one again.
"""

from __future__ import annotations

import argparse
import io
import json
import multiprocessing
import multiprocessing.connection
import os
import random
import re
import resource
import signal
import sys
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gouji.model import Document

SECONDS = 30
# How many times as long a worker may wait for a busy machine.
PATIENCE = 10
MEMORY = 3_000_000_000
RESIDENT_KB = 1_000_000
_TAG = re.compile(rb"<[^<>]{1,400}>")
_NUMBER = re.compile(rb"\d{1,9}")
_TAGS = (
    b"<table>", b"</table>", b"<tr>", b"<td rowspan=99>", b"</td>", b"<div>", b"</div>", b"<p>", b"<br>", b"<script>",
    b"<style>", b"<!--", b"<![CDATA[", b"<w:tbl>", b"</w:tc>", b"<w:p>", b"</w:p>", b"<w:vMerge/>", b"<w:br/>",
    b"&#x0;", b"&amp;", b"<select>", b"<pre>", b"<w:gridSpan w:val='99'/>", b"<w:sdt><w:sdtContent>", b"<a href=x.pdf>",
)  # fmt: skip
_ODD = (
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\x80",
    b"|",
    b"\t",
    b"\r",
    b"\x0b",
    b"\xa1\xa1",
    b"0" * 400,
    b"%PDF-",
    b"PK\x03\x04",
)
_VALUES = (b"0", b"-1", b"1", b"65536", b"2147483648", b"99999999999999999999", b"", b"1e9", b"NaN")
Mutator = Callable[[random.Random, bytes], bytes]


# ---------------------------------------------------------------- mutations of bytes
def flip_bits(dice: random.Random, data: bytes) -> bytes:
    out = bytearray(data)
    for _ in range(dice.choice((1, 1, 4, 30, 300))):
        out[dice.randrange(len(out))] ^= 1 << dice.randrange(8)
    return bytes(out)


def truncate(dice: random.Random, data: bytes) -> bytes:
    return data[: dice.randrange(len(data))]


def cut(dice: random.Random, data: bytes) -> bytes:
    at = dice.randrange(len(data))
    return data[:at] + data[at + dice.choice((1, 2, 16, 500, 20_000)) :]


def repeat(dice: random.Random, data: bytes) -> bytes:
    at = dice.randrange(len(data))
    piece = data[at : at + dice.choice((1, 8, 200, 5_000))]
    return data[:at] + piece * dice.choice((2, 3, 50)) + data[at:]


def insert(dice: random.Random, data: bytes) -> bytes:
    at = dice.randrange(len(data))
    return data[:at] + dice.choice(_ODD) * dice.choice((1, 1, 9)) + data[at:]


def swap(dice: random.Random, data: bytes) -> bytes:
    first, second, third = sorted(dice.randrange(len(data)) for _ in range(3))
    return data[:first] + data[second:third] + data[first:second] + data[third:]


def change_number(dice: random.Random, data: bytes) -> bytes:
    found = list(_NUMBER.finditer(data))
    if not found:
        return flip_bits(dice, data)
    match = dice.choice(found)
    return data[: match.start()] + dice.choice(_VALUES) + data[match.end() :]


# ---------------------------------------------------------------- mutations of markup
def drop_tag(dice: random.Random, data: bytes) -> bytes:
    found = list(_TAG.finditer(data))
    for _ in range(dice.choice((1, 3, 20))):
        if found:
            match = found.pop(dice.randrange(len(found)))
            data = data[: match.start()] + b" " * (match.end() - match.start()) + data[match.end() :]
    return data


def add_tag(dice: random.Random, data: bytes) -> bytes:
    found = list(_TAG.finditer(data))
    at = dice.choice(found).end() if found else 0
    return data[:at] + dice.choice(_TAGS) * dice.choice((1, 1, 5, 600)) + data[at:]


def copy_tag(dice: random.Random, data: bytes) -> bytes:
    found = list(_TAG.finditer(data))
    if len(found) < 2:
        return repeat(dice, data)
    source, target = dice.choice(found), dice.choice(found)
    return data[: target.start()] + source[0] + data[target.end() :]


BYTES: tuple[Mutator, ...] = (flip_bits, truncate, cut, repeat, insert, swap, change_number)
MARKUP: tuple[Mutator, ...] = (*BYTES, drop_tag, add_tag, copy_tag, drop_tag, add_tag, copy_tag, change_number)


def mutate(dice: random.Random, data: bytes) -> bytes:
    """One to four mutations; those of packages mostly inside one member, so that they reach the parser behind."""
    for _ in range(dice.choice((1, 1, 2, 4))):
        if not data:
            return data
        if data.startswith(b"PK") and dice.random() < 0.8:
            data = _mutate_member(dice, data)
        else:
            data = dice.choice(MARKUP if b"<" in data[:2_000] else BYTES)(dice, data)
    return data


def _mutate_member(dice: random.Random, data: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    except Exception:  # an earlier mutation broke the package: go on with its bytes
        return dice.choice(BYTES)(dice, data)
    names = [name for name in members for _ in range(8 if name.endswith("document.xml") else 1)]
    if not names:
        return flip_bits(dice, data)
    name = dice.choice(names)
    if dice.random() < 0.05:
        del members[name]
    elif members[name]:
        members[name] = dice.choice(MARKUP)(dice, members[name])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for key, value in members.items():
            archive.writestr(key, value)
    return out.getvalue()


# ---------------------------------------------------------------- reading
def check(data: bytes, name: str) -> str:
    """What reading came to: the document's format and status, or the refusal's code.

    Raises:
        AssertionError: the document breaks an invariant.
    """
    from gouji.errors import InputError
    from gouji.ingest.archive import open_bytes, walk
    from gouji.ingest.limits import DEFAULT_LIMITS
    from gouji.ingest.read import read_bytes
    from gouji.ingest.sniff import sniff

    try:
        if sniff(data, name) == "zip":
            members = list(walk(open_bytes(data, DEFAULT_LIMITS), name + "!/", DEFAULT_LIMITS))
            return "zip: " + ", ".join(sorted({check(content, member) for member, content in members if content}))
        document = read_bytes(data, name)
    except InputError as error:
        assert error.message and "\n" not in error.message, "a sentence"
        return f"{error.status}: {error.code}"
    _check_invariants(document)
    return f"{document.status}: {document.format}"


def _check_invariants(document: Document) -> None:
    from gouji.model import Document, from_json, to_json

    for table in document.tables:
        area = 0
        for cell in table.cells:
            assert document.text[cell.start : cell.end] == cell.text, "the cell's text is where it says"
            area += cell.rowspan * cell.colspan
        height = max((cell.row + cell.rowspan for cell in table.cells), default=0)
        width = max((cell.col + cell.colspan for cell in table.cells), default=0)
        assert area == height * width, "cells tile a rectangle"
    for loose in document.loose:
        assert all(document.text[run.start : run.end] == run.text for run in loose.runs), "runs are where they say"
    end = 0
    for block in document.blocks:
        assert end <= block.start <= block.end <= len(document.text), "blocks follow each other"
        end = block.end
    assert from_json(to_json(document), Document) == document, "JSON round trip"


def worker(pipe: multiprocessing.connection.Connection, seed: int, files: Sequence[str], ocr: bool) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    if not ocr:
        from gouji.ingest import ocr as recognition

        recognition.available = lambda: False
    contents = [Path(file).read_bytes() for file in files]
    while True:
        number = pipe.recv()
        if number is None:
            return
        name, data = make(seed, number, files, contents)
        try:
            outcome, trace = check(data, name), ""
        except BaseException as error:
            outcome, trace = f"FINDING {type(error).__name__}", traceback.format_exc()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        if peak > RESIDENT_KB and not trace:
            outcome, trace = "FINDING memory", f"{peak} kB"
        pipe.send((outcome, trace, peak))


def make(seed: int, number: int, files: Sequence[str], contents: Sequence[bytes]) -> tuple[str, bytes]:
    dice = random.Random(f"{seed}:{number}")
    which = dice.randrange(len(files))
    return os.path.basename(files[which]), mutate(dice, contents[which])


class Pool:
    """One worker at a time, replaced when it hangs, dies or has grown."""

    def __init__(self, seed: int, files: Sequence[str], ocr: bool) -> None:
        self.seed, self.files, self.ocr = seed, files, ocr
        self.start()

    def start(self) -> None:
        self.pipe, other = multiprocessing.Pipe()
        arguments = (other, self.seed, self.files, self.ocr)
        self.process = multiprocessing.get_context("fork").Process(target=worker, args=arguments)
        self.process.start()
        other.close()

    def stop(self) -> None:
        if self.process.pid is not None and self.process.is_alive():
            os.kill(self.process.pid, signal.SIGKILL)
        self.process.join()

    def used(self) -> float:
        """Processor seconds of the worker (Linux): on a busy machine a file may wait long without being slow."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def read(self, number: int) -> tuple[str, str]:
        self.pipe.send(number)
        begun = self.used()
        try:
            for _ in range(PATIENCE):
                if self.pipe.poll(SECONDS) or self.used() - begun > SECONDS / 2:
                    break
            if not self.pipe.poll():
                self.stop()
                self.start()
                return "FINDING timeout", f"more than {SECONDS} s"
            outcome, trace, peak = self.pipe.recv()
        except EOFError:
            self.process.join()
            code = self.process.exitcode
            self.start()
            return "FINDING crash", f"exit code {code}"
        if peak > RESIDENT_KB:
            self.stop()
            self.start()
        return outcome, trace


def collect(paths: Sequence[str], largest: int) -> list[str]:
    found = []
    for path in paths:
        entries = sorted(Path(path).rglob("*")) if Path(path).is_dir() else [Path(path)]
        found += [str(e) for e in entries if e.is_file() and 0 < e.stat().st_size <= largest and e.suffix != ".json"]
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description="Fuzz every reader with mutated files.")
    parser.add_argument("paths", nargs="+", help="files and folders to mutate")
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--largest", type=int, default=400_000, help="leave out files of more bytes")
    parser.add_argument("--only", type=int, help="read this one input and show what happens")
    parser.add_argument("--ocr", action="store_true", help="recognise pages without text too (slow)")
    parser.add_argument("--out", default="fuzz-findings", help="where findings are saved")
    options = parser.parse_args()
    files = collect(options.paths, options.largest)
    if not files:
        parser.error("no files to mutate")
    contents = [Path(file).read_bytes() for file in files]
    if options.only is not None:
        name, data = make(options.seed, options.only, files, contents)
        print(name, len(data), check(data, name))
        return 0
    outcomes: Counter[str] = Counter()
    pool = Pool(options.seed, files, options.ocr)
    end = time.monotonic() + options.minutes * 60
    number = findings = 0
    while time.monotonic() < end:
        outcome, trace = pool.read(number)
        outcomes[outcome] += 1
        if trace:
            findings += 1
            folder = Path(options.out)
            folder.mkdir(parents=True, exist_ok=True)
            name, data = make(options.seed, number, files, contents)
            (folder / f"{options.seed}-{number}-{name}").write_bytes(data)
            (folder / f"{options.seed}-{number}.txt").write_text(f"{name}\n{outcome}\n{trace}\n", encoding="utf-8")
        number += 1
        if number % 500 == 0:
            print(number, json.dumps(dict(outcomes.most_common()), ensure_ascii=False), file=sys.stderr, flush=True)
    pool.stop()
    print(json.dumps({"files": len(files), "inputs": number, "findings": findings, **dict(sorted(outcomes.items()))}))
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
