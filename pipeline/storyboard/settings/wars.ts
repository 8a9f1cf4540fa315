import type { Act } from "../act.ts";
import { BLACK, mix } from "../colour.ts";
import { drawCastle } from "../parts/buildings.ts";
import { drawRanks, drawRider } from "../parts/crowd.ts";
import { drawForeground, drawRange } from "../parts/land.ts";
import { drawGrass } from "../parts/plants.ts";
import { drawBirds, drawClouds, drawHaze, drawHeapedSky, drawRays, drawSky, drawSun } from "../parts/sky.ts";
import { drawEmbers } from "../parts/weather.ts";

/** Armies in the mist under torn clouds. */
const armies: Act = {
  sky: (scene) => {
    drawSky(scene);
    drawSun(scene, scene.dice.between(40, 64));
    drawHeapedSky(scene, 7, 0.55);
    drawRays(scene, scene.lightX, scene.lightY, 6, scene.height * 0.6, 0.16);
  },
  far: (scene) => {
    drawRange(scene, {
      y: scene.horizonY + 16,
      amplitude: 80,
      nearness: 0.2,
      peakX: scene.width - scene.focalX,
      snowy: false,
    });
    if (scene.dice.chance(0.5))
      drawCastle(
        scene,
        scene.width - scene.focalX + scene.dice.between(-50, 50),
        scene.horizonY + 16,
        0.55,
        scene.depth(0.36),
      );
    drawForeground(scene, scene.horizonY + 40, scene.depth(0.4), 10);
  },
  ground: (scene) => {
    drawRanks(scene, scene.horizonY + 56, scene.height * 0.94, 120);
    drawHaze(scene, scene.height * 0.84, 46, mix(scene.horizon, scene.light, 0.3), 0.35);
    drawForeground(scene, scene.height * 0.95, scene.depth(1), 10);
    if (scene.request.composition === "vista")
      drawRider(scene, scene.focalX, scene.height * 0.94, 1.35, mix(scene.shadow, BLACK, 0.3), scene.accent);
    drawBirds(scene, 12, scene.width - scene.focalX, scene.height * 0.2);
  },
  near: (scene) => drawEmbers(scene, scene.focalX, scene.height, scene.width * 0.5, scene.height * 0.8, 40),
};

/** After the battle: a lone rider, broken wheels, fires on the plain. */
const aftermath: Act = {
  shows: "fire",
  sky: (scene) => {
    drawSky(scene);
    drawSun(scene, scene.dice.between(56, 86));
    drawClouds(scene, 9, 0, scene.horizonY * 0.7, mix(scene.shadow, scene.mid, 0.5), 0.5);
  },
  far: (scene) => {
    const { dice, width, horizonY, sketch } = scene;
    drawForeground(scene, horizonY + 20, scene.depth(0.3), 18);
    for (let fire = 0; fire < 5; fire++) {
      const x = dice.between(0.05, 0.95) * width;
      for (let puff = 0; puff < 12; puff++)
        sketch.glow(
          x + puff * 11 * scene.heavySide,
          horizonY + 16 - puff * 20,
          16 + puff * 8,
          mix(scene.shadow, scene.mid, 0.35),
          0.55 - puff * 0.035,
        );
      sketch.glow(x, horizonY + 22, 46, scene.accent, 0.9, 26);
      sketch.ellipse(x, horizonY + 22, 15, 6, scene.light);
    }
  },
  ground: (scene) => {
    const { sketch, dice, width, height, horizonY, focalX } = scene;
    drawForeground(scene, horizonY + 54, scene.depth(0.62), 10);
    for (let wreck = 0; wreck < 11; wreck++) {
      const near = wreck / 11;
      const x = dice.between(0, 1) * width;
      const y = horizonY + 70 + near * (height * 0.92 - horizonY - 70);
      const size = 12 + 34 * near;
      const wood = scene.depth(0.7 + 0.3 * near);
      if (wreck % 3 === 0) {
        sketch.ring(x, y - size * 0.6, size, wood, { width: size * 0.16 });
        for (let spoke = 0; spoke < 4; spoke++)
          sketch.line(
            `M${x} ${y - size * 0.6}l${Math.cos(spoke * 1.57 + 0.4) * size} ${Math.sin(spoke * 1.57 + 0.4) * size}`,
            wood,
            { width: size * 0.1 },
          );
      } else {
        const lean = dice.between(-0.9, 0.9) * size;
        sketch.line(`M${x} ${y}l${lean} ${-size * 2.4}`, wood, { width: 2 + 3 * near });
        if (wreck % 3 === 1)
          sketch.path(
            `M${x + lean} ${y - size * 2.4}l${size * 1.6} ${size * 0.3}l${-size * 0.5} ${size * 0.4}l${size * 0.4} ${size * 0.5}l${-size * 1.5} ${size * 0.1}Z`,
            scene.accent,
          );
      }
    }
    drawForeground(scene, height * 0.93, scene.depth(1), 10);
    if (scene.request.composition === "vista")
      drawRider(scene, focalX, height * 0.93, 1.2, mix(scene.shadow, BLACK, 0.3), scene.accent);
  },
  near: (scene) => drawGrass(scene, scene.height + 6, 70, 50, scene.depth(1)),
};

export const WARS = { armies, aftermath };
