"""HTML as government sites publish it, and MHTML: the report found among its page's navigation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from lxml import etree

from ..errors import InputError
from ..model import Document
from .builder import Builder, Source
from .decode import decode, declared_charset
from .flow import CellItems, Grid, Item, Para, emit, table_items
from .limits import Limits
from .webmeta import find_meta, page_title, pick_title

_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table tbody "
    "td tfoot th thead tr ul".split()
)
_SKIPPED = frozenset(
    "script style noscript template select option button textarea iframe object embed svg canvas audio video map head "
    "title link meta datalist input img".split()
)
_CHROME = frozenset({"nav", "footer", "aside"})
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
# Characters that take no room on the page and would split numbers and words.
_INVISIBLE = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xAD, 0x0B), None)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all", re.IGNORECASE)
_HIDING_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SENTENCE = re.compile(r"[。；，,！？]")
_FILES = re.compile(r"\.(?:pdf|docx?|wps|rtf|odt|xlsx?|et|zip|rar|ofd|jpe?g|png|tiff?)(?:[?#].*)?$", re.IGNORECASE)
_LINE_BREAK = "\x1f"


def read(data: bytes, source: Source, limits: Limits) -> Document:
    """Read a saved page.

    Raises:
        InputError: no text, the report is only an attachment, or a limit is passed.
    """
    text, problems = _text(data, source, limits)
    root = parse(text, limits)
    walker = _Walker(root, limits)
    body = root.find("body") if root.tag == "html" else root
    items, boxes = walker.walk(body if body is not None else root)
    builder = Builder(source, limits)
    for code, chinese, english in problems:
        builder.problem(code, chinese, english)
    first, last = main_range(items, boxes)
    _refuse_attachment_page(root, items[first:last])
    marked = [item if first <= at < last else _outside(item) for at, item in enumerate(items)]
    flat = [piece for item in marked for piece in (item if isinstance(item, list) else [item])]
    if not flat:
        raise InputError("网页中没有文字", "the page holds no text", "no-text")
    title = pick_title(root, [item for item in flat if isinstance(item, Para)])
    return emit(_with_title(flat, title), builder, title, find_meta(root, flat, page_title(root)))


def _text(data: bytes, source: Source, limits: Limits) -> tuple[str, list[tuple[str, str, str]]]:
    if source.format == "mhtml":
        from .mhtml import page_of

        data, charset = page_of(data)
    else:
        charset = declared_charset(data)
    limits.check("markup_bytes", len(data))
    limits.check("tags", data.count(b"<"))
    decoded = decode(data, charset)
    problems = []
    if decoded.lossy:
        problems.append(
            ("encoding", "部分字节无法解码，已用 U+FFFD 代替", "some bytes could not be decoded; U+FFFD stands for them")
        )
    return decoded.text.replace("\0", ""), problems


def parse(text: str, limits: Limits) -> Any:
    """The tree of an HTML page given as str.

    Raises:
        InputError: nothing there, or nested beyond what the parser takes (it would silently stop there).
    """
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    parser = etree.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = etree.fromstring(text, parser)
    except etree.ParserError as error:
        raise InputError("网页中没有内容", "the page is empty", "empty") from error
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError("网页已损坏，无法解析", "the page is damaged and cannot be parsed", "damaged") from error
    if root is None:
        raise InputError("网页中没有内容", "the page is empty", "empty")
    if any(entry.level_name == "FATAL" for entry in parser.error_log):
        limits.check("depth", max(2048, limits.depth + 1))
    return root


class _Walker:
    """Turns the tree into items and notes which stretch of them each container holds."""

    def __init__(self, root: Any, limits: Limits) -> None:
        self.limits = limits
        self.hidden = _hidden_selectors(root)

    def walk(self, element: Any) -> tuple[list[Item], list[tuple[int, int]]]:
        flow = _Flow()
        self._element(element, flow, 0)
        flow.flush()
        return flow.items, flow.boxes

    def _element(self, element: Any, flow: _Flow, depth: int) -> None:
        self.limits.check("depth", depth)
        tag = element.tag
        if tag in _SKIPPED or not isinstance(tag, str) or self._is_hidden(element):
            return
        if tag == "br":
            flow.add(_LINE_BREAK)
            return
        if tag == "table":
            flow.flush()
            self._table(element, flow, depth)
            return
        block = tag in _BLOCKS
        state = flow.enter(tag, block)
        if element.text:
            flow.add(_text_of(element.text, tag))
        for child in element:
            self._element(child, flow, depth + 1)
            if child.tail:
                flow.add(_text_of(child.tail, tag))
        flow.leave(state, block)

    def _table(self, table: Any, flow: _Flow, depth: int) -> None:
        rows: list[list[CellItems]] = []
        inner: list[_Flow] = []
        for part in _own_rows(table):
            if part.tag == "caption":
                self._element(part, flow, depth + 1)
                flow.flush()
            elif not self._is_hidden(part):
                row = []
                for cell in _own_cells(part):
                    if self._is_hidden(cell, slot=True):
                        continue
                    cell_flow = flow.child()
                    if not self._is_hidden(cell):
                        self._element(cell, cell_flow, depth + 2)
                    cell_flow.flush()
                    inner.append(cell_flow)
                    row.append(
                        CellItems(cell_flow.items, _span(cell, "rowspan"), _span(cell, "colspan"), cell.tag == "th")
                    )
                rows.append(row)
        grid = table_items(rows) if table.get("role") != "presentation" else None
        start = len(flow.items)
        if grid is not None:
            flow.items.append(grid)
        else:
            for cell_flow in inner:
                flow.adopt(cell_flow)
        flow.boxes.append((start, len(flow.items)))

    def _is_hidden(self, element: Any, slot: bool = False) -> bool:
        """Hidden by attribute or by a simple rule; with `slot`, only where it also gives up its place in the row."""
        attributes = element.attrib
        if not attributes:
            return False
        style = attributes.get("style", "")
        if style and (hiding := _HIDING.search(style)):
            return not slot or hiding[0].lower().startswith("display")
        if "hidden" in attributes:
            return True
        if not self.hidden:
            return False
        names = ["." + name for name in attributes.get("class", "").split()]
        names += [str(element.tag) + name for name in names]
        if "id" in attributes:
            names.append("#" + attributes["id"])
        return not self.hidden.isdisjoint(names)


class _Flow:
    """Collects inline text into paragraphs."""

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

    def adopt(self, other: _Flow) -> None:
        offset = len(self.items)
        self.items += other.items
        self.boxes += [(first + offset, last + offset) for first, last in other.boxes]
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
        text = "".join(self._parts).translate(_INVISIBLE)
        linked, self._link_chars = self._link_chars, 0
        self._parts = []
        for line in text.split(_LINE_BREAK):
            clean = _SPACES.sub(" ", line).strip()
            if clean:
                kind = "furniture" if self._chrome else "heading" if self._heading else "list" if self._list else "text"
                self.items.append(Para(clean, kind, self._heading, min(linked, len(clean))))  # type: ignore[arg-type]


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
    attrib: dict[str, str] = {}  # noqa: RUF012

    def __init__(self, cell: Any) -> None:
        super().__init__([cell])


def _own_cells(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag in ("td", "th"):
            yield child
        elif child.tag not in _SKIPPED and child.tag != "table" and isinstance(child.tag, str):
            yield from _own_cells(child)


def _span(cell: Any, name: str) -> int:
    match = re.match(r"\s*\+?(\d{1,12})", cell.get(name, ""))
    span = int(match[1]) if match else 1
    # rowspan=0 means down to the end of the section.
    return 10**9 if span == 0 and name == "rowspan" and match else max(span, 1)


def _hidden_selectors(root: Any) -> frozenset[str]:
    """`.class`, `#id` and `tag.class` selectors that style sheets of the page hide; anything cleverer is shown."""
    found = set()
    for style in root.iter("style"):
        sheet = re.sub(r"/\*.*?\*/", "", (style.text or "")[:200_000], flags=re.DOTALL)
        # What holds only for print or small screens hides nothing here.
        sheet = re.sub(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", sheet)
        for selectors, body in _HIDING_RULE.findall(sheet):
            if _HIDING.search(body):
                found |= {s.strip() for s in selectors.split(",") if re.fullmatch(r"\s*\w*[.#][\w-]+\s*", s)}
    return frozenset(found)


def _mass(item: Item) -> int:
    if isinstance(item, Grid):
        return max(item.size() - item.linked, 0)
    if item.kind == "furniture":
        return 0
    own = max(len(item.text) - item.linked, 0)
    return own if own >= 30 or (_SENTENCE.search(item.text) and own >= 12) else own // 4


def main_range(items: list[Item], boxes: list[tuple[int, int]]) -> tuple[int, int]:
    """The smallest container that holds nine tenths of what is not navigation."""
    sums = [0]
    for item in items:
        sums.append(sums[-1] + _mass(item))
    best = (0, len(items))
    for first, last in boxes:
        if sums[last] - sums[first] >= 0.9 * sums[-1] and last - first < best[1] - best[0]:
            best = (first, last)
    return best


def _outside(item: Item) -> Item | list[Item]:
    """What stands outside the main container: furniture, unless it is plainly prose, a heading or a table of data."""
    if isinstance(item, Grid):
        filled = [cell.text for row in item.rows for cell in row if cell.text]
        if sum(1 for text in filled if re.fullmatch(r"[-+\d.,/%—]+", text)) * 4 >= len(filled) and len(filled) > 8:
            return item
        lines = [" ".join(cell.text.replace("\n", " ") for cell in row if cell.text) for row in item.rows]
        return [Para(line, "furniture") for line in lines if line]
    if item.kind == "heading" and item.level in (1, 2) and not item.linked:
        return item
    if "。" in item.text and len(item.text) - item.linked >= 60:
        return item
    return Para(item.text, "furniture", None, item.linked)


def _with_title(items: list[Item], title: str | None) -> list[Item]:
    """The line that is the title stays out of the furniture wherever the page puts it."""
    if title:
        for item in items:
            if isinstance(item, Para) and item.text == title:
                item.kind = "title"
                break
    return items


def _refuse_attachment_page(root: Any, main: list[Item]) -> None:
    """A page that says nothing itself but links to the report: name the link."""
    if sum(_mass(item) for item in main) > 400 or any(isinstance(item, Grid) and item.size() > 200 for item in main):
        return
    for element in root.iter("a", "iframe", "embed", "object"):
        link = element.get("href") or element.get("src") or element.get("data") or ""
        if _FILES.search(link) and (element.tag != "a" or _FILES.search(link)[0][1:4].lower() not in ("jpg", "jpe", "png")):  # type: ignore[index]
            name = " ".join("".join(element.itertext()).split()) or unquote(link.rsplit("/", 1)[-1])
            raise InputError(
                f"网页本身没有报告正文，报告是附件：{name}（{link}），请下载后读取",
                f"the page holds no report, it is an attachment: {name} ({link}); download and read that",
                "attachment",
            )
