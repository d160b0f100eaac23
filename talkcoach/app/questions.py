"""The page Questions."""

from __future__ import annotations

import streamlit as st

from talkcoach.app.pages import go_to

st.title("Questions")
st.write("Here stands what the panel is likely to ask, once you have rehearsed.")
if st.button("Prepare a talk"):
    go_to("prepare")
