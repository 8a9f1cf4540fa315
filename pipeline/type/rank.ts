import { type Box, type Ground, readBox } from "../light/ground.ts";
import { salientIn } from "../light/saliency.ts";
import { areaOf, shared } from "./boxes.ts";
import { boxIn, comfortableCapPx, leastCapPx, type TitleFrame } from "./frame.ts";
import type { Spot } from "./spot.ts";
import { type Room, type Setting, sizeFor } from "./typeset.ts";

/** A spot with the title broken for it. */
export type Place = {
  readonly spot: Spot;
  readonly room: Room;
  readonly setting: Setting;
  /** Expected height of the capitals, and of those in the smallest line. */
  readonly capPx: number;
  readonly leastPx: number;
  readonly cost: number;
};

// Places this much dearer than the best are no alternative: a title is graded or veiled there rather than moved here.
const MARGIN = 0.25;
// Each place is drawn to be measured; the fifth best has never been the answer.
const MOST_PLACES = 4;

/**
 * The places worth trying, the best first: where little draws the eye, there is little detail, and letters come near
 * their full size. Places over the subject are among them only where no other lets the title be of a comfortable size.
 */
export function rankPlaces(ground: Ground, frame: TitleFrame, places: readonly Omit<Place, "cost">[]): Place[] {
  const legible = (one: Omit<Place, "cost">) => one.leastPx >= leastCapPx(frame);
  const pool = [
    places.filter((one) => one.spot.clear && legible(one) && one.capPx >= comfortableCapPx(frame)),
    places.filter(legible),
    places.toSorted((one, other) => other.leastPx - one.leastPx).slice(0, 1),
  ].find(({ length }) => length > 0);
  if (!pool) return [];
  const overall = readBox(ground, { x: 0, y: 0, width: frame.widthPx, height: frame.heightPx }).detail;
  const largest = Math.max(...pool.map(({ capPx }) => capPx));
  const ranked = pool
    .map((one) => ({ ...one, cost: costOf(ground, frame, one, overall, largest) }))
    .sort((one, other) => one.cost - other.cost);
  return ranked.filter(({ cost }) => cost <= (ranked[0]?.cost ?? 0) + MARGIN).slice(0, MOST_PLACES);
}

/**
 * @param overall the frame's own detail
 * @param largest the capitals' height where the title can be largest
 */
function costOf(
  ground: Ground,
  frame: TitleFrame,
  place: Omit<Place, "cost">,
  overall: number,
  largest: number,
): number {
  const { spot, room, setting, capPx } = place;
  const size = sizeFor(setting, room);
  const box = placed(spot, setting.width * size, setting.height * size);
  const busy = Math.min(2, readBox(ground, box).detail / (overall + 1));
  const { widthPx, heightPx } = frame;
  const shares = {
    x: box.x / widthPx,
    y: box.y / heightPx,
    width: box.width / widthPx,
    height: box.height / heightPx,
  };
  const salient = Math.min(2, salientIn(ground.saliency, shares));
  const small = 1 - Math.min(1, capPx / (0.8 * largest));
  const subject = frame.subject ? areaOf(shared(box, boxIn(frame, frame.subject))) / areaOf(box) : 0;
  return spot.prior + 0.35 * busy + 0.35 * salient + 1.1 * small + subject;
}

/** Where a block of that size stands in its spot, in whole px. */
export function placed({ box, align, anchor }: Spot, width: number, height: number): Box {
  const free = box.height - height;
  const y = anchor === "top" ? box.y : anchor === "bottom" ? box.y + free : box.y + free / 2;
  return { x: across(box, width, align), y: Math.round(y), width: Math.round(width), height: Math.round(height) };
}

/** The left edge of a piece of that width within a box. */
export const across = (box: Box, width: number, align: "left" | "centre" | "right"): number =>
  Math.round(
    align === "left" ? box.x : align === "right" ? box.x + box.width - width : box.x + (box.width - width) / 2,
  );
