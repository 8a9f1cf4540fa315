import type { Pixels } from "../../core/picture.ts";
import type { Rgb } from "../light/colour.ts";
import type { Box } from "../light/ground.ts";
import { drawSetting } from "../type/draw.ts";
import { FACES } from "../type/face.ts";
import { boxIn, safeBox, smallCapPx, type TitleFrame } from "../type/frame.ts";
import type { Ink } from "../type/ink.ts";
import { fill, press } from "../type/print.ts";
import { setText } from "../type/typeset.ts";
import { freePlace, grown } from "./corner.ts";

// Near black under near white: 18 to 1, whatever the picture is.
const PLATE: Rgb = [18, 18, 20];
const LETTERS: Rgb = [246, 246, 244];
// Air between the badge and the title or a face, in shares of the badge's height.
const AIR = 0.35;

/**
 * Sets a rating's badge on a titled picture, in place: its letters on a plate of their own, in a corner of the safe area
 * that the title, faces and other marks leave free.
 *
 * @param never boxes that it may not touch, the title's ink among them
 * @returns what it covers; `null` when the title leaves no place for it
 */
export async function setAgeRating(
  pixels: Pixels,
  frame: TitleFrame,
  rating: string,
  never: readonly Box[],
): Promise<Box | null> {
  const ink = await lettersOf(rating, frame);
  if (!ink) return null;
  const rule = Math.max(1, Math.round(smallCapPx(frame) / 14));
  const [padX, padY] = [Math.round(0.62 * smallCapPx(frame)) + rule, Math.round(0.5 * smallCapPx(frame)) + rule];
  // A single sign stands in a square, not in a slit.
  const height = ink.heightPx + 2 * padY;
  const width = Math.max(height, ink.widthPx + 2 * padX);
  const air = (boxes: readonly Box[]) => boxes.map((box) => grown(box, AIR * height));
  const faces = frame.keep.map((region) => boxIn(frame, region));
  const subject = frame.subject ? [boxIn(frame, frame.subject)] : [];
  const place = (taken: readonly Box[], rather: readonly Box[]) =>
    freePlace(safeBox(frame), { width, height }, "bottom-right", air(taken), rather);
  // A rating is owed to the viewer: where faces fill the frame it goes over what is least of them.
  const box = place([...never, ...faces], subject) ?? place(never, [...faces, ...subject]);
  if (!box) return null;
  fill(pixels, box, LETTERS);
  fill(pixels, { x: box.x + rule, y: box.y + rule, width: width - 2 * rule, height: height - 2 * rule }, PLATE);
  const x = box.x + Math.round((width - ink.widthPx) / 2);
  press(pixels, { ink, x, y: box.y + Math.round((height - ink.heightPx) / 2) }, LETTERS);
  return box;
}

async function lettersOf(rating: string, frame: TitleFrame): Promise<Ink | null> {
  const capPx = smallCapPx(frame);
  const room = { widthPx: Math.round(0.3 * frame.widthPx), heightPx: 2 * capPx, maxCapPx: capPx };
  const manners = {
    face: FACES.oswaldMedium,
    caps: true,
    tracking: 0.04,
    lines: "even",
    kin: [],
    leading: 1,
    linePrice: 1,
  } as const;
  const setting = setText(rating, manners, room);
  return setting && (await drawSetting(setting, room, "centre")).ink;
}
