"""What each dask worker holds: the setup of the run, and a supervised process for each of its threads."""

from __future__ import annotations

import pickle
import threading
from typing import Any

import distributed

from .supervised import Answer, Worker

NAME = "gouji"
_local = threading.local()
_held: dict[bytes, list[Worker]] = {}


class Setup(distributed.WorkerPlugin):
    """Carries the setup to every worker, also to those that join or come back later."""

    name = NAME

    def __init__(self, setup: bytes) -> None:
        self.data = setup

    def setup(self, worker: Any) -> None:
        return None

    def teardown(self, worker: Any) -> None:
        """End the reading processes of this run."""
        for one in _held.pop(self.data, []):
            one.close()


def serve(task: bytes) -> Answer:
    """On the cluster: run one task in this thread's own process."""
    plugin: Any = distributed.get_worker().plugins[NAME]
    setup: bytes = plugin.data
    if getattr(_local, "setup", None) != setup:
        job, options, guard = pickle.loads(setup)
        _local.setup, _local.worker = setup, Worker(job, options, guard)
        _held.setdefault(setup, []).append(_local.worker)
    answer: Answer = _local.worker.call(task)
    return answer
