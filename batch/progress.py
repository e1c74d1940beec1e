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
            counts = " ".join(f"{name} {count}" for name, count in sorted(self.counts.items()))
            text = f"{self.done}/{self.total}  {self.rate:.1f}/s  {left:.0f} s left  {counts}"
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
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as RichProgress

        columns = (
            BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"), TimeRemainingColumn(),
            TextColumn("{task.description}"),
        )  # fmt: skip
        self._stack = ExitStack()
        self._bar = self._stack.enter_context(RichProgress(*columns, console=Console(stderr=True)))
        self._task = self._bar.add_task("", total=self.total, rate="")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def show(self, entry: Entry) -> None:
        counts = " ".join(f"{name} {count}" for name, count in sorted(self.counts.items()))
        self._bar.update(self._task, completed=self.done, description=counts, rate=f"{self.rate:.1f}/s")

    def say(self, event: str, text: str, text_en: str) -> None:
        self._bar.console.print(f"{text} / {text_en}", markup=False, highlight=False)


def make_progress(log: Literal["auto", "text", "json", "none"], total: int) -> Progress:
    """The progress that fits `log` and what stderr is."""
    if log == "none":
        return Progress(total)
    if log == "auto" and sys.stderr.isatty():
        return Bar(total)
    return Lines(total, log == "json")
