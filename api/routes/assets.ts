import { z } from "zod";
import { AssetReceipt } from "../../core/key-art.ts";
import type { ApiDeps } from "../deps.ts";
import { defineRoute } from "../route.ts";

const MAX_UPLOAD_BYTES = 50_000_000;

const REFUSALS = [
  "asset_format_refused",
  "asset_too_large",
  "asset_unreadable",
  "assets_busy",
  "storage_full",
  "shutting_down",
] as const;

export const uploadAsset = defineRoute({
  method: "post",
  path: "/v1/assets",
  summary:
    "Upload a picture: the body is the file, JPEG, PNG, WebP, AVIF or TIFF, of 50 MB and 50 megapixels at most. It is decoded and kept without its metadata.",
  scope: "catalogue:write",
  body: "file",
  maxBodyBytes: MAX_UPLOAD_BYTES,
  reply: AssetReceipt,
  status: 201,
  errors: [...REFUSALS],
  handle: ({ body, actor }, deps) => keep(body, actor, deps),
});

export const fetchAsset = defineRoute({
  method: "post",
  path: "/v1/assets/from-url",
  summary: "Fetch a picture from a public address and keep it as an uploaded one.",
  scope: "catalogue:write",
  body: z.strictObject({ url: z.string().min(1).max(2_000) }),
  reply: AssetReceipt,
  status: 201,
  errors: [...REFUSALS, "asset_fetch_refused", "asset_fetch_failed"],
  handle: async ({ body, actor }, deps) => keep(await deps.fetcher.fetch(body.url), actor, deps),
});

/** The same file again gives the same answer, and one blob. */
async function keep(bytes: Uint8Array, actor: string, deps: ApiDeps): Promise<AssetReceipt> {
  const { bytes: kept, widthPx, heightPx, ...done } = await deps.decoder.decode(bytes);
  const asset = { blob: await deps.blobs.put(kept), widthPx, heightPx };
  await deps.assets.add(asset, done, actor);
  return { asset, ...done };
}
