"""What a paragraph's style says: heading level, numbering, hidden text, table of contents."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from .wordpackage import Package, W, children

_VAL = W + "val"
_P_STYLE, _R_STYLE, _VANISH, _OUTLINE = (W + name for name in ("pStyle", "rStyle", "vanish", "outlineLvl"))
_OFF = frozenset(("0", "false", "off"))
_CONTENTS = re.compile(r"(?:toc|目录|table of figures)\s*\d*$", re.IGNORECASE)
_TITLE = re.compile(r"(?:title|标题|文档标题)$", re.IGNORECASE)


class Look(Struct, frozen=True):
    """A paragraph's resolved style: `number` is (numId, ilvl) as far as the style gives it."""

    kind: str = "text"
    level: int | None = None
    style: str | None = None
    number: tuple[str, str | None] | None = None
    contents: bool = False


_PLAIN = Look()


class Styles:
    """Styles of a package; the part is parsed when the first style is asked for."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._elements: dict[str, Any] | None = None
        self._looks: dict[str, Look] = {}
        self._hidden: dict[str, bool] = {}

    def look(self, properties: Mapping[str, Any]) -> Look:
        """The look of a paragraph from what its w:pPr holds; a level set on the paragraph itself goes first."""
        style = properties.get(_P_STYLE)
        name = style.get(_VAL) if style is not None else None
        look = self._style(name) if name else _PLAIN
        level = _outline(properties)
        if level is not None:
            return Look("heading" if level else "text", level or None, look.style, look.number, look.contents)
        return look

    def hides(self, run_properties: Any) -> bool:
        """Whether a run with these properties is hidden."""
        name = None
        for element in run_properties.iterchildren(_VANISH, _R_STYLE):
            if element.tag == _VANISH:
                return element.get(_VAL, "1") not in _OFF
            name = name or element.get(_VAL)
        if not name:
            return False
        if name not in self._hidden:
            self._hidden[name] = self._vanishes(name)
        return self._hidden[name]

    def _style(self, name: str) -> Look:
        if name not in self._looks:
            self._looks[name] = self._resolve(name)
        return self._looks[name]

    def _resolve(self, name: str) -> Look:
        level: int | None = None
        number: list[str | None] = [None, None]
        title = contents = False
        for element in self._chain(name):
            label = element.find(W + "name")
            printed = label.get(_VAL, "") if label is not None else ""
            contents = contents or bool(_CONTENTS.match(printed))
            title = title or bool(_TITLE.match(printed))
            properties = element.find(W + "pPr")
            if properties is not None:
                level = _outline(children(properties)) if level is None else level
                for position, part in enumerate(("numId", "ilvl")):
                    value = properties.find(f"{W}numPr/{W}{part}")
                    if number[position] is None and value is not None:
                        number[position] = value.get(_VAL)
            heading = re.match(r"(?:heading|标题)\s*(\d)$", printed, re.IGNORECASE)
            level = int(heading[1]) if heading and level is None else level
        kind = "title" if title else "heading" if level else "text"
        return Look(kind, level or None, name, (number[0], number[1]) if number[0] else None, contents)

    def _vanishes(self, name: str) -> bool:
        for element in self._chain(name):
            vanish = element.find(f"{W}rPr/{W}vanish")
            if vanish is not None:
                return vanish.get(_VAL, "1") not in _OFF
        return False

    def _chain(self, name: str) -> list[Any]:
        """The style and those it is based on; a circle ends where it closes."""
        if self._elements is None:
            root = self._package.part("styles")
            found = root.iterfind(W + "style") if root is not None else ()
            self._elements = {element.get(W + "styleId", ""): element for element in found}
        chain: list[Any] = []
        seen: set[str] = set()
        while name in self._elements and name not in seen:
            seen.add(name)
            chain.append(self._elements[name])
            based = chain[-1].find(W + "basedOn")
            name = based.get(_VAL, "") if based is not None else ""
        return chain


def _outline(properties: Mapping[str, Any]) -> int | None:
    """Heading level 1–9 from w:outlineLvl, 0 where it says body text."""
    element = properties.get(_OUTLINE)
    value = element.get(_VAL, "") if element is not None else ""
    if not value or not re.fullmatch(r"\d", value):
        return None
    return int(value) + 1 if value != "9" else 0
