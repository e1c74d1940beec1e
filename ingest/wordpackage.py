"""The parts of a DOCX package, checked before anything is unpacked."""

from __future__ import annotations

import re
import zipfile
from typing import Any

from lxml import etree
from msgspec import Struct

from ..errors import InputError
from .limits import Limits
from .unpack import open_zip, read_entry

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
)
_PROPERTIES = {
    "title": "{http://purl.org/dc/elements/1.1/}title",
    "author": "{http://purl.org/dc/elements/1.1/}creator",
    "keywords": "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}keywords",
}
_SMALL = 4_000_000
_ROLES = frozenset(
    ("officeDocument", "core-properties", "styles", "numbering", "footnotes", "endnotes", "header", "footer")
)


class Package(Struct):
    """What the walk needs: `parts` holds the names of its parts by role, read and parsed when they are asked for."""

    archive: zipfile.ZipFile
    parts: dict[str, list[str]]
    limits: Limits

    @property
    def body(self) -> Any:
        """The element that holds the text.

        Raises:
            InputError: there is none, or it is damaged.
        """
        for name in self.parts.get("officeDocument", ())[:1]:
            body = parse(read_entry(self.archive, name, self.limits), self.limits).find(W + "body")
            if body is not None:
                return body
        raise InputError("文档已损坏：缺少正文", "the document is damaged: its main part is missing", "damaged")

    def part(self, role: str) -> Any:
        """The root of the first part of that role, None where there is none or it is damaged."""
        roots = self.roots(role)
        return roots[0] if roots else None

    def roots(self, role: str) -> list[Any]:
        found = []
        for name in self.parts.get(role, ()):
            blob = read_entry(self.archive, name, self.limits)
            try:
                found.append(parse(blob, self.limits))
            except InputError as error:
                # Styles, headers and notes may be damaged without harm to the body; limits still hold.
                if error.code == "limit":
                    raise
        return found

    @property
    def headers(self) -> list[Any]:
        return self.roots("header")

    @property
    def footers(self) -> list[Any]:
        return self.roots("footer")

    @property
    def notes(self) -> list[Any]:
        return self.roots("footnotes") + self.roots("endnotes")

    @property
    def meta(self) -> tuple[tuple[str, str], ...]:
        root = self.part("core-properties")
        if root is None:
            return ()
        pairs = ((key, " ".join((root.findtext(name) or "").split())) for key, name in _PROPERTIES.items())
        return tuple((key, value) for key, value in pairs if value)


def open_package(data: bytes, limits: Limits) -> Package:
    """Open a DOCX.

    Raises:
        InputError: damaged, encrypted, over a limit.
    """
    archive = open_zip(data, limits)
    if "[Content_Types].xml" in archive.namelist():
        refuse_entities(read_entry(archive, "[Content_Types].xml", limits, _SMALL))
    return Package(archive, _parts(archive, limits), limits)


def _parts(archive: zipfile.ZipFile, limits: Limits) -> dict[str, list[str]]:
    """The names of the parts that carry text, by role. Pictures and themes stay packed."""
    from docx.opc.packuri import PACKAGE_URI

    found: dict[str, list[str]] = {}
    names = frozenset(archive.namelist())
    try:
        for role, part in _links(archive, names, PACKAGE_URI, limits):
            found.setdefault(role, []).append(part.membername)
            if role == "officeDocument":
                for inner_role, inner in _links(archive, names, part, limits):
                    found.setdefault(inner_role, []).append(inner.membername)
    except (ValueError, AttributeError, IndexError):
        # A relationship that is no address at all.
        found = {}
    return found if "officeDocument" in found else _by_name(names)


def _links(archive: zipfile.ZipFile, names: frozenset[str], source: Any, limits: Limits) -> list[tuple[str, Any]]:
    """Role and name of each part that `source` points to and we read; one that is missing harms no other."""
    from docx.opc.packuri import PackURI

    if source.rels_uri.membername not in names:
        return []
    found = []
    for link in parse(read_entry(archive, source.rels_uri.membername, limits), limits):
        role = str(link.get("Type", "")).rsplit("/", 1)[-1]
        if role in _ROLES and link.get("TargetMode") != "External" and link.get("Target"):
            part = PackURI.from_rel_ref(source.baseURI, link.get("Target"))
            if part.membername in names:
                found.append((role, part))
    return found


def _by_name(names: frozenset[str]) -> dict[str, list[str]]:
    """Where no relationship leads to the text; the parts still bear their usual names."""
    found: dict[str, list[str]] = {}
    for name in sorted(names):
        match = re.fullmatch(r"word/(document|styles|numbering|footnotes|endnotes|header|footer)\d*\.xml", name)
        if match:
            found.setdefault("officeDocument" if match[1] == "document" else match[1], []).append(name)
    return found


def parse(blob: bytes, limits: Limits) -> Any:
    """The root of an XML part; entities are never resolved.

    Raises:
        InputError: not well-formed, declares entities, or over a limit.
    """
    limits.check("markup_bytes", len(blob))
    limits.check("tags", blob.count(b"<"))
    refuse_entities(blob)
    for strict, usual in _STRICT:
        if strict in blob[:4096]:
            blob = blob.replace(strict, usual)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(blob, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if "depth" in str(error).lower():
            limits.check("depth", limits.depth + 1)
        raise _damaged() from error


def first(element: Any, tag: str) -> Any:
    """The first child with that tag, None where there is none: what is sought stands first, which `find` makes slow."""
    for child in element:
        if child.tag == tag:
            return child
    return None


def children(element: Any) -> dict[str, Any]:
    """A property element's children by tag: one look through instead of one search each."""
    return {child.tag: child for child in element} if element is not None else {}


def refuse_entities(blob: bytes) -> None:
    """Office files declare no document type; one that does means harm."""
    if b"!" in blob and (b"<!DOCTYPE" in blob or b"<!ENTITY" in blob or b"<\0!\0D\0O\0C\0" in blob):
        raise InputError(
            "XML 中声明了实体，出于安全不予读取", "its XML declares entities, which is refused for safety", "unsafe"
        )


def _damaged() -> InputError:
    return InputError(
        "文档已损坏，无法解析；请用 Word 或 WPS 打开后另存",
        "the document is damaged and cannot be parsed; open it in Word or WPS and save it again",
        "damaged",
    )
