import { mix, type Rgb } from "../colour.ts";
import type { Scene } from "../scene.ts";
import type { Point } from "../sketch.ts";
import { fillBelow } from "./land.ts";

export type Cliff = { side: -1 | 1; topY: number; footY: number; reach: number; colour: Rgb };

/** A rock wall that comes in from one edge of the frame: ledges in profile, upright facets, a lit rim. */
export function drawCliff(scene: Scene, { side, topY, footY, reach, colour }: Cliff): void {
  const { sketch, dice, width } = scene;
  const edge = side < 0 ? -10 : width + 10;
  const inward = -side;
  const steps = 9;
  const profile: Point[] = [];
  for (let step = 0; step <= steps; step++) {
    const down = step / steps;
    const out = reach * (0.62 + 0.38 * down) * dice.between(0.9, 1.06) + (step % 2) * reach * 0.05;
    profile.push([edge + inward * out, topY + (footY - topY) * down]);
    profile.push([edge + inward * (out + reach * dice.between(-0.02, 0.06)), topY + (footY - topY) * (down + 0.06)]);
  }
  const lit = mix(colour, scene.light, 0.3);
  sketch.polygon(
    [[edge, topY - dice.between(10, 40)], ...profile, [edge, footY + 10]],
    sketch.linear(
      [
        [0, side < 0 ? mix(colour, scene.shadow, 0.4) : lit],
        [1, side < 0 ? lit : mix(colour, scene.shadow, 0.4)],
      ],
      [0, 0],
      [1, 0.25],
    ),
  );
  for (let facet = 0; facet < 14; facet++) {
    const x = edge + inward * reach * dice.between(0.05, 0.8);
    const y = topY + (footY - topY) * dice.between(0, 0.6);
    const tall = (footY - topY) * dice.between(0.12, 0.4);
    const wide = reach * dice.between(0.03, 0.09) * scene.towards(x);
    const bright = facet % 2 === 0;
    sketch.polygon(
      [
        [x, y],
        [x + wide, y + tall * 0.3],
        [x + wide * 0.5, y + tall],
        [x - wide * 0.3, y + tall * 0.5],
      ],
      sketch.linear([
        [0, bright ? mix(colour, scene.light, 0.45) : mix(colour, scene.shadow, 0.6), 0.55],
        [1, colour, 0],
      ]),
    );
  }
  sketch.line([[edge, topY - 8], ...profile.slice(0, 4)], scene.rim, { width: 2, opacity: 0.45 });
}

/** A flat-topped hill in bands of stone, its shaded side away from the light. */
export function drawMesa(scene: Scene, x: number, footY: number, wide: number, tall: number, stone: Rgb): void {
  const { sketch, dice } = scene;
  const left: Point[] = [];
  const right: Point[] = [];
  const bands = 6;
  for (let band = 0; band <= bands; band++) {
    const down = band / bands;
    const half = wide * (0.72 + 0.06 * (band % 2) + (down > 0.55 ? (down - 0.55) * 1.7 : 0));
    left.push([x - half * dice.between(0.96, 1.04), footY - tall * (1 - down)]);
    right.push([x + half * dice.between(0.96, 1.04), footY - tall * (1 - down)]);
  }
  sketch.polygon(
    [...left, ...right.toReversed()],
    sketch.linear([
      [0, mix(stone, scene.light, 0.25)],
      [0.6, stone],
      [1, mix(stone, scene.horizon, 0.5)],
    ]),
  );
  const away = -scene.towards(x);
  const far = away < 0 ? left : right;
  const parting = far.map(([, y], band): Point => [x + away * wide * (0.1 + 0.08 * (band % 2) + band * 0.05), y]);
  sketch.polygon(
    [...far, ...parting.toReversed()],
    sketch.linear([
      [0, mix(stone, scene.shadow, 0.6), 0.85],
      [1, mix(stone, scene.shadow, 0.5), 0.1],
    ]),
  );
  for (let band = 1; band < 4; band++) {
    const [fromX, y] = left[band] as Point;
    const [toX] = right[band] as Point;
    sketch.rect(fromX, y, toX - fromX, tall * 0.03, mix(stone, scene.shadow, 0.5), { opacity: 0.5 });
  }
}

/** A stretch of rough ground by layers, each nearer and darker, with boulders on it. */
export function drawScree(scene: Scene, fromY: number, toY: number, colour: Rgb): void {
  const { dice, width, sketch } = scene;
  for (let layer = 0; layer < 3; layer++) {
    const y = fromY + ((toY - fromY) * layer) / 2;
    const line: Point[] = [];
    for (let x = -8; x <= width + 20; x += dice.between(18, 44)) line.push([x, y + dice.between(-9, 9)]);
    line.push([width + 10, y]);
    const body = mix(mix(colour, scene.horizon, 0.3 - layer * 0.15), scene.shadow, layer * 0.28);
    fillBelow(
      scene,
      line,
      sketch.linear([
        [0, mix(body, scene.light, 0.2)],
        [0.2, body],
        [1, mix(body, scene.shadow, 0.6)],
      ]),
    );
    for (let stone = 0; stone < 7; stone++) {
      const x = dice.between(0, 1) * width;
      const size = dice.between(5, 14) * (1 + layer);
      const towards = scene.towards(x);
      sketch.polygon(
        [
          [x - size, y + size * 0.9],
          [x - size * 0.7, y - size * 0.1],
          [x, y - size * 0.5],
          [x + size * 0.8, y],
          [x + size, y + size * 0.9],
        ],
        mix(body, scene.shadow, 0.4),
      );
      sketch.polygon(
        [
          [x, y - size * 0.5],
          [x + towards * size * 0.75, y],
          [x + towards * size * 0.5, y + size * 0.5],
          [x + towards * size * 0.1, y + size * 0.2],
        ],
        mix(body, scene.light, 0.35),
      );
    }
  }
}
