"""Pages run as the browser would have them, and rehearsals for them to show."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import reports
import shelf
from streamlit.testing.v1 import AppTest

from talkcoach.report.model import Report
from talkcoach.store.rehearsal import Rehearsal

APP = Path(__file__).parents[2] / "app.py"

HOSTILE = "<script>alert('x')</script> [a](javascript:1) $x$ :red[!] שלום 🎤 \"“ " + "ä" * 10_000


def shown(page: str) -> AppTest:
    """A page with the rehearsals that are there."""
    app = AppTest.from_file(str(APP), default_timeout=120).run()
    return app.switch_page(f"talkcoach/app/{page}_page.py").run()


def words(app: AppTest) -> str:
    """All that the page says in running text."""
    return "\n".join(each.value for kind in (app.markdown, app.caption, app.warning, app.error) for each in kind)


def assert_nothing_is_markup(app: AppTest) -> None:
    """Hold that text of others came out as text: nothing of it can be a tag, a link or a colour."""
    assert not app.exception
    for element in (*app.markdown, *app.caption, *app.warning, *app.error):
        assert not getattr(element.proto, "allow_html", False)
        assert "<script>" not in element.value
        assert "](javascript" not in element.value
        assert " :red[!" not in element.value


def coached(number: int = 1, report: Report | None = None, title: str = "Sparse routing") -> list[Rehearsal]:
    """Rehearsals of an invented talk, a day apart, the earliest first."""
    begun = datetime.fromisoformat("2026-10-01T21:03:07+01:00")
    found = report or reports.a_report()
    rehearsals = []
    for day in range(number):
        meta = shelf.a_meta(title, (begun + timedelta(days=day)).isoformat())
        more = replace(
            found,
            delivery=replace(found.delivery, tempo=replace(found.delivery.tempo, words_per_minute=140.0 + day)),
        )
        rehearsals.append(shelf.recorded(meta, report=more))
    return rehearsals
