import { beforeAll, describe, expect, it } from "vitest";
import type { MadeCreative } from "../core/creative.ts";
import type { Fingerprints } from "../core/fingerprint.ts";
import { type Rejection, TRIES_A_CREATIVE } from "../core/rejection.ts";
import { DEFAULT_WORKSPACE, WorkspaceId } from "../core/workspace.ts";
import { clustersOnPostgres } from "./clusters-postgres.ts";
import { creativesOnPostgres } from "./creatives-postgres.ts";
import { gatesOnPostgres } from "./gates-postgres.ts";
import { jobsOnPostgres } from "./jobs-postgres.ts";
import { EVERY_WORKSPACE } from "./records.ts";
import { freshDatabase } from "./testing/postgres.ts";
import * as sample from "./testing/samples.ts";
import { titlesOnPostgres } from "./titles-postgres.ts";

const { database } = await freshDatabase();
const titles = titlesOnPostgres(database, DEFAULT_WORKSPACE);
const creatives = creativesOnPostgres(database, DEFAULT_WORKSPACE);
const gates = gatesOnPostgres(database, DEFAULT_WORKSPACE);

const planned = async (title: string, ...names: string[]) => {
  await titles.add(sample.title(title), "ann");
  const briefs = names.map((name) => sample.brief(name, { title }));
  await jobsOnPostgres(database, DEFAULT_WORKSPACE).plan(sample.jobId(title), sample.order({ titles: [title] }), [
    briefs,
  ]);
};

/** Far from every other letter's, in all bits of a quarter of the hash and of the descriptor. */
const look = (letter: "a" | "b" | "c"): Fingerprints => {
  const at = "abc".indexOf(letter);
  const hash = [0, 1, 2].map((quarter) => (quarter === at ? "ffff" : "0000")).join("");
  const descriptor = Buffer.alloc(6).fill(255, 2 * at, 2 * at + 2);
  return { wide: { hash: hash.padEnd(16, "0"), descriptor: descriptor.toString("base64") } };
};
const rejected = (retry: number, gate = "not blurred", where: string | null = "wide"): Rejection => {
  return { retry, seed: 100 + retry, gate, where, measured: 0.1, limit: 0.35, detail: null };
};
const made = (name: string, change: Partial<MadeCreative> & { retry?: number } = {}): MadeCreative => {
  const one = sample.made(name);
  const { retry = 0, ...rest } = change;
  return { ...one, ...rest, provenance: { ...one.provenance, retry, seed: 100 + retry } };
};

beforeAll(async () => {
  await clustersOnPostgres(database, DEFAULT_WORKSPACE).add(sample.cluster(), "ann");
});

describe("siblings", () => {
  it("are the title's other creatives that people may see", async () => {
    await planned("seen", "s1", "s2", "s3");
    await planned("elsewhere", "e1");
    await creatives.keep(made("s1", { fingerprints: look("a") }), sample.BLOBS);
    await creatives.keep(made("s2", { fingerprints: look("b"), checks: [sample.refused] }), sample.BLOBS);
    await creatives.keep(made("e1", { fingerprints: look("a") }), sample.BLOBS);
    expect(await gates.before(sample.creativeId("s3"))).toEqual({
      siblings: [{ creativeId: sample.creativeId("s1"), fingerprints: look("a"), copy: sample.made("s1").copy }],
      tried: 0,
    });
    expect((await gates.before(sample.creativeId("s1"))).siblings).toEqual([]);
    await expect(gates.before(sample.creativeId("ghost"))).rejects.toMatchObject({ code: "creative_not_found" });
  });

  it("that are painted alike at the same time are not both kept", async () => {
    await planned("race", "r1", "r2", "r3", "r4");
    const names = ["r1", "r2", "r3", "r4"];
    const keep = (name: string, letter: "a" | "b", retry: number) =>
      creatives.keep(made(name, { fingerprints: look(letter), retry }), sample.BLOBS);
    const outcomes = await Promise.all(names.map((name) => keep(name, "a", 0)));
    expect(outcomes.sort()).toEqual(["made", "too-alike", "too-alike", "too-alike"]);

    const rows = await Promise.all(names.map((name) => creatives.get(sample.creativeId(name))));
    const kept = rows.find((row) => row?.status === "in-review");
    const waiting = rows.filter((row) => row?.status === "draft");
    expect(waiting).toHaveLength(3);
    for (const row of waiting) {
      const { tried, siblings } = await gates.before(row?.id ?? sample.creativeId("none"));
      expect({ tried, siblings: siblings.length }).toEqual({ tried: 1, siblings: 1 });
      const [rejection] = (await gates.rejections(row?.id ?? sample.creativeId("none"))) ?? [];
      expect(rejection).toMatchObject({ retry: 0, seed: 100, measured: 0, limit: 10, detail: `like ${kept?.id}` });
    }
    const next = names.find((name) => sample.creativeId(name) === waiting[0]?.id) ?? "";
    expect(await keep(next, "b", 1)).toBe("made");
    expect(await keep(next, "b", 1)).toBe("already-made");
  });

  it("that are alike to the last seed are refused, and the row says to whom", async () => {
    await planned("spent", "p1", "p2");
    await creatives.keep(made("p1", { fingerprints: look("c") }), sample.BLOBS);
    const last = made("p2", { fingerprints: look("c"), retry: TRIES_A_CREATIVE - 1 });
    expect(await creatives.keep(last, sample.BLOBS)).toBe("refused");
    const row = await creatives.get(sample.creativeId("p2"));
    expect(row).toMatchObject({
      status: "refused",
      reason: "did not pass: hash unlike siblings, look unlike siblings",
    });
    const detail = `like ${sample.creativeId("p1")}`;
    expect(row?.checks.filter(({ passed }) => !passed)).toMatchObject([{ detail }, { detail }]);
  });
});

it("a creative may look like the one that it is to replace, and like others around the same key art", async () => {
  await planned("kin", "k1", "k2", "k3", "k4");
  await creatives.keep(made("k1", { fingerprints: look("a") }), sample.BLOBS);
  const ids = ["k1", "k2", "k3", "k4"].map(sample.creativeId);
  await database.query("UPDATE creatives SET root_id = $2 WHERE id = $1", [ids[1], ids[0]]);
  expect(await creatives.keep(made("k2", { fingerprints: look("a") }), sample.BLOBS)).toBe("made");
  // The two of them count as one, the newer.
  expect((await gates.set({ titleId: sample.titleId("kin") })).map(({ creativeId }) => creativeId)).toHaveLength(1);
  await database.query(`UPDATE creatives SET brief = brief || '{"keyArt": {}}' WHERE id = $1`, [ids[2]]);
  expect(await creatives.keep(made("k3", { fingerprints: look("a") }), sample.BLOBS)).toBe("made");
  expect(await creatives.keep(made("k4", { fingerprints: look("a") }), sample.BLOBS)).toBe("too-alike");
});

describe("a title's set", () => {
  const because = { ...rejected(0, "variety of the set", null), measured: 0.4, limit: 0.7 };
  const statusOf = async (name: string) => (await creatives.get(sample.creativeId(name)))?.status;
  const ids = async () => (await gates.set({ titleId: sample.titleId("set") })).map(({ creativeId }) => creativeId);

  it("is what people may yet see, with the seeds of what nobody has seen", async () => {
    await planned("set", "t1", "t2", "t3");
    await creatives.keep(made("t1", { fingerprints: look("a") }), sample.BLOBS);
    await creatives.keep(made("t2", { fingerprints: look("b"), retry: TRIES_A_CREATIVE - 1 }), sample.BLOBS);
    expect(await gates.set({ titleId: sample.titleId("set") })).toEqual(
      [
        { creativeId: sample.creativeId("t1"), fingerprints: look("a"), remakeable: { retry: 0, seed: 100 } },
        { creativeId: sample.creativeId("t2"), fingerprints: look("b"), remakeable: null },
      ].sort((one, other) => (one.creativeId < other.creativeId ? -1 : 1)),
    );
    const everywhere = gatesOnPostgres(database, EVERY_WORKSPACE);
    const byOrder = await everywhere.set({ titleId: sample.titleId("set"), jobId: sample.jobId("set") });
    expect(byOrder.map(({ creativeId }) => creativeId)).toEqual(await ids());
    const others = gatesOnPostgres(database, WorkspaceId.parse("others"));
    expect(await others.set({ titleId: sample.titleId("set") })).toEqual([]);
    expect(await others.remake(sample.jobId("set"), [{ id: sample.creativeId("t1"), because }])).toEqual([]);
  });

  it("gives back one that nobody has reviewed, to be made of its next seed, once", async () => {
    const id = sample.creativeId("t1");
    expect(await gates.remake(sample.jobId("set"), [{ id, because }])).toEqual([id]);
    expect(await gates.remake(sample.jobId("set"), [{ id, because }])).toEqual([]);
    expect(await statusOf("t1")).toBe("draft");
    expect((await creatives.get(id))?.renditions).toEqual([]);
    expect(await gates.before(id)).toMatchObject({ tried: 1 });
    expect(await gates.rejections(id)).toEqual([because]);
    expect(await creatives.keep(made("t1", { fingerprints: look("c"), retry: 1 }), sample.BLOBS)).toBe("made");
    expect(await ids()).toContain(id);
  });

  it("gives back nothing that a person approved, of no other order, and of none that is paused", async () => {
    const id = sample.creativeId("t1");
    expect(await gates.remake(sample.jobId("elsewhere"), [{ id, because }])).toEqual([]);
    await database.query("UPDATE jobs SET state = 'paused' WHERE id = $1", [sample.jobId("set")]);
    expect(await gates.remake(sample.jobId("set"), [{ id, because }])).toEqual([]);
    await database.query("UPDATE jobs SET state = 'done' WHERE id = $1", [sample.jobId("set")]);
    await database.query("UPDATE creatives SET status = 'approved' WHERE id = $1", [id]);
    expect(await gates.remake(sample.jobId("set"), [{ id, because }])).toEqual([]);
    await database.query("UPDATE creatives SET status = 'in-review' WHERE id = $1", [id]);
    expect(await gates.remake(sample.jobId("set"), [{ id, because }])).toEqual([id]);
    const [job] = await database.query<{ state: string }>("SELECT state FROM jobs WHERE id = $1", [
      sample.jobId("set"),
    ]);
    expect(job?.state).toBe("running");
  });
});

describe("rejections", () => {
  it("are rows, each once however often the same making is kept", async () => {
    await planned("rows", "w1");
    const tries = [rejected(0), rejected(0, "laid out as drawn"), rejected(1, "title contrast", "web, en")];
    const work = made("w1", { rejections: tries, retry: 2 });
    expect(await creatives.keep(work, sample.BLOBS)).toBe("made");
    expect(await creatives.keep(work, sample.BLOBS)).toBe("already-made");
    expect(await gates.rejections(sample.creativeId("w1"))).toEqual([tries[1], tries[0], tries[2]]);
    expect((await gates.before(sample.creativeId("w1"))).tried).toBe(2);
  });

  it("add up to the share of tries that each gate refused", async () => {
    await planned("sums", "x1", "x2", "x3", "x4");
    // Passed at once; at the third try; refused in both tries; not made yet.
    await creatives.keep(made("x1"), sample.BLOBS);
    const thrice = [rejected(0), rejected(1), rejected(1, "not blurred", "tall"), rejected(1, "not blank")];
    await creatives.keep(made("x2", { rejections: thrice, retry: 2 }), sample.BLOBS);
    const refused = { checks: [sample.refused], rejections: [rejected(0), rejected(1)], retry: 1 };
    await creatives.keep(made("x3", refused), sample.BLOBS);
    expect(await gates.summary({ titleId: sample.titleId("sums") })).toEqual({
      creatives: 3,
      refused: 1,
      tries: 1 + 3 + 2,
      gates: [
        { gate: "not blurred", tries: 4, share: 4 / 6 },
        { gate: "not blank", tries: 1, share: 1 / 6 },
      ],
    });
    expect(await gates.summary({ jobId: sample.jobId("sums") })).toMatchObject({ creatives: 3 });
    expect(await gates.summary({ clusterId: sample.clusterId("nobody") })).toEqual({
      creatives: 0,
      refused: 0,
      tries: 0,
      gates: [],
    });
  });

  it("are not seen by another workspace", async () => {
    const others = gatesOnPostgres(database, WorkspaceId.parse("others"));
    expect(await others.rejections(sample.creativeId("w1"))).toBeNull();
    expect(await others.summary({})).toMatchObject({ creatives: 0, tries: 0 });
    await expect(others.before(sample.creativeId("w1"))).rejects.toMatchObject({ code: "creative_not_found" });
    expect(await gates.rejections(sample.creativeId("ghost"))).toBeNull();
  });
});
