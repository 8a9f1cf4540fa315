import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { type Body, MarqueeError } from "../client/client.ts";
import { openExperiment } from "./testing/samples.ts";
import { openWorld } from "./testing/world.ts";
import { tokenSigner } from "./token.ts";

const world = await openWorld();
const { client } = world;
await openExperiment(world, { titleId: "sunrise", clusterIds: ["farmers"], armsPerCluster: 2 });
const path = { title: "sunrise" };

const decide = (query: { user?: string; cluster?: string } = { cluster: "farmers" }) =>
  client.call("GET /v1/artwork/{title}", { path, query });
const send = (...events: Body<"POST /v1/events">["events"]) => client.call("POST /v1/events", { body: { events } });
const counts = async () => {
  const { clusters } = await client.call("GET /v1/experiments/{title}", { path });
  const farmers = clusters.find(({ clusterId }) => clusterId === "farmers");
  return { exposures: farmers?.exposures ?? 0, clicks: farmers?.clicks ?? 0 };
};
const rows = async () => (await world.content()).events;

const refusal = async (sending: () => Promise<unknown>): Promise<MarqueeError> => {
  const before = await world.content();
  const error = await sending().then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(await world.content()).toEqual(before);
  if (!(error instanceof MarqueeError)) throw new Error(`expected a refusal, got ${error}`);
  return error;
};

describe("events", () => {
  it("count an exposure and its click once, however often and in whatever company they come", async () => {
    const { token } = await decide();
    const before = await counts();
    expect(await send({ kind: "exposure", token })).toEqual({ accepted: 1, duplicates: 0 });
    expect(await send({ kind: "exposure", token }, { kind: "click", token })).toEqual({ accepted: 1, duplicates: 1 });
    const twice = { kind: "click", token } as const;
    expect(await send(twice, twice, twice)).toEqual({ accepted: 0, duplicates: 3 });
    const together = await Promise.all(Array.from({ length: 10 }, () => send({ kind: "click", token })));
    expect(together.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(0);
    expect(await counts()).toEqual({ exposures: before.exposures + 1, clicks: before.clicks + 1 });
  });

  it("of the same decision sent by many at once are kept once", async () => {
    const { token } = await decide();
    const sent = await Promise.all(Array.from({ length: 20 }, () => send({ kind: "exposure", token })));
    expect(sent.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(1);
    expect(sent.reduce((sum, { duplicates }) => sum + duplicates, 0)).toBe(19);
  });

  it("keep a click without an exposure, and count it only once it was seen", async () => {
    const { token } = await decide();
    const before = await counts();
    expect(await send({ kind: "click", token })).toEqual({ accepted: 1, duplicates: 0 });
    expect(await counts()).toEqual(before);
    await send({ kind: "exposure", token });
    expect(await counts()).toEqual({ exposures: before.exposures + 1, clicks: before.clicks + 1 });
  });

  it("of users of no cluster are kept apart from every cluster", async () => {
    const before = await counts();
    const { token } = await decide({ user: "stranger" });
    expect(await send({ kind: "exposure", token })).toEqual({ accepted: 1, duplicates: 0 });
    expect(await counts()).toEqual(before);
  });

  it("come 500 at a time, and not 501", async () => {
    const decisions = await Promise.all(Array.from({ length: 20 }, () => decide()));
    const fresh = decisions.map(({ token }) => ({ kind: "exposure" as const, token }));
    const filled = Array.from({ length: 500 }, (_, i) => fresh[i % 20] as (typeof fresh)[number]);
    expect(await send(...filled)).toEqual({ accepted: 20, duplicates: 480 });
    const error = await refusal(() => send(...filled, fresh[0] as (typeof fresh)[number]));
    expect(error).toMatchObject({ code: "invalid_request", issues: [{ field: "body.events" }] });
    expect(await refusal(() => send())).toMatchObject({ issues: [{ field: "body.events" }] });
  });
});

describe("what follows a click", () => {
  it("is kept once a decision, and a view as long as its longest report", async () => {
    const { token } = await decide();
    expect(
      await send(
        { kind: "exposure", token },
        { kind: "play", token },
        { kind: "conversion", token },
        { kind: "play", token },
      ),
    ).toEqual({ accepted: 3, duplicates: 1 });
    expect(await send({ kind: "view", token, seconds: 30 })).toEqual({ accepted: 1, duplicates: 0 });
    expect(await send({ kind: "view", token, seconds: 30 })).toEqual({ accepted: 0, duplicates: 1 });
    expect(await send({ kind: "view", token, seconds: 0, completion: 0.1 })).toEqual({ accepted: 1, duplicates: 0 });
    expect(await send({ kind: "view", token, seconds: 86_400, completion: 1 })).toEqual({ accepted: 1, duplicates: 0 });
    expect(await send({ kind: "view", token, seconds: 60, completion: 0.5 })).toEqual({ accepted: 0, duplicates: 1 });
  });

  it("is refused by its field where it is impossible", async () => {
    const { token } = await decide();
    const fieldsOf = async (event: object) =>
      (await refusal(() => send({ token, ...event } as never))).issues.map(({ field }) => field);
    expect(await fieldsOf({ kind: "view" })).toEqual(["body.events.0.seconds"]);
    expect(await fieldsOf({ kind: "view", seconds: -1 })).toEqual(["body.events.0.seconds"]);
    expect(await fieldsOf({ kind: "view", seconds: 86_401 })).toEqual(["body.events.0.seconds"]);
    expect(await fieldsOf({ kind: "view", completion: 1.01 })).toEqual(["body.events.0.completion"]);
    expect(await fieldsOf({ kind: "click", seconds: 3 })).toEqual(["body.events.0.seconds"]);
    expect(await fieldsOf({ kind: "play", seconds: 3, completion: 1 })).toEqual([
      "body.events.0.seconds",
      "body.events.0.completion",
    ]);
  });
});

describe("a batch with one bad token", () => {
  it("is refused whole, with each bad one's place and reason, and its good ones may come again", async () => {
    const { token } = await decide();
    const claim = world.tokens.verify(token, world.now());
    if ("refused" in claim) throw new Error(claim.refused);
    const flipped = `${token.slice(0, -1)}${token.endsWith("A") ? "B" : "A"}`;
    const forged = tokenSigner(randomBytes(32)).sign(claim);
    const raised = Buffer.from(JSON.stringify({ ...claim, propensity: 1e-6 })).toString("base64url");
    const expired = world.tokens.sign({ ...claim, decidedAtMs: world.now() - 31 * 24 * 3_600_000 });
    const future = world.tokens.sign({ ...claim, decidedAtMs: world.now() + 3_600_000 });
    const bad = [flipped, forged, `${raised}.${token.split(".")[1]}`, expired, future, "junk", "💥"];
    for (const one of bad) {
      const before = await rows();
      const good = { kind: "exposure" as const, token: (await decide()).token };
      const error = await refusal(() => send(good, { kind: "click", token: one }));
      expect(error).toMatchObject({ code: "invalid_request", status: 422 });
      expect(error.issues).toEqual([{ field: "body.events.1.token", reason: expect.stringMatching(/\w{4}/) }]);
      expect(await rows()).toBe(before);
      expect(await send(good)).toEqual({ accepted: 1, duplicates: 0 });
    }
    const all = await refusal(() => send(...bad.map((one) => ({ kind: "click" as const, token: one }))));
    expect(all.issues.map(({ field }) => field)).toEqual(bad.map((_, i) => `body.events.${i}.token`));
  });

  it("or one of an unknown kind is refused by its place", async () => {
    const { token } = await decide();
    const error = await refusal(() => send({ kind: "exposure", token }, { kind: "sneeze" as never, token }));
    expect(error.issues).toEqual([{ field: "body.events.1.kind", reason: expect.any(String) }]);
    const long = await refusal(() => send({ kind: "click", token: "a".repeat(2_001) }));
    expect(long.issues[0]?.field).toBe("body.events.0.token");
  });
});
