import { createHash } from "node:crypto";
import { isIP } from "node:net";
import { z } from "zod";
import { COPY_PROMPT_VERSION } from "../../core/copy-prompt.ts";
import type { ModelPapers } from "../../core/ports.ts";

const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "[::1]" || (isIP(host) === 4 && host.startsWith("127."));

const BaseUrl = z.url({ protocol: /^https?$/ }).superRefine((text, context) => {
  const { username, password, search, hash } = new URL(text);
  if (username !== "" || password !== "")
    context.addIssue({ code: "custom", message: "holds a user name or password; give the key apart" });
  if (search !== "" || hash !== "") context.addIssue({ code: "custom", message: "ends in ? or #" });
});

/** An endpoint that speaks OpenAI's chat completions, and how patient and how generous Marquee is with it. */
export const EndpointSettings = z
  .strictObject({
    /** What stands before `/chat/completions`, for example `https://host/v1`. */
    baseUrl: BaseUrl,
    model: z.string().min(1).max(200),
    /** Sent as a bearer token; never logged and never part of an error. */
    apiKey: z
      .string()
      .regex(/^[\x21-\x7e]+$/, "must be visible ASCII")
      .optional(),
    /** Plain http:// sends prompts and key as open text; without this it is taken for loopback addresses only. */
    allowPlainHttp: z.boolean().default(false),
    /** For one attempt, answer included. */
    timeoutMs: z.int().min(1).max(600_000).default(60_000),
    /** After the first attempt, where the class of the failure lets hope. */
    maxRetries: z.int().min(0).max(10).default(3),
    /** Wait before the first retry; it doubles. */
    backoffMs: z.int().min(1).max(60_000).default(500),
    temperature: z.number().min(0).max(2).default(0.8),
    /** The most tokens of one answer, thoughts included. */
    maxTokens: z.int().min(1).max(100_000).default(400),
    /** Newer models of some vendors refuse `max_tokens`. */
    maxTokensField: z.enum(["max_tokens", "max_completion_tokens"]).default("max_tokens"),
  })
  .superRefine(({ baseUrl, allowPlainHttp }, context) => {
    const { protocol, hostname } = new URL(baseUrl);
    if (protocol === "http:" && !allowPlainHttp && !isLoopback(hostname))
      context.addIssue({ code: "custom", message: "is http:// to another machine; use https://", path: ["baseUrl"] });
  });
export type EndpointSettings = z.infer<typeof EndpointSettings>;

/** @throws an Error that names each setting that is wrong, and none of their values */
export function parseEndpoint(settings: z.input<typeof EndpointSettings>): EndpointSettings {
  const parsed = EndpointSettings.safeParse(settings);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`);
  throw new Error(`the text endpoint's settings cannot be used: ${issues.join("; ")}`);
}

export const completionsUrl = ({ baseUrl }: EndpointSettings): string =>
  `${baseUrl.replace(/\/+$/, "")}/chat/completions`;

/**
 * Names what shapes the endpoint's words as far as this side knows it: address, model, temperature, length and the version
 * of our prompt. Whoever runs the endpoint may change the weights behind the same name; nothing here can tell.
 */
export function papersOf(settings: EndpointSettings): ModelPapers {
  const { model, temperature, maxTokens } = settings;
  const shaping = [COPY_PROMPT_VERSION, completionsUrl(settings), model, temperature, maxTokens];
  return {
    id: `openai:${model}@${new URL(settings.baseUrl).host}`,
    sha256: createHash("sha256").update(JSON.stringify(shaping)).digest("hex"),
  };
}

/** Whether these papers are those of an endpoint, and not of a model's files. */
export const isEndpoint = ({ id }: ModelPapers): boolean => id.startsWith("openai:");
