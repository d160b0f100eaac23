"""The quality of the recording, and which judgements it makes impossible.

Conventions: a false alarm costs more than a miss, so every limit is far inside the bad range, and what cannot be
measured is None. Which defect spoils which judgement was measured on clean recordings with added defects: noise 5
dB below the voice changes the spread of the pitch by less than 0.1 semitones. Clipping is found where the samples
themselves are at full scale, not where an earlier device clipped and a later one lowered the level. Other speakers
are found only where their voice is much higher or lower than the speaker's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, get_args

from talkcoach.analysis.expressions import QUOTED
from talkcoach.analysis.pauses import left_out
from talkcoach.domain import Aligned, Finding, Quote, Span, merged, outside

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from talkcoach.audio.features import SoundFeatures

Judgement = Literal["pitch", "loudness", "pauses"]
DefectKind = Literal["noise", "clipping", "hum", "echo", "voices"]

NOISY_DB, DROWNED_DB = 15.0, 5.0
"""Speech above noise. Below the first, noise hides ends of sentences; below the second, pitch and pauses too."""

QUIET_SECONDS = 2.0
"""The least sound without speech from which the noise is measured."""

AWAY = 0.2
"""Seconds from speech within which sound is not taken for noise: voices fade, and detection is late."""

CLIPPED_SAMPLES = 3
"""Samples at full scale within a hop that are clipping; a single one may be a peak that just fits."""

CLIPPED_SHARE = 0.01
"""The share of clipped speech from which on it is a defect."""

HUM_HARMONICS, HUM_NEEDED = 5, 3
"""The multiples of the mains frequency that are examined, and how many of them must stand out."""

HUM_DB = 15.0
"""How far they must stand out from the spectrum around them."""

HUM_BELOW_SPEECH_DB = 40.0
"""Hum further below speech than this is not reported."""

ECHO_SECONDS = 1.1
"""A decay from which on a room, or a far microphone, blurs speech. Classrooms may have 0.6 s at most (ANSI
S12.60); the measure below finds 0.2 to 0.6 in recordings without a room, and up to 0.45 too much with one."""

ECHO_FALL_DB = (5.0, 25.0)
"""The decay is measured between these levels below the last loud sound, as T20 is (ISO 3382)."""

ECHO_ENDS = 8
"""The least number of ends of speech, each before a silence, from which the decay is measured."""

ECHO_BEFORE, ECHO_AFTER, ECHO_SILENCE = 0.4, 1.0, 0.4
"""Seconds before and after such an end that are examined, and of silence that it needs."""

OTHER_VOICE = 5.0
"""Semitones from the speaker's median from which on a voice is another's. In ten talks by one synthetic voice
each, no stretch of `OTHER_VOICED` lies more than 3.2 away; their low and high voices are 4 to 13 apart."""

OTHER_VOICED, OTHER_WITHIN, OTHER_STEP = 4.0, 15.0, 1.0
"""Seconds of voiced sound that are examined together, within how many seconds, and the step to the next."""

KINDS: tuple[str, ...] = get_args(DefectKind)


@dataclass(frozen=True, slots=True)
class Defect:
    """A defect of a recording, what to do about it next time, what it spoils, and where it can be heard."""

    kind: DefectKind
    message: str
    advice: str
    spoils: tuple[Judgement, ...]
    heard: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Quality:
    """The figures, and the defects that follow from them.

    ``snr_db`` is the level of speech above that of the noise, ``clipped_share`` the share of speech, 0 to 1, that
    is clipped, ``hum_hz`` the mains frequency that hums, ``decay_seconds`` how long sound takes to fall by 60 dB.
    ``other_voices`` are stretches in which somebody else seems to speak.
    """

    snr_db: float | None
    clipped_share: float
    hum_hz: int | None
    decay_seconds: float | None
    defects: tuple[Defect, ...]
    other_voices: tuple[Span, ...] = ()

    @property
    def spoiled(self) -> frozenset[Judgement]:
        """What cannot be judged from this recording."""
        return frozenset(judgement for defect in self.defects for judgement in defect.spoils)


def quality(talk: Aligned, sound: SoundFeatures) -> Quality:
    """Measure a recording by the tracks of its sound."""
    own = sound.within(outside(Span(0.0, sound.duration), left_out(talk)))
    speaking = own & sound.within(sound.speech)
    speech_lufs = _speech_lufs(sound, speaking)
    snr = _snr(sound, own, speech_lufs)
    clipped = speaking & (sound.clipped >= CLIPPED_SAMPLES)
    share = float(clipped.sum() / speaking.sum()) if speaking.any() else 0.0
    hum, decay = _hum_hz(sound, speech_lufs), _decay_seconds(sound)
    others = _other_voices(sound, own)
    found = (
        _noise(sound, snr),
        _clipping(sound, share, clipped),
        _hum(sound, hum),
        _echo(sound, decay),
        _voices(others),
    )
    return Quality(snr, share, hum, decay, tuple(defect for defect in found if defect), others)


def quality_findings(talk: Aligned, found: Quality) -> tuple[Finding, ...]:
    """The defects of a recording as findings, each with a moment; those that spoil judgements weigh more."""
    return tuple(
        Finding(
            defect.kind,
            "medium" if defect.spoils else "low",
            defect.message,
            defect.advice,
            tuple(_quote(talk, span) for span in defect.heard),
        )
        for defect in found.defects
    )


def _quote(talk: Aligned, span: Span) -> Quote:
    text = " ".join(sentence.text for sentence in talk.transcript.sentences if sentence.span & span)
    return Quote(span, text or "(silence)", talk.slide_at(span.middle))


def _speech_lufs(sound: SoundFeatures, speaking: NDArray[np.bool_]) -> float | None:
    from talkcoach.audio.loudness import mean_lufs

    return mean_lufs(sound.loudness[speaking]) if speaking.any() else None


def _snr(sound: SoundFeatures, own: NDArray[np.bool_], speech_lufs: float | None) -> float | None:
    """The level of speech without the noise, above the median level away from speech."""
    import numpy as np

    reach = round(AWAY / sound.hop)
    near = np.convolve(sound.within(sound.speech), np.ones(2 * reach + 1), "same") > 0
    quiet = sound.loudness[own & ~near]
    if speech_lufs is None or len(quiet) * sound.hop < QUIET_SECONDS:
        return None
    above = speech_lufs - float(np.median(quiet))
    return float(10 * np.log10(max(10 ** (above / 10) - 1, 0.1)))


def _hum_hz(sound: SoundFeatures, speech_lufs: float | None) -> int | None:
    if sound.silence is None or speech_lufs is None:
        return None
    standing = {hertz: _standing_out(sound.silence, hertz, speech_lufs) for hertz in (50, 60)}
    best = max(standing, key=lambda hertz: standing[hertz])
    return best if standing[best] >= HUM_NEEDED else None


def _standing_out(hush: NDArray[np.float64], hertz: int, speech_lufs: float) -> int:
    """How many of the first multiples of a frequency stand out from their surroundings and are audible."""
    import numpy as np

    from talkcoach.audio.features import SILENCE_STEP_HZ

    count = 0
    for multiple in range(1, HUM_HARMONICS + 1):
        middle = round(multiple * hertz / SILENCE_STEP_HZ)
        peak = hush[middle - 1 : middle + 2].max()
        around = np.median(np.concatenate((hush[middle - 8 : middle - 3], hush[middle + 4 : middle + 9])))
        count += bool(peak >= around + HUM_DB and peak >= speech_lufs - HUM_BELOW_SPEECH_DB)
    return count


def _decay_seconds(sound: SoundFeatures) -> float | None:
    """The median reverberation time at the ends of speech."""
    import numpy as np

    ends = [one.end for one, next_ in pairwise(sound.speech) if next_.start - one.end >= ECHO_SILENCE]
    falls = [fall for end in ends if (fall := _fall(sound, end)) is not None]
    return float(np.median(falls)) if len(falls) >= ECHO_ENDS else None


def _fall(sound: SoundFeatures, end: float) -> float | None:
    """Seconds in which sound falls by 60 dB after speech ends; None where noise or more speech hides it."""
    import numpy as np

    after = next((span.start for span in sound.speech if span.start > end), sound.duration)
    first = max(0, round((end - ECHO_BEFORE) / sound.hop))
    levels = sound.loudness[first : round(min(after, end + ECHO_AFTER) / sound.hop)]
    start, stop = (float(levels.max()) - fall for fall in ECHO_FALL_DB)
    loud = int(np.flatnonzero(levels >= start)[-1])
    soft = np.flatnonzero(levels[loud:] <= stop)
    return 60 / (start - stop) * int(soft[0]) * sound.hop if len(soft) else None


def _other_voices(sound: SoundFeatures, own: NDArray[np.bool_]) -> tuple[Span, ...]:
    """Stretches whose pitch, in the median, is far from that of the whole."""
    import numpy as np

    voiced = np.flatnonzero(own & ~np.isnan(sound.f0))
    length, step = round(OTHER_VOICED / sound.hop), round(OTHER_STEP / sound.hop)
    if len(voiced) < 2 * length:
        return ()
    semitones = 12 * np.log2(sound.f0[voiced] / np.median(sound.f0[voiced]))
    away = np.median(np.lib.stride_tricks.sliding_window_view(semitones, length)[::step], axis=1)
    moments = sound.moments[voiced]
    stretches = []
    for first, distance in zip(range(0, len(voiced), step), away, strict=False):
        window = moments[first : first + length]
        if abs(distance) >= OTHER_VOICE and window[-1] - window[0] <= OTHER_WITHIN:
            # The median holds for the middle, not for the two ends.
            stretches.append(Span(float(window[length // 4]), float(window[3 * length // 4])))
    return merged(stretches)


def _noise(sound: SoundFeatures, snr: float | None) -> Defect | None:
    if snr is None or snr >= NOISY_DB:
        return None
    spoils: tuple[Judgement, ...] = ("loudness",) if snr >= DROWNED_DB else ("loudness", "pitch", "pauses")
    message = f"The recording is noisy: your voice is only {max(snr, 0):.0f} decibels above the noise."
    return Defect(
        "noise", message, "Move closer to the microphone, or record in a quieter room.", spoils, _silence(sound)
    )


def _clipping(sound: SoundFeatures, share: float, clipped: NDArray[np.bool_]) -> Defect | None:
    import numpy as np

    if share < CLIPPED_SHARE:
        return None
    second = round(1 / sound.hop)
    worst = int(np.convolve(clipped, np.ones(second), "valid").argmax())
    heard = Span(worst * sound.hop, min((worst + second) * sound.hop, sound.duration))
    message = f"The recording is too loud: {max(1, round(100 * share))} of 100 moments of speech are clipped."
    return Defect("clipping", message, "Turn the microphone down, or move back.", ("loudness",), (heard,))


def _hum(sound: SoundFeatures, hertz: int | None) -> Defect | None:
    if hertz is None:
        return None
    message = f"The recording hums at {hertz} Hz, as mains power does."
    return Defect(
        "hum", message, "Use another socket or cable, or run the computer on its battery.", (), _silence(sound)
    )


def _echo(sound: SoundFeatures, seconds: float | None) -> Defect | None:
    if seconds is None or seconds < ECHO_SECONDS:
        return None
    message = "The room echoes, or the microphone is far away: sound dies away slowly after you stop."
    return Defect("echo", message, "Move closer to the microphone.", ("loudness",), _silence(sound))


def _voices(others: tuple[Span, ...]) -> Defect | None:
    if not others:
        return None
    message = f"Somebody else seems to speak {'once' if len(others) == 1 else f'{len(others)} times'}."
    advice = "Mark questions from the audience while you rehearse (q): they then count for nothing."
    return Defect("voices", message, advice, ("pitch",), others[:QUOTED])


def _silence(sound: SoundFeatures) -> tuple[Span, ...]:
    """Where the background is heard best: the longest silence, with a second of speech before it."""
    silences: Sequence[Span] = outside(Span(0.0, sound.duration), sound.speech)
    longest = max(silences, key=lambda span: span.duration, default=Span(0.0, sound.duration))
    return (Span(max(0.0, longest.start - 1), longest.end),)
