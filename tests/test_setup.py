"""Setting up on machines that lack something; the machine's own programs are played by small scripts."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

pytestmark = pytest.mark.skipif(
    os.name == "nt" or not shutil.which("make") or not shutil.which("bash"), reason="needs make and bash"
)


def program(path: Path, script: str) -> Path:
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_a_python_that_cannot_make_an_environment_leaves_none_and_says_what_to_install(tmp_path: Path):
    broken = 'test "$2" = venv || exit 0; mkdir -p "$3/bin"; touch "$3/bin/python"; exit 1'
    python = program(tmp_path / "python", broken)
    command = ["make", "-f", str(ROOT / "Makefile"), ".venv/bin/python", f"PYTHON={python}"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "apt install python3-venv" in done.stderr
    assert not (tmp_path / ".venv").exists()


def installed(tmp_path: Path, *, ensurepip: bool, chromium: bool) -> tuple[list[str], bool]:
    """What a bare machine is told to install before the tests, and whether the tests are run."""
    log = tmp_path / "log"
    program(tmp_path / "id", "echo 0")
    program(tmp_path / "sleep", "exit 0")
    program(tmp_path / "python3", f"exit {0 if ensurepip else 1}")
    program(tmp_path / "make", f'echo "make $*" >> {log}')
    refuse = "" if chromium else 'case "$*" in *chromium*) exit 100;; esac'
    program(tmp_path / "apt-get", f'{refuse}\ncase "$*" in *simulate*) ;; *) echo "$*" >> {log};; esac')
    environment = {**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run(["bash", str(ROOT / ".ci" / "run")], env=environment, check=True, capture_output=True)
    lines = log.read_text(encoding="utf-8").splitlines()
    return next(line.split() for line in lines if line.startswith("install")), lines[-1] == "make test"


@pytest.mark.parametrize("chromium", [True, False])
def test_a_machine_whose_packages_have_no_browser_runs_the_rest(tmp_path: Path, chromium: bool):
    asked, tested = installed(tmp_path, ensurepip=True, chromium=chromium)
    assert tested
    assert ("chromium" in asked) == chromium
    assert "libreoffice-impress" in asked


@pytest.mark.parametrize("ensurepip", [True, False])
def test_a_python_without_what_makes_environments_gets_it(tmp_path: Path, ensurepip: bool):
    asked, tested = installed(tmp_path, ensurepip=ensurepip, chromium=True)
    assert tested
    assert ("python3-venv" in asked) != ensurepip
