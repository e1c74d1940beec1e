"""ZIP containers opened with care: sizes are checked before anything is unpacked."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import IO

from ..errors import InputError
from .limits import Limits


def open_zip(data: bytes | IO[bytes], limits: Limits) -> zipfile.ZipFile:
    """Open a ZIP whose directory keeps the limits.

    Raises:
        InputError: damaged or truncated, encrypted, too many or too large members.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data) if isinstance(data, bytes) else data)
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
        raise InputError(
            "压缩结构已损坏或被截断（未下载完整？）",
            "the ZIP structure is damaged or cut off (an incomplete download?)",
            "truncated",
        ) from error
    entries = archive.infolist()
    limits.check("members", len(entries))
    limits.check("unpacked_bytes", sum(entry.file_size for entry in entries))
    return archive


def read_entry(archive: zipfile.ZipFile, name: str, limits: Limits, most: int | None = None) -> bytes:
    """One member's bytes, never more than its directory entry admits to.

    Raises:
        InputError: missing, encrypted, damaged, over a limit.
    """
    try:
        entry = archive.getinfo(name)
    except KeyError as error:
        raise InputError(f"压缩包中没有 {name}", f"the archive holds no {name}", "not-found") from error
    if entry.flag_bits & 1:
        raise InputError(
            "压缩包已加密，请解压后读取", "the archive is encrypted; unpack it with its password first", "encrypted"
        )
    if most is not None and entry.file_size > most:
        raise damaged()
    limits.check("file_bytes", entry.file_size)
    try:
        with archive.open(entry) as member:
            data = member.read(entry.file_size + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise damaged() from error
    if len(data) > entry.file_size:
        raise damaged()
    return data


def damaged() -> InputError:
    return InputError("压缩内容已损坏", "the compressed content is damaged", "damaged")
