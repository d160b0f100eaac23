"""Clock strings, which exist only at the edges: everywhere else time is float seconds."""

from __future__ import annotations


def clock(seconds: float) -> str:
    """Seconds as ``m:ss``, to the nearest second; minutes go on past sixty, as on a speaker's timer."""
    whole = round(abs(seconds))
    return f"{'−' if seconds < 0 and whole else ''}{whole // 60}:{whole % 60:02d}"
