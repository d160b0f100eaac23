"""Reports for tests, built from values: an invented talk of 34 minutes with something in every block."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from talkcoach.analysis.delivery import Delivery, Limits
from talkcoach.analysis.expressions import timed
from talkcoach.analysis.fillers import Fillers, OnSlide, Stall
from talkcoach.analysis.fluency import Fluency
from talkcoach.analysis.limitations import Limitations
from talkcoach.analysis.pace import Pace, Tempo
from talkcoach.analysis.pauses import Pause, Pauses
from talkcoach.analysis.quality import Quality
from talkcoach.analysis.timing import Cut, PartTiming, SlideTiming, Timing, verdict
from talkcoach.analysis.voice import Tone, Voice, VoiceTrack, VoiceWindow
from talkcoach.domain import Finding, Question, Quote, Sentence, Span, Transcript, Visit
from talkcoach.report.model import Report, ReportedSection

MINUTE = 60.0
DURATION, SLOT = 2052.0, 2100.0

TARGETS = {
    "problem": ("Problem", (120.0, 180.0)),
    "gap": ("Gap", (120.0, 120.0)),
    "approach": ("Approach", (600.0, 600.0)),
    "evidence": ("Evidence", (600.0, 600.0)),
    "limitations": ("Limitations", (300.0, 300.0)),
    "implications": ("Implications", (300.0, 300.0)),
}

SLIDES = (
    # title, seconds at which it comes up, part
    ("Sparse routing for long documents", 0, "other"),
    ("Reading a contract takes an hour", 40, "problem"),
    ("Why the cost grows with the square of the length", 130, "problem"),
    ("What existing approaches miss", 190, "gap"),
    ("A window forgets what it has left", 250, "gap"),
    ("One router for every block", 316, "approach"),
    ("The router in a picture", 420, "approach"),
    ("What the router learns", 560, "approach"),
    ("Implementation: batching the blocks", 722, "approach"),
    ("Implementation: memory on the card", 905, "approach"),
    ("Implementation: the kernel", 1060, "approach"),
    ("Data and baselines", 1176, "evidence"),
    ("Main result", 1230, "evidence"),
    ("Table of results", 1297, "evidence"),
    ("Ablation: what the router buys", 1420, "evidence"),
    ("Where it fails", 1580, "evidence"),
    ("Limitations", 1750, "limitations"),
    ("What follows from it", 1850, "implications"),
    ("Thank you", 2030, "other"),
    ("Backup: all figures", None, "other"),
)

SAID = {
    1: "Good morning, and thank you for having me. I am going to talk about reading long documents.",
    2: "Imagine that you have to read a contract of three hundred pages tonight. You would not read "
    "every page with the same care. Our models do exactly that, and it costs us.",
    3: "The cost grows with the square of the length. So nobody runs these models on a whole contract.",
    4: "Existing approaches cut the document into windows. They are fast, and for many tasks that is enough.",
    5: "However, a window forgets what it has left. A definition on page two is lost on page ninety.",
    6: "Our key idea is a router that decides, for every block, which other blocks it has to see. It "
    "is trained with the task and needs no labels of its own.",
    7: "This is the router in a picture. On the left are the blocks, on the right is what each of "
    "them attends to.",
    8: "What does it learn? It learns to look at definitions first. Nobody told it to do that.",
    9: "So, um, the batching took us a while. We sort the blocks by length and, uh, then we pad each "
    "group on its own.",
    10: "Memory on the card is the next thing. We keep the keys of all blocks and throw the values away.",
    11: "And this is the kernel. Um, I will go through it line by line.",
    12: "We test on three collections of contracts and court decisions. The baselines are a window "
    "model and full attention.",
    13: "We win by 4.2 points over the window model. That is half of the way to full attention.",
    14: "The same in numbers, for every collection. The variance over seeds is small.",
    15: "Without the router we lose all of it. So the gain is the router and not the size.",
    16: "There are documents where it fails. When a table spans many pages, the router sees only its head.",
    17: "We only tested on English contracts. So we do not know whether the router looks at "
    "definitions elsewhere.",
    18: "What follows? You can read a whole contract on one card. Next we want to route across documents.",
    19: "Thank you very much. I am happy to take questions.",
}


def a_report(**changes: object) -> Report:
    """The invented report, with other values for some of its fields."""
    return replace(_REPORT, **changes)


def silence() -> Report:
    """A recording in which nobody spoke."""
    return emptied(a_report(), duration=30.0)


def ten_seconds() -> Report:
    """One sentence of a talk that should have taken 35 minutes."""
    sentence = Sentence(Span(1.0, 9.0), "Good morning, this is a test.")
    return replace(emptied(a_report(), duration=10.0), transcript=Transcript((sentence,), "en", "base"))


def emptied(report: Report, duration: float) -> Report:
    """A report of which nothing is left but its names, the targets and the slides' titles."""
    timing = report.timing
    parts = tuple(replace(part, seconds=0.0, verdict="missing", slides=()) for part in timing.parts)
    slides = tuple(replace(slide, seconds=0.0, part="other") for slide in timing.slides)
    timing = Timing(duration, timing.slot_seconds, duration, 0.0, parts, slides, ())
    return replace(
        report,
        slides=(),
        sections=(),
        timing=timing,
        limitations=Limitations(),
        delivery=Delivery(tempo=Tempo(band=(110.0, 165.0))),
        findings=(),
        questions=(),
        caveats=(),
        corrections={},
        transcript=Transcript(()),
    )


def said(number: int, nth: int = 0) -> Quote:
    """The nth sentence that was said on a slide."""
    sentence = [s for s in _TRANSCRIPT.sentences if s.span.start >= _visit(number).span.start][nth]
    return Quote(sentence.span, sentence.text, number)


def _visit(number: int) -> Visit:
    return next(visit for visit in _VISITS if visit.slide == number)


def _visits() -> tuple[Visit, ...]:
    starts = [start for _, start, _ in SLIDES if start is not None]
    spans = [Span(float(a), float(b)) for a, b in pairwise([*starts, DURATION])]
    doubtful = {8: 0.55, 14: 0.41}
    return tuple(Visit(span, n, doubtful.get(n, 0.93)) for n, span in enumerate(spans, start=1))


def _sentences() -> tuple[Sentence, ...]:
    """What was said on each slide, its sentences spread over the time that the slide was up."""
    sentences = []
    for visit in _VISITS:
        texts = [f"{text}." if text[-1] not in "?." else text for text in _split(SAID[visit.slide])]
        step = visit.span.duration / len(texts)
        for n, text in enumerate(texts):
            start = visit.span.start + n * step
            sentence = Sentence(Span(start, start + step - 0.5), text)
            sentences.append(replace(sentence, words=timed(sentence)))
    return tuple(sentences)


def _split(text: str) -> list[str]:
    return [each.rstrip(".") for each in text.replace("? ", "?. ").split(". ")]


def _sections() -> tuple[ReportedSection, ...]:
    sections: list[ReportedSection] = []
    for visit in _VISITS:
        key = SLIDES[visit.slide - 1][2]
        title, target = TARGETS.get(key, ("Other", None))
        span = visit.span
        if sections and sections[-1].key == key:
            span = sections.pop().span | span
        judgement = verdict(span.duration, target, 0.15) if target else None
        sections.append(ReportedSection(span, key, title, span.duration, 0.9, target, judgement))
    return tuple(sections)


def _timing() -> Timing:
    spent = {key: sum(s.seconds for s in _SECTIONS if s.key == key) for key in (*TARGETS, "other")}
    shown = {key: tuple(v.slide for v in _VISITS if SLIDES[v.slide - 1][2] == key) for key in TARGETS}
    parts = tuple(
        PartTiming(key, title, spent[key], target, verdict(spent[key], target, 0.15), shown[key])
        for key, (title, target) in TARGETS.items()
    )
    slides = tuple(
        SlideTiming(
            number,
            title,
            part,
            sum(visit.span.duration for visit in _VISITS if visit.slide == number),
            hidden=start is None,
            planned_seconds=90.0 if 2 <= number <= 8 else None,
        )
        for number, (title, start, part) in enumerate(SLIDES, start=1)
    )
    cuts = tuple(
        Cut("approach", number, seconds, _visit(number).span.duration - seconds, _visit(number).span)
        for number, seconds in ((9, 110.0), (8, 85.0), (10, 65.0))
    )
    return Timing(DURATION, SLOT, DURATION, spent["other"], parts, slides, cuts)


def _limitations() -> Limitations:
    named, consequence = said(17), said(17, 1)
    fails = said(16, 1)
    return Limitations(
        level=3,
        seconds=184.0,
        quotes=(fails, named, consequence),
        mentioned=(fails, named),
        specific=(fails, named),
        consequence=(consequence,),
        open_question=(consequence,),
        disguised=(said(10, 1),),
        on_slide_unsaid=(Quote(Span(1750.0, 1750.0), "No test on scanned pages", 17),),
    )


def _delivery() -> Delivery:
    windows = [Span(30.0 * n, 30.0 * (n + 1)) for n in range(int(DURATION // 30))]
    rates = [132 + 26 * ((n * 7) % 5 - 2) / 2 + (38 if 24 <= n <= 30 else 0) for n in range(len(windows))]
    fillers = tuple(
        Quote(Span(at, at + 0.4), text, slide)
        for at, text, slide in (
            (730.0, "um", 9),
            (733.5, "uh", 9),
            (801.0, "um", 9),
            (1063.0, "um", 11),
            (1500.0, "uh", 15),
        )
    )
    pace = tuple(Pace(span, rate) for span, rate in zip(windows, rates, strict=True))
    return Delivery(
        tempo=Tempo(148.2, 4.6, pace, (110.0, 165.0), hurried=(Pace(Span(720.0, 930.0), 170.0),)),
        filling=Fillers(
            fillers=fillers,
            fillers_per_minute=0.1,
            fillers_by_slide=(OnSlide(9, 3, 1.2), OnSlide(11, 1, 0.4), OnSlide(15, 1, 0.5)),
            filler_clusters=(Span(730.0, 733.9),),
            filler_stalls=(Stall("router", fillers[:3]),),
            lexical_fillers=(Quote(Span(840.0, 840.4), "you know", 10),),
            lexical_fillers_per_minute=0.03,
        ),
        fluency=Fluency(
            repetitions=(Quote(Span(610.0, 610.6), "the the", 8),),
            repetitions_per_minute=0.03,
            hedges=(Quote(Span(1320.0, 1320.5), "I think", 14),),
            hedges_per_minute=0.03,
        ),
        silence=Pauses(_pauses(), Span(720.0, 744.0)),
        pitch_semitones_sd=2.94,
        voice=_voice(),
        quality=Quality(31.0, 0.0, None, 0.3, ()),
        limits=Limits(3.0, 2.0, 1.0, 2.0),
    )


def _pauses() -> tuple[Pause, ...]:
    """A breath after every sentence, a few in the middle of a phrase, and two silences that are noticed."""
    breaths = [Pause(Span(s.span.end, s.span.end + 0.5), "sentence") for s in _TRANSCRIPT.sentences[:-1]]
    inside = [Pause(Span(at, at + 0.7), "phrase") for at in (612.0, 733.0, 1064.0)]
    long = [Pause(Span(415.0, 417.3), "sentence", after_key=True), Pause(Span(1176.0, 1179.1), "phrase")]
    return tuple(sorted((*breaths, *inside, *long), key=lambda pause: pause.span))


def _voice() -> Voice:
    """A voice that goes up and down with every sentence, and for a minute hardly does."""
    steps = range(int(DURATION * 2))
    spread = [0.3 if 1500 <= step / 2 < 1560 else 1.5 for step in steps]
    pitch = [round(118 * 2 ** (s * ((step * 7) % 11 - 5) / 60), 2) for step, s in zip(steps, spread, strict=True)]
    windows = tuple(
        VoiceWindow(Span(30.0 * n, 30.0 * (n + 1)), Tone(118.0, 1.1 if n in (50, 51) else 2.8, -24.0))
        for n in range(int(DURATION // 30))
    )
    return Voice(
        whole=Tone(118.0, 2.94, -24.0),
        parts={key: Tone(118.0 + n, 3.1 - n / 5, -24.0 - n / 4) for n, key in enumerate(TARGETS)},
        windows=windows,
        monotone=(Span(1500.0, 1560.0),),
        ending_drop_db=4.2,
        endings=61,
        fading=(said(14, 1).span, said(9).span),
        track=VoiceTrack(0.5, tuple(pitch), tuple(spread), (-24.0,) * len(steps)),
    )


def _findings() -> tuple[Finding, ...]:
    return (
        Finding(
            "limitations-short",
            "high",
            "Limitations got 1:40 of 5:00. One is named, its remedy is not.",
            "Add one sentence after slide 17: what would you test next, and how?",
            (said(17),),
        ),
        Finding(
            "part-long",
            "high",
            "Approach took 14:20 of 10:00, most of it on slides 9, 8 and 10.",
            "Cut 1:50 from slide 9, 1:25 from slide 8 and 1:05 from slide 10.",
            (said(9), said(10)),
        ),
        Finding(
            "number-differs",
            "medium",
            "You said 4.2 points; slide 14 shows 4.3.",
            "Say the number that the slide shows.",
            (said(13), Quote(Span(1297.0, 1297.0), "Window model 61.2, ours 65.5 (+4.3)", 14)),
        ),
        Finding(
            "part-short",
            "medium",
            "Implications got 3:00 of 5:00.",
            "Give it 2:00 more.",
            (said(18),),
        ),
        Finding(
            "too-fast",
            "low",
            "For 210 seconds you speak at 170 words a minute (research talks: 110–165).",
            "Slow down here, or say less.",
            (said(9, 1),),
        ),
        Finding(
            "slide-never-shown",
            "low",
            "Slide 20 is in the deck and was never shown.",
            "Take it out, or leave it as a backup.",
            (Quote(Span(0.0, 0.0), "Backup: all figures", 20),),
        ),
    )


def _questions() -> tuple[Question, ...]:
    asked = (
        (
            "baseline",
            "Why is the window model the right baseline for contracts?",
            "It is the only one you beat.",
            said(12, 1),
        ),
        (
            "limitation",
            "What is the most significant limitation of the router?",
            "You name one and no remedy.",
            said(17),
        ),
        (
            "scale",
            "Does the router hold on documents ten times as long?",
            "The longest test has 300 pages.",
            said(2),
        ),
        ("hindsight", "What would you do differently if you began again?", "You never say it.", said(16, 1)),
        ("open_problem", "What is the most important open problem here?", "You end on a plan.", said(18, 2)),
        (
            "uncertainty",
            "How large is the variance over seeds?",
            "You call it small and show no figure.",
            said(14, 1),
        ),
        ("claim", "How do you know that it looks at definitions first?", "No figure supports it.", said(8, 1)),
    )
    return tuple(
        Question(text, archetype, why, (quote,), 0.9 - n / 10)
        for n, (archetype, text, why, quote) in enumerate(asked)
    )


_VISITS = _visits()
_SECTIONS = _sections()
_TRANSCRIPT = Transcript(
    _sentences(), "en", "base", removed=(Sentence(Span(2050.0, 2052.0), "Thanks for watching."),)
)
_REPORT = Report(
    title="Sparse routing for long documents",
    recording="rehearsal-3.m4a",
    deck="talk.pptx",
    rubric="Research job talk",
    slides=_VISITS,
    sections=_SECTIONS,
    timing=_timing(),
    limitations=_limitations(),
    delivery=_delivery(),
    findings=_findings(),
    questions=_questions(),
    corrections={16: "evidence"},
    caveats=("Which slide was up was found from your words, not from clicks.",),
    transcript=_TRANSCRIPT,
)
