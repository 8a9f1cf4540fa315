import { z } from "zod";
import { wholeSentences } from "../../core/copy-clean.ts";
import { EndpointFault } from "./fault.ts";

/** Sixteen texts of a few hundred tokens with all their wrapping stay far below. */
export const MOST_ANSWER_BYTES = 1_000_000;

const Count = z.int().nonnegative();

const Answer = z.object({
  choices: z
    .array(
      z.object({
        message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
        finish_reason: z.string().nullish(),
      }),
    )
    .max(128),
  usage: z.object({ prompt_tokens: Count, completion_tokens: Count }).nullish().catch(null),
});

export type Answered = {
  /** What the network said, unclean; a refusal is left out. */
  readonly texts: readonly string[];
  /** Choices in the answer, refusals too: an endpoint that ignores `n` gives one. */
  readonly choices: number;
  /** Null where the endpoint does not say. */
  readonly usage: { readonly input: number; readonly output: number } | null;
};

/** @throws EndpointFault where it is no answer of chat completions */
export function parseAnswer(body: string): Answered {
  const unusable = (why: string, cause: unknown) =>
    new EndpointFault(`gave an answer that cannot be used: ${why}`, { retry: false, mayCost: true, cause });
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (cause) {
    throw unusable("it is not JSON", cause);
  }
  const parsed = Answer.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw unusable(`${issue?.path.join(".") || "it"}: ${issue?.message}`, parsed.error);
  }
  const { choices, usage } = parsed.data;
  return {
    texts: choices.flatMap(({ message: { content, refusal }, finish_reason }) => {
      if (!content || refusal || finish_reason === "content_filter") return [];
      return [finish_reason === "length" ? wholeSentences(content) : content];
    }),
    choices: choices.length,
    usage: usage ? { input: usage.prompt_tokens, output: usage.completion_tokens } : null,
  };
}

/**
 * Reads a body up to `most` bytes, as they are after decompression.
 *
 * @returns null where it has more
 */
export async function readBody(response: Response, most: number): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    // Leaving the loop cancels the stream, and with it the connection.
    if (bytes > most) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
