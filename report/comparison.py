"""Two years of a body side by side, for people and as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Protocol

from ..model import to_plain


class Change(Protocol):
    """One indicator in both reports, as `reconcile.across_compare` gives it; report does not import reconcile."""

    @property
    def label(self) -> str: ...
    @property
    def column(self) -> str | None: ...
    @property
    def before(self) -> str | None: ...
    @property
    def after(self) -> str | None: ...
    @property
    def unit(self) -> str: ...
    @property
    def difference(self) -> str | None: ...
    @property
    def percent(self) -> str | None: ...


class Statement(Protocol):
    @property
    def section(self) -> str: ...
    @property
    def text(self) -> str: ...


class Likeness(Protocol):
    @property
    def section(self) -> str: ...
    @property
    def likeness(self) -> float: ...


class Comparison(Protocol):
    """Two reports of one body, the earlier one first."""

    @property
    def before(self) -> str: ...
    @property
    def after(self) -> str: ...
    @property
    def body_before(self) -> str | None: ...
    @property
    def body_after(self) -> str | None: ...
    @property
    def year_before(self) -> int | None: ...
    @property
    def year_after(self) -> int | None: ...
    @property
    def same_body(self) -> bool: ...
    @property
    def changes(self) -> Sequence[Change]: ...
    @property
    def dropped(self) -> Sequence[Statement]: ...
    @property
    def new(self) -> Sequence[Statement]: ...
    @property
    def sections(self) -> Sequence[Likeness]: ...


def render_comparison(comparison: Comparison, format: str = "text", lang: str = "zh") -> str:
    """The comparison as text in `lang`, or as one JSON object."""
    if format == "json":
        return json.dumps(to_plain(comparison), ensure_ascii=False, indent=1) + "\n"
    zh = lang == "zh"
    lines = [
        f"{comparison.body_before or '?'} {comparison.year_before or '?'}  {comparison.before}",
        f"{comparison.body_after or '?'} {comparison.year_after or '?'}  {comparison.after}",
    ]
    if not comparison.same_body:
        lines.append("注意：两份报告的单位不同或未能读出" if zh else "note: the two do not name the same body")
    both = [change for change in comparison.changes if change.before is not None and change.after is not None]
    lines += ["", "指标的变化" if zh else "changes by indicator"]
    lines += [_change(change, zh) for change in both if change.before != change.after]
    same = sum(change.before == change.after for change in both)
    lines.append(f"  未变 {same} 项" if zh else f"  {same} unchanged")
    lines += _one_sided(comparison.changes, comparison.year_before, True, zh)
    lines += _one_sided(comparison.changes, comparison.year_after, False, zh)
    lines += ["", "各部分的相似度" if zh else "likeness by section"]
    lines += [f"  {part.likeness:6.1%}  {part.section}" for part in comparison.sections]
    for title, title_en, statements in (
        ("删去的语句", "statements dropped", comparison.dropped),
        ("新增的语句", "statements added", comparison.new),
    ):
        lines += ["", f"{title} {len(statements)}" if zh else f"{title_en}: {len(statements)}"]
        lines += [f"  {statement.section}  {statement.text}" for statement in statements]
    return "\n".join(lines) + "\n"


def _one_sided(changes: Sequence[Change], year: int | None, before: bool, zh: bool) -> list[str]:
    """What only one report gives: the numbers that are not zero, and how many zeros there are besides."""
    only = [change for change in changes if (change.after is None if before else change.before is None)]
    values = [(change, (change.before if before else change.after) or "") for change in only]
    if not only:
        return []
    which = (
        str(year) if year else ("前一份" if before else "后一份") if zh else "the earlier" if before else "the later"
    )
    lines = ["", f"只见于 {which} 的指标" if zh else f"only in {which}"]
    lines += [f"  {_name(change)}  {value} {change.unit}".rstrip() for change, value in values if value != "0"]
    zeros = sum(value == "0" for _, value in values)
    return lines + ([f"  另有 {zeros} 项为 0" if zh else f"  and {zeros} that are 0"] if zeros else [])


def _name(change: Change) -> str:
    return change.label + (f" · {change.column}" if change.column else "")


def _change(change: Change, zh: bool) -> str:
    moved = f"  {change.before} → {change.after} {change.unit}".rstrip()
    if change.difference is not None:
        sign = "" if change.difference.startswith("-") else "+"
        percent = (f"（{change.percent}%）" if zh else f" ({change.percent}%)") if change.percent is not None else ""
        moved += f"  {sign}{change.difference}{percent}"
    return f"  {_name(change)}{moved}"
