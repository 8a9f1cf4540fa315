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
import type { Scene } from "../scene.ts";

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

/** A rainy alley: lit shop fronts under awnings, tall signs, wires overhead. */
const alley: Act = {
  sky: (scene) => {
    drawSky(scene);
    scene.sketch.cover(mix(scene.shadow, scene.mid, 0.3), { opacity: 0.5 });
    const glow = mix(scene.accent, scene.light, 0.4);
    scene.sketch.glow(scene.focalX, scene.horizonY, scene.width * 0.26, glow, 0.85, scene.height * 0.4);
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
    for (const side of [-1, 1] as const) for (let shop = 0; shop < 4; shop++) drawShop(scene, side, shop);
    for (let wire = 0; wire < 4; wire++) {
      const [from, sag, to] = [dice.between(0.05, 0.25), dice.between(0.25, 0.42), dice.between(0.05, 0.25)];
      const d = `M-5 ${from * height}Q${focalX} ${sag * height} ${width + 5} ${to * height}`;
      sketch.line(d, mix(scene.shadow, BLACK, 0.3), { width: 1.8 });
    }
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

/** One house of the alley in perspective: wall, windows, shop front, awning and signs. */
function drawShop(scene: Scene, side: -1 | 1, shop: number): void {
  const { sketch, dice, focalX, width, height, horizonY } = scene;
  const near = (shop + 1) / 4;
  const room = side < 0 ? focalX : width - focalX;
  const inner = focalX + side * (46 + near ** 1.4 * room * 0.62);
  const outer = side < 0 ? -10 : width + 10;
  const foot = horizonY + 14 + near ** 1.7 * (height - horizonY) * 0.7;
  const top = horizonY - dice.between(70, 120) - near * 330;
  const reach = Math.max(20, Math.abs(outer - inner));
  /** The wall's point `along` units from its inner edge, `up` units above its foot. */
  const on = (along: number, up: number) =>
    [inner + side * along, foot + (60 * along) / reach - up * (1 + (0.3 * along) / reach)] as const;
  const dark = mix(scene.shadow, BLACK, 0.2);
  const warm = mix(mix(scene.mid, scene.shadow, 0.3 + 0.4 * near), scene.accent, 0.1);
  const tall = foot - top;
  sketch.polygon(
    [on(0, tall), on(reach, tall * 1.1), on(reach, 0), on(0, 0)],
    sketch.linear([
      [0, mix(dark, scene.mid, 0.25)],
      [1, warm],
    ]),
  );
  const wide = Math.min(reach * 0.9, 20 + 90 * near);
  const high = 26 + 74 * near;
  for (let pane = 0; pane < 12; pane++) {
    if (!dice.chance(0.5)) continue;
    const [x, y] = on(wide * (0.12 + 0.28 * (pane % 3)), high * (1.9 + 0.62 * Math.floor(pane / 3)));
    sketch.rect(x - 4 * near - 2, y, 8 * near + 4, 12 * near + 5, pane % 4 === 0 ? scene.light : scene.accent);
  }
  const front = shop % 2 === 0 ? scene.light : scene.accent;
  sketch.polygon([on(5, high), on(wide, high), on(wide, 3), on(5, 3)], front);
  for (let post = 1; post < 4; post++)
    sketch.line([on((wide * post) / 4, high), on((wide * post) / 4, 3)], dark, { width: 1 + 2.4 * near });
  const lip = (along: number) =>
    [on(along, high * 0.86)[0] - side * (10 + 22 * near), on(along, high * 0.86)[1] + 8 * near] as const;
  for (let stripe = 0; stripe < 5; stripe++) {
    const [from, to] = [(wide * stripe) / 5, (wide * (stripe + 1)) / 5];
    const colour = stripe % 2 === 0 ? scene.accent : mix(scene.light, scene.mid, 0.2);
    sketch.polygon([on(from, high * 1.2), on(to, high * 1.2), lip(to), lip(from)], mix(colour, scene.shadow, 0.3));
  }
  const [signX, signY] = on(-6 - 12 * near, high * dice.between(2, 2.6));
  const board = 16 * near + 7;
  sketch.glow(signX, signY + 40 * near, 84 * near, scene.accent, 0.7);
  sketch.rect(signX - board / 2, signY, board, 74 * near + 22, shop % 2 === 0 ? scene.accent : scene.light, {
    round: 3,
  });
  for (let glyph = 0; glyph < 4; glyph++)
    sketch.rect(signX - board * 0.28, signY + 5 + glyph * (17 * near + 5), board * 0.56, 8 * near + 2, dark);
  if (side !== scene.calmSide || shop < 2)
    drawNeonSign(scene, ...on(wide * 0.6, high * 1.6), 22 + 34 * near, shop % 2 === 0 ? scene.accent : scene.light);
}

export const TOWNS = { bridge, boulevard, alley };
