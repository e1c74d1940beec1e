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
    lines += ["", "指标的变化" if zh else "changes by indicator"]
    lines += [_change(change, zh) for change in comparison.changes if change.before != change.after]
    same = sum(change.before == change.after for change in comparison.changes)
    lines.append(f"  未变 {same} 项" if zh else f"  {same} unchanged")
    lines += ["", "各部分的相似度" if zh else "likeness by section"]
    lines += [f"  {part.likeness:6.1%}  {part.section}" for part in comparison.sections]
    for title, title_en, statements in (
        ("删去的语句", "statements dropped", comparison.dropped),
        ("新增的语句", "statements added", comparison.new),
    ):
        lines += ["", f"{title} {len(statements)}" if zh else f"{title_en}: {len(statements)}"]
        lines += [f"  {statement.section}  {statement.text}" for statement in statements]
    return "\n".join(lines) + "\n"


def _change(change: Change, zh: bool) -> str:
    column = f" · {change.column}" if change.column else ""
    lack = "无" if zh else "none"
    moved = f"  {change.before or lack} → {change.after or lack} {change.unit}".rstrip()
    if change.difference is not None:
        sign = "" if change.difference.startswith("-") else "+"
        percent = f"（{change.percent}%）" if change.percent is not None else ""
        moved += f"  {sign}{change.difference}{percent}"
    return f"  {change.label}{column}{moved}"
