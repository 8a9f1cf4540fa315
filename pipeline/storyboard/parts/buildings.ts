import { BLACK, mix, type Rgb } from "../colour.ts";
import type { Scene } from "../scene.ts";
import type { Point } from "../sketch.ts";

export type Skyline = {
  y: number;
  low: number;
  high: number;
  colour: Rgb;
  window: Rgb;
  lit: number;
  narrow?: number;
  wide?: number;
};

/** Towers shoulder to shoulder, taller towards the focal side; `lit` is the share of lit windows. */
export function drawSkyline(scene: Scene, skyline: Skyline): void {
  const { sketch, dice, width, focalX, lightX } = scene;
  let x = -8;
  while (x < width) {
    const wide = dice.between(skyline.narrow ?? 18, skyline.wide ?? 52);
    const away = Math.abs(x + wide / 2 - focalX) / width;
    const tall = dice.between(skyline.low, skyline.high) * (1.35 - 1.15 * away);
    const top = skyline.y - tall;
    const lit = mix(skyline.colour, scene.horizon, 0.2);
    const towards = lightX > x + wide / 2;
    const face = sketch.linear(
      [
        [0, towards ? skyline.colour : lit],
        [1, towards ? lit : skyline.colour],
      ],
      [0, 0],
      [1, 0],
    );
    drawRoof(scene, x, top, wide, skyline.colour);
    sketch.rect(x, top, wide + 0.8, scene.height - top, face);
    if (skyline.lit > 0) drawWindows(scene, x, top, wide, Math.min(tall + 20, 260), skyline);
    x += wide + (dice.chance(0.2) ? dice.between(0, 9) : 0);
  }
}

function drawRoof(scene: Scene, x: number, top: number, wide: number, colour: Rgb): void {
  const { sketch, dice } = scene;
  const style = dice.whole(0, 5);
  if (style === 0) sketch.rect(x + wide * 0.48, top - dice.between(14, 40), 2.4, 42, colour);
  if (style === 1)
    sketch.polygon(
      [
        [x, top + 1],
        [x + wide / 2, top - wide * 0.7],
        [x + wide, top + 1],
      ],
      colour,
    );
  if (style === 2) sketch.rect(x + wide * 0.18, top - 12, wide * 0.64, 14, colour);
  if (style === 3)
    sketch.polygon(
      [
        [x, top + 1],
        [x, top - wide * 0.45],
        [x + wide, top + 1],
      ],
      colour,
    );
}

function drawWindows(scene: Scene, x: number, top: number, wide: number, tall: number, skyline: Skyline): void {
  const { sketch, dice } = scene;
  const columns = Math.max(2, Math.floor(wide / 9));
  const pitch = (wide - 6) / columns;
  for (let y = top + 9; y < top + tall; y += 12) {
    for (let column = 0; column < columns; column++) {
      if (!dice.chance(skyline.lit)) continue;
      const colour = dice.chance(0.65) ? skyline.window : scene.light;
      sketch.rect(x + 3 + column * pitch, y, pitch * 0.56, 6, colour, { opacity: dice.between(0.75, 1) });
    }
  }
}

/** A walled keep on its rock; `scale` 1 is about 220 high. */
export function drawCastle(scene: Scene, x: number, footY: number, scale: number, colour: Rgb): void {
  const { sketch, dice, lightX } = scene;
  const lit = mix(colour, scene.horizon, 0.4);
  const towards = lightX > x ? 1 : 0;
  const stone = () =>
    sketch.linear(
      [
        [towards, lit],
        [1 - towards, colour],
      ].toSorted((a, b) => (a[0] as number) - (b[0] as number)) as [number, Rgb][],
      [0, 0],
      [1, 0],
    );
  const rock: Point[] = [
    [x - 190 * scale, footY + 70 * scale],
    [x - 130 * scale, footY + 22 * scale],
    [x - 84 * scale, footY - 6 * scale],
    [x + 80 * scale, footY - 8 * scale],
    [x + 120 * scale, footY + 26 * scale],
    [x + 200 * scale, footY + 74 * scale],
  ];
  sketch.polygon(
    rock,
    sketch.linear([
      [0, lit],
      [0.5, colour],
      [1, mix(colour, scene.shadow, 0.4)],
    ]),
  );
  const tower = (towerX: number, wide: number, tall: number, spire: boolean): void => {
    const top = footY - tall;
    sketch.rect(towerX - wide / 2, top, wide, tall + 20 * scale, stone());
    if (spire)
      sketch.polygon(
        [
          [towerX - wide * 0.72, top + 1],
          [towerX, top - wide * dice.between(1.7, 2.6)],
          [towerX + wide * 0.72, top + 1],
        ],
        mix(colour, scene.accent, dice.chance(0.5) ? 0.35 : 0.1),
      );
    else
      for (let tooth = 0; tooth < 4; tooth++)
        sketch.rect(towerX - wide * 0.58 + tooth * wide * 0.33, top - 7 * scale, wide * 0.19, 9 * scale, colour);
    for (let row = 0; row < 3; row++) {
      if (!dice.chance(0.7)) continue;
      const slitY = top + tall * dice.between(0.12, 0.6);
      sketch.glow(towerX, slitY + 4 * scale, 12 * scale, scene.accent, 0.6);
      sketch.rect(towerX - 2.2 * scale, slitY, 4.4 * scale, 9 * scale, mix(scene.accent, scene.light, 0.25), {
        round: 2,
      });
    }
  };
  sketch.rect(x - 86 * scale, footY - 46 * scale, 172 * scale, 62 * scale, stone());
  for (let tooth = 0; tooth < 12; tooth++)
    sketch.rect(x - 86 * scale + tooth * 14.6 * scale, footY - 53 * scale, 8 * scale, 9 * scale, colour);
  for (let index = 0; index < 5; index++)
    tower(
      x + (-78 + 39 * index + dice.between(-8, 8)) * scale,
      dice.between(18, 30) * scale,
      dice.between(72, 128) * scale,
      dice.chance(0.7),
    );
  tower(x + dice.between(-14, 14) * scale, 36 * scale, dice.between(150, 178) * scale, true);
  sketch.path(
    `M${x - 13 * scale} ${footY + 14 * scale}v${-20 * scale}a${13 * scale} ${13 * scale} 0 0 1 ${26 * scale} 0v${20 * scale}Z`,
    mix(scene.shadow, BLACK, 0.4),
  );
}

/** A cottage with lit windows, its chimney smoking. */
export function drawHouse(scene: Scene, x: number, footY: number, scale: number, colour: Rgb, roof: Rgb): void {
  const { sketch } = scene;
  sketch.glow(x, footY - 24 * scale, 90 * scale, scene.accent, 0.4, 60 * scale);
  sketch.rect(
    x - 44 * scale,
    footY - 46 * scale,
    88 * scale,
    48 * scale,
    sketch.linear(
      [
        [0, mix(colour, scene.light, 0.12)],
        [1, colour],
      ],
      [0, 0],
      [1, 0],
    ),
  );
  sketch.rect(x + 18 * scale, footY - 100 * scale, 12 * scale, 34 * scale, colour);
  sketch.polygon(
    [
      [x - 56 * scale, footY - 44 * scale],
      [x - 30 * scale, footY - 86 * scale],
      [x + 32 * scale, footY - 86 * scale],
      [x + 56 * scale, footY - 44 * scale],
    ],
    roof,
  );
  for (const offset of [-30, 12]) {
    sketch.rect(
      x + offset * scale,
      footY - 34 * scale,
      16 * scale,
      18 * scale,
      offset < 0 ? scene.accent : scene.light,
    );
    sketch.rect(x + (offset + 7) * scale, footY - 34 * scale, 2 * scale, 18 * scale, colour);
  }
  sketch.rect(x - 8 * scale, footY - 30 * scale, 14 * scale, 31 * scale, mix(colour, BLACK, 0.4));
  for (let puff = 0; puff < 6; puff++)
    sketch.glow(
      x + (24 + puff * 9) * scale,
      footY - (108 + puff * 17) * scale,
      (12 + puff * 5) * scale,
      mix(scene.light, scene.mid, 0.3),
      0.4 - puff * 0.05,
    );
}

/** A fluted column, whole or broken off at `share` of its height. */
export function drawColumn(
  scene: Scene,
  x: number,
  footY: number,
  tall: number,
  wide: number,
  colour: Rgb,
  share = 1,
): void {
  const { sketch, dice, lightX } = scene;
  const lit = mix(colour, scene.light, 0.5);
  const towards = lightX > x;
  const top = footY - tall * share;
  const paint = sketch.linear(
    [
      [0, towards ? mix(colour, scene.shadow, 0.4) : lit],
      [0.55, colour],
      [1, towards ? lit : mix(colour, scene.shadow, 0.4)],
    ],
    [0, 0],
    [1, 0],
  );
  sketch.rect(x - wide * 0.72, footY - wide * 0.32, wide * 1.44, wide * 0.36, paint);
  const broken: Point[] =
    share >= 1
      ? [
          [x - wide / 2, top],
          [x + wide / 2, top],
        ]
      : [
          [x - wide / 2, top + dice.between(0, 16)],
          [x - wide * 0.15, top - dice.between(4, 16)],
          [x + wide * 0.2, top + dice.between(0, 10)],
          [x + wide / 2, top + dice.between(10, 30)],
        ];
  sketch.polygon([...broken, [x + wide / 2, footY - wide * 0.3], [x - wide / 2, footY - wide * 0.3]], paint);
  for (let flute = 1; flute < 4; flute++)
    sketch.rect(x - wide / 2 + (flute * wide) / 4, top + 18, 1.6, tall * share - 26, scene.shadow, { opacity: 0.28 });
  if (share < 1) return;
  sketch.rect(x - wide * 0.7, top - wide * 0.22, wide * 1.4, wide * 0.26, paint);
  sketch.rect(x - wide * 0.82, top - wide * 0.42, wide * 1.64, wide * 0.22, paint);
}
