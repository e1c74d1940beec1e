"""`gouji dataset merge`: the shards of one archive, or several archives, as one dataset."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import UsageError
from .basis import form_hashes
from .ledger import Choice, Entry, Ledger, clear

if TYPE_CHECKING:
    from .run import RunSummary


def merge(out: str, directories: Sequence[str], forms: str | None = None, bodies: str | None = None) -> RunSummary:
    """Put datasets together into the new folder `out`; the result is byte for byte that of one run over all files.

    `forms` and `bodies` are those of the runs. Where it fails, `out` is left empty.

    Raises:
        UsageError: a folder is no dataset, `out` is not empty, the datasets were made by different programs, forms or
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
    choice = _agreed(directories, form_hashes(loaded))
    try:
        with Ledger(folder) as ledger:
            ledger.set_meta("shard", "1/1")
            ledger.set_meta("choice", json.dumps(choice))
            for directory in directories:
                with Ledger(Path(directory), write=False) as source:
                    _copy(source, ledger, directory)
            findings = finish(ledger, loaded, known, choice, True)
            statuses = ledger.counts()
            internal = sum(entry.internal for entry in ledger.entries())
    except BaseException:
        for name in os.listdir(folder):
            path = folder / name
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        raise
    return RunSummary(out, 0, sum(statuses.values()), statuses, findings, {}, internal, False, 0.0)


def _agreed(directories: Sequence[str], hashes: dict[str | None, str]) -> Choice:
    """The rules all datasets were made with, if program, forms and options were the same for all."""
    first: tuple[str, str] | None = None
    choice: Choice = ((), ())
    for directory in directories:
        with Ledger(Path(directory), write=False) as source:
            choice = source.choice()
            for basis, form, form_hash in source.made_with():
                first = first or (directory, basis)
                if basis != first[1]:
                    raise UsageError(
                        f"{directory} 与 {first[0]} 由不同的版本、表式或选项写成，请用同一版本重新运行",
                        f"{directory} and {first[0]} were made by other versions, forms or options; run one again",
                    )
                if form_hash != hashes.get(form, "gone"):
                    raise UsageError(
                        f"{directory}：所用的表式 {form} 与现有的不同；请用当时的 --forms",
                        f"{directory}: its form {form} is not the one at hand; give the --forms of the run",
                    )
    return choice


def _copy(source: Ledger, target: Ledger, name: str) -> None:
    """Copy every file's entry and answer."""
    batch = []
    for entry in source.entries():
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


def _alike(one: Entry, other: Entry) -> bool:
    return (one.sha256, one.basis, one.status) == (other.sha256, other.basis, other.status)
