"""How likely a word is at a place of a text, given the sound: the recogniser is asked, and writes nothing itself.

The text is forced on the decoder token by token; at each place its distribution over the next token is read. Sound
is encoded as it is, without the half minute that recognition pads it to: a third of the cost, and as right.
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
"""Passages that are decoded together: each step costs little more than for one alone."""

_MOST_TOKENS = 200
"""Text that can be forced on the decoder: with the prompt it must fit into 448. A passage of 30 s has 150."""

_LEAST_SAMPLES = 1_600
"""A tenth of a second: the encoder needs some steps."""

_SPACE = "Ġ"
"""How the tokenizer writes a space."""

_FRAME = 160
"""Samples per column of the spectrogram; two columns make a step of the encoder, `_STEP` seconds."""

_STEP = 0.02


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """A stretch of sound, 16,000 samples a second, of at most 30 s, shape ``(n,)``, and the words heard in it."""

    values: NDArray[np.float32]
    words: tuple[str, ...]


class Asked:
    """A recogniser that is asked about single words.

    Args:
        whisper: the model.
        language: ISO 639-1 code of what is spoken.
        prompt: what is to be taken for the text before each passage: its style is what the decoder then expects.
        words: what it is asked about; those that are no single token of the model are left out.
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

    def chances(
        self,
        passages: Sequence[Passage],
        places: Sequence[Sequence[int]],
        progress: Callable[[float], None] | None = None,
    ) -> list[NDArray[np.float64]]:
        """For each passage, how likely each of `words` is to come next at each of its places.

        Args:
            passages: what is asked about.
            places: for each of them the numbers of words after which it is asked, 0 to all of them.
            progress: told, now and then, which share of the passages is done, 0 to 1.

        Returns:
            Per passage an array of probabilities of shape ``(places, words)``; zeros where there is no
            sound, or too long a text.
        """
        found = [np.zeros((len(asked), len(self.words))) for asked in places]
        texts = [self._text(passage.words) for passage in passages]
        fitting = [
            number
            for number, (passage, (tokens, _)) in enumerate(zip(passages, texts, strict=True))
            if len(passage.values) >= _LEAST_SAMPLES and len(tokens) <= _MOST_TOKENS
        ]
        fitting.sort(key=lambda number: len(texts[number][0]))
        for first in range(0, len(fitting), _BATCH):
            batch = fitting[first : first + _BATCH]
            encoded = self._encoded([passages[number].values for number in batch])
            steps = self._forced(encoded, [texts[number][0] for number in batch])
            for number, distributions in zip(batch, steps, strict=True):
                begins = texts[number][1]
                found[number][:] = [self._of_candidates(distributions[begins[at]]) for at in places[number]]
            if progress:
                progress((first + len(batch)) / len(fitting))
        return found

    def heard_at(
        self, passages: Sequence[Passage], insertions: Sequence[tuple[int, str]]
    ) -> list[tuple[float, float]]:
        """Start and end, in seconds, of a word in each passage, if it is put there after so many of its words."""
        found: list[tuple[float, float]] = []
        for first in range(0, len(passages), _BATCH):
            batch = passages[first : first + _BATCH]
            texts, inserted = [], []
            for passage, (place, word) in zip(batch, insertions[first : first + _BATCH], strict=True):
                tokens, begins = self._text(passage.words)
                texts.append([*tokens[: begins[place]], *self._tokens(word), *tokens[begins[place] :]])
                inserted.append(begins[place])
            encoded = self._encoded([passage.values for passage in batch])
            frames = [len(passage.values) // _FRAME for passage in batch]
            aligned = self._whisper.model.align(encoded, self._start, texts, frames)
            for one, at in zip(aligned, inserted, strict=True):
                steps = [step for token, step in one.alignments if token == at]
                found.append((steps[0] * _STEP, (steps[-1] + 1) * _STEP))
        return found

    def _tokens(self, word: str) -> list[int]:
        """The tokens of a word that begins with a space.

        The tokenizer files of many converted models lack the first rule, which joins a space and a "t": they part
        " the" in two, as the model never saw it.
        """
        tokens: list[int] = self._tokenizer.encode(word)
        names = [self._whisper.hf_tokenizer.id_to_token(token) for token in tokens[:2]]
        joined = self._whisper.hf_tokenizer.token_to_id("".join(names))
        return tokens if joined is None or len(tokens) < 2 or names[0] != _SPACE else [joined, *tokens[2:]]

    def _text(self, words: Sequence[str]) -> tuple[list[int], list[int]]:
        """The tokens of words, and which of them each word begins with; the end of the text last."""
        tokens: list[int] = []
        begins = [0]
        for word in words:
            tokens += self._tokens(f" {word}")
            begins.append(len(tokens))
        return tokens, begins

    def _encoded(self, sounds: Sequence[NDArray[np.float32]]) -> Any:
        """The encoder's view of sounds, the shorter ones followed by silence."""
        spectrograms = [self._whisper.feature_extractor(values)[:, : len(values) // _FRAME] for values in sounds]
        longest = max(spectrogram.shape[1] for spectrogram in spectrograms)
        padded = [
            np.pad(one, ((0, 0), (0, longest - one.shape[1])), constant_values=one.min()) for one in spectrograms
        ]
        return self._whisper.encode(np.stack(padded))

    def _forced(self, encoded: Any, texts: Sequence[Sequence[int]]) -> Iterator[Sequence[Any]]:
        """For each text the logits at each of its tokens, and those after the last."""
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

    def _of_candidates(self, logits: Any) -> NDArray[np.float64]:
        """The candidates' probabilities in a distribution over all tokens."""
        import ctranslate2  # type: ignore[import-untyped]

        on_cpu = logits.to_device(ctranslate2.Device.cpu).to(ctranslate2.DataType.float32)
        values = np.asarray(on_cpu, dtype=np.float64).ravel()
        exponentials = np.exp(values - values.max())
        chances: NDArray[np.float64] = exponentials[self._candidates] / exponentials.sum()
        return chances
