import { readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { PaintStyle } from "../core/attributes.ts";
import { PALETTES } from "../core/palettes.ts";
import type { PaintRequest } from "../core/ports.ts";
import { openPainter } from "../models/paint/painter.ts";
import { offsetsFrom, sharesOf } from "../models/paint/wish.ts";
import { drawStoryboard } from "../pipeline/storyboard/storyboard.ts";

/**
 * What a 960x540 picture costs, and how much of it is ours: `paint()` against the bare `session.run` of the same network
 * with the same feeds, alternating in one run. The number to read is the ratio. Also the storyboard and a draft.
 *
 *   node bench/painter.ts [threads]
 */
const ROUNDS = 15;
const threads = Number(process.argv[2] ?? Math.min(2, availableParallelism()));
const signal = new AbortController().signal;
const folder = new URL("../models/weights/paint/", import.meta.url);

const draw = (seed: number) =>
  drawStoryboard({
    concepts: ["city", "storm"],
    palette: PALETTES.dusk,
    mood: "dark",
    composition: "figure",
    focal: "left",
    seed,
    widthPx: 960,
    heightPx: 540,
  });
const storyboard = await draw(1);
const request: PaintRequest = { storyboard, styles: { oil: 1 }, strength: 1, quality: "full", prompt: "", seed: 1 };

const painter = await openPainter({ folder, threads });
const bare = await InferenceSession.create(await readFile(new URL("painter.onnx", folder)), {
  intraOpNumThreads: threads,
  interOpNumThreads: 1,
});
const data = new Uint8Array(960 * 544 * 3);
data.set(storyboard.data);
const feeds = {
  storyboard: new Tensor("uint8", data, [1, 544, 960, 3]),
  styles: new Tensor("float32", sharesOf(request.styles), [PaintStyle.options.length]),
  strength: new Tensor("float32", Float32Array.of(1), [1]),
  offsets: new Tensor("int64", offsetsFrom(1), [5, 2]),
};

const works = {
  storyboard: () => draw(2),
  paint: () => painter.paint(request, signal),
  "bare run": () => bare.run(feeds),
  draft: () => painter.paint({ ...request, quality: "draft" }, signal),
};
const times = Object.fromEntries(Object.keys(works).map((name) => [name, [] as number[]]));
for (let round = -2; round < ROUNDS; round++) {
  for (const [name, work] of Object.entries(works)) {
    const began = performance.now();
    await work();
    if (round >= 0) times[name]?.push(performance.now() - began);
  }
}
const at = (name: string, share: number): number =>
  [...(times[name] ?? [])].sort((a, b) => a - b)[Math.floor(share * (ROUNDS - 1))] as number;
console.log(`${threads} threads, ${ROUNDS} rounds, 960x540, milliseconds`);
for (const name of Object.keys(works))
  console.log(
    `  ${name.padEnd(11)} least ${at(name, 0).toFixed(0).padStart(5)}, median ${at(name, 0.5).toFixed(0).padStart(5)}`,
  );
const ratio = (share: number) => (at("paint", share) / at("bare run", share)).toFixed(3);
console.log(`paint over bare run: ${ratio(0)} of the least times, ${ratio(0.5)} of the medians`);
console.log(
  `most resident memory: ${Math.round(process.resourceUsage().maxRSS / 1024)} MB, two sessions of the network`,
);
await painter.close();
await bare.release();
