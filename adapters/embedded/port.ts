import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";

/**
 * @param asked the operator's choice
 * @param kept the one of the last start
 * @throws Error naming the port that was asked for and is taken
 */
export async function choosePort(asked: number | undefined, kept: number | null): Promise<number> {
  if (asked !== undefined) {
    if (await isFree(asked)) return asked;
    throw portTaken(asked);
  }
  if (kept !== null && (await isFree(kept))) return kept;
  return freePort(0);
}

const isFree = (port: number): Promise<boolean> =>
  freePort(port).then(
    () => true,
    () => false,
  );

async function freePort(port: number): Promise<number> {
  const server = createServer().listen(port, "127.0.0.1");
  await once(server, "listening");
  const { port: found } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return found;
}

export const portTaken = (port: number) =>
  new Error(`port ${port} on 127.0.0.1 is taken by another program; free it, or choose another port for the database`);
