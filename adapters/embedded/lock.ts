import { createHash } from "node:crypto";
import { rm } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * One Marquee a folder. The lock is a listening socket, because the system takes it back when its process dies,
 * however it dies; a file would outlive `kill -9`.
 *
 * @param folder an absolute path without links
 * @returns gives the lock back
 * @throws Error `another Marquee is using <folder>`
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const name = `marquee-${createHash("sha256").update(folder).digest("hex").slice(0, 24)}`;
  const address =
    process.platform === "linux"
      ? `\0${name}` // no file: gone with the process
      : process.platform === "win32"
        ? `\\\\.\\pipe\\${name}`
        : join(tmpdir(), `${name}.sock`);
  let server = await listen(address);
  if (!server && (await isStale(address))) {
    await rm(address);
    server = await listen(address);
  }
  if (!server)
    throw new Error(`another Marquee is using ${folder}; stop it first, or give this one a folder of its own`);
  server.unref();
  return () => new Promise((done) => server.close(() => done()));
}

/** @returns `null` when somebody has that address */
function listen(address: string): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" ? resolve(null) : reject(error),
    );
    server.listen(address, () => resolve(server));
  });
}

/** A socket file that nobody answers on was left by a killed process. */
function isStale(address: string): Promise<boolean> {
  if (address.startsWith("\0") || address.startsWith("\\\\")) return Promise.resolve(false);
  return new Promise((resolve) => {
    const socket = connect(address);
    socket.once("connect", () => {
      socket.destroy();
      resolve(false);
    });
    socket.once("error", () => resolve(true));
  });
}
