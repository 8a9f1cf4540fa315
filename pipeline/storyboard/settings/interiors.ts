import type { Act } from "../act.ts";
import { BLACK, mix } from "../colour.ts";

/** A study: shelves, a fire, a desk lamp. */
const study: Act = {
  shows: "fire",
  sky: (scene) => {
    const { sketch, dice, width, height } = scene;
    const wall = mix(scene.mid, scene.shadow, scene.night ? 0.55 : 0.2);
    sketch.cover(
      sketch.linear(
        [
          [0, mix(wall, scene.shadow, 0.5)],
          [0.5, wall],
          [1, mix(wall, scene.shadow, 0.4)],
        ],
        [0, 0],
        [1, 0.3],
      ),
    );
    const floorY = height * 0.82;
    const books = [
      scene.accent,
      scene.light,
      scene.mid,
      mix(scene.mid, scene.light, 0.4),
      mix(scene.accent, scene.shadow, 0.5),
      mix(scene.shadow, scene.mid, 0.4),
    ] as const;
    for (let shelf = 0; shelf < 7; shelf++) {
      const y = height * 0.06 + shelf * (floorY / 7.4);
      const tall = floorY / 7.4 - 8;
      for (let x = 14; x < width - 14; ) {
        const wide = dice.between(5, 13);
        const clear = Math.abs(x - scene.focalX) < 96;
        if (!clear && dice.chance(0.88)) {
          const high = tall * dice.between(0.6, 0.95);
          sketch.rect(
            x,
            y + tall - high,
            wide - 0.6,
            high,
            mix(dice.pick(books), scene.shadow, 0.25 + 0.3 * (Math.abs(x - scene.focalX) / width)),
          );
        }
        x += wide;
      }
      sketch.rect(0, y + tall, width, 7, mix(scene.shadow, scene.mid, 0.3));
    }
    sketch.rect(
      -5,
      floorY,
      width + 10,
      height,
      sketch.linear([
        [0, mix(scene.shadow, scene.mid, 0.65)],
        [1, mix(scene.shadow, BLACK, 0.1)],
      ]),
    );
  },
  far: (scene) => {
    const { sketch, dice, focalX, height } = scene;
    const floorY = height * 0.82;
    const stone = mix(scene.mid, scene.light, 0.2);
    sketch.rect(focalX - 100, -5, 200, floorY + 8, mix(stone, scene.shadow, 0.45));
    sketch.rect(focalX - 112, floorY - 168, 224, 16, mix(stone, scene.light, 0.35));
    sketch.path(
      `M${focalX - 70} ${floorY}V${floorY - 90}Q${focalX} ${floorY - 150} ${focalX + 70} ${floorY - 90}V${floorY}Z`,
      mix(scene.shadow, BLACK, 0.4),
    );
    sketch.glow(focalX, floorY - 40, 190, scene.accent, 0.8);
    for (let tongue = 0; tongue < 16; tongue++) {
      const x = focalX + dice.between(-50, 50);
      const high = dice.between(26, 84) * (1 - Math.abs(x - focalX) / 90);
      sketch.path(
        `M${x - 12} ${floorY}C${x - 16} ${floorY - high * 0.5} ${x + 8} ${floorY - high * 0.5} ${x + dice.between(-6, 6)} ${floorY - high}C${x + 16} ${floorY - high * 0.5} ${x + 12} ${floorY - 8} ${x + 12} ${floorY}Z`,
        tongue < 6 ? mix(scene.accent, scene.shadow, 0.2) : tongue < 12 ? scene.accent : scene.light,
      );
    }
    const canvas = sketch.linear([
      [0, scene.light],
      [0.6, mix(scene.light, scene.mid, 0.5)],
      [1, scene.mid],
    ]);
    sketch.rect(focalX - 54, floorY - 300, 108, 116, mix(scene.shadow, scene.accent, 0.4));
    sketch.rect(focalX - 45, floorY - 291, 90, 98, canvas);
    sketch.path(
      `M${focalX - 45} ${floorY - 193}V${floorY - 222}L${focalX - 14} ${floorY - 250}L${focalX + 10} ${floorY - 220}L${focalX + 26} ${floorY - 234}L${focalX + 45} ${floorY - 214}V${floorY - 193}Z`,
      mix(scene.mid, scene.shadow, 0.4),
    );
  },
  ground: (scene) => {
    const { sketch, focalX, height } = scene;
    sketch.ellipse(focalX, height * 0.92, 230, 34, mix(scene.accent, scene.shadow, 0.3));
    sketch.ellipse(focalX, height * 0.92, 190, 26, mix(scene.light, scene.mid, 0.35));
    sketch.ellipse(focalX, height * 0.92, 176, 22, mix(scene.accent, scene.shadow, 0.45));
    const side = scene.heavySide;
    const x = focalX + side * 168;
    const foot = height * 0.92;
    const leather = mix(scene.accent, scene.shadow, 0.35);
    sketch.path(
      `M${x - 58} ${foot}V${foot - 60}Q${x - 62} ${foot - 84} ${x - 42} ${foot - 86}Q${x - 44} ${foot - 164} ${x} ${foot - 166}Q${x + 46} ${foot - 164} ${x + 44} ${foot - 86}Q${x + 62} ${foot - 84} ${x + 58} ${foot - 60}V${foot}Z`,
      sketch.linear(
        [
          [0, side > 0 ? mix(leather, scene.light, 0.3) : leather],
          [1, side > 0 ? leather : mix(leather, scene.light, 0.3)],
        ],
        [0, 0],
        [1, 0],
      ),
    );
    sketch.path(`M${x - 42} ${foot - 40}H${x + 42}V${foot - 8}H${x - 42}Z`, mix(leather, scene.shadow, 0.4));
  },
};

/** An attic studio: a slanting skylight, an easel, dust in the light. */
const attic: Act = {
  sky: (scene) => {
    const { sketch, width, height, focalX } = scene;
    const wall = mix(scene.mid, scene.shadow, scene.night ? 0.5 : 0.25);
    sketch.cover(
      sketch.linear([
        [0, wall],
        [1, mix(wall, scene.shadow, 0.5)],
      ]),
    );
    for (let beam = -6; beam <= 6; beam++)
      sketch.polygon(
        [
          [focalX + beam * 60 - 5, -5],
          [focalX + beam * 60 + 5, -5],
          [focalX + beam * 108 + 9, height * 0.7],
          [focalX + beam * 108 - 9, height * 0.7],
        ],
        mix(wall, scene.shadow, 0.55),
      );
    sketch.rect(
      -5,
      height * 0.7,
      width + 10,
      height,
      sketch.linear([
        [0, mix(scene.mid, scene.shadow, 0.15)],
        [1, mix(scene.shadow, BLACK, 0.05)],
      ]),
    );
    for (let board = -14; board <= 14; board++)
      sketch.line(
        [
          [focalX + board * 40, height * 0.7],
          [focalX + board * 110, height],
        ],
        scene.shadow,
        { width: 2, opacity: 0.5 },
      );
  },
  far: (scene) => {
    const { sketch, focalX, height } = scene;
    const glass = sketch.linear([
      [0, mix(scene.light, scene.horizon, 0.2)],
      [1, scene.light],
    ]);
    sketch.glow(focalX, height * 0.3, 280, scene.light, 0.7, height * 0.4);
    for (let column = -1; column <= 1; column++)
      for (let row = 0; row < 3; row++) {
        const [top, bottom] = [height * (0.08 + row * 0.15), height * (0.08 + row * 0.15) + height * 0.135];
        const [near, far] = [62 + row * 9, 62 + (row + 1) * 9];
        sketch.polygon(
          [
            [focalX + column * near - near * 0.46, top],
            [focalX + column * near + near * 0.46, top],
            [focalX + column * far + far * 0.46, bottom],
            [focalX + column * far - far * 0.46, bottom],
          ],
          glass,
        );
      }
    sketch.circle(focalX + 34, height * 0.2, 24, scene.accent);
    sketch.polygon(
      [
        [focalX - 96, height * 0.5],
        [focalX + 96, height * 0.5],
        [focalX + 190, height + 5],
        [focalX - 60, height + 5],
      ],
      sketch.linear([
        [0, scene.light, 0.4],
        [1, scene.light, 0.1],
      ]),
    );
    sketch.polygon(
      [
        [focalX - 30, height * 0.8],
        [focalX + 110, height * 0.8],
        [focalX + 170, height * 0.95],
        [focalX - 10, height * 0.95],
      ],
      scene.light,
      { opacity: 0.85 },
    );
  },
  ground: (scene) => {
    const { sketch, dice, focalX, height } = scene;
    const x = focalX + scene.heavySide * 140;
    const foot = height * 0.93;
    const wood = mix(scene.shadow, scene.mid, 0.2);
    sketch.line(
      `M${x - 60} ${foot}L${x} ${foot - 210}L${x + 60} ${foot}M${x} ${foot - 210}L${x + 6} ${foot - 10}`,
      wood,
      { width: 7 },
    );
    sketch.rect(x - 66, foot - 190, 132, 112, scene.light);
    sketch.rect(x - 58, foot - 182, 116, 96, scene.mid);
    sketch.circle(x + 14, foot - 150, 20, scene.accent);
    sketch.path(
      `M${x - 58} ${foot - 86}V${foot - 118}Q${x - 20} ${foot - 150} ${x + 10} ${foot - 112}T${x + 58} ${foot - 124}V${foot - 86}Z`,
      mix(scene.shadow, scene.mid, 0.4),
    );
    for (let canvas = 0; canvas < 4; canvas++) {
      const at = focalX - scene.heavySide * (120 + canvas * 46);
      sketch.polygon(
        [
          [at, foot - 96 - canvas * 8],
          [at + 60, foot - 100],
          [at + 66, foot],
          [at + 4, foot + 2],
        ],
        [scene.accent, scene.mid, mix(scene.light, scene.mid, 0.4), mix(scene.accent, scene.shadow, 0.5)][canvas] ??
          scene.mid,
      );
    }
    for (let mote = 0; mote < 50; mote++)
      sketch.circle(
        focalX + dice.between(-110, 130),
        dice.between(0.2, 0.9) * height,
        dice.between(1.2, 3),
        scene.light,
        { opacity: 0.8 },
      );
  },
};

export const INTERIORS = { study, attic };
