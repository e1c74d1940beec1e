"""Reads the running text of a report: every number in it, what it counts, and what the sentences claim of it.

The phrases of the form and a small grammar of clauses place most numbers; jieba and spaCy are loaded only for the
clauses they leave over, and what those find is never more than a doubtful link.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from ..forms.schema import Form
from ..model import Claim, Document, Evidence, Figure, place_in, simplified
from .apart import set_apart
from .assertions import word_claims
from .averages import average_claims
from .balances import balance_claims, due_claims
from .claims import group_claims, sentence_claims
from .context import settle
from .denials import fees_told
from .grouping import group
from .leftover import place_leftovers
from .link import link_sentence
from .list_parts import Group
from .lists import list_claims, pair_respectively
from .making import ClaimMaker
from .misprints import defect_claims
from .odd_units import mark_odd_units
from .phrases import phrases_of
from .roles import classify, name
from .same import same_claims
from .scopes import speaker
from .sentences import Mention, Sentence, View
from .under import place_under
from .wholes import settle_wholes


class ProseReading(Struct, frozen=True):
    """The figures of the prose in reading order, linked or not, and its claims."""

    figures: tuple[Figure, ...]
    claims: tuple[Claim, ...]

    @property
    def unlinked(self) -> tuple[Figure, ...]:
        return tuple(figure for figure in self.figures if figure.indicator is None)


def read_prose(
    document: Document,
    form: Form | None,
    year: int | None,
    body: str | None,
    tables: Sequence[Figure] = (),
    *,
    force: bool = False,
) -> ProseReading:
    """Figures and claims of the text outside tables.

    `tables` are the figures the tables gave; a number standing inside one of their cells is not told again. `force`
    sends every clause through jieba and spaCy, which must change nothing.
    """
    body = simplified(body) if body is not None else None
    view = View(document)
    reader = _Reader(document, view)
    sentences = list(view.sentences())
    _drop_cells(sentences, view, tables)
    telling = [sentence for sentence in sentences if sentence.mentions]
    if body is None and len(telling) >= _A_REPORT:
        body = speaker([sentence.text for sentence in sentences], [sentence.text for sentence in telling])
    if body is not None and body.endswith(_PLACES):
        # The report of a place is that of its government.
        body += "人民政府"
    _describe(sentences, view, year, body)
    index = phrases_of(form) if form is not None else None
    mark_odd_units(telling, index)
    groups = group(sentences)
    if form is not None and index is not None:
        context, above, paragraph = "", None, -1
        for sentence in sentences:
            link_sentence(sentence, index, year, context, body)
            if sentence.block != paragraph:
                above, paragraph = None, sentence.block
            above = place_under(sentence, form, year, above)
            set_apart(sentence)
            context = sentence.text[-80:]
        place_leftovers(telling, form, year, force)
    settle_wholes(groups, form)
    make = ClaimMaker(reader.evidence, view.plain)
    claims = _claims(sentences, groups, form, make, view, year, body)
    figures = tuple(reader.figure(mention) for sentence in telling for mention in sentence.mentions)
    return ProseReading(figures, tuple(claims))


def _drop_cells(sentences: list[Sentence], view: View, tables: Sequence[Figure]) -> None:
    taken = {figure.evidence.start for figure in tables}
    if taken:
        for sentence in sentences:
            sentence.mentions = [m for m in sentence.mentions if view.at(m.start) not in taken]


def _describe(sentences: list[Sentence], view: View, year: int | None, body: str | None) -> None:
    carried, paragraph = None, -1
    for sentence in sentences:
        if sentence.block != paragraph:
            carried, paragraph = None, sentence.block
        pair_respectively(sentence)
        carried = settle(sentence, year, body, carried)
        classify(sentence)
        for mention in sentence.mentions:
            mention.id = f"n:{view.at(mention.start)}"
            if not mention.label:
                name(mention)


def _claims(
    sentences: list[Sentence], groups: list[Group], form: Form | None, make: ClaimMaker, view: View,
    year: int | None, body: str | None,
) -> list[Claim]:  # fmt: skip
    claims = list(group_claims(groups, make))
    before, fees = "", fees_told(sentences, year)
    for sentence in sentences:
        if sentence.mentions:
            claims += sentence_claims(sentence, form, year, make)
            claims += list_claims(sentence, view.plain, make)
            claims += average_claims(sentence, year, make)
            claims += balance_claims(sentence, make)
            claims += due_claims(sentence, form, year, make)
        claims += word_claims(sentence, form, make, before, groups, fees, year, body)
        claims += defect_claims(sentence, make)
        before = sentence.text[-160:]
    claims += same_claims(sentences, make)
    claims.sort(key=lambda claim: (claim.evidence.start, claim.evidence.end, claim.id))
    return claims


# Of fewer sentences it cannot be told who speaks.
_A_REPORT = 3
_PLACES = ("省", "市", "县", "区", "州", "旗", "盟", "镇", "乡")
# What is told of pages whose text a program has read from a picture.
_BY_OCR = frozenset(("ocr", "ocr-layer"))


class _Reader:
    """Turns places of the view into evidence of the document."""

    def __init__(self, document: Document, view: View) -> None:
        self.document = document
        self.view = view
        places = (problem.location for problem in document.problems if problem.code in _BY_OCR)
        self.by_ocr = {place.page for place in places if place is not None}

    def evidence(self, start: int, end: int) -> Evidence:
        at = self.view.at(start)
        to = self.view.at(end - 1) + 1
        block = self.view.block_of(at)
        page, bbox = place_in(block, self.document.text, at, to) if block else (None, None)
        return Evidence(
            self.document.sha256, at, to, self.document.text[at:to], page, bbox, block.id if block else None
        )

    def figure(self, mention: Mention) -> Figure:
        evidence = self.evidence(mention.start, mention.end)
        start, end = mention.clause
        text = self.view.raw[max(start, 0) : end].strip(" \n\t\x1e")
        return Figure(
            mention.id, mention.indicator, mention.found.quantity, mention.found.raw, "narrative", mention.label,
            mention.label,
            None, "", text, evidence, mention.role, mention.subject, mention.scope, mention.period,
            mention.modality, mention.link, "ocr" if evidence.page in self.by_ocr else "sure",
        )  # fmt: skip


__all__ = ["Mention", "ProseReading", "read_prose"]
