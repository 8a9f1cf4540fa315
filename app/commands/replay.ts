import { readLog } from "../../core/log.ts";
import { evaluate } from "../../experiments/offpolicy/evaluate.ts";
import type { Flags } from "../main.ts";
import { linesOf } from "../replay/lines.ts";
import { policyCalled } from "../replay/policies.ts";
import { inWords } from "../replay/words.ts";
import type { Settings } from "../settings.ts";
import { UsageError } from "../usage.ts";

const USAGE = "replay --log FILE --policy NAME [--baseline NAME] [--seed NUMBER] [--json]";

/** What a policy would have earned in a log of decisions; see docs/log.md. Asks no database. */
export async function run(_settings: Settings, flags: Flags): Promise<void> {
  const { log: path, policy, baseline = "logged", json } = flags;
  if (path === undefined || policy === undefined) throw new UsageError(USAGE);
  const seed = Number(flags.seed ?? 1);
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffff_ffff)
    throw new UsageError(`--seed must be a whole number from 0 to ${0xffff_ffff}\n${USAGE}`);
  const sides = { policy: await policyCalled(policy), baseline: await policyCalled(baseline), seed };
  const evaluation = await evaluate(() => readLog(linesOf(path), path), sides);
  console.log(json ? JSON.stringify({ log: path, seed, ...evaluation }, null, 2) : inWords(path, evaluation));
}
