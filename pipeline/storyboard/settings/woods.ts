import type { Act } from "../act.ts";
import { BLACK, mix } from "../colour.ts";
import { drawForeground } from "../parts/land.ts";
import { drawLamp } from "../parts/lights.ts";
import { drawBirch, drawCypress, drawGrass, drawMeadow } from "../parts/plants.ts";
import { drawBoat } from "../parts/shore.ts";
import { drawHaze, drawHeapedSky, drawRays, drawSky, drawSun } from "../parts/sky.ts";
import { drawBareTree, drawBough, drawBroadleaf, drawTreeline } from "../parts/trees.ts";
import { drawFog } from "../parts/weather.ts";
import type { Scene } from "../scene.ts";

/** Trunks by depth, from pale to dark, with a lane left open towards the light. */
function hallOfTrunks(
  scene: Scene,
  ranks: number,
  draw: (x: number, wide: number, footY: number, near: number) => void,
): void {
  const { dice, width, height, horizonY, focalX } = scene;
  for (let rank = 0; rank < ranks; rank++) {
    const near = rank / (ranks - 1);
    const count = Math.round((width / 60) * (1.5 - near));
    for (let index = 0; index < count; index++) {
      const x = ((index + dice.between(0, 1)) / count) * width;
      const open = 30 + 190 * near;
      if (Math.abs(x - focalX) < open) continue;
      draw(x, (5 + 26 * near ** 1.5) * dice.between(0.7, 1.3), horizonY + 20 + (height - horizonY) * near * 0.85, near);
    }
    drawHaze(
      scene,
      horizonY + 20 + (height - horizonY) * near * 0.6,
      60,
      mix(scene.horizon, scene.light, 0.3),
      0.4 * (1 - near),
    );
  }
}

/** Under old trees: shafts of light, a stream, ferns. */
const oldForest: Act = {
  lonely: true,
  sky: (scene) => {
    drawSky(scene);
    scene.sketch.glow(scene.focalX, scene.horizonY * 0.8, scene.width * 0.3, scene.light, 0.85, scene.height * 0.5);
    drawSun(scene, 38);
  },
  far: (scene) => {
    hallOfTrunks(scene, 5, (x, wide, footY, near) => {
      const colour = scene.depth(0.12 + 0.75 * near);
      scene.sketch.path(
        `M${x - wide * 0.5} -6H${x + wide * 0.4}L${x + wide * 0.55} ${footY - wide}Q${x + wide * 0.6} ${footY} ${x + wide * 1.3} ${footY + wide * 0.3}H${x - wide * 1.2}Q${x - wide * 0.6} ${footY} ${x - wide * 0.55} ${footY - wide}Z`,
        colour,
      );
      if (near > 0.4)
        scene.sketch.rect(x + scene.towards(x) * wide * 0.36 - wide * 0.08, -6, wide * 0.16, footY, scene.rim, {
          opacity: 0.35,
        });
    });
  },
  ground: (scene) => {
    const { sketch, focalX, height, horizonY, width, dice } = scene;
    drawForeground(scene, height * 0.82, scene.depth(0.8), 8);
    sketch.path(
      `M${focalX - 8} ${horizonY + 40}C${focalX + 40} ${height * 0.8} ${focalX - 60} ${height * 0.88} ${focalX - 130} ${height + 6}H${focalX + 60}C${focalX + 30} ${height * 0.9} ${focalX + 80} ${height * 0.8} ${focalX + 12} ${horizonY + 40}Z`,
      sketch.linear([
        [0, scene.light],
        [0.5, mix(scene.light, scene.mid, 0.3)],
        [1, scene.mid],
      ]),
    );
    for (let fern = 0; fern < 26; fern++) {
      const x = dice.between(0, 1) * width;
      if (Math.abs(x - focalX) < 90) continue;
      const y = height * dice.between(0.84, 1);
      for (let leaf = -3; leaf <= 3; leaf++)
        sketch.line(
          `M${x} ${y}q${leaf * 6} -24 ${leaf * 14} ${-14 + Math.abs(leaf) * 3}`,
          mix(mix(scene.mid, scene.shadow, 0.4), scene.light, fern % 4 === 0 ? 0.2 : 0),
          { width: 3 },
        );
    }
    drawRays(scene, scene.lightX, scene.lightY - 60, 8, height * 0.9, 0.24);
    for (let mote = 0; mote < 34; mote++)
      sketch.circle(
        focalX + dice.between(-0.2, 0.2) * width,
        dice.between(0.3, 0.9) * height,
        dice.between(1.5, 3.6),
        mote % 2 === 0 ? scene.accent : scene.light,
        { opacity: 0.9 },
      );
  },
  near: (scene) => {
    const x = scene.heavySide < 0 ? scene.width * 0.02 : scene.width * 0.98;
    scene.sketch.path(
      `M${x - 60} -6H${x + 56}C${x + 40} ${scene.height * 0.5} ${x + 60} ${scene.height * 0.85} ${x + 120} ${scene.height + 6}H${x - 120}C${x - 60} ${scene.height * 0.85} ${x - 40} ${scene.height * 0.5} ${x - 60} -6Z`,
      scene.depth(1),
    );
    drawBough(scene, scene.heavySide < 0 ? 0 : scene.width, scene.depth(0.95));
  },
};

/** Birches in leaf, a carpet in the accent. */
const birches: Act = {
  lonely: true,
  sky: (scene) => {
    drawSky(scene);
    drawSun(scene, 30);
  },
  far: (scene) => {
    drawTreeline(scene, scene.horizonY + 20, 110, Math.round(scene.width / 26), scene.depth(0.25), scene.focalX);
    drawHaze(scene, scene.horizonY, 70, scene.horizon, 0.5);
    drawForeground(scene, scene.horizonY + 30, mix(scene.accent, scene.mid, 0.35), 8);
    hallOfTrunks(scene, 3, (x, wide, footY, near) =>
      drawBirch(scene, x, wide * 0.9, footY, mix(scene.light, scene.depth(0.3), 0.35 * (1 - near))),
    );
  },
  ground: (scene) => {
    const { sketch, dice, width, height, horizonY } = scene;
    for (let leaf = 0; leaf < 150; leaf++) {
      const near = dice.between(0, 1);
      const y = horizonY + 50 + near * (height - horizonY - 40);
      sketch.ellipse(
        dice.between(0, 1) * width,
        y,
        3 + 8 * near,
        1.2 + 2.6 * near,
        leaf % 3 === 0
          ? mix(scene.accent, scene.light, 0.35)
          : leaf % 3 === 1
            ? scene.accent
            : mix(scene.accent, scene.shadow, 0.4),
      );
    }
  },
  near: (scene) => {
    const { sketch, dice, width, height } = scene;
    for (const side of [-1, 1])
      for (let trunk = 0; trunk < 2; trunk++) {
        const x = side < 0 ? dice.between(-0.01, 0.12) * width : dice.between(0.88, 1.01) * width;
        drawBirch(scene, x, dice.between(24, 40), height + 6, mix(scene.light, scene.shadow, 0.15));
      }
    for (let leaf = 0; leaf < 90; leaf++) {
      const x = dice.chance(0.5) ? dice.between(-0.02, 0.3) * width : dice.between(0.7, 1.02) * width;
      sketch.ellipse(
        x,
        dice.between(-0.02, 0.2) * height,
        dice.between(5, 12),
        dice.between(4, 8),
        dice.pick([scene.accent, mix(scene.accent, scene.shadow, 0.3), mix(scene.accent, scene.light, 0.3)]),
        { opacity: 0.9 },
      );
    }
    drawGrass(scene, height + 6, 54, 70, scene.depth(0.95));
  },
};

/** A marsh in mist, reeds, a boat between drowned trees. */
const marsh: Act = {
  sky: (scene) => {
    drawSky(scene);
    drawSun(scene, scene.dice.between(34, 46));
  },
  far: (scene) => {
    for (let rank = 0; rank < 3; rank++) {
      for (let tree = 0; tree < 5; tree++)
        drawBareTree(
          scene,
          scene.dice.between(0, 1) * scene.width,
          scene.horizonY + 20 + rank * 30,
          scene.dice.between(120, 200) * (0.7 + rank * 0.25),
          scene.depth(0.15 + rank * 0.22),
        );
      drawFog(scene, scene.horizonY - 30 + rank * 30, scene.horizonY + 70 + rank * 30, 0.6);
    }
  },
  ground: (scene) => {
    const { sketch, dice, width, height, horizonY, focalX } = scene;
    sketch.rect(
      -5,
      horizonY + 80,
      width + 10,
      height,
      sketch.linear([
        [0, mix(scene.horizon, scene.light, 0.3), 0.4],
        [0.3, scene.mid],
        [1, mix(scene.shadow, scene.mid, 0.3)],
      ]),
    );
    for (let ripple = 0; ripple < 40; ripple++) {
      const down = dice.between(0, 1);
      sketch.ellipse(
        ripple % 2 === 0 ? scene.lightX + dice.between(-60, 60) : dice.between(0, width),
        horizonY + 92 + down * (height - horizonY - 92),
        dice.between(20, 80),
        1 + 2 * down,
        ripple % 2 === 0 ? scene.light : mix(scene.shadow, scene.mid, 0.4),
        { opacity: 0.6 },
      );
    }
    if (scene.request.composition === "vista") drawBoat(scene, focalX, height * 0.84, 1.15, true);
    else drawLamp(scene, focalX - scene.heavySide * -110, height * 0.9, 200);
    drawFog(scene, height * 0.72, height * 0.84, 0.35);
  },
  near: (scene) => {
    drawBareTree(
      scene,
      scene.heavySide < 0 ? scene.width * 0.05 : scene.width * 0.95,
      scene.height * 1.02,
      420,
      scene.depth(1),
    );
    drawGrass(scene, scene.height + 6, 110, 46, scene.depth(1));
  },
};

/** A formal garden: hedges, cypresses, a fountain, beds in bloom. */
const formalGarden: Act = {
  sky: (scene) => {
    drawSky(scene);
    drawSun(scene, scene.dice.between(30, 48));
    drawHeapedSky(scene, 5, 0.1);
  },
  far: (scene) => {
    const { dice, width, horizonY, focalX, sketch } = scene;
    drawTreeline(scene, horizonY + 10, 60, Math.round(width / 26), scene.depth(0.2), focalX);
    sketch.rect(focalX - 92, horizonY - 42, 184, 60, mix(scene.light, scene.mid, 0.25));
    sketch.polygon(
      [
        [focalX - 104, horizonY - 42],
        [focalX, horizonY - 84],
        [focalX + 104, horizonY - 42],
      ],
      mix(scene.accent, scene.mid, 0.25),
    );
    for (let window = -3; window <= 3; window++)
      sketch.rect(focalX + window * 25 - 6, horizonY - 30, 12, 30, mix(scene.shadow, scene.mid, 0.4), { round: 5 });
    for (let pair = 0; pair < 5; pair++) {
      const near = (pair + 0.5) / 5;
      for (const side of [-1, 1])
        drawCypress(
          scene,
          focalX + side * (70 + near ** 1.4 * width * 0.44) + dice.between(-6, 6),
          horizonY + 26 + near ** 1.6 * 110,
          90 + 190 * near,
          scene.depth(0.3 + 0.5 * near),
        );
    }
  },
  ground: (scene) => {
    const { sketch, focalX, width, height, horizonY } = scene;
    sketch.rect(
      -5,
      horizonY + 14,
      width + 10,
      height,
      sketch.linear([
        [0, mix(scene.mid, scene.light, 0.3)],
        [0.4, scene.mid],
        [1, mix(scene.shadow, scene.mid, 0.45)],
      ]),
    );
    sketch.polygon(
      [
        [focalX - 14, horizonY + 14],
        [focalX + 14, horizonY + 14],
        [focalX + 150, height + 6],
        [focalX - 150, height + 6],
      ],
      sketch.linear([
        [0, scene.light],
        [1, mix(scene.light, scene.mid, 0.35)],
      ]),
    );
    for (const side of [-1, 1])
      for (let bed = 0; bed < 4; bed++) {
        const near = (bed + 0.6) / 4;
        const y = horizonY + 24 + near ** 1.5 * (height - horizonY);
        const from = focalX + side * (26 + 150 * near);
        const reach = side * (80 + 240 * near);
        sketch.polygon(
          [
            [from, y],
            [from + reach, y - 6],
            [from + reach * 1.15, y + 14 + 34 * near],
            [from + side * 14, y + 14 + 40 * near],
          ],
          mix(scene.mid, scene.shadow, 0.55),
        );
        for (let bloom = 0; bloom < 26; bloom++) {
          const along = scene.dice.between(0.03, 1);
          sketch.ellipse(
            from + reach * along + side * 6,
            y + scene.dice.between(-8, 10 + 28 * near),
            (3 + 6 * near) * scene.dice.between(0.7, 1.2),
            2.4 + 4.4 * near,
            bed % 2 === 0
              ? bloom % 4 === 0
                ? scene.light
                : scene.accent
              : bloom % 3 === 0
                ? scene.accent
                : scene.light,
          );
        }
      }
    if (scene.request.composition === "vista") {
      const y = horizonY + 84;
      sketch.ellipse(focalX, y, 84, 18, mix(scene.shadow, scene.mid, 0.5));
      sketch.ellipse(focalX, y - 4, 76, 14, scene.light);
      for (let jet = -4; jet <= 4; jet++)
        sketch.line(
          `M${focalX} ${y - 70}Q${focalX + jet * 12} ${y - 92 + Math.abs(jet) * 5} ${focalX + jet * 15} ${y - 6}`,
          scene.light,
          { width: 2.6, opacity: 0.85 },
        );
      sketch.rect(focalX - 5, y - 64, 10, 62, mix(scene.shadow, scene.mid, 0.3));
      sketch.ellipse(focalX, y - 40, 32, 6, mix(scene.shadow, scene.mid, 0.3));
    }
  },
  near: (scene) => drawBough(scene, scene.calmSide === -1 ? scene.width : 0, mix(scene.accent, scene.shadow, 0.5)),
};

/** A tree in blossom over a meadow. */
const blossom: Act = {
  sky: (scene) => formalGarden.sky?.(scene),
  far: (scene) => {
    for (let hill = 0; hill < 3; hill++)
      drawForeground(scene, scene.horizonY + hill * 26, mix(scene.depth(0.15 + hill * 0.16), scene.light, 0.12), 26);
    for (let tree = 0; tree < 6; tree++)
      drawBroadleaf(
        scene,
        scene.dice.between(0, 1) * scene.width,
        scene.horizonY + 40,
        scene.dice.between(50, 90),
        scene.depth(0.4),
        scene.light,
      );
  },
  ground: (scene) => {
    const { sketch, dice, focalX, height, horizonY } = scene;
    drawForeground(scene, horizonY + 66, mix(scene.mid, scene.light, 0.15), 10);
    drawMeadow(scene, horizonY + 74, height * 0.99, 190);
    const x = focalX + scene.heavySide * (scene.request.composition === "vista" ? 10 : 120);
    const foot = height * 0.84;
    const tall = Math.min(height * 0.62, scene.width * 0.6);
    drawBareTree(scene, x, foot, tall, mix(scene.shadow, BLACK, 0.2));
    const heap = [
      mix(scene.accent, scene.shadow, 0.35),
      scene.accent,
      scene.accent,
      mix(scene.accent, scene.light, 0.5),
      scene.light,
    ] as const;
    for (let tuft = 0; tuft < 150; tuft++) {
      const tier = tuft / 150;
      const angle = dice.between(0, 6.283);
      const far = Math.sqrt(dice.between(0, 1));
      sketch.circle(
        x + Math.cos(angle) * far * tall * 0.46 + scene.towards(x) * tier * 10,
        foot - tall * 0.68 + Math.sin(angle) * far * tall * 0.28 - tier * 12,
        tall * dice.between(0.02, 0.055) * (1.25 - 0.5 * tier),
        heap[Math.min(4, Math.floor(tier * 5.2))] ?? scene.accent,
      );
    }
    for (let petal = 0; petal < 50; petal++)
      sketch.ellipse(
        x + dice.between(-1, 1) * tall * 0.8,
        dice.between(0.3, 0.98) * height,
        dice.between(2.4, 5),
        dice.between(1.4, 2.6),
        petal % 3 === 0 ? scene.light : scene.accent,
      );
  },
  near: (scene) => drawGrass(scene, scene.height + 6, 60, 60, scene.depth(0.9)),
};

export const WOODS = { oldForest, birches, marsh, formalGarden, blossom };
