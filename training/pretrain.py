"""Teach the encoder what a sentence does in a paper: python training/pretrain.py DATA BASE OUT.

BASE holds the files of all-MiniLM-L6-v2, OUT is where the taught encoder and its heads are left. It is taught on
sentences of papers by section and of abstracts by role; with `--talks`, a folder of VT-SSum, on spoken sentences
by their place in talks that nobody labelled. No labelled talk is seen.
"""

from __future__ import annotations

import argparse
import random
import time
from pathlib import Path

import torch
from torch import nn

from encoder import Encoder, batches, padded, tokenizer, tokens_of
from talks import (
    ABSTRACT,
    LABELS,
    PLACES,
    SECTIONS,
    abstract_sentences,
    long_talks,
    paper_sentences,
    place_of,
    unlabelled_talks,
)

BATCH = 48
FROZEN = 3
"""Lower layers that stay as they are."""
RATE = 5e-5
HEAD_RATE = 1e-3


def main() -> None:
    """Fit, and print how right both heads are on sentences that were held out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("base", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--each", type=int, default=4000, help="sentences of each section of papers")
    parser.add_argument("--onward", type=Path, help="a taught.pt to begin with instead of the base")
    parser.add_argument("--talks", type=Path, help="the folder of VT-SSum; where not given, no talk is read")
    parser.add_argument("--spoken", type=int, default=150_000, help="sentences of its talks")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0, help="which sentences, in which order")
    parser.add_argument("--minutes", type=float, default=15.0)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    draw = random.Random(options.seed)
    maker = tokenizer(options.base)
    encoder = Encoder(options.base)
    encoder.freeze(FROZEN)
    heads = nn.ModuleDict(
        {
            "paper": nn.Linear(encoder.width, len(SECTIONS)),
            "abstract": nn.Linear(encoder.width, 5),
            "place": nn.Linear(encoder.width, PLACES),
        }
    )
    if options.onward:
        saved = torch.load(options.onward)
        encoder.load_state_dict(saved["encoder"])
        heads.load_state_dict(saved["heads"], strict=False)
    papers = paper_sentences(options.data, options.each, options.seed)
    draw.shuffle(papers)
    pairs = [("paper", text, SECTIONS.index(label)) for text, label in papers[1500:]]
    pairs += [("abstract", text, ABSTRACT.index(label)) for text, label in abstract_sentences(options.data)]
    held = [("paper", text, SECTIONS.index(label)) for text, label in papers[:1500]]
    held += [("abstract", t, ABSTRACT.index(label)) for t, label in abstract_sentences(options.data, "dev")[:1500]]
    if options.talks:
        labelled = {talk.name for talk in long_talks(options.data)} | {path.stem for path in LABELS.glob("*.json")}
        spoken = [
            ("place", sentence, place_of(share))
            for sentences, shares in unlabelled_talks(options.talks, labelled)
            for sentence, share in zip(sentences, shares, strict=True)
            if len(sentence.split()) >= 4
        ]
        draw.shuffle(spoken)
        held += spoken[:3000]
        pairs += spoken[3000 : 3000 + options.spoken]
    tokens = tokens_of(maker, [text for _, text, _ in pairs])
    chunks = list(batches(tokens, BATCH, draw))
    print(f"{len(pairs)} sentences, {sum(map(len, tokens))} tokens, {len(chunks)} steps", flush=True)
    optimizer = torch.optim.AdamW(
        [
            {"params": [p for p in encoder.parameters() if p.requires_grad], "lr": RATE},
            {"params": heads.parameters(), "lr": HEAD_RATE},
        ],
        weight_decay=0.01,
    )
    began = time.monotonic()
    for step, chunk in enumerate(chunks):
        share = max(step / len(chunks), (time.monotonic() - began) / 60 / options.minutes)
        if share >= 1:
            break
        warm = min(1.0, (step + 1) / 50)
        for group, rate in zip(optimizer.param_groups, (RATE, HEAD_RATE), strict=True):
            group["lr"] = rate * warm * (1 - share)
        encoder.train()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            states = encoder(*padded([tokens[i] for i in chunk]))
        loss = torch.zeros(())
        for name, head in heads.items():
            rows = [row for row, i in enumerate(chunk) if pairs[i][0] == name]
            if rows:
                truth = torch.tensor([pairs[chunk[row]][2] for row in rows])
                of_rows = nn.functional.cross_entropy(head(states[rows]), truth, label_smoothing=0.1)
                loss = loss + of_rows * len(rows) / len(chunk)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(encoder.parameters(), 1.0)
        optimizer.step()
        if step % 50 == 0:
            print(f"step {step} loss {loss.item():.3f} {time.monotonic() - began:.0f} s", flush=True)
    right = {name: [0, 0] for name in heads}
    encoder.eval()
    of_held = tokens_of(maker, [text for _, text, _ in held])
    with torch.no_grad():
        for chunk in batches(of_held, BATCH, draw):
            states = encoder(*padded([of_held[i] for i in chunk]))
            for row, i in enumerate(chunk):
                name, _, truth = held[i]
                right[name][0] += int(heads[name](states[row]).argmax()) == truth
                right[name][1] += 1
    for name, (good, among) in right.items():
        print(f"{name}: accuracy {good / max(among, 1):.3f} on {among} held out")
    options.out.mkdir(parents=True, exist_ok=True)
    torch.save({"encoder": encoder.state_dict(), "heads": heads.state_dict()}, options.out / "taught.pt")


if __name__ == "__main__":
    main()
