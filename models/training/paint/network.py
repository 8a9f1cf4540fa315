"""The painter: everything is convolutional, so any size divisible by 8 will do."""

import torch
import torch.nn as nn
import torch.nn.functional as F

from brush import STYLES
from front import PLANES, UNDER, Front

CONDITIONS = len(STYLES) + 3  # shares of the styles, then the picture's 5th, 50th and 95th luma percentile


class Block(nn.Module):
    """Residual pair of convolutions; the style scales and shifts the features between them (FiLM, Perez et al. 2018)."""

    def __init__(self, channels: int, embedding: int):
        super().__init__()
        self.first = nn.Conv2d(channels, channels, 3, padding=1)
        self.second = nn.Conv2d(channels, channels, 3, padding=1)
        self.film = nn.Linear(embedding, 2 * channels)
        nn.init.zeros_(self.film.weight)
        nn.init.zeros_(self.film.bias)
        self.gain = nn.Parameter(torch.full((1, channels, 1, 1), 0.2))

    def forward(self, x, embedding):
        scale, shift = self.film(embedding)[:, :, None, None].chunk(2, 1)
        h = F.leaky_relu(self.first(x), 0.1) * (1 + scale) + shift
        return x + self.gain * self.second(h)


class Painter(nn.Module):
    """
    rgb (B,3,H,W) and under (B,3,H/2,W/2) in -1..1, planes (B,13,H/2,W/2) and grain (B,1,H,W) about -1..1,
    condition (B,9) -> rgb (B,3,H,W).

    A U-Net at a half, a quarter and an eighth of the resolution. The last step goes up bilinearly and ends in two
    convolutions at full resolution: a pixel shuffle there leaves a woven two-pixel grid.
    """

    def __init__(self, widths=(32, 48, 96), embedding: int = 24, depth: int = 3, fine: int = 16):
        super().__init__()
        a, b, c = widths
        self.embed = nn.Linear(CONDITIONS, embedding)
        self.enter = nn.Conv2d(12 + PLANES + 4 + UNDER, a, 3, padding=1)
        self.down_a = Block(a, embedding)
        self.to_b = nn.Conv2d(4 * a, b, 1)
        self.down_b = Block(b, embedding)
        self.to_c = nn.Conv2d(4 * b, c, 1)
        self.bottom = nn.ModuleList([Block(c, embedding) for _ in range(depth)])
        self.from_c = nn.Conv2d(c, 4 * b, 1)
        self.up_b = Block(b, embedding)
        self.from_b = nn.Conv2d(b, 4 * a, 1)
        self.up_a = Block(a, embedding)
        self.narrow = nn.Conv2d(a, fine, 1)
        self.fine = nn.Conv2d(fine + 4 + UNDER, fine, 3, padding=1)
        self.film = nn.Linear(embedding, 2 * fine)
        self.last = nn.Conv2d(fine, 3, 3, padding=1)
        nn.init.zeros_(self.film.weight)
        nn.init.zeros_(self.film.bias)
        self.last.weight.data *= 0.2
        self.last.bias.data.zero_()

    def forward(self, rgb, planes, under, grain, condition):
        e = torch.tanh(self.embed(condition * 2 - 0.5))
        h_a = self.enter(torch.cat([F.pixel_unshuffle(rgb, 2), planes, F.pixel_unshuffle(grain, 2), under], 1))
        h_a = self.down_a(h_a, e)
        h_b = self.down_b(self.to_b(F.pixel_unshuffle(h_a, 2)), e)
        h = self.to_c(F.pixel_unshuffle(h_b, 2))
        for block in self.bottom:
            h = block(h, e)
        h = self.up_b(F.pixel_shuffle(self.from_c(h), 2) + h_b, e)
        h = self.up_a(F.pixel_shuffle(self.from_b(h), 2) + h_a, e)
        h = F.interpolate(torch.cat([self.narrow(h), under], 1), scale_factor=2.0, mode="bilinear", align_corners=False)
        scale, shift = self.film(e)[:, :, None, None].chunk(2, 1)
        h = F.leaky_relu(self.fine(torch.cat([h, rgb, grain], 1)), 0.1) * (1 + scale) + shift
        return rgb + self.last(h)


class Shipped(nn.Module):
    """What the product loads: bytes in, bytes out, and the brush inside."""

    def __init__(self, painter: Painter):
        super().__init__()
        self.front, self.painter = Front(), painter

    def forward(self, storyboard, styles, strength, offsets):
        """storyboard (1,H,W,3) uint8, sides divisible by 8; styles (6,), shares that sum to 1; strength (1,); offsets (5,2) int64."""
        rgb = storyboard.permute(0, 3, 1, 2).to(torch.float32) * (1 / 255)
        planes, under, grain, levels = self.front(rgb, offsets, styles)
        condition = torch.cat([styles, levels])[None]
        storyboard = rgb * 2 - 1
        painted = self.painter(storyboard, planes, under * 2 - 1, grain, condition)
        painted = storyboard + strength * (painted - storyboard)
        # The sum is not a number when any pixel is not: bytes cannot tell.
        return torch.floor(((painted + 1) * 127.5 + 0.5).clamp(0, 255)).permute(0, 2, 3, 1).to(torch.uint8), painted.sum().reshape(1)
