"""Documents fetched when an output first needs them; one that can no longer be read is simply absent."""

from __future__ import annotations

from ..errors import GoujiError
from ..model import Document
from .options import Load


class Documents:
    """`load` remembered: each path is read at most once, and a path that fails gives None.

    Only `keep` documents are held at a time, so that a report over thousands of files needs little memory.
    """

    def __init__(self, load: Load | None, keep: int = 8) -> None:
        self._load = load
        self._keep = keep
        self._held: dict[str, Document | None] = {}

    def get(self, path: str) -> Document | None:
        if self._load is None:
            return None
        if path not in self._held:
            if len(self._held) >= self._keep:
                del self._held[next(iter(self._held))]
            try:
                self._held[path] = self._load(path)
            except (GoujiError, OSError):
                self._held[path] = None
        return self._held[path]
