from hypothesis import given, settings
from hypothesis import strategies as st

from talkcoach.decks.frames import frames
from talkcoach.decks.page_text import Page, TextLine

lines = st.builds(
    TextLine,
    st.text(st.sampled_from("abc 12"), min_size=1, max_size=8),
    st.sampled_from([0.02, 0.05]),
    st.floats(0, 1),
)
contents = st.lists(st.tuples(st.sampled_from(["", "1", "2", "3"]), st.lists(lines, max_size=5)), max_size=15)


@settings(deadline=None)
@given(contents)
def test_no_page_is_lost_doubled_or_moved(content: list[tuple[str, list[TextLine]]]) -> None:
    pages = [Page(index, label, tuple(found)) for index, (label, found) in enumerate(content)]
    assert [index for frame in frames(pages) for index in frame.pages] == list(range(len(pages)))


@settings(deadline=None)
@given(st.integers(1, 30))
def test_pages_with_labels_of_their_own_are_all_frames(count: int) -> None:
    pages = [
        Page(n, str(n), (TextLine("Same title", 0.06, 0.1), TextLine("same body", 0.04, 0.5)))
        for n in range(count)
    ]
    assert len(frames(pages)) == count


def test_overlays_that_replace_each_other_give_the_last_of_the_fullest() -> None:
    title = TextLine("Three cases", 0.06, 0.05)
    pages = [
        Page(n, "4", (title, TextLine(case, 0.04, 0.5))) for n, case in enumerate(["case a", "case b", "end"])
    ]
    assert [frame.body for frame in frames(pages)] == [("case b",)]


def test_no_pages_make_no_frames() -> None:
    assert frames([]) == ()
