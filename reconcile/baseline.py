"""A reviewer's decisions about findings, kept in a file over re-runs.

A finding is known by its fingerprint (rule, labels and values), so a changed number opens it again; folders may be
moved and runs repeated without losing a decision.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from ..errors import ConfigError, UsageError
from ..model import BaselineMark, Finding

VERSION = 1
STATUSES = ("open", "confirmed", "dismissed", "corrected")


class Entry(Struct, frozen=True):
    """A known finding: what a person needs to recognise it, and the decision. `count` is how many are alike."""

    fingerprint: str
    rule: str
    severity: str
    document: str
    message: str
    mark: BaselineMark
    count: int = 1


class Baseline(Struct, frozen=True):
    entries: tuple[Entry, ...] = ()

    def find(self, fingerprint: str) -> Entry | None:
        return next((entry for entry in self.entries if entry.fingerprint == fingerprint), None)


def load_baseline(path: str) -> Baseline:
    """Read a baseline file.

    Raises:
        ConfigError: the file cannot be read or is not a baseline; the message says what is wrong.
    """
    try:
        with open(path, encoding="utf-8-sig") as stream:
            data = json.load(stream)
    except (OSError, ValueError, RecursionError) as error:
        raise _wrong(path, f"无法读取（{error}）", f"cannot be read ({error})") from None
    if not isinstance(data, dict) or data.get("gouji-baseline") != VERSION or not isinstance(data.get("entries"), list):
        raise _wrong(path, "不是基线文件", "not a baseline file")
    return Baseline(tuple(_entry(path, number, item) for number, item in enumerate(data["entries"])))


def _entry(path: str, number: int, item: Any) -> Entry:
    where = f"entries.{number}"
    if not isinstance(item, dict):
        raise _wrong(path, f"{where} 不是对象", f"{where} is not an object")
    texts = {name: item.get(name, "") for name in ("fingerprint", "rule", "severity", "document", "message")}
    texts.update({name: item.get(name, "") for name in ("status", "note", "reviewer")})
    for name, value in texts.items():
        if not isinstance(value, str):
            raise _wrong(path, f"{where}.{name} 须为文字", f"{where}.{name} must be text")
    count = item.get("count", 1)
    if not texts["fingerprint"] or not isinstance(count, int) or isinstance(count, bool) or count < 1:
        raise _wrong(path, f"{where} 缺少 fingerprint 或 count 有误", f"{where}: fingerprint or count is wrong")
    status = texts["status"] or "open"
    if status not in STATUSES:
        raise _wrong(
            path,
            f"{where}.status“{status}”不可用，可用：{'、'.join(STATUSES)}",
            f"{where}.status {status!r} is not one of {', '.join(STATUSES)}",
        )
    mark_ = BaselineMark(status, texts["note"], texts["reviewer"])
    return Entry(
        texts["fingerprint"], texts["rule"], texts["severity"], texts["document"], texts["message"], mark_, count
    )


def _wrong(path: str, why: str, why_en: str) -> ConfigError:
    return ConfigError(f"{path}：{why}", f"{path}: {why_en}", "baseline")


def mark(findings: Iterable[Finding], baseline: Baseline) -> list[Finding]:
    """The findings in their order, the known ones with the reviewer's mark. None is left out.

    A decision covers as many findings of one fingerprint as were there when it was taken; one more is new.
    """
    left = {entry.fingerprint: entry.count for entry in baseline.entries}
    marks = {entry.fingerprint: entry.mark for entry in baseline.entries}
    marked = []
    for finding in findings:
        known = marks.get(finding.fingerprint)
        if known is not None and left[finding.fingerprint] > 0:
            left[finding.fingerprint] -= 1
            finding = replace(finding, baseline=known)
        marked.append(finding)
    return marked


def from_findings(findings: Sequence[Finding], before: Baseline | None = None) -> Baseline:
    """A baseline of these findings; decisions of `before` on findings that are still there are kept."""
    counts: dict[str, int] = {}
    first: dict[str, Finding] = {}
    for finding in findings:
        counts[finding.fingerprint] = counts.get(finding.fingerprint, 0) + 1
        first.setdefault(finding.fingerprint, finding)
    entries = []
    for print_, finding in first.items():
        known = before.find(print_) if before is not None else None
        document = finding.documents[0] if finding.documents else ""
        entries.append(
            Entry(
                print_, finding.rule, finding.severity, os.path.basename(document), finding.message,
                known.mark if known is not None else BaselineMark("open"), counts[print_],
            )
        )  # fmt: skip
    return Baseline(tuple(entries))


def edit(
    baseline: Baseline, fingerprint: str, status: str | None, note: str | None = None, reviewer: str | None = None
) -> Baseline:
    """The baseline with one decision changed; a beginning of the fingerprint is enough where it is unique.

    Raises:
        UsageError: no entry, or more than one, begins so; or the status is unknown.
    """
    if status is not None and status not in STATUSES:
        raise UsageError(
            f"状态“{status}”不可用，可用：{'、'.join(STATUSES)}",
            f"status {status!r} is not one of {', '.join(STATUSES)}",
        )
    found = [entry for entry in baseline.entries if fingerprint and entry.fingerprint.startswith(fingerprint)]
    if len(found) != 1:
        raise UsageError(
            f"以“{fingerprint}”开头的记录有{len(found)}条，须恰为一条",
            f"{len(found)} entries begin with {fingerprint!r}, exactly one is needed",
        )
    before = found[0].mark
    after = BaselineMark(
        before.status if status is None else status,
        before.note if note is None else note,
        before.reviewer if reviewer is None else reviewer,
    )
    entries = tuple(replace(e, mark=after) if e is found[0] else e for e in baseline.entries)
    return Baseline(entries)


def write_baseline(baseline: Baseline, path: str) -> None:
    """Write the file; the same baseline gives the same bytes.

    Raises:
        UsageError: the file cannot be written.
    """
    data = {"gouji-baseline": VERSION, "entries": [_plain(entry) for entry in baseline.entries]}
    text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    partial = f"{path}.partial"
    try:
        with open(partial, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        os.replace(partial, path)
    except OSError as error:
        raise UsageError(f"{path}：无法写入（{error}）", f"{path}: cannot be written ({error})") from None


def _plain(entry: Entry) -> Mapping[str, object]:
    return {
        "fingerprint": entry.fingerprint, "rule": entry.rule, "severity": entry.severity,
        "document": entry.document, "message": entry.message, "count": entry.count, "status": entry.mark.status,
        "note": entry.mark.note, "reviewer": entry.mark.reviewer,
    }  # fmt: skip


def list_baseline(baseline: Baseline) -> list[str]:
    """One line an entry: fingerprint, status, rule, document, message, note."""
    lines = []
    for entry in baseline.entries:
        said = f" [{entry.mark.note}]" if entry.mark.note else ""
        by = f" {entry.mark.reviewer}" if entry.mark.reviewer else ""
        lines.append(
            f"{entry.fingerprint}  {entry.mark.status}{by}  {entry.rule}  {entry.document}  {entry.message}{said}"
        )
    return lines
