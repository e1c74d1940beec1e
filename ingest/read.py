"""One file to one Document, whatever its format: find out what it is, then hand it to its backend."""

from __future__ import annotations

import hashlib
import importlib
import os
import stat
from collections.abc import Callable
from typing import cast

from ..errors import InputError
from ..model import Document
from . import sniff as kinds
from .builder import Source
from .limits import DEFAULT_LIMITS, Limits
from .paths import real_path, shown_path
from .streams import check_streams

Backend = Callable[[bytes, Source, Limits], Document]
_MODULES = {
    "pdf": "pdf",
    "docx": "word",
    "html": "web",
    "mhtml": "web",
    "text": "text",
    "doc": "office",
    "wps": "office",
    "rtf": "office",
    "odt": "office",
    "xlsx": "sheet",
    "xls": "sheet",
    "csv": "sheet",
    "png": "image",
    "jpeg": "image",
    "tiff": "image",
}
_NO_REPORTS = {
    "code": ("这是程序源代码，不是报告", "this is program source, not a report"),
    "config": ("这是配置或数据文件，不是报告", "this is a file of settings or data, not a report"),
    "no-words": ("文件中没有成句的文字，不是报告", "there are no words in the file, it is not a report"),
}
_KINDS = ((stat.S_ISFIFO, "命名管道", "a named pipe"), (stat.S_ISSOCK, "套接字", "a socket"))


def read(path: str, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read the file at `path`, or the member `archive.zip!/name` of an archive.

    Raises:
        InputError: it cannot be read; code and sentence say why.
        SkippedError: an optional component is missing, or memory ran out.
    """
    shown = shown_path(path)
    data = load(path, limits)
    return read_bytes(data, shown, limits)


def read_bytes(data: bytes, path: str, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read what `path` names from its bytes."""
    name = path.replace("\\", "/").rsplit("/", 1)[-1]
    if not data:
        raise InputError("文件为空（0 字节）", "the file is empty (0 bytes)", "empty")
    format = kinds.sniff(data, name)
    if format == "zip":
        _refuse_archive(data, limits)
    refuse_unreadable(format)
    if format == "pdf":
        check_streams(data, limits)
    source = Source(path, name, hashlib.sha256(data).hexdigest(), format)
    module = importlib.import_module("." + _MODULES[format], __package__)
    backend = cast(Backend, module.read)
    try:
        return backend(data, source, limits)
    except RecursionError as error:
        raise InputError("结构嵌套过深，无法读取", "the structure is nested too deeply to be read", "limit") from error


def refuse_unreadable(format: str) -> None:
    """Raise for what no backend takes, naming the kind."""
    if format in _MODULES:
        return
    if format == "encrypted":
        raise InputError(
            "文件已加密，请先用密码打开并另存为不加密的副本",
            "the file is encrypted; open it with its password and save an unencrypted copy",
            "encrypted",
        )
    if format in _NO_REPORTS:
        raise InputError(*_NO_REPORTS[format], "not-a-report")
    name = kinds.OTHERS.get(format)
    if name:
        raise InputError(
            f"不支持 {name} 格式，请另存为 PDF、DOCX、HTML 或文本",
            f"{name} is not supported; save it as PDF, DOCX, HTML or text",
            "not-a-report",
        )
    raise InputError(
        "内容不是可识别的文档（既不是文本也不是支持的格式）",
        "the content is no document gouji knows (neither text nor a supported format)",
        "not-a-report",
    )


def _refuse_archive(data: bytes, limits: Limits) -> None:
    """An archive is no report itself: say whether it is damaged, over a limit, or holds none."""
    from .archive import open_bytes

    members = open_bytes(data, limits).members
    if members:
        raise InputError(
            "这是压缩包，其中没有可直接读取的报告；可指定成员（压缩包.zip!/文件名）",
            "this is an archive with no report of its own; name a member (archive.zip!/name)",
            "archive",
        )
    raise InputError("压缩包是空的", "the archive is empty", "empty")


def load(path: str, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """The bytes of a file or of a member of an archive, within the limits.

    Raises:
        InputError: missing, a directory, a pipe, not permitted, over a limit.
    """
    real = real_path(path)
    try:
        info = os.stat(real)
    except OSError as error:
        if "!/" in path and isinstance(error, (FileNotFoundError, NotADirectoryError)):
            from .archive import read_member

            return read_member(path, limits)
        raise _os_error(error) from error
    if stat.S_ISDIR(info.st_mode):
        try:
            os.listdir(real)
        except OSError as error:
            raise _os_error(error) from error
        raise InputError("这是文件夹，不是文件", "this is a directory, not a file", "directory")
    if not stat.S_ISREG(info.st_mode):
        chinese, english = next(((zh, en) for test, zh, en in _KINDS if test(info.st_mode)), ("设备文件", "a device"))
        raise InputError(f"这是{chinese}，不是普通文件", f"this is {english}, not a regular file", "not-a-file")
    limits.check("file_bytes", info.st_size)
    try:
        with open(real, "rb") as file:
            data = file.read(limits.file_bytes + 1)
    except OSError as error:
        raise _os_error(error) from error
    limits.check("file_bytes", len(data))
    return data


def _os_error(error: OSError) -> InputError:
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        return InputError("找不到该文件", "no such file", "not-found")
    if isinstance(error, PermissionError):
        return InputError("没有读取权限", "permission denied", "permission")
    if getattr(error, "errno", None) == 40:  # ELOOP
        return InputError("符号链接成环，无法打开", "the symbolic links form a loop", "not-found")
    reason = error.strerror or type(error).__name__
    return InputError(f"无法打开：{reason}", f"cannot be opened: {reason}", "unreadable")
