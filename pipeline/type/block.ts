import type { Box } from "../light/ground.ts";
import { around } from "./boxes.ts";
import { drawSetting } from "./draw.ts";
import { leastSmallCapPx, smallCapPx, type TitleFrame } from "./frame.ts";
import type { Align, Ink } from "./ink.ts";
import type { Pairing } from "./pairing.ts";
import { boxOf, type Piece } from "./print.ts";
import { across, type Place, placed } from "./rank.ts";
import { darkened } from "./stroke.ts";
import { leastShareOf, type Manners, type Room, setText } from "./typeset.ts";

/** A title's pieces in their places. */
export type Block = {
  readonly title: Piece;
  /** Year and place; `null`: there are none, or they would be too small to read. */
  readonly small: Piece | null;
  readonly rules: readonly Box[];
  /** What all of it covers. */
  readonly box: Box;
  /** Height of the capitals in the title's smallest line, in px. */
  readonly capPx: number;
};

const sizesOf = (frame: TitleFrame, { small }: Pairing) => {
  const capPx = Math.round(smallCapPx(frame) * small.scale);
  return {
    capPx,
    gapPx: Math.round(1.3 * smallCapPx(frame)),
    thinPx: Math.max(1, Math.round(smallCapPx(frame) / 12)),
    thickPx: Math.max(2, Math.round(smallCapPx(frame) / 4.5)),
  };
};

/** The height that small line and rules take beside the name, in px, air included. */
export function besideName(frame: TitleFrame, pairing: Pairing, hasFacts: boolean): number {
  const { capPx, gapPx, thinPx, thickPx } = sizesOf(frame, pairing);
  const line = hasFacts ? gapPx + 1.4 * capPx : 0;
  const rule = { none: 0, flanks: 0, bar: gapPx + thickPx, hairline: gapPx + thinPx, double: gapPx + 2 * thickPx };
  if (pairing.rule === "frame") return line + 2 * (gapPx + thinPx);
  return hasFacts ? line + rule[pairing.rule] : 0;
}

/** Draws the name, the rules and the small line, and puts them in their places. */
export async function drawBlock(
  place: Place,
  facts: readonly string[],
  frame: TitleFrame,
  pairing: Pairing,
  rightToLeft: boolean,
): Promise<Block> {
  const { spot, room, setting } = place;
  // Lines of right-to-left scripts begin at the right, whichever side of the frame they stand on.
  const align: Align = spot.align === "centre" ? "centre" : rightToLeft ? "right" : spot.align;
  const drawn = await drawSetting(setting, room, align);
  const small = await drawSmall(facts, frame, pairing, { ...room, widthPx: spot.box.width }, align);
  const stack = stackOf(drawn.ink, small, frame, pairing, align);
  const box = placed(spot, stack.widthPx, stack.heightPx);
  const moved = (one: Box): Box => ({ ...one, x: one.x + box.x, y: one.y + box.y });
  const pieceAt = (ink: Ink, at: Box): Piece => ({ ink, x: box.x + at.x, y: box.y + at.y });
  const title = pieceAt(darkened(drawn.ink), stack.title);
  const rules = stack.rules.map(moved);
  const line = small && stack.small ? pieceAt(small, stack.small) : null;
  const all = around([boxOf(title), ...rules, ...(line ? [boxOf(line)] : [])]);
  return { title, small: line, rules, box: all, capPx: drawn.sizePx * setting.capHeight * leastShareOf(setting) };
}

/** The small line with as many of its facts as can be read; `null` when not even the first can. */
async function drawSmall(
  facts: readonly string[],
  frame: TitleFrame,
  { small, title, cyrillic = small.face }: Pairing,
  { widthPx }: Room,
  align: Align,
): Promise<Ink | null> {
  const capPx = Math.round(smallCapPx(frame) * small.scale);
  const own = small.face === title && /\p{Script=Cyrillic}/u.test(facts.join()) ? cyrillic : small.face;
  const manners: Manners = { ...small, face: own, kin: [], lines: "even", leading: 1, linePrice: 0 };
  for (let count = facts.length; count > 0; count--) {
    const room = { widthPx, heightPx: 2 * capPx, maxCapPx: capPx };
    const setting = setText(facts.slice(0, count).join("  ·  "), manners, room);
    if (!setting) continue;
    const { ink, sizePx } = await drawSetting(setting, room, align);
    if (sizePx * setting.capHeight >= leastSmallCapPx(frame) - 0.5) return darkened(ink);
  }
  return null;
}

type Stack = {
  readonly title: Box;
  readonly small: Box | null;
  readonly rules: readonly Box[];
  readonly widthPx: number;
  readonly heightPx: number;
};

/** Name, rules and small line over each other, from 0, 0. */
function stackOf(title: Ink, small: Ink | null, frame: TitleFrame, pairing: Pairing, align: Align): Stack {
  const { gapPx, thinPx, thickPx } = sizesOf(frame, pairing);
  const widthPx = Math.max(title.widthPx, small?.widthPx ?? 0);
  const rules: Box[] = [];
  const whole = { x: 0, y: 0, width: widthPx, height: 0 };
  const rule = (y: number, width: number, height: number) =>
    rules.push({ x: across(whole, width, align), y, width, height });
  let y = 0;
  const put = (ink: Ink, centred = false): Box => {
    const x = across(whole, ink.widthPx, centred ? "centre" : align);
    const box = { x, y, width: ink.widthPx, height: ink.heightPx };
    y += ink.heightPx;
    return box;
  };
  const between = () => {
    y += gapPx;
    if (pairing.rule === "bar") rule(y, Math.min(widthPx, 5 * gapPx), thickPx);
    if (pairing.rule === "hairline") rule(y, widthPx, thinPx);
    if (pairing.rule === "double") {
      rule(y, widthPx, thickPx);
      rule(y + thickPx + Math.max(2, thinPx), widthPx, thinPx);
    }
    const own = { bar: thickPx, hairline: thinPx, double: thickPx + Math.max(2, thinPx) + thinPx };
    if (pairing.rule in own) y += own[pairing.rule as keyof typeof own] + gapPx;
  };
  const framed = pairing.rule === "frame";
  if (framed) {
    rule(0, widthPx, thinPx);
    y = thinPx + gapPx;
  }
  const flanked = pairing.rule === "flanks";
  let line: Box | null = null;
  if (small && pairing.small.place === "above") {
    line = put(small, flanked);
    between();
  }
  const name = put(title);
  if (small && pairing.small.place === "below") {
    between();
    line = put(small, flanked);
  }
  if (flanked && line) rules.push(...beside(line, widthPx, gapPx, thinPx));
  if (framed) {
    rule(y + gapPx, widthPx, thinPx);
    y += gapPx + thinPx;
  }
  return { title: name, small: line, rules, widthPx, heightPx: y };
}

/** A thin rule on either side of a line, out to the block's edges; none where there is hardly room. */
function beside(line: Box, widthPx: number, gapPx: number, thinPx: number): Box[] {
  const width = line.x - gapPx;
  if (width < 1.2 * gapPx) return [];
  const y = line.y + Math.round((line.height - thinPx) / 2);
  return [
    { x: 0, y, width, height: thinPx },
    { x: widthPx - width, y, width, height: thinPx },
  ];
}
