import { readFile, writeFile } from "node:fs/promises";
import { DEFAULT_EXPERIMENT } from "../../core/experiment.ts";
import { SERVED_POLICIES } from "../../experiments/policies.ts";
import { compare, type Row, servedMaker } from "../../experiments/worlds/comparison.ts";
import { type Environment, EnvironmentError, parseEnvironment } from "../../experiments/worlds/environment.ts";
import { type Plan, summaryOf } from "../../experiments/worlds/trial.ts";
import { chartPng } from "../../pipeline/chart.ts";
import type { Flags } from "../main.ts";
import type { Settings } from "../settings.ts";
import { type Curve, regretChart } from "../simulate/chart.ts";
import { inWords } from "../simulate/words.ts";
import { UsageError } from "../usage.ts";

const USAGE =
  "simulate --environment FILE [--policy NAME] [--impressions 100000] [--batch 1000] [--seeds N] [--picture FILE.png] [--json]";

/** Plays a policy in worlds whose truth is known, beside equal shares and plain Thompson sampling; see docs/policies.md. */
export async function run(_settings: Settings, flags: Flags): Promise<void> {
  if (flags.environment === undefined) throw new UsageError(USAGE);
  const environment = await readEnvironment(flags.environment);
  const name = flags.policy ?? "marquee";
  const plan: Plan = {
    impressions: wholeNumber("impressions", flags.impressions, 100_000, 100_000_000),
    batch: wholeNumber("batch", flags.batch, 1_000, 100_000_000),
    seeds: wholeNumber("seeds", flags.seeds, environment.ctr.length, environment.ctr.length),
  };
  const rows = compare(environment, new Map([[name, makerCalled(name)]]), plan);
  if (flags.picture !== undefined) {
    const { svg, labels } = regretChart(titleOf(environment), subtitleOf(environment, plan), rows.map(curveOf));
    await writeFile(flags.picture, await chartPng(svg, labels));
  }
  console.log(flags.json ? inJson(environment, plan, rows) : inWords(environment, plan, rows));
}

function makerCalled(name: string) {
  try {
    return servedMaker(name, DEFAULT_EXPERIMENT);
  } catch {
    throw new UsageError(`no policy is called ${name}; there are ${SERVED_POLICIES.join(", ")}`);
  }
}

async function readEnvironment(path: string): Promise<Environment> {
  const text = await readFile(path, "utf8").catch(() => {
    throw new UsageError(`${path} cannot be read`);
  });
  try {
    return parseEnvironment(text);
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    throw new UsageError(error.message.replace(/^/gm, `${path}: `));
  }
}

function wholeNumber(name: string, text: string | undefined, unless: number, most: number): number {
  const value = text === undefined ? unless : Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new UsageError(`--${name} must be a whole number from 1 to ${most}, not ${text}\n${USAGE}`);
}

const titleOf = ({ kind, K }: Environment): string => `Clicks lost while learning: ${kind}, ${K} arms`;
const subtitleOf = ({ clusters }: Environment, { seeds, batch }: Plan): string =>
  `mean over ${seeds} worlds of ${clusters} clusters, with its 95 % interval; policies renewed every ${batch.toLocaleString("en")} impressions`;

/** The mean over the worlds, and 1.96 standard errors of it. */
function curveOf({ name, losses }: Row): Curve {
  const sums = losses.at.map((_, k) => summaryOf(losses.lost.map((row) => row[k] as number)));
  return {
    name,
    at: losses.at,
    middle: sums.map(({ mean }) => mean),
    low: sums.map(({ mean, error }) => Math.max(0, mean - 1.96 * error)),
    high: sums.map(({ mean, error }) => mean + 1.96 * error),
  };
}

const inJson = ({ kind, K, clusters }: Environment, plan: Plan, rows: readonly Row[]): string =>
  JSON.stringify(
    {
      environment: { kind, K, clusters },
      ...plan,
      policies: rows.map((row) => {
        const { name, mean, error, p90, shareOfUniform, p90ToThompson, losses } = row;
        const { at, middle, low, high } = curveOf(row);
        const lost = losses.lost.map((one) => one.at(-1));
        return { name, mean, error, p90, shareOfUniform, p90ToThompson, lost, curve: { at, mean: middle, low, high } };
      }),
    },
    null,
    2,
  );
