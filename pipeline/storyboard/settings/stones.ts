import type { Act } from "../act.ts";
import { BLACK, mix } from "../colour.ts";
import { drawColumn } from "../parts/buildings.ts";
import { drawForeground, drawRange } from "../parts/land.ts";
import { drawPalm } from "../parts/plants.ts";
import { drawHaze, drawRays, drawSky, drySky } from "../parts/sky.ts";
import { drawTreeline } from "../parts/trees.ts";

/** A temple on a hill, its way lined with broken columns. */
const temple: Act = {
  shows: "temple",
  lonely: true,
  sky: drySky,
  far: (scene) => {
    const { sketch, focalX, horizonY, width } = scene;
    drawRange(scene, { y: horizonY + 6, amplitude: 70, nearness: 0.16, peakX: width - focalX, snowy: false });
    const hill = scene.depth(0.34);
    sketch.path(
      `M${focalX - 330} ${horizonY + 70}C${focalX - 200} ${horizonY + 40} ${focalX - 170} ${horizonY - 20} ${focalX - 130} ${horizonY - 24}H${focalX + 130}C${focalX + 180} ${horizonY - 16} ${focalX + 210} ${horizonY + 44} ${focalX + 340} ${horizonY + 70}Z`,
      sketch.linear([
        [0, mix(hill, scene.light, 0.25)],
        [1, hill],
      ]),
    );
    const stone = mix(scene.light, scene.mid, 0.15);
    const towards = scene.towards(focalX);
    for (let index = 0; index < 7; index++) {
      if (index === 5) continue;
      drawColumn(scene, focalX - 96 + index * 32, horizonY - 24, index === 6 ? 56 : 84, 13, stone, 1);
    }
    sketch.rect(focalX - 108, horizonY - 122, 172, 13, stone);
    sketch.polygon(
      [
        [focalX - 114, horizonY - 122],
        [focalX - 20, horizonY - 158],
        [focalX + 30, horizonY - 138],
        [focalX + 26, horizonY - 122],
      ],
      mix(stone, towards < 0 ? scene.light : scene.shadow, 0.3),
    );
    sketch.rect(focalX - 124, horizonY - 26, 248, 9, mix(stone, scene.shadow, 0.25));
    drawHaze(scene, horizonY + 62, 30, scene.horizon, 0.4);
  },
  ground: (scene) => {
    const { sketch, dice, focalX, horizonY, height } = scene;
    drawForeground(scene, horizonY + 62, mix(scene.mid, scene.shadow, 0.2), 9);
    for (let step = 0; step < 9; step++) {
      const near = step / 9;
      const half = 22 + 150 * near;
      const y = horizonY + 66 + near * (height * 0.98 - horizonY - 66);
      sketch.rect(focalX - half, y, half * 2, 4 + 9 * near, mix(scene.light, scene.mid, 0.1 + 0.4 * near));
      sketch.rect(focalX - half, y + 4 + 9 * near, half * 2, 3 + 11 * near, mix(scene.shadow, scene.mid, 0.4));
    }
    for (let index = 0; index < 6; index++) {
      const near = ((index + 1) / 6) ** 1.4;
      const side = index % 2 === 0 ? 1 : -1;
      drawColumn(
        scene,
        focalX + side * (60 + 280 * near),
        horizonY + 84 + near * (height - horizonY) * 0.6,
        70 + 150 * near,
        14 + 26 * near,
        scene.depth(0.4 + 0.4 * near),
        dice.chance(0.5) ? 1 : dice.between(0.3, 0.7),
      );
    }
    for (let poppy = 0; poppy < 90; poppy++) {
      const near = dice.between(0, 1);
      const x = dice.between(0, 1) * scene.width;
      if (Math.abs(x - focalX) < 40 + 150 * near) continue;
      sketch.ellipse(x, horizonY + 76 + near * (height - horizonY - 80), 2.5 + 6 * near, 2 + 4 * near, scene.accent);
    }
  },
};

/** The jungle has the stones back: a gate, roots, hanging plants. */
const overgrown: Act = {
  sky: (scene) => {
    drawSky(scene);
    scene.sketch.glow(scene.focalX, scene.horizonY * 0.8, scene.width * 0.3, scene.light, 0.8, scene.height * 0.5);
    drawTreeline(scene, scene.horizonY + 10, 150, Math.round(scene.width / 40), scene.depth(0.16), scene.focalX);
    drawHaze(scene, scene.horizonY - 30, 80, scene.horizon, 0.4);
  },
  far: (scene) => {
    const { sketch, dice, focalX, horizonY } = scene;
    const stone = mix(scene.depth(0.42), scene.light, 0.22);
    const foot = horizonY + 76;
    for (let tier = 0; tier < 5; tier++) {
      const half = 190 - tier * 34;
      const y = foot - tier * 44;
      sketch.rect(
        focalX - half,
        y - 46,
        half * 2,
        48,
        sketch.linear([
          [0, mix(stone, scene.light, 0.3)],
          [0.2, stone],
          [1, mix(stone, scene.shadow, 0.35)],
        ]),
      );
      for (let block = 0; block < 8; block++)
        sketch.rect(
          focalX + dice.between(-1, 0.85) * half,
          y - dice.between(10, 40),
          dice.between(12, 30),
          3,
          scene.shadow,
          { opacity: 0.3 },
        );
      for (let moss = 0; moss < 7; moss++)
        sketch.ellipse(
          focalX + dice.between(-1, 1) * half,
          y - 44,
          dice.between(12, 34),
          dice.between(4, 10),
          mix(scene.mid, scene.shadow, dice.between(0, 0.5)),
        );
    }
    sketch.path(
      `M${focalX - 40} ${foot + 2}V${foot - 70}Q${focalX} ${foot - 122} ${focalX + 40} ${foot - 70}V${foot + 2}Z`,
      mix(scene.shadow, BLACK, 0.3),
    );
    sketch.glow(focalX, foot - 30, 64, scene.accent, 0.9);
    sketch.path(
      `M${focalX - 26} ${foot + 2}V${foot - 56}Q${focalX} ${foot - 94} ${focalX + 26} ${foot - 56}V${foot + 2}Z`,
      scene.accent,
    );
    sketch.path(
      `M${focalX - 12} ${foot + 2}V${foot - 36}Q${focalX} ${foot - 62} ${focalX + 12} ${foot - 36}V${foot + 2}Z`,
      scene.light,
    );
    drawRays(scene, focalX + 60, -40, 6, scene.height * 0.9, 0.2);
  },
  ground: (scene) => {
    drawForeground(scene, scene.horizonY + 78, mix(scene.mid, scene.shadow, 0.3), 8);
    drawForeground(scene, scene.height * 0.9, scene.depth(0.92), 14);
    for (let index = 0; index < 12; index++)
      drawPalm(
        scene,
        (index < 6 ? scene.dice.between(-0.02, 0.2) : scene.dice.between(0.8, 1.02)) * scene.width,
        scene.height * scene.dice.between(0.84, 1),
        scene.dice.between(70, 150),
        scene.depth(scene.dice.between(0.6, 0.9)),
      );
  },
  near: (scene) => {
    const { sketch, dice, width } = scene;
    for (let vine = 0; vine < 16; vine++) {
      const x = dice.chance(0.5) ? dice.between(0, 0.25) * width : dice.between(0.75, 1) * width;
      const long = dice.between(60, 240);
      sketch.line(
        `M${x} -5q${dice.between(-20, 20)} ${long * 0.5} ${dice.between(-14, 14)} ${long}`,
        scene.depth(0.95),
        { width: dice.between(2, 5) },
      );
      for (let leaf = 0; leaf < 6; leaf++)
        sketch.ellipse(
          x + dice.between(-10, 10),
          long * dice.between(0.1, 1),
          9,
          4,
          leaf === 0 ? scene.accent : scene.depth(0.9),
        );
    }
  },
};

export const STONES = { temple, overgrown };
