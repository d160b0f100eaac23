from __future__ import annotations

import numpy as np
import pytest

from talkcoach.domain import Slide
from talkcoach.models.talk_parts import ROLES, Prediction, predict

TALK = """
Good morning everyone, my name is Ada, and I will talk about finding leaks in water pipes.
This is joint work with my colleagues at the water company.
Cities lose a quarter of their drinking water on the way to the people who pay for it.
A leak often runs for months before anybody sees it, and that is a big problem for dry regions.
So the question is how we can find a leak before the street gives way.
Existing methods send a person with a microphone along every pipe at night.
Previous work used pressure sensors, but they only see large leaks and they are expensive.
None of these methods work for plastic pipes.
So in our approach we use the meters that people already have in their houses.
The key idea is that a leak changes the flow at many meters at the same time.
We built a model of the network that predicts the flow at every meter.
Our algorithm then compares what the model predicts with what the meters measure.
It computes a score for every pipe and sends an alarm when the score stays high.
We evaluated our method on data from three cities with two hundred known leaks.
As you can see in this plot, we find eighty percent of the leaks within a week.
The baseline with pressure sensors finds only forty percent, so our results are much better.
The accuracy is a bit lower in the second city, where the network is denser.
One limitation of our work is that we assume that the map of the pipes is correct.
Our method does not work when the map is wrong, and we have not tested it on old networks.
To conclude, we showed that meters which are already there can find leaks early.
In future work we would like to use this for gas pipes as well.
Thank you very much for your attention, and I am happy to take questions.
""".strip().splitlines()


def told(sentences: list[str], slides: list[Slide | None] | None = None) -> Prediction:
    ends = np.cumsum([len(sentence.split()) / 2.5 for sentence in sentences])
    starts = np.concatenate([[0.0], ends[:-1]])
    return predict(sentences, starts, ends, slides or [None] * len(sentences))


@pytest.fixture(scope="module")
def talk() -> Prediction:
    return told(TALK)


def test_probabilities_of_parts_sum_to_one(talk: Prediction):
    assert talk.part.shape == (len(TALK), len(ROLES))
    assert talk.part.sum(axis=1) == pytest.approx(1.0)
    assert (talk.part >= 0).all()


def test_every_other_probability_is_one(talk: Prediction):
    for values in (talk.own_limitation, talk.future_work, [talk.fits, talk.admits], list(talk.present.values())):
        assert all(0 <= value <= 1 for value in values)
    assert talk.own_limitation.shape == talk.future_work.shape == talk.labels.shape == (len(TALK),)


def test_the_seconds_add_up_to_what_was_spoken(talk: Prediction):
    assert sum(talk.seconds.values()) == pytest.approx(sum(len(sentence.split()) / 2.5 for sentence in TALK))


def test_the_same_talk_gets_the_same_answer(talk: Prediction):
    again = told(TALK)
    assert np.array_equal(again.part, talk.part)
    assert np.array_equal(again.labels, talk.labels)
    assert again.present == talk.present


def test_nothing_said_is_a_talk_without_parts():
    nothing = predict([], [], [], [])
    assert nothing.part.shape == (0, len(ROLES))
    assert set(nothing.present.values()) == {0.0}
    assert nothing.admits == 0.0
    assert nothing.candidates == ()


def test_inputs_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match="differ in length"):
        predict(["One."], [0.0], [1.0], [])


def test_one_sentence_and_a_very_long_one_are_answered():
    assert told(["Hello."]).part.shape == (1, len(ROLES))
    assert told(["word " * 2000]).part.sum() == pytest.approx(1.0)


def test_thanks_at_the_end_change_no_part_that_is_there(talk: Prediction):
    thanked = told([*TALK, "Thank you."])
    assert thanked.missing == talk.missing
    for role in ROLES:
        assert (thanked.present[role] > 0.5) == (talk.present[role] > 0.5)


def test_when_the_clock_was_started_does_not_matter(talk: Prediction):
    ends = np.cumsum([len(sentence.split()) / 2.5 for sentence in TALK]) + 300.0
    starts = np.concatenate([[300.0], ends[:-1]])
    assert predict(TALK, starts, ends, [None] * len(TALK)).part == pytest.approx(talk.part, abs=1e-4)


def test_the_parts_of_a_plain_talk_are_found(talk: Prediction):
    named = [ROLES[label] for label in talk.labels]
    assert named[0] == "other"
    assert named[-1] == "other"
    assert {"world", "earlier"} & set(named[2:5])
    assert named[10:12] == ["method", "method"]
    assert named[14:16] == ["results", "results"]
    assert named[20] in {"outlook", "limits"}


def test_the_admitted_limitation_is_among_the_candidates(talk: Prediction):
    assert {17, 18} & set(talk.candidates)


def test_titles_of_slides_bear_out_the_parts_that_they_name(talk: Prediction):
    plan = [
        ("Finding leaks", 2, "other"),
        ("Motivation", 3, "world"),
        ("Related work", 3, "earlier"),
        ("Our approach", 5, "method"),
        ("Results", 4, "results"),
        ("Limitations", 2, "limits"),
        ("Conclusion", 2, "outlook"),
        ("Thank you", 1, "other"),
    ]
    slides = [Slide(n, title, "") for n, (title, count, _) in enumerate(plan, start=1) for _ in range(count)]
    named = [ROLES.index(role) for _, count, role in plan for _ in range(count)]
    rows = np.arange(len(TALK))
    shown = told(TALK, list(slides))
    assert shown.part.sum(axis=1) == pytest.approx(1.0)
    assert shown.part[rows, named].mean() > talk.part[rows, named].mean()
