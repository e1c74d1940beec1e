"""What a worker does with one file: fetch, hash, read, extract, reconcile, and pack the rows for the tables."""

from __future__ import annotations

import importlib
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from ..errors import INTERNAL_FAULT, InputError
from ..ingest.limits import DEFAULT_LIMITS, Limits
from ..model import Coverage, FileResult, Finding, Problem
from .ledger import Entry, Packed

if TYPE_CHECKING:
    from ..forms.schema import Form


PROCESS = "gouji.batch.one:process"


class Work(Struct, frozen=True):
    """What all files of a run are processed with; sent to each worker once.

    `process` is `module:function` with the signature of `batch.one.process`.
    """

    forms: tuple[Form, ...]
    limits: Limits = field(default=DEFAULT_LIMITS)
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    process: str = PROCESS


class Task(Struct, frozen=True):
    """One file. `known` is the hash it had when last processed with the same basis, empty otherwise."""

    path: str
    known: str = ""


class Done(Struct, frozen=True):
    """`unchanged` is set where the bytes are those of `known`; then there is nothing else."""

    unchanged: bool = False
    entry: Entry | None = None
    packed: Packed | None = None


def prepare(options: object) -> Callable[[bytes], bytes]:
    """The job of a worker: an encoded Task to an encoded Done."""
    import msgspec

    assert isinstance(options, Work)
    work = options
    process = _loaded(work.process)
    _warm_up(work.process)

    def job(data: bytes) -> bytes:
        return msgspec.msgpack.encode(run_task(msgspec.msgpack.decode(data, type=Task), work, process))

    return job


def _warm_up(process: str) -> None:
    """Import what every file needs before the first one, whose time limit must not pay for it."""
    names = ["ingest.second", "reconcile.engine", "reconcile.across", "dataset.tables"]
    if process == PROCESS:
        names += ["extract.record", "ingest.read", "ingest.pdf", "ingest.word", "ingest.web", "ingest.text"]
    for name in names:
        with suppress(ImportError):
            importlib.import_module(f"..{name}", __package__)


def encode(task: Task) -> bytes:
    import msgspec

    return msgspec.msgpack.encode(task)


def decode(data: bytes) -> Done:
    import msgspec

    return msgspec.msgpack.decode(data, type=Done)


def run_task(task: Task, work: Work, process: Callable[..., FileResult]) -> Done:
    """One file from its bytes to its packed rows. Never raises for what the file is; a fault of ours is told."""
    from .one import faulty

    try:
        return _run(task, work, process)
    except Exception as error:  # as in `process`: the run goes on, and the exit status says it
        return Done(False, *failure(task.path, "failed", faulty(task.path, error).problems[0], internal=True))


def _run(task: Task, work: Work, process: Callable[..., FileResult]) -> Done:
    from .one import Options

    started = time.perf_counter()
    try:
        with _local(task.path, work.limits) as (path, sha256):
            if sha256 and sha256 == task.known:
                return Done(unchanged=True)
            result = process(path, Options(work.forms, work.limits))
            if path != task.path:
                result = _renamed(result, path, task.path)
            read = time.perf_counter()
            findings, coverage, problems = _reconciled(result, work, path)
    except InputError as error:
        problem = Problem(error.code, error.message, error.message_en)
        result, findings, coverage = FileResult(task.path, error.status, problems=(problem,)), (), Coverage()
        sha256, problems, read = "", (), time.perf_counter()
    found = (*result.problems, *problems)
    packed = _pack(result, sha256, findings, coverage, found)
    entry = make_entry(result, sha256, found)
    ended = time.perf_counter()
    timed = replace(entry, seconds=ended - started, read_seconds=read - started, check_seconds=ended - read)
    return Done(False, timed, packed)


def failure(path: str, status: str, problem: Problem, internal: bool = False) -> tuple[Entry, Packed]:
    """The answer for a file whose worker never answered."""
    result = FileResult(path, "skipped" if status == "skipped" else "failed", problems=(problem,))
    entry = replace(make_entry(result, "", (problem,)), internal=internal)
    return entry, _pack(result, "", (), Coverage(), (problem,))


def make_entry(result: FileResult, sha256: str, problems: Sequence[Problem]) -> Entry:
    """The ledger's line of a result; what depends on the run (root, stamp, basis) is filled in by the parent."""
    record = result.record
    return Entry(
        path=result.path,
        root="",
        stamp="",
        sha256=sha256,
        basis="",
        form=record.form if record else None,
        form_hash="",
        status=result.status,
        retry=result.status == "skipped",
        internal=any(problem.code == INTERNAL_FAULT for problem in problems),
        body=record.body if record else None,
        year=record.year if record else None,
        format=record.format if record else "",
    )


def _reconciled(result: FileResult, work: Work, path: str) -> tuple[tuple[Finding, ...], Coverage, tuple[Problem, ...]]:
    """The findings inside one report. A fault of ours becomes a problem, as `process` does it."""
    if result.record is None:
        return (), Coverage(), ()
    shown = result.path
    try:
        from ..ingest.second import reread
        from ..reconcile.engine import reconcile

        outcome = reconcile(
            [result.record],
            work.forms,
            select=work.select,
            ignore=work.ignore,
            second_reader=lambda asked, places: reread(path if asked == shown else asked, places),
        )
    except Exception as error:
        detail = f"{type(error).__name__}: {error}"
        problem = Problem(
            INTERNAL_FAULT, f"gouji 内部错误（请报告）：{detail}", f"a fault of gouji's own, please report it: {detail}"
        )
        return (), Coverage(), (problem,)
    return (
        tuple(outcome.findings),
        outcome.coverage.get(shown, Coverage()),
        tuple(outcome.problems.get(shown, ())),
    )


def _pack(
    result: FileResult,
    sha256: str,
    findings: tuple[Finding, ...],
    coverage: Coverage,
    problems: tuple[Problem, ...],
) -> Packed:
    import msgspec

    from ..dataset import rows, tables
    from ..reconcile.across import digest

    record = result.record
    year = record.year if record else None
    body = record.body if record else None
    first = problems[0].message if problems else None
    document = rows.document_row(result, sha256, None, coverage, first)
    figures = rows.figure_rows(record, None, standard) if record else []
    found = [rows.finding_row(finding, False, body, None, year) for finding in findings]
    unread = rows.problem_rows(result.path, sha256, year, problems)
    return Packed(
        documents=tables.pack("documents", [document]),
        figures=tables.pack("figures", figures),
        findings=tables.pack("findings", found),
        problems=tables.pack("problems", unread),
        digest=tables.squeeze(msgspec.msgpack.encode(digest(record))) if record else b"",
        record=tables.squeeze(msgspec.msgpack.encode(record)) if record else b"",
    )


def standard(value: Decimal, unit: str) -> tuple[Decimal, str]:
    """Money in 元, everything else in its printed unit."""
    from ..reconcile.units import scale

    factor = scale(unit)
    return (value * factor, "元") if factor != 1 else (value, unit)


@contextmanager
def _local(path: str, limits: Limits) -> Iterator[tuple[str, str]]:
    """A path that can be read here, and the hash of its bytes; a URL is fetched into a folder of its own."""
    import hashlib

    from ..ingest.read import load

    if "://" not in path:
        try:
            sha256 = hashlib.sha256(load(path, limits)).hexdigest()
        except InputError:
            sha256 = ""  # its reader will say why
        yield path, sha256
        return
    with tempfile.TemporaryDirectory(prefix="gouji-") as folder:
        local = os.path.join(folder, path.rstrip("/").rsplit("/", 1)[-1].partition("?")[0] or "file")
        data = _fetched(path, limits)
        with open(local, "wb") as stream:
            stream.write(data)
        yield local, hashlib.sha256(data).hexdigest()


def _fetched(url: str, limits: Limits) -> bytes:
    import fsspec

    try:
        with fsspec.open(url, "rb") as stream:
            data: bytes = stream.read(limits.file_bytes + 1)
    except Exception as error:  # every file system has errors of its own
        raise InputError(
            f"无法下载：{error}",
            f"cannot be fetched: {error}",
            "not-found" if isinstance(error, FileNotFoundError) else "fetch",
        ) from error
    limits.check("file_bytes", len(data))
    return data


def _renamed(result: FileResult, old: str, new: str) -> FileResult:
    """The result under the name the user gave; the folder of the copy has a name that occurs nowhere else."""
    from ..model import from_json, to_json

    swap = to_json(result).replace(to_json(old)[1:-1], to_json(new)[1:-1])
    return from_json(swap, FileResult)


def _loaded(name: str) -> Callable[..., FileResult]:
    module, _, function = name.partition(":")
    loaded: Callable[..., FileResult] = getattr(importlib.import_module(module), function)
    return loaded
