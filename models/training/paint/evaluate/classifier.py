"""
A judge that the generator never meets: names a picture's main concept from its decoded pixels.

    python classifier.py [--minutes 12] [--targets ../data]

Learns from pictures of training conditions alone: the thumbnails that thumbnails.ts drew, and, where they are, the
procedural paintings in the training data, all of them squeezed to 96x96. Colours, tones, textures and sharpness are
shuffled on the way, so that only what is drawn can tell. Writes ../runs/classifier/classifier.onnx (uint8 (N,96,96,3)
in, logits (N,24) out) and classifier.json with the settings of the run. Not shipped. One thread.
"""

import argparse
import json
import math
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

SIDE = 96
BATCH = 48
HOME = Path(__file__).parent.parent / "runs" / "classifier"
# A .scene file: 13 planes at half size, 3 grains, the storyboard, six paintings (see ../generate.py).
HALF_PLANES, GRAINS, PAINTINGS = 13, 3, 6


def block(inside, outside, stride):
    return nn.Sequential(nn.Conv2d(inside, outside, 3, stride, 1, bias=False), nn.BatchNorm2d(outside), nn.SiLU())


class Classifier(nn.Module):
    def __init__(self, concepts: int):
        super().__init__()
        self.body = nn.Sequential(
            block(3, 16, 2), block(16, 32, 2), block(32, 32, 1), block(32, 64, 2), block(64, 64, 1),
            block(64, 128, 2), block(128, 128, 1),
        )
        # Where things stand matters as much as what they are, so the last 6x6 grid is read whole as well as on average.
        self.squeeze = nn.Conv2d(128, 16, 1)
        self.head = nn.Sequential(nn.Dropout(0.3), nn.Linear(128 + 16 * 36, concepts))

    def forward(self, pictures):
        x = self.body(pictures)
        return self.head(torch.cat([x.mean((2, 3)), F.silu(self.squeeze(x)).flatten(1)], 1))


class Judge(nn.Module):
    """Bytes in, as the shipped painter gives them."""

    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, pixels):
        return self.network(pixels.permute(0, 3, 1, 2).float() / 127.5 - 1)


def painted(folder: Path, concepts: list[str]):
    """The storyboard and the six paintings of every finished scene, squeezed."""
    pictures, labels = [], []
    for scene in sorted(folder.glob("*.scene")):
        about = json.loads(scene.with_suffix(".json").read_text())
        width, height = about["widthPx"], about["heightPx"]
        start = HALF_PLANES * width * height // 4 + GRAINS * width * height
        count = (1 + PAINTINGS) * 3 * width * height
        raw = np.fromfile(scene, np.uint8, count=count, offset=start)
        if raw.size != count:
            continue
        whole = torch.from_numpy(raw.reshape(-1, height, width, 3)).permute(0, 3, 1, 2).float()
        small = F.interpolate(whole, (SIDE, SIDE), mode="area").round().to(torch.uint8)
        pictures.append(small.permute(0, 2, 3, 1).numpy())
        labels += [concepts.index(about["concepts"][0])] * len(small)
    return (np.concatenate(pictures), labels) if pictures else (np.zeros((0, SIDE, SIDE, 3), np.uint8), [])


def shuffled(x):
    """(N,3,S,S) in 0..1: mirrored, zoomed, recoloured, softened, roughened."""
    n = len(x)
    scale = 1 - 0.14 * torch.rand(n)
    flip = torch.where(torch.rand(n) < 0.5, -1.0, 1.0)
    shift = (torch.rand(n, 2) * 2 - 1) * (1 - scale)[:, None]
    affine = torch.zeros(n, 2, 3)
    affine[:, 0, 0], affine[:, 1, 1], affine[:, :, 2] = scale * flip, scale, shift
    x = F.grid_sample(x, F.affine_grid(affine, x.shape, align_corners=False), padding_mode="reflection", align_corners=False)
    grey = x.mean(1, keepdim=True)
    mixing = torch.eye(3) + 0.3 * torch.randn(n, 3, 3) * (torch.rand(n, 1, 1) < 0.6)
    x = torch.einsum("nij,njhw->nihw", mixing, x - grey) + grey
    x = grey + (x - grey) * (1.3 * torch.rand(n, 1, 1, 1))
    gamma = torch.exp(0.5 * torch.randn(n, 1, 1, 1))
    x = x.clamp(1e-3, 1) ** gamma
    contrast = 0.5 + torch.rand(n, 1, 1, 1)
    x = (x - 0.5) * contrast + 0.5 + 0.12 * torch.randn(n, 3, 1, 1)
    soft = F.avg_pool2d(F.pad(x, (1, 1, 1, 1), mode="replicate"), 3, 1)
    x = torch.where(torch.rand(n, 1, 1, 1) < 0.4, soft, x)
    coarse = F.interpolate(torch.randn(n, 1, SIDE // 4, SIDE // 4), (SIDE, SIDE), mode="bilinear")
    rough = 0.06 * torch.rand(n, 1, 1, 1) * torch.randn(n, 3, SIDE, SIDE) + 0.08 * torch.rand(n, 1, 1, 1) * coarse
    return (x + rough).clamp(0, 1) * 2 - 1


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=12)
    parser.add_argument("--targets", type=Path, default=Path(__file__).parent.parent / "data")
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(24)
    about = json.loads((HOME / "thumbnails.json").read_text())
    drawn = np.fromfile(HOME / "thumbnails.rgb", np.uint8).reshape(-1, SIDE, SIDE, 3)
    paintings, more = painted(options.targets, about["concepts"])
    pictures = torch.from_numpy(np.concatenate([drawn, paintings])).permute(0, 3, 1, 2).contiguous()
    labels = torch.tensor(about["labels"] + more)
    print(f"{len(drawn)} storyboards and {len(paintings)} pictures of painted scenes", flush=True)

    network = Classifier(len(about["concepts"]))
    average = torch.optim.swa_utils.AveragedModel(network, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.997), use_buffers=True)
    optimiser = torch.optim.AdamW(network.parameters(), 2e-3, weight_decay=0.03)
    begun, step, running = time.time(), 0, 0.0
    while (share := (time.time() - begun) / (60 * options.minutes)) < 1:
        for group in optimiser.param_groups:
            group["lr"] = 2e-3 * min(1, step / 100) * (0.02 + 0.98 * (1 + math.cos(math.pi * share)) / 2)
        chosen = torch.randint(len(labels), (BATCH,))
        logits = network(shuffled(pictures[chosen].float() / 255))
        loss = F.cross_entropy(logits, labels[chosen], label_smoothing=0.05)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        average.update_parameters(network)
        step += 1
        running += float((logits.argmax(1) == labels[chosen]).float().mean())
        if step % 100 == 0:
            print(f"step {step}, {100 * share:.0f} % of the time, right on shuffled training pictures {running / 100:.3f}", flush=True)
            running = 0.0

    judge = Judge(average.module).eval()
    example = torch.zeros(2, SIDE, SIDE, 3, dtype=torch.uint8)
    torch.onnx.export(
        judge, (example,), HOME / "classifier.onnx", opset_version=17, dynamo=False,
        input_names=["pixels"], output_names=["logits"], dynamic_axes={"pixels": {0: "count"}, "logits": {0: "count"}},
    )
    settings = {"concepts": about["concepts"], "storyboards": len(drawn), "paintings": len(paintings), "steps": step, "minutes": options.minutes}
    (HOME / "classifier.json").write_text(json.dumps(settings, indent=2))


if __name__ == "__main__":
    main()
