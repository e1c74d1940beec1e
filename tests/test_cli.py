"""The contract of the command line: exit status, streams, formats, bad calls."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

BROKEN = "某县某局2020年政府信息公开工作年度报告\n全年共办理12件，其中甲类5件、乙类6件、其他2件。\n"
CLEAN = "某县某局2020年政府信息公开工作年度报告\n全年共办理13件，其中甲类5件、乙类6件、其他2件。\n"


def gouji(*arguments: str, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from gouji.cli import main; main()", *arguments]
    return subprocess.run(
        command,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        check=False,
        env={**os.environ, **environment},
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "破.txt").write_text(BROKEN, encoding="utf-8")
    (tmp_path / "clean.txt").write_text(CLEAN, encoding="utf-8")
    return tmp_path


def test_clean_report_is_zero(folder: Path) -> None:
    assert gouji("check", "clean.txt", cwd=folder).returncode == 0


def test_contradiction_is_one_and_shows_both_numbers(folder: Path) -> None:
    done = gouji("check", "破.txt", cwd=folder)
    assert done.returncode == 1
    assert "12" in done.stdout and "13" in done.stdout
    assert done.stderr == ""


def test_fail_on_raises_the_bar(folder: Path) -> None:
    severity = json.loads(gouji("check", "破.txt", "--format", "json", cwd=folder).stdout)["findings"][0]["severity"]
    expected = 1 if severity == "error" else 0
    assert gouji("check", "破.txt", "--fail-on", "error", cwd=folder).returncode == expected


def test_select_and_ignore(folder: Path) -> None:
    code = json.loads(gouji("check", "破.txt", "--format", "json", cwd=folder).stdout)["findings"][0]["rule"]
    assert gouji("check", "破.txt", "--ignore", code, cwd=folder).returncode == 0
    assert gouji("check", "破.txt", "--select", code[0], cwd=folder).returncode == 1


@pytest.mark.parametrize("command", [["check", "破.txt"], ["run", "破.txt", "--out", "data"]])
@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_a_code_that_no_rule_has_is_wrong_usage(folder: Path, command: list[str], option: str) -> None:
    """Else a misspelt rule would pass for a report without contradictions."""
    done = gouji(*command, option, "S101,ZZ9", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "ZZ9" in done.stderr and "gouji rules" in done.stderr


def test_machine_formats_name_the_unreadable_file_on_stderr(folder: Path) -> None:
    done = gouji("check", "missing.pdf", "clean.txt", "--format", "json", cwd=folder)
    assert done.returncode == 3 and "missing.pdf" in done.stderr
    assert [document["status"] for document in json.loads(done.stdout)["documents"]] == ["failed", "ok"]


@pytest.mark.parametrize(
    "arguments, status",
    [
        (["check", "missing.txt"], 3),
        (["check", "clean.txt", "missing.txt"], 3),
        (["check", "破.txt", "missing.txt"], 3),
        (["check", "clean.txt", "--format", "nonsense"], 2),
        (["check", "clean.txt", "--format", "xlsx"], 2),
        (["check"], 2),
        (["check", "clean.txt", "--limit", "pages"], 2),
        (["check", "clean.txt", "--forms", "nowhere"], 4),
        (["check", "clean.txt", "--baseline", "clean.txt"], 4),
        (["read", "missing.txt"], 3),
        (["rule", "Z999"], 2),
        (["form", "no-such-form"], 2),
        (["verify", "clean.txt"], 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else str(value),
)
def test_exit_status(folder: Path, arguments: list[str], status: int) -> None:
    done = gouji(*arguments, cwd=folder)
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stderr + done.stdout


def test_the_rest_is_printed_beside_a_bad_file(folder: Path) -> None:
    done = gouji("check", "破.txt", "missing.txt", "--format", "json", cwd=folder)
    report = json.loads(done.stdout)
    assert [document["status"] for document in report["documents"]] == ["ok", "failed"]
    assert report["documents"][1]["problem"]
    assert report["findings"]


def test_json_has_the_contract_keys(folder: Path) -> None:
    report = json.loads(gouji("check", "破.txt", "--format", "json", cwd=folder).stdout)
    assert list(report)[:4] == ["gouji", "documents", "findings", "unresolved"]
    finding = report["findings"][0]
    keys = {
        *("rule", "severity", "kind", "documents", "message", "message_en", "explanation", "explanation_en", "gap"),
        *("evidence", "relations", "alternatives", "fingerprint", "baseline"),
    }
    assert keys <= set(finding)
    text = (folder / "破.txt").read_text(encoding="utf-8")
    for item in finding["evidence"]:
        assert text[item["location"]["start"] : item["location"]["end"]] == item["quote"]
    assert {"rule", "expression", "terms", "gap"} <= set(finding["relations"][0])
    coverage = report["documents"][0]["coverage"]
    assert {"cells", "cells_read", "figures", "linked", "relations", "held", "broken"} <= set(coverage)


def test_extract_lines(folder: Path) -> None:
    lines = gouji("extract", "clean.txt", cwd=folder).stdout.splitlines()
    figures = [json.loads(line) for line in lines]
    assert [(figure["value"], figure["unit"]) for figure in figures][:4] == [
        ("13", "件"),
        ("5", "件"),
        ("6", "件"),
        ("2", "件"),
    ]
    text = (folder / "clean.txt").read_text(encoding="utf-8")
    for figure in figures:
        assert text[figure["location"]["start"] : figure["location"]["end"]] == figure["quote"]
        assert figure["source"] == "narrative" and figure["year"] == 2020


def test_csv_opens_in_excel(folder: Path) -> None:
    gouji("check", "破.txt", "--format", "csv", "--out", "out.csv", cwd=folder)
    raw = (folder / "out.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(raw.decode("utf-8-sig").splitlines()))[1:]


def test_same_bytes_twice(folder: Path) -> None:
    first, second = (gouji("check", ".", "--format", "json", cwd=folder).stdout for _ in range(2))
    assert first == second


def test_messages_in_both_languages(folder: Path) -> None:
    chinese, english = (gouji("check", "missing.txt", "--lang", lang, cwd=folder) for lang in ("zh", "en"))
    assert "missing.txt" in chinese.stdout + chinese.stderr
    assert chinese.stdout + chinese.stderr != english.stdout + english.stderr


def test_a_workbook_a_person_may_have_edited_is_not_overwritten(folder: Path) -> None:
    assert gouji("check", "破.txt", "--format", "xlsx", "--out", "a.xlsx", cwd=folder).returncode == 1
    before = (folder / "a.xlsx").read_bytes()
    again = gouji("check", "破.txt", "--format", "xlsx", "--out", "a.xlsx", cwd=folder)
    assert again.returncode == 2 and "--force" in again.stderr
    assert (folder / "a.xlsx").read_bytes() == before
    assert gouji("check", "破.txt", "--format", "xlsx", "--out", "a.xlsx", "--force", cwd=folder).returncode == 1


def test_output_into_a_missing_folder(folder: Path) -> None:
    done = gouji("check", "破.txt", "--format", "json", "--out", "no/such/out.json", cwd=folder)
    assert done.returncode == 2 and "no/such" in done.stderr


def test_no_colour_when_piped(folder: Path) -> None:
    assert "\x1b[" not in gouji("check", "破.txt", cwd=folder).stdout


def test_baseline_marks_and_dismisses(folder: Path) -> None:
    assert gouji("baseline", "write", "known.json", "破.txt", cwd=folder).returncode == 0
    assert gouji("check", "破.txt", "--baseline", "known.json", cwd=folder).returncode == 1
    fingerprint = json.loads((folder / "known.json").read_text(encoding="utf-8"))["entries"][0]["fingerprint"]
    edited = gouji("baseline", "edit", "known.json", fingerprint, "--status", "dismissed", "--note", "口径", cwd=folder)
    assert edited.returncode == 0
    assert "口径" in gouji("baseline", "list", "known.json", cwd=folder).stdout
    assert gouji("check", "破.txt", "--baseline", "known.json", cwd=folder).returncode == 0
    (folder / "破.txt").write_text(BROKEN.replace("12件", "11件"), encoding="utf-8")
    assert gouji("check", "破.txt", "--baseline", "known.json", cwd=folder).returncode == 1


def test_verify_stands_until_the_source_changes(folder: Path) -> None:
    gouji("check", "破.txt", "--format", "json", "--out", "found.json", cwd=folder)
    assert gouji("verify", "found.json", cwd=folder).returncode == 0
    (folder / "破.txt").write_text(BROKEN.replace("12件", "13件"), encoding="utf-8")
    assert gouji("verify", "found.json", cwd=folder).returncode == 1


def test_small_text_report_needs_neither_spacy_nor_jieba(folder: Path) -> None:
    code = (
        "import sys\nsys.argv=['gouji','check','clean.txt']\nfrom gouji.cli import main\n"
        "try:\n main()\nexcept SystemExit: pass\n"
        "print(sorted({'spacy','jieba','pandas','pdfplumber'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
