"""Several supervised workers fed from one stream of tasks.

`concurrent.futures` breaks as a whole when one worker is killed, and pools that share a queue among workers can be
locked for ever by a worker that dies while holding its lock. Here each worker has its own pipe and its own thread.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from typing import TypeVar

from .supervised import Answer, Guard, Worker

T = TypeVar("T")
_END = object()


class Pool:
    """Runs tasks on `workers` processes; use as a context manager, so that no process is left behind."""

    def __init__(self, job: str, options: object, workers: int, guard: Guard) -> None:
        self._workers = [Worker(job, options, guard) for _ in range(max(1, workers))]

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        for worker in self._workers:
            worker.close()

    def run(self, items: Iterator[T], encode: Callable[[T], bytes]) -> Iterator[tuple[T, Answer]]:
        """Yield every item with its answer, in the order they finish.

        Items are drawn as workers become free, and answers wait in a short queue, so that memory does not grow
        with the number of items.
        """
        lock = threading.Lock()
        answers: queue.Queue[object] = queue.Queue(maxsize=4 * len(self._workers))

        def serve(worker: Worker) -> None:
            try:
                while True:
                    with lock:
                        item = next(items, _END)
                    if item is _END:
                        break
                    answer = worker.call(encode(item))  # type: ignore[arg-type]
                    if answer.ending == "stopped":
                        break
                    answers.put((item, answer))
            except BaseException as error:  # a fault of ours must reach the caller, not end in a thread
                answers.put(error)
            answers.put(_END)

        for worker in self._workers:
            threading.Thread(target=serve, args=(worker,), daemon=True).start()
        running = len(self._workers)
        while running:
            got = answers.get()
            if got is _END:
                running -= 1
            elif isinstance(got, BaseException):
                raise got
            else:
                yield got  # type: ignore[misc]
