import { stat } from "node:fs/promises";
import { readCounts } from "../../core/log.ts";
import { readShares } from "../../core/share-table.ts";
import { POLICY_NAMES, policyByName } from "../../experiments/offpolicy/named.ts";
import type { Policy } from "../../experiments/offpolicy/policy.ts";
import { counted, tabled } from "../../experiments/offpolicy/tables.ts";
import { UsageError } from "../usage.ts";
import { linesOf } from "./lines.ts";

/**
 * The policy of that name, or the table that the file of that name holds: of shares, or of counts that the product's
 * own policy makes shares of.
 *
 * @throws UsageError when there is neither; LineError naming line and field of a table that is refused
 */
export async function policyCalled(name: string): Promise<Policy> {
  const known = policyByName(name);
  if (known) return known;
  const isFile = await stat(name).then(
    (found) => found.isFile(),
    () => false,
  );
  if (!isFile) {
    throw new UsageError(
      `Unknown policy ${JSON.stringify(name)}, and no file of that name. Policies: ${POLICY_NAMES.join(", ")}, or a file with a table of shares.`,
    );
  }
  return (await holdsCounts(name)) ? countsIn(name) : tabled(name, await readShares(linesOf(name), name));
}

/** By its first line alone; what is wrong with it is for the reader to say. */
async function holdsCounts(path: string): Promise<boolean> {
  for await (const line of linesOf(path)) if (line.trim() !== "") return /"(exposures|clicks)"\s*:/.test(line);
  return false;
}

async function countsIn(path: string): Promise<Policy> {
  const rows = [];
  for await (const row of readCounts(linesOf(path), path)) rows.push(row);
  return counted(path, rows);
}
