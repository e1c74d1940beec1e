"""What an answer depends on beside the file's bytes: the program, the limits, the forms."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..forms.schema import Form
    from .jobs import Work


def basis_of(work: Work) -> str:
    """The key shared by all files. It changes with the version, the program's own files, the options, and with what
    recognises the forms, since that may give any file another form; not with the rest of a form file.
    """
    from .. import __version__

    recognised = [(form.form, repr(form.years), repr(form.detect), _labels(form)) for form in work.forms]
    parts = (__version__, program_hash(), repr(work.limits), work.select, work.ignore, work.process, recognised)
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def form_hashes(forms: Sequence[Form]) -> dict[str | None, str]:
    """The hash of each form, by name; a file that was recognised as none depends on no form beyond the basis."""
    hashes: dict[str | None, str] = {form.form: hashlib.sha256(repr(form).encode()).hexdigest() for form in forms}
    hashes[None] = ""
    return hashes


@lru_cache(maxsize=1)
def program_hash() -> str:
    """Hash of the package's Python and data files, so that an edited checkout is not taken for its release."""
    root = Path(__file__).parents[1]
    digest = hashlib.sha256()
    rooms = ("ingest", "extract", "reconcile", "forms")
    files = [f for room in rooms for f in (root / room).rglob("*") if f.suffix in (".py", ".yaml", ".txt")]
    bundled = {f for f in files if f.parent.name == "forms" and f.suffix == ".yaml"}
    for path in sorted({root / "model.py", *files} - bundled):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _labels(form: Form) -> str:
    """What a form is recognised by beyond `detect`: titles and markers of its tables, titles of its sections."""
    tables = [(table.title, table.aliases, table.marker) for table in form.tables]
    return repr((tables, [(section.title, section.aliases) for section in form.sections]))
