import type { Act } from "../act.ts";
import { BLACK, mix } from "../colour.ts";
import { drawForeground, drawRange } from "../parts/land.ts";
import { drawRays, drySky } from "../parts/sky.ts";
import { drawTreeline } from "../parts/trees.ts";
import { drawCar } from "../parts/vehicles.ts";
import { drawRoadway } from "./ways.ts";

/** A road through woods that climbs to a pass; guard posts in the accent. */
const mountainRoad: Act = {
  sky: (scene) => {
    drySky(scene);
    drawRange(scene, {
      y: scene.horizonY - 10,
      amplitude: 160,
      nearness: 0.14,
      peakX: scene.width - scene.focalX,
      snowy: true,
    });
  },
  far: (scene) => {
    drawForeground(scene, scene.horizonY + 4, scene.depth(0.36), 30);
    drawTreeline(scene, scene.horizonY + 26, 60, Math.round(scene.width / 20), scene.depth(0.5), scene.focalX);
  },
  ground: (scene) => {
    const { sketch, focalX, horizonY, height, width } = scene;
    drawForeground(scene, horizonY + 24, mix(scene.mid, scene.shadow, 0.35), 8);
    const bend = scene.dice.side();
    const edge = (out: number, end: number) =>
      `C${focalX + bend * 190 + out * 12} ${horizonY + 52} ${focalX - bend * 260 + out * 70} ${horizonY + 100} ${end} ${height + 6}`;
    const left = width * 0.5 - 250;
    const right = width * 0.5 + 190;
    sketch.path(
      `M${focalX - 5} ${horizonY + 18}${edge(-1, left)}H${right}C${focalX - bend * 260 + 120} ${horizonY + 106} ${focalX + bend * 190 + 22} ${horizonY + 54} ${focalX + 6} ${horizonY + 18}Z`,
      sketch.linear([
        [0, mix(scene.mid, scene.light, 0.4)],
        [0.4, mix(scene.shadow, scene.mid, 0.45)],
        [1, mix(scene.shadow, BLACK, 0.1)],
      ]),
    );
    sketch.line(
      `M${focalX} ${horizonY + 18}C${focalX + bend * 190 + 4} ${horizonY + 53} ${focalX - bend * 260 + 20} ${horizonY + 103} ${(left + right) / 2} ${height + 6}`,
      scene.light,
      { width: 5, dash: "26 20" },
    );
    for (let post = 0; post < 11; post++) {
      const near = (post / 11) ** 1.6;
      const x = focalX + scene.heavySide * (14 + near * width * 0.4);
      const y = horizonY + 34 + near * (height - horizonY - 40);
      sketch.rect(x, y - 10 - 50 * near, 2 + 9 * near, 12 + 54 * near, scene.light);
      sketch.rect(x, y - 8 - 46 * near, 2 + 9 * near, 4 + 15 * near, scene.accent);
    }
    if (scene.request.composition === "vista") drawCar(scene, focalX + bend * 26, horizonY + 66, 0.62);
  },
  near: (scene) => {
    drawTreeline(scene, scene.height * 1.04, 130, Math.round(scene.width / 50), scene.depth(1), scene.width * 0.5);
  },
};

/** Down the middle of a long avenue of trees. */
const avenue: Act = {
  sky: drySky,
  far: (scene) => {
    drawRange(scene, { y: scene.horizonY + 6, amplitude: 60, nearness: 0.2, peakX: scene.focalX, snowy: false });
  },
  ground: (scene) => {
    const { sketch, horizonY, width, height, focalX, dice } = scene;
    sketch.rect(
      -5,
      horizonY + 4,
      width + 10,
      height,
      sketch.linear([
        [0, mix(scene.mid, scene.light, 0.35)],
        [0.35, scene.mid],
        [1, mix(scene.shadow, scene.mid, 0.4)],
      ]),
    );
    drawRoadway(scene, horizonY + 4, 250);
    for (let pair = 0; pair < 8; pair++) {
      const near = ((pair + 0.6) / 8) ** 1.9;
      for (const side of [-1, 1]) {
        const x = focalX + (width / 2 - focalX) * 0.65 * near + side * (16 + 330 * near);
        const foot = horizonY + 6 + near * (height - horizonY) * 0.94;
        const tall = 46 + 520 * near;
        const leaf = mix(
          pair % 2 === 0 ? scene.accent : mix(scene.accent, scene.mid, 0.4),
          scene.shadow,
          0.1 + 0.4 * near,
        );
        sketch.polygon(
          [
            [x - 2 - 9 * near, foot],
            [x - 1 - 4 * near, foot - tall * 0.6],
            [x + 1 + 4 * near, foot - tall * 0.6],
            [x + 2 + 9 * near, foot],
          ],
          scene.depth(0.6 + 0.4 * near),
        );
        for (let clump = 0; clump < 11; clump++)
          sketch.ellipse(
            x + dice.between(-0.2, 0.2) * tall,
            foot - tall * dice.between(0.5, 0.95),
            tall * dice.between(0.07, 0.13),
            tall * dice.between(0.06, 0.1),
            clump > 6 ? mix(leaf, scene.light, 0.35) : leaf,
          );
      }
    }
    drawRays(scene, scene.lightX, scene.lightY, 5, height * 0.7, 0.16);
    if (scene.request.composition === "vista") drawCar(scene, focalX + 16, horizonY + (height - horizonY) * 0.34, 0.6);
  },
};

export const ROADS = { mountainRoad, avenue };
