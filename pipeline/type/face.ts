import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { readSfnt, type Sfnt } from "./sfnt.ts";

/** One font file, and what Pango calls it. */
export type Face = { readonly family: string; readonly weight: string; readonly file: string };

const locate = createRequire(import.meta.url).resolve;

const face = (family: string, weight: string, path: string): Face => ({
  family,
  weight,
  file: locate(`@expo-google-fonts/${path}.ttf`),
});

export const FACES = {
  oswaldBold: face("Oswald", "Bold", "oswald/700Bold/Oswald_700Bold"),
  oswaldLight: face("Oswald", "Light", "oswald/300Light/Oswald_300Light"),
  oswaldMedium: face("Oswald", "Medium", "oswald/500Medium/Oswald_500Medium"),
  forum: face("Forum", "Regular", "forum/400Regular/Forum_400Regular"),
  cormorant: face("Cormorant SC", "Bold", "cormorant-sc/700Bold/CormorantSC_700Bold"),
  playfair: face("Playfair Display", "Medium", "playfair-display/500Medium/PlayfairDisplay_500Medium"),
  playfairBlack: face("Playfair Display", "Heavy", "playfair-display/900Black/PlayfairDisplay_900Black"),
  playfairItalic: face(
    "Playfair Display",
    "Bold Italic",
    "playfair-display/700Bold_Italic/PlayfairDisplay_700Bold_Italic",
  ),
  yeseva: face("Yeseva One", "Regular", "yeseva-one/400Regular/YesevaOne_400Regular"),
  russo: face("Russo One", "Regular", "russo-one/400Regular/RussoOne_400Regular"),
  sofia: face(
    "Sofia Sans Extra Condensed",
    "Heavy",
    "sofia-sans-extra-condensed/900Black/SofiaSansExtraCondensed_900Black",
  ),
  oranienbaum: face("Oranienbaum", "Regular", "oranienbaum/400Regular/Oranienbaum_400Regular"),
  unbounded: face("Unbounded", "Bold", "unbounded/700Bold/Unbounded_700Bold"),
  notoSans: face("Noto Sans", "Medium", "noto-sans/500Medium/NotoSans_500Medium"),
  notoSansBold: face("Noto Sans", "Bold", "noto-sans/700Bold/NotoSans_700Bold"),
  hebrew: face("Noto Sans Hebrew", "Bold", "noto-sans-hebrew/700Bold/NotoSansHebrew_700Bold"),
  arabic: face("Noto Sans Arabic", "Bold", "noto-sans-arabic/700Bold/NotoSansArabic_700Bold"),
  devanagari: face("Noto Sans Devanagari", "Bold", "noto-sans-devanagari/700Bold/NotoSansDevanagari_700Bold"),
  thai: face("Noto Sans Thai", "Bold", "noto-sans-thai/700Bold/NotoSansThai_700Bold"),
  japanese: face("Dela Gothic One", "Regular", "dela-gothic-one/400Regular/DelaGothicOne_400Regular"),
  korean: face("Black Han Sans", "Regular", "black-han-sans/400Regular/BlackHanSans_400Regular"),
  chinese: face("ZCOOL QingKe HuangYou", "Regular", "zcool-qingke-huangyou/400Regular/ZCOOLQingKeHuangYou_400Regular"),
} as const satisfies Record<string, Face>;

/** Tried in this order for what a pairing's own face cannot draw. */
export const FALLBACKS: readonly Face[] = [
  FACES.notoSansBold,
  FACES.hebrew,
  FACES.arabic,
  FACES.devanagari,
  FACES.thai,
  FACES.japanese,
  FACES.korean,
  FACES.chinese,
];

const read = new Map<string, Sfnt>();

/** The face's character map and metrics, read from disk once a process. */
export function sfntOf({ file }: Face): Sfnt {
  let sfnt = read.get(file);
  if (!sfnt) {
    sfnt = readSfnt(readFileSync(file));
    read.set(file, sfnt);
  }
  return sfnt;
}
