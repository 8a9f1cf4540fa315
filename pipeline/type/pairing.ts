import type { Genre, Treatment } from "../../core/attributes.ts";
import { FACES, type Face } from "./face.ts";

/** How a title is set: a face for its name, another for the small line, and the manners of both. */
export type Pairing = {
  readonly name: Treatment;
  readonly title: Face;
  readonly small: Face;
  /** Capitals throughout, where the script has them. */
  readonly caps: boolean;
  /** Space added after each letter, in ems of the title's size. */
  readonly tracking: number;
  /** `block`: lines are sized until they are equally wide, as on a bill; `even`: one size. */
  readonly lines: "block" | "even";
  readonly genres: readonly Genre[];
};

export const PAIRINGS: readonly Pairing[] = [
  {
    name: "bill",
    title: FACES.sofia,
    small: FACES.oswaldMedium,
    caps: true,
    tracking: 0.005,
    lines: "block",
    genres: ["war", "western", "adventure", "crime"],
  },
  {
    name: "headline",
    title: FACES.oswaldBold,
    small: FACES.oswaldLight,
    caps: true,
    tracking: 0.02,
    lines: "block",
    genres: ["crime", "documentary", "comedy", "war"],
  },
  {
    name: "monument",
    title: FACES.forum,
    small: FACES.forum,
    caps: true,
    tracking: 0.06,
    lines: "even",
    genres: ["fantasy", "adventure", "drama", "documentary"],
  },
  {
    name: "cold",
    title: FACES.oswaldLight,
    small: FACES.oswaldLight,
    caps: true,
    tracking: 0.16,
    lines: "even",
    genres: ["science-fiction", "mystery", "horror"],
  },
  {
    name: "machine",
    title: FACES.russo,
    small: FACES.oswaldLight,
    caps: true,
    tracking: 0.03,
    lines: "even",
    genres: ["science-fiction", "war"],
  },
  {
    name: "gothic",
    title: FACES.cormorant,
    small: FACES.cormorant,
    caps: false,
    tracking: 0.02,
    lines: "even",
    genres: ["horror", "romance", "mystery"],
  },
  {
    name: "novel",
    title: FACES.playfairBlack,
    small: FACES.playfairItalic,
    caps: false,
    tracking: -0.005,
    lines: "even",
    genres: ["drama", "romance", "documentary"],
  },
  {
    name: "playbill",
    title: FACES.yeseva,
    small: FACES.yeseva,
    caps: false,
    tracking: 0,
    lines: "even",
    genres: ["comedy", "romance", "fantasy"],
  },
  {
    name: "omen",
    title: FACES.oranienbaum,
    small: FACES.oranienbaum,
    caps: true,
    tracking: 0.05,
    lines: "even",
    genres: ["horror", "mystery", "drama"],
  },
  {
    name: "cartoon",
    title: FACES.unbounded,
    small: FACES.unbounded,
    caps: false,
    tracking: -0.02,
    lines: "even",
    genres: ["comedy", "science-fiction"],
  },
];

/** The pairing of that name. */
export function pairingOf(treatment: Treatment): Pairing {
  const pairing = PAIRINGS.find(({ name }) => name === treatment);
  if (!pairing) throw new RangeError(`no pairing is called ${treatment}`);
  return pairing;
}

/** The treatments that suit any of the genres, in the vocabulary's order; never none. */
export const treatmentsFor = (genres: readonly Genre[]): Treatment[] =>
  PAIRINGS.filter((pairing) => genres.some((genre) => pairing.genres.includes(genre))).map(({ name }) => name);
