"""One file, from its bytes to a FileResult, whatever happens on the way."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct, field

from ..errors import INTERNAL_FAULT, InputError
from ..ingest.limits import DEFAULT_LIMITS, Limits
from ..model import FileResult, Problem, Record

if TYPE_CHECKING:
    from ..forms.schema import Form


class Options(Struct, frozen=True):
    """What every file of one call is read with. `forms` are loaded once by the caller."""

    forms: Sequence[Form] = ()
    limits: Limits = field(default=DEFAULT_LIMITS)


def process(path: str, options: Options) -> FileResult:
    """Read and extract one file. Never raises but for KeyboardInterrupt; what went wrong is a Problem."""
    try:
        record = _record(path, options)
    except InputError as error:
        return _failed(path, Problem(error.code, error.message, error.message_en), error.status)
    except MemoryError:
        problem = Problem("memory", "内存不足，已放弃读取", "out of memory while reading; given up")
        return _failed(path, problem, "skipped")
    except RecursionError:
        problem = Problem("too-deep", "结构嵌套过深，无法读取", "nested too deeply to be read")
        return _failed(path, problem, "failed")
    except Exception as error:  # the batch goes on; the caller turns this code into exit status 70
        return faulty(path, error)
    return FileResult(path, record.status, record, (), record.problems)


def faulty(path: str, error: Exception) -> FileResult:
    """The result of a file on which gouji itself failed; its problem says where."""
    detail = f"{type(error).__name__}: {error} [{_where(error)}]"
    zh, en = f"gouji 内部错误（请报告）：{detail}", f"a fault of gouji's own, please report it: {detail}"
    return _failed(path, Problem(INTERNAL_FAULT, zh, en), "failed")


def _record(path: str, options: Options) -> Record:
    from ..extract.record import extract
    from ..ingest.read import read

    return extract(read(path, options.limits), options.forms)


def _failed(path: str, problem: Problem, status: str) -> FileResult:
    assert status in ("failed", "skipped")
    return FileResult(path, "skipped" if status == "skipped" else "failed", None, (), (problem,))


def _where(error: BaseException) -> str:
    """The innermost frame, as file:line without the machine's folders."""
    trace = error.__traceback__
    place = "?"
    while trace is not None:
        code = trace.tb_frame.f_code
        place = f"{os.path.basename(code.co_filename)}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def file_sha256(path: str) -> str:
    """Hash of a plain file's bytes; empty where it cannot be read (then its problem says why)."""
    digest = hashlib.sha256()
    try:
        if not os.path.isfile(path):
            return ""
        with open(path, "rb") as stream:
            while chunk := stream.read(1 << 20):
                digest.update(chunk)
    except OSError:
        return ""
    return digest.hexdigest()
