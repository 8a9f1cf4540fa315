import type { Act } from "../act.ts";
import { BLACK, mix, WHITE } from "../colour.ts";
import type { Scene } from "../scene.ts";

/** A tall window with light falling through it onto the floor. */
export function drawWindow(scene: Scene, x: number, y: number, wide: number, tall: number, floorY: number): void {
  const { sketch, dice, height } = scene;
  const wood = mix(scene.shadow, BLACK, 0.2);
  sketch.glow(x + wide / 2, y + tall / 2, wide * 1.6, mix(scene.light, WHITE, 0.2), 0.5, tall);
  sketch.rect(x - 9, y - 9, wide + 18, tall + 18, wood);
  sketch.rect(
    x,
    y,
    wide,
    tall,
    sketch.linear([
      [0, mix(scene.mid, scene.light, 0.55)],
      [0.7, mix(scene.light, WHITE, 0.35)],
      [1, mix(scene.light, scene.accent, 0.3)],
    ]),
  );
  sketch.circle(x + wide * 0.62, y + tall * 0.45, 22, scene.accent);
  sketch.path(
    `M${x} ${y + tall}V${y + tall * 0.7}Q${x + wide * 0.3} ${y + tall * 0.55} ${x + wide * 0.5} ${y + tall * 0.72}T${x + wide} ${y + tall * 0.66}V${y + tall}Z`,
    scene.depth(0.35),
  );
  const columns = dice.whole(2, 3);
  for (let column = 1; column < columns; column++) sketch.rect(x + (column * wide) / columns - 2.5, y, 5, tall, wood);
  for (let row = 1; row < 4; row++) sketch.rect(x, y + (row * tall) / 4 - 2, wide, 4, wood);
  const slant = (scene.calmSide === 0 ? 1 : scene.calmSide) * dice.between(60, 130);
  for (let pane = 0; pane < columns; pane++) {
    const from = x + (pane * wide) / columns + 5;
    const to = x + ((pane + 1) * wide) / columns - 5;
    sketch.polygon(
      [
        [from + slant * 0.4, floorY + 12],
        [to + slant * 0.4, floorY + 12],
        [to + slant * 1.2 + 20, height + 4],
        [from + slant * 1.2 - 10, height + 4],
      ],
      mix(scene.light, WHITE, 0.1),
      { opacity: 0.4 },
    );
  }
  sketch.polygon(
    [
      [x, y],
      [x + wide, y],
      [x + wide + slant * 1.3, height],
      [x + slant * 1.1, height],
    ],
    sketch.linear([
      [0, scene.light, 0.28],
      [1, scene.light, 0],
    ]),
  );
}

/** Someone lives here. */
export const ROOM: Act = {
  sky: (scene) => {
    const { sketch, width, height } = scene;
    const wall = mix(scene.shadow, scene.mid, scene.night ? 0.5 : 0.8);
    const floorY = height * 0.8;
    sketch.cover(
      sketch.linear(
        [
          [0, mix(wall, scene.shadow, 0.5)],
          [0.5, mix(wall, scene.light, 0.08)],
          [1, mix(wall, scene.shadow, 0.6)],
        ],
        [0, 0],
        [1, 0.4],
      ),
    );
    for (let panel = 0; panel < width; panel += 90)
      sketch.rect(panel + 10, floorY - 96, 70, 78, mix(wall, scene.shadow, 0.3), { opacity: 0.5 });
    sketch.rect(-5, floorY - 110, width + 10, 4, mix(wall, scene.light, 0.15));
    sketch.rect(
      -5,
      floorY,
      width + 10,
      height,
      sketch.linear([
        [0, mix(scene.shadow, scene.mid, 0.6)],
        [1, mix(scene.shadow, BLACK, 0.1)],
      ]),
    );
    sketch.rect(-5, floorY - 9, width + 10, 10, mix(scene.shadow, BLACK, 0.15));
    for (let board = -12; board <= 12; board++)
      sketch.line(
        [
          [scene.focalX + board * 44, floorY],
          [scene.focalX + board * 90, height],
        ],
        scene.shadow,
        { width: 1.6, opacity: 0.4 },
      );
  },
  far: (scene) => {
    const { dice, height } = scene;
    const wide = dice.between(140, 210);
    drawWindow(scene, scene.focalX - wide / 2, height * 0.1, wide, height * dice.between(0.44, 0.52), height * 0.8);
  },
  ground: (scene) => {
    const { sketch, height } = scene;
    const side = scene.calmSide === 0 ? scene.dice.side() : -scene.calmSide;
    const cloth = mix(scene.shadow, scene.accent, 0.45);
    const x = scene.focalX + side * 165;
    const foot = height * 0.88;
    const lit = mix(cloth, scene.light, 0.2);
    sketch.rect(
      x - 62,
      foot - 122,
      124,
      112,
      sketch.linear(
        [
          [0, cloth],
          [1, lit],
        ],
        [0, 0],
        [1, 0],
      ),
      { round: 22 },
    );
    sketch.rect(x - 54, foot - 60, 108, 40, lit, { round: 12 });
    for (const arm of [-70, 44]) sketch.rect(x + arm, foot - 74, 28, 66, mix(cloth, scene.shadow, 0.25), { round: 12 });
    const lampX = Math.min(scene.width - 60, Math.max(60, x + side * 92));
    sketch.glow(lampX, foot - 190, 150, mix(scene.accent, scene.light, 0.4), 0.65);
    sketch.rect(lampX - 2.5, foot - 186, 5, 186, mix(scene.shadow, BLACK, 0.3));
    sketch.ellipse(lampX, foot, 26, 6, mix(scene.shadow, BLACK, 0.3));
    sketch.polygon(
      [
        [lampX - 20, foot - 226],
        [lampX + 20, foot - 226],
        [lampX + 38, foot - 176],
        [lampX - 38, foot - 176],
      ],
      sketch.linear([
        [0, scene.accent],
        [0.6, scene.accent],
        [1, scene.light],
      ]),
    );
    const rug = scene.focalX - side * 20;
    sketch.ellipse(rug, height * 0.93, 150, 22, scene.accent);
    sketch.ellipse(rug, height * 0.93, 118, 15, mix(scene.accent, scene.shadow, 0.4));
    sketch.ellipse(rug, height * 0.93, 104, 12, scene.light);
    sketch.ellipse(rug, height * 0.93, 84, 8, scene.mid);
    const frameX = scene.focalX - side * 190;
    sketch.rect(frameX - 40, height * 0.24, 80, 62, mix(scene.shadow, BLACK, 0.1));
    sketch.rect(
      frameX - 33,
      height * 0.24 + 7,
      66,
      48,
      sketch.linear([
        [0, mix(scene.mid, scene.light, 0.4)],
        [1, scene.mid],
      ]),
    );
  },
  near: (scene) => {
    const edge = scene.calmSide === -1 ? 1 : 0;
    const { sketch, width, height } = scene;
    for (let fold = 4; fold >= 0; fold--) {
      const x = edge === 0 ? 18 + fold * 16 : width - 18 - fold * 16;
      const cloth = mix(scene.shadow, scene.accent, fold % 2 === 0 ? 0.28 : 0.16);
      sketch.path(
        `M${edge * width} -5L${x} -5C${x + 10} ${height * 0.4} ${x - 14} ${height * 0.7} ${x + 4} ${height + 5}L${edge * width} ${height + 5}Z`,
        cloth,
      );
    }
  },
};
