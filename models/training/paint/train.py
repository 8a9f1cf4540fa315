"""
Trains the painter. The schedule follows the wall clock, so that a slow machine still finishes its annealing;
a checkpoint remembers the minutes already spent, and the same command resumes from it.

    python train.py --minutes 80
"""

import argparse
import csv
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

from network import STYLES, Critics, Painter
from scenes import Scenes, batch, cut, random_batch

HERE = Path(__file__).parent


def steps_of(picture):
    return picture[..., 1:] - picture[..., :-1], picture[..., 1:, :] - picture[..., :-1, :]


def energy_gap(painted, target):
    """Local energy of oriented differences at four scales: strokes of the right strength, wherever they lie."""

    def energy(p):
        d = torch.cat([(p[..., 1:] - p[..., :-1])[..., :-1, :], (p[..., 1:, :] - p[..., :-1, :])[..., :-1], p[..., 1:, 1:] - p[..., :-1, :-1], p[..., 1:, :-1] - p[..., :-1, 1:]], 1)
        return F.avg_pool2d(d.abs(), pool, stride), (d * d).mean((2, 3)).add(1e-6).sqrt()

    gap = 0.0
    for level in range(4):
        pool, stride = max(4, 16 >> level), max(2, 8 >> level)
        (local_p, whole_p), (local_t, whole_t) = energy(painted), energy(target)
        gap = gap + (local_p - local_t).abs().mean() + 0.5 * (whole_p - whole_t).abs().mean()
        painted, target = F.avg_pool2d(painted, 2), F.avg_pool2d(target, 2)
    return gap


def keep_small(x, y):
    """
    The target, with the source's small bright and thin dark marks (windows, stars, rims, masts) put back.

    A stroke cannot be predicted that far: for a mark of its own size L1 would settle on a hollow ring. Found by
    morphological top-hats with an 11-pixel square.
    """

    def opened(v):
        shrunk = -F.max_pool2d(-v, 11, 1, 5)
        return F.max_pool2d(shrunk, 11, 1, 5)

    luma = (x * x.new_tensor([0.3, 0.59, 0.11]).view(1, 3, 1, 1)).sum(1, keepdim=True)
    bright = ((luma - opened(luma) - 0.12) / 0.25).clamp(0, 1) * 0.8
    dark = ((-luma - opened(-luma) - 0.25) / 0.35).clamp(0, 1) * 0.6
    share = F.avg_pool2d(torch.maximum(bright, dark), 3, 1, 1)
    return y + (x - y) * share


def moments(features):
    return [(f.float().mean((2, 3)), f.float().std((2, 3))) for f in features]


def feature_gap(painted, target):
    return sum((pm - tm).abs().mean() + (ps - ts).abs().mean() for (pm, ps), (tm, ts) in zip(moments(painted), moments(target)))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=80)
    parser.add_argument("--data", type=Path, default=HERE / "data")
    parser.add_argument("--run", type=Path, default=HERE / "runs" / "painter")
    parser.add_argument("--crop", type=int, default=192)
    parser.add_argument("--batch", type=int, default=4)
    parser.add_argument("--adversary", type=float, default=0.1, help="final weight of the critics' verdict; 0 polishes without them")
    options = parser.parse_args()
    options.run.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    torch.manual_seed(0)
    random = np.random.RandomState(int(time.time()) % 65536)

    scenes = Scenes(options.data)
    painter = Painter().to(memory_format=torch.channels_last)
    critics = Critics().to(memory_format=torch.channels_last)
    average = Painter()
    painter_step = torch.optim.AdamW(painter.parameters(), 1e-3, betas=(0.5, 0.99), weight_decay=1e-4)
    critics_step = torch.optim.AdamW(critics.parameters(), 1e-3, betas=(0.0, 0.9), weight_decay=1e-4)
    average.load_state_dict(painter.state_dict())
    step, spent = 0, 0.0
    checkpoint = options.run / "checkpoint.pt"
    if checkpoint.exists():
        state = torch.load(checkpoint)
        painter.load_state_dict(state["painter"])
        critics.load_state_dict(state["critics"])
        average.load_state_dict(state["average"])
        painter_step.load_state_dict(state["painter_step"])
        critics_step.load_state_dict(state["critics_step"])
        step, spent = state["step"], state["spent"]
    count = lambda model: sum(p.numel() for p in model.parameters())
    print(f"painter {count(painter)} critics {count(critics)} parameters, {len(scenes.train)} scenes, {len(scenes.held)} held out, step {step}", flush=True)

    log = (options.run / "metrics.csv").open("a", newline="")
    table = csv.writer(log)
    if step == 0:
        table.writerow(["minutes", "step", "scenes", "l1", "low", "gradient", "energy", "critic", "gradient_ratio", "crops_per_second"])
    autocast = lambda: torch.autocast("cpu", torch.bfloat16)
    begun, sums, since = time.time(), [], time.time()
    next_save, next_scan = spent + 3, 0.0

    def save():
        state = {"painter": painter.state_dict(), "critics": critics.state_dict(), "average": average.state_dict(), "painter_step": painter_step.state_dict(), "critics_step": critics_step.state_dict(), "step": step, "spent": minutes}
        torch.save(state, checkpoint.with_suffix(".part"))
        checkpoint.with_suffix(".part").rename(checkpoint)

    def show():
        """Held-out pictures in the three styles, painted by the averaged weights, target below."""
        held = [s for s in scenes.held if s.width > s.height][:2]
        errors = []
        for number, scene in enumerate(held):
            columns = []
            for style in range(len(STYLES)):
                x, y, half, grain, condition = batch([cut(scene, style, 240, 96, 480, 416)])
                with torch.no_grad(), autocast():
                    painted = average(x, half, grain, condition).float().clamp(-1, 1)
                errors.append((painted - y).abs().mean().item() / 2)
                columns.append(torch.cat([painted, y], 2))
            picture = (torch.cat(columns, 3)[0].permute(1, 2, 0) + 1) * 127.5
            Image.fromarray(picture.round().byte().numpy()).save(options.run / f"shown_{number}.png")
        print(f"held out l1 {np.mean(errors):.4f} at {minutes:.1f} min", flush=True)

    while True:
        minutes = spent + (time.time() - begun) / 60
        share = minutes / options.minutes
        if share >= 1:
            break
        if minutes > next_scan:
            scenes.refresh()
            next_scan = minutes + 1
        rate = min(1, (step + 1) / 60) * (1 if share < 0.55 else max(0.04, (1 - share) / 0.45))
        adversarial = share > 0.25 and options.adversary > 0
        for group in painter_step.param_groups:
            group["lr"] = (5e-4 if share > 0.25 else 1e-3) * rate
        for group in critics_step.param_groups:
            group["lr"] = 1.2e-3 * rate

        x, y, half, grain, condition = random_batch(scenes.train, random, options.batch, options.crop)
        y = keep_small(x, y)
        style = condition[:, : len(STYLES)]
        with autocast():
            painted = painter(x, half, grain, condition)
        painted = painted.float()
        l1 = (painted - y).abs().mean()
        low = (F.avg_pool2d(painted, 8) - F.avg_pool2d(y, 8)).abs().mean()
        gradient = sum((p - t).abs().mean() for p, t in zip(steps_of(painted), steps_of(y)))
        # The dear terms come in every third step only.
        full = step % 3 == 0
        energy = energy_gap(painted, y) if full else torch.zeros(())
        loss = l1 + low + 0.7 * gradient + 1.0 * energy
        verdict = torch.zeros(())
        if adversarial and full:
            weight = options.adversary * min(1, (share - 0.25) / 0.1)
            for p in critics.parameters():
                p.requires_grad_(False)
            with autocast():
                scores, fake = critics(painted, x, half, grain, style)
                with torch.no_grad():
                    _, real = critics(y, x, half, grain, style)
            loss = loss + 1.0 * feature_gap(fake, real) - weight * sum(s.float().mean() for s in scores)
            for p in critics.parameters():
                p.requires_grad_(True)
        painter_step.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(painter.parameters(), 1.0)
        painter_step.step()

        if adversarial and full:
            both = torch.cat([y, painted.detach()])
            double = lambda t: torch.cat([t, t])
            with autocast():
                scores, _ = critics(both, double(x), double(half), double(grain), double(style))
            verdict = 0.0
            for score in scores:
                real, fake = score.float().chunk(2)
                verdict = verdict + F.relu(1 - real).mean() + F.relu(1 + fake).mean()
            penalty = 0.0
            if step % 48 == 0:  # R1 (Mescheder et al. 2018), lazily, on a corner of the batch
                corner = y[:2, :, :96, :96].detach().requires_grad_(True)
                scores, _ = critics(corner, x[:2, :, :96, :96], half[:2, :, :48, :48], grain[:2, :, :96, :96], style[:2])
                (slope,) = torch.autograd.grad(sum(s.mean((1, 2, 3)).sum() for s in scores), corner, create_graph=True)
                penalty = 16 * 0.5 * slope.pow(2).sum((1, 2, 3)).mean()
            critics_step.zero_grad(set_to_none=True)
            (verdict + penalty).backward()
            critics_step.step()

        with torch.no_grad():
            keep = min(0.998, (1 + step) / (10 + step))
            for a, p in zip(average.parameters(), painter.parameters()):
                a.lerp_(p, 1 - keep)
            ratio = sum(g.abs().mean() for g in steps_of(painted)) / sum(g.abs().mean() for g in steps_of(y))
        sums.append([l1.item() / 2, low.item() / 2, gradient.item() / 2, energy.item() * 3, float(verdict) * 3, ratio.item()])
        step += 1
        if step % 50 == 0:
            mean = np.nan_to_num(np.array(sums)).mean(0)
            row = [f"{minutes:.2f}", step, len(scenes.train), *(f"{v:.4f}" for v in mean), f"{50 * options.batch / (time.time() - since):.1f}"]
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
