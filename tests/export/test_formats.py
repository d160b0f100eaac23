"""The registry of formats."""

from __future__ import annotations

import pytest
import reports

from talkcoach.export import FORMATS
from talkcoach.report.summary import summary_of

REPORT = reports.a_report()


def test_every_format_goes_by_its_name_and_no_two_files_of_a_rehearsal_by_one():
    assert [row.name for row in FORMATS.values()] == list(FORMATS)
    assert len({row.suffix for row in FORMATS.values()}) == len(FORMATS)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_says_what_it_is_and_is_for(name: str):
    row = FORMATS[name]
    assert row.label
    assert row.purpose.endswith(".")
    assert "/" in row.media_type


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_writes_a_report_with_and_without_the_rehearsal_before(name: str):
    render = FORMATS[name].render
    assert "Limitations" in render(REPORT) or "English contracts" in render(REPORT)
    assert render(REPORT, summary_of(REPORT))
    assert isinstance(render(reports.silence()), str)
