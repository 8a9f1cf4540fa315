"""Reads the scenes that generate.py painted, also while it is still painting, and cuts batches out of them."""

import json
from pathlib import Path

import numpy as np
import torch

from brush import STYLES
from front import PLANES

# Which of a scene's three grains (paper, screen, film) each style lies on.
GRAIN_OF = (0, 0, 0, 0, 1, 2)
# Oil and gouache are made of strokes and need more of the crops; noir and print are soonest learnt.
STYLE_SHARES = np.array([0.24, 0.16, 0.18, 0.18, 0.13, 0.11])


class Pair:
    def __init__(self, description: Path):
        about = json.loads(description.read_text())
        self.name, self.concept = description.stem, about["concepts"][0]
        self.width, self.height = about["widthPx"], about["heightPx"]
        size = self.width * self.height
        raw = np.memmap(description.with_suffix(".scene"), np.uint8, "r")
        ends = np.cumsum([PLANES * size // 4, 3 * size, (1 + len(STYLES)) * 3 * size])
        self.planes = raw[: ends[0]].reshape(PLANES, self.height // 2, self.width // 2)
        self.grains = raw[ends[0] : ends[1]].reshape(3, self.height, self.width)
        pictures = raw[ends[1] : ends[2]].reshape(1 + len(STYLES), self.height, self.width, 3)
        self.source, self.targets = pictures[0], pictures[1:]
        self.levels = raw[ends[2] :].view(np.float32)
        under = np.memmap(description.with_suffix(".under"), np.uint8, "r")
        self.under = under.reshape(len(STYLES), self.height // 2, self.width // 2, 3)


class Pairs:
    """Every seventeenth scene is held out."""

    def __init__(self, folder: Path):
        self.folder, self.seen = folder, set()
        self.train, self.held = [], []
        self.refresh()

    def refresh(self):
        for painted in sorted(self.folder.glob("*.under")):
            if painted.stem in self.seen:
                continue
            self.seen.add(painted.stem)
            pair = Pair(painted.with_suffix(".json"))
            (self.held if int(pair.name) % 17 == 3 else self.train).append(pair)


def as_noise(values):
    return (torch.from_numpy(values).float() - 128) / 100


def as_picture(values):
    return (torch.from_numpy(values).permute(0, 3, 1, 2).float() / 127.5 - 1).contiguous(memory_format=torch.channels_last)


def cut(pair: Pair, shares, x: int, y: int, width: int, height: int):
    """One crop: the target of a mixture is the mixture of the targets."""
    rows, columns = slice(y, y + height), slice(x, x + width)
    source = pair.source[rows, columns]
    half_rows, half_columns = slice(y // 2, (y + height) // 2), slice(x // 2, (x + width) // 2)
    mixed, grain, under = 0, 0, 0
    for style in np.nonzero(shares)[0]:
        mixed = mixed + shares[style] * pair.targets[style][rows, columns].astype(np.float32)
        under = under + shares[style] * pair.under[style][half_rows, half_columns].astype(np.float32)
        grain = grain + shares[style] * pair.grains[GRAIN_OF[style]][rows, columns].astype(np.float32)
    planes = pair.planes[:, half_rows, half_columns]
    condition = np.concatenate([shares, pair.levels]).astype(np.float32)
    return source, mixed.astype(np.float32), planes, under, grain, condition


def batch(cuts):
    source, target, planes, under, grain, condition = (np.stack(parts) for parts in zip(*cuts))
    return as_picture(source), as_picture(target), as_noise(planes).contiguous(memory_format=torch.channels_last), as_picture(under), as_noise(grain)[:, None], torch.from_numpy(condition)


def one_style(style: int):
    return np.eye(len(STYLES), dtype=np.float32)[style]


def random_batch(pairs, random, count: int, crop: int):
    cuts = []
    for _ in range(count):
        pair = pairs[random.randint(len(pairs))]
        x = 8 * random.randint((pair.width - crop) // 8 + 1)
        y = 8 * random.randint((pair.height - crop) // 8 + 1)
        shares = one_style(random.choice(len(STYLES), p=STYLE_SHARES))
        if random.rand() < 0.08:
            share = random.rand()
            shares = share * shares + (1 - share) * one_style(random.randint(len(STYLES)))
        cuts.append(cut(pair, shares, x, y, crop, crop))
    return batch(cuts)
