import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AppError } from "../core/errors.ts";
import type { CopyRequest } from "../core/ports.ts";
import type { BudgetSettings } from "./openai/budget.ts";
import { dailyLedger, type Ledger } from "./openai/ledger.ts";
import { openTextEndpoint, type TextEndpoint } from "./text-openai.ts";

type Asked = {
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: { n?: number; seed: number; max_tokens: number; messages: { content: string }[] };
};
type Answer = (reply: ServerResponse, asked: Asked, index: number) => void;

const KEY = "sk-very-secret-1234";
const quiet = new AbortController().signal;
const request: CopyRequest = {
  kind: "headline",
  locale: "en",
  tone: "dark",
  hook: "hero",
  genre: "horror",
  channel: "web",
  length: "medium",
  slots: { title: "Ash Lane", hero: "Ida Quill" },
  candidates: 2,
  seed: 5,
};

let server: Server;
let asked: Asked[];
let answer: Answer;
beforeEach(async () => {
  asked = [];
  server = createServer(async (incoming, reply) => {
    const chunks = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const one = { path: incoming.url ?? "", headers: incoming.headers, body: JSON.parse(`${Buffer.concat(chunks)}`) };
    asked.push(one);
    answer(reply, one, asked.length - 1);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});

const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
const open = (more: Partial<TextEndpoint> = {}, budget: BudgetSettings = {}, ledger?: Ledger) =>
  openTextEndpoint(
    { baseUrl: address(), model: "tiny", apiKey: KEY, backoffMs: 1, timeoutMs: 5_000, ...more },
    budget,
    ledger,
  );

const json = (reply: ServerResponse, value: unknown, status = 200) => {
  reply.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
};
const choice = (content: string | null, more: object = {}) => ({
  message: { content, ...more },
  finish_reason: "stop",
});
const says = (reply: ServerResponse, texts: readonly string[], usage = { prompt_tokens: 100, completion_tokens: 20 }) =>
  json(reply, { choices: texts.map((text) => choice(text)), usage });
const TEXTS = ["The road remembers every name.", "One night. No way back.", "Ask the lane who left."];
const status =
  (code: number, headers: Record<string, string> = {}, body = "no"): Answer =>
  (reply) => {
    reply.writeHead(code, headers).end(body);
  };
const failure = async (more: Partial<TextEndpoint> = {}, budget: BudgetSettings = {}) => {
  const error = await open(more, budget)
    .write(request, quiet)
    .catch((thrown: unknown) => thrown);
  if (!(error instanceof AppError)) throw new Error(`${error} is no AppError`);
  // Whatever went wrong, the whole of it is fit for a log.
  const whole = [error.message, error.stack, `${error.cause}`, JSON.stringify(error)].join("\n");
  expect(whole).not.toContain(KEY);
  expect(error.message).toContain("openai:tiny@127.0.0.1");
  return error;
};

describe("an endpoint that answers", () => {
  it("is asked once for several texts, with model, prompt, length, seed and key", async () => {
    answer = (reply, { body }) => says(reply, TEXTS.slice(0, body.n ?? 1));
    const model = open({ baseUrl: `${address()}/` });
    expect(await model.write(request, quiet)).toEqual(TEXTS.slice(0, 2));
    expect(asked).toHaveLength(1);
    const [{ path, headers, body }] = asked as [Asked];
    expect(path).toBe("/v1/chat/completions");
    expect(headers.authorization).toBe(`Bearer ${KEY}`);
    expect(body).toMatchObject({ model: "tiny", n: 2, max_tokens: 400, stream: false });
    expect(body.messages[0]?.content).toContain("Main character: Ida Quill");

    await model.write(request, quiet);
    await model.write({ ...request, seed: 6 }, quiet);
    expect(asked[1]?.body).toEqual(body);
    expect(asked[2]?.body.seed).not.toBe(body.seed);
    expect(body.seed).toBeLessThan(2 ** 31);
  });

  it("is asked several times, each with its own seed, where it ignores n", async () => {
    answer = (reply, _, i) => says(reply, [TEXTS[i % 3] ?? ""]);
    const model = open();
    const told: [number, number][] = [];
    expect(await model.write({ ...request, candidates: 3 }, quiet, (...step) => told.push(step))).toEqual(TEXTS);
    expect(new Set(asked.map(({ body }) => body.seed)).size).toBe(3);
    expect(asked.map(({ body }) => body.n)).toEqual([3, undefined, undefined]);
    expect(told).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
  });

  it("is asked for one where it refuses n, and n is not tried again", async () => {
    answer = (reply, { body }, i) =>
      body.n === undefined
        ? says(reply, [TEXTS[i % 3] ?? ""])
        : json(reply, { error: { message: "n is too many" } }, 400);
    const model = open();
    expect(await model.write(request, quiet)).toHaveLength(2);
    await model.write(request, quiet);
    expect(asked.filter(({ body }) => body.n !== undefined)).toHaveLength(1);
  });

  it("has its answers cleaned; refusals, empty ones and repetitions are left out", async () => {
    answer = (reply) =>
      json(reply, {
        choices: [
          choice(`<think>hm</think>\nHere is a headline: "${TEXTS[0]}"`),
          choice(TEXTS[0] ?? ""),
          choice(null, { refusal: "I will not." }),
          choice("I'm sorry, but I can't help with that."),
          choice(""),
          { message: { content: "One night. No way ba" }, finish_reason: "length" },
          { message: { content: "Blocked." }, finish_reason: "content_filter" },
        ],
      });
    expect(await open().write({ ...request, candidates: 7 }, quiet)).toEqual([TEXTS[0], "One night."]);
    expect(asked).toHaveLength(2);
  });

  it("may refuse everything: no texts, and no error", async () => {
    answer = (reply, { body }) =>
      json(reply, { choices: Array.from({ length: body.n ?? 1 }, () => choice(null, { refusal: "no" })) });
    expect(await open().write(request, quiet)).toEqual([]);
  });

  it("is not asked for nothing, nor for more than there is a budget for", async () => {
    expect(await open().write({ ...request, candidates: 0 }, quiet)).toEqual([]);
    for (const candidates of [-1, 1.5, 17])
      await expect(open().write({ ...request, candidates }, quiet)).rejects.toThrow(/openai:tiny@.*candidates/);
    expect(asked).toEqual([]);
  });

  it("is asked without a key where there is none, and for max_completion_tokens where it wants that", async () => {
    answer = (reply) => says(reply, TEXTS);
    const { apiKey: _, ...bare } = { baseUrl: address(), model: "tiny", apiKey: KEY };
    await openTextEndpoint({ ...bare, maxTokensField: "max_completion_tokens" }).write(request, quiet);
    expect(asked[0]?.headers.authorization).toBeUndefined();
    expect(asked[0]?.body).toMatchObject({ max_completion_tokens: 400 });
    expect(asked[0]?.body.max_tokens).toBeUndefined();
  });
});

describe("an endpoint that fails", () => {
  it.each([408, 409, 425, 429, 500, 502, 503, 504])("%i is tried again", async (code) => {
    answer = (reply, one, i) => (i < 2 ? status(code)(reply, one, i) : says(reply, TEXTS));
    expect(await open().write(request, quiet)).toHaveLength(2);
    expect(asked).toHaveLength(3);
    // The same question each time.
    expect(asked[2]?.body).toEqual(asked[0]?.body);
  });

  it.each([400, 401, 403, 404, 413, 422, 501])("%i is not", async (code) => {
    answer = status(code, {}, `{"error":"Incorrect API key provided: ${KEY}"}`);
    const error = await failure({ maxRetries: 3 });
    expect(error.code).toBe("text_endpoint_refused");
    expect(error.retry).toBe(false);
    expect(error.message).toContain(`answered ${code}`);
    // 400 and 422 may mean that it takes no `n`: that alone is tried.
    expect(asked).toHaveLength(code === 400 || code === 422 ? 2 : 1);
  });

  it("is given up after its retries, and may be tried later by the queue", async () => {
    answer = status(503);
    const error = await failure({ maxRetries: 2 });
    expect(error).toMatchObject({ code: "text_endpoint_away", retry: true });
    expect(asked).toHaveLength(3);
  });

  it("is not waited for where it asks for an hour: the queue has more time", async () => {
    answer = status(429, { "retry-after": "3600" });
    expect((await failure()).code).toBe("text_endpoint_away");
    expect(asked).toHaveLength(1);
  });

  it("with nothing left on its account is not tried again", async () => {
    answer = status(429, {}, '{"error":{"code":"insufficient_quota"}}');
    expect((await failure()).code).toBe("text_endpoint_refused");
    expect(asked).toHaveLength(1);
  });

  it("that redirects is not followed", async () => {
    let followed = 0;
    const other = createServer((_, reply) => {
      followed++;
      reply.end();
    });
    await new Promise<void>((listening) => other.listen(0, "127.0.0.1", listening));
    answer = status(307, { location: `http://127.0.0.1:${(other.address() as AddressInfo).port}/` });
    const error = await failure();
    expect(error.code).toBe("text_endpoint_refused");
    expect(error.message).toContain("redirects are not followed");
    expect(followed).toBe(0);
    await new Promise((closed) => other.close(closed));
  });

  it.each([
    ["no JSON", "<html>hello</html>", "it is not JSON"],
    ["half of its JSON", '{"choices":[{"mess', "it is not JSON"],
    ["something else", '{"choices":[{"text":"hi"}]}', "choices.0.message"],
    ["no choices", "{}", "choices"],
  ])("says %s", async (_, body, reason) => {
    answer = (reply) => reply.writeHead(200).end(body);
    const error = await failure();
    expect(error.code).toBe("text_endpoint_refused");
    expect(error.message).toContain(reason);
    expect(asked).toHaveLength(1);
  });

  it("and sends a huge body is cut off", async () => {
    let sent = 0;
    answer = (reply) => {
      reply.writeHead(200);
      const part = Buffer.alloc(64_000, 32);
      const more = () => {
        while (sent < 1e9 && reply.writable) {
          sent += part.length;
          if (!reply.write(part)) break;
        }
      };
      reply.on("drain", more);
      more();
    };
    expect((await failure()).message).toContain("more than 1000000 bytes");
    expect(sent).toBeLessThan(50e6);
  });

  it("and is slow, before or within its answer, is tried again and then away", async () => {
    answer = (reply, _, i) => {
      if (i % 2 === 0) reply.writeHead(200).write('{"choices":');
    };
    const error = await failure({ timeoutMs: 60, maxRetries: 1 });
    expect(error.code).toBe("text_endpoint_away");
    expect(error.message).toContain("did not answer within 60 ms");
    expect(asked).toHaveLength(2);
  });

  it("and breaks the connection, or is not there, is tried again and then away", async () => {
    answer = (reply, _, i) => (i === 0 ? reply.destroy() : says(reply, TEXTS));
    expect(await open().write(request, quiet)).toHaveLength(2);

    const gone = await failure({ baseUrl: "http://127.0.0.1:9/v1", maxRetries: 1 });
    expect(gone.code).toBe("text_endpoint_away");
    expect(gone.message).toMatch(/cannot be reached: \w/);
  });
});

it("stops at once when it is told to: while it waits for an answer, for a retry, and before it asks", async () => {
  const after = (ms: number) => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error("changed my mind")), ms);
    return stop.signal;
  };
  answer = () => {};
  await expect(open().write(request, after(50))).rejects.toThrow("changed my mind");
  answer = status(503, { "retry-after": "20" });
  await expect(open().write(request, after(50))).rejects.toThrow("changed my mind");
  const sofar = asked.length;
  await expect(open().write(request, AbortSignal.abort(new Error("too late")))).rejects.toThrow("too late");
  expect(asked).toHaveLength(sofar);

  answer = () => {};
  const model = open();
  const running = model.write(request, quiet);
  await model.close();
  await expect(running).rejects.toThrow("used after it was closed");
});

describe("the budget", () => {
  it("ends requests before they are made, and is not retried", async () => {
    answer = (reply) => says(reply, TEXTS);
    const model = open({}, { maxRequests: 2 });
    await model.write(request, quiet);
    await model.write(request, quiet);
    const error = await model.write(request, quiet).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "text_budget_spent", retry: false });
    expect(asked).toHaveLength(2);
  });

  it("counts what the endpoint says, and holds back the most while it does not know", async () => {
    answer = (reply) => says(reply, TEXTS);
    // Two texts of at most 400 tokens and the prompt are held back, 120 are used: a second request fits, a third does not.
    const model = open({}, { maxTokens: 1_300 });
    await model.write(request, quiet);
    await model.write(request, quiet);
    await expect(model.write(request, quiet)).resolves.toHaveLength(2);
    const both = await Promise.allSettled([model.write(request, quiet), model.write(request, quiet)]);
    expect(both.map(({ status }) => status).sort()).toEqual(["rejected", "rejected"]);
    expect(asked).toHaveLength(3);
  });

  it("keeps what may have been written though no answer came, and gives back what was refused", async () => {
    answer = () => {};
    const slow = open({ timeoutMs: 40, maxRetries: 0 }, { maxTokens: 1_300 });
    await expect(slow.write(request, quiet)).rejects.toThrow("text_endpoint_away");
    await expect(slow.write(request, quiet)).rejects.toThrow("text_budget_spent");

    answer = status(404);
    const refused = open({}, { maxTokens: 1_300 });
    for (let i = 0; i < 3; i++) await expect(refused.write(request, quiet)).rejects.toThrow("text_endpoint_refused");
  });

  it("has a price", async () => {
    answer = (reply) => says(reply, TEXTS, { prompt_tokens: 1_000_000, completion_tokens: 0 });
    const model = open({}, { maxCost: 3, prices: { input: 2, output: 0 } });
    await model.write(request, quiet);
    await model.write(request, quiet).catch(() => {});
    await expect(model.write(request, quiet)).rejects.toThrow("budget of 3 in money");
    expect(() => open({}, { maxCost: 3 })).toThrow("no prices");
  });

  it("is shared by processes and outlives them, until the day ends", async () => {
    const folder = await mkdtemp(join(tmpdir(), "marquee-ledger-"));
    try {
      answer = (reply) => says(reply, TEXTS);
      let today = Date.UTC(2026, 0, 31, 23);
      const one = () =>
        open(
          {},
          { maxRequests: 3 },
          dailyLedger(folder, () => today),
        );
      const outcomes = await Promise.allSettled(Array.from({ length: 6 }, () => one().write(request, quiet)));
      expect(outcomes.filter(({ status }) => status === "fulfilled").length).toBeLessThanOrEqual(3);
      await one()
        .write(request, quiet)
        .catch(() => {});
      expect(asked.length).toBeLessThanOrEqual(3);
      today += 2 * 3_600_000;
      await one().write(request, quiet);
      expect(await readdir(folder)).toEqual(["text-spent-2026-01-31.jsonl", "text-spent-2026-02-01.jsonl"]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe("settings", () => {
  const bad = (more: Partial<TextEndpoint>) => () =>
    openTextEndpoint({ baseUrl: "https://host.example/v1", model: "tiny", ...more });

  it("are named where they are wrong, without their values", () => {
    expect(bad({ baseUrl: "http://host.example/v1" })).toThrow("baseUrl is http:// to another machine");
    expect(bad({ baseUrl: "https://me:secret@host.example" })).toThrow(/^(?!.*secret).*user name or password/);
    expect(bad({ baseUrl: "https://host.example/v1?key=1" })).toThrow("ends in ? or #");
    expect(bad({ baseUrl: "file:///etc" })).toThrow("baseUrl");
    expect(bad({ apiKey: "sk\n1" })).toThrow(/^(?!.*sk).*apiKey must be visible ASCII/);
    expect(bad({ model: "" })).toThrow("model");
    for (const host of ["localhost", "127.0.0.1:80", "[::1]:80"])
      expect(bad({ baseUrl: `http://${host}/v1` })).not.toThrow();
    expect(bad({ baseUrl: "http://127.0.0.1.example/v1" })).toThrow("http://");
    expect(bad({ baseUrl: "http://10.0.0.5/v1", allowPlainHttp: true })).not.toThrow();
  });

  it("give papers that name what shapes the words, and not the key", () => {
    const papersOf = (more: Partial<TextEndpoint> = {}) => bad(more)().papers;
    const plain = papersOf();
    expect(plain.id).toBe("openai:tiny@host.example");
    expect(plain.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(papersOf({ apiKey: KEY, timeoutMs: 5, maxRetries: 0 })).toEqual(plain);
    for (const more of [
      { temperature: 0.1 },
      { maxTokens: 10 },
      { model: "other" },
      { baseUrl: "https://other.example" },
    ])
      expect(papersOf(more).sha256).not.toBe(plain.sha256);
  });
});
