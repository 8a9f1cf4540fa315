import type { CopyChannel, CopyLength, Locale } from "../../core/attributes.ts";
import type { WrittenKind } from "../../core/copy.ts";
import type { Brief } from "../../core/creative.ts";
import type { CopyRequest, TextModel } from "../../core/ports.ts";
import { seedOf } from "../../core/random.ts";
import type { Facts } from "./facts.ts";

// Enough that some pass the gates and the best of them differ.
const CANDIDATES = 6;

type Ask = { readonly channel: CopyChannel; readonly length: CopyLength };

/** Three lengths, each in the voice that it suits; e-mail and push have voices of their own. */
const ASKS: Readonly<Record<WrittenKind, readonly Ask[]>> = {
  headline: [
    { channel: "poster", length: "short" },
    { channel: "web", length: "medium" },
    { channel: "tv", length: "long" },
  ],
  description: [
    { channel: "web", length: "short" },
    { channel: "web", length: "medium" },
    { channel: "tv", length: "long" },
  ],
  subject: [{ channel: "email", length: "medium" }],
  preheader: [{ channel: "email", length: "short" }],
  push: [{ channel: "push", length: "short" }],
};

/** The network's texts of one kind, each once. */
export async function askFor(
  kind: WrittenKind,
  about: { readonly brief: Brief; readonly locale: Locale; readonly facts: Facts; readonly synopsis: string },
  model: TextModel,
  signal: AbortSignal,
): Promise<string[]> {
  const { brief, locale, facts, synopsis } = about;
  const texts = new Set<string>();
  for (const { channel, length } of ASKS[kind]) {
    signal.throwIfAborted();
    const seed = seedOf(kind, locale, length, brief.seed);
    const request: CopyRequest = {
      kind,
      locale,
      tone: brief.attributes.tone,
      hook: brief.attributes.hook,
      genre: brief.genres[seed % brief.genres.length] ?? "drama",
      channel,
      length,
      synopsis,
      slots: facts,
      candidates: CANDIDATES,
      seed,
    };
    for (const text of await model.write(request, signal)) texts.add(text);
  }
  return [...texts];
}
