"""
The procedural painters: a storyboard and its brush in, a painting out. They are the painter's targets, and at half the
resolution, where nothing is flattened first, its underpainting.

Every random thing in them (strokes, clouds, grain) is also fed to the network, so a target is a function of the network's input.
Pictures are (1,3,H,W) in 0..1. A scene says by `unit` how many of its pixels one of full resolution is.
"""

import torch
import torch.nn.functional as F

from brush import blurred

LUMA = torch.tensor([0.3, 0.59, 0.11]).view(1, 3, 1, 1)


def luma(picture):
    return (picture * LUMA).sum(1, keepdim=True)


def smooth(value, low: float, high: float):
    share = ((value - low) / (high - low)).clamp(0, 1)
    return share * share * (3 - 2 * share)


def soft(planes, deviation: float):
    """A near-Gaussian blur by three boxes; below two thirds of a pixel it is none."""
    radius = round((4 * deviation * deviation + 1) ** 0.5 / 2 - 0.5)
    return planes if deviation < 0.67 else blurred(planes, max(1, radius), 3)


def saturated(picture, by: float):
    grey = luma(picture)
    return grey + (picture - grey) * by


def kuwahara(picture, radius: int, sharpness: float = 9.0):
    """Generalized Kuwahara filter with eight sectors (Papari et al. 2007): flat patches with crisp edges. `radius` in pixels."""
    side = torch.arange(-radius, radius + 1, dtype=torch.float32)
    y, x = torch.meshgrid(side, side, indexing="ij")
    far = (x * x + y * y).sqrt() / radius
    disc = torch.exp(-far * far * 1.4) * (far <= 1.02)
    turn = torch.atan2(y, x)
    kernels = []
    for sector in range(8):
        gap = torch.remainder(turn - sector * torch.pi / 4 + torch.pi, 2 * torch.pi) - torch.pi
        wedge = disc * (gap.abs() <= torch.pi / 8 * 1.15)
        wedge[radius, radius] = 1
        kernels.append(wedge / wedge.sum())
    kernel = torch.stack(kernels)[:, None]
    channels = torch.cat([picture, (picture * picture).sum(1, keepdim=True)], 1)[0][:, None]
    padded = F.pad(channels, (radius,) * 4, mode="replicate")
    sums = F.conv2d(padded, kernel)  # (4, 8, H, W)
    mean, square = sums[:3], sums[3]
    spread = (square - (mean * mean).sum(0)).clamp(min=0).sqrt() * 25
    weight = 1 / (1 + spread**sharpness)
    return ((mean * weight).sum(1) / weight.sum(0))[None]


def crept(picture, clouds, reach: float):
    """Moves every pixel a little along the slope of the clouds, as a wet edge creeps."""
    padded = F.pad(clouds, (2, 2, 2, 2), mode="replicate")
    dx = (padded[:, :, 2:-2, 4:] - padded[:, :, 2:-2, :-4])[0, 0]
    dy = (padded[:, :, 4:, 2:-2] - padded[:, :, :-4, 2:-2])[0, 0]
    height, width = dx.shape
    y, x = torch.meshgrid(torch.arange(height, dtype=torch.float32), torch.arange(width, dtype=torch.float32), indexing="ij")
    grid = torch.stack([(x + dx * 18 * reach) * 2 / (width - 1) - 1, (y + dy * 18 * reach) * 2 / (height - 1) - 1], -1)[None]
    return F.grid_sample(picture, grid, mode="bilinear", padding_mode="border", align_corners=True)


def laid(base, reference, strokes, jitter: float, body: float, warmth=(1.35, 1.05, 0.65)):
    """Strokes over a base, each in the reference's colour at its middle, lighter or darker, warmer or cooler by its tint."""
    colour, tint, relief, cover = strokes[:, :3], strokes[:, 3:4], strokes[:, 4:5], strokes[:, 5:6]
    shift = tint * jitter * (0.4 + 0.75 * colour) * torch.tensor(warmth).view(1, 3, 1, 1)
    return base + ((colour + shift) * (1 + 0.16 * relief * cover) - base) * cover * body


def lit(picture, relief, strength: float):
    """Relief under a light from the upper left."""
    padded = F.pad(relief, (1, 0, 1, 0), mode="replicate")
    slope = (relief - padded[:, :, 1:, :-1]) * 0.7 + (relief - padded[:, :, :-1, 1:]) * 0.9
    facing = slope.clamp(-0.5, 0.5) * strength
    return picture + facing * (0.25 + 0.75 * picture)


def small_lights(tone, side: int = 13):
    """What stands brighter than its surroundings and is smaller than `side` pixels: windows, stars, lamps (a white top-hat)."""
    shrunk = -F.max_pool2d(-tone, side, 1, side // 2)
    return tone - F.max_pool2d(shrunk, side, 1, side // 2)


def oil(scene):
    """Impasto: broad and narrow strokes with bristles and relief, details put back with the tip of the brush."""
    vivid = saturated(scene.source, 1.14)
    base = saturated(scene.flat, 1.14)
    broad, narrow = scene.broad_vivid, scene.narrow_vivid
    out = laid(base, vivid, broad, 0.085, 0.95)
    out = laid(out, vivid, narrow, 0.065, 0.92)
    relief = broad[:, 4:5] * (1 - narrow[:, 5:6]) * 0.75 + narrow[:, 4:5] * 0.6
    # What the strokes lost comes back where the eye would miss it.
    wanted = saturated(scene.sharp, 1.14)
    lost = (out - wanted).abs().amax(1, keepdim=True)
    back = smooth(blurred(lost, 1, 1), 0.035, 0.11) * smooth(scene.detail, 0.04, 0.3)
    out = out + (wanted - out) * back
    out = lit(out, blurred(relief * (1 - 0.75 * back), 1, 1), 0.55)
    return out + scene.grain("oil") * 0.03 * (0.15 + out)


def watercolour(scene):
    """Washes that creep and bloom, dark rims where they dried, pigment in the paper's grain, light from the paper."""
    clouds, grain = scene.clouds, scene.grain("watercolour")
    flat = crept(scene.flat, clouds, 1.0 * scene.unit)
    tone = luma(flat)
    low, _, high = scene.levels
    share = ((tone - low) / (high - low).clamp(min=0.27)).clamp(0, 1.05)
    wanted = tone * 0.42 + (0.09 + 0.87 * share**0.8) * 0.58
    flat = (wanted + (flat * (wanted / (tone + 0.02)) - wanted) * 1.06).clamp(0.02, 0.985)
    wet = (clouds * 1.1 + 0.12).clamp(0, 0.6)
    flat = flat + (soft(flat, 9 * scene.unit) - flat) * wet
    tone = luma(flat)
    step = (soft(tone, 5 * scene.unit) - soft(tone, 1.2 * scene.unit)) * 10
    rim = torch.where(step < 0, step * 0.35, step.clamp(max=1.1))
    settled = (grain - 0.1).clamp(min=0) * 0.16 + grain * 0.06
    depth = 1 + clouds * 0.55 + settled * 1.3 + rim * 0.75
    # Density of pigment by Beer's law to first order: thick paint darkens most where it is half-way.
    painted = (flat - (flat - flat * flat) * (depth - 1) * 1.3).clamp(min=0.02)
    return painted * torch.tensor([0.985, 0.968, 0.93]).view(1, 3, 1, 1) * (1 + grain * 0.035)


def ink(scene):
    """Brushed contours, three tinted washes with drying rims, dry-brushed blacks, on warm paper."""
    clouds, grain, dry = scene.clouds, scene.grain("ink"), scene.narrow[:, 4:5]
    flat = crept(scene.flat, clouds, 0.8 * scene.unit)
    low, _, high = scene.levels
    was = luma(flat)
    # Partly towards the paper's whole range: a night stays darker than a day.
    tone = (0.6 * was + 0.4 * (was - low * 0.8) / (high - low).clamp(min=0.3)).clamp(0, 1)
    lamp = smooth(small_lights(was, 13 if scene.unit == 1 else 7), 0.08, 0.25)
    edge = soft(tone, 1.9 * scene.unit) - soft(tone, 0.9 * scene.unit)
    line = (edge * 27 * (1 + clouds * 0.4 + dry * 0.7) - 0.1).clamp(0, 1) * (1 - soft(lamp, 2 * scene.unit) * 1.6).clamp(min=0)
    level = 0.82 * soft(tone, 1.1 * scene.unit) + 0.18 * soft(tone, 14 * scene.unit) + clouds * 0.09
    density = torch.zeros_like(tone)
    for threshold, strength in ((0.78, 0.17), (0.55, 0.27), (0.3, 0.38)):
        inside = smooth(threshold - level, -0.02, 0.035)
        rim = torch.exp(-(((level - threshold + 0.012) / 0.016) ** 2)) * 0.22
        density = density + strength * (inside * (0.85 + 0.25 * clouds) + rim * 0.35)
    black = smooth(0.1 + dry * 0.09 + grain * 0.02 - tone, -0.015, 0.02)
    density = torch.maximum(torch.maximum(density * (1 + grain * 0.15), black * 1.02), line * 0.95)
    density = (density + grain.clamp(min=0) * 0.05 * (density > 0.03)).clamp(max=1)
    density = density * (1 - 0.85 * lamp)
    tint = soft(flat, 3 * scene.unit)
    most, least = tint.amax(1, keepdim=True), tint.amin(1, keepdim=True)
    saturation = (most - least) / (most + 0.08)
    paper = torch.tensor([0.97, 0.95, 0.905]).view(1, 3, 1, 1) * (1 - (1.5 * saturation).clamp(max=1) * (1 - (tint + 0.004) / (most + 0.004)))
    inked = 0.04 + tint * 0.22
    glazed = paper * inked.clamp(min=0.02) ** (density * 0.9)
    return (glazed * 0.6 + (paper * (1 - density) + inked * density) * 0.4) * (1 + grain * 0.03)


def gouache(scene):
    """Opaque matt colour in few flat steps, laid with a flat brush whose dry ends show, on toned paper."""
    grain = scene.grain("gouache")
    flat = saturated(scene.flat, 1.1)
    tone = luma(flat)
    steps = 7.0
    scaled = (tone + scene.clouds * 0.02 + scene.narrow[:, 3:4] * 0.022) * steps
    stepped = (torch.floor(scaled) + smooth(scaled - torch.floor(scaled), 0.38, 0.62)) / steps
    flat = flat * ((stepped + 0.03) / (tone + 0.03)).clamp(0.6, 1.5)
    out = laid(flat, flat, scene.broad_flat, 0.03, 0.55)
    out = laid(out, flat, scene.narrow_flat, 0.045, 0.6)
    dry = smooth(scene.narrow[:, 4:5] * 1.4 + grain * 0.9 - 0.36, 0, 0.22) * smooth(scene.narrow[:, 5:6], 0.2, 0.7)
    out = out * (1 + dry * (0.32 - 0.2 * tone) * torch.tensor([1.0, 0.96, 0.88]).view(1, 3, 1, 1)) + dry * 0.012
    keep = smooth(scene.detail, 0.25, 0.8) * 0.8
    out = out + (flat - out) * keep
    # Matt: no deep black and no glare.
    return 0.045 + out * 0.92 + grain * 0.012


def print_(scene):
    """A three-colour screen print: flat inks, one halftone screen for the steps between, a key plate slightly out of register."""
    screen, grain = scene.grain("print"), scene.clouds
    flat = saturated(scene.flat, 1.25)
    tone = luma(flat)
    low, _, high = scene.levels
    share = ((tone - low * 0.9) / (high - low).clamp(min=0.25)).clamp(0, 1)
    inks = 4.0
    scaled = share * inks
    whole = torch.floor(scaled)
    # The screen decides in between: a dot grows until it fills its cell.
    dots = smooth(scaled - whole + screen * 0.42 - 0.5, -0.1, 0.1)
    level = (whole + dots) / inks
    wanted = (0.05 + 0.9 * level) * 0.75 + tone * 0.25
    colour = soft(flat, 1.5 * scene.unit)
    inked = (colour * ((wanted + 0.02) / (luma(colour) + 0.02)).clamp(0.35, 2.2)).clamp(0, 1)
    paper = torch.tensor([0.965, 0.94, 0.88]).view(1, 3, 1, 1)
    out = paper * (inked * 0.93 + 0.05)
    edge = soft(share, 1.6 * scene.unit) - soft(share, 0.8 * scene.unit)
    right, down = (3, 2) if scene.unit == 1 else (2, 1)
    shifted = F.pad(edge, (right, 0, down, 0), mode="replicate")[:, :, :-down, :-right]
    key = smooth(shifted * 20 - 0.25, 0, 0.4) * 0.75
    out = out * (1 - key) + key * 0.09
    return out * (1 + grain * 0.05)


def noir(scene):
    """Hard light: deep blacks, a rim on what stands against the light, halation around lamps, one colour kept, film grain."""
    source = scene.source
    tone = luma(source)
    low, middle, high = scene.levels
    share = (0.4 * tone + 0.6 * (tone - low) / (high - low).clamp(min=0.42)).clamp(0, 1.2)
    wide = soft(share, 16 * scene.unit)
    curve = smooth(share * 1.02 - (0.12 - 0.1 * wide), 0, 1.0)
    lamp = smooth(share, 0.72, 1.05)
    glow = soft(lamp, 4 * scene.unit) * 0.3 + soft(lamp, 14 * scene.unit) * 0.4
    reach = 2 if scene.unit == 1 else 1
    up = F.pad(share, (0, reach, reach, 0), mode="replicate")[:, :, :-reach, reach:]
    rim = (soft(up, 1 * scene.unit) - soft(share, 1 * scene.unit)).clamp(0, 0.5) * smooth(0.45 - share, 0, 0.3) * 0.55
    value = 0.025 + 0.9 * curve**1.15 + rim
    most, least = source.amax(1, keepdim=True), source.amin(1, keepdim=True)
    vivid = smooth((most - least) / (most + 0.06), 0.45, 0.8) * smooth(tone, 0.12, 0.35)
    tint = source / (tone + 0.03)
    silver = torch.tensor([0.985, 1.0, 1.02]).view(1, 3, 1, 1)
    keep = 0.55 + 0.4 * vivid
    out = value * (silver + (tint - silver) * keep)
    out = out + glow * (1 - out).clamp(0, 1) * (0.6 * silver + 0.4 * tint.clamp(max=1.6)) * 0.85
    grain = scene.grain("noir")
    return out + grain * 0.055 * (0.35 + smooth(value, 0.0, 0.3) * (1.1 - value))


PAINTERS = {"oil": oil, "watercolour": watercolour, "ink": ink, "gouache": gouache, "print": print_, "noir": noir}
