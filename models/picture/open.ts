import { ZodError, z } from "zod";
import type { Pixels } from "../../core/picture.ts";
import type { PictureModel } from "../../core/ports.ts";
import { plugsOf } from "../onnx/plugs.ts";
import type { Provider } from "../onnx/provider.ts";
import { openSession } from "../onnx/session.ts";
import { type Papers, readPapers } from "../papers.ts";
import { applyBySize } from "./apply.ts";
import { networkOf } from "./network.ts";
import { PicturePapers } from "./papers.ts";
import { toBytes } from "./values.ts";

/** A result of this many pixels takes 400 MB on its way. */
const MOST_PIXELS = 32_000_000;

/**
 * Opens an image-to-image network by what its manifest says alone (docs/recipes/add-a-picture-network.md).
 *
 * @throws Error naming the model when its papers do not hold, or do not fit the network
 */
export async function openPicture(settings: {
  readonly folder: URL | string;
  readonly threads: number;
  readonly provider?: Provider | undefined;
}): Promise<PictureModel> {
  const papers = await readPapers(settings.folder);
  const about = pictureOf(papers);
  const file = papers.files.find(({ path }) => path.endsWith(".onnx"))?.path ?? "";
  const network = papers.contents.get(file) ?? papers.places.get(file);
  if (network === undefined) throw new Error(`model ${papers.id}: its papers name no .onnx file`);
  const session = await openSession(network, {
    threads: settings.threads,
    provider: settings.provider,
    model: papers.id,
    file,
    plugs: plugsOf(papers, file),
  });
  try {
    const run = networkOf(papers.id, session, about);
    return {
      papers: { id: papers.id, sha256: papers.sha256 },
      async apply({ picture }, signal, progress) {
        refuseOdd(papers.id, picture, about.output.scale);
        signal.throwIfAborted();
        const values = await applyBySize(picture, about, run, signal, progress);
        if (about.output.channels === "alpha") return { picture, alpha: toBytes(values) };
        return { picture: { data: toBytes(values), widthPx: values.widthPx, heightPx: values.heightPx } };
      },
      close: () => session.release(),
    };
  } catch (error) {
    await session.release();
    throw error;
  }
}

function pictureOf(papers: Papers): PicturePapers {
  try {
    return PicturePapers.parse((papers as { picture?: unknown }).picture);
  } catch (error) {
    const reason = error instanceof ZodError ? z.prettifyError(error).replaceAll("\n", " ") : String(error);
    throw new Error(`model ${papers.id}: the "picture" of its manifest does not hold: ${reason}`);
  }
}

function refuseOdd(model: string, { widthPx, heightPx, data }: Pixels, scale: number): void {
  const pixels = widthPx * heightPx;
  const whole = Number.isInteger(widthPx) && Number.isInteger(heightPx) && widthPx > 0 && heightPx > 0;
  if (!whole || pixels * scale ** 2 > MOST_PIXELS || data.length !== pixels * 3) {
    throw new Error(`model ${model}: cannot take ${widthPx}x${heightPx} pixels in ${data.length} bytes`);
  }
}
