"""Does a finding speak of a planted contradiction? By place and number, whatever format the file has."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Protocol

Gold = dict[str, str]
_SPACE = re.compile(r"\s+")


class Evidence(Protocol):
    """What is read of `gouji.model.FindingEvidence`."""

    @property
    def document(self) -> str: ...
    @property
    def indicator(self) -> str | None: ...
    @property
    def value(self) -> str | None: ...
    @property
    def source(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def quote(self) -> str: ...
    @property
    def suspect(self) -> bool: ...
    @property
    def suggested(self) -> str | None: ...


def fold(text: str) -> str:
    """The text without any white space."""
    return _SPACE.sub("", text)


def same_number(a: str | None, b: str | None) -> bool:
    if not a or not b:
        return False
    try:
        return Decimal(a) == Decimal(b)
    except InvalidOperation:
        return a == b


def cures(suggested: str | None, gold: Gold) -> bool:
    """The suggestion is the truth; of a share, to the places the truth was printed with."""
    if not suggested or gold["rule"] != "R" or "." not in suggested:
        return same_number(suggested, gold["suggested"])
    try:
        right = Decimal(gold["suggested"])
        exponent = right.as_tuple().exponent
        step = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
        return abs(Decimal(suggested) - right) <= step
    except InvalidOperation:
        return False


def touches(evidence: Evidence, gold: Gold) -> bool:
    """The evidence stands where the gold label points."""
    if gold["kind"] in ("table", "hierarchy") or (
        gold["kind"] == "years" and gold["indicator"] and not gold["context"]
    ):
        indicator = evidence.indicator or ""
        wanted = gold["indicator"]
        return (
            evidence.source == "table" and bool(wanted) and (indicator == wanted or indicator.startswith(wanted + "."))
        )
    context, text = fold(gold["context"]), fold(evidence.text)
    if gold["suspect_value"] and evidence.value is None:
        wanted, got = fold(gold["suspect_quote"]), fold(evidence.quote)
        return bool(got) and (wanted in got or got in wanted)
    if gold["suspect_value"]:
        near = bool(text) and (text in context or context in text or _window(text, fold(evidence.quote)) in context)
        return evidence.source == "narrative" and same_number(evidence.value, gold["suspect_value"]) and near
    words, quote = fold(gold["suspect_quote"]), fold(evidence.quote)
    if words in text or words in quote:
        return True
    return bool(context) and ((len(quote) > 1 and quote in context) or (len(text) > 3 and text in context))


def _window(text: str, quote: str) -> str:
    at = max(0, text.find(quote))
    return text[max(0, at - 5) : at + len(quote) + 3]


def letters(gold: Gold) -> str:
    return gold["rule"] + gold["also"]


def speaks_of(finding: object, gold: Gold, path: str) -> bool:
    """Any evidence in the gold's document touches its place; a missing section is told by the message."""
    evidence = [item for item in finding.evidence if item.document == path]  # type: ignore[attr-defined]
    if any(touches(item, gold) for item in evidence):
        return True
    documents = finding.documents  # type: ignore[attr-defined]
    told = fold(finding.message) + fold(" ".join(item.text for item in evidence))  # type: ignore[attr-defined]
    if gold["suspect_value"] or path not in documents or (gold["kind"] != "words" and gold["context"]):
        return False
    wanted = fold(gold["suspect_quote"]).split("，")[0]
    return wanted in told or any(len(words) > 3 and words in wanted for words in re.findall("“(.+?)”", told))
