import type { Acts } from "../act.ts";
import { BLACK, mix } from "../colour.ts";
import { drawSkyline } from "../parts/buildings.ts";
import { drawRange } from "../parts/land.ts";
import { drawNeonSign } from "../parts/lights.ts";
import { drawEveningSky, drawHaze, drawSky } from "../parts/sky.ts";
import { drawTreeline } from "../parts/trees.ts";
import { drawCar, drawTrain } from "../parts/vehicles.ts";
import { drawReflections } from "../parts/water.ts";
import type { Scene } from "../scene.ts";
import type { Point } from "../sketch.ts";

/** A road or street that runs to the vanishing point. */
export function drawRoadway(scene: Scene, topY: number, half: number): void {
  const { sketch, focalX, width, height } = scene;
  const footX = width / 2 + (focalX - width / 2) * 0.35;
  const lane = (share: number, out: number): Point => [
    focalX + (footX - focalX) * share + out * (3 + half * share),
    topY + (height - topY) * share,
  ];
  sketch.polygon(
    [lane(0, -1), lane(0, 1), lane(1, 1), lane(1, -1)],
    sketch.linear([
      [0, mix(scene.mid, scene.horizon, 0.35)],
      [0.4, mix(scene.shadow, scene.mid, 0.4)],
      [1, mix(scene.shadow, BLACK, 0.2)],
    ]),
  );
  for (const out of [-0.94, 0.94])
    sketch.polygon(
      [lane(0, out), lane(0, out * 1.02), lane(1, out * 1.02), lane(1, out * 0.98)],
      mix(scene.light, scene.mid, 0.2),
      { opacity: 0.8 },
    );
  for (let dash = 0; dash < 9; dash++) {
    const from = ((dash + 0.1) / 9) ** 2.2;
    const to = ((dash + 0.6) / 9) ** 2.2;
    sketch.polygon(
      [lane(from, -0.03), lane(from, 0.03), lane(to, 0.03), lane(to, -0.03)],
      mix(scene.accent, scene.light, 0.3),
    );
  }
}

/** Places that people pass through. */
export const WAYS: Acts<"road" | "neon" | "train"> = {
  road: {
    sky: drawEveningSky,
    far: (scene) => {
      drawRange(scene, {
        y: scene.horizonY + 4,
        amplitude: 80,
        nearness: 0.2,
        peakX: scene.width - scene.focalX,
        snowy: false,
      });
    },
    ground: (scene) => {
      const { sketch, horizonY, width, height } = scene;
      sketch.rect(
        -5,
        horizonY,
        width + 10,
        height,
        sketch.linear([
          [0, mix(scene.mid, scene.horizon, 0.4)],
          [1, mix(scene.shadow, scene.mid, 0.3)],
        ]),
      );
      drawHaze(scene, horizonY, 26, scene.light, 0.4);
      drawRoadway(scene, horizonY, scene.dice.between(250, 340));
      for (let pole = 0; pole < 7; pole++) {
        const share = ((pole + 0.6) / 7) ** 2.2;
        const side = scene.calmSide === 0 ? 1 : -scene.calmSide;
        const x = scene.focalX + side * (26 + 440 * share);
        const foot = horizonY + (height - horizonY) * share;
        const tall = 24 + 420 * share;
        sketch.rect(x, foot - tall, 1.5 + 9 * share, tall, scene.depth(0.5 + share * 0.5));
        sketch.rect(
          x - 14 * (share + 0.1) * 4,
          foot - tall * 0.9,
          30 * (share + 0.1) * 4,
          1 + 4 * share,
          scene.depth(0.5 + share * 0.5),
        );
      }
      if (scene.request.composition === "vista")
        drawCar(scene, scene.focalX + 26, horizonY + (height - horizonY) * 0.45, 0.75);
    },
  },
  neon: {
    sky: (scene) => {
      drawSky(scene);
      scene.sketch.cover(scene.shadow, { opacity: 0.45 });
      scene.sketch.glow(scene.focalX, scene.horizonY, scene.width * 0.35, scene.accent, 0.6, scene.height * 0.36);
      drawSkyline(scene, {
        y: scene.horizonY + 20,
        low: 60,
        high: 170,
        colour: scene.depth(0.4),
        window: scene.light,
        lit: 0.2,
      });
    },
    ground: (scene) => {
      const { sketch, dice, focalX, width, height, horizonY } = scene;
      sketch.rect(
        -5,
        horizonY + 10,
        width + 10,
        height,
        sketch.linear([
          [0, mix(scene.mid, scene.accent, 0.3)],
          [0.3, mix(scene.shadow, scene.mid, 0.4)],
          [1, mix(scene.shadow, BLACK, 0.3)],
        ]),
      );
      for (const side of [-1, 1]) {
        for (let block = 0; block < 5; block++) {
          const near = (block + 1) / 5;
          const inner = focalX + side * (34 + near ** 1.6 * width * 0.36);
          const outer = side < 0 ? -10 : width + 10;
          const foot = horizonY + 8 + near ** 1.8 * (height - horizonY) * 0.72;
          const top = height * 0.42 * (1 - near ** 0.8) - 20;
          const wall = mix(mix(scene.mid, scene.shadow, 0.35 + 0.6 * near), BLACK, 0.1);
          sketch.polygon(
            [
              [inner, top],
              [outer, top - 40],
              [outer, foot + 50],
              [inner, foot],
            ],
            sketch.linear([
              [0, wall],
              [1, mix(wall, scene.mid, 0.2)],
            ]),
          );
          for (let pane = 0; pane < 7; pane++) {
            if (dice.chance(0.5))
              sketch.rect(
                inner + side * dice.between(12, 60),
                top + dice.between(20, foot - top - 40),
                9,
                12,
                mix(scene.light, scene.accent, dice.between(0, 1)),
                { opacity: 0.7 },
              );
          }
          const signX = inner + side * dice.between(10, 40);
          const calm = side === scene.calmSide && block > 1;
          if (!calm)
            drawNeonSign(
              scene,
              signX,
              foot - (foot - top) * dice.between(0.3, 0.65),
              18 + 40 * near,
              dice.chance(0.6) ? scene.accent : scene.light,
            );
        }
      }
      for (let awning = 0; awning < 6; awning++) {
        const near = (awning + 1) / 6;
        const side = awning % 2 === 0 ? 1 : -1;
        const x = focalX + side * (44 + near ** 1.6 * width * 0.3);
        const y = horizonY + 4 + near ** 1.8 * (height - horizonY) * 0.3;
        const colour = [scene.mid, scene.accent, scene.light][awning % 3] as typeof scene.mid;
        sketch.polygon(
          [
            [x, y - 10 - 26 * near],
            [x + side * (26 + 70 * near), y - 12 - 34 * near],
            [x + side * (22 + 60 * near), y + 4],
            [x - side * (8 + 16 * near), y],
          ],
          colour,
        );
      }
      drawReflections(scene, horizonY + 40, 34);
    },
  },
  train: {
    sky: drawEveningSky,
    far: (scene) => {
      drawRange(scene, {
        y: scene.horizonY - 6,
        amplitude: 150,
        nearness: 0.12,
        peakX: scene.width - scene.focalX,
        snowy: scene.dice.chance(0.5),
      });
      drawRange(scene, { y: scene.horizonY + 40, amplitude: 70, nearness: 0.35, peakX: scene.focalX, snowy: false });
    },
    ground: (scene) => {
      const { sketch, width, height, horizonY } = scene;
      const railY = horizonY + 46;
      const stone = scene.depth(0.66);
      for (let x = -40; x < width + 90; x += 92) {
        sketch.path(
          `M${x} ${height}V${railY + 10}H${x + 92}V${height}H${x + 82}V${railY + 62}a36 36 0 0 0 -72 0V${height}Z`,
          sketch.linear([
            [0, mix(stone, scene.light, 0.2)],
            [1, mix(stone, scene.horizon, 0.25)],
          ]),
        );
      }
      sketch.rect(-5, railY, width + 10, 13, mix(stone, scene.shadow, 0.3));
      drawTrain(scene, scene.focalX + (scene.calmSide === 1 ? 70 : -70), railY, 1.0, 4);
      drawHaze(scene, height * 0.9, 50, scene.horizon, 0.4);
    },
    near: (scene) =>
      drawTreeline(scene, scene.height * 0.97, 70, Math.round(scene.width / 22), scene.depth(1), scene.focalX),
  },
};
