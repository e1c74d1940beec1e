"""Which form a document follows: the labels it prints decide, its year only where they leave it open."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from ..forms.schema import Form
from ..model import Document
from .labels import squeeze
from .scan import late

_TABLE = 0.3
_YEARS = late(r"(?<!\d)(?:19|20)\d\d(?=年度)")


class Detection(Struct, frozen=True):
    """The form that fits best with its score from 0 to 1 and the reason in words; None where none fits."""

    form: Form | None
    score: float
    why: str
    why_en: str = ""


def detect(document: Document, forms: Sequence[Form], year: int | None = None) -> Detection:
    """The form whose labels the document prints; among forms without tables the one of the year."""
    text = squeeze(document.text)
    scored = [(_score(text, form), form) for form in forms]
    scored.sort(key=lambda pair: pair[0].score, reverse=True)
    if scored and scored[0][0].score >= _TABLE:
        best, form = scored[0]
        if year is None or _covers(form, year):
            return Detection(form, best.score, best.zh, best.en)
        odd = f"；报告年度 {year} 本应使用另一格式，以表格为准"
        odd_en = f"; {year} calls for another form, the tables decide"
        return Detection(form, best.score, best.zh + odd, best.en + odd_en)
    # A year inside the words (政府信息公开2012年度报告) parts nothing.
    head = _YEARS.sub("", squeeze((document.title or "") + document.text[:3000]))
    for form in _by_year(forms, year):
        words = [word for word in form.detect.words if squeeze(word) in head]
        if words and not _has_excluded(text, form):
            zh = f"文首有“{words[0]}”，没有统一表格，报告年度 {year or '不明'}"
            en = f"the head says “{words[0]}”, no national table, year {year or 'unknown'}"
            return Detection(form, 0.2, zh, en)
    return Detection(None, 0.0, "没有与任何表式相符的标签", "no label of any form was found")


class _Score(Struct, frozen=True):
    score: float
    zh: str
    en: str


def _score(text: str, form: Form) -> _Score:
    """The share of the form's labels printed, less the share of those that only other forms have."""
    needs = form.detect.needs
    if not needs:
        return _Score(0.0, "", "")
    hits = [label for label in needs if squeeze(label) in text]
    strangers = [label for label in form.detect.excludes if squeeze(label) in text]
    share = len(hits) / len(needs)
    against = len(strangers) / len(form.detect.excludes) if form.detect.excludes else 0.0
    zh = f"印有该表式 {len(needs)} 个标签中的 {len(hits)} 个"
    en = f"prints {len(hits)} of the form's {len(needs)} labels"
    if strangers:
        zh += f"，另有 {len(strangers)} 个属于其他表式（如“{strangers[0]}”）"
        en += f", and {len(strangers)} of other forms (such as “{strangers[0]}”)"
    return _Score(round(max(0.0, share - against), 4), zh, en)


def _covers(form: Form, year: int) -> bool:
    first, last = form.years
    return (first is None or first <= year) and (last is None or year <= last)


def _by_year(forms: Sequence[Form], year: int | None) -> list[Form]:
    """The forms that the year allows, those without a table of their own last where no year is known."""
    if year is not None:
        return [form for form in forms if _covers(form, year)]
    return [form for form in forms if not form.detect.needs]


def _has_excluded(text: str, form: Form) -> bool:
    """True where half the labels of other forms stand in the text: then it is one of those, badly printed."""
    excludes = form.detect.excludes
    return bool(excludes) and sum(squeeze(label) in text for label in excludes) * 2 >= len(excludes)
