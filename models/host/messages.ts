import type { ErrorCode } from "../../core/errors.ts";
import type { ModelPapers } from "../../core/ports.ts";
import type { OpenSettings } from "../open.ts";

/** What a host says to a model's process: first what to open, then one request at a time. */
export type ToModel =
  | { readonly open: OpenSettings }
  | { readonly id: number; readonly request: unknown }
  | { readonly cancel: number };

export type FromModel =
  | { readonly failed: string }
  | { readonly ready: ModelPapers; readonly residentBytes: number }
  | { readonly id: number; readonly progress: readonly [done: number, total: number] }
  | Answer;

export type Answer = { readonly id: number; readonly residentBytes: number } & (
  | { readonly answer: unknown }
  | { readonly error: { readonly name: string; readonly message: string; readonly code: ErrorCode | null } }
);

/** Nothing is ever said on it: when it ends, the host is gone. */
export const LIFELINE_FD = 4;
