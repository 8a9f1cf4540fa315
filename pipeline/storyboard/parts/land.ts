import { mix, type Rgb, WHITE } from "../colour.ts";
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

/** One mountain range with a main peak, lit faces towards the light and shaded gullies away from it. */
export function drawRange(scene: Scene, range: Range): void {
  const { sketch, dice, lightX, horizon, light } = scene;
  const spread = scene.width * dice.between(0.22, 0.34);
  const line = ridgeLine(scene, range.y, range.amplitude * 0.36, 0.54).map(([x, y]): Point => {
    const rise = Math.max(0, 1 - Math.abs(x - range.peakX) / spread);
    return [x, y - range.amplitude * rise ** 1.15];
  });
  const body = scene.depth(range.nearness);
  fillBelow(
    scene,
    line,
    sketch.linear([
      [0, mix(body, scene.shadow, 0.12)],
      [0.5, body],
      [1, mix(body, horizon, 0.4 * (1 - range.nearness))],
    ]),
  );
  const lit = range.snowy ? mix(light, WHITE, 0.45) : mix(body, mix(horizon, light, 0.5), 0.55);
  for (let index = 6; index < line.length - 6; index += dice.whole(4, 8)) {
    const [x, y] = line[index] ?? [0, 0];
    const before = line[index - 5]?.[1] ?? y;
    const after = line[index + 5]?.[1] ?? y;
    if (y > before && y > after) continue;
    const towards = lightX > x ? 1 : -1;
    const drop = range.amplitude * dice.between(0.25, 0.75);
    const foot = x + towards * drop * dice.between(0.25, 0.6);
    const face: Point[] = [
      [x, y + 1],
      [x + towards * drop * 0.12, y + drop * 0.35],
      [foot, y + drop],
      [x + towards * drop * 0.05, y + drop * 0.62],
      [x - towards * drop * 0.1, y + drop * 0.4],
    ];
    sketch.polygon(
      face,
      sketch.linear([
        [0, lit, range.snowy ? 0.95 : 0.75],
        [1, lit, 0.05],
      ]),
    );
    const gully: Point[] = [
      [x, y + 1],
      [x - towards * drop * 0.3, y + drop * 0.55],
      [x - towards * drop * 0.12, y + drop * 0.8],
      [x - towards * drop * 0.02, y + drop * 0.4],
    ];
    sketch.polygon(gully, scene.shadow, { opacity: 0.22 });
  }
  drawHaze(scene, range.y + range.amplitude * 0.3, range.amplitude * 0.4, horizon, 0.3 * (1 - range.nearness));
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

/** Rounded sand or snow, with a lit windward side. */
export function drawDunes(scene: Scene, fromY: number, toY: number, count: number, sand: Rgb): void {
  const { sketch, dice, width, light, shadow } = scene;
  for (let index = 0; index < count; index++) {
    const nearness = count === 1 ? 1 : index / (count - 1);
    const base = fromY + (toY - fromY) * nearness;
    const phase = dice.between(0, 6.3);
    const swing = dice.between(10, 22) * (0.6 + nearness);
    const rate = dice.between(0.004, 0.008);
    const line: Point[] = [];
    for (let x = -8; x <= width + 8; x += 10) {
      line.push([x, base + Math.sin(x * rate + phase) * swing + Math.sin(x * rate * 2.7 + phase * 2) * swing * 0.3]);
    }
    const body = mix(mix(sand, scene.horizon, 0.4 * (1 - nearness)), shadow, 0.5 * nearness);
    fillBelow(
      scene,
      line,
      sketch.linear([
        [0, mix(body, light, 0.45)],
        [0.3, body],
        [1, mix(body, shadow, 0.5)],
      ]),
    );
    const start = Math.floor(line.length * dice.between(0.1, 0.6));
    const crest = line.slice(start, start + Math.floor(line.length * 0.28));
    const last = crest.at(-1);
    const first = crest[0];
    if (first === undefined || last === undefined) continue;
    const shade: Point[] = [...crest, [last[0] + 30, last[1] + 90], [first[0] + dice.between(60, 140), first[1] + 130]];
    sketch.polygon(
      shade,
      sketch.linear([
        [0, mix(body, shadow, 0.65), 0.8],
        [1, body, 0],
      ]),
    );
  }
}
