"""From a recorded rehearsal to its report, readable as a table of contents."""

from __future__ import annotations

from talkcoach.analysis.delivery import sound_figures
from talkcoach.jobs.job import Progress
from talkcoach.report.kept import keep_report
from talkcoach.report.model import Report
from talkcoach.rubric import Rubric
from talkcoach.store.corrections import write_parts
from talkcoach.store.source import Source
from talkcoach.workflows.align import aligned
from talkcoach.workflows.judge import judge, names_of
from talkcoach.workflows.listen import Recognition, listen
from talkcoach.workflows.load import load_material


def coach(
    source: Source,
    rubric: Rubric,
    slot_seconds: float,
    recognition: Recognition,
    progress: Progress | None = None,
) -> Report:
    """Coach a rehearsal: open it, listen to it, align it, judge it; a folder keeps the report.

    Raises:
        TalkcoachError: for a file that cannot be read, a correction that does not fit, or a folder that cannot be
            written to.
    """
    material = load_material(source)
    transcript, features = listen(material, recognition, progress)
    talk = aligned(material, transcript, rubric)
    sound = sound_figures(talk, rubric, features) if features else None
    parts = material.corrections.parts
    report = judge(talk, rubric, slot_seconds, names_of(material), sound, parts, transcript)
    if source.folder:
        keep_report(source.folder, report)
        if parts:
            write_parts(source.folder, parts)
    return report
