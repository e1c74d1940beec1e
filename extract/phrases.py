"""A form's phrases, indexed by string: which indicator a clause speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ..forms.schema import Form, Phrase
from ..model import fold
from .sentences import SPACES

Tree = dict[str, "Tree"]


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found: its place in the words searched."""

    phrase: Phrase
    start: int
    end: int


class PhraseIndex:
    """All phrases of a form; looking up costs one scan of the words."""

    def __init__(self, form: Form) -> None:
        self._by_words: dict[str, list[Phrase]] = {}
        for phrase in form.narrative:
            for words in phrase.any:
                self._by_words.setdefault(fold(words).translate(SPACES), []).append(phrase)
        self._search = re.compile(trie_pattern(self._by_words)) if self._by_words else None

    def hits(self, words: str) -> list[Hit]:
        """Every phrase in the words, the longest at each place and those that start inside it."""
        if self._search is None:
            return []
        found: list[Hit] = []
        at = 0
        while (match := self._search.search(words, at)) is not None:
            found += [Hit(phrase, *match.span()) for phrase in self._by_words[match.group()]]
            at = match.start() + 1
        return found


def trie_pattern(words: Iterable[str]) -> str:
    """A pattern that matches the longest of many words, as fast as their common beginnings allow."""
    tree: Tree = {}
    for word in words:
        node = tree
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    return _branch(tree)


def _branch(node: Tree) -> str:
    options = [re.escape(char) + _branch(child) for char, child in sorted(node.items()) if char]
    if not options:
        return ""
    body = options[0] if len(options) == 1 and "" not in node else "(?:" + "|".join(options) + ")"
    return body + "?" if "" in node else body


_CACHE: dict[int, tuple[Form, PhraseIndex]] = {}


def phrases_of(form: Form) -> PhraseIndex:
    """The index of a form, built once."""
    known = _CACHE.get(id(form))
    if known is None or known[0] is not form:
        known = (form, PhraseIndex(form))
        _CACHE[id(form)] = known
    return known[1]
