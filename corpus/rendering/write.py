"""One entry point for all writers."""

from __future__ import annotations

from .description import Report

STYLES: dict[str, tuple[str, ...]] = {
    "pdf": ("ruled", "three-line", "page-broken", "segments"),
    "docx": ("grid",),
    "html": ("utf8", "gb18030", "navigation"),
    "txt": ("pipes", "tabs", "cells", "broken-pipes"),
}
# Styles that need a program of the system, or lose cells; nobody gets them who has not asked.
ON_REQUEST = {"pdf": ("libreoffice",), "txt": ("spaces",)}


def extension(format: str) -> str:
    return {"pdf": ".pdf", "docx": ".docx", "html": ".html", "txt": ".txt"}[format]


def render(report: Report, format: str, style: str = "") -> bytes:
    """The file's bytes. `style` is one of STYLES[format], by default the first."""
    style = style or STYLES[format][0]
    known = (*STYLES[format], *ON_REQUEST.get(format, ()))
    if style not in known:
        raise ValueError(f"{format} has no style {style}; it has {', '.join(known)}")
    if style == "libreoffice":
        from .office import write_office_pdf

        return write_office_pdf(report)
    if format == "pdf":
        from .pdf import write_pdf

        return write_pdf(report, style)
    if format == "docx":
        from .word import write_docx

        return write_docx(report)
    if format == "html":
        from .web import write_html

        return write_html(report, style)
    from .plain import write_text

    return write_text(report, style).text.encode()
