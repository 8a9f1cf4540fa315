import { facesFor, graphemesOf, type Run } from "./coverage.ts";
import { type Face, sfntOf } from "./face.ts";
import { isRightToLeft, languageOf } from "./language.ts";
import { breakEvenly, leansForward, piecesOf, type Words } from "./lines.ts";
import type { Pairing } from "./pairing.ts";

/** One line, ready for Pango; lengths are in ems of the whole setting's size. */
type Line = {
  readonly runs: readonly Run[];
  /** Size of this line in ems of the setting's. */
  readonly share: number;
  /** Breadth at a share of 1. */
  readonly width: number;
  readonly tracking: number;
  readonly pitch: number;
};

/** A text broken into lines, whatever size it will be drawn at. */
export type Setting = {
  readonly lines: readonly Line[];
  /** Expected breadth and height of the ink, in ems. */
  readonly width: number;
  readonly height: number;
  readonly capHeight: number;
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
const SUBTITLE_SHARE = 0.4;
// And a line of small words only, such as "of the", at most this large.
const SMALL_WORDS_SHARE = 0.55;
// Lines of very different breadths look unplanned: what the shortest costs when it is next to nothing.
const RAGGED_PRICE = 0.4;
// A line that ends on a small word must buy this much size.
const LEANING_PRICE = 0.6;

const HAS_CASE = /\p{Ll}|\p{Lu}/u;
export const RIGHT_TO_LEFT_MARK = "\u200f";
// Accents above capitals, and tails below: lines that have them need more air.
const ACCENTED = /[ЙЇЁЎ]|\p{Lu}\p{M}|[À-ÖØ-Þ]/u;
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
  const manners: Manners = { ...pairing, face: pairing.title, linePrice: 0.94 };
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
    { ...manners, tracking: pairing.tracking + 0.02, lines: "even", linePrice: 0.6 },
    below,
  );
  return subtitle ? stacked(main, subtitle, sizeFor(subtitle, below) / size) : main;
}

/** One setting over another, the lower one at `share` of the upper one's size and standing a little off. */
function stacked(upper: Setting, lower: Setting, share: number): Setting {
  const off = 0.7;
  const lines = lower.lines.map((line, i) => ({
    ...line,
    share: line.share * share,
    pitch: line.pitch + (i === 0 ? off : 0),
  }));
  return {
    lines: [...upper.lines, ...lines],
    width: Math.max(upper.width, lower.width * share),
    height: upper.height + (lower.height + off) * share,
    capHeight: upper.capHeight,
    language: upper.language,
  };
}

/** Breaks any text into the lines that make it largest in the given room; see `setName`. */
export function setText(text: string, manners: Manners, room: Room): Setting | null {
  const measured = measure(text, manners);
  if (!measured) return null;
  const counts = Array.from({ length: Math.min(MAX_LINES, measured.texts.length) }, (_, i) => i + 1);
  const shares = manners.lines === "even" ? [1] : MOST_SHARES;
  const settings = counts.flatMap((count) =>
    (count === 1 ? [1] : shares).map((share) => inLines(measured, count, share, manners.lines)),
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
  readonly pitch: number;
  readonly capHeight: number;
};

function measure(text: string, { face, kin, caps, tracking, leading }: Manners): Measured | null {
  const upper = text.toLocaleUpperCase("en");
  const dealt = facesFor(caps && facesFor(upper, face, kin).missing.length === 0 ? upper : text, face, kin);
  const shown = textOf(dealt.runs).trim();
  const lead = dealt.runs[0]?.face;
  if (shown === "" || !lead) return null;

  // What one fallback draws whole stays in it, line by line.
  const own = dealt.runs.length === 1 ? lead : face;
  const sfnt = sfntOf(lead);
  const cased = HAS_CASE.test(shown);
  const track = cased ? tracking : 0;
  const { pieces, spaced } = piecesOf(shown, LONGEST_PIECE);
  return {
    texts: pieces,
    widths: pieces.map((piece) => widthOf(piece, own, kin) + track * graphemesOf(piece).length),
    space: spaced ? sfnt.advance(32) + track : 0,
    face: own,
    kin,
    language: languageOf(shown),
    spaced,
    mark: isRightToLeft(shown) ? RIGHT_TO_LEFT_MARK : "",
    tracking: track,
    pitch: pitchOf(shown, caps && cased, cased, sfnt) * (cased ? leading : 1),
    capHeight: sfnt.capHeight,
  };
}

function inLines(measured: Measured, count: number, mostShare: number, manner: Pairing["lines"]): Setting {
  const { texts, widths, space, face, kin, language, spaced, mark, tracking, pitch, capHeight } = measured;
  const rough = breakEvenly(measured, count).map(({ from, to }) => ({
    text: texts
      .slice(from, to)
      .join(spaced ? " " : "")
      .trim(),
    small: texts.slice(from, to).every(leansForward),
    width: space * (to - from - 1) + widths.slice(from, to).reduce((sum, width) => sum + width, 0),
  }));
  const widest = Math.max(...rough.map(({ width }) => width));
  const lines = rough.map(({ text, small, width }) => ({
    runs: facesFor(mark + text, face, kin).runs,
    share: manner === "even" ? 1 : Math.min(small ? SMALL_WORDS_SHARE : mostShare, widest / width),
    width,
    tracking,
    pitch,
  }));
  return {
    lines,
    width: Math.max(...lines.map(({ width, share }) => width * share)),
    height: capHeight * (lines[0]?.share ?? 1) + lines.slice(1).reduce((sum, { share }) => sum + pitch * share, 0),
    capHeight,
    language,
  };
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

/** From one baseline to the next, in ems: tight for capitals, as posters are; scripts with marks keep their own. */
function pitchOf(
  text: string,
  caps: boolean,
  cased: boolean,
  { capHeight, ascent, descent }: { capHeight: number; ascent: number; descent: number },
): number {
  // Arabic faces leave room for marks that titles do not have; Indic ones need all of theirs.
  if (!cased) return Math.min(1.5, Math.max(/\p{M}/u.test(text) ? 1.3 : 1.12, 0.8 * (ascent + descent)));
  if (!caps) return capHeight + 0.36;
  return capHeight * (ACCENTED.test(text) ? 1.36 : 1.2);
}
