"""Hostile and damaged files: one clear sentence and a status each, within bounds, and the rest of the batch goes on.

Every file is made here. Each is read in a process of its own that may use no more than the memory promised.
"""

from __future__ import annotations

import io
import json
import os
import socket
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

# 1 GB resident is the promise; address space holds libraries and arenas that are never touched.
ADDRESS_SPACE = 3_000_000_000
RESIDENT_KB = 1_000_000
SECONDS = 30
# Reads each path and prints [code, status, message, message_en, peak memory in kB, CPU seconds].
READER = """
import json, resource, sys
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]),) * 2)
from gouji.errors import InputError
from gouji.ingest.read import read
for path in json.loads(sys.argv[2]):
    try:
        document = read(path)
        found = ["", document.status, document.text[:200], ""]
    except InputError as error:
        found = [error.code, error.status, error.message, error.message_en]
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps([*found, used.ru_maxrss, used.ru_utime + used.ru_stime]))
"""
REPORT = "某县2023年政府信息公开工作年度报告\n一、总体情况\n本年收到申请12件。\n"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def run(*paths: str) -> list[tuple[str, str, str, str]]:
    """What reading these files one after the other in one process comes to."""
    done = subprocess.run(
        [sys.executable, "-c", READER, str(ADDRESS_SPACE), json.dumps(paths)],
        capture_output=True,
        text=True,
        timeout=5 * SECONDS * len(paths),
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert "Traceback" not in done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert all(line[4] < RESIDENT_KB for line in found), [line[4] for line in found]
    # Processor time, for the tests may run on a busy machine; the timeout above catches what only waits.
    assert found[-1][5] < SECONDS * len(paths)
    return [(line[0], line[1], line[2], line[3]) for line in found]


def zipped(members: dict[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def docx(document: str | bytes, **more: bytes | str) -> bytes:
    parts = {"[Content_Types].xml": TYPES, "_rels/.rels": RELS, "word/document.xml": document}
    return zipped({**parts, **more})


def body(content: str) -> str:
    return f"<w:document {W}><w:body>{content}</w:body></w:document>"


# ---------------------------------------------------------------- PDF
def pdf(*objects: bytes, root: int = 1) -> bytes:
    """A PDF of these objects, numbered from 1, with a correct cross-reference table."""
    out = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    trailer = b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, root, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + trailer


def one_page(content: bytes, filters: bytes = b"") -> bytes:
    stream = b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(content), filters, content)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, stream, font)


def encrypted_pdf() -> bytes:
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("secret")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def flate_bomb_pdf() -> bytes:
    """Two hundred megabytes of page content in two hundred kilobytes."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"0 0 m 1 1 l S\n" * 75_000) for _ in range(200)) + packer.flush()
    return one_page(packed, b"/Filter/FlateDecode")


def flate_bombs_pdf() -> bytes:
    """The same in twenty parts, each packed twice."""
    part = zlib.compress(zlib.compress(b"0 0 m 1 1 l S\n" * 1_000_000, 9), 9)
    stream = b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>\nstream\n%s\nendstream" % (len(part), part)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents[%s]>>"
    parts = b" ".join(b"%d 0 R" % number for number in range(4, 24))
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page % parts, *[stream] * 20)


def looping_pdf() -> bytes:
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Pages/Kids[2 0 R 3 0 R]/Parent 2 0 R/Count 1>>",
    )


def many_pages_pdf() -> bytes:
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 2_103))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%s]/Count 2100>>" % kids, *[page for _ in range(2_100)]
    )


# ---------------------------------------------------------------- containers and markup
def laughing() -> str:
    entities = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    return f"<?xml version='1.0'?><!DOCTYPE w:document [{entities}]>" + body("<w:p><w:r><w:t>&a11;</w:t></w:r></w:p>")


def external() -> str:
    entity = '<!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return entity + body("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>")


def zip_bomb() -> bytes:
    """A member of six hundred megabytes in six hundred kilobytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("report.txt", "w") as member:
        for _ in range(600):
            member.write(b" " * 1_000_000)
    return out.getvalue()


def lying_zip() -> bytes:
    """A member that unpacks to more than its directory entry admits."""
    data = bytearray(zipped({"report.txt": REPORT.encode() * 100_000}))
    entry = data.rindex(b"PK\x01\x02")
    for place in (22, entry + 24):
        data[place : place + 4] = (1_000).to_bytes(4, "little")
    return bytes(data)


def encrypted_zip() -> bytes:
    data = bytearray(zipped({"report.txt": REPORT}))
    for place in (6, data.rindex(b"PK\x01\x02") + 8):
        data[place] |= 1
    return bytes(data)


def far_cell_xlsx(last: bytes = b"XFD1048576") -> bytes:
    """One cell in the last corner of a sheet: sixteen thousand million cells to whoever fills the rectangle."""
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="LAST"><v>2</v></c></row>'
        "</sheetData></worksheet>"
    )
    spread = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    book = (
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        f'xmlns:r="{spread}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>'
    )
    link = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{spread}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    )
    return zipped(
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": RELS.replace("word/document", "xl/workbook"),
            "xl/workbook.xml": book,
            "xl/_rels/workbook.xml.rels": link,
            "xl/worksheets/sheet1.xml": sheet.replace("LAST", last.decode()),
        }
    )


def flipped_docx() -> bytes:
    """Twenty bytes of the packed body overwritten."""
    at = GOOD_DOCX.index(b"word/document.xml") + 40
    return GOOD_DOCX[:at] + b"\xff" * 20 + GOOD_DOCX[at + 20 :]


def encrypted_office() -> bytes:
    """The shape of a DOCX saved with a password: OLE2 with a stream called EncryptedPackage."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 480


GOOD_DOCX = docx(body("<w:p><w:r><w:t>本年收到申请12件。</w:t></w:r></w:p>" * 50))
DEEP = "<div>" * 200_000 + "深" + "</div>" * 200_000
DEEP_TABLES = "<table><tr><td>" * 700 + "深" + "</td></tr></table>" * 700
DEEP_WORD = body("<w:tbl><w:tr><w:tc>" * 5_000 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 5_000)
WIDE = "<table>" + "<tr><td colspan=1000 rowspan=1000>1</td><td>2</td></tr>" * 3_000 + "</table>"
TAGS = "<html><body>" + "<b>1</b>" * 2_000_000
HUGE_CELLS = "<table>" + f"<tr>{'<td>1' * 100}</tr>" * 10_100 + "</table>"

# name, what makes the file, the code expected, the status
CASES: list[tuple[str, Callable[[], bytes], str, str]] = [
    ("empty.pdf", lambda: b"", "empty", "failed"),
    ("truncated.pdf", lambda: one_page(b"BT /F 12 Tf (1) Tj ET")[:180], "truncated", "failed"),
    (
        "garbage-xref.pdf",
        lambda: b"%PDF-1.7\n" + bytes(range(256)) * 40 + b"startxref\n99999\n%%EOF",
        "damaged",
        "failed",
    ),
    ("page-tree-loop.pdf", looping_pdf, "*", "failed"),
    ("zero-pages.pdf", lambda: pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"), "*", "failed"),
    ("encrypted.pdf", encrypted_pdf, "encrypted", "failed"),
    ("flate-bomb.pdf", flate_bomb_pdf, "limit", "failed"),
    ("flate-bomb-in-parts.pdf", flate_bombs_pdf, "limit", "failed"),
    ("many-pages.pdf", many_pages_pdf, "limit", "failed"),
    ("truncated.docx", lambda: GOOD_DOCX[:-40], "truncated", "failed"),
    ("half.docx", lambda: GOOD_DOCX[: len(GOOD_DOCX) // 2], "truncated", "failed"),
    ("flipped.docx", flipped_docx, "damaged", "failed"),
    ("no-body.docx", lambda: docx(f"<w:document {W}/>"), "damaged", "failed"),
    ("not-xml.docx", lambda: docx("<w:document><w:p></w:document>"), "damaged", "failed"),
    ("billion-laughs.docx", lambda: docx(laughing()), "unsafe", "failed"),
    ("laughing-types.docx", lambda: docx(body(""), **{"[Content_Types].xml": laughing()}), "unsafe", "failed"),
    ("external-entity.docx", lambda: docx(external()), "unsafe", "failed"),
    ("deep.docx", lambda: docx(DEEP_WORD), "limit", "failed"),
    ("bomb.docx", lambda: docx(b" " * 210_000_000), "limit", "failed"),
    ("encrypted.docx", encrypted_office, "encrypted", "failed"),
    ("deep.html", DEEP.encode, "limit", "failed"),
    ("deep-tables.html", DEEP_TABLES.encode, "limit", "failed"),
    ("spans.html", WIDE.encode, "limit", "failed"),
    ("cells.html", HUGE_CELLS.encode, "limit", "failed"),
    ("tags.html", TAGS.encode, "*", "*"),
    ("style.html", lambda: f"<html><style>{'a' * 190_000}</style><p>12</p></html>".encode(), "", "ok"),
    ("comments.html", lambda: f"<html><style>{'/*' * 95_000}</style><p>12</p></html>".encode(), "", "ok"),
    ("dashes.txt", lambda: "报告1\n".encode() + b"-" * 4_000_000 + b"x", "", "ok"),
    ("quotes.txt", lambda: ("报告1" + "“" * 2_000_000 + "1 2 甲3乙4丙5丁6戊7己8庚9").encode(), "", "partial"),
    ("brackets.txt", lambda: ("报告" + "（1" * 900_000).encode(), "", "ok"),
    ("pipes.txt", lambda: "报告\n".encode() + b"1|\n" * 300_000, "*", "*"),
    ("tabs.txt", lambda: "报告\n".encode() + b"1\t2\n" * 200_000, "", "ok"),
    ("no-text.html", lambda: b"<html><body><script>1</script></body></html>", "no-text", "failed"),
    ("long-line.txt", lambda: "报告".encode() + b"1" * 60_000_000, "limit", "failed"),
    ("too-long.txt", lambda: "报告\n".encode() + b"12\n" * 2_700_000, "limit", "failed"),
    ("nul.txt", lambda: b"\0" * 100_000, "not-a-report", "failed"),
    ("noise.txt", lambda: bytes((n * n * 7 + n) % 256 for n in range(50_000)), "not-a-report", "failed"),
    ("blank.txt", lambda: b" \n\t\r\n" * 99, "not-a-report", "failed"),
    ("bomb.zip", zip_bomb, "limit", "failed"),
    ("cut.zip", lambda: zipped({"a.txt": REPORT})[:-10], "truncated", "failed"),
    ("members.zip", lambda: zipped({f"{n}.txt": b"" for n in range(10_001)}), "limit", "failed"),
    ("nothing.zip", lambda: zipped({}), "empty", "failed"),
    ("far-cell.xlsx", far_cell_xlsx, "limit", "failed"),
    ("wide-reference.xlsx", lambda: far_cell_xlsx(b"A2147483648"), "limit", "failed"),
    ("damaged.xlsx", lambda: zipped({"[Content_Types].xml": TYPES, "xl/workbook.xml": "<x"}), "damaged", "failed"),
    ("picture.gif", lambda: b"GIF89a" + bytes(100), "not-a-report", "failed"),
    ("archive.rar", lambda: b"Rar!\x1a\x07\x00" + bytes(100), "not-a-report", "failed"),
]


@pytest.mark.parametrize(("name", "make", "code", "status"), CASES, ids=[case[0] for case in CASES])
def test_one_sentence_and_a_status(
    tmp_path: Path, name: str, make: Callable[[], bytes], code: str, status: str
) -> None:
    path = tmp_path / name
    path.write_bytes(make())
    ((found, came_to, chinese, english),) = run(str(path))
    if code != "*":
        assert (found, came_to) == (code, status), english
    if came_to in ("failed", "skipped"):
        assert 4 <= len(chinese) <= 200 and "\n" not in chinese
        assert 4 <= len(english) <= 300 and "\n" not in english
        assert "Error" not in english
    if found == "limit":
        assert "--limit" in english


def test_the_rest_of_a_batch_goes_on(tmp_path: Path) -> None:
    good = tmp_path / "good.txt"
    good.write_text(REPORT, encoding="utf-8")
    paths = []
    for name, make, _, _ in CASES:
        if name.endswith((".docx", ".html", ".xlsx")) and "bomb" not in name:
            path = tmp_path / name
            path.write_bytes(make())
            paths += [str(path), str(good)]
    assert [status for _, status, _, _ in run(*paths)[1::2]] == ["ok"] * (len(paths) // 2)


def test_special_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket"))
        names = ["pipe", "loop", "socket", "", "missing.pdf"]
        found = [code for code, *_ in run(*[str(tmp_path / name) for name in names])]
    assert found == ["not-a-file", "not-found", "not-a-file", "directory", "not-found"]


def test_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests may run as root, whom no permission stops: let opening fail as it would."""
    from gouji.errors import InputError
    from gouji.ingest import read as reading

    path = tmp_path / "closed.txt"
    path.write_text(REPORT, encoding="utf-8")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(reading, "open", refuse, raising=False)
    with pytest.raises(InputError) as caught:
        reading.read(str(path))
    assert caught.value.code == "permission"


def test_zip_members_that_point_outside(tmp_path: Path) -> None:
    archive = tmp_path / "slip.zip"
    archive.write_bytes(
        zipped({"../../evil.txt": REPORT, "/abs.txt": REPORT, "C:\\win.txt": REPORT, "good.txt": REPORT})
    )
    from gouji.ingest.discover import discover

    inputs = discover([str(archive)]).inputs
    found = dict(zip(inputs, run(*inputs), strict=True))
    assert sorted(code for code, *_ in found.values()) == ["", "unsafe", "unsafe", "unsafe"]
    assert found[f"{archive}!/good.txt"][1] == "ok"
    assert not (tmp_path.parent / "evil.txt").exists()


@pytest.mark.parametrize(("make", "code"), [(lying_zip, "damaged"), (encrypted_zip, "encrypted")])
def test_members_that_cannot_be_unpacked(tmp_path: Path, make: Callable[[], bytes], code: str) -> None:
    archive = tmp_path / "a.zip"
    archive.write_bytes(make())
    ((found, status, *_),) = run(f"{archive}!/report.txt")
    assert (found, status) == (code, "failed")


def test_archives_in_archives_end(tmp_path: Path) -> None:
    data = zipped({"report.txt": REPORT})
    for _ in range(6):
        data = zipped({"in.zip": data})
    (tmp_path / "nested.zip").write_bytes(data)
    ((code, *_),) = run(str(tmp_path / "nested.zip") + "!/in.zip" * 6 + "!/report.txt")
    assert code == "limit"


@pytest.mark.parametrize(
    ("name", "data", "format"),
    [
        ("report.pdf", REPORT.encode(), "text"),
        ("report.txt", GOOD_DOCX, "docx"),
        ("report.docx", f"<html><body><p>{REPORT}</p></body></html>".encode(), "html"),
        ("report.doc", f"<html><body><p>{REPORT}</p></body></html>".encode("gbk"), "html"),
    ],
)
def test_a_wrong_extension(tmp_path: Path, name: str, data: bytes, format: str) -> None:
    from gouji.ingest.read import read

    path = tmp_path / name
    path.write_bytes(data)
    document = read(str(path))
    assert document.format == format
    assert "12件" in document.text


def test_nul_bytes_in_a_page_are_not_there(tmp_path: Path) -> None:
    path = tmp_path / "nul.html"
    path.write_bytes(f"<html><body><p>收到\0{1}\0{2}件</p></body></html>".encode())
    assert run(str(path)) == [("", "ok", "收到12件\n", "")]


def test_limits_can_be_raised(tmp_path: Path) -> None:
    from gouji.errors import InputError
    from gouji.ingest.limits import Limits
    from gouji.ingest.read import read

    path = tmp_path / "a.txt"
    path.write_text(REPORT * 10, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read(str(path), Limits(text_chars=100))
    assert caught.value.code == "limit"
    assert "text-chars" in caught.value.message_en
    assert read(str(path), Limits(text_chars=10_000)).status == "ok"


def test_without_libreoffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from gouji.errors import SkippedError
    from gouji.ingest.read import read

    monkeypatch.setenv("PATH", str(tmp_path))
    path = tmp_path / "old.rtf"
    path.write_bytes(rb"{\rtf1 12}")
    with pytest.raises(SkippedError) as caught:
        read(str(path))
    assert (caught.value.code, caught.value.status) == ("needs-libreoffice", "skipped")
    assert "LibreOffice" in caught.value.message
