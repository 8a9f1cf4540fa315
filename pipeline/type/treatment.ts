import type { Composition, FocalSide, Treatment } from "../../core/attributes.ts";
import type { Frame } from "../../core/channel.ts";
import type { Palette } from "../../core/palettes.ts";
import type { Pixels } from "../../core/picture.ts";
import { contrastOf, luminance, mix, type Rgb, rgbOf } from "../light/colour.ts";
import { type Box, type Ground, readBox } from "../light/ground.ts";
import { cloud, fall } from "../light/veil.ts";
import { drawSetting } from "./draw.ts";
import type { Align } from "./ink.ts";
import { contrastBehind, strengthFor, veilOf } from "./legible.ts";
import { type Pairing, pairingOf } from "./pairing.ts";
import { fill, type Piece, press, underVeil } from "./print.ts";
import { type Spot, spotsFor } from "./spot.ts";
import { type Manners, type Room, setName, setText, sizeFor } from "./typeset.ts";

export type TitleRequest = {
  readonly name: string;
  /** The small line's facts, such as a year and a place; none: no small line. */
  readonly facts: readonly string[];
  readonly treatment: Treatment;
  readonly palette: Palette;
  readonly composition: Composition;
  readonly focal: FocalSide;
  readonly frame: Frame;
};

export type Titled = {
  readonly pixels: Pixels;
  /** Lowest WCAG ratio of text to what lies behind it, over 99% of the background; 21 when nothing was drawn. */
  readonly contrast: number;
  /** What the ink covers, the small line included. */
  readonly ink: Box;
};

/**
 * Sets a film's name on a graded picture: where there is least to cover, as large as the place allows, in a colour that
 * reads. What the picture lacks in contrast is taken from its light, never from a box behind the words.
 *
 * @returns a new picture of the same size; the given one is unchanged
 */
export async function setTitle(picture: Pixels, ground: Ground, request: TitleRequest): Promise<Titled> {
  const pairing = pairingOf(request.treatment);
  const best = chooseSpot(ground, request, pairing);
  if (!best) {
    return {
      pixels: { ...picture, data: picture.data.slice() },
      contrast: 21,
      ink: { x: 0, y: 0, width: 0, height: 0 },
    };
  }
  const { title, rule, small } = await drawBlock(best, request, pairing);
  const texts = small ? [title, small] : [title];
  const boxes = texts.map(boxOf);
  const box = around(boxes);
  const inks = colours(request.palette);
  const veils = { fall: fall(picture, best.spot.side, box), cloud: cloud(picture, boxes) };

  // Light letters on a dark ground are what posters do; dark ones win where the picture would have to be drowned.
  const light = strengthFor(picture, texts, inks.light, inks.shade, veils);
  const dark = light < 0.3 ? 1 : strengthFor(picture, texts, inks.dark, inks.glow, veils);
  const [text, tint, strength] = dark < light - 0.3 ? [inks.dark, inks.glow, dark] : [inks.light, inks.shade, light];
  const pixels = underVeil(picture, veilOf(veils, strength), tint);
  const contrast = Math.min(...texts.map((piece) => contrastBehind(pixels, piece, text)));
  if (rule) fill(pixels, rule, stands(inks.accent, pixels, rule) ? inks.accent : text);
  for (const piece of texts) press(pixels, piece, text);
  return { pixels, contrast, ink: box };
}

type Choice = { readonly spot: Spot; readonly room: Room };

/** The cheapest spot: little detail under the ink, little veil needed, letters near their full size. */
function chooseSpot(ground: Ground, request: TitleRequest, pairing: Pairing): Choice | null {
  const { frame, composition, focal, name } = request;
  const overall = readBox(ground, { x: 0, y: 0, width: frame.widthPx, height: frame.heightPx }).detail;
  let best: Choice | null = null;
  let bestCost = Number.POSITIVE_INFINITY;
  for (const spot of spotsFor(frame, composition, focal)) {
    const room = roomIn(spot, frame, request.facts.length > 0);
    const setting = setName(name, pairing, room);
    if (!setting) return null;
    const size = sizeFor(setting, room);
    const width = setting.width * size;
    const height = setting.height * size;
    const under = readBox(ground, placed(spot, width, height));
    const busy = under.detail / (overall + 1);
    const veiled = Math.min(Math.max(0, under.lightest - 95) / 160, Math.max(0, 150 - under.darkest) / 150 + 0.15);
    const small = 1 - Math.min(1, (setting.capHeight * size) / (0.7 * room.maxCapPx));
    const cost = spot.prior + 0.8 * busy + 0.5 * veiled + 0.9 * small ** 1.5;
    if (cost < bestCost) [best, bestCost] = [{ spot, room }, cost];
  }
  return best;
}

// A title's capitals are at most this share of the frame's shorter side: larger is shouting.
const MAX_CAP = 0.17;
const smallCapPx = ({ widthPx, heightPx }: Frame) => Math.round(0.026 * Math.min(widthPx, heightPx));

const smallManners = ({ small }: Pairing): Manners => ({
  face: small,
  caps: true,
  tracking: 0.22,
  lines: "even",
  linePrice: 0.3,
});

/** The room for the name itself: its spot without the small line. */
function roomIn({ box }: Spot, frame: Frame, facts: boolean): Room {
  const below = facts ? 5.5 * smallCapPx(frame) : 0;
  return {
    widthPx: box.width,
    heightPx: box.height - below,
    maxCapPx: MAX_CAP * Math.min(frame.widthPx, frame.heightPx),
  };
}

/** Draws the name, the rule and the small line, and puts them in their places. */
async function drawBlock({ spot, room }: Choice, request: TitleRequest, pairing: Pairing) {
  const setting = setName(request.name, pairing, room);
  if (!setting) throw new RangeError("a spot was chosen for a title that cannot be drawn");
  const drawn = await drawSetting(setting, room, spot.align);
  const capPx = smallCapPx(request.frame);
  const facts = request.facts.join("  ·  ");
  const smallRoom = { widthPx: spot.box.width, heightPx: 2 * capPx, maxCapPx: capPx };
  const smallSetting = facts === "" ? null : setText(facts, smallManners(pairing), smallRoom);
  const small = smallSetting && (await drawSetting(smallSetting, smallRoom, spot.align)).ink;

  const gap = Math.round(1.5 * capPx);
  const rulePx = Math.max(2, Math.round(capPx / 7));
  const height = drawn.ink.heightPx + (small ? 2 * gap + rulePx + small.heightPx : 0);
  const width = Math.max(drawn.ink.widthPx, small?.widthPx ?? 0);
  const block = placed(spot, width, height);
  const at = (pieceWidth: number) => acrossOf(block, pieceWidth, spot.align);
  const title: Piece = { ink: drawn.ink, x: at(drawn.ink.widthPx), y: block.y };
  if (!small) return { title, rule: null, small: null };
  const ruleWidth = Math.round(4.5 * capPx);
  const ruleY = block.y + drawn.ink.heightPx + gap;
  const rule: Box = { x: at(ruleWidth), y: ruleY, width: ruleWidth, height: rulePx };
  return { title, rule, small: { ink: small, x: at(small.widthPx), y: ruleY + rulePx + gap } satisfies Piece };
}

function placed({ box, align, anchor }: Spot, width: number, height: number): Box {
  const free = box.height - height;
  const y = anchor === "top" ? box.y : anchor === "bottom" ? box.y + free : box.y + free / 2;
  return { x: acrossOf(box, width, align), y: Math.round(y), width: Math.round(width), height: Math.round(height) };
}

const acrossOf = (box: Box, width: number, align: Align): number =>
  Math.round(
    align === "left" ? box.x : align === "right" ? box.x + box.width - width : box.x + (box.width - width) / 2,
  );

const boxOf = ({ ink, x, y }: Piece): Box => ({ x, y, width: ink.widthPx, height: ink.heightPx });

function around(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}

/** Whether a rule of this colour can be seen where it goes. */
function stands(colour: Rgb, { data, widthPx }: Pixels, rule: Box): boolean {
  const at = 3 * ((rule.y - 1) * widthPx + rule.x + (rule.width >> 1));
  const ground = luminance(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0);
  return contrastOf(luminance(...colour), ground) >= 2;
}

function colours(palette: Palette) {
  const [shadow, , light, accent] = palette.map(rgbOf) as [Rgb, Rgb, Rgb, Rgb];
  return {
    light: mix(light, [255, 255, 255], 0.55),
    dark: mix(shadow, [0, 0, 0], 0.35),
    shade: mix(shadow, [0, 0, 0], 0.45),
    glow: mix(light, [255, 255, 255], 0.4),
    accent,
  };
}
