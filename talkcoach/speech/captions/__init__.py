"""Caption files of whatever origin to a transcript of the speaker, and of the others who were heard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from talkcoach.domain import Caveat, NamedVoice, Sentence, Span, Transcript, Word
from talkcoach.errors import InputError
from talkcoach.speech.captions.capitals import as_sentence, in_small_letters, is_in_capitals
from talkcoach.speech.captions.caption_text import Token, tokens_of
from talkcoach.speech.captions.cue_times import Placed, earlier, late_start, placed
from talkcoach.speech.captions.other_formats import (
    is_sami,
    is_substation,
    is_timed_xml,
    sami_cues,
    substation_cues,
    timed_xml_cues,
)
from talkcoach.speech.captions.rolling import without_repeats
from talkcoach.speech.captions.speaker_names import with_voices
from talkcoach.speech.captions.timed_lines import cues_of_lines
from talkcoach.speech.captions.written_cue import WrittenCue
from talkcoach.speech.sentence_boundaries import likely_sentences
from talkcoach.speech.sentences import lacks_stops, to_sentences
from talkcoach.store.paths import status_of

SUFFIXES = frozenset({".srt", ".vtt", ".sbv", ".ass", ".ssa", ".ttml", ".dfxp", ".smi"})
"""The suffixes of caption files."""


@dataclass(frozen=True, slots=True)
class Captions:
    """What a file of captions says: the words, and what had to be put right or guessed to read them."""

    transcript: Transcript
    caveats: tuple[Caveat, ...] = ()


@dataclass(frozen=True, slots=True)
class _Shown:
    """The words of a caption that it is the first to show."""

    span: Span
    tokens: tuple[Token, ...]


def read_captions(path: Path, *, keeps_clock: bool = False) -> Captions:
    """The sentences of a caption file, by voice; the one who says most is taken for the speaker.

    Captions are joined where a sentence spans several and split where one holds several; times within a caption
    are interpolated by the number of letters unless it has its own. Markup, names, and noises in brackets are left
    out; captions that roll up are said once. Where there is no punctuation, sentences are cut at likely ends and
    end with a full stop. They have no word times. ``keeps_clock`` leaves a clock that starts late as it is, for
    captions of a recording whose other times are known.

    Raises:
        InputError: when the file cannot be read, or not a single caption in it can.
    """
    cues, skipped = _cues(_read(path))
    there, repaired = placed([cue for cue in cues if cue.text.strip()])
    shift = 0.0 if keeps_clock else late_start(there)
    shown = _shown(earlier(there, shift))
    if not any(caption.tokens for caption in shown):
        raise InputError(
            f"{path.name} has no caption in it that can be read",
            "Captions look like 00:01:02,500 --> 00:01:04,000 with words below",
        )
    is_guessed = lacks_stops([token.text for caption in shown for token in caption.tokens])
    caveats = (
        Caveat("captions-repaired", count=repaired),
        Caveat("captions-skipped", count=skipped),
        Caveat("clock-starts-late", seconds=shift),
        Caveat("sentences-guessed", count=int(is_guessed)),
    )
    return Captions(
        _by_voice(shown, is_guessed=is_guessed), tuple(each for each in caveats if each.count or each.seconds)
    )


def _read(path: Path) -> str:
    status_of(path, "file", InputError)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror})", "Give a .srt or .vtt file") from error
    # A transfer may double the carriage return of a line end.
    return "\n".join(_decoded(data).replace("\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n").splitlines())


def _decoded(data: bytes) -> str:
    """Text in UTF-8 or UTF-16; bytes that are neither are those of older subtitle editors."""
    half = len(data[:4000]) // 2
    for encoding, zeros in (("utf-16-le", data[1:4000:2]), ("utf-16-be", data[:4000:2])):
        marked = data[:2] == ("\ufeff".encode(encoding))
        if marked or zeros.count(0) > 0.6 * max(half, 1):
            return data.decode(encoding, errors="replace").lstrip("\ufeff")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        lines = data.split(b"\n")  # one odd letter costs its line the encoding, not the file
        return "\n".join(_decoded_line(line) for line in lines).lstrip("\ufeff")


def _decoded_line(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")


def _cues(text: str) -> tuple[tuple[WrittenCue, ...], int]:
    """The captions of a text by what stands in it, since suffixes lie; and how many pieces have no time."""
    if is_substation(text):
        return substation_cues(text)
    if is_timed_xml(text):
        return timed_xml_cues(text), 0
    if is_sami(text):
        return sami_cues(text), 0
    return cues_of_lines(text)


def _shown(cues: Sequence[Placed]) -> list[_Shown]:
    """What is said in captions in order of time, each word once, with its voice."""
    once = [each for each, before in zip(cues, [None, *cues], strict=False) if each != before]
    new = with_voices(without_repeats([tokens_of(cue.text, cue.voice) for cue in once]))
    return [_Shown(cue.span, tokens) for cue, tokens in zip(once, new, strict=True) if tokens]


def _by_voice(shown: Sequence[_Shown], *, is_guessed: bool) -> Transcript:
    in_capitals = is_in_capitals(token.text for caption in shown for token in caption.tokens)
    names = dict.fromkeys(token.voice for caption in shown for token in caption.tokens)
    voices = []
    for name in names:
        words, ends = _words([caption for each in shown for caption in _said_by(each, name)])
        sentences = likely_sentences(words, ends) if is_guessed else to_sentences(words)
        voices.append(NamedVoice(name, tuple(_readable(each, in_capitals, is_guessed) for each in sentences)))
    speaker, *others = sorted(voices, key=lambda voice: -len(voice.text))
    return Transcript(speaker.sentences, speaker=speaker.name, others=tuple(others))


def _readable(sentence: Sentence, in_capitals: bool, is_guessed: bool) -> Sentence:
    text = in_small_letters(sentence.text) if in_capitals else sentence.text
    return replace(sentence, text=as_sentence(text) + "." if is_guessed else text, words=())


def _said_by(caption: _Shown, name: str) -> Iterator[_Shown]:
    """What one voice says in a caption; of several voices each has time by its letters."""
    letters = sum(len(token.text) for token in caption.tokens)
    done = 0
    for _, said in _runs(caption.tokens):
        first, done = done, done + sum(len(token.text) for token in said)
        start, end = (caption.span.start + caption.span.duration * part / letters for part in (first, done))
        if said[0].voice == name:
            yield _Shown(Span(start, min(max(start, end), caption.span.end)), said)


def _runs(tokens: Sequence[Token]) -> Iterator[tuple[str, tuple[Token, ...]]]:
    start = 0
    for n in range(1, len(tokens) + 1):
        if n == len(tokens) or tokens[n].voice != tokens[start].voice:
            yield tokens[start].voice, tuple(tokens[start:n])
            start = n


def _words(captions: Sequence[_Shown]) -> tuple[tuple[Word, ...], frozenset[int]]:
    """Words with times, and which of them end a line; a caption ends at the latest where the next one begins."""
    ends = [max(a.span.start, min(a.span.end, b.span.start)) for a, b in pairwise(captions)]
    words: list[Word] = []
    last_of_lines: set[int] = set()
    line = 0
    for caption, end in zip(captions, [*ends, *(c.span.end for c in captions[-1:])], strict=True):
        for token, span in zip(caption.tokens, _spans(caption, end), strict=True):
            if words and token.line != line:
                last_of_lines.add(len(words) - 1)
            line = token.line
            words.append(Word(span, token.text))
        last_of_lines.add(len(words) - 1)
    return tuple(words), frozenset(last_of_lines)


def _spans(caption: _Shown, end: float) -> list[Span]:
    """The times of a caption's words: between its own time stamps by letters."""
    count = len(caption.tokens)
    anchors = [(0, caption.span.start)]
    for n, token in enumerate(caption.tokens):
        if token.at is not None and n > anchors[-1][0] and anchors[-1][1] < token.at < end:
            anchors.append((n, token.at))
    spans: list[Span] = []
    for (first, start), (after, until) in pairwise([*anchors, (count, end)]):
        letters = [len(token.text) for token in caption.tokens[first:after]]
        total, done = sum(letters), 0
        for own in letters:
            begins, done = done, done + own
            # Rounding errors must not reach into the next caption.
            at, to = (min(until, start + (until - start) * part / total) for part in (begins, done))
            spans.append(Span(at, to))
    return spans
