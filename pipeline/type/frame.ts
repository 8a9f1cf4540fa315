import type { Frame } from "../../core/channel.ts";
import type { Region } from "../../core/picture.ts";
import type { Box } from "../light/ground.ts";

/** What a title has to know of the picture it is set on; regions are in shares of this frame. */
export type TitleFrame = Frame & {
  /** Device pixels a channel's pixel. */
  readonly density: number;
  /** What the picture is about: covered only where there is no other place. */
  readonly subject: Region | null;
  /** Faces, logos and the like: never covered. */
  readonly keep: readonly Region[];
};

// Measured with Tesseract and by eye at arm's length: below this, letters of a heavy face run together.
const LEAST_CAP_PX = 11;
// The same picture is shown smaller on a smaller screen: of the frame's shorter side.
const LEAST_CAP_SHARE = 0.02;
// Room for the title is sought elsewhere, over the subject in the end, before it is set smaller than this many times the least.
const COMFORTABLE = 1.6;
const SMALL_CAP_SHARE = 0.026;
const LEAST_SMALL_CAP_PX = 9;

const shorter = ({ widthPx, heightPx }: TitleFrame): number => Math.min(widthPx, heightPx);

/** The least height of a title's capitals, in px: one that must be set smaller is refused. */
export const leastCapPx = (frame: TitleFrame): number =>
  Math.max(LEAST_CAP_PX * frame.density, LEAST_CAP_SHARE * shorter(frame));

/** The least height of capitals at which one place is preferred to another, in px. */
export const comfortableCapPx = (frame: TitleFrame): number => COMFORTABLE * leastCapPx(frame);

/** The height of the small line's capitals, in px: a fortieth of the frame, a little more where that is hard to read. */
export const smallCapPx = (frame: TitleFrame): number =>
  Math.round(Math.max(SMALL_CAP_SHARE * shorter(frame), Math.min(10 * frame.density, 0.032 * shorter(frame))));

/** A small line whose capitals would be lower than this, in px, is left out. */
export const leastSmallCapPx = (frame: TitleFrame): number => LEAST_SMALL_CAP_PX * frame.density;

/** The part of the frame that titles may use, in whole px. */
export function safeBox({ widthPx, heightPx, safe }: TitleFrame): Box {
  const x = Math.ceil(widthPx * safe.left);
  const y = Math.ceil(heightPx * safe.top);
  return {
    x,
    y,
    width: Math.floor(widthPx * (1 - safe.right)) - x,
    height: Math.floor(heightPx * (1 - safe.bottom)) - y,
  };
}

/** A region in whole px that holds all of it. */
export function boxIn({ widthPx, heightPx }: TitleFrame, { x, y, width, height }: Region): Box {
  const left = Math.floor(x * widthPx);
  const top = Math.floor(y * heightPx);
  return {
    x: left,
    y: top,
    width: Math.ceil((x + width) * widthPx) - left,
    height: Math.ceil((y + height) * heightPx) - top,
  };
}
