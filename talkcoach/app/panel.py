"""A section of the report on a page: the same words and pictures, and every moment in it plays on a click."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from talkcoach.report.axis import Axis
from talkcoach.store.places import shipped


def panel(html: str, key: str, axis: Axis | None = None) -> None:
    """Show a section of the report.

    Args:
        html: as `talkcoach.export.html_sections` renders it, all text from decks and speech escaped.
        key: unique on the page.
        axis: that of the timeline in it, where there is one.
    """
    _component()(data={"html": html, "axis": asdict(axis) if axis else None}, key=f"panel_{key}")


@cache
def _component() -> Any:
    here = Path(__file__)
    style = shipped("export", "report.css").read_text(encoding="utf-8")
    own = here.with_name("panel.css").read_text(encoding="utf-8")
    script = here.with_name("panel.js").read_text(encoding="utf-8")
    return st.components.v2.component("talkcoach_panel", css=style + own, js=script)
