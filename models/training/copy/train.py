"""Trains marquee-copy on one thread, for a set number of minutes; it may be stopped and started again.

    python train.py --corpus data/corpus.jsonl --tokenizer ../../weights/copy/tokenizer.json --run runs/main --minutes 40

The learning rate follows the share of the minutes that is spent, not a count of steps, so any machine ends its schedule.
Writes state.pt (model, optimiser, minutes spent) every two minutes and metrics.jsonl every 100 steps:
{"step", "minutes", "loss", "tokens_seen"}, and every 1000 steps "fresh" and "held_out", the loss in nats per token
on lines that were never trained on, from trained cells and from held-out cells.
"""

import argparse
import json
import math
import random
import time
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch.nn import functional as F

import corpus
from model import Copywriter, Shape
from tokenizer import END, PAD
from warm import begin_from

PEAK_RATE = 2e-3
WARM_UP_SHARE = 0.03
DROPOUT = 0.05
WEIGHT_DECAY = 0.05
BATCH = 20

Example = tuple[list[int], int]  # token numbers, and how many of them are the prompt


def encode(tokenizer: Tokenizer, pairs: list[tuple[str, str]]) -> list[Example]:
    """Examples of (prompt, text)."""
    prompts, texts = (tokenizer.encode_batch(list(side)) for side in zip(*pairs))
    end = [tokenizer.token_to_id(END)]
    return [(before.ids + text.ids + end, len(before.ids)) for before, text in zip(prompts, texts)]


def batches(examples: list[Example], seed: int):
    """Shuffled, then sorted by length inside windows of 50 batches, so that little is padding."""
    order = list(range(len(examples)))
    rng = random.Random(seed)
    rng.shuffle(order)
    window = BATCH * 50
    groups = []
    for start in range(0, len(order), window):
        chunk = sorted(order[start:start + window], key=lambda i: len(examples[i][0]))
        groups += [chunk[i:i + BATCH] for i in range(0, len(chunk), BATCH)]
    rng.shuffle(groups)
    return groups


def collate(examples: list[Example], pad: int) -> tuple[torch.Tensor, torch.Tensor]:
    """ids (batch, length), and targets of the same shape with -100 where nothing is to be learnt (prompt, padding)."""
    length = max(len(ids) for ids, _ in examples)
    ids = torch.full((len(examples), length), pad)
    targets = torch.full((len(examples), length), -100)
    for row, (tokens, prompt) in enumerate(examples):
        ids[row, :len(tokens)] = torch.tensor(tokens)
        targets[row, prompt - 1:len(tokens) - 1] = torch.tensor(tokens[prompt:])
    return ids, targets


def loss_of(model: Copywriter, ids: torch.Tensor, targets: torch.Tensor, dropout: float = 0.0) -> torch.Tensor:
    """Mean nats per token to be learnt."""
    wanted = targets >= 0
    return F.cross_entropy(model.logits(model(ids, dropout)[wanted]), targets[wanted])


def unseen_lines(trained: set[str]) -> tuple[list, list]:
    """Up to 400 lines of held-out cells, and as many of trained cells; none of them is in the corpus."""
    grammar, held, rng = corpus.Grammar(), corpus.held_out(), random.Random(77)

    def draw(cells):
        found = []
        for cell in rng.sample(cells, 400):
            given = rng.choice(corpus.MASKS)
            texts = (grammar.compose(rng, cell, given) for _ in range(200))
            text = next((text for text in texts if text and text not in trained), None)
            if text:
                found.append((corpus.prompt(cell, given), text))
        return found

    return tuple(draw([cell for cell in corpus.cells() if (cell[:5] in held) == unseen]) for unseen in (True, False))


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--corpus", required=True)
    options.add_argument("--tokenizer", required=True)
    options.add_argument("--run", required=True)
    options.add_argument("--minutes", type=float, default=40)
    options.add_argument("--layers", type=int, default=4)
    options.add_argument("--width", type=int, default=192)
    options.add_argument("--begin-from", help="the folder of an earlier version")
    chosen = options.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(1)
    run = Path(chosen.run)
    run.mkdir(parents=True, exist_ok=True)

    tokenizer = Tokenizer.from_file(chosen.tokenizer)
    pad = tokenizer.token_to_id(PAD)
    rows = [json.loads(line) for line in open(chosen.corpus, encoding="utf8")]
    examples = encode(tokenizer, [(row["prompt"], row["text"]) for row in rows])
    held, fresh = (encode(tokenizer, pairs) for pairs in unseen_lines({row["text"] for row in rows}))

    model = Copywriter(Shape(tokenizer.get_vocab_size(), width=chosen.width, layers=chosen.layers))
    if chosen.begin_from:
        begin_from(Path(chosen.begin_from), model, tokenizer)
    decayed = [p for p in model.parameters() if p.dim() == 2]
    plain = [p for p in model.parameters() if p.dim() == 1]
    optimiser = torch.optim.AdamW(
        [{"params": decayed, "weight_decay": WEIGHT_DECAY}, {"params": plain, "weight_decay": 0.0}],
        lr=PEAK_RATE, betas=(0.9, 0.98), fused=True)
    step, spent, tokens_seen = 0, 0.0, 0
    if (run / "state.pt").exists():
        state = torch.load(run / "state.pt", weights_only=False)
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        step, spent, tokens_seen = state["step"], state["spent"], state["tokens_seen"]
    print(f"{sum(p.numel() for p in model.parameters())} parameters, {len(examples)} lines, step {step}", flush=True)

    def save() -> None:
        state = {"model": model.state_dict(), "optimiser": optimiser.state_dict(), "shape": model.shape,
                 "step": step, "spent": spent, "tokens_seen": tokens_seen}
        torch.save(state, run / "state.tmp")
        (run / "state.tmp").rename(run / "state.pt")

    @torch.no_grad()
    def measure(pairs: list[Example]) -> float:
        model.eval()
        total = count = 0.0
        for start in range(0, len(pairs), BATCH):
            ids, targets = collate(pairs[start:start + BATCH], pad)
            n = int((targets >= 0).sum())
            total, count = total + loss_of(model, ids, targets).item() * n, count + n
        model.train()
        return total / count

    log = open(run / "metrics.jsonl", "a")
    mark, saved, recent = time.monotonic(), spent, []
    steps_per_epoch = math.ceil(len(examples) / BATCH)
    queue: list[list[int]] = []
    while spent < chosen.minutes * 60:
        if not queue:
            epoch = step // steps_per_epoch
            queue = batches(examples, epoch)[step % steps_per_epoch:]
        ids, targets = collate([examples[i] for i in queue.pop(0)], pad)
        share = spent / (chosen.minutes * 60)
        rate = PEAK_RATE * min(1.0, (share + 1e-4) / WARM_UP_SHARE) * (0.02 + 0.98 * (1 + math.cos(math.pi * share)) / 2)
        for group in optimiser.param_groups:
            group["lr"] = rate
        loss = loss_of(model, ids, targets, DROPOUT)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        step += 1
        recent.append(loss.item())
        tokens_seen += int((targets >= 0).sum())
        now = time.monotonic()
        spent, mark = spent + now - mark, now
        if step % 100 == 0:
            row = {"step": step, "minutes": round(spent / 60, 2), "loss": round(sum(recent) / len(recent), 4),
                   "tokens_seen": tokens_seen}
            if step % 1000 == 0:
                row |= {"fresh": round(measure(fresh), 4), "held_out": round(measure(held), 4)}
            log.write(json.dumps(row) + "\n")
            log.flush()
            recent = []
        if spent - saved > 120:
            saved = spent
            save()
    save()
    row = {"step": step, "minutes": round(spent / 60, 2), "tokens_seen": tokens_seen, "final": True,
           "fresh": round(measure(fresh), 4), "held_out": round(measure(held), 4)}
    log.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
