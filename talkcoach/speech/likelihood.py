"""The probability of a word at a gap in a text, given the sound, by teacher forcing.

The decoder is fed with the text token by token; at each gap its distribution over the next token is read. The
sound is encoded without Whisper's padding to 30 s: a third of the cost, with the same accuracy.

Conventions: a gap is the number of words before it, from 0 to the number of words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from faster_whisper import WhisperModel
    from faster_whisper.tokenizer import Tokenizer
    from numpy.typing import NDArray

_BATCH = 16
"""Excerpts that are decoded together: a step costs little more than for a single one."""

_MOST_TOKENS = 200
"""The most tokens of text: with the prompt they must fit into 448. An excerpt of 30 s has about 150."""

_LEAST_SAMPLES = 1_600
"""A tenth of a second: the encoder needs a few steps."""

_SPACE = "Ġ"
"""How the tokenizer writes a space."""

_FRAME = 160
"""Samples per column of the spectrogram; two columns are one step of the encoder, `_STEP` seconds."""

_STEP = 0.02


@dataclass(frozen=True, slots=True, eq=False)
class SpeechExcerpt:
    """Sound of at most 30 s, mono at 16 kHz, shape ``(n,)``, and the words recognised in it."""

    values: NDArray[np.float32]
    words: tuple[str, ...]


class WordLikelihood:
    """The likelihood of some candidate words according to a speech model.

    Args:
        whisper: the model.
        language: ISO 639-1 code of the spoken language.
        prompt: text that precedes each excerpt, and sets the style that the decoder expects.
        words: the candidates; those that are not a single token of the model are left out.
    """

    def __init__(self, whisper: WhisperModel, language: str, prompt: str, words: Sequence[str]) -> None:
        from faster_whisper.tokenizer import Tokenizer

        self._whisper = whisper
        self._tokenizer: Tokenizer = Tokenizer(
            whisper.hf_tokenizer, whisper.model.is_multilingual, task="transcribe", language=language
        )
        self._start = [
            self._tokenizer.sot_prev,
            *(token for word in prompt.split() for token in self._tokens(f" {word}")),
            *self._tokenizer.sot_sequence,
            self._tokenizer.no_timestamps,
        ]
        single = [(word, tokens[0]) for word in words if len(tokens := self._tokens(word)) == 1]
        self.words = tuple(word for word, _ in single)
        self._candidates = np.array([token for _, token in single])

    def probabilities(
        self,
        excerpts: Sequence[SpeechExcerpt],
        gaps: Sequence[Sequence[int]],
        progress: Callable[[float], None] | None = None,
    ) -> list[NDArray[np.float64]]:
        """The probabilities that each candidate is the next word at each gap of each excerpt.

        Args:
            excerpts: sound and text.
            gaps: the gaps of each excerpt.
            progress: called with the share of the excerpts that is done, 0 to 1.

        Returns:
            An array of shape ``(gaps, words)`` per excerpt; zeros where there is no sound or the text is too long.
        """
        found = [np.zeros((len(each), len(self.words))) for each in gaps]
        texts = [self._text(excerpt.words) for excerpt in excerpts]
        fitting = [
            number
            for number, (excerpt, (tokens, _)) in enumerate(zip(excerpts, texts, strict=True))
            if len(excerpt.values) >= _LEAST_SAMPLES and len(tokens) <= _MOST_TOKENS
        ]
        fitting.sort(key=lambda number: len(texts[number][0]))
        for first in range(0, len(fitting), _BATCH):
            batch = fitting[first : first + _BATCH]
            encoded = self._encoded([excerpts[number].values for number in batch])
            steps = self._forced(encoded, [texts[number][0] for number in batch])
            for number, distributions in zip(batch, steps, strict=True):
                begins = texts[number][1]
                found[number][:] = [
                    self._candidate_probabilities(distributions[begins[gap]]) for gap in gaps[number]
                ]
            if progress:
                progress((first + len(batch)) / len(fitting))
        return found

    def aligned(
        self, excerpts: Sequence[SpeechExcerpt], insertions: Sequence[tuple[int, str]]
    ) -> list[tuple[float, float]]:
        """Start and end, in seconds, of a word inserted at a gap of each excerpt, by forced alignment.

        ``insertions`` holds the gap and the word for each excerpt.
        """
        found: list[tuple[float, float]] = []
        for first in range(0, len(excerpts), _BATCH):
            batch = excerpts[first : first + _BATCH]
            texts, inserted = [], []
            for excerpt, (gap, word) in zip(batch, insertions[first : first + _BATCH], strict=True):
                tokens, begins = self._text(excerpt.words)
                texts.append([*tokens[: begins[gap]], *self._tokens(word), *tokens[begins[gap] :]])
                inserted.append(begins[gap])
            encoded = self._encoded([excerpt.values for excerpt in batch])
            frames = [len(excerpt.values) // _FRAME for excerpt in batch]
            aligned = self._whisper.model.align(encoded, self._start, texts, frames)
            for one, index in zip(aligned, inserted, strict=True):
                steps = [step for token, step in one.alignments if token == index]
                found.append((steps[0] * _STEP, (steps[-1] + 1) * _STEP))
        return found

    def _tokens(self, word: str) -> list[int]:
        """The tokens of a word with a leading space.

        The tokenizer files of many converted models lack the first merge rule, which joins a space and a "t": they
        split " the" in two, which the model never saw in training.
        """
        tokens: list[int] = self._tokenizer.encode(word)
        names = [self._whisper.hf_tokenizer.id_to_token(token) for token in tokens[:2]]
        joined = self._whisper.hf_tokenizer.token_to_id("".join(names))
        return tokens if joined is None or len(tokens) < 2 or names[0] != _SPACE else [joined, *tokens[2:]]

    def _text(self, words: Sequence[str]) -> tuple[list[int], list[int]]:
        """The tokens of words, and the index of each word's first token; the last index is the end of the text."""
        tokens: list[int] = []
        begins = [0]
        for word in words:
            tokens += self._tokens(f" {word}")
            begins.append(len(tokens))
        return tokens, begins

    def _encoded(self, sounds: Sequence[NDArray[np.float32]]) -> Any:
        """The encoder's output for a batch of sounds, padded with silence to the longest."""
        spectrograms = [self._whisper.feature_extractor(values)[:, : len(values) // _FRAME] for values in sounds]
        longest = max(spectrogram.shape[1] for spectrogram in spectrograms)
        padded = [
            np.pad(one, ((0, 0), (0, longest - one.shape[1])), constant_values=one.min()) for one in spectrograms
        ]
        return self._whisper.encode(np.stack(padded))

    def _forced(self, encoded: Any, texts: Sequence[Sequence[int]]) -> Iterator[Sequence[Any]]:
        """For each text the logits before each of its tokens and after the last one."""
        longest = max(len(tokens) for tokens in texts)
        prompts = [[*self._start, *tokens] for tokens in texts]
        # CTranslate2 decodes for half of max_length, and at most until prompt and text have that length.
        length = max(2 * (longest + 1), len(self._start) + longest + 1)
        results = self._whisper.model.generate(
            encoded,
            prompts,
            beam_size=1,
            max_length=length,
            return_logits_vocab=True,
            suppress_blank=False,
            suppress_tokens=[],
        )
        return (result.logits[0] for result in results)

    def _candidate_probabilities(self, logits: Any) -> NDArray[np.float64]:
        """The probabilities of the candidates, from the logits of all tokens; shape ``(words,)``."""
        import ctranslate2  # type: ignore[import-untyped]

        on_cpu = logits.to_device(ctranslate2.Device.cpu).to(ctranslate2.DataType.float32)
        values = np.asarray(on_cpu, dtype=np.float64).ravel()
        exponentials = np.exp(values - values.max())
        probabilities: NDArray[np.float64] = exponentials[self._candidates] / exponentials.sum()
        return probabilities
