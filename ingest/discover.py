"""Which files a command line means: files, directories, globs and archives, in an order that never changes."""

from __future__ import annotations

import glob
import os
import stat
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from ..errors import InputError
from . import archive as archives
from . import sniff as kinds
from .limits import DEFAULT_LIMITS, Limits
from .paths import real_path, shown_path
from .unpack import open_zip

_GLOB = frozenset("*?[")
_LEDGER = "ledger.sqlite"  # what `gouji run` wrote is not read as a report


class Discovery(Struct, frozen=True):
    """`inputs` as `read` takes them, in order, each once; `ignored` counts what was not taken, by kind."""

    inputs: tuple[str, ...]
    ignored: dict[str, int] = field(default_factory=dict)


def discover(paths: Sequence[str], *, tables: bool = False, limits: Limits = DEFAULT_LIMITS) -> Discovery:
    """The inputs behind `paths`. Spreadsheets in directories and archives are taken only with `tables`.

    What is missing, not permitted or damaged stays among the inputs: reading it says what is wrong.
    """
    search = _Search(tables, limits)
    for path in paths:
        search.add(path)
    return Discovery(tuple(search.found), dict(sorted(search.ignored.items())))


class _Search:
    def __init__(self, tables: bool, limits: Limits) -> None:
        self.wanted = kinds.REPORTS | kinds.SHEETS if tables else kinds.REPORTS
        self.limits = limits
        self.found: dict[str, None] = {}
        self.ignored: Counter[str] = Counter()

    def add(self, path: str) -> None:
        real = real_path(path)
        if not os.path.lexists(real) and not _GLOB.isdisjoint(path):
            matches = sorted(glob.glob(path, recursive=True))
            for match in matches:
                self._named(match)
            if matches:
                return
        self._named(real)

    def _named(self, path: str) -> None:
        """A file named is taken whatever it is; a directory is walked, an archive too."""
        if os.path.isdir(path):
            self._walk(path)
        elif os.path.isfile(path) and self._kind(path) == "zip":
            before = len(self.found)
            if not self._archive(path) or len(self.found) == before:
                self._take(path)
        else:
            self._take(path)

    def _take(self, path: str) -> None:
        self.found.setdefault(shown_path(path))

    def _walk(self, folder: str) -> None:
        """A directory's entries by name; a link to a directory is not followed, hidden entries are left out."""
        stack: list[Iterator[os.DirEntry[str]]] = [self._entries(folder)]
        while stack:
            entry = next(stack[-1], None)
            if entry is None:
                stack.pop()
            elif entry.is_dir(follow_symlinks=False):
                stack.append(self._entries(entry.path))
            else:
                self._file(entry)

    def _entries(self, folder: str) -> Iterator[os.DirEntry[str]]:
        try:
            with os.scandir(folder) as listing:
                entries = [entry for entry in listing if not entry.name.startswith(".")]
        except OSError:
            self._take(folder)
            return iter(())
        if any(entry.name == _LEDGER for entry in entries):
            self.ignored["dataset"] += 1
            return iter(())
        return iter(sorted(entries, key=lambda entry: entry.name))

    def _file(self, entry: os.DirEntry[str]) -> None:
        try:
            mode = entry.stat().st_mode
        except OSError:
            self.ignored["broken-link"] += 1
            return
        if stat.S_ISDIR(mode):
            self.ignored["linked-directory"] += 1
        elif not stat.S_ISREG(mode):
            # Opening a pipe would wait for its writer.
            self.ignored["special-file"] += 1
        else:
            self._regular(entry.path)

    def _regular(self, path: str) -> None:
        try:
            kind = self._kind(path)
        except OSError:
            self._take(path)
            return
        if kind == "zip":
            if not self._archive(path):
                self._take(path)
        elif kind in self.wanted or kind == "encrypted":
            self._take(path)
        else:
            self.ignored[kind] += 1

    def _kind(self, path: str) -> str:
        """The content's kind from the head of the file, or its directory where that tells more."""
        if os.path.getsize(path) == 0:
            return "empty"
        with open(path, "rb") as file:
            head = file.read(kinds.HEAD)
            if head.startswith(b"PK"):
                try:
                    archive = open_zip(file, self.limits)
                    mime = archive.read("mimetype")[:100] if "mimetype" in archive.namelist() else b""
                    return kinds.kind_of_members(set(archive.namelist()), mime)
                except Exception:  # damaged in one of zipfile's many ways: reading it will say so
                    file.seek(0)
                    return kinds.sniff(file.read(1_000_000), os.path.basename(path))
            if head.startswith(b"\xd0\xcf\x11\xe0"):
                head += file.read(50_000_000)
        return kinds.sniff(head, os.path.basename(path))

    def _archive(self, path: str) -> bool:
        """Take an archive's members; False where it cannot be opened."""
        try:
            opened = archives.open_archive(path, self.limits)
        except (InputError, OSError):
            return False
        for name, data in archives.walk(opened, shown_path(path) + archives.MARK, self.limits):
            kind = kinds.sniff(data, name) if data else ""
            if (not data and not self._is_empty(opened, path, name)) or kind in self.wanted or kind == "encrypted":
                self.found.setdefault(name)
            else:
                self.ignored[kind or "empty"] += 1
        return True

    @staticmethod
    def _is_empty(opened: archives.Archive, path: str, name: str) -> bool:
        member = opened.members.get(name[len(shown_path(path)) + len(archives.MARK) :])
        return member is not None and member.size == 0
