"""Two reports of one body side by side: every indicator's change, new and dropped statements, likeness by section."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from ..model import Figure, Record, fold
from .across_sketch import exact_likeness, narrative_of, section_name
from .figures import Figures
from .findings import plain
from .units import comparable, scale

_SENTENCE = re.compile(r"[^。！？；!?\n]+")
_ALIKE = 80.0  # per cent of characters from which two sentences are one statement, reworded


class Change(Struct, frozen=True):
    """One indicator in both reports. `difference` and `percent` are None where one report lacks it or units differ."""

    indicator: str
    label: str
    column: str | None
    before: str | None
    after: str | None
    unit: str
    difference: str | None
    percent: str | None
    source: Literal["table", "narrative"]


class Statement(Struct, frozen=True):
    """A sentence of one report that the other does not have."""

    section: str
    text: str
    start: int
    end: int


class SectionLikeness(Struct, frozen=True):
    """A section both reports have: share of common text, numbers left out, from 0 to 1."""

    section: str
    likeness: float
    length_before: int
    length_after: int


class Comparison(Struct, frozen=True):
    """The earlier report and the later one; `same_body` is False where they do not name the same body."""

    before: str
    after: str
    body_before: str | None
    body_after: str | None
    year_before: int | None
    year_after: int | None
    form_before: str | None
    form_after: str | None
    same_body: bool
    changes: tuple[Change, ...]
    dropped: tuple[Statement, ...]
    new: tuple[Statement, ...]
    sections: tuple[SectionLikeness, ...]


def compare(record_a: Record, record_b: Record) -> Comparison:
    """Compare two reports, whichever is given first; the one of the earlier year is `before`."""
    before, after = sorted((record_a, record_b), key=lambda record: (record.year or 0, record is record_b))
    names = [fold(record.body or "").replace(" ", "") for record in (before, after)]
    return Comparison(
        before.path, after.path, before.body, after.body, before.year, after.year, before.form, after.form,
        bool(names[0]) and names[0] == names[1],
        _changes(Figures(before), Figures(after)),
        _only_in(before, after),
        _only_in(after, before),
        _sections(before, after),
    )  # fmt: skip


# ---------------------------------------------------------------- indicators
def _changes(before: Figures, after: Figures) -> tuple[Change, ...]:
    """Every indicator that either report gives, in the later report's order, then the earlier one's."""
    names = dict.fromkeys((*after.table, *before.table, *after.narrative, *before.narrative))
    found = [_change(name, _picked(before, name), _picked(after, name)) for name in names]
    return tuple(change for change in found if change is not None)


def _picked(figures: Figures, indicator: str) -> Figure | None:
    """The table's figure, else the first number the narrative gives for the report's own year."""
    figure = figures.pick(indicator)
    if figure is None:
        own = (None, str(figures.record.year))
        told = [f for f in figures.narrative.get(indicator, ()) if f.period in own and f.role == "count"]
        figure = told[0] if told else None
    return figure if figure is not None and figure.state == "value" else None


def _change(indicator: str, before: Figure | None, after: Figure | None) -> Change | None:
    shown = after or before
    if shown is None:
        return None
    old, new = _value(before), _value(after)
    difference = percent = None
    units = [f.quantity.unit for f in (before, after) if f is not None and f.quantity is not None]
    if old is not None and new is not None and comparable(units[0], units[1]):
        gap = (new * scale(units[1]) - old * scale(units[0])) / scale(units[1])
        difference = plain(gap)
        base = old * scale(units[0]) / scale(units[1])
        percent = plain(round(gap / base * 100, 2)) if base else None
    return Change(
        indicator, shown.label or shown.subject, shown.column, None if old is None else plain(old),
        None if new is None else plain(new), units[-1] if units else "", difference, percent, shown.origin,
    )  # fmt: skip


def _value(figure: Figure | None) -> Decimal | None:
    return figure.quantity.value if figure is not None and figure.quantity is not None else None


# ---------------------------------------------------------------- sentences and sections
def _only_in(record: Record, other: Record) -> tuple[Statement, ...]:
    """The sentences of `record` that no sentence of `other` resembles, numbers left out."""
    from rapidfuzz import process
    from rapidfuzz.fuzz import ratio

    theirs = [_bare(text) for section in other.texts for text in _SENTENCE.findall(section.text)]
    known = {text for text in theirs if text}
    pool = sorted(known)
    found = []
    for section in record.texts:
        for match in _SENTENCE.finditer(section.text):
            bare = _bare(match.group())
            if len(bare) < 8 or bare in known or "\t" in match.group() or "|" in match.group():
                continue
            if process.extractOne(bare, pool, scorer=ratio, score_cutoff=_ALIKE) is None:
                text = match.group().strip()
                start = section.start + match.start() + len(match.group()) - len(match.group().lstrip())
                found.append(Statement(section.title, text, start, start + len(text)))
    return tuple(found)


def _bare(sentence: str) -> str:
    return re.sub(r"\d+", "#", "".join(fold(sentence).split()))


def _sections(before: Record, after: Record) -> tuple[SectionLikeness, ...]:
    """The sections both have, those left out that hold nothing but a heading, tables and formulas in both."""
    old = {section_name(section): section for section in before.texts}
    found = []
    for section in after.texts:
        earlier = old.get(section_name(section))
        if earlier is None:
            continue
        lengths = len(narrative_of(earlier)), len(narrative_of(section))
        if any(lengths):
            found.append(SectionLikeness(section.title, round(exact_likeness(earlier, section), 4), *lengths))
    return tuple(found)
