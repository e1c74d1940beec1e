"""Sources marked up: the original stays, every number of a finding is marked where it stands."""

from __future__ import annotations

import hashlib
import io
import re
from pathlib import Path
from types import ModuleType

import docx
import pypdf
import pytest
from gouji import model as m
from gouji.errors import UsageError
from gouji.report.align import Alignment
from gouji.report.annotate import annotate, annotate_file
from gouji.report.annotations import marks_of
from msgspec.structs import replace

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HTML = (
    "<html><head><meta charset='{charset}'><title>三、办理申请</title></head><body><nav>41件 42件</nav>"
    "<h1>某县2021年年度报告</h1>\r\n<p>三、办理申请&nbsp;全年共收到申请<b>4</b>1件,同意公开12件、部分公开9件、不予公开21件,"
    "共42件。&lt;script&gt;alert(1)&lt;/script&gt;</p><table>{rows}</table></body></html>"
)


def of(doc: m.Document, data: bytes) -> m.Document:
    return replace(doc, sha256=hashlib.sha256(data).hexdigest())


def html_source(samples: ModuleType, charset: str) -> bytes:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in samples.TABLE)
    return HTML.format(charset=charset, rows=rows).encode(charset)


@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
def test_html_marks(samples: ModuleType, charset: str) -> None:
    data = html_source(samples, charset)
    doc = of(samples.document("某县.html", "html"), data)
    report = samples.report(doc)
    marked = annotate(data, report, doc)
    assert marked == annotate(data, report, doc)
    text = marked.decode("gb18030" if charset == "gb2312" else charset)
    assert re.findall(r"<mark[^>]*>([^<]*)</mark>", text) == ["4", "1件", "42件", "41", "3", "43", "2"]
    assert "应为 42" in text and '<a href="#gouji-1">' in text
    plain = re.sub(r"</?mark[^>]*>|<section class=\"gouji\">.*</section>", "", text, flags=re.DOTALL)
    assert plain.encode("gb18030" if charset == "gb2312" else charset) == data


def test_html_comments_are_inert(samples: ModuleType) -> None:
    data = html_source(samples, "utf-8")
    doc = of(samples.document("某县.html", "html"), data)
    report = samples.report(doc)
    hostile = replace(report.findings[0], message='"><script>alert(2)</script>')
    text = annotate(data, replace(report, findings=(hostile,)), doc).decode()
    assert "<script>" not in text


def word_source(samples: ModuleType) -> bytes:
    word = docx.Document()
    word.add_heading("某县2021年年度报告", 1)
    paragraph = word.add_paragraph("三、办理申请 全年共收到申请4")
    paragraph.add_run("1件,同意公开12件、部分公开9件").bold = True
    paragraph.add_run("、不予公开21件,共42件。<script>alert(1)</script>")
    table = word.add_table(len(samples.TABLE), 3)
    for row, line in enumerate(samples.TABLE):
        for col, text in enumerate(line):
            table.cell(row, col).text = text
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def commented(data: bytes) -> dict[str, str]:
    """Comment text by the words it is about."""
    word = docx.Document(io.BytesIO(data))
    texts = {str(comment.comment_id): comment.text for comment in word.comments}
    about, current = {}, {}
    for node in word.element.body.iter():
        if node.tag == W + "commentRangeStart":
            current[node.get(W + "id")] = ""
        elif node.tag == W + "commentRangeEnd":
            number = node.get(W + "id")
            about[current.pop(number)] = texts[number]
        elif node.tag == W + "t":
            current = {number: words + (node.text or "") for number, words in current.items()}
    return about


def test_word_comments(samples: ModuleType) -> None:
    data = word_source(samples)
    doc = of(samples.document("某县.docx", "docx"), data)
    marked = annotate(data, samples.report(doc), doc)
    assert marked == annotate(data, samples.report(doc), doc)
    found = commented(marked)
    assert list(found) == ["41件", "42件", "41", "3", "43", "2"]
    assert "新收加结转不等于办理加待办" in found["43"] and "应为 42" in found["43"]
    assert "见“43”处" in found["41"]

    def words(source: bytes) -> list[str]:
        return [p.text for p in docx.Document(io.BytesIO(source)).element.body.iter(W + "p")]

    assert words(marked) == words(data)
    run = next(r for r in docx.Document(io.BytesIO(marked)).paragraphs[1].runs if r.text == "1件")
    assert run.bold


def test_word_says_what_it_could_not_place(samples: ModuleType) -> None:
    data = word_source(samples)
    doc = of(samples.document("某县.docx", "docx"), data)
    report = samples.report(doc)
    item = report.findings[0].evidence[0]
    doc = replace(doc, text=doc.text + "页脚 99\n")
    where = replace(item.location, start=len(doc.text) - 3, end=len(doc.text) - 1)
    lost = replace(report.findings[0], evidence=(replace(item, quote="99", location=where),))
    found = commented(annotate(data, replace(report, findings=(lost,)), doc))
    assert any("未能在正文中定位" in text and "99" in text for text in found.values())


def pdf_source(tmp_path: Path, turn: int = 0) -> tuple[bytes, dict[str, tuple[float, float, float, float]]]:
    """A page with three numbers, its crop box off the corner; and where each number is shown."""
    canvas_module = pytest.importorskip("reportlab.pdfgen.canvas", reason="reportlab is not installed")
    path = tmp_path / "source.pdf"
    canvas = canvas_module.Canvas(str(path), pagesize=(300, 400), invariant=1)
    canvas.setFont("Helvetica", 12)
    for word, x, y in (("41", 50, 300), ("43", 120, 300), ("2", 50, 200)):
        canvas.drawString(x, y, word)
    canvas.showPage()
    canvas.save()
    writer = pypdf.PdfWriter(clone_from=str(path))
    writer.pages[0].cropbox = pypdf.generic.RectangleObject((20, 30, 280, 380))
    if turn:
        writer.pages[0].rotate(turn)
    stream = io.BytesIO()
    writer.write(stream)
    from gouji.report.pdf_places import Frame

    frame = Frame(20, 30, 280, 380, turn)
    words = {"41": (50, 298, 64, 311), "43": (120, 298, 134, 311), "2": (50, 198, 57, 211)}
    return stream.getvalue(), {word: frame.to_shown(box) for word, box in words.items()}


def pdf_report(samples: ModuleType, data: bytes, shown: dict[str, m.BBox]) -> tuple[m.Report, m.Document]:
    doc = of(samples.document("某县.pdf", "pdf"), data)
    report = samples.report(doc)
    evidence = [
        replace(item, location=replace(item.location, page=1, bbox=shown[item.quote]))
        for item in report.findings[0].evidence
        if item.quote in shown
    ]
    return replace(report, findings=(replace(report.findings[0], evidence=tuple(evidence)),)), doc


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_pdf_highlights(samples: ModuleType, tmp_path: Path, turn: int) -> None:
    data, shown = pdf_source(tmp_path, turn)
    report, doc = pdf_report(samples, data, shown)
    marked = annotate(data, report, doc)
    assert marked == annotate(data, report, doc)
    assert marked.startswith(data) and len(marked) > len(data)
    annotations = [item.get_object() for item in pypdf.PdfReader(io.BytesIO(marked)).pages[0]["/Annots"]]
    places = {item["/Contents"].split("：")[0]: [round(float(v)) for v in item["/Rect"]] for item in annotations}
    assert len(annotations) == 3 and all(item["/Subtype"] == "/Highlight" for item in annotations)
    assert places["B101 错误"] in ([120, 298, 134, 311], [50, 298, 64, 311], [50, 198, 57, 211])
    assert {tuple(round(float(v)) for v in item["/Rect"]) for item in annotations} == {
        (50, 298, 64, 311), (120, 298, 134, 311), (50, 198, 57, 211),
    }  # fmt: skip
    suspect = next(item for item in annotations if "应为 42" in item["/Contents"])
    assert [round(float(v)) for v in suspect["/Rect"]] == [120, 298, 134, 311]


@pytest.mark.parametrize("turn", [0, 90])
def test_pdf_highlights_are_seen(samples: ModuleType, tmp_path: Path, turn: int) -> None:
    import pypdfium2

    data, shown = pdf_source(tmp_path, turn)
    report, doc = pdf_report(samples, data, shown)

    def colour(source: bytes, box: m.BBox) -> tuple[int, ...]:
        pdf = pypdfium2.PdfDocument(source)
        image = pdf[0].render(scale=4, may_draw_forms=True).to_pil().convert("RGB")
        pixel: tuple[int, ...] = image.getpixel((round((box[0] + 0.5) * 4), round((box[1] + 0.5) * 4)))
        pdf.close()
        return pixel

    assert colour(data, shown["43"]) == (255, 255, 255)
    red, green, blue = colour(annotate(data, report, doc), shown["43"])
    assert red > 240 and green < 200 and blue < 200


def test_pdf_without_a_place_gets_a_note(samples: ModuleType, tmp_path: Path) -> None:
    data, _ = pdf_source(tmp_path)
    doc = of(samples.document("某县.pdf", "pdf"), data)
    doc = replace(doc, blocks=tuple(replace(block, page=None) for block in doc.blocks))
    report = samples.report(doc)
    marked = annotate(data, report, doc)
    annotations = [item.get_object() for item in pypdf.PdfReader(io.BytesIO(marked)).pages[0]["/Annots"]]
    assert {item["/Subtype"] for item in annotations} == {"/Text"}
    assert any("“43”" in item["/Contents"] for item in annotations)


def test_an_encrypted_pdf_is_refused(samples: ModuleType, tmp_path: Path) -> None:
    data, _ = pdf_source(tmp_path)
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    writer.encrypt("", "owner", algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)
    doc = of(samples.document("某县.pdf", "pdf"), stream.getvalue())
    with pytest.raises(UsageError, match="remove the encryption"):
        annotate(stream.getvalue(), samples.report(doc), doc)


def test_a_changed_source_is_refused(samples: ModuleType) -> None:
    data = html_source(samples, "utf-8")
    doc = of(samples.document("某县.html", "html"), data)
    with pytest.raises(UsageError, match="changed since"):
        annotate(data + b" ", samples.report(doc), doc)


def test_text_cannot_be_marked(samples: ModuleType) -> None:
    doc = of(samples.document(), b"x")
    with pytest.raises(UsageError, match="PDF, DOCX and HTML can"):
        annotate(b"x", samples.report(doc), doc)


def test_no_permission_leaves_nothing_behind(samples: ModuleType, tmp_path: Path) -> None:
    data = html_source(samples, "utf-8")
    source = tmp_path / "a.html"
    source.write_bytes(data)
    doc = of(samples.document(str(source), "html"), data)
    with pytest.raises(UsageError, match="cannot be written"):
        annotate_file(str(source), str(tmp_path / "nowhere" / "b.html"), samples.report(doc), doc)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.html"]


def test_notes_only_where_asked(samples: ModuleType) -> None:
    doc = samples.document()
    report = samples.report(doc)
    note = replace(report.findings[2], evidence=report.findings[0].evidence[:1])
    report = replace(report, findings=(note,))
    assert marks_of(report, doc) == []
    assert [mark.quote for mark in marks_of(report, doc, notes=True)] == ["43"]


def test_alignment_skips_what_was_left_out(samples: ModuleType) -> None:
    doc = samples.document()
    source = "导航 41件\n" + doc.text.replace("三、办理\t30", "三、办理 <!--0-->\t30") + "页脚 41件"
    alignment = Alignment(doc, source)
    start = doc.text.index("41件")
    found = alignment.find(start, start + 3)
    assert found is not None and source[found[0] - 3 : found[1]] == "到申请41件"
    assert Alignment(doc, "全然不同").find(start, start + 3) is None
