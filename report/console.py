"""Streams and files: what every command prints or writes goes through here.

Data goes to stdout or `--out`, always UTF-8; everything else goes to stderr.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Callable, Iterator

from ..errors import UsageError

Progress = Callable[[int, int, str], None]


@contextlib.contextmanager
def progress_bar(wanted: bool) -> Iterator[Progress | None]:
    """A progress bar on stderr, only where stderr is a terminal."""
    if not wanted or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

    columns = (SpinnerColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def show(done: int, total: int, path: str) -> None:
            bar.update(task, completed=done, total=total, description=os.path.basename(path))

        yield show


def needs_out(binary: bool, out: str | None, format: str) -> None:
    if binary and out is None:
        raise UsageError(f"{format} 是二进制格式，请用 --out 指定文件", f"{format} is binary; name a file with --out")


def may_write(out: str | None, force: bool) -> None:
    """Refuse a target that cannot be written, before the work is done."""
    if out is None:
        return
    folder = os.path.dirname(os.path.abspath(out))
    if not os.path.isdir(folder):
        raise UsageError(f"{out}：文件夹不存在", f"{out}: the folder does not exist")
    if os.path.isdir(out) or not os.access(folder if not os.path.exists(out) else out, os.W_OK):
        raise UsageError(f"{out}：无法写入", f"{out}: cannot be written")
    if not force and os.path.exists(out) and os.path.getsize(out):
        raise UsageError(f"{out}：文件已存在；如要覆盖请加 --force", f"{out}: exists; add --force to overwrite it")


def write(data: bytes | str, out: str | None) -> None:
    """Data to `out` (whole or not at all) or to stdout, always UTF-8."""
    raw = data.encode() if isinstance(data, str) else data
    if out is None:
        sys.stdout.buffer.write(raw)
        sys.stdout.buffer.flush()
        return
    may_write(out, True)
    write_whole(out, raw)


def write_whole(out: str, data: bytes) -> None:
    """Write a file so that a crash leaves the old one or the new one, never half.

    Raises:
        UsageError: it cannot be written.
    """
    partial = f"{out}.partial"
    try:
        with open(partial, "wb") as stream:
            stream.write(data)
        os.replace(partial, out)
    except OSError as error:
        with contextlib.suppress(OSError):
            os.unlink(partial)
        raise UsageError(
            f"{out}：无法写入（{error.strerror}）", f"{out}: cannot be written ({error.strerror})"
        ) from None


def width() -> int:
    return shutil.get_terminal_size((80, 24)).columns if sys.stdout.isatty() else 80


def say(text: str) -> None:
    print(
        text.encode(sys.stderr.encoding or "utf-8", "backslashreplace").decode(sys.stderr.encoding or "utf-8"),
        file=sys.stderr,
    )
