"""Finding what a large pattern matches, tried only where one of its first characters stands."""

from __future__ import annotations

import re
from collections.abc import Iterator


def scan(first: re.Pattern[str], pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """What `pattern.finditer(text)` yields, where every match begins with a character that `first` matches."""
    start = first.search(text)
    while start is not None:
        match = pattern.match(text, start.start())
        if match is not None:
            yield match
        start = first.search(text, (match or start).end())
