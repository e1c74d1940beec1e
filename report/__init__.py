"""Every output, by name. A module is imported only when its format is asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ..errors import UsageError

if TYPE_CHECKING:
    # The command line names its formats without loading every type of the house.
    from ..model import Document, Record, Report
    from .options import Load, OutputOptions

__all__ = [
    "BINARY_FORMATS",
    "CHECK_FORMATS",
    "FIGURE_FORMATS",
    "render_check",
    "render_document",
    "render_figures",
]

CHECK_FORMATS = ("text", "json", "jsonl", "csv", "xlsx", "html", "sarif", "md")
FIGURE_FORMATS = ("jsonl", "csv", "parquet", "xlsx")
BINARY_FORMATS = frozenset({"xlsx", "parquet"})


def render_check(
    report: Report,
    format: str,
    *,
    lang: str = "zh",
    load: Callable[[str], Document] | None = None,
    options: OutputOptions | None = None,
) -> bytes:
    """A report in one of `CHECK_FORMATS`; equal reports give equal bytes.

    `load` reads a document again where an output shows its text; without it, or where it fails, the output has
    the findings without the text around them.

    Raises:
        UsageError: no such format or language, or a template that is missing or wrong.
    """
    if format not in CHECK_FORMATS:
        raise _unknown(format, CHECK_FORMATS)
    from .options import OutputOptions

    options = options or OutputOptions()
    if options.template is not None:
        from .template import render_template

        return render_template(report, lang, load, options)
    return _check_writer(format)(report, lang, load, options)


_Writer = Callable[["Report", str, "Load | None", "OutputOptions"], bytes]


def _check_writer(format: str) -> _Writer:
    if format in ("json", "jsonl", "csv"):
        from . import machine

        plain = {"json": machine.render_json, "jsonl": machine.render_jsonl, "csv": machine.render_csv}[format]
        return lambda report, lang, load, options: plain(report)
    if format == "sarif":
        from .sarif import render_sarif

        return lambda report, lang, load, options: render_sarif(report, lang)
    if format == "md":
        from .markdown import render_markdown

        return lambda report, lang, load, options: render_markdown(report, lang, load, options.notes)
    if format == "html":
        from .html import render_html

        return render_html
    if format == "xlsx":
        from .workbook import render_workbook

        return render_workbook
    from .terminal import render_text

    return render_text


def render_figures(records: Sequence[Record], format: str, *, all: bool = False, unlinked: bool = False) -> bytes:
    """The figures of the records in one of `FIGURE_FORMATS`.

    `all` lists blank, slash, dash and unreadable cells too; `unlinked` only figures that no indicator fits.

    Raises:
        UsageError: no such format.
    """
    if format not in FIGURE_FORMATS:
        raise _unknown(format, FIGURE_FORMATS)
    if format == "xlsx":
        from .figure_workbook import render_figure_workbook

        return render_figure_workbook(records, all, unlinked)
    from . import figures

    writers = {"jsonl": figures.render_jsonl, "csv": figures.render_csv, "parquet": figures.render_parquet}
    return writers[format](records, all, unlinked)


def render_document(document: Document) -> bytes:
    """The document as `gouji read` prints it."""
    from .document import render_document as render

    return render(document)


def _unknown(format: str, known: Sequence[str]) -> UsageError:
    names = " ".join(known)
    return UsageError(f"未知格式：{format}；可用：{names}", f"unknown format {format!r}; use one of: {names}", "format")
