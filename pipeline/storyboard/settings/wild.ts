import type { Acts } from "../act.ts";
import { mix, WHITE } from "../colour.ts";
import { drawHouse } from "../parts/buildings.ts";
import { drawDunes, drawForeground, drawRange } from "../parts/land.ts";
import { drawLamp } from "../parts/lights.ts";
import { drawBirds, drawClouds, drawHaze, drawRays, drawSky, drawStars, drawStreaks, drawSun } from "../parts/sky.ts";
import { drawBareTree, drawPine, drawTreeline, drawTrunks, drawWoods } from "../parts/trees.ts";
import { drawShip } from "../parts/vehicles.ts";
import { drawRocks, drawWater } from "../parts/water.ts";
import { drawFog, drawLightning, drawRain, drawSnowfall } from "../parts/weather.ts";
import type { Scene } from "../scene.ts";

function openSky(scene: Scene): void {
  drawSky(scene);
  if (scene.night) drawStars(scene, 110, scene.horizonY * 0.8);
  drawSun(scene);
  const cloud = scene.night ? mix(scene.mid, scene.horizon, 0.4) : mix(scene.light, WHITE, 0.25);
  drawClouds(scene, 5, scene.height * 0.05, scene.horizonY * 0.7, cloud, scene.night ? 0.3 : 0.5);
  drawStreaks(scene, 6);
}

function pinesAtTheEdge(scene: Scene, footY: number, count: number): void {
  const { dice, width } = scene;
  for (let index = 0; index < count; index++) {
    const edge = scene.calmSide === 0 ? dice.side() : -scene.calmSide;
    const x = edge < 0 ? dice.between(-0.02, 0.17) * width : dice.between(0.83, 1.02) * width;
    drawPine(scene, x, footY + dice.between(0, 20), dice.between(130, 300), scene.depth(dice.between(0.85, 1)));
  }
}

/** Places where nobody lives, or nearly nobody. */
export const WILD: Acts<"mountains" | "sea" | "forest" | "desert" | "storm" | "fog" | "snow"> = {
  mountains: {
    lonely: true,
    sky: openSky,
    far: (scene) => {
      const snowy = scene.dice.chance(0.7);
      for (let index = 0; index < 3; index++) {
        drawRange(scene, {
          y: scene.horizonY - 26 + index * 30,
          amplitude: scene.dice.between(150, 230) * (1 - index * 0.22),
          nearness: 0.1 + index * 0.2,
          peakX: scene.focalX + scene.dice.between(-0.1, 0.1) * scene.width * (1 + index),
          snowy: snowy && index < 2,
        });
      }
    },
    ground: (scene) => {
      drawRange(scene, {
        y: scene.height * 0.8,
        amplitude: 70,
        nearness: 0.68,
        peakX: scene.width - scene.focalX,
        snowy: false,
      });
      drawTreeline(scene, scene.height * 0.86, 58, Math.round(scene.width / 17), scene.depth(0.82), scene.focalX);
      drawBirds(scene, 6, scene.width - scene.focalX, scene.height * 0.28);
    },
    near: (scene) => {
      drawForeground(scene, scene.groundY, scene.depth(1));
      pinesAtTheEdge(scene, scene.height * 0.97, 4);
    },
  },
  sea: {
    sky: openSky,
    far: (scene) => {
      const side = scene.calmSide === 0 ? scene.dice.side() : -scene.calmSide;
      const headland = scene.depth(0.3);
      const edge = side < 0 ? -10 : scene.width + 10;
      const points = [
        [edge, scene.horizonY + 4],
        [edge, scene.horizonY - 90],
        [edge - side * 90, scene.horizonY - 66],
        [edge - side * 150, scene.horizonY - 26],
        [edge - side * 230, scene.horizonY + 4],
      ] as const;
      scene.sketch.polygon(
        points,
        scene.sketch.linear([
          [0, headland],
          [1, mix(headland, scene.horizon, 0.5)],
        ]),
      );
    },
    ground: (scene) => {
      drawWater(scene, scene.horizonY, scene.request.mood === "tense" ? 0.8 : 0.25);
      if (scene.request.composition === "vista")
        drawShip(scene, scene.focalX, scene.horizonY + scene.dice.between(26, 60), scene.dice.between(0.9, 1.3));
      drawBirds(scene, 5, scene.focalX, scene.height * 0.22);
    },
    near: (scene) => {
      const edge = scene.calmSide === 1 ? 0.06 : scene.calmSide === -1 ? 0.94 : scene.dice.pick([0.05, 0.95]);
      drawRocks(scene, scene.width * edge, scene.height + 4, 90);
      if (scene.request.composition === "figure") drawForeground(scene, scene.groundY, scene.depth(1), 6);
    },
  },
  forest: {
    lonely: true,
    sky: (scene) => {
      drawSky(scene);
      drawSun(scene, scene.dice.between(20, 34));
    },
    far: (scene) => drawWoods(scene, scene.horizonY - 30, scene.height * 0.76, 4, 120),
    ground: (scene) => {
      drawForeground(scene, scene.height * 0.85, scene.depth(0.9), 8);
      scene.sketch.glow(scene.focalX, scene.height * 0.9, 170, scene.rim, 0.4, 40);
      drawRays(scene, scene.lightX, scene.lightY, 6, scene.height * 0.8, 0.2);
    },
    near: (scene) => drawTrunks(scene, 5),
  },
  desert: {
    lonely: true,
    sky: (scene) => {
      drawSky(scene);
      drawSun(scene, scene.dice.between(40, 70));
      drawStreaks(scene, 9);
    },
    far: (scene) => {
      const { dice, horizonY } = scene;
      for (let index = 0; index < 3; index++) {
        const x = scene.focalX + dice.between(-0.5, 0.5) * scene.width;
        const wide = dice.between(40, 110);
        const tall = dice.between(34, 100);
        const stone = mix(scene.depth(0.25), scene.accent, 0.15);
        scene.sketch.polygon(
          [
            [x - wide * 1.5, horizonY + 8],
            [x - wide, horizonY - tall * 0.5],
            [x - wide * 0.8, horizonY - tall],
            [x + wide * 0.75, horizonY - tall * 1.02],
            [x + wide, horizonY - tall * 0.45],
            [x + wide * 1.6, horizonY + 8],
          ],
          scene.sketch.linear(
            [
              [0, mix(stone, scene.light, 0.3)],
              [1, mix(stone, scene.horizon, 0.35)],
            ],
            [0, 0],
            [1, 0.4],
          ),
        );
      }
    },
    ground: (scene) => drawDunes(scene, scene.horizonY, scene.height * 0.9, 5, mix(scene.mid, scene.light, 0.35)),
    near: (scene) => {
      const x = scene.calmSide === -1 ? scene.width * 0.93 : scene.width * 0.07;
      drawBareTree(scene, x, scene.height * 1.01, 220, scene.depth(1));
    },
  },
  storm: {
    lonely: true,
    sky: (scene) => {
      drawSky(scene);
      drawClouds(
        scene,
        16,
        -20,
        scene.horizonY * 0.75,
        mix(scene.shadow, scene.mid, scene.dice.between(0.1, 0.5)),
        0.85,
      );
      scene.sketch.glow(scene.focalX, scene.horizonY, scene.width * 0.4, scene.accent, 0.35, 70);
    },
    far: (scene) => {
      drawLightning(scene, scene.focalX + scene.dice.between(-50, 50), scene.horizonY);
      drawRange(scene, { y: scene.horizonY + 10, amplitude: 46, nearness: 0.35, peakX: scene.focalX, snowy: false });
    },
    ground: (scene) => {
      drawForeground(scene, scene.horizonY + 40, scene.depth(0.7), 8);
      drawHaze(scene, scene.horizonY + 44, 30, scene.horizon, 0.3);
      if (scene.request.composition !== "icon")
        drawHouse(
          scene,
          scene.focalX + (scene.request.composition === "vista" ? 0 : 150),
          scene.height * 0.83,
          1.1,
          scene.depth(0.9),
          scene.depth(1),
        );
    },
    near: (scene) => {
      drawForeground(scene, scene.groundY, scene.depth(1), 9);
      drawBareTree(
        scene,
        scene.calmSide === -1 ? scene.width * 0.9 : scene.width * 0.1,
        scene.height * 0.97,
        300,
        scene.depth(1),
      );
    },
    air: (scene) => drawRain(scene, 170),
  },
  fog: {
    lonely: true,
    sky: (scene) => {
      drawSky(scene);
      scene.sketch.circle(scene.lightX, scene.lightY, 30, scene.light);
    },
    far: (scene) => drawWoods(scene, scene.horizonY - 40, scene.height * 0.72, 3, 130),
    ground: (scene) => {
      drawFog(scene, scene.horizonY - 60, scene.height * 0.86, 0.6);
      drawForeground(scene, scene.height * 0.84, scene.depth(0.75), 8);
      drawLamp(scene, scene.focalX + (scene.request.composition === "vista" ? 0 : 105), scene.height * 0.9, 230);
      drawFog(scene, scene.height * 0.74, scene.height, 0.4);
    },
    near: (scene) =>
      drawBareTree(
        scene,
        scene.calmSide === -1 ? scene.width * 0.94 : scene.width * 0.06,
        scene.height * 1.02,
        390,
        scene.depth(1),
      ),
  },
  snow: {
    sky: openSky,
    far: (scene) => {
      drawRange(scene, { y: scene.horizonY, amplitude: 130, nearness: 0.2, peakX: scene.focalX, snowy: true });
      drawWoods(scene, scene.horizonY + 4, scene.horizonY + 34, 2, 74, mix(scene.light, WHITE, 0.5));
    },
    ground: (scene) => {
      drawDunes(scene, scene.horizonY + 44, scene.height * 0.92, 3, mix(scene.light, WHITE, 0.45));
      if (scene.request.composition !== "icon")
        drawHouse(
          scene,
          scene.focalX + (scene.calmSide === 0 ? 110 : -scene.calmSide * 90),
          scene.height * 0.78,
          0.95,
          scene.depth(0.8),
          mix(scene.light, WHITE, 0.6),
        );
    },
    near: (scene) => {
      for (let index = 0; index < 4; index++) {
        const edge = scene.dice.chance(0.5) ? scene.dice.between(-0.03, 0.13) : scene.dice.between(0.87, 1.03);
        drawPine(
          scene,
          scene.width * edge,
          scene.height * scene.dice.between(0.94, 1.06),
          scene.dice.between(150, 330),
          scene.depth(0.9),
          mix(scene.light, WHITE, 0.6),
        );
      }
    },
    air: (scene) => drawSnowfall(scene, 130),
  },
};
