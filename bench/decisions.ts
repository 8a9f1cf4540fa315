import { once } from "node:events";
import { Agent, createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Decider } from "../api/decide.ts";
import type { ApiDeps } from "../api/deps.ts";
import { apiServer } from "../api/server.ts";
import { tokenSigner } from "../api/token.ts";
import type { KeyStore } from "../core/ports.ts";
import { DEFAULT_WORKSPACE } from "../core/workspace.ts";
import { MEMBERS, memberAt, rowsOf, titleAt } from "./decisions/rows.ts";

/**
 * How much of the cost of a decision is ours: requests a second of `GET /v1/artwork/{title}` against a bare `node:http`
 * server that answers a fixed body of the same size, in one process and one run, alternating. The number to read is the ratio.
 */
const ROUNDS = 5;
const REQUESTS = 4_000;
const CONNECTIONS = 32;
const TITLES = 100;
const ARMS = 17;

const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });

const decider = new Decider("bench");
decider.load(rowsOf({ titles: TITLES, arms: ARMS }), Date.now());
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
  return `/v1/artwork/${titleAt(i % TITLES)}?user=${memberAt(i % MEMBERS)}&channel=web&locale=en`;
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
