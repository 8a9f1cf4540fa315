import { createHash } from "node:crypto";
import type { CopyRequest, PaintRequest } from "../core/ports.ts";
import type { OpenedModel } from "./open.ts";
import { examplePicture } from "./paint/example.ts";
import type { Manifest } from "./papers.ts";

const SEED = 7;
const PROMPT = "a lighthouse above a stormy sea at dusk, film key art";

/**
 * Asks a model for one thing that any model of its role can do.
 *
 * @returns the sha256 of the answer: same model, same answer
 */
export async function tryOnce(opened: OpenedModel, signal: AbortSignal): Promise<string> {
  switch (opened.role) {
    case "image":
      return hashOf((await opened.model.paint(paintRequest(960, 540, { oil: 1 }, SEED), signal)).data);
    case "text":
      return hashOf(JSON.stringify(await opened.model.write(copyRequest(SEED), signal)));
    case "picture": {
      const { picture, alpha } = await opened.model.apply({ picture: examplePicture(320, 180) }, signal);
      return hashOf(picture.data, ...(alpha ? [alpha] : []));
    }
    case "judge":
      return hashOf(
        JSON.stringify(await opened.model.judge({ picture: examplePicture(320, 180), prompt: PROMPT }, signal)),
      );
  }
}

/** What `tryOnce` asks, in words. */
export const TRIALS: Readonly<Record<OpenedModel["role"], string>> = {
  image: "one picture of 960x540",
  text: "four headlines",
  picture: "one picture of 320x180",
  judge: "one picture of 320x180",
};

/**
 * Repeats the `example` of a model's papers.
 *
 * @returns the sha256 of what came out, to compare with the example's; null where the papers hold no example, or one
 *   that nothing here knows how to repeat
 */
export async function repeatExample(
  manifest: Manifest,
  opened: OpenedModel,
  signal: AbortSignal,
): Promise<string | null> {
  const { example, kind } = manifest;
  if (example === undefined) return null;
  if (kind === "painter" && opened.role === "image") {
    const style = `${example.style ?? "oil"}`;
    return hashOf((await opened.model.paint(paintRequest(64, 64, { [style]: 1 }, example.seed), signal)).data);
  }
  if (kind === "picture" && opened.role === "picture") {
    const { picture, alpha } = await opened.model.apply({ picture: examplePicture(64, 64) }, signal);
    return hashOf(picture.data, ...(alpha ? [alpha] : []));
  }
  if ((kind === "text" || kind === "copywriter") && opened.role === "text")
    return hashOf(JSON.stringify(await opened.model.write(copyRequest(example.seed), signal)));
  return null;
}

const paintRequest = (
  widthPx: number,
  heightPx: number,
  styles: PaintRequest["styles"],
  seed: number,
): PaintRequest => ({
  storyboard: examplePicture(widthPx, heightPx),
  styles,
  strength: 1,
  quality: "full",
  prompt: PROMPT,
  seed,
});

const copyRequest = (seed: number): CopyRequest => ({
  kind: "headline",
  locale: "en",
  tone: "epic",
  hook: "hero",
  genre: "adventure",
  channel: "web",
  length: "medium",
  synopsis: "A lighthouse keeper finds a door under the sea.",
  slots: { title: "The Long Light", hero: "Ida Quill" },
  candidates: 4,
  seed,
});

function hashOf(...parts: readonly (Uint8Array | string)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}
