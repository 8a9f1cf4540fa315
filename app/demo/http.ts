import { randomUUID } from "node:crypto";
import { Agent, type IncomingMessage, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { z } from "zod";
import { Problem } from "../../api/problem.ts";

/** The product's HTTP API as a client sees it. Replies are checked against their schemas. */
export type Api = {
  get<Reply extends z.ZodType>(path: string, reply: Reply): Promise<z.output<Reply>>;
  /** `once`: sends an Idempotency-Key, the same in every try. */
  post<Reply extends z.ZodType>(path: string, body: unknown, reply: Reply, once?: "once"): Promise<z.output<Reply>>;
  bytes(path: string): Promise<Buffer>;
  /** How many requests had to be sent again. */
  readonly retries: number;
  close(): void;
};

/** The API answered, and it was no. */
export class ApiRefusal extends Error {
  readonly status: number;
  constructor(status: number, sentence: string) {
    super(sentence);
    this.status = status;
  }
}

// The supervisor starts a dead API again within seconds, more on a busy machine; these waits add up to nineteen.
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 2_000;
const TRIES = 14;
const ANSWER_WITHIN_MS = 20_000;

/**
 * Keeps connections open between requests: with a new one each, connecting would take longer than deciding.
 *
 * @param options.connections at most this many at a time
 * @param options.signal aborted: everything under way is cut off and throws the signal's reason
 */
export function connectApi(options: { baseUrl: string; key: string; connections: number; signal: AbortSignal }): Api {
  const { signal } = options;
  const { hostname, port } = new URL(options.baseUrl);
  const agent = new Agent({ keepAlive: true, maxSockets: options.connections, scheduling: "fifo" });
  const authorization = `Bearer ${options.key}`;
  let retries = 0;
  signal.addEventListener("abort", () => agent.destroy(), { once: true });

  const send = (method: string, path: string, headers: Record<string, string>, body?: Buffer): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const outgoing = request(
        {
          agent,
          host: hostname.replace(/^\[|\]$/g, ""),
          port,
          method,
          path,
          headers: { authorization, ...headers },
          timeout: ANSWER_WITHIN_MS,
        },
        (incoming) => readAll(incoming).then(resolve, reject),
      );
      outgoing.on("timeout", () => outgoing.destroy(new Error(`no answer within ${ANSWER_WITHIN_MS / 1_000} s`)));
      outgoing.on("error", reject);
      outgoing.end(body);
    });

  const ask = async (method: string, path: string, headers = {}, body?: Buffer): Promise<Buffer> => {
    for (let attempt = 1; ; attempt++) {
      signal.throwIfAborted();
      const answer = await send(method, path, headers, body).catch((error: Error) => error);
      signal.throwIfAborted();
      if (!(answer instanceof Error) && answer.status < 300) return answer.body;
      const refusal = refusalOf(method, path, answer);
      if (!refusal.retry || attempt === TRIES) throw refusal.error;
      retries++;
      await sleep(Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempt - 1)), undefined, { signal });
    }
  };

  return {
    get: async (path, reply) => parse(path, reply, await ask("GET", path)),
    post: async (path, value, reply, once) => {
      const body = Buffer.from(JSON.stringify(value));
      const headers = {
        "content-type": "application/json",
        "content-length": `${body.length}`,
        ...(once ? { "idempotency-key": randomUUID() } : {}),
      };
      return parse(path, reply, await ask("POST", path, headers, body));
    },
    bytes: (path) => ask("GET", path),
    get retries() {
      return retries;
    },
    close: () => agent.destroy(),
  };
}

type Answer = { readonly status: number; readonly body: Buffer };

async function readAll(incoming: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return {
    status: incoming.statusCode ?? 0,
    body: chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks),
  };
}

function refusalOf(method: string, path: string, answer: Answer | Error): { retry: boolean; error: Error } {
  const what = `${method} ${path.split("?")[0]}`;
  if (answer instanceof Error) return { retry: true, error: new Error(`${what} got no answer: ${answer.message}`) };
  const { status, body } = answer;
  try {
    const { message, retry, issues, requestId } = Problem.parse(JSON.parse(body.toString())).error;
    const reasons = issues.slice(0, 3).map(({ field, reason }) => `${field} ${reason}`);
    const detail = reasons.length > 0 ? reasons.join("; ") : `request ${requestId}`;
    return { retry, error: new ApiRefusal(status, `${what} was answered ${status}: ${message} (${detail})`) };
  } catch {
    return { retry: status >= 500, error: new ApiRefusal(status, `${what} was answered ${status}`) };
  }
}

function parse<Reply extends z.ZodType>(path: string, reply: Reply, body: Buffer): z.output<Reply> {
  const parsed = reply.safeParse(JSON.parse(body.toString()));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(`${path} answered in another shape than documented: ${issue?.path.join(".")} ${issue?.message}`);
}
