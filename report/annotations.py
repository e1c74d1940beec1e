"""What is to be marked in a report, and what is said at each mark, whatever the format."""

from __future__ import annotations

from msgspec import Struct

from ..model import Document, Finding, FindingEvidence, Report
from .arithmetic import work_out
from .pdf_places import Spot, spot_of
from .places import leading, ordered
from .words import Say, printable, severity_word, speak


class Mark(Struct, frozen=True):
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
