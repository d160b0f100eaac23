"""Single keys from a terminal, while something else is drawn there."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_LOOK = 0.02
"""Seconds between two looks for a key: nobody notices so much."""


@contextmanager
def pressed() -> Iterator[Callable[[float], tuple[str, ...]]]:
    """Take keys as they are pressed, without Enter and without showing them.

    Gives a function that returns the keys that came, small letters or names such as ``right`` and ``c-c``, as soon
    as there are any and at the latest after some seconds. Ctrl-C comes as a key too.
    """
    from prompt_toolkit.input import create_input

    terminal = create_input()

    def keys(seconds: float) -> tuple[str, ...]:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            came = terminal.read_keys() or terminal.flush_keys()
            if came:
                return tuple(str(getattr(key.key, "value", key.key)).lower() for key in came)
            time.sleep(_LOOK)
        return ()

    with terminal.raw_mode():
        yield keys
