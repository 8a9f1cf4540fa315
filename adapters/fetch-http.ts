import { type LookupAddress, type LookupOptions, lookup as systemLookup } from "node:dns";
import { once } from "node:events";
import { request as httpRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import type { LookupFunction } from "node:net";
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from "request-filtering-agent";
import { AppError, type ErrorCode } from "../core/errors.ts";
import type { PictureFetcher } from "../core/ports.ts";
import { INNER, isInnerIpv6, type Refusal, refusalOf } from "./fetch-rules.ts";

export type FetcherSettings = {
  readonly maxBytes?: number;
  /** For all of it: names, connections, redirects and the body. */
  readonly timeoutMs?: number;
  /** Files fetched at a time; what comes on top is refused, for each is held whole. */
  readonly atOnce?: number;
  /** Inner addresses that may be asked all the same. None, but in tests. */
  readonly allowAddresses?: readonly string[];
  /** As `dns.lookup`. */
  readonly lookup?: LookupFunction;
};

const MAX_BYTES = 50_000_000;
const TIMEOUT_MS = 20_000;
const AT_ONCE = 4;
const MAX_REDIRECTS = 3;
const REDIRECTS = [301, 302, 303, 307, 308];

/**
 * Gets files over HTTP from addresses that strangers name, and from nowhere inside a network: every name's addresses
 * are checked as the connection is made to one of them, so that a name that changes its mind gains nothing.
 *
 * Redirects are followed by hand, each under the same rules. No cookies, credentials or compression; the error names the
 * rule, never an address.
 */
export function openFetcher(settings: FetcherSettings = {}): PictureFetcher {
  const { timeoutMs = TIMEOUT_MS, atOnce = AT_ONCE } = settings;
  let running = 0;
  return {
    fetch: async (address) => {
      const url = toUrl(address);
      if (running >= atOnce) throw new AppError("assets_busy", `${running} pictures are being fetched`);
      running++;
      const signal = AbortSignal.timeout(timeoutMs);
      try {
        return await follow(url, settings, signal);
      } catch (error) {
        throw toAppError(error, signal, timeoutMs);
      } finally {
        running--;
      }
    },
  };
}

async function follow(first: URL, settings: FetcherSettings, signal: AbortSignal): Promise<Uint8Array> {
  let url = first;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const response = await ask(url, settings, signal);
    if (!REDIRECTS.includes(response.statusCode ?? 0)) return await readBody(response, settings, signal);
    response.destroy();
    url = redirected(url, response.headers.location);
  }
  throw refused(`redirects more than ${MAX_REDIRECTS} times`);
}

const problem = (code: ErrorCode, reason: string, cause?: unknown): AppError =>
  new AppError(code, cause instanceof Error ? `${reason}: ${cause.message}` : reason, {
    cause,
    issues: [{ field: "body.url", reason }],
  });
const refused = (reason: Refusal, cause?: unknown) => problem("asset_fetch_refused", reason, cause);
const failed = (reason: string, cause?: unknown) => problem("asset_fetch_failed", reason, cause);

function toUrl(address: string, base?: URL): URL {
  if (!URL.canParse(address, base?.href)) throw refused(base ? "redirects to what is no address" : "is no address");
  const url = new URL(address, base);
  const refusal = refusalOf(url);
  if (refusal) throw refused(base ? `redirects to an address that ${refusal}` : refusal);
  return url;
}

function redirected(from: URL, location: string | undefined): URL {
  if (location === undefined) throw failed("answered with a redirect to nowhere");
  const to = toUrl(location, from);
  if (from.protocol === "https:" && to.protocol === "http:") throw refused("redirects from https:// to http://");
  return to;
}

/** The response's head; its body is not read yet. */
async function ask(url: URL, settings: FetcherSettings, signal: AbortSignal): Promise<IncomingMessage> {
  const allowed = settings.allowAddresses ?? [];
  const filter = { allowIPAddressList: [...allowed], keepAlive: false };
  const options: RequestOptions = {
    signal,
    lookup: withoutInnerIpv6(settings.lookup ?? (systemLookup as LookupFunction), allowed),
    headers: { "user-agent": "Marquee", accept: "image/*", "accept-encoding": "identity" },
    maxHeaderSize: 16_384,
  };
  const request =
    url.protocol === "https:"
      ? httpsRequest(url, { ...options, agent: new RequestFilteringHttpsAgent(filter) })
      : httpRequest(url, { ...options, agent: new RequestFilteringHttpAgent(filter) });
  request.end();
  const [response] = (await once(request, "response")) as [IncomingMessage];
  // What breaks off later is met where the body is read.
  request.on("error", () => {});
  return response;
}

/** The agent checks every address that a lookup gives, but not for what is in `isInnerIpv6`. */
const withoutInnerIpv6 =
  (lookup: LookupFunction, allowed: readonly string[]): LookupFunction =>
  (hostname: string, options: LookupOptions, callback) =>
    lookup(hostname, options, (error, found, family) => {
      const addresses =
        typeof found === "string" ? [found] : (found ?? []).map(({ address }: LookupAddress) => address);
      const inner = addresses.some((address) => isInnerIpv6(address) && !allowed.includes(address));
      callback(error ?? (inner ? refused(INNER) : null), found, family);
    });

async function readBody(
  response: IncomingMessage,
  { maxBytes = MAX_BYTES }: FetcherSettings,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const { statusCode, headers } = response;
  const tooLarge = () => problem("asset_too_large", `is larger than ${Math.floor(maxBytes / 1_000_000)} MB`);
  try {
    if (statusCode !== 200) throw failed(`answered with the status ${statusCode}`);
    if ((headers["content-encoding"] ?? "identity") !== "identity") throw failed("answered with a packed body");
    if (Number(headers["content-length"] ?? 0) > maxBytes) throw tooLarge();
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of response) {
      signal.throwIfAborted();
      size += chunk.length;
      if (size > maxBytes) throw tooLarge();
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } finally {
    response.destroy();
  }
}

/** What libraries say goes to the log alone: it holds addresses. */
function toAppError(error: unknown, signal: AbortSignal, timeoutMs: number): AppError {
  if (error instanceof AppError) return error;
  if (signal.aborted) return failed(`did not answer in full within ${timeoutMs / 1000} s`, error);
  const { message, code = "" } = error as NodeJS.ErrnoException;
  if (/^DNS lookup .* is not allowed/.test(message)) return refused(INNER, error);
  if (/^(ENOTFOUND|EAI_)/.test(code)) return failed("names a host that cannot be found", error);
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO|EPROTO/.test(code))
    return failed("does not speak TLS, or has no certificate that can be trusted", error);
  if (/^HPE_/.test(code)) return failed("does not answer in HTTP", error);
  return failed("cannot be reached, or broke off", error);
}
