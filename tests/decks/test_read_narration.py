from pathlib import Path
from typing import Any

import pytest
from deck_files import TITLE_ONLY, add, new, replaced, rewritten, save, xml
from pdf_files import frame, write_pdf

from talkcoach.decks import Narration, read_narration

AUDIO = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/audio"
MEDIA = "http://schemas.microsoft.com/office/2007/relationships/media"
MARK = '<p:ext uri="{42D2F446}"><p15:isNarration val="1"/></p:ext>'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "talk.pptx"


def picture(kind: str = "audioFile", mark: str = "") -> Any:
    """The picture that PowerPoint puts on a slide for a recording, with the id 50."""
    return xml(
        '<p:pic><p:nvPicPr><p:cNvPr id="50" name="Audio"/><p:cNvPicPr/>'
        f'<p:nvPr><a:{kind} r:link="rId71"/><p:extLst>'
        f'<p:ext uri="x"><p14:media r:embed="rId70"/></p:ext>{mark}</p:extLst></p:nvPr></p:nvPicPr></p:pic>'
    )


def timing(content: str) -> Any:
    return xml(
        f'<p:timing><p:tnLst><p:par><p:cTn id="1"><p:childTnLst>{content}</p:childTnLst></p:cTn></p:par>'
        "</p:tnLst></p:timing>"
    )


def narration(target: str = '<p:spTgt spid="50"/>') -> Any:
    return timing(f'<p:audio isNarration="1"><p:cMediaNode><p:tgtEl>{target}</p:tgtEl></p:cMediaNode></p:audio>')


def played(node_type: str) -> Any:
    return timing(
        f'<p:par><p:cTn id="5" presetID="1" presetClass="mediacall" nodeType="{node_type}"><p:childTnLst>'
        '<p:cmd type="call" cmd="playFrom(0.0)"><p:cBhvr><p:tgtEl><p:spTgt spid="50"/></p:tgtEl></p:cBhvr></p:cmd>'
        "</p:childTnLst></p:cTn></p:par>"
    )


def write(path: Path, *slides: tuple[Any, ...], mode: str = "") -> Path:
    """A deck with a slide per tuple of XML, each related to media N.m4a, which holds ``sound of N``."""
    deck = new()
    for number, elements in enumerate(slides, 1):
        slide = add(deck, f"Slide {number}", layout=TITLE_ONLY)
        for element in elements:
            tree = slide.shapes._spTree if element.tag.endswith("}pic") else slide._element
            tree.append(element)
    save(deck, path)
    for number in range(1, len(slides) + 1):
        relations = "".join(
            f'<Relationship Id="{identity}" Type="{kind}" Target="../media/{number}.m4a"{mode}/>'
            for identity, kind in (("rId70", MEDIA), ("rId71", AUDIO))
        )
        replaced(
            path, f"ppt/slides/_rels/slide{number}.xml.rels", "</Relationships>", f"{relations}</Relationships>"
        )
    media = [(f"ppt/media/{n}.m4a", f"sound of {n}".encode()) for n in range(1, len(slides) + 1)]
    return rewritten(path, lambda _, content: content, media)


def test_a_recorded_slide_show_gives_the_sound_of_every_slide(path: Path) -> None:
    write(path, (picture(), narration()), (), (picture(), narration()))
    assert read_narration(path) == (
        Narration(1, "1.m4a", b"sound of 1"),
        Narration(3, "3.m4a", b"sound of 3"),
    )


def test_narration_may_be_addressed_without_a_picture(path: Path) -> None:
    write(path, (narration('<p:sndTgt r:embed="rId70"/>'),))
    assert [n.audio for n in read_narration(path)] == [b"sound of 1"]


def test_a_video_of_the_speaker_is_narration(path: Path) -> None:
    write(path, (picture("videoFile", MARK),), (picture("videoFile"),))
    assert [n.slide for n in read_narration(path)] == [1]


def test_sound_that_starts_by_itself_counts_where_nothing_is_marked(path: Path) -> None:
    write(path, (picture(), played("withEffect")), (picture(), played("afterEffect")))
    assert [n.slide for n in read_narration(path)] == [1, 2]


def test_beside_marked_narration_other_sound_is_an_example(path: Path) -> None:
    write(path, (picture(), narration()), (picture(), played("withEffect")))
    assert [n.slide for n in read_narration(path)] == [1]


def test_sound_that_waits_for_a_click_is_an_example(path: Path) -> None:
    assert read_narration(write(path, (picture(), played("clickEffect")))) == ()


def test_the_sound_of_a_transition_is_no_narration(path: Path) -> None:
    sound = xml(
        '<p:transition><p:sndAc><p:stSnd><p:snd r:embed="rId71" name="chime"/></p:stSnd></p:sndAc></p:transition>'
    )
    assert read_narration(write(path, (sound,))) == ()


def test_a_link_to_a_file_outside_is_not_read(path: Path) -> None:
    assert read_narration(write(path, (picture(), narration()), mode=' TargetMode="External"')) == ()


def test_a_hidden_slide_has_no_narration(path: Path) -> None:
    write(path, (picture(), narration()), (picture(), narration()))
    replaced(path, "ppt/slides/slide1.xml", "<p:sld ", '<p:sld show="0" ')
    assert [n.slide for n in read_narration(path)] == [2]


def test_a_deck_without_recordings_has_none(path: Path) -> None:
    assert read_narration(write(path, ())) == ()


def test_a_pdf_has_none(tmp_path: Path) -> None:
    assert read_narration(write_pdf(tmp_path / "talk.pdf", [frame("Title")])) == ()
