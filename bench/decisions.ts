import { once } from "node:events";
import { Agent, createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Decider } from "../api/decide.ts";
import type { ApiDeps } from "../api/deps.ts";
import { apiServer } from "../api/server.ts";
import { tokenSigner } from "../api/token.ts";
import type { Attributes } from "../core/attributes.ts";
import { ClusterId, UserId } from "../core/cluster.ts";
import { CreativeId, Rendition } from "../core/creative.ts";
import { digitalSourceOf } from "../core/digital-source.ts";
import { DEFAULT_EXPERIMENT } from "../core/experiment.ts";
import { PolicyTable } from "../core/policy-table.ts";
import type { KeyStore } from "../core/ports.ts";
import type { Servable, SnapshotRows } from "../core/snapshot.ts";
import { TitleId } from "../core/title.ts";
import { DEFAULT_DECIDING, DEFAULT_WORKSPACE } from "../core/workspace.ts";

/**
 * How much of the cost of a decision is ours: requests a second of `GET /v1/artwork/{title}` against a bare `node:http`
 * server that answers a fixed body of the same size, in one process and one run, alternating. The number to read is the ratio.
 */
const ROUNDS = 5;
const REQUESTS = 4_000;
const CONNECTIONS = 32;
const TITLES = 100;
const ARMS = 17;

const ATTRIBUTES: Attributes = {
  palette: "noir",
  mood: "tense",
  composition: "icon",
  focal: "left",
  style: "noir",
  emphasis: "medium",
  treatment: "cold",
  look: "clean",
  tone: "dark",
  hook: "stakes",
};

const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
const hex = (n: number, digits: number) => n.toString(16).padStart(digits, "0");
const titleIds = Array.from({ length: TITLES }, (_, i) => TitleId.parse(`title-${i}`));
const cluster = ClusterId.parse("night-owls");

function arm(titleId: TitleId, title: number, i: number): Servable {
  const rendition = Rendition.parse({
    channel: "web",
    locale: "en",
    density: 1,
    format: "webp",
    blob: hex(title * ARMS + i, 64),
    widthPx: 640,
    heightPx: 360,
    byteLength: 60_000,
    contentType: "image/webp",
    quality: 78,
    score: 0.99,
    contrast: 7,
    thumbHash: "3dkNHIJpmXiPd3d1d4hrj/PnVw==",
    dominant: "#a6b45f",
  });
  return {
    id: CreativeId.parse(`crv_${hex(title * ARMS + i, 16)}`),
    titleId,
    clusterId: i === 0 ? null : cluster,
    digitalSourceType: digitalSourceOf({}),
    attributes: ATTRIBUTES,
    copy: {
      en: {
        lines: [
          { kind: "headline", channels: ["web"], text: "A headline of usual length for a card", source: "model" },
          { kind: "description", channels: ["web"], text: "x".repeat(130), source: "model" },
          { kind: "cta", channels: ["web"], text: "Watch now", source: "phrases" },
          { kind: "alt", channels: ["web"], text: "x".repeat(100), source: "brief" },
        ],
        judged: 40,
        refused: {},
      },
    },
    renditions: [rendition],
  };
}

const approved = titleIds.flatMap((id, t) => Array.from({ length: ARMS }, (_, i) => arm(id, t, i)));
const armsOf = (id: TitleId) => approved.filter((creative) => creative.titleId === id);
const rows: SnapshotRows = {
  revision: 1,
  deciding: DEFAULT_DECIDING,
  winners: [],
  experiments: titleIds.map((titleId) => ({
    titleId,
    state: "open" as const,
    controlId: (armsOf(titleId)[0] as Servable).id,
    openedAt: "2026-01-01T00:00:00.000Z",
    merged: {},
    paused: [],
    settings: DEFAULT_EXPERIMENT,
  })),
  catalogue: 1,
  refused: [],
  policies: PolicyTable.of({
    version: 1,
    policies: titleIds.map((titleId) => ({
      titleId,
      clusterId: cluster,
      arms: armsOf(titleId).map(({ id }) => ({ creativeId: id, probability: 1 / ARMS })),
    })),
  }),
  approved,
  clusters: [cluster],
  members: new Map(Array.from({ length: 10_000 }, (_, i) => [UserId.parse(`u${i}`), cluster])),
};

const decider = new Decider("bench");
decider.load(rows, Date.now());
const keys: Pick<KeyStore, "find"> = {
  find: async () => ({
    id: "key",
    name: "bench",
    sha256: "",
    scopes: ["artwork:read"],
    workspaceId: DEFAULT_WORKSPACE,
  }),
};
const log = { info() {}, warn() {}, error: console.error };
// The route under measure touches these three; anything else would be undefined and fail at once.
const deps = { decider, now: Date.now, tokens: tokenSigner(Buffer.alloc(32, 1)) } as unknown as ApiDeps;

const api = await listen(createServer(apiServer({ keys, log, now: Date.now, of: () => deps })));
const sample = await get(api, pathOf(0));
const bare = await listen(
  createServer((_request, response) => {
    response.writeHead(200, { "content-type": "application/json" }).end(sample);
  }),
);

const ratios: number[] = [];
for (let round = 0; round <= ROUNDS; round++) {
  const bareRate = await rateOf(bare);
  const apiRate = await rateOf(api);
  if (round === 0) continue; // warms both up
  ratios.push(apiRate / bareRate);
  console.log(
    `round ${round}: bare ${bareRate.toFixed(0)}/s, decisions ${apiRate.toFixed(0)}/s, ratio ${(apiRate / bareRate).toFixed(2)}`,
  );
}
ratios.sort((a, b) => a - b);
console.log(
  `median ratio ${(ratios[ROUNDS >> 1] as number).toFixed(2)} of a bare server, client included, body ${sample.length} bytes`,
);
agent.destroy();
process.exit(0);

function pathOf(i: number): string {
  return `/v1/artwork/${titleIds[i % TITLES]}?user=u${i % 10_000}&channel=web&locale=en`;
}

async function rateOf(port: number): Promise<number> {
  let next = 0;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      for (let i = next++; i < REQUESTS; i = next++) await get(port, pathOf(i));
    }),
  );
  return (REQUESTS / (performance.now() - began)) * 1_000;
}

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

function get(port: number, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: "Bearer bench-key" };
    request({ host: "127.0.0.1", port, path, headers, agent }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (chunk: string) => {
        body += chunk;
      });
      response.on("end", () => (response.statusCode === 200 ? resolve(body) : reject(new Error(body))));
    })
      .on("error", reject)
      .end();
  });
}
