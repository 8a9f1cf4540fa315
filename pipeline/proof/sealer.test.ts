import sharp from "sharp";
import { afterAll, describe, expect, it } from "vitest";
import { makeKeyAndChain } from "../../adapters/signing/certificate.ts";
import { Format } from "../../core/channel.ts";
import type { EncodedRendition } from "../../core/creative.ts";
import { randomFrom } from "../../core/random.ts";
import { CODINGS } from "../encode/formats.ts";
import { xmpIn } from "../testing/containers.ts";
import { authorityOf, codesOf, readCredentials } from "../testing/credentials.ts";
import { tinyBrief } from "../tiny.ts";
import { manifestOf, sha256Of } from "./manifest.ts";
import { openSealer } from "./sealer.ts";
import { xmpOf } from "./xmp.ts";

const serials = [Buffer.alloc(16, 1), Buffer.alloc(16, 2)] as const;
const NOW = new Date("2026-11-26T00:00:00Z");
const credential = makeKeyAndChain(NOW, serials);
const anchor = authorityOf(credential.chain);
const sealer = await openSealer(credential);
afterAll(() => sealer.close());

const brief = tinyBrief();

/** Grain, so that a file's middle is picture data, labelled as a rendition is. */
async function picture(format: Format, width: number, height: number, seed = 1): Promise<Uint8Array> {
  const random = randomFrom(seed);
  const data = Uint8Array.from({ length: width * height * 3 }, () => 100 + 60 * random());
  const raw = sharp(data, { raw: { width, height, channels: 3 } }).withXmp(xmpOf(brief, "uk"));
  return new Uint8Array(await CODINGS[format].write(raw, 60).toBuffer());
}

function sealed(format: Format, bytes: Uint8Array, change: Partial<typeof brief> = {}, by = sealer) {
  const contentType = `image/${format}`;
  const making = {
    brief: { ...brief, ...change },
    imageModel: { id: "tiny-painter", sha256: "0".repeat(64) },
    textModel: { id: "tiny-writer", sha256: "1".repeat(64) },
  };
  const rendition = { contentType, locale: "uk" } as EncodedRendition;
  const seed = sha256Of(bytes);
  return by.seal({ contentType, bytes, manifest: manifestOf(making, rendition, seed), seed });
}

const pixelsOf = (bytes: Uint8Array) => sharp(bytes).raw().toBuffer();

describe.each(Format.options)("%s", (format) => {
  it.each([
    [1, 1],
    [2, 1],
    [1, 2],
    [160, 90],
    [90, 160],
  ])("of %i x %i px is signed and valid, with its label and its pixels as they were", async (width, height) => {
    const bytes = await picture(format, width, height);
    const signed = await sealed(format, bytes);
    const unknown = await readCredentials(`image/${format}`, signed);
    expect([unknown?.validation_state, codesOf(unknown)]).toEqual(["Valid", ["signingCredential.untrusted"]]);
    const trusted = await readCredentials(`image/${format}`, signed, anchor);
    expect([trusted?.validation_state, codesOf(trusted)]).toEqual(["Trusted", []]);

    const { width: w, height: h, xmpAsString } = await sharp(signed).metadata();
    expect([w, h]).toEqual([width, height]);
    expect(xmpAsString).toBe(xmpOf(brief, "uk"));
    expect(xmpIn(format, signed)).toBe(xmpOf(brief, "uk"));
    expect(Buffer.compare(await pixelsOf(signed), await pixelsOf(bytes))).toBe(0);
    expect(signed.length - bytes.length).toBeLessThan(2_600);
  });

  it("shows that a byte was changed, wherever it is", async () => {
    const bytes = await picture(format, 96, 64);
    const signed = await sealed(format, bytes);
    for (const share of [0.4, 0.6, 0.8, 0.99]) {
      const tampered = Uint8Array.from(signed);
      // Within the picture or the manifest: the first bytes say what kind of file it is.
      const at = Math.floor(tampered.length * share);
      tampered[at] = (tampered[at] ?? 0) ^ 1;
      const store = await readCredentials(`image/${format}`, tampered, anchor).catch(() => "unreadable");
      expect(store === "unreadable" || (store as { validation_state: string }).validation_state).not.toBe("Trusted");
    }
  });

  it("does not take another picture's manifest, and says when there is none", async () => {
    const bytes = await picture(format, 64, 64);
    expect(await readCredentials(`image/${format}`, bytes)).toBeNull();
    const signed = await sealed(format, bytes);
    const again = new Uint8Array(await sharp(signed).toFormat(format).toBuffer());
    expect(await readCredentials(`image/${format}`, again)).toBeNull();
  });

  it("gives the same bytes whatever was signed before, in another thread too", async () => {
    const bytes = await picture(format, 40, 30);
    const first = sha256Of(await sealed(format, bytes));
    for (let seed = 2; seed < 12; seed++) {
      const other = Format.options[seed % 3] as Format;
      const different = await sealed(other, await picture(other, 5 + seed, 7, seed), { seed });
      expect(sha256Of(different)).not.toBe(first);
      expect(sha256Of(await sealed(format, bytes))).toBe(first);
    }
    const another = await openSealer(credential);
    expect(sha256Of(await sealed(format, bytes, {}, another))).toBe(first);
    await another.close();
  });
});
