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
_NUMBER = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?%?")
_CHROME_LINE = re.compile(
    r"ICP备|公网安备|网站标识码|版权所有|技术支持|当前位置|您的位置|现在位置|浏览次数|阅读次数|访问量|打印本页|关闭窗口|"
    r"分享到|字[体号][:：]|【?打印】?\s*【?关闭】?|上一篇|下一篇|网站地图|返回顶部|扫一扫"
)
_PAGE_DATA = re.compile(
    r"(?:索引号|信息索引|发布机构|发文机关|公开日期|发布日期|生成日期|成文日期|发文日期|名\s*称|信息名称|标\s*题|文\s*号|发文字号|"
    r"主题分类|信息分类|体裁分类|分\s*类|主题词|关键词|公开方式|公开类别|有效性|废止日期|公开时限|公开程序|组配分类|服务对象)[:：]?"
)
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
    marked = [_inside(item) if first <= at < last else _outside(item) for at, item in enumerate(items)]
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
    """The stretch that is the article: the smallest container of nine tenths of what is not navigation.

    It grows to the next container while that adds text rather than links, so that a report of one long table
    keeps its headings, and a page whose parts stand side by side keeps them all.
    """
    sums, links = [0], [0]
    for item in items:
        sums.append(sums[-1] + _mass(item))
        links.append(links[-1] + item.linked + (3 * _length(item) if _is_chrome(item) else 0))
    enough = 0.9 * sums[-1]
    holding = {box for box in boxes if sums[box[1]] - sums[box[0]] >= enough} | {(0, len(items))}
    ordered = sorted(holding, key=lambda box: box[1] - box[0])
    best = ordered[0]
    for box in ordered[1:]:
        added_links = links[box[1]] - links[best[1]] + links[best[0]] - links[box[0]]
        added_mass = sums[box[1]] - sums[best[1]] + sums[best[0]] - sums[box[0]]
        if best[1] - best[0] > 1 and added_links > added_mass:
            break
        best = box
    return best


def _length(item: Item) -> int:
    return len(item.text) if isinstance(item, Para) else item.size()


def _is_chrome(item: Item) -> bool:
    """Lines and tables of a site's own: where the page stands, its index number, counters, licences."""
    if isinstance(item, Para):
        return len(item.text) < 120 and "。" not in item.text and bool(_CHROME_LINE.search(item.text))
    labels = sum(1 for row in item.rows for cell in row if _PAGE_DATA.fullmatch(cell.text))
    return labels >= 2 and item.size() < 600


def _inside(item: Item) -> Item | list[Item]:
    """What belongs to the page's frame stands within the article's container too, and lists of nothing but links."""
    is_menu = isinstance(item, Para) and item.kind == "list" and item.linked >= len(item.text)
    return _as_furniture(item) if is_menu or _is_chrome(item) else item


def _as_furniture(item: Item) -> list[Item]:
    if isinstance(item, Para):
        return [Para(item.text, "furniture", None, item.linked)]
    lines = [" ".join(cell.text.replace("\n", " ") for cell in row if cell.text) for row in item.rows]
    return [Para(line, "furniture") for line in lines if line]


def _outside(item: Item) -> Item | list[Item]:
    """What stands outside the main container: furniture, unless it is plainly prose, a heading or a table of data."""
    if isinstance(item, Grid):
        filled = [cell.text for row in item.rows for cell in row if cell.text]
        numbers = sum(1 for text in filled if _NUMBER.fullmatch(text))
        labels = sum(1 for text in filled if len(text) > 1 and not _NUMBER.fullmatch(text))
        is_data = numbers * 4 >= len(filled) and labels * 5 >= len(filled) and not item.linked
        return item if is_data and not _is_chrome(item) else _as_furniture(item)
    if item.kind == "heading" and item.level in (1, 2) and not item.linked:
        return item
    if "。" in item.text and len(item.text) - item.linked >= 60:
        return item
    return _as_furniture(item)


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
