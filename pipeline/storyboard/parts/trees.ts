import { BLACK, mix, type Rgb } from "../colour.ts";
import type { Scene } from "../scene.ts";
import type { Point } from "../sketch.ts";
import { drawHaze } from "./sky.ts";

/** A conifer with drooping tiers; `snow` whitens the tiers' upper edges. */
export function drawPine(scene: Scene, x: number, footY: number, height: number, colour: Rgb, snow?: Rgb): void {
  const { sketch, dice } = scene;
  const half = height * dice.between(0.15, 0.23);
  const tiers = height > 90 ? 8 : 5;
  const right: Point[] = [];
  for (let tier = 1; tier <= tiers; tier++) {
    const down = tier / tiers;
    const reach = half * down * dice.between(0.8, 1.12);
    right.push([x + reach, footY - height + height * 0.95 * down]);
    if (tier < tiers) right.push([x + reach * 0.45, footY - height + height * (0.95 * down - 0.02)]);
  }
  const left = right
    .toReversed()
    .map(([pointX, y]): Point => [2 * x - pointX + dice.between(-1.5, 1.5), y + dice.between(-1, 1)]);
  sketch.rect(x - height * 0.018, footY - height * 0.1, height * 0.036, height * 0.12, mix(colour, BLACK, 0.3));
  sketch.polygon([[x, footY - height], ...right, ...left], colour);
  if (snow === undefined) return;
  for (let index = 0; index < right.length; index += 2) {
    const [tipX, tipY] = right[index] ?? [x, footY];
    const thick = height * 0.025;
    sketch.polygon(
      [
        [x, tipY - height * 0.09],
        [tipX, tipY],
        [tipX - half * 0.2, tipY - thick * 0.3],
        [x, tipY - height * 0.045],
      ],
      snow,
      { opacity: 0.85 },
    );
    sketch.polygon(
      [
        [x, tipY - height * 0.09],
        [2 * x - tipX, tipY],
        [2 * x - tipX + half * 0.25, tipY - thick * 0.2],
        [x, tipY - height * 0.05],
      ],
      snow,
      { opacity: 0.55 },
    );
  }
}

/** A broad-leaved tree: a leaning trunk that forks, and a crown of lit clumps. */
export function drawBroadleaf(scene: Scene, x: number, footY: number, height: number, leaf: Rgb, lit: Rgb): void {
  const { sketch, dice, lightX } = scene;
  const trunk = mix(scene.shadow, BLACK, 0.3);
  const lean = dice.between(-0.08, 0.08) * height;
  const wide = height * 0.045;
  const top: Point = [x + lean, footY - height * 0.62];
  sketch.polygon(
    [
      [x - wide * 1.5, footY + 2],
      [x - wide * 0.6, footY - height * 0.2],
      [top[0] - wide * 0.4, top[1]],
      [top[0] + wide * 0.4, top[1]],
      [x + wide * 0.6, footY - height * 0.2],
      [x + wide * 1.6, footY + 2],
    ],
    trunk,
  );
  for (const side of [-1, 1] as const) {
    sketch.line(
      [
        [x + lean * 0.6, footY - height * 0.42],
        [x + lean + side * height * 0.2, footY - height * 0.66],
      ],
      trunk,
      { width: wide * 0.55 },
    );
  }
  const towards = lightX > x ? 1 : -1;
  for (let clump = 0; clump < 16; clump++) {
    const angle = dice.between(0, 6.283);
    const far = Math.sqrt(dice.between(0, 1));
    const clumpX = x + lean + Math.cos(angle) * far * height * 0.3;
    const clumpY = footY - height * 0.72 + Math.sin(angle) * far * height * 0.21;
    const radius = height * dice.between(0.07, 0.13);
    const bright = clump > 8 ? 0.6 : 0.12;
    sketch.ellipse(clumpX, clumpY, radius * 1.15, radius, mix(leaf, BLACK, 0.12 * (1 - bright)));
    if (bright > 0.5)
      sketch.ellipse(
        clumpX + towards * radius * 0.3,
        clumpY - radius * 0.3,
        radius * 0.7,
        radius * 0.5,
        mix(leaf, lit, 0.5),
        { opacity: 0.8 },
      );
  }
}

/** Bare branches, grown by halving; at most 2^depth twigs. Branches of one order are one stroke: many are slow to draw. */
export function drawBareTree(scene: Scene, x: number, footY: number, height: number, colour: Rgb): void {
  const { sketch, dice } = scene;
  const orders: string[] = ["", "", "", "", "", ""];
  const grow = (fromX: number, fromY: number, length: number, angle: number, order: number): void => {
    const toX = fromX + Math.sin(angle) * length;
    const toY = fromY - Math.cos(angle) * length;
    const bendX = (fromX + toX) / 2 + dice.between(-0.1, 0.1) * length;
    orders[order] +=
      `M${fromX.toFixed(1)} ${fromY.toFixed(1)}Q${bendX.toFixed(1)} ${((fromY + toY) / 2).toFixed(1)} ${toX.toFixed(1)} ${toY.toFixed(1)}`;
    if (order === orders.length - 1) return;
    for (const side of [-1, 1])
      grow(toX, toY, length * dice.between(0.6, 0.8), angle + side * dice.between(0.2, 0.55), order + 1);
  };
  grow(x, footY, height * 0.3, dice.between(-0.1, 0.1), 0);
  for (const [order, d] of orders.entries()) sketch.line(d, colour, { width: height * 0.05 * 0.62 ** order });
}

/** A wall of conifers across the frame; `gapX` leaves a clearing. */
export function drawTreeline(
  scene: Scene,
  y: number,
  height: number,
  count: number,
  colour: Rgb,
  gapX?: number,
  snow?: Rgb,
): void {
  const { dice, width, sketch } = scene;
  for (let index = 0; index < count; index++) {
    const x = ((index + dice.between(-0.6, 0.6)) / count) * (width + 40) - 20;
    const clear = gapX === undefined ? 1 : Math.min(1, 0.3 + Math.abs(x - gapX) / (width * 0.28));
    drawPine(
      scene,
      x,
      y + dice.between(0, height * 0.2),
      height * dice.between(0.55, 1.1) * clear,
      mix(colour, scene.mid, dice.between(0, 0.08)),
      snow,
    );
  }
  sketch.rect(-5, y, width + 10, scene.height - y + 5, colour);
}

/** Ranks of trees that step towards the viewer with mist between them. */
export function drawWoods(scene: Scene, fromY: number, toY: number, ranks: number, tall: number, snow?: Rgb): void {
  for (let rank = 0; rank < ranks; rank++) {
    const nearness = ranks === 1 ? 1 : rank / (ranks - 1);
    const y = fromY + (toY - fromY) * nearness;
    const count = Math.round((scene.width / tall) * (5.2 - 2.6 * nearness));
    drawTreeline(
      scene,
      y,
      tall * (0.55 + 0.75 * nearness),
      count,
      scene.depth(0.12 + 0.72 * nearness),
      scene.focalX,
      snow,
    );
    drawHaze(scene, y + tall * 0.1, tall * 0.4, mix(scene.horizon, scene.light, 0.25), 0.42 * (1 - nearness));
  }
}

/** Great trunks that frame the picture, kept away from the focal point. */
export function drawTrunks(scene: Scene, count: number): void {
  const { sketch, dice, width, height, focalX } = scene;
  for (let index = 0; index < count; index++) {
    let x = dice.chance(0.5) ? dice.between(-0.02, 0.16) * width : dice.between(0.84, 1.02) * width;
    if (Math.abs(x - focalX) < width * 0.14) x = width - x;
    const wide = dice.between(14, 34);
    const colour = mix(scene.shadow, BLACK, dice.between(0.2, 0.5));
    const towards = focalX > x ? 1 : -1;
    const side = (share: number, out: number): Point => [
      x + out * wide * (0.42 + 0.5 * share ** 3) + Math.sin(share * 3 + index) * 5,
      height * share,
    ];
    const shares = [-0.02, 0.2, 0.4, 0.6, 0.8, 0.94, 1.02];
    sketch.polygon(
      [...shares.map((share) => side(share, -1)), ...shares.toReversed().map((share) => side(share, 1))],
      colour,
    );
    sketch.line(
      shares.map((share) => side(share, towards * 0.88)),
      scene.rim,
      { width: 2.2, opacity: 0.4 },
    );
    for (let branch = 0; branch < 3; branch++) {
      const y = height * dice.between(0.02, 0.45);
      const reach = dice.side() * dice.between(40, 110);
      sketch.line(`M${x} ${y}Q${x + reach * 0.5} ${y - 8} ${x + reach} ${y - dice.between(10, 50)}`, colour, {
        width: dice.between(2.5, 6),
      });
    }
  }
}

/** Leafy sprays that hang into an upper corner. */
export function drawBough(scene: Scene, cornerX: number, colour: Rgb): void {
  const { sketch, dice, height, width } = scene;
  const inward = cornerX < width / 2 ? 1 : -1;
  for (let index = 0; index < 46; index++) {
    const along = dice.between(0, 1);
    const x = cornerX + inward * along * 190;
    const y = height * 0.02 + along * 26 + dice.between(-12, 46) * (1 - along * 0.6);
    const turn = dice.between(-50, 50);
    sketch.ellipse(x, y, dice.between(8, 17), dice.between(3, 6), colour, {
      transform: `rotate(${turn.toFixed(0)} ${x.toFixed(0)} ${y.toFixed(0)})`,
    });
  }
}
