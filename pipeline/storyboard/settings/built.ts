import type { Acts } from "../act.ts";
import { mix, WHITE } from "../colour.ts";
import { drawCastle, drawColumn, drawSkyline } from "../parts/buildings.ts";
import { drawForeground, drawRange } from "../parts/land.ts";
import { drawBirds, drawClouds, drawEveningSky, drawHaze, drawSky, drawSun } from "../parts/sky.ts";
import { drawBough, drawBroadleaf, drawTreeline } from "../parts/trees.ts";
import { drawReflections } from "../parts/water.ts";

/** Places that people built to stay. */
export const BUILT: Acts<"city" | "castle" | "ruins" | "garden"> = {
  city: {
    sky: drawEveningSky,
    far: (scene) => {
      drawSkyline(scene, {
        y: scene.horizonY + 30,
        low: 80,
        high: 210,
        colour: scene.depth(0.15),
        window: scene.light,
        lit: 0,
      });
      drawHaze(scene, scene.horizonY, 70, scene.horizon, 0.4);
      drawSkyline(scene, {
        y: scene.horizonY + 70,
        low: 90,
        high: 250,
        colour: scene.depth(0.45),
        window: scene.accent,
        lit: scene.night ? 0.35 : 0.14,
      });
      drawHaze(scene, scene.horizonY + 70, 40, scene.horizon, 0.22);
    },
    ground: (scene) => {
      drawSkyline(scene, {
        y: scene.height * 0.9,
        low: 50,
        high: 150,
        colour: scene.depth(0.85),
        window: scene.accent,
        lit: scene.night ? 0.4 : 0.2,
        narrow: 34,
        wide: 96,
      });
      scene.sketch.rect(-5, scene.height * 0.88, scene.width + 10, scene.height, scene.depth(1));
      drawReflections(scene, scene.height * 0.885, 26);
    },
  },
  castle: {
    lonely: true,
    sky: drawEveningSky,
    far: (scene) => {
      drawRange(scene, {
        y: scene.horizonY,
        amplitude: 130,
        nearness: 0.12,
        peakX: scene.width - scene.focalX,
        snowy: false,
      });
      drawRange(scene, { y: scene.horizonY + 26, amplitude: 70, nearness: 0.3, peakX: scene.focalX, snowy: false });
      if (scene.request.composition !== "icon")
        drawCastle(
          scene,
          scene.focalX +
            (scene.request.composition === "figure" ? (scene.calmSide === 0 ? 130 : -scene.calmSide * 60) : 0),
          scene.horizonY + 10,
          scene.dice.between(1.25, 1.6),
          scene.depth(0.55),
        );
      drawHaze(scene, scene.horizonY + 66, 40, scene.horizon, 0.35);
      drawBirds(scene, 7, scene.focalX, scene.height * 0.25);
    },
    ground: (scene) => {
      drawTreeline(scene, scene.height * 0.84, 60, Math.round(scene.width / 19), scene.depth(0.8), scene.focalX);
      drawForeground(scene, scene.groundY, scene.depth(1));
    },
  },
  ruins: {
    lonely: true,
    sky: drawEveningSky,
    far: (scene) => {
      drawRange(scene, {
        y: scene.horizonY + 8,
        amplitude: 60,
        nearness: 0.2,
        peakX: scene.width - scene.focalX,
        snowy: false,
      });
      for (let index = 0; index < 6; index++)
        drawColumn(
          scene,
          scene.focalX + (index - 2.5) * 56,
          scene.horizonY + 40,
          120,
          20,
          scene.depth(0.3),
          scene.dice.chance(0.6) ? 1 : 0.6,
        );
      scene.sketch.rect(scene.focalX - 160, scene.horizonY - 96, 190, 16, scene.depth(0.3));
    },
    ground: (scene) => {
      drawForeground(scene, scene.horizonY + 56, scene.depth(0.6), 12);
      for (let index = 0; index < 5; index++) {
        const x = scene.dice.between(0.02, 0.98) * scene.width;
        scene.sketch.polygon(
          [
            [x - 30, scene.height * 0.86],
            [x - 22, scene.height * 0.8],
            [x + 24, scene.height * 0.79],
            [x + 34, scene.height * 0.86],
          ],
          mix(scene.depth(0.7), scene.light, 0.14),
        );
      }
      drawForeground(scene, scene.groundY, scene.depth(0.95), 10);
    },
    near: (scene) => {
      const side = scene.calmSide === 0 ? scene.dice.side() : -scene.calmSide;
      const edge = side < 0 ? 0.05 : 0.95;
      drawColumn(scene, scene.width * edge, scene.height * 1.02, scene.height * 0.98, 64, scene.depth(0.85), 1);
      drawColumn(
        scene,
        scene.width * (edge - side * 0.14),
        scene.height * 1.0,
        scene.height * 0.8,
        54,
        scene.depth(0.8),
        0.6,
      );
      drawBough(scene, side < 0 ? 0 : scene.width, mix(scene.depth(0.9), scene.accent, 0.3));
    },
  },
  garden: {
    lonely: true,
    sky: (scene) => {
      drawSky(scene);
      drawSun(scene, scene.dice.between(20, 38));
      drawClouds(scene, 5, 20, scene.horizonY * 0.7, mix(scene.light, WHITE, 0.3), 0.5);
    },
    far: (scene) => {
      for (let index = 0; index < 8; index++)
        drawBroadleaf(
          scene,
          (index / 7) * scene.width + scene.dice.between(-30, 30),
          scene.horizonY + 20,
          scene.dice.between(90, 150),
          mix(scene.depth(0.3), scene.mid, 0.5),
          scene.light,
        );
      drawHaze(scene, scene.horizonY, 50, scene.horizon, 0.35);
    },
    ground: (scene) => {
      const { sketch, dice, focalX, width, height, horizonY } = scene;
      sketch.rect(
        -5,
        horizonY + 12,
        width + 10,
        height,
        sketch.linear([
          [0, mix(scene.mid, scene.light, 0.3)],
          [1, mix(scene.shadow, scene.mid, 0.55)],
        ]),
      );
      sketch.path(
        `M${focalX - 12} ${horizonY + 12}Q${focalX + 60} ${horizonY + 70} ${focalX - 110} ${height + 6}L${focalX + 120} ${height + 6}Q${focalX + 110} ${horizonY + 80} ${focalX + 10} ${horizonY + 12}Z`,
        sketch.linear([
          [0, scene.light],
          [1, mix(scene.light, scene.mid, 0.5)],
        ]),
      );
      if (scene.request.composition !== "icon") {
        const arch = scene.depth(0.75);
        sketch.line(`M${focalX - 62} ${horizonY + 60}v-90a62 62 0 0 1 124 0v90`, arch, { width: 9 });
        for (let leaf = 0; leaf < 90; leaf++) {
          const angle = dice.between(2.9, 6.5);
          const petal = dice.chance(0.4);
          sketch.circle(
            focalX + Math.cos(angle) * dice.between(56, 74),
            horizonY - 30 + Math.sin(angle) * dice.between(56, 74) * (angle > 3.1 && angle < 6.3 ? 1 : -1),
            dice.between(3, 8),
            petal ? scene.accent : mix(scene.mid, scene.shadow, dice.between(0, 0.5)),
          );
        }
      }
      for (let bush = 0; bush < 26; bush++) {
        const near = bush / 26;
        const x = dice.between(0, 1) * width;
        if (Math.abs(x - focalX) < 70 + 60 * near) continue;
        const y = horizonY + 30 + near * (height - horizonY) * 0.7;
        sketch.ellipse(x, y, 26 + 36 * near, 16 + 20 * near, mix(scene.mid, scene.shadow, 0.3 + 0.45 * near));
        const lit = scene.towards(x);
        for (let clump = 0; clump < 4; clump++)
          sketch.ellipse(
            x + lit * 8 + dice.between(-18, 18) * (0.5 + near),
            y - (5 + 8 * near) * dice.between(0.3, 1),
            (11 + 13 * near) * dice.between(0.6, 1),
            (6 + 8 * near) * dice.between(0.6, 1),
            mix(mix(scene.mid, scene.shadow, 0.1 + 0.3 * near), scene.light, clump * 0.07),
          );
        for (let flower = 0; flower < 8; flower++)
          sketch.circle(
            x + dice.between(-30, 30) * (0.6 + near),
            y - dice.between(-4, 16) * (0.6 + near),
            2.4 + 3 * near,
            dice.chance(0.7) ? scene.accent : mix(scene.light, WHITE, 0.3),
          );
      }
    },
    near: (scene) => {
      drawBough(scene, scene.calmSide === -1 ? scene.width : 0, scene.depth(0.9));
      for (let index = 0; index < 26; index++) {
        const x = scene.dice.between(0, 1) * scene.width;
        const y = scene.height - scene.dice.between(0, 50);
        scene.sketch.line(
          `M${x} ${scene.height + 5}Q${x + 6} ${y + 20} ${x + scene.dice.between(-14, 14)} ${y}`,
          scene.depth(0.95),
          { width: 3.4 },
        );
        scene.sketch.circle(
          x + scene.dice.between(-10, 10),
          y,
          scene.dice.between(5, 10),
          scene.dice.chance(0.75) ? scene.accent : scene.light,
        );
      }
    },
  },
};
