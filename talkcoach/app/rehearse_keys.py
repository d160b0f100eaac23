"""The keys of a presenter and of a clicker. Streamlit's own shortcuts take only one key for each button.

Every press counts, also those that come while the page is being drawn, and none counts twice.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any, Literal, cast

import streamlit as st

Meaning = Literal["next", "back", "pause", "question", "stop"]

HINT = "← → slides · Space pause · Q question · S stop"

_KEPT = 50
"""Presses that the browser keeps to tell of: more than anybody makes while a page is drawn."""

_SCRIPT = """
const meanings = {
  ArrowRight: "next", PageDown: "next", ArrowLeft: "back", PageUp: "back", " ": "pause",
  q: "question", Q: "question", s: "stop", S: "stop",
};

function isTyping(event) {
  const place = event.composedPath()[0];
  return place?.isContentEditable || /^(TEXTAREA|SELECT)$/.test(place?.tagName)
    || (place?.tagName === "INPUT" && !/^(checkbox|radio|button|range|file)$/.test(place.type));
}

export default function ({ parentElement, setStateValue, data }) {
  parentElement.listening?.abort();
  const listening = (parentElement.listening = new AbortController());
  const presses = (parentElement.presses ??= []);
  const meaning = (event) =>
    event.ctrlKey || event.metaKey || event.altKey || isTyping(event) ? undefined : meanings[event.key];

  function take(event) {
    if (!meaning(event)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.type === "keyup" || event.repeat) return;
    presses.push({ at: performance.now(), meaning: meaning(event) });
    if (presses.length > data.kept) presses.shift();
    setStateValue("presses", [...presses]);
  }

  for (const kind of ["keydown", "keyup"]) {
    window.addEventListener(kind, take, { capture: true, signal: listening.signal });
  }
  return () => listening.abort();
}
"""

_component = st.components.v2.component("talkcoach_keys", html=f"<small>{HINT}</small>", js=_SCRIPT)


def keys(obey: Callable[[Meaning], None]) -> None:
    """Listen to the presenter's keys on this page, and show which they are; ``obey`` is called with each press."""
    session = st.session_state
    # A browser tells a server that was started anew what it told the old one: a name of its own keeps that out.
    name = session.setdefault("_keys", f"keys-{secrets.token_hex(4)}")

    def obey_new() -> None:
        last = session.get("_obeyed", 0.0)
        for press in cast(list[dict[str, Any]], session[name].get("presses") or []):
            if press["at"] > last:
                session["_obeyed"] = press["at"]
                obey(press["meaning"])

    _component(key=name, data={"kept": _KEPT}, on_presses_change=obey_new)
