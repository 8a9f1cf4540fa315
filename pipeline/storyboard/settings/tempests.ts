import type { Act } from "../act.ts";
import { mix } from "../colour.ts";
import { drawForeground } from "../parts/land.ts";
import { drawGrass } from "../parts/plants.ts";
import { drawClouds, drawHeapedSky, drawSky } from "../parts/sky.ts";
import { drawShip } from "../parts/vehicles.ts";
import { drawRocks, drawWater } from "../parts/water.ts";
import { drawLightning, drawRain } from "../parts/weather.ts";

/** A ship in a storm at sea. */
const tempest: Act = {
  sky: (scene) => {
    drawSky(scene);
    drawHeapedSky(scene, 9, 0.75);
    drawClouds(scene, 8, -20, scene.horizonY * 0.5, mix(scene.shadow, scene.mid, 0.3), 0.8);
  },
  far: (scene) => {
    drawLightning(scene, scene.focalX + scene.heavySide * 60, scene.horizonY + 4);
    if (scene.dice.chance(0.6))
      drawLightning(scene, scene.focalX - scene.heavySide * scene.dice.between(60, 180), scene.horizonY * 0.8);
  },
  ground: (scene) => {
    const { horizonY, focalX } = scene;
    drawWater(scene, horizonY, 0.3);
    if (scene.request.composition === "vista")
      scene.sketch.group(
        `rotate(${(scene.dice.side() * scene.dice.between(6, 13)).toFixed(1)} ${focalX.toFixed(0)} ${(horizonY + 60).toFixed(0)})`,
        () => drawShip(scene, focalX, horizonY + 64, 1.15),
      );
    scene.sketch.group(`translate(0 ${(scene.height * 0.1).toFixed(0)})`, () => drawWater(scene, horizonY + 30, 1));
    if (scene.request.composition === "figure") drawRocks(scene, focalX, scene.height * 0.98, 150);
  },
  near: (scene) =>
    drawRocks(scene, scene.heavySide < 0 ? scene.width * 0.05 : scene.width * 0.95, scene.height + 6, 110),
  air: (scene) => drawRain(scene, 190),
};

/** A twister on the plain. */
const twister: Act = {
  sky: (scene) => {
    drawSky(scene);
    drawHeapedSky(scene, 6, 0.5);
    drawClouds(scene, 14, -30, scene.horizonY * 0.4, mix(scene.shadow, scene.mid, 0.4), 0.85);
    scene.sketch.glow(scene.focalX, scene.horizonY, scene.width * 0.5, mix(scene.accent, scene.light, 0.3), 0.6, 80);
  },
  far: (scene) => {
    const { sketch, dice, focalX, horizonY } = scene;
    const sway = dice.between(-60, 60);
    for (let turn = 0; turn < 44; turn++) {
      const up = turn / 43;
      const y = horizonY + 30 - up * (horizonY + 20);
      const x = focalX + sway * Math.sin(up * 3.2);
      const half = 10 + 120 * up ** 2.2;
      const tone = mix(mix(scene.shadow, scene.mid, 0.5), scene.light, turn % 4 === 0 ? 0.3 : 0.04);
      sketch.ellipse(x + dice.between(-4, 4), y, half, 6 + 12 * up, tone, {
        opacity: 0.8,
        transform: `rotate(${dice.between(-6, 6).toFixed(1)} ${x.toFixed(0)} ${y.toFixed(0)})`,
      });
    }
    drawLightning(scene, focalX - scene.heavySide * 150, horizonY);
    drawForeground(scene, horizonY + 24, scene.depth(0.45), 8);
    sketch.glow(focalX, horizonY + 30, 110, mix(scene.mid, scene.light, 0.4), 0.8, 30);
  },
  ground: (scene) => {
    const { sketch, dice, focalX, width, height, horizonY } = scene;
    drawForeground(scene, horizonY + 50, mix(scene.mid, scene.shadow, 0.35), 6);
    for (let furrow = -12; furrow <= 12; furrow++)
      sketch.line(
        `M${focalX + furrow * 20} ${horizonY + 56}L${focalX + furrow * 110} ${height}`,
        mix(scene.accent, scene.mid, 0.35),
        { width: 5, opacity: 0.6 },
      );
    for (let debris = 0; debris < 22; debris++)
      sketch.rect(
        focalX + dice.between(-0.16, 0.16) * width,
        horizonY + dice.between(-160, 20),
        dice.between(4, 12),
        dice.between(3, 6),
        debris % 3 === 0 ? scene.accent : scene.shadow,
        { transform: `rotate(${dice.between(0, 90).toFixed(0)} ${focalX.toFixed(0)} ${horizonY.toFixed(0)})` },
      );
    const x = focalX + scene.heavySide * 130;
    sketch.rect(x - 34, height * 0.8 - 54, 68, 56, scene.accent);
    sketch.polygon(
      [
        [x - 40, height * 0.8 - 52],
        [x - 22, height * 0.8 - 88],
        [x + 22, height * 0.8 - 88],
        [x + 40, height * 0.8 - 52],
      ],
      mix(scene.shadow, scene.mid, 0.2),
    );
    sketch.rect(x - 10, height * 0.8 - 32, 20, 34, scene.light);
    drawForeground(scene, height * 0.93, scene.depth(1), 7);
  },
  near: (scene) => drawGrass(scene, scene.height + 6, 90, 80, scene.depth(0.98)),
  air: (scene) => drawRain(scene, 70),
};

export const TEMPESTS = { tempest, twister };
