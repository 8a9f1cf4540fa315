import { mix, type Rgb } from "../colour.ts";
import type { Scene } from "../scene.ts";

/** Share of the frame that each palette colour is owed, pure and unshaded. */
const OWED = 0.0075;
/** Some of what was drawn is hidden or shaded later: so many times the debt settles it. */
const SURELY = 1.6;
const INDOORS = ["room", "stage", "bokeh", "space", "geometry", "map", "neon"];

/**
 * Something near, at the lower corner of the heavy side, out of the subject's way: a spray of leaves, or indoors discs of
 * light out of focus. It carries those colours of the palette that the scene so far shows too little of, and is drawn
 * last, so that no shade changes them.
 */
export function drawDrift(scene: Scene): void {
  const { sketch, dice, width, height } = scene;
  const frame = width * height;
  const owed: Rgb[] = [scene.mid, scene.light, scene.accent].filter((colour) => {
    // An icon's backing is the accent.
    if (scene.request.composition === "icon" && colour === scene.accent) return false;
    return sketch.areaOf(colour) < SURELY * OWED * frame;
  });
  if (owed.length === 0) return;
  const soft = scene.request.concepts.some((concept) => INDOORS.includes(concept));
  const edge = scene.heavySide < 0 ? 0 : width;
  const inward = -scene.heavySide;
  const pieces = 7;
  const size = Math.sqrt((OWED * frame) / pieces / (soft ? 3.14 : 2.6));
  const reach = 0.2 * Math.min(width, 960);
  if (!soft) drawStems(scene, edge, inward, reach);
  for (let index = 0; index < pieces * owed.length; index++) {
    const out = dice.between(0, 1);
    const x = edge + inward * out * reach;
    const y = height - dice.between(0.02, 1) * (1 - out * 0.75) * height * 0.3;
    const colour = owed[index % owed.length] as Rgb;
    const bulk = size * dice.between(0.75, 1.3);
    if (soft) sketch.circle(x, y, bulk, colour);
    else {
      const turn = (inward * dice.between(-80, -10)).toFixed(0);
      const d = `M${x - bulk * 1.7} ${y}Q${x} ${y - bulk * 1.2} ${x + bulk * 1.7} ${y}Q${x} ${y + bulk * 1.2} ${x - bulk * 1.7} ${y}Z`;
      const transform = `rotate(${turn} ${x.toFixed(1)} ${y.toFixed(1)})`;
      sketch.path(d, colour, { transform });
      sketch.line(`M${x - bulk * 1.5} ${y}H${x + bulk * 1.5}`, mix(colour, scene.shadow, 0.4), {
        width: 1.2,
        transform,
      });
    }
  }
}

function drawStems(scene: Scene, edge: number, inward: number, reach: number): void {
  const { dice, height, sketch } = scene;
  for (let stem = 0; stem < 9; stem++) {
    const out = dice.between(0.05, 1);
    const tipY = height - (1.1 - out * 0.7) * height * 0.28;
    sketch.line(
      `M${edge + inward * out * reach * 0.4} ${height + 6}Q${edge + inward * out * reach * 0.6} ${(height + tipY) / 2} ${edge + inward * out * reach} ${tipY}`,
      scene.depth(0.95),
      { width: dice.between(2, 4) },
    );
  }
}
