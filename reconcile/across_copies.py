"""What was carried over unchanged: narrative, figures, a year left in; and one report published twice, differently."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from ..model import Figure, Finding, FindingEvidence, Location, Record, SectionText, Severity, copy_rank
from .across_digest import Digest, unlike
from .across_sketch import DatedSentence, exact_likeness, likeness, section_name
from .findings import MAX_EVIDENCE, plain

Load = Callable[[str], Record]
Values = dict[str, Decimal]
ALIKE = 0.9  # share of common shingles from which a section counts as copied
_NEAR = 0.75  # of the estimate, from which the texts themselves are compared
_LEAST_FIGURES = 8  # non-zero figures that must agree before agreement says anything
_LEAST_VALUES = 5  # distinct values among them


def copy_findings(digests: Sequence[Digest], load: Load) -> Iterator[Finding]:
    """The findings of one body's reports, oldest first.

    Of several copies of a year the one to trust is compared with the other copies, and alone with other years.
    """
    by_year: dict[int, list[Digest]] = {}
    for digest in digests:
        if digest.record.year is not None:
            by_year.setdefault(digest.record.year, []).append(digest)
    best: list[Digest] = []
    torn: set[str] = set()
    for year in sorted(by_year):
        first, *others = sorted(by_year[year], key=lambda digest: copy_rank(digest.record))
        best.append(first)
        if any(unlike(first.values, other.values) for other in others):
            torn.add(first.record.path)
        for other in others:
            if not _same_bytes(first.record, other.record):
                yield from _twice(first, other, load)
    sure = [digest for digest in best if digest.record.path not in torn]
    values = {digest.record.path: digest.values for digest in sure}
    for number, other in enumerate(sure):
        # What is copied year after year is told of each year once, against the year just before.
        told: set[object] = set()
        for one in reversed(sure[:number]):
            if _same_bytes(one.record, other.record):
                yield _same_file(one.record, other.record)
                break
            same = values[one.record.path], values[other.record.path]
            found = (*_sections(one, other, load), *_figures(one, other, same, load), *_years(one, other, load))
            for finding, key in found:
                if key not in told:
                    told.add(key)
                    yield finding
    yield from _gaps(best)


def _same_bytes(one: Record, other: Record) -> bool:
    return bool(one.sha256) and one.sha256 == other.sha256


# ---------------------------------------------------------------- narrative
def _sections(one: Digest, other: Digest, load: Load) -> Iterator[tuple[Finding, object]]:
    by_name = {sketch.name: sketch for sketch in one.sketches}
    near = [s.name for s in other.sketches if s.name in by_name and likeness(by_name[s.name], s) >= _NEAR]
    if not near:
        return
    before, after = load(one.record.path), load(other.record.path)
    old = {section_name(section): section for section in before.texts}
    for section in after.texts:
        name = section_name(section)
        if name not in near or name not in old:
            continue
        share = exact_likeness(old[name], section)
        if share >= ALIKE:
            percent = f"{share * 100:.0f}%"
            finding = make(
                "D101", "warning", "copy", (after, before),
                f"“{section.title}”与{before.year}年报告雷同（除数字外{percent}相同）",
                f"“{section.title}” is the {before.year} report's text ({percent} the same but for numbers)",
                [_section(after, section), _section(before, old[name])],
            )  # fmt: skip
            yield finding, name


def _section(record: Record, section: SectionText) -> FindingEvidence:
    """The first line or so of a section, with its place."""
    body = section.text.strip()
    shown = body[:80].split("\n")[0] or body[:80]
    start = section.start + section.text.find(shown)
    place = Location(start=start, end=start + len(shown))
    return FindingEvidence(
        record.path, None, section.title, None, None, "", "narrative", shown, shown, False, None, place
    )


def _years(one: Digest, other: Digest, load: Load) -> Iterator[tuple[Finding, object]]:
    """A sentence that names the earlier report's year and stands unchanged in the later report."""
    old = {sentence.key: sentence for sentence in one.dated if one.record.year in sentence.periods}
    left = [s for s in other.dated if s.key in old and other.record.year not in s.years]
    if not left:
        return
    after, before = load(other.record.path), load(one.record.path)
    for sentence in left:
        evidence = [_sentence(after, sentence), _sentence(before, old[sentence.key])]
        words = evidence[0].quote
        short = words if len(words) <= 60 else words[:59] + "…"
        finding = make(
            "D103", "warning", "copy", (after, before),
            f"{other.record.year}年报告中仍写{one.record.year}年，与{one.record.year}年报告一字不差：“{short}”",
            f"the {other.record.year} report still says {one.record.year}, word for word as then: “{short}”",
            evidence,
        )  # fmt: skip
        yield finding, sentence.key


def _sentence(record: Record, sentence: DatedSentence) -> FindingEvidence:
    section = next(s for s in record.texts if s.start <= sentence.start < s.end)
    words = section.text[sentence.start - section.start : sentence.end - section.start]
    place = Location(start=sentence.start, end=sentence.end)
    return FindingEvidence(
        record.path, None, section.title, None, None, "", "narrative", words, words, False, None, place
    )


# ---------------------------------------------------------------- figures
def _figures(one: Digest, other: Digest, values: tuple[Values, Values], load: Load) -> Iterator[tuple[Finding, object]]:
    """Tables whose non-zero figures are all those of the earlier report."""
    before, after = values
    shared = []
    for name, value in after.items():
        if name in before and (value or before[name]):
            if value != before[name]:
                return
            shared.append(name)
    if len(shared) < _LEAST_FIGURES:
        return
    if len({after[name] for name in shared}) < _LEAST_VALUES:
        return
    records = load(other.record.path), load(one.record.path)
    years = f"{records[1].year}", f"{records[0].year}"
    evidence = [
        figure_evidence(record, figure) for name in shared for record in records if (figure := _table(record, name))
    ]
    finding = make(
        "D102", "warning", "copy", records,
        f"{years[1]}年表格中{len(shared)}个非零数字与{years[0]}年报告完全相同",
        f"all {len(shared)} non-zero table figures of {years[1]} are those of the {years[0]} report", evidence,
    )  # fmt: skip
    yield finding, "figures"


def _twice(one: Digest, other: Digest, load: Load) -> Iterator[Finding]:
    """The same report published twice: every number that both tables print must be the same."""
    if one.record.form != other.record.form:
        return
    before, after = one.values, other.values
    shared = [name for name in after if name in before]
    different = [name for name in shared if after[name] != before[name]]
    if not different:
        return
    better, worse = sorted((one.record, other.record), key=copy_rank)
    records = load(better.path), load(worse.path)
    # Two reports of one office, its own and the whole government's, differ nearly everywhere.
    alike = not unlike(before, after)
    evidence = [
        figure_evidence(record, figure) for name in different for record in records if (figure := _table(record, name))
    ]
    labels = [e.label for e in evidence[::2]]
    shown = "、".join(labels[:3]) + ("等" if len(labels) > 3 else "")
    doubt = "" if alike else "；不同之处过多，也可能不是同一份报告"
    doubt_en = "" if alike else "; so many differ that they may be two reports"
    yield make(
        "D104", "warning" if alike and _sure(evidence, records) else "note", "copy", records,
        f"同一机关{better.year}年报告有两个版本，{len(different)}个数字不同：{shown}{doubt}",
        f"two versions of the body's {better.year} report differ in {len(different)} figures: {shown}{doubt_en}",
        evidence, _first_gap(evidence),
    )  # fmt: skip


def _sure(evidence: Sequence[FindingEvidence], records: Sequence[Record]) -> bool:
    read = {(r.path, f.evidence.start): f.confidence for r in records for f in r.figures}
    return all(read.get((e.document, e.location.start or 0)) == "sure" for e in evidence)


def _first_gap(evidence: Sequence[FindingEvidence]) -> str | None:
    pair = evidence[:2]
    if len(pair) < 2 or pair[0].value is None or pair[1].value is None:
        return None
    return plain(Decimal(pair[0].value) - Decimal(pair[1].value))


def _table(record: Record, indicator: str) -> Figure | None:
    for figure in record.figures:
        if figure.indicator == indicator and figure.origin == "table" and figure.state == "value":
            return figure
    return None


# ---------------------------------------------------------------- the series
def _same_file(one: Record, other: Record) -> Finding:
    return make(
        "D105", "warning", "copy", (other, one),
        f"{one.year}年与{other.year}年的报告是同一个文件", f"the reports of {one.year} and {other.year} are one file",
        [],
    )  # fmt: skip


def _gaps(digests: Sequence[Digest]) -> Iterator[Finding]:
    """Years without a report between the first and the last one given."""
    by_year: dict[int, Record] = {digest.record.year or 0: digest.record for digest in digests}
    for before, after in zip(sorted(by_year), sorted(by_year)[1:], strict=False):
        if after - before > 1:
            missing = [str(year) for year in range(before + 1, after)]
            yield make(
                "C206", "note", "year", (by_year[after], by_year[before]),
                f"缺少{'、'.join(missing)}年的报告，跨年关系无法核对",
                f"no report of {', '.join(missing)}: nothing can be carried over those years", [],
            )  # fmt: skip


# ---------------------------------------------------------------- findings
def figure_evidence(record: Record, figure: Figure) -> FindingEvidence:
    value = figure.quantity.value if figure.quantity is not None else None
    unit = figure.quantity.unit if figure.quantity is not None else ""
    label = figure.label or figure.subject
    return FindingEvidence(
        record.path, figure.indicator, label, figure.column, None if value is None else plain(value), unit,
        figure.origin, figure.text, figure.evidence.quote, False, None, figure.evidence.location,
    )  # fmt: skip


def make(
    rule: str,
    severity: Severity,
    kind: str,
    records: Sequence[Record],
    message: str,
    message_en: str,
    evidence: Sequence[FindingEvidence],
    gap: str | None = None,
) -> Finding:
    """A finding between reports; its fingerprint rests on the bodies, years and quotes, not on paths."""
    parts = [rule, *(f"{r.body}\x1f{r.year}" for r in records), *sorted(e.quote for e in evidence)]
    mark = hashlib.sha256("\x1e".join(parts).encode()).hexdigest()[:16]
    names = "；".join(f"{r.body} {r.year}：{r.path}" for r in records)
    return Finding(
        rule, severity, kind, tuple(dict.fromkeys(r.path for r in records)), message, message_en,
        f"{message}。所比较的报告：{names}", f"{message_en}. Reports compared: {names}", gap,
        tuple(evidence)[:MAX_EVIDENCE], fingerprint=mark,
    )  # fmt: skip
