"""What a file is, by its content; the name decides only between kinds that look alike (CSV and text)."""

from __future__ import annotations

import io
import re
import zipfile

from .decode import decode
from .nottext import kind_of

REPORTS = frozenset({"pdf", "docx", "doc", "wps", "rtf", "odt", "html", "mhtml", "text", "zip", "png", "jpeg", "tiff"})
SHEETS = frozenset({"xlsx", "xls", "csv"})
# Recognised so that the sentence can name them.
OTHERS = {
    "ofd": "OFD",
    "pptx": "PowerPoint (PPTX)",
    "ppt": "PowerPoint (PPT)",
    "gif": "GIF",
    "bmp": "BMP",
    "webp": "WebP",
    "rar": "RAR",
    "7z": "7-Zip",
    "gzip": "gzip",
    "ole": "OLE2",
    "epub": "EPUB",
    "xml": "XML",
    "json": "JSON",
}
HEAD = 8192

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
    (b"{\\rtf", "rtf"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b\x08", "gzip"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Control characters that no text holds, and what could not be decoded.
_ODD = re.compile("[\x01-\x08\x0e-\x19\x1b-\x1f\ufffd]")
_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|title|meta|table|tbody|tr|td|div|article|section|main|header|p|h[1-6]|span|center|"
    r"font|strong|b|br|ul|ol|li|dl|img|a\s+href|form|style|script)\b",
    re.IGNORECASE,
)
# What may stand before the first element; an XML document's own element then says what it is.
_PROLOGUE = re.compile(
    r"(?:\s++|<\?.*?\?>|<!--.*?-->|<!doctype[^<>\[]*+(?:\[[^\]]*+\]\s*+)?+>)*+", re.DOTALL | re.IGNORECASE
)
_ELEMENT = re.compile(r"<([A-Za-z_][\w.:-]*+)")
_MIME = re.compile(r"^(?:mime-version|content-type|from|subject|snapshot-content-location)\s*:", re.IGNORECASE)


def sniff(data: bytes, name: str = "") -> str:
    """The format of `data`: one of REPORTS, SHEETS or OTHERS, `encrypted` or `unknown`. `data` may be a head."""
    if b"%PDF-" in data[:1024]:
        return "pdf"
    for magic, kind in _MAGIC:
        if data.startswith(magic) and (kind != "bmp" or b"\0" in data[:32]):
            return kind
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "webp"
    if data.startswith(_OLE):
        return _sniff_ole(data, name)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return sniff_zip(data)
    return _sniff_text(data, name)


def sniff_zip(data: bytes) -> str:
    """The kind of a ZIP by its members; a damaged one by the names its head still shows."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist()[:20000])
            mime = archive.read("mimetype")[:100] if "mimetype" in names else b""
    except Exception:  # zipfile raises half a dozen kinds on hostile input
        names = set(re.findall(r"(?:word|xl|ppt)/[a-zA-Z]+\.xml|OFD\.xml", data[:200_000].decode("latin-1")))
        mime = data[38:100] if data[30:38] == b"mimetype" else b""
    return kind_of_members(names, mime)


def kind_of_members(names: set[str], mime: bytes) -> str:
    if b"opendocument.text" in mime:
        return "odt"
    if b"epub" in mime:
        return "epub"
    heads = {name.replace("\\", "/").split("/", 1)[0].lower() for name in names}
    if any(name.replace("\\", "/").lower() == "word/document.xml" for name in names):
        return "docx"
    if "[content_types].xml" in heads or any(
        n.startswith(("word/", "xl/", "ppt/")) and n.endswith(".xml") for n in names
    ):
        for folder, kind in (("word", "docx"), ("xl", "xlsx"), ("ppt", "pptx")):
            if folder in heads:
                return kind
    return "ofd" if "ofd.xml" in heads else "zip"


def _sniff_ole(data: bytes, name: str) -> str:
    """OLE2 by the names of its streams, which stand in UTF-16 in the directory sectors."""

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        return "encrypted"
    if holds("WordDocument"):
        return "wps" if name.lower().endswith(".wps") else "doc"
    if holds("Workbook") or holds("Book\0"):
        return "xls"
    if holds("PowerPoint Document"):
        return "ppt"
    # A head of the file may not reach the directory; old WPS files have streams of other names.
    for ending, kind in ((".doc", "doc"), (".wps", "wps"), (".xls", "xls"), (".et", "xls"), (".ppt", "ppt")):
        if name.lower().endswith(ending):
            return kind
    return "ole"


def _sniff_text(data: bytes, name: str) -> str:
    head = data[:HEAD]
    if not head.strip(b"\0 \t\r\n"):
        return "unknown"
    # The head may end within a character: a few bytes less do no harm.
    text = decode(head[: len(head) - 8] if len(data) > HEAD else head).text
    odd = len(_ODD.findall(text))
    nul = text.count("\0")
    if odd * 20 > len(text) or nul * 3 > len(text):
        return "unknown"
    start = text.lstrip("\ufeff\0 \t\r\n")
    if _MIME.match(start) and re.search(r"content-type\s*:\s*multipart/|content-type\s*:\s*text/html", start, re.I):
        return "mhtml"
    if re.match(r"<\?xml|<\?mso", start) and re.search(r"wordDocument|pkg:package|office:document", start):
        return "doc"
    if start.startswith("<") and _is_xml(start):
        return "xml"
    if _HTML.search(start) and (start.startswith("<") or len(_HTML.findall(start)) >= 3):
        return "html"
    return "csv" if name.lower().endswith((".csv", ".tsv")) else kind_of(start)


def _is_xml(start: str) -> bool:
    """Whether it says so, or is made of elements, and its outermost element is none of HTML's."""
    prologue = _PROLOGUE.match(start)
    outermost = _ELEMENT.match(start, prologue.end() if prologue else 0)
    if outermost is None:
        return start.startswith("<?xml ") and not _HTML.search(start)
    if _HTML.match(start, outermost.start()):
        return False
    # Word's <o:p> and the like begin fragments of pages.
    return start.startswith(("<?xml ", "<!DOCTYPE")) or (len(_ELEMENT.findall(start)) >= 3 and not _HTML.search(start))
