"""Word comments at the words of a DOCX that findings rest on."""

from __future__ import annotations

import copy
import io
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ..errors import UsageError
from .align import Alignment
from .packing import settled
from .spreadsheet_text import without_control
from .words import speak

if TYPE_CHECKING:
    from ..model import Document
    from .annotations import Mark

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = frozenset((_W + "del", _W + "moveFrom", _FALLBACK))
_DATE = _W + "date"


def annotate_word(data: bytes, document: Document, marks: Sequence[Mark], lang: str) -> bytes:
    """The document with a comment at every mark; marks whose words are not in the body stand in one comment on top.

    Raises:
        UsageError: python-docx cannot open the package.
    """
    import docx

    try:
        word = docx.Document(io.BytesIO(data))
    except Exception as error:  # python-docx raises whatever its zip and XML readers raise
        message = f"此 DOCX 无法加批注（{error}）"
        raise UsageError(message, f"this DOCX cannot take comments ({error})", "damaged") from None
    texts = list(_texts(word.element.body))
    places = [(text, at) for text in texts for at in range(len(text.text or ""))]
    alignment = Alignment(document, "".join((text.text or "")[at] for text, at in places))
    lost: list[Mark] = []
    # From the end, so that splitting a run never moves what is still to be marked.
    for mark in reversed(marks):
        found = alignment.find(mark.start, mark.end)
        runs = _isolate(places[found[0]], places[found[1] - 1]) if found else None
        if runs is None:
            lost.append(mark)
        else:
            _comment(word, runs[0], runs[1], mark.comment)
    first = next((text.getparent() for text in texts if text.getparent().tag == _W + "r"), None)
    if lost and first is not None:
        _comment(word, first, first, _unplaced(list(reversed(lost)), lang))
    stream = io.BytesIO()
    word.save(stream)
    return settled(stream.getvalue())


def _texts(node: Any) -> Iterator[Any]:
    """Every `w:t` of the body in reading order, without deleted text and without what repeats a text box."""
    for child in node:
        if child.tag == _W + "t":
            yield child
        elif isinstance(child.tag, str) and child.tag not in _SKIPPED:
            yield from _texts(child)


def _isolate(first: tuple[Any, int], last: tuple[Any, int]) -> tuple[Any, Any] | None:
    """Split runs so that the stretch begins and ends at a run's edge; returns its first and last run."""
    (begin, start), (finish, end) = first, last
    if begin.getparent().tag != _W + "r" or finish.getparent().tag != _W + "r":
        return None
    # An overlapping mark that was set before may have cut the text shorter.
    end = min(end + 1, len(finish.text or ""))
    if start >= len(begin.text or "") or end <= 0:
        return None
    _split(finish, end)
    head = _split(begin, start) if start or begin.getprevious() is not None else begin
    finish = head if finish is begin else finish
    return head.getparent(), finish.getparent()


def _split(text: Any, at: int) -> Any:
    """Move what follows offset `at` of a `w:t` into a new run behind; returns the `w:t` that begins there."""
    run = text.getparent()
    words = text.text or ""
    if at >= len(words) and text.getnext() is None:
        return text
    new = copy.copy(run)
    for child in list(new):
        new.remove(child)
    properties = run.find(_W + "rPr")
    if properties is not None:
        new.append(copy.deepcopy(properties))
    rest = copy.deepcopy(text)
    rest.text, text.text = words[at:], words[:at]
    for part in (rest, text):
        part.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    new.append(rest)
    for follower in list(text.itersiblings()):
        new.append(follower)
    run.addnext(new)
    return rest


def _comment(word: Any, first: Any, last: Any, text: str) -> None:
    comment = word.part._comments_part.comments.add_comment(without_control(text), "gouji", "gj")
    # A date would differ from run to run; it is optional.
    comment._comment_elm.attrib.pop(_DATE, None)
    first.insert_comment_range_start_above(comment.comment_id)
    last.insert_comment_range_end_and_reference_below(comment.comment_id)


def _unplaced(marks: Sequence[Mark], lang: str) -> str:
    say = speak(lang)
    head = say(f"以下 {len(marks)} 处未能在正文中定位：", f"{len(marks)} places could not be found in the body:")
    return "\n".join([head, *(f"“{mark.quote}” {mark.comment}" for mark in marks)])
