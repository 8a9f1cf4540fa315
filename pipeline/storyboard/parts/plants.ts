import { BLACK, mix, type Rgb } from "../colour.ts";
import type { Scene } from "../scene.ts";
import type { Point } from "../sketch.ts";

/** A saguaro with arms that leave the stem at different heights. */
export function drawCactus(scene: Scene, x: number, footY: number, tall: number, colour: Rgb): void {
  const { sketch, dice } = scene;
  const width = tall * 0.13;
  const arms = dice.whole(1, 3);
  const ways = [`M${x} ${footY}V${footY - tall}`];
  for (let arm = 0; arm < arms; arm++) {
    const side = arm % 2 === 0 ? 1 : -1;
    const reach = side * tall * dice.between(0.17, 0.26);
    const y = footY - tall * dice.between(0.3, 0.55);
    const bend = tall * 0.08;
    ways.push(
      `M${x} ${y}H${x + reach - side * bend}q${side * bend} 0 ${side * bend} ${-bend}V${y - tall * dice.between(0.16, 0.34)}`,
    );
  }
  for (const d of ways) sketch.line(d, colour, { width });
  for (const d of ways)
    sketch.line(d, mix(colour, scene.rim, 0.45), {
      width: width * 0.16,
      transform: `translate(${scene.towards(x) * width * 0.3} 0)`,
    });
}

/** A leaning palm with drooping fronds. */
export function drawPalm(scene: Scene, x: number, footY: number, tall: number, colour: Rgb): void {
  const { sketch, dice } = scene;
  const lean = dice.between(-0.28, 0.28) * tall;
  const topX = x + lean;
  const topY = footY - tall;
  sketch.path(
    `M${x - tall * 0.03} ${footY}Q${x + lean * 0.2} ${footY - tall * 0.6} ${topX - tall * 0.012} ${topY}H${topX + tall * 0.014}Q${x + lean * 0.3 + tall * 0.03} ${footY - tall * 0.55} ${x + tall * 0.04} ${footY}Z`,
    colour,
  );
  for (let frond = 0; frond < 9; frond++) {
    const angle = -3.5 + (frond / 8) * 3.9 + dice.between(-0.14, 0.14);
    const reach = tall * dice.between(0.3, 0.42);
    const tipX = topX + Math.cos(angle) * reach;
    const tipY = topY + Math.sin(angle) * reach * 0.6 + reach * 0.4;
    const midX = topX + Math.cos(angle) * reach * 0.6;
    const midY = topY + Math.sin(angle) * reach * 0.75 - reach * 0.08;
    sketch.path(
      `M${topX} ${topY}Q${midX} ${midY - reach * 0.1} ${tipX} ${tipY}Q${midX} ${midY + reach * 0.16} ${topX} ${topY}Z`,
      frond % 3 === 0 ? mix(colour, scene.rim, 0.22) : colour,
    );
  }
}

/** A slim dark evergreen, as in southern gardens. */
export function drawCypress(scene: Scene, x: number, footY: number, tall: number, colour: Rgb): void {
  const half = tall * scene.dice.between(0.07, 0.11);
  const d = (side: number) =>
    `M${x} ${footY - tall}C${x + side * half * 0.9} ${footY - tall * 0.75} ${x + side * half * 1.3} ${footY - tall * 0.3} ${x + side * half * 0.5} ${footY}H${x}Z`;
  const towards = scene.towards(x);
  scene.sketch.path(d(-towards), colour);
  scene.sketch.path(d(towards), mix(colour, scene.light, 0.2));
}

/** A slender pale trunk with dark bars: birch. */
export function drawBirch(scene: Scene, x: number, wide: number, footY: number, bark: Rgb): void {
  const { sketch, dice } = scene;
  const lean = dice.between(-14, 14);
  sketch.polygon(
    [
      [x - wide / 2 + lean, -6],
      [x + wide / 2 + lean, -6],
      [x + wide * 0.62, footY],
      [x - wide * 0.62, footY],
    ],
    sketch.linear(
      scene.towards(x) === 1
        ? [
            [0, mix(bark, scene.shadow, 0.55)],
            [0.6, bark],
            [1, bark],
          ]
        : [
            [0, bark],
            [0.4, bark],
            [1, mix(bark, scene.shadow, 0.55)],
          ],
      [0, 0],
      [1, 0],
    ),
  );
  for (let bar = 0; bar < 9; bar++) {
    const y = dice.between(0, footY);
    const along = x + lean * (1 - y / footY);
    sketch.ellipse(
      along + dice.between(-0.3, 0.3) * wide,
      y,
      wide * dice.between(0.15, 0.4),
      dice.between(1.2, 3),
      scene.shadow,
      { opacity: 0.8 },
    );
  }
}

/** A drift of flowers and grass on a band of ground, larger towards the viewer. */
export function drawMeadow(scene: Scene, fromY: number, toY: number, count: number): void {
  const { sketch, dice, width } = scene;
  const petals = [scene.accent, scene.accent, scene.light, mix(scene.accent, scene.light, 0.4)] as const;
  for (let index = 0; index < count; index++) {
    const near = (index + dice.between(0, 1)) / count;
    const y = fromY + (toY - fromY) * near;
    const x = dice.between(-0.02, 1.02) * width;
    const size = 2 + 8 * near;
    const stem = mix(mix(scene.mid, scene.shadow, 0.3 + 0.5 * near), scene.light, 0.05);
    sketch.line(
      `M${x.toFixed(0)} ${(y + size * 3).toFixed(0)}q${dice.between(-6, 6).toFixed(0)} ${(-size).toFixed(0)} ${dice.between(-5, 5).toFixed(0)} ${(-size * 3).toFixed(0)}`,
      stem,
      { width: 0.8 + near * 1.6 },
    );
    sketch.ellipse(x, y, size * dice.between(0.7, 1.1), size * dice.between(0.5, 0.8), dice.pick(petals));
  }
}

/** Blades of grass that bend one way along the lower edge. */
export function drawGrass(scene: Scene, footY: number, tall: number, count: number, colour: Rgb): void {
  const { dice, sketch, width } = scene;
  const wind = dice.side() * dice.between(6, 22);
  const blades: string[] = [];
  for (let index = 0; index < count; index++) {
    const x = dice.between(-0.02, 1.02) * width;
    const high = tall * dice.between(0.4, 1);
    const tip: Point = [x + wind * dice.between(0.4, 1.4), footY - high];
    blades.push(
      `M${(x - 2.4).toFixed(1)} ${footY}Q${x.toFixed(1)} ${(footY - high * 0.6).toFixed(1)} ${tip[0].toFixed(1)} ${tip[1].toFixed(1)}Q${(x + 3).toFixed(1)} ${(footY - high * 0.5).toFixed(1)} ${(x + 2.6).toFixed(1)} ${footY}Z`,
    );
  }
  sketch.path(blades.join(""), mix(colour, BLACK, 0.1));
}
