"""Whether the findings of a JSON file stand: quotes looked up in the sources, numbers read from them alone.

Neither the extractor nor the linker is used. The number reader (`quoted.py`) is a small one of its own, so that a
mistake of the first reader is not repeated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from ..errors import ConfigError, GoujiError, UsageError
from ..forms.expression import parse
from ..model import Document
from .check import satisfied
from .interval import NONNEGATIVE, Interval, exactly
from .quoted import read_number

Said = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Checked:
    """One finding: `reasons` are empty where it stands."""

    rule: str
    document: str
    message: str
    message_en: str
    reasons: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Verification:
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


def verify(report_json: Mapping[str, Any], read: Callable[[str], Document]) -> Verification:
    """Check every finding of a `check --format json` object against its sources.

    Raises:
        UsageError: the object is not the JSON of `check`.
    """
    if not isinstance(report_json, Mapping) or not isinstance(report_json.get("findings"), list):
        raise UsageError("不是 gouji check 的 JSON", "not the JSON of `gouji check`")
    sources = _Sources(report_json, read)
    checked = tuple(_checked(finding, sources) for finding in report_json["findings"])
    return Verification(checked, tuple(sources.trouble.values()))


class _Sources:
    """The documents of a report, opened once, and only where their bytes are the ones that were checked."""

    def __init__(self, report: Mapping[str, Any], read: Callable[[str], Document]) -> None:
        self._read = read
        self._hash = {
            str(each.get("path")): str(each.get("sha256"))
            for each in report.get("documents", ())
            if isinstance(each, Mapping)
        }
        self._texts: dict[str, str | None] = {}
        self.trouble: dict[str, Said] = {}

    def text(self, path: str) -> str | None:
        if path not in self._texts:
            self._texts[path] = self._open(path)
        return self._texts[path]

    def _open(self, path: str) -> str | None:
        if path not in self._hash:
            self.trouble[path] = (f"{path}：不在文件清单中", f"{path}: not among the documents")
            return None
        try:
            document = self._read(path)
        except GoujiError as error:
            self.trouble[path] = (f"{path}：{error.message}", f"{path}: {error.message_en}")
            return None
        if document.sha256 != self._hash[path]:
            self.trouble[path] = (
                f"{path}：文件已不是当时核对的那一份（sha256 不同）",
                f"{path}: not the file that was checked (another sha256)",
            )
            return None
        return document.text


def _checked(finding: Any, sources: _Sources) -> Checked:
    if not isinstance(finding, Mapping):
        raise UsageError("findings 中有不是对象的项", "findings holds something that is not an object")
    documents = finding.get("documents") or [""]
    reasons = tuple(dict.fromkeys((*_quotes(finding, sources), *_relations(finding, sources))))
    return Checked(
        str(finding.get("rule", "")), str(documents[0]), str(finding.get("message", "")),
        str(finding.get("message_en", "")), reasons,
    )  # fmt: skip


def _quotes(finding: Mapping[str, Any], sources: _Sources) -> Iterator[Said]:
    evidence = finding.get("evidence")
    if not isinstance(evidence, list) or not evidence:
        yield "没有证据", "there is no evidence"
        return
    for item in evidence:
        path, quote = str(item.get("document", "")), str(item.get("quote", ""))
        text, where = sources.text(path), item.get("location") or {}
        start, end = where.get("start"), where.get("end")
        if text is None:
            yield f"{path} 无法核对", f"{path} cannot be looked up"
        elif not isinstance(start, int) or not isinstance(end, int) or text[start:end] != quote:
            yield f"{path} 第{start}字处不是“{quote}”", f"{path}: “{quote}” does not stand at {start}"


def _relations(finding: Mapping[str, Any], sources: _Sources) -> Iterator[Said]:
    for relation in finding.get("relations") or ():
        expression = str(relation.get("expression", ""))
        if not expression:
            continue
        terms = relation.get("terms") or []
        try:
            env, reasons = _environment(terms, sources)
            if reasons:
                yield from reasons
            elif satisfied(parse(expression), env) and finding.get("kind") != "scope":
                yield f"重算后成立，并无矛盾：{expression}", f"recomputed, it holds: {expression}"
        except (ConfigError, KeyError, InvalidOperation, ZeroDivisionError):
            yield f"无法重算：{expression}", f"cannot be recomputed: {expression}"


def _environment(terms: Sequence[Any], sources: _Sources) -> tuple[dict[str, Interval], list[Said]]:
    """The intervals of a relation's terms as their quotes give them, and where they disagree with what is claimed."""
    env: dict[str, Interval] = {}
    reasons: list[Said] = []
    for term in terms:
        name, value = str(term["name"]), term.get("value")
        start, end = term.get("start"), term.get("end")
        if not isinstance(start, int) or not isinstance(end, int):
            # A counted item or a number that is not printed has no quote.
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
