import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A TCP way to a server that can be cut and mended, which is what a server that is gone looks like. */
export async function wireTo(target: string) {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.once("close", () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far).pipe(near);
  });
  const listen = async (at: number) => {
    server.listen(at, "127.0.0.1");
    await once(server, "listening");
    return (server.address() as AddressInfo).port;
  };
  const cutAll = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };

  const url = new URL(target);
  const here = await listen(0);
  url.host = `127.0.0.1:${here}`;
  return {
    url: url.href,
    cut: async (away: boolean): Promise<void> => {
      if (away) cutAll();
      else await listen(here);
    },
    close: cutAll,
  };
}
