import type { FileGate } from "./evidence.ts";

export const decodes: FileGate = {
  name: "file decodes",
  measures: "1 when the file was decoded to its last pixel without a warning, else 0",
  bound: "least",
  limit: 1,
  because: "A header can be whole when the pixels are not.",
  again: true,
  measure: ({ decoded }) => (decoded ? 1 : 0),
};
