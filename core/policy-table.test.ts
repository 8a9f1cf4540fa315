import { describe, expect, it } from "vitest";
import { ClusterId } from "./cluster.ts";
import { CreativeId } from "./creative.ts";
import type { Policy } from "./experiment.ts";
import { packArms } from "./policy-pack.ts";
import { PolicyTable } from "./policy-table.ts";
import { type Random, randomFrom } from "./random.ts";
import { TitleId } from "./title.ts";

const below = (random: Random, count: number) => Math.floor(random() * count);
const keyOf = ({ titleId, clusterId, context }: Policy) => `${titleId} ${clusterId} ${context ?? ""}`;
const sorted = (policies: Iterable<Policy>) => [...policies].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));

/** A policy of up to `most` arms; every other one with its stretches cut in pieces. */
function drawn(random: Random, cells: { titles: number; clusters: number; most?: number }): Policy {
  const title = below(random, cells.titles);
  const count = 1 + below(random, cells.most ?? 9);
  const arms = Array.from({ length: count }, (_, arm) => ({
    creativeId: CreativeId.parse(`crv_${(title * 16 + arm).toString(16).padStart(16, "a")}`),
    probability: 1 / count,
  }));
  const context = random() < 0.5 ? {} : { context: "device=tv" };
  const pieces = Array.from({ length: 2 * count }, (_, i) => i);
  const stretches = { ends: pieces.map((i) => (i + 1) / (2 * count)), of: pieces.map((i) => i % count) };
  return {
    titleId: TitleId.parse(`title-${title}`),
    clusterId: ClusterId.parse(`cluster-${below(random, cells.clusters)}`),
    ...context,
    arms,
    ...(random() < 0.5 && { stretches }),
  };
}

describe("PolicyTable", () => {
  it("is empty at first, and knows nobody", () => {
    const table = PolicyTable.empty();
    expect([table.version, table.size, [...table.all()], [...table.ofTitle("t")]]).toEqual([0, 0, [], []]);
    expect(table.policyOf("t", "c", "")).toBeNull();
  });

  it.each([1, 2, 3, 4])("gives one policy back, and none to its neighbours (%i)", (seed) => {
    const policy = drawn(randomFrom(seed), { titles: 1, clusters: 1 });
    const table = PolicyTable.of({ version: 7, policies: [policy] });
    expect([table.version, table.size]).toEqual([7, 1]);
    expect([...table.all()]).toEqual([policy]);
    const found = table.policyOf(policy.titleId, policy.clusterId, policy.context ?? "");
    expect(found?.ids).toEqual(policy.arms.map(({ creativeId }) => creativeId));
    expect([...Array.from(found?.shares ?? [])]).toEqual(policy.arms.map(({ probability }) => probability));
    expect(found?.ends && Array.from(found.ends)).toEqual(policy.stretches?.ends ?? null);
    expect(found?.of && Array.from(found.of)).toEqual(policy.stretches?.of ?? null);
    expect(table.policyOf(policy.titleId, "other", policy.context ?? "")).toBeNull();
    expect(table.policyOf("other", policy.clusterId, policy.context ?? "")).toBeNull();
    expect(table.policyOf(policy.titleId, policy.clusterId, "device=mobile")).toBeNull();
  });

  it("is what was put and dropped, version after version, and leaves the older ones as they were", () => {
    const random = randomFrom(2);
    const cells = { titles: 300, clusters: 7 };
    let table = PolicyTable.empty();
    const standing = new Map<string, Policy>();
    const kept: { table: PolicyTable; policies: Policy[] }[] = [];
    for (let version = 1; version <= 12; version++) {
      const edit = table.edit();
      for (let i = 0; i < 400; i++) {
        const policy = drawn(random, cells);
        standing.set(keyOf(policy), policy);
        edit.put(policy.titleId, policy.clusterId, policy.context ?? "", packArms(policy));
      }
      for (const policy of [...standing.values()].filter(() => random() < 0.2)) {
        standing.delete(keyOf(policy));
        edit.drop(policy.titleId, policy.clusterId, policy.context ?? "");
      }
      edit.drop("nobody", "nowhere", "");
      table = edit.done(version);
      kept.push({ table, policies: sorted(standing.values()) });
    }
    for (const { table, policies } of kept) {
      expect(table.size).toBe(policies.length);
      expect(sorted(table.all())).toEqual(policies);
      const titleId = policies[0]?.titleId ?? "";
      expect(sorted(table.ofTitle(titleId))).toEqual(policies.filter((policy) => policy.titleId === titleId));
    }
  });

  it("forgets a version that was begun and given up, and takes two that began with the same", () => {
    const random = randomFrom(3);
    const base = PolicyTable.of({ version: 1, policies: [drawn(random, { titles: 5, clusters: 5 })] });
    const before = [...base.all()];
    const [one, other, lost] = [base.edit(), base.edit(), base.edit()];
    const sets = [one, other, lost].map((edit) => {
      const policies = new Map<string, Policy>(before.map((policy) => [keyOf(policy), policy]));
      for (let i = 0; i < 200; i++) {
        const policy = drawn(random, { titles: 40, clusters: 5 });
        policies.set(keyOf(policy), policy);
        edit.put(policy.titleId, policy.clusterId, policy.context ?? "", packArms(policy));
      }
      return sorted(policies.values());
    });
    expect(sorted(one.done(2).all())).toEqual(sets[0]);
    expect(sorted(other.done(2).all())).toEqual(sets[1]);
    expect([...base.all()]).toEqual(before);
  });

  it("keeps everything while it moves what is left together, and uses the room again", () => {
    const random = randomFrom(4);
    const cells = { titles: 1_500, clusters: 4, most: 30 };
    let table = PolicyTable.empty();
    const standing = new Map<string, Policy>();
    let tidied = 0;
    for (let version = 1; version <= 6; version++) {
      const edit = table.edit();
      for (let i = 0; i < 4_000; i++) {
        const policy = drawn(random, cells);
        standing.set(keyOf(policy), policy);
        edit.put(policy.titleId, policy.clusterId, policy.context ?? "", packArms(policy));
      }
      for (const _ of edit.tidy()) tidied++;
      const older = table;
      const before = version === 6 ? sorted(older.all()) : [];
      table = edit.done(version);
      if (version === 6) expect(sorted(older.all())).toEqual(before);
    }
    expect(tidied).toBeGreaterThan(2);
    expect(table.size).toBe(standing.size);
    expect(sorted(table.all())).toEqual(sorted(standing.values()));
  });
});
