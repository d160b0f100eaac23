"""The network over the sentences of a whole talk: dilated convolutions on embeddings and `talk_features`.

Its mirror in NumPy is `talkcoach.models.talk_network`.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.utils.rnn import pad_sequence

from talkcoach.models.talk_features import WIDTH, WITHOUT_SLIDES

PARTS = 7
OUT = PARTS + 2
"""Parts, own limitation, future work."""


@dataclass(frozen=True)
class Shape:
    """The size of the network, and how it is fitted."""

    narrow: int = 48
    hidden: int = 64
    dilations: tuple[int, ...] = (1, 2, 4, 8, 16)
    dropout: float = 0.3
    epochs: int = 30
    rate: float = 2e-3
    decay: float = 0.05
    batch: int = 8
    smoothing: float = 0.05


@dataclass(frozen=True, eq=False)
class Example:
    """A talk ready for the network."""

    embeddings: NDArray[np.float32]
    features: NDArray[np.float32]
    parts: NDArray[np.float32]
    """The share of annotators for each part, shape (sentences, 7)."""
    own: NDArray[np.float32]
    future: NDArray[np.float32]


class Network(nn.Module):
    """Scores of the parts, of own limitation and of future work for every sentence."""

    def __init__(self, shape: Shape, mean: Tensor, scale: Tensor) -> None:
        """``mean`` and ``scale`` are of embeddings and features side by side."""
        super().__init__()
        self.shape = shape
        self.register_buffer("mean", mean)
        self.register_buffer("scale", scale)
        self.narrow = nn.Linear(len(mean) - WIDTH, shape.narrow)
        self.enter = nn.Linear(shape.narrow + WIDTH, shape.hidden)
        self.whole = nn.Linear(shape.hidden, shape.hidden)
        self.convolutions = nn.ModuleList(nn.Linear(3 * shape.hidden, shape.hidden) for _ in shape.dilations)
        self.norms = nn.ModuleList(nn.LayerNorm(shape.hidden) for _ in shape.dilations)
        self.out = nn.Linear(shape.hidden, OUT)
        self.drop = nn.Dropout(shape.dropout)

    def forward(self, embeddings: Tensor, features: Tensor, mask: Tensor) -> Tensor:
        """Scores, shape (talks, sentences, 9)."""
        real = mask[..., None]
        given = (torch.cat([embeddings, features], dim=-1) - self.mean) * self.scale
        narrow = self.narrow(self.drop(given[..., :-WIDTH]))
        x = torch.cat([narrow, given[..., -WIDTH:]], dim=-1)
        x = nn.functional.relu(self.enter(self.drop(x))) * real
        mean = x.sum(1, keepdim=True) / real.sum(1, keepdim=True)
        x = (x + self.whole(mean)) * real
        for far, convolve, norm in zip(self.shape.dilations, self.convolutions, self.norms, strict=True):
            wide = nn.functional.pad(x, (0, 0, far, far))
            y = convolve(torch.cat([wide[:, : -2 * far], x, wide[:, 2 * far :]], dim=-1))
            x = (x + self.drop(nn.functional.relu(norm(y)))) * real
        return self.out(self.drop(x))


def loss_of(scores: Tensor, parts: Tensor, own: Tensor, future: Tensor, mask: Tensor, smoothing: float) -> Tensor:
    """Cross-entropy of the parts and of the two marks, over real sentences."""
    real = mask.bool()
    soft = parts[real] * (1 - smoothing) + smoothing / PARTS
    of_parts = nn.functional.cross_entropy(scores[real][:, :PARTS], soft)
    marks = torch.stack([own[real], future[real]], dim=1)
    return of_parts + 2.0 * nn.functional.binary_cross_entropy_with_logits(scores[real][:, PARTS:], marks)


def block(examples: Sequence[Example]) -> tuple[Tensor, ...]:
    """Examples padded to the longest: embeddings, features, parts, own, future, mask."""
    columns = [
        pad_sequence([torch.from_numpy(getattr(one, name)) for one in examples], batch_first=True)
        for name in ("embeddings", "features", "parts", "own", "future")
    ]
    mask = pad_sequence([torch.ones(len(one.own)) for one in examples], batch_first=True)
    return (*columns, mask)


def fit(examples: Sequence[Example], shape: Shape, seed: int) -> Network:
    """A network fitted to talks; in each round half of the talks with slides are shown without, some sentences are
    left out and the talk may lose its beginning or its end."""
    torch.manual_seed(seed)
    draw = random.Random(seed)
    rows = np.concatenate([np.hstack([one.embeddings, one.features]) for one in examples])
    slides = rows.shape[1] - WIDTH + WITHOUT_SLIDES
    mean, deviation = rows.mean(0), np.maximum(rows.std(0), 0.05)
    mean[slides:], deviation[slides:] = 0.0, np.maximum(deviation[slides:], 0.5)  # no slide stays nothing
    network = Network(shape, torch.from_numpy(mean), torch.from_numpy(1 / deviation))
    optimizer = torch.optim.AdamW(network.parameters(), lr=shape.rate, weight_decay=shape.decay)
    steps = shape.epochs * -(-len(examples) // shape.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, shape.rate, total_steps=steps, pct_start=0.15)
    network.train()
    for _ in range(shape.epochs):
        order = list(examples)
        draw.shuffle(order)
        for start in range(0, len(order), shape.batch):
            embeddings, features, *truth, mask = block(
                [varied(one, draw) for one in order[start : start + shape.batch]]
            )
            loss = loss_of(
                network(embeddings, features, mask), truth[0], truth[1], truth[2], mask, shape.smoothing
            )
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
    return network.eval()


def varied(example: Example, draw: random.Random) -> Example:
    """The talk as it might have been told or heard as well."""
    count = len(example.own)
    kept = np.array([draw.random() > 0.05 for _ in range(count)])
    if draw.random() < 0.3:
        kept[: draw.randrange(max(count // 12, 1))] = False
    if draw.random() < 0.3:
        kept[count - draw.randrange(max(count // 12, 1)) :] = False
    if kept.sum() < 5:
        kept[:] = True
    features = example.features[kept].copy()
    if draw.random() < 0.5:
        features[:, WITHOUT_SLIDES:] = 0.0
    return Example(
        example.embeddings[kept], features, example.parts[kept], example.own[kept], example.future[kept]
    )


@torch.no_grad()
def scores_of(
    network: Network, embeddings: NDArray[np.float32], features: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Scores of one talk, shape (sentences, 9)."""
    rows = torch.from_numpy(features)[None]
    return network(torch.from_numpy(embeddings)[None], rows, torch.ones(rows.shape[:2]))[0].numpy()
