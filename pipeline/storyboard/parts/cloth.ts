import { BLACK, mix } from "../colour.ts";
import type { Scene } from "../scene.ts";

/** Spears and torn banners planted in a line; banners carry the accent. */
export function drawBanners(scene: Scene, footY: number, count: number, tall: number): void {
  const { sketch, dice, width, focalX } = scene;
  for (let index = 0; index < count; index++) {
    const x = focalX + dice.between(-0.42, 0.42) * width;
    const high = tall * dice.between(0.5, 1);
    const lean = dice.between(-0.14, 0.14) * high;
    const pole = scene.depth(0.95);
    sketch.line(
      [
        [x, footY + 10],
        [x + lean, footY - high],
      ],
      pole,
      { width: 3 },
    );
    sketch.polygon(
      [
        [x + lean - 4, footY - high],
        [x + lean * 1.09, footY - high * 1.1],
        [x + lean + 4, footY - high],
      ],
      pole,
    );
    if (index % 3 !== 0) continue;
    const cloth = index % 6 === 3 ? scene.light : scene.accent;
    const side = dice.side();
    const long = high * 0.42;
    const top = footY - high * 0.97;
    sketch.path(
      `M${x + lean} ${top}C${x + lean + side * long * 0.4} ${top - 12} ${x + lean + side * long * 0.6} ${top + 16} ${x + lean + side * long} ${top + 2}L${x + lean + side * long * 0.8} ${top + long * 0.22}L${x + lean + side * long * 0.97} ${top + long * 0.4}C${x + lean + side * long * 0.6} ${top + long * 0.55} ${x + lean + side * long * 0.4} ${top + long * 0.3} ${x + lean * 0.86} ${top + long * 0.45}Z`,
      sketch.linear([
        [0, cloth],
        [1, mix(cloth, scene.shadow, 0.35)],
      ]),
    );
  }
}

/** Heavy curtains on both sides and a pelmet above. */
export function drawCurtains(scene: Scene, reach: number): void {
  const { sketch, width, height } = scene;
  const cloth = mix(scene.accent, scene.shadow, 0.35);
  for (const side of [0, 1]) {
    for (let fold = 6; fold >= 0; fold--) {
      const inner = reach * ((fold + 1) / 7);
      const x = side === 0 ? inner : width - inner;
      const edge = side === 0 ? -5 : width + 5;
      const sway = (side === 0 ? 1 : -1) * 14;
      sketch.path(
        `M${edge} -5L${x} -5C${x + sway} ${height * 0.4} ${x - sway * 1.4} ${height * 0.7} ${x + sway * 0.4} ${height + 5}L${edge} ${height + 5}Z`,
        sketch.linear(
          [
            [0, mix(cloth, scene.shadow, 0.5)],
            [0.5, fold % 2 === 0 ? scene.accent : cloth],
            [1, mix(cloth, BLACK, 0.3)],
          ],
          [0, 0],
          [1, 0],
        ),
      );
    }
  }
  for (let swag = 0; swag < 7; swag++) {
    const x = (swag / 7) * width;
    const wide = width / 7;
    sketch.path(
      `M${x} -5H${x + wide}Q${x + wide / 2} ${height * 0.2} ${x} -5Z`,
      sketch.linear([
        [0, mix(cloth, BLACK, 0.3)],
        [0.45, scene.accent],
        [1, scene.accent],
      ]),
    );
  }
}
