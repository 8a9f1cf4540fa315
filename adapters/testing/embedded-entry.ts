import { startEmbeddedPostgres } from "../database-embedded.ts";

/** A process that a test may kill: starts PostgreSQL in the folder of its first argument and waits. */
const { url } = await startEmbeddedPostgres({ folder: process.argv[2] ?? "", log: () => {} });
process.send?.({ url });
setInterval(() => {}, 1_000);
