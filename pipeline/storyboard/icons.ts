import type { Concept } from "../../core/attributes.ts";
import type { Prop } from "../../core/themes.ts";
import { allowed } from "./allowed.ts";
import { BLACK, mix, type Rgb, WHITE } from "./colour.ts";
import { type Emblem, OTHER_EMBLEMS, SHOWN } from "./emblems.ts";
import { drawCastle, drawColumn } from "./parts/buildings.ts";
import { drawBanners } from "./parts/cloth.ts";
import { drawNeonSign } from "./parts/lights.ts";
import { drawPlanet } from "./parts/planet.ts";
import { drawFish } from "./parts/sealife.ts";
import { drawBroadleaf, drawPine } from "./parts/trees.ts";
import { drawCar, drawShip, drawTrain } from "./parts/vehicles.ts";
import { drawFlames } from "./parts/weather.ts";
import type { Scene } from "./scene.ts";
import type { Point } from "./sketch.ts";

const peak: Emblem = (scene, x, y, radius) => {
  const { sketch } = scene;
  const foot = y + radius * 0.72;
  const body = scene.depth(0.7);
  sketch.polygon(
    [
      [x - radius * 1.15, foot],
      [x - radius * 0.5, y - radius * 0.05],
      [x - radius * 0.34, y + radius * 0.06],
      [x + radius * 0.06, y - radius * 0.78],
      [x + radius * 0.42, y - radius * 0.08],
      [x + radius * 0.56, y - radius * 0.18],
      [x + radius * 1.2, foot],
    ],
    body,
  );
  sketch.polygon(
    [
      [x + radius * 0.06, y - radius * 0.78],
      [x + radius * 0.42, y - radius * 0.08],
      [x + radius * 0.3, y - radius * 0.2],
      [x + radius * 0.22, y + radius * 0.02],
      [x + radius * 0.08, y - radius * 0.26],
      [x - radius * 0.04, y - radius * 0.12],
      [x - radius * 0.12, y - radius * 0.36],
    ],
    mix(scene.light, WHITE, 0.5),
  );
  sketch.polygon(
    [
      [x + radius * 0.06, y - radius * 0.78],
      [x + radius * 0.08, y - radius * 0.26],
      [x + radius * 0.2, foot],
      [x + radius * 1.2, foot],
      [x + radius * 0.42, y - radius * 0.08],
    ],
    mix(body, scene.light, 0.25),
    { opacity: 0.5 },
  );
};

const bolt: Emblem = (scene, x, y, radius) => {
  scene.sketch.glow(x, y, radius * 1.1, scene.light, 0.7);
  scene.sketch.polygon(
    [
      [x + radius * 0.2, y - radius],
      [x - radius * 0.42, y + radius * 0.12],
      [x - radius * 0.04, y + radius * 0.12],
      [x - radius * 0.26, y + radius],
      [x + radius * 0.46, y - radius * 0.16],
      [x + radius * 0.08, y - radius * 0.16],
      [x + radius * 0.44, y - radius],
    ],
    mix(scene.shadow, BLACK, 0.2),
  );
};

const door: Emblem = (scene, x, y, radius) => {
  const { sketch } = scene;
  const top = y - radius * 0.8;
  const tall = radius * 1.62;
  sketch.glow(x, y, radius * 1.2, scene.accent, 0.7);
  sketch.rect(x - radius * 0.5, top - 8, radius, tall + 8, mix(scene.shadow, BLACK, 0.3));
  sketch.rect(
    x - radius * 0.42,
    top,
    radius * 0.84,
    tall,
    sketch.linear([
      [0, mix(scene.light, WHITE, 0.4)],
      [1, mix(scene.accent, scene.light, 0.3)],
    ]),
  );
  sketch.polygon(
    [
      [x - radius * 0.42, top],
      [x + radius * 0.06, top + radius * 0.14],
      [x + radius * 0.06, top + tall + radius * 0.16],
      [x - radius * 0.42, top + tall],
    ],
    mix(scene.shadow, scene.mid, 0.4),
  );
  sketch.circle(x - radius * 0.02, y + radius * 0.1, radius * 0.04, scene.accent);
};

const eye: Emblem = (scene, x, y, radius) => {
  const { sketch } = scene;
  sketch.path(
    `M${x - radius} ${y}Q${x} ${y - radius * 0.95} ${x + radius} ${y}Q${x} ${y + radius * 0.95} ${x - radius} ${y}Z`,
    mix(scene.light, WHITE, 0.2),
  );
  sketch.circle(x, y, radius * 0.42, scene.accent);
  sketch.circle(x, y, radius * 0.2, scene.shadow);
  sketch.circle(x - radius * 0.1, y - radius * 0.12, radius * 0.08, WHITE);
};

const flake: Emblem = (scene, x, y, radius) => {
  for (let arm = 0; arm < 6; arm++) {
    scene.sketch.group(`rotate(${arm * 60} ${x.toFixed(1)} ${y.toFixed(1)})`, () => {
      const r = radius * 0.9;
      scene.sketch.line(
        `M${x} ${y}V${y - r}M${x} ${y - r * 0.45}l${r * 0.22} ${-r * 0.2}m${-r * 0.22} ${r * 0.2}l${-r * 0.22} ${-r * 0.2}M${x} ${y - r * 0.7}l${r * 0.16} ${-r * 0.15}m${-r * 0.16} ${r * 0.15}l${-r * 0.16} ${-r * 0.15}`,
        mix(scene.shadow, scene.mid, 0.25),
        { width: radius * 0.07 },
      );
    });
  }
};

const rose: Emblem = (scene, x, y, radius) => {
  const { sketch } = scene;
  sketch.line(
    `M${x} ${y}Q${x + radius * 0.2} ${y + radius * 0.5} ${x - radius * 0.05} ${y + radius * 1.2}`,
    mix(scene.shadow, scene.mid, 0.3),
    { width: radius * 0.07 },
  );
  for (let petal = 0; petal < 14; petal++) {
    const angle = petal * 2.4;
    const reach = radius * 0.5 * (1 - petal / 15);
    sketch.circle(
      x + Math.cos(angle) * reach,
      y - radius * 0.15 + Math.sin(angle) * reach,
      radius * (0.34 - petal * 0.014),
      mix(petal % 2 === 0 ? scene.accent : mix(scene.accent, scene.light, 0.3), scene.shadow, 0.25 * (1 - petal / 14)),
    );
  }
};

const mask: Emblem = (scene, x, y, radius) => {
  const { sketch } = scene;
  sketch.path(
    `M${x - radius * 0.7} ${y - radius * 0.7}Q${x} ${y - radius * 0.4} ${x + radius * 0.7} ${y - radius * 0.7}Q${x + radius * 0.74} ${y + radius * 0.6} ${x} ${y + radius * 0.95}Q${x - radius * 0.74} ${y + radius * 0.6} ${x - radius * 0.7} ${y - radius * 0.7}Z`,
    sketch.linear(
      [
        [0, mix(scene.light, WHITE, 0.4)],
        [1, mix(scene.mid, scene.light, 0.4)],
      ],
      [0, 0],
      [1, 1],
    ),
  );
  for (const side of [-1, 1])
    sketch.path(
      `M${x + side * radius * 0.14} ${y - radius * 0.12}q${side * radius * 0.18} ${-radius * 0.24} ${side * radius * 0.4} ${-radius * 0.04}q${side * -radius * 0.2} ${radius * 0.12} ${side * -radius * 0.4} ${radius * 0.04}Z`,
      scene.shadow,
    );
  sketch.path(
    `M${x - radius * 0.38} ${y + radius * 0.3}Q${x} ${y + radius * 0.42} ${x + radius * 0.38} ${y + radius * 0.3}Q${x} ${y + radius * 0.86} ${x - radius * 0.38} ${y + radius * 0.3}Z`,
    scene.accent,
  );
};

const crossedSpears: Emblem = (scene, x, y, radius) => {
  for (const side of [-1, 1])
    scene.sketch.line(
      [
        [x - side * radius * 0.75, y + radius * 0.9],
        [x + side * radius * 0.75, y - radius * 0.9],
      ],
      mix(scene.shadow, BLACK, 0.3),
      { width: radius * 0.06 },
    );
  scene.sketch.path(
    `M${x - radius * 0.42} ${y - radius * 0.42}H${x + radius * 0.42}V${y + radius * 0.1}Q${x + radius * 0.36} ${y + radius * 0.5} ${x} ${y + radius * 0.68}Q${x - radius * 0.36} ${y + radius * 0.5} ${x - radius * 0.42} ${y + radius * 0.1}Z`,
    scene.accent,
  );
  scene.sketch.path(
    `M${x - radius * 0.06} ${y - radius * 0.42}h${radius * 0.12}v${radius * 1.05}h${-radius * 0.12}Z`,
    scene.light,
  );
  drawBanners(scene, y + radius * 1.3, 5, radius * 0.8);
};

const EMBLEMS: Readonly<Record<Concept, Emblem>> = {
  mountains: peak,
  sea: (scene, x, y, radius) => drawShip(scene, x, y + radius * 0.62, radius / 92),
  forest: (scene, x, y, radius) => {
    for (const [shift, size] of [
      [-0.55, 1.1],
      [0.55, 1.2],
      [0, 1.75],
    ] as const)
      drawPine(scene, x + shift * radius, y + radius * 0.85, radius * size, scene.depth(shift === 0 ? 0.95 : 0.7));
  },
  city: (scene, x, y, radius) => {
    const { sketch, dice } = scene;
    for (const [index, shift] of [-0.85, 0.62, -0.45, 0.3, -0.08].entries()) {
      const wide = radius * dice.between(0.28, 0.4);
      const tall = radius * (0.8 + index * 0.2) * dice.between(0.85, 1.1);
      const left = x + shift * radius - wide / 2;
      const top = y + radius * 0.8 - tall;
      sketch.rect(left, top, wide, tall, scene.depth(0.55 + index * 0.1));
      sketch.rect(left + wide * 0.4, top - radius * 0.16, wide * 0.2, radius * 0.18, scene.depth(0.55 + index * 0.1));
      for (let pane = 0; pane < 14; pane++)
        sketch.rect(
          left + wide * (0.14 + 0.27 * (pane % 3)),
          top + radius * 0.08 + Math.floor(pane / 3) * radius * 0.17,
          wide * 0.16,
          radius * 0.08,
          dice.chance(0.5) ? scene.light : scene.depth(0.9),
        );
    }
  },
  space: (scene, x, y, radius) => drawPlanet(scene, x, y, radius * 0.86, true),
  desert: (scene, x, y, radius) => {
    const body = scene.depth(0.8);
    const foot = y + radius * 0.95;
    scene.sketch.line(
      `M${x} ${foot}V${y - radius * 0.7}M${x} ${y + radius * 0.2}H${x - radius * 0.5}V${y - radius * 0.25}M${x} ${y + radius * 0.36}H${x + radius * 0.46}V${y - radius * 0.1}`,
      body,
      { width: radius * 0.22 },
    );
    scene.sketch.line(`M${x + radius * 0.05} ${foot}V${y - radius * 0.7}`, mix(body, scene.rim, 0.5), {
      width: radius * 0.03,
    });
  },
  castle: (scene, x, y, radius) => drawCastle(scene, x, y + radius * 0.62, radius / 115, scene.depth(0.85)),
  storm: bolt,
  room: door,
  road: (scene, x, y, radius) => drawCar(scene, x, y + radius * 0.6, radius / 44),
  fire: (scene, x, y, radius) => drawFlames(scene, x, y + radius * 0.9, radius * 0.7, radius * 1.8),
  neon: (scene, x, y, radius) => {
    drawNeonSign(scene, x, y, radius * 1.2, scene.accent);
    drawNeonSign(scene, x, y, radius * 0.7, scene.light);
  },
  fog: (scene, x, y, radius) => drawBroadleaf(scene, x, y + radius, radius * 1.9, scene.depth(0.75), scene.light),
  bokeh: eye,
  geometry: (scene, x, y, radius) => {
    scene.sketch.polygon(
      [
        [x, y - radius],
        [x + radius * 0.9, y + radius * 0.62],
        [x - radius * 0.9, y + radius * 0.62],
      ],
      scene.shadow,
    );
    scene.sketch.polygon(
      [
        [x, y - radius * 0.55],
        [x + radius * 0.5, y + radius * 0.38],
        [x - radius * 0.5, y + radius * 0.38],
      ],
      scene.accent,
    );
  },
  map: (scene, x, y, radius) => {
    for (let point = 0; point < 16; point++) {
      const angle = (point / 16) * 6.283;
      const reach = radius * (point % 4 === 0 ? 1 : point % 2 === 0 ? 0.66 : 0.4);
      scene.sketch.polygon(
        [
          [x, y],
          [x + Math.cos(angle - 0.32) * radius * 0.22, y + Math.sin(angle - 0.32) * radius * 0.22],
          [x + Math.cos(angle) * reach, y + Math.sin(angle) * reach],
        ],
        point % 4 === 0 ? scene.shadow : scene.accent,
      );
    }
  },
  snow: flake,
  festival: mask,
  battlefield: crossedSpears,
  stage: mask,
  ruins: (scene, x, y, radius) => {
    for (const shift of [-0.62, 0, 0.62])
      drawColumn(
        scene,
        x + shift * radius,
        y + radius * 0.85,
        radius * 1.5,
        radius * 0.26,
        scene.depth(0.75),
        shift === 0.62 ? 0.65 : 1,
      );
    scene.sketch.polygon(
      [
        [x - radius * 0.95, y - radius * 0.72],
        [x - radius * 0.3, y - radius * 1.02],
        [x + radius * 0.3, y - radius * 0.8],
        [x + radius * 0.26, y - radius * 0.66],
        [x - radius * 0.95, y - radius * 0.62],
      ],
      scene.depth(0.75),
    );
  },
  garden: rose,
  train: (scene, x, y, radius) => drawTrain(scene, x, y + radius * 0.5, radius / 62, 1),
  underwater: (scene, x, y, radius) => drawFish(scene, x, y, radius * 0.82, scene.shadow),
};

function mayShow(scene: Scene, emblem: Emblem): boolean {
  const prop: Prop | undefined = emblem === mask ? "mask" : SHOWN.get(emblem);
  return !prop || scene.may(prop);
}

type Backing = (scene: Scene, x: number, y: number, radius: number, colour: Rgb) => void;

/** How wide the light is that runs round a backing. */
const RIM = 5;

/** What the emblem stands before: a rising disc, two discs, a gate of light, a cut stone, a halo. */
const BACKINGS: readonly [Backing, ...Backing[]] = [
  (scene, x, y, radius, colour) => {
    scene.sketch.circle(x, y, radius + RIM, scene.light);
    scene.sketch.circle(x, y, radius, faded(scene, colour));
  },
  (scene, x, y, radius, colour) => {
    scene.sketch.circle(x, y, radius, faded(scene, colour));
    scene.sketch.circle(x + radius * 0.05, y + radius * 0.06, radius * 0.88, scene.light);
    scene.sketch.circle(x + radius * 0.06, y + radius * 0.07, radius * 0.84, faded(scene, colour));
  },
  (scene, x, y, radius, colour) => {
    const half = radius * 0.82;
    const d = `M${x - half} ${y + radius}V${y - radius * 0.2}A${half} ${half} 0 0 1 ${x + half} ${y - radius * 0.2}V${y + radius}`;
    scene.sketch.path(`${d}Z`, faded(scene, colour));
    scene.sketch.line(d, scene.light, { width: RIM });
  },
  (scene, x, y, radius, colour) => {
    const turn = scene.dice.between(-0.15, 0.15);
    const corners = Array.from(
      { length: 7 },
      (_, index): Point => [
        x + Math.cos(turn + (index / 6) * 6.283) * radius * 1.08,
        y + Math.sin(turn + (index / 6) * 6.283) * radius * 1.08,
      ],
    );
    for (let side = 0; side < 6; side++)
      scene.sketch.polygon(
        [[x, y], corners[side] as Point, corners[side + 1] as Point],
        mix(colour, side % 3 === 0 ? scene.light : scene.mid, [0.3, 0, 0.22][side % 3] as number),
      );
    scene.sketch.line(corners, scene.light, { width: RIM });
  },
  (scene, x, y, radius, colour) => {
    scene.sketch.circle(x, y, radius, colour);
    for (let ray = 0; ray < 28; ray++) {
      const angle = (ray / 28) * 6.283;
      const reach = radius * (ray % 2 === 0 ? 1.32 : 1.18);
      scene.sketch.polygon(
        [
          [x + Math.cos(angle - 0.06) * radius * 1.05, y + Math.sin(angle - 0.06) * radius * 1.05],
          [x + Math.cos(angle) * reach, y + Math.sin(angle) * reach],
          [x + Math.cos(angle + 0.06) * radius * 1.05, y + Math.sin(angle + 0.06) * radius * 1.05],
        ],
        scene.light,
      );
    }
  },
];

function faded(scene: Scene, colour: Rgb): string {
  return scene.sketch.linear([
    [0, mix(colour, scene.light, 0.4)],
    [0.5, colour],
    [1, mix(colour, scene.mid, 0.35)],
  ]);
}

/** One large shape before a great light, its foot in the mist of the place: the composition `icon`. */
export function drawIcon(scene: Scene, size = 1): { x: number; y: number; radius: number } {
  const { sketch, request, width, height, accent, light, dice } = scene;
  const radius = Math.min(width * 0.26, height * 0.31) * size;
  const x = Math.min(width - radius * 1.15, Math.max(radius * 1.15, scene.focalX));
  // Where the frame is no wider than high, the title stands above or below: the emblem leaves it the upper third.
  const y = height * (width > height * 1.2 ? 0.48 : 0.58);
  const subject = request.concepts[0] ?? "mountains";
  const emblem = dice.pick(allowed([EMBLEMS[subject], ...OTHER_EMBLEMS[subject]], (one) => mayShow(scene, one)));
  const disc = subject === "space" && emblem === EMBLEMS.space ? mix(scene.mid, light, 0.4) : accent;
  sketch.glow(x, y, radius * 2.1, mix(disc, light, 0.35), 0.75);
  dice.pick(BACKINGS)(scene, x, y, radius, disc);
  emblem(scene, x, y, radius * 0.8);
  const mist = mix(scene.horizon, scene.mid, 0.3);
  for (let bank = 0; bank < 5; bank++)
    sketch.glow(
      x + dice.between(-1, 1) * radius,
      y + radius * dice.between(0.82, 1.1),
      radius * dice.between(0.6, 1.1),
      mist,
      0.5,
      radius * 0.16,
    );
  return { x, y, radius };
}
