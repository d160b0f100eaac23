"""A piece of the report on a page: the same words and pictures, and every moment in it plays on a click."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from talkcoach.resources import shipped


def panel(html: str, key: str, axis: Mapping[str, float] | None = None) -> None:
    """Show a piece of the report.

    Args:
        html: as `talkcoach.export.html` makes it, all text of others escaped.
        key: one of its own on the page.
        axis: of a timeline in it, its ``seconds`` and the abscissae ``left`` and ``right`` of its ends.
    """
    _component()(data={"html": html, "axis": dict(axis) if axis else None}, key=f"panel_{key}")


@cache
def _component() -> Any:
    here = Path(__file__)
    style = shipped("export", "report.css").read_text(encoding="utf-8")
    own = here.with_name("panel.css").read_text(encoding="utf-8")
    script = here.with_name("panel.js").read_text(encoding="utf-8")
    return st.components.v2.component("talkcoach_panel", css=style + own, js=script)
