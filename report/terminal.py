"""`check` on a terminal: one line a finding, its numbers, and the sum set out in columns."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable
from typing import Any

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ..model import DocumentSummary, Finding, Relation, Report
from .arithmetic import work_out
from .labels import short_label
from .loading import Documents
from .options import DEFAULT_OPTIONS, Load, OutputOptions
from .places import leading, ordered, place
from .terminal_finding import show_finding
from .words import SEVERITIES, Say, decision_word, outcome_word, printable, severity_word, speak, status_word, told

# Of more kinds of problems than this, a document shows the first; --verbose shows all.
_PROBLEMS = 5
_STYLE = {"error": "bold red", "warning": "yellow", "note": "cyan"}


def render_text(
    report: Report, lang: str = "zh", load: Load | None = None, options: OutputOptions = DEFAULT_OPTIONS
) -> bytes:
    """The report as text of `options.width` columns; escape codes only where `options.colour`."""
    stream = io.StringIO()
    console = Console(
        file=stream,
        width=options.width,
        force_terminal=options.colour,
        color_system="standard" if options.colour else None,
        legacy_windows=False,
        emoji=False,
        markup=False,
        highlight=False,
        _environ={},
    )
    _Printer(console, speak(lang), Documents(load), options).report(report)
    lines = (line.rstrip() for line in stream.getvalue().split("\n"))
    return "\n".join(lines).encode("utf-8", "replace")


class _Printer:
    def __init__(self, console: Console, say: Say, documents: Documents, options: OutputOptions) -> None:
        self.console = console
        self.say = say
        self.documents = documents
        self.options = options

    def report(self, report: Report) -> None:
        listed = ordered(report)
        alone = _by_document(listed)
        if not self.options.quiet:
            for summary in report.documents:
                self.document(summary, alone.pop(summary.path, []), report.relations)
            for group in alone.values():
                self.findings(group)
            across = [finding for finding in listed if len(finding.documents) != 1]
            if across:
                self.console.print(Text(self.say("跨报告", "Across reports"), "bold"))
                self.findings(across)
            if self.options.verbose:
                self.unresolved(report.unresolved)
        else:
            for finding in listed:
                self.headline(finding)
        if self.options.statistics:
            self.statistics(report)
        self.total(report)

    def document(self, summary: DocumentSummary, findings: list[Finding], relations: Iterable[Relation]) -> None:
        say = self.say
        name = printable(summary.title or summary.path)
        self.console.print(Text(name, "bold"))
        facts = [printable(summary.path)] if summary.title else []
        facts += [fact for fact in (summary.form, status_word(summary.status, say)) if fact]
        if summary.status in ("ok", "partial"):
            facts += _coverage(summary, findings, say)
        for line in _lines(facts, self.options.width - 2):
            self.console.print(Padding(Text(line, "dim"), (0, 0, 0, 2)))
        shown = told(summary.problems if self.options.verbose or summary.status != "ok" else (), say)
        if summary.problem and not shown and summary.status in ("failed", "skipped"):
            shown = [printable(summary.problem)]
        limit = len(shown) if self.options.verbose else _PROBLEMS
        hidden = len(shown) - limit
        for message in shown[:limit]:
            self.console.print(Padding(Text("! " + message, "magenta"), (0, 0, 0, 2)))
        if hidden > 0:
            more = say(f"! ……另有 {hidden} 种（--verbose）", f"! … and {hidden} more kinds (--verbose)")
            self.console.print(Padding(Text(more, "magenta"), (0, 0, 0, 2)))
        self.findings(findings)
        if self.options.verbose:
            self.held([relation for relation in relations if _document_of(relation) == summary.path])
        self.console.print()

    def findings(self, findings: list[Finding]) -> None:
        for finding in findings:
            if finding.severity == "note" and not self.options.notes:
                continue
            self.console.print()
            self.headline(finding)
            for part in show_finding(finding, self.say, self.options):
                self.console.print(Padding(part, (0, 0, 0, 4)))

    def headline(self, finding: Finding) -> None:
        if finding.severity == "note" and not self.options.notes:
            return
        first = leading(finding)
        path = first.document if first else (finding.documents or ("",))[0]
        where = place(first.location, self.documents.get(path)) if first else ""
        line = Text(printable(path) + (f":{where}" if where else ""), "bold")
        line.append("  ").append(finding.rule, "bold").append(" ")
        line.append(severity_word(finding.severity, self.say), _STYLE[finding.severity]).append("  ")
        line.append(printable(self.say(finding.message, finding.message_en)))
        if finding.baseline is not None and finding.baseline.status != "open":
            line.append(f"  [{printable(decision_word(finding.baseline.status, self.say))}]", "dim")
        # Whoever cuts the output into lines gets one line a finding, whatever the width.
        self.console.print(line, soft_wrap=True)

    def held(self, relations: list[Relation]) -> None:
        good = [relation for relation in relations if relation.outcome in ("holds", "rounding", "truncation", "scope")]
        if not good:
            return
        head = self.say(f"核对成立 {len(good)} 项", f"{len(good)} checks held")
        self.console.print(Padding(Text(head), (1, 0, 0, 2)))
        for relation in good:
            working = work_out(relation)
            line = Text(f"{relation.rule} ").append(working.formula)
            if working.whole is not None:
                line.append(f"  {short_label(working.whole.label)}", "dim")
            if relation.outcome != "holds":
                line.append(f"  ({outcome_word(relation.outcome, self.say)})", "dim")
            self.console.print(Padding(line, (0, 0, 0, 4)))

    def unresolved(self, findings: Iterable[Finding]) -> None:
        listed = list(findings)
        if listed:
            self.console.print(Text(self.say(f"无法核对 {len(listed)} 项", f"{len(listed)} checks undecided"), "bold"))
        for finding in listed:
            message = printable(self.say(finding.message, finding.message_en))
            reason = printable(self.say(finding.explanation, finding.explanation_en))
            self.console.print(Padding(Text(f"{finding.rule} {message}  {reason}"), (0, 0, 0, 4)))

    def statistics(self, report: Report) -> None:
        grid = Table.grid(padding=(0, 2))
        grid.add_column(justify="right")
        grid.add_column()
        grid.add_column()
        counts = Counter((finding.rule, finding.severity) for finding in report.findings)
        for (rule, severity), count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
            grid.add_row(str(count), rule, severity_word(severity, self.say))
        if counts:
            self.console.print(Padding(grid, (0, 0, 1, 2)))

    def total(self, report: Report) -> None:
        say = self.say
        counts = Counter(finding.severity for finding in report.findings)
        words = [(severity_word(severity, say), counts[severity]) for severity in SEVERITIES]
        parts = [say(f"{word} {count}", _count(count, word)) for word, count in words]
        read = sum(summary.status in ("ok", "partial") for summary in report.documents)
        held = sum(_held(summary) for summary in report.documents)
        tried = sum(summary.coverage.relations for summary in report.documents)
        pieces = [
            say(
                f"{len(report.documents)} 份报告，读出 {read} 份",
                f"{_count(len(report.documents), 'report')}, {read} read",
            ),
            say(f"核对 {tried} 项，成立 {held} 项", f"{_count(tried, 'check')}, {held} held"),
            say("、", ", ").join(parts),
        ]
        line = say("；", "; ").join(pieces)
        if counts["note"] and not self.options.notes:
            hint = say("（--notes 列出提示）", " (--notes lists them)")
            fits = cell_len(line + hint) <= self.options.width
            line += hint if fits else "\n" + hint.strip()
        self.console.print(Text(line, "bold"))


def _by_document(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        if len(finding.documents) == 1:
            groups.setdefault(finding.documents[0], []).append(finding)
    return groups


def _document_of(relation: Relation) -> str | None:
    paths = {term.document for term in relation.terms}
    return paths.pop() if len(paths) == 1 else None


def _count(number: int, word: str) -> str:
    return f"{number} {word}" + ("" if number == 1 else "s")


def _held(summary: DocumentSummary) -> int:
    found = summary.coverage
    return found.held + found.rounding + found.truncation + found.scope


def _coverage(summary: DocumentSummary, findings: list[Finding], say: Say) -> list[str]:
    """How much was read and checked, and what came of it, in three pieces."""
    found = summary.coverage
    counts = Counter(finding.severity for finding in findings)
    parts = [
        say(f"{severity_word(name, say)} {counts[name]}", _count(counts[name], severity_word(name, say)))
        for name in SEVERITIES
        if counts[name]
    ]
    numbers = say(
        f"数字 {found.figures}（认出 {found.linked}）", f"{_count(found.figures, 'number')} ({found.linked} recognised)"
    )
    checks = say(
        f"核对 {found.relations} 项（成立 {_held(summary)}）",
        f"{_count(found.relations, 'check')} ({_held(summary)} held)",
    )
    if not found.relations:
        checks = say("没有可核对的关系", "nothing to check")
    nothing = [say("未发现矛盾", "no contradiction found")] if found.relations else []
    return [numbers, checks, *([say("、", ", ").join(parts)] if parts else nothing)]


def _lines(facts: list[str], width: int) -> list[str]:
    """The facts in lines that break between two of them."""
    lines = [""]
    for fact in facts:
        longer = f"{lines[-1]} · {fact}" if lines[-1] else fact
        if lines[-1] and cell_len(longer) > width:
            lines.append(fact)
        else:
            lines[-1] = longer
    return lines


def render_verification(result: Any, lang: str = "zh") -> str:
    """What `gouji verify` found: how many quotes and relations stand, and each that does not."""
    say = speak(lang)
    lines = [printable(say(*pair)) for pair in result.lines]
    return "\n".join(lines) + "\n"
