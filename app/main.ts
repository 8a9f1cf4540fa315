import { AppError, ERRORS } from "../core/errors.ts";
import { type Flags, readFlags } from "./flags.ts";
import { readSettings } from "./settings.ts";
import { UsageError } from "./usage.ts";

/** Commands are loaded when asked for: `openapi` must not wait for networks or databases. */
const COMMANDS = {
  start: { help: "run the service: database, API and worker", load: () => import("./commands/start.ts") },
  demo: { help: "run the main job on the sample titles (--full, --keep)", load: () => import("./commands/demo.ts") },
  api: { help: "run the API alone (needs DATABASE_URL)", load: () => import("./commands/api.ts") },
  worker: { help: "run a worker alone (needs DATABASE_URL)", load: () => import("./commands/worker.ts") },
  keys: {
    help: "make an API key (--name NAME --scopes A,B --workspace ID), or revoke one",
    load: () => import("./commands/keys.ts"),
  },
  workspaces: {
    help: "add a workspace (add --id ID --name NAME), or list them",
    load: () => import("./commands/workspaces.ts"),
  },
  audit: {
    help: "verify that no row of the audit was changed or removed (verify --head NUMBER:HASH)",
    load: () => import("./commands/audit.ts"),
  },
  explain: {
    help: "tell how a creative came to be (CREATIVE --json)",
    load: () => import("./commands/explain.ts"),
  },
  rebuild: {
    help: "make a creative's files again and compare them (CREATIVE --out DIR --json)",
    load: () => import("./commands/rebuild.ts"),
  },
  plan: {
    help: "how many arms a title's traffic separates (--titles A,B --traffic CLUSTER=A_DAY,... --base-rate 0.05)",
    load: () => import("./commands/plan.ts"),
  },
  replay: {
    help: "what another policy would have earned in a log (--log FILE --policy NAME, --baseline NAME, --seed, --json)",
    load: () => import("./commands/replay.ts"),
  },
  simulate: {
    help: "play a policy in worlds of known truth (--environment FILE --policy NAME --impressions --batch --seeds --picture FILE --json)",
    load: () => import("./commands/simulate.ts"),
  },
  regenerate: {
    help: "make existing creatives anew (--titles, --style noir, --older-than DATE, --model ID, --losers; --dry-run or --yes)",
    load: () => import("./commands/regenerate.ts"),
  },
  log: {
    help: "write the decisions that were seen as JSON lines (--out FILE --title ID --since DATE --workspace ID)",
    load: () => import("./commands/log.ts"),
  },
  models: { help: "list, add, pull, verify, remove and bench networks", load: () => import("./commands/models.ts") },
  openapi: {
    help: "print the OpenAPI document; --write keeps it in docs/",
    load: () => import("./commands/openapi.ts"),
  },
} as const;

export type Command = {
  /** @param words what stands after the command's name */
  run(settings: ReturnType<typeof readSettings>, flags: Flags, words: readonly string[]): Promise<void>;
};
export type { Flags };

async function main(): Promise<void> {
  const { positionals, values } = readFlags(process.argv.slice(2));
  const name = positionals[0] ?? "help";
  if (values.help || !(name in COMMANDS)) {
    const lines = Object.entries(COMMANDS).map(([command, { help }]) => `  ${command.padEnd(10)} ${help}`);
    console.log(`marquee <command>\n\n${lines.join("\n")}`);
    process.exitCode = name === "help" || values.help ? 0 : 2;
    return;
  }
  const command: Command = await COMMANDS[name as keyof typeof COMMANDS].load();
  const settings = readSettings(process.env);
  // No child process has a use for them.
  delete process.env.MARQUEE_HUB_TOKEN;
  delete process.env.MARQUEE_MIGRATE_URL;
  await command.run(settings, values, positionals.slice(1));
}

const isUsage = (error: unknown): boolean =>
  error instanceof UsageError ||
  (error instanceof Error && "code" in error && `${error.code}`.startsWith("ERR_PARSE_ARGS"));

/** One clear sentence for a person; the stack only when it is our own mistake. */
function explain(error: unknown): string {
  if (error instanceof AppError) return `${ERRORS[error.code].say} (${error.message})`;
  if (error instanceof Error && (error.name === "Error" || isUsage(error))) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

await main().catch((error: unknown) => {
  console.error(`marquee: ${explain(error)}`);
  process.exitCode ??= isUsage(error) ? 2 : 1;
  // A listening socket or a pool must not keep a failed start alive.
  setTimeout(() => process.exit(), 2_000).unref();
});
