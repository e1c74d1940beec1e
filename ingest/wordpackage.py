"""The parts of a DOCX package, checked before anything is unpacked."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from typing import Any

from lxml import etree
from msgspec import Struct, field

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
    """What the walk needs: parsed on demand, `blobs` by role."""

    body: Any
    blobs: dict[str, list[bytes]] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)

    def part(self, role: str) -> Any:
        """The root of the first part of that role, None where there is none or it is damaged."""
        roots = self.roots(role)
        return roots[0] if roots else None

    def roots(self, role: str) -> list[Any]:
        found = []
        for blob in self.blobs.get(role, ()):
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
    blobs = _blobs(data, archive, limits)
    if "officeDocument" not in blobs:
        raise InputError("文档已损坏：缺少正文", "the document is damaged: its main part is missing", "damaged")
    body = parse(blobs["officeDocument"][0], limits).find(W + "body")
    if body is None:
        raise InputError("文档已损坏：缺少正文", "the document is damaged: its main part is missing", "damaged")
    return Package(body, blobs, limits)


def _blobs(data: bytes, archive: zipfile.ZipFile, limits: Limits) -> dict[str, list[bytes]]:
    """The parts that carry text, by role. Pictures and themes stay packed."""
    from docx.opc.packuri import PACKAGE_URI
    from docx.opc.phys_pkg import PhysPkgReader

    found: dict[str, list[bytes]] = {}
    try:
        opener: Any = PhysPkgReader
        reader = opener(io.BytesIO(data))
        for role, part in _links(reader, PACKAGE_URI, limits):
            _add(found, role, part, archive, limits)
            if role == "officeDocument":
                for inner_role, inner in _links(reader, part, limits):
                    _add(found, inner_role, inner, archive, limits)
    except InputError:
        raise
    except (KeyError, ValueError, AttributeError, IndexError):
        found = {}
    except Exception as error:
        # zlib.error has no public base; whatever else the package holds is damage as well.
        raise _damaged() from error
    return found if "officeDocument" in found else _by_name(archive, limits)


def _links(reader: Any, source: Any, limits: Limits) -> list[tuple[str, Any]]:
    """Role and name of each part that `source` points to and we read."""
    from docx.opc.packuri import PackURI

    xml = reader.rels_xml_for(source)
    if xml is None:
        return []
    found = []
    for link in parse(xml, limits):
        role = str(link.get("Type", "")).rsplit("/", 1)[-1]
        if role in _ROLES and link.get("TargetMode") != "External" and link.get("Target"):
            found.append((role, PackURI.from_rel_ref(source.baseURI, link.get("Target"))))
    return found


def _add(found: dict[str, list[bytes]], role: str, part: Any, archive: zipfile.ZipFile, limits: Limits) -> None:
    """Add a part's bytes; one that is not there is no harm to the others."""
    try:
        blob = read_entry(archive, part.membername, limits)
    except InputError as error:
        if error.code != "not-found":
            raise
        return
    found.setdefault(role, []).append(blob)


def _by_name(archive: zipfile.ZipFile, limits: Limits) -> dict[str, list[bytes]]:
    """Where a relationship points nowhere python-docx gives up; the parts still bear their usual names."""
    found: dict[str, list[bytes]] = {}
    for name in archive.namelist():
        match = re.fullmatch(r"word/(document|styles|numbering|footnotes|endnotes|header|footer)\d*\.xml", name)
        if match:
            role = "officeDocument" if match[1] == "document" else match[1]
            found.setdefault(role, []).append(read_entry(archive, posixpath.normpath(name), limits))
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


def children(element: Any) -> dict[str, Any]:
    """A property element's children by tag: one look through instead of one search each."""
    return {child.tag: child for child in element} if element is not None else {}


def refuse_entities(blob: bytes) -> None:
    """Office files declare no document type; one that does means harm."""
    if b"<!DOCTYPE" in blob or b"<!ENTITY" in blob or b"<\0!\0D\0O\0C\0" in blob:
        raise InputError(
            "XML 中声明了实体，出于安全不予读取", "its XML declares entities, which is refused for safety", "unsafe"
        )


def _damaged() -> InputError:
    return InputError(
        "文档已损坏，无法解析；请用 Word 或 WPS 打开后另存",
        "the document is damaged and cannot be parsed; open it in Word or WPS and save it again",
        "damaged",
    )
