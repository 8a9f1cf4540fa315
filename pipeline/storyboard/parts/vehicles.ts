import { BLACK, mix } from "../colour.ts";
import type { Scene } from "../scene.ts";

/** A three-masted ship; `scale` 1 is about 150 high. */
export function drawShip(scene: Scene, x: number, waterY: number, scale: number): void {
  const { sketch, dice } = scene;
  const hull = mix(scene.shadow, BLACK, 0.3);
  sketch.group(
    `translate(${x.toFixed(1)} ${waterY.toFixed(1)}) scale(${(dice.side() * scale).toFixed(3)} ${scale.toFixed(3)})`,
    () => {
      sketch.path("M-92 -20C-60 -14 40 -14 88 -30L112 -40L84 -22C76 -6 70 2 62 6L-70 6C-80 0 -88 -8 -92 -20Z", hull);
      sketch.path("M-84 -14C-50 -9 40 -9 82 -22L80 -17C40 -5 -50 -5 -82 -10Z", scene.accent, { opacity: 0.85 });
      for (const [mast, top] of [
        [-52, -122],
        [-2, -150],
        [46, -128],
      ] as const) {
        sketch.rect(mast - 1.6, top, 3.2, -top - 12, hull);
        const sail = sketch.linear(
          [
            [0, mix(scene.light, scene.horizon, 0.2)],
            [1, mix(scene.mid, scene.light, 0.35)],
          ],
          [1, 0],
          [0, 1],
        );
        sketch.path(
          `M${mast - 21} ${top + 12}Q${mast + 6} ${top + 8} ${mast + 19} ${top + 12}Q${mast + 30} ${top + 34} ${mast + 21} ${top + 52}Q${mast} ${top + 46} ${mast - 23} ${top + 52}Q${mast - 12} ${top + 30} ${mast - 21} ${top + 12}Z`,
          sail,
        );
        sketch.path(
          `M${mast - 25} ${top + 56}Q${mast + 6} ${top + 50} ${mast + 23} ${top + 56}Q${mast + 34} ${top + 78} ${mast + 25} ${top + 98}Q${mast} ${top + 92} ${mast - 27} ${top + 98}Q${mast - 14} ${top + 76} ${mast - 25} ${top + 56}Z`,
          sail,
        );
        sketch.path(`M${mast} ${top}L${mast + 20} ${top - 6}L${mast} ${top - 10}Z`, scene.accent);
      }
      sketch.path("M58 -112L104 -40L56 -44Z", mix(scene.mid, scene.light, 0.5), { opacity: 0.9 });
    },
  );
  sketch.ellipse(x, waterY + 8 * scale, 90 * scale, 5 * scale, hull, { opacity: 0.5 });
}

/** A steam train running on a level line; lit windows carry the accent. */
export function drawTrain(scene: Scene, headX: number, railY: number, scale: number, cars: number): void {
  const { sketch, dice } = scene;
  const body = mix(scene.shadow, BLACK, 0.3);
  const facing = scene.calmSide === 1 ? 1 : -1;
  sketch.group(
    `translate(${headX.toFixed(1)} ${railY.toFixed(1)}) scale(${(facing * scale).toFixed(3)} ${scale.toFixed(3)})`,
    () => {
      sketch.glow(58, -24, 120, scene.accent, 0.55, 40);
      sketch.path("M-62 -8L-62 -52L-70 -56L-22 -56L-26 -50L-26 -38L30 -38C40 -38 46 -34 47 -24L58 -4L-62 -4Z", body);
      sketch.path("M22 -38L20 -56L16 -62L36 -62L33 -56L32 -38ZM2 -38C2 -46 10 -46 10 -38Z", body);
      sketch.rect(-54, -48, 20, 14, mix(scene.accent, scene.light, 0.3));
      sketch.circle(48, -28, 5, mix(scene.accent, scene.light, 0.5));
      sketch.line("M-26 -37L30 -37C40 -37 45 -33 46 -25", scene.rim, { width: 1.6, opacity: 0.7 });
      sketch.line("M-58 -20L44 -20", scene.accent, { width: 2.4, opacity: 0.8 });
      for (const [wheel, radius] of [
        [-44, 10],
        [-18, 12],
        [8, 12],
        [34, 8],
      ] as const) {
        sketch.circle(wheel, -radius + 2, radius, mix(body, BLACK, 0.4));
        sketch.ring(wheel, -radius + 2, radius * 0.7, scene.mid, { width: 1.4 });
      }
      for (let car = 0; car < cars; car++) {
        const x = -72 - (car + 1) * 112;
        sketch.path(
          `M${x} -6L${x} -48C${x} -54 ${x + 4} -56 ${x + 8} -56L${x + 98} -56C${x + 102} -56 ${x + 106} -54 ${x + 106} -48L${x + 106} -6Z`,
          mix(body, scene.mid, 0.14),
        );
        for (let pane = 0; pane < 6; pane++)
          sketch.rect(
            x + 9 + pane * 15.6,
            -44,
            10.6,
            14,
            dice.chance(0.85) ? (pane % 3 === 2 ? scene.light : scene.accent) : body,
            { round: 1.5 },
          );
        for (const wheel of [18, 36, 70, 88]) sketch.circle(x + wheel, -4, 6, mix(body, BLACK, 0.4));
        sketch.rect(x + 106, -12, 8, 4, body);
      }
    },
  );
  for (let puff = 0; puff < 14; puff++) {
    const back = puff * 20 * scale;
    sketch.glow(
      headX + facing * (26 * scale - back),
      railY - (70 + puff * 6.5) * scale + dice.between(-6, 6),
      (16 + puff * 4.4) * scale,
      puff < 5 ? scene.light : mix(scene.light, scene.horizon, 0.4),
      0.85 - puff * 0.045,
      (13 + puff * 2.6) * scale,
    );
  }
}

/** Two tail lamps and the dark body of a car seen from behind. */
export function drawCar(scene: Scene, x: number, footY: number, scale: number): void {
  const { sketch } = scene;
  const body = mix(scene.shadow, BLACK, 0.4);
  sketch.group(`translate(${x.toFixed(1)} ${footY.toFixed(1)}) scale(${scale.toFixed(3)})`, () => {
    sketch.path(
      "M-40 -6L-40 -24C-40 -30 -34 -32 -28 -33L-20 -50C-18 -53 18 -53 20 -50L28 -33C34 -32 40 -30 40 -24L40 -6Z",
      body,
    );
    sketch.path("M-22 -34L-16 -47L16 -47L22 -34Z", mix(scene.mid, scene.light, 0.35), { opacity: 0.8 });
    sketch.rect(-34, -8, 14, 10, BLACK);
    sketch.rect(20, -8, 14, 10, BLACK);
    sketch.line("M-20 -50C-18 -53 18 -53 20 -50", scene.rim, { width: 1.6 });
    for (const lamp of [-31, 31]) {
      sketch.glow(lamp, -24, 34, scene.accent, 0.9);
      sketch.rect(lamp - 7, -27, 14, 6, mix(scene.accent, scene.light, 0.2), { round: 2 });
    }
  });
}
