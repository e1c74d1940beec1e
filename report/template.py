"""`--template FILE`: a house style written in Jinja2, run in a sandbox."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..errors import UsageError
from ..model import Report
from .arithmetic import work_out
from .loading import Documents
from .machine import report_object
from .options import DEFAULT_OPTIONS, Load, OutputOptions
from .places import place
from .rendering import TemplateFault, render_all
from .words import outcome_word, severity_word, speak

_ESCAPED = (".html", ".htm", ".xml", ".svg")


def render_template(
    report: Report, lang: str = "zh", load: Load | None = None, options: OutputOptions = DEFAULT_OPTIONS
) -> bytes:
    """The report through the template at `options.template`.

    The template sees what the JSON holds (`documents`, `findings`, `unresolved`), `lang`, and on every finding
    `place`, `sum` (the relation with its numbers) and `text` (the message in the language asked for). A template
    named `*.html` escapes text by itself.

    Raises:
        UsageError: the template is missing, does not parse, or asks for something it may not have.
    """
    path = Path(options.template or "")
    try:
        source = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}：模板无法读取（{error}）", f"{path}: the template cannot be read ({error})") from None
    escape = path.name.removesuffix(".j2").endswith(_ESCAPED)
    try:
        text = render_all([(source, {})], _context(report, lang, load), escape=escape)[0]
    except TemplateFault as fault:
        at = f"{path}:{fault.line}" if fault.line else str(path)
        raise UsageError(f"{at}：模板有误：{fault.message}", f"{at}: wrong template: {fault.message_en}") from None
    return text.encode("utf-8", "replace")


def _context(report: Report, lang: str, load: Load | None) -> dict[str, Any]:
    say = speak(lang)
    documents = Documents(load)
    plain = report_object(report)
    for finding, shown in zip(report.findings, plain["findings"], strict=True):
        shown["text"] = say(finding.message, finding.message_en)
        shown["severity_word"] = severity_word(finding.severity, say)
        shown["sum"] = work_out(finding.relations[0]).formula if finding.relations else ""
        for item, plain_item in zip(finding.evidence, shown["evidence"], strict=False):
            plain_item["place"] = place(item.location, documents.get(item.document))
        shown["place"] = shown["evidence"][0]["place"] if shown["evidence"] else ""
    plain["held"] = [
        {"rule": relation.rule, "sum": work_out(relation).formula, "outcome": outcome_word(relation.outcome, say)}
        for relation in report.relations
        if relation.outcome in ("holds", "rounding", "truncation", "scope")
    ]
    return {**plain, "lang": lang}
