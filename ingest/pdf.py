"""PDF to Document: pdfium for characters and lines, a lattice of drawn lines for cells, OCR for pages without text."""

from __future__ import annotations

import contextlib
import re

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ..errors import InputError, SkippedError
from ..model import Document, Location
from .builder import Builder, Source
from .headings import sections_of
from .limits import DEFAULT_LIMITS, Limits
from .pdf_bombs import refuse_bombs
from .pdf_flow import Flow, PageItems
from .pdf_items import page_items
from .pdf_page import read_page
from .pdf_quality import Verdict, judge
from .pdf_space import Page

_NO_PAGES = re.compile(rb"/Type\s*/Pages\b[^>]*?(?:/Kids\s*\[\s*\]|/Count\s+0\b)")
_META = {"Title": "title", "Author": "author", "Keywords": "keywords"}
_WHY: dict[Verdict, tuple[str, str]] = {
    "scan": ("没有文字层（扫描件或图片）", "has no text layer (a scan or a picture)"),
    "garbage": ("文字层是乱码（字体缺少字符对照表）", "has a garbled text layer (a font without a character map)"),
}
NEEDS_OCR = ("；请安装 OCR 组件：pip install 'gouji[ocr]'", "; install the OCR component: pip install 'gouji[ocr]'")


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
        pages = _Reader(document, builder).pages()
        meta = _meta(document)
    finally:
        document.close()
    title = Flow(builder, pages).run()
    found = builder.finish(title, meta)
    sections = sections_of(found.blocks, found.text)
    return builder.finish(title or dict(meta).get("title"), meta, sections)


def open_pdf(data: bytes) -> pdfium.PdfDocument:
    """Open the file.

    Raises:
        InputError: it is encrypted, damaged, or has no pages.
    """
    refuse_bombs(data)
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        # pdfium's last error may be that of an earlier file.
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD and b"/Encrypt" in data:
            raise InputError(
                "PDF 已加密，需要密码；请另存为不加密的副本后再读",
                "the PDF is encrypted and needs a password; save an unencrypted copy",
                "encrypted",
            ) from error
        if _NO_PAGES.search(data):
            raise InputError("PDF 中没有页面", "the PDF has no pages", "damaged") from error
        if b"%%EOF" not in data[-2048:]:
            raise InputError(
                "PDF 不完整（缺少文件结尾），请重新下载",
                "the PDF is cut off (its end is missing); download it again",
                "truncated",
            ) from error
        raise InputError("PDF 已损坏，无法打开", "the PDF is damaged and cannot be opened", "damaged") from error
    if len(document) == 0:
        document.close()
        raise InputError("PDF 中没有页面", "the PDF has no pages", "damaged")
    return document


class _Reader:
    """Goes through the pages once; a page at a time is held with its characters."""

    def __init__(self, document: pdfium.PdfDocument, builder: Builder) -> None:
        self.document = document
        self.builder = builder
        self.characters = 0
        self.unread: list[tuple[int, Verdict]] = []
        self.damaged: list[int] = []

    def pages(self) -> list[PageItems]:
        found = [items for index in range(len(self.document)) if (items := self._page(index)) is not None]
        if not found:
            self._refuse()
        for number, verdict in self.unread:
            chinese, english = _WHY[verdict]
            self.builder.problem(
                "unreadable-page",
                f"第 {number} 页{chinese}，未能读取{NEEDS_OCR[0]}",
                f"page {number} {english} and was not read{NEEDS_OCR[1]}",
                Location(page=number),
            )
        for number in self.damaged:
            self.builder.problem(
                "unreadable-page",
                f"第 {number} 页已损坏，未能读取",
                f"page {number} is damaged and was not read",
                Location(page=number),
            )
        return found

    def _refuse(self) -> None:
        if self.unread:
            chinese, english = _WHY[self.unread[0][1]]
            raise SkippedError(f"PDF {chinese}{NEEDS_OCR[0]}", f"the PDF {english}{NEEDS_OCR[1]}", "needs-ocr")
        if self.damaged:
            raise InputError("PDF 的页面已损坏，无法读取", "the PDF's pages are damaged", "damaged")
        raise InputError("PDF 的页面都是空白，没有文字", "the PDF's pages are blank: there is no text", "no-text-layer")

    def _page(self, index: int) -> PageItems | None:
        try:
            handle = self.document[index]
        except pdfium.PdfiumError:
            self.damaged.append(index + 1)
            return None
        try:
            page = read_page(handle, index + 1)
            self.characters += len(page.glyphs)
            self.builder.limits.check("text_chars", self.characters)
            verdict = judge(page)
            if verdict in ("scan", "garbage", "layer"):
                recognised = self._recognise(handle, index + 1)
                if recognised is not None:
                    return recognised
                if verdict != "layer":
                    self.unread.append((index + 1, verdict))
                    return None
                self._note_layer(index + 1)
        finally:
            handle.close()
        return None if verdict == "blank" else self._items(page, verdict == "layer")

    def _recognise(self, handle: pdfium.PdfPage, number: int) -> PageItems | None:
        """The page read by OCR; None where the component is not installed."""
        from . import ocr

        if not ocr.available():
            return None
        return ocr.read_page(handle, number, self.builder)

    def _note_layer(self, number: int) -> None:
        self.builder.problem(
            "ocr-layer",
            f"第 {number} 页是扫描图像，文字来自文件自带的识别层，可能有误",
            f"page {number} is a scan; its text comes from the file's own recognition layer and may be wrong",
            Location(page=number),
        )

    def _items(self, page: Page, ocr: bool) -> PageItems:
        if page.overfull:
            self.builder.problem(
                "unreadable-page",
                f"第 {page.number} 页的图形或文字过多，未全部读取：表格线未用，文字可能不全",
                f"page {page.number} holds too many shapes or characters: its lines were not used, its text may be cut",
                Location(page=page.number),
            )
        if page.aside:
            words = "".join(glyph.text for glyph in page.aside)
            self.builder.problem(
                "watermark",
                f"第 {page.number} 页有倾斜、浅色或不可见的文字（如水印），未计入正文：{words[:40]}",
                f"page {page.number} has slanted, faint or invisible text (a watermark), kept out of the text",
                Location(page=page.number),
            )
        return page_items(page, ocr)


def _meta(document: pdfium.PdfDocument) -> list[tuple[str, str]]:
    found = []
    for theirs, ours in _META.items():
        # Damaged metadata is no reason to refuse the pages.
        with contextlib.suppress(UnicodeDecodeError):
            value = document.get_metadata_value(theirs).strip()
            if value:
                found.append((ours, value))
    return found
