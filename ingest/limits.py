"""Limits that keep a hostile or damaged file from harming the machine; every one can be raised by an option."""

from __future__ import annotations

from msgspec import Struct

from ..errors import InputError


class Limits(Struct, frozen=True):
    """What one file may hold. `file_bytes` also bounds every member of an archive once unpacked."""

    text_chars: int = 8_000_000
    pages: int = 2_000
    cells: int = 1_000_000
    file_bytes: int = 200_000_000
    unpacked_bytes: int = 500_000_000
    members: int = 10_000
    depth: int = 500
    markup_bytes: int = 64_000_000
    tags: int = 3_000_000
    archive_depth: int = 3
    stream_bytes: int = 10_000_000
    streams_bytes: int = 100_000_000

    def check(self, name: str, found: int) -> None:
        """Raise when `found` is above the limit called `name`.

        Raises:
            InputError: code `limit`; the message names the limit, its value and the option that raises it.
        """
        allowed = getattr(self, name)
        if found > allowed:
            option = "--limit " + name.replace("_", "-") + "=N"
            raise InputError(
                f"超出限制 {name}：{found:,} > {allowed:,}；如确需读取，请用 {option} 提高上限",
                f"over the limit {name}: {found:,} > {allowed:,}; raise it with {option} if the file is meant",
                "limit",
            )


DEFAULT_LIMITS = Limits()
