"""DOC, WPS, RTF and ODT, turned into DOCX by LibreOffice where it is installed, then read as such.

Starting LibreOffice takes two seconds, each further file a tenth: `prepare` converts many files at once.
"""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections import OrderedDict
from collections.abc import Sequence

from msgspec import Struct

from ..errors import InputError, SkippedError
from ..model import Document
from . import word
from .builder import Source
from .limits import Limits

# Suffix under which LibreOffice recognises what content sniffing found.
_SUFFIXES = {"doc": ".doc", "wps": ".doc", "rtf": ".rtf", "odt": ".odt"}
# Without a filter it reads whatever it cannot parse as plain text. Flat XML has to be recognised by LibreOffice.
_FILTERS = {".doc": "MS Word 97", ".rtf": "Rich Text Format", ".odt": "writer8", ".xml": ""}
_SECONDS = 25
_KEPT = 64
_MEMORY = 3_000_000_000
_OUTPUT = 500_000_000
# No macros, no links followed out of a document.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">
<value>3</value></prop><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value>
</prop></item></oor:items>
"""


def read(data: bytes, source: Source, limits: Limits) -> Document:
    """Read an old office file through LibreOffice.

    Raises:
        SkippedError: LibreOffice is not installed, or took too long.
        InputError: it could not convert the file, or the result cannot be read.
    """
    converted = _results.pop(source.sha256, None)
    if converted is None:
        converted = _convert([Job(source.sha256, data, source.format)])[source.sha256]
    if isinstance(converted, InputError):
        raise converted
    return word.read(converted, source, limits)


class Job(Struct, frozen=True):
    """A file to convert; `key` is its SHA-256."""

    key: str
    data: bytes
    format: str


_results: OrderedDict[str, bytes | InputError] = OrderedDict()


def prepare(files: Sequence[tuple[bytes, str]]) -> None:
    """Convert up to 50 files of (bytes, format) in one run, so that `read` finds them done in this process."""
    jobs = [Job(hashlib.sha256(data).hexdigest(), data, format) for data, format in files if format in _SUFFIXES]
    if jobs and program() is not None:
        _results.update(_convert(jobs[:50]))
        while len(_results) > _KEPT:
            _results.popitem(last=False)


def program() -> str | None:
    """LibreOffice's command, None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def _convert(jobs: Sequence[Job]) -> dict[str, bytes | InputError]:
    command = program()
    if command is None:
        raise SkippedError(
            "读取 DOC/WPS/RTF/ODT 需要 LibreOffice，请安装后重试（如 apt install libreoffice-writer）",
            "DOC, WPS, RTF and ODT need LibreOffice; install it (e.g. apt install libreoffice-writer)",
            "needs-libreoffice",
        )
    with tempfile.TemporaryDirectory(prefix="gouji-office-") as folder:
        names: dict[str, list[str]] = {}
        for job in jobs:
            suffix = ".xml" if job.data.lstrip()[:1] == b"<" else _SUFFIXES[job.format]
            name = os.path.join(folder, job.key[:40] + suffix)
            with open(name, "wb") as file:
                file.write(job.data)
            names.setdefault(suffix, []).append(name)
        out = os.path.join(folder, "out")
        finished = [_run(command, files, out, _FILTERS[suffix]) for suffix, files in names.items()]
        return {job.key: _result(out, job, all(finished)) for job in jobs}


def _result(out: str, job: Job, finished: bool) -> bytes | InputError:
    path = os.path.join(out, job.key[:40] + ".docx")
    if os.path.isfile(path) and os.path.getsize(path):
        with open(path, "rb") as file:
            return file.read()
    if not finished:
        return SkippedError(
            "LibreOffice 转换超时，已终止", "LibreOffice took too long to convert it and was ended", "timeout"
        )
    return InputError(
        "LibreOffice 无法打开该文件（已损坏、加密或不是其格式）",
        "LibreOffice could not open the file (damaged, encrypted, or of another format)",
        "damaged",
    )


def _run(command: str, names: Sequence[str], out: str, filter: str) -> bool:
    """Run one conversion; False where it had to be ended."""
    arguments = [
        command, "--headless", "--norestore", "--nolockcheck", "--nodefault", f"-env:UserInstallation=file://{_profile()}",
        *([f"--infilter={filter}"] if filter else []), "--convert-to", "docx:MS Word 2007 XML", "--outdir", out, *names,
    ]  # fmt: skip
    process = subprocess.Popen(
        arguments, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True, preexec_fn=_restrict,
    )  # fmt: skip
    try:
        process.wait(_SECONDS + len(names))
        return True
    except subprocess.TimeoutExpired:
        return False
    finally:
        # Its own session: this ends soffice.bin, which the start script leaves behind, and nothing else.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _restrict() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_OUTPUT, _OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


_profiles: dict[int, str] = {}


def _profile() -> str:
    """This process's own profile: LibreOffice refuses to start twice on one."""
    process = os.getpid()
    if process not in _profiles:
        folder = tempfile.mkdtemp(prefix="gouji-profile-")
        os.makedirs(os.path.join(folder, "user"))
        with open(os.path.join(folder, "user", "registrymodifications.xcu"), "w", encoding="utf-8") as file:
            file.write(_SETTINGS)
        _profiles[process] = folder
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return _profiles[process]
