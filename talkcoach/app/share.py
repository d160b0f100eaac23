"""The page Share."""

from __future__ import annotations

import streamlit as st

from talkcoach.app.pages import go_to

st.title("Share")
st.write("Here you take the report, the subtitles and your deck with notes elsewhere, once you have rehearsed.")
if st.button("Prepare a talk"):
    go_to("prepare")
