/** Why one attempt failed. */
export class EndpointFault extends Error {
  /** Whether another attempt may do better. */
  readonly retry: boolean;
  /** 0 where no answer came. */
  readonly status: number;
  /** What the endpoint asked to wait. */
  readonly retryAfterMs: number | undefined;
  /** Whether the endpoint may have done the work, so that it may be charged for. */
  readonly mayCost: boolean;

  constructor(
    reason: string,
    about: { retry: boolean; status?: number; retryAfterMs?: number | undefined; mayCost?: boolean; cause?: unknown },
  ) {
    super(reason, { cause: about.cause });
    this.retry = about.retry;
    this.status = about.status ?? 0;
    this.retryAfterMs = about.retryAfterMs;
    this.mayCost = about.mayCost ?? false;
  }
}

/** Busy, locked or broken for now. All other 4xx say that the request itself is wrong: it would be wrong again. */
const PASSING = new Set([408, 409, 425, 429]);
/** Says that it never will, though it is a 5xx. */
const NOT_IMPLEMENTED = 501;

/** @param quota the answer says that the account has nothing left, which waiting does not mend */
export function faultOfStatus(
  status: number,
  reason: string,
  { quota, retryAfterMs }: { quota: boolean; retryAfterMs: number | undefined },
): EndpointFault {
  if (status >= 300 && status < 400) {
    return new EndpointFault(`answered ${status}; redirects are not followed, so set its final address`, {
      retry: false,
      status,
    });
  }
  const retry = (PASSING.has(status) || (status >= 500 && status !== NOT_IMPLEMENTED)) && !quota;
  return new EndpointFault(`answered ${status}${reason === "" ? "" : `: ${reason}`}`, { retry, status, retryAfterMs });
}

/**
 * Reads a Retry-After header: seconds, or a date (RFC 9110, 10.2.3).
 *
 * @param now milliseconds since 1970
 * @returns milliseconds, or undefined where it is missing or makes no sense
 */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\s*\d{1,9}(\.\d+)?\s*$/.test(header)) return Number(header) * 1_000;
  const at = header.endsWith("GMT") ? Date.parse(header) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

/** A longer wait is for the job queue: the creative is tried again later, and nobody blocks a studio meanwhile. */
const MOST_WAIT_MS = 30_000;

/**
 * How long to wait before attempt number `attempt` + 1 (0 is the first): what Retry-After says, and at least a doubling
 * wait with a jitter.
 *
 * @param jitter 0..1
 * @returns milliseconds, or null where no further attempt should be made now
 */
export function waitBefore(fault: EndpointFault, attempt: number, backoffMs: number, jitter: number): number | null {
  if (!fault.retry) return null;
  const ms = Math.max(backoffMs * 2 ** attempt * (0.5 + jitter / 2), fault.retryAfterMs ?? 0);
  return ms > MOST_WAIT_MS ? null : ms;
}
