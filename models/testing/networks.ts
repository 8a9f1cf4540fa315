/** Networks of a few bytes, written by Python's `onnx` 1.23; each adds four numbers to four. */
const decode = (text: string): Buffer => Buffer.from(text, "base64");

/** `y = x + [0, 1, 2, 3]`, whole in itself. */
export const PLAIN = decode(
  "CAg6UAoOCgF4CgF3EgF5IgNBZGQSAWcqGQgEEAFCAXdKEAAAAAAAAIA/AAAAQAAAQEBaDwoBeBIKCggIARIECgIIBGIPCgF5EgoKCAgBEgQKAggEQgQKABAN",
);

/** The same with a tensor in the file `w.bin`, once in each place that ONNX has for one. */
export const WITH_EXTERNAL: Readonly<Record<"initializer" | "attribute" | "subgraph", Buffer>> = {
  initializer: decode(
    "CAg6bgoOCgF4CgF3EgF5IgNBZGQSAWcqNwgEEAFCAXdqEQoIbG9jYXRpb24SBXcuYmluagsKBm9mZnNldBIBMGoMCgZsZW5ndGgSAjE2cAFaDwoBeBIKCggIARIECgIIBGIPCgF5EgoKCAgBEgQKAggEQgQKABAN",
  ),
  attribute: decode(
    "CAg6pAEKUhIBayIIQ29uc3RhbnQqQwoFdmFsdWUqNwgEEAFCAWNqEQoIbG9jYXRpb24SBXcuYmluagsKBm9mZnNldBIBMGoMCgZsZW5ndGgSAjE2cAGgAQQKDgoBeAoBaxIBeSIDQWRkEgFnKhkIBBABQgF3ShAAAAAAAACAPwAAAEAAAEBAWg8KAXgSCgoICAESBAoCCARiDwoBeRIKCggIARIECgIIBEIECgAQDQ==",
  ),
  subgraph: decode(
    "CAg6mAIK9AEKAWISAXkiAklmKnMKC2Vsc2VfYnJhbmNoMmEKEAoBcxIBbyIISWRlbnRpdHkSA3N1Yio3CAQQAUIBc2oRCghsb2NhdGlvbhIFdy5iaW5qCwoGb2Zmc2V0EgEwagwKBmxlbmd0aBICMTZwAWIPCgFvEgoKCAgBEgQKAggEoAEFKnMKC3RoZW5fYnJhbmNoMmEKEAoBcxIBbyIISWRlbnRpdHkSA3N1Yio3CAQQAUIBc2oRCghsb2NhdGlvbhIFdy5iaW5qCwoGb2Zmc2V0EgEwagwKBmxlbmd0aBICMTZwAWIPCgFvEgoKCAgBEgQKAggEoAEFEgFnWgsKAWISBgoECAkSAGIPCgF5EgoKCAgBEgQKAggEQgQKABAN",
  ),
};

/** `w.bin`: four ones. */
export const WEIGHTS = Buffer.from(new Float32Array([1, 1, 1, 1]).buffer);

/** Another location of the same length, so that no length in the message changes. */
export function withLocation(network: Buffer, location: string): Buffer {
  if (location.length !== "w.bin".length) throw new Error(`${location} is not as long as w.bin`);
  return Buffer.from(network.toString("latin1").replaceAll("w.bin", location), "latin1");
}
