import { CreativeId } from "../core/creative.ts";
import { UsageError } from "./usage.ts";

/** @throws UsageError when the words are not one creative's id */
export function creativeIdIn(words: readonly string[], command: string): CreativeId {
  const id = CreativeId.safeParse(words[0]);
  if (id.success && words.length === 1) return id.data;
  const given = words.length === 0 ? "" : `${words.join(" ")} is no creative's id. `;
  throw new UsageError(`${given}marquee ${command} CREATIVE, where a creative's id is crv_ and 16 hexadecimal digits`);
}
