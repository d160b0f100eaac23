"""The page Review."""

from __future__ import annotations

import streamlit as st

from talkcoach.app.pages import go_to

st.title("Review")
st.write("Here you see where the minutes went and hear every moment again, once you have rehearsed.")
if st.button("Prepare a talk"):
    go_to("prepare")
