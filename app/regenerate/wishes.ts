import { JobTerms } from "../../core/job.ts";
import { Regeneration } from "../../core/regeneration.ts";
import { ATTRIBUTE_FLAGS, type Flags } from "../flags.ts";
import { numberOf } from "../models/words.ts";
import { UsageError } from "../usage.ts";

const list = (text: string | undefined): string[] | undefined => text?.split(",").map((word) => word.trim());

/** What the options of `marquee regenerate` ask for. @throws UsageError naming what is wrong */
export function wishesOf(flags: Flags): { request: Regeneration; terms: JobTerms } {
  const attributes = Object.fromEntries(
    ATTRIBUTE_FLAGS.flatMap((name) => (flags[name] === undefined ? [] : [[name, list(flags[name])]])),
  );
  const selection = {
    titles: list(flags.titles),
    clusters: list(flags.clusters),
    attributes: Object.keys(attributes).length > 0 ? attributes : undefined,
    losers: flags.losers ? true : undefined,
    olderThan: flags["older-than"],
    madeBy: flags.model,
  };
  const budget = {
    pictures: numberOf("--max-pictures", flags["max-pictures"], 1, 10_000_000),
    minutes: numberOf("--max-minutes", flags["max-minutes"], 0, 10_000_000),
    bytes: bytesOf(numberOf("--max-gb", flags["max-gb"], 0, 1_000_000)),
  };
  return {
    request: parsed(Regeneration, {
      selection: said(selection),
      attributes: flags.fresh ? "fresh" : undefined,
      seed: numberOf("--seed", flags.seed, 0, 0xffff_ffff),
    }),
    terms: parsed(JobTerms, { priority: flags.priority, budget: said(budget) }),
  };
}

const bytesOf = (gigabytes: number | undefined): number | undefined =>
  gigabytes === undefined ? undefined : Math.round(gigabytes * 1e9);

const said = (wishes: object): object =>
  Object.fromEntries(Object.entries(wishes).filter(([, value]) => value !== undefined));

function parsed<Value>(
  schema: { safeParse(value: unknown): { success: true; data: Value } | { success: false; error: Refusal } },
  value: object,
): Value {
  const result = schema.safeParse(said(value));
  if (result.success) return result.data;
  const reasons = result.error.issues.map(({ path, message }) => `${path.join(".") || "options"} ${message}`);
  throw new UsageError(`${reasons.join("; ")}. Name at least one of ${SELECTING}.`);
}
type Refusal = { readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[] };

const SELECTING = `--titles, --clusters, --losers, --older-than, --model, ${ATTRIBUTE_FLAGS.map((name) => `--${name}`).join(", ")}`;
