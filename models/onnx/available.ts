import { listSupportedBackends } from "onnxruntime-node";
import type { Provider } from "./provider.ts";

const REMEDY: Readonly<Record<Exclude<Provider, "cpu">, string>> = {
  cuda: "remove both onnxruntime-node lines of .npmrc, allow its install script and run `npm rebuild onnxruntime-node` on Linux x64 with CUDA 12 and cuDNN 9",
  coreml: "it comes with the macOS package of onnxruntime-node only",
  dml: "it comes with the Windows package of onnxruntime-node only",
};

/** Why this machine cannot run networks on `provider`, with what to do; `null` where nothing is known against it. */
export function lackOf(provider: Provider): string | null {
  // The runtime drops a provider that it does not know without an error, and would run on the CPU unasked.
  const known = listSupportedBackends().map(({ name }) => name);
  if (provider === "cpu" || known.includes(provider)) return null;
  return `provider ${provider} is not in this build of onnxruntime-node, which has ${known.join(", ")}: ${REMEDY[provider]}, or use cpu`;
}

/** The sentence for a provider that the build knows and that did not start. */
export const failedStart = (provider: Exclude<Provider, "cpu">, reason: string): string =>
  `provider ${provider} did not start (${reason.split("\n")[0]}): ${REMEDY[provider]}, or use cpu`;
