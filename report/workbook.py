"""`check` as an auditor's working paper (审计底稿) in Excel."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal

from ..model import Figure, Finding, Relation, Report
from .arithmetic import work_out
from .figure_workbook import write_figures
from .labels import with_column
from .loading import Documents
from .options import DEFAULT_OPTIONS, Load, OutputOptions
from .places import leading, ordered, place
from .sheets import MAX_ROWS, Book, Sheet, colour_words
from .words import SEVERITIES, Say, clip, decision_word, severity_word, speak, status_word, told
from .working import Key, Plan, groups, plan, write_groups

# Of more documents the checks stand on one long sheet: nobody turns over two hundred tabs.
_SEPARATE_SHEETS = 200


def render_workbook(
    report: Report, lang: str = "zh", load: Load | None = None, options: OutputOptions = DEFAULT_OPTIONS
) -> bytes:
    """Summary, findings, checks that held, figures, and live reconciliation sheets."""
    say = speak(lang)
    figures = {(record.path, figure.id): figure for record in options.records for figure in record.figures}
    titles = {document.path: document.title or document.path for document in report.documents}
    relations = _all_relations(report)
    listed = groups(relations, titles, say("跨报告", "Across reports"))
    made = plan(listed, say("勾稽", "Checks"), _SEPARATE_SHEETS)
    book = Book()
    _write_summary(book, report, made, say)
    _write_findings(book, report, made, say, Documents(load))
    held = _held_sheet(book, say)
    if options.records:
        write_figures(book, options.records, say)
    write_groups(book, made, held, figures, _suspects(report, relations, figures), say)
    held.filters()
    return book.finish()


def _all_relations(report: Report) -> list[Relation]:
    """Every relation once: those tried, else those that findings carry."""
    if report.relations:
        return list(report.relations)
    carried = (relation for finding in (*report.findings, *report.unresolved) for relation in finding.relations)
    return list(dict.fromkeys(carried))


def _suspects(report: Report, relations: list[Relation], figures: Mapping[Key, Figure]) -> set[Key]:
    """The figures that errors and warnings suspect, found by their place."""
    places = {(path, figure.evidence.start): (path, name) for (path, name), figure in figures.items()}
    for relation in relations:
        for term in relation.terms:
            if term.figure is not None and term.start is not None:
                places.setdefault((term.document, term.start), (term.document, term.figure))
    serious = (finding for finding in report.findings if finding.severity != "note")
    suspected = (item for finding in serious for item in finding.evidence if item.suspect)
    wanted = {(item.document, item.location.start) for item in suspected if item.location.start is not None}
    return {places[at] for at in wanted if at in places}


def _write_summary(book: Book, report: Report, made: Plan, say: Say) -> None:
    """What was read, what came out, what the workbook leaves out, and how to use it."""
    widths = (46, 26, 9, 18, 12, 9, 9, 9, 9, 9, 9, 9, 40)
    sheet = book.sheet(say("汇总", "Summary"), [("", width) for width in widths], (0, 0))
    counts = Counter(finding.severity for finding in report.findings)
    sheet.text(0, say("勾稽核对底稿", "Reconciliation working paper"), "title")
    sheet.next()
    found = "  ".join(f"{severity_word(level, say)} {counts[level]}" for level in SEVERITIES)
    for name, text, style in (
        (say("编制", "made by"), f"gouji {report.gouji}", "cell"),
        (say("结果", "result"), found, "cell"),
        (say("复核人", "reviewer"), "", "fill"),
        (say("复核日期", "date"), "", "fill"),
        (say("复核结论", "conclusion"), "", "fill"),
    ):
        sheet.text(0, name, "head")
        sheet.text(1, text, style)
        sheet.next()
    _write_remarks(sheet, made, say)
    sheet.next()
    _write_documents(sheet, report, made, say)


def _write_remarks(sheet: Sheet, made: Plan, say: Say) -> None:
    """How to use the workbook, and what Excel's limits leave out of it."""
    lines = [
        say(
            "各“勾稽”表中的数值可以改动，“结果（公式）”随之变化；“至少/至多”是印出的数字可能代表的范围。",
            "Change a value on a check sheet and its results follow; at least and at most bound what a printed "
            "number may stand for.",
        )
    ]
    if made.left_out:
        lines.append(
            say(
                f"超出 Excel 行数上限（{MAX_ROWS:,}），未列入 {made.left_out} 项核对。",
                f"Excel holds {MAX_ROWS:,} rows; {made.left_out} checks are left out.",
            )
        )
    for line in lines:
        sheet.text(0, line, "plain")
        sheet.next()


def _write_documents(sheet: Sheet, report: Report, made: Plan, say: Say) -> None:
    heads = (
        say("报告", "report"), say("单位", "body"), say("年度", "year"), say("表式", "form"), say("状态", "status"),
        say("数字", "numbers"), say("认出", "recognised"), say("核对", "checks"), say("成立", "held"),
        say("不符", "broken"), say("无法核对", "undecided"), say("问题", "findings"), say("说明", "remark"),
    )  # fmt: skip
    for column, name in enumerate(heads):
        sheet.text(column, name, "head")
    sheet.next()
    homes = {group.path: (name, len(members)) for name, members in made.sheets for group in members}
    found = Counter(path for finding in report.findings if finding.severity != "note" for path in finding.documents)
    for document in report.documents:
        home = homes.get(document.path)
        if home is not None and home[1] == 1:
            sheet.link(0, f"'{home[0]}'!A1", document.title or document.path)
        else:
            sheet.text(0, document.title or document.path)
        for column, text in enumerate((document.body, None, document.form, status_word(document.status, say)), 1):
            sheet.text(column, text)
        if document.year is not None:
            sheet.text(2, str(document.year))
        done = document.coverage
        held = done.held + done.rounding + done.truncation + done.scope
        unknown = done.unknown + done.blocked
        numbers = (done.figures, done.linked, done.relations, held, done.broken, unknown, found[document.path])
        for column, number in enumerate(numbers, 5):
            sheet.number(column, number)
        problems = "；".join(told(document.problems, say)[:5])
        sheet.text(12, problems or document.problem)
        sheet.next()


def _write_findings(book: Book, report: Report, made: Plan, say: Say, documents: Documents) -> None:
    """One row a finding, with columns for the reviewer to fill in."""
    names = (
        ("序号", "no.", 6), ("规则", "rule", 8), ("程度", "severity", 8), ("报告", "report", 24),
        ("位置", "place", 11), ("问题", "finding", 46), ("差额", "difference", 10), ("可疑数字", "suspect", 24),
        ("建议值", "proposed", 10), ("复核人", "reviewer", 10), ("日期", "date", 11), ("复核意见", "remark", 26),
        ("勾稽表", "check", 12), ("已有结论", "baseline", 14), ("算式", "sum", 28), ("证据", "evidence", 60),
        ("解释", "explanation", 50), ("指纹", "fingerprint", 16),
    )  # fmt: skip
    heads = [(say(zh, en), width) for zh, en, width in names]
    sheet = book.sheet(say("问题", "Findings"), heads, (1, 3))
    for number, finding in enumerate(ordered(report), 1):
        _write_finding(sheet, number, finding, made, say, documents)
        sheet.next()
    sheet.filters()
    # On paper the finding and the reviewer's columns; the rest is for the screen.
    sheet.sheet.print_area(0, 0, max(1, sheet.row - 1), 11)
    colour_words(sheet, 2, sheet.row, [(severity_word(level, say), level) for level in ("error", "warning")])


def _write_finding(sheet: Sheet, number: int, finding: Finding, made: Plan, say: Say, documents: Documents) -> None:
    first = leading(finding)
    where = place(first.location, documents.get(first.document)) if first else ""
    suspects = [item for item in finding.evidence if item.suspect]
    named = [f"{with_column(item.label, item.column)} {item.quote}" for item in suspects]
    quotes = [f"{item.label}：“{clip(item.text or item.quote, item.quote, 120)}”" for item in finding.evidence[:12]]
    relation = finding.relations[0] if finding.relations else None
    mark = finding.baseline
    sheet.number(0, number)
    before = (finding.rule, severity_word(finding.severity, say), "\n".join(finding.documents), where)
    for column, text in enumerate((*before, say(finding.message, finding.message_en)), 1):
        sheet.text(column, text)
    try:
        sheet.number(6, Decimal(finding.gap) if finding.gap else None)
    except ArithmeticError:
        sheet.text(6, finding.gap)
    sheet.text(7, "\n".join(named))
    sheet.text(8, "\n".join(item.suggested for item in suspects if item.suggested))
    sheet.text(9, mark.reviewer if mark else "", "fill")
    sheet.text(10, "", "fill")
    sheet.text(11, "", "fill")
    home = _home(finding, made)
    if home is None:
        sheet.text(12, "")
    else:
        sheet.link(12, home, home.replace("'", ""))
    sheet.text(13, f"{decision_word(mark.status, say)} {mark.note}".strip() if mark else "")
    sheet.text(14, work_out(relation).formula if relation else "", "long")
    sheet.text(15, "\n".join(quotes), "long")
    sheet.text(16, say(finding.explanation, finding.explanation_en), "long")
    sheet.text(17, finding.fingerprint, "long")


def _home(finding: Finding, made: Plan) -> str | None:
    """The address of the check that the finding breaks."""
    for relation in finding.relations:
        if relation in made.checks:
            return made.checks[relation].address
    return None


def _held_sheet(book: Book, say: Say) -> Sheet:
    """The checks that held: what was confirmed, not only what was found. Its rows come with the checks."""
    names = (
        ("规则", "rule", 8), ("报告", "report", 30), ("关系", "relation", 60), ("算式", "sum", 50),
        ("结果", "result", 16), ("勾稽表", "check", 14),
    )  # fmt: skip
    return book.sheet(say("成立", "Held"), [(say(zh, en), width) for zh, en, width in names])
