"""What a rehearsal's folder tells of it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from shelf import a_report, recorded

from talkcoach.entry import entry_of
from talkcoach.rehearsal import REPORT
from talkcoach.report import to_json


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALKCOACH_DATA", str(tmp_path / "data"))


def test_a_report_that_is_written_again_is_read_again():
    report = a_report()
    entry = recorded(report=report)
    assert entry.seconds == report.timing.duration
    longer = replace(report, timing=replace(report.timing, duration=report.timing.duration + 60))
    (entry.folder / REPORT).write_text(to_json(longer), encoding="utf-8")
    assert entry_of(entry.folder).seconds == longer.timing.duration


def test_a_rehearsal_of_before_there_were_talks_belongs_to_none():
    entry = recorded()
    meta = entry.folder / "meta.json"
    written = json.loads(meta.read_text(encoding="utf-8"))
    assert written.pop("talk") == ""
    meta.write_text(json.dumps(written), encoding="utf-8")
    assert entry_of(entry.folder).meta == entry.meta
