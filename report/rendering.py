"""Templates of users are rendered in a process of their own, bounded in memory, time and output.

A template is a small program: what it may reach the sandbox decides, what it may use up this process does.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from typing import Any

# What one run may have: bytes of memory, seconds of processor, seconds by the clock, characters of all output.
MEMORY = 1_000_000_000
SECONDS = 5
CLOCK = 30
OUTPUT = 20_000_000

Job = tuple[str, Mapping[str, Any]]


class TemplateFault(Exception):
    """A template does not parse, fails, or asks for more than it may have; `line` where it was told."""

    def __init__(self, message: str, message_en: str, line: int | None = None) -> None:
        super().__init__(message_en)
        self.message, self.message_en, self.line = message, message_en, line


def render_all(jobs: Iterable[Job], context: Mapping[str, Any], *, escape: bool = False) -> list[str]:
    """Every template with the context and names of its own; all or none.

    Raises:
        TemplateFault: one of them is wrong, or they asked for too much.
    """
    request = {"context": context, "jobs": list(jobs), "escape": escape}
    limits = [str(limit) for limit in (MEMORY, SECONDS, OUTPUT)]
    try:
        # -P: the folder one happens to work in holds no modules of ours.
        done = subprocess.run(
            [sys.executable, "-P", "-m", "gouji.report.sandbox", *limits],
            input=json.dumps(request).encode("ascii"), capture_output=True, timeout=CLOCK, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise _too_much() from None
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        # It was ended in the middle, by its own bounds.
        raise _too_much() from None
    if "texts" not in answer:
        raise TemplateFault(answer["error"], answer["error"], answer["line"])
    return list(answer["texts"])


def _too_much() -> TemplateFault:
    return TemplateFault(
        f"内存或时间超出上限（{MEMORY // 10**9} GB、{SECONDS} 秒）",
        f"it needs more than {MEMORY // 10**9} GB of memory or {SECONDS} s",
    )
