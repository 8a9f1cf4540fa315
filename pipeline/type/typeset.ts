import { facesFor, graphemesOf, type Run } from "./coverage.ts";
import { type Face, sfntOf } from "./face.ts";
import { type Align, drawInk, type Ink, shrinkInk } from "./ink.ts";
import { breakEvenly, leansForward, piecesOf } from "./lines.ts";
import { lineMarkup } from "./markup.ts";
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
// A line that ends on a small word must buy this much size.
const LEANING_PRICE = 0.8;

const HAS_CASE = /\p{Ll}|\p{Lu}/u;
const RIGHT_TO_LEFT = /^[^\p{L}]*[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u;
const RIGHT_TO_LEFT_MARK = "\u200f";
// Accents above capitals, and tails below: lines that have them need more air.
const ACCENTED = /[ЙЇЁЎ]|\p{Lu}\p{M}|[À-ÖØ-Þ]/u;
const SUBTITLE = /^(.{2,40}?)(?::\s+|\s+[–—-]\s+)(.{2,})$/u;

export const isRightToLeft = (text: string): boolean => RIGHT_TO_LEFT.test(text);

/** How a stretch of text is set, whatever it says. */
export type Manners = Pick<Pairing, "caps" | "tracking" | "lines"> & {
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
  };
}

/** Breaks any text into lines of one face; see `setName`. */
export function setText(text: string, manners: Manners, room: Room): Setting | null {
  const { face, caps, lines } = manners;
  const dealt = facesFor(caps ? text.toLocaleUpperCase("en") : text, face);
  const shown = dealt.runs
    .map((run) => run.text)
    .join("")
    .trim();
  const lead = dealt.runs[0]?.face;
  if (shown === "" || !lead) return null;

  const sfnt = sfntOf(lead);
  const cased = HAS_CASE.test(shown);
  const tracking = cased ? manners.tracking : 0;
  const pitch = pitchOf(shown, caps && cased, cased, sfnt);
  const mark = isRightToLeft(shown) ? RIGHT_TO_LEFT_MARK : "";
  const { pieces, spaced } = piecesOf(shown, LONGEST_PIECE);
  const widths = pieces.map((piece) => widthOf(piece, face) + tracking * graphemesOf(piece).length);
  const words = { texts: pieces, widths, space: spaced ? sfnt.advance(32) + tracking : 0 };

  const broken = (count: number, mostShare: number): Setting => {
    const rough = breakEvenly(words, count).map(({ from, to }) => ({
      text: pieces
        .slice(from, to)
        .join(spaced ? " " : "")
        .trim(),
      small: pieces.slice(from, to).every(leansForward),
      width: words.space * (to - from - 1) + widths.slice(from, to).reduce((sum, width) => sum + width, 0),
    }));
    const widest = Math.max(...rough.map(({ width }) => width));
    const shareOf = ({ small, width }: { small: boolean; width: number }) => {
      if (lines === "even") return 1;
      return Math.min(small ? SMALL_WORDS_SHARE : mostShare, widest / width);
    };
    const set = rough.map((line) => ({
      runs: facesFor(mark + line.text, face).runs,
      share: shareOf(line),
      width: line.width,
      tracking,
      pitch,
    }));
    const below = set.slice(1).reduce((sum, line) => sum + pitch * line.share, 0);
    return {
      lines: set,
      width: Math.max(...rough.map((line, i) => line.width * (set[i]?.share ?? 1))),
      height: sfnt.capHeight * (set[0]?.share ?? 1) + below,
      capHeight: sfnt.capHeight,
    };
  };
  const worth = (setting: Setting) => {
    const texts = setting.lines.slice(0, -1).map(({ runs }) => runs.map((run) => run.text).join(""));
    const leaning = lines === "even" ? texts.filter(leansForward).length : 0;
    // The square root of the area that the letters fill: the size of them all when they are of one size.
    const area = setting.lines.reduce((sum, line) => sum + line.share ** 2 * line.width, 0);
    const size = sizeFor(setting, room) * Math.sqrt(area);
    return size * manners.linePrice ** (setting.lines.length - 1) * LEANING_PRICE ** leaning;
  };

  const counts = Array.from({ length: Math.min(MAX_LINES, pieces.length) }, (_, i) => i + 1);
  const shares = lines === "even" ? [1] : MOST_SHARES;
  const settings = counts.flatMap((count) => shares.map((share) => broken(count, count === 1 ? 1 : share)));
  return settings.reduce((best, next) => (worth(next) > worth(best) * 1.0001 ? next : best));
}

/** The size in px at which a setting fills its room. */
export const sizeFor = ({ width, height, capHeight }: Setting, room: Room): number =>
  Math.min(room.widthPx / width, room.heightPx / height, room.maxCapPx / capHeight);

/**
 * Draws a setting as large as the room allows; the ink is measured, so nothing is ever cut or set outside it.
 *
 * @returns the ink and the size it was drawn at, in px an em
 */
export async function drawSetting(setting: Setting, room: Room, align: Align): Promise<{ ink: Ink; sizePx: number }> {
  const rightToLeft = setting.lines.some(({ runs }) => runs[0]?.text.startsWith(RIGHT_TO_LEFT_MARK));
  // Pango swaps left and right for right-to-left paragraphs; a title stands against its own edge of the frame.
  const side = rightToLeft && align !== "centre" ? (align === "left" ? "right" : "left") : align;
  let sizePx = sizeFor(setting, room);
  let ink = await drawAt(setting, sizePx, side);
  for (let attempt = 0; attempt < 3; attempt++) {
    // Capitals decide the size: a title may be drawn larger only while they stay under their limit.
    const fit = Math.min(
      room.widthPx / ink.widthPx,
      room.heightPx / ink.heightPx,
      room.maxCapPx / (setting.capHeight * sizePx),
    );
    if (fit >= 1 && fit < 1.06) return { ink, sizePx };
    sizePx *= fit * 0.985;
    ink = await drawAt(setting, sizePx, side);
  }
  const fit = Math.min(room.widthPx / ink.widthPx, room.heightPx / ink.heightPx);
  return fit >= 1 ? { ink, sizePx } : { ink: await shrinkInk(ink, fit), sizePx: sizePx * fit };
}

function drawAt({ lines }: Setting, sizePx: number, align: Align): Promise<Ink> {
  const markup = lines
    .map(({ runs, share, tracking, pitch }) => {
      const face = runs[0]?.face;
      const natural = face ? sfntOf(face).ascent + sfntOf(face).descent : 1;
      return lineMarkup(runs, sizePx * share, sizePx * share * tracking, pitch / natural);
    })
    .join("\n");
  const faces = new Set(lines.flatMap(({ runs }) => runs.map(({ face }) => face)));
  return drawInk(markup, [...faces], align);
}

/** The pen's way along a piece of text in ems, before kerning. */
function widthOf(text: string, face: Face): number {
  let sum = 0;
  for (const run of facesFor(text, face).runs) {
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
