import sharp from "sharp";
import { expect, it, onTestFinished } from "vitest";
import { openDecoder } from "../adapters/decode-process.ts";
import type { AppError } from "../core/errors.ts";

const open = () => {
  const decoder = openDecoder({ entry: new URL("./decoder.ts", import.meta.url) });
  onTestFinished(() => decoder.close());
  return decoder;
};

it("decodes in a process of its own what the service takes", async () => {
  const picture = sharp({ create: { width: 30, height: 20, channels: 3, background: "#123456" } });
  for (const format of ["png", "jpeg", "webp", "avif", "tiff"] as const) {
    const { widthPx, heightPx, from, bytes } = await open().decode(await picture.clone().toFormat(format).toBuffer());
    expect([widthPx, heightPx, from]).toEqual([30, 20, format]);
    expect(await sharp(bytes).metadata()).toMatchObject({ width: 30, height: 20 });
  }
});

it("hands on why a file is refused", async () => {
  const refusal = (bytes: Uint8Array) =>
    open()
      .decode(bytes)
      .then(String, (error: AppError) => `${error.code} ${error.issues[0]?.reason ?? ""}`);
  expect(await refusal(Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'/>"))).toMatch(
    /^asset_format_refused is an SVG drawing/,
  );
  const png = await sharp({ create: { width: 30, height: 20, channels: 3, background: "#fff" } })
    .png()
    .toBuffer();
  expect(await refusal(png.subarray(0, 50))).toMatch(/^asset_unreadable/);
});
