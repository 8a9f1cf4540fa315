import { readSync } from "node:fs";
import { posix } from "node:path";
import { isPlainPath } from "./manifest.ts";

/**
 * Where an ONNX file keeps tensors outside itself.
 *
 * It is a protobuf message (onnx/onnx.proto): the walk follows only the fields that lead to a TensorProto and jumps over
 * everything else, weights too, so that a file of gigabytes is read in a few blocks. It looks into every place that may
 * hold a tensor: initializers, sparse ones, attributes of nodes, sub-graphs, functions and training graphs.
 *
 * @param fd an open file of `size` bytes
 * @returns each `location` once, as written; an empty string for an external tensor that names none
 * @throws an Error where the file is no protobuf message
 */
export function externalLocations(fd: number, size: number): readonly string[] {
  const found = new Set<string>();
  walk(new Window(fd, size), { from: 0, to: size }, "model", found, 0);
  return [...found];
}

/**
 * Says what is wrong with a location, or null.
 *
 * @param network the ONNX file's path in the model's folder
 * @param listed the paths of the manifest
 */
export function locationObjection(location: string, network: string, listed: ReadonlySet<string>): string | null {
  if (location === "") return "keeps a tensor outside itself and does not say where";
  const plain = location.startsWith("./") ? location.slice(2) : location;
  if (!isPlainPath(plain)) return `keeps a tensor outside its folder, in ${JSON.stringify(location)}`;
  const path = posix.join(posix.dirname(network), plain);
  return listed.has(path) ? null : `keeps a tensor in ${path}, which its papers do not list`;
}

type Message = "model" | "graph" | "node" | "attribute" | "tensor" | "sparse" | "function" | "training";

/** Field numbers of onnx.proto that lead to tensors. */
const WAYS: Readonly<Record<Message, Readonly<Record<number, Message>>>> = {
  model: { 7: "graph", 20: "training", 25: "function" },
  graph: { 1: "node", 5: "tensor", 15: "sparse" },
  node: { 5: "attribute" },
  attribute: { 5: "tensor", 6: "graph", 10: "tensor", 11: "graph", 22: "sparse", 23: "sparse" },
  sparse: { 1: "tensor", 2: "tensor" },
  function: { 7: "node", 11: "attribute" },
  training: { 1: "graph", 2: "graph" },
  tensor: {},
};
const EXTERNAL_DATA = 13;
const DATA_LOCATION = 14;
const EXTERNAL = 1;

/** Sub-graphs in sub-graphs; ONNX's own checker gives up far earlier. */
const DEEPEST = 100;

type Span = { readonly from: number; readonly to: number };

function walk(window: Window, span: Span, message: Message, found: Set<string>, depth: number): void {
  if (depth > DEEPEST) throw new Error("is nested too deep to be an ONNX file");
  let external = false;
  let located = false;
  for (const { field, value, body } of fieldsOf(window, span)) {
    const next = WAYS[message][field];
    if (next !== undefined && body !== null) walk(window, body, next, found, depth + 1);
    if (message !== "tensor") continue;
    if (field === DATA_LOCATION) external ||= value === EXTERNAL;
    if (field === EXTERNAL_DATA && body !== null) {
      const location = locationIn(window, body);
      if (location === null) continue;
      located = true;
      found.add(location);
    }
  }
  if (external && !located) found.add("");
}

/** A StringStringEntryProto: key is field 1, value is field 2. */
function locationIn(window: Window, entry: Span): string | null {
  const [key, value] = [1, 2].map((wanted) => {
    const body = [...fieldsOf(window, entry)].findLast(({ field }) => field === wanted)?.body;
    return body ? window.text(body) : "";
  });
  return key === "location" ? (value ?? "") : null;
}

type Field = { readonly field: number; readonly value: number; readonly body: Span | null };

function* fieldsOf(window: Window, { from, to }: Span): Generator<Field> {
  let at = from;
  while (at < to) {
    const tag = window.varint(at, to);
    const field = Math.floor(tag.value / 8);
    at = tag.next;
    const wire = tag.value % 8;
    if (field === 0 || ![0, 1, 2, 5].includes(wire)) throw new Error("is not an ONNX file");
    if (wire === 0) {
      const { value, next } = window.varint(at, to);
      at = next;
      yield { field, value, body: null };
      continue;
    }
    const size = wire === 1 ? 8 : wire === 5 ? 4 : null;
    const length = size === null ? window.varint(at, to) : { value: size, next: at };
    const body = { from: length.next, to: length.next + length.value };
    if (body.to > to) throw new Error("is cut short, or is not an ONNX file");
    at = body.to;
    yield { field, value: 0, body: size === null ? body : null };
  }
}

const WINDOW_BYTES = 64 * 1024;
const LONGEST_TEXT = 4096;

/** A block of the file in memory, moved to where the walk reads. */
class Window {
  readonly #fd: number;
  readonly #size: number;
  readonly #buffer = Buffer.alloc(WINDOW_BYTES);
  #start = 0;
  #filled = 0;

  constructor(fd: number, size: number) {
    this.#fd = fd;
    this.#size = size;
  }

  varint(at: number, to: number): { value: number; next: number } {
    let value = 0;
    for (let index = 0; index < 10; index++) {
      if (at + index >= to) throw new Error("is cut short, or is not an ONNX file");
      const byte = this.#byte(at + index);
      // Past 2^53 the number is not exact; no length or field number is that large.
      value += (byte & 0x7f) * 2 ** (7 * index);
      if (byte < 0x80) return { value, next: at + index + 1 };
    }
    throw new Error("is not an ONNX file");
  }

  text({ from, to }: Span): string {
    if (to - from > LONGEST_TEXT) throw new Error("names a file too long to be one");
    return Buffer.from(Array.from({ length: to - from }, (_, index) => this.#byte(from + index))).toString("utf8");
  }

  #byte(at: number): number {
    if (at < this.#start || at >= this.#start + this.#filled) {
      this.#start = at;
      this.#filled = readSync(this.#fd, this.#buffer, 0, Math.min(WINDOW_BYTES, this.#size - at), at);
      if (this.#filled === 0) throw new Error("became shorter while it was read");
    }
    return this.#buffer[at - this.#start] as number;
  }
}
