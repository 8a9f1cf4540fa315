import { appendFile, mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const Spent = z.object({ requests: z.number(), tokens: z.number(), cost: z.number() });
export type Spent = z.infer<typeof Spent>;

export interface Ledger {
  /** Writes an entry, which may be negative, and gives the total with it. */
  add(entry: Spent): Promise<Spent>;
}

/** For one process, as long as it lives. */
export function memoryLedger(): Ledger {
  let total: Spent = { requests: 0, tokens: 0, cost: 0 };
  return {
    async add(entry) {
      total = plus(total, entry);
      return total;
    },
  };
}

/**
 * One file a day (UTC) that all processes on this machine append to and read: a studio's children come and go, and what
 * they spent stays. Entries are single appends of one short line, which do not mix; an entry is written before the total
 * is read, so two that race both see both.
 *
 * @param now milliseconds since 1970
 */
export function dailyLedger(folder: string, now: () => number): Ledger {
  return {
    async add(entry) {
      const file = join(folder, `text-spent-${new Date(now()).toISOString().slice(0, 10)}.jsonl`);
      await mkdir(folder, { recursive: true });
      // The line break goes first: a line that a crash cut short spoils no other.
      await appendFile(file, `\n${JSON.stringify(entry)}`);
      const lines = (await readFile(file, "utf8")).split("\n");
      return lines.map(toEntry).reduce(plus, { requests: 0, tokens: 0, cost: 0 });
    },
  };
}

function toEntry(line: string): Spent {
  try {
    return Spent.parse(JSON.parse(line));
  } catch {
    return { requests: 0, tokens: 0, cost: 0 };
  }
}

const plus = (one: Spent, other: Spent): Spent => ({
  requests: one.requests + other.requests,
  tokens: one.tokens + other.tokens,
  cost: one.cost + other.cost,
});
