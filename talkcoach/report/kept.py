"""Reports on disk: in the rehearsal's folder, with a summary beside them that is quick to read."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from talkcoach.errors import InputError, OutputError
from talkcoach.report.model import Report, from_json, to_json
from talkcoach.report.summary import REVISION, Summary, summary_of
from talkcoach.store.codec import dump, load
from talkcoach.store.files import read_text, write_text
from talkcoach.store.rehearsal import REPORT, SUMMARY, TRANSCRIPT, Rehearsal, is_current, sound_in


def keep_report(folder: Path, report: Report) -> None:
    """Keep a report and its transcript in a rehearsal's folder, so that it need not be transcribed again.

    Raises:
        OutputError: when the folder cannot be written to.
    """
    if report.transcript.sentences:
        write_text(folder / TRANSCRIPT, dump(report.transcript))
    keep_judgement(folder, report)


def keep_judgement(folder: Path, report: Report) -> None:
    """Keep a report that was judged again from the transcript in the folder.

    Raises:
        OutputError: when the folder cannot be written to.
    """
    write_text(folder / REPORT, to_json(report))
    write_text(folder / SUMMARY, dump(summary_of(report)))


def kept_report(rehearsal: Rehearsal) -> Report | None:
    """The report on a rehearsal; None where there is none, or it is older than the recording or unreadable."""
    path = rehearsal.folder / REPORT
    if is_current(path, sound_in(rehearsal.folder)):
        with suppress(InputError):
            return from_json(read_text(path), path)
    return None


def kept_summary(rehearsal: Rehearsal) -> Summary | None:
    """The summary of the report on a rehearsal; None where there is no current report.

    Where an earlier version of talkcoach wrote only the report, the summary is computed and kept.
    """
    if rehearsal.state != "coached":
        return None
    folder = rehearsal.folder
    path = folder / SUMMARY
    if is_current(path, folder / REPORT):
        with suppress(InputError):
            summary = load(read_text(path), Summary, path)
            if summary.revision == REVISION:
                return summary
    report = kept_report(rehearsal)
    if report is None:
        return None
    summary = summary_of(report)
    with suppress(OutputError):  # the library may be read-only
        write_text(path, dump(summary))
    return summary
