import { expect, it } from "vitest";
import { type AttributeName, Attributes, PaletteName } from "../core/attributes.ts";
import { Cluster } from "../core/cluster.ts";
import { Brief } from "../core/creative.ts";
import { Title } from "../core/title.ts";
import { planBriefs } from "./plan.ts";

const title = Title.parse({
  id: "the-general",
  year: 1926,
  genres: ["comedy"],
  concepts: ["train", "forest"],
  texts: { en: { name: "The General", synopsis: "A man and his locomotive." } },
});
const cluster = (id: string, allowed = {}) => Cluster.parse({ id, name: id, locale: "en", allowed });
const NAMES = Attributes.keyof().options;
const key = (brief: Brief) => NAMES.map((name) => brief.attributes[name]).join();
const counts = (briefs: readonly Brief[], name: AttributeName) => {
  const tally = new Map<string, number>();
  for (const { attributes } of briefs) tally.set(attributes[name], (tally.get(attributes[name]) ?? 0) + 1);
  return tally;
};

it("plans a control and the arms of each cluster, each a whole brief with its own id", () => {
  for (const armsPerCluster of [1, 2, 16]) {
    const briefs = planBriefs({ title, clusters: [cluster("night"), cluster("day")], armsPerCluster, seed: 7 });
    expect(briefs.map((brief) => brief.clusterId)).toEqual([
      null,
      ...Array(armsPerCluster).fill("night"),
      ...Array(armsPerCluster).fill("day"),
    ]);
    for (const brief of briefs) expect(Brief.parse(brief)).toEqual(brief);
    expect(new Set(briefs.map((brief) => brief.creativeId)).size).toBe(briefs.length);
    expect(new Set(briefs.map((brief) => brief.seed)).size).toBe(briefs.length);
  }
});

it("plans the same from the same order, begins a longer order with the shorter one, and listens to the seed", () => {
  const order = { title, clusters: [cluster("night"), cluster("day")], armsPerCluster: 5, seed: 9 };
  expect(planBriefs(order)).toEqual(planBriefs(order));
  const ids = new Set(planBriefs({ ...order, armsPerCluster: 16 }).map((brief) => JSON.stringify(brief)));
  for (const brief of planBriefs(order)) expect(ids).toContain(JSON.stringify(brief));
  const other = planBriefs({ ...order, seed: 10 });
  expect(other.map((brief) => brief.creativeId)).not.toEqual(planBriefs(order).map((brief) => brief.creativeId));
});

it("does not let one cluster's plan depend on which others are ordered", () => {
  const both = planBriefs({ title, clusters: [cluster("night"), cluster("day")], armsPerCluster: 3, seed: 1 });
  const one = planBriefs({ title, clusters: [cluster("day")], armsPerCluster: 3, seed: 1 });
  expect(both.slice(4)).toEqual(one.slice(1));
});

it("keeps the counts of an attribute's levels within one of each other", () => {
  for (let seed = 0; seed < 40; seed++) {
    for (const armsPerCluster of [2, 5, 16]) {
      const arms = planBriefs({ title, clusters: [cluster("all")], armsPerCluster, seed }).slice(1);
      for (const name of NAMES) {
        const tally = [...counts(arms, name).values()];
        expect(Math.max(...tally) - Math.min(...tally)).toBeLessThanOrEqual(1);
      }
    }
  }
});

it("draws every level with the probability that it records, in every arm and the control", () => {
  const allowed = { palette: ["noir", "dusk", "neon"], mood: ["dark", "tense"], tone: ["wry"] };
  const orders = 1_200;
  const tally = new Map<string, number>();
  for (let seed = 0; seed < orders; seed++) {
    planBriefs({ title, clusters: [cluster("some", allowed)], armsPerCluster: 4, seed }).forEach((brief, arm) => {
      for (const name of NAMES) {
        const cell = `${arm} ${name} ${brief.attributes[name]} ${brief.probabilities[name]}`;
        tally.set(cell, (tally.get(cell) ?? 0) + 1);
      }
    });
  }
  let levelsSeen = 0;
  for (const [cell, count] of tally) {
    const probability = Number(cell.split(" ")[3]);
    // Five standard errors: about one false alarm in ten thousand runs over these cells, and the seeds are fixed.
    const slack = 5 * Math.sqrt((probability * (1 - probability)) / orders) + 1e-12;
    expect(Math.abs(count / orders - probability), cell).toBeLessThanOrEqual(slack);
    levelsSeen++;
  }
  // 4 arms of 3 + 2 + 3 + 3 + 6 + 3 + 3 + 7 + 1 + 4 levels, and a control of 8 + 4 + 3 + 3 + 6 + 3 + 3 + 7 + 4 + 4.
  expect(levelsSeen).toBe(4 * 35 + 45);
});

it("does not tie one attribute to another", () => {
  const pairs = new Set<string>();
  for (let seed = 0; seed < 60; seed++) {
    const arms = planBriefs({ title, clusters: [cluster("all")], armsPerCluster: 16, seed }).slice(1);
    for (const { attributes } of arms) pairs.add(`${attributes.mood} ${attributes.tone}`);
  }
  expect(pairs.size).toBe(16);
});

it("makes no twins while there is something unlike to draw, and twins only then", () => {
  const two = cluster("two", {
    palette: ["noir"],
    mood: ["dark", "calm"],
    composition: ["icon"],
    focal: ["left"],
    style: ["ink"],
    emphasis: ["close"],
    treatment: ["cartoon"],
    look: ["clean"],
    tone: ["wry"],
    hook: ["hero"],
  });
  for (let seed = 0; seed < 30; seed++) {
    const wide = planBriefs({ title, clusters: [cluster("all")], armsPerCluster: 16, seed }).slice(1);
    expect(new Set(wide.map(key)).size).toBe(16);
    expect(
      new Set(
        planBriefs({ title, clusters: [two], armsPerCluster: 2, seed })
          .slice(1)
          .map(key),
      ).size,
    ).toBe(2);
    const tight = planBriefs({ title, clusters: [two], armsPerCluster: 16, seed }).slice(1);
    expect(new Set(tight.map(key)).size).toBe(2);
    expect([...counts(tight, "mood").values()]).toEqual([8, 8]);
  }
});

it("counts a level that is allowed twice once", () => {
  const doubled = cluster("doubled", { palette: ["noir", "noir", "dusk"] });
  const arms = planBriefs({ title, clusters: [doubled], armsPerCluster: 4, seed: 3 }).slice(1);
  expect(arms[0]?.probabilities.palette).toBe(0.5);
  expect([...counts(arms, "palette").values()]).toEqual([2, 2]);
});

it("refuses more arms than an order may ask for, and none", () => {
  for (const armsPerCluster of [0, 17, 1.5, Number.NaN]) {
    expect(() => planBriefs({ title, clusters: [], armsPerCluster, seed: 1 })).toThrow(RangeError);
  }
  expect(PaletteName.options).toHaveLength(8);
});
