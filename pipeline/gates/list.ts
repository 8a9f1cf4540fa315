import { decodes } from "./file/decodes.ts";
import type { FileGate } from "./file/evidence.ts";
import { fileNotBlank, fileNotNoise } from "./file/shows.ts";
import { bytes, format, height, width } from "./file/spec.ts";
import { titleContrast } from "./file/title.ts";
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

/** The paintings of a creative against those of its siblings. */
export const SIBLING_GATES: readonly Gate<SiblingsEvidence>[] = UNLIKE_SIBLINGS;

/** Each finished file. */
export const FILE_GATES: readonly FileGate[] = [
  decodes,
  width,
  height,
  format,
  bytes,
  fileNotBlank,
  fileNotNoise,
  titleContrast,
];

/** The words, in each language. */
export const WORDS_GATES: readonly WordsGate[] = [hasTexts, textsFit, drawable];

const ALL = [...PICTURE_GATES, ...SIBLING_GATES, ...FILE_GATES, ...WORDS_GATES];
const SETTLED: ReadonlySet<string> = new Set(ALL.filter(({ again }) => !again).map(({ name }) => name));

/** Whether another seed could pass the gate of this name; a judge's findings are not on the list, and may. */
export const mayPassAgain = ({ gate }: { readonly gate: string }): boolean => !SETTLED.has(gate);
