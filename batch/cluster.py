"""The dask engine: the same tasks on a cluster, a supervised worker process inside each of its threads."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any, TypeVar

from ..errors import UsageError
from .supervised import Answer, Guard

T = TypeVar("T")
_RETRIES = 3  # of a task whose dask worker was lost
_WINDOW = 4  # tasks handed over ahead, a thread of the cluster
CONNECT_SECONDS = 15


def run_on_cluster(
    job: str,
    options: object,
    guard: Guard,
    items: Iterator[T],
    encode: Callable[[T], bytes],
    workers: int,
    scheduler: str | None,
) -> Iterator[tuple[T, Answer]]:
    """Yield every item with its answer, in the order they finish; as `Pool.run`, on a cluster.

    Raises:
        UsageError: dask is not installed, the scheduler cannot be reached, or its workers run other versions.
    """
    with ExitStack() as stack:
        client = _connect(stack, workers, scheduler)
        _compare_versions(client)
        yield from _stream(client, (job, options, guard), items, encode)


def _connect(stack: ExitStack, workers: int, scheduler: str | None) -> Any:
    try:
        import dask
        import distributed
    except ImportError:
        raise UsageError(
            "--engine dask 需要附加组件：pip install 'gouji[cluster]'",
            "--engine dask needs an extra: pip install 'gouji[cluster]'",
            "needs-dask",
        ) from None
    cluster_of: Any = distributed.LocalCluster
    client_of: Any = distributed.Client
    if scheduler is None:
        count = workers or os.cpu_count() or 1
        # Readers guard their own memory; dask would only restart the workers that hold them.
        stack.enter_context(dask.config.set({"distributed.logging.distributed": "error"}))
        cluster = cluster_of(
            n_workers=count, threads_per_worker=1, memory_limit=0, dashboard_address=None, silence_logs=50
        )
        stack.enter_context(cluster)
        return stack.enter_context(client_of(cluster, set_as_default=False))
    try:
        return stack.enter_context(client_of(scheduler, timeout=CONNECT_SECONDS, set_as_default=False))
    except (OSError, ValueError, TimeoutError) as error:
        raise UsageError(
            f"--scheduler {scheduler}：连接不上（{error}）", f"--scheduler {scheduler}: no connection ({error})"
        ) from None


def _compare_versions(client: Any) -> None:
    """Workers with another gouji or other form files would give other results."""
    mine = _versions()
    try:
        theirs = client.run(_versions)
    except Exception as error:
        raise UsageError(
            f"集群的工作节点不能运行 gouji（{error}）；请在每个节点安装同一版本",
            f"the cluster's workers cannot run gouji ({error}); install the same version on each of them",
        ) from None
    for address, versions in sorted(theirs.items()):
        if versions != mine:
            different = [name for name in mine if versions.get(name) != mine[name]]
            raise UsageError(
                f"工作节点 {address} 的版本与本机不同：{', '.join(different)}",
                f"worker {address} runs other versions than this machine: {', '.join(different)}",
                "versions",
            )


def _versions() -> dict[str, str]:
    """What must be the same everywhere for results to be the same."""
    import sys
    from importlib.metadata import version

    from .. import __version__
    from .basis import program_hash

    names = ("pyarrow", "pypdfium2", "pdfplumber", "lxml", "jieba", "msgspec")
    python = ".".join(map(str, sys.version_info[:2]))
    return {"gouji": __version__, "program": program_hash(), "python": python, **{n: version(n) for n in names}}


def _stream(
    client: Any, setup: tuple[str, object, Guard], items: Iterator[T], encode: Callable[[T], bytes]
) -> Iterator[tuple[T, Answer]]:
    """Keep a few tasks a thread under way, so that neither the scheduler nor this process holds all of them."""
    import distributed

    from .cluster_plugin import NAME, Setup, serve

    as_completed: Any = distributed.as_completed
    client.register_plugin(Setup(pickle.dumps(setup)))
    waiting: dict[Any, T] = {}
    done = as_completed(loop=client.loop)

    def submit(item: T) -> None:
        # pure=False: a file read again after a change is another task.
        future = client.submit(serve, encode(item), retries=_RETRIES, pure=False)
        waiting[future] = item
        done.add(future)

    try:
        for _ in range(max(1, sum(client.nthreads().values())) * _WINDOW):
            for item in _next(items):
                submit(item)
        while waiting:
            future = next(done)
            item = waiting.pop(future)
            yield item, future.result() if future.status == "finished" else Answer("died")
            future.release()
            for item in _next(items):
                submit(item)
    finally:
        client.cancel(list(waiting))
        client.unregister_worker_plugin(NAME)


def _next(items: Iterator[T]) -> Iterator[T]:
    """The next item, if there is one."""
    for item in items:
        yield item
        return
