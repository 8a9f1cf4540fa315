import type { FailedMessage, ReadyMessage } from "./supervisor.ts";

/** Tells the supervisor, when there is one, that this process does its work. */
export function sayReady(message: ReadyMessage): void {
  process.send?.(message);
}

/** Runs a part of the service. When it cannot start, its supervisor is told why, and says it to the person once. */
export async function runPart(start: () => Promise<void>): Promise<void> {
  try {
    await start();
  } catch (error) {
    if (!process.send) throw error;
    const message: FailedMessage = { failed: error instanceof Error ? error.message : String(error) };
    process.send(message, () => process.exit(1)); // not before the supervisor has it
  }
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
