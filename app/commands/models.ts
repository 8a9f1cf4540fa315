import type { Flags } from "../main.ts";
import type { Settings } from "../settings.ts";
import { UsageError } from "../usage.ts";

type Action = (settings: Settings, flags: Flags, words: readonly string[]) => Promise<void>;
type Named = {
  readonly usage: string;
  readonly words: readonly [number, number];
  readonly load: () => Promise<Action>;
};

const ACTIONS: Readonly<Record<string, Named>> = {
  list: {
    usage: "list [--json]                     what is there, and why one is refused",
    words: [0, 0],
    load: async () => (await import("../models/list.ts")).list,
  },
  add: {
    usage:
      "add FOLDER [--id ID] [--licence L] [--files GLOB,…] [--memory-mb N]\n" +
      "                                    copy a model of yours into the store",
    words: [1, 1],
    load: async () => (await import("../models/add.ts")).add,
  },
  pull: {
    usage:
      "pull REPO [--revision R] [--mirror URL] [--id ID] [--licence L] [--files GLOB,…] [--pin PATH=SHA256]…\n" +
      "       [--max-gb N] [--memory-mb N]     fetch one from a hub; broken off, it goes on where it stopped",
    words: [1, 1],
    load: async () => (await import("../models/pull.ts")).pull,
  },
  verify: {
    usage: "verify [ID]                       hash every file, and repeat the example of the papers",
    words: [0, 1],
    load: async () => (await import("../models/verify.ts")).verify,
  },
  remove: {
    usage: "remove ID                         take an added one out of the store",
    words: [1, 1],
    load: async () => (await import("../models/remove.ts")).remove,
  },
  bench: {
    usage: "bench ID [--runs N] [--threads N] run it, and measure time and memory",
    words: [1, 1],
    load: async () => (await import("../models/bench.ts")).bench,
  },
};

const USAGE = `marquee models <action>\n\n${Object.values(ACTIONS)
  .map(({ usage }) => `  ${usage}`)
  .join("\n")}`;

export async function run(settings: Settings, flags: Flags, words: readonly string[]): Promise<void> {
  const [name, ...rest] = words;
  if (name === undefined) return console.log(USAGE);
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (!action) throw new UsageError(`there is no models ${name}.\n\n${USAGE}`);
  const [least, most] = action.words;
  if (rest.length < least || rest.length > most) throw new UsageError(`marquee models ${action.usage}`);
  await (await action.load())(settings, flags, rest);
}
