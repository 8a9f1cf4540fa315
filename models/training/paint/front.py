"""Everything that is computed from a picture and a seed before the network proper; it ships inside it."""

import torch
import torch.nn as nn
import torch.nn.functional as F

from brush import BROAD, BRUSHES, CLOUDS, FLOW, GRAIN, NARROW, Field, Noise, Strokes, grain_of
from underpainting import HalfScene, Underpainting


class Front(nn.Module):
    """
    What the network is fed besides the picture: (1,13,H/2,W/2) strokes and clouds, (1,3,H/2,W/2) underpainting in 0..1,
    (1,1,H,W) grain, (3,) luma levels.
    """

    def __init__(self):
        super().__init__()
        self.noise, self.field = Noise(), Field()
        self.underpainting = Underpainting()
        self.broad, self.narrow = Strokes(BRUSHES["broad"], 2), Strokes(BRUSHES["narrow"], 2)

    def forward(self, rgb, offsets, styles):
        """rgb (1,3,H,W) in 0..1, sides divisible by 8; offsets (5,2) int64; styles (6,), shares that sum to 1."""
        height, width = rgb.shape[2], rgb.shape[3]
        half = F.avg_pool2d(rgb, 2)
        quarter = F.avg_pool2d(half, 2)
        flow = self.noise.clouds_at(offsets[FLOW], height // 4, width // 4, 1)
        field, detail = self.field(quarter, flow)
        double = lambda planes: F.interpolate(planes, scale_factor=2.0, mode="bilinear", align_corners=False)
        field, detail, places = double(field), double(detail), torch.div(offsets, 2, rounding_mode="floor")
        broad = self.broad(half, field, detail, places[BROAD], 1.0)
        narrow = self.narrow(half, field, detail, places[NARROW], NARROW_SHARE)
        clouds = self.noise.clouds_at(places[CLOUDS], height // 2, width // 2, 2)
        planes = torch.cat([fed(broad, half), fed(narrow, half), clouds], 1)
        surfaces, levels = self.noise.surfaces_at(offsets[GRAIN], height, width), levels_of(quarter)
        scene = HalfScene(half, broad, narrow, detail, clouds, F.avg_pool2d(surfaces, 2), levels)
        return planes, self.underpainting(scene, styles), grain_of(surfaces, styles), levels


# Narrow strokes lie everywhere where the picture is busy, and by this chance where it is flat.
NARROW_SHARE = 0.45
PLANES = 13
UNDER = 3


def fed(strokes, picture):
    """The colour as its difference from the picture, so that nothing laid is nothing fed."""
    cover = strokes[:, 5:6]
    return torch.cat([(strokes[:, :3] - picture) * cover * 4, strokes[:, 3:5], cover], 1)


def levels_of(picture):
    """(3,): the luma below which 5, 50 and 95 of a hundred pixels lie. A painter who sees a corner must know day from night."""
    luma = picture[0, 0] * 0.3 + picture[0, 1] * 0.59 + picture[0, 2] * 0.11
    ordered = torch.sort(luma.reshape(-1)).values
    count = ordered.shape[0]
    return torch.stack([ordered[(count - 1) * 5 // 100], ordered[(count - 1) // 2], ordered[(count - 1) * 95 // 100]])
