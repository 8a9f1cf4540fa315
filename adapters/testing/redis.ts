import { spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { createInterface } from "node:readline";

export type TestRedis = { readonly url: string; stop(): Promise<void> };

/** The given server; else a `redis-server` of the machine's own on a free port, keeping nothing; else `null`. */
export async function findRedis(given?: string): Promise<TestRedis | null> {
  if (given) return { url: given, stop: async () => {} };
  try {
    return await startRedis(await freePort());
  } catch {
    return null;
  }
}

export async function startRedis(port: number): Promise<TestRedis> {
  const flags = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
  const server = spawn("redis-server", flags, { stdio: ["ignore", "pipe", "ignore"] });
  const exited = once(server, "exit").catch(() => {});
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.once("exit", () => reject(new Error("redis-server ended at once")));
    createInterface(server.stdout).on("line", (line) => line.includes("Ready to accept") && resolve());
  });
  return {
    url: `redis://127.0.0.1:${port}`,
    stop: async () => {
      server.kill("SIGKILL");
      await exited;
    },
  };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
