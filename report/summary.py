"""What a run of many files came to, in a few lines for people."""

from __future__ import annotations

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


def _counts(counts: dict[str, int], zh: bool) -> str:
    return ", ".join(f"{_ZH.get(name, name) if zh else name} {count}" for name, count in counts.items() if count)


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
    lines.append("  " + ", ".join(f"{name} {count:,}" for name, count in info.rows.items()))
    lines.append(f"  {'单位' if zh else 'bodies'} {info.bodies:,}; {_counts(info.statuses, zh)}")
    for (year, form), count in info.years.items():
        lines.append(f"  {year or '?'}  {form or '-'}  {count:,}")
    for (code, severity), count in info.rules.items():
        lines.append(f"  {code}  {_ZH[severity] if zh else severity}  {count:,}")
    for problem, count in info.problems.items():
        lines.append(f"  ! {problem}  {count:,}")
    return "\n".join(lines) + "\n"
