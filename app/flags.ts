import { parseArgs } from "node:util";

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
      help: { type: "boolean", default: false },
    },
  });

export type Flags = ReturnType<typeof readFlags>["values"];
