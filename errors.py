"""One error tree and one exit-code enum; `cli.py` is the only place that turns the one into the other."""

from __future__ import annotations

from enum import IntEnum
from typing import Literal

# The one problem code that means a fault of gouji's own, not of the file.
INTERNAL_FAULT = "internal-error"


class ExitCode(IntEnum):
    """Process exit status, as documented in docs/cli.md."""

    OK = 0
    FOUND = 1
    USAGE = 2
    INPUT = 3
    CONFIG = 4
    INTERNAL = 70


class GoujiError(Exception):
    """Something the user can act on; carries a sentence in Chinese and in English."""

    exit_code = ExitCode.INTERNAL

    def __init__(self, message: str, message_en: str, code: str = "error") -> None:
        super().__init__(message_en)
        self.code = code
        self.message = message
        self.message_en = message_en

    def __reduce__(self) -> tuple[type[GoujiError], tuple[str, str, str]]:
        return (type(self), (self.message, self.message_en, self.code))


class UsageError(GoujiError):
    """The call itself is wrong: unknown option value, missing argument, output that cannot be written."""

    exit_code = ExitCode.USAGE


class InputError(GoujiError):
    """One input could not be read: damaged, encrypted, over a limit, not a report."""

    exit_code = ExitCode.INPUT
    status: Literal["failed", "skipped"] = "failed"


class SkippedError(InputError):
    """One input was left aside: an optional component is missing, or a time or memory limit struck."""

    status = "skipped"


class ConfigError(GoujiError):
    """A form, baseline, readings or configuration file is wrong."""

    exit_code = ExitCode.CONFIG
