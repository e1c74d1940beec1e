"""What a run reads, how it tells of its progress, and how URLs become documents."""

from __future__ import annotations

import io
import json
import sys
import zipfile
from pathlib import Path

import fsspec
import pandas as pd
import pytest
from archives import STUBS, options, report
from gouji.batch.inputs import find_inputs, shard_of, stamp_of
from gouji.batch.jobs import Task, Work, run_task
from gouji.batch.ledger import Entry
from gouji.batch.progress import Bar, Lines, make_progress
from gouji.batch.run import run
from gouji.errors import UsageError
from gouji.forms.loader import load_forms


def names(paths: list[str]) -> list[str]:
    return [Path(path).name for path, _ in find_inputs(paths).files]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    for name in ("b/二", "a/一", "c"):
        report(tmp_path / "in", name, "body=甲", "text=年度报告")
    return tmp_path / "in"


def test_folders_globs_and_doubles(source: Path) -> None:
    assert names([str(source)]) == ["一.txt", "二.txt", "c.txt"]
    assert names([f"{source}/*/*.txt", str(source / "c.txt"), str(source)]) == ["一.txt", "二.txt", "c.txt"]


def test_a_manifest_names_files_beside_it_and_elsewhere(source: Path, tmp_path: Path) -> None:
    manifest = source / "list.csv"
    manifest.write_text(f"year,path\n2020,b/二.txt\n2021,{source}/c.txt\n,\n", encoding="utf-8-sig")
    found = find_inputs([str(manifest)])
    assert [Path(path).name for path, _ in found.files] == ["二.txt", "c.txt"]
    assert {root for _, root in found.files} == {str(manifest)}
    table = source / "figures.csv"
    table.write_text("year,value\n2020,3\n", encoding="utf-8")
    assert names([str(table)]) == ["figures.csv"]  # no column `path`: a table to be read


def test_members_of_archives(source: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(source / "c.txt", "x/c.txt")
    [(path, _)] = find_inputs([str(tmp_path / "all.zip")]).files
    assert path.endswith("all.zip!/x/c.txt")
    assert stamp_of(path) == stamp_of(str(tmp_path / "all.zip")) != ""


def test_shards_share_the_files_out(source: Path) -> None:
    whole = find_inputs([str(source)])
    parts = [shard_of(whole, number, 2).files for number in (1, 2)]
    assert sorted(parts[0] + parts[1]) == sorted(whole.files) and not set(parts[0]) & set(parts[1])


def test_urls_are_listed_and_read_under_their_own_name(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = fsspec.filesystem("memory")
    memory.pipe("/archive/2020/一.txt", (source / "c.txt").read_bytes())
    memory.pipe("/archive/.hidden/二.txt", b"x")
    memory.pipe("/archive/2020/三.exe", b"x")
    assert [path for path, _ in find_inputs(["memory://archive"]).files] == ["memory:///archive/2020/一.txt"]
    [url] = [path for path, _ in find_inputs(["memory://archive/*/一.txt"]).files]
    monkeypatch.syspath_prepend(str(STUBS))
    import batch_stub

    done = run_task(Task(url), Work(load_forms()), batch_stub.process)
    assert done.entry is not None and done.entry.path == url and done.entry.status == "ok"
    assert run_task(Task(url, done.entry.sha256), Work(load_forms()), batch_stub.process).unchanged
    gone = run_task(Task("memory://archive/gone.txt"), Work(load_forms()), batch_stub.process)
    assert gone.entry is not None and (gone.entry.path, gone.entry.status) == ("memory://archive/gone.txt", "failed")


def test_a_url_of_an_unknown_kind() -> None:
    with pytest.raises(UsageError, match="cannot be listed"):
        find_inputs(["nosuch://bucket/x"])


def test_a_missing_file_is_a_document_that_failed(tmp_path: Path) -> None:
    report(tmp_path / "in", "there", "text=年度报告", "body=甲")
    given = options(tmp_path / "in", tmp_path / "out", process="gouji.batch.one:process", workers=1)
    run(type(given)((str(tmp_path / "gone.pdf"), *given.paths), given.out, workers=1, log="none"))
    frame = pd.read_parquet(tmp_path / "out" / "documents")
    assert dict(zip([Path(path).name for path in frame["path"]], frame["status"], strict=True))["gone.pdf"] == "failed"
    assert "not-found" in set(pd.read_parquet(tmp_path / "out" / "problems")["code"])


def entry(path: str, status: str) -> Entry:
    return Entry(path, "", "", "", "", None, "", status, False, False, None, None)


def test_progress_off_a_terminal_is_quiet_lines(capsys: pytest.CaptureFixture[str]) -> None:
    with make_progress("auto", 3) as progress:
        assert isinstance(progress, Lines)
        for status in ("ok", "failed", "ok"):
            progress.advance(entry("报告.pdf", status))
    shown = capsys.readouterr()
    assert shown.out == ""
    lines = shown.err.splitlines()
    assert lines[0] == "gouji run: failed: 报告.pdf"
    assert lines[1].startswith("gouji run: 3/3") and lines[1].endswith("ok 2 failed 1")


def test_progress_for_machines(capsys: pytest.CaptureFixture[str]) -> None:
    with make_progress("json", 1) as progress:
        progress.advance(entry("报告.pdf", "skipped"))
        progress.say("tables", "写表", "writing")
    events = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [event["event"] for event in events] == ["file", "progress", "tables"]
    assert events[0] == {"event": "file", "path": "报告.pdf", "status": "skipped"}
    assert events[1]["done"] == events[1]["total"] == 1


def test_progress_on_a_terminal_is_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    with make_progress("auto", 2) as progress:
        assert isinstance(progress, Bar)
        progress.advance(entry("a", "ok"))
        progress.advance(entry("b", "failed"))
    assert "2/2" in screen.getvalue() and "ok 1 failed 1" in screen.getvalue()
