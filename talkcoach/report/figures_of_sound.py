"""The figures of delivery that come from the sound: the recording itself, the pauses, and the voice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from talkcoach.analysis.pauses import SHORTEST, Pause
from talkcoach.analysis.quality import CLIPPED_SHARE, ECHO_SECONDS, NOISY_DB, Judgement, Quality
from talkcoach.analysis.voice import FADING_DB, Voice
from talkcoach.domain import Quote
from talkcoach.domain.clock import clock
from talkcoach.domain.text import listed
from talkcoach.report.figure import Figure, Group, SummaryPair, moments_of, present
from talkcoach.report.model import Report


def recording(report: Report) -> Group | None:
    """The defects of the recording, or that it has none; None without sound."""
    found = report.delivery.quality
    if found is None:
        return None
    wrong = tuple(
        Figure(
            defect.kind.capitalize(),
            f"spoils {listed(defect.spoils)}" if defect.spoils else "spoils nothing",
            f"{defect.message} {defect.advice}",
            moments_of(defect.heard),
        )
        for defect in found.defects
    )
    snr = "" if found.snr_db is None else f"your voice is {found.snr_db:.0f} decibels above the noise"
    fine = Figure("Quality", "nothing spoils a judgement", snr)
    return Group("Recording", wrong or (fine,), present(_recorded(found)))


def _recorded(found: Quality) -> Iterator[Figure | None]:
    if found.snr_db is not None:
        note = f"from {NOISY_DB:.0f} on ends of sentences are heard"
        yield Figure("Voice above the noise", f"{found.snr_db:.0f} decibels", note)
    share = f"{100 * found.clipped_share:.1f}".removesuffix(".0")
    yield Figure(
        "Clipped", f"{share} of 100 moments", f"below {100 * CLIPPED_SHARE:.0f} of 100 nothing is said of it"
    )
    if found.hum_hz:
        yield Figure("Hum", f"{found.hum_hz} Hz", "the frequency of mains power")
    if found.decay_seconds is not None:
        note = f"classrooms: 0.6 at most (ANSI S12.60); from {ECHO_SECONDS} on it blurs speech"
        yield Figure("Sound dies away in", f"{found.decay_seconds:.1f} seconds", note)


def pauses(report: Report, summaries: SummaryPair) -> Group:
    """Where and for how long the speaker is silent."""
    found = report.delivery.silence
    if "pauses" in report.delivery.spoiled:
        return Group("Pauses", (), not_judged=_spoiled(report, "pauses"))
    inside, long = found.at("phrase"), report.delivery.long_pauses
    longest = sorted(inside, key=lambda pause: -pause.span.duration)
    shown = (
        summaries.figure(
            "Inside a phrase",
            "pauses inside phrases",
            "heard as a search; longest first",
            _timed(longest),
            f"{len(inside)}{summaries.rate('pauses inside phrases')}",
        ),
        _long(report, long, summaries),
    )
    return Group("Pauses", present(shown), present(_where(report)))


def _long(report: Report, long: Sequence[Pause], summaries: SummaryPair) -> Figure | None:
    least = report.delivery.long_pause_seconds
    name, note = f"{least:g} seconds or longer", "an audience notices them"
    value = f"{len(long) or 'none'}{summaries.rate('long pauses') if long else ''}"
    figure = summaries.figure(name, "long pauses", note, _timed(long), value)
    return figure or (Figure(name, value, note, _timed(long)) if long else None)


def _where(report: Report) -> Iterator[Figure | None]:
    found = report.delivery.silence
    if found.longest_run is None:
        return
    sentences, clauses = (len(found.at(place)) for place in ("sentence", "clause"))
    yield Figure(
        "Between sentences", str(sentences), f"where they belong{f'; {clauses} more at commas' if clauses else ''}"
    )
    key = tuple(pause for pause in found.pauses if pause.after_key)
    if key:
        yield Figure("After key statements", str(len(key)), "they let it sink in", _timed(key))
    run = found.longest_run
    yield Figure(
        "Longest without one",
        clock(run.duration),
        f"a pause is a silence of {SHORTEST} seconds or more",
        moments_of((run,)),
    )


def voice(report: Report, summaries: SummaryPair) -> Group | None:
    """How the pitch varies, and how sentences end; None without sound."""
    found, spoiled = report.delivery.voice, report.delivery.spoiled
    if found is None:
        return None
    both: tuple[Judgement, ...] = ("pitch", "loudness")
    shown, more = [], []
    if "pitch" not in spoiled:
        shown += [
            summaries.figure("Spread of pitch", "spread of pitch", "compare it with your own runs"),
            _monotone(found),
        ]
        more += [_height(found), _by_part(report, found)]
    if "loudness" not in spoiled:
        shown.append(_endings(found))
        more.append(_loudness(found))
    return Group("Voice", present(shown), present(more), _spoiled(report, *both))


def _monotone(found: Voice) -> Figure | None:
    if not found.monotone:
        return None
    total = clock(sum(span.duration for span in found.monotone))
    return Figure("Monotone", total, "moves much less than elsewhere", moments_of(found.monotone))


def _endings(found: Voice) -> Figure | None:
    if found.ending_drop_db is None:
        return None
    drop = round(found.ending_drop_db)
    value = f"{abs(drop)} decibels {'softer' if drop > 0 else 'louder'}" if drop else "as loud as the rest"
    fading = f": {len(found.fading)} of {found.endings}" if found.fading else ""
    note = f"from {FADING_DB:.0f} on they fade{fading}"
    return Figure("Ends of sentences", value, note, moments_of(found.fading))


def _height(found: Voice) -> Figure | None:
    pitch = found.whole.pitch_hz
    return None if pitch is None else Figure("Pitch", f"{pitch:.0f} Hz", "the middle of your voice")


def _by_part(report: Report, found: Voice) -> Figure | None:
    """The spread of pitch in each part that is long enough to measure it."""
    tones = [(part.title, found.parts.get(part.key)) for part in report.timing.parts]
    spreads = [(title, tone.semitones_sd) for title, tone in tones if tone and tone.semitones_sd is not None]
    if len(spreads) < 2:
        return None
    least, most = (f"{end(spread for _, spread in spreads):.1f}" for end in (min, max))
    note = ", ".join(f"{title} {spread:.1f}" for title, spread in spreads)
    return Figure("Spread in each part", f"{least}–{most} semitones", note)


def _loudness(found: Voice) -> Figure | None:
    loud = found.whole.lufs
    note = "it depends on the microphone"
    return None if loud is None else Figure("Loudness", f"{loud:.0f} LUFS".replace("-", "−"), note)


def _spoiled(report: Report, *judgements: Judgement) -> str:
    """Why some things are not judged; empty where all are."""
    quality = report.delivery.quality
    lost = [each for each in judgements if each in report.delivery.spoiled]
    if quality is None or not lost:
        return ""
    causes = [defect.kind for defect in quality.defects if not set(lost).isdisjoint(defect.spoils)]
    return f"Not judged because of {listed(causes)} in the recording: {listed(lost)}."


def _timed(pauses: Sequence[Pause]) -> tuple[Quote, ...]:
    return tuple(Quote(pause.span, f"{pause.span.duration:.1f} s") for pause in pauses)
