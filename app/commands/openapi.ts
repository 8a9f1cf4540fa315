import { writeFile } from "node:fs/promises";
import { openApiDocument } from "../../api/openapi.ts";
import { ROUTES } from "../../api/routes.ts";
import type { Flags } from "../main.ts";
import type { Settings } from "../settings.ts";

/** The document as it is kept in docs/. */
export const openApiText = (): string => `${JSON.stringify(openApiDocument(ROUTES), null, 2)}\n`;

export async function run(_settings: Settings, flags: Flags): Promise<void> {
  if (flags.write) await writeFile(new URL("../../docs/openapi.json", import.meta.url), openApiText());
  else process.stdout.write(openApiText());
}
