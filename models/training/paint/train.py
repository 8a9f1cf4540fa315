"""
Trains the painter. The schedule follows the wall clock, so that a slow machine still finishes its annealing;
a checkpoint remembers the minutes already spent, and the same command resumes from it.

    python train.py --minutes 90 [--threads 1] [--device cuda]
"""

import argparse
import csv
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

from brush import STYLES
from crops import Pairs, batch, cut, one_style, random_batch
from network import Painter

HERE = Path(__file__).parent


def steps_of(picture):
    return picture[..., 1:] - picture[..., :-1], picture[..., 1:, :] - picture[..., :-1, :]


def energy_gap(painted, target):
    """Local energy of oriented differences at three scales: strokes of the right strength where L1 would soften them."""

    def energy(p):
        d = torch.cat([(p[..., 1:] - p[..., :-1])[..., :-1, :], (p[..., 1:, :] - p[..., :-1, :])[..., :-1], p[..., 1:, 1:] - p[..., :-1, :-1], p[..., 1:, :-1] - p[..., :-1, 1:]], 1)
        return F.avg_pool2d(d.abs(), pool, pool // 2)

    gap = 0.0
    for level in range(3):
        pool = max(4, 8 >> level)
        gap = gap + (energy(painted) - energy(target)).abs().mean()
        painted, target = F.avg_pool2d(painted, 2), F.avg_pool2d(target, 2)
    return gap


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=90)
    parser.add_argument("--data", type=Path, default=HERE / "data")
    parser.add_argument("--run", type=Path, default=HERE / "runs" / "painter")
    parser.add_argument("--crop", type=int, default=192)
    parser.add_argument("--batch", type=int, default=4)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--energy", type=float, default=0.5, help="weight of the local energy; 1 in the last quarter of an hour keeps strokes crisp")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    options = parser.parse_args()
    options.run.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    device = torch.device(options.device)

    pairs = Pairs(options.data)
    painter = Painter().to(device, memory_format=torch.channels_last)
    average = Painter().to(device)
    average.load_state_dict(painter.state_dict())
    optimiser = torch.optim.AdamW(painter.parameters(), options.rate, betas=(0.9, 0.98), weight_decay=1e-4)
    step, spent = 0, 0.0
    checkpoint = options.run / "checkpoint.pt"
    if checkpoint.exists():
        state = torch.load(checkpoint, map_location=device)
        painter.load_state_dict(state["painter"])
        average.load_state_dict(state["average"])
        optimiser.load_state_dict(state["optimiser"])
        step, spent = state["step"], state["spent"]
    random = np.random.RandomState(step)
    parameters = sum(p.numel() for p in painter.parameters())
    print(f"{parameters} parameters, {len(pairs.train)} scenes, {len(pairs.held)} held out, step {step}, {device}", flush=True)

    log = (options.run / "metrics.csv").open("a", newline="")
    table = csv.writer(log)
    if step == 0:
        table.writerow(["minutes", "step", "scenes", "l1", "low", "gradient", "energy", "gradient_ratio", "crops_per_second"])
    begun, sums, since = time.time(), [], time.time()
    next_save, next_scan = spent + 3, 0.0

    def save():
        state = {"painter": painter.state_dict(), "average": average.state_dict(), "optimiser": optimiser.state_dict(), "step": step, "spent": minutes}
        torch.save(state, checkpoint.with_suffix(".part"))
        checkpoint.with_suffix(".part").rename(checkpoint)

    def show():
        """Held-out pictures in all styles, painted by the averaged weights, target below."""
        errors = np.zeros(len(STYLES))
        held = [p for p in pairs.held if p.width > p.height][:3]
        for number, pair in enumerate(held):
            columns = []
            for style in range(len(STYLES)):
                x, y, *rest = (t.to(device) for t in batch([cut(pair, one_style(style), 320, 96, 416, 416)]))
                with torch.no_grad():
                    painted = average(x, *rest).clamp(-1, 1)
                errors[style] += (painted - y).abs().mean().item() / 2 / len(held)
                columns.append(torch.cat([painted, y], 2).cpu())
            picture = (torch.cat(columns, 3)[0].permute(1, 2, 0) + 1) * 127.5
            Image.fromarray(picture.round().byte().numpy()).save(options.run / f"shown_{number}.png")
        line = " ".join(f"{style} {error:.4f}" for style, error in zip(STYLES, errors))
        print(f"held out l1 {errors.mean():.4f} ({line}) at {minutes:.1f} min", flush=True)
        with (options.run / "held.csv").open("a") as file:
            file.write(f"{minutes:.1f},{step},{','.join(f'{error:.4f}' for error in errors)}\n")

    while True:
        minutes = spent + (time.time() - begun) / 60
        share = minutes / options.minutes
        if share >= 1:
            break
        if minutes > next_scan:
            pairs.refresh()
            next_scan = minutes + 1
        rate = float(options.rate * min(1, (step + 1) / 80) * (1 if share < 0.4 else max(0.02, 0.5 + 0.5 * np.cos(np.pi * (share - 0.4) / 0.6))))
        for group in optimiser.param_groups:
            group["lr"] = rate

        x, y, planes, under, grain, condition = (t.to(device) for t in random_batch(pairs.train, random, options.batch, options.crop))
        painted = painter(x, planes, under, grain, condition)
        l1 = (painted - y).abs().mean()
        low = (F.avg_pool2d(painted, 8) - F.avg_pool2d(y, 8)).abs().mean()
        gradient = sum((p - t).abs().mean() for p, t in zip(steps_of(painted), steps_of(y)))
        energy = energy_gap(painted, y)
        loss = l1 + 0.5 * low + 0.6 * gradient + options.energy * energy
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(painter.parameters(), 1.0)
        optimiser.step()

        with torch.no_grad():
            keep = min(0.998, (1 + step) / (10 + step))
            for a, p in zip(average.parameters(), painter.parameters()):
                a.lerp_(p, 1 - keep)
            ratio = sum(g.abs().mean() for g in steps_of(painted)) / sum(g.abs().mean() for g in steps_of(y))
        sums.append([l1.item() / 2, low.item() / 2, gradient.item() / 2, energy.item(), ratio.item()])
        step += 1
        if step % 50 == 0:
            row = [f"{minutes:.2f}", step, len(pairs.train), *(f"{v:.4f}" for v in np.mean(sums, 0)), f"{50 * options.batch / (time.time() - since):.1f}"]
            table.writerow(row)
            log.flush()
            print(" ".join(map(str, row)), flush=True)
            sums, since = [], time.time()
        if minutes > next_save:
            save()
            show()
            next_save = minutes + 3
            since = time.time()
    save()
    show()
    print("done", step, flush=True)


if __name__ == "__main__":
    main()
