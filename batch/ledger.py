"""What has been done: one SQLite file, written by the parent process only.

The ledger is the truth; the tables are made from it and can be made again. Every answer is kept with the key of what
it depends on (bytes, version, forms), so a second run does what is missing and nothing else.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import astuple

from ..errors import GoujiError, UsageError

NAME = "ledger.sqlite"
LOCK = "ledger.lock"
_TABLES = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS files (
  path TEXT PRIMARY KEY, root TEXT NOT NULL, stamp TEXT NOT NULL, sha256 TEXT NOT NULL, basis TEXT NOT NULL,
  form TEXT, form_hash TEXT NOT NULL, status TEXT NOT NULL, retry INTEGER NOT NULL, internal INTEGER NOT NULL,
  body TEXT, year INTEGER, seconds REAL NOT NULL, read_seconds REAL NOT NULL, check_seconds REAL NOT NULL,
  peak_mb INTEGER NOT NULL, format TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS files_order ON files (year IS NULL, year, body IS NULL, body, path);
CREATE INDEX IF NOT EXISTS files_body ON files (body, year, path);
CREATE TABLE IF NOT EXISTS answers (
  path TEXT PRIMARY KEY, documents BLOB NOT NULL, figures BLOB NOT NULL, findings BLOB NOT NULL,
  problems BLOB NOT NULL, digest BLOB NOT NULL, record BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS across (
  year INTEGER, body TEXT, position INTEGER, severity TEXT NOT NULL, row BLOB NOT NULL);
"""
FORMAT = 1
Choice = tuple[tuple[str, ...], tuple[str, ...]]  # rule codes selected, ignored
_ORDER = "year IS NULL, year, body IS NULL, body, path"


class Entry(Struct, frozen=True):
    """One file's line in the ledger. `basis` is the key of all but the form file; `retry` asks for another try."""

    path: str
    root: str
    stamp: str
    sha256: str
    basis: str
    form: str | None
    form_hash: str
    status: str
    retry: bool
    internal: bool
    body: str | None
    year: int | None
    seconds: float = 0.0
    read_seconds: float = 0.0
    check_seconds: float = 0.0
    peak_mb: int = 0
    format: str = ""


class Packed(Struct, frozen=True):
    """A file's answer, ready to be written: Arrow bytes of its rows, its digest for other reports, its record."""

    documents: bytes
    figures: bytes
    findings: bytes
    problems: bytes
    digest: bytes
    record: bytes


class Ledger:
    """An open ledger. Everything raises `UsageError` with a clear sentence where the disk or the file is at fault."""

    def __init__(self, folder: Path, *, write: bool = True) -> None:
        self.folder = folder
        self._lock: sqlite3.Connection | None = None
        path = folder / NAME
        if not write and not path.exists():
            raise UsageError(
                f"{folder}：不是 gouji 数据集（没有 {NAME}）",
                f"{folder}: not a dataset of gouji (no {NAME})",
                "not-a-dataset",
            )
        try:
            if write:
                self._take_lock()
            with clear(folder):
                # The parent's result thread and its main thread take turns; never two at once.
                if write:
                    self.db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
                    self.db.executescript(
                        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000;"
                    )
                else:
                    self.db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)
                self._check_format(write)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        for name in ("db", "_lock"):
            connection = getattr(self, name, None)
            if connection is not None:
                with contextlib.suppress(sqlite3.Error):
                    connection.close()
        self._lock = None

    def _take_lock(self) -> None:
        """One writer a folder. SQLite's own lock ends with the process, however it ends."""
        with clear(self.folder):
            lock = sqlite3.connect(self.folder / LOCK, timeout=0, isolation_level=None)
            try:
                lock.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError as error:
                lock.close()
                if "locked" not in str(error):
                    raise
                raise UsageError(
                    f"{self.folder}：另一个 gouji run 正在写入这个文件夹；请等它结束，或换一个 --out",
                    f"{self.folder}: another gouji run is writing to this folder; wait for it, or choose another --out",
                    "locked",
                ) from None
            self._lock = lock

    def _check_format(self, write: bool) -> None:
        present = self.db.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone()
        found = self.meta("format") if present else None
        if found is not None and int(found) > FORMAT:
            made = self.meta("version")
            raise UsageError(
                f"{self.folder}：数据集由更新的 gouji {made} 写成，请升级后再用",
                f"{self.folder}: written by a newer gouji ({made}); upgrade to use it",
                "newer",
            )
        if not write and found is None:
            raise UsageError(
                f"{self.folder}：上次运行刚开始就中断了，还没有结果；请重新运行",
                f"{self.folder}: a run began here and has no results yet; run it again",
                "half-written",
            )
        if write:
            self.db.executescript(_TABLES)
            if found is None:
                self.set_meta("format", str(FORMAT))

    # ------------------------------------------------------------ facts about the whole
    def meta(self, key: str) -> str | None:
        row = self.db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def set_meta(self, key: str, value: str) -> None:
        with clear(self.folder):
            self.db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def choice(self) -> Choice:
        """The rules that were asked for, as the run that made this wrote them down."""
        select, ignore = json.loads(self.meta("choice") or "[[], []]")
        return tuple(select), tuple(ignore)

    def made_with(self) -> list[tuple[str, str | None, str]]:
        """Every basis, form and hash of a form that some answer was made with."""
        return list(self.db.execute("SELECT DISTINCT basis, form, form_hash FROM files ORDER BY 1, 2, 3"))

    # ------------------------------------------------------------ one file
    def entry(self, path: str) -> Entry | None:
        row = self.db.execute("SELECT * FROM files WHERE path = ?", (path,)).fetchone()
        return None if row is None else _entry(row)

    def keep(self, results: Iterable[tuple[Entry, Packed | None]]) -> None:
        """Store several answers at once, all or none; without an answer the earlier one stays."""
        with clear(self.folder), self._transaction():
            for entry, packed in results:
                self.db.execute(f"INSERT OR REPLACE INTO files VALUES ({','.join('?' * 17)})", astuple(entry))
                if packed is not None:
                    self.db.execute(
                        "INSERT OR REPLACE INTO answers VALUES (?,?,?,?,?,?,?)", (entry.path, *astuple(packed))
                    )

    def touch(self, path: str, root: str, stamp: str) -> None:
        with clear(self.folder):
            self.db.execute("UPDATE files SET root = ?, stamp = ? WHERE path = ?", (root, stamp, path))

    def drop(self, paths: Iterable[str]) -> None:
        with clear(self.folder), self._transaction():
            for path in paths:
                self.db.execute("DELETE FROM files WHERE path = ?", (path,))
                self.db.execute("DELETE FROM answers WHERE path = ?", (path,))

    def answer(self, path: str, part: str) -> bytes:
        row = self.db.execute(f"SELECT {part} FROM answers WHERE path = ?", (path,)).fetchone()
        return b"" if row is None else bytes(row[0])

    def packed(self, path: str) -> Packed | None:
        row = self.db.execute("SELECT * FROM answers WHERE path = ?", (path,)).fetchone()
        return None if row is None else Packed(*row[1:])

    # ------------------------------------------------------------ all files, in the order of the tables
    def entries(self) -> Iterator[Entry]:
        """Every file by year, body and path: an order that no way of running can change."""
        for row in self.db.execute(f"SELECT * FROM files ORDER BY {_ORDER}"):
            yield _entry(row)

    def answers(self, part: str) -> Iterator[tuple[Entry, bytes]]:
        """One part of every answer, in the order of the tables."""
        keys = ", ".join(f"f.{name}" for name in Entry.__struct_fields__)
        order = _ORDER.replace("year", "f.year").replace("body", "f.body").replace("path", "f.path")
        query = f"SELECT {keys}, a.{part} FROM files f JOIN answers a ON a.path = f.path ORDER BY {order}"
        for row in self.db.execute(query):
            yield _entry(row[:-1]), row[-1]

    def bodies(self) -> list[str]:
        """The names of bodies, as printed, that some record gives."""
        return [
            row[0] for row in self.db.execute("SELECT DISTINCT body FROM files WHERE body IS NOT NULL ORDER BY body")
        ]

    def spans(self) -> list[tuple[str, int, int]]:
        """Every body's name with the first and the last year it published."""
        query = "SELECT body, min(year), max(year) FROM files WHERE body IS NOT NULL AND year IS NOT NULL GROUP BY body"
        return sorted(self.db.execute(query))

    def digests(self, body: str) -> Iterator[bytes]:
        query = (
            "SELECT a.digest FROM files f JOIN answers a ON a.path = f.path WHERE f.body = ? ORDER BY f.year, f.path"
        )
        return (row[0] for row in self.db.execute(query, (body,)) if row[0])

    def paths_of(self, root: str) -> set[str]:
        return {row[0] for row in self.db.execute("SELECT path FROM files WHERE root = ?", (root,))}

    def counts(self) -> dict[str, int]:
        return dict(self.db.execute("SELECT status, count(*) FROM files GROUP BY status ORDER BY status"))

    # ------------------------------------------------------------ findings between reports
    def replace_across(self, rows: Iterable[tuple[int | None, str | None, int, str, bytes]]) -> None:
        with clear(self.folder), self._transaction():
            self.db.execute("DELETE FROM across")
            self.db.executemany("INSERT INTO across VALUES (?,?,?,?,?)", rows)

    def across(self, year: int | None) -> Iterator[tuple[str, bytes]]:
        """Severity and row of the findings between reports that belong to a year."""
        query = "SELECT severity, row FROM across WHERE year IS ? ORDER BY body IS NULL, body, position"
        return iter(self.db.execute(query, (year,)))

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                self.db.execute("ROLLBACK")
            raise
        self.db.execute("COMMIT")


@contextlib.contextmanager
def clear(folder: Path) -> Iterator[None]:
    """Say in one sentence what is wrong with the disk or the folder; what was kept before stays."""
    try:
        yield
    except GoujiError:
        raise
    except (sqlite3.Error, OSError) as error:
        raise _explained(folder, error) from error


def _explained(folder: Path, error: Exception) -> UsageError:
    text = str(error)
    number = error.errno if isinstance(error, OSError) else None
    if number in (28, 122) or "disk is full" in text or "database or disk" in text:
        return UsageError(
            f"{folder}：磁盘已满；已完成的结果都已保存，腾出空间后重新运行同一命令即可继续",
            f"{folder}: the disk is full; what was finished is kept: free some space and run the same command again",
            "disk-full",
        )
    if number in (1, 13, 30) or "readonly" in text or "unable to open" in text:
        return UsageError(
            f"{folder}：无法写入，请检查权限", f"{folder}: cannot be written to; check its permissions", "read-only"
        )
    if isinstance(error, sqlite3.DatabaseError) and (
        "malformed" in text or "not a database" in text or "no such" in text
    ):
        return UsageError(
            f"{folder}：{NAME} 已损坏（{text}）；请删除这个文件夹后重新运行",
            f"{folder}: {NAME} is damaged ({text}); delete the folder and run again",
            "damaged",
        )
    return UsageError(f"{folder}：{text}", f"{folder}: {text}", "disk")


def _entry(row: tuple[object, ...]) -> Entry:
    values = dict(zip(Entry.__struct_fields__, row, strict=True))
    return Entry(**{**values, "retry": bool(values["retry"]), "internal": bool(values["internal"])})  # type: ignore[arg-type]
