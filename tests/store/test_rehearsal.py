"""What a rehearsal's folder tells of it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from shelf import a_report, recorded

from talkcoach.report.kept import kept_summary
from talkcoach.report.model import to_json
from talkcoach.store.rehearsal import REPORT, SUMMARY, Rehearsal, rehearsal_in


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALKCOACH_DATA", str(tmp_path / "data"))


def seconds_of(rehearsal: Rehearsal) -> float:
    summary = kept_summary(rehearsal)
    assert summary
    return summary.seconds


def test_a_report_that_is_written_again_is_read_again():
    report = a_report()
    rehearsal = recorded(report=report)
    assert seconds_of(rehearsal) == report.timing.duration
    longer = replace(report, timing=replace(report.timing, duration=report.timing.duration + 60))
    (rehearsal.folder / REPORT).write_text(to_json(longer), encoding="utf-8")
    assert seconds_of(rehearsal) == longer.timing.duration


def test_a_rehearsal_of_before_there_were_talks_belongs_to_none():
    rehearsal = recorded()
    meta = rehearsal.folder / "meta.json"
    written = json.loads(meta.read_text(encoding="utf-8"))
    assert written.pop("talk") == ""
    meta.write_text(json.dumps(written), encoding="utf-8")
    assert rehearsal_in(rehearsal.folder).meta == rehearsal.meta


def test_a_summary_that_another_version_made_is_made_anew():
    rehearsal = recorded(report=a_report())
    seconds = seconds_of(rehearsal)
    path = rehearsal.folder / SUMMARY
    older = {**json.loads(path.read_text(encoding="utf-8")), "seconds": 1.0, "revision": 0}
    path.write_text(json.dumps(older), encoding="utf-8")
    assert seconds_of(rehearsal) == seconds
