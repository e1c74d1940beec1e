"""An HTML tree to paragraphs and tables in reading order: blocks, line breaks, hidden parts, spans, layout tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from .flow import CellItems, Item, Para, ParaKind, table_items
from .limits import Limits

# fmt: off
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))
_SKIPPED = frozenset((
    "script", "style", "noscript", "template", "select", "option", "button", "textarea", "iframe", "object", "embed",
    "svg", "canvas", "audio", "video", "map", "head", "title", "link", "meta", "datalist", "input", "img",
))
# fmt: on
_CHROME = frozenset({"nav", "footer", "aside"})
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
# Characters that take no room on the page and would split numbers and words.
_INVISIBLE = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xAD, 0x0B), None)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all", re.IGNORECASE)
_SIMPLE = re.compile(r"\w*[.#][\w-]+")
# A table of more cells is taken off the tree as it is read, or the two together would not fit in memory.
_MANY = 50_000
_LINE_BREAK = "\x1f"
_GONE, _UNSEEN = "gone", "unseen"


class Walker:
    """Turns the tree into items and notes which stretch of them each container holds."""

    def __init__(self, root: Any, limits: Limits) -> None:
        self.limits = limits
        self.hidden = _hidden_selectors(root)
        self._styles: dict[str, str] = {}

    def walk(self, element: Any) -> tuple[list[Item], list[tuple[int, int]]]:
        flow = _Flow()
        self._element(element, flow, 0)
        flow.flush()
        return flow.items, flow.boxes

    def _element(self, element: Any, flow: _Flow, depth: int) -> None:
        if depth > self.limits.depth:
            self.limits.check("depth", depth)
        tag = element.tag
        if tag in _SKIPPED or not isinstance(tag, str) or self._hiding(element):
            return
        if tag == "br":
            flow.add(_LINE_BREAK)
            return
        if tag == "table":
            flow.flush()
            self._table(element, flow, depth)
            return
        block = tag in _BLOCKS
        if not block and tag != "a":
            # The many spans and fonts within a line: nothing to open or close.
            self._content(element, tag, flow, depth)
            return
        state = flow.enter(tag, block)
        self._content(element, tag, flow, depth)
        flow.leave(state, block)

    def _content(self, element: Any, tag: str, flow: _Flow, depth: int) -> None:
        if element.text:
            flow.add(_text_of(element.text, tag))
        for child in element:
            self._element(child, flow, depth + 1)
            if child.tail:
                flow.add(_text_of(child.tail, tag))

    def _table(self, table: Any, flow: _Flow, depth: int) -> None:
        rows: list[list[CellItems]] = []
        # Where containers stand within cells; most cells hold one line and no container.
        boxes: dict[int, list[tuple[int, int]]] = {}
        count = 0
        for part in _own_rows(table):
            if part.tag == "caption":
                self._element(part, flow, depth + 1)
                flow.flush()
            elif not self._hiding(part):
                row = []
                for cell in _own_cells(part):
                    hiding = self._hiding(cell)
                    if hiding == _GONE:
                        continue
                    items: Sequence[Item] = ()
                    if not hiding and len(cell) == 0:
                        # Most cells hold nothing but a number.
                        items = flow.leaf(cell.text or "")
                    elif not hiding:
                        cell_flow = flow.child()
                        self._element(cell, cell_flow, depth + 2)
                        cell_flow.flush()
                        items = cell_flow.items
                        if len(items) > 1:
                            boxes[count] = cell_flow.boxes
                    count += 1
                    rowspan, colspan = _span(cell, "rowspan"), _span(cell, "colspan")
                    row.append(CellItems("", rowspan, colspan, cell.tag == "th", items=items))
                rows.append(row)
                self.limits.check("cells", count)
                if count > _MANY:
                    part.clear()
        grid = table_items(rows) if table.get("role") != "presentation" else None
        start = len(flow.items)
        if grid is not None:
            flow.items.append(grid)
        else:
            for number, cell_items in enumerate(item for row in rows for item in row):
                flow.adopt(cell_items.items, boxes.get(number, []))
        flow.boxes.append((start, len(flow.items)))

    def _hiding(self, element: Any) -> str:
        """How an attribute or a simple rule hides the element: `_GONE` where it also gives up its place in a row."""
        style = element.get("style")
        if style and (hiding := self._hiding_style(style)):
            return hiding
        if element.get("hidden") is not None:
            return _GONE
        if not self.hidden:
            return ""
        names = ["." + name for name in element.get("class", "").split()]
        names += [str(element.tag) + name for name in names]
        names.append("#" + element.get("id", ""))
        return "" if self.hidden.isdisjoint(names) else _GONE

    def _hiding_style(self, style: str) -> str:
        """Whether a style hides; pages repeat a few styles thousands of times."""
        if style not in self._styles:
            found = _HIDING.search(style)
            self._styles[style] = "" if found is None else _GONE if found[0][:1] in "dD" else _UNSEEN
        return self._styles[style]


class _Flow:
    """Collects inline text into paragraphs."""

    __slots__ = ("_chrome", "_heading", "_link_chars", "_links", "_list", "_parts", "boxes", "items")

    def __init__(self, chrome: int = 0, linked: int = 0) -> None:
        self.items: list[Item] = []
        self.boxes: list[tuple[int, int]] = []
        self._parts: list[str] = []
        self._link_chars = 0
        self._links = linked
        self._chrome = chrome
        self._heading: int | None = None
        self._list = False

    def child(self) -> _Flow:
        return _Flow(self._chrome, self._links)

    def adopt(self, items: Sequence[Item], boxes: list[tuple[int, int]]) -> None:
        offset = len(self.items)
        self.items += items
        self.boxes += [(first + offset, last + offset) for first, last in boxes]
        self.boxes.append((offset, len(self.items)))

    def add(self, text: str) -> None:
        self._parts.append(text)
        if self._links:
            self._link_chars += len(text.strip())

    def enter(self, tag: str, block: bool) -> tuple[int, int | None, bool, str]:
        state = (len(self.items), self._heading, self._list, tag)
        if block:
            self.flush()
            state = (len(self.items), self._heading, self._list, tag)
            self._heading = _HEADINGS.get(tag, self._heading)
            self._list = self._list or tag == "li"
        self._links += tag == "a"
        self._chrome += tag in _CHROME
        return state

    def leave(self, state: tuple[int, int | None, bool, str], block: bool) -> None:
        start, heading, in_list, tag = state
        if block:
            self.flush()
            self._heading, self._list = heading, in_list
            if len(self.items) > start:
                self.boxes.append((start, len(self.items)))
        self._links -= tag == "a"
        self._chrome -= tag in _CHROME

    def flush(self) -> None:
        if not self._parts:
            return
        kind: ParaKind = "heading" if self._heading else "list" if self._list else "text"
        self.items += self._paras("".join(self._parts), kind, self._heading, self._link_chars)
        self._parts, self._link_chars = [], 0

    def leaf(self, text: str) -> list[Item]:
        """What a `child` would collect of an element that holds this text and no other element."""
        return self._paras(text.replace(_LINE_BREAK, " "), "text", None, len(text.strip()) if self._links else 0)

    def _paras(self, text: str, kind: ParaKind, heading: int | None, linked: int) -> list[Item]:
        kind = "furniture" if self._chrome else kind
        return [Para(line, kind, heading, min(linked, len(line))) for line in _lines(text)]


def _lines(text: str) -> list[str]:
    """The printed lines, without what takes no room on the page."""
    text = text.strip()
    if text.isprintable() and "  " not in text:
        # Nothing in it breaks a line, takes no room or is to be closed up.
        return [text] if text else []
    lines = text.translate(_INVISIBLE).split(_LINE_BREAK)
    return [clean for line in lines if (clean := _SPACES.sub(" ", line).strip())]


def _text_of(text: str, tag: str) -> str:
    text = text.replace(_LINE_BREAK, " ")
    return text.replace("\n", _LINE_BREAK) if tag == "pre" else text


def _own_rows(table: Any) -> Iterator[Any]:
    """The rows of this table, not of tables within it; rows may stand in sections, forms or nothing."""
    stack = [iter(table)]
    while stack:
        for child in stack[-1]:
            if child.tag in ("tr", "caption"):
                yield child
            elif child.tag in ("td", "th"):
                yield _LooseRow(child)
            elif child.tag not in _SKIPPED and child.tag != "table":
                stack.append(iter(child))
                break
        else:
            stack.pop()


class _LooseRow(list):  # type: ignore[type-arg]
    """A cell written without its row."""

    tag = "tr"

    def __init__(self, cell: Any) -> None:
        super().__init__([cell])

    def get(self, name: str, default: str | None = None) -> str | None:
        """It has no attributes."""
        return default


def _own_cells(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag in ("td", "th"):
            yield child
        elif child.tag not in _SKIPPED and child.tag != "table" and isinstance(child.tag, str):
            yield from _own_cells(child)


def _span(cell: Any, name: str) -> int:
    given = cell.get(name)
    if given is None:
        return 1
    match = re.match(r"\s*\+?(\d{1,12})", given)
    span = int(match[1]) if match else 1
    # rowspan=0 means down to the end of the section.
    return 10**9 if span == 0 and name == "rowspan" and match else max(span, 1)


def _hidden_selectors(root: Any) -> frozenset[str]:
    """`.class`, `#id` and `tag.class` selectors that style sheets of the page hide; anything cleverer is shown."""
    found = set()
    for style in root.iter("style"):
        for rule in _without_comments((style.text or "")[:200_000]).split("}"):
            selectors, _, body = rule.rpartition("{")
            # What holds only for print or small screens (@media … { rule) hides nothing here.
            if body and "{" not in selectors and _HIDING.search(body):
                found |= {s.strip() for s in selectors.split(",") if _SIMPLE.fullmatch(s.strip())}
    return frozenset(found)


def _without_comments(sheet: str) -> str:
    parts = []
    at = 0
    while (start := sheet.find("/*", at)) >= 0:
        parts.append(sheet[at:start])
        end = sheet.find("*/", start + 2)
        if end < 0:
            return "".join(parts)
        at = end + 2
    return "".join([*parts, sheet[at:]])
