"""`gouji dataset merge`: the shards of one archive, or several archives, as one dataset."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import UsageError
from .ledger import Entry, Ledger, clear

if TYPE_CHECKING:
    from .run import RunSummary


def merge(
    out: str,
    directories: Sequence[str],
    forms: str | None = None,
    bodies: str | None = None,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
) -> RunSummary:
    """Put datasets together into the new folder `out`; the result is byte for byte that of one run over all files.

    Raises:
        UsageError: a folder is no dataset, `out` is not empty, the datasets were made by different programs or
            options, or one path stands for different contents.
        ConfigError: a form file or the table of bodies is wrong.
    """
    from ..forms.loader import load_forms
    from ..reconcile.across_bodies import load_bodies
    from .finish import finish
    from .run import RunSummary

    loaded, known = load_forms(forms), load_bodies(bodies)
    folder = Path(out)
    with clear(folder):
        folder.mkdir(parents=True, exist_ok=True)
        if os.listdir(folder):
            raise UsageError(f"{out}：文件夹不是空的", f"{out}: the folder is not empty")
    with Ledger(folder) as ledger:
        ledger.set_meta("shard", "1/1")
        basis: tuple[str, str] | None = None
        total = 0
        for directory in directories:
            with Ledger(Path(directory), write=False) as source:
                total += _copy(source, ledger, directory)
                for entry in source.entries():
                    if basis is not None and entry.basis != basis[0]:
                        raise UsageError(
                            f"{directory} 与 {basis[1]} 由不同的版本、表式或选项写成，请用同一版本重新运行",
                            f"{directory} and {basis[1]} were made by other versions, forms or options; run one again",
                        )
                    basis = basis or (entry.basis, directory)
        findings = finish(ledger, loaded, known, (tuple(select), tuple(ignore)), True)
        internal = sum(entry.internal for entry in ledger.entries())
        return RunSummary(out, 0, total, ledger.counts(), findings, {}, internal, False, 0.0)


def _copy(source: Ledger, target: Ledger, name: str) -> int:
    """Copy every file's entry and answer; returns how many files `source` has."""
    batch = []
    count = 0
    for entry in source.entries():
        count += 1
        before = target.entry(entry.path)
        if before is not None and not _alike(before, entry):
            raise UsageError(
                f"{entry.path} 在 {name} 和先前的数据集中内容不同",
                f"{entry.path} in {name} is not the file of the earlier dataset",
            )
        batch.append((entry, source.packed(entry.path)))
        if len(batch) >= 64:
            target.keep(batch)
            batch = []
    target.keep(batch)
    return count


def _alike(one: Entry, other: Entry) -> bool:
    return (one.sha256, one.basis, one.status) == (other.sha256, other.basis, other.status)
