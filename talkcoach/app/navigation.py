"""The pages of the app by name, and the way from one to another."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import streamlit as st
from streamlit.navigation.page import StreamlitPage

Name = Literal["prepare", "rehearse", "review", "questions", "progress", "share"]

TITLES: dict[Name, str] = {
    "prepare": "Prepare",
    "rehearse": "Rehearse",
    "review": "Review",
    "questions": "Questions",
    "progress": "Progress",
    "share": "Share",
}
"""Every page in the order in which a talk goes through them."""


def page(name: Name) -> StreamlitPage:
    """The page with a name, for `st.page_link`."""
    path = Path(__file__).with_name(f"{name}_page.py")
    return st.Page(path, title=TITLES[name], url_path=name, default=name == "prepare")


def go_to(name: Name) -> None:
    """Leave for another page; ends this run of the script."""
    st.switch_page(page(name))
