"""What outputs call things in Chinese and in English, and how untrusted text is made safe to print."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable

from ..errors import UsageError
from ..model import Problem, Severity, fold

Say = Callable[[str, str], str]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
_SEVERITY = {"error": ("错误", "error"), "warning": ("警告", "warning"), "note": ("提示", "note")}
_OUTCOME = {
    "holds": ("成立", "holds"),
    "rounding": ("四舍五入后成立", "holds by rounding"),
    "truncation": ("截尾后成立", "holds by truncation"),
    "scope": ("口径不同", "different scope"),
    "broken": ("不符", "broken"),
    "unknown": ("无法核对", "unknown"),
    "blocked": ("待定", "blocked"),
}
_SOURCE = {"table": ("表", "table"), "narrative": ("正文", "text")}
_STATUS = {
    "ok": ("已读", "read"),
    "partial": ("部分读出", "read in part"),
    "failed": ("未能读出", "could not be read"),
    "skipped": ("跳过", "left aside"),
}
_DECISION = {
    "open": ("待处理", "open"),
    "confirmed": ("已确认", "confirmed"),
    "dismissed": ("已排除", "dismissed"),
    "corrected": ("已更正", "corrected"),
}
# Escape sequences and direction overrides could rewrite what a reader sees.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SPACES = re.compile(r"\s+")
_PUNCTUATION = re.compile(r"[\s“”\"'‘’,，。；;:：、]")


def speak(lang: str) -> Say:
    """A function choosing between the Chinese and the English wording.

    Raises:
        UsageError: the language is neither `zh` nor `en`.
    """
    if lang not in ("zh", "en"):
        raise UsageError(f"未知语言：{lang}；可用 zh 或 en", f"unknown language {lang!r}; use zh or en", "lang")
    return (lambda zh, en: zh) if lang == "zh" else (lambda zh, en: en or zh)


def severity_word(severity: str, say: Say) -> str:
    return say(*_SEVERITY[severity])


def outcome_word(outcome: str, say: Say) -> str:
    return say(*_OUTCOME[outcome])


def source_word(source: str, say: Say) -> str:
    return say(*_SOURCE[source])


def status_word(status: str, say: Say) -> str:
    return say(*_STATUS[status])


def decision_word(status: str, say: Say) -> str:
    """A reviewer's decision; one that is not known is shown as it is."""
    return say(*_DECISION.get(status, (status, status)))


def told(problems: Iterable[Problem], say: Say) -> list[str]:
    """Each problem once, in order of appearance, with how often it was met."""
    counts = Counter(printable(say(problem.message, problem.message_en)) for problem in problems)
    return [message if count == 1 else f"{message} × {count}" for message, count in counts.items()]


def printable(text: str) -> str:
    """The text on one line, without control characters and direction overrides."""
    return _SPACES.sub(" ", _UNSAFE.sub("\ufffd", text)).strip()


def bare(text: str) -> str:
    """The words alone, to see whether one text says what another has said."""
    return _PUNCTUATION.sub("", fold(text)).removeprefix("其中")


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters, cut with an ellipsis."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def clip(text: str, quote: str, limit: int) -> str:
    """A stretch of `text` of at most `limit` characters that shows `quote`."""
    if len(text) <= limit:
        return text
    at = max(text.find(quote), 0)
    start = max(0, min(at - (limit - len(quote)) // 2, len(text) - limit))
    end = start + limit
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
