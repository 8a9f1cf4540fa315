"""Writes the averaged painter as ONNX (opset 17, any height and width divisible by 8).

    python export.py runs/painter/checkpoint.pt ../../weights/paint/painter.onnx
"""

import sys
from pathlib import Path

import torch

from network import CONDITIONS, HALF_PLANES, Painter


class Shipped(torch.nn.Module):
    """Pictures in 0..255, as the product holds them."""

    def __init__(self, painter):
        super().__init__()
        self.painter = painter

    def forward(self, rgb, half, grain, condition):
        painted = self.painter(rgb / 127.5 - 1, half, grain, condition)
        return (painted.clamp(-1, 1) + 1) * 127.5


def main(source: str, target: str):
    painter = Painter()
    if source != "-":
        painter.load_state_dict(torch.load(source)["average"])
    shipped = Shipped(painter).eval()
    height, width = 544, 960
    example = (torch.rand(1, 3, height, width) * 255, torch.zeros(1, HALF_PLANES, height // 2, width // 2), torch.zeros(1, 1, height, width), torch.zeros(1, CONDITIONS))
    names = ["rgb", "half", "grain", "condition"]
    axes = {"rgb": {2: "height", 3: "width"}, "half": {2: "half_height", 3: "half_width"}, "grain": {2: "height", 3: "width"}, "painted": {2: "height", 3: "width"}}
    Path(target).parent.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(shipped, example, target, opset_version=17, input_names=names, output_names=["painted"], dynamic_axes=axes, dynamo=False)
    print(target, Path(target).stat().st_size, "bytes", sum(p.numel() for p in painter.parameters()), "parameters")


if __name__ == "__main__":
    main(*sys.argv[1:3])
