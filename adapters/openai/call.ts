import { setTimeout as wait } from "node:timers/promises";
import { randomFrom } from "../../core/random.ts";
import { type Answered, MOST_ANSWER_BYTES, parseAnswer, readBody } from "./answer.ts";
import type { Purse } from "./budget.ts";
import { EndpointFault, faultOfStatus, retryAfterMs, waitBefore } from "./fault.ts";
import { completionsUrl, type EndpointSettings } from "./settings.ts";

const MOST_REASON_BYTES = 4_096;
const MOST_REASON_CHARACTERS = 200;

export type Question = { readonly prompt: string; readonly n: number; readonly seed: number };

/**
 * Asks the endpoint, again where the class of the failure lets hope: no connection, no answer in time, 408, 409, 425, 429
 * and 5xx. Waits double from `backoffMs` with a jitter that the seed decides, and are no shorter than Retry-After says.
 *
 * @throws EndpointFault; AppError `text_budget_spent`; the signal's reason
 */
export async function ask(
  settings: EndpointSettings,
  question: Question,
  purse: Purse,
  signal: AbortSignal,
): Promise<Answered> {
  const random = randomFrom(question.seed);
  for (let attempt = 0; ; attempt++) {
    signal.throwIfAborted();
    try {
      return await askOnce(settings, question, purse, signal);
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (!(error instanceof EndpointFault) || attempt >= settings.maxRetries) throw error;
      const ms = waitBefore(error, attempt, settings.backoffMs, random());
      if (ms === null) throw error;
      await wait(ms, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  }
}

async function askOnce(
  settings: EndpointSettings,
  question: Question,
  purse: Purse,
  signal: AbortSignal,
): Promise<Answered> {
  const { timeoutMs, maxTokens } = settings;
  const settle = await purse.reserve({ input: tokensIn(question.prompt), output: question.n * maxTokens });
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const answered = await send(settings, question, AbortSignal.any([signal, timeout]));
    if (answered.usage) await settle(answered.usage);
    return answered;
  } catch (error) {
    const fault = toFault(error, timeout.aborted && !signal.aborted ? timeoutMs : null);
    // Nobody charges for what was refused; what was broken off half-way may have been written to its end.
    if (!fault.mayCost && !signal.aborted) await settle({ input: 0, output: 0 });
    throw fault;
  }
}

async function send(settings: EndpointSettings, { prompt, n, seed }: Question, signal: AbortSignal): Promise<Answered> {
  const { model, apiKey, temperature, maxTokens, maxTokensField } = settings;
  const response = await fetch(completionsUrl(settings), {
    method: "POST",
    redirect: "manual",
    headers: {
      "content-type": "application/json",
      accept: "application/json",
      "user-agent": "marquee",
      ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
    },
    body: JSON.stringify({
      model,
      messages: [{ role: "user", content: prompt }],
      temperature,
      [maxTokensField]: maxTokens,
      seed,
      stream: false,
      ...(n > 1 ? { n } : {}),
    }),
    signal,
  });
  if (response.status !== 200) throw await refusalOf(response, settings);
  const body = await readBody(response, MOST_ANSWER_BYTES);
  if (body === null)
    throw new EndpointFault(`gave an answer of more than ${MOST_ANSWER_BYTES} bytes`, { retry: false, mayCost: true });
  return parseAnswer(body);
}

async function refusalOf(response: Response, { apiKey }: EndpointSettings): Promise<EndpointFault> {
  const { status, headers } = response;
  const body = (await readBody(response, MOST_REASON_BYTES).catch(() => null)) ?? "";
  // These may quote the key, also with a part of it starred out.
  const secret = status === 401 || status === 403;
  const said = secret ? "the key was not accepted" : body;
  const reason = (apiKey === undefined ? said : said.replaceAll(apiKey, "…"))
    .replaceAll(/[\p{C}\s]+/gu, " ")
    .trim()
    .slice(0, MOST_REASON_CHARACTERS);
  return faultOfStatus(status, reason, {
    quota: body.includes("insufficient_quota"),
    retryAfterMs: retryAfterMs(headers.get("retry-after"), Date.now()),
  });
}

/** @param lateMs the time limit, where that was what ended it */
function toFault(error: unknown, lateMs: number | null): EndpointFault {
  if (error instanceof EndpointFault) return error;
  if (lateMs !== null)
    return new EndpointFault(`did not answer within ${lateMs} ms`, { retry: true, mayCost: true, cause: error });
  // fetch says "fetch failed"; the cause says why.
  const { cause, message } = error as Error;
  const why = cause instanceof Error ? ((cause as { code?: string }).code ?? cause.message) : message;
  return new EndpointFault(`cannot be reached: ${why}`, { retry: true, cause: error });
}

/** About a token for three bytes: high for English, fair for Ukrainian, and only held until the endpoint says its own count. */
const tokensIn = (prompt: string): number => Math.ceil(Buffer.byteLength(prompt) / 3);
