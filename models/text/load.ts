import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { env } from "@huggingface/transformers";
import type { Papers } from "../papers.ts";
import { turn } from "./turn.ts";

/** A folder that does not exist: what has no papers cannot be found in it. */
const NOWHERE = join(tmpdir(), "marquee-no-such-folder");

/**
 * Lets transformers.js load from verified files, and from nothing else: no network, no folder of its own choice.
 *
 * The library reads its cache before anything else, so the verified bytes are handed to it as that cache: what was hashed
 * is what is loaded. Networks that are too large to hold twice, or that have tensors in a file beside them, are opened by
 * their place instead. Its settings are process-wide, so loading takes a turn.
 *
 * @param load is given the name under which the library must ask for the model. The name is that of the bytes, since
 *   the library remembers for a name which files it has
 */
export function loadVerified<Loaded>(
  papers: Pick<Papers, "sha256" | "contents" | "places">,
  load: (name: string) => Promise<Loaded>,
): Promise<Loaded> {
  return turn(async () => {
    Object.assign(env, {
      allowRemoteModels: false,
      allowLocalModels: true,
      localModelPath: NOWHERE,
      cacheDir: NOWHERE,
      useFSCache: false,
      useCustomCache: true,
      customCache: { match: (request: string) => answer(papers, request), async put() {} },
    });
    try {
      return await load(papers.sha256);
    } finally {
      Object.assign(env, { useCustomCache: false, customCache: null });
    }
  });
}

/** The library asks by a local path, and for networks a second time by the address that they would have on the hub. */
async function answer(
  { sha256, contents, places }: Pick<Papers, "sha256" | "contents" | "places">,
  request: string,
): Promise<Response | string | undefined> {
  const path = request.split(`/${sha256}/`)[1]?.replace(/^resolve\/main\//, "");
  const place = path === undefined ? undefined : places.get(path);
  if (path === undefined || place === undefined) return undefined;
  const isNetwork = path.endsWith(".onnx");
  const bytes = contents.get(path);
  if (isNetwork && (bytes === undefined || hasTensorsBeside(path, places))) return place;
  return new Response(new Uint8Array(bytes ?? (await readFile(place))));
}

/** `model.onnx_data`, `model.onnx.data`: exporters name them so; they are found only from the network's own place. */
const hasTensorsBeside = (path: string, places: Papers["places"]): boolean =>
  [...places.keys()].some((other) => other.startsWith(`${path}_`) || other.startsWith(`${path}.`));
