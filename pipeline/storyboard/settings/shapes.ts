import type { Act } from "../act.ts";
import { BLACK, mix } from "../colour.ts";
import type { Point } from "../sketch.ts";

/** A wall of cut facets that catch the light by their slope. */
const facets: Act = {
  sky: (scene) => {
    const { sketch, dice, width, height, focalX } = scene;
    const cell = 92;
    const columns = Math.ceil(width / cell) + 2;
    const rows = Math.ceil(height / cell) + 2;
    const points = Array.from({ length: rows }, (_, row) =>
      Array.from(
        { length: columns },
        (_, column): Point => [
          (column - 0.5) * cell + dice.between(-34, 34),
          (row - 0.5) * cell + dice.between(-34, 34),
        ],
      ),
    );
    for (let row = 0; row + 1 < rows; row++)
      for (let column = 0; column + 1 < columns; column++) {
        const [a, b, c, d] = [
          points[row]?.[column],
          points[row]?.[column + 1],
          points[row + 1]?.[column + 1],
          points[row + 1]?.[column],
        ] as [Point, Point, Point, Point];
        for (const triangle of [
          [a, b, c],
          [a, c, d],
        ] as const) {
          const x = (triangle[0][0] + triangle[1][0] + triangle[2][0]) / 3;
          const y = (triangle[0][1] + triangle[1][1] + triangle[2][1]) / 3;
          const away = Math.hypot((x - focalX) / width, ((y - height * 0.45) / height) * 0.7);
          const glow = Math.max(0, 1 - away * 2.3) + dice.between(-0.2, 0.2);
          const colour =
            glow > 0.86
              ? scene.light
              : glow > 0.62
                ? scene.accent
                : glow > 0.3
                  ? scene.mid
                  : mix(scene.shadow, scene.mid, Math.max(0, 0.3 + glow));
          sketch.polygon(triangle, mix(colour, scene.shadow, dice.between(0, 0.22)));
        }
      }
  },
  ground: (scene) => {
    if (scene.request.composition === "figure")
      scene.sketch.polygon(
        [
          [-5, scene.groundY],
          [scene.width + 5, scene.groundY - 14],
          [scene.width + 5, scene.height + 5],
          [-5, scene.height + 5],
        ],
        mix(scene.shadow, BLACK, 0.2),
      );
  },
};

/** Stairs and arches that lead to a disc of light. */
const stairs: Act = {
  sky: (scene) => {
    const { sketch, dice, width, height, focalX } = scene;
    sketch.cover(
      sketch.linear([
        [0, mix(scene.mid, scene.shadow, 0.35)],
        [1, mix(scene.mid, scene.light, 0.3)],
      ]),
    );
    for (let arch = 0; arch < 5; arch++) {
      const near = 1 - arch / 5;
      const half = 60 + 330 * near;
      const top = height * (0.42 - 0.42 * near);
      const tone = mix(mix(scene.shadow, scene.mid, 1 - near), scene.accent, arch % 2 === 1 ? 0.5 : 0);
      sketch.path(
        `M-5 -5H${width + 5}V${height + 5}H-5ZM${focalX - half} ${height + 5}H${focalX + half}V${top + half * 0.7}A${half} ${half} 0 0 0 ${focalX - half} ${top + half * 0.7}Z`,
        tone,
      );
    }
    sketch.path(
      `M${focalX - 126} ${height * 0.8}V${height * 0.4}A126 126 0 0 1 ${focalX + 126} ${height * 0.4}V${height * 0.8}Z`,
      scene.light,
    );
    sketch.circle(focalX + dice.between(-20, 20), height * 0.4, 66, scene.accent);
    sketch.rect(-5, height * 0.78, width + 10, height, mix(scene.shadow, scene.mid, 0.3));
    for (let step = 0; step < 8; step++) {
      const near = step / 8;
      const half = 130 + 190 * near;
      sketch.rect(focalX - half, height * 0.68 + step * 21, half * 2, 9, mix(scene.light, scene.mid, 0.2 + 0.5 * near));
      sketch.rect(
        focalX - half,
        height * 0.68 + step * 21 + 9,
        half * 2,
        13,
        mix(scene.shadow, scene.mid, 0.5 - 0.4 * near),
      );
    }
    for (let ball = 0; ball < 3; ball++)
      sketch.circle(
        focalX + scene.heavySide * (170 + ball * 70),
        height * (0.8 + ball * 0.04),
        18 + ball * 10,
        sketch.radial(
          [
            [0, scene.light],
            [0.5, scene.accent],
            [1, mix(scene.accent, scene.shadow, 0.5)],
          ],
          [0.35, 0.3],
        ),
      );
  },
};

/** Towers of cubes in three tones. */
const cubes: Act = {
  sky: (scene) => {
    const { sketch, dice, width, height, focalX } = scene;
    sketch.cover(
      sketch.linear([
        [0, mix(scene.mid, scene.shadow, 0.5)],
        [1, mix(scene.mid, scene.light, 0.25)],
      ]),
    );
    sketch.circle(
      focalX,
      height * 0.42,
      Math.min(190, width * 0.3),
      sketch.linear([
        [0, scene.light],
        [1, mix(scene.light, scene.accent, 0.4)],
      ]),
    );
    const edge = 44;
    for (let row = 0; row < 9; row++)
      for (let column = -9; column <= 9; column++) {
        const x = focalX + column * edge * 1.73 + (row % 2) * edge * 0.87;
        const lift = Math.max(0, 1 - Math.abs(x - focalX) / (width * 0.4)) * dice.between(0, 200) * (1 - row / 12);
        const y = height * 0.56 + row * edge * 0.5 - lift;
        const hue = dice.pick([scene.mid, scene.mid, scene.accent, mix(scene.mid, scene.shadow, 0.4)]);
        const top: Point[] = [
          [x, y - edge * 0.5],
          [x + edge * 0.87, y],
          [x, y + edge * 0.5],
          [x - edge * 0.87, y],
        ];
        sketch.polygon(top, mix(hue, scene.light, 0.55));
        sketch.polygon(
          [
            [x - edge * 0.87, y],
            [x, y + edge * 0.5],
            [x, y + 240],
            [x - edge * 0.87, y + 200],
          ],
          hue,
        );
        sketch.polygon(
          [
            [x + edge * 0.87, y],
            [x, y + edge * 0.5],
            [x, y + 240],
            [x + edge * 0.87, y + 200],
          ],
          mix(hue, scene.shadow, 0.6),
        );
      }
  },
};

export const SHAPES = { facets, stairs, cubes };
