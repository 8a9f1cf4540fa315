import type { Act } from "../act.ts";
import { BLACK, mix } from "../colour.ts";
import { drawSkyline } from "../parts/buildings.ts";
import { drawForeground } from "../parts/land.ts";
import { drawLamp, drawNeonSign } from "../parts/lights.ts";
import { drawBoat } from "../parts/shore.ts";
import { drawEveningSky, drawHaze, drawRays, drawSky } from "../parts/sky.ts";
import { drawCar } from "../parts/vehicles.ts";
import { drawReflections, drawWater } from "../parts/water.ts";
import { drawRain } from "../parts/weather.ts";

/** A great bridge over a river, towers behind it. */
const bridge: Act = {
  sky: drawEveningSky,
  far: (scene) => {
    const { horizonY } = scene;
    drawSkyline(scene, {
      y: horizonY + 6,
      low: 50,
      high: 190,
      colour: scene.depth(0.2),
      window: scene.light,
      lit: scene.night ? 0.12 : 0,
    });
    drawHaze(scene, horizonY - 20, 60, scene.horizon, 0.35);
    drawSkyline(scene, {
      y: horizonY + 16,
      low: 30,
      high: 130,
      colour: scene.depth(0.42),
      window: scene.accent,
      lit: 0.22,
    });
  },
  ground: (scene) => {
    const { sketch, focalX, horizonY, width, height } = scene;
    drawWater(scene, horizonY + 16, 0.1);
    drawReflections(scene, horizonY + 18, 30);
    const iron = scene.depth(0.82);
    const deck = horizonY + 4;
    const span = Math.min(330, width * 0.42);
    for (const tower of [-1, 0, 1]) {
      const x = focalX + tower * span;
      for (const leg of [-9, 9]) sketch.rect(x + leg - 4, deck - 150, 8, 196, iron);
      for (const bar of [-146, -96, -46]) sketch.rect(x - 12, deck + bar, 24, 7, iron);
      sketch.glow(x, deck - 154, 26, scene.accent, 0.9);
      sketch.circle(x, deck - 154, 5, scene.accent);
      for (const side of [-1, 1]) {
        sketch.line(
          `M${x} ${deck - 148}Q${x + (side * span) / 3.4} ${deck - 16} ${x + (side * span) / 2} ${deck - 14}`,
          iron,
          { width: 4 },
        );
        for (let rope = 1; rope < 9; rope++) {
          const share = rope / 9;
          const y = deck - 14 - 134 * (1 - share) ** 2.2;
          sketch.line(`M${x + (side * share * span) / 2} ${y}V${deck}`, iron, { width: 1.6 });
        }
      }
    }
    sketch.rect(-5, deck, width + 10, 11, iron);
    for (let x = 10; x < width; x += 30) sketch.circle(x, deck + 2, 3, x % 60 < 30 ? scene.accent : scene.light);
    if (scene.request.composition === "vista") drawBoat(scene, focalX + 60, height * 0.86, 0.9);
  },
  near: (scene) => {
    drawForeground(scene, scene.height * 0.95, scene.depth(1), 5);
    drawLamp(
      scene,
      scene.heavySide < 0 ? scene.width * 0.08 : scene.width * 0.92,
      scene.height * 0.98,
      scene.height * 0.5,
    );
  },
};

/** A street canyon towards a low sun, traffic below. */
const boulevard: Act = {
  sky: drawEveningSky,
  far: (scene) => {
    drawSkyline(scene, {
      y: scene.horizonY + 10,
      low: 60,
      high: 150,
      colour: scene.depth(0.2),
      window: scene.light,
      lit: 0.05,
    });
    drawHaze(scene, scene.horizonY - 10, 60, scene.horizon, 0.5);
  },
  ground: (scene) => {
    const { sketch, dice, focalX, width, height, horizonY } = scene;
    sketch.rect(
      -5,
      horizonY + 8,
      width + 10,
      height,
      sketch.linear([
        [0, mix(scene.mid, scene.light, 0.5)],
        [0.3, mix(scene.mid, scene.shadow, 0.3)],
        [1, mix(scene.shadow, BLACK, 0.1)],
      ]),
    );
    sketch.polygon(
      [
        [focalX - 8, horizonY + 8],
        [focalX + 8, horizonY + 8],
        [focalX + 90, height],
        [focalX - 90, height],
      ],
      scene.light,
      { opacity: 0.5 },
    );
    for (const side of [-1, 1]) {
      const room = side < 0 ? focalX : width - focalX;
      for (let block = 0; block < 6; block++) {
        const near = (block + 1) / 6;
        const inner = focalX + side * (30 + near ** 1.7 * room * 0.62);
        const outer = side < 0 ? -10 : width + 10;
        const foot = horizonY + 10 + near ** 1.8 * (height - horizonY) * 0.62;
        const top = horizonY - (90 + dice.between(60, 150)) * (0.5 + near * 1.3);
        const wall = scene.depth(0.18 + 0.74 * near);
        const lit = mix(wall, scene.light, 0.4);
        sketch.polygon(
          [
            [inner, top],
            [outer, top - 70 * near],
            [outer, foot + 70 * near],
            [inner, foot],
          ],
          sketch.linear(
            [
              [0, side < 0 ? wall : lit],
              [1, side < 0 ? lit : wall],
            ],
            [0, 0],
            [1, 0],
          ),
        );
        for (let floor = 0; floor < 9; floor++)
          for (let pane = 0; pane < 5; pane++) {
            if (!dice.chance(0.3)) continue;
            const x = inner + side * (8 + pane * (10 + 14 * near));
            const y = top + 14 + floor * (14 + 18 * near);
            if (y < foot - 30)
              sketch.rect(x, y, 5 + 6 * near, 6 + 8 * near, floor % 3 === 0 ? scene.light : scene.accent);
          }
      }
      for (let car = 0; car < 5; car++) {
        const near = ((car + dice.between(0.2, 0.8)) / 5) ** 1.7;
        const x = focalX + side * (10 + 70 * near);
        const y = horizonY + 16 + near * (height - horizonY) * 0.8;
        if (side === 1) drawCar(scene, x, y, 0.16 + 0.6 * near);
        else {
          sketch.rect(x - 30 * near - 4, y - 34 * near - 4, 60 * near + 8, 32 * near + 4, scene.depth(0.9), {
            round: 4,
          });
          for (const lamp of [-1, 1]) {
            sketch.glow(x + lamp * (22 * near + 2), y - 12 * near, 30 * near + 5, scene.light, 0.9);
            sketch.circle(x + lamp * (22 * near + 2), y - 12 * near, 5 * near + 1.4, scene.light);
          }
        }
      }
    }
    drawRays(scene, scene.lightX, scene.lightY, 4, height * 0.6, 0.16);
  },
};

/** A rainy alley with awnings and lanterns, tall signs, wires. */
const alley: Act = {
  sky: (scene) => {
    drawSky(scene);
    scene.sketch.cover(mix(scene.shadow, scene.mid, 0.3), { opacity: 0.5 });
    scene.sketch.glow(
      scene.focalX,
      scene.horizonY,
      scene.width * 0.26,
      mix(scene.accent, scene.light, 0.4),
      0.85,
      scene.height * 0.4,
    );
    drawSkyline(scene, {
      y: scene.horizonY + 20,
      low: 90,
      high: 200,
      colour: scene.depth(0.45),
      window: scene.accent,
      lit: 0.25,
      narrow: 14,
      wide: 34,
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
        [0, mix(scene.mid, scene.accent, 0.4)],
        [0.4, mix(scene.shadow, scene.mid, 0.5)],
        [1, mix(scene.shadow, BLACK, 0.2)],
      ]),
    );
    for (const side of [-1, 1]) {
      const room = side < 0 ? focalX : width - focalX;
      for (let shop = 0; shop < 4; shop++) {
        const near = (shop + 1) / 4;
        const inner = focalX + side * (46 + near ** 1.4 * room * 0.62);
        const outer = side < 0 ? -10 : width + 10;
        const foot = horizonY + 14 + near ** 1.7 * (height - horizonY) * 0.7;
        const high = 60 + 150 * near;
        sketch.polygon(
          [
            [inner, -10],
            [outer, -10],
            [outer, foot + 60],
            [inner, foot],
          ],
          sketch.linear([
            [0, mix(scene.shadow, BLACK, 0.2)],
            [1, mix(mix(scene.mid, scene.shadow, 0.3 + 0.4 * near), scene.accent, 0.1)],
          ]),
        );
        sketch.rect(
          Math.min(inner, inner + side * 60 * near),
          foot - high * 0.62,
          60 * near,
          high * 0.56,
          shop % 2 === 0 ? scene.accent : scene.light,
          { opacity: 0.9 },
        );
        sketch.polygon(
          [
            [inner - side * 24 * near, foot - high * 0.6],
            [inner + side * 80 * near, foot - high * 0.86],
            [inner + side * 80 * near, foot - high * 0.6],
          ],
          mix(scene.accent, scene.shadow, 0.35),
        );
        const signX = inner - side * (10 + 14 * near);
        const top = foot - high * dice.between(1.5, 2);
        sketch.glow(signX, top + 40 * near, 80 * near, scene.accent, 0.7);
        sketch.rect(
          signX - 9 * near - 3,
          top,
          18 * near + 6,
          70 * near + 24,
          shop % 2 === 0 ? scene.light : scene.accent,
          { round: 3 },
        );
        for (let glyph = 0; glyph < 4; glyph++)
          sketch.rect(
            signX - 5 * near - 1,
            top + 6 + glyph * (17 * near + 5),
            10 * near + 2,
            8 * near + 2,
            mix(scene.shadow, BLACK, 0.2),
          );
        if (side !== scene.calmSide || shop < 2)
          drawNeonSign(
            scene,
            inner + side * 30 * near,
            foot - high * 1.2,
            26 + 34 * near,
            shop % 2 === 0 ? scene.accent : scene.light,
          );
      }
    }
    for (let wire = 0; wire < 4; wire++)
      sketch.line(
        `M-5 ${dice.between(0.05, 0.25) * height}Q${focalX} ${dice.between(0.25, 0.42) * height} ${width + 5} ${dice.between(0.05, 0.25) * height}`,
        mix(scene.shadow, BLACK, 0.3),
        { width: 1.8 },
      );
    drawReflections(scene, horizonY + 46, 40);
    for (let puddle = 0; puddle < 7; puddle++)
      sketch.ellipse(
        focalX + dice.between(-0.24, 0.24) * width,
        height * dice.between(0.8, 0.97),
        dice.between(30, 80),
        dice.between(4, 9),
        puddle % 2 === 0 ? scene.accent : scene.light,
        { opacity: 0.5 },
      );
  },
  air: (scene) => drawRain(scene, 110),
};

export const TOWNS = { bridge, boulevard, alley };
