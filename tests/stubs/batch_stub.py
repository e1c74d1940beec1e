"""A stand-in for reading and extracting: files of lines, with accidents on demand. Used by worker processes."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from decimal import Decimal

from gouji.model import Evidence, Figure, FileResult, Problem, Quantity, Record, SectionText
from msgspec.structs import replace


def process(path: str, options: object) -> FileResult:
    """Lines `body=…`, `year=…`, `form=…`, `figure=INDICATOR VALUE`, `text=…`, and accidents `do=…`."""
    with open(path, encoding="utf-8") as stream:
        lines = [line.rstrip("\n").split("=", 1) for line in stream if "=" in line]
    facts = {line[0]: line[1] for line in lines}
    _accident(facts.get("do", ""), path)
    if facts.get("status") == "failed":
        return FileResult(path, "failed", None, (), (Problem("damaged", "损坏", "damaged"),))
    figures = tuple(_figure(number, *value.split(" ")) for number, (key, value) in enumerate(lines) if key == "figure")
    texts = tuple(SectionText("overview", "一、概述", value, 0, len(value)) for key, value in lines if key == "text")
    record = Record(
        path,
        _sha(path),
        facts.get("format", "text"),
        "ok",
        facts.get("body"),
        None,
        None,
        int(facts["year"]) if "year" in facts else None,
        None,
        facts.get("published"),
        facts.get("title"),
        facts.get("form"),
        "stub",
        figures,
        texts=texts,
        cells=len(figures),
        cells_read=len(figures),
    )
    return FileResult(path, "ok", record)


def _figure(number: int, indicator: str, value: str, unit: str = "件") -> Figure:
    if value in ("blank", "slash", "unreadable"):
        return replace(_figure(number, indicator, "0", unit), quantity=None, raw="", state=value)  # type: ignore[arg-type]
    quantity = Quantity(Decimal(value), Decimal(value), Decimal(value), unit=unit)
    evidence = Evidence("", number, number + len(value), value, cell=(number, 1))
    return Figure(
        f"t1:{number},1",
        indicator,
        quantity,
        value,
        "table",
        indicator,
        indicator,
        None,
        None,
        value,
        evidence,
        link="exact",
    )


def _sha(path: str) -> str:
    import hashlib

    with open(path, "rb") as stream:
        return hashlib.sha256(stream.read()).hexdigest()


def _accident(what: str, path: str) -> None:
    if what.startswith("sleep"):
        time.sleep(float(what.partition(" ")[2]))
    elif what.startswith("mark "):
        open(what.partition(" ")[2], "w").close()
        time.sleep(0.3)
    elif what == "hang":
        time.sleep(1000)
    elif what == "eat":
        kept = []
        while True:
            kept.append(bytearray(20_000_000))
            time.sleep(0.01)
    elif what == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    elif what == "kill-once":
        mark = path + ".killed"
        if not os.path.exists(mark):
            open(mark, "w").close()
            os.kill(os.getpid(), signal.SIGKILL)
    elif what == "abort":
        os.abort()
    elif what == "print":
        print("noise on stdout " * 1000, flush=True)
        os.write(1, b"raw noise on stdout\n")


def light(options: object) -> Callable[[bytes], bytes]:
    """A job without any reading, for tests of the workers themselves."""
    kept: list[bytearray] = []

    def job(task: bytes) -> bytes:
        what = task.decode()
        if what == "pid":
            return str(os.getpid()).encode()
        if what == "keep":
            kept.append(bytearray(200_000_000))
        elif what.startswith("child "):
            child = subprocess.Popen(["sleep", "1000"])
            with open(what.partition(" ")[2], "w") as stream:
                stream.write(str(child.pid))
            child.wait()
        else:
            _accident(what, "")
        return task + b" done"

    return job
