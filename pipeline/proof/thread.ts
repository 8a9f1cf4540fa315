import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import { initSync, WasmBuilder, WasmReader } from "@contentauth/c2pa-wasm";
import { type Credential, certificatesIn, coseSigner } from "./cose.ts";

/**
 * The thread in which the C2PA kit runs. A thread has globals of its own: here the clock stands still and what the kit
 * takes for randomness comes from a seed, and nothing else in the process notices.
 */
export type ToThread = { readonly id: number; readonly contentType: string; readonly bytes: Uint8Array } & (
  | {
      /** A manifest definition as JSON. */
      readonly manifest: string;
      readonly seed: string;
    }
  | { readonly read: true }
);
export type FromThread = { readonly id: number } & (
  | { readonly bytes: Uint8Array }
  /** What does not hold, by the codes of C2PA; empty: all of it holds, whoever signed it. */
  | { readonly faults: readonly string[] }
  | { readonly error: string }
);
type ToSeal = Extract<ToThread, { manifest: string }>;

const SETTINGS = JSON.stringify({
  // A small copy of the picture inside the picture would double the smaller files.
  builder: { thumbnail: { enabled: false } },
  // The gates and tests read what was written; reading it here too would cost twice.
  verify: { verify_after_sign: false },
});

/** The kit reads its input through these two, which browsers have and Node has not. */
class Bytes {
  readonly held: Uint8Array;
  readonly size: number;
  constructor(held: Uint8Array) {
    this.held = held;
    this.size = held.length;
  }
  slice(from = 0, to = this.size): Bytes {
    return new Bytes(this.held.subarray(from, to));
  }
}
class BytesReader {
  readAsArrayBuffer({ held }: Bytes): ArrayBuffer {
    return new Uint8Array(held).buffer;
  }
}

/** Counts through SHA-256: endless bytes that look random and are decided by the seed. */
let drawn = { seed: "", count: 0 };
function draw(into: Uint8Array): Uint8Array {
  for (let at = 0; at < into.length; at += 32) {
    const block = createHash("sha256")
      .update(`${drawn.seed} ${drawn.count++}`)
      .digest();
    into.set(block.subarray(0, into.length - at), at);
  }
  return into;
}

function standStill(at: number): void {
  const Real = globalThis.Date;
  class Still extends Real {
    constructor(...given: readonly unknown[]) {
      super(...((given.length === 0 ? [at] : given) as [number]));
    }
    static override now(): number {
      return at;
    }
  }
  Object.defineProperty(globalThis, "Date", { value: Still });
}

async function seal({ contentType, bytes, manifest, seed }: ToSeal): Promise<Uint8Array> {
  drawn = { seed, count: 0 };
  const builder = WasmBuilder.fromJson(manifest, SETTINGS);
  const definition = {
    alg: signer.algorithm,
    reserveSize: signer.size,
    sign: async (claim: Uint8Array) => signer.sign(claim) as Uint8Array<ArrayBuffer>,
  };
  try {
    return await builder.sign(definition, [], contentType, new Bytes(bytes) as unknown as Blob);
  } finally {
    builder.free();
  }
}

/** Whom to trust is for the reader of a picture to decide: an unknown authority is no fault of the file. */
async function faultsOf(contentType: string, bytes: Uint8Array): Promise<readonly string[]> {
  const reader = await WasmReader.fromBytes(contentType, bytes, SETTINGS);
  const { validation_status: status = [] } = reader.manifestStore() as { validation_status?: { code: string }[] };
  reader.free();
  return status.map(({ code }) => code).filter((code) => code !== "signingCredential.untrusted");
}

async function answer(message: ToThread): Promise<FromThread> {
  const { id, contentType, bytes } = message;
  try {
    return "read" in message ? { id, faults: await faultsOf(contentType, bytes) } : { id, bytes: await seal(message) };
  } catch (error) {
    // A panic in WebAssembly leaves its memory as it was in the middle of something: a new thread goes on.
    if (error instanceof Error && error.name === "RuntimeError") throw error;
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}

const { credential } = workerData as { credential: Credential };
const signer = coseSigner(credential);
standStill(certificatesIn(credential.chain)[0]?.validFromDate.getTime() ?? 0);
Object.defineProperty(globalThis, "crypto", { value: { getRandomValues: draw } });
Object.defineProperty(globalThis, "FileReaderSync", { value: BytesReader });
const kit = fileURLToPath(import.meta.resolve("@contentauth/c2pa-wasm/c2pa.wasm"));
initSync({ module: readFileSync(kit) });

// One at a time: the seed belongs to the file in work.
let last: Promise<unknown> = Promise.resolve();
parentPort?.on("message", (message: ToThread) => {
  last = last.then(() => answer(message)).then((said) => parentPort?.postMessage(said));
});
