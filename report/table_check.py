"""What checking a table came to, in a few lines for people; the broken relations themselves are data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from .words import Say, speak


class TableCheckLike(Protocol):
    """What `batch.table` returns; report does not import batch."""

    @property
    def broken(self) -> list[dict[str, Any]]: ...
    @property
    def rows(self) -> Mapping[str, int]: ...
    @property
    def ignored(self) -> tuple[str, ...]: ...
    @property
    def unreadable(self) -> list[tuple[int, str, str]]: ...
    @property
    def unreadable_count(self) -> int: ...
    @property
    def lacking(self) -> Mapping[str, tuple[str, ...]]: ...
    @property
    def sheets(self) -> tuple[str, ...]: ...


_MAX_NAMED = 20


def render_table_check(checked: TableCheckLike, lang: str = "zh") -> str:
    """What was left aside and why, how many rows were tried, and how much is broken."""
    say = speak(lang)
    lines = [*_left_aside(checked, say), *_unreadable(checked, say)]
    tried = say("、", ", ").join(f"{form} {rows:,}" for form, rows in sorted(checked.rows.items()) if form) or "0"
    rows = len({each["row"] for each in checked.broken})
    zh = f"核对行数：{tried}；{rows:,}行有{len(checked.broken):,}项关系不符"
    lines.append(say(zh, f"rows tried: {tried}; {len(checked.broken):,} relations broken in {rows:,} rows"))
    return "\n".join(lines)


def _left_aside(checked: TableCheckLike, say: Say) -> Iterator[str]:
    if checked.sheets:
        lead = say("只读第一张工作表，未读：", "only the first sheet is read, not: ")
        yield lead + _some(checked.sheets, say)
    if checked.ignored:
        yield say("未用的列：", "columns not used: ") + _some(checked.ignored, say)
    for form, names in sorted(checked.lacking.items()):
        zh, en = f"{form}：缺这些合计列，其合计未核对：", f"{form}: no columns of these totals, which are not tried: "
        yield say(zh, en) + _some(names, say)
    none = checked.rows.get("", 0)
    if none:
        zh = f"{none:,}行未核对：不知依何表式（form、year 都没有，或该年度没有表式）；可用 --form 指定"
        en = f"{none:,} rows not tried: neither form nor year tells the form; --form says which"
        yield say(zh, en)


def _unreadable(checked: TableCheckLike, say: Say) -> Iterator[str]:
    for row, name, text in checked.unreadable[:_MAX_NAMED]:
        shown = text if len(text) <= 30 else text[:30] + "…"
        zh = f"第{row}行 {name}：“{shown}”不是数字，按缺数处理"
        yield say(zh, f"row {row} {name}: “{shown}” is no number and is taken as missing")
    more = checked.unreadable_count - _MAX_NAMED
    if more > 0:
        yield say(f"……另有{more:,}格不是数字", f"… {more:,} more cells hold no number")


def _some(names: Sequence[str], say: Say) -> str:
    more = len(names) - _MAX_NAMED
    return " ".join(names[:_MAX_NAMED]) + (say(f" ……另有{more}个", f" … {more} more") if more > 0 else "")
