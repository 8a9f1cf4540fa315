import { frameOf } from "../../../core/channel.ts";
import type { SetTitle } from "../../../core/creative.ts";
import { LEAST_CONTRAST } from "../../type/legible.ts";
import type { Gate } from "../gate.ts";

export type TitleGate = Gate<SetTitle>;

export const titleContrast: TitleGate = {
  name: "title contrast",
  measures: "lowest WCAG contrast of a letter with what lies behind it, 1..21",
  bound: "least",
  limit: LEAST_CONTRAST,
  because: "WCAG 2.2, success criterion 1.4.3 (AA) for text of any size.",
  again: true,
  measure: ({ contrast }) => contrast,
};

export const titleSize: TitleGate = {
  name: "title size",
  measures: "height of the title's capitals, pixels",
  bound: "least",
  limit: { says: "11 pixels, or a fiftieth of the frame's shorter side", of: ({ leastCapPx }) => leastCapPx },
  because: "Read by Tesseract and by eye at arm's length: below that letters of a heavy face run together.",
  // The name's length and the treatment decide, and no seed changes them.
  again: false,
  measure: ({ capPx }) => capPx,
};

// A pixel of rounding at either edge is none that anybody sees.
const ROUNDING_PX = 1;

export const titleStrokes: TitleGate = {
  name: "title strokes",
  measures: "mean breadth of the title's strokes, pixels",
  bound: "least",
  limit: 1,
  because: "A stroke thinner than a pixel never has its own colour, whatever the contrast says.",
  again: false,
  measure: ({ strokePx }) => strokePx,
};

const STEPS: readonly SetTitle["step"][] = ["none", "moved", "graded", "scrim"];

/** It passes always: the number is for the record. */
export const titleStep: TitleGate = {
  name: "title step",
  measures: "what the contrast took: 0 nothing, 1 another place, 2 less light on its side, 3 a scrim",
  bound: "most",
  limit: STEPS.length - 1,
  because: "The steps are taken in this order only; see `type/reach.ts`.",
  again: true,
  measure: ({ step }) => STEPS.indexOf(step),
};

export const titleInSafeArea: TitleGate = {
  name: "title in the safe area",
  measures: "pixels between the ink and the nearest edge of the safe area; less than 0 outside",
  bound: "least",
  limit: -ROUNDING_PX,
  because: "Televisions cut the edge off and apps lay their bars over it; one pixel is rounding.",
  again: true,
  measure: ({ channel, density, ink }) => {
    const { widthPx, heightPx, safe } = frameOf(channel, density);
    return Math.min(
      (ink.x - safe.left) * widthPx,
      (ink.y - safe.top) * heightPx,
      (1 - safe.right - ink.x - ink.width) * widthPx,
      (1 - safe.bottom - ink.y - ink.height) * heightPx,
    );
  },
};

export const facesFree: TitleGate = {
  name: "title beside faces",
  measures: "share of the ink's box over a face or another region to keep, 0..1",
  bound: "most",
  limit: 0.1,
  because: "Letters over a face spoil both; a tenth of the box is the air around either.",
  again: true,
  measure: ({ overKept }) => overKept,
};
