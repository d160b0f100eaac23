"""The copy of a deck with notes: what it adds, what it keeps, and what it leaves alone."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import reports
from lxml import etree
from pptx import Presentation

from talkcoach.analysis.timing import Cut, SlideTiming
from talkcoach.decks import read_deck
from talkcoach.domain import Deck, Finding, Quote, Span, Visit
from talkcoach.errors import DeckError, InputError
from talkcoach.export.notes import PREFIX, deck_with_notes, name_of_copy, notes_on
from talkcoach.report.model import Report
from talkcoach.store.places import shipped

WHEN = "24 November 2026"
ADVICE = "You said 4.2 points; slide 1 shows 4.3. Say the number that the slide shows."


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    """Three slides: one with notes, one without, and a hidden one."""
    presentation = Presentation()
    for title, notes in (("One", "Breathe.\nSmile."), ("Two", ""), ("Three", "")):
        slide = presentation.slides.add_slide(presentation.slide_layouts[5])
        slide.shapes.title.text = title
        if notes:
            slide.notes_slide.notes_text_frame.text = notes
    presentation.slides[2]._element.set("show", "0")
    path = tmp_path / "talk.pptx"
    presentation.save(str(path))
    return path


def report_on(deck: Deck, shown: tuple[int, ...] = (1, 2), finding: str = ADVICE) -> Report:
    """A report in which each slide shown took 90 seconds."""
    base = reports.a_report()
    seconds = {number: 90.0 if number in shown else 0.0 for number in range(1, len(deck.slides) + 1)}
    timing = replace(
        base.timing,
        slides=tuple(
            SlideTiming(s.number, s.title, "evidence", seconds[s.number], s.hidden, s.planned_seconds)
            for s in deck.slides
        ),
        cuts=(Cut("evidence", 2, 30.0, 60.0, Span(90.0, 180.0)),),
    )
    message, _, advice = finding.partition(". ")
    findings = (
        Finding("number-differs", "medium", f"{message}.", advice, (Quote(Span(5.0, 9.0), "four point two", 1),)),
    )
    visits = tuple(Visit(Span(90.0 * n, 90.0 * n + 90.0), number) for n, number in enumerate(shown))
    return replace(base, slides=visits, timing=timing, findings=findings)


def copied(deck: Path, target: Path, report: Report | None = None, *, advance: bool = False) -> Deck:
    """The copy, read again."""
    target.write_bytes(deck_with_notes(deck, report or report_on(read_deck(deck)), WHEN, advance=advance))
    return read_deck(target)


def added(notes: str) -> list[str]:
    return [line for line in notes.split("\n") if line.startswith(PREFIX)]


def test_the_notes_tell_the_time_the_cut_and_the_advice(deck: Path, tmp_path: Path) -> None:
    copy = copied(deck, tmp_path / "copy.pptx")
    assert added(copy[1].notes) == [f"{PREFIX}{WHEN}", f"{PREFIX}1:30 on this slide, Evidence.", PREFIX + ADVICE]
    assert added(copy[2].notes)[-1] == f"{PREFIX}Cut 0:30 here, which leaves 1:00."


def test_notes_that_were_there_stay_before_what_is_added(deck: Path, tmp_path: Path) -> None:
    assert copied(deck, tmp_path / "copy.pptx")[1].notes.startswith("Breathe.\nSmile.\ntalkcoach: ")


def test_the_original_is_never_touched(deck: Path, tmp_path: Path) -> None:
    before = hashlib.sha256(deck.read_bytes()).digest()
    copied(deck, tmp_path / "copy.pptx", advance=True)
    assert hashlib.sha256(deck.read_bytes()).digest() == before


def test_a_slide_that_was_not_shown_gets_no_notes(deck: Path, tmp_path: Path) -> None:
    copy = copied(deck, tmp_path / "copy.pptx")
    assert copy[3].notes == ""
    with zipfile.ZipFile(tmp_path / "copy.pptx") as package:
        assert sum(name.startswith("ppt/notesSlides/notesSlide") for name in package.namelist()) == 2


def test_a_hidden_slide_keeps_its_number_and_stays_hidden(deck: Path, tmp_path: Path) -> None:
    copy = copied(deck, tmp_path / "copy.pptx", report_on(read_deck(deck), shown=(1, 3)))
    assert copy[3].hidden
    assert added(copy[3].notes)[1] == f"{PREFIX}1:30 on this slide, Evidence."


def test_a_copy_of_a_copy_holds_the_newest_lines_only(deck: Path, tmp_path: Path) -> None:
    once = copied(deck, tmp_path / "once.pptx")
    twice = copied(tmp_path / "once.pptx", tmp_path / "twice.pptx")
    assert [slide.notes for slide in twice.slides] == [slide.notes for slide in once.slides]
    silent = replace(report_on(once, shown=()), findings=())
    silent = replace(silent, timing=replace(silent.timing, cuts=()))
    assert copied(tmp_path / "once.pptx", tmp_path / "thrice.pptx", silent)[1].notes == "Breathe.\nSmile."


def test_doubt_about_a_slide_is_said(deck: Path) -> None:
    report = report_on(read_deck(deck))
    report = replace(report, slides=tuple(replace(visit, confidence=0.4) for visit in report.slides))
    assert "probably 1:30 on this slide, Evidence." in notes_on(report, 1, WHEN)[1]


def advance_times(path: Path) -> list[str | None]:
    return [
        next((each.get("advTm") for each in slide._element.iter("{*}transition")), None)
        for slide in Presentation(str(path)).slides
    ]


def test_no_slide_goes_on_by_itself_unless_asked(deck: Path, tmp_path: Path) -> None:
    copied(deck, tmp_path / "copy.pptx")
    assert advance_times(tmp_path / "copy.pptx") == [None, None, None]


def test_slides_go_on_after_their_time_when_asked(deck: Path, tmp_path: Path) -> None:
    copy = copied(deck, tmp_path / "copy.pptx", advance=True)
    assert advance_times(tmp_path / "copy.pptx") == ["90000", "90000", None]
    assert [slide.planned_seconds for slide in copy.slides] == [90.0, 90.0, None]


def test_a_transition_that_is_there_is_kept_and_given_its_time(deck: Path, tmp_path: Path) -> None:
    presentation = Presentation(str(deck))
    root = presentation.slides[0]._element
    fade = etree.fromstring(f'<p:transition xmlns:p="{root.nsmap["p"]}" advTm="5000"><p:fade/></p:transition>')
    root.find("{*}cSld").addnext(fade)
    presentation.save(str(deck))
    copied(deck, tmp_path / "kept.pptx")
    assert advance_times(tmp_path / "kept.pptx")[0] == "5000"
    copied(deck, tmp_path / "set.pptx", advance=True)
    assert advance_times(tmp_path / "set.pptx")[0] == "90000"
    changed = Presentation(str(tmp_path / "set.pptx")).slides[0]._element
    assert changed.find("{*}transition/{*}fade") is not None


def test_words_that_no_document_may_hold_do_not_break_the_copy(deck: Path, tmp_path: Path) -> None:
    hostile = "<script>alert('x')</script> \x07 \ud800 שלום 🎤" + "ä" * 10_000 + ". Cut & run"
    notes = copied(deck, tmp_path / "copy.pptx", report_on(read_deck(deck), finding=hostile))[1].notes
    assert "<script>alert('x')</script> � � שלום 🎤ä" in notes
    assert notes.endswith("Cut & run")


def test_a_page_whose_place_for_notes_was_deleted_gets_one(deck: Path, tmp_path: Path) -> None:
    presentation = Presentation(str(deck))
    place = presentation.slides[0].notes_slide.notes_placeholder._element
    place.getparent().remove(place)
    presentation.save(str(deck))
    assert added(copied(deck, tmp_path / "copy.pptx")[1].notes)[1] == f"{PREFIX}1:30 on this slide, Evidence."


def rewritten(path: Path, edit: Callable[[str, bytes], bytes | None]) -> Path:
    content = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(content) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            changed = edit(name, source.read(name))
            if changed is not None:
                target.writestr(name, changed)
    return path


def strict(_: str, content: bytes) -> bytes:
    for vocabulary in (b"presentationml", b"drawingml", b"officeDocument"):
        content = content.replace(
            b"http://schemas.openxmlformats.org/" + vocabulary + b"/2006/",
            b"http://purl.oclc.org/ooxml/" + vocabulary + b"/",
        )
    return content.replace(b"/extended-properties", b"/extendedProperties")


def template(_: str, content: bytes) -> bytes:
    return content.replace(b".presentation.main+xml", b".template.main+xml")


@pytest.mark.parametrize("edit", [strict, template])
def test_what_python_pptx_refuses_is_copied_all_the_same(
    deck: Path, tmp_path: Path, edit: Callable[[str, bytes], bytes | None]
) -> None:
    rewritten(deck, edit)
    with pytest.raises((KeyError, ValueError)):
        Presentation(str(deck))
    copied(deck, tmp_path / "copy.pptx")
    slides = Presentation(str(tmp_path / "copy.pptx")).slides
    assert [slide.shapes.title.text for slide in slides] == ["One", "Two", "Three"]
    assert slides[0].notes_slide.notes_text_frame.text.startswith("Breathe.\nSmile.\ntalkcoach: ")


def test_slides_that_the_file_has_lost_do_not_shift_the_others(deck: Path, tmp_path: Path) -> None:
    rewritten(deck, lambda name, content: None if name == "ppt/slides/slide2.xml" else content)
    report = replace(report_on(read_deck(deck)), findings=())
    copy = copied(deck, tmp_path / "copy.pptx", report)
    assert [slide.title for slide in copy.slides] == ["One", "Three"]
    assert "Cut 0:30" in copy[2].notes


def test_a_signature_that_no_longer_holds_is_left_out(deck: Path, tmp_path: Path) -> None:
    presentation = Presentation(str(deck))
    from pptx.opc.package import Part
    from pptx.opc.packuri import PackURI

    package = presentation.part.package
    origin = "application/vnd.openxmlformats-package.digital-signature-origin"
    signature = Part(PackURI("/_xmlsignatures/origin.sigs"), origin, package, b"")
    kind = "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin"
    package.relate_to(signature, kind)
    presentation.save(str(deck))
    copied(deck, tmp_path / "copy.pptx")
    with zipfile.ZipFile(deck) as signed, zipfile.ZipFile(tmp_path / "copy.pptx") as copy:
        assert "_xmlsignatures/origin.sigs" in signed.namelist()
        assert "_xmlsignatures/origin.sigs" not in copy.namelist()


def test_the_sample_deck_is_copied_with_all_that_is_on_it(tmp_path: Path) -> None:
    path = shipped("assets", "sample", "deck.pptx")
    deck = read_deck(path)
    shown = tuple(slide.number for slide in deck.slides)
    copy = copied(path, tmp_path / "copy.pptx", report_on(deck, shown))
    assert [replace(slide, notes="") for slide in copy.slides] == [
        replace(slide, notes="") for slide in deck.slides
    ]
    assert all(
        after.notes.startswith(before.notes) for before, after in zip(deck.slides, copy.slides, strict=True)
    )
    assert all(added(slide.notes) for slide in copy.slides)


def test_a_pdf_has_no_notes_and_that_is_said(tmp_path: Path) -> None:
    with pytest.raises(DeckError, match=r"talk\.pdf has no speaker notes"):
        deck_with_notes(tmp_path / "talk.pdf", reports.a_report(), WHEN)


def test_a_report_on_other_slides_is_refused(deck: Path) -> None:
    with pytest.raises(InputError, match=r"talk\.pptx has 3 slides and the report is on 20"):
        deck_with_notes(deck, reports.a_report(), WHEN)


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("talk.pptx", "talk with notes.pptx"),
        ("talk.potx", "talk with notes.pptx"),
        ("show.PPSM", "show with notes.pptm"),
    ],
)
def test_the_copy_is_a_presentation_whatever_the_deck_was(name: str, called: str) -> None:
    assert name_of_copy(Path(name)) == called
