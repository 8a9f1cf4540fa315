import { Tensor } from "onnxruntime-node";
import { z } from "zod";
import type { Judge } from "../../core/ports.ts";
import type { Session } from "../onnx/session.ts";
import type { Papers } from "../papers.ts";
import { type JudgeSettings, openNetworks, outputOf, outputsOf, pixelFeed, tokenFeed, unit } from "./network.ts";
import type { JudgeSpec } from "./papers.ts";
import { parsePreprocessor, preprocess } from "./preprocess.ts";
import { openWords } from "./words.ts";

export type Opened = {
  readonly judge: Judge["judge"];
  readonly sessions: readonly Session[];
};

type Spec<Is extends JudgeSpec["is"]> = Extract<JudgeSpec, { is: Is }>;

/** Text-image match: Radford et al. 2021, "Learning transferable visual models from natural language supervision". */
export async function openClip(papers: Papers, spec: Spec<"clip">, settings: JudgeSettings): Promise<Opened> {
  const how = parsePreprocessor(papers.contents.get("preprocessor_config.json"));
  const words = await openWords(papers);
  const [image, text] = (await openNetworks(papers, [spec.image, spec.text], settings)) as [Session, Session];
  const isOne = text === image;
  const { id } = papers;

  async function embeddings(
    pixels: Record<string, Tensor>,
    tokens: Record<string, Tensor>,
    signal: AbortSignal,
    progress: Parameters<Judge["judge"]>[2],
  ): Promise<readonly (readonly number[])[]> {
    if (isOne) {
      const both = await outputsOf(id, image, { ...pixels, ...tokens }, ["image_embeds"], ["text_embeds"]);
      progress?.(1, 1);
      return both;
    }
    const seen = await outputOf(id, image, pixels, "image_embeds");
    progress?.(1, 2);
    signal.throwIfAborted();
    const read = await outputOf(id, text, tokens, "text_embeds");
    progress?.(2, 2);
    return [seen, read];
  }

  return {
    sessions: isOne ? [image] : [image, text],
    async judge({ picture, prompt }, signal, progress) {
      signal.throwIfAborted();
      const pixels = pixelFeed(image, preprocess(picture, how));
      const tokens = tokenFeed(text, words.ids(prompt), words.pad);
      const [seen = [], read = []] = (await embeddings(pixels, tokens, signal, progress)).map(unit);
      if (seen.length !== read.length)
        throw new Error(`model ${id}: its embeddings have ${seen.length} and ${read.length} numbers`);
      return { match: seen.reduce((sum, value, i) => sum + value * (read[i] as number), 0) };
    },
  };
}

/** A head over the embedding of length 1, as the LAION aesthetic predictors are. */
export async function openAesthetic(papers: Papers, spec: Spec<"aesthetic">, settings: JudgeSettings): Promise<Opened> {
  const how = parsePreprocessor(papers.contents.get("preprocessor_config.json"));
  const [image, head] = (await openNetworks(papers, [spec.image, spec.head], settings)) as [Session, Session];
  const input = head.inputs[0]?.name ?? "input";
  return {
    sessions: [image, head],
    async judge({ picture }, signal, progress) {
      signal.throwIfAborted();
      const seen = unit(await outputOf(papers.id, image, pixelFeed(image, preprocess(picture, how)), "image_embeds"));
      progress?.(1, 2);
      signal.throwIfAborted();
      const feed = new Tensor("float32", Float32Array.from(seen), [1, seen.length]);
      const [aesthetic, ...others] = await outputOf(papers.id, head, { [input]: feed }, "score", "logits");
      if (aesthetic === undefined || others.length > 0)
        throw new Error(`model ${papers.id}: its head gives ${others.length + 1} numbers, not one`);
      progress?.(2, 2);
      return { aesthetic };
    },
  };
}

const Labels = z.object({ id2label: z.record(z.string(), z.string()) });

/** The share of some labels of an image classifier. */
export async function openNsfw(papers: Papers, spec: Spec<"nsfw">, settings: JudgeSettings): Promise<Opened> {
  const how = parsePreprocessor(papers.contents.get("preprocessor_config.json"));
  const config = Labels.safeParse(JSON.parse(Buffer.from(papers.contents.get("config.json") ?? "{}").toString("utf8")));
  if (!config.success) throw new Error("config.json with its id2label is missing; its papers do not list it");
  const labels = Object.entries(config.data.id2label).sort(([one], [other]) => Number(one) - Number(other));
  const names = labels.map(([, label]) => label);
  const strange = spec.labels.find((label) => !names.includes(label));
  if (strange !== undefined) throw new Error(`its classifier has no label ${strange}; it has ${names.join(", ")}`);
  const [image] = (await openNetworks(papers, [spec.image], settings)) as [Session];
  return {
    sessions: [image],
    async judge({ picture }, signal, progress) {
      signal.throwIfAborted();
      const logits = await outputOf(papers.id, image, pixelFeed(image, preprocess(picture, how)), "logits");
      progress?.(1, 1);
      if (logits.length !== names.length)
        throw new Error(`model ${papers.id}: it gives ${logits.length} numbers for ${names.length} labels`);
      const highest = Math.max(...logits);
      const weights = logits.map((logit) => Math.exp(logit - highest));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      const asked = weights.filter((_, i) => spec.labels.includes(names[i] as string));
      return { nsfw: asked.reduce((sum, weight) => sum + weight, 0) / total };
    },
  };
}
