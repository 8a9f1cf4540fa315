import { afterEach, describe, expect, it } from "vitest";
import type { LogRow } from "../core/log.ts";
import { randomFrom } from "../core/random.ts";
import { openWorld } from "./testing/world.ts";

const world = await openWorld();
const { client } = world;

/** Two arms drawn evenly whose click rates are 30 % and 5 %. */
function decided(rows: number): LogRow[] {
  const random = randomFrom(7);
  return Array.from({ length: rows }, () => {
    const action = random() < 0.5 ? "good" : "bad";
    const reward = random() < (action === "good" ? 0.3 : 0.05) ? 1 : 0;
    return { action, reward, propensity: 0.5, title: "vampyr", cluster: "sleepless", eligible: ["good", "bad"] };
  });
}
const logHolds = (rows: readonly LogRow[]) => world.policyLog.splice(0, Number.POSITIVE_INFINITY, ...rows);
const release = (policy: string, more: object = {}) => client.call("POST /v1/policy", { body: { policy, ...more } });
const show = () => client.call("GET /v1/policy", {});
const deciding = async () => (await world.workspaces.get("default" as never))?.deciding;
const auditOf = (action: string) =>
  world.database.query<{ actor: string; detail: unknown }>("SELECT actor, detail FROM audit WHERE action = $1", [
    action,
  ]);

afterEach(async () => {
  logHolds([]);
  if ((await show()).policy !== "marquee") await release("marquee", { unproven: "accept" });
});

describe("a policy that the log says is worse", () => {
  it("is refused, says by how much, and changes nothing", async () => {
    logHolds(decided(8_000));
    const before = await world.content();
    const refused = await release("uniform").catch((error: unknown) => error);
    expect(refused).toMatchObject({ status: 409, code: "policy_worse" });
    const { issues } = refused as { issues: { field: string; reason: string }[] };
    expect(issues[0]?.field).toBe("body.policy");
    expect(issues[0]?.reason).toMatch(/the difference lies between -0\.1\d+ and -0\.[01]\d+ a decision/);
    expect(issues[1]?.reason).toContain("4000 of 8000 decisions judged");
    expect(await world.content()).toEqual(before);
  });

  it("is refused even to somebody who accepts what is unproven", async () => {
    logHolds(decided(8_000));
    await expect(release("uniform", { unproven: "accept" })).rejects.toMatchObject({ code: "policy_worse" });
  });
});

describe("a policy that the log is too thin for", () => {
  it("is refused, and nothing is changed", async () => {
    logHolds(decided(60));
    const before = await world.content();
    await expect(release("thompson")).rejects.toMatchObject({
      status: 409,
      code: "policy_unproven",
      issues: [{ field: "body.policy", reason: expect.stringContaining("too thin") }, expect.anything()],
    });
    logHolds([]);
    await expect(release("thompson")).rejects.toMatchObject({ code: "policy_unproven" });
    expect(await world.content()).toEqual(before);
  });

  it("is released where somebody accepts that, and the audit says so", async () => {
    const { policy, released, judgement } = await release("thompson", { unproven: "accept" });
    expect([policy, released, judgement?.verdict]).toEqual(["thompson", true, "refused"]);
    expect((await show()).items[0]).toMatchObject({ policy: "thompson", before: "marquee", unproven: true });
    expect((await auditOf("policy.release-unproven"))[0]).toMatchObject({
      detail: { from: "marquee", to: "thompson", verdict: "refused" },
    });
  });
});

describe("a policy that the log says nothing against", () => {
  it("takes effect as a dated row with its estimates, and leaves the rest of how the workspace decides", async () => {
    logHolds(decided(4_000));
    const before = await deciding();
    const { released, judgement } = await release("thompson", { options: { prior: { a: 1, b: 20 } } });
    expect(released).toBe(true);
    expect(judgement).toMatchObject({ verdict: "cannot-tell", decisions: 4_000, judgedOn: 2_000 });
    expect(judgement?.candidate.dr.value).toBeCloseTo(0.3, 1);
    expect(await deciding()).toEqual({ ...before, policy: "thompson:1,20" });
    const { policy, items } = await show();
    expect(policy).toBe("thompson:1,20");
    expect(items[0]).toMatchObject({ before: "marquee", unproven: false, judgement });
    expect(Date.parse(items[0]?.at ?? "")).toBeGreaterThan(Date.now() - 60_000);
    expect((await auditOf("policy.release")).length).toBeGreaterThan(0);
    await world.reload();
    await expect(release("eps-greedy:0.05")).rejects.toMatchObject({ code: "policy_worse" });
    await release("marquee");
    expect((await show()).policy).toBe("marquee");
  });

  it("is not released twice, and is no release when it is the present one", async () => {
    const { items } = await show();
    expect(await release("marquee")).toEqual({ policy: "marquee", released: false, judgement: null });
    expect((await show()).items).toEqual(items);
  });

  it("is overtaken by another that was released while it was judged", async () => {
    const { judgement } = await release("thompson", { unproven: "accept" });
    if (!judgement) throw new Error("it was not judged");
    const late = {
      policy: "uniform",
      before: "marquee",
      actor: "ann",
      unproven: false,
      judgement: { ...judgement, notes: [] },
    };
    expect(await world.releases.release(late)).toBe("overtaken");
    expect((await show()).policy).toBe("thompson");
  });
});

describe("what is asked for", () => {
  it.each([
    [{ policy: "nonsense" }, "body.policy"],
    [{ policy: "best" }, "body.policy"],
    [{ policy: "thompson:1" }, "body.policy"],
    [{ policy: "thompson", options: { share: 0.1 } }, "body.options.share"],
    [{ policy: "uniform", options: { prior: { a: 1, b: 1 } } }, "body.options.prior"],
    [{ policy: "thompson", options: { prior: { a: 0, b: 1 } } }, "body.options.prior.a"],
    [{ policy: "marquee", unproven: "yes" }, "body.unproven"],
    [{}, "body.policy"],
  ])("is refused by its field: %j", async (body, field) => {
    const response = await world.post("/v1/policy", body);
    expect(response.status).toBe(422);
    expect(((await response.json()) as { error: { issues: { field: string }[] } }).error.issues[0]?.field).toBe(field);
  });

  it("needs the scope of an administrator", async () => {
    const { secret } = await world.keyWith("experiments:write");
    const headers = { authorization: `Bearer ${secret}` };
    expect((await world.post("/v1/policy", { policy: "uniform" }, headers)).status).toBe(403);
    expect((await world.raw("/v1/policy", { headers })).status).toBe(403);
  });

  it("is one workspace's own, newest first, a page at a time", async () => {
    const acme = await world.neighbour("acme-policies");
    const call = (policy: string) => acme.client.call("POST /v1/policy", { body: { policy, unproven: "accept" } });
    await call("uniform");
    await call("thompson");
    const first = await acme.client.call("GET /v1/policy", { query: { limit: 1 } });
    expect([first.policy, first.items.map(({ policy }) => policy)]).toEqual(["thompson", ["thompson"]]);
    const second = await acme.client.call("GET /v1/policy", { query: { limit: 1, after: first.next ?? "" } });
    expect([second.items.map(({ policy }) => policy), second.next]).toEqual([["uniform"], null]);
    expect((await show()).policy).toBe("marquee");
    expect((await acme.client.call("GET /v1/policy", { query: { after: "x" } })).items).toEqual([]);
  });
});
