"""
Brush strokes that a network can lay by itself: tiles of straight strokes in sixteen directions, drawn once.

A picture picks, at every pixel, the tile of its own direction; a stroke is laid as a whole, because what decides about it is
read where its middle lies. Curved strokes of several sizes are Hertzmann's (SIGGRAPH 1998); here they are straight and short.
"""

from pathlib import Path

import numpy as np

from textures import value_noise

DIRECTIONS = 16
TILE = 512  # full-resolution pixels
KEPT = Path(__file__).parent / "runs"  # drawing all tiles takes half a minute

# Columns of a tile: where the stroke's middle lies from here, its tint, its bristles' height, its cover, its luck and its rank.
DY, DX, TINT, RELIEF, COVER, LUCK, RANK = range(7)
COLUMNS = 7
UNIT = 127.0


def place_strokes(radius: float, spacing: float, length: float, seed: int):
    """Middles on a jittered grid, for one direction, with wrap-around."""
    random = np.random.RandomState(seed)
    count = round(TILE / (radius * spacing))
    step = TILE / count
    y, x = np.meshgrid(np.arange(count), np.arange(count), indexing="ij")
    size = y.size
    return {
        "y": (y.ravel() + random.rand(size)) * step,
        "x": (x.ravel() + random.rand(size)) * step,
        "turn": random.uniform(-0.13, 0.13, size),
        "half": radius * length * random.uniform(0.75, 1.25, size),
        "radius": radius * random.uniform(0.8, 1.2, size),
        "tint": random.uniform(-1, 1, size),
        "luck": random.rand(size),
        "rank": random.rand(size),
        "hair": random.randint(0, 512, size),
        "bend": random.uniform(-0.22, 0.22, size),
    }


def tiles(radius: float, spacing: float, length: float, scale: int, seed: int) -> np.ndarray:
    """
    (DIRECTIONS, TILE/scale, TILE/scale, COLUMNS) int8: the topmost stroke at every pixel.

    `radius` in full-resolution pixels, `spacing` and `length` (half a stroke's) in radii; `scale` full pixels a tile pixel.
    """
    kept = KEPT / f"tiles-{radius}-{spacing}-{length}-{scale}-{seed}.npy"
    if kept.exists():
        return np.load(kept)
    side = TILE // scale
    bristles = value_noise(41, 128, 2, 0.6)
    out = np.zeros((DIRECTIONS, side, side, COLUMNS), np.int8)
    for direction in range(DIRECTIONS):
        strokes = place_strokes(radius, spacing, length, seed + direction)
        angle = (direction + 0.5) * np.pi / DIRECTIONS
        for s in np.argsort(strokes["rank"]):
            draw(out[direction], {key: value[s] for key, value in strokes.items()}, angle, scale, side, bristles)
    kept.parent.mkdir(exist_ok=True)
    np.save(kept, out)
    return out


def draw(tile, stroke, angle, scale, side, bristles):
    reach = stroke["half"] + stroke["radius"] * 1.4
    direction = angle + stroke["turn"]
    ux, uy = np.cos(direction), np.sin(direction)
    top, bottom = np.floor((stroke["y"] - reach) / scale), np.ceil((stroke["y"] + reach) / scale)
    left, right = np.floor((stroke["x"] - reach) / scale), np.ceil((stroke["x"] + reach) / scale)
    rows, columns = np.arange(top, bottom + 1), np.arange(left, right + 1)
    dy = (rows[:, None] + 0.5) * scale - stroke["y"]
    dx = (columns[None, :] + 0.5) * scale - stroke["x"]
    along = dx * ux + dy * uy
    across = (dy * ux - dx * uy) / stroke["radius"] + stroke["bend"] * ((along / stroke["half"]) ** 2 - 0.3)
    hair = np.abs(np.round(across * 7 + 7)).astype(int)
    ragged = bristles[(hair * 9 + stroke["hair"]) % 512, stroke["hair"]]
    over = (np.abs(along) - stroke["half"] * (1 + 0.1 * ragged)) / stroke["radius"]
    soft = scale / stroke["radius"]
    cover = np.clip((1 - np.abs(across)) / max(0.3, soft) + 0.5 * soft, 0, 1) * np.clip(0.6 - over / 0.5, 0, 1)
    ys, xs = np.nonzero(cover > 0.04)
    if ys.size == 0:
        return
    a, t = along[ys, xs], across[ys, xs]
    # Bristles run along the stroke: fast across, slowly along; none finer than half the resolution shows.
    row = np.mod(t * (stroke["radius"] + 5) + stroke["hair"], 512)
    column = np.mod(a * 0.22 + stroke["hair"] * 7, 512).astype(int)
    low = row.astype(int)
    height = bristles[low, column] * (1 - (row - low)) + bristles[(low + 1) % 512, column] * (row - low)
    height = height * 0.4 + (1 - t * t) * 0.25 - 0.12 + 0.25 * np.clip(np.abs(t) * 2 - 1.2, 0, 1)
    y = np.mod(rows[ys].astype(int), side)
    x = np.mod(columns[xs].astype(int), side)
    c = cover[ys, xs]
    was = tile[y, x]
    stronger = c * UNIT >= 55
    put = stronger | (was[:, COVER] < 55)
    y, x, c = y[put], x[put], c[put]
    tile[y, x, DY] = np.round((np.round(stroke["y"] / scale - 0.5) - rows[ys][put]))
    tile[y, x, DX] = np.round((np.round(stroke["x"] / scale - 0.5) - columns[xs][put]))
    tile[y, x, TINT] = np.round(stroke["tint"] * UNIT)
    tile[y, x, RELIEF] = np.round(np.clip(height[put], -1, 1) * UNIT)
    tile[y, x, COVER] = np.round(c * UNIT)
    tile[y, x, LUCK] = np.round(stroke["luck"] * UNIT)
    tile[y, x, RANK] = np.round(stroke["rank"] * UNIT)
