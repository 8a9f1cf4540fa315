import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Rendition } from "../../core/creative.ts";
import type { Api } from "./http.ts";
import { reportPage } from "./page/page.ts";
import { imagePath, renditionOf } from "./page/pictures.ts";
import type { Progress } from "./progress.ts";
import type { CellResult, DemoResult } from "./result.ts";

const DOWNLOADS_AT_ONCE = 8;

/**
 * Writes the page and, as a client would, fetches its pictures from the API.
 *
 * @returns the path of the page
 */
export async function writeReport(folder: string, result: DemoResult, api: Api, progress: Progress): Promise<string> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, "images"), { recursive: true });
  const pictures = [...new Map(result.cells.flatMap(picturesOf).map((picture) => [picture.blob, picture])).values()];
  const phase = { label: "Writing the report", total: pictures.length, unit: "picture" };
  return progress.phase(phase, async (bar) => {
    let written = 0;
    const waiting = pictures.values();
    const download = async () => {
      for (const picture of waiting) {
        await writeFile(join(folder, imagePath(picture)), await api.bytes(`/images/${picture.blob}.webp`));
        bar.to(++written);
      }
    };
    await Promise.all(Array.from({ length: DOWNLOADS_AT_ONCE }, download));
    const path = join(folder, "index.html");
    await writeFile(path, reportPage(result, new Date()));
    return path;
  });
}

function picturesOf({ arms, pick, cluster }: CellResult): Rendition[] {
  const wanted = [
    ...arms.map(({ creative }) => renditionOf(creative, "web", cluster.locale)),
    renditionOf(pick.creative, "poster", cluster.locale),
    renditionOf(pick.creative, "square", cluster.locale),
  ];
  return wanted.filter((rendition) => rendition !== undefined);
}
