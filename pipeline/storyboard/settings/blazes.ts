import type { Act } from "../act.ts";
import { BLACK, mix } from "../colour.ts";
import { drawForeground, drawRange } from "../parts/land.ts";
import { drawGrass } from "../parts/plants.ts";
import { drawBoat } from "../parts/shore.ts";
import { drawClouds, drawHeapedSky, drawSky, drawStars } from "../parts/sky.ts";
import { drawBareTree, drawTreeline } from "../parts/trees.ts";
import { drawWater } from "../parts/water.ts";
import { drawEmbers, drawFlames } from "../parts/weather.ts";

/** A beacon on a hill, a chain of others into the distance. */
const beacon: Act = {
  sky: (scene) => {
    drawSky(scene);
    drawStars(scene, scene.night ? 140 : 40, scene.horizonY * 0.8);
    drawHeapedSky(scene, 4, 0.5);
    scene.sketch.glow(scene.focalX, scene.horizonY, scene.width * 0.42, scene.accent, 0.55, scene.height * 0.36);
  },
  far: (scene) => {
    for (let hill = 0; hill < 3; hill++) {
      drawRange(scene, {
        y: scene.horizonY - 10 + hill * 34,
        amplitude: 70 - hill * 16,
        nearness: 0.15 + hill * 0.2,
        peakX: scene.dice.between(0.1, 0.9) * scene.width,
        snowy: false,
      });
      const x = scene.dice.between(0.1, 0.9) * scene.width;
      scene.sketch.glow(x, scene.horizonY - 30 + hill * 30, 30 + hill * 12, scene.accent, 0.9);
      scene.sketch.circle(x, scene.horizonY - 30 + hill * 30, 3 + hill * 2, scene.light);
    }
  },
  ground: (scene) => {
    const { sketch, focalX, height, horizonY, width } = scene;
    const top = height * 0.78;
    sketch.path(
      `M-6 ${height + 6}V${horizonY + 130}C${focalX - width * 0.25} ${horizonY + 120} ${focalX - 120} ${top} ${focalX} ${top}S${focalX + width * 0.25} ${horizonY + 120} ${width + 6} ${horizonY + 140}V${height + 6}Z`,
      sketch.linear([
        [0, mix(scene.depth(0.8), scene.accent, 0.3)],
        [0.4, scene.depth(0.85)],
        [1, scene.depth(1)],
      ]),
    );
    if (scene.request.composition === "icon") return;
    const x = focalX + (scene.request.composition === "figure" ? scene.heavySide * 110 : 0);
    for (let log = 0; log < 9; log++)
      sketch.line(`M${x - 52 + log * 13} ${top + 10}L${x + 30 - log * 8} ${top - 34}`, mix(scene.shadow, BLACK, 0.3), {
        width: 7,
      });
    drawFlames(scene, x, top, 74, Math.min(230, height * 0.4));
  },
  near: (scene) => {
    drawGrass(scene, scene.height + 6, 54, 60, scene.depth(1));
    drawEmbers(scene, scene.focalX, scene.height * 0.8, scene.width * 0.34, scene.height * 0.8, 70);
  },
};

/** A forest burns along a ridge; its light on a river. */
const wildfire: Act = {
  sky: (scene) => {
    drawSky(scene);
    scene.sketch.cover(scene.shadow, { opacity: 0.25 });
    drawClouds(scene, 10, 0, scene.horizonY * 0.6, mix(scene.shadow, scene.accent, 0.25), 0.7);
    scene.sketch.glow(scene.focalX, scene.horizonY, scene.width * 0.55, scene.accent, 0.85, scene.height * 0.4);
  },
  far: (scene) => {
    const { focalX, horizonY, width } = scene;
    drawTreeline(scene, horizonY + 6, 80, Math.round(width / 22), mix(scene.depth(0.3), scene.accent, 0.3), focalX);
    for (const [place, size] of [
      [-0.24, 0.7],
      [0.22, 0.8],
      [0, 1.1],
    ] as const)
      drawFlames(scene, focalX + place * width, horizonY + 26, width * 0.1 * size, 150 * size);
    drawTreeline(scene, horizonY + 34, 110, Math.round(width / 30), scene.depth(0.85), focalX);
  },
  ground: (scene) => {
    const { sketch, dice, focalX, width, height, horizonY } = scene;
    drawWater(scene, horizonY + 60, 0.2);
    for (let gleam = 0; gleam < 46; gleam++) {
      const down = dice.between(0, 1) ** 1.2;
      sketch.ellipse(
        focalX + dice.between(-1, 1) * (50 + 170 * down),
        horizonY + 64 + down * (height - horizonY - 64),
        dice.between(10, 54),
        1.4 + 3 * down,
        gleam % 3 === 0 ? scene.light : scene.accent,
        { opacity: 0.9 },
      );
    }
    if (scene.request.composition === "vista") drawBoat(scene, focalX - scene.heavySide * 60, height * 0.86, 1.1, true);
    if (scene.request.composition === "figure") drawForeground(scene, height * 0.92, scene.depth(1), 8);
    sketch.rect(-5, height, width, 5, scene.shadow);
  },
  near: (scene) => {
    drawBareTree(
      scene,
      scene.heavySide < 0 ? scene.width * 0.06 : scene.width * 0.94,
      scene.height * 1.02,
      400,
      scene.depth(1),
    );
    drawEmbers(scene, scene.focalX, scene.height, scene.width * 0.5, scene.height, 90);
  },
};

export const BLAZES = { beacon, wildfire };
