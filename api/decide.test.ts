import { describe, expect, it } from "vitest";
import { ClusterId, type UserId } from "../core/cluster.ts";
import { CreativeId } from "../core/creative.ts";
import type { ArmShare, Policy } from "../core/experiment.ts";
import { TitleId } from "../core/title.ts";
import { DEFAULT_WORKSPACE, Deciding } from "../core/workspace.ts";
import { stretched } from "../experiments/stretches.ts";
import { openExperiment, title } from "./testing/samples.ts";
import { openWorld } from "./testing/world.ts";

const world = await openWorld();
const { client } = world;
const { controlId, creativeIds } = await openExperiment(world, {
  titleId: "the-golem",
  clusterIds: ["alchemists", "sceptics"],
  armsPerCluster: 2,
});
const path = { title: "the-golem" };
/** Everybody in the experiment, and nothing but the policy. */
const PLAIN = Deciding.parse({ holdout: 0, novelty: 0, changesAMonth: 100 });
const decideAs = async (over: Partial<Deciding> = {}) => {
  await world.workspaces.change(DEFAULT_WORKSPACE, { deciding: { ...PLAIN, ...over } }, "the tests");
  await world.reload();
};
await decideAs();
const ask = (query: { user?: string; cluster?: string; channel?: "web" | "poster"; locale?: "en" | "uk" }) =>
  client.call("GET /v1/artwork/{title}", { path, query });

/** Chi-square of counts against probabilities; its mean is the degrees of freedom, its deviation sqrt(2 df). */
function chiSquare(counts: ReadonlyMap<string, number>, shares: readonly ArmShare[]): number {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return shares.reduce((sum, { creativeId, probability }) => {
    const expected = probability * total;
    return sum + ((counts.get(creativeId) ?? 0) - expected) ** 2 / expected;
  }, 0);
}

const golem = (shares: readonly ArmShare[], over: Partial<Policy> = {}): Policy => ({
  titleId: TitleId.parse("the-golem"),
  clusterId: ClusterId.parse("alchemists"),
  arms: [...shares],
  ...over,
});

const publish = async (shares: readonly ArmShare[]) => {
  const version = await world.policies.publish([golem(shares)]);
  await world.reload();
  return version;
};

const sharesOf = (probabilities: readonly number[]): ArmShare[] =>
  probabilities.map((probability, i) => ({ creativeId: CreativeId.parse(creativeIds[i]), probability }));

describe("before anything is learned", () => {
  it("shows a cluster every arm alike", async () => {
    const artwork = await ask({ cluster: "alchemists" });
    expect(artwork).toMatchObject({ propensity: 1 / creativeIds.length, policyVersion: 0 });
    expect(new Set(artwork.eligible)).toEqual(new Set(creativeIds));
  });

  it("shows a user of no cluster the control, for certain", async () => {
    for (let i = 0; i < 20; i++) {
      const artwork = await ask({ user: `stranger-${i}` });
      expect(artwork).toMatchObject({
        creativeId: controlId,
        clusterId: "no-cluster",
        propensity: 1,
        eligible: [controlId],
      });
    }
  });

  it("has no artwork for a title with nothing approved, and says 404", async () => {
    await client.call("POST /v1/titles", { body: title("unmade") });
    await expect(
      client.call("GET /v1/artwork/{title}", { path: { title: "unmade" }, query: { user: "u" } }),
    ).rejects.toMatchObject({ code: "no_artwork", status: 404 });
  });

  it("does not know a cluster that nobody made", async () => {
    await expect(ask({ cluster: "nobody" })).rejects.toMatchObject({
      code: "cluster_not_found",
      issues: [{ field: "query.cluster" }],
    });
  });
});

describe("under a policy", () => {
  const probabilities = [0.5, 0.3, 0.1, 0.07, 0.03];

  it("keeps a user's arm for as long as the version stands, on every channel and in every process", async () => {
    await client.call("POST /v1/clusters/{cluster}/members", {
      path: { cluster: "alchemists" },
      body: { users: ["faithful"] },
    });
    const version = await publish(sharesOf(probabilities));
    const first = await ask({ user: "faithful" });
    expect(first).toMatchObject({ clusterId: "alchemists", policyVersion: version });
    for (let i = 0; i < 10; i++) {
      await world.reload();
      const again = await ask({ user: "faithful", channel: i % 2 === 0 ? "web" : "poster" });
      expect(again.creativeId).toBe(first.creativeId);
      expect(again.propensity).toBe(first.propensity);
      expect(again.token).not.toBe(first.token);
    }
  });

  it("gives users their arms by the propensities that it reports", async () => {
    const shares = sharesOf(probabilities);
    await publish(shares);
    const now = world.now();
    const counts = new Map<string, number>();
    const users = 20_000;
    const members = Array.from({ length: users }, (_, i) => `person-${i}`);
    for (let at = 0; at < users; at += 5_000)
      await client.call("POST /v1/clusters/{cluster}/members", {
        path: { cluster: "alchemists" },
        body: { users: members.slice(at, at + 5_000) },
      });
    await world.reload();
    const question = { titleId: TitleId.parse("the-golem"), cluster: null, channel: "web", locale: "en" } as const;
    for (const user of members) {
      const { claim } = world.decider.decide({ ...question, user: user as never }, now);
      expect(claim.propensity).toBe(shares.find(({ creativeId }) => creativeId === claim.creativeId)?.probability);
      counts.set(claim.creativeId, (counts.get(claim.creativeId) ?? 0) + 1);
    }
    // 4 degrees of freedom: 18.5 is passed by chance once in a thousand, and these users are always the same.
    expect(chiSquare(counts, shares)).toBeLessThan(18.5);
    const wrong = sharesOf([0.48, 0.32, 0.1, 0.07, 0.03]);
    expect(chiSquare(counts, wrong), "a planted mistake of 2 points").toBeGreaterThan(18.5);
  });

  it("gives a cluster without users the same shares, decision by decision", async () => {
    const shares = sharesOf(probabilities);
    await publish(shares);
    const counts = new Map<string, number>();
    const clusterId = ClusterId.parse("alchemists");
    const question = { titleId: TitleId.parse("the-golem"), user: null, channel: "web", locale: "en" } as const;
    for (let i = 0; i < 20_000; i++) {
      const { claim } = world.decider.decide({ ...question, cluster: clusterId }, world.now());
      counts.set(claim.creativeId, (counts.get(claim.creativeId) ?? 0) + 1);
    }
    // These draws are new each time: 33.4 is passed by chance once in a million.
    expect(chiSquare(counts, shares)).toBeLessThan(33.4);
  });

  it("keeps users' arms from version to version, as far as the shares allow", async () => {
    const people = Array.from({ length: 2_000 }, (_, i) => `person-${i}` as UserId);
    const question = { titleId: TitleId.parse("the-golem"), cluster: null, channel: "web", locale: "en" } as const;
    const armsNow = () =>
      people.map((user) => world.decider.decide({ ...question, user }, world.now()).claim.creativeId);
    let before = sharesOf([0.5, 0.3, 0.1, 0.07, 0.03]);
    let policies = stretched([], [golem(before)]);
    await world.policies.publish(policies);
    await world.reload();
    let arms = armsNow();
    for (const next of [before, sharesOf([0.4, 0.35, 0.15, 0.07, 0.03]), sharesOf([0.2, 0.2, 0.2, 0.2, 0.2])]) {
      policies = stretched(policies, [golem(next)]);
      await world.policies.publish(policies);
      await world.reload();
      const least =
        next.reduce((sum, arm, i) => sum + Math.abs(arm.probability - (before[i]?.probability ?? 0)), 0) / 2;
      const now = armsNow();
      const moved = now.filter((arm, i) => arm !== arms[i]).length / people.length;
      expect(Math.abs(moved - least)).toBeLessThanOrEqual(4 * Math.sqrt((least * (1 - least)) / people.length));
      [arms, before] = [now, next];
    }
  });

  it("never shows a retired creative after the reload, and shares its part among the others", async () => {
    await publish(sharesOf(probabilities));
    const [retired = ""] = creativeIds;
    await client.call("POST /v1/creatives/reviews", { body: { creatives: [retired], verdict: "retire" } });
    await world.reload();
    for (let i = 0; i < 300; i++) {
      const artwork = await ask({ user: `person-${i}` });
      expect(artwork.creativeId).not.toBe(retired);
      expect(artwork.eligible).not.toContain(retired);
      const before = probabilities[creativeIds.indexOf(artwork.creativeId)] ?? 0;
      expect(artwork.propensity).toBeCloseTo(before / 0.5, 10);
    }
    const { body } = await world
      .raw(`/v1/artwork/the-golem?cluster=sceptics`)
      .then(async (r) => ({ body: await r.json() }));
    expect((body as { eligible: string[] }).eligible).not.toContain(retired);
  });

  it("shows the favourite alone once the experiment is closed", async () => {
    await publish(sharesOf([0.01, 0.2, 0.6, 0.1, 0.09]));
    await client.call("POST /v1/experiments/{title}", { path, body: { state: "closed" } });
    await world.reload();
    for (let i = 0; i < 20; i++) {
      const artwork = await ask({ user: `person-${i}` });
      expect(artwork).toMatchObject({ creativeId: creativeIds[2], propensity: 1 });
    }
    await client.call("POST /v1/experiments/{title}", { path, body: { state: "open" } });
    await world.reload();
  });
});

describe("languages", () => {
  it("shows the asked language where there is one, and else what there is", async () => {
    expect((await ask({ user: "u", locale: "uk" })).locale).toBe("en");
    const texts = { en: { name: "Earth", synopsis: "A village." }, uk: { name: "Земля", synopsis: "Село." } };
    await client.call("POST /v1/titles", { body: title("earth", { texts }) });
    const body = { titles: ["earth"], clusters: ["sceptics"], armsPerCluster: 1 };
    await client.call("POST /v1/jobs", { body, idempotencyKey: "earth" });
    await world.makeAll();
    const { items } = await client.call("GET /v1/creatives", { query: { title: "earth" } });
    const review = { creatives: items.map(({ id }) => id), verdict: "approve" as const };
    await client.call("POST /v1/creatives/reviews", { body: review });
    await client.call("POST /v1/experiments/{title}", { path: { title: "earth" }, body: { state: "open" } });
    await world.reload();
    const call = (locale: "en" | "uk") =>
      client.call("GET /v1/artwork/{title}", { path: { title: "earth" }, query: { user: "u", locale } });
    const [en, uk] = [await call("en"), await call("uk")];
    expect([en.locale, en.copy?.headline, uk.locale, uk.copy?.headline]).toEqual([
      "en",
      "Headline en",
      "uk",
      "Headline uk",
    ]);
    expect(en.image.url).not.toBe(uk.image.url);
  });
});

describe("with the database away", () => {
  it("goes on deciding, says that it is not ready, refuses what it cannot keep, and comes back", async () => {
    const before = await ask({ user: "faithful" });
    const { token } = before;
    await world.goAway(true);
    try {
      const during = await ask({ user: "faithful" });
      expect([during.creativeId, during.propensity]).toEqual([before.creativeId, before.propensity]);
      // Past the ten seconds for which a key is remembered: a key that was good stays good.
      world.clock.aheadMs += 11_000;
      expect((await ask({ user: "faithful" })).creativeId).toBe(before.creativeId);
      const away = { code: "database_away", status: 503, retry: true };
      await expect(client.call("GET /readyz")).rejects.toMatchObject(away);
      await expect(client.call("GET /v1/titles", {})).rejects.toMatchObject(away);
      const events = [{ kind: "exposure" as const, token }];
      await expect(client.call("POST /v1/events", { body: { events } })).rejects.toMatchObject(away);
      expect((await world.raw("/healthz")).status).toBe(200);
    } finally {
      await world.goAway(false);
    }
    await world.reload();
    await client.call("GET /readyz");
    const events = [{ kind: "exposure" as const, token }];
    expect(await client.call("POST /v1/events", { body: { events } })).toEqual({ accepted: 1, duplicates: 0 });
  });
});
