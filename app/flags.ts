import { parseArgs } from "node:util";

/** An option each: the levels of it that are asked for. */
export const ATTRIBUTE_FLAGS = [
  "palette",
  "mood",
  "composition",
  "focal",
  "style",
  "emphasis",
  "treatment",
  "look",
  "tone",
  "hook",
] as const;

/** Every option of every command. */
export const readFlags = (args: string[]) =>
  parseArgs({
    args,
    allowPositionals: true,
    options: {
      full: { type: "boolean", default: false },
      keep: { type: "boolean", default: false },
      write: { type: "boolean", default: false },
      name: { type: "string" },
      scopes: { type: "string" },
      head: { type: "string" },
      workspace: { type: "string" },
      revoke: { type: "string" },
      out: { type: "string" },
      json: { type: "boolean", default: false },
      id: { type: "string" },
      licence: { type: "string" },
      revision: { type: "string" },
      mirror: { type: "string" },
      files: { type: "string" },
      pin: { type: "string", multiple: true },
      "max-gb": { type: "string" },
      "memory-mb": { type: "string" },
      runs: { type: "string" },
      threads: { type: "string" },
      titles: { type: "string" },
      clusters: { type: "string" },
      losers: { type: "boolean", default: false },
      "older-than": { type: "string" },
      model: { type: "string" },
      palette: { type: "string" },
      mood: { type: "string" },
      composition: { type: "string" },
      focal: { type: "string" },
      style: { type: "string" },
      emphasis: { type: "string" },
      treatment: { type: "string" },
      look: { type: "string" },
      tone: { type: "string" },
      hook: { type: "string" },
      fresh: { type: "boolean", default: false },
      seed: { type: "string" },
      priority: { type: "string" },
      "max-pictures": { type: "string" },
      "max-minutes": { type: "string" },
      "dry-run": { type: "boolean", default: false },
      yes: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });

export type Flags = ReturnType<typeof readFlags>["values"];
