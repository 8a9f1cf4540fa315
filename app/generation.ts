import { createHash } from "node:crypto";
import { glancePapers } from "../models/papers.ts";
import { listModels } from "../models/registry.ts";
import { STAGE_VERSIONS } from "../pipeline/run.ts";
import { choose, shelvesOf } from "./models.ts";
import type { Settings } from "./settings.ts";

/**
 * Names what creatives are made with: the networks by their hashes, and the stages by their versions. Whatever changes
 * it makes the same choices anew.
 *
 * @throws Error naming the chosen model that is not here
 */
export async function generationOf(settings: Settings): Promise<string> {
  const models = await listModels(shelvesOf(settings), "glance");
  const shaOf = async (...chosen: Parameters<typeof choose> extends [unknown, ...infer Rest] ? Rest : never) =>
    (await glancePapers(choose(models, ...chosen).folder)).sha256;
  const parts = [
    await shaOf(settings.imageModel, "image", "MARQUEE_IMAGE_MODEL"),
    settings.styleModel ? await shaOf(settings.styleModel, "picture", "MARQUEE_STYLE_MODEL") : null,
    settings.textUrl
      ? [settings.textUrl, settings.textModel]
      : await shaOf(settings.textModel, "text", "MARQUEE_TEXT_MODEL"),
    STAGE_VERSIONS,
  ];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

/** Works when first asked; a failure is forgotten. */
export function onceOf<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | null = null;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = null;
      throw error;
    });
    return made;
  };
}
