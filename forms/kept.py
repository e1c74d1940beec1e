"""What is worked out of a form once and kept with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from .schema import Form

Made = TypeVar("Made")


def once_a_form(make: Callable[[Form], Made]) -> Callable[[Form], Made]:
    """As `make`, called but once for every form.

    By identity, since a form's rule examples cannot be hashed; the form is kept so that its id stays its own.
    """
    kept: dict[int, tuple[Form, Made]] = {}

    @wraps(make)
    def made(form: Form) -> Made:
        known = kept.get(id(form))
        if known is None:
            known = kept[id(form)] = (form, make(form))
        return known[1]

    return made
