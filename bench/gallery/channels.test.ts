import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { channelsPage } from "./channels-page.ts";

it("shows every channel in the docs, as the catalogue has it", () => {
  const docs = new URL("../../docs/", import.meta.url);
  expect(readFileSync(new URL("channels.md", docs), "utf8")).toBe(channelsPage());
  expect(existsSync(new URL("pictures/channels/sheet.webp", docs))).toBe(true);
});
