import type { Operations, Problem } from "./api.ts";

export type { Operations } from "./api.ts";
export type OperationName = keyof Operations;

/** What an operation answers with. */
export type Reply<Name extends OperationName> = Operations[Name]["reply"];
export type Body<Name extends OperationName> = Operations[Name]["body"];

/** `unreachable`: no answer came; `unreadable`: something answered that is not Marquee. */
export type MarqueeErrorCode = Problem["error"]["code"] | "unreachable" | "unreadable";

export class MarqueeError extends Error {
  override readonly name = "MarqueeError";
  readonly code: MarqueeErrorCode;
  /** HTTP status, 0 when no answer came. */
  readonly status: number;
  readonly issues: Problem["error"]["issues"];
  /** Whether the same request may succeed later. */
  readonly retry: boolean;
  /** Names the request in the service's log. */
  readonly requestId: string | null;

  constructor(
    status: number,
    problem: Omit<Problem["error"], "code" | "requestId"> & { code: MarqueeErrorCode; requestId: string | null },
    options?: ErrorOptions,
  ) {
    const issues = problem.issues.map(({ field, reason }) => `${field} ${reason}`).join("; ");
    super(`${problem.code}: ${problem.message}${issues && ` (${issues})`}`, options);
    this.code = problem.code;
    this.status = status;
    this.issues = problem.issues;
    this.retry = problem.retry;
    this.requestId = problem.requestId;
  }
}

/** A part of a request: absent where the operation takes none, optional where all of it is. */
type Part<Name extends string, Value> = [Value] extends [null]
  ? unknown
  : object extends Value
    ? { readonly [Key in Name]?: Value }
    : { readonly [Key in Name]: Value };

export type CallOptions<Name extends OperationName> = Part<"path", Operations[Name]["path"]> &
  Part<"query", Operations[Name]["query"]> &
  Part<"body", Operations[Name]["body"]> &
  (Operations[Name]["costly"] extends true ? { readonly idempotencyKey: string } : unknown) & {
    readonly signal?: AbortSignal;
    /** Whether to try again what may succeed later. By default for GET and for what carries an idempotency key. */
    readonly retry?: boolean;
  };

export type Client = {
  /**
   * @throws MarqueeError when the service refuses or cannot be reached; the signal's reason when it is aborted
   */
  call<Name extends OperationName>(
    name: Name,
    ...options: object extends CallOptions<Name> ? [CallOptions<Name>?] : [CallOptions<Name>]
  ): Promise<Reply<Name>>;
};

export type ClientSettings = {
  /** `http://host:port`, with no path. */
  readonly baseUrl: string;
  /** Absent: only what needs no key can be called. */
  readonly key?: string;
  readonly fetch?: typeof fetch;
  /** How often one call is tried, the first time included. */
  readonly tries?: number;
  /** Longest wait before the second try; it doubles with each further one. */
  readonly backoffMs?: number;
  /** For one try. */
  readonly timeoutMs?: number;
};

type Loose = {
  readonly path?: Record<string, string>;
  readonly query?: Record<string, unknown>;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
  readonly retry?: boolean;
};

const LONGEST_BACKOFF_MS = 10_000;

/** A client of one Marquee service. It keeps no state, and may be shared by everything in a process. */
export function createClient(settings: ClientSettings): Client {
  const { tries = 4, backoffMs = 250, timeoutMs = 30_000, fetch: send = fetch } = settings;

  const once = async (name: string, options: Loose): Promise<unknown> => {
    const [method = "", template = ""] = name.split(" ");
    const timeout = AbortSignal.timeout(timeoutMs);
    const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
    const body = bodyOf(options.body);
    try {
      const response = await send(new URL(addressOf(template, options), settings.baseUrl), {
        method,
        headers: headersOf(settings, options, body),
        signal,
        ...(body === undefined ? {} : { body }),
      });
      return await readReply(response);
    } catch (cause) {
      options.signal?.throwIfAborted();
      if (cause instanceof MarqueeError) throw cause;
      const why = timeout.aborted ? `no answer in ${timeoutMs} ms` : reasonOf(cause);
      throw plainError(0, "unreachable", `${settings.baseUrl} cannot be reached: ${why}`, true, cause);
    }
  };

  return {
    call: async (name: string, ...[given]: readonly unknown[]) => {
      const options = (given ?? {}) as Loose;
      const again = options.retry ?? (name.startsWith("GET ") || options.idempotencyKey !== undefined);
      for (let attempt = 1; ; attempt++) {
        try {
          return (await once(name, options)) as never;
        } catch (error) {
          if (!(error instanceof MarqueeError) || !error.retry || !again || attempt >= tries) throw error;
        }
        // Full jitter, so that clients that failed together do not come back together.
        const longestMs = Math.min(backoffMs * 2 ** (attempt - 1), LONGEST_BACKOFF_MS);
        await sleep(longestMs * Math.random(), options.signal);
      }
    },
  };
}

function addressOf(template: string, { path = {}, query = {} }: Loose): string {
  const pathname = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name] ?? ""));
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const search = new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)])).toString();
  return search ? `${pathname}?${search}` : pathname;
}

/** Bytes go as they are, everything else as JSON. */
const bodyOf = (body: unknown): string | Uint8Array<ArrayBuffer> | undefined =>
  body === undefined || body instanceof Uint8Array ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body);

function headersOf(settings: ClientSettings, options: Loose, body: unknown): Record<string, string> {
  return {
    ...(settings.key === undefined ? {} : { authorization: `Bearer ${settings.key}` }),
    ...(body === undefined
      ? {}
      : { "content-type": body instanceof Uint8Array ? "application/octet-stream" : "application/json" }),
    ...(options.idempotencyKey === undefined ? {} : { "idempotency-key": options.idempotencyKey }),
  };
}

async function readReply(response: Response): Promise<unknown> {
  const isJson = response.headers.get("content-type")?.startsWith("application/json") ?? false;
  if (response.ok && !isJson) return new Uint8Array(await response.arrayBuffer());
  const text = await response.text();
  const value = isJson ? parseJson(text) : undefined;
  if (response.ok && value !== undefined) return value;
  if (isProblem(value)) throw new MarqueeError(response.status, value.error);
  // A proxy in between: what it calls temporary is worth another try.
  const retry = [429, 502, 503, 504].includes(response.status);
  throw plainError(response.status, "unreadable", `answered ${response.status} without one of Marquee's errors`, retry);
}

const plainError = (status: number, code: MarqueeErrorCode, message: string, retry: boolean, cause?: unknown) =>
  new MarqueeError(status, { code, message, retry, issues: [], requestId: null }, { cause });

function isProblem(value: unknown): value is Problem {
  const error = (value as { error?: { code?: unknown; issues?: unknown } } | null | undefined)?.error;
  return typeof error?.code === "string" && Array.isArray(error.issues);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `fetch` says "fetch failed" and keeps the reason in the cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message || cause.name : String(cause);
}

function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal?.addEventListener("abort", stop, { once: true });
  });
}
