import type { Concept } from "../../core/attributes.ts";
import type { Prop } from "../../core/themes.ts";
import { BLACK, mix, WHITE } from "./colour.ts";
import { drawRider } from "./parts/crowd.ts";
import { drawLamp } from "./parts/lights.ts";
import { drawPlanet } from "./parts/planet.ts";
import { drawPalm } from "./parts/plants.ts";
import { drawMesa } from "./parts/rocks.ts";
import { drawBoat, drawLighthouse } from "./parts/shore.ts";
import { drawBareTree, drawBroadleaf, drawPine } from "./parts/trees.ts";
import type { Scene } from "./scene.ts";

/** One shape that stands for a concept, about `radius` in every direction from its centre. */
export type Emblem = (scene: Scene, x: number, y: number, radius: number) => void;

const dark = (scene: Scene) => mix(scene.shadow, BLACK, 0.25);

/** Draws in a frame where the emblem's radius is 100. */
const at =
  (draw: (scene: Scene) => void): Emblem =>
  (scene, x, y, radius) =>
    scene.sketch.group(`translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${(radius / 100).toFixed(3)})`, () =>
      draw(scene),
    );

const eagle = at((scene) => {
  scene.sketch.path(
    "M0 -14C-24 -48 -60 -62 -112 -58C-96 -46 -92 -40 -100 -36C-84 -34 -80 -28 -86 -22C-70 -22 -64 -14 -68 -8C-44 -8 -26 2 -14 16L-22 58L0 44L22 58L14 16C26 2 44 -8 68 -8C64 -14 70 -22 86 -22C80 -28 84 -34 100 -36C92 -40 96 -46 112 -58C60 -62 24 -48 0 -14Z",
    dark(scene),
  );
  scene.sketch.path("M-10 -14C-8 -32 8 -32 10 -14L16 -8L8 -6C6 2 -6 2 -8 -6Z", scene.light);
});

const key = at((scene) => {
  const { sketch } = scene;
  sketch.ring(0, -46, 34, dark(scene), { width: 17 });
  sketch.path("M-8 -14H8V92H-8ZM8 54H34V70H8ZM8 78H44V94H8Z", dark(scene));
  sketch.circle(0, -46, 12, scene.light);
});

const umbrella = at((scene) => {
  const { sketch } = scene;
  sketch.path(
    "M-96 4C-92 -66 -44 -92 0 -92C44 -92 92 -66 96 4C78 -14 62 -14 48 2C34 -14 14 -14 0 2C-14 -14 -34 -14 -48 2C-62 -14 -78 -14 -96 4Z",
    dark(scene),
  );
  sketch.path("M0 -92C-30 -70 -46 -40 -48 2C-34 -14 -14 -14 0 2Z", scene.light);
  sketch.line("M0 -100V76q0 20 18 20t18 -20", dark(scene), { width: 7 });
});

const armchair = at((scene) => {
  const { sketch } = scene;
  sketch.path(
    "M-58 78V10Q-84 10 -84 -14Q-84 -38 -58 -38Q-58 -92 0 -92Q58 -92 58 -38Q84 -38 84 -14Q84 10 58 10V78Z",
    dark(scene),
  );
  sketch.path("M-44 -36Q-42 -76 0 -76Q42 -76 44 -36V8H-44Z", mix(scene.shadow, scene.mid, 0.6));
  sketch.path("M-44 14H44V40H-44Z", scene.light);
  sketch.path("M-58 78H-44V94H-54ZM44 78H58L54 94H44Z", dark(scene));
});

const signpost = at((scene) => {
  const { sketch } = scene;
  sketch.rect(-6, -96, 12, 196, dark(scene));
  sketch.path("M-78 -78H52L78 -58L52 -38H-78Z", scene.light);
  sketch.path("M78 -22H-52L-78 -2L-52 18H78Z", dark(scene));
  sketch.path("M-60 34H44L62 48L44 62H-60Z", mix(scene.mid, scene.light, 0.3));
});

const candle = at((scene) => {
  const { sketch } = scene;
  sketch.glow(0, -60, 90, scene.light, 0.9);
  sketch.path("M0 -104C26 -70 24 -48 0 -40C-24 -48 -26 -70 0 -104Z", scene.light);
  sketch.path("M0 -82C12 -64 10 -50 0 -44C-10 -50 -12 -64 0 -82Z", WHITE);
  sketch.path("M-26 -34C-20 -38 20 -38 26 -34V76H-26Z", dark(scene));
  sketch.path(
    "M-26 -34C-20 -38 20 -38 26 -34C24 -16 12 -20 10 2C6 14 -2 -8 -8 -14C-18 -10 -22 -20 -26 -34Z",
    mix(scene.light, scene.mid, 0.3),
  );
  sketch.ellipse(0, 78, 70, 14, dark(scene));
});

const arrow = at((scene) => {
  const { sketch } = scene;
  for (const [width, colour] of [
    [16, mix(scene.shadow, scene.mid, 0.3)],
    [7, scene.light],
  ] as const)
    sketch.line("M-70 -50H20L70 0L20 50H-70ZM-40 -18H10M-40 18H10", colour, { width });
});

const heart = at((scene) => {
  scene.sketch.path(
    "M0 88C-140 4 -86 -96 -26 -76C-10 -70 0 -52 0 -42C0 -52 10 -70 26 -76C86 -96 140 4 0 88Z",
    dark(scene),
  );
  scene.sketch.path("M-66 -34C-64 -56 -44 -64 -30 -58C-46 -48 -54 -36 -54 -18C-62 -18 -68 -24 -66 -34Z", scene.light);
});

const stackedCubes = at((scene) => {
  for (const [x, y] of [
    [-43, 26],
    [43, 26],
    [0, -48],
  ] as const) {
    scene.sketch.polygon(
      [
        [x, y - 48],
        [x + 42, y - 24],
        [x, y],
        [x - 42, y - 24],
      ],
      scene.light,
    );
    scene.sketch.polygon(
      [
        [x - 42, y - 24],
        [x, y],
        [x, y + 50],
        [x - 42, y + 26],
      ],
      mix(scene.mid, scene.shadow, 0.2),
    );
    scene.sketch.polygon(
      [
        [x + 42, y - 24],
        [x, y],
        [x, y + 50],
        [x + 42, y + 26],
      ],
      dark(scene),
    );
  }
});

const pin = at((scene) => {
  scene.sketch.ellipse(0, 92, 54, 10, dark(scene), { opacity: 0.6 });
  scene.sketch.path(
    "M0 92C-26 40 -66 12 -66 -34C-66 -72 -36 -98 0 -98C36 -98 66 -72 66 -34C66 12 26 40 0 92Z",
    dark(scene),
  );
  scene.sketch.circle(0, -34, 28, scene.light);
});

const sword = at((scene) => {
  const { sketch } = scene;
  sketch.path("M0 104L-13 84V-34H13V84Z", scene.light);
  sketch.path("M0 104L13 84V-34H0Z", mix(scene.light, scene.shadow, 0.45));
  sketch.path("M-58 -34C-40 -44 40 -44 58 -34C64 -28 58 -22 50 -24L-50 -24C-58 -22 -64 -28 -58 -34Z", dark(scene));
  sketch.rect(-8, -86, 16, 52, dark(scene));
  sketch.circle(0, -94, 14, dark(scene));
});

const microphone = at((scene) => {
  const { sketch } = scene;
  sketch.rect(-36, -100, 72, 106, dark(scene), { round: 36 });
  for (let bar = 0; bar < 5; bar++) sketch.rect(-26, -78 + bar * 16, 52, 6, scene.light, { round: 3 });
  sketch.line("M-56 -30V-10A56 56 0 0 0 56 -10V-30M0 46V86M-36 90H36", dark(scene), { width: 11 });
});

const amphora = at((scene) => {
  const { sketch } = scene;
  sketch.line("M-26 -70C-78 -66 -72 -20 -50 -14M26 -70C78 -66 72 -20 50 -14", dark(scene), { width: 11 });
  sketch.path(
    "M-30 -100H30L20 -84V-60C72 -40 66 34 20 74V84H34V98H-34V84H-20V74C-66 34 -72 -40 -20 -60V-84Z",
    dark(scene),
  );
  sketch.path("M-57 -14Q0 6 57 -14V8Q0 28 -57 8Z", scene.light);
  sketch.path("M-48 34Q0 52 48 34L40 50Q0 66 -40 50Z", mix(scene.mid, scene.light, 0.3));
});

const wheel = at((scene) => {
  const { sketch } = scene;
  sketch.ring(0, 0, 82, dark(scene), { width: 18 });
  for (let spoke = 0; spoke < 8; spoke++) {
    const angle = (spoke / 8) * 6.283 + 0.2;
    sketch.line(
      [
        [0, 0],
        [Math.cos(angle) * 80, Math.sin(angle) * 80],
      ],
      dark(scene),
      { width: 9 },
    );
  }
  sketch.circle(0, 0, 24, dark(scene));
  sketch.line("M-104 -34L66 -4M-104 -26L66 4", scene.light, { width: 7 });
  sketch.circle(62, 0, 12, scene.light);
});

const anchor = at((scene) => {
  const { sketch } = scene;
  sketch.ring(0, -78, 18, dark(scene), { width: 11 });
  sketch.path(
    "M-8 -60H8V60C34 56 52 42 58 20L40 24L66 -16L90 26L74 24C68 66 36 90 0 96C-36 90 -68 66 -74 24L-90 26L-66 -16L-40 24L-58 20C-52 42 -34 56 -8 60Z",
    dark(scene),
  );
  sketch.rect(-46, -46, 92, 13, scene.light, { round: 5 });
});

const tower = at((scene) => {
  const { sketch } = scene;
  sketch.path("M-40 96V-10H-30V-48H-18V-76H-6V-110H6V-76H18V-48H30V-10H40V96Z", dark(scene));
  for (let row = 0; row < 8; row++)
    for (const pane of [-20, 0, 20])
      if ((row * 3 + pane) % 4 !== 1)
        sketch.rect(pane - 5, 2 + row * 11, 9, 6, row % 3 === 0 ? scene.light : scene.accent);
});

const rocket = at((scene) => {
  const { sketch } = scene;
  sketch.path("M-16 56Q0 130 16 56Z", scene.light);
  sketch.path("M0 -106C40 -60 38 10 24 58H-24C-38 10 -40 -60 0 -106Z", dark(scene));
  sketch.path("M-30 10L-66 66L-24 50ZM30 10L66 66L24 50Z", mix(scene.shadow, scene.mid, 0.5));
  sketch.circle(0, -24, 17, scene.light);
});

const crown = at((scene) => {
  scene.sketch.path("M-88 66L-100 -44L-46 6L0 -84L46 6L100 -44L88 66Z", dark(scene));
  scene.sketch.path("M-88 52H88V76H-88Z", scene.light);
  for (const [x, y] of [
    [-100, -52],
    [0, -94],
    [100, -52],
  ] as const)
    scene.sketch.circle(x, y, 12, scene.light);
});

const balloon = at((scene) => {
  const { sketch } = scene;
  const gores = [dark(scene), scene.light, dark(scene), scene.light, dark(scene)];
  gores.forEach((colour, gore) => {
    const [left, right] = [-72 + gore * 28.8, -72 + (gore + 1) * 28.8];
    sketch.path(
      `M0 -104C${left * 1.3} -104 ${left * 1.25} 10 ${left * 0.24} 60H${right * 0.24}C${right * 1.25} 10 ${right * 1.3} -104 0 -104Z`,
      colour,
    );
  });
  sketch.rect(-13, 76, 26, 22, dark(scene));
  sketch.line("M-15 60L-11 78M15 60L11 78", dark(scene), { width: 3 });
});

/** A second shape for each concept, and for some a third. */
export const OTHER_EMBLEMS: Readonly<Record<Concept, readonly Emblem[]>> = {
  mountains: [eagle, (scene, x, y, radius) => drawPine(scene, x, y + radius, radius * 1.95, dark(scene), scene.light)],
  sea: [
    (scene, x, y, radius) => drawLighthouse(scene, x, y + radius * 0.95, radius * 1.8),
    (scene, x, y, radius) => drawBoat(scene, x, y + radius * 0.7, radius / 62),
    anchor,
  ],
  forest: [(scene, x, y, radius) => drawBroadleaf(scene, x, y + radius, radius * 2, scene.depth(0.8), scene.light)],
  city: [tower],
  space: [rocket, (scene, x, y, radius) => drawPlanet(scene, x, y, radius * 0.7, false)],
  desert: [
    (scene, x, y, radius) => drawPalm(scene, x, y + radius, radius * 1.7, dark(scene)),
    (scene, x, y, radius) => drawMesa(scene, x, y + radius * 0.7, radius * 0.9, radius * 1.3, scene.depth(0.7)),
  ],
  castle: [key, crown],
  storm: [umbrella],
  room: [armchair, key],
  road: [signpost, wheel],
  fire: [candle],
  neon: [arrow],
  fog: [
    (scene, x, y, radius) => drawLamp(scene, x, y + radius, radius * 1.75),
    (scene, x, y, radius) => drawBareTree(scene, x, y + radius, radius * 2, dark(scene)),
  ],
  bokeh: [heart],
  geometry: [stackedCubes],
  map: [pin],
  snow: [(scene, x, y, radius) => drawPine(scene, x, y + radius, radius * 1.95, dark(scene), scene.light)],
  festival: [balloon],
  battlefield: [
    sword,
    (scene, x, y, radius) => drawRider(scene, x, y + radius * 0.8, radius / 86, dark(scene), scene.light),
  ],
  stage: [microphone],
  ruins: [amphora],
  garden: [(scene, x, y, radius) => drawBroadleaf(scene, x, y + radius, radius * 2, scene.depth(0.7), scene.light)],
  train: [wheel],
  underwater: [anchor],
};

/** Emblems that a request may be without. */
export const SHOWN: ReadonlyMap<Emblem, Prop> = new Map([
  [sword, "sword"],
  [amphora, "amphora"],
]);
