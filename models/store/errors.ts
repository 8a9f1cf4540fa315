/** What a hub or the way to it did; `retry` where asking again may help. */
export class HubError extends Error {
  readonly retry: boolean;
  /** What the hub asked to wait, in milliseconds. */
  readonly waitMs: number;

  constructor(message: string, { retry, waitMs = 0, cause }: { retry: boolean; waitMs?: number; cause?: unknown }) {
    super(message, { cause });
    this.name = "Error"; // for a person: a sentence, no stack
    this.retry = retry;
    this.waitMs = waitMs;
  }
}

export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && "code" in error ? String(error.code) : undefined;

/** The same error with a sentence for a person where the disk is the reason. */
export function diskError(error: unknown): unknown {
  const code = codeOf(error);
  if (code === "ENOSPC" || code === "EDQUOT")
    return new HubError(
      "cannot be written: the disk is full; free some space and do it again, a pull goes on from here",
      {
        retry: false,
        cause: error,
      },
    );
  if (code === "EACCES" || code === "EPERM" || code === "EROFS")
    return new HubError(`cannot be written: ${(error as Error).message}`, { retry: false, cause: error });
  return error;
}

/** Puts the model's name, and the file's where there is one, before the reason. */
export async function named<Result>(prefix: string, signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    signal.throwIfAborted();
    throw new Error(`${prefix} ${(diskError(cause) as Error).message}`, { cause });
  }
}

/** The same for an error that names its model already, unless it is the disk's. */
export function ofModel(id: string, error: unknown): unknown {
  const told = diskError(error);
  return told === error ? error : new Error(`model ${id}: ${(told as Error).message}`, { cause: error });
}
