"""A web page with `<mark>` round every number of a finding; everything else stays as it was, byte for byte."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from html import escape, unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from .align import Alignment
from .words import speak

if TYPE_CHECKING:
    from ..model import Document
    from .annotations import Mark

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]+)""", re.IGNORECASE)
_BODY_END = re.compile(r"</body\s*>", re.IGNORECASE)
_SILENT = frozenset(("script", "style", "title", "textarea", "noscript", "template", "iframe", "xmp"))
_COLOURS = {"error": "#ffb3b3", "warning": "#ffdd99", "note": "#bfdfff"}


def annotate_web(data: bytes, document: Document, marks: Sequence[Mark], lang: str = "zh") -> bytes:
    """The page with marks, and a list of the comments at its end."""
    encoding = _encoding(data)
    text = data.decode(encoding, "surrogateescape" if encoding == "utf-8" else "replace")
    page = _Text(text)
    alignment = Alignment(document, "".join(page.characters))
    inserts: list[tuple[int, int, str]] = []
    placed: set[int] = set()
    for number, mark in enumerate(marks, 1):
        found = alignment.find(mark.start, mark.end)
        if found is None:
            continue
        pieces = page.pieces(*found)
        if any(_overlaps(piece, inserts) for piece in pieces):
            continue
        placed.add(number)
        for at, (start, end) in enumerate(pieces):
            name = f' id="gouji-{number}"' if at == 0 else ""
            colour = _COLOURS[mark.severity] if mark.suspect else "#fff1a8"
            inserts.append((start, end, f'<mark{name} style="background:{colour}" title="{escape(mark.comment)}">'))
    for start, end, tag in sorted(inserts, reverse=True):
        text = f"{text[:start]}{tag}{text[start:end]}</mark>{text[end:]}"
    if not marks:
        return data
    ends = list(_BODY_END.finditer(text))
    at = ends[-1].start() if ends else len(text)
    text = text[:at] + _list(marks, placed, lang) + text[at:]
    errors = "surrogateescape" if encoding == "utf-8" else "xmlcharrefreplace"
    return text.encode(encoding, errors)


def _overlaps(piece: tuple[int, int], inserts: Sequence[tuple[int, int, str]]) -> bool:
    return any(start < piece[1] and piece[0] < end for start, end, _ in inserts)


def _list(marks: Sequence[Mark], placed: set[int], lang: str) -> str:
    say = speak(lang)
    items = []
    for number, mark in enumerate(marks, 1):
        quote = f"“{escape(mark.quote)}”"
        shown = f'<a href="#gouji-{number}">{quote}</a>' if number in placed else quote
        comment = escape(mark.comment).replace("\n", "<br>")
        items.append(f"<li>{shown}<br>{comment}</li>")
    head = say("勾稽核对意见", "Reconciliation remarks")
    return f'<section class="gouji"><h2>{head}</h2><ol>{"".join(items)}</ol></section>'


def _encoding(data: bytes) -> str:
    """The page's encoding: byte order mark, then what it declares, then what it can be read as."""
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8"
    declared = _CHARSET.search(data[:4096])
    names = [declared[1].decode("ascii")] if declared else []
    for name in (*names, "utf-8", "gb18030"):
        # Pages that say gb2312 or gbk use characters of its superset.
        plain = "gb18030" if name.lower().replace("-", "") in ("gb2312", "gbk", "gb18030") else name
        try:
            data.decode(plain)
            return codecs.lookup(plain).name
        except (LookupError, UnicodeDecodeError):
            continue
    return "utf-8"


class _Text(HTMLParser):
    """The page's characters, each with the stretch of source that stands for it."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=False)
        self.characters: list[str] = []
        self.spans: list[tuple[int, int]] = []
        self._source = source
        # The parser counts lines by line feeds only.
        self._lines = [0, *(match.end() for match in re.finditer("\n", source))]
        self._silent = 0
        self.feed(source)
        self.close()

    def _offset(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in _SILENT

    def handle_endtag(self, tag: str) -> None:
        self._silent = max(0, self._silent - (tag in _SILENT))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_data(self, data: str) -> None:
        if not self._silent:
            start = self._offset()
            for at, char in enumerate(data):
                self._add(char, start + at, start + at + 1)

    def handle_entityref(self, name: str) -> None:
        self._reference(f"&{name}")

    def handle_charref(self, name: str) -> None:
        self._reference(f"&#{name}")

    def _reference(self, raw: str) -> None:
        if self._silent:
            return
        start = self._offset()
        length = len(raw) + self._source.startswith(";", start + len(raw))
        shown = unescape(raw + ";")
        if len(shown) == 1:
            self._add(shown, start, start + length)

    def _add(self, char: str, start: int, end: int) -> None:
        self.characters.append(char)
        self.spans.append((start, end))

    def pieces(self, first: int, last: int) -> list[tuple[int, int]]:
        """The stretches of source that hold characters first…last, without the tags between them."""
        joined: list[tuple[int, int]] = []
        for start, end in self.spans[first:last]:
            if joined and joined[-1][1] == start:
                joined[-1] = (joined[-1][0], end)
            else:
                joined.append((start, end))
        return joined
