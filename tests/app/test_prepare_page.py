"""The page Prepare."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from talkcoach.store import prepared as talks
from talkcoach.store.places import shipped
from talkcoach.store.prepared import PreparedTalk
from talkcoach.workflows.prepare import prepare

APP = str(Path(__file__).parents[2] / "app.py")
SAMPLE = shipped("assets", "sample", "deck.pptx")

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "[click](javascript:alert(1)) ![x](http://127.0.0.1/x.png)",
    "**not bold** :red[not red] :smile: :material/delete: $x^2$ `code`",
    "\u202eright to left \u05e9\u05dc\u05d5\u05dd",
    "🎉" * 50,
    "long " * 2000,
)


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALKCOACH_DATA", str(tmp_path / "data"))


def the_page() -> AppTest:
    app = AppTest.from_file(APP, default_timeout=60).run()
    assert not app.exception
    return app


def a_talk() -> PreparedTalk:
    return prepare(SAMPLE.read_bytes(), "Job talk.pptx", "research_talk", 35)


def a_version(path: Path, *titles: str) -> bytes:
    from pptx import Presentation

    deck = Presentation()
    for title in titles:
        deck.slides.add_slide(deck.slide_layouts[5]).shapes.title.text = title
    deck.save(str(path))
    return path.read_bytes()


def words(app: AppTest) -> str:
    kinds = ("title", "subheader", "markdown", "caption", "info", "error")
    texts = [element.value for kind in kinds for element in app.get(kind)]
    html = [element.proto.body for element in app.get("html")]
    return re.sub(r"\\(.)", r"\1", "\n".join([*texts, *html]))


def part_of(app: AppTest, slide: int) -> str:
    return str(next(box for box in app.selectbox if box.label == f"Part of slide {slide}").value)


def drop(app: AppTest, name: str, content: bytes) -> AppTest:
    app.file_uploader[0].set_value((name, content, "application/octet-stream"))
    app.run()
    assert not app.exception
    return app


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click()
    return app.run()


def test_with_nothing_there_the_page_says_what_to_do():
    app = the_page()
    assert "Drop the deck of your talk" in words(app)
    assert app.file_uploader[0].label == "Your deck, as .pptx or .pdf"


def test_a_dropped_deck_is_laid_out_at_once():
    app = drop(the_page(), "Job talk.pptx", SAMPLE.read_bytes())
    said = words(app)
    assert "Sparse routing for long documents" in said
    assert "Job talk.pptx · 15 slides" in said
    assert "TBR" in said
    assert part_of(app, 14) == "limitations"
    assert "Hidden: not shown, so it gets no time" in said
    assert [talk.title for talk in talks.talks()] == ["Sparse routing for long documents"]


def test_the_slot_that_was_chosen_before_is_the_talks():
    app = the_page()
    app.number_input[0].set_value(20).run()
    drop(app, "talk.pptx", SAMPLE.read_bytes())
    assert talks.talks()[0].slot_minutes == 20


def test_another_part_of_a_slide_is_one_choice_and_stays():
    talk = a_talk()
    app = the_page()
    next(box for box in app.selectbox if box.label == "Part of slide 4").select("problem").run()
    assert talks.find_talk(talk.id).corrections == {4: "problem"}
    assert "your choice" in words(app)
    assert part_of(the_page(), 4) == "problem"


def test_another_slot_changes_the_minutes():
    talk = a_talk()
    app = the_page()
    assert "<td" in words(app)
    app.number_input[0].set_value(7).run()
    assert talks.find_talk(talk.id).slot_minutes == 7
    assert "7 minutes" in words(app)
    assert "leave 0:28 for each" in words(app)


@pytest.mark.parametrize(("name", "content"), [("talk.key", b"x"), ("talk.pdf", b"x"), ("<b>.pptx", b"")])
def test_a_bad_deck_is_one_clear_line(name: str, content: bytes):
    app = drop(the_page(), name, content)
    assert len(app.error) == 1
    assert talks.talks() == ()
    assert app.file_uploader


def test_a_newer_version_says_what_was_kept(tmp_path: Path):
    first = a_version(tmp_path / "1.pptx", "Opening", "Idea", "Doubts")
    talk = prepare(first, "talk.pptx", "research_talk", 35)
    talks.correct(talks.correct(talk, 2, "gap"), 3, "limitations")
    app = drop(the_page(), "talk v2.pptx", a_version(tmp_path / "2.pptx", "Opening", "New", "Idea"))
    assert "are kept, now on slides 3." in words(app)
    assert "former slides 3 fits no slide any more" in words(app)
    assert talks.find_talk(talk.id).corrections == {3: "gap"}


def test_a_newer_version_that_is_no_deck_leaves_the_talk_on_the_page():
    talk = a_talk()
    app = drop(the_page(), "talk.pdf", b"x")
    assert len(app.error) == 1
    assert talks.find_talk(talk.id) == talk
    assert "Sparse routing" in words(the_page())


def test_the_talk_in_the_address_is_shown():
    older, _ = a_talk(), prepare(SAMPLE.read_bytes(), "second.pptx", "research_talk", 20)
    app = AppTest.from_file(APP, default_timeout=60)
    app.query_params["talk"] = older.id
    assert "35 minutes" in words(app.run())


def test_an_address_of_a_talk_that_is_gone_leads_to_the_newest():
    a_talk()
    app = AppTest.from_file(APP, default_timeout=60)
    app.query_params["talk"] = "../../etc"
    assert "Sparse routing" in words(app.run())
    assert not app.exception


def test_a_talk_among_thirty_can_be_chosen():
    first = a_talk()
    for number in range(29):
        shutil.copytree(first.folder, first.folder.with_name(f"{first.id}-{number:02d}"))
    talks.change(first, "research_talk", 12)
    app = the_page()
    box = next(box for box in app.selectbox if box.label == "Talk")
    assert len(box.options) == 31
    box.select(first.id).run()
    assert "12 minutes" in words(app)


def test_a_new_talk_can_be_begun_beside_another():
    a_talk()
    app = the_page()
    next(box for box in app.selectbox if box.label == "Talk").select("new").run()
    assert "Drop the deck of your talk" in words(app)
    drop(app, "second.pptx", SAMPLE.read_bytes())
    assert len(talks.talks()) == 2


def test_a_damaged_talk_hides_nothing_and_a_damaged_deck_is_told():
    whole, damaged = a_talk(), a_talk()
    (damaged.folder / "meta.json").write_text("{", encoding="utf-8")
    assert "Sparse routing" in words(the_page())
    whole.deck.write_bytes(b"x")
    app = the_page()
    assert len(app.error) == 1
    assert any(button.label == "Delete for good" for button in app.button)


def test_a_rubric_that_is_gone_is_told_and_the_usual_one_taken(tmp_path: Path):
    talks.change(a_talk(), str(tmp_path / "gone.yaml"), 35)
    app = the_page()
    assert "gone" in app.error[0].value
    assert part_of(app, 14) == "limitations"


def test_what_was_not_read_as_it_stands_is_told_by_the_name_that_the_user_knows():
    handout = Path(__file__).parents[1] / "decks" / "wild" / "handout_two_a_page.pdf"
    app = drop(the_page(), "My talk.pdf", handout.read_bytes())
    (told,) = (caption.value.replace("\\", "") for caption in app.caption if "slides on a page" in caption.value)
    assert told.startswith("My talk.pdf is a hand-out with 2 slides on a page")


def test_a_talk_is_deleted_for_good_once_it_is_confirmed():
    a_talk()
    app = press(the_page(), "Delete for good")
    assert talks.talks() == ()
    assert "Drop the deck of your talk" in words(app)


def test_hostile_text_shows_as_text(tmp_path: Path):
    app = drop(the_page(), f"{HOSTILE[0]}{HOSTILE[3]}.pptx", a_version(tmp_path / "1.pptx", *HOSTILE, "Results"))
    shown = "\n".join(element.proto.body for element in app.get("html"))
    assert "<script" not in shown
    assert "<img" not in shown
    for element in [*app.markdown, *app.subheader, *app.caption]:
        meant = re.sub(r"\\.", "", element.value)  # without what a backslash makes ordinary
        assert not re.search(r"[<`$]|!\[|\]\(javascript|\*\*not|:red|:smile|:material", meant)
