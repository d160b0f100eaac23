"""The player of a rehearsal's sound. What is shown by `talkcoach.app.panel` jumps in it."""

from __future__ import annotations

from pathlib import Path
from threading import Lock, Thread

import streamlit as st

from talkcoach.app.state import plain
from talkcoach.audio.preview import make_preview, preview_of
from talkcoach.errors import TalkcoachError
from talkcoach.store.rehearsal import Rehearsal, sound_in

PLAYER = "player"
"""The key of the player's container, by which the panels find it."""

# The player stays in view while what is below it is read. Streamlit wraps the container in a box of its height.
_STYLE = """<style>
div:has(> .st-key-player) { position: sticky; top: 0.75rem; z-index: 50; }
@media (max-width: 48rem) { div:has(> .st-key-player) { top: 3.75rem; } }  /* below the page's own bar */
.st-key-player audio { min-height: 2.75rem; }
</style>"""


def player(rehearsal: Rehearsal) -> None:
    """Show the player; while the copy that it plays is being made, which is once, say so.

    It plays a small copy, since Streamlit holds what it plays in memory, and reads it again in every run.
    """
    st.html(_STYLE)
    sound = sound_in(rehearsal.folder)
    if sound is None:
        return
    with st.container(key=PLAYER):
        if copy := preview_of(rehearsal.folder, sound):
            st.audio(str(copy), format="audio/mpeg")
        else:
            _soon(rehearsal.folder, sound)


@st.fragment(run_every=1)
def _soon(folder: Path, sound: Path) -> None:
    try:
        making = _makers().of(folder, sound)
    except TalkcoachError as error:
        st.caption(plain(str(error)))
        return
    if making:
        st.caption("The sound is being made ready to play …")
    else:
        st.rerun()


class _Makers:
    """The threads that make copies, one at most to a rehearsal."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._threads: dict[Path, Thread] = {}
        self._failed: dict[Path, TalkcoachError] = {}

    def of(self, folder: Path, sound: Path) -> bool:
        """Whether the copy is still being made; begins it where it is not there.

        Raises:
            TalkcoachError: when it cannot be made.
        """
        with self._lock:
            if folder in self._failed:
                raise self._failed[folder]
            if preview_of(folder, sound):
                self._threads.pop(folder, None)
                return False
            if folder not in self._threads:
                self._threads[folder] = Thread(target=self._make, args=(folder, sound), daemon=True)
                self._threads[folder].start()
            return True

    def _make(self, folder: Path, sound: Path) -> None:
        try:
            make_preview(folder, sound)
        except TalkcoachError as error:
            self._failed[folder] = error


@st.cache_resource(show_spinner=False)
def _makers() -> _Makers:
    return _Makers()
