"""The running text of a document as sentences, each with its quantities and the words around every one of them.

Tables and furniture are left out; a paragraph that goes on after a page break is one text again. Offsets of a `View`
are its own; `View.at` gives the document's.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from ..model import HAN, Block, Document, Link, Modality, Role, fold
from .quantities import Found, quantities_in
from .scan import late
from .wrapped import Wrapping

BREAK = "\x1e"
_PROSE = frozenset(("paragraph", "list", "heading", "caption"))
_GOES_ON = frozenset(",，、（(“《和与及的为")
_FULL_STOP = frozenset("。！？；：!?;:.…”」）)》")
STARTS_ITEM = late(
    r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|第[一二三四五六七八九十]|[一二三四五六七八九十]是)"
)
_END = late(r"[。!?\x1e]")
# (二)依申请公开。全年共收到…: the title of a paragraph in its own first words.
_RUN_IN = late(
    r"\s*(?:\(?[一二三四五六七八九十\d]{1,3}[)、.])\s*((?:政府信息)?(?:主动公开|依申请公开)(?:政府信息|信息)?(?:工作|办理|方面)*(?:情况)?"
    r"|(?:政府信息公开)?行政复议(?:(?:和|及|、)(?:提起)?行政诉讼)?(?:情况)?)[。:\n]"
)
# Lists without a full stop run on for ever: numbers further apart than this tell nothing of each other.
_MOST = 256
_LONGEST = 4000
_STOPS = ",;:、()。"
# 公民、法人 and others who apply are one name.
_PIECE = late(f"(?!、法人)[{_STOPS}]")
_ASIDE = late(r"\([^()]*\)")
# 专(兼)职人员 are of both kinds.
_INSIDE = late(rf"(?<={HAN})\(({HAN})\)(?={HAN})")
SPACES = {ord(c): None for c in " \n\r\t\x1e"}
# The name in quotation marks behind 微信 or 网站 is no word between it and its verb.
_QUOTES = late("[“「](?:(?<=(?:微[博信]|众号|阅号|网站).)[^”」]{1,12}[”」])?|[”‘’\"'」《》 \n\r\t\x1e]+")


class Mention(Struct, eq=False):
    """One quantity in its sentence. Offsets count the view; `lead` and `right` are the words next to it in its clause,
    folded, without spaces and quotation marks; `gap` is all the text since the quantity before it. `odd` says that the
    unit cannot be, `meant` which one is meant instead, where that can be told."""

    found: Found
    unit: str
    start: int
    end: int
    gap: str
    lead: str
    right: str
    before: str
    depth: int
    clause: tuple[int, int]
    sentence: Sentence
    id: str = ""
    role: Role = "count"
    subject: str = ""
    label: str = ""
    scope: str | None = None
    period: str | None = None
    modality: Modality = "achieved"
    indicator: str | None = None
    link: Link = "none"
    whole: Mention | None = None
    others: Sequence[Mention] = ()
    is_base: bool = False
    at_level: bool = False
    odd: bool = False
    meant: str = ""

    @property
    def counted_in(self) -> str:
        """The unit that is meant: the printed one, unless that cannot be or stands before the number (答复件502)."""
        return self.meant or self.unit.replace("(次)", "次") or ("件" if self.lead.endswith("件") else "")

    @property
    def is_ratio(self) -> bool:
        """Whether it counts nothing itself: a share, a rate, growth, a price, a limit, a rank, a change."""
        return self.role in ("share", "rate", "growth", "rank", "price", "limit", "change")


class Sentence(Struct, eq=False):
    """A sentence of the view; `heading` are the titles of the sections around it, folded, the nearest last."""

    start: int
    end: int
    text: str
    block: int
    heading: str
    mentions: list[Mention] = field(default_factory=list)
    previous: Sentence | None = None


class View:
    """The prose of a document, folded, in one string; paragraphs are parted by BREAK."""

    def __init__(self, document: Document) -> None:
        self.document = document
        raw: list[str] = []
        self._starts: list[int] = []
        self._offsets: list[int] = []
        self.headings: list[tuple[int, int]] = []
        self._levels: list[int] = []
        self._blocks = document.blocks
        self._block_starts = [block.start for block in document.blocks]
        length = 0
        last: Block | None = None
        wrapping = Wrapping(document)
        for block in document.blocks or (Block("b1", "paragraph", None, 0, len(document.text)),):
            if block.kind not in _PROSE or block.end <= block.start:
                continue
            text = document.text[block.start : block.end]
            if last is not None and not (_continues(document.text, last, block, text) or wrapping.parts(last, block)):
                raw.append(BREAK)
                length += 1
            if block.kind == "heading":
                self.headings.append((length, length + len(text)))
                self._levels.append(block.level or 0)
            self._starts.append(length)
            self._offsets.append(block.start)
            raw.append(text)
            length += len(text)
            last = block
        self.raw = "".join(raw)
        self.plain = fold(self.raw)

    def at(self, offset: int) -> int:
        """The document's offset of a character of the view."""
        index = bisect_right(self._starts, offset) - 1
        return self._offsets[index] + offset - self._starts[index]

    def block_of(self, offset: int) -> Block | None:
        """The document's block that holds an offset of the document."""
        index = bisect_right(self._block_starts, offset) - 1
        return self._blocks[index] if index >= 0 and offset < self._blocks[index].end else None

    def _titles(self) -> list[str]:
        """The words of every heading behind those of the headings above it; the report's own name says nothing."""
        titles: list[str] = []
        above: list[tuple[int, str]] = []
        for (start, end), level in zip(self.headings, self._levels, strict=True):
            words = self.plain[start:end].translate(SPACES)
            above = [told for told in above if told[0] < level]
            titles.append("".join(title for _, title in above) + words)
            if not words.endswith("报告"):
                above.append((level, words))
        return titles

    def sentences(self) -> Iterator[Sentence]:
        """Every sentence of the text, those without quantities too."""
        quantities = quantities_in(self.raw, self.plain)
        headings = [start for start, _ in self.headings]
        titles = self._titles()
        paragraph, start, index = 0, 0, 0
        title = _run_in(self.plain, 0)
        last: Sentence | None = None
        for end in self._ends(quantities):
            first = index
            while index < len(quantities) and quantities[index].start < end:
                index += 1
            if index > first and quantities[index - 1].end > end:
                continue
            text = self.plain[start:end]
            if text.strip(" \n\t\r\x1e"):
                at = bisect_right(headings, start) - 1
                sentence = Sentence(start, end, text, paragraph, (titles[at] if at >= 0 else "") + title)
                if index > first:
                    sentence.mentions = list(_mentions(sentence, self.plain, quantities[first:index]))
                    sentence.previous = last
                    last = sentence
                yield sentence
            elif index > first:
                index = first
                continue
            if text.endswith(BREAK):
                paragraph += 1
                title = _run_in(self.plain, end)
            start = end

    def _stops(self) -> Iterator[int]:
        """Where a full stop stands, and in what goes on for very long without one every so often a lesser sign."""
        begin = 0
        for end in [m.end() for m in _END.finditer(self.plain)] + [len(self.plain)]:
            while end - begin > _LONGEST:
                far = begin + _LONGEST
                sign = max(self.plain.rfind(stop, begin, far) for stop in ";,、") + 1
                begin = sign if sign > begin else far
                yield begin
            yield end
            begin = end

    def _ends(self, quantities: Sequence[Found]) -> Iterator[int]:
        """Where sentences end; one with very many numbers also after every so many of them, before the next."""
        index, first = 0, 0
        for end in self._stops():
            while index < len(quantities) and quantities[index].start < end:
                if index - first == _MOST:
                    last = quantities[index - 1].end
                    yield max(last, *(self.plain.rfind(stop, last, quantities[index].start) + 1 for stop in ";,、"))
                    first = index
                index += 1
            yield end
            first = index


def _run_in(plain: str, start: int) -> str:
    found = _RUN_IN.match(plain, start)
    return found[1] if found is not None else ""


def _continues(text: str, last: Block, block: Block, words: str) -> bool:
    """Whether a paragraph goes on in the next block: it breaks off in the middle of a sentence."""
    if last.kind != "paragraph" or block.kind not in ("paragraph", "list"):
        return False
    end = text[last.start : last.end].rstrip()
    if not end or STARTS_ITEM.match(words):
        return False
    if end[-1] in _GOES_ON:
        return True
    return last.page != block.page and len(end) >= 20 and end[-1] not in _FULL_STOP


def _mentions(sentence: Sentence, plain: str, found: list[Found]) -> Iterator[Mention]:
    gap_start, depth, outside = sentence.start, 0, sentence.start
    for n, hit in enumerate(found):
        gap = said = plain[gap_start : hit.start]
        if depth > 0 and depth == gap.count(")"):
            # 政务微博(两个平台)发布75条: the words before the brackets go on behind them.
            said = plain[outside : hit.start]
        depth += gap.count("(") - gap.count(")")
        bare = _ASIDE.sub("", _INSIDE.sub(r"\1", said)) if "(" in said else said
        cut = max(map(bare.rfind, _STOPS)) + 1
        lead = bare[cut:]
        until = found[n + 1].start if n + 1 < len(found) else sentence.end
        rest = plain[hit.end : until]
        stop = _PIECE.search(rest)
        right = rest[: stop.start()] if stop is not None else rest
        yield Mention(
            hit,
            hit.quantity.unit,
            hit.start,
            hit.end,
            gap,
            _QUOTES.sub("", lead),
            _QUOTES.sub("", right),
            _QUOTES.sub("", bare[:cut]) if cut else "",
            max(depth, 0),
            (hit.start - len(lead), hit.end + len(right)),
            sentence,
        )
        gap_start = hit.end
        if depth <= 0:
            outside = hit.end
