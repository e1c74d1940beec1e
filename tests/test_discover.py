"""Which files a command line means, in which order."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest
from gouji.ingest.discover import discover
from gouji.ingest.read import read

TEXT = "某县2023年政府信息公开工作年度报告\n一、总体情况\n本年收到申请12件。\n".encode()
HTML = b"<html><body><p>\xe6\x8a\xa5\xe5\x91\x8a</p></body></html>"


def make(root: Path, **files: bytes) -> None:
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def names(root: Path, inputs: tuple[str, ...]) -> list[str]:
    return [os.path.relpath(path, root) for path in inputs]


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_a_directory_is_walked_in_sorted_order(tmp_path: Path) -> None:
    make(tmp_path, **{"b.txt": TEXT, "a/z.html": HTML, "a/b/c.txt": TEXT, "c.txt": TEXT})
    assert names(tmp_path, discover([str(tmp_path)]).inputs) == ["a/b/c.txt", "a/z.html", "b.txt", "c.txt"]


def test_hidden_entries_are_left_out(tmp_path: Path) -> None:
    make(tmp_path, **{".git/x.txt": TEXT, ".hidden.txt": TEXT, "a.txt": TEXT})
    found = discover([str(tmp_path)])
    assert names(tmp_path, found.inputs) == ["a.txt"]
    assert found.ignored == {}


def test_a_dataset_among_the_reports_is_left_out(tmp_path: Path) -> None:
    make(tmp_path, **{"out/ledger.sqlite": b"x", "out/codebook.md": TEXT, "a.txt": TEXT})
    found = discover([str(tmp_path)])
    assert names(tmp_path, found.inputs) == ["a.txt"]
    assert found.ignored == {"dataset": 1}


def test_content_decides_and_the_rest_is_counted(tmp_path: Path) -> None:
    make(
        tmp_path,
        **{
            "report.pdf": HTML,
            "page.html": TEXT,
            "noise.txt": b"\0\1\2\3" * 99,
            "empty.docx": b"",
            "a.csv": b"a,b\n1,2\n",
        },
    )
    found = discover([str(tmp_path)])
    assert names(tmp_path, found.inputs) == ["page.html", "report.pdf"]
    assert found.ignored == {"csv": 1, "empty": 1, "unknown": 1}


def test_spreadsheets_when_named_or_asked_for(tmp_path: Path) -> None:
    make(tmp_path, **{"a.csv": b"a,b\n1,2\n"})
    assert discover([str(tmp_path)]).inputs == ()
    assert discover([str(tmp_path)], tables=True).inputs == (str(tmp_path / "a.csv"),)
    assert discover([str(tmp_path / "a.csv")]).inputs == (str(tmp_path / "a.csv"),)


def test_named_twice_is_taken_once_and_missing_stays(tmp_path: Path) -> None:
    make(tmp_path, **{"a.txt": TEXT})
    path, missing = str(tmp_path / "a.txt"), str(tmp_path / "no.pdf")
    assert discover([path, str(tmp_path), missing, path]).inputs == (path, missing)


def test_globs(tmp_path: Path) -> None:
    make(tmp_path, **{"2022/a.txt": TEXT, "2023/a.txt": TEXT, "2023/b.html": HTML, "x[1].txt": TEXT})
    assert names(tmp_path, discover([str(tmp_path / "*/a.txt")]).inputs) == ["2022/a.txt", "2023/a.txt"]
    assert names(tmp_path, discover([str(tmp_path / "x[1].txt")]).inputs) == ["x[1].txt"]
    assert names(tmp_path, discover([str(tmp_path / "*.none")]).inputs) == ["*.none"]
    assert names(tmp_path, discover([str(tmp_path / "20*")]).inputs) == ["2022/a.txt", "2023/a.txt", "2023/b.html"]


def test_links_to_directories_are_not_followed(tmp_path: Path) -> None:
    make(tmp_path, **{"real/a.txt": TEXT})
    (tmp_path / "again").symlink_to(tmp_path / "real")
    (tmp_path / "real" / "up").symlink_to(tmp_path)
    (tmp_path / "file.txt").symlink_to(tmp_path / "real" / "a.txt")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    found = discover([str(tmp_path)])
    assert names(tmp_path, found.inputs) == ["file.txt", "real/a.txt"]
    assert found.ignored == {"broken-link": 1, "linked-directory": 2}


def test_pipes_are_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    make(tmp_path, **{"a.txt": TEXT})
    found = discover([str(tmp_path)])
    assert names(tmp_path, found.inputs) == ["a.txt"]
    assert found.ignored == {"special-file": 1}


def test_a_directory_without_permission_stays_to_be_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, **{"closed/a.txt": TEXT, "open/a.txt": TEXT})
    real = os.scandir

    def refuse(path: str) -> os.ScandirIterator[str]:  # type: ignore[name-defined]
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert names(tmp_path, discover([str(tmp_path)]).inputs) == ["closed", "open/a.txt"]


def test_an_archive_is_walked_like_a_folder(tmp_path: Path) -> None:
    inner = zipped(**{"深/c.txt": TEXT})
    make(
        tmp_path,
        **{
            "all.zip": zipped(
                **{"b.txt": TEXT, "甲 乙/a.html": HTML, "x.csv": b"a,b\n", ".h.txt": TEXT, "in.zip": inner}
            )
        },
    )
    found = discover([str(tmp_path)])
    assert names(tmp_path, found.inputs) == ["all.zip!/b.txt", "all.zip!/in.zip!/深/c.txt", "all.zip!/甲 乙/a.html"]
    assert found.ignored == {"csv": 1}
    assert [read(path).format for path in found.inputs] == ["text", "text", "html"]


def test_member_names_in_gbk(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("AAAA.txt", TEXT)
    make(tmp_path, **{"old.zip": out.getvalue().replace(b"AAAA", "年报".encode("gbk"))})
    (path,) = discover([str(tmp_path / "old.zip")]).inputs
    assert path.endswith("old.zip!/年报.txt")
    assert "12件" in read(path).text


def test_a_damaged_archive_stays_to_be_reported(tmp_path: Path) -> None:
    make(tmp_path, **{"cut.zip": zipped(**{"a.txt": TEXT * 50})[:-30]})
    assert names(tmp_path, discover([str(tmp_path)]).inputs) == ["cut.zip"]


def test_an_archive_without_reports(tmp_path: Path) -> None:
    make(tmp_path, **{"none.zip": zipped(**{"x.csv": b"a,b\n"})})
    assert discover([str(tmp_path)]).inputs == ()
    assert discover([str(tmp_path / "none.zip")]).inputs == (str(tmp_path / "none.zip"),)


@pytest.mark.parametrize("name", ["with space.txt", "new\nline.txt", "中文.txt", "-rf.txt", "a'b\"c.txt"])
def test_odd_names(tmp_path: Path, name: str) -> None:
    make(tmp_path, **{name: TEXT})
    (path,) = discover([str(tmp_path)]).inputs
    assert read(path).path == path


def test_a_name_that_is_no_utf8_can_be_printed_and_read(tmp_path: Path) -> None:
    raw = os.path.join(os.fsencode(tmp_path), "年报".encode("gbk") + b".txt")
    with open(raw, "wb") as file:
        file.write(TEXT)
    (path,) = discover([str(tmp_path)]).inputs
    path.encode("utf-8")
    assert "12件" in read(path).text
