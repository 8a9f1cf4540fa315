import { mix, type Rgb } from "../colour.ts";
import type { Scene } from "../scene.ts";
import type { Point } from "../sketch.ts";
import { drawHaze } from "./sky.ts";

/** A broken line across the frame by midpoint displacement (Fournier, Fussell and Carpenter 1982). */
export function ridgeLine(scene: Scene, y: number, amplitude: number, roughness: number, levels = 7): Point[] {
  const { dice, width } = scene;
  let heights = [dice.between(-1, 1) * amplitude, dice.between(-1, 1) * amplitude];
  let reach = amplitude;
  for (let level = 0; level < levels; level++) {
    const finer: number[] = [];
    heights.forEach((height, index) => {
      const next = heights[index + 1];
      finer.push(height);
      if (next !== undefined) finer.push((height + next) / 2 + dice.between(-1, 1) * reach);
    });
    heights = finer;
    reach *= roughness;
  }
  return heights.map((height, index): Point => [-4 + (index * (width + 8)) / (heights.length - 1), y + height]);
}

/** Fills from a line across the frame down to its foot. */
export function fillBelow(scene: Scene, line: readonly Point[], paint: Rgb | string): void {
  scene.sketch.polygon([...line, [scene.width + 6, scene.height + 6], [-6, scene.height + 6]], paint);
}

export type Range = { y: number; amplitude: number; nearness: number; peakX: number; snowy: boolean };

/** One mountain range with a main peak: every summit has a face in the light and a ragged spine that parts it from the shade. */
export function drawRange(scene: Scene, range: Range): void {
  const { dice, horizon } = scene;
  const spread = scene.width * dice.between(0.2, 0.36);
  const line = ridgeLine(scene, range.y, range.amplitude * 0.34, 0.5).map(([x, y]): Point => {
    const rise = Math.max(0, 1 - Math.abs(x - range.peakX) / spread);
    return [x, y - range.amplitude * rise ** 1.15];
  });
  const body = scene.depth(range.nearness);
  fillBelow(
    scene,
    line,
    scene.sketch.linear([
      [0, mix(body, scene.shadow, 0.14)],
      [0.5, body],
      [1, mix(body, horizon, 0.4 * (1 - range.nearness))],
    ]),
  );
  for (const summit of summitsOf(line)) drawFaces(scene, range, line, summit, body);
  drawHaze(scene, range.y + range.amplitude * 0.3, range.amplitude * 0.4, horizon, 0.34 * (1 - range.nearness));
}

/** Places of a line that are the highest within a few points. */
function summitsOf(line: readonly Point[]): number[] {
  const reach = 5;
  return [...line.keys()].filter((index) => {
    const around = line.slice(Math.max(0, index - reach), index + reach + 1);
    const y = (line[index] as Point)[1];
    return around.every(([, other]) => other >= y);
  });
}

/** The lit face of one summit, its ribs, and its snow. */
function drawFaces(scene: Scene, range: Range, line: readonly Point[], summit: number, body: Rgb): void {
  const { sketch, dice, light } = scene;
  const [x, y] = line[summit] as Point;
  // A swell in the line is no summit: its faces would be slabs.
  if (range.y - y < range.amplitude * 0.12) return;
  const towards = scene.towards(x);
  const drop = Math.max(22, Math.min(range.amplitude, range.y - y + range.amplitude * 0.35)) * dice.between(0.7, 1);
  const slope = lineFrom(line, summit, towards, 14);
  const foot = slope.at(-1) as Point;
  const spine = (lean: number, steps: number, share: number): Point[] =>
    Array.from({ length: steps }, (_, step): Point => {
      const down = ((steps - step) / steps) * share;
      const zigzag = (step % 2 === 0 ? 1 : -1) * drop * 0.045;
      return [x + towards * lean * drop * down ** 0.85 + zigzag, y + drop * down];
    });
  const lit = mix(body, mix(scene.horizon, light, 0.55), 0.5);
  sketch.polygon(
    [...slope, [foot[0] + towards * drop * 0.1, foot[1] + drop * 0.5], ...spine(dice.between(-0.1, 0.22), 7, 1)],
    sketch.linear([
      [0, lit, 0.92],
      [0.5, lit, 0.6],
      [1, lit, 0],
    ]),
  );
  for (const lean of [dice.between(0.3, 0.5), dice.between(-0.5, -0.25)])
    sketch.polygon(
      [
        [x + towards * lean * 8, y + drop * 0.12],
        ...spine(lean, 4, dice.between(0.55, 0.85)),
        [x + towards * lean * drop * 0.5, y + drop * 0.42],
      ],
      mix(body, scene.shadow, 0.6),
      { opacity: 0.3 },
    );
  if (!range.snowy) return;
  const depth = drop * dice.between(0.3, 0.5);
  for (const side of [1, -1] as const) {
    const edge = lineFrom(line, summit, (towards * side) as -1 | 1, 10).filter(([, edgeY]) => edgeY <= y + depth);
    const end = edge.at(-1) as Point;
    const steps = 5;
    const hem = Array.from({ length: steps }, (_, step): Point => {
      const share = (step + 0.5) / steps;
      const ragged = step % 2 === 0 ? 0.35 : 0.85;
      return [
        end[0] + (x + towards * 3 - end[0]) * share,
        y + Math.max(end[1] - y, depth * 0.4) + depth * ragged * dice.between(0.3, 0.8),
      ];
    });
    sketch.polygon(
      [...edge, ...hem, [x + towards * drop * 0.04, y + depth * 0.55]],
      side === 1 ? light : mix(light, body, 0.45),
    );
  }
}

function lineFrom(line: readonly Point[], start: number, direction: -1 | 1, most: number): Point[] {
  const way: Point[] = [line[start] as Point];
  for (let step = 1; step <= most; step++) {
    const next = line[start + direction * step];
    if (next === undefined) break;
    if (step > 5 && next[1] < (way.at(-1) as Point)[1] - 1) break;
    way.push(next);
  }
  return way;
}

/** The dark ledge at the viewer's feet, lower on the calm side. */
export function drawForeground(scene: Scene, y: number, colour: Rgb, roughness = 10): void {
  const lean = scene.calmSide === 0 ? 0 : scene.calmSide * 18;
  const line = ridgeLine(scene, y, roughness, 0.52).map(
    ([x, lineY]): Point => [x, lineY + (lean * (x - scene.focalX)) / scene.width],
  );
  scene.sketch.polygon(
    line.concat([
      [scene.width + 6, scene.height + 6],
      [-6, scene.height + 6],
    ]),
    scene.sketch.linear([
      [0, mix(colour, scene.mid, 0.22)],
      [0.35, colour],
      [1, mix(colour, scene.shadow, 0.7)],
    ]),
  );
  scene.sketch.line(line, scene.rim, { width: 1.6, opacity: scene.night ? 0.18 : 0.3 });
}

/** Rounded sand or snow: a long crest in the light, and a slip face that a curved knife edge parts from it. */
export function drawDunes(scene: Scene, fromY: number, toY: number, count: number, sand: Rgb): void {
  const { sketch, dice, width, light, shadow } = scene;
  for (let index = 0; index < count; index++) {
    const nearness = count === 1 ? 1 : index / (count - 1);
    const base = fromY + (toY - fromY) * nearness;
    const swing = dice.between(12, 26) * (0.5 + nearness);
    const rate = dice.between(0.004, 0.009) * (1.3 - 0.5 * nearness);
    const phase = dice.between(0, 6.3);
    const line: Point[] = [];
    for (let x = -8; x <= width + 8; x += 8) {
      const wave = Math.sin(x * rate + phase);
      // Sharper above than below: sand comes to an edge on its crests and lies in its hollows.
      line.push([
        x,
        base - swing * (1.2 - 2 * Math.abs(wave) ** 1.25) - Math.sin(x * rate * 2.3 + phase * 2) * swing * 0.2,
      ]);
    }
    const body = mix(mix(sand, scene.horizon, 0.45 * (1 - nearness)), shadow, 0.42 * nearness);
    fillBelow(
      scene,
      line,
      sketch.linear([
        [0, mix(body, light, 0.6)],
        [0.25, body],
        [1, mix(body, shadow, 0.5)],
      ]),
    );
    for (const summit of summitsOf(line))
      drawSlipFace(scene, line, summit, (40 + 90 * nearness) * dice.between(0.8, 1.2), body);
  }
}

function drawSlipFace(scene: Scene, line: readonly Point[], summit: number, drop: number, body: Rgb): void {
  const [x, y] = line[summit] as Point;
  const away = -scene.towards(x) as -1 | 1;
  const slope = lineFrom(line, summit, away, 34);
  const end = slope.at(-1) as Point;
  const reach = Math.abs(end[0] - x);
  const knife: Point[] = Array.from({ length: 9 }, (_, step): Point => {
    const down = 1 - step / 9;
    return [x + away * reach * (0.5 * down ** 2 - 0.22 * Math.sin(down * Math.PI)), y + drop * down];
  });
  const shade = mix(body, scene.shadow, 0.55);
  scene.sketch.polygon(
    [...slope, [end[0], end[1] + drop * 0.3], ...knife],
    scene.sketch.linear([
      [0, shade, 0.85],
      [0.5, shade, 0.5],
      [1, shade, 0],
    ]),
  );
}
