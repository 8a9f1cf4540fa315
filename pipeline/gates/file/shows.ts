import { laplacianOf } from "../measure/seen.ts";
import { deviationOf } from "../measure/spread.ts";
import type { FileGate } from "./evidence.ts";

/** The painting passed its own gates; grading, look, title and encoder come after them. */
export const fileNotBlank: FileGate = {
  name: "file not blank",
  measures: "standard deviation of the decoded luma, code values",
  bound: "least",
  limit: 8,
  because: "As for the painting: the calmest graded fog measures twice this.",
  again: true,
  measure: ({ decoded }) => (decoded ? deviationOf(decoded.luma.data) : null),
};

export const fileNotNoise: FileGate = {
  name: "file not noise",
  measures: "mean square of the Laplacian of the decoded luma, code values squared",
  bound: "most",
  limit: 12_000,
  because: "Halftone dots measure some thousands; noise over all code values measures 25,000 and more.",
  again: true,
  measure: ({ decoded }) => (decoded ? laplacianOf(decoded.luma) : null),
};
