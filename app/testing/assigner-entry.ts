import { connectPostgres } from "../../adapters/database-postgres.ts";
import type { Decider } from "../../api/decide.ts";
import { Deciders } from "../../api/deciders.ts";
import { experimentOf, OWLS, rowsOf, servable, titleAt, userAt } from "../../api/testing/rows.ts";
import { DEFAULT_WORKSPACE } from "../../core/workspace.ts";
import { followAssignments } from "../assignments.ts";
import { storesOn } from "../records.ts";

/** A process that a test may kill: decides for one new user every 10 ms, and says each visitor and when. */
const database = connectPostgres({ url: process.argv[2] ?? "", maxConnections: 2 });
const deciders = new Deciders(() => "salt");
const log = { info() {}, warn() {}, error: console.error };
await followAssignments({ store: storesOn(database).assignments, assignments: deciders.assignments, log });
const decider: Decider = deciders.of(DEFAULT_WORKSPACE);
decider.load(rowsOf({ approved: [servable(0, 0), servable(0, 1)], experiments: [experimentOf(0)] }), Date.now());
let next = 0;
setInterval(() => {
  const asker = { user: userAt(next++), cluster: OWLS, channel: "web", locale: "en" } as const;
  const { visitor } = decider.decide({ ...asker, titleId: titleAt(0) }, Date.now()).claim;
  process.send?.({ visitor, atMs: Date.now() });
}, 10);
