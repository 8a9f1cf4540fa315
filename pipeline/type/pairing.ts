import type { Genre, Tone } from "../../core/attributes.ts";
import { randomFrom } from "../../core/random.ts";
import { FACES, type Face } from "./face.ts";

/** How a title is set: a face for its name, another for the small line, and the manners of both. */
export type Pairing = {
  readonly name: string;
  readonly title: Face;
  readonly small: Face;
  /** Capitals throughout, where the script has them. */
  readonly caps: boolean;
  /** Space added after each letter, in ems of the title's size. */
  readonly tracking: number;
  /** `block`: lines are sized until they are equally wide, as on a bill; `even`: one size. */
  readonly lines: "block" | "even";
  readonly tones: readonly Tone[];
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
    tones: ["epic"],
    genres: ["war", "western", "adventure", "crime"],
  },
  {
    name: "headline",
    title: FACES.oswaldBold,
    small: FACES.oswaldLight,
    caps: true,
    tracking: 0.02,
    lines: "block",
    tones: ["wry", "dark"],
    genres: ["crime", "documentary", "comedy", "war"],
  },
  {
    name: "monument",
    title: FACES.forum,
    small: FACES.forum,
    caps: true,
    tracking: 0.06,
    lines: "even",
    tones: ["epic", "dark"],
    genres: ["fantasy", "adventure", "drama", "documentary"],
  },
  {
    name: "cold",
    title: FACES.oswaldLight,
    small: FACES.oswaldLight,
    caps: true,
    tracking: 0.16,
    lines: "even",
    tones: ["dark"],
    genres: ["science-fiction", "mystery", "horror"],
  },
  {
    name: "machine",
    title: FACES.russo,
    small: FACES.oswaldLight,
    caps: true,
    tracking: 0.03,
    lines: "even",
    tones: ["epic"],
    genres: ["science-fiction", "war"],
  },
  {
    name: "gothic",
    title: FACES.cormorant,
    small: FACES.cormorant,
    caps: false,
    tracking: 0.02,
    lines: "even",
    tones: ["dark", "warm"],
    genres: ["horror", "romance", "mystery"],
  },
  {
    name: "novel",
    title: FACES.playfairBlack,
    small: FACES.playfairItalic,
    caps: false,
    tracking: -0.005,
    lines: "even",
    tones: ["warm"],
    genres: ["drama", "romance", "documentary"],
  },
  {
    name: "playbill",
    title: FACES.yeseva,
    small: FACES.yeseva,
    caps: false,
    tracking: 0,
    lines: "even",
    tones: ["warm", "wry"],
    genres: ["comedy", "romance", "fantasy"],
  },
  {
    name: "omen",
    title: FACES.oranienbaum,
    small: FACES.oranienbaum,
    caps: true,
    tracking: 0.05,
    lines: "even",
    tones: ["dark"],
    genres: ["horror", "mystery", "drama"],
  },
  {
    name: "cartoon",
    title: FACES.unbounded,
    small: FACES.unbounded,
    caps: false,
    tracking: -0.02,
    lines: "even",
    tones: ["wry"],
    genres: ["comedy", "science-fiction"],
  },
];

/** The pairing that suits the tone first and the genres second; `seed` decides among equals. */
export function pairingFor(tone: Tone, genres: readonly Genre[], seed: number): Pairing {
  const suits = ({ tones, genres: own }: Pairing) =>
    (tones.includes(tone) ? 2 : 0) + (genres.some((genre) => own.includes(genre)) ? 1 : 0);
  const most = Math.max(...PAIRINGS.map(suits));
  const equals = PAIRINGS.filter((pairing) => suits(pairing) === most);
  return equals[Math.floor(randomFrom(seed)() * equals.length)] as Pairing;
}
