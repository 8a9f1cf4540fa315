"""Writes the averaged painter, with its brush, as ONNX (opset 17, any height and width divisible by 8).

    python export.py runs/painter/checkpoint.pt ../../weights/paint/painter.onnx
"""

import sys
from pathlib import Path

import torch

from brush import STYLES
from network import Painter, Shipped
from scene import offsets_from


def main(source: str, target: str):
    painter = Painter()
    if source != "-":
        painter.load_state_dict(torch.load(source)["average"])
    shipped = Shipped(painter).eval()
    example = (torch.randint(0, 256, (1, 544, 960, 3)).to(torch.uint8), torch.eye(len(STYLES))[0], torch.ones(1), offsets_from(1))
    axes = {"storyboard": {1: "height", 2: "width"}, "painting": {1: "height", 2: "width"}}
    Path(target).parent.mkdir(parents=True, exist_ok=True)
    names = ["storyboard", "styles", "strength", "offsets"]
    torch.onnx.export(shipped, example, target, opset_version=17, input_names=names, output_names=["painting", "sum"], dynamic_axes=axes, dynamo=False)
    print(target, Path(target).stat().st_size, "bytes", sum(p.numel() for p in painter.parameters()), "parameters")


if __name__ == "__main__":
    main(*sys.argv[1:3])
