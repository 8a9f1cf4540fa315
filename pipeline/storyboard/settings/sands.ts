import type { Act } from "../act.ts";
import { mix } from "../colour.ts";
import { drawCaravan } from "../parts/crowd.ts";
import { drawDunes, drawForeground } from "../parts/land.ts";
import { drawCactus, drawGrass, drawPalm } from "../parts/plants.ts";
import { drawCliff, drawMesa, drawScree } from "../parts/rocks.ts";
import { drawBirds, drawHaze, drySky } from "../parts/sky.ts";

/** Table mountains and cactus. */
const mesas: Act = {
  lonely: true,
  sky: drySky,
  far: (scene) => {
    const { dice, horizonY, width, focalX } = scene;
    for (const [index, nearness] of [0.12, 0.2, 0.34].entries()) {
      const x = index === 2 ? focalX + scene.heavySide * 60 : dice.between(0.05, 0.95) * width;
      drawMesa(
        scene,
        x,
        horizonY + 10 + index * 14,
        dice.between(60, 110) * (1 + index * 0.2),
        dice.between(80, 150) * (1 + index * 0.16),
        mix(scene.depth(nearness), scene.accent, 0.22),
      );
      drawHaze(scene, horizonY + 10 + index * 14, 22, scene.horizon, 0.4);
    }
  },
  ground: (scene) => drawScree(scene, scene.horizonY + 20, scene.height * 0.86, mix(scene.mid, scene.light, 0.25)),
  near: (scene) => {
    const { dice, width, height } = scene;
    for (let index = 0; index < 5; index++) {
      const side = index < 3 ? scene.heavySide : -scene.heavySide;
      const x = side < 0 ? dice.between(0, 0.2) * width : dice.between(0.8, 1) * width;
      if (Math.abs(x - scene.focalX) < 60) continue;
      drawCactus(scene, x, height * dice.between(0.9, 1.02), dice.between(70, 230), scene.depth(dice.between(0.8, 1)));
    }
    drawForeground(scene, height * 0.96, scene.depth(1), 8);
  },
};

/** A caravan on the crest of a dune, pyramids or palms behind. */
const caravan: Act = {
  sky: drySky,
  far: (scene) => {
    const { sketch, dice, focalX, horizonY, width } = scene;
    if (dice.chance(0.5)) {
      for (const [index, size] of [110, 160, 76].entries()) {
        const x = focalX + (index - 1) * width * 0.17;
        const stone = scene.depth(0.2 + index * 0.05);
        const towards = scene.towards(x);
        const foot = horizonY + 20;
        sketch.polygon(
          [
            [x, foot - size],
            [x - towards * size * 1.1, foot],
            [x + towards * size * 0.3, foot],
          ],
          mix(stone, scene.shadow, 0.35),
        );
        sketch.polygon(
          [
            [x, foot - size],
            [x + towards * size * 1.15, foot],
            [x + towards * size * 0.3, foot],
          ],
          mix(stone, scene.light, 0.5),
        );
      }
    } else
      for (let palm = 0; palm < 9; palm++)
        drawPalm(
          scene,
          focalX + dice.between(-0.2, 0.2) * width,
          horizonY + 34,
          dice.between(80, 150),
          scene.depth(0.45),
        );
    drawHaze(scene, horizonY + 16, 34, scene.horizon, 0.4);
  },
  ground: (scene) => {
    const { horizonY, height, focalX } = scene;
    const sand = mix(scene.mid, scene.light, 0.4);
    drawDunes(scene, horizonY + 26, horizonY + 74, 3, sand);
    if (scene.request.composition !== "icon")
      drawCaravan(scene, focalX + scene.heavySide * 60, horizonY + 86, 0.56, scene.width > scene.height ? 5 : 3);
    drawDunes(scene, height * 0.82, height * 0.94, 2, mix(sand, scene.shadow, 0.2));
  },
};

/** Between canyon walls, a ribbon of water. */
const canyon: Act = {
  lonely: true,
  sky: drySky,
  far: (scene) => {
    const { horizonY, width, height, focalX, dice } = scene;
    for (const layer of [0, 1, 2])
      for (const side of [-1, 1] as const)
        drawCliff(scene, {
          side,
          topY: horizonY - 150 + layer * 30 + dice.between(-40, 30),
          footY: height * (0.72 + layer * 0.07),
          reach: (side < 0 ? focalX : width - focalX) * (0.92 - layer * 0.17),
          colour: mix(scene.depth(0.2 + layer * 0.24), scene.accent, 0.3 - layer * 0.1),
        });
  },
  ground: (scene) => {
    const { sketch, focalX, horizonY, height } = scene;
    drawScree(scene, height * 0.8, height * 0.94, mix(scene.mid, scene.accent, 0.15));
    sketch.path(
      `M${focalX - 12} ${horizonY + 60}C${focalX - 90} ${height * 0.78} ${focalX + 110} ${height * 0.86} ${focalX - 40} ${height + 6}H${focalX + 150}C${focalX + 200} ${height * 0.86} ${focalX - 20} ${height * 0.78} ${focalX + 14} ${horizonY + 60}Z`,
      sketch.linear([
        [0, scene.light],
        [0.7, mix(scene.light, scene.mid, 0.3)],
        [1, mix(scene.mid, scene.light, 0.2)],
      ]),
    );
    drawBirds(scene, 6, focalX, height * 0.22);
  },
  near: (scene) => drawGrass(scene, scene.height + 6, 46, 36, scene.depth(1)),
};

export const SANDS = { mesas, caravan, canyon };
