"""
What the painter knows before it paints: directions, strokes, clouds and grain for one picture and one seed.

The same code draws the training targets at full resolution and, at a half, ships inside the network, so the
strokes that the network is fed are the strokes that its targets were painted with, and a picture needs nothing but a seed.
"""

import math

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

import textures
from strokes import COLUMNS, COVER, DIRECTIONS, DX, DY, LUCK, RANK, RELIEF, TILE, TINT, UNIT, tiles

STYLES = ("oil", "watercolour", "ink", "gouache", "print", "noir")
# Rows of `offsets` (whole numbers, any): where the seed looks into each tile. y, then x.
FLOW, BROAD, NARROW, CLOUDS, GRAIN = range(5)
OFFSETS = 5
# Below this gradient energy (0..1 squared, summed over colours) the slow flow decides the direction; above it, the edges do.
FLOW_ENERGY = 0.0065
BRUSHES = {"broad": dict(radius=13.0, spacing=2.5, length=4.2, seed=100), "narrow": dict(radius=5.0, spacing=2.5, length=4.6, seed=200)}


def wrapped(table, y, x, height: int, width: int):
    """A (height, width, ...) window into a tile that repeats for ever, its corner at (y, x)."""
    rows = torch.remainder(torch.arange(height) + y, table.shape[0])
    columns = torch.remainder(torch.arange(width) + x, table.shape[1])
    return table.index_select(0, rows).index_select(1, columns)


def blurred(planes, radius: int, passes: int = 2):
    """Box blur of (1,C,H,W), edges repeated."""
    for _ in range(passes):
        planes = F.avg_pool2d(F.pad(planes, (radius, radius, 0, 0), mode="replicate"), (1, 2 * radius + 1), 1)
        planes = F.avg_pool2d(F.pad(planes, (0, 0, radius, radius), mode="replicate"), (2 * radius + 1, 1), 1)
    return planes


class Field(nn.Module):
    """(1,3,H,W) in 0..1, at a quarter of the resolution -> the direction of strokes as a double-angle vector, and detail 0..1."""

    def forward(self, quarter, flow):
        padded = F.pad(quarter, (1, 1, 1, 1), mode="replicate")
        dx = padded[:, :, 1:-1, 2:] - padded[:, :, 1:-1, :-2]
        dy = padded[:, :, 2:, 1:-1] - padded[:, :, :-2, 1:-1]
        tensor = torch.cat([(dx * dx).sum(1, keepdim=True), (dx * dy).sum(1, keepdim=True), (dy * dy).sum(1, keepdim=True)], 1)
        xx, xy, yy = blurred(tensor, 2).split(1, 1)
        turn = flow * 0.9
        # The tangent is a right angle from the gradient, hence the minus signs (structure tensor, Brox et al. 2006).
        cosine = yy - xx + FLOW_ENERGY * torch.cos(turn)
        sine = -2 * xy + FLOW_ENERGY * torch.sin(turn)
        return torch.cat([cosine, sine], 1), (torch.sqrt(xx + yy) * 3.6).clamp(max=1)


class Strokes(nn.Module):
    """Lays one size of brush over a picture of the tile's own resolution."""

    def __init__(self, brush: dict, scale: int):
        super().__init__()
        self.side = TILE // scale
        self.register_buffer("table", torch.from_numpy(tiles(**brush, scale=scale).reshape(-1, COLUMNS)), persistent=False)

    def forward(self, picture, field, detail, offset, share: float):
        """picture (1,3,h,w), field (1,2,h,w), detail (1,1,h,w) -> colour (3), tint, relief, cover: (1,6,h,w)."""
        height, width = picture.shape[2], picture.shape[3]
        # Half the double angle, 0..1 of a half turn.
        angle = torch.atan2(field[0, 1], field[0, 0]) * (0.5 / math.pi)
        turns = (angle - torch.floor(angle)) * DIRECTIONS
        bins = torch.floor(turns).clamp(0, DIRECTIONS - 1)
        nearest = torch.where(turns - bins > 0.5, bins + 1, bins - 1)
        nearest = torch.remainder(nearest, DIRECTIONS)
        known = torch.cat([picture[0], bins[None], detail[0]], 0).flatten(1).t().contiguous()
        rows = torch.remainder(torch.arange(height) + offset[0], self.side)[:, None] * self.side + torch.remainder(torch.arange(width) + offset[1], self.side)[None, :]
        here = picture[0].permute(1, 2, 0).reshape(-1, 3)
        ys = torch.arange(height)[:, None].expand(height, width).reshape(-1)
        xs = torch.arange(width)[None, :].expand(height, width).reshape(-1)

        def candidate(chosen):
            index = chosen.to(torch.int64) * (self.side * self.side) + rows
            stroke = self.table.index_select(0, index.reshape(-1)).to(torch.float32)
            y = (ys + stroke[:, DY].to(torch.int64)).clamp(0, height - 1)
            x = (xs + stroke[:, DX].to(torch.int64)).clamp(0, width - 1)
            middle = known.index_select(0, y * width + x)
            apart = (here - middle[:, :3]).square().sum(1).sqrt()
            same = (middle[:, 3] == chosen.reshape(-1)).to(torch.float32)
            lucky = (stroke[:, LUCK] * (1 / UNIT) < middle[:, 4] + share).to(torch.float32)
            cover = stroke[:, COVER] * (1 / UNIT) * same * lucky * ((0.13 - apart) * 16).clamp(0, 1)
            return middle[:, :3], stroke[:, TINT : RELIEF + 1] * (1 / UNIT), cover[:, None], stroke[:, RANK : RANK + 1]

        colour_a, marks_a, cover_a, rank_a = candidate(bins)
        colour_b, marks_b, cover_b, rank_b = candidate(nearest)
        above = (rank_a * cover_a.sign() >= rank_b * cover_b.sign()).to(torch.float32)
        top = cover_a * above + cover_b * (1 - above)
        low = (cover_a + cover_b - top) * (1 - top)
        total = top + low
        weight_a = above * top + (1 - above) * low
        share_a = weight_a / total.clamp(min=1e-4)
        marks = (marks_a * share_a + marks_b * (1 - share_a)) * total
        colour = colour_a * share_a + colour_b * (1 - share_a)
        return torch.cat([colour, marks, total], 1).t().reshape(1, 6, height, width)


class Noise(nn.Module):
    """The textures that a seed looks into: clouds for all; paper, a halftone screen or film by style."""

    def __init__(self):
        super().__init__()
        paper, screen = textures.paper() * 0.4, textures.screen()
        byte = lambda values: torch.from_numpy(np.round(np.clip(values, -2, 2) * 63).astype(np.int8))
        self.register_buffer("clouds", byte(textures.clouds() * 0.4), persistent=False)
        self.register_buffer("grains", byte(np.stack([paper, screen, textures.film() * 0.4], -1)), persistent=False)

    def clouds_at(self, offset, height, width, step: int):
        """(1,1,height,width): every `step`-th pixel of the clouds."""
        return wrapped(self.clouds[::step, ::step], offset[0], offset[1], height, width).to(torch.float32)[None, None] * (1 / 63)

    def surfaces_at(self, offset, height, width):
        """(1,3,height,width): paper, screen, film."""
        return wrapped(self.grains, offset[0], offset[1], height, width).permute(2, 0, 1)[None].to(torch.float32) * (1 / 63)


def grain_of(surfaces, styles):
    """(1,1,H,W): the surface of each style by its share. styles (6,)."""
    share = torch.stack([styles[:4].sum(), styles[4], styles[5]])
    return (surfaces * share.view(1, 3, 1, 1)).sum(1, keepdim=True)
