import { facesFor, graphemesOf, type Run } from "./coverage.ts";
import { type Face, sfntOf } from "./face.ts";
import { isRightToLeft, languageOf } from "./language.ts";
import { dropsOf, gapsOf, reachOf } from "./leading.ts";
import { breakEvenly, leansForward, piecesOf, type Words } from "./lines.ts";
import { type Pairing, titleFace } from "./pairing.ts";

/** One line, ready for Pango; lengths are in ems of the whole setting's size. */
export type Line = {
  readonly runs: readonly Run[];
  /** Size of this line in ems of the setting's. */
  readonly share: number;
  /** Breadth at a share of 1. */
  readonly width: number;
  readonly tracking: number;
  /** Added to each space between words. */
  readonly wordSpace: number;
  /** How far its outlines reach above and below its baseline, at a share of 1. */
  readonly top: number;
  readonly bottom: number;
  /** From the baseline of the line before, or from its ink where `stacked` says so, in ems of the setting's size. */
  readonly drop: number;
  /** Sized to be as broad as the block: drawn so exactly. */
  readonly full: boolean;
};

/** A text broken into lines, whatever size it will be drawn at. */
export type Setting = {
  readonly lines: readonly Line[];
  /** Expected breadth and height of the ink, in ems. */
  readonly width: number;
  readonly height: number;
  readonly capHeight: number;
  /** `ink`: of a script without capitals, whose lines stand a gap apart; `baseline`: all others. */
  readonly stacked: "baseline" | "ink";
  /** BCP 47, for the shaper. */
  readonly language: string;
};

export type Room = { readonly widthPx: number; readonly heightPx: number; readonly maxCapPx: number };

// More lines than this are a page, not a title; 200 characters need eight or nine in the narrowest box.
const MAX_LINES = 10;
// An endless word is cut here: 26 capitals are still legible across a poster.
const LONGEST_PIECE = 26;
// On a bill a short line may be set this much larger than the longest; the less is tried where room is short.
const MOST_SHARES = [1.75, 1.4, 1.15];
// A subtitle is set at this share of its title.
const SUBTITLE_SHARE = 0.46;
// Between title and subtitle, in shares of the title's capitals.
const SUBTITLE_GAP = 0.34;
// And a line of small words only, such as "of the", at most this large.
const SMALL_WORDS_SHARE = 0.7;
// Lines of very different breadths look unplanned: what the shortest costs when it is next to nothing.
const RAGGED_PRICE = 0.4;
// A line that ends on a small word must buy this much size.
const LEANING_PRICE = 0.6;

// Words are at least this share of an o apart: condensed display faces are drawn for single words.
const LEAST_SPACE = 0.44;

const HAS_CASE = /\p{Ll}|\p{Lu}/u;
export const RIGHT_TO_LEFT_MARK = "\u200f";
const SUBTITLE = /^(.{2,40}?)(?::\s+|\s+[–—-]\s+)(.{2,})$/u;

/** How a stretch of text is set, whatever it says. */
export type Manners = Pick<Pairing, "caps" | "tracking" | "lines" | "kin" | "leading"> & {
  readonly face: Face;
  /** What each further line must buy in size, 0..1: near 1 breaks gladly. */
  readonly linePrice: number;
};

/**
 * Breaks a title into the lines that make it largest in the given room. What follows a colon becomes a subtitle.
 *
 * @returns null when no bundled face can draw any of it
 */
export function setName(name: string, pairing: Pairing, room: Room): Setting | null {
  const manners: Manners = { ...pairing, face: titleFace(pairing, name), linePrice: 0.94 };
  const [, head, tail] = SUBTITLE.exec(name) ?? [];
  if (head === undefined || tail === undefined) return setText(name, manners, room);
  const main = setText(head, manners, { ...room, heightPx: room.heightPx * 0.7 });
  if (!main) return setText(tail, manners, room);
  const size = sizeFor(main, room);
  const below: Room = {
    widthPx: room.widthPx,
    heightPx: room.heightPx * 0.3,
    maxCapPx: SUBTITLE_SHARE * main.capHeight * size,
  };
  const subtitle = setText(
    tail,
    { ...manners, tracking: pairing.tracking + 0.02, lines: "even", linePrice: 0.75 },
    below,
  );
  return subtitle ? over(main, subtitle, sizeFor(subtitle, below) / size) : main;
}

/** One setting over another, the lower one at `share` of the upper one's size and standing a little off. */
function over(upper: Setting, lower: Setting, share: number): Setting {
  const lines = lower.lines.map((line, i) => {
    const above = upper.lines.at(-1);
    const baseline = (above ? above.bottom * above.share : 0) + line.top * line.share * share;
    const gap = SUBTITLE_GAP * upper.capHeight + (upper.stacked === "ink" ? 0 : baseline);
    return { ...line, share: line.share * share, drop: i === 0 ? gap : line.drop * share };
  });
  const all = [...upper.lines, ...lines];
  return {
    ...upper,
    lines: all,
    width: Math.max(upper.width, lower.width * share),
    height: heightOf(all, upper.stacked),
  };
}

/** Breaks any text into the lines that make it largest in the given room; see `setName`. */
export function setText(text: string, manners: Manners, room: Room): Setting | null {
  const measured = measure(text, manners);
  if (!measured) return null;
  const counts = Array.from({ length: Math.min(MAX_LINES, measured.texts.length) }, (_, i) => i + 1);
  const shares = manners.lines === "even" ? [1] : MOST_SHARES;
  const settings = counts.flatMap((count) =>
    (count === 1 ? [1] : shares).map((share) => inLines(measured, count, share, manners)),
  );
  const worths = settings.map((setting) => worthOf(setting, manners, room));
  return settings[worths.indexOf(Math.max(...worths))] ?? null;
}

/** A text cut into its words and measured, before any line is broken; lengths are in ems. */
type Measured = Words & {
  readonly face: Face;
  readonly kin: readonly Face[];
  readonly language: string;
  readonly spaced: boolean;
  /** Put before each line, so that Pango reads them all in the direction of the first. */
  readonly mark: string;
  readonly tracking: number;
  readonly wordSpace: number;
  readonly capHeight: number;
  readonly cased: boolean;
};

function measure(text: string, { face, kin, caps, tracking }: Manners): Measured | null {
  // Greek capitals stand without their accents.
  const upper = text.toLocaleUpperCase(/\p{Script=Greek}/u.test(text) ? "el" : "en");
  const dealt = facesFor(caps && facesFor(upper, face, kin).missing.length === 0 ? upper : text, face, kin);
  const shown = textOf(dealt.runs).trim();
  const lead = dealt.runs[0]?.face;
  if (shown === "" || !lead) return null;

  // What one fallback draws whole stays in it, line by line.
  const own = dealt.runs.length === 1 ? lead : face;
  const sfnt = sfntOf(lead);
  const cased = HAS_CASE.test(shown);
  const track = cased ? tracking : 0;
  const wordSpace = Math.max(0, LEAST_SPACE * Math.max(sfnt.advance(0x6f), 0.7 * sfnt.capHeight) - sfnt.advance(32));
  const { pieces, spaced } = piecesOf(shown, LONGEST_PIECE);
  return {
    texts: pieces,
    widths: pieces.map((piece) => {
      const tied = piece.split("\u00a0").length - 1;
      return widthOf(piece, own, kin) + track * graphemesOf(piece).length + wordSpace * tied;
    }),
    space: spaced ? sfnt.advance(32) + track + wordSpace : 0,
    face: own,
    kin,
    language: languageOf(shown),
    spaced,
    mark: isRightToLeft(shown) ? RIGHT_TO_LEFT_MARK : "",
    tracking: track,
    wordSpace,
    capHeight: sfnt.capHeight,
    cased,
  };
}

function inLines(measured: Measured, count: number, mostShare: number, manners: Manners): Setting {
  const { texts, widths, space, face, kin, language, spaced, mark, tracking, wordSpace, capHeight, cased } = measured;
  const even = manners.lines === "even";
  const rough = breakEvenly(measured, count).map(({ from, to }) => {
    const text = texts
      .slice(from, to)
      .join(spaced ? " " : "")
      .trim();
    const runs = facesFor(mark + text, face, kin).runs;
    const width = space * (to - from - 1) + widths.slice(from, to).reduce((sum, one) => sum + one, 0);
    return { runs, width, small: texts.slice(from, to).every(leansForward), ...reachOf(runs) };
  });
  const widest = Math.max(...rough.map(({ width }) => width));
  const sized = rough.map(({ small, ...line }) => {
    const most = small ? SMALL_WORDS_SHARE : mostShare;
    const share = even ? 1 : Math.min(most, widest / line.width);
    return { ...line, share, full: !even && share < most, tracking, wordSpace };
  });
  const { caps, leading } = manners;
  const drops = cased ? dropsOf(sized, { capHeight, caps, even, leading }) : gapsOf(sized);
  const lines = sized.map((line, i) => ({ ...line, drop: drops[i] ?? 0 }));
  const stacked = cased ? "baseline" : "ink";
  const width = Math.max(...lines.map((line) => line.width * line.share));
  return { lines, width, height: heightOf(lines, stacked), capHeight, stacked, language };
}

/** From the highest outline to the lowest, in ems. */
function heightOf(lines: readonly Line[], stacked: Setting["stacked"]): number {
  const inks = lines.map(({ top, bottom, share }) => ({ top: top * share, bottom: bottom * share }));
  const drops = lines.reduce((sum, { drop }) => sum + drop, 0);
  if (stacked === "ink") return drops + inks.reduce((sum, { top, bottom }) => sum + top + bottom, 0);
  return (inks[0]?.top ?? 0) + drops + (inks.at(-1)?.bottom ?? 0);
}

/** How much of its room a setting's letters make use of, less what its breaks cost. */
function worthOf(setting: Setting, { lines, linePrice }: Manners, room: Room): number {
  const ends = setting.lines.slice(0, -1).map(({ runs }) => textOf(runs));
  const leaning = lines === "even" ? ends.filter(leansForward).length : 0;
  // The square root of the area that the letters fill: the size of them all when they are of one size.
  const area = setting.lines.reduce((sum, line) => sum + line.share ** 2 * line.width, 0);
  const size = sizeFor(setting, room) * Math.sqrt(area);
  const widths = setting.lines.map((line) => line.width * line.share);
  const ragged = lines === "even" ? 1 - Math.min(...widths) / Math.max(...widths) : 0;
  return size * linePrice ** (setting.lines.length - 1) * LEANING_PRICE ** leaning * (1 - RAGGED_PRICE * ragged ** 2);
}

const textOf = (runs: readonly Run[]): string => runs.map((run) => run.text).join("");

/** The smallest line's size in shares of the setting's: what decides whether all of a name can be read. */
export const leastShareOf = ({ lines }: Setting): number => Math.min(...lines.map(({ share }) => share));

/** The size in px at which a setting fills its room. */
export const sizeFor = ({ width, height, capHeight }: Setting, room: Room): number =>
  Math.min(room.widthPx / width, room.heightPx / height, room.maxCapPx / capHeight);

/** The pen's way along a piece of text in ems, before kerning. */
function widthOf(text: string, face: Face, kin: readonly Face[]): number {
  let sum = 0;
  for (const run of facesFor(text, face, kin).runs) {
    for (const char of run.text) sum += /\p{M}/u.test(char) ? 0 : sfntOf(run.face).advance(char.codePointAt(0) ?? 0);
  }
  return sum;
}
