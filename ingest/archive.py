"""ZIP archives of reports: walked like a folder, members named `archive.zip!/path`, nothing written to disk."""

from __future__ import annotations

import functools
import os
import re
import zipfile
from collections.abc import Iterator

from msgspec import Struct

from ..errors import InputError
from .limits import DEFAULT_LIMITS, Limits
from .paths import real_path
from .unpack import open_zip, read_entry

MARK = "!/"


class Member(Struct, frozen=True):
    """A file in an archive: `name` as shown, `entry` the name inside the ZIP's directory."""

    name: str
    entry: str
    size: int


class Archive:
    """One opened ZIP and its members by shown name, sorted."""

    def __init__(self, archive: zipfile.ZipFile, limits: Limits) -> None:
        self._archive = archive
        self.limits = limits
        self.members: dict[str, Member] = {}
        for info in archive.infolist():
            name = shown_name(info)
            if not info.is_dir() and not _is_hidden(name):
                self.members.setdefault(name, Member(name, info.filename, info.file_size))
        self.members = dict(sorted(self.members.items()))

    def read(self, name: str) -> bytes:
        """A member's bytes.

        Raises:
            InputError: no such member, an unsafe name, encrypted, damaged, over a limit.
        """
        if is_unsafe(name):
            raise InputError(
                f"压缩包成员名不安全（指向包外）：{name}",
                f"the member's name is unsafe (it points outside the archive): {name}",
                "unsafe",
            )
        member = self.members.get(name)
        if member is None:
            raise InputError(f"压缩包中没有 {name}", f"the archive holds no {name}", "not-found")
        return read_entry(self._archive, member.entry, self.limits)


def open_archive(path: str, limits: Limits = DEFAULT_LIMITS) -> Archive:
    """Open an archive on disk; the last few stay open, for a batch reads member after member."""
    info = os.stat(path)
    return _opened(path, info.st_mtime_ns, info.st_size, os.getpid(), limits)


@functools.lru_cache(maxsize=2)
def _opened(path: str, changed: int, size: int, process: int, limits: Limits) -> Archive:
    # The process is part of the key: a file handle shared over a fork shares its position.
    return Archive(open_zip(open(path, "rb"), limits), limits)


def open_bytes(data: bytes, limits: Limits) -> Archive:
    return Archive(open_zip(data, limits), limits)


def read_member(path: str, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """The bytes of `archive.zip!/member`, also through archives in archives.

    Raises:
        InputError: any part of the way is missing, unsafe, damaged or over a limit.
    """
    for cut in (match.start() for match in re.finditer(re.escape(MARK), path)):
        if os.path.isfile(real_path(path[:cut])):
            try:
                return _descend(open_archive(real_path(path[:cut]), limits), path[cut + len(MARK) :], limits)
            except OSError as error:
                raise InputError("无法打开压缩包", "the archive cannot be opened", "unreadable") from error
    raise InputError("找不到该文件", "no such file", "not-found")


def _descend(archive: Archive, name: str, limits: Limits) -> bytes:
    levels = 0
    while name not in archive.members:
        inner, mark, rest = _split(archive, name)
        if not mark:
            break
        levels += 1
        limits.check("archive_depth", levels)
        archive, name = open_bytes(archive.read(inner), limits), rest
    return archive.read(name)


def _split(archive: Archive, name: str) -> tuple[str, str, str]:
    at = name.find(MARK)
    while at >= 0:
        if name[:at] in archive.members:
            return name[:at], MARK, name[at + len(MARK) :]
        at = name.find(MARK, at + 1)
    return name, "", ""


def walk(archive: Archive, prefix: str, limits: Limits, level: int = 0) -> Iterator[tuple[str, bytes]]:
    """Every member with its bytes, archives inside walked too where they can be; sorted.

    What cannot be unpacked comes with no bytes: reading it later says why.
    """
    from .sniff import sniff

    for name in archive.members:
        try:
            data = archive.read(name)
            if sniff(data, name) == "zip" and level < limits.archive_depth:
                yield from walk(open_bytes(data, limits), prefix + name + MARK, limits, level + 1)
                continue
        except InputError:
            data = b""
        yield prefix + name, data


def shown_name(info: zipfile.ZipInfo) -> str:
    """The name as its maker meant it: Chinese programs write GBK without a flag, which zipfile takes for cp437."""
    name = info.filename
    if not info.flag_bits & 0x800:
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:
            return name
        for encoding in ("utf-8", "gb18030"):
            try:
                return raw.decode(encoding)
            except UnicodeDecodeError:
                continue
    return name


def is_unsafe(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or name.startswith(("/", "\\")) or bool(re.match(r"[A-Za-z]:", name)) or "\0" in name


def _is_hidden(name: str) -> bool:
    """Dot files and what macOS adds."""
    parts = name.replace("\\", "/").split("/")
    return any(part.startswith(".") and part not in (".", "..") for part in parts) or parts[0] == "__MACOSX"
