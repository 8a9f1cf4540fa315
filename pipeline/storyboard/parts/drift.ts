import { mix, type Rgb } from "../colour.ts";
import type { Scene } from "../scene.ts";

/** Share of the frame that each palette colour is owed, pure and unshaded. */
const OWED = 0.011;
/** What is drawn may be hidden or shaded later: only this many times the debt settles it. */
const SURELY = 3.5;

type Piece = (scene: Scene, x: number, y: number, size: number, colour: Rgb) => void;

const turned = (scene: Scene, x: number, y: number) =>
  `rotate(${scene.dice.between(-70, 70).toFixed(0)} ${x.toFixed(1)} ${y.toFixed(1)})`;

const petal: Piece = (scene, x, y, size, colour) =>
  scene.sketch.ellipse(x, y, size * 1.35, size * 0.75, colour, { transform: turned(scene, x, y) });

const leaf: Piece = (scene, x, y, size, colour) =>
  scene.sketch.path(
    `M${x - size * 1.6} ${y}Q${x} ${y - size * 1.25} ${x + size * 1.6} ${y}Q${x} ${y + size * 1.25} ${x - size * 1.6} ${y}Z`,
    colour,
    { transform: turned(scene, x, y) },
  );

const spark: Piece = (scene, x, y, size, colour) => {
  scene.sketch.glow(x, y, size * 2.6, colour, 0.5);
  scene.sketch.circle(x, y, size, colour);
};

const paper: Piece = (scene, x, y, size, colour) =>
  scene.sketch.polygon(
    [
      [x - size * 1.2, y - size * 0.7],
      [x + size * 0.9, y - size * 0.9],
      [x + size * 1.2, y + size * 0.6],
      [x - size * 0.8, y + size * 0.9],
    ],
    colour,
    { transform: turned(scene, x, y) },
  );

const gull: Piece = (scene, x, y, size, colour) =>
  scene.sketch.path(
    `M${x - size * 2.6} ${y - size * 0.9}Q${x - size} ${y - size * 1.5} ${x} ${y}Q${x + size} ${y - size * 1.5} ${x + size * 2.6} ${y - size * 0.7}Q${x + size * 1.2} ${y - size * 0.5} ${x + size * 0.3} ${y + size * 0.9}H${x - size * 0.3}Q${x - size * 1.2} ${y - size * 0.5} ${x - size * 2.6} ${y - size * 0.9}Z`,
    colour,
  );

const disc: Piece = (scene, x, y, size, colour) =>
  scene.sketch.circle(
    x,
    y,
    size * 1.2,
    scene.sketch.radial([
      [0, colour],
      [0.9, colour],
      [1, mix(colour, scene.light, 0.3), 0.4],
    ]),
  );

/**
 * What the air carries past the subject: petals, leaves, sparks, paper, gulls or discs of light, in those colours of the
 * palette that the scene so far shows too little of. Drawn last, so that no shade changes them.
 */
export function drawDrift(scene: Scene): void {
  const { sketch, dice, width, height } = scene;
  const indoors = scene.request.concepts.some((concept) => ["room", "stage", "bokeh", "space"].includes(concept));
  const wet = scene.has("underwater");
  const piece = wet || indoors ? dice.pick([spark, disc]) : dice.pick([petal, leaf, spark, paper, gull, petal]);
  const small = Math.min(1, (width * height) / 518_400);
  for (const colour of [scene.mid, scene.light, scene.accent]) {
    const debt = OWED * width * height;
    if (sketch.areaOf(colour) > debt * SURELY) continue;
    const pieces = dice.whole(8, 14);
    // A piece of size s covers about 3 s² of the frame.
    const size = Math.sqrt(debt / pieces / 3.2);
    for (let index = 0; index < pieces; index++) {
      const along = (index + dice.between(0, 1)) / pieces;
      const x = scene.focalX + (along - 0.5) * width * 0.42 + dice.between(-30, 30) * small;
      const y = height * (0.72 - 0.42 * along * dice.between(0.5, 1.2)) + dice.between(-60, 60);
      piece(scene, x, y, size * dice.between(0.6, 1.3), colour);
    }
  }
}
