"""Seamless squares of noise: the painter's clouds of pigment, paper, film and a halftone screen. Fixed seeds; they ship inside the network."""

import numpy as np

SIZE = 512


def value_noise(seed: int, cells: int, octaves: int, gain: float) -> np.ndarray:
    """Value noise summed over octaves, (SIZE, SIZE), mean 0 and deviation 1. `cells`: lattice cells a side in the first octave."""
    random = np.random.RandomState(seed)
    total, amplitude = np.zeros((SIZE, SIZE)), 1.0
    for octave in range(octaves):
        count = cells << octave
        if count > SIZE:
            break
        lattice = random.rand(count, count)
        place = np.arange(SIZE) * count / SIZE
        low = place.astype(int)
        fade = (place - low) ** 2 * (3 - 2 * (place - low))
        high = (low + 1) % count
        rows = lattice[low] + (lattice[high] - lattice[low]) * fade[:, None]
        total += amplitude * (rows[:, low] + (rows[:, high] - rows[:, low]) * fade)
        amplitude *= gain
    return (total - total.mean()) / total.std()


def clouds() -> np.ndarray:
    return value_noise(11, 4, 7, 0.55)


def paper() -> np.ndarray:
    return value_noise(23, 128, 3, 0.75)


def film() -> np.ndarray:
    noise = np.random.RandomState(47).randn(SIZE, SIZE)
    soft = noise + 0.6 * (np.roll(noise, 1, 0) + np.roll(noise, 1, 1) + np.roll(noise, -1, 0) + np.roll(noise, -1, 1))
    return soft / soft.std()


def screen() -> np.ndarray:
    """A halftone screen at 45 degrees, dots 5.7 pixels apart: about -1..1, highest in the middle of a dot."""
    y, x = np.mgrid[:SIZE, :SIZE]
    return np.cos(2 * np.pi * (x + y) / 8) * 0.5 + np.cos(2 * np.pi * (x - y) / 8) * 0.5
