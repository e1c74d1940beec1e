"""A worker process: reads tasks from its standard input, writes results to its standard output.

It is started as a command (`python -m gouji.batch.worker`), not by multiprocessing, because dask's workers are
daemons, which may not have multiprocessing children, and because a notebook's `__main__` must not be run again.
"""

from __future__ import annotations

import importlib
import os
import pickle
import queue
import signal
import sys
import threading
from collections.abc import Callable
from typing import BinaryIO

from .frames import receive, send


def main() -> None:
    """Serve tasks until the parent closes the pipe or dies."""
    tasks, results = _claim_streams()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's business
    setup = receive(tasks)
    if setup is None:
        return
    name, options = pickle.loads(setup)
    job = load_job(name, options)
    send(results, b"ready")
    waiting: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(tasks, waiting), daemon=True).start()
    while True:
        send(results, job(waiting.get()))


def load_job(name: str, options: object) -> Callable[[bytes], bytes]:
    """The job called `module:function`, made ready with its options."""
    module, _, function = name.partition(":")
    prepare: Callable[[object], Callable[[bytes], bytes]] = getattr(importlib.import_module(module), function)
    return prepare(options)


def _claim_streams() -> tuple[BinaryIO, BinaryIO]:
    """The pipe for ourselves; whatever a library prints goes to stderr and cannot spoil a message."""
    tasks = os.fdopen(os.dup(0), "rb")
    results = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    sys.stdin = open(0, closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", closefd=False)  # noqa: SIM115
    return tasks, results


def _listen(tasks: BinaryIO, waiting: queue.SimpleQueue[bytes]) -> None:
    """Hand tasks over; when the parent is gone end at once, with every program this worker started."""
    while (task := receive(tasks)) is not None:
        waiting.put(task)
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(0)


if __name__ == "__main__":
    main()
