"""The app for the browser: ``talkcoach app``, or ``streamlit run app.py``."""

from talkcoach.app.frame import frame

frame()
