import type { Composition, FocalSide } from "../../core/attributes.ts";
import type { Frame } from "../../core/channel.ts";
import type { Box } from "../light/ground.ts";
import type { Side } from "../light/veil.ts";
import type { Align } from "./ink.ts";

/** A place where a title may stand: inside the safe area, away from the weight of the picture. */
export type Spot = {
  readonly box: Box;
  readonly side: Side;
  readonly align: Align;
  readonly anchor: "top" | "middle" | "bottom";
  /** What choosing it costs before looking at the picture, in the units of `costOf`. */
  readonly prior: number;
};

/** The candidates in a frame, for a title that has to stay clear of what stands at `focal`. */
export function spotsFor(frame: Frame, composition: Composition, focal: FocalSide): Spot[] {
  const { widthPx, heightPx, safe } = frame;
  const from = { x: Math.round(widthPx * safe.left), y: Math.round(heightPx * safe.top) };
  const to = { x: widthPx - Math.round(widthPx * safe.right), y: heightPx - Math.round(heightPx * safe.bottom) };
  const width = to.x - from.x;
  const height = to.y - from.y;
  const left = (share: number) => ({ x: from.x, width: Math.round(width * share) });
  const right = (share: number) => ({ x: to.x - Math.round(width * share), width: Math.round(width * share) });
  const top = (share: number) => ({ y: from.y, height: Math.round(height * share) });
  const bottom = (share: number) => ({ y: to.y - Math.round(height * share), height: Math.round(height * share) });
  const band = (share: number, at: "top" | "bottom", prior: number): Spot => ({
    box: { ...left(1), ...(at === "top" ? top(share) : bottom(share)) },
    side: at,
    align: "centre",
    anchor: at,
    prior,
  });
  const column = (share: number, at: "left" | "right", prior: number): Spot => ({
    box: {
      ...(at === "left" ? left(share) : right(share)),
      y: from.y + Math.round(0.06 * height),
      height: Math.round(0.88 * height),
    },
    side: at,
    align: at,
    anchor: "middle",
    prior,
  });
  // In the sky: a bright one takes dark letters and no veil.
  const sky = (share: number, at: "left" | "right", prior: number): Spot => ({
    ...column(share, at, prior),
    box: { ...(at === "left" ? left(share) : right(share)), ...top(0.55) },
    anchor: "top",
  });
  const corner = (share: number, at: "left" | "right", prior: number): Spot => ({
    box: { ...(at === "left" ? left(share) : right(share)), ...bottom(0.5) },
    side: at === "left" ? "corner-left" : "corner-right",
    align: at,
    anchor: "bottom",
    prior,
  });

  // A person stands on the ground, so a title across the foot of the frame would run over the coat; an emblem is
  // drawn low in it, to leave the head free.
  const foot = { vista: 0, figure: 0.3, icon: 0.6 }[composition];
  const landscape = widthPx > 1.2 * heightPx;
  if (!landscape) return [band(0.38, "bottom", foot), band(0.36, "top", 0.1), band(0.62, "bottom", 0.5 + foot)];
  if (focal === "centre") {
    return [
      corner(0.4, "left", 0),
      column(0.36, "left", 0.05),
      sky(0.4, "left", 0.15),
      column(0.36, "right", 0.1),
      band(0.42, "bottom", 0.2 + foot),
    ];
  }
  const away = focal === "left" ? "right" : "left";
  return [column(0.44, away, 0), sky(0.44, away, 0.1), corner(0.54, away, 0.05), band(0.42, "bottom", 0.5 + foot)];
}
