import type { Composition, FocalSide } from "../../core/attributes.ts";
import type { Box } from "../light/ground.ts";
import type { Side } from "../light/veil.ts";
import { areaOf, partsBeside } from "./boxes.ts";
import { boxIn, safeBox, type TitleFrame } from "./frame.ts";
import type { Align } from "./ink.ts";

/** A place where a title may stand: inside the safe area, away from what must stay visible. */
export type Spot = {
  readonly box: Box;
  readonly side: Side;
  readonly align: Align;
  readonly anchor: "top" | "middle" | "bottom";
  /** What choosing it costs before looking at the picture; see `rank.ts`. */
  readonly prior: number;
  /** Whether no part of it lies over the subject. */
  readonly clear: boolean;
};

export type Wish = {
  readonly composition: Composition;
  readonly focal: FocalSide;
  /** Of the title's script: everything is mirrored. */
  readonly rightToLeft: boolean;
};

// Air between a title and what it must not touch, as a share of the frame's shorter side.
const AIR = 0.018;
// A part narrower or lower than this share of the frame is no place for a title.
const LEAST_WIDTH = 0.2;
const LEAST_HEIGHT = 0.09;
// Parts of more than this many keep regions in a row are hardly ever larger than the first few.
const MOST_PARTS = 24;
// What is cut to be free of something was not composed for a title.
const CUT_PRIOR = 0.06;

/**
 * The places where a title may stand, those that leave the subject free and those that do not: none of them touches a
 * region to keep. Empty when the regions to keep fill the frame.
 */
export function spotsFor(frame: TitleFrame, wish: Wish): Spot[] {
  const bases = composed(frame, wish);
  const air = AIR * Math.min(frame.widthPx, frame.heightPx);
  const kept = frame.keep.map((region) => inflated(boxIn(frame, region), air));
  const subject = frame.subject ? [inflated(boxIn(frame, frame.subject), air)] : [];
  const whole: Spot = { ...anywhere(frame, safeBox(frame)), prior: 0.3, clear: false };
  const free = [...bases, whole].flatMap((spot) => without(frame, spot, [...kept, ...subject]));
  const over = bases.flatMap((spot) => without(frame, spot, kept));
  return distinct([...free.map((spot) => ({ ...spot, clear: true })), ...over]);
}

/** The places that a designer would try first. */
function composed(frame: TitleFrame, { composition, focal, rightToLeft }: Wish): Spot[] {
  const area = safeBox(frame);
  const box = (at: "left" | "right", width: number, vertical: { from: number; to: number }): Box => {
    const across = Math.round(area.width * width);
    const y = area.y + Math.round(area.height * vertical.from);
    return {
      x: at === "left" ? area.x : area.x + area.width - across,
      y,
      width: across,
      height: area.y + Math.round(area.height * vertical.to) - y,
    };
  };
  const band = (share: number, at: "top" | "bottom", prior: number): Spot => ({
    box: box("left", 1, at === "top" ? { from: 0, to: share } : { from: 1 - share, to: 1 }),
    side: at,
    align: "centre",
    anchor: at,
    prior,
    clear: false,
  });
  const column = (share: number, at: "left" | "right", prior: number): Spot => ({
    box: box(at, share, { from: 0.06, to: 0.94 }),
    side: at,
    align: at,
    anchor: "middle",
    prior,
    clear: false,
  });
  // In the sky: a bright one takes dark letters and no veil.
  const sky = (share: number, at: "left" | "right", prior: number): Spot => ({
    ...column(share, at, prior),
    box: box(at, share, { from: 0, to: 0.55 }),
    anchor: "top",
  });
  const corner = (share: number, at: "left" | "right", prior: number): Spot => ({
    ...column(share, at, prior),
    box: box(at, share, { from: 0.5, to: 1 }),
    side: at === "left" ? "corner-left" : "corner-right",
    anchor: "bottom",
  });

  // A person stands on the ground, so a title across the foot of the frame would run over the coat; an emblem is
  // drawn low in it, to leave the head free.
  const foot = { vista: 0, figure: 0.3, icon: 0.6 }[composition];
  const landscape = area.width > 1.15 * area.height;
  if (!landscape) return [band(0.38, "bottom", foot), band(0.36, "top", 0.1), band(0.62, "bottom", 0.5 + foot)];
  if (focal === "centre") {
    const [first, second] = rightToLeft ? (["right", "left"] as const) : (["left", "right"] as const);
    return [
      corner(0.4, first, 0),
      column(0.36, first, 0.05),
      sky(0.4, first, 0.15),
      column(0.36, second, 0.1),
      sky(0.4, second, 0.2),
      band(0.42, "bottom", 0.2 + foot),
    ];
  }
  const away = focal === "left" ? "right" : "left";
  return [column(0.44, away, 0), sky(0.44, away, 0.1), corner(0.54, away, 0.05), band(0.42, "bottom", 0.5 + foot)];
}

/** What is left of a spot beside the obstacles. */
function without(frame: TitleFrame, spot: Spot, obstacles: readonly Box[]): Spot[] {
  let boxes = [spot.box];
  for (const obstacle of obstacles) {
    boxes = boxes
      .flatMap((box) => partsBeside(box, obstacle))
      .filter(({ width, height }) => width >= LEAST_WIDTH * frame.widthPx && height >= LEAST_HEIGHT * frame.heightPx)
      .toSorted((one, other) => areaOf(other) - areaOf(one))
      .slice(0, MOST_PARTS);
  }
  return boxes.map((box) =>
    box === spot.box ? spot : { ...anywhere(frame, box), prior: spot.prior + CUT_PRIOR, clear: false },
  );
}

/** How a title stands in a box wherever that lies: against the nearest edge of the frame. */
function anywhere(frame: TitleFrame, box: Box): Omit<Spot, "prior" | "clear"> {
  const area = safeBox(frame);
  const middleX = (box.x + box.width / 2 - area.x) / area.width;
  const middleY = (box.y + box.height / 2 - area.y) / area.height;
  const tall = box.height > 0.6 * area.height;
  const vertical = middleY < 0.5 ? "top" : "bottom";
  const anchor = tall && Math.abs(middleY - 0.5) < 0.2 ? "middle" : vertical;
  if (box.width > 0.72 * area.width) return { box, side: vertical, align: "centre", anchor };
  const align = middleX < 0.5 ? "left" : "right";
  const side = anchor === "bottom" ? (`corner-${align}` as const) : align;
  return { box, side, align, anchor };
}

function inflated({ x, y, width, height }: Box, by: number): Box {
  const px = Math.ceil(by);
  return { x: x - px, y: y - px, width: width + 2 * px, height: height + 2 * px };
}

/** Each box once, the cheapest. */
function distinct(spots: readonly Spot[]): Spot[] {
  const best = new Map<string, Spot>();
  for (const spot of spots) {
    const { x, y, width, height } = spot.box;
    const key = [x, y, width, height, spot.clear].join();
    const old = best.get(key);
    if (!old || spot.prior < old.prior) best.set(key, spot);
  }
  // A box that happens to be clear is listed as such only.
  return [...best.values()].filter(
    (spot) => spot.clear || ![...best.values()].some((other) => other.clear && same(other.box, spot.box)),
  );
}

const same = (one: Box, other: Box): boolean =>
  one.x === other.x && one.y === other.y && one.width === other.width && one.height === other.height;
