import { workerData } from "node:worker_threads";
import { connectPostgres } from "../adapters/database-postgres.ts";
import { STATISTICS } from "../api/statistics.ts";
import { storesOn } from "./records.ts";
import { serveStatistics } from "./statistics-serve.ts";

/** A thread of the API: reads what was counted and computes over it, with connections of its own. */
const { databaseUrl } = workerData as { readonly databaseUrl: string };
const stores = storesOn(connectPostgres({ url: databaseUrl, maxConnections: 2 }));
serveStatistics(STATISTICS, stores.of);
