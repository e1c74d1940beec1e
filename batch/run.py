"""`gouji run`: any number of files into one dataset, resumable, whatever happens to single files or to workers."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from msgspec import Struct, field
from msgspec.structs import replace

from ..errors import UsageError
from ..ingest.limits import DEFAULT_LIMITS, Limits
from ..model import Problem
from .basis import basis_of, form_hashes
from .inputs import Inputs, find_inputs, shard_of, stamp_of
from .jobs import PROCESS, Task, Work, decode, encode, failure
from .ledger import Entry, Ledger, Packed, clear
from .pool import Pool
from .progress import Progress, make_progress
from .supervised import Answer, Guard

if TYPE_CHECKING:
    from ..forms.schema import Form


class RunOptions(Struct, frozen=True):
    """How `run` works.

    `workers` 0 means one a core. `seconds` and `megabytes` are the limits of one file. `shard` is (I, N), from 1.
    `log` is how progress is told on stderr: a bar on a terminal and quiet lines elsewhere (`auto`), `text` lines,
    `json` lines, or nothing. `bodies` is a table of bodies (see reconcile/across_bodies.py). `scheduler` is the
    address of a dask scheduler; without it the dask engine starts a cluster on this machine.
    """

    paths: tuple[str, ...]
    out: str
    workers: int = 0
    engine: Literal["local", "dask"] = "local"
    scheduler: str | None = None
    shard: tuple[int, int] | None = None
    forms: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    bodies: str | None = None
    tables: bool = False
    limits: Limits = field(default=DEFAULT_LIMITS)
    seconds: float = 300.0
    megabytes: int = 2000
    log: Literal["auto", "text", "json", "none"] = "auto"
    process: str = PROCESS


class RunSummary(Struct, frozen=True):
    """What a run came to. `statuses` and `findings` count the whole dataset, `processed` and `kept` this run's files.

    `ignored` counts files that were not taken, by kind; `internal` the files on which gouji itself failed.
    `interrupted` is true after Ctrl-C; the dataset then holds what was finished.
    """

    out: str
    processed: int
    kept: int
    statuses: dict[str, int]
    findings: dict[str, int]
    ignored: dict[str, int]
    internal: int
    interrupted: bool
    seconds: float


class _Plan(Struct):
    """Which files are to be done, and what is known of each."""

    work: Work
    basis: str
    hashes: dict[str | None, str]
    waiting: list[tuple[str, str]] = field(default_factory=list)
    kept: int = 0


def run(options: RunOptions) -> RunSummary:
    """Process what is new or changed, then write the tables.

    Raises:
        UsageError: the folder cannot be used (locked, read-only, full, damaged, newer), or an option is wrong.
        ConfigError: a form file or the table of bodies is wrong.
    """
    from ..forms.loader import load_forms
    from ..reconcile.across_bodies import load_bodies
    from .finish import finish

    started = time.monotonic()
    _check(options)
    forms = load_forms(options.forms)
    bodies = load_bodies(options.bodies)
    inputs = find_inputs(options.paths, options.tables)
    if options.shard:
        inputs = shard_of(inputs, *options.shard)
    folder = _folder(options.out)
    with Ledger(folder) as ledger:
        _same_shard(ledger, options)
        choice = (options.select, options.ignore)
        ledger.set_meta("choice", json.dumps(choice))
        plan = _plan(ledger, inputs, options, forms)
        progress = make_progress(options.log, len(plan.waiting))
        interrupted = False
        with progress:
            try:
                _process(ledger, plan, options, progress)
            except KeyboardInterrupt:
                interrupted = True
                progress.say("interrupted", "已中断，正在写出已完成的部分", "interrupted; writing what is finished")
            progress.say("tables", "正在写出数据表", "writing the tables")
            findings = finish(ledger, forms, bodies, choice, not interrupted)
        statuses = ledger.counts()
        internal = sum(entry.internal for entry in ledger.entries())
    return RunSummary(
        str(folder), progress.done, plan.kept, statuses, findings, inputs.ignored, internal, interrupted,
        time.monotonic() - started,
    )  # fmt: skip


def _check(options: RunOptions) -> None:
    if options.shard and not 1 <= options.shard[0] <= options.shard[1]:
        raise UsageError("--shard 应为 I/N，1 ≤ I ≤ N", "--shard is I/N with 1 ≤ I ≤ N")
    if options.scheduler and options.engine != "dask":
        raise UsageError("--scheduler 只用于 --engine dask", "--scheduler goes with --engine dask")
    if options.workers < 0 or options.seconds <= 0 or options.megabytes <= 0:
        raise UsageError("进程数和上限必须为正数", "workers and limits must be positive")


def _folder(out: str) -> Path:
    """The dataset's folder, made where it is missing; one that holds something else is refused."""
    folder = Path(out)
    with clear(folder):
        if folder.exists() and not folder.is_dir():
            raise UsageError(f"{out}：不是文件夹", f"{out}: not a folder")
        folder.mkdir(parents=True, exist_ok=True)
        strange = [name for name in os.listdir(folder) if not name.startswith((".", "ledger."))]
        if strange and not (folder / "ledger.sqlite").exists():
            raise UsageError(
                f"{out}：文件夹里有别的内容（{strange[0]}），请换一个空文件夹",
                f"{out}: the folder holds something else ({strange[0]}); choose an empty one",
            )
    return folder


def _same_shard(ledger: Ledger, options: RunOptions) -> None:
    """A folder holds one shard; shards are put together by `dataset merge`."""
    shard = "1/1" if options.shard is None else f"{options.shard[0]}/{options.shard[1]}"
    found = ledger.meta("shard")
    if found not in (None, shard):
        raise UsageError(
            f"{options.out}：这个文件夹属于分片 {found}，不是 {shard}；请为每个分片用单独的文件夹",
            f"{options.out}: this folder belongs to shard {found}, not {shard}; give each shard a folder of its own",
        )
    ledger.set_meta("shard", shard)


def _plan(ledger: Ledger, inputs: Inputs, options: RunOptions, forms: Sequence[Form]) -> _Plan:
    """Compare the inputs with the ledger. Files that are gone from a root named again leave the dataset."""
    work = Work(tuple(forms), options.limits, options.select, options.ignore, options.process)
    plan = _Plan(work, basis_of(work), form_hashes(forms))
    for path, root in inputs.files:
        entry = ledger.entry(path)
        if entry is not None and _current(entry, plan) and not entry.retry:
            stamp = stamp_of(path)
            if stamp and stamp == entry.stamp:
                if root != entry.root:
                    ledger.touch(path, root, stamp)
                plan.kept += 1
                continue
        plan.waiting.append((path, root))
    present = {path for path, _ in inputs.files}
    for root in dict.fromkeys(options.paths):
        ledger.drop(sorted(ledger.paths_of(root) - present))
    return plan


def _current(entry: Entry, plan: _Plan) -> bool:
    """Made by this program, with these options and with the form file as it is now."""
    return entry.basis == plan.basis and entry.form_hash == plan.hashes.get(entry.form, "gone")


def _process(ledger: Ledger, plan: _Plan, options: RunOptions, progress: Progress) -> None:
    """Run what is waiting; answers are written a few at a time, at most a second late."""
    batch: list[tuple[Entry, Packed | None]] = []
    written = time.monotonic()
    try:
        for (path, root), stamp, answer in _answers(ledger, plan, options):
            kept = _result(ledger, plan, path, root, stamp, answer, options)
            batch.append(kept)
            progress.advance(kept[0])
            if len(batch) >= 64 or time.monotonic() - written > 1:
                ledger.keep(batch)
                batch, written = [], time.monotonic()
    finally:
        ledger.keep(batch)


def _answers(ledger: Ledger, plan: _Plan, options: RunOptions) -> Iterator[tuple[tuple[str, str], str, Answer]]:
    """Each waiting file with its stamp, taken before it was read, and the answer of its worker."""
    guard = Guard(options.seconds, options.megabytes)
    if not plan.waiting:
        return
    known = {}
    for path, _ in plan.waiting:
        entry = ledger.entry(path)
        if entry is not None and _current(entry, plan) and not entry.retry:
            known[path] = entry.sha256
    stamps: dict[str, str] = {}

    def task(item: tuple[str, str]) -> bytes:
        stamps[item[0]] = stamp_of(item[0])
        return encode(Task(item[0], known.get(item[0], "")))

    job = "gouji.batch.jobs:prepare"
    if options.engine == "dask":
        from .cluster import run_on_cluster

        found = run_on_cluster(job, plan.work, guard, iter(plan.waiting), task, options.workers, options.scheduler)
        for item, answer in found:
            yield item, stamps.pop(item[0]), answer
        return
    workers = min(options.workers or os.cpu_count() or 1, len(plan.waiting))
    with Pool(job, plan.work, workers, guard) as pool:
        for item, answer in pool.run(iter(plan.waiting), task):
            yield item, stamps.pop(item[0]), answer


def _result(
    ledger: Ledger, plan: _Plan, path: str, root: str, stamp: str, answer: Answer, options: RunOptions
) -> tuple[Entry, Packed | None]:
    """The ledger's entry for an answer, whatever it is."""
    if answer.ending == "done":
        done = decode(answer.payload)
        if done.unchanged:
            earlier = ledger.entry(path)
            assert earlier is not None
            return replace(earlier, root=root, stamp=stamp), None
        assert done.entry is not None
        entry, packed = done.entry, done.packed
    else:
        status, problem = _struck(answer, options)
        entry, packed = failure(path, status, problem)
    entry = replace(
        entry,
        root=root,
        stamp=stamp,
        basis=plan.basis,
        form_hash=plan.hashes.get(entry.form, ""),
        peak_mb=answer.peak_mb,
    )
    return entry, packed


def _struck(answer: Answer, options: RunOptions) -> tuple[str, Problem]:
    """What to say of a file whose worker was stopped or died."""
    if answer.ending == "time-limit":
        return "skipped", Problem(
            "time-limit",
            f"超过单个文件的时间上限（{options.seconds:g} 秒）；下次运行会重试，可用 --seconds 提高",
            f"over the time limit of a file ({options.seconds:g} s); the next run tries again, --seconds raises it",
        )
    if answer.ending == "memory-limit":
        return "skipped", Problem(
            "memory-limit",
            f"超过单个文件的内存上限（{options.megabytes} MB）；下次运行会重试，可用 --megabytes 提高",
            f"over the memory limit of a file ({options.megabytes} MB); the next run tries again, see --megabytes",
        )
    if answer.code == -9:
        return "skipped", Problem(
            "killed",
            "工作进程多次被系统终止（可能是内存不足）；下次运行会重试",
            "the worker was killed again and again, perhaps for want of memory; the next run tries again",
        )
    return "failed", Problem(
        "crashed",
        f"读取此文件使工作进程崩溃（退出码 {answer.code}）",
        f"reading this file crashed the worker (exit code {answer.code})",
    )
