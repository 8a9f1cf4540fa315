import { deflateSync } from "node:zlib";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { AppError, type ErrorCode } from "../../core/errors.ts";
import { decodePicture } from "./decode.ts";

const solid = (width: number, height: number, background: string | object = "#336699") =>
  sharp({ create: { width, height, channels: 3, background } });
const refused = async (bytes: Uint8Array): Promise<{ code: ErrorCode; reason: string }> => {
  const error = await decodePicture(bytes).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(AppError);
  const { code, issues } = error as AppError;
  return { code, reason: issues[0]?.reason ?? "" };
};
const ascii = (text: string): Uint8Array => Buffer.from(text, "latin1");

/** A PNG chunk; sharp checks the length and libpng the CRC, so it is a right one. */
function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([ascii(type), data]);
  let crc = -1;
  for (const byte of body) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(~crc >>> 0, body.length + 4);
  return framed;
}

/** A grey PNG of any size whose pixels are all zero: a thousand times smaller than what it unpacks to. */
function zeroPng(width: number, height: number, rows = height): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const data = deflateSync(Buffer.alloc(rows * (width + 1)));
  return Buffer.concat([
    ascii("\x89PNG\r\n\x1a\n"),
    chunk("IHDR", header),
    chunk("IDAT", data),
    chunk("IEND", new Uint8Array()),
  ]);
}

/** 34 bytes: a lossy WebP that says it is 16,000 pixels wide and high, and ends. */
function webpHeader(): Buffer {
  const file = Buffer.alloc(34);
  file.write("RIFF\x1a\0\0\0WEBPVP8 \x0e\0\0\0", 0, "latin1");
  file.set([0x30, 0x01, 0x00, 0x9d, 0x01, 0x2a, 0x80, 0x3e, 0x80, 0x3e], 20);
  return file;
}

async function animation(frames: number, width: number, height: number): Promise<Buffer> {
  const data = Buffer.alloc(width * height * frames * 3, 7).map((_, at) => at >> 6);
  const raw = { width, height: height * frames, channels: 3 as const, pageHeight: height };
  return sharp(data, { raw }).webp({ loop: 0, effort: 0, quality: 20 }).toBuffer();
}

/** An animated WebP with its frames repeated: thousands cost a few bytes each. */
function repeated(webp: Buffer, times: number): Buffer {
  const parts: Buffer[] = [webp.subarray(0, 12)];
  for (let at = 12; at + 8 <= webp.length; ) {
    const end = at + 8 + webp.readUInt32LE(at + 4) + (webp.readUInt32LE(at + 4) & 1);
    const part = webp.subarray(at, end);
    const count = part.toString("latin1", 0, 4) === "ANMF" ? times : 1;
    for (let i = 0; i < count; i++) parts.push(part);
    at = end;
  }
  const file = Buffer.concat(parts);
  file.writeUInt32LE(file.length - 8, 4);
  return file;
}

describe("a picture of each kind", () => {
  it.each([
    ["jpeg", "image/jpeg"],
    ["png", "image/png"],
    ["webp", "image/jpeg"],
    ["avif", "image/jpeg"],
    ["tiff", "image/png"],
  ] as const)("%s is kept as %s, with its colours", async (from, keptAs) => {
    const decoded = await decodePicture(await solid(40, 30).toFormat(from).toBuffer());
    expect(decoded).toMatchObject({ from, keptAs, widthPx: 40, heightPx: 30, turned: false, framesDropped: 0 });
    const { data, info } = await sharp(decoded.bytes).raw().toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ width: 40, height: 30, channels: 3 });
    const wanted = [0x33, 0x66, 0x99];
    for (const channel of [0, 1, 2]) expect(Math.abs((data[channel] ?? 0) - (wanted[channel] ?? 0))).toBeLessThan(5);
  });

  it("keeps transparency, of WebP too", async () => {
    const clear = sharp({ create: { width: 8, height: 8, channels: 4, background: { r: 9, g: 9, b: 9, alpha: 0.5 } } });
    const decoded = await decodePicture(await clear.webp().toBuffer());
    expect(decoded.keptAs).toBe("image/png");
    expect((await sharp(decoded.bytes).metadata()).hasAlpha).toBe(true);
  });

  it("of one pixel is enough; 16 bits, grey and CMYK become 8-bit sRGB", async () => {
    expect(await decodePicture(await solid(1, 1).png().toBuffer())).toMatchObject({ widthPx: 1, heightPx: 1 });
    for (const picture of [
      await solid(4, 4).toColourspace("rgb16").png().toBuffer(),
      await solid(4, 4).toColourspace("b-w").png().toBuffer(),
      await solid(4, 4).toColourspace("cmyk").jpeg().toBuffer(),
    ]) {
      const { bytes } = await decodePicture(picture);
      expect(await sharp(bytes).metadata()).toMatchObject({ depth: "uchar", space: "srgb", channels: 3 });
    }
  });

  it("is turned upright, brought to sRGB and rid of its metadata, and the answer says so", async () => {
    const secret = "Somebody at 50.45 N 30.52 E";
    const source = await sharp({ create: { width: 30, height: 20, channels: 3, background: "#000" } })
      .composite([{ input: await solid(30, 10, "#00ff00").png().toBuffer(), top: 0, left: 0 }])
      .withExif({ IFD0: { Artist: secret, Copyright: secret } })
      .withXmp(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><!-- ${secret} --></x:xmpmeta>`)
      .withIccProfile("p3")
      .withMetadata({ orientation: 6 })
      .jpeg({ quality: 100, chromaSubsampling: "4:4:4" })
      .toBuffer();
    expect(source.includes(secret)).toBe(true);
    const decoded = await decodePicture(source);
    expect(decoded).toMatchObject({ turned: true, widthPx: 20, heightPx: 30 });
    expect(decoded.stripped).toEqual(expect.arrayContaining(["exif", "icc", "xmp"]));
    expect(Buffer.from(decoded.bytes).includes(secret)).toBe(false);
    const kept = await sharp(decoded.bytes).metadata();
    expect([kept.exif, kept.xmp, kept.icc, kept.orientation]).toEqual([undefined, undefined, undefined, undefined]);
    const { data } = await sharp(decoded.bytes).raw().toBuffer({ resolveWithObject: true });
    const at = (x: number, y: number) => [...data.subarray(3 * (y * 20 + x), 3 * (y * 20 + x) + 3)];
    // The upper half of the file stands on the right once it is upright.
    expect(at(17, 15)[1]).toBeGreaterThan(240);
    expect(at(2, 15)[1]).toBeLessThan(20);
  });
});

describe("a hostile file", () => {
  it("that claims more than 50 megapixels is refused by its header", async () => {
    expect(await refused(webpHeader())).toMatchObject({ code: "asset_too_large" });
    const bomb = zeroPng(30_000, 30_000, 8);
    expect(bomb.length).toBeLessThan(2_000);
    expect(await refused(bomb)).toEqual({
      code: "asset_too_large",
      reason: "has 900 megapixels in 1 frames; at most 50 are taken",
    });
    expect(await refused(zeroPng(10_000, 5_001, 1))).toMatchObject({ code: "asset_too_large" });
  });

  it("with many frames counts all of them, and keeps the first of few", async () => {
    const few = await decodePicture(await animation(3, 64, 48));
    expect(few).toMatchObject({ framesDropped: 2, widthPx: 64, heightPx: 48 });
    const many = repeated(await animation(2, 100, 100), 3_000);
    expect(many.length).toBeLessThan(3_000_000);
    expect(await refused(many)).toEqual({
      code: "asset_too_large",
      reason: "has 60 megapixels in 6000 frames; at most 50 are taken",
    });
  });

  it("that is cut short or damaged is refused although its header holds", async () => {
    const noise = { type: "gaussian", mean: 128, sigma: 40 } as const;
    const source = () => sharp({ create: { width: 120, height: 120, channels: 3, background: "#000", noise } });
    for (const format of ["jpeg", "png", "webp", "avif", "tiff"] as const) {
      const whole = await source().toFormat(format).toBuffer();
      const half = whole.subarray(0, Math.floor(whole.length / 2));
      expect(await refused(half), format).toMatchObject({ code: "asset_unreadable" });
    }
    expect(await refused(zeroPng(300, 300, 20))).toMatchObject({ code: "asset_unreadable" });
    expect(await refused(webpHeader().subarray(0, 20))).toMatchObject({ code: "asset_unreadable" });
    for (const start of [
      "\xff\xd8\xff",
      "\x89PNG\r\n\x1a\n",
      "II*\0",
      "RIFF\0\0\0\0WEBP",
      "\0\0\0\x18ftypavif\0\0\0\0avif",
    ])
      expect(await refused(ascii(start)), start).toMatchObject({ code: "asset_unreadable" });
  });

  it.each<[string, Uint8Array, RegExp]>([
    ["HEIC", ascii("\0\0\0\x18ftypheic\0\0\0\0mif1heic"), /HEIC.*export it as PNG or JPEG/],
    ["HEIF of a general brand", ascii("\0\0\0\x18ftypmif1\0\0\0\0mif1heic"), /HEIC.*export it as PNG or JPEG/],
    ["SVG", ascii('<?xml version="1.0"?>\n<!-- x --><svg xmlns="http://www.w3.org/2000/svg"/>'), /SVG.*export it/],
    ["SVG without a prologue", ascii("\n <svg width='9'></svg>"), /SVG/],
    ["SVG in UTF-16", Buffer.from("\ufeff<svg xmlns='x'/>", "utf16le"), /SVG/],
    ["SVG with entities", ascii('<!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>'), /SVG/],
    ["GIF", ascii("GIF89a\x01\0\x01\0"), /GIF.*export it/],
    ["PDF", ascii("%PDF-1.7"), /PDF/],
    ["HTML", ascii("<html><svg></svg></html>"), /no picture that Marquee knows/],
    ["a film", ascii("\0\0\0\x18ftypisom\0\0\0\0isommp42"), /isom/],
    ["nothing", new Uint8Array(), /is empty/],
    ["one byte", ascii("\xff"), /no picture/],
  ])("that is %s is refused with what to do", async (_what, bytes, sentence) => {
    const { code, reason } = await refused(bytes);
    expect(code).toBe("asset_format_refused");
    expect(reason).toMatch(sentence);
  });

  it("that is two things at once is kept as a picture alone", async () => {
    const payload = "<script>alert(1)</script>PK\x03\x04";
    for (const format of ["jpeg", "png"] as const) {
      const polyglot = Buffer.concat([await solid(20, 20).toFormat(format).toBuffer(), ascii(payload)]);
      const { bytes } = await decodePicture(polyglot);
      expect(Buffer.from(bytes).includes("<script>")).toBe(false);
      expect(await sharp(bytes).metadata()).toMatchObject({ width: 20, height: 20 });
    }
    const gifFirst = Buffer.concat([ascii("GIF89a"), await solid(20, 20).jpeg().toBuffer()]);
    expect(await refused(gifFirst)).toMatchObject({ code: "asset_format_refused" });
  });
});
