"""PDF as LibreOffice prints it: the DOCX converted, with the clock taken out. Only where LibreOffice is installed."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from .description import Report
from .word import write_docx

_CLOCK = re.compile(rb"(?<=\(D:)\d{14}|(?<=/DocChecksum /)[0-9A-F]+|<[0-9A-F]{32}>(?=\s*(?:<[0-9A-F]{32}>\s*)?\])")


def available() -> bool:
    return shutil.which("soffice") is not None


def write_office_pdf(report: Report) -> bytes:
    """The report's DOCX printed by LibreOffice.

    Raises:
        FileNotFoundError: there is no LibreOffice on this machine.
    """
    if not available():
        raise FileNotFoundError("the style libreoffice needs LibreOffice (the command soffice)")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "report.docx"
        source.write_bytes(write_docx(report))
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        return _without_clock(source.with_suffix(".pdf").read_bytes())


def _without_clock(data: bytes) -> bytes:
    """Times and random numbers as noughts of the same length, so that the places of objects stay right."""
    return _CLOCK.sub(lambda found: re.sub(rb"[0-9A-F]", b"0", found.group()), data)
