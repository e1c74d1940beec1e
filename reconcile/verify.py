"""Whether the findings of a JSON file stand: quotes looked up in the sources, numbers read from them alone.

Neither the extractor nor the linker is used. The number reader (`quoted.py`) is a small one of its own, so that a
mistake of the first reader is not repeated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from msgspec import Struct

from ..errors import ConfigError, UsageError
from ..forms.expression import parse
from ..forms.schema import Form
from ..model import Document, fold
from .check import satisfied, span_of
from .findings import MAX_EVIDENCE, plain
from .interval import NONNEGATIVE, Interval, exactly
from .places import stands_at
from .quoted import printed_as, read_number
from .severity import rank
from .shapes import WITHOUT_RELATION, fits, lacking, may_be_counted
from .sources import Said, Sources

# A year of which there is no report has no words to quote.
_YEAR_ABSENT = "C206"
# 七成 and 百分之五 are percent without the sign.
_SPOKEN_UNITS = frozenset(("%", "‰"))
# 新闻发布会3、在线访谈5次: a unit that several numbers share stands behind the last.
_UNIT_WITHIN = 40


class Checked(Struct, frozen=True):
    """One finding: `reasons` are empty where it stands."""

    rule: str
    document: str
    message: str
    message_en: str
    reasons: tuple[Said, ...]


class Verification(Struct, frozen=True):
    """The outcome of `verify`; `documents` are the reasons why sources could not be used."""

    findings: tuple[Checked, ...]
    documents: tuple[Said, ...] = ()

    @property
    def stands(self) -> bool:
        return not any(finding.reasons for finding in self.findings)

    @property
    def lines(self) -> tuple[Said, ...]:
        """What to print, in Chinese and English."""
        lines: list[Said] = list(self.documents)
        for finding in self.findings:
            mark, mark_en = ("✗ 不成立", "✗ falls") if finding.reasons else ("✓ 成立", "✓ stands")
            lines.append(
                (
                    f"{mark}  {finding.document}  {finding.rule}  {finding.message}",
                    f"{mark_en}  {finding.document}  {finding.rule}  {finding.message_en}",
                )
            )
            lines += [(f"    {zh}", f"    {en}") for zh, en in finding.reasons]
        fallen = sum(1 for finding in self.findings if finding.reasons)
        count = len(self.findings)
        lines.append((f"{count} 项中 {count - fallen} 项成立，{fallen} 项不成立", f"{count - fallen} of {count} stand"))
        return tuple(lines)


def verify(report_json: Mapping[str, Any], read: Callable[[str], Document], forms: Sequence[Form] = ()) -> Verification:
    """Check every finding of a `check --format json` object against its sources, and its relations against the rules.

    Raises:
        UsageError: the object is not the JSON of `check`.
    """
    if not isinstance(report_json, Mapping) or not isinstance(report_json.get("findings"), list):
        raise UsageError("不是 gouji check 的 JSON", "not the JSON of `gouji check`")
    sources = Sources(report_json, read, forms)
    checked = tuple(_checked(finding, sources) for finding in report_json["findings"])
    return Verification(checked, tuple(sources.trouble.values()))


def _checked(finding: Any, sources: Sources) -> Checked:
    if not isinstance(finding, Mapping):
        raise UsageError("findings 中有不是对象的项", "findings holds something that is not an object")
    documents = finding.get("documents") or [""]
    try:
        found = (*_frame(finding, sources), *_quotes(finding, sources), *_relations(finding, sources))
    except (AttributeError, KeyError, TypeError, ValueError, InvalidOperation, ZeroDivisionError):
        found = (("内容不完整，无法核对", "it is not complete enough to be checked"),)
    return Checked(
        str(finding.get("rule", "")), str(documents[0]), str(finding.get("message", "")),
        str(finding.get("message_en", "")), tuple(dict.fromkeys(found)),
    )  # fmt: skip


def _frame(finding: Mapping[str, Any], sources: Sources) -> Iterator[Said]:
    """Whether the finding agrees with itself: its rule, its relations, its gap, its documents."""
    entry = sources.rules.get(str(finding.get("rule", "")))
    kinds = (entry.kind, "scope" if finding.get("severity") == "note" else entry.kind) if entry is not None else ()
    if kinds and finding.get("kind", kinds[0]) not in kinds:
        yield "类别与规则不符", "the kind is not that of the rule"
    if entry is not None and rank(finding.get("severity", entry.severity)) < rank(entry.severity):
        yield f"该规则至多为 {entry.severity}", f"the rule allows {entry.severity} at most"
    rule, relations = str(finding.get("rule", "")), finding.get("relations") or []
    if not relations and not rule.startswith((*WITHOUT_RELATION, _YEAR_ABSENT)):
        yield "没有可重算的关系", "there is no relation to recompute"
    if relations and relations[0].get("rule") != rule:
        yield "规则与其关系不符", "the rule is not that of its relation"
    if relations and relations[0].get("gap") != finding.get("gap", relations[0].get("gap")):
        yield "差额与其关系不符", "the gap is not that of its relation"
    named = {str(path) for path in finding.get("documents") or ()}
    if not {str(item.get("document", "")) for item in finding.get("evidence") or ()} <= named:
        yield "证据出自未列出的文件", "evidence comes from a document that is not listed"


def _quotes(finding: Mapping[str, Any], sources: Sources) -> Iterator[Said]:
    evidence = finding.get("evidence")
    if not isinstance(evidence, list) or not evidence:
        if finding.get("rule") != _YEAR_ABSENT:
            yield "没有证据", "there is no evidence"
        for path in finding.get("documents") or ():
            if sources.text(str(path)) is None:
                yield f"{path} 无法核对", f"{path} cannot be looked up"
        return
    for item in evidence:
        path, quote = str(item.get("document", "")), str(item.get("quote", ""))
        text, where = sources.text(path), item.get("location") or {}
        start, end = where.get("start"), where.get("end")
        if text is None:
            yield f"{path} 无法核对", f"{path} cannot be looked up"
        elif not isinstance(start, int) or not isinstance(end, int) or text[start:end] != quote:
            yield f"{path} 第{start}字处不是“{quote}”", f"{path}: “{quote}” does not stand at {start}"
        else:
            document = sources.document(path)
            if quote and document is not None and not stands_at(document, item):
                yield f"“{quote}”不在所称的位置或文字中", f"“{quote}” is not in the place or the words told"
            if item.get("value") is not None:
                yield from _value(item, text, start, end)


def _value(item: Mapping[str, Any], text: str, start: int, end: int) -> Iterator[Said]:
    """Whether value and unit are those of the quote; the unit of a list or a table may stand beside it."""
    value, unit = Decimal(str(item["value"])), str(item.get("unit") or "")
    read = read_number(text, start, end, unit)
    if read is None or (read.value is not None and read.value != value):
        yield f"引文“{text[start:end]}”读不出 {value}", f"“{text[start:end]}” does not read {value}"
    near = text if item.get("source") == "table" else text[start : end + _UNIT_WITHIN]
    if unit and unit not in _SPOKEN_UNITS and unit not in fold(near):
        yield f"引文处没有单位“{unit}”", f"no unit “{unit}” stands at the quote"


def _relations(finding: Mapping[str, Any], sources: Sources) -> Iterator[Said]:
    marked = {
        (item.get("document"), item["location"].get("start")): item
        for item in finding.get("evidence") or ()
        if item.get("location")
    }
    # Numbers that differ rightly, because they are counted otherwise, are told in a note; nothing else may hold.
    told_only = finding.get("kind") == "scope" and finding.get("severity") == "note"
    for relation in finding.get("relations") or ():
        expression, rule = str(relation.get("expression", "")), str(relation.get("rule", ""))
        terms = relation.get("terms") or []
        try:
            if not fits(rule, expression, [str(term.get("unit") or "") for term in terms], sources.forms):
                yield f"{rule} 没有这样的关系：{expression}", f"{rule} states no such relation: {expression}"
                continue
            env, reasons = _environment(rule, terms, sources)
            if len(marked) < MAX_EVIDENCE and not all(_shown(term, marked) for term in terms):
                reasons.append(("关系中的数不在证据之中", "a number of the relation is not among the evidence"))
            if reasons:
                yield from reasons
                continue
            yield from _recomputed(relation, env, told_only)
            yield from _complete(relation, marked, sources)
            yield from _cured(relation, marked, env)
        except (ConfigError, KeyError, InvalidOperation, ZeroDivisionError):
            yield f"无法重算：{expression}", f"cannot be recomputed: {expression}"


def _shown(term: Mapping[str, Any], marked: Mapping[tuple[Any, Any], Any]) -> bool:
    """Whether a term is the number, of that unit and label, that the evidence shows at its place."""
    if term.get("start") is None:
        return True
    item = marked.get((term.get("document"), term["start"]))
    names = ("value", "unit", "column")
    return (
        item is not None
        and item["location"].get("end") == term.get("end")
        and all(item.get(name, term.get(name)) == term.get(name) for name in names)
        and (item.get("source") != "table" or item.get("label") in (None, term.get("label")))
    )


def _recomputed(relation: Mapping[str, Any], env: Mapping[str, Interval], told_only: bool) -> Iterator[Said]:
    text = str(relation["expression"])
    expression = parse(text)
    if satisfied(expression, env) and not told_only:
        yield f"重算后成立，并无矛盾：{text}", f"recomputed, it holds: {text}"
    values = {term["name"]: term.get("value") for term in relation["terms"]}
    if relation.get("gap") is not None and all(value is not None for value in values.values()):
        printed = {name: exactly(Decimal(str(value))) for name, value in values.items()}
        left, right = span_of(expression.left, printed).point, span_of(expression.right, printed).point
        if left is not None and right is not None and plain(left - right) != plain(Decimal(str(relation["gap"]))):
            yield f"差额应为 {plain(left - right)}", f"the gap is {plain(left - right)}"


def _complete(relation: Mapping[str, Any], marked: Mapping[tuple[Any, Any], Any], sources: Sources) -> Iterator[Said]:
    """Whether a sum of a form's table has all the parts the form gives it."""
    terms = relation["terms"]
    form = sources.form(str(terms[0].get("document", "")))
    found = [marked.get((term.get("document"), term.get("start"))) for term in terms]
    if form is None or found[0] is None:
        return
    # A place beyond what evidence can show is taken for any part.
    indicators = [item.get("indicator") if item is not None else None for item in found]
    missing = lacking(form, str(relation.get("rule", "")), indicators)
    if missing:
        yield f"合计缺少分项：{'、'.join(missing)}", f"the sum lacks parts: {', '.join(missing)}"


def _cured(
    relation: Mapping[str, Any], marked: Mapping[tuple[Any, Any], Any], env: Mapping[str, Interval]
) -> Iterator[Said]:
    """Whether the proposed values make the relation hold."""
    blamed = {
        str(term["name"]): (item.get("suggested"), str(term.get("unit") or ""))
        for term in relation["terms"]
        if (item := marked.get((term.get("document"), term.get("start")))) is not None and item.get("suspect")
    }
    if not blamed or any(value is None for value, _ in blamed.values()):
        return
    average = relation.get("rule") == "R108"
    cured = {**env, **{name: printed_as(str(value), unit, average) for name, (value, unit) in blamed.items()}}
    if not satisfied(parse(str(relation["expression"])), cured):
        told = "、".join(str(value) for value, _ in blamed.values())
        yield f"按建议值 {told} 仍不成立", f"with the proposal {told} it still does not hold"


def _environment(rule: str, terms: Sequence[Any], sources: Sources) -> tuple[dict[str, Interval], list[Said]]:
    """The intervals of a relation's terms as their quotes give them, and where they disagree with what is claimed."""
    env: dict[str, Interval] = {}
    reasons: list[Said] = []
    for term in terms:
        name, value = str(term["name"]), term.get("value")
        start, end = term.get("start"), term.get("end")
        if not isinstance(start, int) or not isinstance(end, int):
            # A counted item or a number that is not printed has no quote.
            if value is not None and not may_be_counted(rule):
                reasons.append((f"{name}：{value} 没有出处", f"{name}: {value} has no place"))
            env[name] = NONNEGATIVE if value is None else exactly(Decimal(str(value)))
            continue
        text = sources.text(str(term.get("document", "")))
        if text is None:
            reasons.append((f"{term.get('document')} 无法核对", f"{term.get('document')} cannot be looked up"))
            continue
        read = read_number(text, start, end, str(term.get("unit") or ""))
        if read is None:
            if value is not None:
                reasons.append((f"{name}：引文中读不出 {value}", f"{name}: {value} cannot be read from the quote"))
            env[name] = NONNEGATIVE
            continue
        if value is not None and read.value is not None and read.value != Decimal(str(value)):
            reasons.append(
                (f"{name}：引文读作 {read.value}，而非 {value}", f"{name}: the quote reads {read.value}, not {value}")
            )
        env[name] = read.interval
    return env, reasons
