import { HubError } from "./errors.ts";

export type Hub = {
  /** Where it answers, without a slash at the end; a path before the hub's own is kept. */
  readonly url: string;
  readonly token: HubToken | null;
  /** A connection that gives nothing for so long is broken. */
  readonly stallMs: number;
};

/** Goes to `origin` and nowhere else. */
export type HubToken = { readonly value: string; readonly origin: string };

const MOST_REDIRECTS = 5;
const LONGEST_WAIT_MS = 60_000;

/** An answer whose body is read while the clock runs: it throws where the connection stalls or breaks. */
export type Answer = { readonly status: number; readonly headers: Headers; body(): AsyncIterable<Uint8Array> };

/**
 * Parses a hub's address.
 *
 * @throws Error where it is no plain http(s) address; it never repeats one that holds a password
 */
export function parseHubUrl(text: string, name: string): string {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) throw new Error(`${name} must start with https:// or http://.`);
  if (url.username || url.password) throw new Error(`${name} must not hold a name or password; use MARQUEE_HUB_TOKEN.`);
  if (url.search || url.hash) throw new Error(`${name} must not hold ? or #.`);
  return url.href.replace(/\/+$/, "");
}

/** @throws Error where the token would travel in the clear */
export function tokenFor(value: string | undefined, hubUrl: string): HubToken | null {
  if (!value) return null;
  const { origin, protocol, hostname } = new URL(hubUrl);
  if (protocol !== "https:" && !/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname))
    throw new Error("MARQUEE_HUB_TOKEN is set and MARQUEE_HUB_URL is not https; the token would travel in the clear.");
  return { value, origin };
}

/**
 * Asks the hub for `path` and follows its redirects, at most 5. The token goes to the hub's own origin only: a redirect to
 * another host is followed without it.
 *
 * @param path begins with a slash
 * @throws HubError for every answer but 200, 206 and 416; `retry` says whether another try may help
 */
export async function ask(
  hub: Hub,
  path: string,
  { headers = {}, signal }: { headers?: Readonly<Record<string, string>>; signal: AbortSignal },
): Promise<Answer> {
  let url = new URL(`${hub.url}${path}`);
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const clock = new StallClock(hub.stallMs, signal);
    const response = await clock.during(
      fetch(url, {
        // Compressed, a file's ranges and length would be those of something else.
        headers: { "Accept-Encoding": "identity", ...headers, ...authorization(hub, url) },
        redirect: "manual",
        signal: clock.signal,
      }),
    );
    if (response.status < 300 || response.status >= 400 || response.status === 304)
      return answerOf(response, clock, url);
    await response.body?.cancel();
    url = next(url, response.headers.get("location"));
  }
  throw new HubError(`${url.host} sends from one address to another without end`, { retry: false });
}

const authorization = ({ token }: Hub, url: URL): Record<string, string> =>
  token !== null && token.origin === url.origin ? { Authorization: `Bearer ${token.value}` } : {};

function next(from: URL, location: string | null): URL {
  const to = location === null ? null : URL.parse(location, from.href);
  const isWeb = to !== null && /^https?:$/.test(to.protocol);
  if (!isWeb) throw new HubError(`${from.host} sends to no web address`, { retry: false });
  if (from.protocol === "https:" && to.protocol !== "https:")
    throw new HubError(`${from.host} sends from https to http`, { retry: false });
  return to;
}

async function answerOf(response: Response, clock: StallClock, url: URL): Promise<Answer> {
  const { status, headers } = response;
  if (![200, 206, 416].includes(status)) {
    await response.body?.cancel();
    throw refusal(status, headers, url.host);
  }
  return { status, headers, body: () => chunksOf(response, clock) };
}

async function* chunksOf(response: Response, clock: StallClock): AsyncGenerator<Uint8Array> {
  const reader = (response.body ?? new ReadableStream({ start: (control) => control.close() })).getReader();
  try {
    for (;;) {
      const { done, value } = await clock.during(reader.read());
      if (done) return;
      yield value;
    }
  } finally {
    // Also where the reader had enough: the rest of gigabytes must not come.
    await reader.cancel().catch(() => {});
  }
}

/** Ends a request that gives nothing for `stallMs`, or when the caller's signal says so. */
class StallClock {
  readonly signal: AbortSignal;
  readonly #stallMs: number;
  readonly #caller: AbortSignal;
  readonly #stalled = new AbortController();

  constructor(stallMs: number, caller: AbortSignal) {
    this.#stallMs = stallMs;
    this.#caller = caller;
    this.signal = AbortSignal.any([caller, this.#stalled.signal]);
  }

  async during<Result>(wait: Promise<Result>): Promise<Result> {
    const timer = setTimeout(() => this.#stalled.abort(), this.#stallMs);
    try {
      return await wait;
    } catch (error) {
      this.#caller.throwIfAborted();
      if (this.#stalled.signal.aborted)
        throw new HubError(`the connection gave nothing for ${this.#stallMs / 1_000} s`, { retry: true, cause: error });
      throw new HubError(`the connection broke (${reasonOf(error)})`, { retry: true, cause: error });
    } finally {
      clearTimeout(timer);
    }
  }
}

/** `fetch failed` says nothing; its cause does. */
function reasonOf(error: unknown): string {
  let reason = error;
  while (reason instanceof Error && reason.cause instanceof Error) reason = reason.cause;
  if (reason instanceof AggregateError && reason.errors.length > 0) reason = reason.errors[0];
  return reason instanceof Error ? reason.message : String(reason);
}

function refusal(status: number, headers: Headers, host: string): HubError {
  const said = `${host} answered ${status}`;
  if (status === 401 || status === 403) {
    const help = "set MARQUEE_HUB_TOKEN to a token that may read it, or accept the model's terms on its page";
    return new HubError(`${said}: not allowed; ${help}`, { retry: false });
  }
  if (status === 404) return new HubError(`${said}: it is not there, or not for everyone to see`, { retry: false });
  const retry = status >= 500 || status === 429 || status === 408;
  return new HubError(said, { retry, waitMs: retry ? waitOf(headers) : 0 });
}

function waitOf(headers: Headers): number {
  const seconds = Number(headers.get("retry-after") ?? 0);
  return Number.isFinite(seconds) ? Math.min(LONGEST_WAIT_MS, Math.max(0, seconds * 1_000)) : 0;
}
