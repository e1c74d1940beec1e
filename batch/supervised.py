"""One supervised worker process: a call that comes back whatever the worker does."""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from typing import BinaryIO, Literal

from msgspec import Struct, field

from .frames import receive, send

Ending = Literal["done", "time-limit", "memory-limit", "died", "stopped"]


class Guard(Struct, frozen=True):
    """Limits of one task. `seconds` from its start; `megabytes` of resident memory of the worker and its children.

    A worker that keeps more than half of `megabytes` after a task, or has served `tasks`, is replaced. A task is tried
    again after its worker died: until it crashed `crashes` times, or was killed from outside `kills` times.
    """

    seconds: float = 300.0
    megabytes: int = 2000
    tasks: int = 1000
    crashes: int = 2
    kills: int = 4


class Answer(Struct, frozen=True):
    """How one task ended. `died` means the worker ended again and again; `code` is its last exit code."""

    ending: Ending
    payload: bytes = b""
    seconds: float = 0.0
    peak_mb: int = 0
    code: int | None = None


class _Watch(Struct):
    """What the watching thread knows of the task under way."""

    started: float | None = None
    peak: int = 0
    verdict: Ending | None = None


class Worker(Struct):
    """Starts its process when first needed and again after every death.

    `job` is `module:function`; that function gets `options` once and returns the function called for each task.
    """

    job: str
    options: object
    guard: Guard = field(default_factory=Guard)
    _process: subprocess.Popen[bytes] | None = None
    _served: int = 0
    _watch: _Watch = field(default_factory=_Watch)
    _watching: threading.Thread | None = None
    _closed: threading.Event = field(default_factory=threading.Event)

    def call(self, task: bytes) -> Answer:
        """Run one task. Blocks; never raises for what the task or the worker does."""
        crashes = kills = 0
        while not self._closed.is_set():
            answer = self._try(task)
            killed = answer.code is not None and answer.code == -getattr(signal, "SIGKILL", 9)
            kills += killed
            crashes += not killed
            if answer.ending != "died" or crashes >= self.guard.crashes or kills >= self.guard.kills:
                return answer
        return Answer("stopped")

    def close(self) -> None:
        """End the process and whatever it started; a call under way returns `stopped`."""
        self._closed.set()
        self._kill()

    def _try(self, task: bytes) -> Answer:
        process = self._running()
        if isinstance(process, int):
            return Answer("died", code=process)
        watch = self._watch = _Watch(time.monotonic())
        self._ensure_watching()
        payload = None
        with contextlib.suppress(OSError, ValueError):
            send(_pipe(process.stdin), task)
            payload = receive(_pipe(process.stdout))
        seconds = time.monotonic() - (watch.started or 0.0)
        watch.started = None
        if payload is None:
            self._end(process)
            if self._closed.is_set():
                return Answer("stopped")
            return Answer(watch.verdict or "died", b"", seconds, watch.peak, process.returncode)
        self._served += 1
        peak = max(watch.peak, _resident(process.pid))
        if watch.verdict or self._served >= self.guard.tasks or _resident(process.pid) > self.guard.megabytes // 2:
            self._kill()
        return Answer("done", payload, seconds, peak)

    def _running(self) -> subprocess.Popen[bytes] | int:
        """The process, started and ready; its exit code where it ended before that."""
        if self._process is not None and self._process.poll() is None:
            return self._process
        self._kill()
        self._served = 0
        process = self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "gouji.batch.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        try:
            send(_pipe(process.stdin), pickle.dumps((self.job, self.options)))
            ready = receive(_pipe(process.stdout))
        except OSError:
            ready = None
        if ready is None:
            self._end(process)
            return process.returncode
        return process

    def _end(self, process: subprocess.Popen[bytes]) -> None:
        """End a process that answers no more. One that ends by itself closes its pipe first: killed meanwhile, it would
        not tell why it ended.
        """
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=2)
        self._kill()

    def _kill(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                _pipe(stream).close()

    def _ensure_watching(self) -> None:
        if self._watching is None or not self._watching.is_alive():
            self._watching = threading.Thread(target=self._look, daemon=True)
            self._watching.start()

    def _look(self) -> None:
        """Every tenth of a second: is the task over its time, is the worker over its memory?"""
        turn = 0
        while not self._closed.wait(0.1):
            process, watch = self._process, self._watch
            started = watch.started
            if process is None or started is None or watch.verdict:
                continue
            turn += 1
            # Looking for children reads every process of the machine, so it is done less often.
            used = _resident(process.pid, children=turn % 10 == 0)
            watch.peak = max(watch.peak, used)
            if time.monotonic() - started > self.guard.seconds:
                watch.verdict = "time-limit"
            elif used > self.guard.megabytes:
                watch.verdict = "memory-limit"
            if watch.verdict and watch.started is not None:
                with contextlib.suppress(OSError):
                    process.kill()


def _pipe(stream: object) -> BinaryIO:
    assert stream is not None
    return stream  # type: ignore[return-value]


def _resident(pid: int, children: bool = False) -> int:
    """Megabytes of resident memory; 0 for a process that is gone."""
    import psutil

    try:
        process = psutil.Process(pid)
        total = process.memory_info().rss
        for child in process.children(recursive=True) if children else ():
            with contextlib.suppress(psutil.Error):
                total += child.memory_info().rss
    except psutil.Error:
        return 0
    return int(total) >> 20
