"""The LibreOffice program, which renders the slides of a .pptx."""

from __future__ import annotations

import shutil
from pathlib import Path

_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
)
"""Where its installers put it without adding it to the search path."""


def find_libreoffice() -> Path | None:
    """The program that converts documents, or None where LibreOffice is not installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return Path(found) if found else next((path for path in map(Path, _PLACES) if path.exists()), None)
