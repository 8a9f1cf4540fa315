import type { Act } from "../act.ts";
import { BLACK, mix, type Rgb } from "../colour.ts";
import { drawForeground, drawRange } from "../parts/land.ts";
import { drawPlanet } from "../parts/planet.ts";
import { drawStars } from "../parts/sky.ts";
import { drawFog } from "../parts/weather.ts";
import type { Scene } from "../scene.ts";

function deepSpace(scene: Scene, clouds: number): void {
  const { sketch, dice, width, height, focalX } = scene;
  sketch.cover(
    sketch.linear(
      [
        [0, mix(scene.shadow, BLACK, 0.3)],
        [0.6, scene.shadow],
        [1, mix(scene.shadow, scene.mid, 0.7)],
      ],
      [0, 0],
      [dice.between(-0.5, 0.5), 1],
    ),
  );
  const tilt = dice.between(-0.5, 0.5);
  for (let cloud = 0; cloud < clouds; cloud++) {
    const along = dice.between(-0.5, 0.5);
    sketch.glow(
      focalX + along * width * 0.9,
      height * (0.45 + along * tilt) + dice.between(-70, 70),
      dice.between(60, 240),
      dice.pick([scene.mid, scene.mid, scene.accent, mix(scene.mid, scene.light, 0.5)]),
      dice.between(0.2, 0.45),
      dice.between(40, 120),
    );
  }
  drawStars(scene, 260, height);
}

/** A bright ring about a black sun. */
const blackSun: Act = {
  sky: (scene) => {
    deepSpace(scene, 12);
    const { sketch, dice, focalX, width, height } = scene;
    if (scene.request.composition === "icon") return;
    const y = height * 0.4;
    const radius = Math.min(width, height) * dice.between(0.17, 0.22);
    const tilt = `rotate(${dice.between(-24, 24).toFixed(1)} ${focalX.toFixed(0)} ${y.toFixed(0)})`;
    sketch.glow(focalX, y, radius * 2.6, mix(scene.accent, scene.light, 0.3), 0.8);
    for (let disc = 0; disc < 6; disc++)
      sketch.ellipse(
        focalX,
        y,
        radius * (2.4 - disc * 0.2),
        radius * (0.44 - disc * 0.045),
        [
          mix(scene.accent, scene.shadow, 0.5),
          mix(scene.accent, scene.shadow, 0.2),
          scene.accent,
          mix(scene.accent, scene.light, 0.5),
          scene.light,
          scene.light,
        ][disc] as Rgb,
        { transform: tilt, opacity: 0.85 },
      );
    sketch.circle(focalX, y, radius * 1.1, scene.accent);
    sketch.circle(focalX, y, radius * 1.05, scene.light);
    sketch.circle(focalX, y, radius * 0.98, mix(scene.shadow, BLACK, 0.6));
    sketch.path(
      `M${focalX - radius * 2} ${y}A${radius * 2} ${radius * 0.3} 0 0 0 ${focalX + radius * 2} ${y}L${focalX + radius * 1.7} ${y + 2}A${radius * 1.7} ${radius * 0.16} 0 0 1 ${focalX - radius * 1.7} ${y + 2}Z`,
      scene.light,
      { transform: tilt },
    );
  },
  ground: (scene) => {
    if (scene.request.composition === "figure")
      drawForeground(scene, scene.groundY, mix(scene.depth(0.9), scene.mid, 0.15), 22);
  },
};

/** On the ground of another world: a base under a rising planet. */
const outpost: Act = {
  sky: (scene) => {
    deepSpace(scene, 9);
    const { dice, focalX, height, width } = scene;
    if (scene.request.composition !== "icon")
      drawPlanet(
        scene,
        focalX - scene.heavySide * 40,
        height * dice.between(0.3, 0.4),
        Math.min(190, width * 0.26) * dice.between(0.8, 1.05),
        dice.chance(0.6),
      );
    drawPlanet(scene, focalX + scene.heavySide * width * 0.2, height * 0.16, 22, false);
  },
  far: (scene) => {
    drawRange(scene, {
      y: scene.horizonY + 40,
      amplitude: 110,
      nearness: 0.42,
      peakX: scene.width - scene.focalX,
      snowy: false,
    });
    drawRange(scene, { y: scene.horizonY + 66, amplitude: 54, nearness: 0.6, peakX: scene.focalX, snowy: false });
  },
  ground: (scene) => {
    const { sketch, focalX, height, horizonY, dice, width } = scene;
    drawForeground(scene, horizonY + 92, mix(scene.mid, scene.shadow, 0.45), 8);
    for (const [shift, size] of [
      [-110, 34],
      [96, 42],
      [-16, 64],
    ] as const) {
      const x = focalX + shift;
      const foot = horizonY + 124;
      sketch.path(
        `M${x - size} ${foot}A${size} ${size} 0 0 1 ${x + size} ${foot}Z`,
        sketch.linear([
          [0, scene.light],
          [0.5, mix(scene.light, scene.mid, 0.5)],
          [1, mix(scene.mid, scene.shadow, 0.5)],
        ]),
      );
      for (let pane = -1; pane <= 1; pane++)
        sketch.rect(x + pane * size * 0.44 - size * 0.12, foot - size * 0.46, size * 0.24, size * 0.2, scene.accent, {
          round: 2,
        });
      sketch.rect(x - size * 0.2, foot - 3, size * 0.4, 5, scene.accent);
    }
    sketch.line(
      `M${focalX + 150} ${horizonY + 126}V${horizonY + 10}M${focalX + 136} ${horizonY + 30}H${focalX + 164}`,
      scene.light,
      { width: 3 },
    );
    sketch.circle(focalX + 150, horizonY + 8, 5, scene.accent);
    for (let crater = 0; crater < 9; crater++) {
      const near = crater / 9;
      const x = dice.between(0, 1) * width;
      const y = horizonY + 130 + near * (height - horizonY - 130);
      sketch.ellipse(x, y, 18 + 60 * near, 4 + 10 * near, mix(scene.shadow, BLACK, 0.2), { opacity: 0.6 });
      sketch.ellipse(x, y + 3 + 4 * near, 18 + 60 * near, 2 + 5 * near, mix(scene.mid, scene.light, 0.4), {
        opacity: 0.5,
      });
    }
    drawForeground(scene, height * 0.94, scene.depth(1), 12);
  },
};

/** A rocket climbs past the moon on its own light. */
const launch: Act = {
  shows: "fire",
  sky: (scene) => {
    deepSpace(scene, 10);
    const { sketch, focalX, height } = scene;
    drawPlanet(scene, focalX + scene.heavySide * 150, height * 0.26, 70, false);
    if (scene.request.composition === "icon") return;
    sketch.glow(focalX - 6, height * 0.66, 150, mix(scene.accent, scene.light, 0.4), 0.9, height * 0.3);
    for (let puff = 0; puff < 26; puff++)
      sketch.glow(
        focalX + scene.dice.between(-1, 1) * (8 + puff * 4.2),
        height * 0.5 + puff * 12,
        14 + puff * 2.6,
        puff % 3 === 0 ? scene.accent : mix(scene.light, scene.mid, 0.02 * puff),
        0.7,
      );
    sketch.path(
      `M${focalX - 15} ${height * 0.46}Q${focalX - 8} ${height * 0.6} ${focalX} ${height * 0.74}Q${focalX + 8} ${height * 0.6} ${focalX + 15} ${height * 0.46}Z`,
      scene.light,
    );
    sketch.path(
      `M${focalX} ${height * 0.16}C${focalX + 26} ${height * 0.24} ${focalX + 28} ${height * 0.36} ${focalX + 20} ${height * 0.46}H${focalX - 20}C${focalX - 28} ${height * 0.36} ${focalX - 26} ${height * 0.24} ${focalX} ${height * 0.16}Z`,
      sketch.linear(
        [
          [0, mix(scene.light, scene.mid, 0.5)],
          [0.6, scene.light],
          [1, mix(scene.mid, scene.shadow, 0.3)],
        ],
        [0, 0],
        [1, 0],
      ),
    );
    sketch.path(
      `M${focalX} ${height * 0.16}C${focalX + 13} ${height * 0.2} ${focalX + 18} ${height * 0.235} ${focalX + 20} ${height * 0.26}H${focalX - 20}C${focalX - 18} ${height * 0.235} ${focalX - 13} ${height * 0.2} ${focalX} ${height * 0.16}Z`,
      scene.accent,
    );
    for (const side of [-1, 1])
      sketch.path(
        `M${focalX + side * 22} ${height * 0.38}L${focalX + side * 46} ${height * 0.49}L${focalX + side * 18} ${height * 0.46}Z`,
        scene.accent,
      );
    sketch.circle(focalX, height * 0.32, 8, mix(scene.mid, scene.shadow, 0.3));
  },
  far: (scene) => {
    drawRange(scene, {
      y: scene.height * 0.88,
      amplitude: 46,
      nearness: 0.6,
      peakX: scene.width - scene.focalX,
      snowy: false,
    });
    drawFog(scene, scene.height * 0.76, scene.height * 0.98, 0.6);
  },
  ground: (scene) => drawForeground(scene, scene.height * 0.94, scene.depth(1), 8),
};

export const WORLDS = { blackSun, outpost, launch };
