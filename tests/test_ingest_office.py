"""Old office formats through LibreOffice, where it is installed."""

from __future__ import annotations

import pytest
from gouji.errors import InputError
from gouji.ingest import office
from gouji.ingest.read import read_bytes

RTF = (
    rb"{\rtf1\ansi\ansicpg936\uc0 \u25253\u21578\par "
    rb"\trowd\cellx2000\cellx4000\intbl \u30002\cell 12\cell\row"
    rb"\trowd\cellx2000\cellx4000\intbl \u20057\cell 3\cell\row\pard}"
)
needed = pytest.mark.skipif(office.program() is None, reason="LibreOffice is not installed")


@needed
def test_rtf_with_a_table() -> None:
    document = read_bytes(RTF, "old.rtf")
    assert document.format == "rtf"
    assert [cell.text for cell in document.tables[0].cells] == ["甲", "12", "乙", "3"]
    assert document.text.startswith("报告\n")


@needed
def test_a_damaged_file_is_refused_in_a_sentence() -> None:
    with pytest.raises(InputError) as caught:
        read_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le") + bytes(3000), "old.doc")
    assert caught.value.code in ("damaged", "no-text")


def test_files_prepared_together_are_not_converted_again(monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[int] = []

    def convert(jobs: list[office.Job]) -> dict[str, InputError]:
        runs.append(len(jobs))
        return {job.key: InputError("甲", "a", "damaged") for job in jobs}

    monkeypatch.setattr(office, "_convert", convert)
    monkeypatch.setattr(office, "program", lambda: "soffice")
    files = [(RTF, "rtf"), (RTF + b" ", "rtf"), (b"%PDF-", "pdf")]
    office.prepare(files)
    for data, format in files[:2]:
        with pytest.raises(InputError):
            read_bytes(data, "x." + format)
    assert runs == [2]
