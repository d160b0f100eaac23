"""One whole report and one whole summary, held to the letter.

After a change that is meant, look at the report in a browser, then write the files again with
``TALKCOACH_RENEW_GOLDEN=1 .venv/bin/pytest tests/export/test_golden.py``.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
import reports
from rich.console import Console

from talkcoach.export import FORMATS
from talkcoach.export.terminal import print_summary
from talkcoach.report.model import from_json

GOLDEN = Path(__file__).parent / "golden"


def summary() -> str:
    file = io.StringIO()
    print_summary(reports.a_report(), Console(file=file, width=80))
    return "".join(f"{line.rstrip()}\n" for line in file.getvalue().splitlines())


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("report.html", lambda: FORMATS["html"].render(reports.a_report())),
        ("report.md", lambda: FORMATS["md"].render(reports.a_report())),
        ("summary.txt", summary),
    ],
)
def test_the_output_is_as_it_was_last_looked_at(name: str, write: object) -> None:
    path, text = GOLDEN / name, write()  # type: ignore[operator]
    if os.environ.get("TALKCOACH_RENEW_GOLDEN"):
        GOLDEN.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text(encoding="utf-8")


def test_a_report_goes_to_json_and_comes_back_the_same_page() -> None:
    back = from_json(FORMATS["json"].render(reports.a_report()), Path("report.json"))
    assert FORMATS["html"].render(back) == FORMATS["html"].render(reports.a_report())


def test_naming_the_formats_imports_none_of_them() -> None:
    heavy = "jinja2", "lxml", "cattrs", "rich"
    script = f"import sys, talkcoach.export; sys.exit(', '.join(set({heavy}) & set(sys.modules)) or None)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
