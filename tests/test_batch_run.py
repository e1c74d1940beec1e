"""Runs of many files: accidents of single files, resuming, and the same bytes however it was run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import psutil
import pytest
from archives import STUBS, archive, fingerprints, options, report
from gouji.batch import basis
from gouji.batch import finish as finishing
from gouji.batch.ledger import Ledger
from gouji.batch.merge import merge
from gouji.batch.run import run
from gouji.errors import UsageError
from msgspec.structs import replace


@pytest.fixture(autouse=True)
def stubs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(STUBS))
    # An edit of the program between two runs would rightly redo everything.
    monkeypatch.setattr(basis, "program_hash", lambda: "the same")


def statuses(out: Path) -> dict[str, str]:
    frame = pd.read_parquet(out / "documents")
    return {Path(path).stem: status for path, status in zip(frame["path"], frame["status"], strict=True)}


def codes(out: Path) -> dict[str, str]:
    frame = pd.read_parquet(out / "problems")
    return {Path(path).stem: code for path, code in zip(frame["document"], frame["code"], strict=True)}


def test_accidents_of_one_file_leave_the_others_alone(tmp_path: Path) -> None:
    source = archive(tmp_path / "in", "甲", range(2020, 2022))
    for what in ("hang", "kill-once", "abort", "print"):
        report(source, f"x_{what}", f"do={what}", "body=x", "year=2020")
    summary = run(options(source, tmp_path / "out", seconds=5.0))
    assert statuses(tmp_path / "out") == {
        "甲2020": "ok",
        "甲2021": "ok",
        "x_kill-once": "ok",
        "x_print": "ok",
        "x_hang": "skipped",
        "x_abort": "failed",
    }
    assert codes(tmp_path / "out") == {"x_hang": "time-limit", "x_abort": "crashed"}
    assert summary.statuses == {"failed": 1, "ok": 4, "skipped": 1}
    # What a limit struck is tried again, and comes out once the limit is no more in the way; nothing else is done.
    report(source, "x_hang", "body=x", "year=2020")
    again = run(options(source, tmp_path / "out", seconds=60.0))
    assert (again.processed, again.kept) == (1, 5)
    assert statuses(tmp_path / "out")["x_hang"] == "ok"


def test_workers_shards_and_order_do_not_change_a_byte(tmp_path: Path) -> None:
    source = archive(tmp_path / "in", "甲乙丙丁", range(2018, 2023))
    report(source, "bad", "status=failed")
    report(source, "nobody", "figure=applications.new.total 5")
    run(options(source, tmp_path / "one", workers=1))
    expected = fingerprints(tmp_path / "one")
    assert len(expected) > 12
    for workers in (2, 4):
        run(options(source, tmp_path / f"w{workers}", workers=workers))
        assert fingerprints(tmp_path / f"w{workers}") == expected
    for number in (1, 2, 3):
        run(options(source, tmp_path / f"s{number}", shard=(number, 3), workers=1))
    merge(str(tmp_path / "merged"), [str(tmp_path / f"s{number}") for number in (3, 1, 2)])
    assert fingerprints(tmp_path / "merged") == expected
    # A merged dataset can be run on: nothing is left to do.
    again = run(options(source, tmp_path / "merged"))
    assert (again.processed, again.kept) == (0, 22)
    assert fingerprints(tmp_path / "merged") == expected


def test_shards_of_chosen_rules_merge_to_the_same_and_a_failed_merge_leaves_nothing(tmp_path: Path) -> None:
    source = archive(tmp_path / "in", "甲乙", range(2019, 2023))
    run(options(source, tmp_path / "one", ignore=("C1",)))
    shards = [str(tmp_path / f"s{number}") for number in (1, 2)]
    for number, shard in enumerate(shards, 1):
        run(options(source, Path(shard), shard=(number, 2), ignore=("C1",)))
    merge(str(tmp_path / "merged"), shards)
    assert fingerprints(tmp_path / "merged") == fingerprints(tmp_path / "one")
    run(options(source, tmp_path / "all"))
    for directories, said in (([*shards, str(tmp_path / "gone")], "not a dataset"), (shards[:1], "other versions")):
        with pytest.raises(UsageError, match=said):
            merge(str(tmp_path / "failed"), [*directories, str(tmp_path / "all")])
        assert not list((tmp_path / "failed").iterdir())


def test_a_killed_parent_loses_nothing_that_was_written(tmp_path: Path) -> None:
    source = archive(tmp_path / "in", "甲乙丙丁戊己庚辛", range(2019, 2023))
    for path in source.iterdir():
        path.write_text(path.read_text(encoding="utf-8") + "do=sleep 0.15\n", encoding="utf-8")
    run(options(source, tmp_path / "whole"))
    out = tmp_path / "killed"
    parent = subprocess.Popen([sys.executable, str(STUBS / "archives.py"), str(source), str(out)])
    done = 0
    deadline = time.monotonic() + 30
    while done < 4 and time.monotonic() < deadline:
        time.sleep(0.1)
        if (out / "ledger.sqlite").exists():
            try:
                with Ledger(out, write=False) as ledger:
                    done = sum(ledger.counts().values())
            except UsageError:
                continue
    workers = psutil.Process(parent.pid).children()
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    assert 4 <= done < 32
    gone, alive = psutil.wait_procs(workers, timeout=5)
    assert not alive and len(gone) == 2  # workers do not outlive their parent
    again = run(options(source, out))
    assert again.kept >= done and again.processed == 32 - again.kept
    assert fingerprints(out) == fingerprints(tmp_path / "whole")


def test_ctrl_c_leaves_a_usable_dataset(tmp_path: Path) -> None:
    source = archive(tmp_path / "in", "甲乙丙丁", range(2019, 2023))
    for path in sorted(source.iterdir())[8:]:
        path.write_text(path.read_text(encoding="utf-8") + "do=sleep 4\n", encoding="utf-8")
    out = tmp_path / "out"
    command = [sys.executable, str(STUBS / "archives.py"), str(source), str(out)]
    parent = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        time.sleep(0.2)
        try:
            with Ledger(out, write=False) as ledger:
                if sum(ledger.counts().values()) >= 6:
                    break
        except UsageError:
            continue
    parent.send_signal(signal.SIGINT)
    shown, _ = parent.communicate(timeout=20)
    assert shown.strip() == "True"
    assert 6 <= len(statuses(out)) < 16


def test_only_what_changed_is_done_again(tmp_path: Path) -> None:
    source, out = archive(tmp_path / "in", "甲乙", range(2019, 2022)), tmp_path / "out"
    run(options(source, out))
    before = fingerprints(out)
    changed = source / "甲2020.txt"
    text = changed.read_text(encoding="utf-8")
    os.utime(changed)  # touched, not changed: hashed again and left as it is
    assert run(options(source, out)).processed == 1
    assert fingerprints(out) == before
    changed.write_text(text.replace("new.total 20", "new.total 21"), encoding="utf-8")
    assert run(options(source, out)).processed == 1
    assert fingerprints(out) != before
    changed.write_text(text, encoding="utf-8")
    (source / "乙2021.txt").rename(tmp_path / "away")
    assert len(statuses(run_and(options(source, out)))) == 5
    (tmp_path / "away").rename(source / "乙2021.txt")
    run(options(source, out))
    assert fingerprints(out) == before


def run_and(given: object) -> Path:
    run(given)  # type: ignore[arg-type]
    return Path(given.out)  # type: ignore[attr-defined]


def test_a_changed_form_redoes_its_own_documents(tmp_path: Path) -> None:
    source, out = archive(tmp_path / "in", "甲", range(2021, 2024)), tmp_path / "out"
    report(source, "old", "body=甲", "year=2016", "form=statistics-2014")
    report(source, "none", "body=甲", "year=2005")
    run(options(source, out))
    bundled = Path(finishing.__file__).parents[1] / "forms" / "annual-2021.yaml"
    own = tmp_path / "forms"
    own.mkdir()
    text = bundled.read_text(encoding="utf-8")
    (own / "annual-2021.yaml").write_text(text.replace("why: 上年度", "why: 上年"), encoding="utf-8")
    assert run(options(source, out, forms=str(own))).processed == 3
    # What recognises a form may give any document another form.
    (own / "annual-2021.yaml").write_text(text.replace("years: [2021, null]", "years: [2020, null]"), encoding="utf-8")
    assert run(options(source, out, forms=str(own))).processed == 5


def test_two_runs_on_one_folder(tmp_path: Path) -> None:
    source = archive(tmp_path / "in", "甲", range(2021, 2023))
    run(options(source, tmp_path / "out"))
    with Ledger(tmp_path / "out"), pytest.raises(UsageError, match="another gouji run"):
        run(options(source, tmp_path / "out"))


def test_a_full_disk_keeps_what_was_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, out = archive(tmp_path / "in", "甲乙丙", range(2010, 2023)), tmp_path / "out"
    keep = Ledger.keep

    def small(ledger: Ledger, results: list[object]) -> None:
        ledger.db.execute("PRAGMA max_page_count = 60")
        keep(ledger, results)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(Ledger, "keep", small)
        with pytest.raises(UsageError, match="disk is full"):
            run(options(source, out))
    run(options(source, out))
    run(options(source, tmp_path / "whole"))
    assert fingerprints(out) == fingerprints(tmp_path / "whole")


def test_power_fails_while_tables_are_put_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from gouji.dataset import open_dataset, package

    source, out = archive(tmp_path / "in", "甲", range(2021, 2023)), tmp_path / "out"
    run(options(source, out))
    expected = fingerprints(out)
    replaced = os.replace

    def fails(old: str, new: str) -> None:
        if str(new).endswith("findings"):
            raise KeyboardInterrupt
        replaced(old, new)

    report(source, "甲2022", "body=甲市人民政府", "year=2022", "form=annual-2021")
    with monkeypatch.context() as patch:
        patch.setattr(package.os, "replace", fails)
        with pytest.raises(KeyboardInterrupt):
            run(options(source, out))
    with pytest.raises(UsageError, match="being replaced"):
        open_dataset(str(out))
    archive(source, "甲", range(2021, 2023))
    run(options(source, out))
    assert fingerprints(out) == expected


@pytest.mark.parametrize("what", ["newer", "damaged", "strange", "file"])
def test_folders_that_cannot_be_used(tmp_path: Path, what: str) -> None:
    out = tmp_path / "out"
    if what == "file":
        out.write_text("x")
    elif what == "strange":
        out.mkdir()
        (out / "thesis.docx").write_text("x")
    elif what == "newer":
        out.mkdir()
        with Ledger(out) as ledger:
            ledger.set_meta("format", "99")
    else:
        out.mkdir()
        (out / "ledger.sqlite").write_bytes(b"no database " * 1000)
    said = {"newer": "newer gouji", "damaged": "damaged", "strange": "something else", "file": "not a folder"}[what]
    with pytest.raises(UsageError, match=said):
        run(options(tmp_path, out))


def test_a_folder_belongs_to_one_shard(tmp_path: Path) -> None:
    source = archive(tmp_path / "in", "甲", range(2021, 2023))
    run(options(source, tmp_path / "out", shard=(1, 2)))
    with pytest.raises(UsageError, match="shard 1/2"):
        run(options(source, tmp_path / "out", shard=(2, 2)))
    with pytest.raises(UsageError, match="1 ≤ I ≤ N"):
        run(replace(options(source, tmp_path / "out"), shard=(3, 2)))
