import type { Pixels } from "../../core/picture.ts";
import { fitColours, unlikeliness } from "./colours.ts";
import { minCut, STEPS } from "./min-cut.ts";
import { type Hints, OUTSIDE, priorOf, SUBJECT, settledOf } from "./seeds.ts";

// Boykov and Jolly's weight of an edge against the colours; the paper's own figure.
const GAMMA = 50;
const ROUNDS = 3;
// Capacities are whole numbers: hundredths of a nat.
const SCALE = 100;
const SURE = 1_000_000;

/**
 * Parts a small picture into subject and surroundings: GrabCut (Rother, Kolmogorov and Blake, SIGGRAPH 2004), started
 * from what a person said of the subject's place instead of a box around it. Colour models and the cheapest cut take
 * turns; what hangs on no hint is dropped, and holes are filled.
 *
 * @param picture a few hundred pixels wide; the time grows with more than its pixels
 * @returns 1 where the subject is, 0 elsewhere, one a pixel
 */
export function segment(picture: Pixels, hints: Hints): Uint8Array {
  const { data, widthPx, heightPx } = picture;
  const prior = priorOf(picture, hints);
  const settled = settledOf(picture, hints);
  const pipes = pipesOf(picture);
  // First what is sure alone, or the sky around a head would be learnt as the head's own.
  let inside = indicesWhere(settled, (value) => value === SUBJECT);
  let outside = unlike(
    data,
    inside,
    indicesWhere(prior, (value, pixel) => value < 0.5 && settled[pixel] !== SUBJECT),
  );
  let side: Uint8Array = new Uint8Array(widthPx * heightPx);
  for (let round = 0; round < ROUNDS; round++) {
    const [subject, rest] = [fitColours(data, inside), fitColours(data, outside)];
    const terminal = new Int32Array(widthPx * heightPx);
    for (let pixel = 0; pixel < terminal.length; pixel++) {
      const [red = 0, green = 0, blue = 0] = data.subarray(3 * pixel, 3 * pixel + 3);
      const odds = unlikeliness(rest, red, green, blue) - unlikeliness(subject, red, green, blue);
      const told = Math.max(-12, Math.min(12, odds)) + (prior[pixel] ?? 0);
      terminal[pixel] =
        settled[pixel] === SUBJECT ? SURE : settled[pixel] === OUTSIDE ? -SURE : Math.round(SCALE * told);
    }
    const cut = minCut({ width: widthPx, height: heightPx, terminal, pipes });
    const same = cut.every((value, pixel) => value === side[pixel]);
    side = cut;
    if (same) break;
    inside = indicesWhere(side, (value) => value === 1);
    outside = indicesWhere(side, (value) => value === 0);
  }
  return filled(hanging(side, settled, widthPx, heightPx), widthPx, heightPx);
}

// In nats above what is sure: a colour that the subject may well have elsewhere, such as a sleeve's.
const ALIKE = 6;
// Fewer pixels than this share tell nothing of the surroundings.
const FEW = 0.1;

/** The pixels whose colours are not those of what is sure: the subject reaches farther than anybody said. */
function unlike(data: Uint8Array, sure: readonly number[], pixels: readonly number[]): number[] {
  const model = fitColours(data, sure);
  const strangeness = (pixel: number) =>
    unlikeliness(model, data[3 * pixel] ?? 0, data[3 * pixel + 1] ?? 0, data[3 * pixel + 2] ?? 0);
  const most = ALIKE + Math.max(...sure.map(strangeness));
  const others = pixels.filter((pixel) => strangeness(pixel) > most);
  return others.length > FEW * pixels.length ? others : [...pixels];
}

function indicesWhere(values: ArrayLike<number>, is: (value: number, pixel: number) => boolean): number[] {
  const indices: number[] = [];
  for (let pixel = 0; pixel < values.length; pixel++) if (is(values[pixel] as number, pixel)) indices.push(pixel);
  return indices;
}

/** Cheap where colours step, dear where they do not: gamma exp(-beta |difference|^2) / distance. */
function pipesOf({ data, widthPx, heightPx }: Pixels): Int32Array[] {
  const squared = (one: number, other: number): number => {
    let sum = 0;
    for (let c = 0; c < 3; c++) sum += ((data[3 * one + c] ?? 0) - (data[3 * other + c] ?? 0)) ** 2;
    return sum;
  };
  let total = 0;
  let count = 0;
  const each = (visit: (pixel: number, d: number, next: number, far: number) => void) =>
    STEPS.forEach(([dx, dy], d) => {
      for (let y = Math.max(0, -dy); y < Math.min(heightPx, heightPx - dy); y++)
        for (let x = Math.max(0, -dx); x < Math.min(widthPx, widthPx - dx); x++)
          visit(y * widthPx + x, d, (y + dy) * widthPx + x + dx, Math.hypot(dx, dy));
    });
  each((pixel, _d, next) => {
    total += squared(pixel, next);
    count++;
  });
  const beta = total > 0 ? count / (2 * total) : 0;
  const pipes = STEPS.map(() => new Int32Array(widthPx * heightPx));
  each((pixel, d, next, far) => {
    (pipes[d] as Int32Array)[pixel] = Math.round((SCALE * GAMMA * Math.exp(-beta * squared(pixel, next))) / far / 4);
  });
  return pipes;
}

/** The parts of the subject that hold something that is settled to be it. */
function hanging(side: Uint8Array, settled: Uint8Array, width: number, height: number): Uint8Array {
  const starts = indicesWhere(side, (value, pixel) => value === 1 && settled[pixel] === SUBJECT);
  return flood(starts, (pixel) => side[pixel] === 1, width, height);
}

/** The subject with everything that the frame's edge cannot reach. */
function filled(side: Uint8Array, width: number, height: number): Uint8Array {
  const edge = indicesWhere(side, (value, pixel) => {
    const x = pixel % width;
    return value === 0 && (x === 0 || x === width - 1 || pixel < width || pixel >= width * (height - 1));
  });
  return flood(edge, (pixel) => side[pixel] === 0, width, height).map((reached) => 1 - reached);
}

function flood(starts: readonly number[], may: (pixel: number) => boolean, width: number, height: number): Uint8Array {
  const reached = new Uint8Array(width * height);
  const stack = starts.filter(may);
  for (const pixel of stack) reached[pixel] = 1;
  while (stack.length > 0) {
    const pixel = stack.pop() as number;
    const x = pixel % width;
    for (const next of [x > 0 ? pixel - 1 : -1, x < width - 1 ? pixel + 1 : -1, pixel - width, pixel + width])
      if (next >= 0 && next < reached.length && reached[next] === 0 && may(next)) {
        reached[next] = 1;
        stack.push(next);
      }
  }
  return reached;
}
