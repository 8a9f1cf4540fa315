import type { Tensor } from "onnxruntime-node";

/**
 * @throws Error naming the model and the output when a float tensor holds NaN or an infinity, which the runtime lets
 *   through; tensors of other types pass
 */
export function requireFinite(model: string, output: string, tensor: Tensor): void {
  if (!tensor.type.startsWith("float")) return;
  const wrong = firstNotFinite(tensor.data);
  if (wrong >= 0) throw new Error(`model ${model}: its output "${output}" is not a number at ${wrong}`);
}

function firstNotFinite(data: Tensor["data"]): number {
  // Half floats come as bits where JavaScript has no array for them: all five exponent bits set is NaN or infinity.
  if (data instanceof Uint16Array) return data.findIndex((bits) => (bits & 0x7c00) === 0x7c00);
  const values = data as Float32Array;
  // A sum shows one wrong value among millions several times faster than looking at each.
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] as number;
  return Number.isFinite(sum) ? -1 : values.findIndex((value) => !Number.isFinite(value));
}
