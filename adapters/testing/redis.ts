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
  // The shell ends the server when its input does: with a `stop`, or with a test run that was killed.
  const script = 'command -v redis-server >/dev/null || exit 127; redis-server "$@" & read line; kill -9 $!; wait';
  const server = spawn("/bin/sh", ["-c", script, "redis", ...flags], { stdio: ["pipe", "pipe", "ignore"] });
  const exited = once(server, "exit").catch(() => {});
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    setTimeout(() => reject(new Error("redis-server said nothing for 10 s")), 10_000).unref();
    server.once("exit", () => reject(new Error("redis-server ended at once")));
    createInterface(server.stdout).on("line", (line) => line.includes("Ready to accept") && resolve());
  });
  return {
    url: `redis://127.0.0.1:${port}`,
    stop: async () => {
      server.stdin.end();
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
