import type { Tensor } from "onnxruntime-node";

/**
 * The feeds with half floats as their bits: onnxruntime-node 1.30 takes a Float16Array for zero bytes long ("not enough
 * space: expected 6, got 0", microsoft/onnxruntime pull request 32323), and its Tensor makes one of any half floats.
 */
export function withHalfAsBits(feeds: Readonly<Record<string, Tensor>>): Record<string, Tensor> {
  return Object.fromEntries(Object.entries(feeds).map(([name, tensor]) => [name, bitsOf(tensor)]));
}

function bitsOf(tensor: Tensor): Tensor {
  const { type, dims, location, data } = tensor;
  const half: unknown = data;
  if (!(half instanceof Float16Array)) return tensor;
  return {
    type,
    dims,
    location,
    data: new Uint16Array(half.buffer, half.byteOffset, half.length),
  } as unknown as Tensor;
}
