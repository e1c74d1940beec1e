"""How a run tells what it is doing, on stderr: a bar on a terminal, quiet lines elsewhere, JSON lines for machines."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from contextlib import ExitStack
from types import TracebackType
from typing import Any, Literal

from .ledger import Entry

_EVERY = 10.0  # seconds between two lines of a log
_WIDE = 60  # columns of a terminal from which there is room for a bar
_STATUSES = ("ok", "partial", "failed", "skipped")


class Progress:
    """Counts and says nothing; the base of the others."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.done = 0
        self.counts: Counter[str] = Counter()
        self._started = time.monotonic()

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def advance(self, entry: Entry) -> None:
        self.done += 1
        self.counts[entry.status] += 1
        self.show(entry)

    def show(self, entry: Entry) -> None:
        return None

    def say(self, event: str, text: str, text_en: str) -> None:
        return None

    @property
    def told(self) -> str:
        """The counts by status, good ones first."""
        return " ".join(f"{name} {self.counts[name]}" for name in _STATUSES if self.counts[name])

    @property
    def rate(self) -> float:
        """Files a second so far."""
        return self.done / max(1e-9, time.monotonic() - self._started)


class Lines(Progress):
    """A line every ten seconds and for every file that could not be read."""

    def __init__(self, total: int, as_json: bool) -> None:
        super().__init__(total)
        self._json = as_json
        self._shown = time.monotonic()

    def show(self, entry: Entry) -> None:
        if entry.status in ("failed", "skipped"):
            self._line("file", f"{entry.status}: {entry.path}", {"path": entry.path, "status": entry.status})
        if time.monotonic() - self._shown > _EVERY or self.done == self.total:
            self._shown = time.monotonic()
            left = (self.total - self.done) / self.rate
            text = f"{self.done}/{self.total}  {self.rate:.1f}/s  {left:.0f} s left  {self.told}"
            self._line(
                "progress", text, {"done": self.done, "total": self.total, "rate": round(self.rate, 2), **self.counts}
            )

    def say(self, event: str, text: str, text_en: str) -> None:
        self._line(event, f"{text} / {text_en}", {})

    def _line(self, event: str, text: str, facts: dict[str, Any]) -> None:
        line = json.dumps({"event": event, **facts}, ensure_ascii=True) if self._json else f"gouji run: {text}"
        encoding = sys.stderr.encoding or "utf-8"
        print(line.encode(encoding, "backslashreplace").decode(encoding), file=sys.stderr, flush=True)


class Bar(Progress):
    """A bar with rate, remaining time and counts by status."""

    def __enter__(self) -> Progress:
        from rich.console import Console
        from rich.progress import BarColumn, ProgressColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as RichProgress
        from rich.table import Column

        console = Console(stderr=True)
        # The counts take what room is left and go on in a second line rather than lose a status.
        columns: list[ProgressColumn] = [
            TextColumn("{task.completed}/{task.total}", table_column=Column(no_wrap=True)),
            TextColumn("{task.fields[rate]}", table_column=Column(no_wrap=True)),
            TimeRemainingColumn(compact=True, table_column=Column(no_wrap=True)),
            TextColumn("{task.description}", table_column=Column(ratio=1)),
        ]
        if console.width >= _WIDE:
            columns.insert(0, BarColumn(bar_width=20, table_column=Column(no_wrap=True)))
        self._stack = ExitStack()
        self._bar = self._stack.enter_context(RichProgress(*columns, console=console, expand=True))
        self._task = self._bar.add_task("", total=self.total, rate="")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def show(self, entry: Entry) -> None:
        self._bar.update(self._task, completed=self.done, description=self.told, rate=f"{self.rate:.1f}/s")

    def say(self, event: str, text: str, text_en: str) -> None:
        self._bar.console.print(f"{text} / {text_en}", markup=False, highlight=False)


def make_progress(log: Literal["auto", "text", "json", "none"], total: int) -> Progress:
    """The progress that fits `log` and what stderr is."""
    if log == "none":
        return Progress(total)
    if log == "auto" and sys.stderr.isatty():
        return Bar(total)
    return Lines(total, log == "json")
