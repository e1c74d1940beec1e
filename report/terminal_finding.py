"""One finding under its line on a terminal: the sum set out in columns, the sentences its numbers stand in."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ..model import Finding, FindingEvidence, Relation
from .arithmetic import Working, work_out
from .labels import names, with_column
from .options import OutputOptions
from .places import adds, alternatives
from .words import Say, bare, clip, printable, source_word

_SHOWN = 12
# Kinds whose message says everything that a formula or an alternative could.
_IN_WORDS = frozenset({"structure", "unit", "list", "words"})
Key = tuple[str, int | None]


def show_finding(finding: Finding, say: Say, options: OutputOptions) -> Iterable[RenderableType]:
    """What stands under the finding's line. Nothing that the line has said already is said again."""
    relation = _strongest(finding)
    working = work_out(relation) if relation is not None and len(relation.terms) > 1 else None
    sum_shown = relation is not None and working is not None and working.additive
    told = {(term.document, term.start) for term in relation.terms} if relation is not None and sum_shown else set()
    if relation is not None and working is not None and sum_shown:
        yield _sum(relation, working, finding, say, options)
    if (sentences := _evidence(finding, told, say, options)) is not None:
        yield sentences
    if relation is not None and working is not None and not sum_shown and finding.kind not in _IN_WORDS:
        gap = _gap(relation)
        yield Text(working.formula + (say(f"  差 {gap}", f"  off by {gap}") if gap else ""), "bold")
    if options.verbose:
        for line in say(finding.explanation, finding.explanation_en).splitlines():
            yield Text(printable(line), "italic")
    others = alternatives(finding) if finding.kind not in _IN_WORDS else []
    if others:
        yield Text(say("也可能有误的是：", "or it may be: ") + printable("；".join(others)), "dim")


def _evidence(finding: Finding, told: set[Key], say: Say, options: OutputOptions) -> Table | None:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column(ratio=1, overflow="fold")
    many = len(finding.documents) > 1
    message = say(finding.message, finding.message_en)
    # The numbers of the leading relation come first.
    terms = len(finding.relations[0].terms) if finding.relations else len(finding.evidence)
    words = sum(item.value is None for item in finding.evidence)
    limit = len(finding.evidence) if options.verbose else min(_SHOWN, terms + words)
    for item in finding.evidence[:limit]:
        known = (item.document, item.location.start) in told
        if known and (item.source == "table" or not adds(item)):
            continue
        if not item.value and not many and _repeats(item, message):
            continue
        text = Text(printable(item.document) + " " if many else "", "dim")
        text.append_text(_number(item, max(24, options.width - 16), say, known or finding.kind in _IN_WORDS))
        grid.add_row(source_word(item.source, say), text)
    return grid if grid.row_count else None


def _number(item: FindingEvidence, limit: int, say: Say, plain: bool) -> Text:
    """A number and where it stands; `plain` leaves out the mark of the suspect."""
    label = with_column(item.label, item.column)
    text = Text()
    if item.source == "narrative":
        quote = printable(item.quote)
        words = clip(printable(item.text) or quote, quote, limit)
        if item.value is None and words != quote:
            # Defects of the text come with a stretch of what stands around them.
            words = words if words.startswith(("…", quote)) else f"…{words}"
            words = words if words.endswith(("…", "。", "；", ";", quote)) else f"{words}…"
        if item.value and bare(item.label) not in bare(words):
            text.append(label + "  ")
        at = words.find(quote)
        text.append(words)
        if at >= 0:
            text.stylize("bold", len(text) - len(words) + at, len(text) - len(words) + at + len(quote))
    else:
        text.append(label + "  ").append(printable(item.quote or (item.value or "") + item.unit), "bold")
    return text if plain else text.append_text(_mark(item, say))


def _mark(item: FindingEvidence, say: Say) -> Text:
    if not item.suspect:
        return Text()
    cure = say(f"，应为 {item.suggested}", f", should be {item.suggested}") if item.suggested else ""
    return Text(say("  ← 可疑", "  ← suspect") + cure, "red")


def _sum(relation: Relation, working: Working, finding: Finding, say: Say, options: OutputOptions) -> RenderableType:
    """The relation in columns; what all its labels share stands once above them."""
    found = {(item.document, item.location.start): item for item in finding.evidence}
    terms = [step.term for step in working.steps if step.term is not None]
    shared, called = names(terms, say)
    sources = [found[key].source for term in terms if (key := (term.document, term.start)) in found]
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold", max_width=max(14, options.width // 2))
    grid.add_column(justify="right", no_wrap=True)
    grid.add_column(overflow="fold")
    for step in working.steps:
        remark = Text()
        style = "bold" if step.total else ""
        label = say("合计", "sum") if step.total else ""
        if step.term is not None:
            label = called[id(step.term)]
            remark.append(printable(step.term.unit))
            item = found.get((step.term.document, step.term.start))
            if item is not None and item.suspect:
                style = "bold red"
                remark.append_text(_mark(item, say))
        grid.add_row(step.sign, Text(label), Text(step.value or "—", style), remark)
    if gap := _gap(relation):
        grid.add_row("", say("差", "off by"), Text(gap, "bold"), "")
    whole = Table.grid()
    one_source = source_word(sources[0], say) if len(set(sources)) == 1 else ""
    if head := " ".join(part for part in (one_source if shared else "", shared) if part):
        whole.add_row(Text(head, "dim"))
    whole.add_row(Padding(grid, (0, 0, 0, 1)))
    return whole


def _strongest(finding: Finding) -> Relation | None:
    for relation in finding.relations:
        if relation.rule == finding.rule:
            return relation
    return finding.relations[0] if finding.relations else None


def _repeats(item: FindingEvidence, message: str) -> bool:
    """Whether the message has said all the words at the place."""
    return bare(item.text or item.quote) in bare(message)


def _gap(relation: Relation) -> str:
    if relation.outcome != "broken" or relation.gap in (None, "0", ""):
        return ""
    return (relation.gap or "").removeprefix("-")
