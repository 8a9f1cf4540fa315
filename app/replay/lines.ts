import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";

// A row takes hundreds of bytes; a file without line ends must not fill the memory.
const MOST_LINE_CHARACTERS = 16_000_000;

/** The lines of a file, one at a time; `.gz` is unpacked on the way. @throws when it cannot be read */
export async function* linesOf(path: string): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of textOf(path)) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > MOST_LINE_CHARACTERS)
      throw new Error(`${path}: a line is longer than ${MOST_LINE_CHARACTERS} characters`);
    yield* lines;
  }
  if (rest !== "") yield rest;
}

async function* textOf(path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const chunk of bytesOf(path)) yield decoder.decode(chunk as Buffer, { stream: true });
  yield decoder.decode();
}

function bytesOf(path: string): AsyncIterable<unknown> {
  const file = createReadStream(path);
  if (!path.endsWith(".gz")) return file;
  const unpacked = createGunzip();
  // Failures of the file reach whoever reads `unpacked`.
  pipeline(file, unpacked).catch(() => {});
  return unpacked;
}
