"""The page Rehearse."""

from __future__ import annotations

import streamlit as st

from talkcoach.app.pages import go_to

st.title("Rehearse")
st.write("Here you speak your talk, with your slides and a clock before you, and it is recorded.")
if st.button("Prepare a talk"):
    go_to("prepare")
