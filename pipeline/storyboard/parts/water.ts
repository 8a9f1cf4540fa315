import { BLACK, mix } from "../colour.ts";
import type { Scene } from "../scene.ts";
import type { Point } from "../sketch.ts";
import { fillBelow } from "./land.ts";

/** Open water from a horizon down, with the light's path on it. `rough` 0..1 raises waves. */
export function drawWater(scene: Scene, fromY: number, rough: number): void {
  const { sketch, dice, width, height, lightX, light, mid, shadow, horizon } = scene;
  const deep = height - fromY;
  sketch.rect(
    -5,
    fromY,
    width + 10,
    deep + 5,
    sketch.linear([
      [0, mix(horizon, mid, 0.4)],
      [0.3, mix(mid, shadow, 0.1)],
      [1, mix(shadow, mid, 0.12)],
    ]),
  );
  for (let index = 0; index < 110; index++) {
    const share = dice.between(0, 1) ** 1.5;
    const inPath = index % 2 === 0;
    const x = inPath ? lightX + dice.between(-1, 1) * (16 + 130 * share) : dice.between(0, width);
    const reach = dice.between(12, 70) * (0.25 + share);
    const colour = inPath ? (dice.chance(0.3) ? scene.accent : light) : mix(shadow, mid, dice.between(0, 0.9));
    sketch.ellipse(x, fromY + 3 + share * deep, reach, 1.1 + 3.2 * share, colour, {
      opacity: inPath ? dice.between(0.45, 1) * (1 - 0.3 * share) : dice.between(0.2, 0.5),
    });
  }
  if (rough > 0.4)
    for (let wave = 0; wave < 4; wave++)
      drawWave(scene, fromY + ((wave + 0.7) * deep) / 4.3, 14 + 13 * wave * rough, wave / 3);
}

/** One swell: peaked crests with light shining through, dark hollows, and foam along the top. */
function drawWave(scene: Scene, y: number, amplitude: number, nearness: number): void {
  const { sketch, dice, mid, light, shadow, width } = scene;
  const phase = dice.between(0, 6.3);
  const rate = dice.between(0.006, 0.011) * (1.9 - nearness);
  const line: Point[] = [];
  for (let x = -10; x <= width + 10; x += 7) {
    const turn = x * rate + phase;
    const crest = Math.abs(Math.sin(turn)) ** 0.8;
    line.push([
      x,
      y + amplitude * (crest - 0.5) + Math.sin(turn * 3.1) * amplitude * 0.1 + dice.between(-1, 1) * amplitude * 0.04,
    ]);
  }
  const body = mix(mid, shadow, 0.2 + 0.45 * nearness);
  fillBelow(
    scene,
    line,
    sketch.linear([
      [0, mix(body, light, 0.55)],
      [0.1, mix(body, light, 0.15)],
      [0.5, body],
      [1, shadow],
    ]),
  );
  const foam: Point[] = line.map(([x, lineY]): Point => {
    const height = Math.max(0, (y - lineY) / amplitude + 0.15);
    return [x, lineY + 1.5 + height * amplitude * 0.34 * dice.between(0.3, 1)];
  });
  sketch.polygon([...line, ...foam.toReversed()], light, { opacity: 0.9 });
}

/** Dark rocks at the water's edge on one side. */
export function drawRocks(scene: Scene, x: number, footY: number, size: number): void {
  const { sketch, dice, lightX } = scene;
  const towards = lightX > x ? 1 : -1;
  for (let index = 0; index < 6; index++) {
    const rockX = x + dice.between(-1, 1) * size;
    const wide = size * dice.between(0.3, 0.75);
    const tall = wide * dice.between(0.5, 1);
    const colour = mix(scene.shadow, BLACK, dice.between(0.1, 0.45));
    sketch.polygon(
      [
        [rockX - wide, footY + 6],
        [rockX - wide * 0.6, footY - tall * 0.6],
        [rockX - wide * 0.1, footY - tall],
        [rockX + wide * 0.5, footY - tall * 0.7],
        [rockX + wide, footY + 6],
      ],
      colour,
    );
    sketch.polygon(
      [
        [rockX - wide * 0.1, footY - tall],
        [rockX + towards * wide * 0.55, footY - tall * 0.65],
        [rockX + towards * wide * 0.7, footY - tall * 0.1],
        [rockX + towards * wide * 0.15, footY - tall * 0.4],
      ],
      mix(colour, scene.rim, 0.4),
      { opacity: 0.75 },
    );
  }
}

/** The reflection of lights in wet ground: vertical smears below a line. */
export function drawReflections(scene: Scene, y: number, count: number): void {
  const { sketch, dice, width, height } = scene;
  for (let index = 0; index < count; index++) {
    const colour = dice.chance(0.55) ? scene.accent : mix(scene.light, scene.mid, dice.between(0, 0.5));
    const x = scene.focalX + dice.between(-0.5, 0.5) * width;
    sketch.rect(
      x,
      y,
      dice.between(4, 16),
      (height - y) * dice.between(0.3, 1),
      sketch.linear([
        [0, colour, dice.between(0.35, 0.75)],
        [1, colour, 0],
      ]),
      { round: 3 },
    );
  }
}
