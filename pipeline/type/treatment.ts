import type { Composition, FocalSide, Treatment } from "../../core/attributes.ts";
import type { Palette } from "../../core/palettes.ts";
import type { Pixels } from "../../core/picture.ts";
import { contrastOf, luminance, mix, type Rgb, rgbOf } from "../light/colour.ts";
import type { Box, Ground } from "../light/ground.ts";
import { type Block, besideName, drawBlock } from "./block.ts";
import { areaOf, shared } from "./boxes.ts";
import { requireDrawable } from "./drawable.ts";
import { boxIn, leastCapPx, type TitleFrame } from "./frame.ts";
import { isRightToLeft } from "./language.ts";

import { type Pairing, pairingOf } from "./pairing.ts";
import { boxOf, fill, press } from "./print.ts";
import { type Place, rankPlaces } from "./rank.ts";
import { type Colouring, reachContrast, type Step } from "./reach.ts";
import { type Spot, spotsFor } from "./spot.ts";
import { strokePx } from "./stroke.ts";
import { leastShareOf, type Room, setName, sizeFor } from "./typeset.ts";

export type TitleRequest = {
  readonly name: string;
  /** The small line's facts, such as a year and a place, the most important first; none: no small line. */
  readonly facts: readonly string[];
  readonly treatment: Treatment;
  readonly palette: Palette;
  readonly composition: Composition;
  readonly focal: FocalSide;
  /** How the picture is shown; its size is the picture's own. */
  readonly frame: TitleFrame;
};

/** How well a title can be read: what the gates look at. */
export type Legibility = {
  /** Lowest WCAG ratio of any letter to what lies behind it, 1..21; see `contrastBehind`. */
  readonly contrast: number;
  /** What it took. */
  readonly step: Step;
  /** Height of the capitals in the title's smallest line, and the least that this frame allows, in px. */
  readonly capPx: number;
  readonly leastCapPx: number;
  /** Mean breadth of the title's strokes, in px. */
  readonly strokePx: number;
  /** The share of the ink's box that lies over regions to keep, and over the subject, 0..1. */
  readonly overKept: number;
  readonly overSubject: number;
};

export type Titled = Legibility & {
  readonly pixels: Pixels;
  /** What the ink covers, small line and rules included; and the name alone. */
  readonly ink: Box;
  readonly name: Box;
};

/**
 * Sets a film's name on a graded picture: clear of what must stay visible, where least draws the eye, as large as the
 * place allows, in a colour that reads. What the picture lacks in contrast is sought in another place, then taken from
 * its light, then from a scrim, never from a box behind the words.
 *
 * @returns a new picture of the same size; the given one is unchanged. Whether the title can be read is told, not
 * promised: too long a name for its frame has a `capPx` under `leastCapPx`
 * @throws AppError `title_not_drawable`
 */
export async function setTitle(picture: Pixels, ground: Ground, request: TitleRequest): Promise<Titled> {
  requireDrawable(request.name, "name");
  const { frame } = request;
  if (frame.widthPx !== picture.widthPx || frame.heightPx !== picture.heightPx) {
    throw new RangeError(
      `a frame of ${frame.widthPx} x ${frame.heightPx} px for ${picture.widthPx} x ${picture.heightPx}`,
    );
  }
  const pairing = pairingOf(request.treatment);
  const places = placesFor(ground, frame, request, pairing);
  const blocks: Block[] = [];
  const rightToLeft = isRightToLeft(request.name);
  const reached = await reachContrast(
    picture,
    places.map(({ cost }) => cost),
    async (index) => {
      const place = places[index] as Place;
      const block = await drawBlock(place, request.facts, frame, pairing, rightToLeft);
      blocks[index] = block;
      return { side: place.spot.side, pieces: piecesOf(block) };
    },
    colouringsOf(request.palette),
  );
  const block = blocks[reached.index] as Block;
  const pixels = reached.pixels === picture ? { ...picture, data: picture.data.slice() } : reached.pixels;
  const accent = rgbOf(request.palette[3]);
  const ruled = block.rules.every((rule) => stands(accent, pixels, rule)) ? accent : reached.text;
  for (const rule of block.rules) fill(pixels, rule, ruled);
  for (const piece of piecesOf(block)) press(pixels, piece, reached.text);
  const { contrast, step } = reached;
  return { pixels, contrast, step, ...figures(block, frame), ink: block.box, name: boxOf(block.title) };
}

const piecesOf = ({ title, small }: Block) => (small ? [title, small] : [title]);

function figures({ title, small, capPx, box }: Block, frame: TitleFrame) {
  const inked = small ? [boxOf(title), boxOf(small)] : [boxOf(title)];
  const over = (part: Box) => Math.max(...inked.map((ink) => areaOf(shared(ink, part)) / areaOf(ink)));
  return {
    capPx,
    leastCapPx: leastCapPx(frame),
    strokePx: strokePx(title.ink),
    overKept: Math.max(0, ...frame.keep.map((region) => over(boxIn(frame, region)))),
    overSubject: frame.subject ? areaOf(shared(box, boxIn(frame, frame.subject))) / areaOf(box) : 0,
  };
}

/** The places to try; where the regions to keep leave none, the whole frame's own. */
function placesFor(ground: Ground, frame: TitleFrame, request: TitleRequest, pairing: Pairing): Place[] {
  const { composition, focal, name } = request;
  const wish = { composition, focal, rightToLeft: isRightToLeft(name) };
  const sized = (spots: readonly Spot[]) =>
    spots.flatMap((spot) => {
      const room = roomIn(spot, frame, pairing, request.facts.length > 0);
      const setting = room && setName(name, pairing, room);
      if (!room || !setting) return [];
      const capPx = setting.capHeight * sizeFor(setting, room);
      return [{ spot, room, setting, capPx, leastPx: capPx * leastShareOf(setting) }];
    });
  const free = sized(spotsFor(frame, wish));
  return rankPlaces(ground, frame, free.length > 0 ? free : sized(spotsFor({ ...frame, keep: [] }, wish)));
}

// A title's capitals are at most this share of the frame's shorter side: larger is shouting.
const MAX_CAP = 0.17;

/** The room for the name itself: its spot without small line and rules. */
function roomIn({ box }: Spot, frame: TitleFrame, pairing: Pairing, hasFacts: boolean): Room | null {
  const heightPx = box.height - besideName(frame, pairing, hasFacts);
  const maxCapPx = MAX_CAP * Math.min(frame.widthPx, frame.heightPx);
  return heightPx < 4 ? null : { widthPx: box.width, heightPx, maxCapPx };
}

/** Whether a rule of this colour can be seen where it goes. */
function stands(colour: Rgb, { data, widthPx }: Pixels, rule: Box): boolean {
  const at = 3 * (Math.max(0, rule.y - 1) * widthPx + rule.x + (rule.width >> 1));
  const ground = luminance(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0);
  return contrastOf(luminance(...colour), ground) >= 2;
}

/** Light letters on a dark ground are what posters do; dark ones win where the picture would have to be drowned. */
export function colouringsOf(palette: Palette): Colouring[] {
  const [shadow, , light] = palette.map(rgbOf) as [Rgb, Rgb, Rgb];
  return [
    { text: mix(light, [255, 255, 255], 0.55), tint: mix(shadow, [0, 0, 0], 0.45) },
    { text: mix(shadow, [0, 0, 0], 0.35), tint: mix(light, [255, 255, 255], 0.4) },
  ];
}
