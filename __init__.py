"""gouji (勾稽): read annual reports, extract every figure, show where a report contradicts itself.

The verbs live in `gouji.api` and are loaded on first use, so that `import gouji` costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .api import (
        check_reports,
        check_table,
        extract_record,
        find_quantities,
        open_dataset,
        read_report,
        reconcile_records,
    )

__version__ = "0.1.0"
__all__ = [
    "__version__",
    "check_reports",
    "check_table",
    "extract_record",
    "find_quantities",
    "open_dataset",
    "read_report",
    "reconcile_records",
]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from . import api

        return getattr(api, name)
    raise AttributeError(f"module 'gouji' has no attribute {name!r}")
