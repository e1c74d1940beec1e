"""Tidy tables of many reports: written by `batch`, opened, queried and put into panels here."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .opened import Dataset

__all__ = ["Dataset", "open_dataset"]


def open_dataset(directory: str) -> Dataset:
    """Open a dataset written by `gouji run`.

    Raises:
        UsageError: the folder holds no dataset, a half-written one, or one of a newer version.
    """
    from .opened import Dataset

    return Dataset(directory)


def __getattr__(name: str) -> object:
    if name == "Dataset":
        from .opened import Dataset

        return Dataset
    raise AttributeError(name)
