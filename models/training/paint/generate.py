"""
Paints the training targets: for every storyboard in data/, what the network is fed and the six paintings it should make.

    python generate.py [--part 0 --of 1]

Finished scenes are left alone, so it may be stopped, and run beside storyboards.ts and train.py. About 4 s of one core a scene.
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch

from brush import STYLES
from scene import Scene

DATA = Path(__file__).parent / "data"
# Grain differs by style, but these three have all of it: paper, screen, film.
GRAINS = ("oil", "print", "noir")


def as_bytes(values: torch.Tensor) -> np.ndarray:
    """Signed values of about -1.2..1.2, 128 for zero."""
    return (values * 100 + 128).round().clamp(0, 255).to(torch.uint8).numpy()


def paint(description: Path):
    about = json.loads(description.read_text())
    rgb = np.fromfile(description.with_suffix(".rgb"), np.uint8).reshape(about["heightPx"], about["widthPx"], 3)
    scene = Scene(rgb, about["seed"])
    planes, _, _, levels = scene.fed("oil")
    parts = [as_bytes(planes), *(as_bytes(scene.grain(style)[0]) for style in GRAINS), rgb, *(scene.painted(style) for style in STYLES)]
    whole = description.with_suffix(".scene")
    with whole.with_suffix(".half").open("wb") as file:
        for part in parts:
            file.write(np.ascontiguousarray(part).tobytes())
        file.write(levels.numpy().astype(np.float32).tobytes())
    whole.with_suffix(".half").rename(whole)
    # Written last: whoever trains meanwhile looks for this one.
    under = np.stack([(scene.fed(style)[1].permute(1, 2, 0) * 255 + 0.5).to(torch.uint8).numpy() for style in STYLES])
    under.tofile(whole.with_suffix(".half"))
    whole.with_suffix(".half").rename(whole.with_suffix(".under"))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--part", type=int, default=0)
    parser.add_argument("--of", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(1)
    scenes = [d for d in sorted(DATA.glob("*.json"))[options.part :: options.of] if not d.with_suffix(".under").exists()]
    begun = time.time()
    with torch.no_grad():
        for done, description in enumerate(scenes, 1):
            paint(description)
            print(f"{description.stem}: {done} of {len(scenes)}, {(time.time() - begun) / done:.1f} s each", flush=True)


if __name__ == "__main__":
    main()
