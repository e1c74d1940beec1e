"""The sources of a findings file, opened anew for `verify`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..errors import GoujiError
from ..forms.schema import Form
from ..model import Document
from .catalog import catalog

Said = tuple[str, str]


class Sources:
    """The documents of a report, opened once, and only where their bytes are the ones that were checked."""

    def __init__(self, report: Mapping[str, Any], read: Callable[[str], Document], forms: Sequence[Form]) -> None:
        self._read = read
        self.forms = forms
        listed = [each for each in report.get("documents", ()) if isinstance(each, Mapping)]
        self._hash = {str(each.get("path")): str(each.get("sha256")) for each in listed}
        self._form = {str(each.get("path")): each.get("form") for each in listed}
        self._opened: dict[str, Document | None] = {}
        self.rules = {entry.code: entry for entry in catalog(forms)}
        self.trouble: dict[str, Said] = {}

    def document(self, path: str) -> Document | None:
        if path not in self._opened:
            self._opened[path] = self._open(path)
        return self._opened[path]

    def text(self, path: str) -> str | None:
        document = self.document(path)
        return None if document is None else document.text

    def form(self, path: str) -> Form | None:
        return next((form for form in self.forms if form.form == self._form.get(path)), None)

    def _open(self, path: str) -> Document | None:
        if path not in self._hash:
            self.trouble[path] = (f"{path}：不在文件清单中", f"{path}: not among the documents")
            return None
        try:
            document = self._read(path)
        except GoujiError as error:
            self.trouble[path] = (f"{path}：{error.message}", f"{path}: {error.message_en}")
            return None
        if document.sha256 != self._hash[path]:
            self.trouble[path] = (
                f"{path}：文件已不是当时核对的那一份（sha256 不同）",
                f"{path}: not the file that was checked (another sha256)",
            )
            return None
        return document
