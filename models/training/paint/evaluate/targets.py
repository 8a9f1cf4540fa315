"""
Paints the procedural targets of the storyboards in a folder, for the evaluation and the contact sheets.

    python targets.py ../runs/contact

Reads <name>.json (widthPx, heightPx, seed) with <name>.rgb beside it, writes <name>-<style>.rgb of the same size. What is
there already is left alone.
"""

import json
import sys
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).parent.parent))
from brush import STYLES  # noqa: E402
from scene import Scene  # noqa: E402

STEP = 8


def main():
    torch.set_num_threads(1)
    for description in sorted(Path(sys.argv[1]).glob("*.json")):
        picture = description.with_suffix(".rgb")
        if not picture.exists():
            continue
        about = json.loads(description.read_text())
        width, height = about["widthPx"], about["heightPx"]
        rgb = np.fromfile(picture, np.uint8).reshape(height, width, 3)
        padded = np.pad(rgb, ((0, -height % STEP), (0, -width % STEP), (0, 0)), mode="edge")
        missing = [s for s in STYLES if not description.with_name(f"{description.stem}-{s}.rgb").exists()]
        with torch.no_grad():
            scene = Scene(padded, about["seed"])
            for style in missing:
                painted = np.ascontiguousarray(scene.painted(style)[:height, :width])
                description.with_name(f"{description.stem}-{style}.rgb").write_bytes(painted.tobytes())
        print(description.stem, *missing, flush=True)


if __name__ == "__main__":
    main()
