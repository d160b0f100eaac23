import copy
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from talkcoach.analysis.claims import claims
from talkcoach.analysis.limitations import Limitations, limitation_findings, limitations
from talkcoach.analysis.registry import KINDS
from talkcoach.domain import Aligned, Deck, Question, Transcript
from talkcoach.errors import RubricError
from talkcoach.questions.likely import likely_questions
from talkcoach.rubric import load_rubric, parse_rubric
from talkcoach.rubric.cues import Archetype
from tests.builders import talk

RUBRIC = load_rubric()
SLIDES = (
    "Sieve: reading only what matters",
    "Long documents",
    "The sparse router",
    "Results on LongBench\nSieve 81.2% accuracy\nLongformer 77.0% accuracy",
    "Limitations\nEnglish only",
    "Outlook",
)
SCRIPT = """
    problem 2: Lawyers read long documents every day, and long documents take hours.
    gap 2: Existing models read every word of a long document, however useless.
    approach 3: We propose Sieve, which learns with a sparse router what to read.
    approach 3: We assume that useful words stand close together in long documents.
    approach 3: The sparse router and the reader are trained jointly, and we set the threshold to one half.
    evidence 4: We compare with Longformer on the LongBench dataset.
    evidence 4: Sieve reaches an accuracy of 81.2%, and Longformer 77.0%.
    evidence 4: Its error is 3.1% on rare words, and Longformer's error is 4.4%.
    evidence 4: On contracts the accuracy is 84.0%.
    evidence 4: Twenty participants annotated the test set by hand.
    evidence 4: A limitation of our router is that accuracy drops when documents have tables.
    limitations 5: We have only tested it on English documents.
    implications 6: In future work we plan to read spoken dialogue.
    implications 6: Lawyers can use it today.
"""


def asked(script: str = SCRIPT, slides: tuple[str, ...] = SLIDES, seconds: float = 15.0) -> tuple[Question, ...]:
    said = talk(script, slides, seconds)
    engaged = limitations(said, RUBRIC)
    weak = (*limitation_findings(engaged, said, RUBRIC, 300.0), *claims(said, RUBRIC))
    return likely_questions(said, RUBRIC, weak, engaged)


def test_a_full_talk_raises_at_least_ten_questions_the_likeliest_first() -> None:
    questions = asked()
    assert len(questions) >= 10
    assert [q.likelihood for q in questions] == sorted((q.likelihood for q in questions), reverse=True)


def test_the_five_archetypes_are_asked_of_this_very_talk() -> None:
    text = {question.archetype: question.text for question in asked()}
    assert "Longformer" in text["baseline"]
    assert "only tested it on English documents" in text["limitation"]
    assert "LongBench" in text["scale"]
    assert "Sieve" in text["hindsight"]
    assert "long documents" in text["open_problem"]


@pytest.mark.parametrize(
    ("archetype", "words"),
    [
        ("assumption", "useful words stand close together"),
        ("consequence", "accuracy drops when documents have tables"),
        ("future", "we plan to read spoken dialogue"),
        ("sample", "participants"),
        ("uncertainty", "81.2% accuracy"),
    ],
)
def test_what_invites_a_question_is_asked_about(archetype: str, words: str) -> None:
    assert any(q.archetype == archetype and words in q.text for q in asked())


def test_every_question_is_tied_to_a_moment_or_a_slide_of_the_talk() -> None:
    said = talk(SCRIPT, SLIDES, 15.0)
    sentences = {(s.span, s.text) for s in said.transcript.sentences}
    for question in asked():
        for quote in question.quotes:
            assert (quote.span, quote.text) in sentences or quote.slide in range(1, len(SLIDES) + 1)


def test_no_two_questions_are_alike_and_none_has_an_empty_place() -> None:
    texts = [question.text for question in asked()]
    assert len({text.lower() for text in texts}) == len(texts)
    assert not any(re.search(r"[{}]|“”|  | ,|\bNone\b", text) for text in texts)
    assert all(text.endswith("?") or text.endswith(".") for text in texts)


def test_a_name_that_only_a_slip_of_the_recogniser_made_is_not_asked_about() -> None:
    slipped = SCRIPT.replace("We compare with Longformer", "We compare with Longfoamer")
    assert not any("Longfoamer" in q.text for q in asked(slipped) if q.archetype in {"baseline", "scale"})


def test_a_talk_without_slides_is_asked_about_what_was_said() -> None:
    script = re.sub(r" \d:", ":", SCRIPT)
    questions = asked(script, ())
    assert len(questions) >= 10
    assert all(quote.slide is None for question in questions for quote in question.quotes)


def test_a_few_seconds_of_talk_raise_a_question_or_two() -> None:
    questions = asked("approach: We propose a router that learns what to read.", ())
    assert 1 <= len(questions) <= 3


def test_silence_raises_no_questions() -> None:
    assert likely_questions(Aligned(Transcript(()), Deck(()), (), (), 0.0), RUBRIC, (), Limitations()) == ()


def test_a_weak_spot_is_asked_about_in_its_own_words() -> None:
    script = SCRIPT.replace("Lawyers can use it today.", "This will completely revolutionize the work of lawyers.")
    assert any(q.archetype == "claim" and "revolutionize" in q.text for q in asked(script))


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["problem", "gap", "approach", "evidence", "limitations", "implications", "other"]),
            st.text(
                st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=60
            ),
        ),
        max_size=12,
    )
)
def test_whatever_is_said_the_questions_are_whole_and_distinct(told: list[tuple[str, str]]) -> None:
    script = "\n".join(f"{part}: x{words}" for part, words in told if words.strip())
    questions = asked(script, ())
    assert len({question.text for question in questions}) == len(questions)
    assert all(question.quotes for question in questions)


@cache
def shipped_data() -> Any:
    return json.loads(load_rubric().model_dump_json())


def rubric_data() -> dict[str, Any]:
    data: dict[str, Any] = copy.deepcopy(shipped_data())
    return data


def test_an_archetype_that_a_user_adds_is_asked() -> None:
    data = rubric_data()
    data["questions"]["archetypes"].append(
        {
            "key": "teaching",
            "likelihood": 1.0,
            "why": "The chair asks it of everyone.",
            "templates": ["How would you teach {term} to first-year students?"],
        }
    )
    said = talk(SCRIPT, SLIDES, 15.0)
    first = likely_questions(said, parse_rubric(data, Path("own.yaml")), (), Limitations())[0]
    assert first.text == "How would you teach long documents to first-year students?"


@pytest.mark.parametrize(
    ("template", "complaint"),
    [
        ("Why {metod}?", "{metod} stands for nothing"),
        ("Why {method?", "questions.archetypes.1.templates"),
        ("Why {method!z}?", "nothing may follow the name in {method}"),
        ("Why {method:d}?", "nothing may follow the name in {method}"),
        ("Why {}?", "{} stands for nothing"),
        ("Why {method.real}?", "{method.real} stands for nothing"),
        (" ", "questions.archetypes.1.templates.1"),
    ],
)
def test_a_mistake_in_a_template_is_answered_with_file_key_and_remedy(template: str, complaint: str) -> None:
    data = rubric_data()
    data["questions"]["archetypes"][0]["templates"] = [template]
    with pytest.raises(RubricError) as caught:
        parse_rubric(data, Path("own.yaml"))
    assert "own.yaml" in caught.value.what
    assert "questions.archetypes.1.templates" in caught.value.what
    assert complaint in caught.value.what
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("change", "key", "complaint"),
    [
        ({"why": "Nobody else uses {dataset}."}, "1", "why has {dataset}"),
        ({"why": "You say “{quote}”.", "cues": ["we"]}, "1", "why has {quote}"),
        ({"templates": ["What is next?"]}, "1", "needs a placeholder, cues or a finding"),
        ({"why": ""}, "1.why", "at least 1 character"),
        ({"cues": [" "]}, "1.cues.1", "' ' would be found anywhere"),
        ({"cues": ["we", "…"]}, "1.cues.2", "'…' would be found anywhere"),
        ({"cues": ["* …"]}, "1.cues.1", "'* …' would be found anywhere"),
        ({"parts": ["evidense"]}, "1.parts", "evidense, which is no part of this rubric"),
        ({"finding": "no-abblation"}, "1.finding", "nothing finds 'no-abblation'"),
    ],
)
def test_a_question_that_could_never_be_asked_rightly_is_a_mistake(
    change: dict[str, Any], key: str, complaint: str
) -> None:
    data = rubric_data()
    data["questions"]["archetypes"][0].update(change)
    with pytest.raises(RubricError) as caught:
        parse_rubric(data, Path("own.yaml"), KINDS)
    assert f"own.yaml has a mistake at questions.archetypes.{key}: " in caught.value.what
    assert complaint in caught.value.what
    assert caught.value.remedy


PIECES = st.sampled_from(
    [
        "Why",
        "{method}",
        "{quote}",
        "{slide}",
        "{title}",
        "{baseline}",
        "{limitation}",
        "{",
        "}}",
        "{0}",
        "{term:d}",
    ]
)
TEMPLATES = st.lists(PIECES, max_size=4).map(" ".join)


@given(
    why=TEMPLATES,
    templates=st.lists(TEMPLATES, max_size=3),
    cues=st.lists(st.sampled_from(["we", "docu*", "…", "* …", ""]), max_size=2),
    finding=st.sampled_from(["", "no-ablation", "limitations-shallow", "nothing"]),
    slides=st.sampled_from([SLIDES, ()]),
)
def test_an_archetype_is_a_mistake_or_its_questions_are_whole(
    why: str, templates: list[str], cues: list[str], finding: str, slides: tuple[str, ...]
) -> None:
    given = {"key": "own", "likelihood": 1, "why": why, "templates": templates, "cues": cues, "finding": finding}
    try:
        archetype = Archetype.model_validate(given)
    except ValidationError:
        return
    own = RUBRIC.model_copy(update={"questions": RUBRIC.questions.model_copy(update={"archetypes": (archetype,)})})
    said = talk(SCRIPT if slides else re.sub(r" \d:", ":", SCRIPT), slides, 15.0)
    engaged = limitations(said, own)
    weak = limitation_findings(engaged, said, own, 300.0)
    for question in likely_questions(said, own, weak, engaged):
        assert question.quotes
        assert not re.search(r"  |“”|^ | $|{[a-z]", f"{question.text}|{question.why}")


def test_a_question_about_a_slide_is_not_asked_where_there_is_none() -> None:
    data = rubric_data()
    data["questions"]["archetypes"] = [
        {"key": "own", "likelihood": 1, "why": "Why.", "cues": ["we"], "templates": ["Slide {slide}: {quote}?"]}
    ]
    own = parse_rubric(data, Path("own.yaml"))
    bare, shown = talk(re.sub(r" \d:", ":", SCRIPT), (), 15.0), talk(SCRIPT, SLIDES, 15.0)
    assert likely_questions(bare, own, (), Limitations()) == ()
    assert likely_questions(shown, own, (), Limitations())[0].text.startswith("Slide 3: ")


def test_a_template_cannot_quote_without_something_to_quote_from() -> None:
    data = rubric_data()
    data["questions"]["archetypes"][0] = {
        "key": "quoting",
        "likelihood": 0.5,
        "why": "Because.",
        "templates": ["You say “{quote}”. Why?"],
    }
    with pytest.raises(RubricError, match="needs cues or a finding"):
        parse_rubric(data, Path("own.yaml"))


def test_the_work_goes_by_the_name_that_its_results_stand_under_though_it_was_misheard() -> None:
    slides = (
        "How to read only what matters",
        "Lantern in one picture",
        "Results\nDense reader | 67.3\nLantern | 71.6",
        "Limits",
    )
    script = """
        approach 2: This is the whole lan turn system in one picture, with a router.
        evidence 3: We compare with a dense reader, and lan turn is ahead.
        limitations 4: We only tested English reports.
    """
    texts = [question.text for question in asked(script, slides, 40.0)]
    assert any("Lantern" in text for text in texts)
    assert not any("Dense" in text for text in texts)
