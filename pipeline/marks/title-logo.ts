import type { Composition, FocalSide } from "../../core/attributes.ts";
import type { Pixels } from "../../core/picture.ts";
import { type Box, type Ground, readBox } from "../light/ground.ts";
import { salientIn } from "../light/saliency.ts";
import { areaOf, shared } from "../type/boxes.ts";
import { boxIn, leastCapPx, type TitleFrame } from "../type/frame.ts";
import { marksOf } from "../type/marks.ts";
import { boxOf } from "../type/print.ts";
import { placed } from "../type/rank.ts";
import { reachContrast } from "../type/reach.ts";
import { type Spot, spotsFor } from "../type/spot.ts";
import { strokePx } from "../type/stroke.ts";
import type { Titled } from "../type/treatment.ts";
import { behindOf, regionOf } from "./brand-logo.ts";
import { inkOf, type Mark, sized, stamp } from "./image.ts";

export type LogoRequest = {
  readonly logo: Mark;
  readonly composition: Composition;
  readonly focal: FocalSide;
  readonly frame: TitleFrame;
};

// As large as a title in type becomes at most, in shares of the frame.
const MOST_WIDTH = 0.7;
const MOST_HEIGHT = 0.32;
const MOST_PLACES = 4;

/**
 * Sets a title treatment, a picture with transparency, where type would stand: clear of what must stay visible, where
 * least draws the eye. It keeps its colours; what lies behind it is brought away from them by another place, then by
 * grading, then by a scrim, letter by letter, as for type.
 *
 * @returns a new picture of the same size
 */
export async function setTitleLogo(picture: Pixels, ground: Ground, request: LogoRequest): Promise<Titled> {
  const { frame, logo } = request;
  const places = placesFor(ground, request);
  const marks: Mark[] = [];
  const reached = await reachContrast(
    picture,
    places.map(({ cost }) => cost),
    async (index) => {
      const { box, spot } = places[index] as Place;
      const mark = await sized(logo, box.width, box.height);
      marks[index] = mark;
      return { side: spot.side, pieces: [{ ink: inkOf(mark), x: box.x, y: box.y }] };
    },
    [behindOf(logo)],
  );
  const { index, contrast, step } = reached;
  const { box } = places[index] as Place;
  const mark = marks[index] as Mark;
  const pixels = reached.pixels === picture ? { ...picture, data: picture.data.slice() } : reached.pixels;
  stamp(pixels, mark, box.x, box.y);
  const ink = boxOf({ ink: inkOf(mark), x: box.x, y: box.y });
  const over = (part: Box) => areaOf(shared(ink, part)) / areaOf(ink);
  return {
    pixels,
    contrast,
    step,
    capPx: letterPx(mark),
    leastCapPx: leastCapPx(frame),
    strokePx: strokePx(inkOf(mark)),
    overKept: Math.max(0, ...frame.keep.map((region) => over(boxIn(frame, region)))),
    overSubject: frame.subject ? over(boxIn(frame, frame.subject)) : 0,
    ink,
    name: ink,
  };
}

type Place = { readonly spot: Spot; readonly box: Box; readonly cost: number };

function placesFor(ground: Ground, { logo, composition, focal, frame }: LogoRequest): Place[] {
  const wish = { composition, focal, rightToLeft: false };
  const free = spotsFor(frame, wish);
  const spots = free.length > 0 ? free : spotsFor({ ...frame, keep: [] }, wish);
  const fitted = spots.map((spot) => ({ spot, box: boxFor(spot, logo, frame) }));
  const overall = readBox(ground, { x: 0, y: 0, width: frame.widthPx, height: frame.heightPx }).detail;
  const largest = Math.max(...fitted.map(({ box }) => box.width));
  return fitted
    .map(({ spot, box }) => {
      const busy = Math.min(2, readBox(ground, box).detail / (overall + 1));
      const salient = Math.min(2, salientIn(ground.saliency, regionOf(box, frame)));
      const small = 1 - Math.min(1, box.width / (0.8 * largest));
      const subject = frame.subject ? areaOf(shared(box, boxIn(frame, frame.subject))) / areaOf(box) : 0;
      return { spot, box, cost: spot.prior + 0.35 * busy + 0.35 * salient + 1.1 * small + 2 * subject };
    })
    .sort((one, other) => one.cost - other.cost)
    .slice(0, MOST_PLACES);
}

function boxFor(spot: Spot, logo: Mark, frame: TitleFrame): Box {
  const width = Math.min(spot.box.width, MOST_WIDTH * frame.widthPx);
  const height = Math.min(spot.box.height, MOST_HEIGHT * frame.heightPx);
  const scale = Math.min(width / logo.widthPx, height / logo.heightPx);
  return placed(spot, Math.max(1, Math.floor(logo.widthPx * scale)), Math.max(1, Math.floor(logo.heightPx * scale)));
}

/** The height of its larger letters, in px: the upper quartile of its separate marks, specks left out. */
function letterPx(mark: Mark): number {
  const { of, count } = marksOf(inkOf(mark));
  const [tops, bottoms] = [new Int32Array(count).fill(mark.heightPx), new Int32Array(count).fill(-1)];
  of.forEach((one, at) => {
    if (one < 0) return;
    const y = Math.floor(at / mark.widthPx);
    tops[one] = Math.min(tops[one] ?? 0, y);
    bottoms[one] = Math.max(bottoms[one] ?? 0, y);
  });
  const heights = Array.from(tops, (top, i) => (bottoms[i] ?? 0) + 1 - top).sort((one, other) => one - other);
  const letters = heights.filter((height) => height > 0.2 * (heights.at(-1) ?? 0));
  return letters[Math.floor(letters.length * 0.75)] ?? 0;
}
