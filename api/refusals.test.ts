import { request } from "node:http";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { ERRORS, type ErrorCode } from "../core/errors.ts";
import type { Problem } from "./problem.ts";
import { cluster, openExperiment, title } from "./testing/samples.ts";
import { openWorld } from "./testing/world.ts";

const world = await openWorld();
const { creativeIds } = await openExperiment(world, { titleId: "faust", clusterIds: ["doubters"], armsPerCluster: 1 });
const [someCreative = ""] = creativeIds;
const NOBODY = "crv_0000000000000000";

/** Sends it and expects the refusal, with the field and a reason, and the whole database as it was. */
async function refused(
  send: () => Promise<Response>,
  code: ErrorCode,
  field?: string,
): Promise<{ field: string; reason: string }[]> {
  const before = await world.content();
  const response = await send();
  const { error } = (await response.json()) as Problem;
  expect(error).toMatchObject({ code, message: ERRORS[code].say, retry: ERRORS[code].retry });
  expect(response.status).toBe(ERRORS[code].status);
  if (field !== undefined) {
    const issue = error.issues.find((one) => one.field === field);
    expect(issue, `${field} in ${JSON.stringify(error.issues)}`).toBeDefined();
    expect(issue?.reason.length).toBeGreaterThan(5);
  }
  expect(await world.content()).toEqual(before);
  return error.issues;
}

const named = (name: unknown) => title("refused", { texts: { en: { name, synopsis: "Somebody sails." } } });

describe("a title", () => {
  it.each<[string, unknown, string]>([
    ["an unknown genre", title("refused", { genres: ["musical"] }), "body.genres.0"],
    ["no genre", title("refused", { genres: [] }), "body.genres"],
    ["five genres", title("refused", { genres: Array(5).fill("war") }), "body.genres"],
    ["an unknown concept", title("refused", { concepts: ["sea", "moon"] }), "body.concepts.1"],
    ["an empty name", named(""), "body.texts.en.name"],
    ["a name of white space", named(" \u00a0\u2003 "), "body.texts.en.name"],
    ["a name of 10,000 characters", named("a".repeat(10_000)), "body.texts.en.name"],
    ["a name of 201 characters", named("ї".repeat(201)), "body.texts.en.name"],
    ["a name with a NUL", named("Nos\0feratu"), "body.texts.en.name"],
    ["a name with a line break", named("Nos\nferatu"), "body.texts.en.name"],
    ["a name with half a surrogate pair", named("Nos\ud83cferatu"), "body.texts.en.name"],
    ["a number for a name", named(7), "body.texts.en.name"],
    ["null for a name", named(null), "body.texts.en.name"],
    ["no name", named(undefined), "body.texts.en.name"],
    ["an unknown locale", title("refused", { texts: { fr: { name: "N", synopsis: "S" } } }), "body.texts.fr"],
    ["no text at all", title("refused", { texts: {} }), "body.texts"],
    ["a year as text", title("refused", { year: "1922" }), "body.year"],
    ["a year before film", title("refused", { year: 1700 }), "body.year"],
    ["an id with capitals", title("Refused"), "body.id"],
    ["an id of 65 characters", title("a".repeat(65)), "body.id"],
    ["an id with a NUL", title("refu\0sed"), "body.id"],
    ["an unknown field", title("refused", { director: "Murnau" }), "body.director"],
    [
      "an unknown field deep inside",
      title("refused", { texts: { en: { ...named("N").texts.en, x: 1 } } }),
      "body.texts.en.x",
    ],
    ["a prototype", '{"__proto__":{"id":"refused"},"genres":["war"]}', "body.id"],
    ["null", null, "body"],
    ["a list", [title("refused")], "body"],
    ["text", '"refused"', "body"],
  ])("with %s is refused", async (_what, body, field) => {
    await refused(() => world.post("/v1/titles", body), "invalid_request", field);
  });

  it("is told every fault at once", async () => {
    const issues = await refused(
      () => world.post("/v1/titles", title("Bad Id", { year: 1, genres: ["musical"], concepts: [] })),
      "invalid_request",
    );
    const fields = ["body.concepts", "body.genres.0", "body.id", "body.year"];
    expect(issues.map(({ field }) => field).sort()).toEqual(fields);
  });

  it("with an id that has other content is refused", async () => {
    await refused(() => world.post("/v1/titles", title("faust", { year: 1926 })), "id_taken", "body.id");
    await refused(() => world.post("/v1/clusters", cluster("doubters", { name: "Others" })), "id_taken", "body.id");
    await refused(() => world.post("/v1/clusters", cluster("no-cluster")), "id_taken", "body.id");
  });

  it("that no bundled font can draw, with the characters named", async () => {
    const issues = await refused(
      () => world.post("/v1/titles", named("The 𒀀 Job 😀")),
      "title_not_drawable",
      "body.texts.en.name",
    );
    expect(issues[0]?.reason).toContain('"𒀀" (U+12000), "😀" (U+1F600)');
  });
});

describe("a cluster", () => {
  it.each<[string, unknown, string]>([
    ["an unknown palette", cluster("refused", { allowed: { palette: ["mauve"] } }), "body.allowed.palette.0"],
    ["an empty list of moods", cluster("refused", { allowed: { mood: [] } }), "body.allowed.mood"],
    ["an unknown attribute", cluster("refused", { allowed: { weather: ["rain"] } }), "body.allowed.weather"],
    ["an unknown locale", cluster("refused", { locale: "xx" }), "body.locale"],
    ["a name of 81 characters", cluster("refused", { name: "a".repeat(81) }), "body.name"],
  ])("with %s is refused", async (_what, body, field) => {
    await refused(() => world.post("/v1/clusters", body), "invalid_request", field);
  });

  it("takes no members that could name a person, none at all, and none for a cluster that is not there", async () => {
    const members = (cluster: string, users: unknown) => () => world.post(`/v1/clusters/${cluster}/members`, { users });
    await refused(members("doubters", ["somebody@example.com"]), "invalid_request", "body.users.0");
    await refused(members("doubters", []), "invalid_request", "body.users");
    await refused(members("doubters", Array(5_001).fill("u")), "invalid_request", "body.users");
    await refused(members("nobody", ["u1"]), "cluster_not_found");
  });
});

describe("a body", () => {
  const json = JSON.stringify(title("refused"));
  it("that is not JSON is refused", async () => {
    for (const body of ["{", "", "{'id': 1}", `${json}}`, "\u0000", "undefined"])
      await refused(() => world.post("/v1/titles", body), body === "" ? "invalid_request" : "malformed_json");
  });

  it("over its limit is refused, also when it hides its length", async () => {
    const big = JSON.stringify(title("refused", { padding: "x".repeat(64 * 1024) }));
    await refused(() => world.post("/v1/titles", big), "body_too_large");
    const packed = gzipSync(JSON.stringify({ padding: "x".repeat(5_000_000) }));
    const headers = { "content-type": "application/json", "content-encoding": "gzip" };
    await refused(() => world.raw("/v1/titles", { method: "POST", headers, body: packed }), "body_too_large");
    const events = JSON.stringify({ events: [{ kind: "click", token: "x".repeat(1024 * 1024) }] });
    await refused(() => world.post("/v1/events", events), "body_too_large");
  });

  it.each(["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml"])(
    "of type %s is refused",
    async (type) => {
      await refused(() => world.post("/v1/titles", json, { "content-type": type }), "unsupported_media_type");
    },
  );

  it("without a type, in an unknown character set or packing, or broken in its packing is refused", async () => {
    const post = (headers: Record<string, string>, body: Uint8Array<ArrayBuffer>) => () =>
      world.raw("/v1/titles", { method: "POST", headers, body });
    const bytes = Buffer.from(json);
    const type = "application/json";
    await refused(post({}, bytes), "unsupported_media_type");
    await refused(post({ "content-type": `${type}; charset=iso-8859-1` }, bytes), "unsupported_media_type");
    await refused(post({ "content-type": type, "content-encoding": "zip" }, bytes), "unsupported_media_type");
    await refused(post({ "content-type": type, "content-encoding": "gzip" }, bytes), "malformed_json");
    const half = gzipSync(bytes).subarray(0, 30);
    await refused(post({ "content-type": type, "content-encoding": "gzip" }, half), "malformed_json");
  });

  it("that ends early leaves everything as it was", async () => {
    const before = await world.content();
    const { hostname, port } = new URL(world.baseUrl);
    await new Promise<void>((done) => {
      const headers = {
        authorization: `Bearer ${world.secret}`,
        "content-type": "application/json",
        "content-length": json.length + 10,
      };
      const asked = request({ hostname, port, path: "/v1/titles", method: "POST", headers });
      asked.on("error", () => done());
      asked.write(json);
      setTimeout(() => asked.destroy(), 100);
    });
    expect(await world.content()).toEqual(before);
    expect((await world.raw("/healthz")).status).toBe(200);
  });
});

describe("a query", () => {
  it.each([
    ["/v1/titles?limit=0", "query.limit"],
    ["/v1/titles?limit=201", "query.limit"],
    ["/v1/titles?limit=ten", "query.limit"],
    ["/v1/titles?limit=", "query.limit"],
    ["/v1/titles?limit=1&limit=2", "query.limit"],
    ["/v1/titles?page=2", "query.page"],
    ["/v1/titles?__proto__=2", "query.__proto__"],
    [`/v1/titles?after=${"a".repeat(101)}`, "query.after"],
    ["/v1/titles?after=a%00b", "query.after"],
    ["/v1/jobs?after=%00", "query.after"],
    ["/v1/creatives?status=lost", "query.status"],
    ["/v1/creatives?title=A%00", "query.title"],
    ["/v1/creatives?job=job_1", "query.job"],
    ["/v1/artwork/faust", "query.user"],
    ["/v1/artwork/faust?user=a%20b", "query.user"],
    ["/v1/artwork/faust?user=", "query.user"],
    [`/v1/artwork/faust?user=${"u".repeat(129)}`, "query.user"],
    ["/v1/artwork/faust?user=u1&channel=radio", "query.channel"],
    ["/v1/artwork/faust?user=u1&locale=xx", "query.locale"],
    ["/v1/artwork/faust?user=u1&user=u2", "query.user"],
    ["/v1/artwork/Faust?user=u1", "path.title"],
    ["/v1/artwork/faust?user=u1&device=fridge", "query.device"],
    ["/v1/artwork/faust?user=u1&hour=24", "query.hour"],
    ["/v1/artwork/faust?user=u1&hour=", "query.hour"],
    ["/v1/artwork/faust?user=u1&hour=8&daypart=morning", "query.daypart"],
    ["/v1/artwork/faust?user=u1&novelty=1.1", "query.novelty"],
    ["/v1/artwork/faust?user=u1&novelty=", "query.novelty"],
    ["/v1/artwork/faust?user=u1&novelty=NaN", "query.novelty"],
    ["/v1/titles/%00", "path.title"],
    ["/v1/jobs/1", "path.job"],
    ["/v1/creatives/crv_1", "path.creative"],
    ["/images/..%2f..%2fetc%2fpasswd", "path.file"],
    ["/healthz?x=1", "query.x"],
  ])("%s is refused", async (path, field) => {
    await refused(() => world.raw(path), "invalid_request", field);
  });
});

describe("what is not there", () => {
  it.each<[string, ErrorCode]>([
    ["/v1/titles/nobody", "title_not_found"],
    ["/v1/clusters/nobody", "cluster_not_found"],
    ["/v1/jobs/job_0000000000000000", "job_not_found"],
    [`/v1/creatives/${NOBODY}`, "creative_not_found"],
    ["/v1/experiments/nobody", "experiment_not_found"],
    ["/v1/artwork/nobody?user=u1", "no_artwork"],
    ["/v1/artwork/faust?cluster=nobody", "cluster_not_found"],
    [`/images/${"0".repeat(64)}.webp`, "image_not_found"],
    ["/v1/nothing", "route_not_found"],
    ["/", "route_not_found"],
    ["/v1/titles/%ff", "route_not_found"],
  ])("%s is said so", async (path, code) => {
    await refused(() => world.raw(path), code);
  });

  it.each([
    ["DELETE", "/v1/titles"],
    ["PUT", "/v1/titles/faust"],
    ["PATCH", "/v1/creatives"],
    ["POST", "/healthz"],
    ["GET", "/v1/events"],
    ["POST", "/openapi.json"],
  ])("%s %s is a method that is not taken", async (method, path) => {
    await refused(() => world.raw(path, { method }), "method_not_allowed");
  });

  it("is named in orders, reviews and experiments, by its place in the list", async () => {
    const order = (body: object) => () => world.post("/v1/jobs", body, { "idempotency-key": "unknown-ids" });
    const titles = ["faust", "nobody"];
    await refused(order({ titles, clusters: ["doubters"] }), "title_not_found", "body.titles.1");
    await refused(order({ titles: ["faust"], clusters: ["nobody", "nil"] }), "cluster_not_found", "body.clusters.1");
    const review = (creatives: string[]) => () =>
      world.post("/v1/creatives/reviews", { creatives, verdict: "reject", reason: "no" });
    await refused(review([someCreative, NOBODY]), "creative_not_found", "body.creatives.1");
    const experiment = (state: string) => () => world.post("/v1/experiments/nobody", { state });
    await refused(experiment("open"), "title_not_found");
    await refused(experiment("ajar"), "invalid_request", "body.state");
  });
});

describe("an order, a review and an experiment", () => {
  it("with wrong numbers and lists are refused", async () => {
    const order = (over: object) => () =>
      world.post("/v1/jobs", { titles: ["faust"], clusters: ["doubters"], ...over }, { "idempotency-key": "wrong" });
    await refused(order({ armsPerCluster: 0 }), "invalid_request", "body.armsPerCluster");
    await refused(order({ armsPerCluster: 17 }), "invalid_request", "body.armsPerCluster");
    await refused(order({ armsPerCluster: "4" }), "invalid_request", "body.armsPerCluster");
    await refused(order({ seed: -1 }), "invalid_request", "body.seed");
    await refused(order({ seed: 2 ** 32 }), "invalid_request", "body.seed");
    await refused(order({ titles: [] }), "invalid_request", "body.titles");
    await refused(order({ titles: "faust" }), "invalid_request", "body.titles");
    await refused(order({ clusters: Array(51).fill("doubters") }), "invalid_request", "body.clusters");
    const review = (over: object) => () =>
      world.post("/v1/creatives/reviews", { creatives: [someCreative], verdict: "reject", reason: "no", ...over });
    await refused(review({ creatives: [] }), "invalid_request", "body.creatives");
    await refused(review({ verdict: "like" }), "invalid_request", "body.verdict");
    await refused(review({ reason: " \t " }), "invalid_request", "body.reason");
    await refused(review({ reason: "a".repeat(501) }), "invalid_request", "body.reason");
  });

  it("take no verdict on what is not made", async () => {
    await world.client.call("POST /v1/titles", { body: title("the-lodger") });
    const body = { titles: ["the-lodger"], clusters: ["doubters"], armsPerCluster: 1 };
    await world.client.call("POST /v1/jobs", { body, idempotencyKey: "planned" });
    const { items } = await world.client.call("GET /v1/creatives", { query: { title: "the-lodger" } });
    const creatives = [someCreative, items[0]?.id];
    await refused(
      () => world.post("/v1/creatives/reviews", { creatives, verdict: "approve" }),
      "creative_not_reviewable",
      "body.creatives.1",
    );
    await refused(() => world.post("/v1/experiments/the-lodger", { state: "open" }), "nothing_approved");
    await refused(() => world.post("/v1/experiments/the-lodger", { state: "closed" }), "experiment_not_found");
  });
});

describe("a key", () => {
  const as = (authorization: string) => () => world.raw("/v1/titles", { headers: { authorization } });

  it("that is missing, malformed or unknown is refused, before the body is read", async () => {
    const word = [
      "",
      "Bearer",
      "Bearer ",
      "Basic dTpw",
      `Bearer ${"x".repeat(201)}`,
      "Bearer short",
      "Bearer a b c d e f",
    ];
    for (const authorization of word) await refused(as(authorization), "key_missing");
    await refused(as("Bearer mq_nobody-has-this-key"), "key_unknown");
    const huge = "x".repeat(2_000_000);
    const headers = { authorization: "Bearer mq_nobody-has-this-key", "content-type": "application/json" };
    const before = await world.content();
    // The answer comes while the body is still on its way, so the connection may end under it.
    const status = await world.raw("/v1/titles", { method: "POST", headers, body: huge }).then(
      (response) => response.status,
      () => 401,
    );
    expect(status).toBe(401);
    expect(await world.content()).toEqual(before);
  });

  it("without the scope is refused, with the scope's name", async () => {
    const { secret } = await world.keyWith("artwork:read", "events:write");
    const headers = { authorization: `Bearer ${secret}`, "content-type": "application/json", "idempotency-key": "k" };
    const post = (path: string, body: object) => () =>
      world.raw(path, { method: "POST", headers, body: JSON.stringify(body) });
    const issues = await refused(post("/v1/titles", title("refused")), "scope_missing", "header.authorization");
    expect(issues[0]?.reason).toContain("catalogue:write");
    await refused(post("/v1/clusters", cluster("refused")), "scope_missing");
    await refused(post("/v1/jobs", { titles: ["faust"], clusters: ["doubters"] }), "scope_missing");
    const review = { creatives: [someCreative], verdict: "reject" };
    await refused(post("/v1/creatives/reviews", review), "scope_missing");
    await refused(post("/v1/experiments/faust", { state: "closed" }), "scope_missing");
    await refused(() => world.raw("/v1/titles", { headers }), "scope_missing");
    const reader = await world.keyWith("catalogue:read");
    const authorization = `Bearer ${reader.secret}`;
    await refused(() => world.raw("/v1/artwork/faust?user=u1", { headers: { authorization } }), "scope_missing");
    await refused(() => world.post("/v1/events", { events: [] }, { authorization }), "scope_missing");
  });

  it("stops working within 10 seconds of being revoked", async () => {
    const { id, secret } = await world.keyWith("catalogue:read");
    const status = async () => (await as(`Bearer ${secret}`)()).status;
    expect(await status()).toBe(200);
    await world.keys.revoke(id);
    world.clock.aheadMs += 10_001;
    await refused(as(`Bearer ${secret}`), "key_unknown");
  });
});

describe("an idempotency key", () => {
  const order = { titles: ["faust"], clusters: ["doubters"], armsPerCluster: 1, seed: 99 };
  const send = (body: object, key?: string, secret = world.secret) =>
    world.post("/v1/jobs", body, {
      authorization: `Bearer ${secret}`,
      ...(key === undefined ? {} : { "idempotency-key": key }),
    });

  it("must be there, visible and of bearable length", async () => {
    const field = "header.idempotency-key";
    await refused(() => send(order), "idempotency_key_missing", field);
    await refused(() => send(order, ""), "idempotency_key_missing", field);
    await refused(() => send(order, "two words"), "idempotency_key_missing", field);
    await refused(() => send(order, "x".repeat(129)), "idempotency_key_missing", field);
  });

  it("gives the first answer again, and is refused for another request", async () => {
    const first = await send(order, "mine");
    expect(first.status).toBe(202);
    const text = await first.text();
    await world.makeAll(); // the job has changed; its first answer has not
    const before = await world.content();
    const again = await send(Object.fromEntries(Object.entries(order).reverse()), "mine");
    expect([again.status, await again.text()]).toEqual([202, text]);
    expect(await world.content()).toEqual(before);
    await refused(() => send({ ...order, seed: 100 }, "mine"), "idempotency_key_reused");
  });

  it("belongs to the API key that sent it", async () => {
    const { secret } = await world.keyWith("jobs:write");
    expect((await send({ ...order, seed: 101 }, "mine", secret)).status).toBe(202);
  });

  it("may be used again after a refusal", async () => {
    await refused(() => send({ ...order, titles: ["nobody"] }, "second-try"), "title_not_found");
    expect((await send(order, "second-try")).status).toBe(202);
  });

  it("lets one of many through that come at once", async () => {
    const fresh = { ...order, seed: 4_000 };
    const replies = await Promise.all(Array.from({ length: 8 }, () => send(fresh, "at-once")));
    const bodies = await Promise.all(replies.map((reply) => reply.json() as Promise<Problem & { id: string }>));
    const done = bodies.filter((_, i) => replies[i]?.status === 202);
    expect(done.length).toBeGreaterThanOrEqual(1);
    expect(new Set(done.map(({ id }) => id)).size).toBe(1);
    const others = bodies.filter((_, i) => replies[i]?.status !== 202);
    for (const { error } of others) expect(error).toMatchObject({ code: "idempotency_in_progress", retry: true });
  });
});

it("logged no failure of our own", () => {
  expect(world.logged.filter(({ level }) => level === "error")).toEqual([]);
});
