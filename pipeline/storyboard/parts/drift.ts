import { mix, type Rgb } from "../colour.ts";
import type { Scene } from "../scene.ts";

/** Share of the frame that each palette colour is owed, pure and unshaded. */
const OWED = 0.0075;
/** Some of what was drawn is hidden or shaded later: so many times the debt settles it. */
const SURELY = 1.6;
/** Where nothing grows. */
const ROOTLESS = ["room", "stage", "bokeh", "space", "geometry", "map", "neon"];
const FLOWERY = ["garden", "ruins", "road", "castle", "train", "mountains", "festival"];

/**
 * Something near, at the lower corner of the heavy side, out of the subject's way: leaves or blooms on their stems.
 * It carries those colours of the palette that the scene so far shows too little of, and is
 * drawn last, so that no shade changes them.
 */
export function drawDrift(scene: Scene): void {
  if (scene.request.concepts.some((concept) => ROOTLESS.includes(concept))) return;
  const { sketch, dice, width, height } = scene;
  const frame = width * height;
  const owed = [scene.mid, scene.light, scene.accent].filter((colour) => {
    // An icon's backing is the accent.
    if (scene.request.composition === "icon" && colour === scene.accent) return false;
    return sketch.areaOf(colour) < SURELY * OWED * frame;
  });
  const bloom = FLOWERY.includes(scene.request.concepts[0] ?? "") && dice.chance(0.5);
  for (const [index, colour] of owed.entries()) {
    const stems = dice.whole(2, 3);
    for (let stem = 0; stem < stems; stem++) {
      const place = (index + stem / stems) / owed.length;
      drawStem(scene, colour, (OWED * frame) / stems, place, bloom);
    }
  }
}

/** One stem from below the frame, with leaves in pairs or a head of petals; `area` is theirs in square units. */
function drawStem(scene: Scene, colour: Rgb, area: number, place: number, bloom: boolean): void {
  const { sketch, dice, width, height } = scene;
  const inward = -scene.heavySide;
  const edge = scene.heavySide < 0 ? 0 : width;
  const tall = height * dice.between(0.16, 0.36) * (1.1 - 0.5 * place);
  const footX = edge + inward * (place * 0.17 + dice.between(-0.02, 0.03)) * width;
  const tipX = footX + inward * dice.between(0.1, 0.5) * tall;
  const at = (share: number) =>
    [footX + (tipX - footX) * share ** 1.7, height + 8 - tall * share ** (share > 0.8 ? 1.05 : 1)] as const;
  sketch.line(
    Array.from({ length: 7 }, (_, index) => at(index / 6)),
    mix(scene.depth(0.95), colour, 0.15),
    { width: 3 },
  );
  if (bloom) {
    const [x, y] = at(1);
    const petals = 6;
    const radius = Math.sqrt(area / petals / 2.2);
    for (let petal = 0; petal < petals; petal++) {
      const turn = (petal / petals) * 360 + dice.between(-9, 9);
      sketch.ellipse(x, y - radius * 1.2, radius * 0.72, radius * 1.1, colour, {
        transform: `rotate(${turn.toFixed(0)} ${x.toFixed(1)} ${y.toFixed(1)})`,
      });
    }
    sketch.circle(x, y, radius * 0.55, mix(colour, scene.shadow, 0.5));
    return;
  }
  const pairs = 4;
  const size = Math.sqrt(area / (2 * pairs + 1) / 2.6);
  for (let leaf = 0; leaf <= 2 * pairs; leaf++) {
    const share = leaf === 2 * pairs ? 1 : 0.3 + 0.62 * (Math.floor(leaf / 2) / pairs);
    const side = leaf === 2 * pairs ? 0 : leaf % 2 === 0 ? 1 : -1;
    const [x, y] = at(share);
    const turn = -90 + inward * 22 + side * dice.between(38, 58);
    const long = size * 2.7 * (1.2 - 0.5 * share);
    const d = `M0 0Q${(long * 0.45).toFixed(1)} ${(-size * 0.95).toFixed(1)} ${long.toFixed(1)} 0Q${(long * 0.45).toFixed(1)} ${(size * 0.95).toFixed(1)} 0 0Z`;
    sketch.path(d, colour, { transform: `translate(${x.toFixed(1)} ${y.toFixed(1)}) rotate(${turn.toFixed(0)})` });
  }
}
