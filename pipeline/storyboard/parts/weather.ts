import { mix, WHITE } from "../colour.ts";
import type { Scene } from "../scene.ts";
import type { Point } from "../sketch.ts";

/** A forked bolt from the clouds to `toY`. */
export function drawLightning(scene: Scene, fromX: number, toY: number): void {
  const { sketch, dice } = scene;
  const bolt = (startX: number, startY: number, endY: number, width: number): void => {
    const points: Point[] = [[startX, startY]];
    let x = startX;
    for (let y = startY; y < endY; y += dice.between(14, 32)) {
      x += dice.between(-24, 24);
      points.push([x, y]);
      if (width > 2.4 && dice.chance(0.16)) bolt(x, y, Math.min(endY, y + dice.between(60, 130)), width * 0.45);
    }
    for (const [thick, opacity, white] of [
      [6, 0.16, 0],
      [3, 1, 0],
      [1.2, 1, 1],
    ] as const) {
      sketch.line(points, mix(scene.accent, scene.light, white), { width: width * thick, opacity });
    }
  };
  sketch.glow(fromX, toY * 0.45, 230, mix(scene.accent, scene.light, 0.55), 0.6, toY * 0.6);
  bolt(fromX, -6, toY, 2.6);
}

export function drawRain(scene: Scene, count: number): void {
  const { sketch, dice, width, height } = scene;
  const drops: string[] = [];
  for (let index = 0; index < count; index++) {
    const length = dice.between(22, 52);
    drops.push(
      `M${dice.between(0, width + 60).toFixed(0)} ${dice.between(-20, height).toFixed(0)}l${(-length * 0.24).toFixed(1)} ${length.toFixed(1)}`,
    );
  }
  sketch.line(drops.join(""), mix(scene.light, WHITE, 0.3), { width: 1.3, opacity: 0.32 });
}

export function drawSnowfall(scene: Scene, count: number): void {
  const { sketch, dice, width, height, light } = scene;
  for (let index = 0; index < count; index++) {
    const near = dice.chance(0.1);
    const radius = near ? dice.between(4, 7) : dice.between(1.3, 3);
    sketch.circle(dice.between(0, width), dice.between(0, height), radius, mix(light, WHITE, 0.6), {
      opacity: near ? 0.5 : dice.between(0.5, 0.95),
    });
  }
}

/** Drifting banks of fog between two heights. */
export function drawFog(scene: Scene, fromY: number, toY: number, strength: number): void {
  const { sketch, dice, width } = scene;
  const colour = mix(scene.horizon, scene.light, 0.35);
  for (let index = 0; index < 9; index++) {
    sketch.glow(
      dice.between(0, width),
      dice.between(fromY, toY),
      dice.between(200, 480),
      colour,
      strength * dice.between(0.5, 1),
      dice.between(22, 62),
    );
  }
  sketch.rect(
    -5,
    fromY,
    width + 10,
    toY - fromY,
    sketch.linear([
      [0, colour, 0],
      [0.6, colour, strength * 0.6],
      [1, colour, 0],
    ]),
  );
}

/** A fire on a line: licking tongues in four heats, the hottest nearest the ground, smoke above, sparks. */
export function drawFlames(scene: Scene, x: number, footY: number, reach: number, tall: number): void {
  if (!scene.may("fire")) return;
  const { sketch, dice, accent, light, shadow } = scene;
  for (let puff = 0; puff < 7; puff++)
    sketch.glow(
      x + dice.between(-0.5, 0.5) * reach + puff * 9,
      footY - tall * (0.7 + puff * 0.24),
      reach * dice.between(0.5, 0.9),
      mix(shadow, accent, 0.14),
      0.5 - puff * 0.05,
      tall * 0.22,
    );
  sketch.glow(x, footY - tall * 0.4, reach * 2.2, accent, 0.75, tall * 1.5);
  const heats = [mix(accent, shadow, 0.4), accent, accent, mix(accent, light, 0.55), light];
  heats.forEach((colour, layer) => {
    const tongues = 12 - 2 * layer;
    for (let tongue = 0; tongue < tongues; tongue++) {
      const place = ((tongue + dice.between(0.1, 0.9)) / tongues) * 2 - 1;
      const at = x + place * reach * (1 - layer * 0.13);
      const fade = 1 - 0.72 * place ** 2;
      const high = tall * dice.between(0.45, 1.05) * fade * (1 - layer * 0.17);
      sketch.path(tongueOf(scene, at, footY, high, (reach / tongues) * dice.between(1, 1.5)), colour);
    }
  });
  drawEmbers(scene, x, footY, reach * 1.5, tall * 2.2, 50);
}

/** A tongue of flame: it leans one way, bends back, and ends in a point with a second lick beside it. */
function tongueOf(scene: Scene, x: number, footY: number, high: number, half: number): string {
  const { dice } = scene;
  const lean = dice.side() * half * dice.between(0.3, 1.1);
  const at = (side: number, up: number) => `${(x + side).toFixed(1)} ${(footY - up * high).toFixed(1)}`;
  return `M${at(-half, 0)}C${at(-half * 1.5, 0.3)} ${at(-half * 0.4 - lean, 0.5)} ${at(lean * 0.3, 0.72)}S${at(lean * 1.1, 0.9)} ${at(lean * 0.7, 1)}C${at(lean + half * 0.7, 0.8)} ${at(half * 0.3 + lean * 0.2, 0.66)} ${at(half * 0.55, 0.5)}S${at(half * 0.9, 0.62)} ${at(half * 0.95, 0.7)}C${at(half * 1.5, 0.45)} ${at(half * 1.5, 0.2)} ${at(half, 0)}Z`;
}

export function drawEmbers(scene: Scene, x: number, footY: number, reach: number, tall: number, count: number): void {
  if (!scene.may("fire")) return;
  const { sketch, dice } = scene;
  for (let index = 0; index < count; index++) {
    const rise = dice.between(0, 1) ** 0.8;
    const colour = mix(scene.accent, scene.light, dice.between(0, 0.7));
    sketch.circle(x + dice.between(-1, 1) * reach, footY - rise * tall, dice.between(1.2, 3), colour, {
      opacity: dice.between(0.6, 1),
    });
  }
}
