"""The painter and its two critics. Everything is convolutional, so any size divisible by 8 will do."""

import torch
import torch.nn as nn
import torch.nn.functional as F

STYLES = ("oil", "watercolour", "ink")
HALF_PLANES = 5
CONDITIONS = len(STYLES) + 3  # style, then the source's 5th, 50th and 95th luma percentile in 0..1


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
    rgb (B,3,H,W) in -1..1, half (B,5,H/2,W/2) and grain (B,1,H,W) about -1..1, condition (B,6) -> rgb (B,3,H,W).

    A U-Net at a half, a quarter and an eighth of the resolution. The last step goes up bilinearly and ends in two
    convolutions at full resolution: a pixel shuffle there leaves a woven two-pixel grid.
    """

    def __init__(self, widths=(32, 48, 96), embedding: int = 16, depth: int = 3):
        super().__init__()
        a, b, c = widths
        self.embed = nn.Linear(CONDITIONS, embedding)
        self.enter = nn.Conv2d(12 + HALF_PLANES + 4, a, 3, padding=1)
        self.down_a = Block(a, embedding)
        self.to_b = nn.Conv2d(4 * a, b, 1)
        self.down_b = Block(b, embedding)
        self.to_c = nn.Conv2d(4 * b, c, 1)
        self.bottom = nn.ModuleList([Block(c, embedding) for _ in range(depth)])
        self.from_c = nn.Conv2d(c, 4 * b, 1)
        self.up_b = Block(b, embedding)
        self.from_b = nn.Conv2d(b, 4 * a, 1)
        self.up_a = Block(a, embedding)
        self.narrow = nn.Conv2d(a, 12, 1)
        self.fine = nn.Conv2d(16, 16, 3, padding=1)
        self.last = nn.Conv2d(16, 3, 3, padding=1)
        self.last.weight.data *= 0.2
        self.last.bias.data.zero_()

    def forward(self, rgb, half, grain, condition):
        e = torch.tanh(self.embed(condition * 2 - 0.5))
        h_a = self.enter(torch.cat([F.pixel_unshuffle(rgb, 2), half, F.pixel_unshuffle(grain, 2)], 1))
        h_a = self.down_a(h_a, e)
        h_b = self.down_b(self.to_b(F.pixel_unshuffle(h_a, 2)), e)
        h = self.to_c(F.pixel_unshuffle(h_b, 2))
        for block in self.bottom:
            h = block(h, e)
        h = self.up_b(F.pixel_shuffle(self.from_c(h), 2) + h_b, e)
        h = self.up_a(F.pixel_shuffle(self.from_b(h), 2) + h_a, e)
        h = F.interpolate(self.narrow(h), scale_factor=2.0, mode="bilinear", align_corners=False)
        h = F.leaky_relu(self.fine(torch.cat([h, rgb, grain], 1)), 0.1)
        return rgb + self.last(h)


def critic_layers(plan):
    layers = nn.ModuleList([nn.Conv2d(i, o, k, s, 1) for i, o, k, s in plan])
    for layer in layers:
        nn.init.kaiming_normal_(layer.weight, 0.2)
    return layers


class Critics(nn.Module):
    """Two patch critics that see what was changed (scaled), the source, the noise and the style."""

    def __init__(self, w=(40, 72, 104)):
        super().__init__()
        n = len(STYLES)
        self.half_layers = critic_layers([(24 + HALF_PLANES + n, w[0], 3, 1), (w[0], w[1], 4, 2), (w[1], w[2], 4, 2), (w[2], w[2], 3, 1)])
        self.half_out = nn.Conv2d(w[2], 1, 3, padding=1)
        self.full_layers = critic_layers([(7 + n, 16, 3, 1), (16, 32, 4, 2), (32, 32, 3, 1)])
        self.full_out = nn.Conv2d(32, 1, 3, padding=1)

    def forward(self, painted, rgb, half, grain, style):
        plane = style[:, :, None, None]
        change = (painted - rgb) * 3
        h = torch.cat([F.pixel_unshuffle(change, 2), F.pixel_unshuffle(rgb, 2), half, plane.expand(-1, -1, *half.shape[2:])], 1)
        features = []
        for layer in self.half_layers:
            h = F.leaky_relu(layer(h), 0.2)
            features.append(h)
        g = torch.cat([change, rgb, grain, plane.expand(-1, -1, *rgb.shape[2:])], 1)
        for layer in self.full_layers:
            g = F.leaky_relu(layer(g), 0.2)
            features.append(g)
        return [self.half_out(h), self.full_out(g)], features
