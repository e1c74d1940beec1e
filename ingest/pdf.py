"""PDF to Document: pdfium for characters and lines, pdfplumber's TableFinder for cells, OCR for pages without text."""

from __future__ import annotations

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ..errors import InputError
from ..model import Document
from .builder import Builder, Source
from .headings import sections_of
from .limits import DEFAULT_LIMITS, Limits
from .pdf_flow import Flow, PageItems
from .pdf_lines import lines_of
from .pdf_page import Page, read_page
from .pdf_tables import take_tables

_META = {"Title": "title", "Author": "author", "Keywords": "keywords"}


def read(data: bytes, source: Source, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read a PDF file.

    Raises:
        InputError: damaged, encrypted, without pages, over a limit, or without any text.
        SkippedError: all pages are pictures and the OCR component is missing.
    """
    document = open_pdf(data)
    try:
        limits.check("pages", len(document))
        builder = Builder(source, limits)
        pages = [_items(document, index, builder) for index in range(len(document))]
        meta = _meta(document)
    finally:
        document.close()
    title = Flow(builder, pages).run()
    if builder.length == 0:
        raise InputError(
            "文件没有可提取的文字（可能是扫描件）", "the file holds no text (it may be a scan)", "no-text-layer"
        )
    found = builder.finish(title, meta)
    sections = sections_of(found.blocks, found.text)
    return builder.finish(title or dict(meta).get("title"), meta, sections)


def open_pdf(data: bytes) -> pdfium.PdfDocument:
    """Open the file.

    Raises:
        InputError: it is encrypted, damaged, or has no pages.
    """
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code == raw.FPDF_ERR_PASSWORD or "assword" in str(error):
            raise InputError(
                "PDF 已加密，需要密码；请另存为不加密的副本后再读",
                "the PDF is encrypted and needs a password; save an unencrypted copy",
                "encrypted",
            ) from error
        raise InputError(
            "PDF 已损坏，无法打开（文件可能没有下载完整）",
            "the PDF is damaged and cannot be opened (the download may be incomplete)",
            "damaged",
        ) from error
    if len(document) == 0:
        document.close()
        raise InputError("PDF 中没有页面", "the PDF has no pages", "empty")
    return document


def _items(document: pdfium.PdfDocument, index: int, builder: Builder) -> PageItems:
    handle = document[index]
    try:
        page = read_page(handle, index + 1)
    finally:
        handle.close()
    parts, outside = take_tables(page)
    boxes = [part.bbox for part in parts]
    return PageItems(page.number, page.width, page.height, lines_of(outside), parts, _rules(page, boxes))


def _rules(page: Page, boxes: list[tuple[float, float, float, float]]) -> list[tuple[float, float, float, float]]:
    """Level lines outside every grid, long enough to be a table's."""
    return [
        (r.x0, r.top, r.x1, r.bottom)
        for r in page.rulings
        if r.x1 - r.x0 > 0.3 * page.width
        and not any(x0 - 3 <= r.x0 <= x1 + 3 and top - 3 <= r.top <= bottom + 3 for x0, top, x1, bottom in boxes)
    ]


def _meta(document: pdfium.PdfDocument) -> list[tuple[str, str]]:
    found = document.get_metadata_dict()
    return [(ours, found[theirs].strip()) for theirs, ours in _META.items() if found.get(theirs, "").strip()]
