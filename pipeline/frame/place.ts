import type { Region } from "../../core/picture.ts";
import type { Saliency } from "../light/saliency.ts";

/** A part of a picture, in whole pixels. */
export type Cut = {
  readonly leftPx: number;
  readonly topPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
};
type Size = { readonly widthPx: number; readonly heightPx: number };

/** What a crop must hold, most important first: what does not fit with those before it is held as far as it goes. */
export type Wish = {
  readonly subject: Region;
  readonly keep: readonly Region[];
  /** What else draws the eye: where there is a choice, the crop holds more of it. */
  readonly saliency?: Saliency;
};

// Room around the subject, in shares of the crop: a head at the very edge looks cut off.
const AIR = 0.05;

/*
 * Where the middle of the subject may stand in the frame, in shares of it. Across a wide frame it stays on the side that
 * it was composed for, on a third at most, and the title takes the other; in the others titles lie above or below it, so
 * it keeps to the middle. Down, a little under the middle: the ground is heavier than the sky.
 */
const ACROSS_WIDE = { least: 1 / 3, most: 2 / 3 };
const ACROSS = { least: 0.42, most: 0.58 };
const DOWN = { least: 0.42, most: 0.62 };

/**
 * The largest part of a picture that has a frame's shape, laid where it holds the subject and all that is to be kept.
 * The shape is exact but for the rounding to whole pixels, and never less than one.
 */
export function placeCut(picture: Size, frame: Size, { subject, keep, saliency }: Wish): Cut {
  const ratio = frame.widthPx / frame.heightPx;
  const widthPx = Math.max(1, Math.round(Math.min(picture.widthPx, picture.heightPx * ratio)));
  const heightPx = Math.max(1, Math.round(Math.min(picture.heightPx, picture.widthPx / ratio)));
  const across = ratio > 1.2 ? ACROSS_WIDE : ACROSS;
  const xs = [...keep, subject].map(({ x, width }) => spanOf(x, width, picture.widthPx));
  const ys = [...keep, subject].map(({ y, height }) => spanOf(y, height, picture.heightPx));
  return {
    leftPx: slide(picture.widthPx, widthPx, xs, across, "middle", saliency && profileOf(saliency, "across")),
    topPx: slide(picture.heightPx, heightPx, ys, DOWN, "start", saliency && profileOf(saliency, "down")),
    widthPx,
    heightPx,
  };
}

// A crop moves a tenth of its length away from where the subject stands best for a fiftieth more of what draws the eye.
const PULL = 2;
const STEP_PX = 8;

type Span = { readonly from: number; readonly to: number };
const spanOf = (start: number, length: number, px: number): Span => ({ from: start * px, to: (start + length) * px });

/**
 * The offset of a window over a line, in whole pixels.
 *
 * @param spans what it should hold, the subject last
 * @param part what of the subject to hold when it is longer than the window: people have their heads at the start
 */
function slide(
  length: number,
  window: number,
  spans: readonly Span[],
  zone: { least: number; most: number },
  part: "start" | "middle",
  profile: readonly number[] = [],
): number {
  let range = { low: 0, high: length - window };
  const hold = (from: number, to: number) => {
    const narrowed = { low: Math.max(range.low, to - window), high: Math.min(range.high, from) };
    if (narrowed.low <= narrowed.high) range = narrowed;
  };
  for (const { from, to } of spans) hold(Math.floor(from), Math.ceil(to));
  const subject = spans.at(-1) ?? { from: 0, to: length };
  const air = AIR * window;
  hold(subject.from - Math.min(air, subject.from), subject.to + Math.min(air, length - subject.to));

  const middle = (subject.from + subject.to) / 2;
  const share = Math.min(zone.most, Math.max(zone.least, middle / length));
  const tooLong = Math.ceil(subject.to) - Math.floor(subject.from) > window;
  const wanted = tooLong && part === "start" ? subject.from - air : middle - (tooLong ? 0.5 : share) * window;
  const [low, high] = [Math.ceil(range.low), Math.max(Math.ceil(range.low), Math.floor(range.high))];
  const plain = Math.round(Math.min(high, Math.max(low, wanted)));
  if (profile.length === 0 || tooLong) return plain;
  const worth = (offset: number) =>
    heldBy(profile, offset / length, (offset + window) / length) - PULL * ((offset - plain) / window) ** 2;
  let best = plain;
  for (let offset = low; offset <= high; offset += STEP_PX) if (worth(offset) > worth(best)) best = offset;
  return best;
}

/** How much of what draws the eye lies in each column or row of cells; all of it is 1. */
function profileOf({ columns, rows, share }: Saliency, along: "across" | "down"): number[] {
  const sums = Array.from({ length: along === "across" ? columns : rows }, () => 0);
  const total = share.reduce((sum, value) => sum + value, 0);
  for (const [cell, value] of share.entries()) {
    const at = along === "across" ? cell % columns : Math.floor(cell / columns);
    sums[at] = (sums[at] ?? 0) + value / total;
  }
  return sums;
}

/** The part of a profile that lies between two shares of its length. */
function heldBy(profile: readonly number[], from: number, to: number): number {
  return profile.reduce((sum, value, cell) => {
    const held = Math.min(to * profile.length, cell + 1) - Math.max(from * profile.length, cell);
    return sum + value * Math.min(1, Math.max(0, held));
  }, 0);
}

/** A region of a picture as a share of the part that was cut from it; `null` when it lies outside. */
export function inCut(region: Region, picture: Size, cut: Cut): Region | null {
  const left = Math.max(0, (region.x * picture.widthPx - cut.leftPx) / cut.widthPx);
  const top = Math.max(0, (region.y * picture.heightPx - cut.topPx) / cut.heightPx);
  const right = Math.min(1, ((region.x + region.width) * picture.widthPx - cut.leftPx) / cut.widthPx);
  const bottom = Math.min(1, ((region.y + region.height) * picture.heightPx - cut.topPx) / cut.heightPx);
  return right > left && bottom > top ? { x: left, y: top, width: right - left, height: bottom - top } : null;
}
