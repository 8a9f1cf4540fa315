import type { Act } from "../act.ts";
import { mix, WHITE } from "../colour.ts";
import { drawHouse } from "../parts/buildings.ts";
import { drawForeground, drawRange } from "../parts/land.ts";
import { drawCliff } from "../parts/rocks.ts";
import {
  drawBirds,
  drawCumulus,
  drawHaze,
  drawHeapedSky,
  drawRays,
  drawSky,
  drawStars,
  drawSun,
} from "../parts/sky.ts";
import { drawPine, drawTreeline } from "../parts/trees.ts";
import { drawSnowfall } from "../parts/weather.ts";
import type { Scene } from "../scene.ts";

function mountainSky(scene: Scene): void {
  drawSky(scene);
  if (scene.night) drawStars(scene, 130, scene.horizonY * 0.8);
  drawSun(scene, scene.dice.between(30, 48));
  drawHeapedSky(scene, scene.dice.whole(2, 5), scene.night ? 0.4 : 0.15);
}

/** What stands above a still surface, turned over in it: a gradient, the peaks' shapes, and bright level streaks. */
function mirror(scene: Scene, shoreY: number, peaks: readonly { x: number; tall: number }[]): void {
  const { sketch, dice, width, height } = scene;
  sketch.rect(
    -5,
    shoreY,
    width + 10,
    height,
    sketch.linear([
      [0, mix(scene.horizon, scene.mid, 0.35)],
      [0.5, mix(scene.mid, scene.skyTop, 0.4)],
      [1, mix(scene.shadow, scene.mid, 0.35)],
    ]),
  );
  for (const { x, tall } of peaks)
    sketch.polygon(
      [
        [x - tall * 1.5, shoreY],
        [x - tall * 0.3, shoreY + tall * 0.62],
        [x, shoreY + tall * 0.8],
        [x + tall * 0.4, shoreY + tall * 0.5],
        [x + tall * 1.6, shoreY],
      ],
      sketch.linear([
        [0, scene.depth(0.35)],
        [1, mix(scene.mid, scene.light, 0.2), 0.3],
      ]),
    );
  for (let streak = 0; streak < 46; streak++) {
    const down = dice.between(0, 1) ** 1.4;
    const bright = streak % 2 === 0;
    const x = bright ? scene.lightX + dice.between(-1, 1) * (40 + 120 * down) : dice.between(0, width);
    const colour = bright ? (streak % 6 === 0 ? scene.accent : scene.light) : mix(scene.shadow, scene.mid, 0.6);
    sketch.ellipse(
      x,
      shoreY + 4 + down * (height - shoreY) * 0.8,
      dice.between(18, 90) * (0.4 + down),
      1 + 2.4 * down,
      colour,
      { opacity: bright ? 0.85 : 0.4 },
    );
  }
}

/** A lake under the peaks. */
const lake: Act = {
  sky: mountainSky,
  far: (scene) => {
    const { dice, focalX, width, horizonY } = scene;
    drawRange(scene, {
      y: horizonY - 10,
      amplitude: dice.between(150, 210),
      nearness: 0.12,
      peakX: focalX + dice.between(-80, 80),
      snowy: dice.chance(0.8),
    });
    drawRange(scene, {
      y: horizonY + 16,
      amplitude: dice.between(70, 110),
      nearness: 0.34,
      peakX: width - focalX,
      snowy: false,
    });
    drawTreeline(scene, horizonY + 30, 40, Math.round(width / 15), scene.depth(0.62), focalX);
  },
  ground: (scene) => {
    mirror(scene, scene.horizonY + 36, [
      { x: scene.focalX, tall: 130 },
      { x: scene.width - scene.focalX, tall: 70 },
    ]);
    drawHaze(scene, scene.horizonY + 38, 18, scene.light, 0.5);
  },
  near: (scene) => {
    const { dice, width, height } = scene;
    for (let index = 0; index < 5; index++) {
      const side = index < 3 ? scene.heavySide : -scene.heavySide;
      const x = side < 0 ? dice.between(-0.02, 0.16) * width : dice.between(0.84, 1.02) * width;
      drawPine(
        scene,
        x,
        height * dice.between(0.98, 1.04),
        dice.between(150, 340) * (index < 3 ? 1 : 0.6),
        scene.depth(dice.between(0.86, 1)),
      );
    }
    drawForeground(scene, height * 0.95, scene.depth(1), 8);
  },
};

/** A pass between two walls of rock, bright at its far end. */
const pass: Act = {
  lonely: true,
  sky: (scene) => {
    mountainSky(scene);
    drawRange(scene, {
      y: scene.horizonY,
      amplitude: 190,
      nearness: 0.1,
      peakX: scene.focalX + scene.dice.between(-40, 40),
      snowy: true,
    });
  },
  far: (scene) => {
    const { horizonY, width, focalX, height } = scene;
    for (const [layer, nearness] of [0.25, 0.45].entries())
      for (const side of [-1, 1] as const)
        drawCliff(scene, {
          side,
          topY: horizonY - 190 + layer * 50 + scene.dice.between(-30, 30),
          footY: height * (0.78 + layer * 0.06),
          reach: (side < 0 ? focalX : width - focalX) - (70 + (1 - layer) * -30) - layer * 10,
          colour: scene.depth(nearness),
        });
    drawHaze(scene, horizonY + 60, 70, scene.horizon, 0.5);
  },
  ground: (scene) => {
    const { sketch, focalX, horizonY, height, width } = scene;
    drawForeground(scene, horizonY + 80, scene.depth(0.6), 10);
    const river = sketch.linear([
      [0, scene.light],
      [0.6, mix(scene.light, scene.mid, 0.35)],
      [1, mix(scene.mid, scene.shadow, 0.2)],
    ]);
    sketch.path(
      `M${focalX - 10} ${horizonY + 74}C${focalX + 50} ${horizonY + 110} ${focalX - 80} ${height * 0.86} ${width / 2 - 190} ${height + 6}H${width / 2 + 120}C${focalX + 80} ${height * 0.88} ${focalX + 120} ${horizonY + 115} ${focalX + 14} ${horizonY + 74}Z`,
      river,
    );
    drawRays(scene, scene.lightX, scene.lightY, 5, height * 0.7, 0.16);
    drawBirds(scene, 6, focalX, height * 0.3);
  },
  near: (scene) => {
    drawCliff(scene, {
      side: scene.heavySide,
      topY: scene.height * 0.2,
      footY: scene.height * 1.02,
      reach: scene.width * 0.17,
      colour: scene.depth(0.82),
    });
    drawCliff(scene, {
      side: -scene.heavySide as -1 | 1,
      topY: scene.height * 0.5,
      footY: scene.height * 1.02,
      reach: scene.width * 0.13,
      colour: scene.depth(0.86),
    });
    drawTreeline(scene, scene.height * 0.98, 60, Math.round(scene.width / 22), scene.depth(1), scene.focalX);
  },
};

/** Summits that stand out of a sea of clouds. */
const aboveTheClouds: Act = {
  lonely: true,
  sky: mountainSky,
  far: (scene) => {
    const { dice, focalX, width, horizonY } = scene;
    for (let bank = 0; bank < 3; bank++) {
      drawRange(scene, {
        y: horizonY + 10 + bank * 46,
        amplitude: [150, 170, 80][bank] as number,
        nearness: 0.1 + bank * 0.22,
        peakX: bank === 1 ? focalX : dice.between(0.1, 0.9) * width,
        snowy: bank < 2,
      });
      for (let cloud = 0; cloud < 7; cloud++)
        drawCumulus(scene, {
          x: ((cloud + dice.between(-0.3, 0.3)) / 6) * width,
          y: horizonY + 66 + bank * 56,
          wide: dice.between(200, 340),
          tall: dice.between(34, 62),
          body: mix(mix(scene.horizon, scene.light, 0.4), scene.mid, 0.1 + bank * 0.16),
          lit: scene.light,
        });
    }
  },
  ground: (scene) => {
    drawForeground(scene, scene.groundY, scene.depth(0.98), 18);
    drawBirds(scene, 8, scene.width - scene.focalX, scene.height * 0.34);
  },
};

/** Deep snow under the stars, a hut with a light. */
const winterNight: Act = {
  sky: (scene) => {
    drawSky(scene);
    drawStars(scene, scene.night ? 190 : 40, scene.horizonY);
    drawSun(scene, 34);
    // Northern lights: upright folds of accent that hang from a wavy line.
    const { sketch, dice, width, height } = scene;
    const phase = dice.between(0, 6);
    for (let fold = 0; fold < 34; fold++) {
      const x = (fold / 33) * width;
      const y = height * (0.14 + 0.07 * Math.sin(fold * 0.42 + phase));
      const colour = fold % 3 === 0 ? mix(scene.accent, scene.light, 0.5) : mix(scene.accent, scene.mid, 0.3);
      sketch.rect(
        x,
        y,
        width / 33 + 2,
        dice.between(70, 150),
        sketch.linear([
          [0, colour, 0],
          [0.35, colour, 0.45],
          [1, colour, 0],
        ]),
      );
    }
  },
  far: (scene) => {
    drawRange(scene, {
      y: scene.horizonY + 10,
      amplitude: 150,
      nearness: 0.22,
      peakX: scene.width - scene.focalX,
      snowy: true,
    });
    drawTreeline(
      scene,
      scene.horizonY + 40,
      90,
      Math.round(scene.width / 22),
      scene.depth(0.5),
      scene.focalX,
      mix(scene.light, WHITE, 0.4),
    );
  },
  ground: (scene) => {
    const { sketch, dice, width, height, horizonY, focalX } = scene;
    for (let bank = 0; bank < 3; bank++) {
      const y = horizonY + 46 + bank * 52;
      const swell = dice.between(14, 34);
      const snow = mix(scene.light, mix(scene.mid, scene.shadow, 0.25), bank * 0.22);
      sketch.path(
        `M-6 ${y + swell}C${width * 0.2} ${y - swell} ${width * 0.35} ${y + swell} ${width * 0.55} ${y}S${width * 0.85} ${y - swell} ${width + 6} ${y + swell * 0.4}V${height + 6}H-6Z`,
        sketch.linear([
          [0, snow],
          [0.25, mix(snow, scene.mid, 0.3)],
          [1, mix(snow, scene.shadow, 0.45)],
        ]),
      );
      if (bank === 1 && scene.request.composition !== "icon")
        drawHouse(
          scene,
          focalX - scene.heavySide * (scene.request.composition === "figure" ? 150 : 10),
          y + 30,
          1.25,
          scene.depth(0.85),
          mix(scene.light, WHITE, 0.4),
        );
    }
    for (let print = 0; print < 16; print++) {
      const down = print / 16;
      sketch.ellipse(
        focalX + Math.sin(down * 4) * 60 * down + (print % 2) * 8,
        horizonY + 130 + down * (height - horizonY - 130),
        3 + 5 * down,
        1.5 + 2.4 * down,
        mix(scene.mid, scene.shadow, 0.4),
        { opacity: 0.6 },
      );
    }
  },
  near: (scene) => {
    for (let index = 0; index < 4; index++) {
      const side = index < 3 ? scene.heavySide : -scene.heavySide;
      const x = side < 0 ? scene.dice.between(-0.03, 0.14) * scene.width : scene.dice.between(0.86, 1.03) * scene.width;
      drawPine(
        scene,
        x,
        scene.height * scene.dice.between(0.98, 1.06),
        scene.dice.between(220, 420),
        scene.depth(0.94),
        mix(scene.light, WHITE, 0.4),
      );
    }
  },
  air: (scene) => drawSnowfall(scene, 110),
};

export const HEIGHTS = { lake, pass, aboveTheClouds, winterNight };
