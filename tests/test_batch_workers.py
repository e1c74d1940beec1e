"""Supervised workers: a call comes back whatever the worker does."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from archives import STUBS
from gouji.batch.jobs import Task, Work, run_task
from gouji.batch.pool import Pool
from gouji.batch.supervised import Guard, Worker
from gouji.model import FileResult

JOB = "batch_stub:light"


@pytest.fixture(autouse=True)
def stubs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(STUBS))


@pytest.fixture
def worker() -> Iterator[Worker]:
    one = Worker(JOB, None, Guard(seconds=5.0, megabytes=300))
    yield one
    one.close()


@pytest.mark.parametrize(
    "task, ending, code",
    [("eat", "memory-limit", None), ("kill", "died", -9), ("abort", "died", -6), ("print", "done", None)],
)
def test_every_accident_has_its_ending(worker: Worker, task: str, ending: str, code: int | None) -> None:
    answer = worker.call(task.encode())
    assert answer.ending == ending
    assert code is None or answer.code == code
    assert worker.call(b"fine").payload == b"fine done"


def test_a_task_over_its_time_is_stopped_with_what_it_started(tmp_path: Path) -> None:
    worker = Worker(JOB, None, Guard(seconds=1.0))
    started = time.monotonic()
    answer = worker.call(f"child {tmp_path}/pid".encode())
    worker.close()
    assert answer.ending == "time-limit" and time.monotonic() - started < 4
    child = int((tmp_path / "pid").read_text())
    deadline = time.monotonic() + 3
    while _alive(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _alive(child)


def test_a_worker_that_keeps_much_memory_is_replaced(worker: Worker) -> None:
    first = worker.call(b"pid").payload
    assert worker.call(b"pid").payload == first
    assert worker.call(b"keep").ending == "done"
    assert worker.call(b"pid").payload != first


def test_a_pool_gives_every_item_once_while_workers_are_killed() -> None:
    with Pool(JOB, None, 2, Guard()) as pool:
        stop = threading.Event()

        def kill() -> None:
            while not stop.wait(0.3):
                for worker in pool._workers:
                    if worker._process is not None and worker._watch.started is not None:
                        os.kill(worker._process.pid, signal.SIGKILL)
                        break

        killer = threading.Thread(target=kill)
        killer.start()
        found = {n: answer.ending for n, answer in pool.run(iter(range(60)), lambda n: b"sleep 0.02")}
        stop.set()
        killer.join()
    assert found == dict.fromkeys(range(60), "done")


def test_items_are_drawn_only_as_workers_become_free() -> None:
    drawn = []

    def items() -> Iterator[int]:
        for number in range(1000):
            drawn.append(number)
            yield number

    with Pool(JOB, None, 1, Guard()) as pool:
        answers = pool.run(items(), lambda n: b"fine")
        for _ in range(3):
            next(answers)
        time.sleep(0.3)
        assert len(drawn) < 15


def _alive(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as stream:
            return stream.read().split()[2] != "Z"
    except OSError:
        return False


def test_a_fault_of_ours_stays_with_its_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("年度报告", encoding="utf-8")

    def broken(path: str, options: object) -> FileResult:
        raise ZeroDivisionError(path)

    done = run_task(Task(str(path)), Work(()), broken)
    assert done.entry is not None and done.packed is not None
    assert (done.entry.status, done.entry.internal) == ("failed", True)
