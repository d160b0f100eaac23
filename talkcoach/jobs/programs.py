"""How to install a program that is missing, on this system."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping

_MANAGERS = {
    "apt": "sudo apt install {}",
    "dnf": "sudo dnf install {}",
    "pacman": "sudo pacman -S {}",
    "zypper": "sudo zypper install {}",
}
"""The package managers of Linux, and how each installs something."""


def how_to_install(names: Mapping[str, str], elsewhere: str) -> str:
    """The command that installs something here.

    Args:
        names: what it is called, by package manager.
        elsewhere: what to do on a system that has none of them.
    """
    if sys.platform.startswith("linux"):
        for manager, name in names.items():
            if shutil.which(manager):
                return f"Install it: {_MANAGERS[manager].format(name)}"
    return elsewhere
