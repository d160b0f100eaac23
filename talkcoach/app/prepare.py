"""The page Prepare."""

from __future__ import annotations

import streamlit as st

from talkcoach.app.pages import go_to

st.title("Prepare")
st.write("Drop your deck.")
if st.button("Prepare a talk"):
    go_to("prepare")
