import type { Act } from "../act.ts";
import { mix } from "../colour.ts";
import { drawCastle } from "../parts/buildings.ts";
import { drawForeground, drawRange } from "../parts/land.ts";
import { drawBoat } from "../parts/shore.ts";
import { drawBirds, drawEveningSky, drawHaze, drawHeapedSky, drawSky, drawStars, drawSun } from "../parts/sky.ts";
import { drawPine, drawTreeline } from "../parts/trees.ts";
import { drawWater } from "../parts/water.ts";

/** A stronghold on a sheer rock, a bridge to it. */
const cragCastle: Act = {
  sky: (scene) => {
    drawSky(scene);
    if (scene.night) drawStars(scene, 90, scene.horizonY);
    drawSun(scene, scene.dice.between(48, 84));
    drawHeapedSky(scene, 5, scene.night ? 0.5 : 0.25);
  },
  far: (scene) => {
    const { sketch, focalX, horizonY, height } = scene;
    drawRange(scene, { y: horizonY + 40, amplitude: 110, nearness: 0.14, peakX: scene.width - focalX, snowy: false });
    const x = focalX + scene.heavySide * (scene.request.composition === "figure" ? 90 : 0);
    const top = horizonY - 26;
    const rock = scene.depth(0.5);
    const towards = scene.towards(x);
    sketch.polygon(
      [
        [x - 110, top],
        [x + 110, top],
        [x + 134, top + 60],
        [x + 120, top + 130],
        [x + 180, height],
        [x - 190, height],
        [x - 128, top + 130],
        [x - 140, top + 50],
      ],
      sketch.linear([
        [0, mix(rock, scene.light, 0.2)],
        [0.5, rock],
        [1, mix(rock, scene.horizon, 0.4)],
      ]),
    );
    for (let facet = 0; facet < 9; facet++) {
      const fx = x + scene.dice.between(-110, 110);
      const fy = top + scene.dice.between(6, 120);
      sketch.polygon(
        [
          [fx, fy],
          [fx + towards * 18, fy + 14],
          [fx + towards * 12, fy + 70],
          [fx - towards * 6, fy + 54],
        ],
        facet % 2 === 0 ? mix(rock, scene.light, 0.4) : mix(rock, scene.shadow, 0.5),
        { opacity: 0.5 },
      );
    }
    if (scene.request.composition !== "icon")
      drawCastle(scene, x, top, Math.min(1.25, scene.height / 520), scene.depth(0.6));
    const side = -scene.heavySide;
    sketch.path(
      `M${x + side * 100} ${top - 2}H${x + side * 460}V${top + 14}${Array.from({ length: 4 }, (_, arch) => `H${x + side * (440 - arch * 86)}v60a34 34 0 0 0 ${-side * 66} 0v-60`).join("")}H${x + side * 100}Z`,
      scene.depth(0.5),
    );
    drawBirds(scene, 9, x, top - 150);
  },
  ground: (scene) => {
    drawHaze(scene, scene.horizonY + 90, 70, mix(scene.horizon, scene.light, 0.3), 0.6);
    drawTreeline(scene, scene.height * 0.88, 90, Math.round(scene.width / 24), scene.depth(0.82), scene.focalX);
    drawForeground(scene, scene.height * 0.94, scene.depth(1), 8);
  },
  near: (scene) => {
    for (let index = 0; index < 3; index++)
      drawPine(
        scene,
        (scene.heavySide < 0 ? scene.dice.between(0, 0.12) : scene.dice.between(0.88, 1)) * scene.width,
        scene.height * 1.03,
        scene.dice.between(180, 380),
        scene.depth(1),
      );
  },
};

/** The castle by a lake, upside down in it. */
const lakeCastle: Act = {
  sky: drawEveningSky,
  far: (scene) => {
    const { focalX, horizonY, width } = scene;
    drawRange(scene, { y: horizonY, amplitude: 150, nearness: 0.1, peakX: width - focalX, snowy: true });
    drawTreeline(scene, horizonY + 24, 46, Math.round(width / 16), scene.depth(0.4), focalX);
    if (scene.request.composition !== "icon")
      drawCastle(
        scene,
        focalX + scene.heavySide * (scene.request.composition === "figure" ? 80 : 0),
        horizonY + 10,
        1.15,
        mix(scene.depth(0.4), scene.light, 0.16),
      );
  },
  ground: (scene) => {
    const { horizonY, focalX, sketch, dice } = scene;
    drawWater(scene, horizonY + 52, 0.1);
    for (let smear = 0; smear < 9; smear++)
      sketch.rect(
        focalX - 90 + smear * 20,
        horizonY + 54,
        dice.between(9, 18),
        dice.between(60, 190),
        sketch.linear([
          [0, scene.depth(0.5), 0.7],
          [1, scene.depth(0.5), 0],
        ]),
      );
    drawHaze(scene, horizonY + 54, 14, scene.light, 0.5);
    if (scene.request.composition === "vista")
      drawBoat(scene, focalX - scene.heavySide * 120, scene.height * 0.86, 0.9, dice.chance(0.6));
  },
  near: (scene) => {
    drawForeground(scene, scene.height * 0.955, scene.depth(1), 8);
    for (let index = 0; index < 4; index++)
      drawPine(
        scene,
        (index < 3 === scene.heavySide < 0 ? scene.dice.between(0, 0.12) : scene.dice.between(0.88, 1)) * scene.width,
        scene.height * 1.02,
        scene.dice.between(150, 330),
        scene.depth(0.95),
      );
  },
};

export const STRONGHOLDS = { cragCastle, lakeCastle };
