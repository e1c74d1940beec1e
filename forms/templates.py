"""Phrases written with alternatives: `(收到|受理)(信息公开|)申请` stands for four."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product

from ..model import fold

_CHOICE = re.compile(r"\(([^()]*\|[^()]*)\)")


@lru_cache(maxsize=1024)
def spelled_out(phrases: tuple[str, ...]) -> tuple[str, ...]:
    """Every phrase that these stand for, folded and without spaces, each once.

    >>> spelled_out(("(收到|受理)申请", "收到申请"))
    ('收到申请', '受理申请')
    """
    found: dict[str, None] = {}
    for phrase in phrases:
        pieces = _CHOICE.split("".join(fold(phrase).split()))
        choices = [piece.split("|") if n % 2 else [piece] for n, piece in enumerate(pieces)]
        found.update(dict.fromkeys("".join(words) for words in product(*choices)))
    return tuple(found)
