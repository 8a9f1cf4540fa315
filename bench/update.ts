import { Attributes } from "../core/attributes.ts";
import { ClusterId } from "../core/cluster.ts";
import { CreativeId } from "../core/creative.ts";
import { DEFAULT_EXPERIMENT, type Policy, type SliceCell } from "../core/experiment.ts";
import { type Random, randomFrom } from "../core/random.ts";
import { TitleId } from "../core/title.ts";
import { standings } from "../experiments/best.ts";
import { type Contest, foldTitle, policiesOf, populationOf, type TitleState } from "../experiments/learner.ts";
import { posteriorsOf } from "../experiments/posterior.ts";
import { stretched } from "../experiments/stretches.ts";

/**
 * How long a policy update takes on one core: what one batch brought is folded into every title, what all titles teach
 * is learned anew, every cell's shares are computed, and stretches are found that move the fewest users. 10,000 titles of six
 * clusters and 8 arms, and then fewer titles of 2 to 64 arms, which must cost the same an arm.
 *
 * The baseline is the exact probability to be best (`standings`), of which Thompson sampling alone would need one a cell.
 *
 *   node bench/update.ts [titles]
 */
const TITLES = Number(process.argv[2] ?? 10_000);
const FEWER = Math.ceil(TITLES / 10);
const CLUSTERS = 6;
const ARMS = 8;
const EXACT_CELLS = 60;

type Title = {
  readonly contest: Omit<Contest, "state" | "population">;
  before: TitleState;
  standing: Policy[];
  slice: SliceCell[];
};

console.log(`processor time on one core, ${CLUSTERS} clusters; milliseconds, and microseconds a cell and arm`);
console.log("titles   arms    fold  population  shares  stretches     all   us/cell  us/cell/arm  times exact");
measure(200, ARMS); // warms up
const whole = measure(TITLES, ARMS);
for (const arms of [2, 4, 8, 16, 32, 64]) measure(FEWER, arms);
console.log(
  `${TITLES.toLocaleString("en")} titles x ${CLUSTERS} clusters x ${ARMS} arms: ${(whole / 1_000).toFixed(2)} s (at most 10 s)`,
);

function measure(count: number, arms: number): number {
  const titles = titlesOf(count, arms, randomFrom(arms));
  const times: number[] = [];
  const timed = <Result>(work: () => Result): Result => {
    const began = cpuMs();
    const result = work();
    times.push(cpuMs() - began);
    return result;
  };
  const states = timed(() => titles.map(({ before, slice }) => foldTitle(before, slice)));
  const population = timed(() =>
    populationOf(titles.map(({ contest }, i) => ({ state: states[i] as TitleState, attributes: contest.attributes }))),
  );
  const policies = timed(() =>
    titles.map(({ contest }, i) => policiesOf({ ...contest, state: states[i] as TitleState, population })),
  );
  timed(() => titles.map(({ standing }, i) => stretched(standing, policies[i] as Policy[])));
  const all = times.reduce((sum, time) => sum + time, 0);
  if (count >= 1_000 || count === FEWER) {
    const cells = count * CLUSTERS;
    const exact = exactMs(titles, states) / EXACT_CELLS;
    const text = (value: number, width: number, digits = 0) => value.toFixed(digits).padStart(width);
    console.log(
      `${text(count, 6)} ${text(arms, 6)} ${times.map((time, i) => text(time, [7, 11, 7, 10][i] as number)).join(" ")} ${text(all, 7)} ${text((1e3 * all) / cells, 9, 1)} ${text((1e3 * all) / cells / arms, 12, 2)} ${text(all / cells / exact, 12, 3)}`,
    );
  }
  return all;
}

/** Milliseconds for the exact probabilities of some cells, on a prior of their own. */
function exactMs(titles: readonly Title[], states: readonly TitleState[]): number {
  const began = cpuMs();
  for (let cell = 0; cell < EXACT_CELLS; cell++) {
    const state = states[(cell * 7) % titles.length] as TitleState;
    const { exposures, clicks } = state.cells[cell % state.cells.length] as TitleState["cells"][number];
    standings(posteriorsOf(exposures.map((n, arm) => ({ exposures: n, clicks: clicks[arm] as number }))));
  }
  return cpuMs() - began;
}

/** Time of the processor, not of the clock: what others do on the machine is not counted. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e3;
}

/** Titles of all ages: from a hundred to a hundred thousand exposures a cell, most of them shown the better arms. */
function titlesOf(count: number, arms: number, random: Random): Title[] {
  const clusters = Array.from({ length: CLUSTERS }, (_, c) => ClusterId.parse(`cluster-${c}`));
  return Array.from({ length: count }, (_, t) => {
    const titleId = TitleId.parse(`title-${t}`);
    const ids = Array.from({ length: arms }, (_, k) =>
      CreativeId.parse(`crv_${(t * 64 + k).toString(16).padStart(16, "0")}`),
    );
    const rates = clusters.map(() => ids.map(() => 0.02 * Math.exp(0.4 * (random() + random() - 1))));
    const seen = 10 ** (2 + 3 * random());
    const earned = (exposures: number): SliceCell[] =>
      clusters.flatMap((clusterId, c) =>
        ids.map((creativeId, k) => {
          const shown = Math.round(exposures * random() ** 3);
          const clicks = Math.min(shown, Math.round(shown * (rates[c]?.[k] ?? 0) * 2 * random()));
          return { titleId, clusterId, creativeId, context: "", exposures: shown, clicks };
        }),
      );
    const contest = {
      titleId,
      arms: ids,
      attributes: new Map(ids.map((id) => [id, attributesOf(random)])),
      controlId: ids[0] as CreativeId,
      clusters,
      settings: DEFAULT_EXPERIMENT,
    };
    const before = foldTitle(null, earned(seen / arms));
    const standing = stretched([], policiesOf({ ...contest, state: before, population: null }));
    return { contest, before, standing, slice: earned((0.02 * seen) / arms) };
  });
}

function attributesOf(random: Random): Attributes {
  const drawn = Object.entries(Attributes.shape).map(([name, level]) => {
    const { options } = level as unknown as { options: readonly string[] };
    return [name, options[Math.floor(random() * options.length)]];
  });
  return Attributes.parse(Object.fromEntries(drawn));
}
