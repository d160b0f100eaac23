"""The page Progress."""

from __future__ import annotations

import streamlit as st

from talkcoach.app.pages import go_to

st.title("Progress")
st.write("Here you compare your rehearsals of a talk, once you have recorded one.")
if st.button("Prepare a talk"):
    go_to("prepare")
