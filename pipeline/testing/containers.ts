import type { Format } from "../../core/channel.ts";

/** Finds the XMP packet where each container's own standard puts it, without the library that wrote it. */
export const xmpIn = (format: Format, bytes: Uint8Array): string | null => {
  const packet = { jpeg: inJpeg, webp: inWebp, avif: inAvif }[format](Buffer.from(bytes));
  return packet?.toString("utf8") ?? null;
};

/** XMP specification part 3, 1.1.3: an APP1 segment that begins with its namespace and a NUL. */
function inJpeg(file: Buffer): Buffer | null {
  const name = "http://ns.adobe.com/xap/1.0/\0";
  for (let at = 2; file[at] === 0xff && file[at + 1] !== 0xda; at += 2 + file.readUInt16BE(at + 2)) {
    const body = file.subarray(at + 4, at + 2 + file.readUInt16BE(at + 2));
    if (file[at + 1] === 0xe1 && body.toString("latin1", 0, name.length) === name) return body.subarray(name.length);
  }
  return null;
}

/** RFC 9649 2.7: a chunk "XMP " of a RIFF file, padded to an even size. */
function inWebp(file: Buffer): Buffer | null {
  for (let at = 12; at + 8 <= file.length; ) {
    const size = file.readUInt32LE(at + 4);
    if (file.toString("latin1", at, at + 4) === "XMP ") return file.subarray(at + 8, at + 8 + size);
    at += 8 + size + (size % 2);
  }
  return null;
}

/** ISO/IEC 23008-12 A.3: an item of type "mime" with the content type application/rdf+xml, where `iloc` says. */
function inAvif(file: Buffer): Buffer | null {
  const meta = boxesIn(file, 0, file.length).find(({ type }) => type === "meta");
  if (!meta) return null;
  const boxes = boxesIn(file, meta.from + 4, meta.to);
  const infos = boxes.find(({ type }) => type === "iinf");
  const places = boxes.find(({ type }) => type === "iloc");
  if (!infos || !places) return null;
  const entries = boxesIn(file, infos.from + (file[infos.from] === 0 ? 6 : 8), infos.to);
  const entry = entries.find(({ from, to }) => file.toString("latin1", from, to).includes("application/rdf+xml"));
  return entry ? itemAt(file, places.from, file.readUInt16BE(entry.from + 4)) : null;
}

type Box = { readonly type: string; readonly from: number; readonly to: number };

function boxesIn(file: Buffer, start: number, end: number): Box[] {
  const boxes: Box[] = [];
  for (let at = start; at + 8 <= end; ) {
    const size = file.readUInt32BE(at) || end - at;
    boxes.push({ type: file.toString("latin1", at + 4, at + 8), from: at + 8, to: at + size });
    at += size;
  }
  return boxes;
}

/** ISO/IEC 14496-12 8.11.3, versions 0 and 1 with items of one extent. */
function itemAt(file: Buffer, from: number, wanted: number): Buffer | null {
  const version = file.readUInt8(from);
  const sizes = file.readUInt16BE(from + 4);
  const [offsetSize, lengthSize, baseSize] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15];
  const read = (at: number, size: number) => (size === 0 ? 0 : file.readUIntBE(at, size));
  let at = from + 8;
  for (let left = file.readUInt16BE(from + 6); left > 0; left--) {
    const id = file.readUInt16BE(at);
    at += version === 0 ? 4 : 6; // and the construction method, and the data reference
    const base = read(at, baseSize);
    at += baseSize + 2; // and the count of extents
    const offset = base + read(at, offsetSize);
    const length = read(at + offsetSize, lengthSize);
    at += offsetSize + lengthSize;
    if (id === wanted) return file.subarray(offset, offset + length);
  }
  return null;
}
