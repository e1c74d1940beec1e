"""The titles of a document, with their places, and words found again where the page breaks them."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Document, Fact, fold
from .scan import late

YEAR = r"((?:19|20)\d{2}|[二][〇○零O0][〇○零一二三四五六七八九0O]{2})"
TITLE_YEAR = late(YEAR + r"\s*年")
HEAD = 3000
_PAGE_NUMBER = late(r"\s*-\s*\d{1,3}\s*-")


def titles_of(document: Document) -> Iterator[Fact]:
    """The printed title first, then that of the metadata."""
    meta = dict(document.meta)
    head = fold(document.text[:HEAD])
    for value in dict.fromkeys(v for v in (document.title, meta.get("title")) if v):
        plain = "".join(fold(value).split())
        start, end = find_spaced(head, plain)
        if start is not None:
            yield Fact("title", value, "text", start, end)
        else:
            yield Fact("title", value, "meta" if value == meta.get("title") else "text")


def find_spaced(head: str, plain: str) -> tuple[int | None, int | None]:
    """The place of a title in the text, line breaks, spaces and a page number inside it aside."""
    plain = plain[:120]
    start = head.find(plain[:1]) if plain else -1
    while start >= 0:
        end = _match_from(head, plain, start)
        if end is not None:
            return start, end
        start = head.find(plain[0], start + 1)
    return None, None


def _match_from(head: str, plain: str, start: int) -> int | None:
    """Where the title ends that begins at `start`, None where it does not stand there."""
    at = start + 1
    for number in range(1, len(plain)):
        # A page number first, unless the title itself goes on with a dash.
        page = _PAGE_NUMBER.match(head, at) if plain[number] != "-" else None
        after = page.end() if page else at
        while after < len(head) and head[after].isspace():
            after += 1
        if after >= len(head) or head[after] != plain[number]:
            return None
        at = after + 1
    return at
