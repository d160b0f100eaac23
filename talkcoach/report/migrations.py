"""Bringing reports of earlier versions up to date: one function for each revision, appended and never changed.

A revision adds data within one version of the schema, so other programs that read reports are not affected.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Data = dict[str, Any]


def migrated(data: Data) -> Data:
    """The JSON of a report as this version writes it."""
    revision = data.get("revision", 0)
    for migration in MIGRATIONS[revision:] if isinstance(revision, int) and revision >= 0 else ():
        data = migration(data)
    return {**data, "revision": REVISION}


def _caveats_and_subjects(data: Data) -> Data:
    """Revision 1: caveats of the input are data, and findings on a part have the part as their subject.

    Before, both were only in sentences.
    """
    caveats = [each for each in data.get("caveats", ()) if "seconds of" in each and "could be read" in each]
    titles = {part["title"]: part["key"] for part in data.get("timing", {}).get("parts", ()) if part.get("title")}
    longest_first = sorted(titles, key=len, reverse=True)

    def with_subject(finding: Data) -> Data:
        if not finding["kind"].startswith(("part-", "point-")):
            return finding
        named = next((title for title in longest_first if title in finding["message"]), "")
        return {**finding, "subject": titles.get(named, "")}

    return {
        **data,
        "input_caveats": [{"kind": "sentence", "subject": each} for each in caveats],
        "findings": [with_subject(finding) for finding in data.get("findings", ())],
    }


MIGRATIONS: tuple[Callable[[Data], Data], ...] = (_caveats_and_subjects,)

REVISION = len(MIGRATIONS)
