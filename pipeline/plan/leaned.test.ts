import { expect, it } from "vitest";
import { Cluster } from "../../core/cluster.ts";
import { Brief } from "../../core/creative.ts";
import { randomFrom } from "../../core/random.ts";
import { Title } from "../../core/title.ts";
import { planBriefs } from "../plan.ts";
import { leanedColumn } from "./leaned.ts";

const title = Title.parse({
  id: "the-general",
  genres: ["comedy"],
  concepts: ["train", "forest"],
  texts: { en: { name: "The General", synopsis: "A man and his locomotive." } },
});
const clusters = ["owls", "larks"].map((id) => Cluster.parse({ id, name: id, locale: "en", allowed: {} }));
const order = { title, clusters, armsPerCluster: 6 };
const effect = (clusterId: string, attribute: "palette" | "mood", level: string, low: number, high: number) => ({
  clusterId: clusterId as Cluster["id"],
  attribute,
  level,
  low,
  high,
});

it("gives every arm each level with its probability, and spreads a level's arms over every beginning", () => {
  const probabilities = [0.5, 0.3, 0.15, 0.05];
  const draws = 2_000;
  const counts = Array.from({ length: 16 }, () => [0, 0, 0, 0]);
  for (let seed = 0; seed < draws; seed++) {
    const column = leanedColumn(probabilities, 16, randomFrom(seed));
    for (const [arm, level] of column.entries()) (counts[arm] as number[])[level] = (counts[arm]?.[level] ?? 0) + 1;
    for (const arms of [2, 4, 8, 16]) {
      const often = column.slice(0, arms).filter((level) => level === 0).length;
      expect(Math.abs(often - arms / 2)).toBeLessThanOrEqual(1);
    }
  }
  for (const own of counts) {
    for (const [level, count] of own.entries()) {
      const probability = probabilities[level] as number;
      const slack = 5 * Math.sqrt((probability * (1 - probability)) / draws);
      expect(Math.abs(count / draws - probability)).toBeLessThan(slack);
    }
  }
});

it("plans byte for byte as before without proven effects, or with those of others", () => {
  for (let seed = 0; seed < 20; seed++) {
    const before = JSON.stringify(planBriefs({ ...order, seed }));
    expect(JSON.stringify(planBriefs({ ...order, seed, proven: [] }))).toBe(before);
    const others = [effect("nobody", "palette", "ember", 0.1, 0.2), effect("owls", "palette", "ember", -0.1, 0.2)];
    expect(JSON.stringify(planBriefs({ ...order, seed, proven: others }))).toBe(before);
  }
});

it("leans to a palette that is proven good, for that cluster alone, and records the probabilities that held", () => {
  const proven = [effect("owls", "palette", "ember", 0.04, 0.2), effect("owls", "mood", "dark", -0.3, -0.1)];
  const orders = 300;
  const seen = new Map<string, number>();
  for (let seed = 0; seed < orders; seed++) {
    const briefs = planBriefs({ ...order, clusters: clusters.slice(0, seed === 0 ? 2 : 1), seed, proven });
    if (seed === 0) {
      const plain = planBriefs({ ...order, seed });
      expect(briefs.slice(7)).toEqual(plain.slice(7));
      expect(briefs[0]).toEqual(plain[0]);
    }
    for (const [arm, brief] of briefs.slice(1, 7).entries()) {
      if (seed === 0) expect(Brief.parse(brief)).toEqual(brief);
      for (const name of ["palette", "mood", "hook"] as const) {
        const cell = `${arm} ${name} ${brief.attributes[name]} ${brief.probabilities[name]}`;
        seen.set(cell, (seen.get(cell) ?? 0) + 1);
      }
    }
  }
  const ember = [...seen].filter(([cell]) => cell.startsWith("0 palette ember"));
  expect(ember.map(([cell]) => Number(cell.split(" ")[3]) > 0.2)).toEqual([true]);
  for (const [cell, count] of seen) {
    const probability = Number(cell.split(" ")[3]);
    const slack = 5 * Math.sqrt((probability * (1 - probability)) / orders) + 1e-12;
    expect(Math.abs(count / orders - probability), cell).toBeLessThanOrEqual(slack);
  }
  // Every arm's levels, each with one probability: nothing is recorded otherwise than it was.
  expect(seen.size).toBe(6 * (8 + 4 + 4));
});

it("begins a longer leaning order with the shorter one's", () => {
  const proven = [effect("owls", "palette", "ember", 0.04, 0.2)];
  const ids = new Set(
    planBriefs({ ...order, armsPerCluster: 16, seed: 3, proven }).map((brief) => JSON.stringify(brief)),
  );
  for (const brief of planBriefs({ ...order, seed: 3, proven })) expect(ids).toContain(JSON.stringify(brief));
});
