"""Coaching a rehearsal of the library: here and now, or in the background as its own process.

``python -m talkcoach.workflows.coaching FOLDER`` is that process.
"""

from __future__ import annotations

import sys
from pathlib import Path

from talkcoach.jobs.job import Job, Progress
from talkcoach.store.rehearsal import meta_of, rehearsal_in


def coaching(folder: Path) -> Job:
    """The job that coaches the rehearsal in a folder, as its meta says."""
    return Job(folder, "coaching", "talkcoach.workflows.coaching")


def main(folder: Path) -> None:
    """Coach the rehearsal in a folder; does nothing where another process is at it."""

    def do(progress: Progress) -> None:
        from talkcoach.store.source import source_of
        from talkcoach.workflows.coach import coach
        from talkcoach.workflows.listen import Recognition
        from talkcoach.workflows.rehearse import await_transcript
        from talkcoach.workflows.rubrics import open_rubric

        rehearsal, meta = rehearsal_in(folder), meta_of(folder)
        await_transcript(folder, rehearsal.seconds, progress)
        recognition = Recognition(meta.model, meta.language)
        coach(source_of(rehearsal), open_rubric(meta.rubric), 60 * meta.slot_minutes, recognition, progress)

    coaching(folder).work(do)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
