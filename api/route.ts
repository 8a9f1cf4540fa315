import { z } from "zod";
import type { ErrorCode } from "../core/errors.ts";
import type { ApiKey, Scope } from "../core/key.ts";
import type { WorkspaceId } from "../core/workspace.ts";
import type { ApiDeps } from "./deps.ts";

const None = z.strictObject({});

export type RouteInput<Params, Query, Body> = {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** Who asks: the key's name, for the audit trail. */
  readonly actor: string;
  readonly key: ApiKey | null;
  /** Whose key it is; the stores that the handler is given see nothing else. `default` where no key is asked for. */
  readonly workspace: WorkspaceId;
  /** Ends when the caller has gone; made when a handler asks for it. */
  readonly gone: () => AbortSignal;
};

/** A file, instead of a value to be written as JSON. */
export type FileReply = {
  readonly bytes: Uint8Array;
  readonly contentType: string;
  /** Names the bytes: whoever has them is told so instead of getting them again. */
  readonly etag: string;
};

export type Route = {
  readonly method: "get" | "post";
  /** OpenAPI style: `/v1/titles/{title}`. */
  readonly path: string;
  readonly summary: string;
  readonly scope: Scope | null;
  readonly params: z.ZodType;
  readonly query: z.ZodType;
  /** `file`: any bytes, up to `maxBodyBytes`. */
  readonly body: z.ZodType | "file" | null;
  readonly maxBodyBytes: number;
  readonly reply: z.ZodType | "file";
  readonly status: 200 | 201 | 202;
  /** Costs money or hours: the caller must send an Idempotency-Key, and a repeat gets the first answer. */
  readonly costly: boolean;
  readonly errors: readonly ErrorCode[];
  readonly handle: (input: RouteInput<never, never, never>, deps: ApiDeps) => Promise<unknown>;
};

// A catalogue entry or a batch of events is far below this; a larger body is a mistake or an attack.
const DEFAULT_BODY_BYTES = 64 * 1024;

/** One value is the router entry, the request check, the client's type and the OpenAPI operation. */
export function defineRoute<
  Reply extends z.ZodType | "file",
  Params extends z.ZodType = typeof None,
  Query extends z.ZodType = typeof None,
  Body extends z.ZodType | "file" = z.ZodNever,
>(spec: {
  method: "get" | "post";
  path: string;
  summary: string;
  scope: Scope | null;
  params?: Params;
  query?: Query;
  body?: Body;
  maxBodyBytes?: number;
  reply: Reply;
  status?: 200 | 201 | 202;
  costly?: boolean;
  errors: readonly ErrorCode[];
  handle: (
    input: RouteInput<z.output<Params>, z.output<Query>, Body extends z.ZodType ? z.output<Body> : Uint8Array>,
    deps: ApiDeps,
  ) => Promise<Reply extends z.ZodType ? z.input<Reply> : FileReply>;
}): Route {
  return {
    params: None,
    query: None,
    body: null,
    maxBodyBytes: DEFAULT_BODY_BYTES,
    status: 200,
    costly: false,
    ...spec,
  } as Route;
}

/** `?after=&limit=` of every listing. */
export const PageQuery = z.strictObject({
  // An id of ours, or the empty text: from the beginning.
  after: z
    .string()
    .max(100)
    .regex(/^[\w-]*$/, "must be the `next` of a page")
    .optional()
    .meta({ description: "The `next` of the page before." }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export const toPage = (query: z.output<typeof PageQuery>) => ({ after: query.after ?? null, limit: query.limit });

export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    items: z.array(item),
    next: z.string().nullable().meta({ description: "Send as `after` for the following page; null at the end." }),
  });
