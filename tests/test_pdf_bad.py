"""Damaged, hostile and unreadable PDF files: one clear sentence each, no traceback, in bounded time and memory."""

from __future__ import annotations

import importlib.util
import io
import sys
import zlib
from pathlib import Path
from typing import Any

import pytest
from gouji.errors import InputError, SkippedError
from gouji.ingest import ocr
from gouji.ingest.builder import Source
from gouji.ingest.limits import Limits
from gouji.ingest.pdf import read
from gouji.model import Document

pytest.importorskip("reportlab")
_spec = importlib.util.spec_from_file_location("pdf_samples", Path(__file__).with_name("pdf_samples.py"))
assert _spec and _spec.loader
s = sys.modules.setdefault("pdf_samples", importlib.util.module_from_spec(_spec))
_spec.loader.exec_module(s)


def document(data: bytes, limits: Limits | None = None) -> Document:
    return read(data, Source("a.pdf", "a.pdf", "0", "pdf"), limits or Limits())


def refusal(data: bytes, limits: Limits | None = None) -> InputError:
    with pytest.raises(InputError) as caught:
        document(data, limits)
    assert caught.value.message and caught.value.message_en
    assert "\n" not in caught.value.message
    return caught.value


@pytest.fixture
def sample() -> bytes:
    return bytes(s.make(lambda c: s.text(c, 72, 100, "全年公开政府信息1136条。")))


def objects(*bodies: bytes, root: int = 1) -> bytes:
    """A PDF of the objects given, numbered from 1, with a right cross-reference table."""
    out = io.BytesIO()
    out.write(b"%PDF-1.5\n")
    offsets = []
    for number, body in enumerate(bodies, start=1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1))
    for offset in offsets:
        out.write(b"%010d 00000 n \n" % offset)
    out.write(b"trailer <</Size %d /Root %d 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(bodies) + 1, root, start))
    return out.getvalue()


def stream(data: bytes, extra: bytes = b"") -> bytes:
    return b"<</Length %d %s>>\nstream\n%s\nendstream" % (len(data), extra, data)


def test_truncated_file(sample: bytes) -> None:
    assert refusal(sample[:300]).code == "truncated"


def test_garbage_behind_a_pdf_header() -> None:
    assert refusal(b"%PDF-1.7\n" + bytes(range(256)) * 40 + b"\n%%EOF").code == "damaged"


def test_broken_cross_reference_is_mended(sample: bytes) -> None:
    at = sample.index(b"startxref")
    assert "1136" in document(sample[:at] + b"startxref\n999999\n%%EOF").text


def test_encrypted_file() -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    data = s.make(lambda c: s.text(c, 72, 100, "秘密"), encrypt=StandardEncryption("geheim", strength=128))
    assert refusal(data).code == "encrypted"


def test_file_with_an_owner_password_only_is_read() -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    data = s.make(lambda c: s.text(c, 72, 100, "公开11件"), encrypt=StandardEncryption("", "owner", strength=128))
    assert "公开11件" in document(data).text


def test_no_pages() -> None:
    data = objects(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>")
    assert "页" in refusal(data).message


def test_page_tree_that_bites_its_tail() -> None:
    data = objects(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>",
        b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count 1>>",
    )
    refusal(data)


def test_claimed_page_count_beyond_the_limit() -> None:
    data = objects(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 99999999>>")
    refusal(data)


def test_page_limit_is_named() -> None:
    pages = [lambda c: s.text(c, 72, 100, "一") for _ in range(4)]
    error = refusal(s.make(*pages), Limits(pages=3))
    assert error.code == "limit" and "pages" in error.message


def test_text_limit_is_named() -> None:
    error = refusal(s.make(lambda c: s.text(c, 72, 100, "公开" * 15)), Limits(text_chars=20))
    assert error.code == "limit" and "text_chars" in error.message


def test_flate_bomb_ends_soon_and_small() -> None:
    import resource

    zeros = zlib.compress(b"0 0 m 9 9 l S\n" * 8_000_000, 9)
    bomb = zlib.compress(zeros, 9)
    data = objects(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 4 0 R>>",
        stream(bomb, b"/Filter[/FlateDecode/FlateDecode]"),
    )
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    refusal(data)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 1_000_000


def test_form_that_draws_itself() -> None:
    data = objects(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Contents 4 0 R/Resources<</XObject<</X 5 0 R>>>>>>",
        stream(b"/X Do"),
        stream(b"/X Do /X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>"),
    )
    refusal(data)


def test_blank_pages() -> None:
    assert refusal(s.make(lambda c: None, lambda c: None)).code == "no-text-layer"


def picture(canvas: Any) -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    canvas.drawImage(ImageReader(Image.new("RGB", (400, 560), (200, 210, 220))), 0, 0, s.WIDTH, s.HEIGHT)


def test_scan_without_the_component_is_skipped_and_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    error = refusal(s.make(picture))
    assert isinstance(error, SkippedError) and error.code == "needs-ocr" and "gouji[ocr]" in error.message


def test_scanned_page_among_text_makes_the_document_partial(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    found = document(s.make(lambda c: s.text(c, 72, 100, "全年公开政府信息1136条。"), picture))
    assert found.status == "partial"
    assert [(p.code, p.location and p.location.page) for p in found.problems] == [("unreadable-page", 2)]


@pytest.mark.parametrize("codes", ["private", "unusual", "random"])
def test_garbled_text_layer_is_never_passed_on(codes: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A font whose map to Unicode is nonsense: the page looks right and its text says something else."""
    monkeypatch.setattr(ocr, "available", lambda: False)
    first = {"private": 0xE000, "unusual": 0xA000, "random": 0x9F00}[codes]
    data = with_map(first)
    error = refusal(data)
    assert isinstance(error, SkippedError) and "乱码" in error.message


def with_map(first: int) -> bytes:
    """One page of 60 characters in a font that maps code n to U+first+n."""
    shown = "".join(f"{n:04x}" for n in range(1, 61)).encode()
    cmap = (
        b"/CIDInit /ProcSet findresource begin begincmap /CMapName /X def 1 begincodespacerange <0000> <ffff> "
        b"endcodespacerange 1 beginbfrange <0001> <0040> <%04x> endbfrange endcmap end" % (first + 1)
    )
    return objects(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        stream(b"BT /F 8 Tf 20 500 Td <" + shown + b"> Tj ET"),
        b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[6 0 R]/ToUnicode 7 0 R>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        b"/Supplement 0>>/DW 1000/FontDescriptor 8 0 R>>",
        stream(cmap),
        b"<</Type/FontDescriptor/FontName/X/Flags 4/FontBBox[0 0 1000 1000]/ItalicAngle 0/Ascent 800/Descent -200"
        b"/CapHeight 700/StemV 80>>",
    )


def test_font_without_a_map_is_not_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    data = with_map(0x4E00).replace(b"/ToUnicode 7 0 R", b"                ")
    assert isinstance(refusal(data), SkippedError)


def test_any_single_byte_changed_gives_a_document_or_a_sentence(sample: bytes) -> None:
    for at in range(0, len(sample), 97):
        try:
            document(sample[:at] + bytes([sample[at] ^ 0x55]) + sample[at + 1 :])
        except InputError as error:
            assert error.message


def test_page_of_countless_strokes_is_told_and_its_text_is_kept() -> None:
    strokes = b"".join(b"%d %d m %d %d l S\n" % (n % 590, n % 830, n % 590 + 9, n % 830) for n in range(300_000))
    page = b"q BT /F 12 Tf 72 700 Td (Total 1136) Tj ET " + strokes + b" Q"
    data = objects(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        stream(zlib.compress(page), b"/Filter/FlateDecode"),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    found = document(data)
    assert "Total 1136" in found.text
    assert found.status == "partial" and [p.code for p in found.problems] == ["unreadable-page"]


def test_one_path_of_countless_lines_is_told() -> None:
    def draw(canvas: Any) -> None:
        s.text(canvas, 72, 60, "全年公开政府信息1136条。")
        path = canvas.beginPath()
        for n in range(30_000):
            path.moveTo(n % 590, n % 830)
            path.lineTo(n % 590 + 9, n % 830)
        canvas.drawPath(path)

    found = document(s.make(draw))
    assert "1136条" in found.text and [p.code for p in found.problems] == ["unreadable-page"]
