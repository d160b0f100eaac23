"""The voice: pitch, its spread, loudness, and the ends of sentences.

Conventions: pitch is F0; its spread is the standard deviation in semitones, a scale on which high and low voices
compare. F0 far outside the speaker's own range, `LOWEST_SHARE` of the lower quartile to `HIGHEST_SHARE` of the
upper, is an octave error and left out (Hirst, Journal of Speech Sciences 1, 2011). Only the speaker's speech
counts, without questions from the audience. Everything is compared with the speaker's own voice.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from talkcoach.analysis.pauses import left_out
from talkcoach.domain import Aligned, Finding, Quote, Sentence, Span, merged, outside

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from talkcoach.audio.features import SoundFeatures

LOWEST_SHARE, HIGHEST_SHARE = 0.75, 1.5

LEAST_SECONDS = 5.0
"""The least voiced sound for a figure of the pitch of a talk, a part or a window."""

WINDOW, STEP = 30.0, 5.0
"""Seconds: windows of about five sentences, one every few seconds."""

MONOTONE = 0.6
"""A window whose spread is at most this share of the speaker's own median window is monotone. It is a choice: in
nine talks by synthetic voices, none of which has such a stretch, no window lies below 0.74."""

LEAST_WINDOWS = 18
"""Windows that a speaker's own median needs: about two minutes of talk."""

ENDING = 0.5
"""Seconds that are the end of a sentence: two or three syllables."""

LEAST_SENTENCE = 2.0
"""Seconds of speech from which on a sentence has an end distinct from the rest."""

FADING_DB = 10.0
"""A drop that halves the perceived loudness (Stevens 1955; ISO 532). A drop of some decibels is natural."""

FADING_SHARE, FADING_LEAST = 2 / 3, 10
"""The least share of sentences that fade, and the least number of sentences, for a finding."""

QUOTED = 5
"""How many of the fading sentences are shown, the worst first."""

DISPLAY_HOPS = 20
"""Half a second: the step of the tracks that a report keeps."""

DISPLAY_LEAST = 5
"""Hops that a step needs for a value."""

KINDS = ("monotone", "fading-ends")


@dataclass(frozen=True, slots=True)
class Tone:
    """Median F0 in Hz, its spread in semitones, and loudness in LUFS; None with too little to measure."""

    pitch_hz: float | None = None
    semitones_sd: float | None = None
    lufs: float | None = None


@dataclass(frozen=True, slots=True)
class VoiceWindow:
    """The voice in one window of the talk."""

    span: Span
    tone: Tone


@dataclass(frozen=True, slots=True)
class VoiceTrack:
    """Pitch in Hz, its spread in semitones and loudness in LUFS, a value every ``step`` seconds from the start.

    The pitch is the mean on the scale of semitones. A value is None without speech, or without voice.
    """

    step: float
    pitch_hz: tuple[float | None, ...] = ()
    semitones_sd: tuple[float | None, ...] = ()
    lufs: tuple[float | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Voice:
    """The voice of a talk.

    ``parts`` goes by the rubric's key. ``windows`` follow each other from the first speech on. ``monotone`` are
    stretches of at least `WINDOW` seconds that move much less than the speaker's voice does otherwise.
    ``ending_drop_db`` is by how much the ends of sentences are softer than the rest of them, in the median of
    ``endings`` sentences; ``fading`` are the spans of those with a drop of `FADING_DB` or more, the worst first.
    """

    whole: Tone
    parts: dict[str, Tone]
    windows: tuple[VoiceWindow, ...]
    monotone: tuple[Span, ...]
    ending_drop_db: float | None
    endings: int
    fading: tuple[Span, ...]
    track: VoiceTrack


def voice(talk: Aligned, sound: SoundFeatures) -> Voice:
    """Measure the voice of a talk from the tracks of its sound."""
    import numpy as np

    own = outside(Span(0.0, sound.duration), left_out(talk))
    speaking = sound.within(sound.speech) & sound.within(own)
    f0 = np.where(speaking, _in_range(sound.f0, speaking), np.nan)
    loudness = np.where(speaking, sound.loudness, np.nan)
    windows = _windows(sound, f0, loudness)
    drops = _drops(talk, sound, loudness)
    fading = sorted((drop for drop in drops if drop[0] >= FADING_DB), key=lambda drop: -drop[0])
    track = _track(f0, loudness, sound.hop)
    return Voice(
        whole=_tone(f0, loudness, sound.hop),
        parts=by_part(track, talk),
        windows=windows[:: round(WINDOW / STEP)],
        monotone=_monotone(windows),
        ending_drop_db=float(np.median([drop for drop, _ in drops])) if drops else None,
        endings=len(drops),
        fading=tuple(sentence.span for _, sentence in fading),
        track=track,
    )


def by_part(track: VoiceTrack, talk: Aligned) -> dict[str, Tone]:
    """The voice in each part of the talk, by its key, from the tracks that a report keeps."""
    import numpy as np

    from talkcoach.audio.features import inside
    from talkcoach.audio.loudness import mean_lufs

    pitch, spread, lufs = (np.array(t, float) for t in (track.pitch_hz, track.semitones_sd, track.lufs))
    moments = np.array([(step + 0.5) * track.step for step in range(len(lufs))])
    tones = {}
    for key in dict.fromkeys(section.key for section in talk.sections):
        within = inside(moments, (section.span for section in talk.sections if section.key == key))
        voiced, loud = within & ~np.isnan(pitch), lufs[within & ~np.isnan(lufs)]
        level = mean_lufs(loud) if len(loud) else None
        if voiced.sum() * track.step < LEAST_SECONDS:
            tones[key] = Tone(lufs=level)
            continue
        semitones = 12 * np.log2(pitch[voiced])
        # The spread of the whole is that within the steps and that between them.
        whole = float(np.sqrt(np.mean(spread[voiced] ** 2) + np.var(semitones)))
        tones[key] = Tone(float(np.median(pitch[voiced])), whole, level)
    return tones


def voice_findings(talk: Aligned, found: Voice, spoiled: Collection[str] = ()) -> tuple[Finding, ...]:
    """Findings about monotone stretches and fading ends of sentences, without what the recording spoils.

    Args:
        talk: the talk.
        found: its voice.
        spoiled: which of ``pitch`` and ``loudness`` cannot be judged from the recording.
    """
    monotone = () if "pitch" in spoiled else found.monotone
    fades = len(found.fading) >= FADING_SHARE * found.endings and found.endings >= FADING_LEAST
    return (
        *(_monotone_finding(talk, stretch) for stretch in monotone),
        *([_fading_finding(talk, found)] if fades and "loudness" not in spoiled else []),
    )


def _monotone_finding(talk: Aligned, stretch: Span) -> Finding:
    message = f"For {stretch.duration:.0f} seconds your voice moves much less than in the rest of your talk."
    advice = "Decide which word of each sentence here matters most, and let your voice rise on it."
    quotes = [talk.quote(sentence) for sentence in talk.transcript.sentences if sentence.span & stretch]
    return Finding("monotone", "low", message, advice, tuple(quotes[:1]) or (_silent(talk, stretch),))


def _silent(talk: Aligned, span: Span) -> Quote:
    """A stretch of sound as evidence, where no words are known."""
    return Quote(span, "", talk.slide_at(span.middle))


def _fading_finding(talk: Aligned, found: Voice) -> Finding:
    message = f"{len(found.fading)} of {found.endings} sentences end less than half as loud as they were before."
    quoted = {sentence.span: talk.quote(sentence) for sentence in talk.transcript.sentences}
    quotes = tuple(quoted.get(span) or _silent(talk, span) for span in found.fading[:QUOTED])
    return Finding("fading-ends", "low", message, "Keep the breath for the last word.", quotes)


def _in_range(f0: NDArray[np.float32], speaking: NDArray[np.bool_]) -> NDArray[np.float32]:
    """F0 without octave errors, by the quartiles of the speech alone."""
    import numpy as np

    voiced = f0[speaking & ~np.isnan(f0)]
    if not len(voiced):
        return f0
    lower, upper = np.percentile(voiced, (25, 75))
    return np.where((f0 > LOWEST_SHARE * lower) & (f0 < HIGHEST_SHARE * upper), f0, np.float32(np.nan))


def _tone(f0: NDArray[np.float32], loudness: NDArray[np.float32], hop: float) -> Tone:
    import numpy as np

    from talkcoach.audio.loudness import mean_lufs

    voiced, loud = f0[~np.isnan(f0)], loudness[~np.isnan(loudness)]
    lufs = mean_lufs(loud) if len(loud) else None
    if len(voiced) * hop < LEAST_SECONDS:
        return Tone(lufs=lufs)
    return Tone(float(np.median(voiced)), float(np.std(12 * np.log2(voiced))), lufs)


def _windows(
    sound: SoundFeatures, f0: NDArray[np.float32], loudness: NDArray[np.float32]
) -> tuple[VoiceWindow, ...]:
    """Whole windows, one every `STEP` seconds from the first speech on."""
    import numpy as np

    spoken = np.flatnonzero(~np.isnan(loudness))
    if not len(spoken):
        return ()
    length, step = round(WINDOW / sound.hop), round(STEP / sound.hop)
    starts = range(int(spoken[0]), int(spoken[-1]) + 2 - length, step)
    return tuple(
        VoiceWindow(
            Span(start * sound.hop, start * sound.hop + WINDOW),
            _tone(f0[start : start + length], loudness[start : start + length], sound.hop),
        )
        for start in starts
    )


def _monotone(windows: Sequence[VoiceWindow]) -> tuple[Span, ...]:
    import numpy as np

    spreads = [(window.span, window.tone.semitones_sd) for window in windows]
    known = [(span, spread) for span, spread in spreads if spread is not None]
    if len(known) < LEAST_WINDOWS:
        return ()
    own = np.median([spread for _, spread in known])
    return merged(span for span, spread in known if spread <= MONOTONE * own)


def _drops(talk: Aligned, sound: SoundFeatures, loudness: NDArray[np.float32]) -> list[tuple[float, Sentence]]:
    """For the sentences that are long enough, how many decibels softer their end is than what goes before."""
    import numpy as np

    from talkcoach.audio.loudness import mean_lufs

    spoken = np.flatnonzero(~np.isnan(loudness))
    moments, ending = sound.moments[spoken], round(ENDING / sound.hop)
    drops = []
    for sentence in talk.transcript.sentences:
        first, last = np.searchsorted(moments, (sentence.span.start, sentence.span.end))
        if (last - first) * sound.hop >= LEAST_SENTENCE:
            level = loudness[spoken[first:last]]
            drops.append((mean_lufs(level[:-ending]) - mean_lufs(level[-ending:]), sentence))
    return drops


def _track(f0: NDArray[np.float32], loudness: NDArray[np.float32], hop: float) -> VoiceTrack:
    import numpy as np

    from talkcoach.audio.loudness import mean_lufs

    def stepwise(
        track: NDArray[np.float32], figure: Callable[[NDArray[np.float32]], float]
    ) -> tuple[float | None, ...]:
        steps = np.split(track, range(DISPLAY_HOPS, len(track), DISPLAY_HOPS))
        known = (step[~np.isnan(step)] for step in steps)
        return tuple(round(float(figure(step)), 2) if len(step) >= DISPLAY_LEAST else None for step in known)

    semitones = 12 * np.log2(f0)
    return VoiceTrack(
        DISPLAY_HOPS * hop,
        stepwise(semitones, lambda step: float(2 ** (np.mean(step) / 12))),
        stepwise(semitones, lambda step: float(np.std(step))),
        stepwise(loudness, mean_lufs),
    )
