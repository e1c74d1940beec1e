"""What a run reads: files, folders, globs, archives, manifests and URLs, as one list without doubles."""

from __future__ import annotations

import csv
import fnmatch
import os
from collections.abc import Iterator, Sequence

from msgspec import Struct

from ..errors import UsageError

# For URLs the name decides, since their content is not at hand.
_ENDINGS = (
    ".pdf", ".docx", ".doc", ".wps", ".rtf", ".odt", ".html", ".htm", ".shtml", ".mhtml", ".mht", ".txt", ".png",
    ".jpg", ".jpeg", ".tif", ".tiff",
)  # fmt: skip
_TABLE_ENDINGS = (".xlsx", ".xls", ".csv")


class Inputs(Struct, frozen=True):
    """`files` are (path, root) pairs in order, root the argument that gave the file; `ignored` counts the rest."""

    files: tuple[tuple[str, str], ...]
    ignored: dict[str, int]


def find_inputs(paths: Sequence[str], tables: bool = False) -> Inputs:
    """Every file that `paths` stand for, each once.

    A path that ends in `.csv` and has a column `path` is a manifest: its rows are read as further paths, relative
    ones from the manifest's folder. A path with `://` is opened by fsspec; a folder or glob there is listed.

    Raises:
        UsageError: a manifest or URL that cannot be listed.
    """
    from ..ingest.discover import discover

    files: dict[str, str] = {}
    ignored: dict[str, int] = {}
    for root in paths:
        if "://" in root:
            found: Sequence[str] = tuple(_listed(root, tables))
        elif (rows := _manifest(root)) is not None:
            inner = find_inputs(rows, tables)
            found = [path for path, _ in inner.files]
            _add(ignored, inner.ignored)
        else:
            discovery = discover([root], tables=tables)
            found = discovery.inputs
            _add(ignored, discovery.ignored)
        for path in found:
            files.setdefault(path, root)
    return Inputs(tuple(files.items()), ignored)


def shard_of(inputs: Inputs, number: int, count: int) -> Inputs:
    """Every `count`-th file, from `number` (1 … count): neighbours, which are alike in cost, go to different shards."""
    return Inputs(inputs.files[number - 1 :: count], inputs.ignored)


def stamp_of(path: str) -> str:
    """A cheap sign that a file has not changed since; empty where there is none, then its bytes are hashed."""
    if "://" in path:
        return _remote_stamp(path)
    try:
        found = os.stat(path)
    except OSError:
        if "!/" not in path:
            return ""
        try:
            found = os.stat(path.partition("!/")[0])
        except OSError:
            return ""
    return f"{found.st_size}:{found.st_mtime_ns}:{found.st_ctime_ns}"


def _add(to: dict[str, int], more: dict[str, int]) -> None:
    for name, count in more.items():
        to[name] = to.get(name, 0) + count


def _manifest(path: str) -> list[str] | None:
    """The paths a manifest names; None where the file is no manifest."""
    if not path.lower().endswith(".csv") or not os.path.isfile(path):
        return None
    try:
        with open(path, encoding="utf-8-sig", newline="") as stream:
            rows = csv.DictReader(stream)
            if "path" not in (rows.fieldnames or ()):
                return None
            given = [row["path"].strip() for row in rows if row["path"] and row["path"].strip()]
    except UnicodeDecodeError:
        return None
    except (OSError, csv.Error) as error:
        raise UsageError(f"{path}：清单无法读取（{error}）", f"{path}: the manifest cannot be read ({error})") from None
    folder = os.path.dirname(path)
    return [name if "://" in name or os.path.isabs(name) else os.path.join(folder, name) for name in given]


def _listed(url: str, tables: bool) -> Iterator[str]:
    """The files under a URL, sorted; hidden ones left out."""
    import fsspec

    endings = _ENDINGS + (_TABLE_ENDINGS if tables else ())
    try:
        system, inner = fsspec.core.url_to_fs(url)
        protocol = url.partition("://")[0]
        if any(sign in inner for sign in "*[") or (protocol not in ("http", "https") and "?" in inner):
            found = sorted(name for name in system.glob(inner) if fnmatch.fnmatch(name, inner) or "**" in inner)
        elif protocol not in ("http", "https") and system.isdir(inner):
            names = sorted(system.find(inner))
            within = len(inner.rstrip("/")) + 1
            found = [n for n in names if n.lower().endswith(endings) and not _hidden(n[within:])]
        else:
            yield url
            return
    except Exception as error:  # every file system has errors of its own
        raise UsageError(f"{url}：无法列出（{error}）", f"{url}: cannot be listed ({error})") from error
    yield from (f"{protocol}://{name}" if "://" not in name else name for name in found)


def _hidden(path: str) -> bool:
    return any(part.startswith(".") for part in path.split("/"))


def _remote_stamp(url: str) -> str:
    import fsspec

    try:
        system, inner = fsspec.core.url_to_fs(url)
        info = system.info(inner)
    except Exception:  # then the file is fetched and hashed, and any error is told there
        return ""
    signs = [str(info.get(name)) for name in ("ETag", "etag", "LastModified", "mtime", "created") if info.get(name)]
    return f"{info.get('size')}:{':'.join(signs)}" if signs else ""
