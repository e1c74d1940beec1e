"""`annotate`: the report itself with its contradictions marked, as it would be sent back to the body."""

from __future__ import annotations

import hashlib
from pathlib import Path

from ..errors import UsageError
from ..model import Document, Report
from .annotations import marks_of
from .console import write_whole
from .options import Fetch


def annotate(data: bytes, report: Report, document: Document, lang: str = "zh", notes: bool = False) -> bytes:
    """A copy of the source with every number of a finding marked and commented; equal input gives equal bytes.

    Raises:
        UsageError: the bytes are not those that were checked, or marks cannot be written into that format.
    """
    if hashlib.sha256(data).hexdigest() != document.sha256:
        path = document.path
        raise UsageError(
            f"{path}：文件在核对后已改动，请重新核对",
            f"{path}: the file has changed since it was checked; check it again",
            "changed",
        )
    marks = marks_of(report, document, lang, notes)
    if document.format == "pdf":
        from .annotate_pdf import annotate_pdf

        return annotate_pdf(data, marks, lang)
    if document.format == "docx":
        from .annotate_word import annotate_word

        return annotate_word(data, document, marks, lang)
    if document.format in ("html", "htm"):
        from .annotate_web import annotate_web

        return annotate_web(data, document, marks, lang)
    raise UsageError(
        f"{document.path}：{document.format} 文件不能加批注；能加批注的是 PDF、DOCX 和 HTML，"
        "此文件请用 --format html 查看",
        f"{document.path}: a {document.format} file cannot carry marks; PDF, DOCX and HTML can; "
        "for this one use gouji check --format html",
        "format",
    )


def annotate_file(
    source: str,
    out: str,
    report: Report,
    document: Document,
    *,
    lang: str = "zh",
    notes: bool = False,
    fetch: Fetch | None = None,
) -> None:
    """Write the marked copy of `source` to `out`, whole or not at all.

    Raises:
        UsageError: see `annotate`; or `out` cannot be written.
    """
    try:
        data = fetch(source) if fetch else Path(source).read_bytes()
    except OSError as error:
        raise UsageError(
            f"{source}：无法读取（{error.strerror}）", f"{source}: cannot be read ({error.strerror})"
        ) from None
    write_whole(out, annotate(data, report, document, lang, notes))
