"""`check` on a terminal: one line a finding, its numbers, and the sum set out in columns."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable
from typing import Any

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ..model import DocumentSummary, Finding, FindingEvidence, Relation, Report
from .arithmetic import work_out
from .loading import Documents
from .options import DEFAULT_OPTIONS, Load, OutputOptions
from .places import alternatives, leading, ordered, place
from .words import SEVERITIES, Say, clip, outcome_word, printable, severity_word, source_word, speak, status_word, told

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
            facts.append(_coverage_line(summary, say))
        self.console.print(Padding(Text(" · ".join(facts), "dim"), (0, 0, 0, 2)))
        shown = summary.problems if self.options.verbose or summary.status != "ok" else ()
        for message in told(shown, say):
            self.console.print(Padding(Text("! " + message, "magenta"), (0, 0, 0, 2)))
        if summary.problem and not shown and summary.status in ("failed", "skipped"):
            self.console.print(Padding(Text("! " + printable(summary.problem), "magenta"), (0, 0, 0, 2)))
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
            for part in self.body(finding):
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
        if finding.baseline is not None:
            line.append(f"  [{printable(finding.baseline.status)}]", "dim")
        # Whoever cuts the output into lines gets one line a finding, whatever the width.
        self.console.print(line, soft_wrap=True)

    def body(self, finding: Finding) -> Iterable[RenderableType]:
        yield self.evidence(finding)
        relation = _strongest(finding)
        if relation is not None and len(relation.terms) > 1:
            yield self.sum(relation, finding)
        # The message already says what is wrong; the reasoning is for those who ask.
        if self.options.verbose:
            for line in self.say(finding.explanation, finding.explanation_en).splitlines():
                yield Text(printable(line), "italic")
        # Without a suspect the message itself names them all.
        if any(item.suspect for item in finding.evidence) and (others := alternatives(finding)):
            yield Text(self.say("也可能是：", "or: ") + printable("；".join(others)), "dim")

    def evidence(self, finding: Finding) -> Table:
        grid = Table.grid(padding=(0, 1))
        grid.add_column(no_wrap=True, style="dim")
        grid.add_column(ratio=1, overflow="fold")
        many = len(finding.documents) > 1
        limit = max(24, self.options.width - 30)
        # The numbers of the leading relation come first.
        shown = len(finding.evidence) if self.options.verbose else min(12, _leading_terms(finding))
        for item in finding.evidence[:shown]:
            text = Text()
            if many:
                text.append(printable(item.document) + " ", "dim")
            text.append(_labelled(item))
            if item.source == "narrative":
                text.append("  ").append(_sentence(item, limit))
            else:
                text.append("  " + printable(item.quote or (item.value or "") + item.unit), "bold")
            if item.suspect:
                text.append(self.say("  ← 可疑", "  ← suspect"), "red")
                if item.suggested:
                    text.append(self.say(f"，应为 {item.suggested}", f", should be {item.suggested}"), "red")
            grid.add_row(source_word(item.source, self.say), text)
        hidden = len(finding.evidence) - shown
        if hidden:
            grid.add_row(
                "", Text(self.say(f"……另有 {hidden} 处（--verbose）", f"… and {hidden} more (--verbose)"), "dim")
            )
        return grid

    def sum(self, relation: Relation, finding: Finding) -> RenderableType:
        working = work_out(relation)
        suspects = {(item.document, item.location.start) for item in finding.evidence if item.suspect}
        if not working.additive and working.formula:
            return Text(working.formula + _gap(relation, self.say), "bold")
        grid = Table.grid(padding=(0, 1))
        grid.add_column(no_wrap=True)
        grid.add_column(overflow="fold", max_width=max(16, self.options.width // 2))
        grid.add_column(justify="right", no_wrap=True)
        grid.add_column(no_wrap=True)
        for step in working.steps:
            label = printable(step.term.label) if step.term else self.say("合计", "sum") if step.total else ""
            if step.term is not None and step.term.column:
                label += f"〔{printable(step.term.column)}〕"
            suspect = step.term is not None and (step.term.document, step.term.start) in suspects
            style = "bold red" if suspect else ("bold" if step.total else "")
            remark = step.term.unit if step.term else ""
            if step is working.steps[-1]:
                remark += _gap(relation, self.say)
            grid.add_row(step.sign, Text(label), Text(step.value or "—", style), Text(remark))
        return Padding(grid, (0, 0, 0, 1))

    def held(self, relations: list[Relation]) -> None:
        good = [relation for relation in relations if relation.outcome in ("holds", "rounding", "truncation", "scope")]
        if not good:
            return
        head = self.say(f"核对成立 {len(good)} 项", f"{len(good)} checks held")
        self.console.print(Padding(Text(head), (1, 0, 0, 2)))
        for relation in good:
            whole = printable(relation.terms[-1].label) if relation.terms else ""
            line = Text(f"{relation.rule} ").append(work_out(relation).formula).append(f"  {whole}", "dim")
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
        line = say(
            f"{len(report.documents)} 份报告，读出 {read} 份；核对 {tried} 项，成立 {held} 项；",
            f"{_count(len(report.documents), 'report')}, {read} read; {_count(tried, 'check')}, {held} held; ",
        )
        line += say("、", ", ").join(parts)
        if counts["note"] and not self.options.notes:
            line += say("（提示用 --notes 列出）", " (--notes lists the notes)")
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


def _strongest(finding: Finding) -> Relation | None:
    for relation in finding.relations:
        if relation.rule == finding.rule:
            return relation
    return finding.relations[0] if finding.relations else None


def _leading_terms(finding: Finding) -> int:
    return min(len(finding.evidence), len(finding.relations[0].terms) if finding.relations else 12)


def _labelled(item: FindingEvidence) -> str:
    return printable(item.label) + (f"〔{printable(item.column)}〕" if item.column else "")


def _sentence(item: FindingEvidence, limit: int) -> Text:
    """The words round the number, the number in bold."""
    quote = printable(item.quote)
    text = Text(clip(printable(item.text) or quote, quote, limit))
    at = text.plain.find(quote)
    if at >= 0:
        text.stylize("bold", at, at + len(quote))
    return text


def _gap(relation: Relation, say: Say) -> str:
    if relation.gap is None or relation.gap in ("0", ""):
        return ""
    return say(f"  差 {relation.gap}", f"  off by {relation.gap}")


def _count(number: int, word: str) -> str:
    return f"{number} {word}" + ("" if number == 1 else "s")


def _held(summary: DocumentSummary) -> int:
    found = summary.coverage
    return found.held + found.rounding + found.truncation + found.scope


def _coverage_line(summary: DocumentSummary, say: Say) -> str:
    found = summary.coverage
    return say(
        f"数字 {found.figures} 个，认出 {found.linked} 个；核对 {found.relations} 项，成立 {_held(summary)} 项，"
        f"不符 {found.broken} 项",
        f"{found.figures} numbers, {found.linked} recognised; {found.relations} checks, {_held(summary)} held, "
        f"{found.broken} broken",
    )


def render_verification(result: Any, lang: str = "zh") -> str:
    """What `gouji verify` found: how many quotes and relations stand, and each that does not."""
    say = speak(lang)
    lines = [printable(say(*pair)) for pair in result.lines]
    return "\n".join(lines) + "\n"
