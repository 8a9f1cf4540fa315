import type { Act } from "../act.ts";
import { BLACK, mix, WHITE } from "../colour.ts";
import { drawForeground, drawRange } from "../parts/land.ts";
import { drawCliff } from "../parts/rocks.ts";
import { drawFish, drawKelp } from "../parts/sealife.ts";
import { drawBoat, drawLighthouse, drawPier } from "../parts/shore.ts";
import { drawBirds, drawHaze, drawHeapedSky, drawRays, drawSky, drawStars, drawSun } from "../parts/sky.ts";
import { drawShip } from "../parts/vehicles.ts";
import { drawRocks, drawWater } from "../parts/water.ts";
import type { Scene } from "../scene.ts";

function seaSky(scene: Scene): void {
  drawSky(scene);
  if (scene.night) drawStars(scene, 110, scene.horizonY * 0.9);
  drawSun(scene, scene.dice.between(32, 64));
  drawHeapedSky(scene, scene.dice.whole(4, 7), scene.request.mood === "tense" ? 0.6 : 0.2);
}

/** A lighthouse on its rock over a running sea. */
const lighthouse: Act = {
  sky: seaSky,
  ground: (scene) => {
    const { horizonY, height, focalX } = scene;
    drawWater(scene, horizonY, 0.75);
    const x = focalX + scene.heavySide * (scene.request.composition === "vista" ? 10 : 130);
    if (scene.request.composition !== "icon") {
      drawRocks(scene, x, horizonY + 86, 96);
      drawRocks(scene, x + 40, horizonY + 92, 70);
      drawLighthouse(scene, x, horizonY + 36, Math.min(230, height * 0.4));
      drawRocks(scene, x - 20, horizonY + 104, 80);
    }
    drawHaze(scene, horizonY + 100, 24, scene.light, 0.3);
    drawBirds(scene, 8, focalX, height * 0.25);
  },
  near: (scene) => {
    drawRocks(scene, scene.heavySide < 0 ? scene.width * 0.04 : scene.width * 0.96, scene.height + 6, 120);
    if (scene.request.composition === "figure") drawForeground(scene, scene.groundY + 8, scene.depth(1), 6);
  },
};

/** Still water, a pier, a small boat. */
const pier: Act = {
  sky: seaSky,
  far: (scene) => {
    drawRange(scene, {
      y: scene.horizonY - 2,
      amplitude: 46,
      nearness: 0.16,
      peakX: scene.width - scene.focalX,
      snowy: false,
    });
    drawRange(scene, { y: scene.horizonY + 2, amplitude: 26, nearness: 0.34, peakX: scene.focalX, snowy: false });
  },
  ground: (scene) => {
    const { horizonY, width, height, focalX } = scene;
    drawWater(scene, horizonY, 0.1);
    drawHaze(scene, horizonY, 22, scene.light, 0.45);
    drawBoat(
      scene,
      focalX - scene.heavySide * width * 0.16,
      horizonY + (height - horizonY) * 0.3,
      scene.dice.between(0.8, 1.1),
      scene.dice.chance(0.5),
    );
    drawPier(scene, focalX, horizonY + 46, width / 2 + scene.heavySide * width * 0.08);
    drawBirds(scene, 5, width - focalX, height * 0.24);
  },
};

/** How far a cliff may come in from the heavy side without hiding the sun. */
function clearOfTheLight(scene: Scene, share: number): number {
  const edge = scene.heavySide < 0 ? 0 : scene.width;
  return Math.max(40, Math.min(share * scene.width, Math.abs(scene.lightX - edge) - 50));
}

/** High cliffs over surf, a ship far below. */
const cliffs: Act = {
  sky: seaSky,
  far: (scene) => {
    const { horizonY } = scene;
    drawCliff(scene, {
      side: scene.heavySide,
      topY: horizonY - 120,
      footY: horizonY + 40,
      reach: clearOfTheLight(scene, 0.36),
      colour: scene.depth(0.28),
    });
  },
  ground: (scene) => {
    const { horizonY, height } = scene;
    drawWater(scene, horizonY + 2, scene.request.mood === "calm" ? 0.3 : 0.7);
    if (scene.request.composition === "vista") drawShip(scene, scene.focalX - scene.heavySide * 60, horizonY + 40, 0.8);
    drawCliff(scene, {
      side: scene.heavySide,
      topY: horizonY - 60,
      footY: height * 0.93,
      reach: clearOfTheLight(scene, 0.24),
      colour: scene.depth(0.6),
    });
    drawBirds(scene, 10, scene.focalX, horizonY - 60);
  },
  near: (scene) => {
    drawCliff(scene, {
      side: scene.heavySide,
      topY: scene.height * 0.52,
      footY: scene.height * 1.04,
      reach: scene.width * 0.16,
      colour: scene.depth(0.92),
    });
    drawForeground(scene, scene.height * 0.95, scene.depth(1), 12);
  },
};

/** A wreck on the sea bed, a diver's light above it. */
const wreck: Act = {
  sky: (scene) => {
    const { sketch, width, height } = scene;
    sketch.cover(
      sketch.linear([
        [0, mix(scene.light, scene.mid, scene.night ? 0.6 : 0.25)],
        [0.4, scene.mid],
        [1, mix(scene.shadow, scene.mid, 0.2)],
      ]),
    );
    sketch.glow(scene.lightX, 0, width * 0.36, mix(scene.light, WHITE, 0.3), 0.8, height * 0.5);
    drawRays(scene, scene.lightX, -60, 8, height, 0.22);
  },
  far: (scene) => {
    const { sketch, dice, focalX, height, width } = scene;
    drawForeground(scene, height * 0.7, mix(scene.mid, scene.shadow, 0.35), 30);
    const wood = mix(scene.mid, scene.shadow, 0.6);
    const x = focalX + scene.heavySide * 20;
    const y = height * 0.78;
    const rise = height / 540;
    sketch.group(
      `translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${(-scene.heavySide * 1.25 * Math.min(1, width / 760)).toFixed(3)} ${(1.25 * Math.min(rise, 1.2)).toFixed(3)}) rotate(-9)`,
      () => {
        for (const [mast, tall, lean] of [
          [-70, 150, -10],
          [10, 190, 6],
          [84, 120, 16],
        ] as const) {
          sketch.line(
            `M${mast} -30L${mast + lean} ${-tall}M${mast + lean * 0.6 - 30} ${-tall * 0.7}L${mast + lean * 0.6 + 34} ${-tall * 0.74}`,
            wood,
            { width: 5 },
          );
          sketch.path(
            `M${mast + lean * 0.6 - 28} ${-tall * 0.7}Q${mast + 6} ${-tall * 0.5} ${mast - 16} ${-tall * 0.36}L${mast + 4} ${-tall * 0.42}L${mast + 24} ${-tall * 0.34}Q${mast + 14} ${-tall * 0.55} ${mast + lean * 0.6 + 32} ${-tall * 0.73}Z`,
            mix(scene.light, scene.mid, 0.45),
            { opacity: 0.6 },
          );
        }
        sketch.path(
          "M-170 -52C-120 -34 70 -30 160 -66L196 -84L176 -46C150 6 120 30 70 40L-110 40C-150 20 -166 -14 -170 -52Z",
          sketch.linear([
            [0, mix(wood, scene.light, 0.28)],
            [1, mix(wood, scene.shadow, 0.7)],
          ]),
        );
        for (let rib = 0; rib < 9; rib++)
          sketch.line(`M${-140 + rib * 34} -36Q${-134 + rib * 34} 6 ${-116 + rib * 30} 38`, scene.shadow, {
            width: 3,
            opacity: 0.5,
          });
        sketch.path("M-40 -14C-26 -22 6 -20 16 -8C10 16 -20 20 -38 8Z", mix(scene.shadow, BLACK, 0.4));
        sketch.line("M-166 -44C-110 -24 70 -22 160 -56", scene.accent, { width: 7 });
      },
    );
    for (let index = 0; index < 30; index++)
      drawFish(
        scene,
        x + dice.between(-0.3, 0.3) * width,
        height * dice.between(0.22, 0.6),
        dice.between(8, 20),
        index % 3 === 0 ? scene.light : scene.accent,
      );
  },
  ground: (scene) => {
    const { sketch, dice, height, width } = scene;
    drawForeground(scene, height * 0.84, mix(scene.shadow, scene.mid, 0.3), 16);
    for (let coral = 0; coral < 16; coral++) {
      const x = dice.between(0, 1) * width;
      const colour = coral % 2 === 0 ? scene.accent : mix(scene.accent, scene.shadow, 0.4);
      for (let arm = -2; arm <= 2; arm++)
        sketch.line(`M${x} ${height * 0.93}q${arm * 6} -18 ${arm * 13} ${-dice.between(24, 54)}`, colour, {
          width: dice.between(5, 9),
        });
    }
  },
  near: (scene) => {
    drawForeground(scene, scene.height * 0.95, scene.depth(1), 14);
    for (let index = 0; index < 9; index++)
      drawKelp(
        scene,
        (scene.heavySide < 0 ? scene.dice.between(-0.02, 0.14) : scene.dice.between(0.86, 1.02)) * scene.width,
        scene.height + 6,
        scene.dice.between(160, 420),
        scene.depth(0.95),
      );
  },
};

/** A great ray or whale passes overhead. */
const giant: Act = {
  sky: (scene) => wreck.sky?.(scene),
  far: (scene) => {
    const { sketch, dice, focalX, height, width } = scene;
    const size = Math.min(1.5, width / 640) * dice.between(0.9, 1.15);
    const body = mix(scene.mid, scene.shadow, 0.65);
    sketch.group(
      `translate(${focalX.toFixed(1)} ${(height * dice.between(0.36, 0.46)).toFixed(1)}) scale(${(-scene.heavySide * size).toFixed(3)} ${size.toFixed(3)}) rotate(${dice.between(-14, 4).toFixed(1)})`,
      () => {
        const back =
          "M-190 10C-160 -46 -60 -66 40 -50C110 -40 150 -16 196 -30C214 -52 236 -62 262 -60C250 -44 244 -32 230 -20C246 -8 252 4 256 22C232 18 214 6 198 -8C150 26 80 44 -20 52C-110 58 -176 44 -190 10Z";
        sketch.path(back, mix(scene.light, scene.mid, 0.2), { transform: "translate(0 -5)" });
        sketch.path(
          back,
          sketch.linear([
            [0, mix(body, scene.light, 0.25)],
            [0.6, body],
            [1, scene.shadow],
          ]),
        );
        sketch.path(
          "M-186 20C-120 44 -40 40 40 34C10 54 -60 60 -110 56C-150 52 -180 40 -186 20Z",
          mix(scene.light, scene.mid, 0.25),
        );
        for (let groove = 0; groove < 7; groove++)
          sketch.line(
            `M${-160 + groove * 18} ${30 + groove}Q${-110 + groove * 20} ${46} ${-50 + groove * 16} ${46}`,
            body,
            { width: 1.6, opacity: 0.7 },
          );
        sketch.path("M-60 40C-40 70 0 110 40 118C34 90 10 56 -10 42Z", mix(body, scene.light, 0.08));
        sketch.circle(-148, 6, 5, scene.light);
      },
    );
    for (let index = 0; index < 26; index++)
      drawFish(
        scene,
        focalX + dice.between(-0.34, 0.34) * width,
        height * dice.between(0.55, 0.78),
        dice.between(9, 18),
        index % 4 === 0 ? scene.light : scene.accent,
      );
  },
  ground: (scene) => {
    const { dice, width, height, sketch } = scene;
    for (let layer = 0; layer < 3; layer++)
      drawForeground(
        scene,
        height * (0.76 + layer * 0.07),
        mix(mix(scene.mid, scene.shadow, 0.4 + layer * 0.25), scene.light, 0.04),
        30,
      );
    for (let coral = 0; coral < 9; coral++) {
      const x = dice.between(0, 1) * width;
      const foot = height * dice.between(0.88, 0.97);
      const colour =
        coral % 3 === 0 ? scene.light : coral % 3 === 1 ? scene.accent : mix(scene.accent, scene.shadow, 0.4);
      for (let arm = -3; arm <= 3; arm++)
        sketch.line(
          `M${x} ${foot}q${arm * 5} ${-dice.between(14, 26)} ${arm * 12} ${-dice.between(26, 66) + Math.abs(arm) * 6}`,
          colour,
          { width: dice.between(4, 8) },
        );
    }
  },
  near: (scene) => {
    drawForeground(scene, scene.height * 0.96, scene.depth(1), 10);
    for (let bubble = 0; bubble < 26; bubble++)
      scene.sketch.ring(
        scene.focalX + scene.dice.between(-0.2, 0.2) * scene.width,
        scene.dice.between(0.1, 0.9) * scene.height,
        scene.dice.between(2.5, 7),
        scene.light,
        { width: 2 },
      );
  },
};

export const COASTS = { lighthouse, pier, cliffs, wreck, giant };
