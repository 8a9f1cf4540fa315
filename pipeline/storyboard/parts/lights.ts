import { BLACK, mix, type Rgb, WHITE } from "../colour.ts";
import type { Scene } from "../scene.ts";

/** Lights thrown out of focus: flat discs with a brighter edge. */
export function drawBokeh(scene: Scene, count: number, small: number, large: number, opacity = 0.55): void {
  const { sketch, dice, width, height, focalX } = scene;
  for (let index = 0; index < count; index++) {
    // The last few are opaque: the palette's own colours must be seen, not only their blends.
    const opaque = index >= count - 6;
    const gather = opaque || dice.chance(0.65);
    const x = gather ? focalX + dice.between(-0.32, 0.32) * width : dice.between(0, width);
    const radius = dice.between(small, opaque ? (small + large) / 2 : large) * (gather ? 1 : 0.7);
    const hues = [
      scene.accent,
      scene.light,
      mix(scene.mid, scene.light, 0.4),
      mix(scene.accent, scene.light, 0.5),
    ] as const;
    const colour = opaque ? ([scene.accent, scene.light, scene.mid][index % 3] as Rgb) : dice.pick(hues);
    const strength = opaque ? 0.95 : opacity * dice.between(0.4, 1) * (gather ? 1 : 0.6);
    const y = opaque ? dice.between(0.2, 0.7) * height : dice.between(0, height);
    sketch.circle(
      x,
      y,
      radius,
      sketch.radial([
        [0, colour, opaque ? strength : strength * 0.75],
        [0.82, colour, strength],
        [0.93, mix(colour, WHITE, 0.35), strength],
        [1, colour, 0],
      ]),
    );
  }
}

/** A neon tube bent into a frame, an arrow, a bar or a ring. */
export function drawNeonSign(scene: Scene, x: number, y: number, size: number, colour: Rgb): void {
  const { sketch, dice } = scene;
  const half = size / 2;
  const shapes = [
    `M${x - half} ${y - half * 0.6}h${size}v${size * 0.6}h${-size}Z`,
    `M${x - half} ${y}h${size}M${x - half} ${y + 10}h${size * 0.7}M${x - half} ${y - 10}h${size * 0.85}`,
    `M${x} ${y - half}a${half} ${half} 0 1 1 -0.1 0Z`,
    `M${x - half} ${y - half * 0.4}L${x + half * 0.3} ${y - half * 0.4}L${x + half} ${y}L${x + half * 0.3} ${y + half * 0.4}L${x - half} ${y + half * 0.4}Z`,
    `M${x} ${y - size}v${size * 2}M${x + 10} ${y - size * 0.9}v${size * 1.7}`,
  ] as const;
  const d = dice.pick(shapes);
  sketch.glow(x, y, size * 1.7, colour, 0.62);
  sketch.line(d, colour, { width: 8, opacity: 0.35 });
  sketch.line(d, colour, { width: 4.4 });
  sketch.line(d, mix(colour, WHITE, 0.4), { width: 1.6 });
}

/** A sagging cord of bulbs or paper lanterns between two points. */
export function drawGarland(
  scene: Scene,
  fromX: number,
  fromY: number,
  toX: number,
  toY: number,
  lanterns: boolean,
): void {
  const { sketch, dice } = scene;
  const sag = Math.abs(toX - fromX) * 0.14;
  const at = (share: number) =>
    [fromX + (toX - fromX) * share, fromY + (toY - fromY) * share + Math.sin(share * Math.PI) * sag] as const;
  const bulbs = Math.max(5, Math.round(Math.abs(toX - fromX) / (lanterns ? 62 : 34)));
  sketch.line(
    Array.from({ length: 21 }, (_, index) => at(index / 20)),
    mix(scene.shadow, BLACK, 0.2),
    { width: 1.6 },
  );
  for (let index = 1; index < bulbs; index++) {
    const [x, y] = at(index / bulbs);
    const colour = dice.chance(0.6) ? scene.accent : mix(scene.light, scene.accent, 0.2);
    if (!lanterns) {
      sketch.glow(x, y + 5, 22, colour, 0.8);
      sketch.circle(x, y + 5, 4.2, mix(colour, WHITE, 0.35));
      continue;
    }
    sketch.glow(x, y + 18, 46, colour, 0.6);
    sketch.ellipse(
      x,
      y + 18,
      12,
      15,
      sketch.radial([
        [0, mix(colour, WHITE, 0.5)],
        [0.6, colour],
        [1, mix(colour, scene.shadow, 0.35)],
      ]),
    );
    sketch.rect(x - 5, y + 2, 10, 3, scene.shadow);
    sketch.rect(x - 5, y + 32, 10, 3, scene.shadow);
  }
}

/** A street lamp: the accent's place in fog and on roads. */
export function drawLamp(scene: Scene, x: number, footY: number, tall: number): void {
  const { sketch } = scene;
  const iron = mix(scene.shadow, BLACK, 0.35);
  const head = footY - tall;
  sketch.glow(x, head, tall * 0.65, mix(scene.accent, scene.light, 0.25), 0.75);
  sketch.rect(x - tall * 0.011, head, tall * 0.022, tall, iron);
  sketch.polygon(
    [
      [x - tall * 0.045, footY],
      [x - tall * 0.014, footY - tall * 0.14],
      [x + tall * 0.014, footY - tall * 0.14],
      [x + tall * 0.045, footY],
    ],
    iron,
  );
  sketch.polygon(
    [
      [x - tall * 0.04, head + tall * 0.07],
      [x - tall * 0.065, head - tall * 0.06],
      [x + tall * 0.065, head - tall * 0.06],
      [x + tall * 0.04, head + tall * 0.07],
    ],
    scene.accent,
  );
  sketch.ellipse(x, head, tall * 0.022, tall * 0.04, scene.light);
  sketch.polygon(
    [
      [x - tall * 0.065, head - tall * 0.06],
      [x, head - tall * 0.11],
      [x + tall * 0.065, head - tall * 0.06],
    ],
    iron,
  );
}

/** A cone from a lamp in the rigging down to a pool of light. */
export function drawSpotlight(
  scene: Scene,
  fromX: number,
  toX: number,
  toY: number,
  spread: number,
  colour: Rgb,
  opacity: number,
): void {
  const { sketch } = scene;
  sketch.polygon(
    [
      [fromX - 5, -4],
      [fromX + 5, -4],
      [toX + spread, toY],
      [toX - spread, toY],
    ],
    sketch.linear([
      [0, mix(colour, WHITE, 0.3), opacity],
      [1, colour, opacity * 0.15],
    ]),
  );
  sketch.ellipse(toX, toY, spread * 1.05, spread * 0.2, colour, { opacity: Math.min(1, opacity * 1.6) });
}

/** A burst of fireworks. */
export function drawFirework(scene: Scene, x: number, y: number, radius: number, colour: Rgb): void {
  const { sketch, dice } = scene;
  sketch.glow(x, y, radius * 1.3, colour, 0.45);
  const arms = dice.whole(14, 22);
  for (let arm = 0; arm < arms; arm++) {
    const angle = (arm / arms) * 6.283 + dice.between(-0.1, 0.1);
    const reach = radius * dice.between(0.75, 1.05);
    const tipX = x + Math.cos(angle) * reach;
    const tipY = y + Math.sin(angle) * reach + reach * 0.12;
    sketch.line(
      [
        [x + Math.cos(angle) * reach * 0.25, y + Math.sin(angle) * reach * 0.25],
        [tipX, tipY],
      ],
      colour,
      { width: 1.9, opacity: 0.8 },
    );
    sketch.circle(tipX, tipY, 2.6, mix(colour, WHITE, 0.5));
  }
}
