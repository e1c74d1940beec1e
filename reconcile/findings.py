"""Broken checks and what the search said of them, as findings: each culprit once, its proof beneath it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from msgspec.structs import replace

from ..model import Claim, Finding, FindingEvidence, Relation, RelationTerm, Severity, fold
from .check import Check, Term
from .culprit import Verdict
from .explain import tell
from .severity import lower, rank, severity_of
from .structure import DEFECTS
from .suspects import Key, Suspect

MAX_EVIDENCE = 40


def relation_of(check: Check) -> Relation:
    """The check as others see it: an expression over t0, t1, … and its terms in that order."""
    return Relation(
        check.rule, check.kind, check.expression.text, tuple(_term(n, term) for n, term in enumerate(check.terms)),
        check.outcome, severity_of(check), None if check.gap is None else plain(check.gap), check.reason,
        check.reason_en,
    )  # fmt: skip


def plain(value: Decimal) -> str:
    """A decimal string without exponent or trailing zeros, at most six decimals."""
    text = format(round(value, 6) if abs(value) < Decimal(10) ** 20 else value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _term(position: int, term: Term) -> RelationTerm:
    figure = term.figure
    value = term.reading.value if term.reading is not None else None
    unit = figure.quantity.unit if figure is not None and figure.quantity is not None else ""
    start = figure.evidence.start if figure is not None else None
    end = figure.evidence.end if figure is not None else None
    return RelationTerm(
        f"t{position}", term.document, figure.id if figure is not None else None, _printed(term), term.column,
        None if value is None else plain(value), unit, start, end,
    )  # fmt: skip


def _printed(term: Term) -> str:
    """The row's label, where the term goes by its column's."""
    row = term.figure is not None and term.figure.origin == "table" and term.figure.label
    return row if row else term.label


def findings_of(verdicts: Iterable[Verdict]) -> Iterator[Finding]:
    """One finding a culprit; one for all where the culprit cannot be told; one a check where none could be found."""
    for verdict in verdicts:
        broken = sorted(verdict.broken, key=_strength)
        if verdict.askew:
            finding = _finding(verdict, None, broken)
            yield replace(finding, severity=lower(finding.severity, "warning"))
        elif verdict.missing is not None or (verdict.suspects and not verdict.told):
            yield _finding(verdict, verdict.suspects[0] if verdict.suspects else None, broken)
        elif not verdict.suspects:
            for check in broken:
                yield _finding(verdict, None, [check])
        else:
            yield from _each_culprit(verdict, broken)


def _each_culprit(verdict: Verdict, broken: list[Check]) -> Iterator[Finding]:
    """A culprit with the checks it breaks; a total that only followed its wrong part goes with that part."""
    left = list(broken)
    if all(check.kind == "words" for check in left):
        yield _finding(verdict, verdict.suspects[0], left)
        return
    reach = {one.key: sum(1 for check in left if one.key in check.keys) for one in verdict.suspects}
    waiting = sorted(verdict.suspects, key=lambda each: -reach[each.key])
    while waiting:
        one = waiting.pop(0)
        tied = {key for check in verdict.held if one.key in check.keys for key in check.keys} | {one.key}
        waiting = [each for each in waiting if each.key not in tied]
        blamed = {each.key for each in verdict.suspects} & tied
        mine = [check for check in left if blamed.intersection(check.keys)]
        left = [check for check in left if not blamed.intersection(check.keys)]
        if mine:
            yield _finding(verdict, one, mine)


def _strength(check: Check) -> tuple[int, int]:
    """The strongest proof first: the most serious, then the one with the fewest numbers to check."""
    return rank(severity_of(check)), len(check.terms)


def _finding(verdict: Verdict, one: Suspect | None, checks: list[Check]) -> Finding:
    first = checks[0]
    told = tell(verdict, one, checks)
    suspects = _suspects(verdict, one)
    terms = [term for check in (*checks, *verdict.held) for term in check.terms]
    numbers = tuple(_evidence(term, suspects) for term in _distinct(terms))
    evidence = (*_words(checks, suspects), *numbers)[:MAX_EVIDENCE]
    relations = tuple(relation_of(check) for check in checks)
    alternatives = _alternatives(verdict)
    documents = tuple(dict.fromkeys(term.document for check in checks for term in check.terms))
    return Finding(
        first.rule, severity_of(first), first.kind, documents, told.message, told.message_en, told.explanation,
        told.explanation_en, None if first.gap is None else plain(first.gap), evidence, relations, alternatives,
        fingerprint(first.rule, [term for check in checks for term in check.terms]),
    )  # fmt: skip


def _words(checks: Sequence[Check], suspects: dict[Key, Suspect]) -> Iterator[FindingEvidence]:
    """The sentences whose words stand against the numbers."""
    claims = {c.claim.id: (c.terms[0].document, c.claim) for c in checks if c.kind == "words" and c.claim is not None}
    for document, claim in claims.values():
        yield FindingEvidence(
            document, None, "文字", None, None, "", "narrative", claim.text, claim.evidence.quote,
            (document, claim.id) in suspects, None, claim.evidence.location,
        )  # fmt: skip


def _suspects(verdict: Verdict, one: Suspect | None) -> dict[Key, Suspect]:
    """The figures marked as suspect: those of the best set, and only where the numbers can tell."""
    if not verdict.told or one is None:
        return {}
    return {each.key: each for each in verdict.suspects}


def _alternatives(verdict: Verdict) -> tuple[tuple[str, ...], ...]:
    if verdict.certain or not verdict.suspects:
        return ()
    return tuple(tuple(one.key[1] for one in each) for each in (verdict.suspects, *verdict.alternatives))


def _distinct(terms: Iterable[Term]) -> list[Term]:
    seen: dict[object, Term] = {}
    for term in terms:
        seen.setdefault(term.key or (term.document, term.label, id(term)), term)
    return [term for term in seen.values() if term.figure is not None]


def _evidence(term: Term, suspects: dict[Key, Suspect]) -> FindingEvidence:
    figure = term.figure
    assert figure is not None and term.key is not None
    value = figure.quantity.value if figure.quantity is not None else None
    one = suspects.get(term.key)
    return FindingEvidence(
        term.document, figure.indicator, figure.label or term.label, figure.column,
        None if value is None else plain(value), figure.quantity.unit if figure.quantity is not None else "",
        figure.origin, figure.text, figure.evidence.quote, one is not None,
        plain(one.proposal) if one is not None and one.proposal is not None else None, figure.evidence.location,
    )  # fmt: skip


def fingerprint(rule: str, terms: Iterable[Term]) -> str:
    """The same over runs and folders; another one as soon as a number it rests on is another."""
    parts = {rule}
    for term in terms:
        figure = term.figure
        value = term.reading.value if term.reading is not None else None
        path = (figure.row_path, figure.column or "") if figure is not None else ("", "")
        indicator = figure.indicator or "" if figure is not None else ""
        raw = figure.raw if figure is not None else ""
        parts.add("\x1f".join((indicator, term.label, *path, raw, "" if value is None else plain(value))))
    return hashlib.sha256("\x1e".join(sorted(parts)).encode()).hexdigest()[:16]


# ---------------------------------------------------------------- defects of the text
def defect(path: str, claim: Claim) -> Finding | None:
    """The finding of a defect that `extract` marked; None where the claim is of another kind."""
    known = DEFECTS.get(claim.kind)
    if known is None:
        return None
    severity: Severity = lower(known.severity, "note") if claim.doubtful else known.severity
    note, note_en = claim.note or known.name, claim.note_en or known.name_en
    words = claim.text or claim.evidence.quote
    cure = next((term.text for term in claim.terms if term.role == "instead"), None)
    evidence = FindingEvidence(
        path, None, known.name, None, None, "", "narrative", claim.text, claim.evidence.quote, True, cure,
        claim.evidence.location,
    )  # fmt: skip
    mark = hashlib.sha256("\x1e".join((known.code, claim.evidence.quote, claim.text)).encode()).hexdigest()[:16]
    page = claim.evidence.page
    place = f"第{page}页" if page is not None else f"正文第{claim.evidence.start}字"
    place_en = f"page {page}" if page is not None else f"character {claim.evidence.start}"
    if claim.kind in ("missing_section", "missing_table"):
        # What is not there stands nowhere: its name is told instead of a place.
        place, place_en = note, note_en
    shown, shown_en = ("", "") if claim.kind in _ABSENT else (f"原文：“{words}”", f" Text: “{words}”")
    tail, tail_en = (f"，疑为“{cure}”", f", probably “{cure}”") if cure else ("", "")
    more, more_en = _UNIT_UNKNOWN if claim.kind == "bad_unit" and not cure else ("", "")
    return Finding(
        known.code, severity, known.kind, (path,), _told_once(claim, note, words, "zh") + tail,
        _told_once(claim, note_en, words, "en") + tail_en, f"{place}：{known.name}。{shown}{more}",
        f"{place_en}: {known.name_en}.{shown_en}{more_en}", None, (evidence,), (), (), mark,
    )  # fmt: skip


_UNIT_UNKNOWN = ("仅凭上下文无法断定应是什么单位。", " The text around it does not tell which unit is meant.")

# What these speak of is not there, or is the whole table: the words at the place are those of a neighbour.
_ABSENT = frozenset({"missing_section", "missing_table", "extra_layout"})


def _told_once(claim: Claim, note: str, words: str, lang: str) -> str:
    """The note with the words of the place, unless it holds them, or they are only what stands around."""
    flat = _short(words)
    if not flat or claim.kind in _ABSENT or _plain(words) in _plain(note):
        return note
    quoted = re.findall("“([^“”]+)”", note)
    if claim.kind == "numbering" and len(quoted) == 2:
        # Chinese names the later number last, English first.
        later = quoted[1 if lang == "zh" else 0]
        if _plain(words).startswith(_plain(later)):
            before, _, after = note.rpartition(f"“{later}”") if lang == "zh" else note.partition(f"“{later}”")
            return f"{before}“{flat}”{after}"
    around = claim.kind != "bad_unit" and any(_plain(one) in _plain(words) for one in quoted)
    return note if around else note + ("：" if lang == "zh" else ": ") + f"“{flat}”"


def _plain(text: str) -> str:
    return re.sub(r"\s", "", fold(text)).strip("。；，：;,:.")


def _short(text: str, limit: int = 60) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"


def scope_note(check: Check) -> Finding:
    """Two numbers that differ rightly, because they count in different ways: told, so that nobody wonders."""
    told = tell(Verdict((check,)), None, [check])
    evidence = tuple(_evidence(term, {}) for term in check.terms if term.figure is not None)
    lead, lead_en = "口径不同，不是矛盾", "counted differently, no contradiction"
    if "added" in check.lowered:
        lead, lead_en = check.reason + "，请核对合计是否应含这些行", check.reason_en + "; see whether it should"
    return Finding(
        check.rule, "note", "scope", tuple(dict.fromkeys(term.document for term in check.terms)),
        f"{lead}：{told.words}", f"{lead_en}: {told.words_en}",
        told.explanation, told.explanation_en, None if check.gap is None else plain(check.gap), evidence,
        (relation_of(check),), (), fingerprint(check.rule, check.terms),
    )  # fmt: skip


def unresolved(check: Check) -> Finding:
    """A check that could not be decided, with the reason, in the shape of a finding."""
    told = tell(Verdict((check,)), None, [check])
    reason, reason_en = check.reason or "无法核对", check.reason_en or "cannot be checked"
    terms = [term for term in check.terms if term.figure is not None]
    return Finding(
        check.rule, severity_of(check), check.kind, tuple(dict.fromkeys(term.document for term in check.terms)),
        f"未能核对（{reason}）：{told.words}", f"not decided ({reason_en}): {told.words_en}", reason, reason_en, None,
        tuple(_evidence(term, {}) for term in terms)[:MAX_EVIDENCE], (relation_of(check),), (),
        fingerprint(check.rule, check.terms),
    )  # fmt: skip


def sorted_findings(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Most serious first, then by document and place."""

    def place(finding: Finding) -> tuple[int, str, int, str]:
        starts = [e.location.start for e in finding.evidence if e.location.start is not None]
        document = finding.documents[0] if finding.documents else ""
        return rank(finding.severity), document, min(starts, default=0), finding.rule

    return tuple(sorted(findings, key=place))
