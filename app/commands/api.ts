import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { hostname } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { openDiskBlobs } from "../../adapters/blobs-disk.ts";
import { connectPostgres } from "../../adapters/database-postgres.ts";
import { openDecoder } from "../../adapters/decode-process.ts";
import { openFetcher } from "../../adapters/fetch-http.ts";
import { openQueue } from "../../adapters/queue-bullmq.ts";
import { Deciders } from "../../api/deciders.ts";
import { apiServer } from "../../api/server.ts";
import { tokenSigner } from "../../api/token.ts";
import { planBriefs } from "../../pipeline/plan.ts";
import { missingCharacters } from "../../pipeline/type/drawable.ts";
import { followAssignments } from "../assignments.ts";
import { generationOf, onceOf } from "../generation.ts";
import { openJudge } from "../judge/judge.ts";
import { closeOnSignal, runPart, sayReady } from "../lifecycle.ts";
import { databaseUrlOf, oncePerWorkspace, storesOn } from "../records.ts";
import { secretOf, tokenSecret } from "../secret.ts";
import type { Settings } from "../settings.ts";
import { followSnapshot } from "../snapshot.ts";
import { openStatistics } from "../statistics.ts";

export const run = (settings: Settings): Promise<void> => runPart(() => serve(settings));

async function serve(settings: Settings): Promise<void> {
  const log = pino({ name: "api", level: settings.logLevel });
  const warn = (line: string) => log.warn(line);
  const databaseUrl = await databaseUrlOf(settings);
  const database = connectPostgres({ url: databaseUrl, maxConnections: 10, log: warn });
  const stores = storesOn(database);
  const queue = await openQueue({ databaseUrl, redisUrl: settings.redisUrl, prefix: settings.queuePrefix, log: warn });
  const blobs = openDiskBlobs({ folder: join(settings.home, "blobs") });
  const decoder = openDecoder({ entry: new URL("../decoder.ts", import.meta.url) });
  const judge = openJudge({ databaseUrl, now: Date.now });
  const statistics = openStatistics({
    entry: new URL("../statistics-thread.ts", import.meta.url),
    data: { databaseUrl },
    log,
  });
  const secret = await tokenSecret(settings.home);
  const deciders = new Deciders((workspace) => secretOf(secret, workspace).toString("hex"), settings.staleAfterMs);
  const snapshot = await followSnapshot({
    ...stores,
    deciders,
    log,
    name: `${hostname()}:${settings.port || process.pid}`,
  });
  const assignments = await followAssignments({
    store: stores.assignments,
    assignments: deciders.assignments,
    log,
  });
  const shared = {
    workspaces: stores.workspaces,
    readers: stores.readers,
    withheld: deciders,
    idempotency: stores.idempotency,
    queue,
    blobs,
    decoder,
    fetcher: openFetcher(),
    refresh: snapshot.refresh,
    generation: onceOf(() => generationOf(settings)),
    studios: settings.studios,
    now: Date.now,
    log,
  };

  const app = apiServer({
    keys: stores.keys,
    of: oncePerWorkspace((workspace) => ({
      ...shared,
      ...stores.of(workspace),
      judgePolicy: (ask) => judge.judge(workspace, ask),
      decider: deciders.of(workspace),
      statistics: (name, ask, gone) => statistics.run(workspace, name, ask, gone) as never,
      tokens: tokenSigner(secretOf(secret, workspace)),
      missingCharacters,
      plan: (order) => planBriefs({ ...order, workspace }),
    })),
    now: Date.now,
    log,
  });
  const server = createServer(
    // Silent clients must not hold sockets: the defaults allow a minute and five. A picture of 50 MB takes its time.
    { headersTimeout: 10_000, requestTimeout: 120_000, keepAliveTimeout: 65_000 },
    app,
  );
  server.maxConnections = 10_000;
  const url = await listen(server, settings);
  closeOnSignal(async () => {
    await snapshot.stop();
    server.close();
    server.closeIdleConnections();
    await Promise.race([once(server, "close"), new Promise((done) => setTimeout(done, 5_000).unref())]);
    server.closeAllConnections();
    await assignments.stop();
    await decoder.close();
    await judge.close();
    await statistics.close();
    await queue.close();
    await database.close();
  });
  log.info({ url }, "listening");
  sayReady({ ready: true, url });
}

async function listen(server: Server, { host, port }: Settings): Promise<string> {
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    if (code === "EADDRINUSE")
      throw new Error(`port ${port} on ${host} is in use; stop what uses it, or set MARQUEE_PORT to another`);
    if (code === "EACCES") throw new Error(`port ${port} needs more rights; set MARQUEE_PORT to one above 1023`);
    throw error;
  }
  return `http://${host.includes(":") ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`;
}
