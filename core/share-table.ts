import { z } from "zod";
import { LineError, type Lines, readLines } from "./lines.ts";
import { Action, SHARE_TOLERANCE } from "./log.ts";

/** What the shares of a table may differ by. */
export const SHARE_KEYS = ["title", "cluster", "context", "position"] as const;

/** One arm's share of the traffic, of all of it or of a part. */
export const ShareRow = z.object({
  arm: Action,
  share: z.number({ error: "must be a number" }).min(0, "is under 0").max(1, "is over 1"),
  title: z.string().optional(),
  cluster: z.string().optional(),
  context: z.string().optional(),
  position: Action.optional(),
});
export type ShareRow = z.infer<typeof ShareRow>;

/** By which of `SHARE_KEYS` the shares differ, and the shares of each part: by arm, summing to 1. */
export type ShareTable = {
  readonly keys: readonly (typeof SHARE_KEYS)[number][];
  readonly parts: ReadonlyMap<string, ReadonlyMap<string, number>>;
};

/** Which part of a table something belongs to; `""` where the table has but one. */
export const partOf = (keys: ShareTable["keys"], row: Pick<ShareRow, (typeof SHARE_KEYS)[number]>): string =>
  keys.map((key) => `${row[key] ?? ""}`).join("\u001f");

/**
 * Reads a policy that is a table: one arm's share a line.
 *
 * @throws LineError naming line and field: also where shares do not sum to 1, an arm comes twice, or a line names
 *   other keys than the first
 */
export async function readShares(lines: Lines, source = "shares"): Promise<ShareTable> {
  const parts = new Map<string, Map<string, number>>();
  const last = new Map<string, number>();
  let keys: ShareTable["keys"] | undefined;
  let number = 0;
  for await (const row of readLines(lines, ShareRow, source)) {
    number++;
    const own = SHARE_KEYS.filter((key) => row[key] !== undefined);
    keys ??= own;
    const odd = [...own, ...keys].find((key) => own.includes(key) !== keys?.includes(key));
    if (odd) throw new LineError(source, number, odd, "every line must name the same of title, cluster and so on");
    const part = partOf(keys, row);
    const shares = parts.get(part) ?? new Map<string, number>();
    if (shares.has(`${row.arm}`)) throw new LineError(source, number, "arm", `${row.arm} has a share already`);
    shares.set(`${row.arm}`, row.share);
    parts.set(part, shares);
    last.set(part, number);
  }
  for (const [part, shares] of parts) {
    const sum = [...shares.values()].reduce((total, share) => total + share, 0);
    if (Math.abs(sum - 1) > SHARE_TOLERANCE)
      throw new LineError(source, last.get(part) ?? 1, "share", `with this line the shares sum to ${sum}, not to 1`);
  }
  return { keys: keys ?? [], parts };
}
