import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { InferenceSession, Tensor } from "onnxruntime-node";
import type { Concept } from "../../../../core/attributes.ts";
import type { Pixels } from "../../../../core/picture.ts";
import { SIDE, thumbnail } from "./thumbnails.ts";

export type ConceptJudge = { name(picture: Pixels): Promise<Concept>; close(): Promise<void> };

/** Opens the classifier that classifier.py trained; null where there is none yet. */
export async function openJudge(folder: string): Promise<ConceptJudge | null> {
  const about = await readFile(join(folder, "classifier.json"), "utf8").catch(() => null);
  if (about === null) return null;
  const { concepts } = JSON.parse(about) as { concepts: Concept[] };
  const session = await InferenceSession.create(join(folder, "classifier.onnx"), { intraOpNumThreads: 1 });
  return {
    async name(picture) {
      const pixels = new Tensor("uint8", new Uint8Array(await thumbnail(picture)), [1, SIDE, SIDE, 3]);
      const { logits } = await session.run({ pixels });
      const scores = logits?.data as Float32Array;
      return concepts[scores.indexOf(Math.max(...scores))] as Concept;
    },
    close: () => session.release(),
  };
}
