import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import sharp from "sharp";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Problem } from "./problem.ts";
import { title } from "./testing/samples.ts";
import { openWorld } from "./testing/world.ts";

const world = await openWorld();
const picture = (colour: string) => sharp({ create: { width: 32, height: 20, channels: 3, background: colour } });

const upload = (body: string | Uint8Array, headers: Record<string, string> = { "content-type": "image/png" }) =>
  world.raw("/v1/assets", { method: "POST", headers, body: Buffer.from(body) });
const problemOf = async (response: Response) => ((await response.json()) as Problem).error;
const audited = async () => {
  const rows = await world.database.query<{ subject: string; detail: object }>(
    "SELECT subject, detail FROM audit WHERE action = 'asset.add' ORDER BY id",
  );
  return rows;
};

describe("an upload", () => {
  it("is kept by the hash of what was decoded, once, with a line in the audit", async () => {
    const body = await picture("#204060")
      .png()
      .withExif({ IFD0: { Artist: "Somebody" } })
      .toBuffer();
    const before = (await audited()).length;
    const receipt = await world.client.call("POST /v1/assets", { body: new Uint8Array(body) });
    expect(receipt).toMatchObject({
      asset: { widthPx: 32, heightPx: 20 },
      from: "png",
      keptAs: "image/png",
      turned: false,
      stripped: ["exif"],
      framesDropped: 0,
    });
    const kept = await world.blobs.get(receipt.asset.blob);
    expect(
      createHash("sha256")
        .update(kept ?? "")
        .digest("hex"),
    ).toBe(receipt.asset.blob);
    expect(Buffer.from(kept ?? "").includes("Somebody")).toBe(false);
    expect(await world.client.call("POST /v1/assets", { body: new Uint8Array(body) })).toEqual(receipt);
    const lines = await audited();
    expect(lines).toHaveLength(before + 1);
    expect(lines.at(-1)).toMatchObject({ subject: receipt.asset.blob, detail: { from: "png", stripped: ["exif"] } });
  });

  it("is what its bytes are, whatever it is declared as", async () => {
    const jpeg = await picture("#806040").jpeg().toBuffer();
    for (const type of ["image/png", "image/svg+xml", "application/octet-stream"]) {
      const response = await upload(jpeg, { "content-type": type });
      expect([response.status, await response.json()]).toMatchObject([201, { from: "jpeg" }]);
    }
  });

  it.each<[string, string | Uint8Array, string, number, RegExp]>([
    ["SVG", "<svg xmlns='http://www.w3.org/2000/svg'/>", "asset_format_refused", 415, /SVG.*export it as PNG or JPEG/],
    ["HEIC", "\0\0\0\x18ftypheic\0\0\0\0mif1heic", "asset_format_refused", 415, /HEIC.*export it as PNG or JPEG/],
    ["nothing", "", "asset_format_refused", 415, /empty/],
    ["JSON", "{}", "asset_format_refused", 415, /no picture/],
  ])("of %s is refused with what to do, and nothing is changed", async (_what, body, code, status, reason) => {
    const before = await world.content();
    const response = await upload(body);
    expect(response.status).toBe(status);
    const error = await problemOf(response);
    expect(error).toMatchObject({ code, retry: false, issues: [{ field: "body" }] });
    expect(error.issues[0]?.reason).toMatch(reason);
    expect(await world.content()).toEqual(before);
  });

  it("that does not decode, is too large or comes packed is refused", async () => {
    const png = await picture("#111111").png().toBuffer();
    expect(await problemOf(await upload(png.subarray(0, 60)))).toMatchObject({ code: "asset_unreadable" });
    expect(await problemOf(await upload(new Uint8Array(50_000_001)))).toMatchObject({ code: "body_too_large" });
    const packed = await upload(gzipSync(png), { "content-type": "image/png", "content-encoding": "gzip" });
    expect(await problemOf(packed)).toMatchObject({ code: "unsupported_media_type" });
    for (const type of ["application/json", "text/html", "multipart/form-data; boundary=x"])
      expect(await problemOf(await upload(png, { "content-type": type }))).toMatchObject({
        code: "unsupported_media_type",
      });
  });

  it("needs a key that may write the catalogue", async () => {
    const { secret } = await world.keyWith("catalogue:read");
    const headers = { authorization: `Bearer ${secret}`, "content-type": "image/png" };
    expect(await problemOf(await upload("x", headers))).toMatchObject({ code: "scope_missing" });
  });
});

describe("a picture by address", () => {
  const serve = async (bytes: Uint8Array) => {
    const server = createServer((_, response) => response.end(bytes)).listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => void server.close());
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/poster.webp`;
  };

  it("is fetched and kept as an uploaded one", async () => {
    const url = await serve(await picture("#334455").webp({ lossless: true }).toBuffer());
    const receipt = await world.client.call("POST /v1/assets/from-url", { body: { url } });
    expect(receipt).toMatchObject({ from: "webp", asset: { widthPx: 32, heightPx: 20 } });
    expect(await world.blobs.get(receipt.asset.blob)).not.toBeNull();
  });

  it("is refused by the rules of addresses, and by what comes back", async () => {
    const ask = async (url: string) => problemOf(await world.post("/v1/assets/from-url", { url }));
    expect(await ask("http://169.254.169.254/latest/meta-data/")).toMatchObject({
      code: "asset_fetch_refused",
      issues: [{ field: "body.url", reason: "leads to an address inside a network, which is never asked" }],
    });
    expect(await ask("file:///etc/passwd")).toMatchObject({ code: "asset_fetch_refused" });
    expect(await ask(await serve(Buffer.from("<html>")))).toMatchObject({ code: "asset_format_refused" });
    expect(await ask("x".repeat(2_001))).toMatchObject({ code: "invalid_request" });
  });
});

describe("a title that names a picture", () => {
  const asset = { blob: "0".repeat(64), widthPx: 3, heightPx: 2 };
  const named = async (terms: object) => problemOf(await world.post("/v1/titles", title("named", terms)));

  it("is taken when that picture was uploaded to its own workspace, and refused otherwise, field by field", async () => {
    const keyArt = { asset, focal: { x: 0.5, y: 0.5 } };
    const { code, issues } = await named({ keyArt, logo: asset });
    expect([code, issues.map(({ field }) => field)]).toEqual(["asset_not_found", ["body.keyArt.asset", "body.logo"]]);
    const other = await world.neighbour("others");
    const body = new Uint8Array(await picture("#778899").png().toBuffer());
    const theirs = await other.client.call("POST /v1/assets", { body });
    expect(await named({ logo: theirs.asset })).toMatchObject({ code: "asset_not_found" });
    const { asset: ours } = await world.client.call("POST /v1/assets", { body });
    expect(ours).toEqual(theirs.asset);
    expect(await named({ logo: { ...ours, widthPx: 9 } })).toMatchObject({ code: "asset_not_found" });
    const kept = await world.client.call("POST /v1/titles", { body: title("named", { logo: ours }) });
    expect(kept.logo).toEqual(ours);
    const set = (terms: object, id = "named") => world.post(`/v1/titles/${id}/terms`, terms);
    expect(await problemOf(await set({ keyArt }))).toMatchObject({
      code: "asset_not_found",
      issues: [{ field: "body.keyArt.asset" }],
    });
    expect(await problemOf(await set({}))).toMatchObject({ code: "invalid_request" });
    expect(await problemOf(await set({ logo: null }, "nobody"))).toMatchObject({ code: "title_not_found" });
    const withArt = await (await set({ keyArt: { ...keyArt, asset: ours }, logo: null })).json();
    expect(withArt).toMatchObject({ keyArt: { asset: ours, use: "background", keep: [] } });
    expect(withArt).not.toHaveProperty("logo");
  });
});

it("logged no failure of our own", () => {
  expect(world.logged.filter(({ level }) => level === "error")).toEqual([]);
});
