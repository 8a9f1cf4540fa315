import { Tensor } from "onnxruntime-node";

/** The numbers as a tensor of the type that a network's input has; fractions are rounded for whole types. */
export function tensorOf(type: string, values: ArrayLike<number>, dims: readonly number[]): Tensor {
  switch (type) {
    case "float32":
      return new Tensor("float32", Float32Array.from(values), dims);
    case "float64":
      return new Tensor("float64", Float64Array.from(values), dims);
    case "float16":
      // The runtime's types know half floats as their bits only.
      return new Tensor("float16", new Uint16Array(Float16Array.from(values).buffer), dims);
    case "int64":
      return new Tensor("int64", BigInt64Array.from(Array.from(values, (value) => BigInt(Math.round(value)))), dims);
    case "int32":
      return new Tensor("int32", Int32Array.from(values, Math.round), dims);
    default:
      throw new Error(`wants ${type}, which is not known here`);
  }
}

/** A float tensor's values. */
export function floatsOf(tensor: Tensor): Float32Array {
  const { data, type } = tensor;
  if (type === "float32") return data as Float32Array;
  if (type === "float16" && data instanceof Uint16Array)
    return Float32Array.from(new Float16Array(data.buffer, data.byteOffset, data.length));
  if (type === "float16" || type === "float64") return Float32Array.from(data as unknown as ArrayLike<number>);
  throw new Error(`answers with ${type}, which is not known here`);
}
