import type { z } from "zod";
import { cleanCopies } from "../core/copy-clean.ts";
import { copyPrompt } from "../core/copy-prompt.ts";
import { AppError } from "../core/errors.ts";
import type { CopyRequest, Progress, TextModel } from "../core/ports.ts";
import { seedOf } from "../core/random.ts";
import { type BudgetSettings, openPurse, type Purse } from "./openai/budget.ts";
import { ask } from "./openai/call.ts";
import { EndpointFault } from "./openai/fault.ts";
import type { Ledger } from "./openai/ledger.ts";
import { type EndpointSettings, papersOf, parseEndpoint } from "./openai/settings.ts";

export type TextEndpoint = z.input<typeof EndpointSettings>;

/** One request may ask for this many texts: every one is paid for. */
const MOST_CANDIDATES = 16;

/** An endpoint that honours `n` is asked once more for those that were dropped or said twice. */
const MOST_CALLS_FOR_MANY = 2;

/**
 * A text model behind an endpoint that speaks OpenAI's chat completions: `POST {baseUrl}/chat/completions`, no streaming.
 * Nothing is asked of it before the first request.
 *
 * The same request gives the same texts as far as the endpoint honours `seed`. A text that it refuses to write is left
 * out, as one that was empty would be.
 *
 * @param budget the most that may be asked; see `openPurse`
 * @param ledger where what was spent is kept; without it, in this process
 * @throws an Error that names the settings that are wrong. `write` throws AppError `text_endpoint_away` (worth another
 *   try later), `text_endpoint_refused` or `text_budget_spent` (not), or the signal's reason
 */
export function openTextEndpoint(endpoint: TextEndpoint, budget: BudgetSettings = {}, ledger?: Ledger): TextModel {
  const settings = parseEndpoint(endpoint);
  const purse = openPurse(budget, ledger);
  const papers = papersOf(settings);
  const closed = new AbortController();
  const memory = { takesN: true };
  return {
    papers,
    async write(request, signal, progress) {
      const { candidates } = request;
      if (!Number.isInteger(candidates) || candidates < 0 || candidates > MOST_CANDIDATES) {
        throw new RangeError(
          `model ${papers.id}: candidates is ${candidates}; a whole number from 0 to ${MOST_CANDIDATES} is needed`,
        );
      }
      try {
        const either = AbortSignal.any([signal, closed.signal]);
        return await texts({ settings, purse, memory }, request, either, progress);
      } catch (error) {
        if (!(error instanceof EndpointFault)) throw error;
        const code = error.retry ? "text_endpoint_away" : "text_endpoint_refused";
        throw new AppError(code, `model ${papers.id}: it ${error.message}`, { cause: error });
      }
    },
    async close() {
      closed.abort(new Error(`model ${papers.id}: it was used after it was closed`));
    },
  };
}

type Endpoint = {
  readonly settings: EndpointSettings;
  readonly purse: Purse;
  /** Whether it gives several texts for one prompt: true until it has shown that it does not. */
  readonly memory: { takesN: boolean };
};

async function texts(
  endpoint: Endpoint,
  request: CopyRequest,
  signal: AbortSignal,
  progress?: Progress,
): Promise<readonly string[]> {
  signal.throwIfAborted();
  const { candidates } = request;
  const prompt = copyPrompt(request);
  const raws: string[] = [];
  for (let call = 0; call < candidates; call++) {
    const wanted = candidates - cleanCopies(raws, candidates).length;
    if (wanted === 0 || (endpoint.memory.takesN && call >= MOST_CALLS_FOR_MANY)) break;
    raws.push(...(await askFor(wanted, endpoint, prompt, seedOf("openai", prompt, request.seed, call), signal)));
    progress?.(Math.max(call + 1, cleanCopies(raws, candidates).length), candidates);
  }
  return cleanCopies(raws, candidates);
}

async function askFor(
  wanted: number,
  { settings, purse, memory }: Endpoint,
  prompt: string,
  seed: number,
  signal: AbortSignal,
): Promise<readonly string[]> {
  // Some endpoints read seeds as signed 32-bit numbers.
  const question = { prompt, n: memory.takesN ? wanted : 1, seed: seed >>> 1 };
  try {
    const { texts, choices } = await ask(settings, question, purse, signal);
    if (choices < question.n) memory.takesN = false;
    return texts;
  } catch (error) {
    const refusesN = error instanceof EndpointFault && (error.status === 400 || error.status === 422) && question.n > 1;
    if (!refusesN) throw error;
    memory.takesN = false;
    return (await ask(settings, { ...question, n: 1 }, purse, signal)).texts;
  }
}
