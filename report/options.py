"""What a caller may choose about an output."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from ..model import Document, Record

Load = Callable[[str], "Document"]
Fetch = Callable[[str], bytes]


class OutputOptions(Struct, frozen=True):
    """Choices for `render_check`; every output takes those that mean something to it.

    `records` give the outputs all figures and the bounds of rounded numbers; without them only the numbers that
    relations use are known. `fetch` gives a source's bytes, for pictures of pages. `template` is the path
    of a house template; where it is set, it decides the output whatever the format.
    """

    notes: bool = False
    verbose: bool = False
    statistics: bool = False
    quiet: bool = False
    full: bool = False
    colour: bool = False
    width: int = 80
    records: tuple[Record, ...] = ()
    fetch: Fetch | None = None
    template: str | None = None


DEFAULT_OPTIONS = OutputOptions()
