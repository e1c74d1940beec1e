"""Words of the language as data: `lexicon/NAME.txt` holds `[section]` headings and words between white space."""

from __future__ import annotations

from functools import cache
from pathlib import Path

LEXICON = Path(__file__).parent / "lexicon"


@cache
def vocabulary(name: str) -> dict[str, tuple[str, ...]]:
    """The sections of one lexicon file, words in file order; `#` starts a comment line."""
    sections: dict[str, list[str]] = {}
    words: list[str] = []
    for line in (LEXICON / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        line = line.strip()
        if line.startswith("[") and line.endswith("]"):
            words = sections.setdefault(line[1:-1], [])
        elif not line.startswith("#"):
            words.extend(line.split())
    return {section: tuple(dict.fromkeys(found)) for section, found in sections.items()}
