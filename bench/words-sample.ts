import type { Creative } from "../core/creative.ts";

/** Words of usual length. */
export const COPY: Creative["copy"] = {
  en: {
    lines: [
      { kind: "headline", channels: ["web"], text: "A headline of usual length for a card", source: "model" },
      { kind: "description", channels: ["web"], text: "x".repeat(130), source: "model" },
      { kind: "cta", channels: ["web"], text: "Watch now", source: "phrases" },
      { kind: "alt", channels: ["web"], text: "x".repeat(100), source: "brief" },
    ],
    judged: 40,
    refused: {},
  },
};
