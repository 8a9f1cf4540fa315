import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { createClient, MarqueeError } from "./client.ts";

type Seen = { method: string; path: string; headers: IncomingMessage["headers"]; body: string };
type Said = { status?: number; type?: string; body?: string | Buffer; hang?: true; cut?: true };

const problem = (code: string, retry: boolean) =>
  JSON.stringify({
    error: { code, message: "No.", retry, issues: [{ field: "body.id", reason: "is bad" }], requestId: "r1" },
  });

/** A real server that says one thing after another, the last one for ever, and remembers what it was asked. */
async function serverSaying(...script: Said[]) {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { method = "", url = "", headers } = request;
    const said = script[Math.min(seen.length, script.length - 1)] ?? {};
    seen.push({ method, path: url, headers, body: Buffer.concat(chunks).toString() });
    if (said.hang) return;
    if (said.cut) return void request.socket.destroy();
    response.writeHead(said.status ?? 200, { "content-type": said.type ?? "application/json; charset=utf-8" });
    response.end(said.body ?? "{}");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { seen, client: createClient({ baseUrl, key: "mq_secret_1", backoffMs: 5, timeoutMs: 400 }) };
}

/** An address where nobody listens: somebody did, a moment ago. */
async function deserted(): Promise<string> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return `http://127.0.0.1:${port}`;
}

const fails = async (sent: Promise<unknown>): Promise<MarqueeError> => {
  const error = await sent.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(MarqueeError);
  return error as MarqueeError;
};

describe("a call", () => {
  it("puts path, query, body and headers where they belong", async () => {
    const { seen, client } = await serverSaying();
    const query = { cluster: "a-b", channel: "web" as const };
    await client.call("GET /v1/artwork/{title}", { path: { title: "a/b ї?" }, query });
    const order = { titles: ["t"], clusters: ["c"] };
    await client.call("POST /v1/jobs", { body: order, idempotencyKey: "k1" });
    await client.call("GET /healthz");
    expect(seen[0]).toMatchObject({
      method: "GET",
      path: "/v1/artwork/a%2Fb%20%D1%97%3F?cluster=a-b&channel=web",
      body: "",
    });
    expect(seen[0]?.headers["content-type"]).toBeUndefined();
    expect(seen[1]).toMatchObject({ method: "POST", path: "/v1/jobs", body: JSON.stringify(order) });
    expect(seen[1]?.headers).toMatchObject({
      authorization: "Bearer mq_secret_1",
      "content-type": "application/json",
      "idempotency-key": "k1",
    });
    expect(seen[2]?.path).toBe("/healthz");
  });

  it("gives back JSON as a value and a file as bytes", async () => {
    const bytes = Buffer.from([0, 255, 1]);
    const { client } = await serverSaying({ body: '{"status":"ok"}' }, { type: "image/webp", body: bytes });
    expect(await client.call("GET /healthz")).toEqual({ status: "ok" });
    const file = await client.call("GET /images/{file}", { path: { file: "x.webp" } });
    expect(file).toEqual(new Uint8Array(bytes));
  });

  it("is checked by its types", async () => {
    const { client } = await serverSaying();
    const never = () => {
      // @ts-expect-error: no such operation
      void client.call("GET /v1/nothing");
      // @ts-expect-error: the path is missing
      void client.call("GET /v1/titles/{title}");
      // @ts-expect-error: no such channel
      void client.call("GET /v1/artwork/{title}", { path: { title: "t" }, query: { channel: "radio" } });
      // @ts-expect-error: it costs money, so it needs a key
      void client.call("POST /v1/jobs", { body: { titles: [], clusters: [] } });
      // @ts-expect-error: it takes no body
      void client.call("GET /healthz", { body: {} });
    };
    expect(never).toBeTypeOf("function");
  });
});

describe("an error", () => {
  it("carries what the service said", async () => {
    const { client } = await serverSaying({ status: 422, body: problem("invalid_request", false) });
    const error = await fails(client.call("GET /v1/titles"));
    expect(error).toMatchObject({ code: "invalid_request", status: 422, retry: false, requestId: "r1" });
    expect(error.issues).toEqual([{ field: "body.id", reason: "is bad" }]);
    expect(error.message).toBe("invalid_request: No. (body.id is bad)");
  });

  it.each<[string, Said, boolean]>([
    ["a proxy's page", { status: 502, type: "text/html", body: "<h1>Bad Gateway</h1>" }, true],
    ["a page of somebody else", { status: 404, type: "text/html", body: "<h1>Nginx</h1>" }, false],
    ["half a JSON", { status: 200, body: '{"items":[' }, false],
    ["an error of another shape", { status: 500, body: '{"message":"oops"}' }, false],
  ])("says that %s is not Marquee", async (_what, said, retry) => {
    const { client } = await serverSaying(said);
    const error = await fails(client.call("GET /v1/titles", { retry: false }));
    expect(error).toMatchObject({ code: "unreadable", status: said.status, retry, requestId: null });
  });

  it("says that nobody answers, and why", async () => {
    const client = createClient({ baseUrl: await deserted(), tries: 1 });
    const error = await fails(client.call("GET /healthz"));
    expect(error).toMatchObject({ code: "unreachable", status: 0, retry: true });
    expect(error.message).toContain("ECONNREFUSED");
    const { client: waiting } = await serverSaying({ hang: true });
    expect((await fails(waiting.call("GET /healthz", { retry: false }))).message).toContain("no answer in 400 ms");
  });
});

describe("trying again", () => {
  const away = { status: 503, body: problem("database_away", true) };
  const order = { body: { titles: ["t"], clusters: ["c"] }, idempotencyKey: "k" };

  it("helps a GET and an idempotent call over what is temporary", async () => {
    const get = await serverSaying(away, { cut: true }, { body: '{"items":[],"next":null}' });
    expect(await get.client.call("GET /v1/titles")).toEqual({ items: [], next: null });
    expect(get.seen).toHaveLength(3);
    const post = await serverSaying(away, { body: '{"id":"job"}' });
    await post.client.call("POST /v1/jobs", order);
    expect(post.seen.map(({ headers }) => headers["idempotency-key"])).toEqual(["k", "k"]);
  });

  it("ends after four tries, and is not done at all for what may not be repeated or will not get better", async () => {
    const always = await serverSaying(away);
    await fails(always.client.call("GET /v1/titles"));
    expect(always.seen).toHaveLength(4);
    const plain = await serverSaying(away);
    await fails(plain.client.call("POST /v1/events", { body: { events: [] } }));
    expect(plain.seen).toHaveLength(1);
    const asked = await serverSaying(away);
    await fails(asked.client.call("POST /v1/events", { body: { events: [] }, retry: true }));
    expect(asked.seen).toHaveLength(4);
    const final = await serverSaying({ status: 404, body: problem("title_not_found", false) });
    await fails(final.client.call("GET /v1/titles"));
    expect(final.seen).toHaveLength(1);
  });
});

describe("an abort", () => {
  const reason = new Error("enough");

  it("ends a call that waits for an answer, and one that waits for its next try", async () => {
    const stop = new AbortController();
    const { client } = await serverSaying({ hang: true });
    const waiting = client.call("GET /v1/titles", { signal: stop.signal });
    setTimeout(() => stop.abort(reason), 30);
    await expect(waiting).rejects.toBe(reason);
    await expect(client.call("GET /v1/titles", { signal: stop.signal })).rejects.toBe(reason);

    const second = new AbortController();
    const slow = createClient({ baseUrl: await deserted(), backoffMs: 60_000 });
    const retrying = slow.call("GET /v1/titles", { signal: second.signal });
    setTimeout(() => second.abort(reason), 50);
    await expect(retrying).rejects.toBe(reason);
  });
});
