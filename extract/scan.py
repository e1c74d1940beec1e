"""Ways to spare a text the patterns that cannot match in it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import Any, cast


class _Late:
    """A pattern compiled when it is first used: compiling them all took every start a fifth of its time."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags
        self._compiled: re.Pattern[str] | None = None

    def __getattr__(self, name: str) -> Any:
        """A method of the compiled pattern, kept so that the next use finds it at once."""
        if self._compiled is None:
            self._compiled = re.compile(self.pattern, self._flags)
        found = getattr(self._compiled, name)
        setattr(self, name, found)
        return found


def late(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """As `re.compile`, but not before the pattern is used."""
    return cast("re.Pattern[str]", _Late(pattern, flags))


class Rare:
    """A pattern that few texts need: tried only in texts that hold one of its `cues`, words one of which every match
    has."""

    def __init__(self, pattern: str, *cues: str) -> None:
        self._compiled = late(pattern)
        self._cues = cues

    def _may_match(self, text: str) -> bool:
        for cue in self._cues:
            if cue in text:
                return True
        return not self._cues

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        return self._compiled.search(text, start, end) if self._may_match(text) else None

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        return self._compiled.match(text, start) if self._may_match(text) else None

    def fullmatch(self, text: str) -> re.Match[str] | None:
        return self._compiled.fullmatch(text) if self._may_match(text) else None

    def sub(self, instead: str, text: str) -> str:
        return self._compiled.sub(instead, text) if self._may_match(text) else text

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return self._compiled.finditer(text) if self._may_match(text) else iter(())


def scan(first: re.Pattern[str], pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """What `pattern.finditer(text)` yields, where every match begins with a character that `first` matches."""
    start = first.search(text)
    while start is not None:
        match = pattern.match(text, start.start())
        if match is not None:
            yield match
        start = first.search(text, (match or start).end())
