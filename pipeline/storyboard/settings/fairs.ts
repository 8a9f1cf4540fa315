import type { Act } from "../act.ts";
import { mix, type Rgb } from "../colour.ts";
import { drawSkyline } from "../parts/buildings.ts";
import { drawConfetti } from "../parts/confetti.ts";
import { drawForeground, drawRange } from "../parts/land.ts";
import { drawBoat } from "../parts/shore.ts";
import { drawHeapedSky, drawSky, drawStars, drawSun } from "../parts/sky.ts";
import { drawTreeline } from "../parts/trees.ts";
import { drawWater } from "../parts/water.ts";
import type { Scene } from "../scene.ts";

/** A hot-air balloon in gores of the palette. */
function drawBalloon(scene: Scene, x: number, y: number, radius: number): void {
  const { sketch, dice } = scene;
  const colours = dice.chance(0.5) ? [scene.accent, scene.light] : [scene.light, scene.accent, scene.mid];
  const towards = scene.towards(x);
  const gores = 7;
  for (let gore = 0; gore < gores; gore++) {
    const edge = (place: number) => radius * Math.sin(((place / gores) * 2 - 1) * 1.45);
    const [left, right] = [edge(gore), edge(gore + 1)];
    sketch.path(
      `M${x} ${y - radius}C${x + left * 1.3} ${y - radius} ${x + left * 1.25} ${y + radius * 0.3} ${x + left * 0.22} ${y + radius * 1.25}H${x + right * 0.22}C${x + right * 1.25} ${y + radius * 0.3} ${x + right * 1.3} ${y - radius} ${x} ${y - radius}Z`,
      colours[gore % colours.length] as Rgb,
    );
  }
  sketch.ellipse(x - towards * radius * 0.45, y + radius * 0.05, radius * 0.5, radius * 0.9, scene.shadow, {
    opacity: 0.22,
  });
  sketch.line(
    `M${x - radius * 0.2} ${y + radius * 1.25}L${x - radius * 0.12} ${y + radius * 1.55}M${x + radius * 0.2} ${y + radius * 1.25}L${x + radius * 0.12} ${y + radius * 1.55}`,
    scene.shadow,
    { width: 1.4 },
  );
  sketch.rect(x - radius * 0.14, y + radius * 1.52, radius * 0.28, radius * 0.2, mix(scene.shadow, scene.mid, 0.2));
}

/** Balloons over hills, the nearest at the focal point. */
const balloons: Act = {
  sky: (scene) => {
    drawSky(scene);
    drawSun(scene, 36);
    drawHeapedSky(scene, 6, 0.1);
  },
  far: (scene) => {
    const { dice, width, horizonY, focalX, height } = scene;
    drawRange(scene, { y: horizonY + 30, amplitude: 90, nearness: 0.14, peakX: width - focalX, snowy: true });
    drawForeground(scene, horizonY + 56, scene.depth(0.4), 26);
    for (let index = 0; index < 6; index++)
      drawBalloon(scene, dice.between(0.06, 0.94) * width, dice.between(0.14, 0.5) * height, dice.between(12, 26));
    drawBalloon(scene, focalX + scene.heavySide * 130, height * dice.between(0.42, 0.52), dice.between(40, 52));
    if (scene.request.composition !== "icon")
      drawBalloon(scene, focalX, height * dice.between(0.26, 0.34), Math.min(112, width * 0.17));
  },
  ground: (scene) => {
    drawTreeline(scene, scene.height * 0.88, 50, Math.round(scene.width / 20), scene.depth(0.75), scene.focalX);
    drawForeground(scene, scene.height * 0.93, scene.depth(0.95), 8);
  },
  near: (scene) => drawConfetti(scene, 60),
};

/** Lanterns rise from a river between dark houses. */
const lanterns: Act = {
  sky: (scene) => {
    drawSky(scene);
    drawStars(scene, scene.night ? 140 : 50, scene.horizonY);
    drawRange(scene, {
      y: scene.horizonY,
      amplitude: 100,
      nearness: 0.16,
      peakX: scene.width - scene.focalX,
      snowy: false,
    });
  },
  far: (scene) => {
    drawSkyline(scene, {
      y: scene.horizonY + 20,
      low: 30,
      high: 80,
      colour: scene.depth(0.5),
      window: scene.accent,
      lit: 0.3,
      narrow: 26,
      wide: 56,
    });
  },
  ground: (scene) => {
    const { height, focalX, horizonY } = scene;
    drawWater(scene, horizonY + 22, 0.1);
    if (scene.request.composition === "vista") drawBoat(scene, focalX, height * 0.82, 1.2, true);
  },
  near: (scene) => {
    const { sketch, dice, focalX, width, height } = scene;
    for (let index = 0; index < 46; index++) {
      const near = (index / 46) ** 1.8;
      const x =
        focalX +
        dice.between(-1, 1) * width * (0.12 + 0.3 * near) +
        (index % 5 === 0 ? dice.between(-0.3, 0.3) * width : 0);
      const y = height * dice.between(0.04, 0.66);
      const size = 4 + 19 * near;
      const colour = index % 3 === 0 ? scene.light : scene.accent;
      sketch.glow(x, y, size * 3.4, scene.accent, 0.55);
      sketch.path(
        `M${x - size * 0.62} ${y + size}C${x - size * 1.05} ${y - size * 0.2} ${x - size * 0.8} ${y - size * 1.2} ${x} ${y - size * 1.2}C${x + size * 0.8} ${y - size * 1.2} ${x + size * 1.05} ${y - size * 0.2} ${x + size * 0.62} ${y + size}Z`,
        sketch.linear([
          [0, mix(colour, scene.shadow, 0.25)],
          [0.4, colour],
          [1, mix(colour, scene.light, 0.35)],
        ]),
      );
    }
    for (let spark = 0; spark < 26; spark++)
      sketch.ellipse(
        focalX + dice.between(-0.3, 0.3) * width,
        height * dice.between(0.72, 0.96),
        dice.between(8, 30),
        2.4,
        spark % 3 === 0 ? scene.light : scene.accent,
        { opacity: 0.8 },
      );
  },
};

export const FAIRS = { balloons, lanterns };
