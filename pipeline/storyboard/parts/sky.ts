import { BLACK, mix, type Rgb, WHITE } from "../colour.ts";
import type { Scene } from "../scene.ts";
import type { Point } from "../sketch.ts";

/** Sky from the zenith to the horizon, with the light's wide glow. */
export function drawSky(scene: Scene): void {
  const { sketch, width, height, skyTop, horizon, horizonY, lightX, lightY, light, dice } = scene;
  const horizonShare = horizonY / height;
  const slant = dice.between(-0.25, 0.25);
  sketch.cover(
    sketch.linear(
      [
        [0, skyTop],
        [horizonShare * 0.55, mix(skyTop, horizon, dice.between(0.32, 0.5))],
        [horizonShare, horizon],
        [1, mix(horizon, scene.mid, 0.6)],
      ],
      [0.5 - slant, 0],
      [0.5 + slant, 1],
    ),
  );
  sketch.glow(lightX, lightY, width * 0.62, mix(light, WHITE, 0.2), scene.night ? 0.3 : 0.5, height * 0.42);
}

/** The sun or the moon: the accent's surest place in an open scene. */
export function drawSun(scene: Scene, radius = scene.dice.between(26, 50)): void {
  const { sketch, lightX, lightY, accent, light } = scene;
  sketch.glow(lightX, lightY, radius * 4.6, mix(accent, light, 0.35), 0.75);
  if (scene.dice.chance(0.6)) sketch.circle(lightX, lightY, radius * 1.2, light);
  sketch.circle(lightX, lightY, radius, accent);
  // A pale middle would melt into a bright sky and leave a ring.
  sketch.glow(lightX - radius * 0.2, lightY - radius * 0.2, radius * 0.8, light, 0.25);
}

export function drawStars(scene: Scene, count: number, toY: number): void {
  const { sketch, dice, light } = scene;
  for (let index = 0; index < count; index++) {
    const bright = dice.chance(0.1);
    const y = toY * dice.between(0, 1) ** 1.3;
    const radius = bright ? dice.between(1.7, 2.6) : dice.between(0.7, 1.4);
    sketch.circle(dice.between(0, scene.width), y, radius, mix(light, WHITE, 0.5), { opacity: dice.between(0.35, 1) });
  }
}

/** Banks of soft clouds; `colour` is their body, and the side towards the light is lit. */
export function drawClouds(
  scene: Scene,
  count: number,
  fromY: number,
  toY: number,
  colour: Rgb,
  opacity: number,
): void {
  const { sketch, dice, width } = scene;
  for (let index = 0; index < count; index++) {
    const x = dice.between(-0.1, 1.1) * width;
    const y = dice.between(fromY, toY);
    const reach = dice.between(70, 190);
    for (let puff = 0; puff < 6; puff++) {
      const puffX = x + dice.between(-reach, reach) * 0.7;
      const puffY = y + dice.between(-12, 12);
      const radius = reach * dice.between(0.3, 0.7);
      sketch.glow(puffX, puffY, radius, colour, opacity * dice.between(0.6, 1), radius * dice.between(0.24, 0.4));
    }
    const lit = mix(scene.light, WHITE, 0.2);
    sketch.glow(x + scene.towards(x) * reach * 0.3, y - 10, reach * 0.6, lit, opacity * 0.45, reach * 0.12);
  }
}

export type Cumulus = { x: number; y: number; wide: number; tall: number; body: Rgb; lit: Rgb };

/** One heaped cloud on a flat base that dissolves; its edge towards the light is lit. */
export function drawCumulus(scene: Scene, { x, y, wide, tall, body, lit }: Cumulus): void {
  const { sketch, dice } = scene;
  const summit = dice.between(0.3, 0.7);
  const top: Point[] = [[x - wide / 2, y]];
  for (let share = dice.between(0.04, 0.1); share < 0.97; share += dice.between(0.05, 0.2)) {
    const rise = share < summit ? share / summit : (1 - share) / (1 - summit);
    top.push([x - wide / 2 + wide * share, y - tall * Math.sin((Math.PI / 2) * rise) ** 0.8 * dice.between(0.62, 1)]);
  }
  top.push([x + wide / 2, y]);
  let outline = `M${x - wide / 2} ${y}`;
  top.slice(1).forEach(([toX, toY], index) => {
    const [fromX, fromY] = top[index] as Point;
    const radius = Math.hypot(toX - fromX, toY - fromY) * dice.between(0.52, 0.66);
    outline += `A${radius.toFixed(1)} ${radius.toFixed(1)} 0 0 1 ${toX.toFixed(1)} ${toY.toFixed(1)}`;
  });
  outline += "Z";
  const fade = (colour: Rgb, last: number) =>
    sketch.linear([
      [0, colour],
      [0.55, colour],
      [1, colour, last],
    ]);
  sketch.path(outline, fade(lit, 0.1));
  const away = -scene.towards(x) * tall * 0.045;
  sketch.path(outline, fade(body, 0), { transform: `translate(${away.toFixed(1)} ${(tall * 0.06).toFixed(1)})` });
  const inner = `translate(${(x * 0.38 + away * 2).toFixed(1)} ${(y * 0.38).toFixed(1)}) scale(0.62)`;
  sketch.path(outline, fade(mix(body, lit, 0.22), 0), { transform: inner });
  sketch.path(outline, fade(mix(body, scene.shadow, 0.12), 0), {
    transform: `translate(${(x * 0.42 + away * 4).toFixed(1)} ${(y * 0.42 + tall * 0.02).toFixed(1)}) scale(0.58)`,
  });
}

/** Heaped clouds by depth: small and pale along the horizon, large above; one stands by the light with a pure lit edge. */
export function drawHeapedSky(scene: Scene, count: number, darkness = 0.3): void {
  const { dice, width, horizonY } = scene;
  for (let index = 0; index < count; index++) {
    const near = (index + 0.5) / count;
    const beside = index === count - 1;
    const x = beside ? scene.lightX + dice.side() * dice.between(130, 240) : dice.between(-0.05, 1.05) * width;
    drawCumulus(scene, {
      x,
      y: horizonY * (0.96 - 0.62 * near) + dice.between(-12, 12),
      wide: dice.between(110, 220) * (0.6 + near * 1.1),
      tall: dice.between(26, 62) * (0.6 + near),
      body: mix(mix(scene.horizon, scene.mid, 0.35), scene.shadow, darkness * near),
      lit: mix(scene.light, scene.horizon, beside ? 0 : 0.35 * (1 - near)),
    });
  }
}

/** Long thin slivers of cloud near the horizon, by turns in the accent and in the light, so that both are surely seen. */
export function drawStreaks(scene: Scene, count: number): void {
  const { sketch, dice, width, horizonY } = scene;
  for (let index = 0; index < count; index++) {
    const first = index < 2;
    const y = horizonY * (first ? dice.between(0.25, 0.6) : dice.between(0.2, 0.95));
    const pure = index % 3 === 1 ? scene.accent : scene.light;
    const colour = first || index % 3 === 1 ? pure : mix(scene.light, scene.mid, dice.between(0.2, 0.6));
    const x = first ? scene.focalX + dice.between(-110, 110) : dice.between(0, width);
    const reach = dice.between(90, 260);
    sketch.glow(x, y, reach * 1.2, colour, dice.between(0.2, 0.45), dice.between(6, 14));
    for (let part = 0; part < (first ? 3 : 1); part++)
      drawSliver(
        scene,
        x + dice.between(-0.5, 0.5) * reach,
        y + part * 5 - 3,
        reach * dice.between(0.5, 0.9),
        colour,
        first ? 0.95 : 0.5,
      );
  }
}

function drawSliver(scene: Scene, x: number, y: number, reach: number, colour: Rgb, opacity: number): void {
  const { dice, sketch } = scene;
  const thick = dice.between(2, 4.6);
  const bend = dice.between(-4, 4);
  const middle = x + dice.between(-0.3, 0.3) * reach;
  const d = `M${(x - reach).toFixed(1)} ${(y + bend).toFixed(1)}Q${middle.toFixed(1)} ${(y - thick).toFixed(1)} ${(x + reach).toFixed(1)} ${(y - bend).toFixed(1)}Q${middle.toFixed(1)} ${(y + thick * 1.6).toFixed(1)} ${(x - reach).toFixed(1)} ${(y + bend).toFixed(1)}Z`;
  sketch.path(d, colour, { opacity });
}

/** Shafts of light that fan out from a point. */
export function drawRays(scene: Scene, x: number, y: number, count: number, reach: number, opacity = 0.22): void {
  const { sketch, dice, light } = scene;
  for (let index = 0; index < count; index++) {
    const angle = dice.between(-1.15, 1.15);
    const spread = dice.between(0.03, 0.1);
    const tip = (turn: number) => [x + Math.sin(turn) * reach, y + Math.cos(turn) * reach] as const;
    const paint = sketch.linear([
      [0, mix(light, WHITE, 0.4), opacity],
      [1, light, 0],
    ]);
    sketch.polygon([[x, y], tip(angle - spread), tip(angle + spread)], paint);
  }
}

/** A soft horizontal band that lifts what lies behind it into the distance. */
export function drawHaze(scene: Scene, y: number, thickness: number, colour: Rgb, opacity: number): void {
  const paint = scene.sketch.linear([
    [0, colour, 0],
    [0.5, colour, opacity],
    [1, colour, 0],
  ]);
  scene.sketch.rect(-5, y - thickness, scene.width + 10, thickness * 2, paint);
}

/** A few birds, far off and towards the calm side, as small as a bird should be. */
export function drawBirds(scene: Scene, count: number, x: number, y: number): void {
  const { sketch, dice } = scene;
  for (let index = 0; index < count; index++) {
    const birdX = x + dice.between(-80, 80);
    const birdY = y + dice.between(-40, 40);
    const span = dice.between(4, 10);
    const d = `M${birdX - span} ${birdY - span * 0.35}Q${birdX - span * 0.4} ${birdY - span * 0.5} ${birdX} ${birdY}Q${birdX + span * 0.4} ${birdY - span * 0.5} ${birdX + span} ${birdY - span * 0.3}`;
    sketch.line(d, mix(scene.shadow, BLACK, 0.2), { width: 1.8 });
  }
}

/** A low sun with streaks or heaped clouds by lot; stars when it is night. */
export function drawEveningSky(scene: Scene): void {
  const { dice } = scene;
  drawSky(scene);
  if (scene.night) drawStars(scene, 80, scene.horizonY * 0.7);
  drawSun(scene, dice.between(28, 62));
  if (dice.chance(0.5)) drawHeapedSky(scene, dice.whole(3, 6), scene.night ? 0.45 : 0.2);
  else drawStreaks(scene, 8);
}

/** A dry sky with a large sun. */
export function drySky(scene: Scene): void {
  drawSky(scene);
  if (scene.night) drawStars(scene, 120, scene.horizonY * 0.8);
  drawSun(scene, scene.dice.between(38, 74));
  if (scene.dice.chance(0.5)) drawStreaks(scene, 7);
  else drawHeapedSky(scene, 3, 0.1);
}
