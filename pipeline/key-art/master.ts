import type { Brought, Master } from "../../core/creative.ts";
import type { KeyArt } from "../../core/key-art.ts";
import type { Pixels, Region } from "../../core/picture.ts";
import type { PictureModel } from "../../core/ports.ts";
import { boxOf, layOver } from "./compose.ts";
import { fillUnder } from "./fill.ts";
import { type AssetPixels, type ReadAsset, readAsset } from "./read.ts";
import { isCutOut, maskOf } from "./subject.ts";

/** What key art needs besides the brief. */
export type KeyArtTools = {
  readonly assets?: ReadAsset;
  /** A network for background removal, where one is chosen. */
  readonly cutter?: PictureModel;
};

// About what two painted masters have together; a 1920-pixel frame is enlarged by a sixth.
const BOUND = { mostPixels: 1_600_000, mostSidePx: 1_920 };

/** A scene to stand behind what was cut out, of the given size. */
export type Scene = (size: { widthPx: number; heightPx: number }) => Promise<Pixels>;

/**
 * The one master that all channels of a title with key art are cut from: the picture itself, with its subject's box.
 *
 * Unless it is to be retouched, its subject is `brought`: whatever is done to the rest is laid under it. The ground that
 * may be painted is the picture with its surroundings grown over the subject, or, for a picture that was cut out
 * already, the brief's own scene.
 */
export async function keyArtMaster(
  keyArt: KeyArt,
  scene: Scene,
  tools: KeyArtTools,
  signal: AbortSignal,
): Promise<Master> {
  const { picture, alpha, mask, filled } = await takenApart(keyArt, tools, signal);
  signal.throwIfAborted();
  const { widthPx, heightPx } = picture;
  const ground = isCutOut(alpha) ? (await scene({ widthPx, heightPx })).data : filled;
  const data = isCutOut(alpha) ? layOver({ data: picture.data, mask: alpha }, ground) : picture.data;
  const brought: Brought = { data, mask, ground };
  const subject = boxOf(mask, widthPx, heightPx) ?? around(keyArt);
  const master = { data, widthPx, heightPx, subject, keep: keyArt.keep };
  return keyArt.use === "retouch" ? master : { ...master, brought };
}

type Parts = AssetPixels & { readonly mask: Uint8Array; readonly filled: Uint8Array };

// The creatives of a title are made one after another from the same picture: 11 MB each.
const MOST_REMEMBERED = 2;
const remembered = new Map<string, Parts>();

/** The same key art is taken apart once for many creatives; how does not depend on the brief. */
async function takenApart(keyArt: KeyArt, { assets, cutter }: KeyArtTools, signal: AbortSignal): Promise<Parts> {
  const { asset, focal, keep } = keyArt;
  const name = JSON.stringify([asset, focal, keep, cutter?.papers]);
  const known = remembered.get(name);
  if (known) return known;
  const read = await readAsset(asset, assets, BOUND);
  signal.throwIfAborted();
  const mask = await maskOf(read, keyArt, cutter, signal);
  const parts = { ...read, mask, filled: fillUnder(read.picture, mask).data };
  remembered.set(name, parts);
  for (const old of [...remembered.keys()].slice(0, -MOST_REMEMBERED)) remembered.delete(old);
  return parts;
}

/** A small box around the focal point, inside the picture. */
function around({ focal }: KeyArt): Region {
  const [x, y] = [Math.min(0.9, Math.max(0, focal.x - 0.05)), Math.min(0.9, Math.max(0, focal.y - 0.05))];
  return { x, y, width: 0.1, height: 0.1 };
}
