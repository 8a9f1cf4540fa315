import { expect, it } from "vitest";
import { Cluster } from "../core/cluster.ts";
import type { Creative } from "../core/creative.ts";
import { AppError } from "../core/errors.ts";
import { JobRequest } from "../core/job.ts";
import { randomFrom } from "../core/random.ts";
import { Title } from "../core/title.ts";
import { DEFAULT_WORKSPACE } from "../core/workspace.ts";
import { plantedTitles } from "../experiments/effects/testing/planted.ts";
import { planBriefs } from "../pipeline/plan.ts";
import { effectsIn, liftsIn } from "./effects.ts";
import { briefsOf } from "./order.ts";
import { provenFor } from "./proven.ts";

const CLUSTER = Cluster.parse({ id: "all", name: "all", locale: "en", allowed: {} });
const title = Title.parse({
  id: "the-general",
  genres: ["comedy"],
  concepts: ["train"],
  texts: { en: { name: "The General", synopsis: "A man and his locomotive." } },
});
const random = randomFrom(8);
const planted = new Map([["palette ember", 0.4]]);
const titles = plantedTitles(planted, { titles: 40, arms: 8, exposures: 1_600, rate: 0.08, spread: 0.1, random });
const stores = (known: typeof titles) =>
  ({
    experiments: { open: async () => known.map(({ titleId }) => ({ titleId, settings: {} })) },
    events: {
      strata: async ({ titleId }: { titleId: string }) => known.find((one) => one.titleId === titleId)?.strata ?? [],
    },
    creatives: {
      // Two pages of them.
      page: async ({ titleId }: { titleId: string }, { after }: { after: string | null }) => {
        const drawn = known.find((one) => one.titleId === titleId)?.drawn ?? [];
        const some = after ? drawn.slice(4) : drawn.slice(0, 4);
        const items = some.map(({ creativeId, attributes }) => ({
          id: creativeId,
          clusterId: "owls",
          brief: { attributes },
        }));
        return { items: items as unknown as Creative[], next: after ? null : "more" };
      },
    },
  }) as unknown as Parameters<typeof effectsIn>[0];

const briefs = async (known: typeof titles, lean: boolean) => {
  const deps = {
    titles: { get: async () => title },
    clusters: { get: async () => CLUSTER },
    workspaces: { get: async () => null },
    plan: planBriefs,
    statistics: async () => effectsIn(stores(known), null),
    log: { warn: () => {} },
  } as unknown as Parameters<typeof briefsOf>[2];
  const request = JobRequest.parse({ titles: [title.id], clusters: [CLUSTER.id], armsPerCluster: 16, lean });
  const pages = [];
  for await (const page of briefsOf(request, DEFAULT_WORKSPACE, deps)) pages.push(...page);
  return pages;
};

it("feeds what is proven into the next plan, and leaves the plan as it was where nothing is, or nobody wants it", async () => {
  const ember = (await effectsIn(stores(titles), null)).find(({ level }) => level === "ember");
  expect(ember).toMatchObject({ clusterId: CLUSTER.id, attribute: "palette", proven: true });
  const [leaning, even, unproven] = [await briefs(titles, true), await briefs(titles, false), await briefs([], true)];
  const embers = (some: typeof even) => some.filter(({ attributes }) => attributes.palette === "ember");
  expect(embers(leaning).length).toBeGreaterThan(embers(even).length);
  for (const brief of embers(leaning).slice(1)) expect(brief.probabilities.palette).toBeGreaterThan(1.5 / 8);
  expect(JSON.stringify(unproven)).toBe(JSON.stringify(even));
});

it("is of one cluster when one is asked for, and of nobody when nothing was shown", async () => {
  expect(await effectsIn(stores(titles), CLUSTER.id)).toEqual(await effectsIn(stores(titles), null));
  expect(await effectsIn(stores(titles), "others" as Cluster["id"])).toEqual([]);
  expect(await effectsIn(stores([]), null)).toEqual([]);
  expect(await liftsIn(stores([]))).toEqual({ workspace: null, clusters: [], titles: [] });
});

it("plans evenly, and says so, where nothing can be read", async () => {
  const said: string[] = [];
  const deps = {
    statistics: async () => {
      throw new AppError("statistics_busy", "many wait");
    },
    log: { warn: (_detail: object, message: string) => void said.push(message) },
  } as unknown as Parameters<typeof provenFor>[1];
  expect(await provenFor([CLUSTER.id], deps)).toEqual([]);
  expect(said).toHaveLength(1);
});
