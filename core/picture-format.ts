/** What a person may bring, by the bytes that the file begins with; what it is called or declared as says nothing. */
export type PictureFormat = "jpeg" | "png" | "webp" | "avif" | "tiff";

/** `refused`: what it is and what to do, as the rest of a sentence about the file. */
export type FormatFinding = { readonly takes: PictureFormat } | { readonly refused: string };

const EXPORT = "export it as PNG or JPEG and send that";

const latin1 = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, Math.min(to, bytes.length)));

const startsWith = (bytes: Uint8Array, ...start: readonly number[]): boolean =>
  start.every((byte, at) => bytes[at] === byte);

/** Refused by name, so that the answer can say what to do about it. */
const REFUSED: readonly (readonly [name: string, is: (bytes: Uint8Array, head: string) => boolean])[] = [
  ["a GIF", (_, head) => head.startsWith("GIF8")],
  ["a BMP", (_, head) => head.startsWith("BM")],
  ["a Photoshop document", (_, head) => head.startsWith("8BPS")],
  ["a PDF", (_, head) => head.startsWith("%PDF")],
  ["a JPEG XL picture", (bytes, head) => startsWith(bytes, 0xff, 0x0a) || head.slice(4, 12) === "JXL \r\n\x87\n"],
  ["a JPEG 2000 picture", (_, head) => head.slice(4, 8) === "jP  "],
  ["an OpenEXR picture", (bytes) => startsWith(bytes, 0x76, 0x2f, 0x31, 0x01)],
  ["an SVG drawing, which can do more than show a picture", (_, head) => isSvg(head)],
];

/** @param bytes the whole file, or its first 4,096 bytes at least */
export function formatOf(bytes: Uint8Array): FormatFinding {
  if (bytes.length === 0) return { refused: `is empty; ${EXPORT}` };
  const head = latin1(bytes, 0, 4_096);
  if (startsWith(bytes, 0xff, 0xd8, 0xff)) return { takes: "jpeg" };
  if (head.startsWith("\x89PNG\r\n\x1a\n")) return { takes: "png" };
  if (head.startsWith("RIFF") && head.slice(8, 12) === "WEBP") return { takes: "webp" };
  if (head.startsWith("II*\0") || head.startsWith("MM\0*")) return { takes: "tiff" };
  if (head.slice(4, 8) === "ftyp") return ofBrands(brandsOf(bytes));
  const named = REFUSED.find(([, is]) => is(bytes, head));
  return { refused: named ? `is ${named[0]}; ${EXPORT}` : `is no picture that Marquee knows; ${EXPORT}` };
}

/** The major brand and the compatible ones of an ISO base media file (ISO/IEC 14496-12, 4.3). */
function brandsOf(bytes: Uint8Array): readonly string[] {
  const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  const brands = [latin1(bytes, 8, 12)];
  for (let at = 16; at + 4 <= Math.min(size, bytes.length, 256); at += 4) brands.push(latin1(bytes, at, at + 4));
  return brands;
}

// HEIF's general brands stand in AVIF files too, so AVIF's own decide first.
function ofBrands(brands: readonly string[]): FormatFinding {
  if (brands.some((brand) => brand === "avif" || brand === "avis")) return { takes: "avif" };
  if (brands.some((brand) => /^(hei[cxms]|hev[cxms]|mif1|msf1)$/.test(brand)))
    return { refused: `is a HEIC (HEIF) picture; ${EXPORT}` };
  return { refused: `is a film or a picture of another kind (${brands[0]}); ${EXPORT}` };
}

/** An `<svg` before any other element, behind whatever prologue, in UTF-8 or UTF-16. */
function isSvg(head: string): boolean {
  const text = head.replaceAll("\0", "").replace(/^[^<]*/, "");
  return /^(\s*<(\?[^>]*|![^>]*(\[[^\]]*\]\s*)?|!--[\s\S]*?--)>)*\s*<([\w-]+:)?svg[\s>/]/i.test(text);
}
