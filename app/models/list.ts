import { listModels, type ModelEntry } from "../../models/registry.ts";
import type { Flags } from "../main.ts";
import { shelvesOf } from "../models.ts";
import type { Settings } from "../settings.ts";
import { bytesInWords, table } from "./words.ts";

export async function list(settings: Settings, flags: Flags): Promise<void> {
  const shelves = shelvesOf(settings);
  const entries = await listModels(shelves, "glance");
  if (flags.json) return console.log(JSON.stringify(entries, null, 2));
  console.log(listInWords(entries));
  console.log(`\nAdded models lie in ${shelves.added}. Sizes were compared; verify hashes every file.`);
}

const HEAD = ["MODEL", "KIND", "VERSION", "LICENCE", "SIZE", "MEMORY", "FROM", "STATE"];

export function listInWords(entries: readonly ModelEntry[]): string {
  const rows = entries.map(({ id, kind, version, licence, bytes, memoryMb, origin, state }) => [
    id,
    kind ?? "?",
    version ?? "?",
    licence ?? "?",
    bytes === null ? "?" : bytesInWords(bytes),
    memoryMb === null ? "?" : bytesInWords(memoryMb * 1e6),
    origin,
    state,
  ]);
  const reasons = entries.flatMap(({ reason }) => (reason === null ? [] : [`! ${reason}`]));
  return [table([HEAD, ...rows]), ...(reasons.length > 0 ? ["", ...reasons] : [])].join("\n");
}
