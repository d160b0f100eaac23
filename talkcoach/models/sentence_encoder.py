"""Sentences as vectors: a small transformer in ONNX, read once when it is first needed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from talkcoach.errors import ModelError

Floats = NDArray[np.float32]

FOLDER = Path(__file__).parent / "data"
"""Where the weights of this package lie."""

LONGEST = 96
"""Tokens of a sentence that are read; the encoder was fitted with the same."""
_TOGETHER = 32
"""Sentences of about the same length that go through at once."""


class SentenceEncoder:
    """Embeddings of sentences, each on its own."""

    def __init__(self, folder: Path = FOLDER, threads: int = 2) -> None:
        """Read the weights; raises `ModelError` where they cannot be read."""
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(
                str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"]
            )
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        except Exception as error:  # both libraries raise their own kinds, some of them plain Exception
            raise ModelError(
                f"the sentence model in {folder} cannot be read: {error}", "Install talkcoach again"
            ) from error
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(LONGEST)

    def __call__(self, sentences: Sequence[str]) -> Floats:
        """Embeddings, shape (sentences, width); a text without a word has one too."""
        tokens = [each.ids for each in self._tokenizer.encode_batch(list(sentences))]
        order = sorted(range(len(tokens)), key=lambda i: (len(tokens[i]), tokens[i]))
        out = np.zeros((len(tokens), self.width), dtype=np.float32)
        for start in range(0, len(order), _TOGETHER):
            chunk = order[start : start + _TOGETHER]
            longest = max(len(tokens[i]) for i in chunk)
            ids = np.zeros((len(chunk), longest), dtype=np.int64)
            mask = np.zeros_like(ids)
            for row, i in enumerate(chunk):
                ids[row, : len(tokens[i])] = tokens[i]
                mask[row, : len(tokens[i])] = 1
            out[chunk] = self._session.run(None, {"tokens": ids, "mask": mask})[0]
        return out

    @property
    def width(self) -> int:
        """Numbers per sentence."""
        return int(self._session.get_outputs()[0].shape[-1])


@lru_cache(maxsize=1)
def shipped_encoder() -> SentenceEncoder:
    """The encoder that is installed with talkcoach, the same one at every call."""
    return SentenceEncoder()
