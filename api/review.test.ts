import { describe, expect, it } from "vitest";
import type { ChannelName } from "../core/channel.ts";
import { cluster, openExperiment, title } from "./testing/samples.ts";
import { openWorld } from "./testing/world.ts";

const world = await openWorld();
const { client } = world;

const one = (creative: string) => client.call("GET /v1/creatives/{creative}", { path: { creative } });
const statusOf = async (creative: string) => (await one(creative)).status;
const review = (
  creatives: string[],
  verdict: "approve" | "reject" | "reopen" | "retire" | "restore",
  reason?: string,
) => client.call("POST /v1/creatives/reviews", { body: { creatives, verdict, ...(reason && { reason }) } });
const pull = (creatives: string[], reason: "rights" | "safety" = "rights") =>
  client.call("POST /v1/creatives/pulls", { body: { creatives, reason, note: "a letter came" } });
const endPull = (creatives: string[]) =>
  client.call("POST /v1/creatives/pulls/ends", { body: { creatives, note: "it is settled" } });
const ask = (titleId: string, query: { cluster?: string; user?: string; channel?: ChannelName }) =>
  client.call("GET /v1/artwork/{title}", { path: { title: titleId }, query });
const pastOf = async (creative: string) =>
  (await client.call("GET /v1/creatives/{creative}/history", { path: { creative } })).items;

/** One title with everything made and nothing reviewed; the control is first. */
async function madeTitle(titleId: string, armsPerCluster = 1): Promise<string[]> {
  await client.call("POST /v1/titles", { body: title(titleId) });
  await client.call("POST /v1/clusters", { body: cluster("crowd") });
  const body = { titles: [titleId], clusters: ["crowd"], armsPerCluster };
  await client.call("POST /v1/jobs", { body, idempotencyKey: `order-${titleId}` });
  await world.makeAll();
  const { items } = await client.call("GET /v1/creatives", { query: { title: titleId } });
  return items.toSorted((a, b) => Number(a.clusterId !== null) - Number(b.clusterId !== null)).map(({ id }) => id);
}

const open = (titleId: string) =>
  client.call("POST /v1/experiments/{title}", { path: { title: titleId }, body: { state: "open" } });

describe("a creative", () => {
  it("is live once it is approved and its title's experiment is open, and no earlier", async () => {
    const [control = "", arm = ""] = await madeTitle("intolerance");
    expect(await one(control)).toMatchObject({ status: "in-review", liveIn: [], pull: null, autoApproved: [] });
    await review([control], "approve");
    expect(await one(control)).toMatchObject({ status: "approved", liveIn: [] });
    await expect(ask("intolerance", { user: "u" })).rejects.toMatchObject({ code: "no_artwork" });
    await open("intolerance");
    const live = await one(control);
    expect(live.status).toBe("live");
    expect(live.liveIn).toEqual([...new Set(live.renditions.map(({ channel }) => channel))].sort());
    expect((await ask("intolerance", { cluster: "crowd" })).eligible).toEqual([control]);
    // Approved while the experiment is open: live at once.
    await review([arm], "approve");
    expect(await statusOf(arm)).toBe("live");
    expect(new Set((await ask("intolerance", { cluster: "crowd" })).eligible)).toEqual(new Set([control, arm]));
    const listed = await client.call("GET /v1/creatives", { query: { title: "intolerance", status: "live" } });
    expect(listed.items).toHaveLength(2);
    const approved = await client.call("GET /v1/creatives", { query: { title: "intolerance", status: "approved" } });
    expect(approved.items).toEqual([]);
  });

  it("goes back and forth with a reason, and its history has every step with who and when", async () => {
    const [, arm = ""] = await madeTitle("sunrise");
    await expect(review([arm], "reject")).rejects.toMatchObject({
      code: "invalid_request",
      issues: [{ field: "body.reason", reason: "say why it is rejected" }],
    });
    await review([arm], "reject", "the title covers a face");
    expect(await one(arm)).toMatchObject({ status: "rejected", reason: "the title covers a face" });
    await expect(review([arm], "approve")).rejects.toMatchObject({
      code: "creative_not_reviewable",
      status: 409,
      issues: [{ field: "body.creatives.0", reason: expect.stringContaining("reopen it first") }],
    });
    await review([arm], "reopen");
    expect(await one(arm)).toMatchObject({ status: "in-review", reason: null });
    await review([arm], "approve", "after a second look");
    await review([arm], "retire", "the season is over");
    expect(await one(arm)).toMatchObject({ status: "retired", reason: "the season is over" });
    await review([arm], "restore");
    expect(await one(arm)).toMatchObject({ status: "approved", reason: null });

    const past = await pastOf(arm);
    expect(past.map(({ action }) => action)).toEqual([
      "job.plan",
      "creative.made",
      "creative.reject",
      "creative.reopen",
      "creative.approve",
      "creative.retire",
      "creative.restore",
    ]);
    expect(past.at(-2)).toMatchObject({
      actor: expect.stringMatching(/^of key_/),
      detail: { reason: "the season is over" },
    });
    const times = past.map(({ at }) => at);
    expect(times).toEqual([...times].sort());
    const first = await client.call("GET /v1/creatives/{creative}/history", {
      path: { creative: arm },
      query: { limit: 2 },
    });
    expect(first.items).toEqual(past.slice(0, 2));
    const rest = await client.call("GET /v1/creatives/{creative}/history", {
      path: { creative: arm },
      query: { after: first.next ?? "" },
    });
    expect(rest).toEqual({ items: past.slice(2), next: null });
  });

  it("loses no verdict when two review it at once: the objection stands, and both are in the history", async () => {
    const creatives = await madeTitle("greed", 8);
    await Promise.all(
      creatives.flatMap((id) => [
        review([id], "approve").catch((error) => expect(error).toMatchObject({ code: "creative_not_reviewable" })),
        review([id], "reject", "not like this"),
      ]),
    );
    for (const id of creatives) {
      expect(await statusOf(id)).toBe("rejected");
      const said = (await pastOf(id)).map(({ action }) => action).slice(2);
      expect([["creative.reject"], ["creative.approve", "creative.reject"]]).toContainEqual(said);
    }
  });
});

describe("a pulled creative", () => {
  const pictureOf = async (creative: string) => {
    const { renditions } = await one(creative);
    const status: number[] = [];
    for (const { blob, contentType } of renditions) {
      const ending = String(contentType) === "image/jpeg" ? "jpg" : contentType.slice("image/".length);
      status.push((await world.raw(`/images/${blob}.${ending}`)).status);
    }
    return [...new Set(status)];
  };

  it("is in no answer, its pictures are gone, and a person can bring it back", async () => {
    const { controlId, creativeIds } = await openExperiment(world, {
      titleId: "faust",
      clusterIds: ["devils"],
      armsPerCluster: 2,
    });
    const arm = creativeIds.find((id) => id !== controlId) ?? "";
    expect(await pictureOf(arm)).toEqual([200]);
    const pulled = await pull([arm]);
    expect(pulled).toMatchObject({ creatives: 1, everywhere: true });
    expect(pulled.images.length).toBeGreaterThan(0);
    for (let i = 0; i < 50; i++) {
      const { creativeId, eligible, propensity } = await ask("faust", { cluster: "devils" });
      expect([creativeId, ...eligible]).not.toContain(arm);
      expect(propensity).toBe(1 / 2);
    }
    expect(await one(arm)).toMatchObject({
      status: "approved",
      liveIn: [],
      pull: { reason: "rights", note: "a letter came", actor: expect.stringMatching(/^of key_/) },
    });
    expect(await pictureOf(arm)).toEqual([410]);
    expect(await pictureOf(controlId)).toEqual([200]);
    await expect(review([arm], "approve")).rejects.toMatchObject({ code: "creative_not_reviewable" });

    const before = await world.content();
    await pull([arm], "safety");
    expect(await world.content()).toEqual(before);
    await endPull([arm]);
    expect(await one(arm)).toMatchObject({ status: "live", pull: null });
    expect(await pictureOf(arm)).toEqual([200]);
    expect((await ask("faust", { cluster: "devils" })).eligible).toContain(arm);
    expect((await pastOf(arm)).slice(-2)).toMatchObject([
      { action: "creative.pull", detail: { reason: "rights", note: "a letter came" } },
      { action: "creative.unpull", detail: { note: "it is settled" } },
    ]);
  });

  it("that was the control leaves its traffic to the rest, and its strangers to one of them", async () => {
    const { controlId, creativeIds } = await openExperiment(world, {
      titleId: "pandora",
      clusterIds: ["boxes"],
      armsPerCluster: 2,
    });
    const arms = creativeIds.filter((id) => id !== controlId);
    await pull([controlId]);
    expect(new Set((await ask("pandora", { cluster: "boxes" })).eligible)).toEqual(new Set(arms));
    const stranger = await ask("pandora", { user: "nobody-knows-me" });
    expect([arms.includes(stranger.creativeId), stranger.propensity]).toEqual([true, 1]);
    await pull(arms);
    await expect(ask("pandora", { cluster: "boxes" })).rejects.toMatchObject({ code: "no_artwork", status: 404 });
    await expect(ask("pandora", { user: "nobody-knows-me" })).rejects.toMatchObject({ code: "no_artwork" });
    await endPull([controlId]);
    expect((await ask("pandora", { cluster: "boxes" })).eligible).toEqual([controlId]);
  });

  it("keeps the pictures that another creative shows too, until that one is pulled as well", async () => {
    const { creativeIds } = await openExperiment(world, { titleId: "tabu", clusterIds: ["seas"], armsPerCluster: 1 });
    const [a = "", b = ""] = creativeIds;
    await world.database.query(
      `UPDATE renditions SET blob = other.blob FROM renditions AS other
       WHERE renditions.creative_id = $1 AND other.creative_id = $2 AND renditions.channel = other.channel
         AND renditions.locale = other.locale`,
      [a, b],
    );
    await pull([a]);
    expect(await pictureOf(a)).toEqual([200]);
    await pull([b]);
    expect(await pictureOf(a)).toEqual([410]);
  });

  it("all or none: one that is not there stops the pull of the others", async () => {
    const [arm = ""] = await madeTitle("variete");
    await expect(pull([arm, "crv_0000000000000000"])).rejects.toMatchObject({
      code: "creative_not_found",
      issues: [{ field: "body.creatives.1" }],
    });
    expect(await one(arm)).toMatchObject({ pull: null });
  });
});

describe("a workspace that lets channels go without a person", () => {
  const path = { workspace: "default" };
  const allow = (autoApprove: ChannelName[]) =>
    client.call("POST /v1/workspaces/{workspace}", { path, body: { autoApprove } });

  it("shows nothing unapproved while the switch is off", async () => {
    const creatives = await madeTitle("nibelungs");
    await expect(open("nibelungs")).rejects.toMatchObject({ code: "nothing_approved" });
    for (const id of creatives) expect(await one(id)).toMatchObject({ liveIn: [], autoApproved: [] });
    await expect(ask("nibelungs", { cluster: "crowd" })).rejects.toMatchObject({ code: "no_artwork" });
  });

  it("shows what passed its gates in exactly these channels, says why, and takes it back when it is off again", async () => {
    await allow(["web", "square"]);
    const creatives = await madeTitle("spies", 2);
    await open("spies");
    const [control = "", arm = ""] = creatives;
    for (const id of creatives)
      expect(await one(id)).toMatchObject({
        status: "in-review",
        liveIn: ["square", "web"],
        autoApproved: ["square", "web"],
      });
    expect((await pastOf(arm)).find(({ action }) => action === "creative.auto-approve")).toMatchObject({
      actor: "workspace setting",
      detail: { channels: ["square", "web"], note: "auto-approved for square, web by workspace setting" },
    });
    expect(new Set((await ask("spies", { cluster: "crowd", channel: "web" })).eligible)).toEqual(new Set(creatives));
    await expect(ask("spies", { cluster: "crowd", channel: "poster" })).rejects.toMatchObject({ code: "no_artwork" });
    // What was made before the switch still waits for a person.
    await expect(ask("nibelungs", { cluster: "crowd" })).rejects.toMatchObject({ code: "no_artwork" });

    // A person's approval is for every channel: there it is the only arm.
    await review([arm], "approve");
    const poster = await ask("spies", { cluster: "crowd", channel: "poster" });
    expect([poster.creativeId, poster.eligible, poster.propensity]).toEqual([arm, [arm], 1]);
    expect((await ask("spies", { cluster: "crowd", channel: "web" })).eligible).toHaveLength(3);
    // A person's rejection ends what the setting allowed, for good.
    await review([control], "reject", "no");
    expect((await ask("spies", { cluster: "crowd", channel: "web" })).eligible).not.toContain(control);
    await review([control], "reopen");
    expect(await one(control)).toMatchObject({ status: "in-review", liveIn: [] });

    await allow(["square"]);
    expect((await ask("spies", { cluster: "crowd", channel: "web" })).eligible).toEqual([arm]);
    expect((await ask("spies", { cluster: "crowd", channel: "square" })).eligible).toHaveLength(2);
    await allow([]);
    expect((await ask("spies", { cluster: "crowd", channel: "square" })).eligible).toEqual([arm]);
    // On again: what was made under the old switch does not come back by itself.
    await allow(["web"]);
    expect((await ask("spies", { cluster: "crowd", channel: "web" })).eligible).toEqual([arm]);

    const switched = await world.database.query<{ actor: string; detail: unknown }>(
      "SELECT actor, detail FROM audit WHERE action = 'workspace.auto-approve' ORDER BY id",
    );
    expect(switched.map(({ detail }) => detail)).toEqual([
      { from: [], to: ["web", "square"] },
      { from: ["web", "square"], to: ["square"] },
      { from: ["square"], to: [] },
      { from: [], to: ["web"] },
    ]);
    for (const { actor } of switched) expect(actor).toMatch(/^of key_/);
    await allow([]);
  });

  it("needs the scope of its own to be switched", async () => {
    const { secret } = await world.keyWith("catalogue:write", "creatives:review", "experiments:write");
    const response = await world.post(
      "/v1/workspaces/default",
      { autoApprove: ["web"] },
      { authorization: `Bearer ${secret}` },
    );
    expect(response.status).toBe(403);
  });
});
