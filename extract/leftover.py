"""Clauses that neither phrase nor grammar places, but whose words come near a label of the form.

The near ones are found by shared pairs of characters and by their nearness. Only they load jieba (the words of the
clause, labels of the form in its dictionary) and spaCy (which words before or after a protected figure name what it
counts); rapidfuzz tells how near words are to a label. What comes out is a doubtful link, never more.
"""

from __future__ import annotations

import sys
from functools import lru_cache
from typing import Any

from msgspec import Struct

from ..forms.kept import once_a_form
from ..forms.schema import Form
from ..model import HAN, fold
from .counted import told_of_this_report
from .scan import Rare, late
from .sentences import SPACES, Mention, Sentence
from .vocabulary import vocabulary

# Both found on the labelled reports: below them names of other things came near labels.
SHARED_PAIRS = 0.6
FLOOR = 90
_NUMBERING = late(r"^(?:其中:)?(?:\([^()]{1,3}\)|[一二三四五六七八九十\d]{1,3}[、.])*(?:其中:)?")
_ASIDE = late(r"\([^()]*\)")
FIGURE = "\u25a0"
# So many characters after a figure may name it; the words of a name, as spaCy's pattern has them.
AFTER = 24
_WORDS = f"(?:{HAN}|、)+"
_BEFORE, _AFTER = Rare(_WORDS + "$"), Rare(_WORDS)


class Label(Struct, frozen=True):
    """What a form calls an indicator, bare of numbering and remarks, with its pairs of characters."""

    indicator: str
    words: str
    pairs: frozenset[str]


def place_leftovers(sentences: list[Sentence], form: Form, year: int | None, force: bool) -> None:
    """Doubtful links for unlinked counts whose clause comes near a label.

    `force` asks the libraries about every count, the ones already placed too, and believes them where they name
    another indicator: that this changes nothing shows that both ways of reading agree.
    """
    labels = labels_of(form)
    for sentence in sentences:
        for mention in sentence.mentions:
            of_unit = labels.get(mention.unit, ())
            if not of_unit or (mention.indicator is not None and not force):
                continue
            if not _askable(mention, year) or not (force or _left_over(mention, of_unit)):
                continue
            found = _nearest(mention, of_unit, form)
            if found is not None and found != mention.indicator:
                mention.indicator, mention.link = found, "doubtful"


def _askable(mention: Mention, year: int | None) -> bool:
    if mention.role not in ("count", "part") or len(mention.lead) < 4:
        return False
    quantity = mention.found.quantity
    return not quantity.is_empty and quantity.hedge == "exact" and told_of_this_report(mention, year)


def _left_over(mention: Mention, labels: tuple[Label, ...]) -> bool:
    """Whether the libraries could name an indicator: they keep of the words beside the figure all after some verbs."""
    before, after = _BEFORE.search(mention.lead), _AFTER.match(mention.right[:AFTER])
    words = "".join(found.group() for found in (before, after) if found)
    pairs = _pairs(words)
    near = [label for label in labels if len(pairs & label.pairs) >= SHARED_PAIRS * len(label.pairs)]
    return bool(near) and any(
        _has_near(found.group(), label.words) for found in (before, after) if found for label in near
    )


def _has_near(words: str, label: str) -> bool:
    """Whether the words, or what stands after the verbs they begin with, are near a label."""
    from rapidfuzz import fuzz

    starts, seen = [0], {0}
    for at in starts:
        if fuzz.ratio(words[at:], label) >= FLOOR:
            return True
        reached = {at + length for length in _filler_lengths() if words[at : at + length] in _fillers()} - seen
        starts += reached
        seen |= reached
    return False


def _pairs(words: str) -> frozenset[str]:
    return frozenset(words[i : i + 2] for i in range(len(words) - 1))


@once_a_form
def labels_of(form: Form) -> dict[str, tuple[Label, ...]]:
    """By unit, the totals of the rows of the form that have one, by their labels."""
    found: dict[str, list[Label]] = {}
    for table in form.tables:
        column = next((c.id for c in table.columns if c.id == "total"), None)
        for row in table.rows:
            if column is None or row.header:
                continue
            for label in (row.label, *row.aliases):
                bare = (
                    _ASIDE.sub("", _NUMBERING.sub("", fold(label).translate(SPACES)))
                    .removesuffix("数")
                    .removesuffix("数量")
                )
                unit = row.unit or ("件" if table.id in ("applications", "disputes") else "")
                if len(bare) >= 5 and unit:
                    found.setdefault(unit, []).append(Label(f"{table.id}.{row.id}.{column}", bare, _pairs(bare)))
    return {unit: tuple(named) for unit, named in found.items()}


def _nearest(mention: Mention, labels: tuple[Label, ...], form: Form) -> str | None:
    """The indicator whose label is nearest to the words that name the figure; None below the floor or in a tie."""
    from rapidfuzz import fuzz

    name = _named(mention.lead, mention.right, form)
    if len(name) < 4:
        return None
    scored = sorted(((fuzz.ratio(name, label.words), label.indicator) for label in labels), reverse=True)
    if not scored or scored[0][0] < FLOOR:
        return None
    best = {indicator for score, indicator in scored if score == scored[0][0]}
    return best.pop() if len(best) == 1 else None


def _named(lead: str, right: str, form: Form) -> str:
    """The noun phrase before the figure (after it, where nothing stands before), by words and patterns."""
    words = [*_segmenter(_key(form)).lcut(lead), FIGURE, *_segmenter(_key(form)).lcut(right[:AFTER])]
    doc, matches = _matched(words)
    spans = [doc[start:end] for _, start, end in matches]
    before = [span for span in spans if span[-1].text == FIGURE]
    spans = before or spans
    if not spans:
        return ""
    words = [token.text for token in max(spans, key=len) if token.text != FIGURE]
    # Verbs go before the name; inside it (政府信息公开查阅点) they are part of it.
    while words and words[0] in _fillers():
        del words[0]
    return "".join(words)


@lru_cache(maxsize=1)
def _fillers() -> frozenset[str]:
    return frozenset(vocabulary("verbs")["verb"])


@lru_cache(maxsize=1)
def _filler_lengths() -> frozenset[int]:
    return frozenset(map(len, _fillers()))


def _matched(words: list[str]) -> tuple[Any, list[tuple[int, int, int]]]:
    from spacy.tokens import Doc

    vocab, matcher = _matcher()
    doc = Doc(vocab, words=words, spaces=[False] * len(words))
    return doc, matcher(doc)


@lru_cache(maxsize=1)
def _matcher() -> tuple[Any, Any]:
    """Names before a figure (主动公开|规范性文件|数|■), or after it where nothing stands before (■|名|专职人员)."""
    from spacy.matcher import Matcher
    from spacy.vocab import Vocab

    vocab = Vocab()
    matcher = Matcher(vocab)
    word = {"TEXT": {"REGEX": f"^{_WORDS}$"}}
    matcher.add("BEFORE", [[{**word, "OP": "+"}, {"TEXT": FIGURE}]], greedy="LONGEST")
    matcher.add("AFTER", [[{"TEXT": FIGURE}, {**word, "OP": "+"}]], greedy="LONGEST")
    return vocab, matcher


def _key(form: Form) -> tuple[str, ...]:
    return tuple(sorted({label.words for labels in labels_of(form).values() for label in labels}))


@lru_cache(maxsize=8)
def _segmenter(words: tuple[str, ...]) -> Any:
    """jieba knowing only the form's labels and the lexicon's verbs; its hidden Markov model cuts the rest.

    What must be told apart is the verb from the name it governs. jieba's own dictionary would take two seconds and
    80 MB to load, and cuts the labels of a form into their everyday words.
    """
    import logging

    import jieba

    jieba.setLogLevel(logging.ERROR)
    tokenizer = jieba.Tokenizer()
    verbs = [word for word in vocabulary("verbs")["verb"] if len(word) > 1]
    tokenizer.FREQ, tokenizer.total = {}, 1
    tokenizer.initialized = True
    for word in (*words, *verbs):
        tokenizer.add_word(word, freq=1000)
    return tokenizer


def loaded() -> bool:
    """Whether this process has loaded either library."""
    return "jieba" in sys.modules or "spacy" in sys.modules
