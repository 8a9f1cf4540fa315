import type { Act } from "../act.ts";
import { BLACK, mix } from "../colour.ts";
import { drawSkyline } from "../parts/buildings.ts";
import { drawForeground, drawRange } from "../parts/land.ts";
import { drawLamp } from "../parts/lights.ts";
import { drawCliff } from "../parts/rocks.ts";
import { drawEveningSky, drawHaze } from "../parts/sky.ts";
import { drawTrain } from "../parts/vehicles.ts";

/** A platform at night: the train stands, lamps in a row, steam. */
const platform: Act = {
  sky: drawEveningSky,
  far: (scene) => {
    drawSkyline(scene, {
      y: scene.horizonY + 10,
      low: 20,
      high: 90,
      colour: scene.depth(0.3),
      window: scene.light,
      lit: 0.15,
    });
    drawHaze(scene, scene.horizonY, 40, scene.horizon, 0.4);
  },
  ground: (scene) => {
    const { sketch, focalX, horizonY, width, height } = scene;
    sketch.rect(
      -5,
      horizonY + 8,
      width + 10,
      height,
      sketch.linear([
        [0, mix(scene.mid, scene.horizon, 0.3)],
        [1, mix(scene.shadow, scene.mid, 0.3)],
      ]),
    );
    const railY = height * 0.82;
    for (let sleeper = 0; sleeper * 26 < width + 40; sleeper++)
      sketch.rect(sleeper * 26 - 10, railY + 2, 16, 9, mix(scene.shadow, BLACK, 0.3));
    sketch.rect(-5, railY, width + 10, 4, scene.light);
    drawTrain(scene, focalX + scene.heavySide * -60, railY, Math.min(1.9, width / 500), 3);
    sketch.rect(
      -5,
      height * 0.88,
      width + 10,
      height,
      sketch.linear([
        [0, mix(scene.light, scene.mid, 0.35)],
        [0.12, mix(scene.mid, scene.shadow, 0.3)],
        [1, mix(scene.shadow, BLACK, 0.1)],
      ]),
    );
    for (let lamp = 0; lamp < 4; lamp++) drawLamp(scene, width * (0.1 + lamp * 0.27), height * 0.9, 250);
    sketch.rect(-5, height * 0.895, width + 10, 5, scene.accent);
  },
};

/** Head on: the locomotive comes out of its own light. */
const expressHeadOn: Act = {
  sky: (scene) => {
    drawEveningSky(scene);
    drawRange(scene, {
      y: scene.horizonY + 10,
      amplitude: 120,
      nearness: 0.14,
      peakX: scene.width - scene.focalX,
      snowy: true,
    });
  },
  far: (scene) => {
    const far = scene.request.composition === "icon" ? 0.1 : 0.7;
    for (const side of [-1, 1] as const)
      drawCliff(scene, {
        side,
        topY: scene.horizonY - 60,
        footY: scene.height * 0.9,
        reach: (side < 0 ? scene.focalX : scene.width - scene.focalX) * far,
        colour: scene.depth(0.5),
      });
  },
  ground: (scene) => {
    const { sketch, dice, focalX, horizonY, height, width } = scene;
    drawForeground(scene, horizonY + 60, mix(scene.mid, scene.shadow, 0.35), 8);
    const footX = width / 2 + (focalX - width / 2) * 0.5;
    for (let tie = 0; tie < 14; tie++) {
      const near = ((tie + 0.5) / 14) ** 1.8;
      const x = focalX + (footX - focalX) * near;
      const y = horizonY + 66 + near * (height - horizonY - 60);
      sketch.rect(x - 26 - 150 * near, y, 52 + 300 * near, 3 + 12 * near, mix(scene.shadow, BLACK, 0.2));
    }
    for (const rail of [-1, 1])
      sketch.polygon(
        [
          [focalX + rail * 16, horizonY + 64],
          [focalX + rail * 19, horizonY + 64],
          [footX + rail * 128, height + 6],
          [footX + rail * 112, height + 6],
        ],
        scene.light,
      );
    if (scene.request.composition !== "vista") return;
    const size = Math.min(1.35, height / 440);
    sketch.group(`translate(${focalX.toFixed(1)} ${(horizonY + 100).toFixed(1)}) scale(${size.toFixed(3)})`, () => {
      const iron = mix(scene.shadow, BLACK, 0.25);
      for (let puff = 0; puff < 14; puff++)
        sketch.glow(
          dice.between(-20, 20) - scene.heavySide * puff * 9,
          -150 - puff * 17,
          30 + puff * 8,
          mix(scene.light, scene.horizon, 0.15 + puff * 0.03),
          0.75 - puff * 0.04,
        );
      sketch.glow(0, -70, 190, scene.accent, 0.7);
      sketch.path("M-58 0L-50 -22L50 -22L58 0L40 22L-40 22Z", iron);
      for (let bar = -4; bar <= 4; bar++)
        sketch.line(`M0 -20L${bar * 12} 20`, mix(scene.accent, scene.shadow, 0.3), { width: 3 });
      sketch.rect(-62, -34, 124, 14, scene.accent);
      sketch.circle(0, -78, 54, iron);
      sketch.ring(0, -78, 46, mix(scene.light, scene.mid, 0.3), { width: 4 });
      sketch.circle(0, -78, 40, mix(iron, scene.mid, 0.25));
      sketch.rect(-15, -162, 30, 40, iron);
      sketch.rect(-20, -168, 40, 10, iron);
      sketch.glow(0, -110, 90, scene.light, 0.95);
      sketch.circle(0, -110, 17, scene.light);
      for (const lamp of [-44, 44]) sketch.circle(lamp, -44, 8, scene.light);
    });
  },
};

export const RAILS = { platform, expressHeadOn };
