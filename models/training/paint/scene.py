"""One storyboard with its brush: what the network is fed, and the paintings that it should make of it."""

import functools

import numpy as np
import torch
import torch.nn.functional as F

from brush import BROAD, BRUSHES, CLOUDS, FLOW, GRAIN, NARROW, OFFSETS, STYLES, Strokes, grain_of
from front import NARROW_SHARE, Front
from styles import PAINTERS, kuwahara, saturated, soft


def only(style: str):
    return torch.tensor([float(s == style) for s in STYLES])


@functools.cache
def front():
    return Front()


@functools.cache
def full_strokes(brush: str):
    return Strokes(BRUSHES[brush], 1)


def offsets_from(seed: int):
    """(5,2) whole numbers; the lower three bits of the grain's are clear, so that a screen keeps its phase."""
    offsets = np.random.RandomState(seed & 0xFFFFFFFF).randint(0, 512, (OFFSETS, 2)) // 8 * 8
    return torch.from_numpy(offsets)


class Scene:
    """rgb (H,W,3) uint8, sides divisible by 8."""

    unit = 1

    def __init__(self, rgb: np.ndarray, seed: int):
        self.source = torch.from_numpy(np.ascontiguousarray(rgb)).permute(2, 0, 1)[None].float() / 255
        self.offsets = offsets_from(seed)
        self.height, self.width = rgb.shape[:2]

    def fed(self, style: str):
        """Half planes (13,H/2,W/2), underpainting (3,H/2,W/2) in 0..1, grain (1,H,W), levels (3,)."""
        planes, under, grain, levels = front()(self.source, self.offsets, only(style))
        return planes[0], under[0], grain[0], levels

    def grain(self, style: str):
        return grain_of(front().noise.surfaces_at(self.offsets[GRAIN], self.height, self.width), only(style))

    @functools.cached_property
    def levels(self):
        return self.fed("oil")[3]

    @functools.cached_property
    def flat(self):
        return kuwahara(kuwahara(self.source, 4), 3)

    @functools.cached_property
    def sharp(self):
        """Flattened less, for what must stay legible."""
        return kuwahara(self.source, 3)

    @functools.cached_property
    def clouds(self):
        return front().noise.clouds_at(self.offsets[CLOUDS], self.height, self.width, 1)

    @functools.cached_property
    def _field(self):
        quarter = F.avg_pool2d(self.source, 4)
        flow = front().noise.clouds_at(self.offsets[FLOW], self.height // 4, self.width // 4, 1)
        field, detail = front().field(quarter, flow)
        full = lambda planes: F.interpolate(planes, scale_factor=4.0, mode="bilinear", align_corners=False)
        return full(field), full(detail)

    @property
    def detail(self):
        return self._field[1]

    def _strokes(self, brush: str, reference):
        offset, share = (self.offsets[BROAD], 1.0) if brush == "broad" else (self.offsets[NARROW], NARROW_SHARE)
        return full_strokes(brush)(reference, *self._field, offset, share)

    @functools.cached_property
    def broad_vivid(self):
        return self._strokes("broad", soft(saturated(self.source, 1.14), 3))

    @functools.cached_property
    def narrow_vivid(self):
        return self._strokes("narrow", soft(saturated(self.source, 1.14), 1.2))

    @property
    def narrow(self):
        return self.narrow_vivid

    @functools.cached_property
    def broad_flat(self):
        return self._strokes("broad", saturated(self.flat, 1.1))

    @functools.cached_property
    def narrow_flat(self):
        return self._strokes("narrow", saturated(self.flat, 1.1))

    def painted(self, style: str) -> np.ndarray:
        """(H,W,3) uint8."""
        picture = PAINTERS[style](self)[0].clamp(0, 1)
        return (picture.permute(1, 2, 0) * 255 + 0.5).to(torch.uint8).numpy()
