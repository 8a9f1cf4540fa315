import type { Brief } from "../../core/creative.ts";
import { type NamesEvidence, namedInOrder, type PersonEvidence, personInTheirPlace } from "./faithful/people.ts";
import { type ThingEvidence, thingInItsPlace } from "./faithful/things.ts";
import { decodes } from "./file/decodes.ts";
import type { FileGate } from "./file/evidence.ts";
import { fileNotBlank, fileNotNoise } from "./file/shows.ts";
import { bytes, format, height, width } from "./file/spec.ts";
import { titleShows } from "./file/title.ts";
import type { Gate } from "./gate.ts";
import { notBanded } from "./picture/banding.ts";
import { hasShadows } from "./picture/black-point.ts";
import { notBlank } from "./picture/blank.ts";
import { notBlurred } from "./picture/blur.ts";
import { colouredAsDrawn } from "./picture/colours.ts";
import { noDeadArea } from "./picture/dead-area.ts";
import { holdsDetail } from "./picture/detail.ts";
import { outlinedAsDrawn } from "./picture/edges.ts";
import type { PictureGate } from "./picture/evidence.ts";
import { laidOutAsDrawn } from "./picture/layout.ts";
import { notNoise } from "./picture/noise.ts";
import { notStriped } from "./picture/stripes.ts";
import { notWashedOut } from "./picture/washed-out.ts";
import { type SiblingsEvidence, UNLIKE_SIBLINGS } from "./siblings/apart.ts";
import {
  facesFree,
  type TitleGate,
  titleContrast,
  titleInSafeArea,
  titleSize,
  titleStep,
  titleStrokes,
} from "./title/legible.ts";
import type { WordsGate } from "./words/evidence.ts";
import { drawable } from "./words/glyphs.ts";
import { hasTexts, textsFit } from "./words/lengths.ts";

/** All gates, by what they look at, in the order in which they are asked. */

/** Each painted master. */
export const PICTURE_GATES: readonly PictureGate[] = [
  notBlank,
  holdsDetail,
  notNoise,
  notStriped,
  notBanded,
  noDeadArea,
  notBlurred,
  notWashedOut,
  hasShadows,
  laidOutAsDrawn,
  outlinedAsDrawn,
  colouredAsDrawn,
];

/**
 * Of key art only what painting may have spoilt: how light or plain a picture is that a person brought is theirs to
 * choose, and what is not painted is not judged.
 */
export const pictureGatesFor = ({ keyArt }: Brief): readonly PictureGate[] => {
  if (!keyArt) return PICTURE_GATES;
  return keyArt.use === "untouched" ? [] : [notBlank, notNoise, laidOutAsDrawn];
};

/** Creatives around one picture are meant to be alike. */
export const siblingGatesFor = ({ keyArt }: Brief): readonly Gate<SiblingsEvidence>[] => (keyArt ? [] : SIBLING_GATES);

/** The paintings of a creative against those of its siblings. */
export const SIBLING_GATES: readonly Gate<SiblingsEvidence>[] = UNLIKE_SIBLINGS;

/** Each thing of the brief in each storyboard, and whom the picture shows, by language. */
export const THING_GATES: readonly Gate<ThingEvidence>[] = [thingInItsPlace];
export const PERSON_GATES: readonly Gate<PersonEvidence>[] = [personInTheirPlace];

/** Each finished file. */
export const FILE_GATES: readonly FileGate[] = [
  decodes,
  width,
  height,
  format,
  bytes,
  fileNotBlank,
  fileNotNoise,
  titleShows,
];

/** Each title as it was set in a frame. */
export const TITLE_GATES: readonly TitleGate[] = [
  titleContrast,
  titleSize,
  titleStrokes,
  titleStep,
  titleInSafeArea,
  facesFree,
];

/** The words, in each language. */
export const WORDS_GATES: readonly WordsGate[] = [hasTexts, textsFit, drawable];

/** Whom the words name, in each language. */
export const NAMES_GATES: readonly Gate<NamesEvidence>[] = [namedInOrder];

/** All of them, by what they look at. */
export const GATES_BY_SUBJECT: readonly { readonly of: string; readonly gates: readonly Gate<never>[] }[] = [
  { of: "Each painting", gates: PICTURE_GATES },
  { of: "A creative's paintings and its siblings'", gates: SIBLING_GATES },
  { of: "Each thing of the brief, in each storyboard", gates: THING_GATES },
  { of: "The person that a picture shows", gates: PERSON_GATES },
  { of: "Each title, as set in a frame", gates: TITLE_GATES },
  { of: "Each file", gates: FILE_GATES },
  { of: "The words, in each language", gates: WORDS_GATES },
  { of: "The people whom the words name", gates: NAMES_GATES },
];

const SETTLED: ReadonlySet<string> = new Set(
  GATES_BY_SUBJECT.flatMap(({ gates }) => gates.flatMap(({ name, again }) => (again ? [] : [name]))),
);

/** Whether another seed could pass the gate of this name; a judge's findings are not on the list, and may. */
export const mayPassAgain = ({ gate }: { readonly gate: string }): boolean => !SETTLED.has(gate);
