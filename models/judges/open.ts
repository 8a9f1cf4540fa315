import type { Judge } from "../../core/ports.ts";
import { type Papers, readPapers } from "../papers.ts";
import { guessJudge } from "./guess.ts";
import { type Opened, openAesthetic, openClip, openNsfw } from "./measure.ts";
import type { JudgeSettings } from "./network.ts";
import { judgeOf } from "./papers.ts";

/**
 * Opens a judge by the `judge` field of its manifest: `clip` (how well a picture fits its prompt), `aesthetic` or `nsfw`
 * (docs/recipes/add-a-judge.md); a CLIP or a classifier with an unsafe label is known without it. Pictures are brought to size as `preprocessor_config.json` says.
 *
 * @throws an Error `model <id>: <reason>`
 */
export async function openJudge(settings: JudgeSettings): Promise<Judge> {
  const papers = await readPapers(settings.folder);
  const { id, sha256 } = papers;
  const { judge, sessions } = await open(papers, settings).catch((cause: Error) => {
    throw cause.message.startsWith(`model ${id}`) ? cause : new Error(`model ${id}: ${cause.message}`, { cause });
  });
  let closed = false;
  return {
    papers: { id, sha256 },
    async judge(request, signal, progress) {
      if (closed) throw new Error(`model ${id}: it was used after it was closed`);
      const { data, widthPx, heightPx } = request.picture;
      if (!(widthPx > 0 && heightPx > 0) || data.length !== widthPx * heightPx * 3)
        throw new RangeError(`model ${id}: cannot take ${widthPx}x${heightPx} pixels in ${data.length} bytes`);
      return judge(request, signal, progress);
    },
    async close() {
      if (closed) return;
      closed = true;
      for (const session of sessions) await session.release();
    },
  };
}

async function open(papers: Papers, settings: JudgeSettings): Promise<Opened> {
  const spec = judgeOf(papers) ?? guessJudge(papers);
  if (spec.is === "clip") return openClip(papers, spec, settings);
  if (spec.is === "aesthetic") return openAesthetic(papers, spec, settings);
  return openNsfw(papers, spec, settings);
}
