"""The dask engine on a real cluster of two workers, one of which is killed on the way."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

import pytest
from archives import STUBS, archive, fingerprints, options
from gouji.batch import basis
from gouji.batch.run import run
from gouji.errors import UsageError

distributed = pytest.importorskip("distributed", reason="needs gouji[cluster]")


@pytest.fixture(autouse=True)
def stubs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(STUBS))


def test_a_lost_worker_loses_nothing_and_changes_nothing(tmp_path: Path) -> None:
    source = archive(tmp_path / "in", "甲乙丙丁", range(2019, 2022))
    marks = tmp_path / "marks"
    marks.mkdir()
    for path in source.iterdir():
        path.write_text(f"{path.read_text(encoding='utf-8')}do=mark {marks}/{path.stem}\n", encoding="utf-8")
    two = {"n_workers": 2, "threads_per_worker": 1, "memory_limit": 0, "dashboard_address": None, "silence_logs": 50}
    with distributed.LocalCluster(**two) as cluster, distributed.Client(cluster, set_as_default=False) as client:
        processes = client.run(os.getpid)

        def kill() -> None:
            deadline = time.monotonic() + 60
            while len(list(marks.iterdir())) < 4 and time.monotonic() < deadline:
                time.sleep(0.02)
            os.kill(sorted(processes.values())[0], signal.SIGKILL)

        killer = threading.Thread(target=kill)
        killer.start()
        given = options(source, tmp_path / "dask", engine="dask", scheduler=cluster.scheduler_address)
        summary = run(given)
        killer.join()
    assert summary.statuses == {"ok": 12}
    run(options(source, tmp_path / "local"))
    assert fingerprints(tmp_path / "dask") == fingerprints(tmp_path / "local")


def test_other_versions_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = archive(tmp_path / "in", "甲", range(2021, 2023))
    monkeypatch.setattr(basis, "program_hash", lambda: "edited here, not there")
    with pytest.raises(UsageError, match="other versions than this machine: program"):
        run(options(source, tmp_path / "out", engine="dask", workers=1))


def test_a_scheduler_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from gouji.batch import cluster

    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 1)
    source = archive(tmp_path / "in", "甲", range(2021, 2023))
    with pytest.raises(UsageError, match="no connection"):
        run(options(source, tmp_path / "out", engine="dask", scheduler="tcp://127.0.0.1:9"))
