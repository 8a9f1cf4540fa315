import type { Genre, Treatment } from "../../core/attributes.ts";
import { FACES, type Face } from "./face.ts";

/**
 * What is drawn beside the letters: `bar`, a short thick rule between name and small line; `hairline`, a thin one as
 * broad as the block; `double`, a thick and a thin one; `flanks`, a rule on either side of the small line; `frame`, a thin
 * rule above and below the block.
 */
export type Rule = "none" | "bar" | "hairline" | "double" | "flanks" | "frame";

/** The manners of the small line: year, place. */
export type SmallLine = {
  readonly face: Face;
  readonly place: "above" | "below";
  readonly caps: boolean;
  /** Space added after each letter, in ems of its size. */
  readonly tracking: number;
  /** Its size in shares of the usual one. */
  readonly scale: number;
};

/** How a title is set: a face for its name, another for the small line, and the manners of both. */
export type Pairing = {
  readonly name: Treatment;
  readonly title: Face;
  /** In place of the title's face for Cyrillic, where that one draws it in forms that are misread. */
  readonly cyrillic?: Face;
  /** Faces of the same character, asked in this order for what the title's own cannot draw. */
  readonly kin: readonly Face[];
  readonly small: SmallLine;
  readonly rule: Rule;
  /** Capitals throughout, where the script has them. */
  readonly caps: boolean;
  /** Space added after each letter, in ems of the title's size. */
  readonly tracking: number;
  /** Distance of the lines in shares of the usual one. */
  readonly leading: number;
  /** `block`: lines are sized until they are equally wide, as on a bill; `even`: one size. */
  readonly lines: "block" | "even";
  readonly genres: readonly Genre[];
};

const small = (face: Face, change: Partial<SmallLine> = {}): SmallLine => ({
  face,
  place: "below",
  caps: true,
  tracking: 0.22,
  scale: 1,
  ...change,
});

export const PAIRINGS: readonly Pairing[] = [
  {
    name: "bill",
    title: FACES.sofia,
    kin: [FACES.oswaldBold],
    small: small(FACES.oswaldMedium, { tracking: 0.14, scale: 1.1 }),
    rule: "double",
    caps: true,
    tracking: 0.012,
    leading: 0.94,
    lines: "block",
    genres: ["war", "western", "adventure", "crime"],
  },
  {
    name: "headline",
    title: FACES.oswaldBold,
    kin: [FACES.sofia],
    small: small(FACES.oswaldMedium, { place: "above", tracking: 0.16 }),
    rule: "bar",
    caps: true,
    tracking: 0.01,
    leading: 1,
    lines: "block",
    genres: ["crime", "documentary", "comedy", "war"],
  },
  {
    name: "monument",
    title: FACES.forum,
    // Forum's Д is the triangle of inscriptions: Tesseract reads ПІД as ПА, and so do people at small sizes.
    cyrillic: FACES.playfair,
    kin: [FACES.cormorant],
    small: small(FACES.forum, { tracking: 0.4, scale: 1.05 }),
    rule: "hairline",
    caps: true,
    tracking: 0.08,
    leading: 1.12,
    lines: "even",
    genres: ["fantasy", "adventure", "drama", "documentary"],
  },
  {
    name: "cold",
    title: FACES.oswaldLight,
    kin: [],
    small: small(FACES.oswaldMedium, { tracking: 0.5, scale: 0.9 }),
    rule: "none",
    caps: true,
    tracking: 0.24,
    leading: 1.25,
    lines: "even",
    genres: ["science-fiction", "mystery", "horror"],
  },
  {
    name: "machine",
    title: FACES.russo,
    kin: [FACES.unbounded],
    small: small(FACES.oswaldMedium, { tracking: 0.3 }),
    rule: "flanks",
    caps: true,
    tracking: 0.02,
    leading: 0.98,
    lines: "even",
    genres: ["science-fiction", "war"],
  },
  {
    name: "gothic",
    title: FACES.cormorant,
    kin: [FACES.playfairBlack],
    small: small(FACES.cormorant, { tracking: 0.18, scale: 1.15 }),
    rule: "flanks",
    caps: true,
    tracking: 0.05,
    leading: 1.04,
    lines: "even",
    genres: ["horror", "romance", "mystery"],
  },
  {
    name: "novel",
    title: FACES.playfairBlack,
    kin: [FACES.cormorant],
    small: small(FACES.playfairItalic, { caps: false, tracking: 0.02, scale: 1.25 }),
    rule: "none",
    caps: false,
    tracking: 0.008,
    leading: 0.98,
    lines: "even",
    genres: ["drama", "romance", "documentary"],
  },
  {
    name: "playbill",
    title: FACES.yeseva,
    kin: [FACES.playfairBlack],
    small: small(FACES.yeseva, { place: "above", tracking: 0.16 }),
    rule: "frame",
    caps: false,
    tracking: 0,
    leading: 1,
    lines: "even",
    genres: ["comedy", "romance", "fantasy"],
  },
  {
    name: "omen",
    title: FACES.oranienbaum,
    kin: [FACES.playfairBlack, FACES.cormorant],
    small: small(FACES.oranienbaum, { tracking: 0.34 }),
    rule: "bar",
    caps: true,
    tracking: 0.1,
    leading: 1.1,
    lines: "even",
    genres: ["horror", "mystery", "drama"],
  },
  {
    name: "cartoon",
    title: FACES.unbounded,
    kin: [FACES.russo],
    small: small(FACES.unbounded, { caps: false, tracking: 0.04, scale: 0.95 }),
    rule: "none",
    caps: false,
    tracking: 0.005,
    leading: 0.95,
    lines: "even",
    genres: ["comedy", "science-fiction"],
  },
];

/** The face that a text's letters are set in, whatever of them it lacks. */
export const titleFace = ({ title, cyrillic }: Pairing, text: string): Face =>
  cyrillic && /\p{Script=Cyrillic}/u.test(text) ? cyrillic : title;

/** The pairing of that name. */
export function pairingOf(treatment: Treatment): Pairing {
  const pairing = PAIRINGS.find(({ name }) => name === treatment);
  if (!pairing) throw new RangeError(`no pairing is called ${treatment}`);
  return pairing;
}

/** The treatments that suit any of the genres, in the vocabulary's order; never none. */
export const treatmentsFor = (genres: readonly Genre[]): Treatment[] =>
  PAIRINGS.filter((pairing) => genres.some((genre) => pairing.genres.includes(genre))).map(({ name }) => name);
