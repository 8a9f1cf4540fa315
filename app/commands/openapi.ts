import { writeFile } from "node:fs/promises";
import { openApiDocument } from "../../api/openapi.ts";
import { ROUTES } from "../../api/routes.ts";
import type { Flags } from "../main.ts";
import type { Settings } from "../settings.ts";

export async function run(_settings: Settings, flags: Flags): Promise<void> {
  const document = `${JSON.stringify(openApiDocument(ROUTES), null, 2)}\n`;
  if (flags.write) await writeFile(new URL("../../docs/openapi.json", import.meta.url), document);
  else process.stdout.write(document);
}
