/** Words in a row that one run holds, as in training/copy/runs.py. */
const LENGTH = 4;
const TOKEN = /<\w+>|\p{L}+(?:[’-]\p{L}+)*|[^\s\p{L}\p{N}_]/gu;
const SENTENCE_GAP = /(?<=[.?!])\s+/;

/** The hashes that training/copy/runs.py wrote: 32-bit numbers, little-endian. */
export function readRuns(bytes: Uint8Array): ReadonlySet<number> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return new Set(Array.from({ length: bytes.byteLength >> 2 }, (_, i) => view.getUint32(4 * i, true)));
}

/**
 * The hashes of all runs of `text`: four tokens in a row inside one sentence (words, slots, marks, and "^" where the
 * sentence begins). Runs do not cross sentences, so any two known sentences may stand together.
 */
export function* runsOf(text: string): Generator<number> {
  for (const sentence of text.split(SENTENCE_GAP)) {
    const tokens = ["^", ...(sentence.match(TOKEN) ?? []).map((token) => token.toLowerCase())];
    for (let i = 0; i === 0 || i + LENGTH <= tokens.length; i++) yield hashed(tokens.slice(i, i + LENGTH).join(" "));
  }
}

/** Whether `text` (with slots, without its end token) holds no run that the corpus could not hold. */
export function everyRunKnown(text: string, known: ReadonlySet<number>): boolean {
  for (const run of runsOf(text)) if (!known.has(run)) return false;
  return true;
}

/** FNV-1a over UTF-16 units. */
function hashed(run: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < run.length; i++) value = Math.imul(value ^ run.charCodeAt(i), 0x01000193) >>> 0;
  return value;
}
