import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { initSync, WasmReader } from "@contentauth/c2pa-wasm";

/** The official kit's own reader, in the test's process: it shares nothing with the thread that signs. */
initSync({ module: readFileSync(fileURLToPath(import.meta.resolve("@contentauth/c2pa-wasm/c2pa.wasm"))) });

export type ManifestStore = {
  readonly active_manifest: string;
  readonly manifests: Readonly<
    Record<
      string,
      {
        readonly title: string;
        readonly instance_id: string;
        readonly ingredients?: readonly { readonly title: string; readonly relationship: string }[];
        readonly thumbnail?: unknown;
        // biome-ignore lint/suspicious/noExplicitAny: assertions are free data.
        readonly assertions: readonly { readonly label: string; readonly data: any }[];
        readonly signature_info: { readonly alg: string; readonly issuer: string; readonly common_name: string };
      }
    >
  >;
  readonly validation_state: "Invalid" | "Valid" | "Trusted";
  readonly validation_status?: readonly { readonly code: string }[];
};

/** @returns null where the file has no manifest */
export async function readCredentials(
  contentType: string,
  bytes: Uint8Array,
  anchors?: string,
): Promise<ManifestStore | null> {
  const settings = anchors === undefined ? "{}" : JSON.stringify({ trust: { trust_anchors: anchors } });
  try {
    const reader = await WasmReader.fromBytes(contentType, bytes, settings);
    return reader.manifestStore();
  } catch (error) {
    if (String(error).includes("JumbfNotFound")) return null;
    throw error;
  }
}

export const codesOf = (store: ManifestStore | null): readonly string[] =>
  (store?.validation_status ?? []).map(({ code }) => code);

/** The last certificate of a chain: the authority. */
export const authorityOf = (chain: string): string => chain.slice(chain.lastIndexOf("-----BEGIN CERTIFICATE-----"));
