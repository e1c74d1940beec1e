"""`check` as Markdown: a summary that can be pasted into a mail."""

from __future__ import annotations

import re
from collections import Counter

from ..model import Finding, Report
from .arithmetic import work_out
from .loading import Documents
from .options import Load
from .places import leading, ordered, place
from .words import SEVERITIES, Say, clip, printable, severity_word, source_word, speak, status_word

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~&$-])")


def render_markdown(report: Report, lang: str = "zh", load: Load | None = None, notes: bool = False) -> bytes:
    """Documents as a table, then each finding with its numbers; notes only where asked."""
    say = speak(lang)
    documents = Documents(load)
    lines = [say("# 勾稽核对结果", "# Reconciliation"), ""]
    lines += _documents(report, say)
    for finding in ordered(report):
        if finding.severity != "note" or notes:
            lines += _finding(finding, say, documents)
    return ("\n".join(lines).rstrip() + "\n").encode("utf-8", "replace")


def _documents(report: Report, say: Say) -> list[str]:
    head = (
        say("报告", "report"),
        say("状态", "status"),
        say("成立", "held"),
        *(severity_word(s, say) for s in SEVERITIES),
    )
    lines = ["| " + " | ".join(head) + " |", "| --- | --- | ---: | ---: | ---: | ---: |"]
    counts = Counter((path, finding.severity) for finding in report.findings for path in finding.documents)
    for document in report.documents:
        name = escape(document.title or document.path)
        if document.title:
            name += f"<br>{escape(document.path)}"
        found = document.coverage
        held = found.held + found.rounding + found.truncation + found.scope
        status = status_word(document.status, say)
        if document.problem and document.status != "ok":
            status += say("：", ": ") + escape(document.problem)
        cells = (name, status, f"{held}/{found.relations}", *(str(counts[document.path, s]) for s in SEVERITIES))
        lines.append("| " + " | ".join(cells) + " |")
    return [*lines, ""]


def _finding(finding: Finding, say: Say, documents: Documents) -> list[str]:
    first = leading(finding)
    where = f"{first.document}:{place(first.location, documents.get(first.document))}" if first else ""
    severity = severity_word(finding.severity, say)
    lines = [f"## {finding.rule} {severity}{say('：', ': ')}{escape(say(finding.message, finding.message_en))}", ""]
    if where:
        lines += [escape(where), ""]
    for item in finding.evidence[:12]:
        label = escape(item.label) + (f"〔{escape(item.column)}〕" if item.column else "")
        quote = escape(clip(printable(item.text), printable(item.quote), 100)) if item.text else escape(item.quote)
        suspect = ""
        if item.suspect:
            suspect = say(" ← **可疑**", " ← **suspect**")
            if item.suggested:
                suspect += say(f"，应为 {escape(item.suggested)}", f", should be {escape(item.suggested)}")
        lines.append(f"- {source_word(item.source, say)} {label}{say('：', ': ')}“{quote}”{suspect}")
    if len(finding.evidence) > 12:
        more = len(finding.evidence) - 12
        lines.append(say(f"- ……另有 {more} 处", f"- … and {more} more"))
    for relation in finding.relations[:1]:
        if formula := work_out(relation).formula:
            lines += ["", f"{say('算式', 'Sum')}{say('：', ': ')}{escape(formula)}"]
    explanation = say(finding.explanation, finding.explanation_en)
    return [*lines, *(["", escape(explanation)] if explanation else []), ""]


def escape(text: str) -> str:
    """The text so that Markdown shows it as it is, on one line, without tags or links."""
    plain = _SPECIAL.sub(r"\\\1", printable(text))
    return plain.replace("\\<", "&lt;").replace("\\>", "&gt;").replace("\\&", "&amp;").replace("://", ":&#47;/")
