"""Reads the scenes that generate.ts wrote, also while it is still writing."""

import json
from pathlib import Path

import numpy as np
import torch

from network import HALF_PLANES, STYLES


# Watercolour is learnt soonest; oil's bristles and ink's hard-edged washes need more of the crops.
STYLE_SHARES = (0.4, 0.2, 0.4)


class Scene:
    def __init__(self, description: Path):
        about = json.loads(description.read_text())
        self.name = description.stem
        self.width, self.height = about["widthPx"], about["heightPx"]
        self.levels = np.array(about["levels"], np.float32) / 255
        size = self.width * self.height
        raw = np.memmap(description.with_suffix(".raw"), np.uint8, "r")
        pictures = raw[: 4 * 3 * size].reshape(4, self.height, self.width, 3)
        self.source, self.targets = pictures[0], pictures[1:]
        rest = raw[12 * size :]
        quarter = size // 4
        self.half = rest[: HALF_PLANES * quarter].reshape(HALF_PLANES, self.height // 2, self.width // 2)
        self.grain = rest[HALF_PLANES * quarter :].reshape(self.height, self.width)


class Scenes:
    """Every seventeenth scene is held out."""

    def __init__(self, folder: Path):
        self.folder, self.seen = folder, set()
        self.train, self.held = [], []
        self.refresh()

    def refresh(self):
        for description in sorted(self.folder.glob("*.json")):
            if description.stem in self.seen:
                continue
            self.seen.add(description.stem)
            scene = Scene(description)
            (self.held if int(scene.name) % 17 == 3 else self.train).append(scene)


def as_noise(values):
    return (torch.from_numpy(np.ascontiguousarray(values)).float() - 128) / 84


def as_picture(values):
    return (torch.from_numpy(np.ascontiguousarray(values)).permute(0, 3, 1, 2).float() / 127.5 - 1).contiguous(memory_format=torch.channels_last)


def cut(scene: Scene, style: int, x: int, y: int, width: int, height: int):
    rows, columns = slice(y, y + height), slice(x, x + width)
    halves = scene.half[:, y // 2 : (y + height) // 2, x // 2 : (x + width) // 2]
    one_hot = np.eye(len(STYLES), dtype=np.float32)[style]
    return scene.source[rows, columns], scene.targets[style][rows, columns], halves, scene.grain[rows, columns], np.concatenate([one_hot, scene.levels])


def batch(cuts):
    source, target, half, grain, condition = (np.stack(parts) for parts in zip(*cuts))
    return as_picture(source), as_picture(target), as_noise(half), as_noise(grain)[:, None], torch.from_numpy(condition)


def random_batch(scenes, random, count: int, crop: int):
    cuts = []
    for _ in range(count):
        scene = scenes[random.randint(len(scenes))]
        x = 8 * random.randint((scene.width - crop) // 8 + 1)
        y = 8 * random.randint((scene.height - crop) // 8 + 1)
        cuts.append(cut(scene, random.choice(len(STYLES), p=STYLE_SHARES), x, y, crop, crop))
    return batch(cuts)
