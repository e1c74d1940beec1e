"""HTML as government sites publish it, and MHTML: the report found among its page's navigation."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

from lxml import etree

from ..errors import InputError
from ..model import Document
from .builder import Builder, Source
from .decode import declared_charset, decode
from .flow import Grid, Item, Para, emit
from .limits import Limits
from .webmeta import find_meta, page_title, pick_title
from .webwalk import Walker

_SENTENCE = re.compile(r"[。；，,！？]")
_FILES = re.compile(r"\.(pdf|docx?|wps|rtf|odt|xlsx?|et|zip|rar|ofd|jpe?g|png|tiff?)(?:[?#].*)?$", re.IGNORECASE)
_PICTURES = frozenset(("jpg", "jpeg", "png", "tif", "tiff"))


def read(data: bytes, source: Source, limits: Limits) -> Document:
    """Read a saved page.

    Raises:
        InputError: no text, the report is only an attachment, or a limit is passed.
    """
    text, problems = _text(data, source, limits)
    root = parse(text, limits)
    walker = Walker(root, limits)
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
            (
                "encoding",
                "部分字节无法解码，已用 U+FFFD 代替",
                "some bytes could not be decoded; U+FFFD stands for them",
            )
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
        ending = _FILES.search(link)
        if ending is None or (element.tag == "a" and ending[1].lower() in _PICTURES):
            continue
        name = " ".join("".join(element.itertext()).split()) or unquote(link.rsplit("/", 1)[-1])
        raise InputError(
            f"网页本身没有报告正文，报告是附件：{name}（{link}），请下载后读取",
            f"the page holds no report, it is an attachment: {name} ({link}); download and read that",
            "attachment",
        )
