import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { LOOKS } from "../../pipeline/looks/looks.ts";
import { looksPage } from "./looks-page.ts";

it("shows every look in the docs, as the list has it", () => {
  const docs = new URL("../../docs/", import.meta.url);
  expect(readFileSync(new URL("looks.md", docs), "utf8")).toBe(looksPage());
  for (const { name } of LOOKS) expect(existsSync(new URL(`pictures/looks/${name}.webp`, docs)), name).toBe(true);
});
