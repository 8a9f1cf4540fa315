import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { z } from "zod";
import { type Api, connectApi } from "./http.ts";

const open: { server: Server; api: Api }[] = [];
afterEach(() => {
  for (const { server, api } of open.splice(0)) {
    api.close();
    server.close();
  }
});

async function apiOver(listener: RequestListener, signal = new AbortController().signal): Promise<Api> {
  const server = createServer(listener);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const api = connectApi({ baseUrl, key: "mq_secret", connections: 2, signal });
  open.push({ server, api });
  return api;
}

const problem = (code: string, retry: boolean) =>
  JSON.stringify({
    error: { code, message: "Not now.", retry, issues: [{ field: "body.id", reason: "is odd" }], requestId: "r1" },
  });
const Reply = z.object({ tries: z.int() });

test("what may succeed later is sent again, with the same key and body, and counted", async () => {
  const seen: unknown[] = [];
  const api = await apiOver((request, response) => {
    let body = "";
    request.on("data", (chunk) => (body += chunk));
    request.on("end", () => {
      seen.push([request.headers.authorization, request.headers["idempotency-key"], body]);
      if (seen.length === 1) return void request.socket.destroy();
      response.statusCode = seen.length === 2 ? 503 : 202;
      response.end(seen.length === 2 ? problem("database_away", true) : JSON.stringify({ tries: seen.length }));
    });
  });
  await expect(api.post("/v1/jobs", { name: "Київ" }, Reply, "once")).resolves.toEqual({ tries: 3 });
  expect(api.retries).toBe(2);
  expect(seen[0]).toEqual(["Bearer mq_secret", expect.any(String), '{"name":"Київ"}']);
  expect(seen[1]).toEqual(seen[0]);
  expect(seen[2]).toEqual(seen[0]);
});

test("a refusal is one sentence with the field, and is not tried again", async () => {
  const api = await apiOver((_request, response) => {
    response.statusCode = 422;
    response.end(problem("invalid_request", false));
  });
  await expect(api.get("/v1/titles?after=x", Reply)).rejects.toThrow(
    "GET /v1/titles was answered 422: Not now. (body.id is odd)",
  );
  expect(api.retries).toBe(0);
});

test("an answer of another shape is an error", async () => {
  const api = await apiOver((_request, response) => response.end('{"tries":"many"}'));
  await expect(api.get("/x", Reply)).rejects.toThrow("/x answered in another shape than documented: tries");
});

test("an abort cuts off what is under way", async () => {
  const abort = new AbortController();
  const api = await apiOver(() => abort.abort(new Error("enough")), abort.signal);
  await expect(api.get("/x", Reply)).rejects.toThrow("enough");
});
