import { join } from "node:path";
import { SHIPPED, type Shelves } from "../../models/registry.ts";
import type { Settings } from "../settings.ts";

/** Where this service's models lie: those of the repository, and those that were added to its home. */
export const shelvesOf = ({ home }: Settings): Shelves => ({ shipped: SHIPPED, added: join(home, "models") });

/** Ends what is under way when the person does; asked twice, the process ends at once. */
export function onInterrupt(reason: string): AbortSignal {
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => {
      process.exitCode = signal === "SIGINT" ? 130 : 143;
      stop.abort(new Error(reason));
    });
  return stop.signal;
}
