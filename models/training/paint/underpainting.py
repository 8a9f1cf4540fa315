"""A first, coarse painting: each procedural painter's own work at half the resolution, on a picture that nobody flattened."""

import torch
import torch.nn as nn
import torch.nn.functional as F

from styles import PAINTERS, saturated


class HalfScene:
    """What the procedural painters ask of a scene, from what the front knows at half the resolution."""

    unit = 0.5

    def __init__(self, source, broad, narrow, detail, clouds, surfaces, levels):
        self.source = self.flat = self.sharp = source
        self.narrow, self.detail, self.clouds, self.levels = narrow, detail, clouds, levels
        self.surfaces = surfaces
        loaded = lambda strokes, by: torch.cat([saturated(strokes[:, :3], by), strokes[:, 3:]], 1)
        self.broad_vivid, self.narrow_vivid = loaded(broad, 1.14), loaded(narrow, 1.14)
        self.broad_flat, self.narrow_flat = loaded(broad, 1.1), loaded(narrow, 1.1)

    def grain(self, style: str):
        surface = {"print": 1, "noir": 2}.get(style, 0)
        return self.surfaces[:, surface : surface + 1]


class Underpainting(nn.Module):
    def forward(self, scene: HalfScene, styles):
        """styles (6,), shares that sum to 1 -> (1,3,H/2,W/2) in 0..1."""
        mixed = 0
        for share, paint in zip(styles, PAINTERS.values()):
            mixed = mixed + share * paint(scene).clamp(0, 1)
        return mixed
