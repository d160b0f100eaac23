import datetime
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from deck_files import (
    BLANK,
    TITLE_ONLY,
    add,
    new,
    replaced,
    rewritten,
    run,
    save,
    shape,
    strict,
    textbox,
    without,
    xml,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from talkcoach.decks import read_deck
from talkcoach.decks.letters import readable
from talkcoach.domain import Deck


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "talk.pptx"


def read(deck: Any, path: Path) -> Deck:
    return read_deck(save(deck, path))


def test_a_slide_has_a_title_and_a_line_per_paragraph(path: Path) -> None:
    deck = new()
    add(deck, "Why routing", "Dense layers waste compute", "Most tokens are easy", notes="Say it slowly.\nPause.")
    slide = read(deck, path)[1]
    assert slide.title == "Why routing"
    assert slide.text == "Why routing\nDense layers waste compute\nMost tokens are easy"
    assert slide.notes == "Say it slowly.\nPause."


def test_notes_leave_out_the_number_on_the_notes_page(path: Path) -> None:
    deck = new()
    slide = add(deck, "One", notes="Breathe.")
    number = '<p:nvPr><p:ph type="sldNum" idx="10"/></p:nvPr>'
    slide.notes_slide.shapes._spTree.append(xml(shape(run("14")).replace("<p:nvPr/>", number)))
    assert read(deck, path)[1].notes == "Breathe."


def test_a_slide_without_notes_has_none_and_reading_makes_none(path: Path) -> None:
    deck = new()
    add(deck, "One")
    before = save(deck, path).read_bytes()
    assert read_deck(path)[1].notes == ""
    assert path.read_bytes() == before


def test_a_table_is_a_line_per_row(path: Path) -> None:
    deck = new()
    table = (
        add(deck, "Results", layout=TITLE_ONLY).shapes.add_table(3, 3, 0, Inches(2), Inches(5), Inches(2)).table
    )
    for row, cells in enumerate([("model", "accuracy", ""), ("dense", "4.2", "±0.1"), ("", "", "")]):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    assert read(deck, path)[1].text == "Results\nmodel | accuracy | \ndense | 4.2 | ±0.1"


def test_a_merged_cell_is_read_once(path: Path) -> None:
    deck = new()
    table = (
        add(deck, "Results", layout=TITLE_ONLY).shapes.add_table(1, 3, 0, Inches(2), Inches(5), Inches(2)).table
    )
    table.cell(0, 0).merge(table.cell(0, 1))
    table.cell(0, 0).text, table.cell(0, 2).text = "both", "last"
    assert read(deck, path)[1].text == "Results\nboth | last"


def test_a_chart_gives_its_titles_series_and_categories(path: Path) -> None:
    data = CategoryChartData()
    data.categories = ["2022", "2023"]
    data.add_series("ours", (1, 2))
    data.add_series("baseline", (1, 1))
    deck = new()
    frame = add(deck, "Growth", layout=TITLE_ONLY).shapes.add_chart(
        XL_CHART_TYPE.COLUMN_CLUSTERED, 0, Inches(2), Inches(5), Inches(3), data
    )
    frame.chart.has_title = True
    frame.chart.chart_title.text_frame.text = "Accuracy by year"
    frame.chart.value_axis.has_title = True
    frame.chart.value_axis.axis_title.text_frame.text = "accuracy (%)"
    assert read(deck, path)[1].text == ("Growth\nAccuracy by year\naccuracy (%)\nours | baseline\n2022 | 2023")


def test_a_chart_over_dates_leaves_out_the_day_counts_behind_them(path: Path) -> None:
    data = CategoryChartData(number_format="0.0")
    data.categories = [datetime.date(2024, 1, 1), datetime.date(2024, 2, 1)]
    data.add_series("ours", (1, 2))
    deck = new()
    shapes = add(deck, "Growth", layout=TITLE_ONLY).shapes
    shapes.add_chart(XL_CHART_TYPE.LINE, 0, Inches(2), Inches(5), Inches(3), data)
    assert read(deck, path)[1].text == "Growth\nours"


def frame_of(content: str) -> Any:
    """A graphic frame, low on the slide, around the XML that links to its own part."""
    return xml(
        '<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="9" name="d"/><p:cNvGraphicFramePr/><p:nvPr/>'
        '</p:nvGraphicFramePr><p:xfrm><a:off x="0" y="3000000"/><a:ext cx="9" cy="9"/></p:xfrm>'
        f'<a:graphic><a:graphicData uri="x">{content}</a:graphicData></a:graphic></p:graphicFrame>'
    )


def with_part(path: Path, name: str, content: str) -> Path:
    """The file with a part that its first slide is related to as rId77."""
    relation = f'<Relationship Id="rId77" Type="x/{name}" Target="../parts/{name}.xml"/></Relationships>'
    replaced(path, "ppt/slides/_rels/slide1.xml.rels", "</Relationships>", relation)
    return rewritten(path, lambda _, part: part, [(f"ppt/parts/{name}.xml", etree.tostring(xml(content)))])


def test_a_box_plot_gives_its_title_series_and_categories(path: Path) -> None:
    deck = new()
    slide = add(deck, "Spread", layout=TITLE_ONLY)
    slide.shapes._spTree.append(frame_of('<cx:chart r:id="rId77"/>'))
    chart = (
        '<cx:chartSpace><cx:chartData><cx:data id="0"><cx:strDim type="cat"><cx:lvl><cx:pt idx="0">dense</cx:pt>'
        '<cx:pt idx="1">routed</cx:pt></cx:lvl></cx:strDim></cx:data></cx:chartData><cx:chart><cx:title><cx:tx>'
        "<cx:rich><a:p><a:r><a:t>Five seeds</a:t></a:r></a:p></cx:rich></cx:tx></cx:title><cx:plotArea>"
        "<cx:plotAreaRegion><cx:series><cx:tx><cx:txData><cx:v>accuracy</cx:v></cx:txData></cx:tx></cx:series>"
        "</cx:plotAreaRegion></cx:plotArea></cx:chart></cx:chartSpace>"
    )
    assert read_deck(with_part(save(deck, path), "chartEx", chart))[1].text == (
        "Spread\nFive seeds\naccuracy\ndense | routed"
    )


@pytest.mark.parametrize("depth", [1, 3, 100])
def test_text_in_groups_is_read_however_deep(path: Path, depth: int) -> None:
    deck = new()
    shapes = add(deck, "Title", layout=TITLE_ONLY).shapes
    for _ in range(depth):
        shapes = shapes.add_group_shape().shapes
    textbox_in_group = shapes.add_textbox(0, 0, Inches(1), Inches(1))
    textbox_in_group.text_frame.text = "deep"
    assert read(deck, path)[1].text == "Title\ndeep"


def test_smartart_is_read_without_its_empty_prompts(path: Path) -> None:
    deck = new()
    slide = add(deck, "Plan", layout=TITLE_ONLY)
    slide.shapes._spTree.append(frame_of('<dgm:relIds r:dm="rId77"/>'))
    data = (
        '<dgm:dataModel><dgm:ptLst><dgm:pt modelId="1"><dgm:t><a:bodyPr/><a:p><a:r><a:t>Collect</a:t></a:r></a:p>'
        '</dgm:t></dgm:pt><dgm:pt modelId="2"><dgm:prSet phldr="1"/><dgm:t><a:bodyPr/><a:p><a:r><a:t>[Text]</a:t>'
        "</a:r></a:p></dgm:t></dgm:pt></dgm:ptLst></dgm:dataModel>"
    )
    assert read_deck(with_part(save(deck, path), "diagramData", data))[1].text == "Plan\nCollect"


def alternatives(choice: str, fallback: str) -> Any:
    return xml(
        f'<mc:AlternateContent><mc:Choice Requires="a14">{choice}</mc:Choice>'
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>"
    )


def test_maths_is_read_once_from_the_choice_and_not_from_its_fallback(path: Path) -> None:
    deck = new()
    formula = (
        run("loss") + "<a14:m><m:oMathPara><m:oMath><m:r><m:t>λ</m:t></m:r><m:r><m:t>x</m:t></m:r>"
        "</m:oMath></m:oMathPara></a14:m>"
    )
    slide = add(deck, "Objective", layout=TITLE_ONLY)
    slide.shapes._spTree.append(alternatives(shape(formula), shape(run("a picture of it"))))
    assert read(deck, path)[1].text == "Objective\nloss λ x"


def test_footers_dates_and_slide_numbers_are_no_text(path: Path) -> None:
    deck = new()
    slide = add(deck, "Title", layout=TITLE_ONLY)
    for kind in ("ftr", "dt", "sldNum"):
        furniture = shape(run(kind)).replace("<p:nvPr/>", f'<p:nvPr><p:ph type="{kind}"/></p:nvPr>')
        slide.shapes._spTree.append(xml(furniture))
    slide.shapes._spTree.append(xml(shape('<a:fld id="{1}" type="slidenum"><a:t>7</a:t></a:fld>')))
    assert read(deck, path)[1].text == "Title"


def test_a_shape_that_is_hidden_is_no_text(path: Path) -> None:
    deck = new()
    slide = add(deck, "Title", layout=TITLE_ONLY)
    slide.shapes._spTree.append(xml(shape(run("unseen")).replace('name="x"', 'name="x" hidden="1"')))
    assert read(deck, path)[1].text == "Title"


def test_a_hidden_slide_keeps_its_number(path: Path) -> None:
    deck = new()
    for title in ("One", "Two", "Three"):
        add(deck, title)
    deck.slides[1]._element.set("show", "0")
    assert [(s.number, s.title, s.hidden) for s in read(deck, path).slides] == [
        (1, "One", False),
        (2, "Two", True),
        (3, "Three", False),
    ]


def test_slides_are_in_the_order_of_the_show_not_of_their_files(path: Path) -> None:
    deck = new()
    for title in ("One", "Two", "Three"):
        add(deck, title)
    slides = deck.slides._sldIdLst
    slides.insert(0, slides[2])
    assert [slide.title for slide in read(deck, path).slides] == ["Three", "One", "Two"]


def test_slides_know_the_section_they_are_in(path: Path) -> None:
    deck = new()
    for title in ("One", "Two", "Three"):
        add(deck, title)
    first, second, _ = (slide.slide_id for slide in deck.slides)
    members = f'<p14:sldIdLst><p14:sldId id="{first}"/><p14:sldId id="{second}"/></p14:sldIdLst>'
    sections = f'<p14:sectionLst><p14:section name="Problem" id="{{1}}">{members}</p14:section></p14:sectionLst>'
    deck.part._element.append(xml(f'<p:extLst><p:ext uri="x">{sections}</p:ext></p:extLst>'))
    assert [slide.section for slide in read(deck, path).slides] == ["Problem", "Problem", ""]


def test_rehearsed_times_are_seconds_and_counted_once(path: Path) -> None:
    deck = new()
    for title in ("Timed", "Timed twice over", "Not timed", "Passes at once"):
        add(deck, title)
    slides = [slide._element for slide in deck.slides]
    slides[0].append(xml('<p:transition advTm="61500"/>'))
    slides[1].append(alternatives('<p:transition advTm="90000"/>', '<p:transition advTm="91000"/>'))
    slides[3].append(xml('<p:transition advTm="0"/>'))
    assert [slide.planned_seconds for slide in read(deck, path).slides] == [61.5, 90.0, None, None]


def test_the_language_is_that_of_most_of_the_text(path: Path) -> None:
    deck = new()
    slide = add(deck, "", layout=BLANK)
    for text, language in [("kurz", "en-US"), ("ein deutlich längerer Satz", "de-DE"), ("ça", "fr-FR")]:
        slide.shapes._spTree.append(xml(shape(run(text, language))))
    assert read(deck, path).language == "de"


def test_text_that_states_no_language_has_none(path: Path) -> None:
    deck = new()
    add(deck, "Title")
    assert read(deck, path).language == ""


def test_without_a_title_the_largest_short_text_at_the_top_is_one(path: Path) -> None:
    deck = new()
    slide = add(deck, layout=BLANK)
    textbox(slide, "a body line that says something", 1, 4)
    textbox(slide, "Limitations", 1, 0.5, size=32)
    textbox(slide, "draft", 7, 0.2, size=10)
    assert read(deck, path)[1].title == "Limitations"


@pytest.mark.parametrize(("text", "top"), [("a label low on the slide", 5), (".75", 0.5), ("word " * 20, 0.5)])
def test_without_anything_like_a_title_there_is_none(path: Path, text: str, top: float) -> None:
    deck = new()
    textbox(add(deck, layout=BLANK), text, 1, top, 6)
    assert read(deck, path)[1].title == ""
    assert read_deck(path)[1].text == text.strip()


def test_columns_are_read_one_after_the_other_and_rows_from_the_top(path: Path) -> None:
    deck = new()
    slide = add(deck, "Compared", layout=TITLE_ONLY)
    for text, left, top, height in [
        ("conclusion", 1, 6, 0.5),
        ("right", 6, 2, 3),
        ("left below", 1, 3.6, 1),
        ("left above", 1, 2, 1),
    ]:
        textbox(slide, text, left, top, 3, height)
    assert read(deck, path)[1].text.split("\n") == ["Compared", "left above", "left below", "right", "conclusion"]


def test_strict_open_xml_reads_the_same(path: Path) -> None:
    deck = new()
    add(deck, "Why routing", "Dense layers waste compute", notes="Slowly.")
    transitional = read(deck, path)
    assert read_deck(strict(path)) == transitional


@pytest.mark.parametrize(
    ("suffix", "content"),
    [
        (".ppsx", "presentationml.slideshow.main+xml"),
        (".potx", "presentationml.template.main+xml"),
        (".pptm", "ms-powerpoint.presentation.macroEnabled.main+xml"),
        (".PPTX", "presentationml.presentation.main+xml"),
    ],
)
def test_slide_shows_templates_and_macro_decks_open(tmp_path: Path, suffix: str, content: str) -> None:
    deck = new()
    add(deck, "Title")
    path = save(deck, tmp_path / f"talk{suffix}")
    replaced(path, "[Content_Types].xml", "presentationml.presentation.main+xml", content)
    assert read_deck(path).title == "Title"


@pytest.mark.parametrize(
    "missing", ["notesMaster", "slideLayout", "slideMaster", "theme", "docProps", "Content_Types"]
)
def test_a_deck_opens_without_a_part_that_text_does_not_need(path: Path, missing: str) -> None:
    deck = new()
    add(deck, "Title", "body", notes="Breathe.")
    slide = read_deck(without(save(deck, path), missing))[1]
    assert (slide.text, slide.notes) == ("Title\nbody", "Breathe.")


def test_a_slide_that_is_listed_but_missing_is_left_out(path: Path) -> None:
    deck = new()
    for title in ("One", "Two", "Three"):
        add(deck, title)
    read_back = read_deck(without(save(deck, path), "slides/slide2.xml"))
    assert [(slide.number, slide.title) for slide in read_back.slides] == [(1, "One"), (2, "Three")]


def test_a_deck_of_pictures_only_still_opens(path: Path) -> None:
    deck = new()
    add(deck, layout=BLANK)
    assert [(slide.title, slide.text) for slide in read(deck, path).slides] == [("", "")]


# Letters, punctuation and symbols, XML's own among them; python-pptx itself escapes what XML cannot hold. What
# becomes plain has tests of its own.
texts = st.text(
    st.characters(exclude_categories=["C", "Z"], exclude_characters="\u034f\u115f\u1160\u2800\u3164"),
    min_size=1,
    max_size=30,
).filter(lambda text: unicodedata.is_normalized("NFKC", text) and readable(text) == text)


@settings(deadline=None)
@given(st.lists(texts, min_size=1, max_size=5), st.booleans())
def test_any_text_on_a_slide_comes_back(
    tmp_path_factory: pytest.TempPathFactory, paragraphs: list[str], is_strict: bool
) -> None:
    deck = new()
    add(deck, "Title", *paragraphs)
    path = save(deck, tmp_path_factory.mktemp("deck") / "talk.pptx")
    assert read_deck(strict(path) if is_strict else path)[1].text.split("\n") == ["Title", *paragraphs]
