"""Where something stands, in the few characters of a `path:place` prefix."""

from __future__ import annotations

from ..model import Document, Finding, FindingEvidence, Location


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


def order(finding: Finding) -> tuple[int, int]:
    """Sorts most serious first, then by place in the document."""
    first = leading(finding)
    start = first.location.start if first and first.location.start is not None else 0
    return ("error", "warning", "note").index(finding.severity), start
