import { BLACK, mix, type Rgb, WHITE } from "../colour.ts";
import type { Scene } from "../scene.ts";

/** Sky from the zenith to the horizon, with the light's wide glow. */
export function drawSky(scene: Scene): void {
  const { sketch, width, height, skyTop, horizon, horizonY, lightX, lightY, light, dice } = scene;
  const horizonShare = horizonY / height;
  sketch.cover(
    sketch.linear([
      [0, skyTop],
      [horizonShare * 0.55, mix(skyTop, horizon, dice.between(0.32, 0.5))],
      [horizonShare, horizon],
      [1, mix(horizon, scene.mid, 0.6)],
    ]),
  );
  sketch.glow(lightX, lightY, width * 0.62, mix(light, WHITE, 0.2), scene.night ? 0.3 : 0.5, height * 0.42);
}

/** The sun or the moon: the accent's surest place in an open scene. */
export function drawSun(scene: Scene, radius = scene.dice.between(22, 46)): void {
  const { sketch, lightX, lightY, accent, light, dice } = scene;
  const pale = scene.night && dice.chance(0.35);
  const colour = pale ? light : accent;
  sketch.glow(lightX, lightY, radius * 4.6, mix(colour, light, 0.35), 0.75);
  sketch.circle(
    lightX,
    lightY,
    radius,
    // Nearly flat: a pale middle melts into a bright sky and leaves a ring.
    sketch.radial([
      [0, mix(colour, light, 0.3)],
      [0.7, colour],
      [1, colour],
    ]),
  );
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
  const { sketch, dice, width, lightX } = scene;
  for (let index = 0; index < count; index++) {
    const x = dice.between(-0.1, 1.1) * width;
    const y = dice.between(fromY, toY);
    const reach = dice.between(70, 190);
    const towards = lightX > x ? 1 : -1;
    for (let puff = 0; puff < 6; puff++) {
      const puffX = x + dice.between(-reach, reach) * 0.7;
      const puffY = y + dice.between(-12, 12);
      const radius = reach * dice.between(0.3, 0.7);
      sketch.glow(puffX, puffY, radius, colour, opacity * dice.between(0.6, 1), radius * dice.between(0.24, 0.4));
    }
    const lit = mix(scene.light, WHITE, 0.2);
    sketch.glow(x + towards * reach * 0.3, y - 10, reach * 0.6, lit, opacity * 0.45, reach * 0.12);
  }
}

/** Long thin streaks of cloud near the horizon, by turns in the accent and in the light, so that both are surely seen. */
export function drawStreaks(scene: Scene, count: number): void {
  const { sketch, dice, width, horizonY } = scene;
  for (let index = 0; index < count; index++) {
    const y = horizonY * (index < 2 ? dice.between(0.2, 0.5) : dice.between(0.25, 0.95));
    const colour =
      index % 3 === 1 ? scene.accent : mix(scene.light, scene.mid, index % 3 === 0 ? 0 : dice.between(0.2, 0.6));
    const x = index < 2 ? scene.focalX + dice.between(-110, 110) : dice.between(0, width);
    const reach = dice.between(120, 360);
    sketch.glow(x, y, reach, colour, dice.between(0.3, 0.6), dice.between(5, 13));
    if (index < 2) sketch.ellipse(x, y, reach * 0.55, dice.between(2, 3.4), colour, { opacity: 0.92 });
  }
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
    const span = dice.between(5, 11);
    const d = `M${birdX - span} ${birdY - span * 0.35}Q${birdX - span * 0.4} ${birdY - span * 0.5} ${birdX} ${birdY}Q${birdX + span * 0.4} ${birdY - span * 0.5} ${birdX + span} ${birdY - span * 0.3}`;
    sketch.line(d, mix(scene.shadow, BLACK, 0.2), { width: 1.8 });
  }
}

/** A low sun over a streaked sky; stars when it is night. */
export function drawEveningSky(scene: Scene): void {
  drawSky(scene);
  if (scene.night) drawStars(scene, 80, scene.horizonY * 0.7);
  drawSun(scene, scene.dice.between(28, 58));
  drawStreaks(scene, 8);
}
