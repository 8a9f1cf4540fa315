import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Files, sha256Of } from "./folder.ts";

/** Spoils one file's answers; false leaves this one as it is. */
export type Fault = (exchange: Exchange) => boolean;
export type Exchange = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly bytes: Buffer;
  /** How often this file was asked for before. */
  readonly before: number;
};

export type Asked = {
  readonly host: "hub" | "cdn";
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
};

export type LoopbackHub = {
  readonly url: string;
  /** Every request, in order. */
  readonly asked: readonly Asked[];
  /** By path within the repository; `""` is the list of files. */
  readonly faults: Map<string, Fault>;
  /** What the next listings say besides, or instead. */
  listing: Record<string, unknown>;
  readonly commit: string;
  close(): Promise<void>;
};

export const REPO = "lab/tiny";
export const COMMIT = "0123456789abcdef0123456789abcdef01234567";

/**
 * A hub on this machine that serves one repository in the Hugging Face hub's URL layout: a list of files with their git
 * hashes, small files answered at once, large ones (`.onnx`) by a redirect to a second host that knows no tokens.
 */
export async function startHub(files: Files, { licence = "mit" }: { licence?: string } = {}): Promise<LoopbackHub> {
  const contents = new Map(Object.entries(files).map(([path, content]) => [path, Buffer.from(content)]));
  const asked: Asked[] = [];
  const faults = new Map<string, Fault>();
  const counts = new Map<string, number>();
  const spoiled = (path: string, request: IncomingMessage, response: ServerResponse, bytes: Buffer): boolean => {
    const before = counts.get(path) ?? 0;
    counts.set(path, before + 1);
    return faults.get(path)?.({ request, response, bytes, before }) ?? false;
  };
  const answerFile = (path: string, request: IncomingMessage, response: ServerResponse) => {
    const bytes = contents.get(path) as Buffer;
    if (!spoiled(path, request, response, bytes)) serve(request, response, bytes);
  };

  const cdn = await listen((request, response) => {
    asked.push({ host: "cdn", url: request.url ?? "", headers: request.headers });
    answerFile(decodeURIComponent((request.url ?? "").slice(1).split("?")[0] as string), request, response);
  });
  const hub: LoopbackHub & { listing: Record<string, unknown> } = {
    url: "",
    asked,
    faults,
    listing: {},
    commit: COMMIT,
    close: () => Promise.all([server, cdn].map(closed)).then(() => undefined),
  };
  const server = await listen((request, response) => {
    const url = new URL(request.url ?? "", "http://hub");
    asked.push({ host: "hub", url: request.url ?? "", headers: request.headers });
    if (url.pathname.startsWith(`/api/models/${REPO}/revision/`)) {
      const list = Buffer.from(JSON.stringify({ ...listingOf(contents, licence), ...hub.listing }));
      if (spoiled("", request, response, list)) return;
      response.setHeader("Content-Type", "application/json");
      return response.end(list);
    }
    const path = decodeURIComponent(url.pathname.slice(`/${REPO}/resolve/${COMMIT}/`.length));
    if (!url.pathname.startsWith(`/${REPO}/resolve/${COMMIT}/`) || !contents.has(path))
      return response.writeHead(404, { "Content-Type": "text/plain" }).end("Entry not found");
    if (!path.endsWith(".onnx")) return answerFile(path, request, response);
    response.writeHead(302, { Location: `${addressOf(cdn)}/${encodeURIComponent(path)}?signature=secret` }).end();
  });
  return Object.assign(hub, { url: addressOf(server) });
}

/** One file, whole or from where the request says, as long as it did not change. */
export function serve(request: IncomingMessage, response: ServerResponse, bytes: Buffer, etag = etagOf(bytes)): void {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? Number.NaN);
  const isSame = request.headers["if-range"] === undefined || request.headers["if-range"] === etag;
  response.setHeader("ETag", etag);
  response.setHeader("Content-Type", "application/octet-stream");
  if (Number.isNaN(from) || !isSame) {
    response.writeHead(200, { "Content-Length": bytes.length }).end(bytes);
    return;
  }
  if (from >= bytes.length) {
    response.writeHead(416, { "Content-Range": `bytes */${bytes.length}` }).end();
    return;
  }
  const rest = bytes.subarray(from);
  const range = `bytes ${from}-${bytes.length - 1}/${bytes.length}`;
  response.writeHead(206, { "Content-Length": rest.length, "Content-Range": range }).end(rest);
}

export const etagOf = (bytes: Buffer): string => `"${sha256Of(bytes)}"`;

/** Sends the beginning of a whole answer and breaks the connection as soon as `arrived` says so. */
export const breakAfter = (count: number, { response, bytes }: Exchange, arrived: () => boolean): true => {
  response.writeHead(200, { "Content-Length": bytes.length, ETag: etagOf(bytes) });
  response.write(bytes.subarray(0, count));
  // What a client has not read when its connection breaks is lost to it.
  const timer = setInterval(() => {
    if (!arrived()) return;
    clearInterval(timer);
    response.destroy();
  }, 5);
  response.once("close", () => clearInterval(timer));
  return true;
};

/** Sends the beginning of a whole answer and then nothing more. */
export const stallAfter = (count: number, { response, bytes }: Exchange): true => {
  response.writeHead(200, { "Content-Length": bytes.length, ETag: etagOf(bytes) });
  response.write(bytes.subarray(0, count));
  return true;
};

function listingOf(contents: ReadonlyMap<string, Buffer>, licence: string) {
  const siblings = [...contents].map(([path, bytes]) => {
    const large = path.endsWith(".onnx");
    const blobId = createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
    const lfs = { sha256: sha256Of(bytes), size: bytes.length, pointerSize: 130 };
    return { rfilename: path, size: bytes.length, blobId, ...(large ? { lfs } : {}) };
  });
  return { id: REPO, sha: COMMIT, cardData: { license: licence }, siblings };
}

async function listen(answer: (request: IncomingMessage, response: ServerResponse) => unknown): Promise<Server> {
  const server = createServer(answer);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return server;
}

const addressOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((done) => server.close(() => done()));
}
