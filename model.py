"""The types every stage hands to the next, and their JSON.

All types are frozen structs of msgspec holding tuples and `Decimal`, so that a value can be shared, hashed, compared
and written. `to_json` and `from_json` round-trip every one of them. Structs, here and in the rooms: every start defines
some hundred types, and a dataclass takes forty times as long to define and nine times as long to make.

Offsets everywhere count Unicode code points of `Document.text`; pages count from 1; boxes are
(x0, top, x1, bottom) in points from the page's top left corner; rows and columns count from 0.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar

from msgspec import Struct, field

BBox = tuple[float, float, float, float]
Status = Literal["ok", "partial", "failed", "skipped"]
BlockKind = Literal["heading", "paragraph", "list", "table", "caption", "furniture"]
Hedge = Literal["exact", "about", "over", "under", "range"]
State = Literal["value", "blank", "slash", "dash", "unreadable"]
Origin = Literal["table", "narrative"]
Severity = Literal["error", "warning", "note"]
Outcome = Literal["holds", "rounding", "truncation", "scope", "broken", "unknown", "blocked"]
Role = Literal["count", "part", "share", "rate", "growth", "change", "rank", "price", "limit", "other"]
Modality = Literal["achieved", "planned", "required"]
# loose: the words may tell of more or less than the line of the form: 微博发布信息 of 政务微博公开政府信息数.
Link = Literal["exact", "loose", "doubtful", "none"]
Comparable = Literal["same", "narrower", "wider", "break"]
T = TypeVar("T")


# ---------------------------------------------------------------- what went wrong while reading
class Location(Struct, frozen=True):
    """A place in one document; every part that the format does not have is None."""

    page: int | None = None
    bbox: BBox | None = None
    block: str | None = None
    cell: tuple[int, int] | None = None
    start: int | None = None
    end: int | None = None


class Problem(Struct, frozen=True):
    """Reading went wrong, or one copy lacks something. Never a finding about the report's content."""

    code: str
    message: str
    message_en: str
    location: Location | None = None


# ---------------------------------------------------------------- the document (ingest → extract)
class Place(Struct, frozen=True):
    """Where the characters [start, end) of the text stand: one printed line of a block."""

    start: int
    end: int
    page: int
    bbox: BBox


class Block(Struct, frozen=True):
    """A run of text in reading order. A table's block carries the table's id in `table`.

    `lines` are the printed lines of a block, where the format has pages: a paragraph may run over two of them.
    """

    id: str
    kind: BlockKind
    level: int | None
    start: int
    end: int
    page: int | None = None
    bbox: BBox | None = None
    table: str | None = None
    lines: tuple[Place, ...] = ()


class Cell(Struct, frozen=True):
    """One cell, stored once at its anchor; `text == document.text[start:end]`.

    `unreadable` holds the reason where the cell has characters that could not be read, else None.
    """

    row: int
    col: int
    rowspan: int
    colspan: int
    text: str
    start: int
    end: int
    page: int | None = None
    bbox: BBox | None = None
    header: bool = False
    unreadable: str | None = None


class Table(Struct, frozen=True):
    """A grid whose spans, expanded, tile a rectangle. A table joined over page breaks keeps every page."""

    id: str
    pages: tuple[int, ...]
    cells: tuple[Cell, ...]
    ocr: bool = False


class Run(Struct, frozen=True):
    """A word or a line of a loose table, with its place. `line` counts visual lines from 0."""

    text: str
    start: int
    end: int
    line: int
    page: int | None = None
    bbox: BBox | None = None


class LooseTable(Struct, frozen=True):
    """Text that is a table but has no certain grid (three-line, borderless, one cell a line, run together)."""

    id: str
    pages: tuple[int, ...]
    runs: tuple[Run, ...]
    reason: Literal["borderless", "cell-a-line", "run-together"]
    ocr: bool = False


class Section(Struct, frozen=True):
    """A headed stretch of text: `start` is the heading's first character, `end` where the next one begins."""

    title: str
    number: str | None
    level: int
    start: int
    end: int


class Document(Struct, frozen=True):
    """What `gouji read` prints. `text` holds every character of the document once, cells included.

    `path` is the path as the user named it; `meta` holds metadata outside the text (HTML meta, DOCX
    properties) as (key, value) pairs, keys among title, author, published, keywords, url.
    """

    path: str
    sha256: str
    format: str
    status: Status
    title: str | None
    text: str
    blocks: tuple[Block, ...] = ()
    tables: tuple[Table, ...] = ()
    sections: tuple[Section, ...] = ()
    problems: tuple[Problem, ...] = ()
    loose: tuple[LooseTable, ...] = ()
    meta: tuple[tuple[str, str], ...] = ()


# ---------------------------------------------------------------- the record (extract → reconcile)
class Quantity(Struct, frozen=True):
    """A printed number as the interval of values it may stand for, in the printed unit.

    `value` is None for a range; `lo`/`hi` None mean unbounded. Counts are points; see
    `extract/quantities.py` for how printed precision and hedges become bounds.
    """

    value: Decimal | None
    lo: Decimal | None
    hi: Decimal | None
    lo_open: bool = False
    hi_open: bool = False
    unit: str = ""
    hedge: Hedge = "exact"

    @property
    def is_point(self) -> bool:
        return self.lo is not None and self.lo == self.hi and not self.lo_open and not self.hi_open

    @property
    def is_empty(self) -> bool:
        """True where no value fits, as in 近10余件."""
        if self.lo is None or self.hi is None:
            return False
        return self.lo > self.hi or (self.lo == self.hi and (self.lo_open or self.hi_open))


class Evidence(Struct, frozen=True):
    """Where a figure stands: `document.text[start:end] == quote`, always. `cell` is (row, col)."""

    source: str
    start: int
    end: int
    quote: str
    page: int | None = None
    bbox: BBox | None = None
    block: str | None = None
    cell: tuple[int, int] | None = None

    @property
    def location(self) -> Location:
        return Location(self.page, self.bbox, self.block, self.cell, self.start, self.end)


class Figure(Struct, frozen=True):
    """One printed number (or one blank, slash, dash or unreadable cell) and what it says.

    `id` is unique in its record: `t2:5,3` (table, row, column) or `n:1234` (offset of a prose figure).
    `indicator` is `concept.row.column` of the form, None where nothing fits. `text` is the clause or cell
    around the number. `subject` is the noun phrase counted. `scope` is None (not said), `whole` (全市, 各级),
    `own` (本级, 本机关) or `named:…`. `period` is ISO 8601 (`2016`, `2016-09`, `2016-01/2016-03`,
    `/2016-12-31` for cumulative), None where nothing tells.
    """

    id: str
    indicator: str | None
    quantity: Quantity | None
    raw: str
    origin: Origin
    label: str
    row_path: str
    column: str | None
    column_path: str | None
    text: str
    evidence: Evidence
    role: Role = "count"
    subject: str = ""
    scope: str | None = None
    period: str | None = None
    modality: Modality = "achieved"
    link: Link = "none"
    confidence: Literal["sure", "loose", "ocr"] = "sure"
    state: State = "value"


class ClaimTerm(Struct, frozen=True):
    """One part of a claim. `figure` is a figure id of the same record, None for a word or a counted list.

    `role` is one of whole, part, share, numerator, denominator, rate, current, base, change, growth,
    announced, listed, subject, left, right, place, instead (what should probably stand there). `value` is set where
    no figure carries the number.
    """

    role: str
    figure: str | None = None
    text: str = ""
    value: Decimal | None = None
    indicator: str | None = None


class Claim(Struct, frozen=True):
    """What a sentence asserts about figures. The kinds, and the roles each uses:

    sum (whole, part…), part (whole, part), share (whole, part, share), rate (numerator, denominator, rate),
    growth (current, base?, growth), change (current, base?, change), list (announced, listed),
    balance (received, carried?, done, left), average (whole, average; `note` workday|day|week|month|quarter),
    none (subject: 未收取费用, 无行政复议), all_done (subject: 均已办结), all_of (whole, part…: 均为自然人提出),
    direction (current, base?; `note` up|down|flat), largest (subject, part…),
    compare (left, right; `note` gt|lt|eq), same (left, right: one quantity told twice).
    Defects of the text itself: missing_number, bad_unit, empty_interval, placeholder, unbalanced, duplicated_word,
    wrong_year, document_year, numbering, missing_section, missing_table, extra_layout.

    `complete` says whether a list is complete (a shortfall counts), None where it cannot be told. Several terms of
    the role whole leave open which of them is meant: the claim is broken only where none fits.
    """

    id: str
    kind: str
    terms: tuple[ClaimTerm, ...]
    text: str
    evidence: Evidence
    complete: bool | None = None
    doubtful: bool = False
    note: str = ""
    note_en: str = ""


class OutlineItem(Struct, frozen=True):
    """A heading as printed: `number` is the printed numbering (一, （二）, 3), `style` its kind of numbering."""

    number: str
    style: str
    level: int
    title: str
    start: int
    end: int
    page: int | None = None


class SectionText(Struct, frozen=True):
    """The text of one top-level section, for finding narrative copied between years."""

    concept: str | None
    title: str
    text: str
    start: int
    end: int


class Fact(Struct, frozen=True):
    """A statement about the report itself (body, year, published…) with every source that gives it.

    `place` is text, meta or filename; `start`/`end` are set for text.
    """

    name: str
    value: str
    place: Literal["text", "meta", "filename"]
    start: int | None = None
    end: int | None = None


class Record(Struct, frozen=True):
    """Everything extracted from one document. `why` tells how the form was recognised.

    `level` is one of central, province, prefecture, county, township, department, other or None.
    `cells` and `cells_read` count table cells holding characters, and those that became figures or labels.
    """

    path: str
    sha256: str
    format: str
    status: Status
    body: str | None
    level: str | None
    division: str | None
    year: int | None
    period: str | None
    published: str | None
    title: str | None
    form: str | None
    why: str
    figures: tuple[Figure, ...] = ()
    claims: tuple[Claim, ...] = ()
    outline: tuple[OutlineItem, ...] = ()
    texts: tuple[SectionText, ...] = ()
    facts: tuple[Fact, ...] = ()
    problems: tuple[Problem, ...] = ()
    cells: int = 0
    cells_read: int = 0


# ---------------------------------------------------------------- findings (reconcile → report)
class RelationTerm(Struct, frozen=True):
    """One number of a relation: `name` (t0, t1, …) is how the expression calls it.

    `document` is the path; `figure` the id in that document's record; value in `unit` as printed.
    """

    name: str
    document: str
    figure: str | None
    label: str
    column: str | None
    value: str | None
    unit: str
    start: int | None
    end: int | None


class Relation(Struct, frozen=True):
    """One check that was tried: an expression over its terms (`t0 + t1 == t2`), and how it came out.

    `gap` is left minus right as a decimal string, None where it cannot be computed. `reason` says why a
    relation is unknown, blocked or explained.
    """

    rule: str
    kind: str
    expression: str
    terms: tuple[RelationTerm, ...]
    outcome: Outcome
    severity: Severity
    gap: str | None = None
    reason: str = ""
    reason_en: str = ""


class FindingEvidence(Struct, frozen=True):
    """One number (or the words) a finding rests on; the fields are the contract's."""

    document: str
    indicator: str | None
    label: str
    column: str | None
    value: str | None
    unit: str
    source: Origin
    text: str
    quote: str
    suspect: bool
    suggested: str | None
    location: Location
    read: str | None = None  # a reviewer's correction of what gouji misread (--readings), never the reported value


class BaselineMark(Struct, frozen=True):
    """A reviewer's decision about a finding, kept over re-runs."""

    status: str
    note: str = ""
    reviewer: str = ""


class Finding(Struct, frozen=True):
    """A contradiction, each culprit once. `rule` is the relation with the strongest proof."""

    rule: str
    severity: Severity
    kind: str
    documents: tuple[str, ...]
    message: str
    message_en: str
    explanation: str
    explanation_en: str
    gap: str | None
    evidence: tuple[FindingEvidence, ...]
    relations: tuple[Relation, ...] = ()
    alternatives: tuple[tuple[str, ...], ...] = ()
    fingerprint: str = ""
    baseline: BaselineMark | None = None


class Coverage(Struct, frozen=True):
    """How much of a document was checked. Counts; `relations` = held + broken + … + blocked."""

    cells: int = 0
    cells_read: int = 0
    figures: int = 0
    linked: int = 0
    relations: int = 0
    held: int = 0
    broken: int = 0
    rounding: int = 0
    truncation: int = 0
    scope: int = 0
    unknown: int = 0
    blocked: int = 0


class DocumentSummary(Struct, frozen=True):
    """One input's line in a report, whatever happened to it."""

    path: str
    sha256: str
    status: Status
    format: str
    title: str | None
    body: str | None
    year: int | None
    form: str | None
    problem: str | None
    problems: tuple[Problem, ...] = ()
    coverage: Coverage = field(default_factory=Coverage)


class Report(Struct, frozen=True):
    """The result of one `check`. `relations` lists every check tried, held ones included."""

    gouji: str
    documents: tuple[DocumentSummary, ...]
    findings: tuple[Finding, ...]
    unresolved: tuple[Finding, ...] = ()
    relations: tuple[Relation, ...] = ()


class FileResult(Struct, frozen=True):
    """What one file came to, whatever happened: exactly one a file, in input order."""

    path: str
    status: Status
    record: Record | None = None
    findings: tuple[Finding, ...] = ()
    problems: tuple[Problem, ...] = ()


# ---------------------------------------------------------------- text
@cache
def _simplified_table() -> dict[int, int]:
    """Traditional characters and their simplified forms; the file is made by docs/build_traditional.py."""
    pairs = (Path(__file__).parent / "traditional.txt").read_text("utf-8").split()
    return {ord(pair[0]): ord(pair[1]) for pair in pairs}


def simplified(text: str) -> str:
    """Traditional characters as simplified ones, one for one, and the two words for which other ones are used."""
    return _same_words(text).translate(_simplified_table())


def _same_words(text: str) -> str:
    for word, other in (("資訊", "信息"), ("網路", "网络")):
        if word in text:
            text = text.replace(word, other)
    return text


@cache
def _fold_table() -> dict[int, int]:
    import unicodedata

    table: dict[int, int] = {}
    ranges = [(0x2E80, 0x2FDF), (0xF900, 0xFAFF), (0xFF01, 0xFF5E), (0x2460, 0x2473), (0x2000, 0x200A)]
    for first, last in ranges:
        for code in range(first, last + 1):
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1 and plain != chr(code):
                table[code] = ord(plain)
    for space in (0xA0, 0x3000, 0x202F, 0x205F, 0xFEFF, 0x200B, 0x200C, 0x200D, 0x2060):
        table[space] = 0x20
    for dash in (0x2010, 0x2011, 0x2012, 0x2212, 0xFE63):
        table[dash] = ord("-")
    table.update({0x3014: ord("〔"), 0x2236: ord(":"), 0x2215: ord("/"), 0x2044: ord("/")})
    return table | _simplified_table()


# A Chinese character in a pattern, as any letter that is none of ASCII: their range takes `re` 2 ms to compile.
HAN = r"[^\W\da-zA-Z_]"


def fold(text: str) -> str:
    """Compatibility characters, radicals, full-width forms and odd spaces as plain ones, traditional characters as
    simplified ones, one for one.

    The result has the length of `text`, so offsets into the one are offsets into the other.
    """
    if text.isascii():
        return text
    return _same_words(text).translate(_fold_table())


# ---------------------------------------------------------------- JSON
def to_plain(value: Any) -> Any:
    """The value as dicts, lists and strings, keys in field order, decimals as strings."""
    if isinstance(value, Struct):
        return {name: to_plain(getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, (tuple, list)):
        return [to_plain(item) for item in value]
    if isinstance(value, Decimal):
        return format(value, "f")
    return value


def to_json(value: Any) -> bytes:
    """One line of UTF-8 JSON; equal values give equal bytes."""
    import msgspec

    return msgspec.json.encode(value)


def from_json(data: bytes | str, kind: type[T]) -> T:
    """Read back what `to_json` wrote.

    Raises:
        msgspec.ValidationError: the JSON is not of that type; the message names the path.
    """
    import msgspec

    return msgspec.json.decode(data, type=kind)


_FORMATS = ("docx", "doc", "wps", "odt", "rtf", "xlsx", "pdf", "html", "mhtml", "text")


def copy_rank(record: Record) -> tuple[int, str, int, str]:
    """Orders copies of one report, the one to trust first: fully read before partly read, later publication before
    earlier, DOCX before PDF before HTML before text, then by path.
    """
    status = ("ok", "partial", "skipped", "failed").index(record.status)
    # Later first: each digit of the date as its complement.
    later = "".join(chr(0x10FFFF - ord(char)) for char in record.published or "") or chr(0x10FFFF)
    format = _FORMATS.index(record.format) if record.format in _FORMATS else len(_FORMATS)
    return status, later, format, record.path


def place_of(document: Document, start: int, end: int) -> tuple[int, BBox] | None:
    """The page and box of the characters [start, end) of the text, as exactly as the format tells.

    None where the format has no pages; see `place_in`.
    """
    for block in document.blocks:
        if block.start <= start < block.end:
            page, bbox = place_in(block, document.text, start, end)
            if page is not None and bbox is not None:
                return page, bbox
    return None


def place_in(block: Block, text: str, start: int, end: int) -> tuple[int | None, BBox | None]:
    """The page and box of characters of one block.

    Within a printed line the box is cut by the widths of the characters, a wide one counting as two narrow ones;
    over several lines it is the part on the first. A block without lines gives its own box.
    """
    for line in block.lines:
        if line.start <= start < line.end:
            x0, top, x1, bottom = line.bbox
            whole = _columns(text[line.start : line.end]) or 1
            left = x0 + (x1 - x0) * _columns(text[line.start : start]) / whole
            right = x0 + (x1 - x0) * _columns(text[line.start : min(end, line.end)]) / whole
            return line.page, (round(left, 2), top, round(right, 2), bottom)
    return block.page, block.bbox


def _columns(text: str) -> int:
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(char) in "WFA" else 1 for char in text)
