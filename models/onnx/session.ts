import { InferenceSession, type Tensor } from "onnxruntime-node";

export type SessionSettings = {
  /** Inference threads, at least 1. */
  readonly threads: number;
};

/** One loaded network. */
export type Session = {
  readonly inputs: readonly InferenceSession.ValueMetadata[];
  readonly outputs: readonly InferenceSession.ValueMetadata[];
  run(feeds: Readonly<Record<string, Tensor>>): Promise<Readonly<Record<string, Tensor>>>;
  release(): Promise<void>;
};

/**
 * Loads one network.
 *
 * @param network the file's bytes, or its path where it is too large to hold twice or has external data beside it
 */
export async function openSession(network: Uint8Array | string, { threads }: SessionSettings): Promise<Session> {
  const options: InferenceSession.SessionOptions = {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: "sequential",
    graphOptimizationLevel: "all",
  };
  const session =
    typeof network === "string"
      ? await InferenceSession.create(network, options)
      : await InferenceSession.create(network, options);
  return {
    inputs: session.inputMetadata,
    outputs: session.outputMetadata,
    run: (feeds) => session.run(feeds) as Promise<Record<string, Tensor>>,
    release: () => session.release(),
  };
}
