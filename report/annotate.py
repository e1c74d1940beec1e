"""`annotate`: the report itself with its contradictions marked, as it would be sent back to the body."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from ..errors import UsageError
from ..model import Document, Finding, FindingEvidence, Report
from .arithmetic import work_out
from .options import Fetch
from .pdf_places import Spot, spot_of
from .places import leading, ordered
from .words import Say, printable, severity_word, speak


@dataclass(frozen=True, slots=True)
class Mark:
    """One stretch to mark, with all that findings say about it. `severity` is the most serious of them."""

    start: int
    end: int
    quote: str
    spot: Spot | None
    severity: str
    suspect: bool
    comment: str


def marks_of(report: Report, document: Document, lang: str = "zh", notes: bool = False) -> list[Mark]:
    """Every number of the document that a finding rests on, in the order of the text; notes only where asked."""
    say = speak(lang)
    found: dict[tuple[int, int], list[tuple[Finding, FindingEvidence]]] = {}
    for finding in ordered(report):
        if finding.severity == "note" and not notes:
            continue
        for item in finding.evidence:
            start, end = item.location.start, item.location.end
            if item.document == document.path and start is not None and end is not None:
                found.setdefault((start, end), []).append((finding, item))
    marks = []
    for (start, end), uses in sorted(found.items()):
        first = uses[0][1]
        comment = "\n\n".join(dict.fromkeys(_comment(finding, item, say) for finding, item in uses))
        suspect = any(item.suspect for _, item in uses)
        severity = uses[0][0].severity
        marks.append(Mark(start, end, first.quote, spot_of(first, document), severity, suspect, comment))
    return marks


def _comment(finding: Finding, item: FindingEvidence, say: Say) -> str:
    """The whole finding where a reader is sent first; at its other numbers only which finding they belong to."""
    head = f"{finding.rule} {severity_word(finding.severity, say)}"
    main = leading(finding)
    if main is not None and item is not main and not item.suspect:
        label = printable(item.label) + (f"〔{printable(item.column)}〕" if item.column else "")
        see = printable(main.quote)
        return say(
            f"{head}：参与核对的数字（{label}），见“{see}”处", f"{head}: a number of this check ({label}), see “{see}”"
        )
    lines = [f"{head}{say('：', ': ')}{printable(say(finding.message, finding.message_en))}"]
    if finding.relations and (formula := work_out(finding.relations[0]).formula):
        lines.append(formula)
    if item.suspect:
        cure = say(f"，应为 {item.suggested}", f", should be {item.suggested}") if item.suggested else ""
        lines.append(say("此数可疑", "this number is suspect") + cure)
    return "\n".join(lines)


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


def write_whole(out: str, data: bytes) -> None:
    """Write a file so that a crash leaves the old one or the new one, never half."""
    partial = Path(f"{out}.partial")
    try:
        partial.write_bytes(data)
        partial.replace(out)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise UsageError(
            f"{out}：无法写入（{error.strerror}）", f"{out}: cannot be written ({error.strerror})"
        ) from None
