"""Practising what the panel may ask: the questions with what the user left on them, and recorded attempts."""
