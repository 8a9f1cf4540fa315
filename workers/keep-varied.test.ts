import { expect, it } from "vitest";
import { creativeId, jobId, titleId } from "../adapters/testing/samples.ts";
import type { GateStore, SetMember } from "../core/ports.ts";
import { LEAST_VARIETY, type Variety } from "../experiments/variety.ts";
import { VARIETY_GATE, varietyKeeper } from "./keep-varied.ts";

const TITLE = { titleId: titleId("the-sea"), jobId: jobId("a") };
const member = (name: string, look: number, retry: number | null = 0): SetMember => ({
  creativeId: creativeId(name),
  fingerprints: { wide: { hash: "0".repeat(16), descriptor: Buffer.from([look]).toString("base64") } },
  remakeable: retry === null ? null : { retry, seed: 40 + retry },
});

/** A tiny set that remembers what was taken back from it. */
async function kept(set: readonly SetMember[]) {
  const taken: Parameters<GateStore["remake"]>[1][number][] = [];
  const told: (Variety & { anew: number })[] = [];
  const keep = varietyKeeper({
    gates: {
      set: async ({ titleId: asked }) => (asked === TITLE.titleId ? set : []),
      remake: async (order, of) => {
        expect(order).toBe(TITLE.jobId);
        taken.push(...of);
        return of.map(({ id }) => id);
      },
    },
    done: (_, found) => void told.push(found),
  });
  await keep(TITLE);
  return { taken, told };
}

it("leaves a varied set alone, and an empty one", async () => {
  expect(await kept([member("a", 0), member("b", 90), member("c", 180)])).toMatchObject({
    taken: [],
    told: [{ creatives: 3, holds: true, anew: 0 }],
  });
  expect((await kept([])).told).toMatchObject([{ creatives: 0, holds: true, anew: 0 }]);
});

it("has copies made anew of their next seeds, and says by how much the set was too alike", async () => {
  const { taken, told } = await kept([member("a", 0), member("b", 0, 2), member("c", 0), member("d", 200)]);
  expect(taken.length).toBeGreaterThan(0);
  expect(taken.map(({ id }) => id)).not.toContain(creativeId("d"));
  for (const { because } of taken) {
    expect(because).toMatchObject({ gate: VARIETY_GATE, limit: LEAST_VARIETY, where: null });
    expect(because.measured).toBeCloseTo(16 / 10 / 4, 2);
    expect(because.seed).toBe(40 + because.retry);
  }
  expect(told).toMatchObject([{ holds: false, anew: taken.length }]);
});

it("takes nothing that a person has seen or whose seeds are spent", async () => {
  const { taken, told } = await kept([member("a", 0, null), member("b", 0, null), member("c", 0, null)]);
  expect(taken).toEqual([]);
  expect(told).toMatchObject([{ holds: false, anew: 0 }]);
});
