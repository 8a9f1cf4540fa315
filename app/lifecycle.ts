import type { FailedMessage, ReadyMessage } from "./supervisor.ts";

/** Tells the supervisor, when there is one, that this process does its work. */
export function sayReady(message: ReadyMessage): void {
  process.send?.(message);
}

export async function sayFailed(reason: string): Promise<void> {
  const message: FailedMessage = { failed: reason };
  await new Promise<void>((done) => (process.send ? process.send(message, () => done()) : done()));
}

/** Runs `close` once, on Ctrl-C, SIGTERM, or when the supervisor is gone, and then ends the process. */
export function closeOnSignal(close: () => Promise<void>): void {
  let closing = false;
  const shut = async () => {
    if (closing) return;
    closing = true;
    // What refuses to close must not keep the process: its work is safe half-way.
    setTimeout(() => process.exit(1), 9_000).unref();
    await close().catch((error: unknown) => console.error(`while closing: ${error}`));
    process.exit(0);
  };
  process.once("SIGINT", shut);
  process.once("SIGTERM", shut);
  if (process.send) process.once("disconnect", shut);
}
