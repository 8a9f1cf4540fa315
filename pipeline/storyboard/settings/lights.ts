import type { Act } from "../act.ts";
import { BLACK, mix } from "../colour.ts";
import { drawBokeh } from "../parts/lights.ts";
import { drawRain } from "../parts/weather.ts";

/** City lights through a wet window. */
const wetWindow: Act = {
  sky: (scene) => {
    const { sketch, width, height, focalX } = scene;
    sketch.cover(
      sketch.linear([
        [0, scene.shadow],
        [0.5, scene.mid],
        [0.62, scene.mid],
        [1, mix(scene.shadow, scene.mid, 0.2)],
      ]),
    );
    sketch.glow(focalX, height * 0.7, width * 0.4, mix(scene.accent, scene.mid, 0.4), 0.7, height * 0.36);
    drawBokeh(scene, 46, 14, 44, 0.75);
  },
  ground: (scene) => {
    const { sketch, dice, width, height } = scene;
    for (let drop = 0; drop < 70; drop++) {
      const x = dice.between(0, 1) * width;
      const y = dice.between(0, 1) * height;
      const size = dice.between(2.5, 7);
      sketch.ellipse(
        x,
        y,
        size,
        size * 1.25,
        sketch.linear([
          [0, scene.shadow, 0.5],
          [1, scene.light, 0.9],
        ]),
      );
      if (drop % 4 === 0)
        sketch.rect(x - size * 0.4, y - dice.between(40, 140), size * 0.8, dice.between(40, 110), scene.light, {
          opacity: 0.13,
          round: 3,
        });
    }
    sketch.rect(-5, height * 0.94, width + 10, 60, mix(scene.shadow, BLACK, 0.4));
    for (const x of scene.request.composition === "vista" ? [scene.focalX + scene.heavySide * 180] : [])
      sketch.rect(x - 6, -5, 12, height + 10, mix(scene.shadow, BLACK, 0.4));
  },
  air: (scene) => drawRain(scene, 46),
};

/** Hearts and discs of light between two people's worth of warm dark. */
const hearts: Act = {
  sky: (scene) => {
    const { sketch, dice, width, height, focalX } = scene;
    sketch.cover(
      sketch.radial(
        [
          [0, mix(scene.mid, scene.accent, 0.35)],
          [0.6, mix(scene.mid, scene.shadow, 0.3)],
          [1, scene.shadow],
        ],
        [focalX / width, 0.5],
      ),
    );
    drawBokeh(scene, 24, 10, 50, 0.6);
    for (let heart = 0; heart < 26; heart++) {
      const near = heart / 26;
      const size = 9 + 34 * near ** 1.6;
      const x = focalX + dice.between(-1, 1) * width * (0.2 + 0.14 * near);
      const y = dice.between(0.08, 0.9) * height;
      const colour =
        [scene.light, scene.accent, scene.mid, mix(scene.accent, scene.light, 0.45)][heart % 4] ?? scene.accent;
      sketch.glow(x, y, size * 1.9, colour, 0.4);
      sketch.path(
        `M${x} ${y + size}C${x - size * 1.7} ${y - size * 0.1} ${x - size * 0.9} ${y - size * 1.25} ${x} ${y - size * 0.35}C${x + size * 0.9} ${y - size * 1.25} ${x + size * 1.7} ${y - size * 0.1} ${x} ${y + size}Z`,
        colour,
        {
          opacity: 0.45 + 0.5 * near,
          transform: `rotate(${dice.between(-22, 22).toFixed(0)} ${x.toFixed(0)} ${y.toFixed(0)})`,
        },
      );
    }
  },
  ground: (scene) =>
    scene.sketch.rect(
      -5,
      scene.height * 0.9,
      scene.width + 10,
      80,
      scene.sketch.linear([
        [0, scene.shadow, 0],
        [1, mix(scene.shadow, BLACK, 0.3), 0.9],
      ]),
    ),
};

export const LIGHTS = { wetWindow, hearts };
