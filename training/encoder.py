"""The sentence encoder while it is fitted: MiniLM with mean pooling, batches of like lengths."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn.utils.rnn import pad_sequence
from transformers import BertConfig, BertModel

LONGEST = 96
"""Tokens of a sentence that are read; the rest is cut off."""


class Encoder(nn.Module):
    """A sentence as the mean of its last hidden states, 384 numbers."""

    def __init__(self, base: Path) -> None:
        super().__init__()
        config = BertConfig.from_json_file(str(base / "config.json"))
        self.bert = BertModel(config, add_pooling_layer=False)
        from safetensors.torch import load_file

        weights = {
            name.removeprefix("bert."): value for name, value in load_file(base / "model.safetensors").items()
        }
        missing, _ = self.bert.load_state_dict(weights, strict=False)
        if [name for name in missing if "position_ids" not in name]:
            raise ValueError(f"the weights lack {missing}")
        self.width = config.hidden_size

    def forward(self, tokens: Tensor, mask: Tensor) -> Tensor:
        """Embeddings, shape (sentences, width)."""
        states = self.bert(input_ids=tokens, attention_mask=mask).last_hidden_state.float()
        weights = mask[..., None].float()
        return (states * weights).sum(1) / weights.sum(1)

    def freeze(self, layers: int) -> None:
        """Hold the word embeddings and as many layers, from the bottom, as they are."""
        for parameter in self.bert.embeddings.parameters():
            parameter.requires_grad_(False)
        for layer in self.bert.encoder.layer[:layers]:
            for parameter in layer.parameters():
                parameter.requires_grad_(False)


def tokenizer(base: Path) -> Tokenizer:
    """The tokenizer of the base model, cutting at `LONGEST`."""
    made = Tokenizer.from_file(str(base / "tokenizer.json"))
    made.no_padding()
    made.enable_truncation(LONGEST)
    return made


def tokens_of(maker: Tokenizer, sentences: Sequence[str]) -> list[Tensor]:
    """The tokens of each sentence."""
    return [torch.tensor(each.ids) for each in maker.encode_batch(list(sentences))]


def padded(tokens: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
    """Tokens as one block, and which of it is real."""
    mask = pad_sequence([torch.ones_like(each) for each in tokens], batch_first=True)
    return pad_sequence(list(tokens), batch_first=True), mask


def batches(tokens: Sequence[Tensor], size: int, draw: random.Random) -> Iterator[list[int]]:
    """Indexes in random batches of sentences that are about as long as each other."""
    order = sorted(range(len(tokens)), key=lambda i: len(tokens[i]) + draw.random() * 4)
    chunks = [order[i : i + size] for i in range(0, len(order), size)]
    draw.shuffle(chunks)
    yield from chunks


@torch.no_grad()
def embed(encoder: Encoder, tokens: Sequence[Tensor], size: int = 64) -> NDArray[np.float32]:
    """Embeddings of all sentences."""
    encoder.eval()
    out = np.zeros((len(tokens), encoder.width), dtype=np.float32)
    order = sorted(range(len(tokens)), key=lambda i: len(tokens[i]))
    for start in range(0, len(order), size):
        chunk = order[start : start + size]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            out[chunk] = encoder(*padded([tokens[i] for i in chunk])).numpy()
    return out


def export(encoder: Encoder, base: Path, out: Path) -> None:
    """Write the encoder as ONNX with weights of eight bits, and its tokenizer, into a folder."""
    import shutil
    import tempfile

    from onnxruntime.quantization import QuantType, quantize_dynamic

    out.mkdir(parents=True, exist_ok=True)
    encoder.eval()
    encoder.bert.config._attn_implementation = "eager"
    tokens = torch.ones(2, 7, dtype=torch.long)
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            encoder,
            (tokens, torch.ones_like(tokens)),
            str(whole),
            input_names=["tokens", "mask"],
            output_names=["embeddings"],
            dynamic_axes={name: {0: "sentences", 1: "length"} for name in ("tokens", "mask")}
            | {"embeddings": {0: "sentences"}},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(whole, out / "encoder.onnx", weight_type=QuantType.QInt8, per_channel=True)
    shutil.copy(base / "tokenizer.json", out / "tokenizer.json")
