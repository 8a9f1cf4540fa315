import { join } from "node:path";
import type { Manifest } from "../../models/papers.ts";
import type { Shelves } from "../../models/registry.ts";
import { countOf } from "../demo/words.ts";
import { bytesInWords } from "./words.ts";

/** What a person wants to know of a model that has just come. */
export function inTheStore(manifest: Manifest, { added }: Shelves): string {
  const { id, kind, licence, files, memoryMb, source } = manifest;
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return [
    `${id} is in the store, verified: ${kind}, ${countOf(files.length, "file")}, ${bytesInWords(bytes)}, licence ${licence}.`,
    `  from    ${source}`,
    `  folder  ${join(added, id)}`,
    `  memory  ${bytesInWords(memoryMb * 1e6)} by its papers; "models bench ${id}" measures it`,
  ].join("\n");
}
