import { BLACK, mix, type Rgb } from "../colour.ts";
import type { Scene } from "../scene.ts";

/* People and beasts in a local frame: feet on y = 0, a grown person 100 high, facing right. */

const RIDER =
  "M-46 0L-42 -26C-50 -40 -48 -58 -34 -62L14 -62C24 -66 30 -78 36 -92C40 -98 48 -98 52 -92L62 -76C62 -72 58 -70 54 -72L46 -76C42 -66 38 -52 34 -46L40 -24L36 0L31 0L33 -24L24 -40L-16 -40L-34 -24L-36 0ZM-48 -56C-58 -50 -60 -30 -56 -16C-62 -30 -62 -54 -46 -60Z";
const RIDING_BODY =
  "M-14 -60C-12 -84 -12 -104 0 -112C10 -108 14 -92 16 -70L18 -44L10 -42L8 -62ZM-4 -112C-6 -124 10 -126 10 -114C8 -108 -2 -106 -4 -112Z";
const SOLDIER =
  "M-10 0L-8 -36C-14 -52 -14 -70 -8 -80C-2 -84 4 -84 8 -80C14 -70 13 -52 9 -36L11 0L4 0L1 -34L-3 0ZM-6 -88C-8 -100 8 -100 6 -88C4 -82 -4 -82 -6 -88ZM-8 -92C-6 -104 6 -104 8 -92L11 -89L-11 -89Z";
const WALKER =
  "M-11 0L-6 -38C-12 -52 -12 -72 -7 -80C-2 -84 4 -84 8 -79C12 -70 11 -52 8 -38L12 -2L6 0L1 -32L-5 0ZM-5 -88C-7 -100 7 -100 6 -88C4 -82 -4 -82 -5 -88Z";
const CAMEL =
  "M-52 0L-50 -40C-60 -44 -62 -58 -52 -64C-40 -86 -26 -86 -18 -66C-8 -90 8 -90 16 -66C26 -62 32 -66 36 -80C40 -96 46 -104 58 -104C66 -104 74 -98 74 -94L58 -92C52 -84 50 -64 40 -50L36 -40L38 0L33 0L30 -38L-30 -38L-44 -34L-46 0Z";

/** A mounted figure; `scale` 1 is about 125 high. */
export function drawRider(scene: Scene, x: number, footY: number, scale: number, colour: Rgb, cloak: Rgb): void {
  const { sketch, dice } = scene;
  sketch.group(
    `translate(${x.toFixed(1)} ${footY.toFixed(1)}) scale(${(dice.side() * scale).toFixed(3)} ${scale.toFixed(3)})`,
    () => {
      sketch.ellipse(0, 2, 56, 5, mix(scene.shadow, BLACK, 0.4), { opacity: 0.5 });
      sketch.path(RIDER, colour);
      sketch.path("M-2 -108C-16 -96 -30 -70 -42 -44C-26 -44 -8 -50 6 -58C8 -80 6 -98 -2 -108Z", cloak);
      sketch.path(RIDING_BODY, colour);
      sketch.line("M20 -40L26 -172", colour, { width: 3 });
      sketch.path("M26 -170L-22 -160L-8 -146L-20 -132L24 -138Z", cloak);
    },
  );
}

/** Ranks of soldiers with spears, larger and darker towards the viewer. */
export function drawRanks(scene: Scene, fromY: number, toY: number, tall: number): void {
  const { sketch, dice, width } = scene;
  for (let rank = 0; rank < 4; rank++) {
    const near = rank / 3;
    const size = (tall * (0.45 + 0.55 * near)) / 100;
    const y = fromY + (toY - fromY) * near ** 1.3;
    const colour = scene.depth(0.45 + 0.5 * near);
    const spears: string[] = [];
    const gap = 46 * size * 1.15;
    for (let x = -10; x < width + 20; x += gap * dice.between(0.75, 1.25)) {
      if (Math.abs(x - scene.focalX) < 46) continue;
      const flip = dice.side();
      sketch.path(SOLDIER, colour, {
        transform: `translate(${x.toFixed(1)} ${(y + dice.between(-3, 3)).toFixed(1)}) scale(${(flip * size).toFixed(3)} ${size.toFixed(3)})`,
      });
      const lean = dice.between(-9, 9) * size;
      spears.push(
        `M${(x + 12 * size).toFixed(1)} ${y.toFixed(1)}l${lean.toFixed(1)} ${(-165 * size * dice.between(0.85, 1)).toFixed(1)}`,
      );
      if (dice.chance(0.12)) {
        const [top, left] = [y - 158 * size, x + 12 * size + lean];
        sketch.path(
          `M${left} ${top}l${-46 * size} ${8 * size}l${10 * size} ${14 * size}l${-10 * size} ${16 * size}l${46 * size} ${-4 * size}Z`,
          scene.accent,
        );
      }
    }
    sketch.line(spears.join(""), colour, { width: 1.2 + 1.6 * near });
  }
}

/** A line of laden camels along a crest, their leader on foot in the accent. */
export function drawCaravan(scene: Scene, x: number, footY: number, scale: number, count: number): void {
  const { sketch, dice } = scene;
  const facing = scene.heavySide;
  const body = scene.depth(0.92);
  for (let index = 0; index < count; index++) {
    const size = scale * dice.between(0.92, 1.05);
    const at = x - facing * index * 132 * scale;
    sketch.group(
      `translate(${at.toFixed(1)} ${(footY + dice.between(-2, 3)).toFixed(1)}) scale(${(facing * size).toFixed(3)} ${size.toFixed(3)})`,
      () => {
        sketch.ellipse(0, 2, 60, 4, scene.shadow, { opacity: 0.4 });
        sketch.path(CAMEL, body);
        sketch.path("M-30 -78L4 -80L10 -52L-34 -50Z", index % 2 === 0 ? scene.accent : scene.light);
      },
    );
  }
  sketch.path(WALKER, scene.accent, {
    transform: `translate(${(x + facing * 96 * scale).toFixed(1)} ${footY.toFixed(1)}) scale(${(facing * scale).toFixed(3)} ${scale.toFixed(3)})`,
  });
}

/** Heads and shoulders of an audience along the lower edge. */
export function drawAudience(scene: Scene, y: number, colour: Rgb): void {
  const { sketch, dice, width, height } = scene;
  for (let row = 0; row < 2; row++) {
    const size = 15 + row * 9;
    for (let x = -10 + row * 20; x < width + 20; x += size * dice.between(2.3, 3.1)) {
      const top = y + row * 34 + dice.between(-6, 6);
      sketch.path(
        `M${x - size * 1.5} ${height + 5}C${x - size * 1.5} ${top + size * 1.4} ${x - size} ${top + size * 1.2} ${x - size * 0.4} ${top + size}H${x + size * 0.4}C${x + size} ${top + size * 1.2} ${x + size * 1.5} ${top + size * 1.4} ${x + size * 1.5} ${height + 5}Z`,
        mix(colour, BLACK, row * 0.3),
      );
      sketch.ellipse(x, top, size * 0.72, size * 0.88, mix(colour, BLACK, row * 0.3));
      if (dice.chance(0.12))
        sketch.line(
          `M${x + size} ${top + size * 1.6}L${x + size * 1.3} ${top - size * 1.2}`,
          mix(colour, BLACK, row * 0.3),
          { width: size * 0.4 },
        );
    }
  }
}
