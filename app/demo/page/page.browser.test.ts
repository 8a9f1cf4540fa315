import { accessSync, constants } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import sharp from "sharp";
import { expect, it } from "vitest";
import { BLOB, resultWith } from "../testing/result.ts";
import { reportPage } from "./page.ts";

const browserPath = findChromium();

// No sandbox: CI runs as root. The rest keeps a browser without a network from looking for one.
const ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"];

it.skipIf(browserPath === null)("Chromium shows the report without a script, at every width", async () => {
  const folder = await mkdtemp(join(tmpdir(), "marquee-report-"));
  await mkdir(join(folder, "images"));
  await sharp({ create: { width: 96, height: 54, channels: 3, background: "#8a2f1b" } })
    .webp()
    .toFile(join(folder, "images", `${BLOB}.webp`));
  await writeFile(join(folder, "index.html"), reportPage(resultWith({}), new Date("2026-11-22T10:00:00Z")));

  const browser = await chromium.launch({ executablePath: browserPath ?? "", args: ARGS });
  try {
    for (const width of [390, 820, 1_400]) {
      const page = await browser.newPage({ viewport: { width, height: 900 } });
      const complaints: string[] = [];
      page.on("console", (message) => complaints.push(message.text()));
      page.on("requestfailed", (request) => complaints.push(request.url()));
      await page.goto(pathToFileURL(join(folder, "index.html")).href);
      for (const picture of await page.locator("img").all()) {
        await picture.scrollIntoViewIfNeeded(); // they load when they come near
        await expect.poll(() => picture.evaluate((node) => Reflect.get(node, "naturalWidth"))).toBe(96);
      }
      const [inside, outside] = await page.evaluate<[number, number]>(
        "[document.documentElement.scrollWidth, innerWidth]",
      );
      expect(inside, `sideways scrolling at ${width} px`).toBeLessThanOrEqual(outside);
      expect(await page.locator("script").count()).toBe(0);
      expect(await page.locator("h1").count()).toBe(1);
      expect(complaints).toEqual([]);
      await page.close();
    }
  } finally {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  }
});

function findChromium(): string | null {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    const path = join(folder, "chromium");
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // not in this folder
    }
  }
  return null;
}
