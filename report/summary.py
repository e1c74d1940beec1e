"""What a run of many files came to, in a few lines for people."""

from __future__ import annotations

import json
from typing import Protocol


class RunSummaryLike(Protocol):
    """What `batch.run` returns; report does not import batch."""

    @property
    def out(self) -> str: ...
    @property
    def processed(self) -> int: ...
    @property
    def kept(self) -> int: ...
    @property
    def statuses(self) -> dict[str, int]: ...
    @property
    def findings(self) -> dict[str, int]: ...
    @property
    def ignored(self) -> dict[str, int]: ...
    @property
    def interrupted(self) -> bool: ...
    @property
    def seconds(self) -> float: ...


_ZH = {
    "ok": "已读", "partial": "部分", "failed": "失败", "skipped": "跳过",
    "error": "错误", "warning": "警告", "note": "提示",
    "documents": "报告", "figures": "数字", "findings": "发现", "problems": "读取问题",
}  # fmt: skip


def render_run(summary: RunSummaryLike, lang: str = "zh") -> str:
    """Counts by status and severity; times are told to people only, never written into a dataset."""
    zh = lang == "zh"
    counts = _counts(summary.statuses, zh)
    found = _counts(summary.findings, zh)
    if zh:
        lines = [
            f"{summary.out}：本次处理 {summary.processed} 份，沿用 {summary.kept} 份，用时 {summary.seconds:.1f} 秒"
        ]
        lines += [f"状态：{counts or '无'}", f"发现：{found or '无'}"]
    else:
        lines = [f"{summary.out}: {summary.processed} done now, {summary.kept} kept, {summary.seconds:.1f} s"]
        lines += [f"status: {counts or 'none'}", f"findings: {found or 'none'}"]
    if summary.ignored:
        lines.append(("未读取：" if zh else "not taken: ") + _counts(summary.ignored, zh))
    if summary.interrupted:
        lines.append("已中断；再次运行可继续" if zh else "interrupted; run again to go on")
    return "\n".join(lines)


def run_event(summary: RunSummaryLike) -> str:
    """The same as one line of JSON, for `--log json`."""
    names = ("out", "processed", "kept", "statuses", "findings", "ignored", "interrupted")
    facts = {name: getattr(summary, name) for name in names}
    return json.dumps({"event": "done", **facts, "seconds": round(summary.seconds, 1)})


def _counts(counts: dict[str, int], zh: bool) -> str:
    parts = [f"{_ZH.get(name, name) if zh else name} {count:,}" for name, count in counts.items() if count]
    return ("、" if zh else ", ").join(parts)


class InfoLike(Protocol):
    """What `dataset.info` returns."""

    @property
    def directory(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def complete(self) -> bool: ...
    @property
    def rows(self) -> dict[str, int]: ...
    @property
    def statuses(self) -> dict[str, int]: ...
    @property
    def bodies(self) -> int: ...
    @property
    def years(self) -> dict[tuple[int | None, str | None], int]: ...
    @property
    def rules(self) -> dict[tuple[str, str], int]: ...
    @property
    def problems(self) -> dict[str, int]: ...


def render_info(info: InfoLike, lang: str = "zh") -> str:
    """What a dataset holds: rows by table, documents by status, year and form, findings by rule."""
    zh = lang == "zh"
    lines = [
        f"{info.directory}  gouji {info.version}" + ("" if info.complete else ("（未完成）" if zh else " (incomplete)"))
    ]
    rows = _counts(info.rows, zh) or ("空" if zh else "empty")
    lines.append(("  " if zh else "  rows: ") + rows)
    bodies = f"单位 {info.bodies:,}" if zh else f"bodies {info.bodies:,}"
    lines.append(f"  {bodies}{'；' if zh else '; '}{_counts(info.statuses, zh)}")
    for title, counted in (
        ("年度与表式" if zh else "years and forms", {f"{y or '?'}  {f or '-'}": n for (y, f), n in info.years.items()}),
        (
            "发现" if zh else "findings",
            {f"{code}  {_ZH[severity] if zh else severity}": n for (code, severity), n in info.rules.items()},
        ),
        ("读取问题" if zh else "problems", info.problems),
    ):
        if counted:
            lines.append(f"  {title}")
            lines += [f"    {name}  {count:,}" for name, count in counted.items()]
    return "\n".join(lines) + "\n"
