import { randomUUID } from "node:crypto";
import express, { type Express, type NextFunction, type Request, type RequestHandler, type Response } from "express";
import { AppError } from "../core/errors.ts";
import type { ApiKey } from "../core/key.ts";
import { DEFAULT_WORKSPACE } from "../core/workspace.ts";
import { Gatekeeper } from "./auth.ts";
import type { ServerDeps } from "./deps.ts";
import { answerOnce } from "./idempotency.ts";
import { openApiDocument } from "./openapi.ts";
import { parsePart, toAppError, toProblem } from "./problem.ts";
import type { FileReply, Route } from "./route.ts";
import { ROUTES } from "./routes.ts";
import { isFileType, readUpload } from "./upload.ts";

/** The whole HTTP surface: every route of the list, the OpenAPI document, and one shape for every error. */
export function apiServer(deps: ServerDeps): Express {
  const app = express();
  app.disable("x-powered-by");
  app.set("etag", false);
  app.set("query parser", "simple");
  app.use((_request, response, next) => {
    response.locals.requestId = randomUUID();
    response.set({
      "x-request-id": response.locals.requestId,
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'",
      "cache-control": "no-store",
    });
    next();
  });

  const gatekeeper = new Gatekeeper(deps.keys, deps.now);
  const document = openApiDocument(ROUTES);
  app.get("/openapi.json", (_request, response) => void response.json(document));
  for (const route of ROUTES) mount(app, route, deps, gatekeeper);
  for (const [path, methods] of methodsByPath())
    app.all(path, (request, response) => {
      response.set("allow", methods.join(", "));
      throw new AppError("method_not_allowed", `${request.method} ${request.path}`);
    });
  app.use((request) => {
    throw new AppError("route_not_found", request.path);
  });
  app.use((error: unknown, request: Request, response: Response, _next: NextFunction) => {
    const failure = toAppError(error);
    const requestId: string = response.locals.requestId;
    const detail = { requestId, method: request.method, path: request.path, code: failure.code };
    if (failure.status >= 500) deps.log.error({ ...detail, err: failure }, "request failed");
    if (response.headersSent) return void response.destroy();
    response.status(failure.status).json(toProblem(failure, requestId));
  });
  return app;
}

/** What each path takes: `GET` stands for `HEAD` too. */
function methodsByPath(): ReadonlyMap<string, readonly string[]> {
  const methods = new Map<string, string[]>([["/openapi.json", ["GET", "HEAD"]]]);
  for (const route of ROUTES) {
    const taken = route.method === "get" ? ["GET", "HEAD"] : [route.method.toUpperCase()];
    methods.set(expressPath(route), [...(methods.get(expressPath(route)) ?? []), ...taken]);
  }
  return methods;
}

const expressPath = (route: Route): string => route.path.replaceAll(/\{(\w+)\}/g, ":$1");

function mount(app: Express, route: Route, server: ServerDeps, gatekeeper: Gatekeeper): void {
  const readBody = bodyReader(route);

  const admit = async (request: Request, response: Response, next: NextFunction) => {
    // The key is checked before the body is read: a stranger cannot make us parse megabytes.
    response.locals.key = route.scope ? await gatekeeper.admit(request.get("authorization"), route.scope) : null;
    if (route.body && !(route.body === "file" ? isFileType(request) : request.is("application/json")))
      throw new AppError("unsupported_media_type", request.get("content-type") ?? "no content type");
    next();
  };

  const answer = async (request: Request, response: Response) => {
    const key: ApiKey | null = response.locals.key;
    const workspace = key?.workspaceId ?? DEFAULT_WORKSPACE;
    const deps = server.of(workspace);
    const input = {
      params: parsePart("path", route.params, request.params),
      query: parsePart("query", route.query, request.query),
      body: readFrom(route, request),
      actor: key?.name ?? "anonymous",
      key,
      workspace,
      gone: () => endOf(response),
    };
    const handle = () => route.handle(input as never, deps);
    if (route.reply === "file") return void sendFile(response, (await handle()) as FileReply);
    const value = route.costly ? await answerOnce(request, key, input.body, deps, handle) : await handle();
    response.status(route.status).json(value);
  };
  app[route.method](expressPath(route), admit, readBody, answer);
}

/** Aborted when the connection ends before the answer has been sent. */
function endOf(response: Response): AbortSignal {
  const end = new AbortController();
  response.once("close", () => {
    if (!response.writableFinished) end.abort();
  });
  return end.signal;
}

function bodyReader({ body, maxBodyBytes }: Route): RequestHandler {
  if (body === null) return (_request, _response, next) => next();
  if (body === "file") return readUpload(maxBodyBytes);
  return express.json({ limit: maxBodyBytes, type: "application/json", strict: false });
}

/** A request without a body has none to read: as a file it is an empty one. */
function readFrom({ body }: Route, request: Request): unknown {
  if (body === null) return undefined;
  return body === "file" ? (request.body ?? new Uint8Array()) : parsePart("body", body, request.body);
}

function sendFile(response: Response, file: FileReply): void {
  // The address can never mean other bytes, but they may be withdrawn, and must then be gone everywhere within a minute:
  // caches on the way share these 30 seconds (RFC 9111, Age), then ask again, which costs no bytes.
  response.set({
    "cache-control": "public, max-age=30, must-revalidate",
    etag: `"${file.etag}"`,
    "content-type": file.contentType,
  });
  response.send(Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength));
}
