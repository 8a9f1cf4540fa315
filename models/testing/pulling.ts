import { join } from "node:path";
import { listModels, type Shelves } from "../registry.ts";
import type { Hub } from "../store/http.ts";
import { pullModel } from "../store/pull.ts";
import type { Pulled, PullOptions, PullRequest } from "../store/request.ts";
import { type Files, scratch } from "./folder.ts";
import { breakAfter, type Exchange, type LoopbackHub, REPO, startHub } from "./hub.ts";
import { PLAIN } from "./networks.ts";

export const NETWORK = "onnx/model_quantized.onnx";
export const CONFIG = JSON.stringify({ architectures: ["LlamaForCausalLM"], model_type: "llama" });

/** A text model in the transformers.js layout, with what a repository holds besides. */
export const FILES: Files = {
  ".gitattributes": "*.onnx filter=lfs",
  "config.json": CONFIG,
  "tokenizer.json": "{}",
  "model.safetensors": "not for us",
  "onnx/model.onnx": Buffer.concat([PLAIN, PLAIN]),
  [NETWORK]: PLAIN,
};

export type Pulling = {
  hub: LoopbackHub;
  readonly shelves: Shelves;
  /** Pulls with short waits; three tries. */
  pull(request?: Partial<PullRequest>, hub?: Partial<Hub>, more?: Partial<PullOptions>): Promise<Pulled>;
  /** Sends the beginning of a file, and breaks the connection once the puller has it. */
  breakAfter(count: number, exchange: Exchange): true;
  /** The models that a list shows, verified: `tiny ready`. */
  visible(): Promise<readonly string[]>;
  /** How often the hub and its second host were asked for a file. */
  timesAsked(path: string): number;
  close(): Promise<void>;
};

/** A hub with one repository, and an empty store. */
export async function startPulling(files: Files = FILES): Promise<Pulling> {
  const { folder, remove } = await scratch();
  const shelves = { shipped: join(folder, "weights"), added: join(folder, "models") };
  let told = 0;
  const pulling: Pulling = {
    hub: await startHub(files),
    shelves,
    pull: (request = {}, hub = {}, more = {}) =>
      pullModel(
        { repo: REPO, revision: "main", globs: [], pins: new Map(), mostBytes: 1e9, ...request },
        {
          shelves,
          hub: { url: pulling.hub.url, token: null, stallMs: 10_000, ...hub },
          retries: { attempts: 3, backoffMs: 1 },
          signal: AbortSignal.timeout(60_000),
          ...more,
          tell: (progress) => {
            told++;
            more.tell?.(progress);
          },
        },
      ),
    breakAfter: (count, exchange) => {
      const before = told;
      return breakAfter(count, exchange, () => told > before);
    },
    visible: async () => (await listModels(shelves, "verify")).map(({ id, state }) => `${id} ${state}`),
    timesAsked: (path) =>
      pulling.hub.asked.filter(({ url }) => decodeURIComponent(url.split("?")[0] as string).endsWith(path)).length,
    close: async () => {
      await pulling.hub.close();
      await remove();
    },
  };
  return pulling;
}
