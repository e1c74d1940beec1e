"""Where something stands, in the few characters of a `path:place` prefix."""

from __future__ import annotations

from ..model import Document, Finding, FindingEvidence, Location, Report
from .words import SEVERITIES, bare


def place(location: Location, document: Document | None = None) -> str:
    """`p3` (page), `12:5` (line and column of a text file), else `@start`; a cell adds `[row,col]`, from 0."""
    cell = f"[{location.cell[0]},{location.cell[1]}]" if location.cell else ""
    if location.page is not None:
        return f"p{location.page}{cell}"
    if location.start is None:
        return cell
    if document is not None and document.format in ("text", "txt"):
        before = document.text[: location.start]
        return f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}{cell}"
    return f"@{location.start}{cell}"


def leading(finding: Finding) -> FindingEvidence | None:
    """The evidence a reader is sent to: the first suspect one, else the first."""
    suspects = [item for item in finding.evidence if item.suspect] or list(finding.evidence)
    return suspects[0] if suspects else None


def adds(item: FindingEvidence) -> bool:
    """Whether the sentence holds more than the label and the number."""
    return len(bare(item.text)) > len(bare(item.label)) + len(bare(item.quote)) + 2


def ordered(report: Report) -> list[Finding]:
    """The findings, most serious first, then document by document, then by place."""
    index = {document.path: at for at, document in enumerate(report.documents)}

    def key(finding: Finding) -> tuple[int, int, int]:
        first = leading(finding)
        start = first.location.start if first and first.location.start is not None else 0
        path = first.document if first else (finding.documents or ("",))[0]
        return SEVERITIES.index(finding.severity), index.get(path, len(index)), start

    return sorted(report.findings, key=key)


def alternatives(finding: Finding) -> list[str]:
    """The other changes that would make the numbers agree, each as the labels and values it would change.

    Without a suspect the message itself names them all, and nothing is left to say.
    """
    suspected = {_named(item.label, item.column, item.value, item.unit) for item in finding.evidence if item.suspect}
    names: dict[str, str] = {}
    for relation in finding.relations if suspected else ():
        for term in relation.terms:
            if term.figure is not None:
                names.setdefault(term.figure, _named(term.label, term.column, term.value, term.unit))
    others = [" + ".join(names.get(one, one) for one in group) for group in finding.alternatives[:5]]
    return [other for other in others if suspected and other not in suspected]


def _named(label: str, column: str | None, value: str | None, unit: str) -> str:
    return f"{label}{f'〔{column}〕' if column else ''} {value or ''}{unit}".strip()
