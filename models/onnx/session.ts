import { open } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { setImmediate as nextTurn } from "node:timers/promises";
import { InferenceSession, type Tensor } from "onnxruntime-node";
import { failedStart, lackOf } from "./available.ts";
import { withHalfAsBits } from "./half.ts";
import { misfitOf, type Plugs } from "./plugs.ts";
import type { Provider } from "./provider.ts";

export type SessionSettings = {
  /** Inference threads, at least 1; never more than the machine has cores. */
  readonly threads: number;
  /** Where it runs; `cpu` when left out. */
  readonly provider?: Provider | undefined;
  /** Run on the CPU where the provider cannot; otherwise that is an error. */
  readonly orCpu?: boolean;
  /** Whose network it is, for the sentences of errors. */
  readonly model?: string;
  readonly file?: string;
  /** What the papers say of its inputs and outputs (`plugsOf`). */
  readonly plugs?: Plugs;
};

/** One loaded network. */
export type Session = {
  readonly inputs: readonly InferenceSession.ValueMetadata[];
  readonly outputs: readonly InferenceSession.ValueMetadata[];
  /** Where it runs. */
  readonly provider: Provider;
  /**
   * One inference, which holds the event loop for its whole length; messages are read before it returns.
   *
   * @throws Error for a feed that the network does not know or lacks, and after `release`
   */
  run(feeds: Readonly<Record<string, Tensor>>): Promise<Readonly<Record<string, Tensor>>>;
  release(): Promise<void>;
};

const LFS_POINTER = "version https://git-lfs.github.com/spec/";

/**
 * Loads one network.
 *
 * @param network the file's bytes, or its path where it is too large to hold twice or has external data beside it
 * @throws Error naming model and file: a Git LFS pointer, a file that is no network, inputs or outputs that are not
 *   what the papers say, a provider that this machine has not, with what to do
 */
export async function openSession(network: Uint8Array | string, settings: SessionSettings): Promise<Session> {
  const who = nameOf(network, settings);
  if (await isPointer(network)) {
    throw new Error(`${who} is a Git LFS pointer and not the network that it points to: run "git lfs pull" for it`);
  }
  const { session, provider } = await create(network, settings, who);
  const { inputMetadata: inputs, outputMetadata: outputs } = session;
  const misfit = misfitOf(inputs, outputs, settings.plugs ?? {});
  if (misfit !== null) {
    await session.release();
    throw new Error(`${who} ${misfit}`);
  }
  return { inputs, outputs, provider, ...using(session, who) };
}

/** The calls, one after the other, and none after the release. */
function using(session: InferenceSession, who: string): Pick<Session, "run" | "release"> {
  let open = true;
  let last: Promise<unknown> = Promise.resolve();
  return {
    async run(feeds) {
      if (!open) throw new Error(`${who} was used after it was released`);
      const unknown = Object.keys(feeds).filter((name) => !session.inputNames.includes(name));
      const missing = session.inputNames.filter((name) => !(name in feeds));
      if (unknown.length > 0) throw new Error(`${who} has no input "${unknown[0]}"`);
      if (missing.length > 0) throw new Error(`${who} was not given its input "${missing[0]}"`);
      const answer = session.run(withHalfAsBits(feeds));
      last = answer.catch(() => undefined);
      try {
        return (await answer) as Record<string, Tensor>;
      } catch (cause) {
        throw new Error(`${who} failed: ${reasonOf(cause)}`, { cause });
      } finally {
        await nextTurn(); // a cancellation that came meanwhile is seen before the next step
      }
    },
    async release() {
      if (!open) return;
      open = false;
      await last;
      await session.release();
    },
  };
}

async function create(
  network: Uint8Array | string,
  settings: SessionSettings,
  who: string,
): Promise<{ session: InferenceSession; provider: Provider }> {
  const { provider = "cpu", orCpu = false } = settings;
  const load = (on: Provider) => {
    const options = optionsOf(settings.threads, on);
    return typeof network === "string"
      ? InferenceSession.create(network, options)
      : InferenceSession.create(network, options);
  };
  const onCpu = async () => ({ session: await load("cpu"), provider: "cpu" as const });
  const failed = (cause: unknown): never => {
    throw new Error(`${who} cannot be loaded: ${reasonOf(cause)}`, { cause });
  };
  if (provider === "cpu") return onCpu().catch(failed);
  const lack = lackOf(provider);
  if (lack !== null) {
    if (orCpu) return onCpu().catch(failed);
    throw new Error(`${who} cannot be loaded: ${lack}`);
  }
  try {
    return { session: await load(provider), provider };
  } catch (cause) {
    if (orCpu) return onCpu().catch(failed);
    throw new Error(`${who} cannot be loaded: ${failedStart(provider, reasonOf(cause))}`, { cause });
  }
}

function optionsOf(threads: number, provider: Provider): InferenceSession.SessionOptions {
  if (!Number.isInteger(threads) || threads < 1) throw new RangeError(`threads is ${threads}; at least 1 is needed`);
  return {
    executionProviders: [provider],
    intraOpNumThreads: Math.min(threads, availableParallelism()),
    interOpNumThreads: 1,
    executionMode: "sequential",
    graphOptimizationLevel: "all",
    logSeverityLevel: 3,
  };
}

const nameOf = (network: Uint8Array | string, { model, file }: SessionSettings): string => {
  const name = file ?? (typeof network === "string" ? network.split(/[\\/]/).at(-1) : "the network");
  return model === undefined ? `${name}` : `model ${model}: ${name}`;
};

const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

async function isPointer(network: Uint8Array | string): Promise<boolean> {
  if (typeof network !== "string") return startsAsPointer(network);
  const file = await open(network);
  try {
    const { buffer } = await file.read(Buffer.alloc(LFS_POINTER.length), 0, LFS_POINTER.length, 0);
    return startsAsPointer(buffer);
  } finally {
    await file.close();
  }
}

const startsAsPointer = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, LFS_POINTER.length)).toString() === LFS_POINTER;
