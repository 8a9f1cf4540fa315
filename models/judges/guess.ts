import { basename } from "node:path";
import type { Papers } from "../papers.ts";
import type { JudgeSpec } from "./papers.ts";

/** Labels of the common classifiers that stand for what nobody wants on a title page. */
const UNSAFE = /^(nsfw|porn|pornography|hentai|sexy|sexual|explicit|unsafe|nude|nudity)$/i;

/**
 * What a judge measures whose papers do not say, as those of a pulled model: read from `config.json` and the names of its
 * networks. It has no limits; those are for a person to set.
 *
 * @throws an Error with the reason, without the judge's name
 */
export function guessJudge({ places, contents }: Pick<Papers, "places" | "contents">): JudgeSpec {
  const config = JSON.parse(Buffer.from(contents.get("config.json") ?? "{}").toString("utf8")) as Record<
    string,
    unknown
  >;
  const type = `${config.model_type ?? "model"}`;
  const network = (stem: string) =>
    [...places.keys()].find((path) => basename(path).startsWith(stem) && path.endsWith(".onnx"));
  const whole = network("model");
  if (type === "clip") {
    const image = network("vision_model") ?? whole;
    const text = network("text_model") ?? whole;
    if (image && text) return { is: "clip", image, text, limits: {} };
    throw new Error("it is a CLIP without vision_model.onnx and text_model.onnx, or model.onnx");
  }
  const names = Object.values((config.id2label ?? {}) as Record<string, string>);
  const labels = names.filter((label) => UNSAFE.test(label));
  if (whole && labels.length > 0) return { is: "nsfw", image: whole, labels, limits: {} };
  throw new Error(
    `its manifest has no "judge" (docs/recipes/add-a-judge.md), and a ${type}` +
      `${names.length > 0 ? ` with the labels ${names.slice(0, 8).join(", ")}` : ""} does not say what it measures`,
  );
}
