import { randomBytes } from "node:crypto";
import { mkdir, realpath } from "node:fs/promises";
import { unprivilegedAccount } from "./embedded/account.ts";
import { APPLICATION, settleApplication } from "./embedded/application.ts";
import { findBinaries } from "./embedded/binaries.ts";
import { initialise, USER } from "./embedded/initialise.ts";
import { stopLeftover } from "./embedded/leftover.ts";
import { lockFolder } from "./embedded/lock.ts";
import { findPlace, recall, remember } from "./embedded/place.ts";
import { choosePort } from "./embedded/port.ts";
import { superviseServer } from "./embedded/server.ts";

export type EmbeddedPostgres = {
  /** As the application connects, to the tables that the owner let it use. With the password: not for the log. */
  readonly url: string;
  /** As the tables' owner, who is this server's superuser. With the password: not for the log. */
  readonly ownerUrl: string;
  /** Ends all connections, writes everything and stops the server. */
  stop(): Promise<void>;
};

const toUrl = (port: number, user: string, password: string) =>
  `postgres://${user}:${password}@127.0.0.1:${port}/postgres`;

/**
 * Where the embedded PostgreSQL of a folder answers the application while its service runs; null when there has never been one.
 * With the password: not for the log.
 */
export async function embeddedPostgresUrl(folder: string): Promise<string | null> {
  const memory = await recall(folder);
  return memory?.port && memory.appPassword ? toUrl(memory.port, APPLICATION, memory.appPassword) : null;
}

/**
 * Starts a real PostgreSQL of Marquee's own, making its data folder the first time (about 4 s), and starts it again
 * should it die. An earlier one that a killed Marquee left running on the same data is stopped first.
 *
 * @param options.folder Marquee's own folder (`.marquee`); made when missing
 * @param options.port on 127.0.0.1; without one a free port is picked and kept in `database.json`
 * @param options.log gets one line at a time, never the password
 * @throws AppError `storage_full`; Error saying that the port is taken, that another Marquee is using the folder,
 *   or what PostgreSQL itself said
 */
export async function startEmbeddedPostgres(options: {
  folder: string;
  port?: number;
  log: (line: string) => void;
}): Promise<EmbeddedPostgres> {
  const { log } = options;
  await mkdir(options.folder, { recursive: true });
  const folder = await realpath(options.folder);
  const unlock = await lockFolder(folder);
  try {
    const account = await unprivilegedAccount();
    const { memory, spare } = await findPlace(folder, account, log);
    const binaries = await findBinaries(account, spare);
    await stopLeftover(memory.data, log);
    await initialise(binaries, memory, account);

    const port = await choosePort(options.port, memory.port);
    const appPassword = memory.appPassword ?? randomBytes(24).toString("base64url");
    if (port !== memory.port || appPassword !== memory.appPassword)
      await remember(folder, { ...memory, port, appPassword });
    const server = await superviseServer({ binaries, data: memory.data, port, account, log });
    const ownerUrl = toUrl(port, USER, memory.password);
    await settleApplication(ownerUrl, appPassword).catch(async (error) => {
      await server.stop();
      throw error;
    });
    return {
      url: toUrl(port, APPLICATION, appPassword),
      ownerUrl,
      stop: async () => {
        await server.stop();
        await unlock();
      },
    };
  } catch (error) {
    await unlock();
    throw error;
  }
}
