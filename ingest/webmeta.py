"""A page's title and dates: from the meta elements that government sites must carry, else from the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from .flow import Item, Para
from .headings import find_title

_TITLES = ("articletitle", "og:title", "title", "dc.title")
_KEYS = {
    "author": ("author", "contentsource", "source", "dc.creator"),
    "published": ("pubdate", "publishdate", "publishtime", "article:published_time", "pub_date", "firstpublishedtime"),
    "keywords": ("keywords",),
    "url": ("url", "og:url"),
}
DATE = re.compile(r"((?:19|20)\d\d)\s?[-年/.]\s?(\d{1,2})\s?[-月/.]\s?(\d{1,2})日?")
_DATED = re.compile(
    r"(?:发布时间|发布日期|发文日期|发文时间|公开日期|公开时间|生成日期|成文日期|更新时间|发稿时间|(?<!采集)(?<!抓取)时间|日期)"
    rf"\s*[:：]?\s*{DATE.pattern}"
)
_URL = re.compile(r"(?:来源|原文链接|网址|链接|URL)\s*[:：]\s*(https?://\S+)")
_SUFFIX = re.compile(r"\s*[-_|–—>－]+\s*")
_REPORT = re.compile(r"报告|年报|决算|总结|公报|统计")


def page_title(root: Any) -> str:
    element = root.find(".//title")
    return " ".join((element.text or "").split()) if element is not None else ""


def pick_title(root: Any, paras: Sequence[Para]) -> str | None:
    """The report's title: meta, a heading that names a report, the page's first lines, the <title> without its site."""
    named = _meta(root)
    candidates = [named[key] for key in _TITLES if named.get(key)]
    candidates += [para.text for para in paras if para.level == 1 and para.kind in ("heading", "title")]
    for candidate in candidates:
        if _REPORT.search(candidate) and len(candidate) <= 100:
            return _strip_site(candidate)
    lines = [para.text for para in paras if para.kind != "furniture"]
    found = find_title(lines)
    if found:
        return found
    title = page_title(root)
    if _REPORT.search(title):
        return _strip_site(title)
    return candidates[0] if candidates else title or None


def find_meta(root: Any, items: Sequence[Item], title: str) -> tuple[tuple[str, str], ...]:
    """(key, value) pairs; dates as YYYY-MM-DD."""
    named = _meta(root)
    meta = {"title": named.get("articletitle") or title}
    for key, names in _KEYS.items():
        meta[key] = next((named[name] for name in names if named.get(name)), "")
    shown = "\n".join(item.text for item in items if isinstance(item, Para) and len(item.text) < 300)
    published = DATE.search(meta["published"]) or _page_date(root) or _DATED.search(shown)
    meta["published"] = "{}-{:02}-{:02}".format(*map(int, published.groups())) if published else ""
    if not meta["url"] and (link := _URL.search(shown)):
        meta["url"] = link[1]
    return tuple((key, value) for key, value in meta.items() if value)


def _page_date(root: Any) -> re.Match[str] | None:
    for element in root.iter("publishtime", "time"):
        match = DATE.search("".join(element.itertext()) + " " + (element.get("datetime") or ""))
        if match:
            return match
    return None


def _meta(root: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = (element.get("name") or element.get("property") or "").strip().lower()
        content = " ".join((element.get("content") or "").split())
        if name and content:
            found.setdefault(name, content)
    return found


def _strip_site(title: str) -> str:
    """湖东县2023年年度报告_湖东县人民政府 without the part behind the mark."""
    parts = _SUFFIX.split(title)
    while len(parts) > 1 and not _REPORT.search(parts[-1]):
        parts.pop()
    kept = next((part for part in parts if _REPORT.search(part)), title)
    return title[: title.find(kept) + len(kept)].strip() if len(parts) > 1 else kept.strip()
