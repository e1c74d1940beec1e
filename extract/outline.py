"""The report's outline: headings with their numbering, the text of each section, what is missing or out of order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from ..model import Claim, ClaimTerm, Document, OutlineItem, SectionText, fold
from .defects import read_defects
from .lines import Line, evidence, prose_lines
from .numbering import STYLES, Jump, Number, jumps, mark_at, marks_inside, printed, spoken_jumps

if TYPE_CHECKING:
    from ..forms.schema import Form, FormSection

_LEVEL = {style: rank for rank, (style, _) in enumerate(STYLES)}
_TITLE_LENGTH = 40


class OutlineReading(Struct, frozen=True):
    items: tuple[OutlineItem, ...]
    texts: tuple[SectionText, ...]
    claims: tuple[Claim, ...]


def read_outline(document: Document, form: Form | None, year: int | None) -> OutlineReading:
    """Headings, section texts, and the claims that numbering, sections and wording give rise to."""
    lines = list(prose_lines(document))
    numbers = _numbers([*lines, *_loose_heads(document)])
    items = _items(document, lines)
    texts = _section_texts(document, items, form)
    claims = [*_numbering_claims(document, lines, numbers), *_missing_sections(document, items, form)]
    claims += read_defects(document, lines, year)
    return OutlineReading(tuple(items), tuple(texts), tuple(claims))


def _loose_heads(document: Document) -> Iterator[Line]:
    """The first words of tables run together with the text before them: a section's heading may stand there."""
    loose = {table.id for table in document.loose}
    for block in document.blocks:
        if block.table in loose:
            end = min(block.end, block.start + _TITLE_LENGTH)
            yield Line(fold(document.text[block.start : end]), block.start, end, block)


def _numbers(lines: Sequence[Line]) -> list[Number]:
    numbers = []
    for line in lines:
        opening = mark_at(line.text, line.start)
        if opening:
            numbers.append(opening)
        numbers += marks_inside(line.text, line.start)
    if not any(number.sure and number.style == "han" for number in numbers):
        # Text copied without line breaks: its section headings stand inside the paragraph.
        numbers = [replace(number, sure=True) if number.style == "han" else number for number in numbers]
    return sorted(numbers, key=lambda n: n.start)


def _items(document: Document, lines: Sequence[Line]) -> list[OutlineItem]:
    items = []
    for line in lines:
        number = mark_at(line.text, line.start)
        heading = line.block is not None and line.block.kind == "heading"
        if number is None and not heading:
            continue
        start = number.end if number else line.start
        title = re.split(r"[。;:,，]", line.text[start - line.start :].strip())[0][:_TITLE_LENGTH]
        printed = document.text[number.start : number.end].strip() if number else ""
        style = number.style if number else ""
        level = _LEVEL[style] if number else (line.block.level or 1 if line.block else 1)
        page = line.block.page if line.block else None
        items.append(OutlineItem(printed, style, level, title, line.start, start + len(title), page))
    return items


def _top_level(items: Sequence[OutlineItem]) -> list[OutlineItem]:
    """The outermost headings: those of the first style that occurs, numbered 一、 as a rule."""
    numbered = [item for item in items if item.style in ("part", "han")]
    return numbered or [item for item in items if item.level == min((i.level for i in items), default=1)]


def _section_texts(document: Document, items: Sequence[OutlineItem], form: Form | None) -> list[SectionText]:
    known = form.sections if form else ()
    marks = [(item.start, item.title) for item in _top_level(items)]
    marks += [(start, title) for start, title in _run_together(document, known) if start not in dict(marks)]
    marks.sort()
    texts = []
    for position, (start, title) in enumerate(marks):
        end = marks[position + 1][0] if position + 1 < len(marks) else len(document.text)
        concept = next((section.id for section in known if _is_section(title, section)), None)
        texts.append(SectionText(concept, title, _without_tables(document, start, end), start, end))
    return texts


def _without_tables(document: Document, start: int, end: int) -> str:
    """The prose between two offsets; tables would make every year's copy look alike."""
    parts = [
        document.text[max(block.start, start) : min(block.end, end)]
        for block in document.blocks
        if block.kind not in ("table", "furniture") and block.start < end and block.end > start
    ]
    return "\n".join(parts)


def _run_together(document: Document, known: Sequence[FormSection]) -> list[tuple[int, str]]:
    """Sections whose heading stands inside a paragraph, as in text copied without line breaks."""
    found = []
    text = fold(document.text)
    for section in known:
        for title in (section.title, *section.aliases):
            place = text.find(f"{section.number}、{fold(title)}") if section.number else -1
            if place >= 0:
                found.append((place, title))
                break
    return found


def _is_section(title: str, section: FormSection) -> bool:
    plain = re.sub(r"\s", "", title)
    return any(re.sub(r"\s", "", fold(name)) in plain for name in (section.title, *section.aliases))


def _numbering_claims(document: Document, lines: Sequence[Line], numbers: Sequence[Number]) -> Iterator[Claim]:
    text = fold(document.text)
    found = [jump for jump in jumps(numbers) if not _hidden(jump, text)]
    for line in lines:
        found += spoken_jumps(line.text, line.start)
    for jump in sorted(found, key=lambda j: j.found.start):
        line = next(line for line in (*lines, *_loose_heads(document)) if line.start <= jump.found.start < line.end)
        before, after = (document.text[n.start : n.end].strip() for n in (jump.before, jump.found))
        if jump.repeats and before != after:
            # (2) and (2). are marks of two lists, one inside the other.
            continue
        words = ("重复", "repeats") if jump.repeats else ("跳号", "skips")
        yield Claim(
            f"numbering:{jump.found.start}",
            "numbering",
            (ClaimTerm("place", None, before), ClaimTerm("place", None, after)),
            document.text[jump.found.start : min(line.end, jump.found.start + _TITLE_LENGTH)],
            evidence(document, jump.found.start, jump.found.end, line.block),
            note=f"序号{words[0]}：“{before}”之后是“{after}”",
            note_en=f"numbering {words[1]}: “{after}” follows “{before}”",
        )


def _hidden(jump: Jump, text: str) -> bool:
    """True where every number left out stands somewhere between after all, run together with other text."""
    between = text[jump.before.end : jump.found.start]
    left_out = range(jump.before.value + 1, jump.found.value)
    return bool(left_out) and all(any(p in between for p in printed(jump.found.style, n)) for n in left_out)


def _missing_sections(document: Document, items: Sequence[OutlineItem], form: Form | None) -> Iterator[Claim]:
    """Required sections that no heading names, however it is worded, and that no line of the text opens with."""
    if form is None or not document.text.strip():
        return
    headings = [re.sub(r"\s", "", item.title) for item in items]
    text = re.sub(r"\s", "", fold(document.text))
    required = [section for section in form.sections if section.required]
    missing = [section for section in required if not _present(section, headings, text)]
    if 2 * len(missing) > len(required):
        # An excerpt, or a report of another build: that it lacks this form's sections says nothing of its contents.
        return
    for section in missing:
        yield Claim(
            f"missing_section:{section.id}",
            "missing_section",
            (ClaimTerm("place", None, section.title),),
            section.title,
            evidence(document, 0, 0, None),
            note=f"没有“{section.number or ''}{'、' if section.number else ''}{section.title}”部分",
            note_en=f"no section “{section.title}”",
        )


def _present(section: FormSection, headings: Sequence[str], text: str) -> bool:
    from rapidfuzz import fuzz

    names = [re.sub(r"\s", "", fold(name)) for name in (section.title, *section.aliases)]
    if section.number and any(f"{section.number}、{name}" in text for name in names):
        return True
    return any(fuzz.ratio(name, heading) >= 70 or name in heading for name in names for heading in headings)
