import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import type { Reply } from "../client/client.ts";
import { ROUTES } from "./routes.ts";
import { answered } from "./testing/contract.ts";
import { cluster, openExperiment, title } from "./testing/samples.ts";
import { openWorld } from "./testing/world.ts";

const world = await openWorld();
const { client } = world;

describe("titles and clusters", () => {
  it("keeps what it was given, and gives it back", async () => {
    const given = title("metropolis", {
      texts: {
        en: { name: "Metropolis", synopsis: "The city above, the machines below.", hero: "Maria", place: "the city" },
        uk: { name: "Метрополіс", synopsis: "Місто вгорі, машини внизу." },
      },
    });
    expect(await client.call("POST /v1/titles", { body: given })).toEqual(given);
    expect(await client.call("GET /v1/titles/{title}", { path: { title: "metropolis" } })).toEqual(given);
    const group = cluster("early-birds", { allowed: {} });
    expect(await client.call("POST /v1/clusters", { body: group })).toEqual(group);
    expect(await client.call("GET /v1/clusters/{cluster}", { path: { cluster: "early-birds" } })).toEqual(group);
  });

  it("changes nothing when the same content comes again, in whatever spelling", async () => {
    await client.call("POST /v1/titles", { body: title("caligari") });
    const before = await world.content();
    const spelled = {
      ...title("caligari"),
      texts: { en: { synopsis: title().texts.en?.synopsis, name: "  Nosferatu " } },
    };
    expect((await world.post("/v1/titles", spelled)).status).toBe(201);
    expect(await world.content()).toEqual(before);
  });

  it.each([
    ["markup", "</text><script>alert('x')</script>"],
    ["an ampersand and quotes", `Tom & "Jerry" <3 'n' \\ co`],
    ["right-to-left script", "شبح الأوبرا"],
    ["Hebrew with marks", "הַגּוֹלֶם"],
    ["Cyrillic", "Тіні забутих предків"],
    ["two scripts", "Dr. Мабузе der Spieler"],
    ["200 characters", "ї".repeat(200)],
  ])("takes a name with %s and gives it back as it is", async (kind, name) => {
    const id = `named-${kind.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}`;
    const body = title(id, { texts: { en: { name: name.normalize("NFC"), synopsis: `All of ${name.slice(0, 90)}` } } });
    expect(await client.call("POST /v1/titles", { body })).toEqual(body);
    expect(await client.call("GET /v1/titles/{title}", { path: { title: id } })).toEqual(body);
  });

  it("counts the users that it put into a cluster, each once", async () => {
    await client.call("POST /v1/clusters", { body: cluster("members") });
    const members = (users: string[]) =>
      client.call("POST /v1/clusters/{cluster}/members", { path: { cluster: "members" }, body: { users } });
    expect(await members(["u1", "u2", "u1"])).toEqual({ assigned: 2 });
    const before = await world.content();
    expect(await members(["u2", "u1"])).toEqual({ assigned: 2 });
    expect(await world.content()).toEqual(before);
  });
});

describe("listings", () => {
  it.each([0, 1, 2, 3])("give %i clusters page by page, in id order, each once", async (size) => {
    const fresh = await openWorld();
    const ids = ["delta", "alpha", "charlie"].slice(0, size);
    for (const id of ids) await fresh.client.call("POST /v1/clusters", { body: cluster(id) });
    const seen: string[] = [];
    let pages = 0;
    let after: string | null = "";
    while (after !== null) {
      const page: Reply<"GET /v1/clusters"> = await fresh.client.call("GET /v1/clusters", {
        query: { limit: 1, after },
      });
      expect(page.items.length).toBeLessThanOrEqual(1);
      seen.push(...page.items.map(({ id }) => id));
      pages++;
      after = page.next;
    }
    expect(seen).toEqual([...ids].sort());
    expect(pages).toBe(Math.max(1, size));
    const whole = await fresh.client.call("GET /v1/clusters", {});
    expect(whole).toEqual({ items: expect.anything(), next: null });
    expect(whole.items).toHaveLength(size);
    const beyond = await fresh.client.call("GET /v1/clusters", { query: { after: "zzz" } });
    expect(beyond).toEqual({ items: [], next: null });
  });

  it("take limits from 1 to 200", async () => {
    for (const limit of [1, 200]) await client.call("GET /v1/titles", { query: { limit } });
    for (const limit of [0, 201, -1, 1.5]) {
      await expect(client.call("GET /v1/titles", { query: { limit } })).rejects.toMatchObject({
        code: "invalid_request",
        issues: [{ field: "query.limit", reason: expect.any(String) }],
      });
    }
  });
});

describe("the road from an order to a report", () => {
  it("goes through orders, creatives, reviews, experiments, decisions and events", async () => {
    await client.call("POST /v1/titles", { body: title("the-general") });
    await client.call("POST /v1/clusters", { body: cluster("railway-fans") });
    const order = { titles: ["the-general"], clusters: ["railway-fans"], armsPerCluster: 2, seed: 7 };
    const job = await client.call("POST /v1/jobs", { body: order, idempotencyKey: "first" });
    expect(job).toMatchObject({ request: order, state: "running", progress: { planned: 3, made: 0 } });

    await world.makeAll();
    expect(await client.call("GET /v1/jobs/{job}", { path: { job: job.id } })).toMatchObject({
      state: "done",
      progress: { planned: 0, made: 3, refused: 0, failed: 0 },
    });
    expect((await client.call("GET /v1/jobs", {})).items.map(({ id }) => id)).toContain(job.id);
    const made = await client.call("GET /v1/creatives", { query: { job: job.id, status: "in-review" } });
    expect(new Set(made.items.map(({ id }) => id)).size).toBe(3);
    const ofCluster = await client.call("GET /v1/creatives", { query: { job: job.id, cluster: "railway-fans" } });
    expect(ofCluster.items).toHaveLength(2);

    await expect(
      client.call("POST /v1/experiments/{title}", { path: { title: "the-general" }, body: { state: "open" } }),
    ).rejects.toMatchObject({ code: "nothing_approved", status: 409 });
    const creatives = made.items.map(({ id }) => id);
    const review = { creatives, verdict: "approve" as const };
    expect(await client.call("POST /v1/creatives/reviews", { body: review })).toEqual({ reviewed: 3 });
    const approvedOnce = await world.content();
    expect(await client.call("POST /v1/creatives/reviews", { body: review })).toEqual({ reviewed: 3 });
    expect(await world.content()).toEqual(approvedOnce);

    const path = { title: "the-general" };
    const experiment = await client.call("POST /v1/experiments/{title}", { path, body: { state: "open" } });
    expect(experiment.state).toBe("open");
    await world.reload();
    const row = await client.call("POST /v1/artwork", { body: { titles: ["the-general"], cluster: "railway-fans" } });
    expect(row.items).toMatchObject([{ titleId: "the-general", error: null }]);
    const artwork = await client.call("GET /v1/artwork/{title}", {
      path,
      query: { cluster: "railway-fans", channel: "poster" },
    });
    expect(creatives).toContain(artwork.creativeId);
    expect(artwork).toMatchObject({
      clusterId: "railway-fans",
      channel: "poster",
      propensity: 1 / 3,
      aiGenerated: true,
      digitalSourceType: "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
    });
    expect(new Set(artwork.eligible)).toEqual(new Set(creatives));

    const { image } = artwork;
    const picture = await world.raw(image.url);
    expect(picture.headers.get("content-type")).toBe("image/webp");
    expect(picture.headers.get("cache-control")).toBe("public, max-age=30, must-revalidate");
    const etag = picture.headers.get("etag") ?? "";
    const again = await fetch(`${world.baseUrl}${image.url}`, {
      headers: { "if-none-match": etag, "cache-control": "max-age=0" },
    });
    expect([again.status, await again.text()]).toEqual([304, ""]);
    expect(await picture.text()).toBe(`${artwork.creativeId} poster en 1 webp`);
    expect(artwork.sources.map(({ format }) => format).toSorted()).toEqual(["avif", "jpeg", "webp"]);
    for (const { url, contentType, format } of artwork.sources) {
      const source = await world.raw(url);
      expect(source.headers.get("content-type")).toBe(contentType);
      expect(await source.text()).toBe(`${artwork.creativeId} poster en 1 ${format}`);
    }
    expect(artwork).toMatchObject({ thumbHash: expect.stringMatching(/^[\w+/]+=*$/), dominant: "#a6b45f" });

    const { token } = artwork;
    const events = [
      { kind: "exposure" as const, token },
      { kind: "click" as const, token },
    ];
    expect(await client.call("POST /v1/events", { body: { events } })).toEqual({ accepted: 2, duplicates: 0 });
    const report = await client.call("GET /v1/experiments/{title}", { path });
    expect(await client.call("GET /v1/effects", { query: {} })).toEqual({ items: [] });
    expect((await client.call("GET /v1/lifts", {})).workspace).toBeNull();
    expect(report.clusters).toMatchObject([
      { clusterId: "railway-fans", exposures: 1, clicks: 1, arms: [{ creativeId: artwork.creativeId, clicks: 1 }] },
    ]);
    const cell = { titleId: experiment.titleId as never, clusterId: "railway-fans" as never };
    await world.winners.declare([{ ...cell, creativeId: artwork.creativeId as never, policyVersion: 1, evidence: {} }]);
    const { winners } = await client.call("GET /v1/experiments/{title}/winners", { path });
    const reverse = "POST /v1/experiments/{title}/winners/{cluster}/reverse";
    const taken = await client.call(reverse, { path: { ...path, cluster: "railway-fans" }, body: { reason: "early" } });
    expect([winners[0]?.reversedAt, taken.reversal?.reason]).toEqual([null, "early"]);
    const closed = await client.call("POST /v1/experiments/{title}", { path, body: { state: "closed" } });
    expect(closed).toEqual({ ...experiment, state: "closed" });
  });

  it("reads one creative with how it came to be", async () => {
    const { controlId } = await openExperiment(world, {
      titleId: "safety-last",
      clusterIds: ["clock"],
      armsPerCluster: 1,
    });
    const creative = await client.call("GET /v1/creatives/{creative}", { path: { creative: controlId } });
    expect(creative).toMatchObject({ id: controlId, clusterId: null, status: "live", titleId: "safety-last" });
    const past = await client.call("GET /v1/creatives/{creative}/history", { path: { creative: controlId } });
    expect(past.items.map(({ action }) => action)).toEqual([
      "job.plan",
      "creative.made",
      "creative.approve",
      "experiment.open",
    ]);
    expect(creative.provenance?.prompt).toBe("a quiet harbour");
    expect([...new Set(creative.renditions.map(({ channel }) => channel))]).toEqual(creative.brief.channels.toSorted());
    const refused = await client.call("GET /v1/creatives/{creative}/rejections", { path: { creative: controlId } });
    expect(refused.rejections).toEqual([]);
    const summary = await client.call("GET /v1/rejections", { query: { title: "safety-last" } });
    expect(summary).toEqual({ creatives: 2, refused: 0, tries: 2, gates: [] });
    const variety = await client.call("GET /v1/titles/{title}/variety", { path: { title: "safety-last" } });
    expect(variety).toMatchObject({ creatives: 2, share: 1, holds: true });
  });

  it("gives the same order the same job, and plans nothing twice", async () => {
    await client.call("POST /v1/titles", { body: title("greed") });
    await client.call("POST /v1/clusters", { body: cluster("gold") });
    const order = { titles: ["greed"], clusters: ["gold"] };
    const first = await client.call("POST /v1/jobs", { body: order, idempotencyKey: "one" });
    const second = await client.call("POST /v1/jobs", { body: order, idempotencyKey: "two" });
    expect(second).toEqual(first);
    expect(first.progress.planned).toBe(5);
    const hurried = { ...order, priority: "high" as const, budget: { pictures: 3 } };
    const third = await client.call("POST /v1/jobs", { body: hurried, idempotencyKey: "three" });
    expect(third).toEqual({ ...first, priority: "high", budget: { pictures: 3 } });
  });
});

describe("a job under way", () => {
  it("pauses, goes on and is cancelled, each once in the audit, and runs again when it is ordered again", async () => {
    await client.call("POST /v1/titles", { body: title("sunrise") });
    await client.call("POST /v1/clusters", { body: cluster("romantics") });
    const body = { titles: ["sunrise"], clusters: ["romantics"] };
    const { id } = await client.call("POST /v1/jobs", { body, idempotencyKey: "paused" });
    const path = { job: id };
    const pause = () => client.call("POST /v1/jobs/{job}/pause", { path });
    expect(await pause()).toMatchObject({ state: "paused", progress: { planned: 5 } });
    expect(await pause()).toMatchObject({ state: "paused" });
    expect((await client.call("POST /v1/jobs", { body, idempotencyKey: "while-paused" })).state).toBe("paused");
    const resumed = await client.call("POST /v1/jobs/{job}/resume", { path, body: { budget: { minutes: 2 } } });
    expect(resumed).toMatchObject({ state: "running", budget: { minutes: 2 } });
    const cancel = () => client.call("POST /v1/jobs/{job}/cancel", { path });
    expect(await cancel()).toMatchObject({ state: "cancelled" });
    expect(await cancel()).toMatchObject({ state: "cancelled" });
    await expect(pause()).rejects.toMatchObject({ code: "job_not_movable", status: 409 });
    await expect(client.call("POST /v1/jobs/{job}/resume", { path, body: {} })).rejects.toMatchObject({
      code: "job_not_movable",
    });
    expect((await client.call("POST /v1/jobs", { body, idempotencyKey: "after-all" })).state).toBe("running");
    const audit = await world.database.query<{ action: string }>(
      "SELECT action FROM audit WHERE subject = $1 ORDER BY id",
      [id],
    );
    expect(audit.map(({ action }) => action)).toEqual([
      "job.plan",
      "job.pause",
      "job.resume",
      "job.cancel",
      "job.plan",
    ]);

    await world.makeAll();
    expect(await client.call("GET /v1/jobs/{job}", { path })).toMatchObject({ state: "done" });
    expect(await client.call("GET /v1/jobs/{job}/report", { path })).toMatchObject({
      total: { made: 5, left: 0 },
      titles: [{ titleId: "sunrise", made: 5 }],
    });
    const anew = { selection: { titles: ["sunrise"] } };
    expect(await client.call("POST /v1/regenerations", { body: anew, idempotencyKey: "anew" })).toMatchObject({
      estimate: { selected: 5, same: 0 },
      job: null,
    });
    await expect(
      client.call("POST /v1/jobs/{job}/pause", { path: { job: "job_0000000000000000" } }),
    ).rejects.toMatchObject({ code: "job_not_found" });
  });
});

describe("a title's terms", () => {
  it("change, are taken away, and are followed by later orders alone, with a line in the audit each", async () => {
    await client.call("POST /v1/titles", { body: title("terms", { concepts: ["castle", "battlefield"] }) });
    await client.call("POST /v1/clusters", { body: cluster("terms") });
    const order = async (seed: number) => {
      const body = { titles: ["terms"], clusters: ["terms"], armsPerCluster: 1, seed };
      const { id } = await client.call("POST /v1/jobs", { body, idempotencyKey: `terms-${seed}` });
      const { items } = await client.call("GET /v1/creatives", { query: { job: id } });
      return items.map(({ brief }) => brief);
    };
    const path = { title: "terms" };
    const before = await order(1);
    const terms = { ageRating: "16+", cast: ["Max Schreck"], forbidden: ["weapons" as const] };
    const changed = await client.call("POST /v1/titles/{title}/terms", { path, body: terms });
    expect(changed).toMatchObject(terms);
    expect(await client.call("GET /v1/titles/{title}", { path })).toEqual(changed);
    for (const brief of await order(2)) expect(brief).toMatchObject({ ...terms, concepts: ["castle"] });
    const { items } = await client.call("GET /v1/creatives", { query: { title: "terms" } });
    const old = items.filter(({ id }) => before.some(({ creativeId }) => creativeId === id));
    expect(old.map(({ brief }) => brief)).toEqual(expect.arrayContaining(before));
    for (const { brief } of old) expect(brief).not.toHaveProperty("ageRating");

    const taken = await client.call("POST /v1/titles/{title}/terms", { path, body: { ageRating: null } });
    expect(taken).not.toHaveProperty("ageRating");
    expect(taken.cast).toEqual(terms.cast);
    await client.call("POST /v1/titles/{title}/terms", { path, body: { ageRating: null } });
    const lines = await world.database.query<{ detail: object }>(
      "SELECT detail FROM audit WHERE action = 'title.terms' AND subject = 'terms' ORDER BY id",
    );
    expect(lines.map(({ detail }) => detail)).toEqual([terms, { ageRating: null }]);
  });
});

describe("a picture", () => {
  it("is kept the same, sent or fetched", async () => {
    const body = new Uint8Array(
      await sharp({ create: { width: 3, height: 2, channels: 3, background: "red" } })
        .png()
        .toBuffer(),
    );
    const server = createServer((_, response) => response.end(body)).listen(0, "127.0.0.1");
    await once(server, "listening");
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const sent = await client.call("POST /v1/assets", { body });
    expect(await client.call("POST /v1/assets/from-url", { body: { url } })).toEqual(sent);
    server.close();
  });
});

describe("a plan", () => {
  it("says what a title's traffic can tell apart, and the order for it", async () => {
    await client.call("POST /v1/titles", { body: title("seven-chances") });
    await client.call("POST /v1/clusters", { body: cluster("brides") });
    const clusters = [{ id: "brides", impressionsPerDay: 50_000 }];
    const body = { titles: ["seven-chances"], clusters, days: 14, baseRate: 0.05 };
    const plan = await client.call("POST /v1/plans", { body });
    expect(plan.order).toMatchObject({ titles: ["seven-chances"], clusters: ["brides"] });
    expect(plan.armsPerCluster).toBeGreaterThan(0);
  });
});

describe("a pull", () => {
  it("takes a creative out of the answers, and gives it back", async () => {
    const { controlId } = await openExperiment(world, { titleId: "the-kid", clusterIds: ["kin"], armsPerCluster: 1 });
    const body = { creatives: [controlId], note: "the photographer objects" };
    const pulled = await client.call("POST /v1/creatives/pulls", { body: { ...body, reason: "rights" } });
    expect(pulled).toMatchObject({ creatives: 1, everywhere: true, behind: 0 });
    const back = await client.call("POST /v1/creatives/pulls/ends", { body });
    expect(back).toEqual(pulled);
  });
});

describe("a workspace", () => {
  it("is renamed and given a brand, and says so", async () => {
    const path = { workspace: "default" };
    const renamed = await client.call("POST /v1/workspaces/{workspace}", { path, body: { name: "Silent films" } });
    expect(renamed).toMatchObject({ id: "default", name: "Silent films", autoApprove: [] });
    const body = { forbiddenLooks: ["halftone" as const], tones: ["warm" as const] };
    const branded = await client.call("POST /v1/workspaces/{workspace}/brand", { path, body });
    expect(branded).toMatchObject({ name: "Silent films", brand: { ...body, forbiddenStyles: [] } });
    expect(await client.call("GET /v1/workspaces/{workspace}", { path })).toEqual(branded);
    expect(await client.call("GET /v1/workspaces", {})).toEqual({ items: [branded], next: null });
    const rows = await world.database.query("SELECT action FROM audit WHERE subject = 'default' ORDER BY id");
    expect(rows).toEqual([{ action: "workspace.rename" }, { action: "workspace.brand" }]);
    await client.call("POST /v1/workspaces/{workspace}/brand", { path, body: {} });
  });
});

describe("a policy", () => {
  it("takes effect, and says from when on", async () => {
    const body = { policy: "thompson", unproven: "accept" as const };
    expect(await client.call("POST /v1/policy", { body })).toMatchObject({ policy: "thompson", released: true });
    const { policy, items } = await client.call("GET /v1/policy", {});
    expect([policy, items.map(({ before }) => before)]).toEqual(["thompson", ["marquee"]]);
  });
});

describe("health", () => {
  it("says that it lives, without a key", async () => {
    const response = await world.raw("/healthz", { headers: { authorization: "" } });
    expect(await response.json()).toEqual({ status: "ok" });
  });

  it("is ready when the snapshot is fresh and the queue answers", async () => {
    await world.reload();
    expect(await client.call("GET /readyz")).toMatchObject({ status: "ready", queueOldestWaitMs: 0 });
    world.queue.goAway(true);
    await expect(client.call("GET /readyz")).rejects.toMatchObject({ code: "queue_away", status: 503, retry: true });
    world.queue.goAway(false);
  });
});

it("answered well on every route there is", () => {
  expect([...answered].sort()).toEqual(ROUTES.map((route) => `${route.method} ${route.path}`).sort());
});
