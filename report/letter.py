"""`letter`: the query an auditor would send to the body, from a Word template that anybody can change."""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..errors import UsageError
from ..model import Finding, FindingEvidence, Report
from .arithmetic import work_out
from .console import write_whole
from .packing import settled
from .places import ordered
from .rendering import TemplateFault, render_all
from .spreadsheet_text import without_control
from .words import printable

_FOR = re.compile(r"\s*\{%\s*for finding in findings\s*%\}\s*")
_END = re.compile(r"\s*\{%\s*endfor\s*%\}\s*")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_QUOTES = 12


def write_letter(report: Report, out: str, *, template: str | None = None) -> None:
    """Write the letter to `out`, whole or not at all.

    Raises:
        UsageError: the template cannot be read or is wrong; `out` cannot be written; there is no document.
    """
    path = Path(template) if template else Path(__file__).parent / "templates" / "letter.docx"
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(
            f"{path}：无法读取（{error.strerror}）", f"{path}: cannot be read ({error.strerror})"
        ) from None
    write_whole(out, render_letter(report, data, str(path)))


def render_letter(report: Report, template: bytes, name: str = "template") -> bytes:
    """The letter about the report's first document; equal input gives equal bytes.

    Every paragraph of the template is a Jinja2 template of its own. The paragraphs between one that says
    `{% for finding in findings %}` and one that says `{% endfor %}` are repeated; one that comes out empty is left out.
    """
    import docx

    try:
        word = docx.Document(io.BytesIO(template))
    except Exception:  # python-docx raises whatever its zip and XML readers raise
        raise UsageError(f"{name}：不是可用的 DOCX 模板", f"{name}: not a usable DOCX template") from None
    try:
        _write(word.element.body, _context(report))
    except TemplateFault as fault:
        raise UsageError(f"{name}：模板有误：{fault.message}", f"{name}: wrong template: {fault.message_en}") from None
    stream = io.BytesIO()
    word.save(stream)
    return settled(stream.getvalue())


def _context(report: Report) -> dict[str, Any]:
    if not report.documents:
        raise UsageError("没有可写函件的报告", "there is no report to write a letter about")
    document = report.documents[0]
    # What a reviewer has already settled needs no question.
    asked = [f for f in ordered(report) if f.severity != "note" and f.baseline is None]
    mine = [finding for finding in asked if document.path in finding.documents]
    return {
        "body": document.body or "＿＿＿＿",
        "year": document.year or "＿＿",
        "title": document.title or Path(document.path).name,
        "path": document.path,
        "sha256": document.sha256,
        "count": len(mine),
        "findings": [_item(number, finding) for number, finding in enumerate(mine, 1)],
    }


def _item(number: int, finding: Finding) -> dict[str, Any]:
    lines = []
    main = len(finding.relations[0].terms) if finding.relations else _QUOTES
    for item in finding.evidence[: min(main, _QUOTES)]:
        where = f"第{item.location.page}页" if item.location.page else ""
        lines.append(f"{where}{_name(item)}：「{printable(item.text or item.quote)}」")
    relation = finding.relations[0] if finding.relations else None
    gap = relation.gap if relation is not None else None
    return {
        "number": number,
        "rule": finding.rule,
        "severity": finding.severity,
        "message": printable(finding.message),
        "quotes": "\n".join(lines),
        "sum": work_out(relation).formula if relation is not None else "",
        "gap": "" if gap in (None, "0") else gap.lstrip("-"),
        "question": _question(finding),
    }


def _name(item: FindingEvidence) -> str:
    place = "附表" if item.source == "table" else "正文"
    if item.value is None:
        return place
    return f"{place}“{printable(item.label)}”" + (f"〔{printable(item.column)}〕" if item.column else "")


def _question(finding: Finding) -> str:
    suspects = [item for item in finding.evidence if item.suspect]
    if len(suspects) == 1 and suspects[0].suggested:
        item = suspects[0]
        return (
            f"{_name(item)}公布为“{printable(item.quote)}”，是否应为 {printable(item.suggested or '')}？请核实并说明。"
        )
    if suspects:
        return "、".join(_name(item) for item in suspects[:6]) + "是否有误？请提供正确数字。"
    if finding.relations and finding.relations[0].kind in ("sum", "balance"):
        return "上列数字相加与总数不符，差额由何而来？是漏列了项目，还是数字有误？"
    if finding.relations:
        return "上列数字何者正确？请核实并说明。"
    return "请核对原文，如有缺漏请补正。"


def _write(body: Any, context: Mapping[str, Any]) -> None:
    """Fill in the template. Each paragraph is rendered once: what was filled in is text, whatever it looks like."""
    children = list(body)
    starts = [at for at, child in enumerate(children) if _FOR.fullmatch(_words(child))]
    ends = [at for at, child in enumerate(children) if _END.fullmatch(_words(child))]
    if (len(starts), len(ends)) not in ((0, 0), (1, 1)) or starts > ends:
        words = "{% for finding in findings %} … {% endfor %}"
        raise TemplateFault(words, words)
    first, last = (starts[0], ends[0]) if starts else (len(children), len(children) - 1)
    outside = children[:first] + children[last + 1 :]
    holes: list[tuple[Any, dict[str, Any]]] = [(node, {}) for child in outside for node in _holes(child)]
    copies = []
    for finding in context["findings"] if starts else ():
        for child in children[first + 1 : last]:
            made = copy.deepcopy(child)
            children[first].addprevious(made)
            holes += [(node, {"finding": finding}) for node in _holes(made)]
            if _words(child):
                copies.append(made)
    for child in children[first : last + 1]:
        body.remove(child)
    for (node, _), text in zip(holes, render_all([(_words(n), names) for n, names in holes], context), strict=True):
        _fill(node, without_control(text))
    for made in copies:
        if not _words(made).strip():
            body.remove(made)


def _holes(element: Any) -> list[Any]:
    """Every paragraph that holds a placeholder."""
    return [node for node in element.iter(_W + "p") if node.find(_W + "r") is not None and "{" in _words(node)]


def _fill(node: Any, text: str) -> None:
    """Put the text into the paragraph; its first run gives the formatting."""
    runs = node.findall(_W + "r")
    for run in runs[1:]:
        node.remove(run)
    runs[0].text = text


def _words(node: Any) -> str:
    return "".join(text.text or "" for text in node.iter(_W + "t")) if isinstance(node.tag, str) else ""
