"""A glance over a part of a Word package before it is walked: what of it is plain, and which properties matter.

Most paragraphs are runs of nothing but text, most properties fonts and widths. Both are found here by lxml's own
search through the whole tree, which costs a hundredth of looking into every element from Python.
"""

from __future__ import annotations

from typing import Any

from lxml import etree

from .wordpackage import W

_P, _T, _PPR, _RPR, _TRPR, _TCPR = (W + name for name in ("p", "t", "pPr", "rPr", "trPr", "tcPr"))
_NAMESPACES = {"w": W[1:-1]}
# Elements that make a paragraph more than its runs' text: each has its own case in the walk.
_SPECIAL = (
    *(W + name for name in ("hyperlink", "smartTag", "ins", "moveTo", "fldSimple", "customXml", "bdo", "dir", "sdt")),
    *(W + name for name in ("tab", "ptab", "cr", "noBreakHyphen", "br", "sym", "fldChar", "ruby", "rubyBase")),
    *(W + name for name in ("drawing", "pict", "object", "vanish", "rStyle")),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent",
    "{*}oMath",
    "{*}oMathPara",
)
_ASKED = tuple(
    W + name
    for name in (
        *("pStyle", "numPr", "outlineLvl", "del"),
        *("gridBefore", "tblHeader", "hidden"),
        *("gridSpan", "vMerge", "hMerge", "cellDel"),
    )
)
_HOLDERS = frozenset((_PPR, _TRPR, _TCPR))
_NESTED: Any = etree.XPath("boolean(.//w:p//w:p)", namespaces=_NAMESPACES)
_STRAY: Any = etree.XPath(".//w:t[not(parent::w:r/parent::w:p)]", namespaces=_NAMESPACES)


def plain_texts(part: Any) -> dict[Any, str]:
    """The paragraphs of nothing but runs of shown text, with that text; all others must be walked."""
    found: dict[Any, list[str]] = {}
    if _NESTED(part):
        return {}
    strays = frozenset(_STRAY(part))
    texts: list[str] = []
    for element in part.iter(_P, _T):
        if element.tag == _P:
            texts = found[element] = []
        elif element not in strays:
            texts.append(element.text or "")
    for element in (*strays, *part.iter(*_SPECIAL)):
        for paragraph in element.iterancestors(_P):
            found.pop(paragraph, None)
    return {paragraph: "".join(texts).replace("\n", " ") for paragraph, texts in found.items()}


def properties_of(part: Any) -> dict[Any, dict[str, Any]]:
    """What the walk asks for among the properties of paragraphs, rows and cells, by owner; `del` is the mark's."""
    found: dict[Any, dict[str, Any]] = {}
    for element in part.iter(*_ASKED):
        holder = element.getparent()
        if holder.tag == _RPR:
            holder = holder.getparent()
        if holder.tag in _HOLDERS:
            found.setdefault(holder.getparent(), {})[element.tag] = element
    return found
