"""The page inside an MHTML file (a browser's "web page, single file")."""

from __future__ import annotations

from email import policy
from email.parser import BytesParser

from ..errors import InputError


def page_of(data: bytes) -> tuple[bytes, str | None]:
    """The bytes of the first HTML part and its declared charset.

    Raises:
        InputError: no HTML part.
    """
    # The compat32 policy never raises on damaged headers.
    message = BytesParser(policy=policy.compat32).parsebytes(data.lstrip())
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload.strip():
                charset = part.get_content_charset()
                return payload, charset
    raise InputError(
        "MHTML 文件中没有网页内容（可能已截断）", "the MHTML file holds no page (it may be truncated)", "damaged"
    )
